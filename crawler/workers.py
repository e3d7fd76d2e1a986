"""Reading pages in processes of its own: both cores work, and a slow or crashing page costs only itself.

A worker is this interpreter running `python -m crawler.worker_main`, joined to us by a socket pair. It does one job at
a time, and holds a few more, so that it never waits for us to hand over the next. A job past its time is answered with
an ExtractionError, its worker killed and replaced; the jobs behind it go to another. A worker ends when its end of the
socket closes and when its parent dies, whatever kills it.

`concurrent.futures.ProcessPoolExecutor` does none of this: one worker that dies takes every job with it.
"""

from __future__ import annotations

import asyncio
import logging
import os
import pickle
import socket
import struct
import subprocess
import sys
from collections import deque
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from typing import Any, Protocol

from crawler.extraction import ExtractionError, Page, extract_article

PAGE_S = 5.0
WORKER_BYTES = 2 << 30  # of address space (RLIMIT_AS), not of memory in use
_MOST_FAILED_STARTS = 3
_START_S = 30.0  # a worker imports lxml and the word tables first
_QUEUE_FOR_ANOTHER = 4  # jobs nobody has begun before one more worker is worth its start
_IN_HAND = 32  # jobs of a worker, the one under way included: we may be writing to the store for thirty pages' time
_IN_HAND_BYTES = 4 << 20
_ANSWERS_BYTES = 1 << 20
_CHUNK = 1 << 18
READY = b""  # a worker's first message: it can do jobs
HEADER = struct.Struct("!Q")

logger = logging.getLogger(__name__)


class Job(Protocol):
    """What a worker does. It travels pickled, and so does what `run` gives."""

    @property
    def url(self) -> str:
        """The page's address, for errors."""

    def run(self, context: Any) -> Any:
        """Do it, in the worker. `context` is the pool's. Raises ExtractionError."""


@dataclass(frozen=True, slots=True)
class Extract:
    """`crawler.extraction.extract_article(body, **options)`."""

    body: bytes
    options: dict[str, Any]

    @property
    def url(self) -> str:
        """The page's address."""
        return str(self.options.get("url"))

    def run(self, context: Any) -> Page:
        """The page."""
        return extract_article(self.body, **self.options)


class NoWorkerError(ExtractionError):
    """No worker can be started, for want of memory, processes or file handles: the machine's fault, not the page's."""

    def __init__(self, url: str) -> None:
        super().__init__(url, "no process to read pages could be started (memory, processes or file handles)")


@dataclass(slots=True, eq=False)
class _Task:
    job: Job
    answer: asyncio.Future[Any]
    size: int = 0  # bytes, once sent

    def fail(self, error: ExtractionError) -> None:
        if not self.answer.done():
            self.answer.set_exception(error)


class ExtractionPool:
    """Up to `most` workers (default: a processor each), started as jobs come. Must be closed.

    `context` is given to every job: what they share, sent to a worker once.
    """

    def __init__(self, most: int | None = None, *, page_s: float = PAGE_S, context: Any = None) -> None:
        self.page_s = page_s
        self._most = most or max(1, min(len(os.sched_getaffinity(0)), 8))
        self._context = context
        self._all: set[_Worker] = set()
        self._unready: set[_Worker] = set()
        self._starting: set[asyncio.Task[None]] = set()
        self._waiting: deque[_Task] = deque()
        self._closed = False
        self._failed_starts = 0  # in a row

    async def extract(self, body: bytes, **options: Any) -> Page:
        """`crawler.extraction.extract_article(body, **options)` in a worker; raises as `run` does."""
        page: Page = await self.run(Extract(body, options))
        return page

    async def run(self, job: Job) -> Any:
        """What `job.run` gives in a worker.

        Raises ExtractionError as that does, and for a page that took longer than its time or took its worker down;
        NoWorkerError where no worker can be had.
        """
        task = _Task(job, asyncio.get_running_loop().create_future())
        self._waiting.append(task)
        self.dispatch()
        return await task.answer

    def dispatch(self) -> None:
        """Hand out the jobs that wait, and start a worker where one more is worth it."""
        if self._closed:
            self._fail_waiting("the crawl is ending")
        while self._waiting:
            if self._waiting[0].answer.done():  # nobody waits for it any more
                self._waiting.popleft()
                continue
            worker = min(filter(_Worker.has_room, self._all), key=_Worker.load, default=None)
            if worker is None:
                break
            worker.give(self._waiting.popleft())
        if not self._waiting:
            return
        count = len(self._all) + len(self._starting)
        if self._failed_starts >= _MOST_FAILED_STARTS:
            if not count:
                self._fail_waiting(None)
        elif count == 0 or (count < self._most and self._not_begun() >= _QUEUE_FOR_ANOTHER):
            self._starting.add(asyncio.get_running_loop().create_task(self._start()))

    def _not_begun(self) -> int:
        return len(self._waiting) + sum(max(0, worker.load() - 1) for worker in self._all)

    def _fail_waiting(self, reason: str | None) -> None:
        """Fail every job that nobody has begun; `reason` None: no worker can be had."""
        while self._waiting:
            task = self._waiting.popleft()
            url = task.job.url
            task.fail(NoWorkerError(url) if reason is None else ExtractionError(url, reason))

    async def _start(self) -> None:
        started: _Worker | None = None
        try:
            started = await self._started()
        except (OSError, EOFError, TimeoutError):
            pass
        except Exception:
            logger.exception("a process to read pages could not be started")
        self._starting = {start for start in self._starting if start is not asyncio.current_task()}
        if started is None:
            self._failed_starts += 1
            if self._waiting and not self._all:
                task = self._waiting.popleft()
                task.fail(NoWorkerError(task.job.url))
        elif self._closed:
            started.end()
        else:
            self._failed_starts = 0
            self._all.add(started)
        self.dispatch()

    async def _started(self) -> _Worker:
        ours, theirs = socket.socketpair()
        with theirs, ExitStack() as unless_started:
            unless_started.callback(ours.close)
            with suppress(OSError):  # or as much as may be had
                ours.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _IN_HAND_BYTES)
                theirs.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _ANSWERS_BYTES)
            arguments = [str(number) for number in (theirs.fileno(), os.getpid(), WORKER_BYTES)]
            process = subprocess.Popen(  # noqa: ASYNC220, S603  (ours; a pipe-less start is over in milliseconds)
                [sys.executable, "-m", "crawler.worker_main", *arguments],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
            )
            unless_started.pop_all()
        worker = _Worker(self, process)
        self._unready.add(worker)  # from here on close() ends it
        try:
            await asyncio.get_running_loop().create_connection(lambda: worker, sock=ours)
            worker.send(pickle.dumps(self._context, protocol=pickle.HIGHEST_PROTOCOL))
            await asyncio.wait_for(worker.ready, _START_S)
        except BaseException:
            worker.end()
            raise
        finally:
            self._unready.discard(worker)
        return worker

    def lost(self, worker: _Worker, reason: str) -> None:
        """End a worker that died or has to; its first job fails with `reason`, the others are done elsewhere."""
        if worker not in self._all:
            return
        self._all.discard(worker)
        self._failed_starts = 0
        worker.end()
        tasks = list(worker.tasks)
        for task in tasks[:1]:
            task.fail(ExtractionError(task.job.url, reason))
        self._waiting.extendleft(reversed(tasks[1:]))
        self.dispatch()

    def close(self) -> None:
        """End every worker now and wait for it. Safe to call twice."""
        self._closed = True
        for start in self._starting:
            start.cancel()
        for worker in self._all | self._unready:
            worker.end()
            self._waiting.extend(worker.tasks)
        self._all.clear()
        self._fail_waiting("the crawl is ending")


class _Worker(asyncio.BufferedProtocol):
    """A worker's process, our end of its socket, and the jobs it holds, the one under way first."""

    def __init__(self, pool: ExtractionPool, process: subprocess.Popen[bytes]) -> None:
        self.process = process
        self.tasks: deque[_Task] = deque()
        self.ready: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._pool = pool
        self._transport: asyncio.Transport | None = None
        self._chunk = bytearray(_CHUNK)
        self._received = bytearray()
        self._held_bytes = 0
        self._deadline: asyncio.TimerHandle | None = None

    def load(self) -> int:
        """How many jobs it holds."""
        return len(self.tasks)

    def has_room(self) -> bool:
        """Whether one more job may be handed over."""
        return len(self.tasks) < _IN_HAND and self._held_bytes < _IN_HAND_BYTES

    def give(self, task: _Task) -> None:
        """Hand over a job."""
        try:
            packed = pickle.dumps(task.job, protocol=pickle.HIGHEST_PROTOCOL)
        except Exception as error:
            task.fail(ExtractionError(task.job.url, f"it could not be handed over: {type(error).__name__} (a bug)"))
            return
        task.size = len(packed)
        self._held_bytes += task.size
        self.tasks.append(task)
        if len(self.tasks) == 1:
            self._begin()
        self.send(packed)

    def send(self, packed: bytes) -> None:
        """Send a message; what the socket does not take at once follows by itself."""
        if self._transport is not None and not self._transport.is_closing():
            self._transport.write(HEADER.pack(len(packed)) + packed)

    def end(self) -> None:
        """Kill it and wait for it. Safe to call twice."""
        self.process.kill()
        self.process.wait()
        if self._deadline is not None:
            self._deadline.cancel()
        if self._transport is not None and not self._transport.is_closing():
            self._transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Its socket is ours to use."""
        assert isinstance(transport, asyncio.Transport)  # noqa: S101
        self._transport = transport

    def get_buffer(self, sizehint: int) -> bytearray:
        """Where to receive into: asyncio's streams take 256 KB anew for every read."""
        return self._chunk

    def buffer_updated(self, nbytes: int) -> None:
        """Take what was received; whole messages are answers."""
        self._received += memoryview(self._chunk)[:nbytes]
        begin = 0
        while len(self._received) >= begin + HEADER.size:
            (size,) = HEADER.unpack_from(self._received, begin)
            end = begin + HEADER.size + size
            if len(self._received) < end:
                break
            message = bytes(memoryview(self._received)[begin + HEADER.size : end])
            begin = end
            self._answered(message)
        del self._received[:begin]

    def connection_lost(self, exc: Exception | None) -> None:
        """It ended."""
        if not self.ready.done():
            self.ready.set_exception(EOFError())
        self._pool.lost(self, "reading the page took its worker down (memory, or a bug in a parser)")

    def _answered(self, message: bytes) -> None:
        if not message:
            if not self.ready.done():
                self.ready.set_result(None)
            return
        if not self.tasks:  # it was given up just before
            return
        task = self.tasks.popleft()
        self._held_bytes -= task.size
        self._begin()
        try:
            ok, value = pickle.loads(message)  # noqa: S301  (our own child)
        except Exception:
            ok, value = False, "reading the page gave an answer that cannot be read (a bug: please report it)"
        if not ok:
            task.fail(ExtractionError(task.job.url, value))
        elif not task.answer.done():
            task.answer.set_result(value)
        self._pool.dispatch()

    def _begin(self) -> None:
        """The clock of the job that is now the first."""
        if self._deadline is not None:
            self._deadline.cancel()
        self._deadline = asyncio.get_running_loop().call_later(self._pool.page_s, self._late) if self.tasks else None

    def _late(self) -> None:
        self._pool.lost(self, f"reading the page took longer than {self._pool.page_s:.0f} s")
