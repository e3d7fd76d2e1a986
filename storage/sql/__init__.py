"""What the stores in SQLite and PostgreSQL share: rows, and statements that both databases understand.

`connection.py` says what a statement here may use. What the two databases do differently (opening, transactions,
schema, the search index) stands in `storage.sqlite` and `storage.postgres`.
"""
