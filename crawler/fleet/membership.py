"""What scheduler and worker have in common: a name, an ending by signal or clock, and a server that may go away."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import socket
from collections.abc import Callable
from datetime import timedelta
from time import monotonic
from typing import Any

from normalise.errors import DatelineError

DEAD_AFTER = timedelta(seconds=60)  # a silence after which a worker's jobs and hosts are another's
LEAST_DEAD_AFTER = timedelta(seconds=5)
TOLD_AFTER_S = 60.0  # no restart of a server lasts so long
_LOOK_S = 0.5
_HELD_UP_S = 5.0

logger = logging.getLogger(__name__)


def own_name() -> str:
    """This machine and process, as `dateline workers` tells it."""
    return f"{socket.gethostname()}, process {os.getpid()}"


class Ending:
    """When to stop: at SIGTERM or SIGINT, or when the time is up. A second signal means at once."""

    def __init__(self, max_time: timedelta | None) -> None:
        self.by: int | None = None
        self.event = asyncio.Event()
        self.at_once = asyncio.Event()
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, self._received, number)
        if max_time:
            loop.call_later(max_time.total_seconds(), self.event.set)

    def _received(self, number: int) -> None:
        if self.by is not None:
            self.at_once.set()
        self.by = self.by or number
        self.event.set()

    @property
    def begun(self) -> bool:
        """Whether nothing more is to be begun."""
        return self.event.is_set()

    async def within(self, seconds: float) -> bool:
        """Wait so long, or until the end has come; whether it has."""
        try:
            await asyncio.wait_for(self.event.wait(), seconds)
        except TimeoutError:
            return False
        return True

    def exit_code(self, otherwise: int = 0) -> int:
        """143 and 130 after a signal, as a crawl ends with."""
        return 128 + self.by if self.by else otherwise


class Heldup:
    """Notes when this process did not run for seconds: the server was waited for, or the machine slept.

    What failed meanwhile failed here: answers lay unread until their time was over.
    """

    def __init__(self) -> None:
        self._latest = float("-inf")

    async def watch(self) -> None:
        """Until cancelled."""
        before = monotonic()
        while True:
            await asyncio.sleep(_LOOK_S)
            now = monotonic()
            if now - before > _HELD_UP_S:
                self._latest = now
            before = now

    def since(self, moment: float) -> bool:
        """Whether it happened after a moment (monotonic), or happens now."""
        return self._latest >= moment


class Lasting:
    """What fails again and again: a warning at first, an error once it has lasted a minute, then ever more rarely.

    Without -v errors alone are told, and a fleet whose server refuses it is not to stand still without a word.
    """

    def __init__(self, to: logging.Logger, clock: Callable[[], float] = monotonic) -> None:
        self._logger, self._clock = to, clock
        self._since: float | None = None
        self._tell_after_s = 0.0

    def failed(self, said: str) -> None:
        """It failed, for the first time or still."""
        now = self._clock()
        if self._since is None:
            self._since, self._tell_after_s = now, TOLD_AFTER_S
        lasted_s = now - self._since
        if lasted_s < self._tell_after_s:
            self._logger.warning("%s", said)
            return
        self._tell_after_s = lasted_s * 2
        self._logger.error("for %d s now: %s", lasted_s, said)

    def well(self) -> None:
        """It went well."""
        self._since = None


def in_a_line(error: BaseException) -> str:
    """An error for a log: ours as they are, others by their cause, since procrastinate's say just "Database error."."""
    if isinstance(error, DatelineError):
        return " ".join(str(error).split())
    cause = error.__cause__ or error
    return " ".join(f"{type(cause).__name__}: {cause}".split())


def quiet_losses(report: Callable[[str], None]) -> None:
    """Tell what a task raised that nobody waits for in one line: mostly that the server went away."""

    def told(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        error = context.get("exception")
        report(f"{context.get('message')}: {type(error).__name__}: {error}" if error else str(context.get("message")))

    asyncio.get_running_loop().set_exception_handler(told)
