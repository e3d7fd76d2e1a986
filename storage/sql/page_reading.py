"""A page that was read, into its article: what it completes, what it corrects, and when it makes a revision.

A revision is made only where the words differ from those of the old bytes read again with the same extractor. Where
they are not held, the state says so (`readings.basis`). Not a revision: the first reading of a page after its feed
entry, the whole of what was a teaser, a lesser answer (wall, teaser, cut), the same paragraphs in another order, a
better extractor; and, kept as states but counted as none, growth and the same words under another byline or date.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from storage.captures import Basis, PageReading, Reading
from storage.differing import difference
from storage.model import Article, SaveCounts
from storage.preparing import Prepared
from storage.signing import Around, differing
from storage.sql import correcting
from storage.sql.capture_rows import insert_capture, plan_visit
from storage.sql.connection import Connection, Row
from storage.sql.earlier import place_earlier
from storage.sql.reading_rows import put_reading, reading_row
from storage.sql.rows import Columns, article_columns, required_time_text
from storage.sql.writing import Outcome, by_id, change, is_half_read, is_lesser, replacing

_FOUND = {
    "first": "first reading",
    "reread": "the text we received differs",
    "same extractor": "the text we received differs",
    "not held": "the text we received differs; the bytes then served are not held",
    "growth": "grew: paragraphs were added",
    "same words": "same words",
    "byline": "same words; the byline differs",
    "date": "same words; the date differs",
    "byline and date": "same words; the byline and the date differ",
    "resigned": "same words; the byline is read otherwise, and the bytes then served are not held",
    "reordered": "the same paragraphs in another order",
    "part": "only a part of the text we hold was served",
    "lesser": "less than the text we hold was served: {access}",
    "earlier": "an earlier state of the page",
}
_ALWAYS = frozenset({"modified_at", "modified_precision", "modified_zone", "modified_raw", "tags", "topics"})
_BYLINE = frozenset({"byline_raw", "people", "organisations"})
_DATE = frozenset({"published_at", "published_precision", "published_zone", "published_raw", "published_source"})
_STATE_OF_PAGE = {"page_state": "fetched", "page_problem": None}


def save_page(
    connection: Connection,
    article: Article,
    fetched_at: datetime,
    reading: PageReading | None,
    prepared: Prepared | None = None,
) -> SaveCounts:
    """Save an article whose page was read. Raises ValueError for one that is not in the store."""
    old = by_id(connection, article.id)
    if old is None:
        raise ValueError(f"not in the store: article {article.id} ({article.url})")
    new = (dict(prepared.columns) if prepared else article_columns(article)) | {"fetched_at": None}
    is_earlier = bool(old["body"] and new["body"]) and required_time_text(fetched_at) < old["text_seen_at"]
    if is_earlier:
        outcome, found, number = place_earlier(connection, old, article, fetched_at, reading)
    else:
        outcome, found, number = _save(connection, old, new, fetched_at, reading, prepared)
    if reading is not None and reading.capture is not None:
        words = _FOUND[found].format(access=article.access)
        if reading.capture.is_file:
            words = words.replace("the text we received differs", "the text in this file differs")
        capture = insert_capture(connection, replace(reading.capture, article=article.id, found=words))
        if number is not None:
            connection.execute(
                "UPDATE readings SET capture = ? WHERE article = ? AND number = ?", (capture, old["id"], number)
            )
        plan_visit(connection, old["id"], fetched_at, reading.next_visit)
    if not is_earlier:
        connection.execute(
            "UPDATE articles SET fetched_at = ?, page_attempts = 0, retry_at = NULL WHERE id = ?",
            (required_time_text(fetched_at), old["id"]),
        )
    return SaveCounts(**{outcome: 1})


def _save(
    connection: Connection,
    old: Row,
    new: Columns,
    at: datetime,
    reading: PageReading | None,
    prepared: Prepared | None,
) -> tuple[Outcome, str, int | None]:
    """What changed, what the visit showed, and the number of the state that was read from it, if one was."""
    number = _state(connection, old["id"])
    if old["body"] is not None and is_lesser(dict(old), new):
        return change(connection, old, _STATE_OF_PAGE, at, text_only=True), "lesser", None
    half = is_half_read(connection, old)
    corrected = reading is not None and reading.earlier is not None
    if corrected:
        assert reading is not None  # noqa: S101
        assert reading.earlier is not None  # noqa: S101
        again = article_columns(reading.earlier)
        correcting.correct_text(connection, old["id"], number - half, again)
        _put_right(connection, old["id"], number - half, reading)
        old = by_id(connection, old["id"]) or old
    changes = replacing(dict(old), new) | _STATE_OF_PAGE
    if _completes(dict(old), new) and not half:
        outcome = change(connection, old, changes, at, text_only=True, revised=False, prepared=prepared)
        _note(connection, old["id"], number, "first", reading)
        return outcome, "first", number
    before = _earlier_state(connection, old["id"], number - 1) if half else _text(dict(old))
    told = difference(before, _text({**old, **changes}), live=reading is not None and reading.live)
    if half:
        return _after_half(connection, old, changes, at, reading, number, told, corrected=corrected)
    if told == "part":
        return change(connection, old, _STATE_OF_PAGE, at, text_only=True), told, None
    if told in ("same words", "reordered"):
        around = _around(connection, old["id"], number, reading)
        if around:
            return _signed_otherwise(connection, old, changes, at, reading, number, around)
        return _same_words(connection, old, changes, at, reading, number, told, alike=around is not None)
    basis = _basis(connection, old["id"], number, reading, told, corrected=corrected)
    outcome = change(connection, old, changes, at, revised=True, prepared=prepared)
    _note(connection, old["id"], number + 1, basis, reading)
    return ("updated" if told == "growth" else outcome), basis, number + 1


def _same_words(
    connection: Connection,
    old: Row,
    changes: Columns,
    at: datetime,
    reading: PageReading | None,
    number: int,
    told: str,
    *,
    alike: bool,
) -> tuple[Outcome, str, int | None]:
    """A visit that says the same: what was read first stays, what was missing is filled.

    "3 hours ago" is read best on the first visit: a date that is known stays as it is. A byline that is worded
    otherwise is taken over where nobody can tell whether it names the same (`alike`: it does).
    """
    resigned = not alike and old["byline_raw"] is not None and "byline_raw" in changes
    taken = _taken(old, changes, resigned=resigned)
    outcome = change(connection, old, taken | _STATE_OF_PAGE, at, text_only=True, revised=False)
    connection.execute("UPDATE articles SET text_seen_at = ? WHERE id = ?", (old["text_seen_at"], old["id"]))
    if not resigned:
        return outcome, told, _first(connection, old["id"], number, reading)
    _note(connection, old["id"], number, _basis_of(connection, old["id"], number), reading)
    return outcome, "resigned", number if reading is not None else None


def _signed_otherwise(
    connection: Connection,
    old: Row,
    changes: Columns,
    at: datetime,
    reading: PageReading | None,
    number: int,
    around: frozenset[Around],
) -> tuple[Outcome, str, int | None]:
    """The same words under another byline or date: a state of its own, and no revision.

    The article has what the page says now; where it names nobody any more, who signed it before. What the page said in
    either state stands in its reading.
    """
    taken = _taken(old, changes, resigned=True, redated="date" in around)
    change(connection, old, taken | _STATE_OF_PAGE, at, revised=True)
    connection.execute("UPDATE articles SET text_seen_at = ? WHERE id = ?", (required_time_text(at), old["id"]))
    _note(connection, old["id"], number + 1, "byline or date", reading)
    return "updated", " and ".join(sorted(around)), number + 1


def _taken(old: Row, changes: Columns, *, resigned: bool, redated: bool = False) -> Columns:
    """What of a visit with the same words is taken over; a date that somebody gives by hand always."""
    redated = redated or changes.get("published_source") == "hand"
    named = _ALWAYS | (_BYLINE if resigned else frozenset()) | (_DATE if redated else frozenset())
    return {
        name: value
        for name, value in changes.items()
        if (name in named or old[name] is None) and name not in _STATE_OF_PAGE
    }


def _around(connection: Connection, article: int, number: int, reading: PageReading | None) -> frozenset[Around] | None:
    """Which of byline and date differ from a state's; None where the two were not read by one extractor."""
    held = reading_row(connection, article, number)
    if reading is None or held is None or held.signature is None or reading.signature is None:
        return None
    if (held.extractor, held.config_sha256) != (reading.extractor, reading.config_sha256):
        return None
    return differing(held.signature, reading.signature)


def _put_right(connection: Connection, article: int, number: int, reading: PageReading) -> None:
    """A state whose bytes were read again says what they say today, and by which extractor."""
    made = reading_row(connection, article, number)
    if made is None or reading.earlier is None or not reading.earlier.body:
        return
    signature = reading.earlier_signature or made.signature
    made = replace(made, extractor=reading.extractor, config_sha256=reading.config_sha256, signature=signature)
    put_reading(connection, made)


def _basis_of(connection: Connection, article: int, number: int) -> Basis:
    made = reading_row(connection, article, number)
    return made.basis if made is not None else "first"


def _after_half(
    connection: Connection,
    old: Row,
    changes: Columns,
    at: datetime,
    reading: PageReading | None,
    number: int,
    told: str,
    *,
    corrected: bool,
) -> tuple[Outcome, str, int | None]:
    """The page behind a headline that its feed reworded: it takes the place of that half state, or takes it back."""
    outcome = change(connection, old, changes, at, text_only=True, revised=False)
    if told in ("same words", "reordered"):  # the page itself says what it said before
        correcting.withdraw(connection, old["id"], number)
        return outcome, told, None
    basis = _basis(connection, old["id"], number - 1, reading, told, corrected=corrected)
    _note(connection, old["id"], number, basis, reading)
    return outcome, basis, number


def _completes(old: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
    """Whether this is the first text, or the whole of what was a teaser."""
    if old["body"] is None:
        return True
    return old["access"] in ("paywalled", "excerpt") and new["access"] == "full"


def _basis(
    connection: Connection,
    article: int,
    number: int,
    reading: PageReading | None,
    told: str,
    *,
    corrected: bool,
) -> Basis:
    if told == "growth":
        return "growth"
    if corrected:
        return "reread"
    made = connection.execute(
        "SELECT extractor, config_sha256 FROM readings WHERE article = ? AND number = ? AND extractor IS NOT NULL",
        (article, number),
    ).fetchone()
    if reading is not None and made is not None and tuple(made) == (reading.extractor, reading.config_sha256):
        return "same extractor"
    return "not held"


def _first(connection: Connection, article: int, number: int, reading: PageReading | None) -> int | None:
    """A state whose reading nobody knows (it was saved by an older release, or by hand) has one now."""
    if reading is None:
        return None
    known = connection.execute(
        "SELECT 1 FROM readings WHERE article = ? AND number = ? AND extractor IS NOT NULL", (article, number)
    ).fetchone()
    if known is not None:
        return None
    _note(connection, article, number, "first", reading)
    return number


def _note(connection: Connection, article: int, number: int, basis: Basis, reading: PageReading | None) -> None:
    made = Reading(article, number, basis)
    if reading is not None:
        made = replace(
            made, extractor=reading.extractor, config_sha256=reading.config_sha256, signature=reading.signature
        )
    put_reading(connection, made)


def _state(connection: Connection, article: int) -> int:
    """The number of the current state."""
    row = connection.execute("SELECT count(*) + 1 FROM revisions WHERE article = ?", (article,)).fetchone()
    return int(row[0])


def _earlier_state(connection: Connection, article: int, number: int) -> tuple[str, str | None, str | None]:
    row = connection.execute(
        "SELECT title, summary, body_zlib FROM revisions WHERE article = ? AND number = ?", (article, number)
    ).fetchone()
    body = zlib.decompress(row["body_zlib"]).decode() if row["body_zlib"] is not None else None
    return row["title"], row["summary"], body


def _text(row: Mapping[str, Any]) -> tuple[str, str | None, str | None]:
    return row["title"], row["summary"], row["body"]
