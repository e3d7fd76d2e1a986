"""A worker's spider: the coverage spider itself, kept open, whose requests are made by jobs and not by Scrapy's engine.

What differs from one crawl of everything: pages are asked for on the host of the job at hand alone (others are another
job's), a store that is away costs the jobs at hand and not the process, and the archive's file changes by the hour.
"""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from scrapy import Request

from crawler.archiving import Archive
from crawler.config import Config
from crawler.fleet.leases import HostLeases
from crawler.fleet.planning import Work, host_of
from crawler.network.addresses import allow_addresses
from crawler.network.hosts import Trouble
from crawler.page_jobs import Shared
from crawler.spiders.coverage import CoverageSpider
from crawler.spiders.pages import PAGES_A_RUN, VISITS_LAST
from crawler.tally import Tally
from crawler.workers import ExtractionPool
from storage import SaveCounts, Store, StoreError
from storage.archive import ArchiveWriter
from storage.archive.folder import file_name
from storage.fleet import Done, Fleet

_POOL_ENDS_AFTER_S = 120.0  # pages that were given to it before a new feeds.yaml came are read by then

logger = logging.getLogger(__name__)


@dataclass(slots=True)
class JobState:
    """What is known of one job while it runs. `problem`: the store failed it."""

    host: str
    asked: set[int] = field(default_factory=set)  # articles
    problem: StoreError | None = None


CURRENT: ContextVar[JobState | None] = ContextVar("job", default=None)


class WorkerTally(Tally):
    """Counts of a process that goes on: numbers only. Which feeds failed stands in the store."""

    __slots__ = ("failed", "hosts")

    def __init__(self, started: datetime) -> None:
        super().__init__(started)
        self.failed, self.hosts = 0, 0

    def feed(
        self, url: str, *, problem: str | None = None, unchanged: bool = False, counts: SaveCounts | None = None
    ) -> None:
        """A feed is done."""
        if problem is None:
            super().feed(url, unchanged=unchanged, counts=counts)
        else:
            self.failed += 1
            self._add(counts)

    def done(self) -> Done:
        """As the fleet keeps it."""
        return Done(
            self.hosts,
            self.feeds_ok,
            self.feeds_unchanged,
            self.failed,
            self.articles,
            self.pages_read,
            self.pages_unread,
        )


class WorkerArchive(Archive):
    """The archive of a worker for an hour: its files are named by process and member, so that no two are one."""

    def __init__(self, location: str, config: Config, started: datetime, folder: Path | None, pid: int, member: int):
        super().__init__(location, config, started, folder)
        if folder is not None:
            stem = file_name(location, started, pid).removesuffix(".warc.gz")
            self._writer = ArchiveWriter(folder, location, started=started, name=f"{stem}-{member}.warc.gz")


class FleetSpider(CoverageSpider):
    """Kept open by a worker; see crawler.fleet.jobs for who asks it."""

    name = "fleet"

    def __init__(
        self, config: Config, store: Store, tally: WorkerTally, leases: HostLeases, *, folder: Path | None, member: int
    ) -> None:
        super().__init__(config, store, tally=tally)
        self.leases, self.trouble = leases, Trouble()
        self._folder, self._member = folder, member
        self._feeds = {feed.url: feed for feed in config.feeds}
        self.new_archive()

    async def start(self) -> AsyncIterator[Any]:
        """Nothing: jobs ask."""
        allow_addresses(self.config.allow_addresses)
        return
        yield

    def use(self, config: Config) -> None:
        """Go on with another feeds.yaml; what is under way ends as it began. A contact is told from the next start."""
        self.config = config
        self._feeds = {feed.url: feed for feed in config.feeds}
        asyncio.get_running_loop().call_later(_POOL_ENDS_AFTER_S, self.pool.close)
        self.pool = ExtractionPool(context=Shared.of(config))
        self._outlets = {outlet.id: outlet for outlet in config.outlets}
        allow_addresses(config.allow_addresses)
        self.new_archive()

    def new_archive(self) -> None:
        """Begin another file of the archive."""
        self.close_archive()
        self.archive = WorkerArchive(
            self.store.location, self.config, datetime.now(UTC), self._folder, os.getpid(), self._member
        )

    def close_archive(self) -> None:
        """Bring what was written onto the disk and close the file; where that fails, what points there stays out."""
        archive = self.__dict__.get("archive")
        if archive is not None:
            with self.guarding_store():
                archive.close()

    @contextmanager
    def guarding_store(self) -> Iterator[None]:
        """A store that fails ends the job at hand, which is done again; the worker goes on."""
        try:
            yield
        except StoreError as error:
            state = CURRENT.get()
            if state is not None:
                state.problem = state.problem or error
            logger.warning("%s", error)

    def requests(self, work: Work, fleet: Fleet) -> list[Request]:
        """What of a job's work is still due, feeds first. Raises StoreError."""
        now = self.now()
        found = [
            self._poll_request(self._feeds[state.url], state)
            for state in (fleet.states_of(work.feeds) if work.feeds else ())
            if state.url in self._feeds and self._is_due(state, now)
        ]
        crawls = self.config.crawls
        if work.pages:
            found += [self._page_request(page) for page in fleet.pages_due(work.pages, now) if page.outlet in crawls]
        if work.visits:
            found += [
                self._page_request(page, self.store.last_page(page.article), priority=VISITS_LAST)
                for page in fleet.visits_due(work.visits, now)
                if page.outlet in crawls
            ]
        return found

    def _page_requests(self, outlets: Sequence[str]) -> Iterator[Request]:
        """Pages of these outlets on the host of the job at hand: a feed of theirs was just read."""
        state = CURRENT.get()
        if state is None:
            return
        with self.guarding_store():
            now = self.now()
            for outlet in outlets:
                pages = [
                    page
                    for page in self.store.pending_pages(now, [outlet], limit=PAGES_A_RUN)
                    if page.article not in state.asked and host_of(page.url) == state.host
                ]
                state.asked.update(page.article for page in pages)
                yield from (self._page_request(page) for page in pages)
