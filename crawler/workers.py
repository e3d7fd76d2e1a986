"""Extraction in processes of its own: both cores work, and a slow or crashing page costs only itself.

A worker is this interpreter running `python -m crawler.worker_main`, joined to us by a socket pair. It takes one page
at a time. A page past its time is answered with an ExtractionError, its worker killed and replaced; the other pages go
on. A worker ends when its end of the socket closes and when its parent dies, whatever kills it.

`concurrent.futures.ProcessPoolExecutor` does none of this: one worker that dies takes every job with it.
"""

from __future__ import annotations

import asyncio
import os
import pickle
import socket
import struct
import subprocess
import sys
from collections import deque
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

from crawler.extraction import ExtractionError, Page

PAGE_S = 5.0
WORKER_BYTES = 2 << 30  # of address space (RLIMIT_AS), not of memory in use
_MOST_FAILED_STARTS = 3
_START_S = 30.0  # a worker imports lxml and the word tables first
_QUEUE_FOR_ANOTHER = 4  # pages waiting before one more worker is worth its start
_CHUNK = 1 << 16
READY = b"R"  # a worker's first byte: it can read pages
HEADER = struct.Struct("!Q")


class _Pipe(asyncio.BufferedProtocol):
    """Our end of a worker's socket, received into one buffer: asyncio's streams take 256 KB anew for every read."""

    def __init__(self) -> None:
        self._chunk = bytearray(_CHUNK)
        self._received = bytearray()
        self._wanted: tuple[int, asyncio.Future[bytes]] | None = None
        self._lost = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)  # noqa: S101
        self.transport = transport

    def get_buffer(self, sizehint: int) -> bytearray:
        return self._chunk

    def buffer_updated(self, nbytes: int) -> None:
        self._received += memoryview(self._chunk)[:nbytes]
        self._give()

    def connection_lost(self, exc: Exception | None) -> None:
        self._lost = True
        self._give()

    async def read(self, size: int) -> bytes:
        """The next `size` bytes. Raises IncompleteReadError if the worker ends before it gave them."""
        self._wanted = size, asyncio.get_running_loop().create_future()
        self._give()
        return await self._wanted[1]

    def write(self, data: bytes) -> None:
        """Send `data`; what the socket does not take at once follows by itself."""
        if self._lost:
            raise BrokenPipeError
        self.transport.write(data)

    def _give(self) -> None:
        if self._wanted is None or self._wanted[1].done():
            return
        size, wanted = self._wanted
        if len(self._received) >= size:
            wanted.set_result(bytes(self._received[:size]))
            del self._received[:size]
        elif self._lost:
            wanted.set_exception(asyncio.IncompleteReadError(bytes(self._received), size))


@dataclass(slots=True, eq=False)
class _Worker:
    process: subprocess.Popen[bytes]
    pipe: _Pipe


class NoWorkerError(ExtractionError):
    """No worker can be started, for want of memory, processes or file handles: the machine's fault, not the page's."""

    def __init__(self, url: str) -> None:
        super().__init__(url, "no process to read pages could be started (memory, processes or file handles)")


class ExtractionPool:
    """Up to `most` workers (default: a processor each), started as pages come. Must be closed."""

    def __init__(self, most: int | None = None, *, page_s: float = PAGE_S) -> None:
        self._most = most or max(1, min(len(os.sched_getaffinity(0)), 8))
        self._page_s = page_s
        self._idle: list[_Worker] = []
        self._all: set[_Worker] = set()
        self._starting = 0
        self._waiting: deque[asyncio.Future[None]] = deque()
        self._closed = False
        self._failed_starts = 0  # in a row

    async def extract(self, body: bytes, **options: Any) -> Page:
        """`crawler.extraction.extract_article(body, **options)` in a worker.

        Raises ExtractionError as that does, and for a page that took longer than its time or took its worker down;
        NoWorkerError where no worker can be had.
        """
        url = str(options.get("url"))
        try:
            worker = await self._worker()
        except (OSError, asyncio.IncompleteReadError, TimeoutError) as error:
            self._failed_starts += 1
            self._next()
            raise NoWorkerError(url) from error
        except NoWorkerError:
            self._next()  # whoever waits behind us learns it too
            raise
        self._failed_starts = 0
        try:
            ok, value = await asyncio.wait_for(_ask(worker, (body, options)), self._page_s)
        except TimeoutError:
            self._discard(worker)
            raise ExtractionError(url, f"reading the page took longer than {self._page_s:.0f} s") from None
        except (OSError, asyncio.IncompleteReadError, pickle.UnpicklingError):
            self._discard(worker)
            raise ExtractionError(url, "reading the page took its worker down (memory, or a bug in a parser)") from None
        except BaseException:
            self._discard(worker)
            raise
        self._release(worker)
        if ok:
            page: Page = value
            return page
        raise ExtractionError(url, value)

    async def _worker(self) -> _Worker:
        while True:
            if self._closed:
                raise ExtractionError("", "the crawl is ending")
            if self._failed_starts >= _MOST_FAILED_STARTS and not self._all:
                raise NoWorkerError("")
            if self._idle:
                return self._idle.pop()
            count = len(self._all) + self._starting
            if count == 0 or (count < self._most and len(self._waiting) >= _QUEUE_FOR_ANOTHER):
                self._starting += 1
                try:
                    return await self._start()
                finally:
                    self._starting -= 1
            turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self._waiting.append(turn)
            await turn

    async def _start(self) -> _Worker:
        ours, theirs = socket.socketpair()
        with theirs, ExitStack() as unless_started:
            unless_started.callback(ours.close)
            arguments = [str(number) for number in (theirs.fileno(), os.getpid(), WORKER_BYTES)]
            process = subprocess.Popen(  # noqa: ASYNC220, S603  (ours; a pipe-less start is over in milliseconds)
                [sys.executable, "-m", "crawler.worker_main", *arguments],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
            )
            unless_started.pop_all()
        try:
            _, pipe = await asyncio.get_running_loop().create_connection(_Pipe, sock=ours)
        except BaseException:
            process.kill()
            process.wait()
            raise
        worker = _Worker(process, pipe)
        self._all.add(worker)  # from here on close() ends it
        try:
            if self._closed:  # meanwhile
                raise asyncio.CancelledError
            await asyncio.wait_for(pipe.read(len(READY)), _START_S)
        except BaseException:
            self._all.discard(worker)
            _end(worker)
            if self._closed:
                raise ExtractionError("", "the crawl is ending") from None
            raise
        return worker

    def _release(self, worker: _Worker) -> None:
        self._idle.append(worker)
        self._next()

    def _discard(self, worker: _Worker) -> None:
        self._all.discard(worker)
        _end(worker)
        self._next()

    def _next(self) -> None:
        while self._waiting:
            turn = self._waiting.popleft()
            if not turn.done():
                turn.set_result(None)
                return

    def close(self) -> None:
        """End every worker now and wait for it. Safe to call twice."""
        self._closed = True
        for worker in self._all:
            _end(worker)
        self._all.clear()
        self._idle.clear()
        while self._waiting:
            self._next()


def _end(worker: _Worker) -> None:
    worker.process.kill()
    worker.process.wait()
    if not worker.pipe.transport.is_closing():
        worker.pipe.transport.abort()


async def _ask(worker: _Worker, job: tuple[bytes, dict[str, Any]]) -> tuple[bool, Any]:
    packed = pickle.dumps(job, protocol=pickle.HIGHEST_PROTOCOL)
    worker.pipe.write(HEADER.pack(len(packed)) + packed)
    (size,) = HEADER.unpack(await worker.pipe.read(HEADER.size))
    answer: tuple[bool, Any] = pickle.loads(await worker.pipe.read(size))  # noqa: S301  (our own child)
    return answer
