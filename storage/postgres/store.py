"""The PostgreSQL store: what both databases share, on one database of a server."""

from __future__ import annotations

from pathlib import Path

from storage.errors import StoreError
from storage.postgres import consistency
from storage.postgres.asking import PostgresAsking
from storage.postgres.beside import PostgresBeside

_SIZE = """SELECT coalesce(sum(pg_total_relation_size(oid)), 0) FROM pg_class
WHERE relnamespace = CAST(current_schema() AS regnamespace) AND relkind = 'r'"""


class PostgresStore(PostgresAsking, PostgresBeside):
    """A store in one PostgreSQL database. For one thread; other processes may read and write the same database."""

    def size_bytes(self) -> int | None:
        """None: the disk is the server's."""
        return None

    def problems(self) -> list[str]:
        """What is wrong inside the database, in words."""
        with self._read() as connection:
            return consistency.problems(connection)

    def backup(self, file: str | Path) -> int:
        """Write a copy of the whole store, as it is at one moment, into a new SQLite file; gives its size in bytes."""
        from storage.copying import copy_into_file

        return copy_into_file(self, Path(file))

    def vacuum(self) -> tuple[int, int]:
        """Make the room of what was deleted free for new rows; gives the sizes in bytes before and after.

        VACUUM (ANALYZE), which locks nobody out. `VACUUM FULL` gives the room back to the disk and is for an
        administrator: it locks the tables for minutes.
        """
        if self.read_only:
            raise StoreError(self.location, "was opened to read only")
        with self._read() as connection:
            before = int(connection.execute(_SIZE).fetchone()[0])
            connection.execute("VACUUM (ANALYZE)")
            return before, int(connection.execute(_SIZE).fetchone()[0])

    def scrub(self) -> bool:
        """Take deleted words out of free room and the search index: rewrites the tables, and locks them meanwhile.

        The write-ahead log, replicas and backups of the server are its administrator's: they still hold them.
        """
        with self._read() as connection:
            tables = connection.execute(
                "SELECT relname FROM pg_class WHERE relnamespace = CAST(current_schema() AS regnamespace)"
                " AND relkind = 'r' AND NOT starts_with(relname, 'procrastinate_') ORDER BY relname"
            ).fetchall()
            for (table,) in tables:
                connection.execute(f'VACUUM FULL "{table}"')
        return True
