"""Whether the texts in a database are what their hashes say."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

from storage.sql.connection import Connection, Row
from storage.sql.rows import SELECT_ARTICLE, text_sha256

MOST_TOLD = 20  # of one kind
_ARTICLES_AT_ONCE = 1_000
_REVISIONS = "SELECT article, number, title, summary, body_zlib, sha256 FROM revisions"


def told(lines: Iterator[str], kind: str) -> list[str]:
    """The first of one kind, and how many more."""
    told = list(lines)
    return told[:MOST_TOLD] + ([f"and {len(told) - MOST_TOLD} more {kind}"] if len(told) > MOST_TOLD else [])


def text_problems(connection: Connection) -> Iterator[str]:
    """Articles whose text is not what its hash says."""
    for row in in_parts(connection, SELECT_ARTICLE, "a.id"):
        if row["text_sha256"] != text_sha256(row["title"], row["summary"], row["body"]):
            yield f"article {row['id']}: its text is not what its hash says"


def revision_problems(connection: Connection) -> Iterator[str]:
    """Revisions whose text is not what its hash says, or cannot be read."""
    for row in in_parts(connection, _REVISIONS, "article"):
        try:
            body = zlib.decompress(row["body_zlib"]).decode() if row["body_zlib"] is not None else None
        except (zlib.error, UnicodeDecodeError):
            yield f"article {row['article']}, revision {row['number']}: its text cannot be read"
            continue
        if row["sha256"] != text_sha256(row["title"], row["summary"], body):
            yield f"article {row['article']}, revision {row['number']}: its text is not what its hash says"


def in_parts(connection: Connection, statement: str, article: str) -> Iterator[Row]:
    """Rows of a statement, those of a thousand articles' ids at a time."""
    last = connection.execute("SELECT max(id) FROM articles").fetchone()[0] or 0
    for first in range(0, last + 1, _ARTICLES_AT_ONCE):
        yield from connection.execute(
            f"{statement} WHERE {article} >= ? AND {article} < ?", (first, first + _ARTICLES_AT_ONCE)
        ).fetchall()
