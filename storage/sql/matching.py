"""A query as SQL: what goes to the full-text index, and what are conditions on `articles AS a`.

The words of a query are letters and digits by the time they reach an index, so nothing a person types is syntax there.
"""

# ruff: noqa: S608 - statements are put together from names in this package; values are always bound.
from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from storage.model import Query
from storage.query_language import All, Any, Between, Field, Node, Not, Parsed, Text, parse, wanted
from storage.sql.connection import Connection, Dialect
from storage.sql.outlets import outlet_ids
from storage.sql.people import person_ids
from storage.sql.rows import required_time_text, storable
from storage.words import Term

MOST_RANKED = 50_000  # of matches that are more than a tenth of all articles, the newest are ranked
FETCHED_BY_ID = 3_000  # articles; of more, those that come first are sought in order
_LISTED = re.compile(r"\+?a\.id IN \(SELECT article FROM ((?:article_topics|byline_people) WHERE \w+ IN \([?, ]+\))\)")
_SELECTIVE = 20_000  # articles that a time may leave, for their ids to bound the search in the index


@dataclass(frozen=True, slots=True)
class Filter:
    """SQL conditions on `articles AS a`, and their values."""

    conditions: tuple[str, ...] = ()
    values: tuple[object, ...] = ()

    def where(self, *before: str) -> str:
        """The WHERE clause, with these conditions first; "" for none."""
        conditions = (*before, *self.conditions)
        return f"WHERE {' AND '.join(conditions)}" if conditions else ""

    def __add__(self, other: Filter) -> Filter:
        return Filter(self.conditions + other.conditions, self.values + other.values)


@dataclass(frozen=True, slots=True)
class Plan:
    """A query to be run: `match` for the index (None: it is not asked), `filter` for the articles.

    `words` are the terms to mark and to rank by, with the column they are looked for in. `empty`: text was given in
    which there is nothing to look for, so nothing is found.
    """

    match: str | None
    filter: Filter
    words: tuple[Text, ...]
    parsed: Parsed
    empty: bool = False


def plan(connection: Connection, query: Query) -> Plan:
    """How to run a query."""
    parsed = parse(query.text)
    chosen = filters(connection, query)
    if parsed.tree is None:
        return Plan(None, chosen, (), parsed, parsed.asked)
    dialect = connection.dialect
    tree = _with_terms(parsed.tree, dialect.occurring(connection, [leaf.term for leaf in _texts(parsed.tree)]))
    matches: list[str] = []
    without: list[str] = []
    for part in tree.parts if isinstance(tree, All) else (tree,):
        negated = isinstance(part, Not)
        expression = in_index(dialect, part.part if isinstance(part, Not) else part)
        if expression is None:
            chosen += _condition(connection, part)
        else:
            (without if negated else matches).append(expression)
    match = dialect.all_of(matches) if matches else None
    if match is None:
        for expression in without:
            chosen += Filter((f"NOT ({dialect.holds})",), (expression,))
    elif without:
        match = dialect.but_not(match, without)
    return Plan(match, chosen, tuple(dict.fromkeys(wanted(tree))), parsed)


def filters(connection: Connection, query: Query) -> Filter:
    """The conditions of a query's fields other than its text."""
    chosen = Filter()
    outlets = outlet_ids(connection, query.outlets)
    if outlets is not None:
        chosen += _among("a.outlet IN ({})", outlets)
    if query.people:
        chosen += _signed_by(connection, query.people)
    if query.topics:
        chosen += _about(connection, query.topics)
    if query.since is not None:
        chosen += Filter(("a.dated_at >= ?",), (required_time_text(query.since),))
    if query.until is not None:
        chosen += Filter(("a.dated_at < ?",), (required_time_text(query.until),))
    return chosen


def in_index(dialect: Dialect, node: Node) -> str | None:
    """A tree as an expression of the index; None where it asks for more than words that are there."""
    match node:
        case Text(term=term, column=column):
            return dialect.term(term, column)
        case Any(parts=parts):
            either = [in_index(dialect, part) for part in parts]
            known = [expression for expression in either if expression is not None]
            return dialect.any_of(known) if len(known) == len(either) else None
        case All(parts=parts):
            positive = [in_index(dialect, part) for part in parts if not isinstance(part, Not)]
            negative = [in_index(dialect, part.part) for part in parts if isinstance(part, Not)]
            if not positive or None in positive or None in negative:
                return None
            joined = dialect.all_of([expression for expression in positive if expression is not None])
            without = [expression for expression in negative if expression is not None]
            return dialect.but_not(joined, without) if without else joined
    return None


def highest_id(connection: Connection) -> int:
    """The id of the article that came last; about how many there are."""
    return int(connection.execute("SELECT max(id) FROM articles").fetchone()[0] or 0)


def id_range(connection: Connection, chosen: Filter) -> tuple[int, int] | None:
    """Between which ids the articles of a filter lie, where a time leaves few of them: the index need not be read
    beyond. None: not worth it. (1, 0) for a filter that nothing passes."""
    if not any(condition.startswith("a.dated_at") for condition in chosen.conditions):
        return None
    count, low, high = connection.execute(
        f"SELECT count(*), min(id), max(id) FROM (SELECT a.id FROM articles AS a {chosen.where()} LIMIT ?) AS matched",
        (*chosen.values, _SELECTIVE + 1),
    ).fetchone()
    if count > _SELECTIVE:
        return None
    return (low, high) if count else (1, 0)


def listed_alone(chosen: Filter) -> str | None:
    """Where articles are chosen by one list of their ids alone, a topic's or a person's: the table it is in and its
    condition, to stand after FROM, with the filter's values. None for every other filter."""
    if len(chosen.conditions) != 1:
        return None
    found = _LISTED.fullmatch(chosen.conditions[0])
    return found[1] if found else None


def _texts(node: Node) -> Iterator[Text]:
    """Every word and phrase of a tree."""
    match node:
        case Text():
            yield node
        case Not(part=part):
            yield from _texts(part)
        case All(parts=parts) | Any(parts=parts):
            for part in parts:
                yield from _texts(part)


def _with_terms(node: Node, terms: Mapping[Term, Term]) -> Node:
    """The tree with these terms in the place of others."""
    match node:
        case Text(term=term):
            return replace(node, term=terms.get(term, term))
        case Not(part=part):
            return Not(_with_terms(part, terms))
        case All(parts=parts):
            return All(tuple(_with_terms(part, terms) for part in parts))
        case Any(parts=parts):
            return Any(tuple(_with_terms(part, terms) for part in parts))
    return node


def _condition(connection: Connection, node: Node) -> Filter:
    """Any tree as one condition on `articles AS a`."""
    match node:
        case Field(name="outlet", value=value):
            return _among("a.outlet IN ({})", outlet_ids(connection, [value]) or [])
        case Field(name="by", value=value):
            return _signed_by(connection, [value])
        case Field(name="topic", value=value):
            return _about(connection, [value])
        case Field(name="lang", value=value):
            return _among("coalesce(a.language, '') IN ({})", [value])
        case Field(value=value):
            return _among("coalesce(a.access, '') IN ({})", [value])
        case Between(since=since, until=until):
            bounds = ([("a.dated_at >= ?", since)] if since else []) + ([("a.dated_at < ?", until)] if until else [])
            return Filter(
                tuple(condition for condition, _ in bounds), tuple(required_time_text(at) for _, at in bounds)
            )
        case Not(part=part):
            inner = _condition(connection, part)
            return Filter((f"NOT ({' AND '.join(inner.conditions)})",), inner.values)
        case All(parts=parts) | Any(parts=parts) if in_index(connection.dialect, node) is None:
            word = " AND " if isinstance(node, All) else " OR "
            several = [_condition(connection, part) for part in parts]
            joined = word.join(f"({' AND '.join(part.conditions)})" for part in several)
            return Filter((f"({joined})",), tuple(value for part in several for value in part.values))
    expression = in_index(connection.dialect, node)
    assert expression is not None  # noqa: S101
    return Filter((connection.dialect.holds,), (expression,))


def _signed_by(connection: Connection, names: Sequence[str]) -> Filter:
    ids = person_ids(connection, [name for name in names if not name.isdecimal()])
    for name in names:
        if name.isdecimal():
            ids += [
                row[0]
                for row in connection.execute(
                    "SELECT id FROM people WHERE coalesce(merged_into, id) ="
                    " (SELECT coalesce(merged_into, id) FROM people WHERE id = ?)",
                    (min(int(name), 2**62),),
                )
            ]
    return _among("a.id IN (SELECT article FROM byline_people WHERE person IN ({}))", ids)


def _about(connection: Connection, topics: Sequence[str]) -> Filter:
    chosen = _among("topic IN ({})", topics)
    count = connection.execute(
        f"SELECT count(*) FROM (SELECT 1 FROM article_topics {chosen.where()} LIMIT ?) AS held",
        (*chosen.values, FETCHED_BY_ID + 1),
    ).fetchone()[0]
    listed = connection.dialect.listed if count > FETCHED_BY_ID else ""
    return Filter((f"{listed}a.id IN (SELECT article FROM article_topics {chosen.where()})",), chosen.values)


def _among(template: str, values: Sequence[object]) -> Filter:
    if not values:
        return Filter(("false",))
    return Filter((template.format(", ".join("?" * len(values))),), tuple(storable(value) for value in values))
