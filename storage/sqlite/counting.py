"""How many articles match, and by what: outlet, day, person, language, topic.

Exact up to 5 % of all articles. Beyond that about 20,000 matches, evenly spread over the store, are looked at and the
counts multiplied: the answer says so.
"""

# ruff: noqa: S608 - statements are put together from names in this package; values are always bound.
from __future__ import annotations

import sqlite3
from datetime import date

from storage.asking import Count, Counts, DayCount, Facet, Timeline
from storage.model import Query
from storage.sqlite.matching import NARROW, Filter, Plan, estimate, highest_id, id_range, plan

_EXACT_SHARE = 20  # one of so many articles: 5 %
_EXACT_AT_LEAST = 20_000
_SAMPLE = 20_000

# facet -> what is counted, and what it is joined to; NULL stands for articles without any
_VALUES: dict[Facet, tuple[str, str]] = {
    "outlet": ("a.outlet", ""),
    "day": ("substr(a.dated_at, 1, 10)", ""),
    "month": ("substr(a.dated_at, 1, 7)", ""),
    "language": ("a.language", ""),
    "access": ("a.access", ""),
    "topic": ("t.topic", "LEFT JOIN article_topics AS t ON t.article = a.id"),
    "person": (
        "coalesce(p.merged_into, p.id)",
        "LEFT JOIN byline_people AS b ON b.article = a.id LEFT JOIN people AS p ON p.id = b.person",
    ),
}
_IN_ORDER = ("day", "month")


def count_by(connection: sqlite3.Connection, query: Query, facet: Facet, limit: int | None) -> Counts:
    """Articles that match by a facet, most first; days and months in order."""
    if facet not in _VALUES:
        raise ValueError(f"articles can be counted by {', '.join(_VALUES)}, not by {facet!r}")
    planned = plan(connection, query)
    parsed = planned.parsed
    if planned.empty:
        return Counts(facet, (), 0, True, parsed.understood, parsed.notes)
    every, _ = _every(connection, planned)
    value, join = _VALUES[facet]
    source, values = _source(connection, planned, every)
    distinct = "count(DISTINCT a.id)" if facet == "person" else "count(*)"
    rows = connection.execute(
        f"SELECT {value} AS value, {distinct} AS articles FROM {source[0]} {join} {source[1]}"
        f" GROUP BY value ORDER BY {'value' if facet in _IN_ORDER else 'articles DESC, value'}",
        values,
    ).fetchall()
    total = sum(row["articles"] for row in rows) * every if facet not in ("topic", "person") else None
    if total is None:
        total = connection.execute(f"SELECT count(*) FROM {source[0]} {source[1]}", values).fetchone()[0] * every
    kept = rows[:limit] if limit is not None else rows
    names = _labels(connection, facet, [row["value"] for row in kept])
    counts = tuple(
        Count(
            "" if row["value"] is None else str(row["value"]),
            names.get(row["value"], "" if row["value"] is None else str(row["value"])),
            row["articles"] * every,
        )
        for row in kept
    )
    return Counts(facet, counts, total, every == 1, parsed.understood, parsed.notes)


def timeline(connection: sqlite3.Connection, query: Query) -> Timeline:
    """Articles that match by day and outlet."""
    planned = plan(connection, query)
    if planned.empty:
        return Timeline((), 0)
    every, _ = _every(connection, planned)
    source, values = _source(connection, planned, every)
    rows = connection.execute(
        f"SELECT substr(a.dated_at, 1, 10) AS day, a.outlet AS outlet, count(*) AS articles FROM {source[0]}"
        f" {source[1]} GROUP BY day, a.outlet ORDER BY day, a.outlet",
        values,
    ).fetchall()
    days = tuple(DayCount(date.fromisoformat(row["day"]), row["outlet"], row["articles"] * every) for row in rows)
    return Timeline(days, sum(day.articles for day in days), every == 1)


def total(connection: sqlite3.Connection, planned: Plan, guess: int | None) -> tuple[int, bool]:
    """How many articles match, and whether all were counted. `guess`: how many the words alone find, if known."""
    if planned.match is not None and not planned.filter.conditions and guess is not None and guess > _limit(connection):
        return guess, False
    every, size = _every(connection, planned, guess)
    if every == 1 and size is not None:
        return size, True
    source, values = _source(connection, planned, every)
    count: int = connection.execute(f"SELECT count(*) FROM {source[0]} {source[1]}", values).fetchone()[0]
    return count * every, every == 1


def _limit(connection: sqlite3.Connection) -> int:
    return max(highest_id(connection) // _EXACT_SHARE, _EXACT_AT_LEAST)


def _every(connection: sqlite3.Connection, planned: Plan, guess: int | None = None) -> tuple[int, int | None]:
    """Of how many matches one is looked at: 1 where they are at most 5 % of all. And their number, where counted."""
    most = _limit(connection)
    size: int | None = None
    if planned.match is not None:
        about = guess if guess is not None else estimate(connection, planned.match)
        bounds = id_range(connection, planned.filter) if about > most else None
        if bounds is not None:
            about = min(about, bounds[1] - bounds[0] + 1)
    else:
        source, values = _source(connection, planned, 1)
        size = connection.execute(
            f"SELECT count(*) FROM (SELECT 1 FROM {source[0]} {source[1]} LIMIT ?)", (*values, most + 1)
        ).fetchone()[0]
        about = highest_id(connection) if size > most else size
    return (1, size) if about <= most else (max(2, about // _SAMPLE), None)


def _source(connection: sqlite3.Connection, planned: Plan, every: int) -> tuple[tuple[str, str], tuple[object, ...]]:
    """FROM and WHERE of the matches, or of one in `every` of them, as `a`; and their values."""
    chosen = planned.filter
    if planned.match is None:
        if every > 1:
            chosen = Filter(("a.id % ? = 0",), (every,)) + chosen
        return (NARROW if every > 1 or not chosen.conditions else "articles AS a", chosen.where()), chosen.values
    bounds = id_range(connection, chosen)
    if bounds is not None:
        chosen = Filter(("s.rowid BETWEEN ? AND ?",), bounds) + chosen
    if every > 1:
        chosen = Filter(("s.rowid % ? = 0",), (every,)) + chosen
    source = f"article_search AS s CROSS JOIN {NARROW} ON a.id = s.rowid"
    return (source, chosen.where("article_search MATCH ?")), (planned.match, *chosen.values)


def _labels(connection: sqlite3.Connection, facet: Facet, values: list[object]) -> dict[object, str]:
    """What to show for a value, where that is not the value."""
    if facet == "outlet":
        rows = connection.execute("SELECT id, name FROM outlets").fetchall()
    elif facet == "person":
        ids = str([value for value in values if value is not None])
        rows = connection.execute(
            "SELECT id, name FROM people WHERE id IN (SELECT value FROM json_each(?))", (ids,)
        ).fetchall()
    else:
        return {}
    return {row["id"]: row["name"] for row in rows}
