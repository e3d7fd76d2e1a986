"""Turns at hosts: at most one request at a time reaches a host, across jobs, workers and machines, with its delay kept.

A turn is a row in the store (`Fleet.take_host`), held for `lease_s` and kept while it is used. Between two requests of
one worker it stays with it, so that a job costs two statements and not two for each request; a host nobody asked for a
moment is let go of. So a job that waits for another's host never keeps that one waiting for its own.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from time import monotonic
from typing import Any

from crawler.network.hosts import HostBusyError
from crawler.network.limits import ANSWER_S
from storage import StoreError
from storage.fleet import Fleet

LONGEST_WAIT_S = 150.0  # for a host that others ask: more than any job keeps it, or a dead worker's lease lasts
_IDLE_S = 0.5  # after the delay
_LONGEST_IDLE_S = 5.0
_FIRST_PAUSE_S, _LONGEST_PAUSE_S = 0.05, 1.0
_MARGIN_S = 0.5  # beside the longest answer
_LOOK_S = 0.25

logger = logging.getLogger(__name__)


@dataclass(slots=True)
class _Held:
    until: float  # all times are monotonic, of this process
    free: float  # no request before
    ended: float | None = None  # the last request
    delay_s: float = 0.0  # kept after it
    busy: bool = False
    since: float = field(default_factory=monotonic)  # idle

    def free_for(self, delay_s: float) -> float:
        return max(self.free, self.ended + max(delay_s, self.delay_s)) if self.ended is not None else self.free


@dataclass(slots=True)
class _Line:
    """Who waits for a host in this process."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    waiting: int = 0


class HostLeases:
    """The turns of one worker, under its id in the fleet."""

    def __init__(self, fleet: Fleet, holder: int, lease_s: float) -> None:
        self._fleet, self._holder, self._lease_s = fleet, holder, lease_s
        self._least_s = min(ANSWER_S + _MARGIN_S, lease_s / 2)  # of its lease, for a request to begin
        self._held: dict[str, _Held] = {}
        self._lines: dict[str, _Line] = {}
        self._tasks: dict[asyncio.Task[Any], str] = {}  # that wait for a host, or have it
        self._broken_off: set[asyncio.Task[Any]] = set()

    @asynccontextmanager
    async def turn(self, host: str, delay_s: float) -> AsyncIterator[None]:
        """Wait for a host's turn, and have it.

        Raises HostBusyError where others kept it for LONGEST_WAIT_S, or where the turn was lost or broken off;
        StoreError where the store cannot be asked.
        """
        line = self._lines.setdefault(host, _Line())
        line.waiting += 1
        task = asyncio.current_task()
        assert task is not None  # noqa: S101
        self._tasks[task] = host
        try:
            async with line.lock:
                held = await self._hold(host, delay_s)
                try:
                    yield
                finally:
                    held.ended = held.since = monotonic()
                    held.delay_s, held.busy = delay_s, False
        except asyncio.CancelledError:
            if task in self._broken_off:
                raise HostBusyError(f"the turn at {host} was broken off") from None
            raise
        finally:
            del self._tasks[task]
            self._broken_off.discard(task)
            line.waiting -= 1
            if not line.waiting:
                self._lines.pop(host, None)

    async def _hold(self, host: str, delay_s: float) -> _Held:
        """The host's lease, long enough for a request, at a moment when one may begin."""
        held = self._held.get(host)
        if held is None:
            held = await self._take(host, delay_s)
        held.busy = True
        try:
            await asyncio.sleep(max(0.0, held.free_for(delay_s) - monotonic()))  # meanwhile `look_after` keeps it
            while held.until - monotonic() < self._least_s:  # the store was away, or another has it by now
                free = held.free_for(delay_s)
                held = await self._take(host, delay_s)
                held.free, held.busy = max(held.free, free), True
                await asyncio.sleep(max(0.0, held.free - monotonic()))
        except BaseException:
            held.busy = False
            raise
        return held

    async def _take(self, host: str, delay_s: float) -> _Held:
        asked = monotonic()
        pause = _FIRST_PAUSE_S
        while True:
            before = monotonic()
            wait = self._fleet.take_host(host, self._holder, self._lease_s, delay_s)
            if wait is not None:
                held = self._held[host] = _Held(before + self._lease_s, monotonic() + wait)
                return held
            if monotonic() - asked > LONGEST_WAIT_S:
                raise HostBusyError(f"{host} is being asked by another worker")
            await asyncio.sleep(pause)
            pause = min(pause * 2, _LONGEST_PAUSE_S)

    async def look_after(self) -> None:
        """Keep what is used and let go of what is not, until cancelled."""
        while True:
            await asyncio.sleep(_LOOK_S)
            try:
                self._look()
            except StoreError as error:
                logger.warning("turns at hosts: %s", error)
                self.break_off(host for host, held in self._held.items() if held.busy and held.until < monotonic())

    def _look(self) -> None:
        now = monotonic()
        idle = [
            host
            for host, held in self._held.items()
            if not held.busy and now - held.since > min(held.delay_s + _IDLE_S, _LONGEST_IDLE_S)
        ]
        self.give(idle)
        used = {host: held for host, held in self._held.items() if held.busy}
        if any(held.until - now < self._lease_s * 2 / 3 for held in used.values()):
            kept = self._fleet.keep_hosts(used, self._holder, self._lease_s)
            for host, held in used.items():
                held.until = now + self._lease_s if host in kept else now
            self.break_off(host for host in used if host not in kept)

    def give(self, hosts: Iterable[str]) -> None:
        """Let go of hosts that have no request under way; what cannot be told to the store ends by itself."""
        now = monotonic()
        given: dict[str, tuple[float, float] | None] = {}
        for host in hosts:
            held = self._held.get(host)
            if held is None or held.busy:
                continue
            del self._held[host]
            given[host] = (now - held.ended, held.delay_s) if held.ended is not None else None
        if given:
            self._fleet.give_hosts(given, self._holder)

    def break_off(self, hosts: Iterable[str] | None = None) -> None:
        """End what is under way at these hosts, or everywhere, and what waits: as if it had not been asked."""
        chosen = None if hosts is None else frozenset(hosts)
        for task, host in self._tasks.items():
            if (chosen is None or host in chosen) and task not in self._broken_off:
                self._broken_off.add(task)
                task.cancel()

    def give_all(self) -> None:
        """Let go of every host; at the end."""
        self.give(list(self._held))
