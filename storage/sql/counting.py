"""How many articles match, and by what: outlet, day, person, language, topic.

Exact up to 5 % of all articles. Beyond that about 20,000 matches, evenly spread over the store, are looked at and the
counts multiplied: the answer says so.
"""

# ruff: noqa: S608 - statements are put together from names in this package; values are always bound.
from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from storage.asking import Count, Counts, DayCount, Facet, Timeline
from storage.model import Query
from storage.sql.connection import NUMBERS, Connection
from storage.sql.matching import Filter, Plan, highest_id, id_range, plan

_EXACT_SHARE = 20  # one of so many articles: 5 %
_EXACT_AT_LEAST = 20_000
_SAMPLE = 20_000

# facet -> what is counted, what it is joined to ({id}: of the article), and whether that needs a row of `articles`.
# NULL stands for articles without any.
_VALUES: dict[Facet, tuple[str, str, bool]] = {
    "outlet": ("a.outlet", "", True),
    "day": ("substr(a.dated_at, 1, 10)", "", True),
    "month": ("substr(a.dated_at, 1, 7)", "", True),
    "language": ("a.language", "", True),
    "access": ("a.access", "", True),
    "topic": ("t.topic", "LEFT JOIN article_topics AS t ON t.article = {id}", False),
    "person": (
        "coalesce(p.merged_into, p.id)",
        "LEFT JOIN byline_people AS b ON b.article = {id} LEFT JOIN people AS p ON p.id = b.person",
        False,
    ),
}
# A crawl takes outlets in turn, so every tenth article might be of one outlet: samples are scattered by Knuth's
# multiplicative hash, whose high bits are the scattered ones. Of a list of matches it chooses; of all articles, one is
# taken out of each row of so many.
_SCATTERED = "{} * 2654435761 & 4294967295"
_SPREAD = (
    "(WITH RECURSIVE rows (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM rows WHERE i < ?)"
    f" SELECT i * ? + (({_SCATTERED.format('i')}) >> 8) % ? AS id FROM rows) AS n"
)
_OF_MANY = ("topic", "person")  # an article may have several: the sum over them is not the number of articles
_IN_ORDER = ("day", "month")


def count_by(connection: Connection, query: Query, facet: Facet, limit: int | None) -> Counts:
    """Articles that match by a facet, most first; days and months in order."""
    if facet not in _VALUES:
        raise ValueError(f"articles can be counted by {', '.join(_VALUES)}, not by {facet!r}")
    planned = plan(connection, query)
    parsed = planned.parsed
    if planned.empty:
        return Counts(facet, (), 0, True, parsed.understood, parsed.notes)
    every, _ = _every(connection, planned)
    value, join, with_article = _VALUES[facet]
    source = _source(connection, planned, every, with_article=with_article)
    number = f"count(DISTINCT {source.id})" if facet == "person" else "count(*)"
    rows = connection.execute(
        f"SELECT {value} AS value, {number} AS articles FROM {source.tables} {join.format(id=source.id)} {source.where}"
        f" GROUP BY value ORDER BY {'value' if facet in _IN_ORDER else 'articles DESC, value'}",
        source.values,
    ).fetchall()
    if facet in _OF_MANY:
        total = _total(connection, planned, source, every)
    else:
        total = sum(row["articles"] for row in rows) * every
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


def _total(connection: Connection, planned: Plan, source: _Source, every: int) -> int:
    """How many match. Where only words choose, counting them all in the index costs no more than counting a sample."""
    if every == 1 or planned.filter.conditions:
        return source.count(connection) * every
    if planned.match is None:
        return highest_id(connection)
    return _source(connection, planned, 1, with_article=False).count(connection)


def timeline(connection: Connection, query: Query) -> Timeline:
    """Articles that match by day and outlet."""
    planned = plan(connection, query)
    if planned.empty:
        return Timeline((), 0)
    every, _ = _every(connection, planned)
    source = _source(connection, planned, every)
    rows = connection.execute(
        f"SELECT substr(a.dated_at, 1, 10) AS day, a.outlet AS outlet, count(*) AS articles FROM {source.tables}"
        f" {source.where} GROUP BY day, a.outlet ORDER BY day, a.outlet",
        source.values,
    ).fetchall()
    days = tuple(DayCount(date.fromisoformat(row["day"]), row["outlet"], row["articles"] * every) for row in rows)
    return Timeline(days, sum(day.articles for day in days), every == 1)


def total(connection: Connection, planned: Plan, guess: int | None) -> tuple[int, bool]:
    """How many articles match, and whether all were counted. `guess`: how many the words alone find, if known."""
    if not planned.filter.conditions:
        held = highest_id(connection)
        about = held if planned.match is None else guess
        if about is None:
            about = connection.dialect.estimate(connection, planned.match or "")
        if about > _limit(connection):
            return min(about, held), False
    every, size = _every(connection, planned, guess)
    if every == 1 and size is not None:
        return size, True
    return _source(connection, planned, every, with_article=False).count(connection) * every, every == 1


@dataclass(frozen=True, slots=True)
class _Source:
    """The matches, or an even sample of them, as SQL: what follows FROM, conditions and values, and an article's id."""

    tables: str
    where: str
    values: tuple[object, ...]
    id: str = "a.id"

    def count(self, connection: Connection) -> int:
        count: int = connection.execute(f"SELECT count(*) FROM {self.tables} {self.where}", self.values).fetchone()[0]
        return count


def _limit(connection: Connection) -> int:
    return max(highest_id(connection) // _EXACT_SHARE, _EXACT_AT_LEAST)


def _every(connection: Connection, planned: Plan, guess: int | None = None) -> tuple[int, int | None]:
    """Of how many matches one is looked at: 1 where they are at most 5 % of all. And their number, where counted."""
    most = _limit(connection)
    size: int | None = None
    if planned.match is not None:
        about = guess if guess is not None else connection.dialect.estimate(connection, planned.match)
        bounds = id_range(connection, planned.filter) if about > most else None
        if bounds is not None:
            about = min(about, bounds[1] - bounds[0] + 1)
    else:
        source = _source(connection, planned, 1)
        size = connection.execute(
            f"SELECT count(*) FROM (SELECT 1 FROM {source.tables} {source.where} LIMIT ?) AS matched",
            (*source.values, most + 1),
        ).fetchone()[0]
        about = highest_id(connection) if size > most else size
    return (1, size) if about <= most else (max(2, about // _SAMPLE), None)


def _source(connection: Connection, planned: Plan, every: int, *, with_article: bool = True) -> _Source:
    """The matches, or one in `every` of them. `with_article`: columns of `articles AS a` are asked for."""
    dialect = connection.dialect
    chosen = planned.filter
    if planned.match is None:
        if every > 1:
            spread = (highest_id(connection) // every, every, every)
            return _Source(_SPREAD + dialect.joined.format("n.id"), chosen.where(), spread + chosen.values)
        if (
            dialect.listed
            and len(chosen.conditions) == 1
            and chosen.conditions[0].startswith(f"{dialect.listed}a.id IN")
        ):
            # All of a topic are counted: each is looked up after all, but in the narrow index.
            alone = Filter((chosen.conditions[0].removeprefix(dialect.listed),), chosen.values)
            return _Source(dialect.narrow, alone.where(), alone.values)
        return _Source("articles AS a" if chosen.conditions else dialect.narrow, chosen.where(), chosen.values)
    bounds = id_range(connection, chosen)
    if bounds is not None:
        chosen = Filter((f"{dialect.matched} BETWEEN ? AND ?",), bounds) + chosen
    if every > 1:
        chosen = Filter((f"({_SCATTERED.format(dialect.matched)}) < ?",), (2**32 // every,)) + chosen
    joined = dialect.joined.format(dialect.matched) if with_article or planned.filter.conditions else ""
    where = chosen.where(dialect.matches)
    return _Source(f"article_search AS s{joined}", where, (planned.match, *chosen.values), dialect.matched)


def _labels(connection: Connection, facet: Facet, values: list[object]) -> dict[object, str]:
    """What to show for a value, where that is not the value."""
    if facet == "outlet":
        rows = connection.execute("SELECT id, name FROM outlets").fetchall()
    elif facet == "person":
        ids = str([value for value in values if value is not None])
        rows = connection.execute(f"SELECT id, name FROM people WHERE id IN {NUMBERS}", (ids,)).fetchall()
    else:
        return {}
    return {row["id"]: row["name"] for row in rows}
