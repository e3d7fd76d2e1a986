"""Bounds on every answer: time to connect, time for the answer, time for an address in all its hops, bytes."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from contextlib import AbstractAsyncContextManager
from time import monotonic
from typing import Any

from scrapy.core.downloader.handlers import http11
from scrapy.exceptions import DownloadTimeoutError
from scrapy.utils.httpobj import urlparse_cached

from crawler.network.hosts import Trouble

CONNECT_S = 10.0
ANSWER_S = 20.0
ALL_HOPS_S = 30.0
UNPACKED_BYTES = 15 << 20


class _Agent(http11._ScrapyAgent):
    """Scrapy gives connecting the time of the whole answer; a host that does not connect in 10 s is down."""

    def _get_agent(self, request: Any, timeout: float) -> Any:
        return super()._get_agent(request, min(timeout, CONNECT_S))


class BoundedHandler(http11.HTTP11DownloadHandler):
    """HTTP with a time budget that redirects share: waiting for a host's turn costs nothing, being answered does.

    One request at a time a host is kept here. Scrapy 2.19's slots do not: with a delay of 0 they start every request
    that waits before the first counts as under way (the count is raised in a task that has not begun).
    """

    def __init__(self, crawler: Any) -> None:
        super().__init__(crawler)
        self._turns: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._trouble = Trouble()
        # A kept connection may have been closed just as it is used again, which is nobody's failure: RFC 9110, 9.2.2. A
        # new connection is not tried twice.
        self._pool.retryAutomatically = True

    async def download_request(self, request: Any) -> Any:
        """As Scrapy's handler, within what is left of the request's 30 s. Raises DownloadTimeoutError past it."""
        async with self._turn(request):
            host = urlparse_cached(request).netloc
            self._trouble.check(host)
            try:
                return await self._download(request)
            except Exception as error:
                self._trouble.note(host, request.url, error)
                raise

    def _turn(self, request: Any) -> AbstractAsyncContextManager[None]:
        """The turn of a request at its host: held while it is under way."""
        return self._turns[request.meta.get("download_slot", "")]

    async def _download(self, request: Any) -> Any:
        spent = request.meta.get("spent_s", 0.0)
        left = min(ANSWER_S, ALL_HOPS_S - spent)
        if left <= 0:
            raise DownloadTimeoutError(f"{request.url} took longer than {ALL_HOPS_S:.0f} seconds with its redirects")
        request.meta["download_timeout"] = left
        agent = _Agent(
            contextFactory=self._contextFactory,
            bindAddress=self._bind_address,
            pool=self._pool,
            maxsize=self._default_maxsize,
            warnsize=self._default_warnsize,
            fail_on_dataloss=True,
            crawler=self._crawler,
        )
        started = monotonic()
        try:
            with http11.wrap_twisted_exceptions():
                return await http11.maybe_deferred_to_future(agent.download_request(request))
        finally:
            request.meta["spent_s"] = spent + monotonic() - started
