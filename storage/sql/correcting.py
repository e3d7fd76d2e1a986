"""States of an article's text put right: what their bytes say when they are read again. Never a revision."""

from __future__ import annotations

import json
import zlib
from datetime import datetime

from storage.captures import Basis, Corrected, Reading
from storage.differing import difference
from storage.signing import differing
from storage.sql.connection import Connection, Row
from storage.sql.reading_rows import put_reading, reading_row, set_basis
from storage.sql.rows import Columns, article_columns, article_of, required_time, text_sha256
from storage.sql.writing import TEXT, by_id, change

# What of an article is read from its page: the current state gets all of it, an earlier one its text.
_READ = (
    "title", "summary", "body", "language",
    "published_at", "published_precision", "published_zone", "published_raw", "published_source",
    "modified_at", "modified_precision", "modified_zone", "modified_raw",
    "dates", "byline_raw", "people", "organisations", "topics", "tags", "section", "image", "access", "origins",
)  # fmt: skip


def correct(connection: Connection, corrected: Corrected) -> bool:
    """Write what a state now says; whether anything of it differs from what was stored."""
    article, number = corrected.article.id, corrected.number
    old = by_id(connection, article)
    if old is None or article is None or (corrected.held is not None and article_of(old) != corrected.held):
        return False
    new = article_columns(corrected.article)
    if number == _current(connection, article):
        changes = {name: new[name] for name in _READ if new[name] != old[name]}
        if json.loads(new["origins"] or "{}") == json.loads(old["origins"] or "{}"):
            changes.pop("origins", None)  # in another order
        if old["body"] is not None and new["body"] is None:
            changes = {}  # what now reads as no article takes no text away; the visit is on record
        differs = bool(changes)
        if changes:
            change(connection, old, changes, _seen(old), revised=False)
            connection.execute(
                "UPDATE articles SET text_seen_at = ?, page_state = ? WHERE id = ?",
                (old["text_seen_at"], old["page_state"], article),
            )
    else:
        differs = correct_text(connection, article, number, new)
    made = reading_row(connection, article, number) or Reading(article, number, "first" if number == 1 else "not held")
    signature = corrected.signature or made.signature
    differs = differs or signature != made.signature
    put_reading(
        connection,
        Reading(
            article,
            number,
            made.basis,
            corrected.capture,
            corrected.extractor,
            corrected.config_sha256,
            signature,
        ),
    )
    _judge(connection, article, number)
    _judge(connection, article, number + 1)
    return differs


def correct_text(connection: Connection, article: int, number: int, new: Columns) -> bool:
    """Give a state the title, summary and body that its bytes say today; whether they differ from those stored."""
    if number == _current(connection, article):
        old = by_id(connection, article)
        if old is None or new["body"] is None:
            return False
        changes = {name: new[name] for name in TEXT if new[name] is not None and new[name] != old[name]}
        if changes:
            change(connection, old, changes, _seen(old), revised=False)
            connection.execute("UPDATE articles SET text_seen_at = ? WHERE id = ?", (old["text_seen_at"], article))
        return bool(changes)
    text = (new["title"], new["summary"], new["body"])
    if text[2] is None:
        return False
    done = connection.execute(
        "UPDATE revisions SET title = ?, summary = ?, body_zlib = ?, sha256 = ?"
        " WHERE article = ? AND number = ? AND sha256 != ?",
        (*text[:2], zlib.compress(text[2].encode(), 6), text_sha256(*text), article, number, text_sha256(*text)),
    )
    return done.rowcount > 0


def withdraw(connection: Connection, article: int, number: int) -> None:
    """The current state says what the one before said: they are one, which stood since the earlier moment."""
    before = connection.execute(
        "SELECT seen_at FROM revisions WHERE article = ? AND number = ?", (article, number - 1)
    ).fetchone()
    connection.execute("DELETE FROM revisions WHERE article = ? AND number = ?", (article, number - 1))
    connection.execute("DELETE FROM readings WHERE article = ? AND number = ?", (article, number))
    connection.execute("UPDATE articles SET text_seen_at = ? WHERE id = ?", (before["seen_at"], article))


def _judge(connection: Connection, article: int, number: int) -> None:
    """Whether a state still differs from the one before, now that either was read again."""
    if number < 2:
        return
    pair = [_text(connection, article, each) for each in (number - 1, number)]
    before, after = (reading_row(connection, article, each) for each in (number - 1, number))
    if pair[0] is None or pair[1] is None or before is None or after is None:
        return
    by_one = (before.extractor, before.config_sha256) == (after.extractor, after.config_sha256)
    by_one = by_one and after.extractor is not None
    told = difference(pair[0], pair[1])
    basis: Basis
    if told in ("same words", "reordered"):
        if after.basis == "byline or date" and not by_one:
            return
        basis = "byline or date" if by_one and differing(before.signature, after.signature) else "same words"
    elif told == "growth" or after.basis == "growth":
        basis = "growth"
    elif by_one:
        basis = "reread"
    else:
        return
    set_basis(connection, article, number, basis)


def _text(connection: Connection, article: int, number: int) -> tuple[str, str | None, str | None] | None:
    current = _current(connection, article)
    if number == current:
        old = by_id(connection, article)
        return (old["title"], old["summary"], old["body"]) if old is not None else None
    row = connection.execute(
        "SELECT title, summary, body_zlib FROM revisions WHERE article = ? AND number = ?", (article, number)
    ).fetchone()
    if row is None:
        return None
    body = zlib.decompress(row["body_zlib"]).decode() if row["body_zlib"] is not None else None
    return row["title"], row["summary"], body


def _current(connection: Connection, article: int) -> int:
    row = connection.execute("SELECT count(*) + 1 FROM revisions WHERE article = ?", (article,)).fetchone()
    return int(row[0])


def _seen(old: Row) -> datetime:
    return required_time(old["text_seen_at"])
