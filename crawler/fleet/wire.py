"""What a worker puts between spider and wire besides what every crawl has: turns that the whole fleet shares."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Self

from scrapy.exceptions import IgnoreRequest
from scrapy.settings import Settings
from scrapy.utils.httpobj import urlparse_cached

from crawler.network.limits import BoundedHandler
from crawler.pipelines import StorePipeline

HOP = "hop"  # in a request's meta: where its redirects have led


class Hop:
    """The request that is on the wire for one that was asked for: itself, or where it was redirected to."""

    def __init__(self, request: Any) -> None:
        self.request = request


def settings_of_worker() -> Settings:
    """Scrapy's settings of a crawl, with a worker's own."""
    settings = Settings()
    settings.setmodule("crawler.settings", priority="project")
    handler = "crawler.fleet.wire.LeasedHandler"
    usual_s = settings.getfloat("DOWNLOAD_DELAY")
    own: dict[str, Any] = {
        "DOWNLOAD_HANDLERS": settings.getdict("DOWNLOAD_HANDLERS") | {"http": handler, "https": handler},
        "DATELINE_DELAY_S": usual_s,
        "DOWNLOAD_DELAY": 0.0,  # kept by the lease of the host, for the whole fleet
        "DOWNLOADER_MIDDLEWARES": settings.getdict("DOWNLOADER_MIDDLEWARES")
        | {"crawler.network.hosts.HostMiddleware": None, "crawler.fleet.wire.HopMiddleware": 90},
        "ITEM_PIPELINES": {"crawler.fleet.wire.WorkerPipeline": 300},
        "CONCURRENT_REQUESTS": 0,  # one a job
    }
    for name, value in own.items():
        settings.set(name, value, priority="cmdline")
    return settings


class HopMiddleware:
    """A Scrapy downloader middleware, the first of all: notes each hop, and that it has a turn of its own."""

    def process_request(self, request: Any) -> None:
        """Raises IgnoreRequest for other schemes than http and https."""
        if urlparse_cached(request).scheme not in ("http", "https"):
            raise IgnoreRequest("only http and https addresses are fetched")
        request.meta.pop("download_slot", None)
        request.meta.pop("crawl_delay_s", None)
        hop: Hop | None = request.meta.get(HOP)
        if hop is not None:
            hop.request = request


class LeasedHandler(BoundedHandler):
    """HTTP as in every crawl, where the turn at a host is the fleet's and not this process's."""

    def __init__(self, crawler: Any) -> None:
        super().__init__(crawler)
        self._leases = crawler.spider.leases
        self._trouble = crawler.spider.trouble
        self._usual_s = crawler.settings.getfloat("DATELINE_DELAY_S")

    @classmethod
    def from_crawler(cls, crawler: Any) -> Self:
        """Built by Scrapy."""
        return cls(crawler)

    @asynccontextmanager
    async def _turn(self, request: Any) -> AsyncIterator[None]:
        own = request.meta.get("delay_s")
        delay_s = max(self._usual_s if own is None else own, request.meta.get("crawl_delay_s", 0.0))
        async with self._leases.turn(urlparse_cached(request).hostname or "", delay_s):
            yield


class WorkerPipeline(StorePipeline):
    """Pages into the store as in every crawl; tells when what was given to it is stored."""

    def __init__(self, crawler: Any) -> None:
        super().__init__(crawler)
        self._told: asyncio.Future[None] | None = None

    async def saved(self) -> None:
        """Wait until everything given so far was stored, or could not be."""
        if self._waiting:
            if self._told is None:
                self._told = asyncio.get_running_loop().create_future()
            await asyncio.shield(self._told)

    def close_spider(self) -> None:
        """At a worker's end: the last pages saved, its file closed. Letting go of old bytes is the scheduler's."""
        self._save_waiting()
        self._crawler.spider.close_archive()

    def _save_waiting(self) -> None:
        super()._save_waiting()
        if self._told is not None:
            self._told.set_result(None)
            self._told = None
