"""The scheduler: one anywhere. Says which hosts are due, puts back what dead workers had, writes down what was done.

Ten minutes of the fleet are a run: `dateline status` and its alarms read it as that of a crawl. What is due stands in
the store alone, so that a scheduler may end or be killed at any moment and another begins where it stood.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from crawler.config import Config, load_config, require_contact
from crawler.errors import ConfigError
from crawler.fleet import queue
from crawler.fleet.membership import DEAD_AFTER, Ending, Lasting, in_a_line, own_name, quiet_losses
from crawler.fleet.planning import plan
from crawler.schedule import LONGEST_RETRY_AFTER
from crawler.tally import ALL_FAILED, ALL_WELL, SOME_FAILED
from storage import Feed, RunLocked, RunSummary, SaveCounts, Store
from storage.archive import expire
from storage.fleet import Done, Fleet, Presence, open_fleet

if TYPE_CHECKING:
    from procrastinate import App

TICK = timedelta(seconds=5)
RUN = timedelta(minutes=10)
HELD_AFTER_FAILURE = timedelta(hours=1)  # a host whose job ended with a bug, or took its workers down
KEPT = timedelta(days=3)  # failed jobs, and members that ended
_PAGES_LOOKED_AT = 20_000  # the newest pending ones
_RUN_WRITTEN_S = 30.0
_CARE_EVERY_S = 3600.0
_NOT_YET = timedelta(hours=2)  # a worker's file changes by the hour: none that is written to is taken apart
_PUT_OFF_WRONGLY = LONGEST_RETRY_AFTER  # by a wrong clock: `is_due` decides

logger = logging.getLogger(__name__)


@dataclass(slots=True)
class Told:
    """What a scheduler did: jobs put into the queue, and put back."""

    deferred: int = 0
    rescued: int = 0


def run_scheduler(
    config: Path,
    store: Store,
    url: str,
    *,
    tick: timedelta = TICK,
    dead_after: timedelta = DEAD_AFTER,
    folder: Path | None = None,
    max_time: timedelta | None = None,
    standby: bool = False,
) -> tuple[Told, int]:
    """Schedule until a signal, or for `max_time`; gives what was done and the exit code (0, 130, 143).

    `config` is read again whenever it changes; `folder`: whose old bytes are let go of when their time has come.
    `standby`: where another scheduler is at work, wait until it ends. Raises ConfigError, StoreError for a store that
    is no server's, and RunLocked where another scheduler or a crawl of one process is at work.
    """
    loaded = load_config(config)
    require_contact(loaded)
    fleet = open_fleet(store)
    fleet.prepare()
    return asyncio.run(
        _enter(_Scheduler(config, loaded, store, url, fleet, tick, dead_after, folder), max_time, standby)
    )


async def _enter(scheduler: _Scheduler, max_time: timedelta | None, standby: bool) -> tuple[Told, int]:
    ending = Ending(max_time)
    while True:
        try:
            with scheduler.fleet.joined("scheduler", own_name()) as presence:
                return await scheduler.run(presence, ending)
        except RunLocked:
            if not standby:
                raise
        if await ending.within(scheduler.tick_s):
            return scheduler.told, ending.exit_code()


class _Scheduler:
    def __init__(
        self,
        path: Path,
        config: Config,
        store: Store,
        url: str,
        fleet: Fleet,
        tick: timedelta,
        dead_after: timedelta,
        folder: Path | None,
    ) -> None:
        self._path, self._config, self._store, self._url, self.fleet = path, config, store, url, fleet
        self.tick_s, self._dead_after, self._folder = tick.total_seconds(), dead_after, folder
        self._seen = _stamp(path)
        self.told = Told()

    async def run(self, presence: Presence, ending: Ending) -> tuple[Told, int]:
        quiet_losses(logger.warning)
        presence.sign(Done(), jobs=0, in_hand=0, dead_after=self._dead_after)  # workers take the time from it
        async with queue.opened(self._url, f"dateline scheduler {presence.id}", connections=2) as app:
            await queue.prepare(app)
            self._save_config()
            self._run = _Run(self._store, self.fleet, self._config)
            cared = rescued = written = float("-inf")
            failing = Lasting(logger)
            while not ending.begun:
                now = monotonic()
                try:
                    presence.sign(Done(), jobs=0, in_hand=0, dead_after=self._dead_after)
                    self._look_for_config()
                    if now - rescued > self._dead_after.total_seconds() / 6:
                        rescued = now
                        await self._rescue(app)
                    await self._defer(app)
                    if now - written > _RUN_WRITTEN_S:
                        written = now
                        self._run.write()
                    if now - cared > _CARE_EVERY_S:
                        cared = now
                        await self._care(app)
                    failing.well()
                except RunLocked:
                    raise  # the connection was lost, and another has taken the place
                except Exception as error:
                    failing.failed(in_a_line(error))
                await ending.within(self.tick_s)
            self._run.write()
        return self.told, ending.exit_code()

    def _save_config(self) -> None:
        self._store.save_outlets(self._config.outlets)
        self._store.save_feeds(Feed(feed.url, feed.outlet, feed.every) for feed in self._config.feeds)

    def _look_for_config(self) -> None:
        """Take over a feeds.yaml that changed; one with a mistake is told, and the one before stays in force."""
        stamp = _stamp(self._path)
        if stamp == self._seen:
            return
        try:
            config = load_config(self._path)
            require_contact(config)
        except ConfigError as error:
            self._seen = stamp
            logger.error("the feeds.yaml before stays in force: %s", error)
            return
        self._config = config
        self._save_config()
        self._run.write()
        self._run = _Run(self._store, self.fleet, config)
        self._seen = stamp  # not before it is saved: where the server is away, it is read again at the next tick

    async def _defer(self, app: App) -> None:
        now = datetime.now(UTC)
        waiting = self.fleet.queue(queue.QUEUE, now)
        crawled = tuple(self._config.crawls)
        works = plan(
            self.fleet.feeds_due(now, _PUT_OFF_WRONGLY),
            self._store.pending_pages(now, crawled, limit=_PAGES_LOOKED_AT),
            self._store.due_visits(now, crawled, limit=_PAGES_LOOKED_AT),
            now,
            outlets=self._config.crawls,
            held=waiting.waiting | waiting.in_hand | self.fleet.failed_hosts(queue.QUEUE, now - HELD_AFTER_FAILURE),
        )
        self.told.deferred += await queue.defer(app, works)

    async def _rescue(self, app: App) -> None:
        # Workers that began when another --dead-after was in force give signs by that one.
        alive = [each for each in self.fleet.members(datetime.now(UTC) - KEPT) if each.is_alive]
        dead_after = max([self._dead_after, *(each.dead_after for each in alive)])
        for host in await queue.rescue(app, dead_after):
            self.told.rescued += 1
            logger.warning("%s: its worker gave no sign for %s: put back", host, dead_after)

    async def _care(self, app: App) -> None:
        """Forget what is old; let go of archived bytes whose time has come."""
        now = datetime.now(UTC)
        await queue.forget_old(app, KEPT)
        self.fleet.prune(now - KEPT)
        if self._folder is not None:
            for problem in expire(self._store, self._folder, now - _NOT_YET).problems:
                logger.error("the archive: %s", problem)


class _Run:
    """Ten minutes of the fleet, always written down as a run that ended just now: a scheduler may be killed."""

    def __init__(self, store: Store, fleet: Fleet, config: Config) -> None:
        self._store, self._fleet, self._config = store, fleet, config
        self._begin()

    def _begin(self) -> None:
        self._started = datetime.now(UTC)
        self._before: Mapping[int, Done] = self._members()
        self._id = self._store.start_run(self._started)
        if self._config.text:
            self._store.save_config(self._id, self._config.text)
        self.write()

    def _members(self) -> dict[int, Done]:
        return {each.id: each.done for each in self._fleet.members(datetime.now(UTC) - KEPT) if each.kind == "worker"}

    def write(self) -> None:
        """Write down what was done so far; a new run begins where ten minutes are over."""
        now = datetime.now(UTC)
        done = [_more(each, self._before.get(id_, Done())) for id_, each in self._members().items()]
        failed = self._fleet.feeds_failed(self._started)
        late = [
            feed for feed in self._fleet.feeds_due(now - RUN, _PUT_OFF_WRONGLY) if feed.due_at and feed.due_at < now
        ]
        good = sum(each.feeds_ok + each.feeds_unchanged for each in done)
        bad = bool(failed or late)
        self._store.end_run(
            self._id,
            RunSummary(
                started=self._started,
                ended=now,
                feeds_ok=sum(each.feeds_ok for each in done),
                feeds_unchanged=sum(each.feeds_unchanged for each in done),
                feeds_failed=failed,
                articles=sum((each.articles for each in done), SaveCounts()),
                pages_fetched=sum(each.pages_read for each in done),
                pages_failed=sum(each.pages_unread for each in done),
                exit_code=ALL_WELL if not bad else SOME_FAILED if good else ALL_FAILED,
            ),
        )
        if now - self._started >= RUN:
            self._begin()


def _more(now: Done, before: Done) -> Done:
    """What was done since."""
    counts = {name: getattr(now, name) - getattr(before, name) for name in _COUNTS}
    articles = SaveCounts(*(getattr(now.articles, each) - getattr(before.articles, each) for each in _ARTICLES))
    return Done(articles=articles, **counts)


_ARTICLES = tuple(each.name for each in fields(SaveCounts))
_COUNTS = tuple(each.name for each in fields(Done) if each.name != "articles")


def _stamp(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size
