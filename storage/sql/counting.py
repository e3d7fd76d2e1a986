"""How many articles match, and by what: outlet, day, person, language, topic.

Exact up to 5 % of all articles, and where only days, outlets and languages choose, of which SQLite keeps count as it
writes. Beyond that about 20,000 matches, evenly spread over the store, are looked at and the counts multiplied: the
answer says so.
"""

# ruff: noqa: S608 - statements are put together from names in this package; values are always bound.
from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from storage.asking import Count, Counts, DayCount, Facet, Overview, Timeline
from storage.model import Query
from storage.sql.connection import NUMBERS, Connection
from storage.sql.matching import Filter, Plan, highest_id, id_range, listed_alone, plan

_EXACT_SHARE = 20  # one of so many articles: 5 %
_EXACT_AT_LEAST = 20_000
_SAMPLE = 20_000
_MOST_LISTED = 300_000  # topics of articles, for all of them to be counted

# facet -> what is counted, what it is joined to ({id}: of the article), and whether that needs a row of `articles`.
# NULL stands for articles without any. People are counted by the rows of `people` that bylines point to.
_VALUES: dict[Facet, tuple[str, str, bool]] = {
    "outlet": ("a.outlet", "", True),
    "day": ("substr(a.dated_at, 1, 10)", "", True),
    "month": ("substr(a.dated_at, 1, 7)", "", True),
    "language": ("a.language", "", True),
    "access": ("a.access", "", True),
    "topic": ("t.topic", "LEFT JOIN article_topics AS t ON t.article = {id}", False),
    "person": ("b.person", "LEFT JOIN byline_people AS b ON b.article = {id}", False),
}
# A crawl takes outlets in turn, so every tenth article might be of one outlet: samples are scattered by Knuth's
# multiplicative hash, whose high bits are the scattered ones. Of a list of matches it chooses; of all articles, one is
# taken out of each row of so many.
_SCATTERED = "{} * 2654435761 & 4294967295"
_SPREAD = (
    "(WITH RECURSIVE rows (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM rows WHERE i < ?)"
    f" SELECT i * ? + (({_SCATTERED.format('i')}) >> 8) % ? AS id FROM rows) AS n"
)
# The same of the counts that a database keeps (`Dialect.by_day`), and how conditions on articles read there.
_READ: dict[Facet, str] = {facet: value for facet, (value, _, _) in _VALUES.items()}
_KEPT: dict[Facet, str] = {"day": "c.day", "outlet": "c.outlet", "language": "c.language"}
_AS_KEPT = {"coalesce(a.language, '')": "c.language", "a.dated_at": "c.day", "a.outlet": "c.outlet"}
_KEPT_CONDITION = re.compile(r"false|a\.dated_at (?:>=|<) \?|(?:a\.outlet|coalesce\(a\.language, ''\)) IN \([?, ]+\)")
_OF_DAY: dict[Facet, tuple[int]] = {"day": (10,), "month": (7,)}  # so many characters of a day
_OF_MANY = ("topic", "person")  # an article may have several: the sum over them is not the number of articles
_IN_ORDER = ("day", "month")


def count_by(connection: Connection, query: Query, facet: Facet, limit: int | None) -> Counts:
    """Articles that match by a facet, most first; days and months in order."""
    if facet not in _VALUES:
        raise ValueError(f"articles can be counted by {', '.join(_VALUES)}, not by {facet!r}")
    planned = plan(connection, query)
    if planned.empty:
        return _nothing(facet, planned)
    if facet not in _OF_MANY and _kept(connection, planned, (facet,)) is not None:
        return _overview(connection, planned, (facet,), limit).counts[facet]
    every, _ = _every(connection, planned)
    if facet in _OF_MANY:
        return _of_many(connection, planned, every, facet, None, limit)
    tally = _tally(connection, planned, every, facet)
    return _counts(connection, planned, every, facet, tally, tally.total() * every, limit)


def overview(connection: Connection, query: Query, facets: Sequence[Facet], limit: int | None) -> Overview:
    """Counts by several facets and the time line; what they have in common is asked for once."""
    planned = plan(connection, query)
    if planned.empty:
        return Overview({facet: _nothing(facet, planned) for facet in facets}, Timeline((), 0))
    return _overview(connection, planned, facets, limit)


def _overview(connection: Connection, planned: Plan, facets: Sequence[Facet], limit: int | None) -> Overview:
    kept = _kept(connection, planned, facets)
    sampled = 1 if kept is not None and not set(facets) & set(_OF_MANY) else _every(connection, planned)[0]
    every = 1 if kept is not None else sampled
    source = kept or _source(connection, planned, every)
    columns: list[Facet] = ["day", "outlet", *(facet for facet in ("language", "access") if facet in facets)]
    read, number = (_KEPT, "sum(c.articles)") if kept is not None else (_READ, "count(*)")
    cells = connection.execute(
        f"SELECT {', '.join(read[column] for column in columns)}, {number} FROM {source.tables} {source.where}"
        f" GROUP BY {', '.join(str(place) for place in range(1, len(columns) + 1))} ORDER BY 1, 2",
        source.values,
    ).fetchall()
    by_day: Counter[tuple[str, str]] = Counter()
    tallies: dict[Facet, Counter[Any]] = {facet: Counter() for facet in facets if facet not in _OF_MANY}
    for row in cells:
        by_day[row[0], row[1]] += row[-1]
    for place, facet in enumerate(columns[2:], 2):
        for row in cells:
            tallies[facet][row[place] or None] += row[-1]
    for facet, cut in ((facet, slice(*place)) for facet, place in _OF_DAY.items() if facet in tallies):
        for (day, _), articles in by_day.items():
            tallies[facet][day[cut]] += articles
    if "outlet" in tallies:
        for (_, outlet), articles in by_day.items():
            tallies["outlet"][outlet] += articles
    total = by_day.total() * every
    counts: dict[Facet, Counts] = {}
    for facet in facets:
        if facet in _OF_MANY:
            counts[facet] = _of_many(connection, planned, sampled, facet, total, limit)
        else:
            counts[facet] = _counts(connection, planned, every, facet, tallies[facet], total, limit)
    dates = {day: date.fromisoformat(day) for day in {day for day, _ in by_day}}
    days = tuple([DayCount(dates[day], outlet, articles * every) for (day, outlet), articles in by_day.items()])
    return Overview(counts, Timeline(days, total, every == 1))


def _of_many(
    connection: Connection, planned: Plan, every: int, facet: Facet, total: int | None, limit: int | None
) -> Counts:
    """Counts by topic or person; `total` None: how many match is not known yet."""
    if every > 1 and facet == "topic" and planned.match is None and not planned.filter.conditions:
        listed = connection.execute(
            "SELECT count(*) FROM (SELECT 1 FROM article_topics LIMIT ?) AS listed", (_MOST_LISTED + 1,)
        ).fetchone()[0]
        if listed <= _MOST_LISTED:  # they stand in order: all of them take less time than a sample of the articles
            held = total if total is not None else _total(connection, planned, every)
            tally: Counter[Any] = Counter(
                dict(connection.execute("SELECT topic, count(*) FROM article_topics GROUP BY topic").fetchall())
            )
            about = connection.execute("SELECT count(DISTINCT article) FROM article_topics").fetchone()[0]
            if held > about:
                tally[None] = held - about
            return _counts(connection, planned, 1, facet, tally, held, limit)
    tally = _tally(connection, planned, every, facet)
    return _counts(
        connection, planned, every, facet, tally, _total(connection, planned, every) if total is None else total, limit
    )


def timeline(connection: Connection, query: Query) -> Timeline:
    """Articles that match by day and outlet."""
    return overview(connection, query, (), None).timeline


def _nothing(facet: Facet, planned: Plan) -> Counts:
    return Counts(facet, (), 0, True, planned.parsed.understood, planned.parsed.notes)


def _tally(connection: Connection, planned: Plan, every: int, facet: Facet) -> Counter[Any]:
    """Values of a facet, and how many of the articles that are looked at have each."""
    value, join, with_article = _VALUES[facet]
    source = _source(connection, planned, every, with_article=with_article)
    number = f"count(DISTINCT {source.id})" if facet == "person" else "count(*)"
    rows = connection.execute(
        f"SELECT {value} AS value, {number} AS articles FROM {source.tables} {join.format(id=source.id)} {source.where}"
        " GROUP BY 1",
        source.values,
    )
    tally: Counter[Any] = Counter({row["value"]: row["articles"] for row in rows})
    return _as_persons(connection, source, tally) if facet == "person" else tally


def _as_persons(connection: Connection, source: _Source, tally: Counter[Any]) -> Counter[Any]:
    """Counts by rows of `people` as counts by person. Rows that somebody merged are one, and an article may be signed
    by two of them: only these few are counted again."""
    merged = dict(
        connection.execute(
            "SELECT id, coalesce(merged_into, id) FROM people"
            " WHERE coalesce(merged_into, id) IN (SELECT merged_into FROM people WHERE merged_into IS NOT NULL)"
        ).fetchall()
    )
    again = [number for number in tally if number in merged]
    if not again:
        return tally
    rows = connection.execute(
        f"SELECT coalesce(p.merged_into, p.id) AS value, count(DISTINCT {source.id}) AS articles FROM {source.tables}"
        f" JOIN byline_people AS b ON b.article = {source.id} JOIN people AS p ON p.id = b.person {source.where}"
        f" {'AND' if source.where else 'WHERE'} b.person IN {NUMBERS} GROUP BY 1",
        (*source.values, str(again)),
    )
    counted = {row["value"]: row["articles"] for row in rows}
    return Counter({number: articles for number, articles in tally.items() if number not in merged} | counted)


def _counts(
    connection: Connection,
    planned: Plan,
    every: int,
    facet: Facet,
    tally: Counter[Any],
    total: int,
    limit: int | None,
) -> Counts:
    """A facet for people to read: the values in order, with their names."""
    if facet in _IN_ORDER:
        ordered = sorted(tally.items())
    else:
        ordered = sorted(tally.items(), key=lambda pair: (-pair[1], pair[0] is not None, pair[0]))
    kept = ordered[:limit] if limit is not None else ordered
    names = _labels(connection, facet, [value for value, _ in kept])
    counts = []
    for value, articles in kept:
        written = "" if value is None else str(value)
        label, outlets = names.get(value, (written, ()))
        counts.append(Count(written, label, articles * every, outlets))
    return Counts(facet, tuple(counts), total, every == 1, planned.parsed.understood, planned.parsed.notes)


def _total(connection: Connection, planned: Plan, every: int) -> int:
    """How many match. Where only words choose, counting them all in the index costs no more than counting a sample."""
    if every == 1 or planned.filter.conditions:
        return _source(connection, planned, every, with_article=False).count(connection) * every
    if planned.match is None:
        return total(connection, planned, None)[0]
    return _source(connection, planned, 1, with_article=False).count(connection)


def total(connection: Connection, planned: Plan, guess: int | None) -> tuple[int, bool]:
    """How many articles match, and whether all were counted. `guess`: how many the words alone find, if known."""
    if (kept := _kept(connection, planned, ())) is not None:
        counted = connection.execute(f"SELECT sum(c.articles) FROM {kept.tables} {kept.where}", kept.values).fetchone()
        return counted[0] or 0, True
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


def _kept(connection: Connection, planned: Plan, facets: Sequence[Facet]) -> _Source | None:
    """Counts by day, outlet and language that the database keeps as articles are written, where nothing else chooses
    and nothing else is asked for but topics and people; None where it keeps none."""
    table = connection.dialect.by_day
    if table is None or planned.match is not None or "access" in facets:
        return None
    given = iter(planned.filter.values)
    chosen = Filter()
    for condition in planned.filter.conditions:
        if not _KEPT_CONDITION.fullmatch(condition):
            return None
        values = tuple(next(given) for _ in range(condition.count("?")))
        if condition.startswith("a.dated_at"):
            day, _, time = str(values[0]).partition(" ")
            if time != "00:00:00":
                return None
            values = (day,)
        for column, kept in _AS_KEPT.items():
            condition = condition.replace(column, kept)
        chosen += Filter((condition,), values)
    return _Source(table, chosen.where(), chosen.values)


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
        source = _source(connection, planned, 1, with_article=False)
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
        if (ids := listed_alone(chosen)) is not None:
            # All of a topic or a person: each is looked up in the narrow index, and only where its columns are asked.
            joined = dialect.joined.format("n.id") if with_article else ""
            return _Source(f"(SELECT DISTINCT article AS id FROM {ids}) AS n{joined}", "", chosen.values, "n.id")
        return _Source("articles AS a" if chosen.conditions else dialect.narrow, chosen.where(), chosen.values)
    bounds = id_range(connection, chosen)
    if bounds is not None:
        chosen = Filter((f"{dialect.matched} BETWEEN ? AND ?",), bounds) + chosen
    if every > 1:
        chosen = Filter((f"({_SCATTERED.format(dialect.matched)}) < ?",), (2**32 // every,)) + chosen
    chosen = Filter(tuple(map(dialect.in_index, chosen.conditions)), chosen.values)
    of_article = with_article or any("a." in condition for condition in chosen.conditions)
    joined = dialect.joined.format(dialect.matched) if of_article else ""
    where = chosen.where(dialect.matches)
    return _Source(f"article_search AS s{joined}", where, (planned.match, *chosen.values), dialect.matched)


def _labels(connection: Connection, facet: Facet, values: list[object]) -> dict[object, tuple[str, tuple[str, ...]]]:
    """What to show for a value, where that is not the value; and of a person the outlets."""
    if facet == "outlet":
        return {row["id"]: (row["name"], ()) for row in connection.execute("SELECT id, name FROM outlets")}
    if facet != "person":
        return {}
    ids = str([value for value in values if value is not None])
    found: dict[object, tuple[str, tuple[str, ...]]] = {}
    for row in connection.execute(
        "SELECT coalesce(merged_into, id) AS person, id, name, outlet FROM people"
        f" WHERE coalesce(merged_into, id) IN {NUMBERS} ORDER BY 1, outlet",
        (ids,),
    ):
        name, outlets = found.get(row["person"], ("", ()))
        name = row["name"] if row["id"] == row["person"] else name
        found[row["person"]] = (name, outlets if row["outlet"] in outlets else (*outlets, row["outlet"]))
    return found
