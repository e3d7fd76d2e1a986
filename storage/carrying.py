"""The part of the Store for carrying articles from one store to another, with their history."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from storage.captures import Reading
from storage.model import Article, Query, Revision


@dataclass(frozen=True, slots=True)
class Shown:
    """A feed that showed an article. The hashes are of the title and summary as this feed last worded them."""

    feed: str
    outlet: str
    first_seen: datetime
    last_seen: datetime
    title_hash: int
    summary_hash: int | None = None


@dataclass(frozen=True, slots=True)
class Carried:
    """An article and its history. The last of `states` is its current text; `readings` are without captures.

    `addresses` are other canonical addresses of it. Numbers of states count from 1; ids are those of the store it
    comes from and mean nothing in another.
    """

    article: Article
    states: tuple[Revision, ...] = ()
    readings: tuple[Reading, ...] = ()
    shown: tuple[Shown, ...] = ()
    addresses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CarriedCounts:
    """What came of articles carried in: `new`, `updated` (something was added), `unchanged`, `kept` (both stores hold
    states of the text that the other lacks: ours stay as they are), `let_go` (not to come back)."""

    new: int = 0
    updated: int = 0
    unchanged: int = 0
    kept: int = 0
    let_go: int = 0

    def __add__(self, other: CarriedCounts) -> CarriedCounts:
        return CarriedCounts(
            self.new + other.new,
            self.updated + other.updated,
            self.unchanged + other.unchanged,
            self.kept + other.kept,
            self.let_go + other.let_go,
        )


class Carrying(ABC):
    """The Store's methods for carrying articles out and in."""

    @abstractmethod
    def carry_out(self, query: Query | None = None) -> Iterator[Carried]:
        """Articles that match (`limit` is not applied) with their history, newest first; 8 bytes of memory for each."""

    @abstractmethod
    def carry_in(self, carried: Iterable[Carried]) -> CarriedCounts:
        """Take articles in, with their history, in one transaction. Idempotent.

        One that is not held is taken as it is, its times too. Of one that is held, what was missing is filled; states
        of its text are added where all those held are among the given. What was let go of does not come back.
        """
