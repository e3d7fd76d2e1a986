"""What a fleet does where something goes wrong for good: told, bounded, and nobody else made to pay for it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any, LiteralString

import psycopg
import pytest

from crawler.config import load_config
from crawler.fleet import desk, membership, queue, scheduler, worker
from crawler.fleet.desk import RECHECK, NotHereError, Piece
from crawler.fleet.membership import Ending, Lasting
from crawler.fleet.planning import Work
from storage import Article, Outlet, Store, StoreError, open_store
from storage.fleet import Done, Fleet, open_fleet
from tests.storage.postgres_server import Server
from tests.support import Run

if TYPE_CHECKING:
    from procrastinate import App

PIECE = Piece(RECHECK, "report 1", {"report": 1})
YAML = "contact: desk@example.org\noutlets:\n  herald:\n    name: The Herald\n    feeds:\n      - http://127.0.9.99:9/feed\n"


@dataclass
class Here:
    """A store with its fleet, and a worker of it without Scrapy."""

    store: Store
    fleet: Fleet
    url: str

    def jobs(self) -> list[tuple[float | None, str | None]]:
        """Each job: seconds until it may begin, how often the store refused it."""
        with psycopg.connect(self.url) as connection:
            return connection.execute(
                "SELECT CAST(extract(epoch FROM scheduled_at - clock_timestamp()) AS float8), args ->> 'refused'"
                " FROM procrastinate_jobs ORDER BY id"
            ).fetchall()

    def failed(self, name: str = RECHECK) -> frozenset[str]:
        return self.fleet.failed_hosts(name, datetime.now(UTC) - timedelta(hours=1))

    def does(self, statement: LiteralString, *values: object) -> None:
        with psycopg.connect(self.url) as connection:
            connection.execute(statement, values or None)

    def work(self, doing: Callable[[App], Awaitable[None]], **desk_work: desk.DeskWork) -> None:
        """Let a worker take jobs while `doing` goes on."""

        async def run() -> None:
            with self.fleet.joined("worker", "here") as presence:
                one = worker._Worker(self.store, self.url, self.fleet, presence, 1, None, None, desk_work)
                one._ending = Ending(None)
                async with queue.opened(self.url, "dateline test") as app:
                    await queue.prepare(app)
                    one._app = app
                    taking = asyncio.ensure_future(one._take_all_jobs(app))
                    try:
                        await doing(app)
                    finally:
                        one._ending.event.set()
                        await taking

        asyncio.run(run())


@pytest.fixture
def here(postgres_url: str) -> Iterator[Here]:
    with open_store(postgres_url) as store:
        fleet = open_fleet(store)
        fleet.prepare()
        yield Here(store, fleet, postgres_url)


async def until(what: Callable[[], object]) -> None:
    for _ in range(400):
        if what():
            return
        await asyncio.sleep(0.025)
    raise AssertionError("it did not come to pass")


def errors(caplog: pytest.LogCaptureFixture) -> str:
    return "\n".join(record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR)


def test_a_piece_that_meets_a_bug_is_told_by_the_worker_and_named_by_workers(
    here: Here, caplog: pytest.LogCaptureFixture, dateline: Run
) -> None:
    def bug(url: str, arguments: desk.Arguments, stopped: Callable[[], bool]) -> None:
        raise RuntimeError("of ours")

    async def doing(app: App) -> None:
        await queue.defer_pieces(app, [PIECE])
        await until(here.failed)

    here.work(doing, recheck=bug)
    assert "report 1: a bug: please report it" in errors(caplog)
    assert "1 failed in 24 hours (report 1)" in dateline("workers", "--store", here.url).stdout


def test_a_piece_that_the_store_refuses_time_and_again_is_given_up_and_the_next_one_is_done(
    here: Here, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "_AGAIN_S", 0.0001)
    tried: list[int] = []

    def refused(url: str, arguments: desk.Arguments, stopped: Callable[[], bool]) -> None:
        tried.append(arguments["report"])
        if arguments["report"] == 1:
            raise StoreError(url, "the database says: no such letter")

    async def doing(app: App) -> None:
        await queue.defer_pieces(app, [PIECE, Piece(RECHECK, "report 2", {"report": 2})])
        await until(lambda: tried[-1:] == [2])

    here.work(doing, recheck=refused)
    assert tried == [1] * worker._MOST_REFUSALS + [2]
    assert here.failed() == {"report 1"}
    assert "report 1: given up" in errors(caplog)
    assert "no such letter" in errors(caplog)


def test_a_piece_waits_for_a_server_that_is_away_however_long(here: Here, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "_AGAIN_S", 0.0001)
    tries = count()
    away = StoreError(here.url, "the connection to the server was lost")

    def lost(url: str, arguments: desk.Arguments, stopped: Callable[[], bool]) -> None:
        if next(tries) < 3 * worker._MOST_REFUSALS:
            raise away

    async def not_prepared(app: App) -> bool:
        return next(tries) == 0  # the worker begins, and then the server goes away

    monkeypatch.setattr(queue, "is_prepared", not_prepared)

    async def doing(app: App) -> None:
        await queue.defer_pieces(app, [PIECE])
        await until(lambda: next(tries) > 3 * worker._MOST_REFUSALS and not here.jobs())

    here.work(doing, recheck=lost)
    assert not here.failed()


def test_bytes_that_no_worker_has_are_given_up_in_words(here: Here, caplog: pytest.LogCaptureFixture) -> None:
    def elsewhere(url: str, arguments: desk.Arguments, stopped: Callable[[], bool]) -> None:
        raise NotHereError("one.warc.gz is not in kept")

    async def doing(app: App) -> None:
        passed = {"report": 1, "passed_on": desk.MOST_PASSED_ON}
        await queue.defer_pieces(app, [Piece(RECHECK, "report 1", passed)])
        await until(here.failed)

    here.work(doing, recheck=elsewhere)
    assert "start a worker where it is" in errors(caplog)


def test_what_is_left_of_a_piece_is_given_back_though_the_queue_did_not_answer_at_first(
    here: Here, monkeypatch: pytest.MonkeyPatch
) -> None:
    from procrastinate.exceptions import ConnectorException

    monkeypatch.setattr(worker, "_AGAIN_S", 0.0001)
    giving, fails = queue.defer_pieces, iter([False, True])

    async def once_away(app: App, pieces: list[Piece], **how: Any) -> int:
        if next(fails, False):
            raise ConnectorException
        return await giving(app, pieces, **how)

    monkeypatch.setattr(queue, "defer_pieces", once_away)

    def half(url: str, arguments: desk.Arguments, stopped: Callable[[], bool]) -> desk.Arguments | None:
        return {"report": 2} if arguments["report"] == 1 else None

    async def doing(app: App) -> None:
        await queue.defer_pieces(app, [PIECE])
        await until(lambda: not here.jobs())

    here.work(doing, recheck=half)
    assert next(fails, None) is None, "it was tried"
    assert not here.failed()


def test_a_host_whose_outcome_the_store_refuses_rests_longer_each_time(
    here: Here, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Refused:
        def __init__(self, *_: object, **__: object) -> None:
            pass

        async def run(self) -> bool:
            raise StoreError("news", "the database says: refused")

    monkeypatch.setattr(worker, "HostJob", Refused)
    monkeypatch.setattr(worker._Worker, "_crawler", None, raising=False)
    rests: list[float] = []

    async def doing(app: App) -> None:
        await queue.defer(app, [Work("one.example", ("https://one.example/feed",))])
        for times in range(1, 4):
            await until(lambda: [refused for _, refused in here.jobs()] == [str(times)])  # noqa: B023 - before the next
            ((rest, _),) = here.jobs()
            rests.append(rest or 0.0)
            here.does("UPDATE procrastinate_jobs SET scheduled_at = NULL")
            here.does("SELECT pg_notify('procrastinate_queue_v1#hosts', %s)", '{"type": "job_inserted", "job_id": 1}')

    here.work(doing)
    assert not here.failed(queue.QUEUE)
    assert [round(rest / worker._REFUSED_S) for rest in rests] == [1, 2, 4]


def suspects(here: Here, hosts: int, doing: Callable[[App], Awaitable[None]], *, silent_s: int = 100) -> None:
    """Jobs in hand of a worker that was silent for so long."""

    async def run() -> None:
        async with queue.opened(here.url, "dateline test") as app:
            await queue.prepare(app)
            await queue.defer(app, [Work(f"{number}.example") for number in range(hosts)])
            await begin(here, app, hosts, silent_s)
            await doing(app)

    asyncio.run(run())


async def begin(here: Here, app: App, hosts: int, silent_s: int = 100) -> None:
    """A worker that takes all of them, and is then silent."""
    here.does("UPDATE procrastinate_jobs SET scheduled_at = NULL")
    one = await app.job_manager.register_worker()
    for _ in range(hosts):
        assert await app.job_manager.fetch_job(queues=[queue.QUEUE], worker_id=one) is not None
    here.does("UPDATE procrastinate_workers SET last_heartbeat = now() - make_interval(secs => %s)", silent_s)


def test_what_two_workers_died_with_is_tried_one_by_one_and_what_three_died_with_given_up(
    here: Here, caplog: pytest.LogCaptureFixture
) -> None:
    def rests(seconds: float | None) -> bool:
        return (seconds or 0.0) > 0.5

    async def doing(app: App) -> None:
        dead = timedelta(seconds=60)
        assert len(await queue.rescue(app, dead)) == 3
        assert [rests(rest) for rest, _ in here.jobs()] == [False] * 3
        await begin(here, app, 3)
        assert len(await queue.rescue(app, dead)) == 3
        assert [rests(rest) for rest, _ in here.jobs()] == [False, True, True], (
            "what kills a worker shall kill it alone"
        )
        await begin(here, app, 1)  # the others were done meanwhile
        assert await queue.rescue(app, dead) == []

    suspects(here, 3, doing)
    assert here.failed(queue.QUEUE) == {"0.example"}
    assert "0.example: given up: 3 workers began it and none ended it" in errors(caplog)
    assert len(here.fleet.queue(queue.QUEUE, datetime.now(UTC)).waiting) == 2


def a_scheduler(here: Here, folder: Path, dead_after_s: float = 5) -> scheduler._Scheduler:
    path = folder / "feeds.yaml"
    path.write_text(YAML)
    times = timedelta(seconds=1), timedelta(seconds=dead_after_s)
    config = load_config(path)
    one = scheduler._Scheduler(path, config, here.store, here.url, here.fleet, *times, None)
    one._save_config()
    one._run = scheduler._Run(here.store, here.fleet, config)
    return one


def test_a_shorter_dead_after_takes_nothing_from_workers_that_began_with_a_longer_one(
    here: Here, tmp_path: Path
) -> None:
    one = a_scheduler(here, tmp_path)

    async def doing(app: App) -> None:
        with here.fleet.joined("worker", "began before") as presence:
            presence.sign(Done(), jobs=1, in_hand=1, dead_after=timedelta(seconds=60))
            await one._rescue(app)
            assert one.told.rescued == 0
        await one._rescue(app)
        assert one.told.rescued == 1

    suspects(here, 1, doing, silent_s=10)


def test_a_changed_feeds_yaml_is_taken_over_though_the_server_was_away(
    here: Here, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = a_scheduler(here, tmp_path)
    (tmp_path / "feeds.yaml").write_text(YAML.replace("herald:", "courier:"))

    def away(outlets: object) -> None:
        raise StoreError("news", "the server is away")

    with monkeypatch.context() as patched:
        patched.setattr(here.store, "save_outlets", away)
        with pytest.raises(StoreError):
            one._look_for_config()
    one._look_for_config()
    newest = here.fleet.newest_config()
    assert newest is not None
    assert "courier:" in newest[1]


def test_pages_of_an_outlet_that_was_taken_out_leave_room_for_the_others(
    here: Here, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scheduler, "_PAGES_LOOKED_AT", 1)
    one = a_scheduler(here, tmp_path)
    here.store.save_outlets([Outlet("gone", "The Gone")])
    now = datetime.now(UTC)
    for outlet, at in (("herald", now - timedelta(days=2)), ("gone", now - timedelta(days=1))):
        here.store.save_articles(
            [Article(url=f"https://{outlet}.example/1", outlet=outlet, title="On Quays", published_at=at)]
        )
    here.does("UPDATE articles SET page_state = 'pending', retry_at = NULL")

    async def run() -> None:
        async with queue.opened(here.url, "dateline test") as app:
            await queue.prepare(app)
            await one._defer(app)

    asyncio.run(run())
    assert "herald.example" in here.fleet.queue(queue.QUEUE, now).waiting


def test_two_who_make_the_queue_at_once_both_find_it_made(postgres: Server) -> None:
    with psycopg.connect(postgres.url("postgres"), autocommit=True) as connection:
        connection.execute("CREATE DATABASE two_at_once")
    url = postgres.url("two_at_once")

    async def make() -> bool:
        async with queue.opened(url, "dateline test", connections=2) as app:
            await queue.prepare(app)
            return await queue.is_prepared(app)

    async def both() -> list[bool]:
        return list(await asyncio.gather(make(), make()))

    assert asyncio.run(both()) == [True, True]


def test_a_server_without_a_connection_for_the_queue_is_told_in_words(
    here: Here, monkeypatch: pytest.MonkeyPatch
) -> None:
    import procrastinate
    from psycopg_pool import PoolTimeout

    async def none_left(self: object, **_: object) -> None:
        raise PoolTimeout("pool initialization incomplete after 30.0 sec")

    monkeypatch.setattr(procrastinate.PsycopgConnector, "open_async", none_left)

    async def run() -> None:
        async with queue.opened(here.url, "dateline test"):
            pass

    with pytest.raises(StoreError, match="max_connections"):
        asyncio.run(run())


def test_recheck_to_the_queue_has_no_json(dateline: Run) -> None:
    done = dateline("recheck", "--queue", "--json", "--store", "postgresql://127.0.0.1:1/news")
    assert done.returncode == 2
    assert "--json has nothing to tell" in done.stderr


def test_what_fails_for_a_minute_is_told_as_an_error_and_then_ever_more_rarely(
    caplog: pytest.LogCaptureFixture,
) -> None:
    times = iter([*range(0, 600, 10), 1000, 1059, 1060])
    failing = Lasting(logging.getLogger("test"), lambda: next(times))
    with caplog.at_level(logging.WARNING):
        for _ in range(60):
            failing.failed("refused")
        failing.well()
        for _ in range(3):
            failing.failed("refused again")
    assert [each.getMessage() for each in caplog.records if each.levelno == logging.ERROR] == [
        *(f"for {lasted} s now: refused" for lasted in (60, 120, 240, 480)),
        "for 60 s now: refused again",
    ]
    assert len(caplog.records) == 63


def test_a_queue_that_refuses_a_worker_is_told_without_v(
    here: Here, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    import procrastinate.worker

    async def refused(self: object) -> None:
        raise PermissionError("permission denied for table procrastinate_jobs")

    monkeypatch.setattr(procrastinate.worker.Worker, "run", refused)
    monkeypatch.setattr(membership, "TOLD_AFTER_S", 0.0)

    async def doing(app: App) -> None:
        await until(lambda: "permission denied" in errors(caplog))

    here.work(doing)


def test_a_scheduler_whose_ticks_fail_tells_it_without_v(
    here: Here, tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = a_scheduler(here, tmp_path)
    monkeypatch.setattr(membership, "TOLD_AFTER_S", 0.0)

    async def run() -> None:
        ending = Ending(None)

        async def refused(app: App) -> None:
            ending.event.set()
            raise StoreError("news", "this user may not do that here") from PermissionError("42501")

        monkeypatch.setattr(one, "_defer", refused)
        with here.fleet.joined("scheduler", "here") as presence:
            await one.run(presence, ending)

    asyncio.run(run())
    assert "this user may not do that here" in errors(caplog)


def test_a_feeds_yaml_that_an_older_worker_cannot_read_is_told_and_the_one_before_stays(
    here: Here, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(here.fleet, "newest_config", lambda known: ("0" * 64, "of_a_later_release: true\n"))
    with here.fleet.joined("worker", "here") as presence:
        one = worker._Worker(here.store, here.url, here.fleet, presence, 1, None, None, {})
        asyncio.run(one._look_for_config())
    assert "stays in force" in errors(caplog)
