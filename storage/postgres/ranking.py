"""The matches of a query in order of relevance, out of PostgreSQL's full-text index.

As near to bm25 as is cheap: of each word, how rare it is (idf as in bm25) times how often and where it stands
(`ts_rank` of that word alone, which flattens out like bm25's term frequency), by the logarithm of the length. For that
a text's words have to be unpacked and every form of a word looked for, 20 to 50 microseconds a text and word, so only
so many matches are ranked as can be in a twentieth of a second. Where there are more, they are those with all words
in the title, then with any, then the newest: the title has an index of its own, and the newest are sought from the
newest month backwards. After them come the others in that order.
"""

# ruff: noqa: S608 - statements are put together from names in this package; values are always bound.
from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import date

from storage.postgres.estimating import roughly
from storage.postgres.months import parts
from storage.query_language import Text
from storage.sql import counting
from storage.sql.connection import Connection, Found
from storage.sql.matching import Filter, Plan, highest_id

MOST_AT_ONCE = 5_000  # matches that are sought in all months at once
_BUDGET_US = 40_000
_UNPACKED_US, _LOOKED_FOR_US = 20.0, 0.7  # of a text of 300 words; of one form in it
_FEWEST_RANKED = 100
RANK = "ts_rank('{0.17, 0.33, 0.33, 1.0}', s.words, CAST(? AS tsquery), 1)"  # of D, C, B, A; 1: by log of the length
_ARTICLES = " JOIN articles AS a ON a.id = s.article"
_MATCHES = "s.words @@ CAST(? AS tsquery)"
_IN_TITLE = "s.title @@ CAST(? AS tsquery)"
_FIRST_MONTHS = 4  # the two that come are empty

Scored = dict[int, float]


class TsRanking:
    """The matches of one query in order of relevance."""

    ranked_of: int | None = None  # every match has its place, if only by its title and date

    def __init__(self, connection: Connection, planned: Plan, as_of: int | None) -> None:
        assert planned.match is not None  # noqa: S101
        self._connection, self._plan, self._match = connection, planned, planned.match
        dialect = connection.dialect
        conditions = tuple(map(dialect.in_index, planned.filter.conditions))
        self._rows = "article_search AS s" + (_ARTICLES if any("a." in condition for condition in conditions) else "")
        self._filter = Filter(conditions, planned.filter.values)
        if as_of is not None:
            self._filter = Filter(("s.article <= ?",), (as_of,)) + self._filter
        self._total: int | None = None
        self._estimate = roughly(connection, self._match, self._time())
        self._words = [(word, _expression(connection, word)) for word in planned.words]
        self._weights: list[object] | None = None
        work = sum(_UNPACKED_US + len(word.term.forms) * _LOOKED_FOR_US for word, _ in self._words)
        self._most_ranked = max(_FEWEST_RANKED, int(_BUDGET_US / max(work, 1)))

    def page(self, offset: int, limit: int) -> Found:
        """So many matches after the first `offset`."""
        wanted = max(self._most_ranked, offset + limit)
        found: Scored = {}
        for condition, values in self._tiers():
            for span in self._spans():
                more = self._matches(Filter(condition, values) + span, wanted)
                found |= {number: score for number, score in more if number not in found}
                if len(found) >= wanted:
                    break
            if len(found) >= wanted:
                break
        else:
            self._total = len(found)
        every = list(found.items())
        ranked = sorted(every[: self._most_ranked], key=lambda one: (-one[1], -one[0]))
        return [*ranked, *every[self._most_ranked :]][offset : offset + limit]

    def total(self) -> tuple[int, bool]:
        """How many match, and whether that was counted; after `page`."""
        if self._total is not None:
            return self._total, True
        return counting.total(self._connection, self._plan, None)

    def _matches(self, chosen: Filter, limit: int) -> Found:
        """The newest of the matches that fulfil a condition, with their scores. All are found before they are put in
        order: an index of dates would be read back from today until enough match, which may be never."""
        scores, values = self._scores()
        chosen += self._filter
        rows = self._connection.execute(
            f"WITH found AS MATERIALIZED (SELECT s.article, s.dated_at, s.words FROM {self._rows} {chosen.where()})"
            f" SELECT s.article AS id, {scores} AS score FROM"
            " (SELECT * FROM found ORDER BY dated_at DESC, article DESC LIMIT ?) AS s"
            " ORDER BY s.dated_at DESC, s.article DESC",
            (*chosen.values, *values, limit),
        ).fetchall()
        return [(row["id"], float(row["score"])) for row in rows]

    def _scores(self) -> tuple[str, list[object]]:
        if self._weights is None:
            self._weights = [
                value
                for word, expression in self._words
                for value in (self._rarity(expression) * len(word.term.forms), expression)
            ]
        return " + ".join([f"? * {RANK}"] * len(self._words)) or "0.0", self._weights

    def _time(self) -> Filter:
        """What of the filter is about time."""
        values = iter(self._filter.values)
        own = [
            (condition, [next(values) for _ in range(condition.count("?"))]) for condition in self._filter.conditions
        ]
        kept = [(condition, one) for condition, given in own if condition.startswith("s.dated_at") for one in given]
        return Filter(tuple(condition for condition, _ in kept), tuple(value for _, value in kept))

    def _rarity(self, expression: str) -> float:
        alone = expression == self._match
        held = self._estimate if alone else roughly(self._connection, expression)
        every = max(held, highest_id(self._connection))
        return math.log(1 + (every - held + 0.5) / (held + 0.5))

    def _tiers(self) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
        """All words in the title, any of them, none; where all matches are ranked, there is one tier."""
        if self._estimate > self._most_ranked:
            titles = [expression for word, expression in self._words if word.column in (None, "title")]
            dialect = self._connection.dialect
            if len(titles) > 1:
                yield (_IN_TITLE, _MATCHES), (dialect.all_of(titles), self._match)
            if titles == [self._match]:
                yield (_IN_TITLE,), (self._match,)  # what stands in the title stands in the article
            elif titles:
                yield (_IN_TITLE, _MATCHES), (dialect.any_of(titles), self._match)
        yield (_MATCHES,), (self._match,)

    def _spans(self) -> Iterator[Filter]:
        """Spans of time from the newest back, of ever more months; of few matches all at once."""
        months = parts(self._connection) if self._estimate > MOST_AT_ONCE else []
        until, step = None, _FIRST_MONTHS
        while len(months) > step:
            months, since = months[:-step], months[-step]
            yield _between(since, until)
            until, step = since, step * 2 if until else 1
        yield _between(None, until)


def _between(since: date | None, until: date | None) -> Filter:
    conditions = [("s.dated_at >= ?", since), ("s.dated_at < ?", until)]
    kept = [(condition, str(day)) for condition, day in conditions if day is not None]
    return Filter(tuple(condition for condition, _ in kept), tuple(day for _, day in kept))


def _expression(connection: Connection, word: Text) -> str:
    return connection.dialect.term(word.term, word.column)
