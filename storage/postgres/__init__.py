"""The store in PostgreSQL (psycopg 3): `open_store("postgresql://user@host/database")`. Needs the extra `postgres`."""
