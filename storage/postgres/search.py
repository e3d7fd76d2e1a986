"""PostgreSQL's full-text index: tsvectors that we build ourselves from the folded words, a GIN index, and ranking.

No configuration of PostgreSQL's takes part: its parser, stemming and stop words would find other articles than SQLite
does. Every word stands with its places, and its column as weight: title A, summary B, byline C, body D. A word or
phrase has the same forms as in SQLite, Hebrew and Arabic prefixes included.

Ranking is as near to bm25 as is cheap: of each word, how rare it is (idf as in bm25) times how often and where it
stands (`ts_rank` of that word alone, which flattens out like bm25's term frequency), by the logarithm of the length. A
tsvector has to be read for that, about 40 microseconds each, so more than 5,000 matches are ranked by whether their
title holds the words, which an index of its own tells, and among equals the newest come first.

A tsvector keeps places up to 16,383: in longer texts words are found, phrases beyond that place are not.
"""

# ruff: noqa: S608 - statements are put together from names in this package; values are always bound.
from __future__ import annotations

import json
import math
from collections.abc import Iterator, Sequence
from typing import Any

from storage.postgres import turns
from storage.query_language import Text
from storage.sql import counting
from storage.sql.connection import Connection, Dialect, Found, Ranking
from storage.sql.matching import Filter, Plan, highest_id
from storage.words import Term, words_in

TABLES = (
    """
CREATE TABLE article_search (
  article bigint PRIMARY KEY REFERENCES articles(id),
  words tsvector NOT NULL,
  title tsvector NOT NULL
)""",
    "COMMENT ON TABLE article_search IS 'Full-text index over folded text, made by dateline: no configuration of"
    " PostgreSQL''s'",
    "COMMENT ON COLUMN article_search.words IS 'Every word with its places; weights: A title, B summary, C byline,"
    " D body'",
    "COMMENT ON COLUMN article_search.title IS 'The words of the title alone, to rank many matches by'",
    "CREATE INDEX article_search_words ON article_search USING gin (words)",
    "CREATE INDEX article_search_title ON article_search USING gin (title)",
)

COUNTED_EXACTLY = 1_000
MOST_RANKED_BY_WORDS = 5_000
_CHOSEN_BY_RARITY = 400  # candidates whose places are looked at
_COLUMNS = (("A", 0), ("B", 1), ("C", 3), ("", 2))  # weight of title, summary, byline, body, as they are given
_WEIGHT = {"title": "A", "summary": "B", "byline": "C", "body": "D"}
_RANK = "ts_rank('{0.17, 0.33, 0.33, 1.0}', s.words, CAST(? AS tsquery), 1)"  # of D, C, B, A; 1: by log of the length
_ROWS = "article_search AS s JOIN articles AS a ON a.id = s.article"
_LAST_PLACE = 16_383
_GAP = 10  # between columns, so that no phrase reaches from one into the next
_MOST_PLACES = 255  # of one word: PostgreSQL keeps no more
_LONGEST_WORD = 200
_MOST_BYTES = 800_000  # a tsvector holds a megabyte


class TsVector(Dialect):
    """tsvectors under a GIN index; expressions are tsqueries."""

    narrow = "articles AS a"
    joined = " JOIN articles AS a ON a.id = {}"
    matches = "s.words @@ CAST(? AS tsquery)"
    matched = "s.article"
    holds = "a.id IN (SELECT article FROM article_search WHERE words @@ CAST(? AS tsquery))"
    bytes_of = "octet_length({})"

    def term(self, term: Term, column: str | None = None) -> str:
        """Its forms, any of them."""
        weight = _WEIGHT[column] if column else ""
        return self.any_of([_form(form, term.prefix, weight) for form in term.forms])

    def any_of(self, expressions: Sequence[str]) -> str:
        """One of them holds, or several."""
        return f"({' | '.join(expressions)})"

    def all_of(self, expressions: Sequence[str]) -> str:
        """Every one holds."""
        return f"({' & '.join(expressions)})" if len(expressions) > 1 else expressions[0]

    def but_not(self, expression: str, without: Sequence[str]) -> str:
        """The first holds, and none of the others."""
        return f"({expression} & !({' | '.join(without)}))"

    def put(self, connection: Connection, article: int, texts: Sequence[str]) -> None:
        """Index an article that the index does not hold."""
        connection.execute(
            "INSERT INTO article_search (article, words, title) VALUES (?, ?, ?)",
            (article, tsvector(texts), tsvector([texts[0], "", "", ""])),
        )

    def take(self, connection: Connection, article: int, texts: Sequence[str]) -> None:
        """Take an article out of the index."""
        connection.execute("DELETE FROM article_search WHERE article = ?", (article,))

    def clear(self, connection: Connection) -> None:
        """Empty the index."""
        connection.execute("TRUNCATE article_search")

    def estimate(self, connection: Connection, expression: str) -> int:
        """How many articles match: exact up to 1,000, beyond that as the planner estimates from its statistics."""
        count = connection.execute(
            "SELECT count(*) FROM (SELECT 1 FROM article_search AS s WHERE s.words @@ CAST(? AS tsquery) LIMIT ?) AS m",
            (expression, COUNTED_EXACTLY),
        ).fetchone()[0]
        if count < COUNTED_EXACTLY:
            return int(count)
        (told,) = connection.execute(
            "EXPLAIN (FORMAT JSON) SELECT 1 FROM article_search AS s WHERE s.words @@ CAST(? AS tsquery)", (expression,)
        ).fetchone()
        return max(COUNTED_EXACTLY, int(json.loads(told)[0]["Plan"]["Plan Rows"]))

    def ranking(self, connection: Connection, planned: Plan, as_of: int | None) -> Ranking:
        """By rarity and places of the words, or by the title."""
        return TsRanking(connection, planned, as_of)

    def ranked_by(self, connection: Connection, words: Sequence[Term], chosen: Filter, limit: int) -> Found:
        """Articles that hold any of these terms: the rarest words choose, then places decide.

        The lists of the index alone say who holds which word; only of the best by that are the texts' words read.
        """
        held = " UNION ALL ".join(
            "SELECT article, CAST(? AS integer) AS term FROM article_search WHERE words @@ CAST(? AS tsquery)"
            for _ in words
        )
        expressions = [self.term(term) for term in words]
        values = [value for number, expression in enumerate(expressions) for value in (number, expression)]
        total = highest_id(connection)
        rows = connection.execute(
            f"WITH held AS MATERIALIZED ({held}),"
            " rarity AS (SELECT term, ln(1 + greatest(0, ? - count(*)) / (count(*) + 0.5)) AS idf FROM held"
            " GROUP BY term)"
            " SELECT a.id, sum(r.idf) AS score FROM held AS h JOIN rarity AS r ON r.term = h.term"
            f" JOIN articles AS a ON a.id = h.article {chosen.where()}"
            " GROUP BY a.id ORDER BY score DESC, a.id DESC LIMIT ?",
            (*values, float(total + 1), *chosen.values, max(_CHOSEN_BY_RARITY, 2 * limit)),
        ).fetchall()
        if not rows:
            return []
        within = self.any_of([_in_text(term) for term in words])
        placed = dict(
            connection.execute(
                f"SELECT s.article, {_RANK} FROM article_search AS s WHERE s.article IN"
                " (SELECT CAST(value AS BIGINT) FROM json_each(?)) AND s.words @@ CAST(? AS tsquery)",
                (within, str([row["id"] for row in rows]), within),
            ).fetchall()
        )
        scored = [(row["id"], float(row["score"]) * (1 + placed[row["id"]])) for row in rows if row["id"] in placed]
        return sorted(scored, key=lambda found: (-found[1], -found[0]))[:limit]

    def bulk_insert(
        self, connection: Connection, table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]
    ) -> None:
        """Add many rows to a table, by COPY."""
        names = ", ".join(f'"{name}"' for name in columns)
        with connection.raw.cursor().copy(f"COPY {table} ({names}) FROM STDIN") as copy:  # type: ignore[attr-defined]
            for row in rows:
                copy.write_row(row)

    def before_sharing(self, connection: Connection, bands: Sequence[int]) -> None:
        """Take turns with others who store a text like this one: each sees the other."""
        turns.take_text(connection, bands)

    def after_copy(self, connection: Connection) -> None:
        """New ids go on after those of the other store; and the planner learns what is there."""
        rows = connection.execute(
            "SELECT table_name, pg_get_serial_sequence(quote_ident(table_name), column_name) AS sequence"
            " FROM information_schema.columns WHERE table_schema = current_schema() AND is_identity = 'YES'"
        ).fetchall()
        for row in rows:
            connection.execute(
                "SELECT setval(CAST(? AS regclass),"
                f" (SELECT coalesce(max(id), 0) + 1 FROM {row['table_name']}), false)",
                (row["sequence"],),
            )
        connection.execute("ANALYZE")

    def referring(self, connection: Connection) -> list[tuple[str, str]]:
        """Tables and columns that refer to articles."""
        rows = connection.execute(
            "SELECT c.relname AS table, a.attname AS column FROM pg_constraint AS k"
            " JOIN pg_class AS c ON c.oid = k.conrelid"
            " JOIN pg_attribute AS a ON a.attrelid = k.conrelid AND a.attnum = k.conkey[1]"
            " WHERE k.contype = 'f' AND k.confrelid = CAST('articles' AS regclass)"
        )
        return [(row["table"], row["column"]) for row in rows]


class TsRanking:
    """The matches of one query in order of relevance."""

    ranked_of: int | None = None  # every match is ranked, if only by its title

    def __init__(self, connection: Connection, planned: Plan, as_of: int | None) -> None:
        assert planned.match is not None  # noqa: S101
        self._connection, self._plan, self._match = connection, planned, planned.match
        self._filter = planned.filter
        if as_of is not None:
            self._filter = Filter(("s.article <= ?",), (as_of,)) + self._filter
        self._total: int | None = None
        self._estimate = connection.dialect.estimate(connection, self._match)

    def page(self, offset: int, limit: int) -> Found:
        """So many matches after the first `offset`."""
        if self._estimate > MOST_RANKED_BY_WORDS:
            return self._by_title(offset, limit)
        return self._by_words(offset, limit)

    def total(self) -> tuple[int, bool]:
        """How many match, and whether that was counted; after `page`."""
        if self._total is not None:
            return self._total, True
        return counting.total(self._connection, self._plan, self._estimate)

    def _by_words(self, offset: int, limit: int) -> Found:
        ranks, values = [], list[object]()
        for word in self._plan.words:
            expression = _expression(word)
            ranks.append(f"? * {_RANK}")
            values += [self._rarity(expression) * len(word.term.forms), expression]
        rows = self._connection.execute(
            f"SELECT s.article AS id, {' + '.join(ranks) or '0.0'} AS score, count(*) OVER () AS total"
            f" FROM {_ROWS} {self._filter.where(TsVector.matches)}"
            " ORDER BY score DESC, s.article DESC LIMIT ? OFFSET ?",
            (*values, self._match, *self._filter.values, limit, offset),
        ).fetchall()
        if rows or not offset:
            self._total = rows[0]["total"] if rows else 0
        return [(row["id"], float(row["score"])) for row in rows]

    def _rarity(self, expression: str) -> float:
        held = self._connection.dialect.estimate(self._connection, expression)
        every = max(held, highest_id(self._connection))
        return math.log(1 + (every - held + 0.5) / (held + 0.5))

    def _by_title(self, offset: int, limit: int) -> Found:
        found: dict[int, float] = {}
        for score, condition, values in self._tiers():
            rows = self._connection.execute(
                f"SELECT s.article FROM {_ROWS}"
                f" {self._filter.where(TsVector.matches, *condition)} ORDER BY s.article DESC LIMIT ?",
                (self._match, *values, *self._filter.values, offset + limit),
            )
            for (number,) in rows:
                found.setdefault(number, score)
            if len(found) >= offset + limit:
                break
        return list(found.items())[offset : offset + limit]

    def _tiers(self) -> Iterator[tuple[float, tuple[str, ...], tuple[str, ...]]]:
        """All words in the title, any of them, none."""
        words = [TsVector().term(word.term) for word in self._plan.words if word.column in (None, "title")]
        every = "s.title @@ CAST(? AS tsquery)"
        if len(words) > 1:
            yield 13.0, (every,), (f"({' & '.join(words)})",)
        if words:
            yield 7.0, (every,), (f"({' | '.join(words)})",)
        yield 1.0, (), ()


def tsvector(texts: Sequence[str]) -> str:
    """Folded title, summary, body and byline as PostgreSQL reads a tsvector.

    >>> tsvector(["harbour plan", "", "the harbour", ""])
    "'harbour':1A,34 'plan':2A 'the':33"
    """
    places: dict[str, list[str]] = {}
    place = size = 0
    for weight, column in _COLUMNS:
        for word in words_in(texts[column]):
            place = min(place + 1, _LAST_PLACE)
            known = places.get(word[:_LONGEST_WORD])
            if known is None:
                size += 4 * len(word) + 8
                if size > _MOST_BYTES:
                    break
                known = places[word[:_LONGEST_WORD]] = []
            if len(known) < _MOST_PLACES:
                known.append(f"{place}{weight}")
        place = min(place + _GAP, _LAST_PLACE)
    return " ".join(f"'{word}':{','.join(known)}" for word, known in places.items())


def _form(form: str, prefix: bool, weight: str) -> str:
    marks = [weight] * form.count(" ") + [("*" if prefix else "") + weight]
    words = [
        f"'{word[:_LONGEST_WORD]}'" + (f":{mark}" if mark else "")
        for word, mark in zip(form.split(" "), marks, strict=True)
    ]
    return f"({' <-> '.join(words)})" if len(words) > 1 else words[0]


def _in_text(term: Term) -> str:
    """The term in title, summary or body."""
    return f"({' | '.join(_form(form, term.prefix, 'ABD') for form in term.forms)})"


def _expression(word: Text) -> str:
    return TsVector().term(word.term, word.column)
