"""What several machines that crawl into one store share: who works, whose turn each host is, what is due.

Only a store on a server can be shared so: `open_fleet` takes a PostgreSQL store. The queue is procrastinate's and
holds no truth of its own: what is due stands in the store, and a queue that is lost is filled again from there.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Literal

from storage.errors import StoreError
from storage.model import FeedState, PendingPage, SaveCounts
from storage.postgres.address import NO_DRIVER

if TYPE_CHECKING:
    from storage.store import Store

MemberKind = Literal["scheduler", "worker"]
NEEDS_POSTGRES = (
    "workers need a PostgreSQL store: `dateline store copy {} postgresql://user@host/database` moves this one there"
)


@dataclass(frozen=True, slots=True)
class Done:
    """What a worker has done since it began."""

    hosts: int = 0  # jobs
    feeds_ok: int = 0
    feeds_unchanged: int = 0
    feeds_failed: int = 0
    articles: SaveCounts = field(default_factory=SaveCounts)
    pages_read: int = 0
    pages_unread: int = 0


@dataclass(frozen=True, slots=True)
class Member:
    """A scheduler or worker. `ended`: None while it works, or since it was killed; `silent`: since its last sign.

    `jobs`: how many it takes at once, `in_hand` how many it has. `dead_after`: a silence after which it counts as dead.
    """

    id: int
    kind: MemberKind
    name: str
    started: datetime
    ended: datetime | None
    silent: timedelta
    jobs: int
    in_hand: int
    dead_after: timedelta
    done: Done

    @property
    def is_alive(self) -> bool:
        """Whether it gave a sign lately and did not end."""
        return self.ended is None and self.silent < self.dead_after


@dataclass(frozen=True, slots=True)
class DueFeed:
    """A watched feed that may be due: what `crawler.schedule.is_due` asks for, and where it is asked."""

    url: str
    due_at: datetime | None
    every: timedelta | None
    gone: bool
    moved_to: str | None
    moved_polls: int


@dataclass(frozen=True, slots=True)
class Queue:
    """The queue at one moment: hosts that wait and hosts in hand, jobs that failed since a moment."""

    waiting: frozenset[str] = frozenset()
    in_hand: frozenset[str] = frozenset()
    failed: int = 0


class Fleet(ABC):
    """What the machines of one store share. Each method is one transaction; StoreError where the server is away."""

    @abstractmethod
    def prepare(self) -> None:
        """Make the tables, if they are not there yet."""

    @abstractmethod
    def is_prepared(self) -> bool:
        """Whether the tables are there."""

    # --- who may work ------------------------------------------------------------------------------------------

    @abstractmethod
    def joined(self, kind: MemberKind, name: str) -> AbstractContextManager[Presence]:
        """Be one of those who work on this store, so that no crawl of one process starts meanwhile.

        Raises RunLocked where such a crawl, or for a scheduler another scheduler, is at work.
        """

    @abstractmethod
    def members(self, since: datetime) -> tuple[Member, ...]:
        """Who worked since a moment, by id."""

    # --- hosts -------------------------------------------------------------------------------------------------

    @abstractmethod
    def take_host(self, host: str, holder: int, lease_s: float, delay_s: float) -> float | None:
        """Take a host for `lease_s` seconds; gives the seconds to wait before a request. None: another holds it.

        The wait keeps `delay_s` after the end of the last request of whoever held it before, and the delay that one
        kept. A holder that died keeps the host until its lease is over; it may have been asked up to that moment.
        """

    @abstractmethod
    def keep_hosts(self, hosts: Collection[str], holder: int, lease_s: float) -> frozenset[str]:
        """Keep these hosts for `lease_s` more seconds; gives those that are still the holder's."""

    @abstractmethod
    def give_hosts(self, hosts: Mapping[str, tuple[float, float] | None], holder: int) -> None:
        """Let go of hosts, each with how many seconds ago its last request ended and the delay kept after it.

        None where it was not asked at all.
        """

    # --- what is due -------------------------------------------------------------------------------------------

    @abstractmethod
    def feeds_due(self, now: datetime, beyond: timedelta) -> list[DueFeed]:
        """Watched feeds due at `now`, or put off by more than `beyond`; the longest due first, new ones before all."""

    @abstractmethod
    def states_of(self, feeds: Sequence[str]) -> tuple[FeedState, ...]:
        """These of the watched feeds with their history, by outlet and address."""

    @abstractmethod
    def pages_due(self, articles: Sequence[int], now: datetime) -> list[PendingPage]:
        """Those of these articles whose page is due to be fetched, the newest first."""

    @abstractmethod
    def visits_due(self, articles: Sequence[int], now: datetime) -> list[PendingPage]:
        """Those of these articles whose page is due to be visited again, the longest due first."""

    @abstractmethod
    def feeds_failed(self, since: datetime, limit: int = 1000) -> tuple[tuple[str, str], ...]:
        """Watched feeds whose latest poll was after `since` and failed, with the reason."""

    @abstractmethod
    def newest_config(self, known: str | None = None) -> tuple[str, str] | None:
        """SHA-256 (hex) and text of the feeds.yaml that was saved last; None where none was, or none but `known`."""

    # --- the queue, read beside procrastinate ------------------------------------------------------------------

    @abstractmethod
    def queue(self, name: str, since: datetime) -> Queue:
        """The hosts of a queue, and how many of its jobs failed since a moment."""

    @abstractmethod
    def failed_hosts(self, name: str, since: datetime) -> frozenset[str]:
        """Hosts with a job that failed since a moment."""

    @abstractmethod
    def prune(self, before: datetime) -> None:
        """Forget members that ended, and hosts nobody asked, before a moment."""


class Presence(ABC):
    """One member's place in the fleet, for as long as it works."""

    id: int

    @abstractmethod
    def sign(self, done: Done, *, jobs: int, in_hand: int, dead_after: timedelta) -> None:
        """Say that one is alive, and what was done. Raises RunLocked where the place was lost meanwhile."""

    @abstractmethod
    def dead_after(self) -> timedelta | None:
        """The silence after which the scheduler counts members as dead; None where there was no scheduler yet."""


def open_fleet(store: Store) -> Fleet:
    """What the machines that crawl into `store` share. Raises StoreError, in words, for a store in a file."""
    if not store.location.startswith("postgresql://"):
        raise StoreError(store.location, NEEDS_POSTGRES.format(store.location))
    try:
        from storage.postgres.fleet import PostgresFleet
        from storage.postgres.store import PostgresStore
    except ImportError as error:
        raise StoreError(store.location, NO_DRIVER) from error

    assert isinstance(store, PostgresStore)  # noqa: S101
    return PostgresFleet(store)
