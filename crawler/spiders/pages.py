"""Pages of articles: asked for when they are due, read in a worker process, merged into what the feed said.

The half of the coverage spider that begins once a feed's entries are safe.
"""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import scrapy
from scrapy import Request

from crawler.config import Config, OutletCrawl
from crawler.extraction import ExtractionError
from crawler.network.failures import fetch_error
from crawler.pipelines import ReadPage, UnreadPage
from crawler.schedule import next_page_try
from crawler.spiders.answers import header, status_problem
from crawler.tally import Tally
from crawler.workers import ExtractionPool, NoWorkerError
from storage import Article, Outlet, PendingPage, Store, StoreError
from storage.merging import merge

_PAGE_TYPES = ("text/", "application/xhtml", "application/xml", "application/octet-stream")
PAGES_A_RUN = 2_000  # of one outlet; what is left stays pending for the next run
_FAR_AHEAD = timedelta(days=3650)
_NO_ARTICLE = {
    "consent": "a consent page instead of the article",
    "login": "a login page instead of the article",
    "error": "an error or challenge page instead of the article",
}

logger = logging.getLogger(__name__)


class PageSpider(scrapy.Spider):
    """Asks for the pages that are due. What it needs of its spider stands here as annotations."""

    config: Config
    store: Store
    tally: Tally
    pool: ExtractionPool
    ignore_schedule: bool
    _outlets: dict[str, Outlet]
    _asked: set[int]
    _pages_left: Counter[str]
    store_error: StoreError | None

    @contextmanager
    def guarding_store(self) -> Iterator[None]:
        """A store that fails ends the crawl; the error is kept for whoever runs it."""
        try:
            yield
        except StoreError as error:
            if self.store_error is None:
                self.store_error = error
                self._closing = asyncio.ensure_future(self.crawler.engine.close_spider_async(reason="store_failed"))

    def _page_requests(self, outlets: Sequence[str]) -> Iterator[Request]:
        pages: list[PendingPage] = []
        with self.guarding_store():
            until = datetime.now(UTC) + (_FAR_AHEAD if self.ignore_schedule else timedelta(0))
            pages = [
                page
                for outlet in outlets
                for page in self.store.pending_pages(until, [outlet], limit=PAGES_A_RUN)
                if page.article not in self._asked and self._room(outlet)
            ]
        self._asked.update(page.article for page in pages)
        if pages:
            self.tally.asked(len(pages))
        for page in pages:
            yield Request(
                page.url,
                callback=self.parse_page,
                errback=self.page_unanswered,
                cb_kwargs={"page": page},
                meta={"delay_s": self._crawl(page.outlet).delay_s},
                dont_filter=True,
            )

    def _room(self, outlet: str) -> bool:
        self._pages_left[outlet] -= 1
        return self._pages_left[outlet] >= 0

    async def parse_page(self, response: Any, page: PendingPage) -> ReadPage | UnreadPage | None:
        """The article of a page, or why there is none; None where the page is left for a later run."""
        if problem := status_problem(response):
            return self._unread(page, problem, lasting=response.status == 410)
        kind = (header(response, "Content-Type") or "text/html").lower()
        if not kind.startswith(_PAGE_TYPES):
            return self._unread(page, f"not a page but {kind.split(';')[0][:60]}", lasting=True)
        article = self.store.article(page.article)
        if article is None:
            return self._unread(page, "the article is no longer in the store", lasting=True)
        return await self._extract(response, page, article)

    async def _extract(self, response: Any, page: PendingPage, article: Article) -> ReadPage | UnreadPage | None:
        outlet = self._outlets[page.outlet]
        try:
            extracted = await self.pool.extract(
                response.body,
                url=response.url,
                timezone=outlet.timezone,
                language=article.language or outlet.language,
                rules=self._crawl(page.outlet).page_rules,
                encoding=self._crawl(page.outlet).encoding,
                now=datetime.now(UTC),
            )
            merged = merge(article, extracted, outlet=outlet, topics=self.config.topics)
        except NoWorkerError as error:  # not the page's fault: it stays pending, and no try of it is spent
            self.tally.starved = error.reason
            self.tally.page(read=False)
            return None
        except ExtractionError as error:
            return self._unread(page, error.reason)
        except Exception:  # a bug costs this page, never the run
            logger.exception("%s: the page could not be merged into its article", page.url)
            return self._unread(page, "reading the page failed (a bug: please report it)")
        if extracted.access in ("consent", "login", "error"):
            return self._unread(page, _NO_ARTICLE[extracted.access], access=extracted.access)
        return ReadPage(merged, datetime.now(UTC))

    def page_unanswered(self, failure: Any) -> UnreadPage:
        """A page that could not be fetched."""
        return self._unread(failure.request.cb_kwargs["page"], fetch_error(failure.request.url, failure).reason)

    def _unread(
        self, page: PendingPage, reason: str, *, lasting: bool = False, access: str | None = None
    ) -> UnreadPage:
        retry_at = None if lasting else next_page_try(datetime.now(UTC), page.attempts)
        return UnreadPage(page.article, reason, retry_at, access)

    def _crawl(self, outlet: str) -> OutletCrawl:
        return self.config.crawls[outlet]
