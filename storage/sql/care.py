"""Letting old texts go: what goes, and what of an article stays."""

# ruff: noqa: S608 - statements are put together from names in this package; values are always bound.
from __future__ import annotations

from datetime import datetime

from storage.asking import Pruned
from storage.sql.connection import Connection, Row
from storage.sql.rows import required_time_text, text_sha256
from storage.sql.writing import by_id, index_article, unindex_article

# What can go: a body, or states of the text before the current one.
_OLD = """articles AS a WHERE a.dated_at < :before AND (
  a.id IN (SELECT article FROM texts) OR a.id IN (SELECT article FROM revisions)
  OR a.id IN (SELECT article FROM captures WHERE article IS NOT NULL AND file IS NOT NULL))"""
_CITED = "(a.id IN (SELECT article FROM evidence WHERE article IS NOT NULL))"


def prunable(connection: Connection, before: datetime, keep_cited: bool) -> Pruned:
    """What `prune` would take."""
    values = {"before": required_time_text(before)}
    going = f"SELECT a.id FROM {_OLD}" + (f" AND NOT {_CITED}" if keep_cited else "")
    size = connection.dialect.bytes_of.format
    articles = connection.execute(f"SELECT count(*) FROM ({going}) AS going", values).fetchone()[0]
    bodies, body_bytes = connection.execute(
        f"SELECT count(*), coalesce(sum({size('body')}), 0) FROM texts WHERE article IN ({going})", values
    ).fetchone()
    revisions, revision_bytes = connection.execute(
        f"SELECT count(*), coalesce(sum({size('title')} + coalesce({size('summary')}, 0)"
        f" + coalesce(length(body_zlib), 0)), 0) FROM revisions WHERE article IN ({going})",
        values,
    ).fetchone()
    captures = connection.execute(
        f"SELECT count(*) FROM captures WHERE file IS NOT NULL AND article IN ({going})", values
    ).fetchone()[0]
    cited = 0
    if keep_cited:
        cited = connection.execute(f"SELECT count(*) FROM {_OLD} AND {_CITED}", values).fetchone()[0]
    return Pruned(articles, bodies, revisions, captures, cited, body_bytes + revision_bytes)


def prune(connection: Connection, before: datetime, keep_cited: bool) -> Pruned:
    """Take body, revisions and captures from articles dated before `before`, inside the caller's transaction."""
    counted = prunable(connection, before, keep_cited)
    going = f"SELECT a.id FROM {_OLD}" + (f" AND NOT {_CITED}" if keep_cited else "")
    ids = [row[0] for row in connection.execute(going, {"before": required_time_text(before)})]
    for article in ids:
        _take(connection, article)
    return counted


def _take(connection: Connection, article: int) -> None:
    old = by_id(connection, article)
    if old is not None and old["body"] is not None:
        take_body(connection, old)
    connection.execute("DELETE FROM visits WHERE article = ?", (article,))
    connection.execute("DELETE FROM readings WHERE article = ?", (article,))
    connection.execute("DELETE FROM revisions WHERE article = ?", (article,))
    # The row of a capture stays, as proof of the visit; the archive's sweep removes bytes that nothing points at.
    connection.execute(
        "UPDATE captures SET keep_until = '0001-01-01 00:00:00' WHERE article = ? AND file IS NOT NULL", (article,)
    )


def take_body(connection: Connection, old: Row) -> None:
    """Take an article's body out of the store and the index, and make its hash that of what is left."""
    unindex_article(connection, old)
    index_article(connection, old["id"], dict(old) | {"body": None})
    connection.execute("DELETE FROM texts WHERE article = ?", (old["id"],))
    connection.execute(
        "UPDATE articles SET text_sha256 = ?, saved_hash = NULL WHERE id = ?",
        (text_sha256(old["title"], old["summary"], None), old["id"]),
    )
