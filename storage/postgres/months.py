"""Which months have a part of the full-text index of their own."""

from __future__ import annotations

from datetime import date

from storage.sql.connection import Connection

REST = "article_search_rest"  # what has none


def parts(connection: Connection) -> list[date]:
    """The months that have a part, in order."""
    rows = connection.execute(
        "SELECT c.relname FROM pg_inherits AS i JOIN pg_class AS c ON c.oid = i.inhrelid"
        " WHERE i.inhparent = CAST('article_search' AS regclass) AND c.relname <> ? ORDER BY c.relname",
        (REST,),
    )
    return [date(int(name[-7:-3]), int(name[-2:]), 1) for (name,) in rows]
