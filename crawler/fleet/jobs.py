"""One job: everything that is due at one host, asked one after another with the spider's own requests and callbacks.

A job is done when its last poll and page are stored. What it could not do is still due in the store: so a job that is
broken off, or done twice, loses nothing and changes nothing.
"""

from __future__ import annotations

import asyncio
import heapq
import inspect
import logging
from collections.abc import Callable, Iterable
from itertools import count
from time import monotonic
from typing import TYPE_CHECKING, Any

from scrapy import Request
from scrapy.utils.httpobj import urlparse_cached
from twisted.python.failure import Failure

from crawler.fleet.planning import Work
from crawler.fleet.spider import CURRENT, FleetSpider, JobState
from crawler.fleet.wire import HOP, Hop, WorkerPipeline
from crawler.network.hosts import HostBusyError
from crawler.network.robots import RobotsMiddleware
from storage import StoreError
from storage.fleet import Fleet

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

LONGEST_S = 60.0  # after which a job leaves the rest to the host's next one: others may wait for the host

logger = logging.getLogger(__name__)


class HostJob:
    """Runs one job. `stopped` says whether no more is to be asked for; `stalled_since` whether this process slept."""

    def __init__(
        self,
        work: Work,
        crawler: Crawler,
        fleet: Fleet,
        *,
        stopped: Callable[[], bool] = lambda: False,
        stalled_since: Callable[[float], bool] = lambda _: False,
    ) -> None:
        self._work, self._crawler, self._fleet = work, crawler, fleet
        self._stopped, self._stalled_since = stopped, stalled_since
        assert isinstance(crawler.spider, FleetSpider)  # noqa: S101
        self._spider: FleetSpider = crawler.spider
        self._state = JobState(work.host, set(work.pages) | set(work.visits))
        self._waiting: list[tuple[int, int, Request]] = []
        self._number = count()
        self._left = False
        self._asked: set[tuple[str, str]] = set()  # scheme, host and port

    async def run(self) -> bool:
        """Do it; whether all of it was done. Raises StoreError where the store failed it."""
        CURRENT.set(self._state)
        started, bug = monotonic(), None
        try:
            self._add(self._spider.requests(self._work, self._fleet))
            while self._waiting and not self._stopped() and monotonic() - started < LONGEST_S:
                try:
                    await self._ask(heapq.heappop(self._waiting)[2])
                except Exception as error:  # a bug costs its feed or page; the host is left alone for a while after it
                    logger.exception("%s: a bug: please report it", self._work.host)
                    bug = bug or error
                if self._state.problem is not None:
                    raise self._state.problem
            await self._pipeline.saved()
            if self._state.problem is not None:
                raise self._state.problem
        finally:
            self._let_go()
        if bug is not None:
            raise bug
        return not self._waiting and not self._left

    def _add(self, requests: Iterable[Request]) -> None:
        for request in requests:
            heapq.heappush(self._waiting, (-request.priority, next(self._number), request))

    async def _ask(self, request: Request) -> None:
        """One request with its redirects, and what its callback makes of the answer."""
        request.meta[HOP] = hop = Hop(request)
        parts = urlparse_cached(request)
        self._asked.add((parts.scheme, parts.netloc))
        began = monotonic()
        assert self._crawler.engine is not None  # noqa: S101
        try:
            response = await self._crawler.engine.download_async(request)
        except StoreError as error:
            self._state.problem = error
            return
        except HostBusyError as error:
            logger.info("%s: left for later: %s", request.url, error)
            self._left = True
            return
        except Exception as error:
            task = asyncio.current_task()
            if task is not None and task.cancelling():  # Scrapy gives it another name
                raise asyncio.CancelledError from error
            if self._stalled_since(began):  # it was this process that did not listen: the outlet has not failed
                logger.info("%s: left for later: this process was held up", request.url)
                self._left = True
                return
            failure = Failure(error)
            failure.request = hop.request
            await self._take(request.errback(failure) if request.errback is not None else None)
            return
        await self._take(request.callback(response, **request.cb_kwargs) if request.callback is not None else None)

    async def _take(self, made: Any) -> None:
        """What a callback gave: more requests, an outcome to be stored, or nothing."""
        if inspect.isawaitable(made):
            made = await made
        if made is None:
            return
        if not inspect.isgenerator(made):
            self._pipeline.process_item(made)
            return
        for each in made:
            if isinstance(each, Request):
                self._add([each])

    @property
    def _pipeline(self) -> WorkerPipeline:
        pipeline = self._crawler.get_item_pipeline(WorkerPipeline)
        assert isinstance(pipeline, WorkerPipeline)  # noqa: S101
        return pipeline

    def _let_go(self) -> None:
        """The host is another's now, and a process that goes on does not remember every host it met."""
        spider = self._spider
        spider.trouble.forget(netloc for _, netloc in self._asked)
        robots = self._crawler.get_downloader_middleware(RobotsMiddleware)
        if robots is not None:
            robots.forget(f"{scheme}://{netloc}" for scheme, netloc in self._asked)
        try:
            spider.leases.give([self._work.host])
        except StoreError as error:  # it ends by itself
            logger.info("%s: %s", self._work.host, error)
