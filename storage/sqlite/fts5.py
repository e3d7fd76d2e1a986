"""SQLite's full-text index, FTS5: how it is asked, written and ranked by.

Up to 20,000 matches are ranked by bm25, in which a word in the title weighs most. bm25 reads the whole list of every
word it ranks by and looks at every match, 1 to 3 microseconds each; so words in more than a tenth of all articles are
required but not ranked by, and more matches than that are ranked by where the words stand: title, then summary and
byline, then text; among equals the newest first. Of matches that are more than a tenth of all articles, the newest
50,000 are ranked so, and the answer says it.

Where a word stands is asked of a second index, of headlines, summaries and bylines alone: the first one keeps a word's
places in one list, and reads those in the text on its way to those in titles. It is a thirtieth of the store and halves
the time that two common words take.
"""

# ruff: noqa: S608 - statements are put together from names in this package; values are always bound.
from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from operator import itemgetter
from typing import cast

from storage.query_language import Text
from storage.sql import counting
from storage.sql.connection import Connection, Dialect, Found, Ranking
from storage.sql.matching import MOST_RANKED, Filter, Plan, highest_id, id_range
from storage.sqlite.occurring import occurring
from storage.words import Term

COUNTED_EXACTLY = 1_000  # matches; above, their density among the newest is taken for the whole
# `articles` through an index that holds every column a query filters or counts by, and nothing else.
_NARROW = "articles AS a INDEXED BY articles_facets"
_MOST_REMEMBERED = 10_000  # estimates
_BY_BM25 = 20_000
_COMMON_SHARE = 10  # one of so many articles
_COMMON_AT_LEAST = 5_000
_WEIGHTS = "6.0, 2.0, 1.0, 2.0"  # title, summary, body, byline
_LISTED_MOST = 20_000  # articles of an outlet
# The plus keeps SQLite from asking the index anew for every row of the list: seconds, at a million articles.
_IN_LIST = "+article_search.rowid IN"
_TEXT_COLUMNS = "{title summary body} : "

# Contentless: the folded text is not kept twice; it is written in the article's transaction.
TABLES = (
    """
CREATE VIRTUAL TABLE article_search USING fts5(
  title, summary, body, byline,
  content='', tokenize='unicode61 remove_diacritics 0'
)""",
    """
CREATE VIRTUAL TABLE headline_search USING fts5(
  title, summary, byline,
  content='', tokenize='unicode61 remove_diacritics 0'
)""",
)
INDEXES = ("article_search", "headline_search")
# The matches that are ranked, in the connection's temporary schema: read once, asked for each candidate.
_RANKED = "CREATE TEMP TABLE IF NOT EXISTS ranked (id INTEGER PRIMARY KEY)"


class Fts5(Dialect):
    """FTS5, of one connection: a contentless index, so what is taken out has to be told exactly."""

    narrow = _NARROW
    joined = f" CROSS JOIN {_NARROW} ON a.id = {{}}"
    matches = "article_search MATCH ?"
    matched = "s.rowid"
    holds = "a.id IN (SELECT rowid FROM article_search WHERE article_search MATCH ?)"
    listed = "+"  # without it SQLite looks every id up in the wide table: ten times a step in an index
    by_day = "articles_by_day AS c"
    bytes_of = "length(CAST({} AS BLOB))"

    def __init__(self) -> None:
        self._estimates: dict[str, int] = {}
        self._estimated_at: tuple[int, ...] = ()
        self._later: list[tuple[bool, int, Sequence[str]]] | None = None  # taken out or put in, article, texts

    @contextmanager
    def all_at_the_end(self, connection: Connection) -> Iterator[None]:
        """Write to the index at the end, in one go, what is put and taken meanwhile in parts of a transaction.

        FTS5 keeps what it is given in memory until the transaction ends, but every savepoint, and every statement that
        might have to be undone alone, makes it write that out as a segment: 0.6 ms an article, and merging them later.
        """
        self._later = []
        try:
            yield
            self.write_now(connection)
        finally:
            self._later = None

    def write_now(self, connection: Connection) -> None:
        """Write what waits for the end. Not inside a part: what other parts gave would go where this one does."""
        waiting, self._later = self._later, None
        for taken, article, texts in sorted(waiting or (), key=itemgetter(1)):  # a step back makes a segment, too
            (self.take if taken else self.put)(connection, article, texts)
        self._later = [] if waiting is not None else None

    def waiting(self) -> int:
        """How many writes wait for the end."""
        return len(self._later or ())

    def drop_after(self, waiting: int) -> None:
        """Forget the writes of a part that is undone: all but the first `waiting`."""
        if self._later is not None:
            del self._later[waiting:]

    def term(self, term: Term, column: str | None = None) -> str:
        """Its forms quoted, any of them."""
        return f"{column} : {any_form(term)}" if column else any_form(term)

    def occurring(self, connection: Connection, terms: Iterable[Term]) -> Mapping[Term, Term]:
        """Terms with those of their forms that some article holds: FTS5 pays for every form at every match."""
        return occurring(connection, terms)

    def any_of(self, expressions: Sequence[str]) -> str:
        """One of them holds, or several."""
        return f"({' OR '.join(expressions)})"

    def all_of(self, expressions: Sequence[str]) -> str:
        """Every one holds."""
        return f"({' AND '.join(expressions)})" if len(expressions) > 1 else expressions[0]

    def but_not(self, expression: str, without: Sequence[str]) -> str:
        """The first holds, and none of the others."""
        return f"({expression} NOT ({' OR '.join(without)}))"

    def put(self, connection: Connection, article: int, texts: Sequence[str]) -> None:
        """Index an article that the index does not hold."""
        if self._later is not None:
            self._later.append((False, article, texts))
            return
        connection.execute(
            "INSERT INTO article_search (rowid, title, summary, body, byline) VALUES (?, ?, ?, ?, ?)",
            (article, *texts),
        )
        connection.execute(
            "INSERT INTO headline_search (rowid, title, summary, byline) VALUES (?, ?, ?, ?)",
            (article, texts[0], texts[1], texts[3]),
        )

    def take(self, connection: Connection, article: int, texts: Sequence[str]) -> None:
        """Take an article out of the index, which needs to be told exactly what stands there."""
        if self._later is not None:
            self._later.append((True, article, texts))
            return
        connection.execute(
            "INSERT INTO article_search (article_search, rowid, title, summary, body, byline)"
            " VALUES ('delete', ?, ?, ?, ?, ?)",
            (article, *texts),
        )
        connection.execute(
            "INSERT INTO headline_search (headline_search, rowid, title, summary, byline)"
            " VALUES ('delete', ?, ?, ?, ?)",
            (article, texts[0], texts[1], texts[3]),
        )

    def clear(self, connection: Connection) -> None:
        """Empty the index."""
        self.drop_after(0)
        for index in INDEXES:
            connection.execute(f"INSERT INTO {index} ({index}) VALUES ('delete-all')")

    def estimate(self, connection: Connection, expression: str) -> int:
        """How many articles match: exact up to 1,000, beyond that as densely as the newest 1,000 lie.

        Remembered until anybody writes: a comparison asks for the words of each claim several times.
        """
        remembered = self._remembered(connection)
        if expression not in remembered:
            remembered[expression] = self._estimate(connection, expression)
        return remembered[expression]

    def _remembered(self, connection: Connection) -> dict[str, int]:
        if cast("sqlite3.Connection", connection).in_transaction:  # what is seen here may be taken back
            return {}
        state = tuple(connection.execute("SELECT data_version, total_changes() FROM pragma_data_version").fetchone())
        if state != self._estimated_at or len(self._estimates) >= _MOST_REMEMBERED:
            self._estimated_at, self._estimates = state, {}
        return self._estimates

    def _estimate(self, connection: Connection, expression: str) -> int:
        count, lowest = connection.execute(
            "SELECT count(*), min(rowid) FROM (SELECT rowid FROM article_search WHERE article_search MATCH ?"
            " ORDER BY rowid DESC LIMIT ?)",
            (expression, COUNTED_EXACTLY),
        ).fetchone()
        if count < COUNTED_EXACTLY:
            return int(count)
        highest = highest_id(connection)
        return int(count * highest / (highest - lowest + 1))

    def ranking(self, connection: Connection, planned: Plan, as_of: int | None) -> Ranking:
        """By bm25, or by where the words stand."""
        return Fts5Ranking(connection, planned, as_of)

    def ranked_by(self, connection: Connection, words: Sequence[Term], chosen: Filter, limit: int) -> Found:
        """Articles that hold any of these terms, by bm25."""
        match = _TEXT_COLUMNS + "(" + " OR ".join(any_form(term) for term in words) + ")"
        return _by_bm25(connection, match, None, _listed(connection, chosen), 0, limit)[0]

    def referring(self, connection: Connection) -> list[tuple[str, str]]:
        """Tables and columns that refer to articles."""
        tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return [
            (table, key["from"])
            for table in tables
            for key in connection.execute(f'PRAGMA foreign_key_list("{table}")')
            if key["table"] == "articles"
        ]


def any_form(term: Term) -> str:
    """One term in FTS5's syntax: its forms quoted, any of them."""
    star = " *" if term.prefix else ""
    return "(" + " OR ".join(f'"{form}"{star}' for form in term.forms) + ")"


class Fts5Ranking:
    """The matches of one query in order of relevance."""

    def __init__(self, connection: Connection, planned: Plan, as_of: int | None = None) -> None:
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
        self._estimate = connection.dialect.estimate(connection, self._match)
        self._bounded = bounds is not None or as_of is not None
        if bounds is not None:
            self._estimate = min(self._estimate, self._high - self._low + 1)

    def page(self, offset: int, limit: int) -> Found:
        """So many matches after the first `offset`."""
        if self._estimate <= _BY_BM25:
            found, self._total = self._with_bm25(offset, limit)
            return found
        if self._estimate > max(self._highest // _COMMON_SHARE, MOST_RANKED):
            self.ranked_of = MOST_RANKED
        return self._by_place(offset, limit)

    def total(self) -> tuple[int, bool]:
        """How many match, and whether that was counted; after `page`."""
        if self._total is not None:
            return self._total, True
        return counting.total(self._connection, self._plan, self._estimate)

    def _with_bm25(self, offset: int, limit: int) -> tuple[Found, int | None]:
        most = max(self._highest // _COMMON_SHARE, _COMMON_AT_LEAST)
        parts = [_place(word) for word in self._plan.words]
        rare = [match for match in parts if self._count(match) <= most] if self._highest > most else parts
        bounds = Filter(("article_search.rowid BETWEEN ? AND ?",), (self._low, self._high)) if self._bounded else None
        chosen = (bounds or Filter()) + self._filter
        if not rare or len(rare) == len(parts):
            return _by_bm25(self._connection, self._match, None, chosen, offset, limit)
        return _by_bm25(self._connection, " OR ".join(rare), self._match, chosen, offset, limit)

    def _by_place(self, offset: int, limit: int) -> Found:
        """Matches by the columns in which their words stand; those with all of them in the text alone come last."""
        listed = self.ranked_of is not None or len(self._plan.words) > 1 or not self._is_one_word()
        if listed:
            self._list_ranked()
        places: list[str] = []
        values: list[object] = []
        most = self._highest // _COMMON_SHARE
        rare = [word for word in self._plan.words if self._count(any_form(word.term)) <= most]
        for word in rare or self._plan.words:
            for weight, columns in ((6.0, "{title}"), (2.0, "{summary byline}")):
                places.append(
                    f"SELECT rowid AS id, {weight} AS weight FROM headline_search"
                    " WHERE headline_search MATCH ? AND rowid BETWEEN ? AND ?"
                )
                values += [f"{columns} : {any_form(word.term)}", self._low, self._high]
        join = f"CROSS JOIN {_NARROW} ON a.id = p.id" if self._filter.conditions else ""
        rows = self._connection.execute(
            f"SELECT p.id, 1 + sum(p.weight) AS score FROM ({' UNION ALL '.join(places)}) AS p {join}"
            f" {self._filter.where(*(['p.id IN temp.ranked'] if listed else []))}"
            " GROUP BY p.id ORDER BY score DESC, p.id DESC LIMIT ?",
            (*values, *self._filter.values, offset + limit),
        )
        found: dict[int, float] = dict(rows)
        if len(found) < offset + limit:
            join = f"CROSS JOIN {_NARROW} ON a.id = s.rowid" if self._filter.conditions else ""
            where = self._filter.where("article_search MATCH ?", "s.rowid BETWEEN ? AND ?")
            rows = self._connection.execute(
                f"SELECT s.rowid FROM article_search AS s {join} {where} ORDER BY s.rowid DESC LIMIT ?",
                (self._match, self._low, self._high, *self._filter.values, offset + limit),
            )
            for (number,) in rows:
                found.setdefault(number, 1.0)
        return list(found.items())[offset : offset + limit]

    def _list_ranked(self) -> None:
        """Put the ids of the matches that are ranked, the newest, into `temp.ranked`."""
        self._connection.execute(_RANKED)
        self._connection.execute("DELETE FROM temp.ranked")
        self._connection.execute(
            "INSERT INTO temp.ranked SELECT rowid FROM article_search WHERE article_search MATCH ?"
            " AND rowid BETWEEN ? AND ? ORDER BY rowid DESC LIMIT ?",
            (self._match, self._low, self._high, self.ranked_of if self.ranked_of is not None else -1),
        )
        oldest = self._connection.execute("SELECT min(id) FROM temp.ranked").fetchone()[0]
        self._low = self._low if oldest is None else oldest

    def _count(self, match: str) -> int:
        return self._connection.dialect.estimate(self._connection, match)

    def _is_one_word(self) -> bool:
        (word,) = self._plan.words
        return self._match == any_form(word.term)


def _place(word: Text) -> str:
    return f"{word.column} : {any_form(word.term)}" if word.column else any_form(word.term)


def _listed(connection: Connection, chosen: Filter) -> Filter:
    """A filter by outlet as a list of the ids that pass it, where they are few: looking an id up in the list takes half
    the time of reading outlet and date of every match."""
    if not any(condition.startswith("a.outlet") for condition in chosen.conditions):
        return chosen
    articles = f"articles AS a {chosen.where()}"
    (count,) = connection.execute(
        f"SELECT count(*) FROM (SELECT 1 FROM {articles} LIMIT ?)", (*chosen.values, _LISTED_MOST + 1)
    ).fetchone()
    if count > _LISTED_MOST:
        return chosen
    return Filter((f"{_IN_LIST} (SELECT a.id FROM {articles})",), chosen.values)


def _by_bm25(
    connection: Connection, match: str, within: str | None, chosen: Filter, offset: int, limit: int
) -> tuple[Found, int]:
    """Ids and scores of what matches `match`, ranked by it, and also matches `within`; and how many there are."""
    conditions, values = ["article_search MATCH ?"], [match]
    if within is not None:
        conditions.append(f"{_IN_LIST} (SELECT rowid FROM article_search WHERE article_search MATCH ?)")
        values.append(within)
    narrow = any("a." in condition for condition in chosen.conditions if not condition.startswith(_IN_LIST))
    join = f"CROSS JOIN {_NARROW} ON a.id = article_search.rowid" if narrow else ""
    rows = connection.execute(
        f"WITH found AS MATERIALIZED (SELECT article_search.rowid AS id, bm25(article_search, {_WEIGHTS}) AS score"
        f" FROM article_search {join} {chosen.where(*conditions)})"
        " SELECT id, score, (SELECT count(*) FROM found) AS total FROM found ORDER BY score, id DESC LIMIT ? OFFSET ?",
        (*values, *chosen.values, limit, offset),
    ).fetchall()
    return [(row["id"], max(0.0, -row["score"])) for row in rows], rows[0]["total"] if rows else 0
