"""What the shared statements run on: a connection to either database, and the few things in which the two differ.

The statements of this package are SQL that SQLite and PostgreSQL both understand, with these habits:

    values          always bound: `?`, or `:name`; never both in one statement. No other question mark or colon
                    stands in a statement
    times           text in and out, as `storage.sql.rows.time_text` writes it; PostgreSQL keeps `timestamptz`
    JSON            text in and out, with its keys sorted; PostgreSQL keeps `jsonb`
    flags           integers, 0 and 1
    lists           `x IN (SELECT value FROM json_each(?))` for texts, `x IN` NUMBERS for integers
    upserts         `ON CONFLICT (columns) DO UPDATE SET column = table.column + 1`: target and table named
    new ids         `RETURNING id`
    joined values   `(SELECT ...) AS name`: every subquery in FROM has a name

`json_each`, `json_extract`, `substr` of a time, `date` of a time and `max` of two values are SQLite's; in PostgreSQL
the schema defines them under the same names (`storage.postgres.functions`).
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Protocol

from storage.words import Term

NUMBERS = "(SELECT CAST(value AS BIGINT) FROM json_each(?))"  # to stand after IN; its value is a JSON list of integers


class Row(Protocol):
    """A row: values by name or position."""

    def __getitem__(self, key: Any, /) -> Any: ...
    def __iter__(self) -> Iterator[Any]: ...
    def keys(self) -> list[str]:
        """The names of its columns."""
        ...


class Result(Protocol):
    """What a statement gave."""

    @property
    def rowcount(self) -> int:
        """How many rows it wrote."""
        ...

    def fetchone(self) -> Any:
        """The next row; None: there is none."""
        ...

    def fetchall(self) -> list[Any]:
        """The rows that are left."""
        ...

    def __iter__(self) -> Iterator[Any]: ...


class Connection(Protocol):
    """A connection to SQLite or PostgreSQL, inside a transaction where the caller began one."""

    @property
    def dialect(self) -> Dialect:
        """In what this database differs."""
        ...

    def execute(self, statement: str, values: Any = ..., /) -> Result:
        """Run a statement."""
        ...

    def executemany(self, statement: str, values: Iterable[Any], /) -> Result:
        """Run a statement for each of these."""
        ...


Found = list[tuple[int, float]]  # ids of articles with their scores, the best first


class Ranking(Protocol):
    """The matches of one query in order of relevance."""

    ranked_of: int | None

    def page(self, offset: int, limit: int) -> Found:
        """So many matches after the first `offset`."""
        ...

    def total(self) -> tuple[int, bool]:
        """How many match, and whether that was counted; after `page`."""
        ...


class Dialect(ABC):
    """In what a database differs: the full-text index, the language it is asked in, and a few words.

    An expression is a text in the index's own language; it is only put together by these methods.
    """

    narrow: str  # `articles AS a`, through an index with every column a query filters or counts by where that helps
    joined: str  # joins that to what stands before it, by the id {}
    matches: str  # the condition (one value) on a row of `article_search AS s`: it matches the expression
    matched: str  # the article of such a row
    holds: str  # a condition on `a.id` (one value): the article matches the expression
    listed: str = ""  # before `a.id IN (...)` of many ids: read articles in order and ask for each in the list
    by_day: str | None = None  # counts by day, outlet and language as `c`, kept as articles are written
    bytes_of: str  # the size in bytes of the text {}

    @abstractmethod
    def term(self, term: Term, column: str | None = None) -> str:
        """The expression for any form of a term, in one column or in any."""

    def in_index(self, condition: str) -> str:
        """A condition on `articles AS a`, on `article_search AS s` where that holds the same column."""
        return condition

    def occurring(self, connection: Connection, terms: Iterable[Term]) -> Mapping[Term, Term]:
        """Terms that had better be asked for with fewer forms, those that stand in the index; each with these."""
        return {}

    @abstractmethod
    def any_of(self, expressions: Sequence[str]) -> str:
        """One of them holds, or several."""

    @abstractmethod
    def all_of(self, expressions: Sequence[str]) -> str:
        """Every one holds."""

    @abstractmethod
    def but_not(self, expression: str, without: Sequence[str]) -> str:
        """The first holds, and none of the others."""

    @abstractmethod
    def put(self, connection: Connection, article: int, texts: Sequence[str]) -> None:
        """Index an article that the index does not hold: folded title, summary, body and byline."""

    def put_all(self, connection: Connection, articles: Iterable[tuple[int, str, Sequence[str]]]) -> None:
        """Index many articles that the index does not hold: id, `dated_at` and texts of each."""
        for article, _, texts in articles:
            self.put(connection, article, texts)

    @abstractmethod
    def take(self, connection: Connection, article: int, texts: Sequence[str]) -> None:
        """Take an article out of the index, which holds it with exactly these texts."""

    @abstractmethod
    def clear(self, connection: Connection) -> None:
        """Empty the index."""

    @abstractmethod
    def estimate(self, connection: Connection, expression: str) -> int:
        """How many articles match: exact up to 1,000, beyond that it may be estimated."""

    @abstractmethod
    def ranking(self, connection: Connection, planned: Any, as_of: int | None) -> Ranking:
        """The matches of a plan (storage.sql.matching.Plan), those up to the article `as_of`."""

    @abstractmethod
    def ranked_by(self, connection: Connection, words: Sequence[Term], chosen: Any, limit: int) -> Found:
        """Articles that pass a filter and hold any of these terms in title, summary or body, the best first."""

    def bulk_insert(
        self, connection: Connection, table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]
    ) -> None:
        """Add many rows to a table."""
        names, marks = ", ".join(f'"{name}"' for name in columns), ", ".join("?" * len(columns))
        connection.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", rows)  # noqa: S608

    def before_sharing(self, connection: Connection, bands: Sequence[int]) -> None:  # noqa: B027 - most have one writer
        """Wait for others who store a text of any of these bands at this moment."""

    def after_copy(self, connection: Connection) -> None:  # noqa: B027 - most have nothing to do
        """Put right what rows with ids of another store leave behind."""

    @abstractmethod
    def referring(self, connection: Connection) -> list[tuple[str, str]]:
        """Tables and columns that refer to articles."""
