"""One crawl in this process: Scrapy started, the spider run, signals heeded, the run written down."""

from __future__ import annotations

import logging
import signal
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from types import FrameType
from typing import Any

from crawler.config import Config, chosen_outlets
from crawler.tally import Tally
from storage import RunSummary, Store

logger = logging.getLogger(__name__)

GRACE_S = 5.0  # what is in hand after a signal may take so long


def run_crawl(
    config: Config,
    store: Store,
    *,
    outlets: Sequence[str] = (),
    ignore_schedule: bool = False,
    changed: Callable[[Tally], None] | None = None,
) -> RunSummary:
    """Poll what is due, fetch pages, and give the run's summary with its exit code.

    The code is 0, 3 (some feeds failed), 4 (all failed), or 130 and 143 after a signal. `changed` is called with the
    tally whenever it grew. May be called once in a process: Twisted's reactor does not start twice. The caller holds
    the store's lock. Raises StoreError when the store failed on the way, and ConfigError for an outlet that is not in
    feeds.yaml.
    """
    from scrapy.crawler import AsyncCrawlerProcess
    from scrapy.settings import Settings

    from crawler.spiders.coverage import CoverageSpider

    chosen_outlets(config, outlets)
    settings = Settings()
    settings.setmodule("crawler.settings", priority="project")
    tally = Tally(datetime.now(UTC), changed)
    run = store.start_run(tally.started)
    process = AsyncCrawlerProcess(settings)
    crawler = process.create_crawler(CoverageSpider)
    crawled = process.crawl(
        crawler, config=config, store=store, outlets=tuple(outlets), ignore_schedule=ignore_schedule, tally=tally
    )
    stopped = StopOnSignal(process)
    with stopped:
        process.start(install_signal_handlers=False)
    spider: Any = crawler.spider
    if spider is not None:
        spider.pool.close()  # a second signal stops the reactor before the spider is closed
    if spider is not None and spider.store_error is not None:
        raise spider.store_error
    if crawled.done() and not crawled.cancelled() and (error := crawled.exception()):
        raise error  # Scrapy logs what keeps a crawl from starting, and ends as if it had been done
    if spider is not None and spider.bug is not None:
        raise spider.bug
    if tally.starved:
        logger.error("pages were left for the next run: %s", tally.starved)
    summary = tally.summary(datetime.now(UTC), 128 + stopped.by if stopped.by else None)
    store.end_run(run, summary)
    return summary


class StopOnSignal:
    """SIGTERM and SIGINT end the crawl: no new requests, 5 s for what is in hand, then the reactor stops."""

    def __init__(self, process: Any) -> None:
        self._process = process
        self.by: int | None = None
        self._before: dict[int, Any] = {}

    def __enter__(self) -> StopOnSignal:
        for number in (signal.SIGINT, signal.SIGTERM):
            self._before[number] = signal.signal(number, self._received)
        return self

    def __exit__(self, *_: object) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)

    def _received(self, number: int, frame: FrameType | None) -> None:
        from twisted.internet import reactor

        again, self.by = self.by is not None, self.by or number
        reactor.callFromThread(self._halt if again else self._stop)

    def _stop(self) -> None:
        from twisted.internet import reactor

        self._stopping = self._process._stop_dfd()
        reactor.callLater(GRACE_S, self._halt)

    def _halt(self) -> None:
        self._process._stop_reactor()
