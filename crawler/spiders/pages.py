"""Pages of articles: asked for when they are due, read in a worker process, merged into what the feed said.

The half of the coverage spider that begins once a feed's entries are safe.
"""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any

import scrapy
from scrapy import Request

from crawler.archiving import Archive, Served, next_visit
from crawler.config import Config, OutletCrawl
from crawler.earlier import read_earlier
from crawler.elsewhere import is_another_story, led_away
from crawler.extraction import ExtractionError
from crawler.extraction.version import EXTRACTOR
from crawler.network.failures import fetch_error, without_password
from crawler.page_jobs import MadePage, MakePage
from crawler.pipelines import ReadPage, SeenPage, UnreadPage
from crawler.rereading import config_sha256, options
from crawler.schedule import next_page_try
from crawler.spiders.answers import header, status_problem
from crawler.tally import Tally
from crawler.workers import ExtractionPool, NoWorkerError
from storage import Article, Outlet, PendingPage, Store, StoreError
from storage.captures import Capture, PageReading

_PAGE_TYPES = ("text/", "application/xhtml", "application/xml", "application/octet-stream")
PAGES_A_RUN = 2_000  # of one outlet; what is left stays pending for the next run
VISITS_LAST = -10  # a page that was never read comes before one to look at again
_FAR_AHEAD = timedelta(days=3650)
_NO_ARTICLE = {
    "consent": "a consent page instead of the article",
    "login": "a login page instead of the article",
    "error": "an error or challenge page instead of the article",
}

Item = ReadPage | UnreadPage | SeenPage

logger = logging.getLogger(__name__)


def present() -> datetime:
    """The clock of a crawl, unless it is given another."""
    return datetime.now(UTC)


class PageSpider(scrapy.Spider):
    """Asks for the pages that are due. What it needs of its spider stands here as annotations."""

    config: Config
    store: Store
    tally: Tally
    now: Callable[[], datetime] = staticmethod(present)
    pool: ExtractionPool
    ignore_schedule: bool
    _outlets: dict[str, Outlet]
    _asked: set[int]
    _pages_left: Counter[str]
    store_error: StoreError | None

    @cached_property
    def archive(self) -> Archive:
        """Where this run's answers are kept."""
        return Archive(self.store.location, self.config, self.now())

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
        visits: list[PendingPage] = []
        with self.guarding_store():
            until = self.now() + (_FAR_AHEAD if self.ignore_schedule else timedelta(0))
            pages = [
                page
                for outlet in outlets
                for page in self.store.pending_pages(until, [outlet], limit=PAGES_A_RUN)
                if page.article not in self._asked and self._room(outlet)
            ]
            self._asked.update(page.article for page in pages)
            visits = [
                page
                for outlet in outlets
                for page in self.store.due_visits(self.now(), [outlet], limit=PAGES_A_RUN)
                if page.article not in self._asked and self._room(outlet)
            ]
            self._asked.update(page.article for page in visits)
        if pages or visits:
            self.tally.asked(len(pages) + len(visits))
        for page in pages:
            yield self._page_request(page)
        for page in visits:
            yield self._page_request(page, self.store.last_page(page.article), priority=VISITS_LAST)

    def _page_request(self, page: PendingPage, last: Capture | None = None, *, priority: int = 0) -> Request:
        headers = {}
        if last is not None:
            if etag := last.header("ETag"):
                headers["If-None-Match"] = etag.encode("latin-1", "replace")
            if modified := last.header("Last-Modified"):
                headers["If-Modified-Since"] = modified.encode("latin-1", "replace")
        return Request(
            page.url,
            headers=headers,
            callback=self.parse_page,
            errback=self.page_unanswered,
            cb_kwargs={"page": page, "last": last},
            meta={"delay_s": self._crawl(page.outlet).delay_s},
            priority=priority,
            dont_filter=True,
        )

    def _room(self, outlet: str) -> bool:
        self._pages_left[outlet] -= 1
        return self._pages_left[outlet] >= 0

    async def parse_page(self, response: Any, page: PendingPage, last: Capture | None = None) -> Item | None:
        """The article of a page, or why there is none; None where the page is left for a later run.

        `last`, on a later visit: the answer it was asked conditionally with.
        """
        at = self.now()
        article = self.store.article(page.article)
        if article is None:
            return self._unread(page, "the article is no longer in the store", lasting=True)
        served = self.archive.receive(response, page.outlet, at, article=page.article)
        visit = Visit(page, article, served, at, again=article.page_state == "fetched")
        if visit.again and last is not None and (found := _same(response, served, last)):
            return SeenPage(self.archive.same(served, last, found), self._next_visit(article, at))
        with self.guarding_store():
            return await self._parse(response, visit)
        return None

    async def _parse(self, response: Any, visit: Visit) -> Item | None:
        if problem := status_problem(response):
            return self._unread_visit(visit, problem, lasting=response.status == 410)
        if led_away(visit.article.url, response.url):
            return self._unread_visit(visit, _elsewhere(response))
        kind = (header(response, "Content-Type") or "text/html").lower()
        if not kind.startswith(_PAGE_TYPES):
            return self._unread_visit(visit, f"not a page but {kind.split(';')[0][:60]}", lasting=True)
        return await self._extract(response, visit)

    async def _extract(self, response: Any, visit: Visit) -> Item | None:
        page, article = visit.page, visit.article
        outlet, crawl = self._outlets[page.outlet], self._crawl(page.outlet)
        try:
            how = options(outlet, crawl, url=response.url, language=article.language, at=visit.at)
            served = visit.served
            job = MakePage(response.body, how, outlet.id, article, served.record, served.capture.sha256)
            made: MadePage = await self.pool.run(job)
            self.archive.decide(served, noarchive=made.noarchive, member=made.member)
            merged, signature = made.article, made.signature
            if visit.again and is_another_story(article.url, response.url, article.title, merged.title):
                return self._unread_visit(visit, _elsewhere(response))
            earlier = await read_earlier(
                self.store, self.archive.folder, self.config, outlet, article, merged, signature, self.pool.extract
            )
        except NoWorkerError as error:  # not the page's fault: it stays pending, and no try of it is spent
            self.tally.starved = error.reason
            self.tally.page(read=False)
            return None
        except ExtractionError as error:
            return self._unread_visit(visit, error.reason)
        except StoreError:
            raise
        except Exception:  # a bug costs this page, never the run
            logger.exception("%s: the page could not be merged into its article", page.url)
            return self._unread_visit(visit, "reading the page failed (a bug: please report it)")
        if made.access in _NO_ARTICLE:
            return self._unread_visit(visit, _NO_ARTICLE[made.access], access=made.access)
        reading = PageReading(
            EXTRACTOR,
            config_sha256(outlet, crawl),
            visit.served.capture,
            earlier[0] if earlier is not None else None,
            self._next_visit(merged, visit.at),
            visit.served.live,
            signature,
            earlier[1] if earlier is not None else None,
        )
        return ReadPage(merged, visit.at, reading, made.prepared)

    def page_unanswered(self, failure: Any) -> Item:
        """A page that could not be fetched."""
        page: PendingPage = failure.request.cb_kwargs["page"]
        reason = fetch_error(failure.request.url, failure).reason
        article = self.store.article(page.article)
        if article is None or article.page_state != "fetched":
            return self._unread(page, reason)
        at = self.now()
        unanswered = Capture(without_password(page.url), at, 0, page.outlet, article=page.article, found=reason)
        return SeenPage(unanswered, self._next_visit(article, at), read=False)

    def _unread_visit(
        self, visit: Visit, reason: str, *, lasting: bool = False, access: str | None = None
    ) -> UnreadPage | SeenPage:
        """An answer without an article in it; on a later visit the text we hold stays as it is."""
        self.archive.decide(visit.served, noarchive=None)  # it was not read: it may have asked not to be kept
        capture = replace(visit.served.capture, found=reason)
        next_visit = self._next_visit(visit.article, visit.at) if visit.article.fetched_at is not None else None
        if visit.again:
            return SeenPage(capture, next_visit, read=False)
        unread = self._unread(visit.page, reason, lasting=lasting, access=access)
        return replace(unread, capture=capture, next_visit=next_visit)

    def _unread(
        self, page: PendingPage, reason: str, *, lasting: bool = False, access: str | None = None
    ) -> UnreadPage:
        retry_at = None if lasting else next_page_try(self.now(), page.attempts)
        return UnreadPage(page.article, reason, retry_at, access)

    def _next_visit(self, article: Article, at: datetime) -> datetime | None:
        if article.id is None or article.fetched_at is None:
            return next_visit(self.config, article, at, at)
        first = self.store.first_visit(article.id)
        return next_visit(self.config, article, first, at) if first is not None else None  # else all are made

    def _crawl(self, outlet: str) -> OutletCrawl:
        return self.config.crawls[outlet]


@dataclass(frozen=True, slots=True)
class Visit:
    """An answer for a page in hand. `again`: the page was read before, and only asked for to see what it says now."""

    page: PendingPage
    article: Article
    served: Served
    at: datetime
    again: bool


def _elsewhere(response: Any) -> str:
    return f"redirected to {without_password(response.url)}: not this article"


def _same(response: Any, served: Served, last: Capture) -> str | None:
    """Whether a later visit was answered with the bytes of `last`, in words."""
    if response.status == 304:
        return "not modified (304)"
    return "the same bytes" if served.capture.sha256 == last.sha256 is not None else None
