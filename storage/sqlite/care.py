"""Care of the file: a copy while a crawl writes, letting old texts go, giving room back."""

# ruff: noqa: S608 - statements are put together from names in this package; values are always bound.
from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

from storage.asking import Pruned
from storage.errors import StoreError
from storage.sqlite.rows import required_time_text, text_sha256
from storage.sqlite.writing import by_id, index_article, searched_columns

_PAGES_A_STEP = 4096  # 16 MB: then a writer has its turn
# What can go: a body, or states of the text before the current one.
_OLD = """articles AS a WHERE a.dated_at < :before AND (
  a.id IN (SELECT article FROM texts) OR a.id IN (SELECT article FROM revisions)
  OR a.id IN (SELECT article FROM captures WHERE article IS NOT NULL AND file IS NOT NULL))"""
_CITED = "(a.id IN (SELECT article FROM evidence WHERE article IS NOT NULL))"


def backup(connection: sqlite3.Connection, file: Path) -> int:
    """Copy the database as it is at one moment into a new file, whole or not at all. Gives the size in bytes."""
    if file.exists():
        raise StoreError(str(file), "is there already; a backup never overwrites: name another file")
    if not file.absolute().parent.is_dir():
        raise StoreError(str(file), f"the folder {file.parent} does not exist")
    part = file.with_name(file.name + ".part")
    part.unlink(missing_ok=True)
    try:
        # A read transaction holds the moment: what a crawl writes meanwhile goes into the log and is not copied.
        connection.execute("BEGIN")
        try:
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
            with closing(sqlite3.connect(part)) as copy:
                connection.backup(copy, pages=_PAGES_A_STEP)
        finally:
            connection.execute("ROLLBACK")
        try:
            file.hardlink_to(part)  # fails where the name was taken meanwhile
        except FileExistsError as error:
            raise StoreError(str(file), "is there already; a backup never overwrites: name another file") from error
        except OSError:
            part.rename(file)  # a file system without links
    finally:
        part.unlink(missing_ok=True)
    return file.stat().st_size


def prunable(connection: sqlite3.Connection, before: datetime, keep_cited: bool) -> Pruned:
    """What `prune` would take."""
    values = {"before": required_time_text(before)}
    going = f"SELECT a.id FROM {_OLD}" + (f" AND NOT {_CITED}" if keep_cited else "")
    articles = connection.execute(f"SELECT count(*) FROM ({going})", values).fetchone()[0]
    bodies, body_bytes = connection.execute(
        f"SELECT count(*), coalesce(sum(length(CAST(body AS BLOB))), 0) FROM texts WHERE article IN ({going})", values
    ).fetchone()
    revisions, revision_bytes = connection.execute(
        "SELECT count(*), coalesce(sum(length(CAST(title AS BLOB)) + coalesce(length(CAST(summary AS BLOB)), 0)"
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


def prune(connection: sqlite3.Connection, before: datetime, keep_cited: bool) -> Pruned:
    """Take body, revisions and captures from articles dated before `before`, inside the caller's transaction."""
    counted = prunable(connection, before, keep_cited)
    going = f"SELECT a.id FROM {_OLD}" + (f" AND NOT {_CITED}" if keep_cited else "")
    ids = [row[0] for row in connection.execute(going, {"before": required_time_text(before)})]
    for article in ids:
        _take(connection, article)
    return counted


def _take(connection: sqlite3.Connection, article: int) -> None:
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


def take_body(connection: sqlite3.Connection, old: sqlite3.Row) -> None:
    """Take an article's body out of the store and the index, and make its hash that of what is left."""
    before, after = dict(old), dict(old) | {"body": None}
    connection.execute(
        "INSERT INTO article_search (article_search, rowid, title, summary, body, byline)"
        " VALUES ('delete', ?, ?, ?, ?, ?)",
        (old["id"], *searched_columns(before)),
    )
    index_article(connection, old["id"], after)
    connection.execute("DELETE FROM texts WHERE article = ?", (old["id"],))
    connection.execute(
        "UPDATE articles SET text_sha256 = ?, saved_hash = NULL WHERE id = ?",
        (text_sha256(old["title"], old["summary"], None), old["id"]),
    )


def vacuum(connection: sqlite3.Connection) -> tuple[int, int]:
    """Give room back to the disk, outside any transaction. Gives the sizes in bytes before and after."""
    before = _size(connection)
    connection.execute("VACUUM")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return before, _size(connection)


def _size(connection: sqlite3.Connection) -> int:
    pages, size = (connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "page_size"))
    return int(pages) * int(size)
