"""The search index as a whole: whether it was made with today's folding, and making it anew."""

from __future__ import annotations

import sqlite3

from storage.sqlite.rows import SELECT_ARTICLE
from storage.sqlite.writing import index_article
from storage.words import folding_version

_CHUNK = 1000


def is_stale(connection: sqlite3.Connection) -> bool:
    """Whether text is folded otherwise today than when the index was made: then words are missed, and rows cannot be
    taken out of the index, which must be told exactly what it holds."""
    row = connection.execute("SELECT value FROM meta WHERE key = 'folding'").fetchone()
    return row is None or row["value"] != folding_version()


def rebuild(connection: sqlite3.Connection) -> None:
    """Index every article anew, inside the caller's transaction. About a millisecond an article."""
    if not is_stale(connection):
        return  # another process was first
    connection.execute("INSERT INTO article_search (article_search) VALUES ('delete-all')")
    last = 0
    while rows := connection.execute(
        f"{SELECT_ARTICLE} WHERE a.id > ? ORDER BY a.id LIMIT ?", (last, _CHUNK)
    ).fetchall():
        for row in rows:
            index_article(connection, row["id"], dict(row))
        last = rows[-1]["id"]
    connection.execute("INSERT OR REPLACE INTO meta (key, value) VALUES ('folding', ?)", (folding_version(),))
