"""How many articles match, about: asked before every search, so it has to cost next to nothing.

The planner's own guess costs more: it reads the statistics of every part of the index, and takes forms of a word that
it has never met for frequent ones.
"""

# ruff: noqa: S608 - statements are put together from names in this package; values are always bound.
from __future__ import annotations

from storage.sql.connection import Connection
from storage.sql.matching import Filter, highest_id

COUNTED_EXACTLY = 1_000
_LATEST = Filter(("s.dated_at >= (SELECT date_trunc('month', dated_at) FROM articles ORDER BY id DESC LIMIT 1)",))
_EVERYWHERE = Filter()


def estimate(connection: Connection, expression: str) -> int:
    """How many articles match: exact up to 1,000, beyond that as densely as 1,000 lie in the latest month."""
    few = _some(connection, expression, _EVERYWHERE)
    if few[0] < COUNTED_EXACTLY:
        return few[0]
    latest = _some(connection, expression, _LATEST)
    return _many(connection, latest if latest[0] == COUNTED_EXACTLY else few)


def roughly(connection: Connection, expression: str, within: Filter = _EVERYWHERE) -> int:
    """The same from whichever 1,000 the index has first, to choose a way by and weigh words.

    `within`: conditions on `article_search AS s` about time.
    """
    few = _some(connection, expression, within)
    return few[0] if few[0] < COUNTED_EXACTLY else _many(connection, few)


def _many(connection: Connection, some: tuple[int, int, int]) -> int:
    count, lowest, highest = some
    return max(COUNTED_EXACTLY, int(count * highest_id(connection) / (highest - lowest + 1)))


def _some(connection: Connection, expression: str, within: Filter) -> tuple[int, int, int]:
    """How many articles match, up to 1,000, and between which ids those lie."""
    row = connection.execute(
        "SELECT count(*), min(article), max(article) FROM (SELECT s.article FROM article_search AS s"
        f" {within.where('s.words @@ CAST(? AS tsquery)')} LIMIT ?) AS held",
        (expression, *within.values, COUNTED_EXACTLY),
    ).fetchone()
    return row[0], row[1], row[2]
