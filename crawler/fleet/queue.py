"""The queue: procrastinate over the store's own database. One job a host; jobs of one host never overlap.

`lock` and `queueing_lock` of a job are its host: one runs, one waits, no more. A job that a dead worker had is put back
(`rescue`); one that was begun `MOST_TRIES` times and never ended has taken workers down, and is given up: a host for a
while, desk work until it is given again. Work for which no host is asked (`crawler.fleet.desk`) has queues of its own,
and its key in the place of the host.
"""

from __future__ import annotations

import logging
import warnings
from collections.abc import AsyncIterator, Collection, Iterable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from crawler.fleet.desk import Piece
from crawler.fleet.planning import Work
from storage import StoreError
from storage.postgres.address import NO_DRIVER, shown

if TYPE_CHECKING:
    from procrastinate import App
    from procrastinate.jobs import Job

QUEUE, TASK = "hosts", "crawl_host"
MOST_TRIES = 3
APART = timedelta(seconds=5)  # between jobs that two workers died with: the third shall die with one alone
_TOGETHER = 500
_NO_CONNECTION = (
    "the server gave the queue no connection in 30 s; is it up, and are there enough of them (max_connections, and the"
    " user's own limit)? A worker needs up to seven, a scheduler five"
)

logger = logging.getLogger(__name__)


@asynccontextmanager
async def opened(url: str, application: str, *, connections: int = 4) -> AsyncIterator[App]:
    """procrastinate over a database. StoreError without the extra, or where the server gives no connection."""
    app = open_app(url, application, connections=connections)
    from psycopg_pool import PoolTimeout

    try:
        await app.open_async()
    except PoolTimeout as error:
        raise StoreError(shown(url), _NO_CONNECTION) from error
    try:
        yield app
    finally:
        await app.close_async()


def open_app(url: str, application: str, *, connections: int = 4) -> App:
    """procrastinate over a database, not yet connected: see `opened`. StoreError without the extra."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            from procrastinate import App, PsycopgConnector
    except ImportError as error:
        raise StoreError(shown(url), NO_DRIVER) from error
    logging.getLogger("procrastinate").setLevel(logging.CRITICAL)  # what matters of its errors is said by us, in words
    logging.getLogger("psycopg.pool").setLevel(logging.CRITICAL)
    connector = PsycopgConnector(
        conninfo=url, min_size=1, max_size=connections, kwargs={"application_name": application[:63]}
    )
    return App(connector=connector)


async def prepare(app: App) -> None:
    """Make procrastinate's tables where they are not there yet. Of two who do it at once the first does it for both."""
    from procrastinate.exceptions import ConnectorException

    if await app.check_connection_async():
        return
    try:
        await app.schema_manager.apply_schema_async()
    except ConnectorException:
        if not await app.check_connection_async():
            raise


async def is_prepared(app: App) -> bool:
    """Whether the server answers and procrastinate's tables are there."""
    from procrastinate.exceptions import ConnectorException

    try:
        return bool(await app.check_connection_async())
    except ConnectorException:
        return False


async def defer(app: App, works: Iterable[Work], *, after: timedelta | None = None, refused: int = 0) -> int:
    """Put work into the queue; gives how many hosts. One that waits already is left as it is.

    `refused`: how often in a row the store failed it, which the job carries along.
    """
    at = datetime.now(UTC) + after if after is not None else None
    return await _defer(app, [_job(work, at, refused) for work in works])


async def defer_pieces(app: App, pieces: Iterable[Piece], *, after: timedelta | None = None) -> int:
    """Put pieces of desk work into their queues; gives how many. One that waits already is left as it is."""
    from procrastinate.jobs import Job

    at = datetime.now(UTC) + after if after is not None else None
    return await _defer(
        app,
        [
            Job(
                queue=each.queue,
                lock=each.key,
                queueing_lock=each.key,
                task_name=each.queue,
                task_kwargs=dict(each.arguments),
                scheduled_at=at,
            )
            for each in pieces
        ],
    )


async def _defer(app: App, waiting: list[Job]) -> int:
    from procrastinate import exceptions

    deferred = 0
    for first in range(0, len(waiting), _TOGETHER):
        part = waiting[first : first + _TOGETHER]
        try:
            await app.job_manager.batch_defer_jobs_async(part)
            deferred += len(part)
        except exceptions.AlreadyEnqueued:  # one of them, by a worker that gave it back just now
            for job in part:
                try:
                    await app.job_manager.batch_defer_jobs_async([job])
                    deferred += 1
                except exceptions.AlreadyEnqueued:
                    continue
    return deferred


def _job(work: Work, at: datetime | None, refused: int) -> Job:
    from procrastinate.jobs import Job

    arguments = work.as_arguments() | ({"refused": refused} if refused else {})
    return Job(
        queue=QUEUE,
        lock=work.host,
        queueing_lock=work.host,
        task_name=TASK,
        task_kwargs=arguments,
        scheduled_at=at,
    )


async def rescue(app: App, dead_after: timedelta) -> list[str]:
    """Put back the jobs of workers that gave no sign for so long; gives their hosts and the keys of desk work.

    For the scheduler alone: of two who do it, the one would put back what the other had put back and a worker begun.
    A job that takes workers down takes those in hand beside it along: what two workers died with comes one by one.
    """
    stalled = await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=dead_after.total_seconds())
    again, suspects = list[str](), 0
    for job in stalled:
        after = None
        if job.attempts == MOST_TRIES - 2:
            after, suspects = APART * suspects, suspects + 1
        if await put_back(app, job, after=after):
            again.append(str(job.lock))
    return again


async def put_back(app: App, job: Job, *, after: timedelta | None = None) -> bool:
    """Put a job back that nobody works on any more; whether it will be done again."""
    from procrastinate import exceptions
    from procrastinate.jobs import Status

    again = job.attempts + 1 < MOST_TRIES
    try:
        if again:
            await app.job_manager.retry_job(job, retry_at=datetime.now(UTC) + after if after else None)
            return True
        logger.error("%s: given up: %d workers began it and none ended it", job.lock, MOST_TRIES)
        await app.job_manager.finish_job(job, Status.FAILED, delete_job=False)
    except exceptions.UniqueViolation:  # another job of this host waits already
        await app.job_manager.finish_job(job, Status.FAILED, delete_job=True)
        return True
    except exceptions.ConnectorException as error:  # somebody else was faster, or its worker lives after all
        logger.info("%s: %s", job.lock, error)
    return False


async def lost_jobs(app: App, queue_worker: int, in_hand: Collection[int]) -> list[Job]:
    """Jobs that the queue says this worker has, and it has not: the server was away as they were to be ended."""
    jobs = await app.job_manager.list_jobs_async(status="doing", worker_id=queue_worker)
    return [job for job in jobs if job.id not in in_hand]


async def forget_old(app: App, older_than: timedelta) -> None:
    """Forget jobs that ended, failed ones too."""
    hours = max(1, int(older_than.total_seconds() // 3600))
    await app.job_manager.delete_old_jobs(
        nb_hours=hours, include_failed=True, include_cancelled=True, include_aborted=True
    )


def arguments_of(job: Any) -> Work:
    """The work of a job."""
    return Work.of_arguments(job.task_kwargs)
