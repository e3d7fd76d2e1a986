"""The part of the Store for how feeds and runs are doing: schedule, habits, alarms."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

SILENT_SPREADS = 3.5  # standard deviations below the usual; many windows are looked at


@dataclass(frozen=True, slots=True)
class Pace:
    """How often a feed really changes: entries it newly showed, and the seconds over which they came.

    Both fade with time (crawler.schedule says how), so that a feed of new ways is soon polled by them.
    """

    changes: float = 0.0
    watched_s: float = 0.0


@dataclass(frozen=True, slots=True)
class FeedHealth:
    """How a watched feed did since a moment.

    `seen` articles against the `expected` number, with its `spread` (a standard deviation), over those latest `hours`
    before its last good poll that speak most against it: what it used to give at those hours of the week. None where
    too little is known or expected.
    """

    url: str
    polls: int = 0
    failed: int = 0
    without_overlap: int = 0
    hours: int = 0
    seen: int = 0
    expected: float | None = None
    spread: float | None = None

    @property
    def silent(self) -> bool:
        """Whether it gave far fewer articles than it usually does."""
        return self.expected is not None and self.seen < self.expected - SILENT_SPREADS * (self.spread or 0.0)


@dataclass(frozen=True, slots=True)
class OutletHealth:
    """How an outlet's articles that were first seen since a moment did.

    `failing` pages were asked for in vain at least once and are not read; `reason` is the commonest. `pending` ones are
    waiting, the failing that will be tried again among them. `assumed` articles have a date whose zone was assumed,
    `undated` ones were read and have none.
    """

    outlet: str
    articles: int = 0
    failing: int = 0
    pending: int = 0
    reason: str | None = None
    assumed: int = 0
    undated: int = 0


class Health(ABC):
    """The Store's methods for how feeds and runs are doing: schedule, habits, alarms."""

    @abstractmethod
    def feed_health(self, since: datetime, now: datetime) -> tuple[FeedHealth, ...]:
        """Every watched feed since a moment, by outlet and address."""

    @abstractmethod
    def outlet_health(self, since: datetime) -> tuple[OutletHealth, ...]:
        """Every outlet whose articles were first seen since a moment, by id."""

    @abstractmethod
    def poll_again(self, feeds: Iterable[str], due_at: datetime) -> None:
        """Make these feeds due at `due_at`, if they would be due later: it was not they that failed."""

    @abstractmethod
    def size_bytes(self) -> int | None:
        """What the store takes up on its disk; None where that is not known (in memory, on a server)."""
