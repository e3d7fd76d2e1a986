"""robots.txt as RFC 9309 says: 4xx means all is allowed, 5xx or no answer means keep away; kept for 24 hours at most.

Crawl-delay is not in the RFC but outlets use it: where it is longer than the outlet's own delay, it is heeded, up to
a minute.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any, Self

from protego import Protego
from scrapy import Request
from scrapy.exceptions import IgnoreRequest
from scrapy.http.request import NO_CALLBACK
from scrapy.utils.httpobj import urlparse_cached

from crawler.network.failures import fetch_error
from crawler.network.hosts import HostBusyError
from storage import Store, StoreError

KEPT_FOR = timedelta(hours=24)
LONGEST_DELAY_S = 60.0
_LARGEST_BYTES = 500 << 10  # RFC 9309, 2.5: parse at least 500 KiB
_ROBOTS_PRIORITY = 1000

logger = logging.getLogger(__name__)


class Rules:
    """What one host's robots.txt asks for. `problem` is set where there was no usable answer: keep away."""

    def __init__(self, status: int, body: bytes, problem: str | None = None) -> None:
        self.problem = problem or self._keep_away(status)
        self._parsed = None
        if not self.problem and 200 <= status < 300:
            self._parsed = Protego.parse(body[:_LARGEST_BYTES].decode("utf-8-sig", "replace"))

    @staticmethod
    def _keep_away(status: int) -> str | None:
        if status >= 500 or status == 429:
            return f"robots.txt: HTTP {status}"
        return None

    def allows(self, url: str, user_agent: str) -> bool:
        """Whether `url` may be fetched."""
        return not self.problem and (self._parsed is None or self._parsed.can_fetch(url, user_agent))

    def delay_s(self, user_agent: str) -> float:
        """The Crawl-delay, in seconds; 0 where none is asked for."""
        delay = self._parsed.crawl_delay(user_agent) if self._parsed else None
        return min(float(delay or 0), LONGEST_DELAY_S)


class RobotsMiddleware:
    """A Scrapy downloader middleware that asks each host's robots.txt first, at most once a day."""

    def __init__(self, crawler: Any) -> None:
        self._crawler = crawler
        self._user_agent: str = crawler.settings["USER_AGENT"]
        self._token: str = crawler.settings["ROBOTSTXT_USER_AGENT"]
        self._rules: dict[str, asyncio.Future[Rules]] = {}

    @classmethod
    def from_crawler(cls, crawler: Any) -> Self:
        """Built by Scrapy."""
        return cls(crawler)

    async def process_request(self, request: Any) -> None:
        """Raises IgnoreRequest with the reason where robots.txt, or its absence, forbids the request."""
        if "@" in urlparse_cached(request).netloc:  # where a redirect led: passwords go nowhere
            raise IgnoreRequest("the address has a user name or password in it")
        if request.meta.get("dont_obey_robotstxt"):
            return
        rules = await self._rules_for(request)
        if rules.problem:
            raise IgnoreRequest(f"not fetched: its {rules.problem}")
        if not rules.allows(request.url, self._token):
            raise IgnoreRequest("forbidden by robots.txt")
        delay = rules.delay_s(self._token)
        request.meta["crawl_delay_s"] = delay
        if delay:
            self._slow_down(urlparse_cached(request).hostname or "", delay)

    def forget(self, hosts: Iterable[str] | None = None) -> None:
        """Let go of what is known of these hosts (`scheme://host:port`), or of all: for a process that goes on.

        The store keeps good answers for their 24 hours; a host in trouble is asked again.
        """
        for host in list(self._rules) if hosts is None else hosts:
            if host in self._rules and self._rules[host].done():
                del self._rules[host]

    async def _rules_for(self, request: Any) -> Rules:
        parts = urlparse_cached(request)
        host = f"{parts.scheme}://{parts.netloc}"
        if host in self._rules:
            return await asyncio.shield(self._rules[host])
        future: asyncio.Future[Rules] = asyncio.get_running_loop().create_future()
        self._rules[host] = future
        try:
            rules = self._kept(host) or await self._fetched(host, request)
        except (StoreError, HostBusyError) as error:  # nothing was learnt of the host
            del self._rules[host]
            future.set_exception(error)
            future.exception()  # whoever waits for it is told; nobody may
            raise
        except Exception as error:
            rules = Rules(0, b"", f"robots.txt could not be read ({fetch_error(host, error).reason})")
        except BaseException:
            future.cancel()
            raise
        future.set_result(rules)
        return rules

    def _kept(self, host: str) -> Rules | None:
        kept = self._store().robots(host)
        if kept is None or not timedelta(0) <= datetime.now(UTC) - kept[0] < KEPT_FOR:
            return None
        return Rules(kept[1], kept[2])

    async def _fetched(self, host: str, wanted: Any) -> Rules:
        request = Request(
            f"{host}/robots.txt",
            priority=_ROBOTS_PRIORITY,
            meta={"dont_obey_robotstxt": True, "delay_s": wanted.meta.get("delay_s")},
            callback=NO_CALLBACK,
        )
        response = await self._crawler.engine.download_async(request)
        rules = Rules(response.status, response.body)
        if not rules.problem:  # a host in trouble is asked again in the next run
            self._store().save_robots(host, datetime.now(UTC), response.status, response.body[:_LARGEST_BYTES])
        return rules

    def _store(self) -> Store:
        store: Store = self._crawler.spider.store
        return store

    def _slow_down(self, host: str, delay: float) -> None:
        downloader = self._crawler.engine.downloader
        known = downloader.per_slot_settings.setdefault(host, {})
        if delay > known.get("delay", self._crawler.settings.getfloat("DOWNLOAD_DELAY")):
            known["delay"] = delay
            if host in downloader.slots:
                downloader.slots[host].delay = delay
