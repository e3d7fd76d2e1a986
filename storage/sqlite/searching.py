"""Finding articles: ranking, paging, candidates.

Up to 20,000 matches are ranked by bm25, in which a word in the title weighs most. bm25 reads the whole list of every
word it ranks by and looks at every match, 1 to 3 microseconds each; so words in more than a tenth of all articles are
required but not ranked by, and more matches than that are ranked by where the words stand: title, then summary and
byline, then text; among equals the newest first. Of matches that are more than a tenth of all articles, the newest
50,000 are ranked so, and the answer says it.
"""

# ruff: noqa: S608 - statements are put together from names in this package; values are always bound.
from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from storage.asking import Results, Sort
from storage.model import Article, Hit, Query
from storage.snippets import Snippets
from storage.sqlite import counting
from storage.sqlite.cursors import Cursor, decode, encode
from storage.sqlite.matching import (
    NARROW,
    Filter,
    Plan,
    any_form,
    estimate,
    filters,
    highest_id,
    id_range,
    plan,
)
from storage.sqlite.occurring import occurring
from storage.sqlite.rows import SELECT_ARTICLE, article_of
from storage.words import term_of

MOST_RANKED = 50_000
_BY_BM25 = 20_000
_COMMON_SHARE = 10  # one of so many articles
_COMMON_AT_LEAST = 5_000
_WEIGHTS = "6.0, 2.0, 1.0, 2.0"  # title, summary, body, byline
_TEXT_COLUMNS = "{title summary body} : "
_CHUNK = 500
_MOST_WORDS = 40

_Found = list[tuple[int, float]]


def search(connection: sqlite3.Connection, query: Query) -> list[Hit]:
    """Articles that match, best first where text is given, else newest first."""
    planned = plan(connection, query)
    if planned.empty or query.limit <= 0:
        return []
    if planned.match is None:
        return _hits(connection, planned, [(number, 0.0) for number, _ in _newest(connection, planned, query.limit)])
    return _hits(connection, planned, _Ranking(connection, planned).page(0, query.limit))


def search_page(connection: sqlite3.Connection, query: Query, sort: Sort, cursor: str | None) -> Results:
    """A page of what `search` finds, with how the query was read. Raises ValueError for a cursor of another search."""
    planned = plan(connection, query)
    after = decode(cursor, query, sort) if cursor is not None else None
    parsed = planned.parsed
    if planned.empty:
        return Results(understood=parsed.understood, notes=parsed.notes)
    limit = max(1, query.limit)
    if planned.match is None or sort == "date":
        return _page_by_date(connection, planned, query, sort, after, limit)
    ranking = _Ranking(connection, planned, after.as_of if after else None)
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


def iterate(connection: sqlite3.Connection, query: Query) -> Iterator[Article]:
    """Articles that match, newest first; 8 bytes of memory for each, their text read 500 at a time."""
    for chunk in in_chunks(matching_ids(connection, query)):
        articles = articles_by_id(connection, chunk)
        yield from (articles[number] for number in chunk if number in articles)


def matching_ids(connection: sqlite3.Connection, query: Query, within: Filter | None = None) -> array[int]:
    """Ids of the articles that match and fulfil `within`, newest first."""
    planned = plan(connection, query)
    if planned.empty:
        return array("q")
    return array("q", (number for number, _ in _newest(connection, planned, -1, planned.filter + (within or Filter()))))


def in_chunks(ids: array[int]) -> Iterator[list[int]]:
    """Ids, so many at a time as their articles may be held in memory."""
    return (list(ids[start : start + _CHUNK]) for start in range(0, len(ids), _CHUNK))


def candidates(
    connection: sqlite3.Connection,
    words: Sequence[str],
    query: Query,
    languages: Sequence[str],
) -> list[tuple[Article, float]]:
    """Articles that hold any of `words`, best first by bm25. `query` gives filters and limit."""
    typed = [term for word in words if (term := term_of(word)) is not None][:_MOST_WORDS]
    kept = occurring(connection, typed)
    terms = [kept.get(term, term) for term in typed]
    few = highest_id(connection) <= MOST_RANKED
    rare = [term for term in terms if few or estimate(connection, any_form(term)) <= MOST_RANKED]
    if not rare:
        return []
    chosen = filters(connection, replace(query, text=None))
    if languages:
        marks = ", ".join("?" * len(languages))
        chosen += Filter((f"a.language IN ({marks})",), tuple(languages))
    match = _TEXT_COLUMNS + "(" + " OR ".join(any_form(term) for term in rare) + ")"
    found, _ = _by_bm25(connection, match, None, chosen, 0, query.limit)
    articles = articles_by_id(connection, [number for number, _ in found])
    return [(articles[number], score) for number, score in found if number in articles]


def document_frequencies(connection: sqlite3.Connection, words: Sequence[str]) -> dict[str, int]:
    """In how many articles each word stands: exact up to 1,000, beyond that estimated from the newest 1,000."""
    terms = {word: term_of(word) for word in words}
    kept = occurring(connection, filter(None, terms.values()))
    return {word: estimate(connection, any_form(kept.get(term, term))) if term else 0 for word, term in terms.items()}


def count_articles(
    connection: sqlite3.Connection, outlets: Sequence[str], since: datetime | None, until: datetime | None
) -> int:
    """How many articles match."""
    chosen = filters(connection, Query(outlets=tuple(outlets), since=since, until=until))
    count: int = connection.execute(f"SELECT count(*) FROM articles AS a {chosen.where()}", chosen.values).fetchone()[0]
    return count


class _Ranking:
    """The matches of one query in order of relevance."""

    def __init__(self, connection: sqlite3.Connection, planned: Plan, as_of: int | None = None) -> None:
        assert planned.match is not None  # noqa: S101
        self._connection, self._plan, self._match = connection, planned, planned.match
        self._filter = planned.filter
        self._highest = highest_id(connection)
        self._total: int | None = None
        self.ranked_of: int | None = None
        self._low, self._high = 0, self._highest if as_of is None else as_of
        bounds = id_range(connection, planned.filter)
        if bounds is not None:
            self._low, self._high = bounds[0], min(self._high, bounds[1])
        self._estimate = estimate(connection, self._match)
        self._bounded = bounds is not None or as_of is not None
        if bounds is not None:
            self._estimate = min(self._estimate, self._high - self._low + 1)

    def page(self, offset: int, limit: int) -> _Found:
        """So many matches after the first `offset`."""
        if self._estimate <= _BY_BM25:
            found, self._total = self._with_bm25(offset, limit)
            return found
        if self._estimate > max(self._highest // _COMMON_SHARE, MOST_RANKED):
            self.ranked_of = MOST_RANKED
            self._low = max(self._low, self._oldest_ranked())
        return self._by_place(offset, limit)

    def total(self) -> tuple[int, bool]:
        """How many match, and whether that was counted; after `page`."""
        if self._total is not None:
            return self._total, True
        return counting.total(self._connection, self._plan, self._estimate)

    def _with_bm25(self, offset: int, limit: int) -> tuple[_Found, int | None]:
        most = max(self._highest // _COMMON_SHARE, _COMMON_AT_LEAST)
        parts = [(word, _place(word)) for word in self._plan.words]
        if self._highest > most:
            rare = [match for _, match in parts if estimate(self._connection, match) <= most]
        else:
            rare = [match for _, match in parts]
        bounds = Filter(("article_search.rowid BETWEEN ? AND ?",), (self._low, self._high)) if self._bounded else None
        chosen = (bounds or Filter()) + self._filter
        if not rare or len(rare) == len(parts):
            return _by_bm25(self._connection, self._match, None, chosen, offset, limit)
        return _by_bm25(self._connection, " OR ".join(rare), self._match, chosen, offset, limit)

    def _oldest_ranked(self) -> int:
        row = self._connection.execute(
            "SELECT rowid FROM article_search WHERE article_search MATCH ? ORDER BY rowid DESC LIMIT 1 OFFSET ?",
            (self._match, MOST_RANKED),
        ).fetchone()
        return row[0] if row else 0

    def _by_place(self, offset: int, limit: int) -> _Found:
        """Matches by the columns in which their words stand; those with all of them in the text alone come last."""
        places: list[str] = []
        values: list[object] = []
        most = self._highest // _COMMON_SHARE
        rare = [word for word in self._plan.words if estimate(self._connection, any_form(word.term)) <= most]
        for word in rare or self._plan.words:
            for weight, columns in ((6.0, "{title}"), (2.0, "{summary byline}")):
                places.append(
                    f"SELECT rowid AS id, {weight} AS weight FROM article_search"
                    " WHERE article_search MATCH ? AND rowid BETWEEN ? AND ?"
                )
                values += [f"{columns} : {any_form(word.term)}", self._low, self._high]
        conditions = []
        if len(self._plan.words) > 1 or not self._is_one_word():
            conditions.append(
                "p.id IN (SELECT rowid FROM article_search WHERE article_search MATCH ? AND rowid BETWEEN ? AND ?)"
            )
            values += [self._match, self._low, self._high]
        join = f"CROSS JOIN {NARROW} ON a.id = p.id" if self._filter.conditions else ""
        rows = self._connection.execute(
            f"SELECT p.id, 1 + sum(p.weight) AS score FROM ({' UNION ALL '.join(places)}) AS p {join}"
            f" {self._filter.where(*conditions)} GROUP BY p.id ORDER BY score DESC, p.id DESC LIMIT ?",
            (*values, *self._filter.values, offset + limit),
        )
        found: dict[int, float] = dict(rows)
        if len(found) < offset + limit:
            join = f"CROSS JOIN {NARROW} ON a.id = s.rowid" if self._filter.conditions else ""
            where = self._filter.where("article_search MATCH ?", "s.rowid BETWEEN ? AND ?")
            rows = self._connection.execute(
                f"SELECT s.rowid FROM article_search AS s {join} {where} ORDER BY s.rowid DESC LIMIT ?",
                (self._match, self._low, self._high, *self._filter.values, offset + limit),
            )
            for (number,) in rows:
                found.setdefault(number, 1.0)
        return list(found.items())[offset : offset + limit]

    def _is_one_word(self) -> bool:
        (word,) = self._plan.words
        return self._match == any_form(word.term)


def _place(word: object) -> str:
    from storage.sqlite.matching import in_index

    expression = in_index(word)  # type: ignore[arg-type]
    assert expression is not None  # noqa: S101
    return expression


def _by_bm25(
    connection: sqlite3.Connection, match: str, within: str | None, chosen: Filter, offset: int, limit: int
) -> tuple[_Found, int]:
    """Ids and scores of what matches `match`, ranked by it, and also matches `within`; and how many there are."""
    conditions, values = ["article_search MATCH ?"], [match]
    if within is not None:
        # The plus keeps SQLite from asking the index anew for every row of the list: seconds, at a million articles.
        conditions.append("+article_search.rowid IN (SELECT rowid FROM article_search WHERE article_search MATCH ?)")
        values.append(within)
    narrow = any("a." in condition for condition in chosen.conditions)
    join = f"CROSS JOIN {NARROW} ON a.id = article_search.rowid" if narrow else ""
    rows = connection.execute(
        f"WITH found AS MATERIALIZED (SELECT article_search.rowid AS id, bm25(article_search, {_WEIGHTS}) AS score"
        f" FROM article_search {join} {chosen.where(*conditions)})"
        " SELECT id, score, (SELECT count(*) FROM found) AS total FROM found ORDER BY score, id DESC LIMIT ? OFFSET ?",
        (*values, *chosen.values, limit, offset),
    ).fetchall()
    return [(row["id"], max(0.0, -row["score"])) for row in rows], rows[0]["total"] if rows else 0


def _newest(
    connection: sqlite3.Connection, planned: Plan, limit: int, chosen: Filter | None = None
) -> Iterator[tuple[int, str]]:
    chosen = planned.filter if chosen is None else chosen
    if planned.match is not None:
        match = Filter(("a.id IN (SELECT rowid FROM article_search WHERE article_search MATCH ?)",), (planned.match,))
        chosen = match + chosen
    rows = connection.execute(
        f"SELECT a.id, a.dated_at FROM articles AS a {chosen.where()} ORDER BY a.dated_at DESC, a.id DESC LIMIT ?",
        (*chosen.values, limit),
    )
    return ((row[0], row[1]) for row in rows)


def _page_by_date(
    connection: sqlite3.Connection, planned: Plan, query: Query, sort: Sort, after: Cursor | None, limit: int
) -> Results:
    chosen = planned.filter
    if after is not None and after.dated_at is not None:
        chosen += Filter(("(a.dated_at, a.id) < (?, ?)",), (after.dated_at, after.offset))
    found = list(_newest(connection, planned, limit + 1, chosen))
    more = Cursor(offset=found[limit - 1][0], dated_at=found[limit - 1][1]) if len(found) > limit else None
    guess = estimate(connection, planned.match) if planned.match is not None else None
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


def _hits(connection: sqlite3.Connection, planned: Plan, found: _Found) -> list[Hit]:
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


def articles_by_id(connection: sqlite3.Connection, ids: Sequence[int]) -> dict[int, Article]:
    """These articles, by id; without those that are not held."""
    found: dict[int, Article] = {}
    for start in range(0, len(ids), _CHUNK):
        rows = connection.execute(
            f"{SELECT_ARTICLE} WHERE a.id IN (SELECT value FROM json_each(?))",
            (str(list(ids[start : start + _CHUNK])),),
        )
        found |= {row["id"]: article_of(row) for row in rows}
    return found
