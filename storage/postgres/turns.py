"""Who writes at the same moment: writers of different articles side by side, everything else alone.

Every write takes part in one lock of the store: whatever may touch any row (merging people, forgetting, pruning, a big
batch) takes it alone, as a writer in SQLite does. What a crawl writes takes it together with others, and besides a lock
for each address, feed and article it may read and change, in one order for everybody, so that nobody waits in a circle.
What it then reads of them stays true until it is done. Texts that may be one text take turns too: each sees the other.

All are advisory locks of a transaction: they end with it, also where its process or server does.
"""

# ruff: noqa: S608 - statements are put together from constants of this module; values are always bound.
from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from storage.sql.connection import NUMBERS, Connection
from storage.sql.rows import json_text, storable

MOST_BESIDE = 100  # addresses: each is a lock, and a server holds some thousands of them in all
_STORE = "hashtextextended('dateline write ' || current_schema(), 0)"
_ALONE = f"SELECT pg_advisory_xact_lock({_STORE})"
_BESIDE = f"SELECT pg_advisory_xact_lock_shared({_STORE})"
_IN_ORDER = "SELECT pg_advisory_xact_lock(hashtext('dateline {} ' || current_schema()), t.key) FROM ({}) AS t"
# Addresses and feeds by name; articles by their address, also where they are named by id, guid or another address.
_NAMED = _IN_ORDER.format(
    "turn",
    "SELECT DISTINCT hashtext(name) AS key FROM (SELECT value AS name FROM json_each(:names)"
    " UNION ALL SELECT a.canonical FROM addresses AS d JOIN articles AS a ON a.id = d.article"
    " WHERE d.url IN (SELECT value FROM json_each(:names))"
    " UNION ALL SELECT canonical FROM articles WHERE guid IN (SELECT value FROM json_each(:guids))"
    f" UNION ALL SELECT canonical FROM articles WHERE id IN {NUMBERS.replace('?', ':articles')}) AS named"
    " ORDER BY key",
)
_TEXTS = _IN_ORDER.format("text", "SELECT DISTINCT hashtext(value) AS key FROM json_each(?) ORDER BY key")
_BANDS_LOCKED = 4  # of 20: texts that are one share nine of ten bands, so that all four differ once in 10,000


@dataclass(frozen=True, slots=True)
class Turn:
    """What a write may read and change: canonical addresses and feeds, feeds' identifiers, ids of articles; or all."""

    names: Sequence[str] = ()
    guids: Sequence[str] = ()
    articles: Sequence[int] = ()
    whole: bool = False

    @property
    def is_small(self) -> bool:
        """Whether it may be locked piece by piece."""
        return not self.whole and len(self.names) + len(self.articles) <= MOST_BESIDE


def take_alone(connection: Connection) -> None:
    """Wait until nobody else writes."""
    connection.execute(_ALONE)


def take_part(connection: Connection) -> None:
    """Wait until nobody writes alone."""
    connection.execute(_BESIDE)


def take(connection: Connection, turn: Turn) -> None:
    """Wait until nobody else writes what this turn names."""
    if turn.names or turn.articles:
        values = {"names": _listed(turn.names), "guids": _listed(turn.guids), "articles": str(list(turn.articles))}
        connection.execute(_NAMED, values)


def take_text(connection: Connection, bands: Sequence[int]) -> None:
    """Wait until nobody else stores a text that may be this one, by the bands of its sketch."""
    connection.execute(_TEXTS, (_listed(str(band) for band in bands[:_BANDS_LOCKED]),))


def _listed(texts: Iterable[str]) -> str:
    return json_text(storable(text) for text in texts) or "[]"
