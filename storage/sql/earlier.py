"""A page as it was before the state we hold: put in its place among the revisions, not over the newer text."""

from __future__ import annotations

import zlib
from datetime import datetime

from storage.captures import PageReading, Reading
from storage.differing import difference
from storage.model import Article
from storage.sql.connection import Connection, Row
from storage.sql.reading_rows import put_reading
from storage.sql.rows import required_time_text, text_sha256
from storage.sql.writing import Outcome


def place_earlier(
    connection: Connection,
    old: Row,
    article: Article,
    at: datetime,
    reading: PageReading | None,
) -> tuple[Outcome, str, int | None]:
    """Put an earlier state where its time is; one with a neighbour's words only says that it stood already then.

    Gives what changed, what the visit showed, and the number of the state that was read from it, if one was.
    """
    moment = required_time_text(at)
    rows = connection.execute(
        "SELECT number, seen_at, title, summary, body_zlib FROM revisions WHERE article = ? ORDER BY number",
        (old["id"],),
    ).fetchall()
    states = [
        (row["seen_at"], row["title"], row["summary"], zlib.decompress(row["body_zlib"]).decode())
        if row["body_zlib"] is not None
        else (row["seen_at"], row["title"], row["summary"], None)
        for row in rows
    ]
    states.append((old["text_seen_at"], old["title"], old["summary"], old["body"]))
    index = next(n for n, state in enumerate(states) if state[0] > moment)
    text = (article.title, article.summary, article.body)
    if difference(states[index][1:], text) in ("same words", "reordered"):
        if index == len(rows):
            connection.execute("UPDATE articles SET text_seen_at = ? WHERE id = ?", (moment, old["id"]))
        else:
            connection.execute(
                "UPDATE revisions SET seen_at = ? WHERE article = ? AND number = ?", (moment, old["id"], index + 1)
            )
        return "unchanged", "same words", None
    if index and difference(states[index - 1][1:], text) in ("same words", "reordered", "part"):
        return "unchanged", "same words", None
    if difference(states[index][1:], text) == "part":
        return "unchanged", "part", None
    number = index + 1
    _make_room(connection, old["id"], number)
    body = zlib.compress(article.body.encode(), 6) if article.body is not None else None
    connection.execute(
        "INSERT INTO revisions (article, number, seen_at, title, summary, body_zlib, sha256)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (old["id"], number, moment, *text[:2], body, text_sha256(*text)),
    )
    if reading is not None:
        put_reading(
            connection,
            Reading(
                old["id"],
                number,
                "first" if number == 1 else "not held",
                extractor=reading.extractor,
                config_sha256=reading.config_sha256,
                signature=reading.signature,
            ),
        )
        connection.execute(
            "UPDATE readings SET basis = CASE WHEN extractor = ? AND config_sha256 = ? THEN 'same extractor'"
            " ELSE 'not held' END WHERE article = ? AND number = ?",
            (reading.extractor, reading.config_sha256, old["id"], number + 1),
        )
    return "revised", "earlier", number


def _make_room(connection: Connection, article: int, number: int) -> None:
    """Every state from `number` on moves up by one; over negative numbers, so that none meets another."""
    for table in ("revisions", "readings"):
        connection.execute(
            f"UPDATE {table} SET number = -number - 1 WHERE article = ? AND number >= ?",  # noqa: S608
            (article, number),
        )
        connection.execute(f"UPDATE {table} SET number = -number WHERE article = ? AND number < 0", (article,))  # noqa: S608
