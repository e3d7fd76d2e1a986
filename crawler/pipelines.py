"""Article to store. Polls with their entries are saved by the spider itself: pages may only be asked for after them."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from storage import Article, SaveCounts, StoreError
from storage.archive import expire
from storage.captures import Capture, PageReading

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ReadPage:
    """A page that was fetched and read, merged into its article; `reading` says from which answer and by what."""

    article: Article
    fetched_at: datetime
    reading: PageReading | None = None


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


class StorePipeline:
    """A Scrapy pipeline that writes each page's outcome in one transaction, its bytes on disk before it."""

    def __init__(self, crawler: Any) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Any) -> Self:
        """Built by Scrapy."""
        return cls(crawler)

    def close_spider(self) -> None:
        """At the end of a crawl: the run's file closed, and what has had its time let go."""
        spider = self._crawler.spider
        try:
            spider.archive.close()
            if spider.store_error is None and spider.archive.folder is not None:
                for problem in expire(spider.store, spider.archive.folder, spider.now()).problems:
                    logger.error("the archive: %s", problem)
        except StoreError as error:
            spider.store_error = spider.store_error or error

    def process_item(self, item: ReadPage | UnreadPage | SeenPage) -> ReadPage | UnreadPage | SeenPage:
        """Save `item`. A StoreError ends the crawl: see the spider's `store_failed`."""
        spider = self._crawler.spider
        with spider.guarding_store():
            spider.archive.sync()
            if isinstance(item, SeenPage):
                spider.store.save_capture(item.capture, next_visit=item.next_visit)
                spider.tally.page(read=item.read)
            elif isinstance(item, UnreadPage):
                spider.store.save_page_failure(item.article, item.reason, item.retry_at, item.access)
                if item.capture is not None:
                    spider.store.save_capture(item.capture, next_visit=item.next_visit)
                spider.tally.page(read=False)
            else:
                counts: SaveCounts = spider.store.save_page(item.article, item.fetched_at, item.reading)
                spider.tally.page(read=True, counts=counts)
        return item
