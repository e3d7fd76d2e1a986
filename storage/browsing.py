"""The part of the Store for pages to leaf through: people by the page, days of an outlet, and the SQL behind a page.

found = store.people_page(name="fara", limit=50)
found.people, found.total
store.days(since)[0].state
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from storage.model import KnownPerson, Query

DayState = Literal["collected", "empty", "failed"]
Listing = Literal["article", "people", "person", "days", "reports", "report"]


@dataclass(frozen=True, slots=True)
class Sql:
    """A statement to read by, with named parameters (`:article`), and their values."""

    text: str
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Day:
    """What was collected of an outlet on a day (UTC): articles first seen, polls made and failed."""

    outlet: str
    day: date
    articles: int
    polls: int
    failed: int

    @property
    def state(self) -> DayState:
        """collected: articles came; empty: polls went well and brought none; failed: no poll went well."""
        if self.articles:
            return "collected"
        return "empty" if self.polls > self.failed else "failed"


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """Some of the people who were asked for, and how many there are in all."""

    people: tuple[KnownPerson, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Carrier:
    """An article that carries the text of another: its id and its outlet's."""

    article: int
    outlet: str


class Browsing(ABC):
    """The Store's methods for pages to leaf through."""

    @abstractmethod
    def person(self, number: int) -> KnownPerson | None:
        """The person an id belongs to, also where it was merged into another; None if nobody has it."""

    @abstractmethod
    def people_page(
        self, *, outlet: str | None = None, name: str = "", limit: int = 100, offset: int = 0
    ) -> PeoplePage:
        """People, those with most articles first, then by name; `limit` of them from the place `offset` on.

        `outlet` is an id; `name` a part of any spelling, folded as search folds words.
        """

    @abstractmethod
    def people_counts(self) -> Mapping[str, int]:
        """How many people each outlet has, most first."""

    @abstractmethod
    def signed_by(self, article: int) -> tuple[int, ...]:
        """Ids of the people of an article's byline, in its order."""

    @abstractmethod
    def carriers(self, articles: Sequence[int]) -> Mapping[int, tuple[Carrier, ...]]:
        """For each of these articles that shares its text: the others that carry it, earliest first, at most 500."""

    @abstractmethod
    def days(self, since: datetime) -> tuple[Day, ...]:
        """Every outlet and day (UTC) since a moment on which it was asked for or gave something, in that order."""

    def sql_of(self, listing: Listing, key: int | str | None = None) -> Sql | None:
        """The SQL behind a page of this store. None where the store has no SQL page to show it on.

        `key`: the id of the article, person or report; the outlet of `people`; the first day of `days`.
        """
        return None

    def sql_of_search(self, query: Query) -> Sql | None:
        """SQL that finds the articles a query finds, newest first, `query.limit` of them. None: as above."""
        return None
