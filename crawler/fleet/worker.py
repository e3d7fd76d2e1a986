"""A worker: takes hosts from the queue, many at once in one process, and crawls each as one machine would.

One Scrapy crawler for the life of the process, on the loop that procrastinate runs on. What is due stands in the store,
so a worker may end at any moment: at a signal it lets what is in hand end for 5 s and gives the rest back at once; one
that is killed is silent, and after `dead_after` its jobs and hosts are another's. While the server is away it waits.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any

from crawler.config import Config, load_config, parse_config, require_contact
from crawler.errors import ConfigError
from crawler.fleet import desk, queue
from crawler.fleet.jobs import HostJob
from crawler.fleet.leases import HostLeases
from crawler.fleet.membership import DEAD_AFTER, Ending, Heldup, Lasting, in_a_line, own_name, quiet_losses
from crawler.fleet.reactor import start_reactor, stop_reactor
from crawler.fleet.spider import FleetSpider, WorkerTally
from crawler.fleet.wire import settings_of_worker
from crawler.network.robots import RobotsMiddleware
from crawler.run import GRACE_S
from storage import RunLocked, Store, StoreError
from storage.fleet import Done, Fleet, Presence, open_fleet

if TYPE_CHECKING:
    from procrastinate import App

JOBS = 64  # hosts side by side
_CONFIG_EVERY_S = 10.0
_BROKEN_OFF_S = 1.0
_SIGN_EVERY_S = 2.0
_FORGET_EVERY_S = 600.0
_ARCHIVE_EVERY_S = 3600.0
_AGAIN_S = 1.0  # after the server went away
_STEADY_S = 60.0  # taking jobs for so long, it went well
_REFUSED_S, _LONGEST_REFUSED_S = 5.0, 3600.0  # a host whose outcome the store does not take, doubled each time
_REFUSALS_TOLD = 4  # in a row: no restart of the server takes so long
_MOST_REFUSALS = 10  # of one piece of desk work, by a server that answers
_LONGEST_AGAIN_S = 60.0
_GIVE_BACK_S = 10.0
_ROW_FORGOTTEN_S = 86_400.0  # by the queue, of a worker that died: `rescue` says when it is dead

logger = logging.getLogger(__name__)


def run_worker(
    store: Store,
    url: str,
    *,
    jobs: int = JOBS,
    folder: Path | None = None,
    config: Path | None = None,
    max_time: timedelta | None = None,
    desk_work: Mapping[str, desk.DeskWork] | None = None,
) -> tuple[Done, int]:
    """Work until a signal, or for `max_time`; gives what was done and the exit code (0, 130, 143).

    `url` is the store's address with what connecting needs; `folder` where answers are archived (None: they are not),
    and read again. `desk_work`: what else is done beside, by queue.
    `config` None: the feeds.yaml that the scheduler saved last, whenever that changes. May be called once in a process.
    Raises StoreError for a store that is no server's, and RunLocked while a crawl of one process holds it.
    """
    fleet = open_fleet(store)
    fleet.prepare()
    with fleet.joined("worker", own_name()) as presence:
        return asyncio.run(_Worker(store, url, fleet, presence, jobs, folder, config, desk_work or {}).run(max_time))


@dataclass(slots=True)
class _Hand:
    """The jobs of some queues that are in hand: by id, and the queue's name for us once we had one."""

    queues: Sequence[str]
    jobs: dict[int, asyncio.Task[Any]] = field(default_factory=dict)
    queue_worker: int | None = None
    lost: set[int] = field(default_factory=set)  # jobs the queue says we have, seen once


class _Worker:
    def __init__(
        self,
        store: Store,
        url: str,
        fleet: Fleet,
        presence: Presence,
        jobs: int,
        folder: Path | None,
        config: Path | None,
        desk_work: Mapping[str, desk.DeskWork],
    ) -> None:
        self._store, self._url, self._fleet, self._presence = store, url, fleet, presence
        self._jobs, self._folder, self._config_file = jobs, folder, config
        self._config: Config | None = None
        self._desk_work = dict(desk_work)
        if folder is not None:
            self._desk_work[desk.REREAD] = desk.Rereading(folder, lambda: self._config)
        self._config_sha256: str | None = None
        self._dead_after = DEAD_AFTER
        self._tally = WorkerTally(datetime.now(UTC))
        self._held_up = Heldup()
        self._hosts = _Hand((queue.QUEUE,))
        self._desk = _Hand(tuple(self._desk_work))
        self._locked: RunLocked | None = None

    async def run(self, max_time: timedelta | None) -> tuple[Done, int]:
        quiet_losses(logger.warning)
        self._ending = Ending(max_time)
        config = await self._first_config()
        if config is not None:
            self._dead_after = self._presence.dead_after() or DEAD_AFTER  # said before the first feeds.yaml is saved
            self._leases = HostLeases(self._fleet, self._presence.id, self._dead_after.total_seconds())
            async with queue.opened(self._url, f"dateline worker {self._presence.id}") as app:
                await self._work(app, config)
        if self._locked is not None:
            raise self._locked
        return self._tally.done(), self._ending.exit_code()

    async def _first_config(self) -> Config | None:
        """The feeds.yaml to begin with; None where the end came first."""
        told = False
        while not self._ending.begun:
            config = await self._new_config()
            if config is not None:
                return config
            if not told:
                logger.warning("waiting for a scheduler to save its feeds.yaml into the store")
                told = True
            await self._ending.within(1.0)
        return None

    async def _new_config(self) -> Config | None:
        """The feeds.yaml in force, if it is another than before."""
        if self._config_file is not None:
            if self._config_sha256 is not None:
                return None
            config = load_config(self._config_file)
            self._config_sha256 = config.text_sha256
        else:
            newest = self._fleet.newest_config(self._config_sha256)
            if newest is None:
                return None
            self._config_sha256, text = newest
            # Seconds for 10,000 feeds: signs of life are given meanwhile.
            config = await asyncio.to_thread(parse_config, Path("the feeds.yaml in the store"), text.encode())
        require_contact(config)
        self._config = config
        return config

    async def _work(self, app: App, config: Config) -> None:
        self._app = app
        start_reactor()
        from scrapy import signals
        from scrapy.crawler import AsyncCrawlerRunner
        from scrapy.exceptions import DontCloseSpider

        runner = AsyncCrawlerRunner(settings_of_worker())
        self._crawler = crawler = runner.create_crawler(FleetSpider)
        opened = asyncio.Event()

        def stays_open() -> None:
            raise DontCloseSpider

        crawler.signals.connect(opened.set, signal=signals.spider_opened, weak=False)
        crawler.signals.connect(stays_open, signal=signals.spider_idle, weak=False)
        crawling = asyncio.ensure_future(
            runner.crawl(
                crawler,
                config=config,
                store=self._store,
                tally=self._tally,
                leases=self._leases,
                folder=self._folder,
                member=self._presence.id,
            )
        )
        waiting = asyncio.ensure_future(opened.wait())
        await asyncio.wait([crawling, waiting], return_when=asyncio.FIRST_COMPLETED)
        if not opened.is_set():
            waiting.cancel()
            await crawling  # raises what kept it from starting
            raise RuntimeError("Scrapy did not start")
        beside = [
            asyncio.ensure_future(each)
            for each in (self._leases.look_after(), self._held_up.watch(), self._give_signs(), self._end_in_time())
        ]
        try:
            await self._take_all_jobs(app)
        finally:
            for task in beside:
                task.cancel()
            await asyncio.gather(*beside, return_exceptions=True)
            await crawler.stop_async()
            await crawling
            with suppress(StoreError):
                self._leases.give_all()
                self._sign()
            stop_reactor()

    # --- jobs --------------------------------------------------------------------------------------------------

    async def _take_all_jobs(self, app: App) -> None:
        """Many hosts at once, and one piece of desk work beside them."""
        while not self._ending.begun and not await queue.is_prepared(app):
            await self._ending.within(1.0)
        app.task(name=queue.TASK, queue=queue.QUEUE, pass_context=True)(self._crawl_host)
        taking = [self._take_jobs(app, self._hosts, self._jobs)]
        for name in self._desk.queues:
            app.task(name=name, queue=name, pass_context=True)(self._do_piece)
        if self._desk.queues:
            taking.append(self._take_jobs(app, self._desk, 1))
        await asyncio.gather(*taking)

    async def _take_jobs(self, app: App, hand: _Hand, most: int) -> None:
        """Let procrastinate give us jobs; begin again where it gave up because the server went away."""
        from procrastinate.worker import Worker

        beat_s = self._dead_after.total_seconds() / 6
        failing = Lasting(logger)
        while not self._ending.begun:
            worker = Worker(
                app,
                queues=list(hand.queues),
                name=f"dateline-{self._presence.id}",
                concurrency=most,
                delete_jobs="successful",
                install_signal_handlers=False,
                update_heartbeat_interval=beat_s,
                stalled_worker_timeout=_ROW_FORGOTTEN_S,
            )
            began = monotonic()
            working = asyncio.ensure_future(worker.run())  # type: ignore[no-untyped-call]
            ended = asyncio.ensure_future(self._ending.event.wait())
            await asyncio.wait([working, ended], return_when=asyncio.FIRST_COMPLETED)
            ended.cancel()
            worker.stop()  # type: ignore[no-untyped-call]
            try:
                await working
            except Exception as error:
                if monotonic() - began > _STEADY_S:
                    failing.well()
                failing.failed(f"the queue: {in_a_line(error)}")
                await self._ending.within(_AGAIN_S)

    async def _crawl_host(self, context: Any, /, **arguments: Any) -> None:
        """One job, as procrastinate gives it to us.

        Where the store fails it, it rests, longer each time: what was asked and not stored is still due, and an outlet
        is not to be asked again at each tick for a fault of ours.
        """
        job = context.job
        self._hosts.queue_worker = job.worker_id
        work = queue.arguments_of(job)
        running = HostJob(
            work, self._crawler, self._fleet, stopped=lambda: self._ending.begun, stalled_since=self._held_up.since
        )
        task = self._hosts.jobs[job.id] = asyncio.ensure_future(running.run())
        try:
            done = await task
            self._tally.hosts += 1
        except asyncio.CancelledError:
            if not self._ending.begun:
                raise
            done = False
        except StoreError as error:
            refused = int(arguments.get("refused", 0)) + 1
            rest = timedelta(seconds=min(_REFUSED_S * 2 ** min(refused - 1, 20), _LONGEST_REFUSED_S))
            tell = logger.error if refused >= _REFUSALS_TOLD else logger.warning
            tell("%s: not stored, asked again in %d s: %s", work.host, rest.total_seconds(), error)
            await self._give_back(lambda: queue.defer(self._app, [work], after=rest, refused=refused))
            done = True
        finally:
            self._hosts.jobs.pop(job.id, None)
        if not done and self._ending.begun:  # at once, whether the scheduler lives or not
            await self._give_back(lambda: queue.defer(self._app, [work]))

    async def _do_piece(self, context: Any, /, **arguments: Any) -> None:
        """One piece of desk work, in a thread. What is left of it when the end comes goes back into the queue."""
        job = context.job
        self._desk.queue_worker = job.worker_id
        task = self._desk.jobs[job.id] = asyncio.ensure_future(self._until_done(job.task_name, arguments))
        after = None
        try:
            left = await task
        except desk.NotHereError as error:
            passed = int(arguments.get("passed_on", 0)) + 1
            if passed > desk.MOST_PASSED_ON:
                logger.error("%s: given up, start a worker where it is and give it again: %s", job.lock, error)
                raise
            logger.info("%s: left for another worker: %s", job.lock, error)
            left, after = {**arguments, "passed_on": passed}, desk.ELSEWHERE_AGAIN
        except StoreError as error:
            logger.error("%s: given up, give it again when this is mended: %s", job.lock, error)
            raise
        except Exception:
            logger.exception("%s: a bug: please report it", job.lock)
            raise
        finally:
            self._desk.jobs.pop(job.id, None)
        if left is not None:
            piece = desk.Piece(job.queue, job.lock, left)
            if not await self._give_back(lambda: queue.defer_pieces(self._app, [piece], after=after)):
                logger.error("%s: what is left of it could not be given back", job.lock)
                raise StoreError(self._store.location, "the queue did not answer")

    async def _give_back(self, deferring: Callable[[], Awaitable[int]]) -> bool:
        """Put something into the queue, waiting a moment for a server that restarts; whether it is there."""
        from procrastinate.exceptions import ConnectorException

        with suppress(TimeoutError):
            async with asyncio.timeout(_GIVE_BACK_S):
                while True:
                    try:
                        await deferring()
                    except ConnectorException as error:
                        logger.warning("the queue: %s", in_a_line(error))
                        await asyncio.sleep(_AGAIN_S)
                    else:
                        return True
        return False

    async def _until_done(self, name: str, arguments: desk.Arguments) -> desk.Arguments | None:
        """Do it, again where the store was away; what is left where the end came first.

        Raises StoreError where a server that answers refused it time and again: others wait behind it.
        """
        refused = 0
        stopped: Callable[[], bool] = lambda: self._ending.begun  # noqa: E731
        while not stopped():
            try:
                return await asyncio.to_thread(self._desk_work[name], self._url, arguments, stopped)
            except StoreError as error:
                if await queue.is_prepared(self._app):
                    refused += 1
                if refused >= _MOST_REFUSALS:
                    raise
                logger.warning("%s: tried again: %s", name, error)
                await self._ending.within(min(_AGAIN_S * 2**refused, _LONGEST_AGAIN_S))
        return arguments

    async def _end_in_time(self) -> None:
        """After the end has come, what is in hand has 5 s; a second signal gives it none."""
        await self._ending.event.wait()
        with suppress(TimeoutError):
            await asyncio.wait_for(self._ending.at_once.wait(), GRACE_S)
        self._leases.break_off()
        await asyncio.sleep(_BROKEN_OFF_S)  # for what was asked to end as such, and what was read to be stored
        for task in self._hosts.jobs.values():
            task.cancel()

    # --- meanwhile ---------------------------------------------------------------------------------------------

    async def _give_signs(self) -> None:
        """Say that we live, take over a changed feeds.yaml, look after what a process that goes on gathers."""
        signed = looked = forgot = rescued = 0.0
        archived, failing = monotonic(), Lasting(logger)
        dead_s = self._dead_after.total_seconds()
        while True:
            now = monotonic()
            try:
                if now - signed > min(_SIGN_EVERY_S, dead_s / 6):
                    signed = now
                    self._sign()
                    failing.well()
                if now - looked > _CONFIG_EVERY_S:
                    looked = now
                    await self._look_for_config()
                if now - rescued > dead_s / 3:
                    rescued = now
                    await self._put_back_lost()
                if now - forgot > _FORGET_EVERY_S:
                    forgot = now
                    self._forget()
                if now - archived > _ARCHIVE_EVERY_S:
                    archived = now
                    self._spider.new_archive()
            except RunLocked as error:  # the connection was lost, and a crawl of one process has begun meanwhile
                self._locked = error
                self._ending.event.set()
                return
            except Exception as error:
                failing.failed(in_a_line(error))
            await asyncio.sleep(0.5)

    def _sign(self) -> None:
        self._presence.sign(
            self._tally.done(), jobs=self._jobs, in_hand=len(self._hosts.jobs), dead_after=self._dead_after
        )

    async def _look_for_config(self) -> None:
        try:
            config = await self._new_config()
        except ConfigError as error:  # of a scheduler that is newer than this worker
            logger.error("the feeds.yaml before stays in force, is this dateline older than the scheduler's? %s", error)
            return
        if config is not None:
            self._spider.use(config)

    async def _put_back_lost(self) -> None:
        """Put back what the queue thinks that we have, and we have not: the server was away as it was to be ended."""
        for hand in (self._hosts, self._desk):
            if hand.queue_worker is None:
                continue
            lost = await queue.lost_jobs(self._app, hand.queue_worker, hand.jobs)
            for job in lost:
                if job.id in hand.lost:  # not just about to be ended
                    await queue.put_back(self._app, job)
            hand.lost = {job.id for job in lost if job.id is not None}

    def _forget(self) -> None:
        self._spider.trouble.forget()
        robots = self._crawler.get_downloader_middleware(RobotsMiddleware)
        if robots is not None:
            robots.forget()

    @property
    def _spider(self) -> FleetSpider:
        assert isinstance(self._crawler.spider, FleetSpider)  # noqa: S101
        return self._crawler.spider
