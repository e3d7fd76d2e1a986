"""Articles carried from one store to another, with their history."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Literal

from normalise.urls import canonical_url
from storage.carrying import Carried, CarriedCounts, Carrying, Shown
from storage.model import Article, Query, Revision
from storage.sql import tombstones
from storage.sql.base import SqlBase
from storage.sql.connection import NUMBERS, Connection, Row
from storage.sql.reading_rows import put_reading, reading_of, reading_row
from storage.sql.rows import (
    Columns,
    article_columns,
    required_time,
    required_time_text,
    storable,
    text_sha256,
)
from storage.sql.searching import articles_by_id, in_chunks, matching_ids
from storage.sql.writing import TEXT, change, find, insert, replacing

_Outcome = Literal["new", "updated", "unchanged", "kept"]
_OURS = frozenset({"id", "url", "canonical", "body", "first_seen", "page_state", "page_problem", "origin"})


class SqlCarrying(SqlBase, Carrying):
    """The Store's methods for carrying articles out and in."""

    def carry_out(self, query: Query | None = None) -> Iterator[Carried]:
        """Articles that match with their history, newest first."""
        with self._read() as connection:
            ids = matching_ids(connection, query or Query())
        for chunk in in_chunks(ids):
            with self._read() as connection:
                carried = _carried(connection, chunk)
            yield from carried

    def carry_in(self, carried: Iterable[Carried]) -> CarriedCounts:
        """Take articles in, with their history, in one transaction. Idempotent."""
        tally: dict[str, int] = {}
        with self._write() as connection:
            stones = tombstones.load(connection)
            for one in carried:
                if stones.hides(one.article.url) or any(stones.hides(url) for url in one.addresses):
                    outcome = "let_go"
                else:
                    readings = tuple(
                        replace(each, signature=stones.without_signers(each.signature)) for each in one.readings
                    )
                    article = stones.without_people(one.article)
                    outcome = _take(connection, replace(one, article=article, readings=readings))
                tally[outcome] = tally.get(outcome, 0) + 1
        return CarriedCounts(**tally)


# --- out -----------------------------------------------------------------------------------------------------------


def _carried(connection: Connection, ids: Sequence[int]) -> list[Carried]:
    articles = articles_by_id(connection, ids)
    given = json.dumps(list(articles))
    current = _rows(connection, "SELECT id AS article, text_seen_at, text_sha256 FROM articles WHERE id", given)
    states = _rows(connection, "SELECT * FROM revisions WHERE article", given, "number")
    readings = _rows(connection, "SELECT * FROM readings WHERE article", given, "number")
    addresses = _rows(connection, "SELECT article, url FROM addresses WHERE article", given, "url")
    shown = _rows(
        connection,
        "SELECT s.article, f.url, f.outlet, s.first_seen, s.title_hash, s.summary_hash,"
        " CASE WHEN s.last_seen >= f.last_read THEN max(s.last_seen, f.last_good) ELSE s.last_seen END AS last_seen"
        " FROM sightings AS s JOIN feeds AS f ON f.id = s.feed WHERE s.article",
        given,
        "s.first_seen, f.url",
    )
    return [
        Carried(
            articles[number],
            (
                *(_revision(row) for row in states.get(number, ())),
                _current(articles[number], current[number][0], len(states.get(number, ())) + 1),
            ),
            tuple(replace(reading_of(row), capture=None) for row in readings.get(number, ())),
            tuple(
                Shown(
                    row["url"],
                    row["outlet"],
                    required_time(row["first_seen"]),
                    required_time(row["last_seen"]),
                    row["title_hash"],
                    row["summary_hash"],
                )
                for row in shown.get(number, ())
            ),
            tuple(row["url"] for row in addresses.get(number, ())),
        )
        for number in ids
        if number in articles
    ]


def _rows(connection: Connection, select: str, ids: str, order: str | None = None) -> dict[int, list[Row]]:
    """Rows by article. `select` ends with the column the ids are compared with."""
    found: dict[int, list[Row]] = {}
    by = f" ORDER BY {order}" if order else ""
    for row in connection.execute(f"{select} IN {NUMBERS}{by}", (ids,)):
        found.setdefault(row["article"], []).append(row)
    return found


def _revision(row: Row) -> Revision:
    body = zlib.decompress(row["body_zlib"]).decode() if row["body_zlib"] is not None else None
    seen = required_time(row["seen_at"])
    return Revision(row["article"], row["number"], seen, row["title"], body, row["summary"], row["sha256"])


def _current(article: Article, row: Row, number: int) -> Revision:
    return Revision(
        row["article"],
        number,
        required_time(row["text_seen_at"]),
        article.title,
        article.body,
        article.summary,
        row["text_sha256"],
    )


# --- in ------------------------------------------------------------------------------------------------------------


def _take(connection: Connection, one: Carried) -> _Outcome:
    columns = article_columns(one.article)
    columns["canonical"] = canonical_url(one.article.url)
    old = find(connection, columns["canonical"])
    if old is None:
        article = insert(connection, columns, datetime.now(UTC))
        if one.states:
            _put_history(connection, article, one)
        _put_shown(connection, article, one)
        return "new"
    outcome = _meet(connection, old, columns, one)
    added = _put_shown(connection, old["id"], one)
    return "updated" if outcome == "unchanged" and added else outcome


def _meet(connection: Connection, old: Row, columns: Columns, one: Carried) -> _Outcome:
    """What is given of an article that is held: what was missing is filled; its text only where it continues ours."""
    missing = {
        name: value for name, value in columns.items() if name not in _OURS and value is not None and old[name] is None
    }
    held, given = _held(connection, old), [_digest(state) for state in one.states]
    if not given or held == given or _is_among(given, held):
        return "updated" if _change(connection, old, missing) else "unchanged"
    if not _is_among([digest for digest, has_body in _with_bodies(connection, old, held) if has_body], given):
        _change(connection, old, missing)
        return "kept"
    changes = replacing(dict(old), columns)
    changes |= {name: columns[name] for name in TEXT if columns[name] != old[name] and columns[name] is not None}
    _change(connection, old, missing | changes)
    _put_history(connection, old["id"], one)
    return "updated"


def _change(connection: Connection, old: Row, changes: Columns) -> bool:
    if not changes:
        return False
    change(connection, old, changes, required_time(old["text_seen_at"]), revised=False)
    connection.execute("UPDATE articles SET text_seen_at = ? WHERE id = ?", (old["text_seen_at"], old["id"]))
    return True


def _held(connection: Connection, old: Row) -> list[str]:
    rows = connection.execute("SELECT sha256 FROM revisions WHERE article = ? ORDER BY number", (old["id"],))
    return [*(row["sha256"] for row in rows), old["text_sha256"]]


def _with_bodies(connection: Connection, old: Row, held: list[str]) -> list[tuple[str, bool]]:
    """States that are held; what a feed alone said is completed by a page, and is then no state of its own."""
    rows = connection.execute(
        "SELECT body_zlib IS NOT NULL AS has FROM revisions WHERE article = ? ORDER BY number", (old["id"],)
    )
    return list(zip(held, [*(bool(row["has"]) for row in rows), old["body"] is not None], strict=True))


def _is_among(some: Sequence[str], all_of: Sequence[str]) -> bool:
    """Whether `some` stand in `all_of`, in their order."""
    rest = iter(all_of)
    return all(digest in rest for digest in some)


def _digest(state: Revision) -> str:
    title, summary, body = (storable(text) for text in (state.title, state.summary or None, state.body or None))
    return text_sha256(title, summary, body)


def _put_history(connection: Connection, article: int, one: Carried) -> None:
    connection.execute("DELETE FROM revisions WHERE article = ?", (article,))
    *earlier, current = one.states
    for number, state in enumerate(earlier, start=1):
        body = storable(state.body or None)
        connection.execute(
            "INSERT INTO revisions (article, number, seen_at, title, summary, body_zlib, sha256)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                article,
                number,
                required_time_text(state.seen_at),
                storable(state.title),
                storable(state.summary or None),
                zlib.compress(body.encode(), 6) if body is not None else None,
                _digest(state),
            ),
        )
    connection.execute(
        "UPDATE articles SET text_seen_at = ? WHERE id = ?", (required_time_text(current.seen_at), article)
    )
    for reading in one.readings:
        if reading.number <= len(one.states):
            known = reading_row(connection, article, reading.number)
            if known is None:
                put_reading(connection, replace(reading, article=article, capture=None))


def _put_shown(connection: Connection, article: int, one: Carried) -> int:
    """The feeds that showed it, and its other addresses; how many rows that changed."""
    changed = 0
    for shown in one.shown:
        connection.execute(
            "INSERT INTO feeds (url, outlet) VALUES (?, ?) ON CONFLICT DO NOTHING", (shown.feed, shown.outlet)
        )
        values: dict[str, Any] = {
            "article": article,
            "feed": shown.feed,
            "first": required_time_text(shown.first_seen),
            "last": required_time_text(shown.last_seen),
            "title": shown.title_hash,
            "summary": shown.summary_hash,
        }
        changed += connection.execute(
            "INSERT INTO sightings (article, feed, first_seen, last_seen, title_hash, summary_hash)"
            " SELECT :article, id, :first, :last, :title, :summary FROM feeds WHERE url = :feed"
            " ON CONFLICT (article, feed) DO UPDATE SET"
            " first_seen = min(sightings.first_seen, excluded.first_seen),"
            " last_seen = max(sightings.last_seen, excluded.last_seen)"
            " WHERE sightings.first_seen > excluded.first_seen OR sightings.last_seen < excluded.last_seen",
            values,
        ).rowcount
    for url in one.addresses:
        changed += connection.execute(
            "INSERT INTO addresses (url, article) SELECT :url, :article"
            " WHERE NOT EXISTS (SELECT 1 FROM articles WHERE canonical = :url) ON CONFLICT DO NOTHING",
            {"url": storable(url), "article": article},
        ).rowcount
    return changed
