"""The spider behind `dateline backfill --urls`: each address of a list once, by the rules of every crawl."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import scrapy
from scrapy import Request

from crawler.archiving import Archive
from crawler.backfill_pages import Answer, PageMaker
from crawler.backfill_urls import ListedAddress, UrlsTally
from crawler.config import Config
from crawler.elsewhere import led_away
from crawler.network.addresses import allow_addresses
from crawler.network.failures import fetch_error, without_password
from crawler.spiders.answers import header, status_problem
from crawler.workers import ExtractionPool, NoWorkerError
from storage import Store, StoreError

_PAGE_TYPES = ("text/", "application/xhtml", "application/xml", "application/octet-stream")


class BackfillSpider(scrapy.Spider):
    """Fetches addresses with the politeness and limits of a crawl; `tally` tells what came of them.

    `error` is then the StoreError, or the bug, that ended it; None: it was not ended.
    """

    name = "backfill"

    def __init__(
        self,
        addresses: Sequence[ListedAddress],
        config: Config,
        store: Store,
        topics: Sequence[str],
        tally: UrlsTally,
        now: datetime,
        folder: Path | None = None,
        changed: Callable[[UrlsTally], None] | None = None,
    ) -> None:
        super().__init__()
        self.addresses, self.config, self.store, self.tally, self.changed = addresses, config, store, tally, changed
        self.archive = Archive(store.location, config, now, folder)
        self.pool = ExtractionPool()
        self.error: Exception | None = None
        self._maker = PageMaker(config, store, self.archive, self.pool, now=now, topics=topics, all_pages=True)

    async def start(self) -> AsyncIterator[Any]:
        """A request for each address."""
        allow_addresses(self.config.allow_addresses)
        for address in self.addresses:
            yield Request(
                address.url,
                callback=self.answered,
                errback=self.unanswered,
                cb_kwargs={"address": address},
                meta={"delay_s": self.config.crawls[address.outlet].delay_s},
                dont_filter=True,
            )

    async def answered(self, response: Any, address: ListedAddress) -> None:
        """Make the answer an article, or note why it is none."""
        at = datetime.now(UTC)
        try:
            if problem := _problem(response) or self._elsewhere(response.url, address):
                self._fail(address, problem)
                return
            headers = [
                (name.decode("latin-1"), value.decode("latin-1"))
                for name, values in response.headers.items()
                for value in values
            ]
            answer = Answer(response.url, at, response.status, headers, response.body, dict(response.meta))
            made = await self._maker.make(answer, address.outlet)
            if isinstance(made, str):
                self.tally.passed.append((address.url, made))
                self.store.save_failed_address(address.url, made, at)
            else:
                self.archive.sync()
                made = replace(made, asked=address.url)
                self.tally.articles = self.tally.articles + self.store.save_backfill([made])
                self.tally.read += 1
        except NoWorkerError as error:  # not the page's fault: no try of it is spent
            self.tally.failed.append((address.url, error.reason))
        except Exception as error:
            self._end(error)
        self._moved()

    def _elsewhere(self, answered: str, address: ListedAddress) -> str | None:
        if led_away(address.url, answered) or self._maker.hosts.outlet(answered) != address.outlet:
            return f"redirected to {without_password(answered)}: not this article"
        return None

    def unanswered(self, failure: Any) -> None:
        """An address that could not be fetched."""
        address: ListedAddress = failure.request.cb_kwargs["address"]
        try:
            self._fail(address, fetch_error(address.url, failure).reason)
        except StoreError as error:
            self._end(error)
        self._moved()

    def _fail(self, address: ListedAddress, problem: str) -> None:
        self.tally.failed.append((address.url, problem))
        self.store.save_failed_address(address.url, problem, datetime.now(UTC))

    def _end(self, error: Exception) -> None:
        """The store failed, or there is a bug: whoever runs this is told, and nothing more is asked for."""
        if self.error is None:
            self.error = error
            self._closing = asyncio.ensure_future(self.crawler.engine.close_spider_async(reason="failed"))

    def _moved(self) -> None:
        if self.changed is not None:
            self.changed(self.tally)

    def closed(self, reason: str) -> None:
        """End the workers and close the archive's file."""
        self.pool.close()
        self.archive.close()


def _problem(response: Any) -> str | None:
    if problem := status_problem(response):
        return problem
    kind = (header(response, "Content-Type") or "text/html").lower()
    return None if kind.startswith(_PAGE_TYPES) else f"not a page but {kind.split(';')[0][:60]}"
