"""What a crawl writes: steps beside those of other writers, tried again where these were in the way.

Each names what it may read and change before it begins (`turns`). Two may still wait for each other in a circle, over a
name in a byline or a shared text: the server ends one of them, and it is done again. So is a step whose server went
away before it was told to store it. Everything else is written alone.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TypeVar

from normalise.urls import canonical_url
from storage.captures import Capture, PageReading
from storage.model import Article, Poll, SaveCounts, Sighting
from storage.postgres.base import PostgresBase
from storage.postgres.errors import TryAgain, translated
from storage.postgres.turns import MOST_BESIDE, Turn
from storage.preparing import Prepared
from storage.sql.store import SqlStore

Written = TypeVar("Written")
TRIES = 8
_LONGEST_PAUSE_S = 0.05


class PostgresBeside(PostgresBase, SqlStore):
    """The Store's methods of which many may run at once."""

    def save_poll(
        self,
        poll: Poll,
        sightings: Iterable[Sighting] = (),
        seen: Iterable[str] = (),
        captures: Iterable[Capture] = (),
    ) -> SaveCounts:
        """Save a poll, its validators and its entries as articles, in one transaction."""
        entries, shown, answers = list(sightings), list(seen), list(captures)
        articles = [entry.article for entry in entries]
        return self._beside(
            Turn([poll.feed, *_addresses(articles)], [one.guid for one in articles if one.guid]),
            lambda: super(PostgresBeside, self).save_poll(poll, entries, shown, answers),
        )

    def save_page(
        self,
        article: Article,
        fetched_at: datetime,
        reading: PageReading | None = None,
        prepared: Prepared | None = None,
    ) -> SaveCounts:
        """Save an article whose page was read; a revision if the words we received differ."""
        return self._beside(
            _of(article.id), lambda: super(PostgresBeside, self).save_page(article, fetched_at, reading, prepared)
        )

    def save_page_failure(
        self, article: int, reason: str, retry_at: datetime | None, access: str | None = None
    ) -> None:
        """Note why a page could not be read. `retry_at` None: it is `failed` and not asked for again."""
        self._beside(
            _of(article), lambda: super(PostgresBeside, self).save_page_failure(article, reason, retry_at, access)
        )

    def save_capture(self, capture: Capture, *, next_visit: datetime | None = None) -> int:
        """Remember an answer; gives its id."""
        return self._beside(
            _of(capture.article), lambda: super(PostgresBeside, self).save_capture(capture, next_visit=next_visit)
        )

    def save_articles(self, articles: Iterable[Article]) -> SaveCounts:
        """Insert or update articles by canonical address, in one transaction."""
        given = list(articles)
        turn = Turn(_addresses(given)) if len(given) <= MOST_BESIDE else Turn(whole=True)
        return self._beside(turn, lambda: super(PostgresBeside, self).save_articles(given))

    def save_robots(self, host: str, fetched_at: datetime, status: int, body: bytes) -> None:
        """Keep a robots.txt answer."""
        self._beside(Turn(), lambda: super(PostgresBeside, self).save_robots(host, fetched_at, status, body))

    def _beside(self, turn: Turn, step: Callable[[], Written]) -> Written:
        reconnected = False
        for left in reversed(range(TRIES)):
            try:
                with self._taking(turn):
                    return step()
            except TryAgain as problem:
                if not left or (problem.lost and (reconnected or self._together)):
                    raise
                reconnected = reconnected or problem.lost
            if self._together:
                with translated(self.location, self._secrets):
                    self._go_on(Turn())  # what stands so far is stored, and its locks are let go
            time.sleep(random.uniform(0, _LONGEST_PAUSE_S))  # noqa: S311 - so that two do not meet again
        raise AssertionError  # the last try returns or raises


def _addresses(articles: Iterable[Article]) -> list[str]:
    return [canonical_url(article.url) for article in articles]


def _of(article: int | None) -> Turn:
    return Turn(articles=[] if article is None else [article])
