"""The search index as a whole: whether it was made with today's folding, and making it anew."""

from __future__ import annotations

from collections.abc import Sequence

from storage.sql.connection import Connection, Row
from storage.sql.rows import SELECT_ARTICLE
from storage.sql.writing import searched_columns
from storage.words import folding_version

_CHUNK = 1000


def is_stale(connection: Connection) -> bool:
    """Whether text is folded otherwise today than when the index was made: then words are missed, and rows cannot be
    taken out of the index, which must be told exactly what it holds."""
    row = connection.execute("SELECT value FROM meta WHERE key = 'folding'").fetchone()
    return row is None or row["value"] != folding_version()


def put(connection: Connection, rows: Sequence[Row]) -> None:
    """Index articles, rows of SELECT_ARTICLE, that the index does not hold."""
    connection.dialect.put_all(connection, ((row["id"], row["dated_at"], searched_columns(dict(row))) for row in rows))


def rebuild(connection: Connection) -> None:
    """Index every article anew, inside the caller's transaction. About a millisecond an article."""
    if not is_stale(connection):
        return  # another process was first
    connection.dialect.clear(connection)
    last = 0
    while rows := connection.execute(
        f"{SELECT_ARTICLE} WHERE a.id > ? ORDER BY a.id LIMIT ?", (last, _CHUNK)
    ).fetchall():
        put(connection, rows)
        last = rows[-1]["id"]
    connection.execute(
        "INSERT INTO meta (key, value) VALUES ('folding', ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        (folding_version(),),
    )
