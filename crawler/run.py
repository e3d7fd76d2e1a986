"""One crawl in this process: Scrapy started, the spider run, signals and the clock heeded, the run written down."""

from __future__ import annotations

import gc
import logging
import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from types import FrameType
from typing import Any
from urllib.parse import urlsplit

from crawler.config import Config, chosen_outlets
from crawler.schedule import SHORTEST_WAIT, failure_kind
from crawler.tally import Tally
from storage import RunSummary, Store

logger = logging.getLogger(__name__)

_GARBAGE_AFTER = (20_000, 20, 20)
GRACE_S = 5.0  # what is in hand after a signal, or when the time is up, may take so long


def run_crawl(
    config: Config,
    store: Store,
    *,
    outlets: Sequence[str] = (),
    ignore_schedule: bool = False,
    max_time: timedelta | None = None,
    tally: Tally | None = None,
) -> RunSummary:
    """Poll what is due, fetch pages, and give the run's summary with its exit code.

    The code is 0, 3 (some feeds failed), 4 (all failed), or 130 and 143 after a signal. After `max_time` (None: no
    limit) nothing more is asked for, and what is left is left for the next run. `tally` is what the run counts in, for
    whoever watches. May be called once in a process: Twisted's reactor does not start twice. The caller holds the
    store's lock. Raises StoreError when the store failed on the way, and ConfigError for an outlet that is not in
    feeds.yaml.
    """
    from scrapy.crawler import AsyncCrawlerProcess
    from scrapy.settings import Settings

    from crawler.spiders.coverage import CoverageSpider

    chosen_outlets(config, outlets)
    settings = Settings()
    settings.setmodule("crawler.settings", priority="project")
    tally = tally or Tally(datetime.now(UTC))
    run = store.start_run(tally.started)
    if config.text:
        store.save_config(run, config.text)
    settings.set("LOG_INSTALL_ROOT_HANDLER", not logging.getLogger().handlers, priority="cmdline")
    process = AsyncCrawlerProcess(settings)
    crawler = process.create_crawler(CoverageSpider)
    crawled = process.crawl(
        crawler, config=config, store=store, outlets=tuple(outlets), ignore_schedule=ignore_schedule, tally=tally
    )
    stopped = StopOnSignal(process)
    with stopped:
        if max_time is not None:
            stopped.after(max_time.total_seconds(), tally)
        with collecting_seldom():
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
    _excuse_feeds(store, tally)
    summary = tally.summary(datetime.now(UTC), 128 + stopped.by if stopped.by else None)
    store.end_run(run, summary)
    return summary


@contextmanager
def collecting_seldom() -> Iterator[None]:
    """Python's garbage collector looks at a tenth as often, and never again at what is there now: modules, feeds.yaml.

    Otherwise a tenth of this process's time goes into it. Memory stays the same: what a page needs is freed by count.
    """
    before = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(*_GARBAGE_AFTER)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()


def _excuse_feeds(store: Store, tally: Tally) -> None:
    """Where no host at all could be reached, it is this machine's network that failed: ask again soon."""
    failed = tally.feeds_failed
    hosts = {urlsplit(feed).netloc for feed in failed}
    reached = tally.feeds_ok or tally.feeds_unchanged or any(failure_kind(why) != "network" for why in failed.values())
    if len(hosts) > 1 and not reached:
        tally.offline = True
        store.poll_again(failed, datetime.now(UTC) + SHORTEST_WAIT)


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

    def after(self, seconds: float, tally: Tally) -> None:
        """Stop in the same way when so much time has passed; `tally` then says that the time was up."""
        from twisted.internet import reactor

        def up() -> None:
            tally.time_up = True
            self._stop()

        reactor.callLater(seconds, up)

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
