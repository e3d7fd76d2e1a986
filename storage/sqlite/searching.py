"""Finding articles: the full-text index, filters, ranking.

Every word is quoted before it reaches FTS5, so nothing a person types is syntax. Ranking is bm25, in which a word in
the title weighs most. bm25 reads the whole list of every word it ranks by, which takes seconds for words that stand in
half of a million articles; so a word in more than 50,000 articles is required but not ranked by, and a query of only
such words gives the newest matches, those with the words in their title first.
"""

# ruff: noqa: S608 - statements are put together from names in this package; values are always bound.
from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from storage.model import Article, Hit, Query
from storage.snippets import Snippets
from storage.sqlite.outlets import outlet_ids
from storage.sqlite.people import person_ids
from storage.sqlite.rows import SELECT_ARTICLE, article_of, required_time_text
from storage.words import Term, parse_terms, term_of

MOST_RANKED = 50_000
_WEIGHTS = "6.0, 2.0, 1.0, 2.0"  # title, summary, body, byline
_TEXT_COLUMNS = "{title summary body} : "
_COUNTED_EXACTLY = 1_000  # articles of a word; above, its density among the newest is taken for the whole
_CHUNK = 500
_MOST_WORDS = 40


@dataclass(frozen=True, slots=True)
class _Filter:
    """SQL conditions on `articles AS a`, and their values."""

    conditions: tuple[str, ...] = ()
    values: tuple[object, ...] = ()

    def where(self, *before: str) -> str:
        conditions = (*before, *self.conditions)
        return f"WHERE {' AND '.join(conditions)}" if conditions else ""


def search(connection: sqlite3.Connection, query: Query) -> list[Hit]:
    """Articles that match, best first where text is given, else newest first."""
    limit = max(0, query.limit)
    terms = _terms(query)
    if terms is None:
        return []
    chosen = _filter(connection, query)
    if not terms:
        found = [(article, 0.0) for article in _newest(connection, chosen, limit)]
    else:
        found = _ranked(connection, terms, chosen, limit)
    articles = _articles(connection, [article for article, _ in found])
    snippets = Snippets(terms)
    return [
        Hit(
            articles[number],
            score,
            snippets.of(articles[number].body, articles[number].summary, articles[number].title),
        )
        for number, score in found
        if number in articles
    ]


def iterate(connection: sqlite3.Connection, query: Query) -> Iterator[Article]:
    """Articles that match, newest first; 8 bytes of memory for each, their text read 500 at a time."""
    terms = _terms(query)
    if terms is None:
        return
    chosen = _filter(connection, query)
    if terms:
        match = "a.id IN (SELECT rowid FROM article_search WHERE article_search MATCH ?)"
        chosen = _Filter((match, *chosen.conditions), (_all_of(terms), *chosen.values))
    ids = array("q", _newest(connection, chosen, -1))
    for start in range(0, len(ids), _CHUNK):
        chunk = list(ids[start : start + _CHUNK])
        articles = _articles(connection, chunk)
        yield from (articles[number] for number in chunk if number in articles)


def candidates(
    connection: sqlite3.Connection,
    words: Sequence[str],
    query: Query,
    languages: Sequence[str],
) -> list[tuple[Article, float]]:
    """Articles that hold any of `words`, best first by bm25. `query` gives filters and limit."""
    terms = [term for word in words if (term := term_of(word)) is not None][:_MOST_WORDS]
    rare = [term for term in terms if not _is_common(connection, term)]
    if not rare:
        return []
    chosen = _filter(connection, replace(query, text=None))
    if languages:
        marks = ", ".join("?" * len(languages))
        chosen = _Filter((*chosen.conditions, f"a.language IN ({marks})"), (*chosen.values, *languages))
    match = _TEXT_COLUMNS + "(" + " OR ".join(_any_form(term) for term in rare) + ")"
    found = _by_bm25(connection, match, None, chosen, query.limit)
    articles = _articles(connection, [number for number, _ in found])
    return [(articles[number], score) for number, score in found if number in articles]


def document_frequencies(connection: sqlite3.Connection, words: Sequence[str]) -> dict[str, int]:
    """In how many articles each word stands: exact up to 1,000, beyond that estimated from the newest 1,000."""
    return {word: _frequency(connection, term) if (term := term_of(word)) else 0 for word in words}


def count_articles(
    connection: sqlite3.Connection, outlets: Sequence[str], since: datetime | None, until: datetime | None
) -> int:
    """How many articles match."""
    chosen = _filter(connection, Query(outlets=tuple(outlets), since=since, until=until))
    count: int = connection.execute(f"SELECT count(*) FROM articles AS a {chosen.where()}", chosen.values).fetchone()[0]
    return count


def _terms(query: Query) -> tuple[Term, ...] | None:
    """The query's terms, () where none are asked for; None for text in which there is nothing to look for."""
    if query.text is None or not query.text.strip():
        return ()
    return parse_terms(query.text) or None


def _filter(connection: sqlite3.Connection, query: Query) -> _Filter:
    conditions: list[str] = []
    values: list[object] = []

    def among(template: str, chosen: Sequence[object]) -> None:
        conditions.append(template.format(", ".join("?" * len(chosen))))
        values.extend(chosen)

    outlets = outlet_ids(connection, query.outlets)
    if outlets is not None:
        among("a.outlet IN ({})", outlets)
    if query.people:
        among("a.id IN (SELECT article FROM bylines WHERE person IN ({}))", person_ids(connection, query.people))
    if query.topics:
        among("a.id IN (SELECT article FROM article_topics WHERE topic IN ({}))", query.topics)
    if query.since is not None:
        conditions.append("a.dated_at >= ?")
        values.append(required_time_text(query.since))
    if query.until is not None:
        conditions.append("a.dated_at < ?")
        values.append(required_time_text(query.until))
    return _Filter(tuple(conditions), tuple(values))


def _newest(connection: sqlite3.Connection, chosen: _Filter, limit: int) -> Iterator[int]:
    rows = connection.execute(
        f"SELECT a.id FROM articles AS a {chosen.where()} ORDER BY a.dated_at DESC, a.id DESC LIMIT ?",
        (*chosen.values, limit),
    )
    return (row[0] for row in rows)


def _articles(connection: sqlite3.Connection, ids: Sequence[int]) -> dict[int, Article]:
    found: dict[int, Article] = {}
    for start in range(0, len(ids), _CHUNK):
        rows = connection.execute(
            f"{SELECT_ARTICLE} WHERE a.id IN (SELECT value FROM json_each(?))",
            (str(list(ids[start : start + _CHUNK])),),
        )
        found |= {row["id"]: article_of(row) for row in rows}
    return found


def _ranked(
    connection: sqlite3.Connection, terms: Sequence[Term], chosen: _Filter, limit: int
) -> list[tuple[int, float]]:
    common = [term for term in terms if _is_common(connection, term)]
    rare = [term for term in terms if term not in common]
    if not rare:
        return _common_only(connection, terms, chosen, limit)
    return _by_bm25(connection, _all_of(rare), _all_of(terms) if common else None, chosen, limit)


def _by_bm25(
    connection: sqlite3.Connection, match: str, within: str | None, chosen: _Filter, limit: int
) -> list[tuple[int, float]]:
    """Ids and scores of what matches `match`, ranked by it, and also matches `within`."""
    conditions, values = ["article_search MATCH ?"], [match]
    if within is not None:
        conditions.append("article_search.rowid IN (SELECT rowid FROM article_search WHERE article_search MATCH ?)")
        values.append(within)
    join = "CROSS JOIN articles AS a ON a.id = article_search.rowid" if chosen.conditions else ""
    rows = connection.execute(
        f"SELECT article_search.rowid, bm25(article_search, {_WEIGHTS}) AS score FROM article_search {join}"
        f" {chosen.where(*conditions)} ORDER BY score, article_search.rowid DESC LIMIT ?",
        (*values, *chosen.values, limit),
    )
    return [(number, max(0.0, -score)) for number, score in rows]


def _common_only(
    connection: sqlite3.Connection, terms: Sequence[Term], chosen: _Filter, limit: int
) -> list[tuple[int, float]]:
    """The newest of very many matches, those with every word in the title first."""
    join = "CROSS JOIN articles AS a ON a.id = article_search.rowid" if chosen.conditions else ""
    found: dict[int, float] = {}
    for score, match in ((1.0, "title : (" + _all_of(terms) + ")"), (0.0, _all_of(terms))):
        rows = connection.execute(
            f"SELECT article_search.rowid FROM article_search {join} {chosen.where('article_search MATCH ?')}"
            " ORDER BY article_search.rowid DESC LIMIT ?",
            (match, *chosen.values, limit),
        )
        for (number,) in rows:
            found.setdefault(number, score)
    return list(found.items())[:limit]


def _is_common(connection: sqlite3.Connection, term: Term) -> bool:
    """Whether a term stands in more articles than are ranked."""
    if _highest_id(connection) <= MOST_RANKED:
        return False
    return _frequency(connection, term) > MOST_RANKED


def _frequency(connection: sqlite3.Connection, term: Term) -> int:
    count, lowest = connection.execute(
        "SELECT count(*), min(rowid) FROM (SELECT rowid FROM article_search WHERE article_search MATCH ?"
        " ORDER BY rowid DESC LIMIT ?)",
        (_any_form(term), _COUNTED_EXACTLY),
    ).fetchone()
    if count < _COUNTED_EXACTLY:
        return int(count)
    highest = _highest_id(connection)
    return int(count * highest / (highest - lowest + 1))


def _highest_id(connection: sqlite3.Connection) -> int:
    return connection.execute("SELECT max(id) FROM articles").fetchone()[0] or 0


def _all_of(terms: Sequence[Term]) -> str:
    return " AND ".join(_any_form(term) for term in terms)


def _any_form(term: Term) -> str:
    """One term in FTS5's syntax: its forms quoted, any of them."""
    star = " *" if term.prefix else ""
    return "(" + " OR ".join(f'"{form}"{star}' for form in term.forms) + ")"
