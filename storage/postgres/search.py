"""PostgreSQL's full-text index: tsvectors that we build ourselves from the folded words, a GIN index, and ranking.

No configuration of PostgreSQL's takes part: its parser, stemming and stop words would find other articles than SQLite
does. Every word stands with its places, and its column as weight: title A, summary B, byline C, body D. A word or
phrase has the same forms as in SQLite, Hebrew and Arabic prefixes included.

A tsvector keeps places up to 16,383: in longer texts words are found, phrases beyond that place are not.
"""

# ruff: noqa: S608 - statements are put together from names in this package; values are always bound.
from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from typing import Any

from storage.postgres import turns
from storage.postgres.estimating import estimate
from storage.postgres.ranking import RANK, TsRanking
from storage.sql.connection import Connection, Dialect, Found, Ranking
from storage.sql.matching import Filter, Plan, highest_id
from storage.words import Term, words_in

_CHOSEN_BY_RARITY = 150  # candidates whose places are looked at
_COLUMNS = (("A", 0), ("B", 1), ("C", 3), ("", 2))  # weight of title, summary, byline, body, as they are given
_WEIGHT = {"title": "A", "summary": "B", "byline": "C", "body": "D"}
_OF_TIME = re.compile(r"a\.dated_at (>=|<) \?")
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

    def __init__(self) -> None:
        self.indexed = 0  # articles put into the index since somebody looked

    def term(self, term: Term, column: str | None = None) -> str:
        """Its forms, any of them."""
        weight = _WEIGHT[column] if column else ""
        return self.any_of([_form(form, term.prefix, weight) for form in term.forms])

    def in_index(self, condition: str) -> str:
        """Times are those of the index's parts: it reads the parts of these months alone."""
        return "s" + condition.removeprefix("a") if _OF_TIME.fullmatch(condition) else condition

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
            "INSERT INTO article_search (article, dated_at, words, title)"
            " VALUES (?, (SELECT dated_at FROM articles WHERE id = ?), ?, ?)",
            (article, article, tsvector(texts), tsvector([texts[0], "", "", ""])),
        )
        self.indexed += 1

    def put_all(self, connection: Connection, articles: Iterable[tuple[int, str, Sequence[str]]]) -> None:
        """Index many articles, by COPY."""
        rows = [
            (article, dated_at, tsvector(texts), tsvector([texts[0], "", "", ""]))
            for article, dated_at, texts in articles
        ]
        self.bulk_insert(connection, "article_search", ("article", "dated_at", "words", "title"), rows)
        self.indexed += len(rows)

    def take(self, connection: Connection, article: int, texts: Sequence[str]) -> None:
        """Take an article out of the index."""
        connection.execute(
            "DELETE FROM article_search WHERE article = :article"
            " AND dated_at = (SELECT dated_at FROM articles WHERE id = :article)",
            {"article": article},
        )

    def clear(self, connection: Connection) -> None:
        """Empty the index."""
        connection.execute("TRUNCATE article_search")

    def estimate(self, connection: Connection, expression: str) -> int:
        """How many articles match: exact up to 1,000, beyond that as densely as 1,000 lie in the latest month."""
        return estimate(connection, expression)

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
            " SELECT a.id, a.dated_at, sum(r.idf) AS score FROM held AS h JOIN rarity AS r ON r.term = h.term"
            f" JOIN articles AS a ON a.id = h.article {chosen.where()}"
            " GROUP BY a.id, a.dated_at ORDER BY score DESC, a.id DESC LIMIT ?",
            (*values, float(total + 1), *chosen.values, max(_CHOSEN_BY_RARITY, 2 * limit)),
        ).fetchall()
        if not rows:
            return []
        within = self.any_of([_in_text(term) for term in words])
        placed = dict(
            connection.execute(
                f"SELECT s.article, {RANK} FROM jsonb_to_recordset(CAST(? AS jsonb)) AS c (article bigint,"
                " dated_at timestamptz) JOIN article_search AS s ON s.article = c.article AND s.dated_at = c.dated_at"
                " WHERE s.words @@ CAST(? AS tsquery)",
                (within, json.dumps([{"article": row["id"], "dated_at": row["dated_at"]} for row in rows]), within),
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
