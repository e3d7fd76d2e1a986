"""Finding articles: paging, candidates. How matches are ranked is each database's own: `Dialect.ranking`."""

# ruff: noqa: S608 - statements are put together from names in this package; values are always bound.
from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from storage.asking import Results, Sort
from storage.model import Article, Hit, Query
from storage.snippets import Snippets
from storage.sql import counting
from storage.sql.connection import NUMBERS, Connection, Found
from storage.sql.cursors import Cursor, decode, encode
from storage.sql.matching import FETCHED_BY_ID, MOST_RANKED, Filter, Plan, filters, highest_id, plan
from storage.sql.rows import SELECT_ARTICLE, article_of
from storage.words import term_of

_ALL = 2**62
_CHUNK = 500
_MOST_WORDS = 40


def search(connection: Connection, query: Query) -> list[Hit]:
    """Articles that match, best first where text is given, else newest first."""
    planned = plan(connection, query)
    if planned.empty or query.limit <= 0:
        return []
    if planned.match is None:
        return _hits(connection, planned, [(number, 0.0) for number, _ in _newest(connection, planned, query.limit)])
    return _hits(connection, planned, connection.dialect.ranking(connection, planned, None).page(0, query.limit))


def search_page(connection: Connection, query: Query, sort: Sort, cursor: str | None) -> Results:
    """A page of what `search` finds, with how the query was read. Raises ValueError for a cursor of another search."""
    planned = plan(connection, query)
    after = decode(cursor, query, sort) if cursor is not None else None
    parsed = planned.parsed
    if planned.empty:
        return Results(understood=parsed.understood, notes=parsed.notes)
    limit = max(1, query.limit)
    if planned.match is None or sort == "date":
        return _page_by_date(connection, planned, query, sort, after, limit)
    ranking = connection.dialect.ranking(connection, planned, after.as_of if after else None)
    offset = after.offset if after else 0
    found = ranking.page(offset, limit + 1)
    as_of = after.as_of if after and after.as_of is not None else highest_id(connection)
    more = Cursor(as_of=as_of, offset=offset + limit) if len(found) > limit else None
    total, exact = ranking.total()
    return Results(
        tuple(_hits(connection, planned, found[:limit])),
        total,
        exact,
        parsed.understood,
        parsed.notes,
        ranking.ranked_of,
        encode(more, query, sort) if more else None,
    )


def iterate(connection: Connection, query: Query) -> Iterator[Article]:
    """Articles that match, newest first; 8 bytes of memory for each, their text read 500 at a time."""
    for chunk in in_chunks(matching_ids(connection, query)):
        articles = articles_by_id(connection, chunk)
        yield from (articles[number] for number in chunk if number in articles)


def matching_ids(connection: Connection, query: Query, within: Filter | None = None) -> array[int]:
    """Ids of the articles that match and fulfil `within`, newest first."""
    planned = plan(connection, query)
    if planned.empty:
        return array("q")
    chosen = planned.filter + (within or Filter())
    return array("q", (number for number, _ in _newest(connection, planned, _ALL, chosen)))


def in_chunks(ids: array[int]) -> Iterator[list[int]]:
    """Ids, so many at a time as their articles may be held in memory."""
    return (list(ids[start : start + _CHUNK]) for start in range(0, len(ids), _CHUNK))


def candidates(
    connection: Connection,
    words: Sequence[str],
    query: Query,
    languages: Sequence[str],
) -> list[tuple[Article, float]]:
    """Articles that hold any of `words`, best first by bm25. `query` gives filters and limit."""
    dialect = connection.dialect
    typed = [term for word in words if (term := term_of(word)) is not None][:_MOST_WORDS]
    kept = dialect.occurring(connection, typed)
    terms = [kept.get(term, term) for term in typed]
    few = highest_id(connection) <= MOST_RANKED
    rare = [term for term in terms if few or dialect.estimate(connection, dialect.term(term)) <= MOST_RANKED]
    if not rare:
        return []
    chosen = filters(connection, replace(query, text=None))
    if languages:
        marks = ", ".join("?" * len(languages))
        chosen += Filter((f"a.language IN ({marks})",), tuple(languages))
    found = connection.dialect.ranked_by(connection, rare, chosen, query.limit)
    articles = articles_by_id(connection, [number for number, _ in found])
    return [(articles[number], score) for number, score in found if number in articles]


def document_frequencies(connection: Connection, words: Sequence[str]) -> dict[str, int]:
    """In how many articles each word stands: exact up to 1,000, beyond that estimated from the newest 1,000."""
    dialect = connection.dialect
    terms = {word: term_of(word) for word in words}
    kept = dialect.occurring(connection, [term for term in terms.values() if term is not None])
    return {
        word: dialect.estimate(connection, dialect.term(kept.get(term, term))) if term else 0
        for word, term in terms.items()
    }


def count_articles(
    connection: Connection, outlets: Sequence[str], since: datetime | None, until: datetime | None
) -> int:
    """How many articles match."""
    chosen = filters(connection, Query(outlets=tuple(outlets), since=since, until=until))
    count: int = connection.execute(f"SELECT count(*) FROM articles AS a {chosen.where()}", chosen.values).fetchone()[0]
    return count


def _newest(
    connection: Connection, planned: Plan, limit: int, chosen: Filter | None = None
) -> Iterator[tuple[int, str]]:
    chosen = planned.filter if chosen is None else chosen
    if planned.match is not None:
        dialect = connection.dialect
        most = FETCHED_BY_ID if limit != _ALL else highest_id(connection) // 10
        listed = dialect.listed if dialect.estimate(connection, planned.match) > most else ""
        chosen = Filter((listed + dialect.holds,), (planned.match,)) + chosen
    rows = connection.execute(
        f"SELECT a.id, a.dated_at FROM articles AS a {chosen.where()} ORDER BY a.dated_at DESC, a.id DESC LIMIT ?",
        (*chosen.values, limit),
    )
    return ((row[0], row[1]) for row in rows)


def _page_by_date(
    connection: Connection, planned: Plan, query: Query, sort: Sort, after: Cursor | None, limit: int
) -> Results:
    chosen = planned.filter
    if after is not None and after.dated_at is not None:
        chosen += Filter(("(a.dated_at, a.id) < (?, ?)",), (after.dated_at, after.offset))
    found = list(_newest(connection, planned, limit + 1, chosen))
    more = Cursor(offset=found[limit - 1][0], dated_at=found[limit - 1][1]) if len(found) > limit else None
    guess = connection.dialect.estimate(connection, planned.match) if planned.match is not None else None
    total, exact = counting.total(connection, planned, guess)
    return Results(
        tuple(_hits(connection, planned, [(number, 0.0) for number, _ in found[:limit]])),
        total,
        exact,
        planned.parsed.understood,
        planned.parsed.notes,
        None,
        encode(more, query, sort) if more else None,
    )


def _hits(connection: Connection, planned: Plan, found: Found) -> list[Hit]:
    articles = articles_by_id(connection, [number for number, _ in found])
    snippets = Snippets([word.term for word in planned.words])
    return [
        Hit(
            articles[number],
            score,
            snippets.of(articles[number].body, articles[number].summary, articles[number].title),
        )
        for number, score in found
        if number in articles
    ]


def articles_by_id(connection: Connection, ids: Sequence[int]) -> dict[int, Article]:
    """These articles, by id; without those that are not held."""
    found: dict[int, Article] = {}
    for start in range(0, len(ids), _CHUNK):
        rows = connection.execute(
            f"{SELECT_ARTICLE} WHERE a.id IN {NUMBERS}",
            (str(list(ids[start : start + _CHUNK])),),
        )
        found |= {row["id"]: article_of(row) for row in rows}
    return found
