"""Article to store. Polls with their entries are saved by the spider itself: pages may only be asked for after them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from storage import Article, SaveCounts


@dataclass(frozen=True, slots=True)
class ReadPage:
    """A page that was fetched and read, merged into its article."""

    article: Article
    fetched_at: datetime


@dataclass(frozen=True, slots=True)
class UnreadPage:
    """A page that could not be read: why, and when to try again (None: not again)."""

    article: int
    reason: str
    retry_at: datetime | None
    access: str | None = None


class StorePipeline:
    """A Scrapy pipeline that writes each page's outcome in one transaction."""

    def __init__(self, crawler: Any) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Any) -> Self:
        """Built by Scrapy."""
        return cls(crawler)

    def process_item(self, item: ReadPage | UnreadPage) -> ReadPage | UnreadPage:
        """Save `item`. A StoreError ends the crawl: see the spider's `store_failed`."""
        spider = self._crawler.spider
        with spider.guarding_store():
            if isinstance(item, UnreadPage):
                spider.store.save_page_failure(item.article, item.reason, item.retry_at, item.access)
                spider.tally.page(read=False)
            else:
                counts: SaveCounts = spider.store.save_page(item.article, item.fetched_at)
                spider.tally.page(read=True, counts=counts)
        return item
