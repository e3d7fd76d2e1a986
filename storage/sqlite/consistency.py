"""What is wrong inside a database, in words: for `dateline store check`."""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterator

from storage.sqlite.rows import SELECT_ARTICLE, text_sha256
from storage.sqlite.writing import searched_columns
from storage.words import words_in

_MOST = 20  # of one kind are told


def problems(connection: sqlite3.Connection) -> list[str]:
    """Integrity, foreign keys, hashes of texts, and whether the index holds exactly the words of the articles."""
    found = [
        f"the database is damaged: {row[0]}" for row in connection.execute("PRAGMA integrity_check") if row[0] != "ok"
    ]
    if found:
        return found
    keys = connection.execute("PRAGMA foreign_key_check").fetchall()
    found += [f"table {row[0]}, row {row[1]}: points to a row of {row[2]} that is not there" for row in keys[:_MOST]]
    found += _told(_texts(connection), "texts are not what their hash says")
    found += _told(_revisions(connection), "revisions are not what their hash says")
    found += _index(connection)
    return found


def _told(lines: Iterator[str], kind: str) -> list[str]:
    told = list(lines)
    return told[:_MOST] + ([f"and {len(told) - _MOST} more {kind}"] if len(told) > _MOST else [])


def _texts(connection: sqlite3.Connection) -> Iterator[str]:
    for row in connection.execute(SELECT_ARTICLE):
        if row["text_sha256"] != text_sha256(row["title"], row["summary"], row["body"]):
            yield f"article {row['id']}: its text is not what its hash says"


def _revisions(connection: sqlite3.Connection) -> Iterator[str]:
    for row in connection.execute("SELECT article, number, title, summary, body_zlib, sha256 FROM revisions"):
        try:
            body = zlib.decompress(row["body_zlib"]).decode() if row["body_zlib"] is not None else None
        except (zlib.error, UnicodeDecodeError):
            yield f"article {row['article']}, revision {row['number']}: its text cannot be read"
            continue
        if row["sha256"] != text_sha256(row["title"], row["summary"], body):
            yield f"article {row['article']}, revision {row['number']}: its text is not what its hash says"


def _index(connection: sqlite3.Connection) -> list[str]:
    """The index is contentless: what can be asked of it is in how many articles each word stands."""
    connection.execute("CREATE VIRTUAL TABLE temp.checked_words USING fts5vocab(main, article_search, row)")
    try:
        indexed = {row["term"]: row["doc"] for row in connection.execute("SELECT term, doc FROM temp.checked_words")}
    finally:
        connection.execute("DROP TABLE temp.checked_words")
    for row in connection.execute(SELECT_ARTICLE):
        for word in {word for text in searched_columns(dict(row)) for word in words_in(text)}:
            indexed[word] = indexed.get(word, 0) - 1
    wrong = sorted(word for word, count in indexed.items() if count)
    if not wrong:
        return []
    shown = ", ".join(wrong[:5])
    return [f"the search index does not hold what the articles say ({len(wrong)} words, such as {shown})"]
