"""Article to store. Polls with their entries are saved by the spider itself: pages may only be asked for after them."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Self

from storage import Article, SaveCounts, Store, StoreError
from storage.archive import expire
from storage.captures import Capture, PageReading
from storage.preparing import Prepared

_TOGETHER_S, _MOST_TOGETHER = 0.2, 64

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ReadPage:
    """A page that was fetched and read, merged into its article; `reading` says from which answer and by what.

    `prepared`: what storing it works out beforehand, where that is done.
    """

    article: Article
    fetched_at: datetime
    reading: PageReading | None = None
    prepared: Prepared | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class UnreadPage:
    """A page that could not be read: why, and when to try again (None: not again). `capture`: what was answered."""

    article: int
    reason: str
    retry_at: datetime | None
    access: str | None = None
    capture: Capture | None = None
    next_visit: datetime | None = None


@dataclass(frozen=True, slots=True)
class SeenPage:
    """A later visit that brought nothing to read: the same bytes again, or no article. `next_visit`: when again."""

    capture: Capture
    next_visit: datetime | None
    read: bool = True


Item = ReadPage | UnreadPage | SeenPage


class StorePipeline:
    """A Scrapy pipeline that writes pages' outcomes, their bytes on disk before them.

    Those of a fifth of a second share one transaction and one wait for the disk. Killed in between, their pages are
    still pending: the next run asks for them again.
    """

    def __init__(self, crawler: Any) -> None:
        self._crawler = crawler
        self._waiting: list[Item] = []
        self._timer: asyncio.TimerHandle | None = None

    @classmethod
    def from_crawler(cls, crawler: Any) -> Self:
        """Built by Scrapy."""
        return cls(crawler)

    def close_spider(self) -> None:
        """At the end of a crawl: the last pages saved, the run's file closed, and what has had its time let go."""
        spider = self._crawler.spider
        self._save_waiting()
        try:
            spider.archive.close()
            if spider.store_error is None and spider.archive.folder is not None:
                for problem in expire(spider.store, spider.archive.folder, spider.now()).problems:
                    logger.error("the archive: %s", problem)
        except StoreError as error:
            spider.store_error = spider.store_error or error

    def process_item(self, item: Item) -> Item:
        """Have `item` saved. A StoreError ends the crawl: see the spider's `guarding_store`."""
        self._waiting.append(item)
        if len(self._waiting) >= _MOST_TOGETHER:
            self._save_waiting()
        elif self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(_TOGETHER_S, self._save_waiting)
        return item

    def _save_waiting(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        items, self._waiting = self._waiting, []
        spider = self._crawler.spider
        if not items or spider.store_error is not None:
            return
        saved: list[tuple[bool, SaveCounts | None]] = []
        with spider.guarding_store():
            spider.archive.sync()
            with spider.store.together():
                for item in items:
                    try:
                        saved.append(_save(spider.store, item))
                    except StoreError:
                        raise
                    except Exception:  # a bug costs this page, never the run
                        logger.exception("a page could not be saved")
                        saved.append((False, None))
            for read, counts in saved:
                spider.tally.page(read=read, counts=counts)


def _save(store: Store, item: Item) -> tuple[bool, SaveCounts | None]:
    """Save a page's outcome; gives whether it was read, and what that changed."""
    if isinstance(item, SeenPage):
        store.save_capture(item.capture, next_visit=item.next_visit)
        return item.read, None
    if isinstance(item, UnreadPage):
        store.save_page_failure(item.article, item.reason, item.retry_at, item.access)
        if item.capture is not None:
            store.save_capture(item.capture, next_visit=item.next_visit)
        return False, None
    return True, store.save_page(item.article, item.fetched_at, item.reading, item.prepared)
