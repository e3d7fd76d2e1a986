"""The part of the Store for asking: pages of results, facets, time lines and the care of the store.

results = store.search_page(Query("harbour OR port -strike outlet:pelican after:2025-11-01", limit=20))
results.hits, results.understood, results.notes, results.next
store.count_by(Query("harbour"), "outlet").counts
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Literal, get_args

from storage.model import Hit, Query

Facet = Literal["outlet", "day", "month", "person", "language", "topic", "access"]
FACETS: tuple[Facet, ...] = get_args(Facet)
Sort = Literal["relevance", "date"]


@dataclass(frozen=True, slots=True)
class Results:
    """A page of what was found, and how the question was read.

    `total` counts all matches; `total_exact` False: it is an estimate. `understood` is the query in one unambiguous
    line, "" where nothing was asked for in words; `notes` say in sentences what of it could not be read or was passed
    over. `ranked_of` is None where every match was ranked; else about how many, the newest, were, because the words
    stand in more than a tenth of all articles. `next` is the cursor of the page after this one; None: this is the last.
    """

    hits: tuple[Hit, ...] = ()
    total: int = 0
    total_exact: bool = True
    understood: str = ""
    notes: tuple[str, ...] = ()
    ranked_of: int | None = None
    next: str | None = None


@dataclass(frozen=True, slots=True)
class Count:
    """How many articles have one value of a facet. `value` can be searched for (an outlet's or topic's id, a person's
    id, a language, a day `2025-11-30`); "" stands for articles without any. `label` is for reading. `outlets`: of a
    person, the ids of the outlets they sign in; two people may have one name."""

    value: str
    label: str
    articles: int
    outlets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Counts:
    """Articles that match, by a facet: most first; days and months in order. `total` counts matches, and an article
    of two people or topics is under both. `exact` False: estimated from a sample of the matches."""

    facet: Facet
    counts: tuple[Count, ...]
    total: int
    exact: bool = True
    understood: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DayCount:
    """Articles of an outlet (an id) on a day in UTC."""

    day: date
    outlet: str
    articles: int


@dataclass(frozen=True, slots=True)
class Timeline:
    """Articles that match, by day and outlet, in that order; only days and outlets that have any."""

    days: tuple[DayCount, ...]
    total: int
    exact: bool = True


@dataclass(frozen=True, slots=True)
class Overview:
    """Counts of one query by several facets, and its time line."""

    counts: Mapping[Facet, Counts]
    timeline: Timeline


@dataclass(frozen=True, slots=True)
class Pruned:
    """What `prune` took out of the store, or would. `bytes` are those of the texts and revisions that went."""

    articles: int = 0
    bodies: int = 0
    revisions: int = 0
    captures: int = 0
    kept_cited: int = 0
    bytes: int = 0


class Asking(ABC):
    """The Store's methods for pages of results, facets, time lines and care of the store."""

    @abstractmethod
    def search_page(self, query: Query, *, sort: Sort = "relevance", cursor: str | None = None) -> Results:
        """What `search` finds, a page of `query.limit` at a time, with how the query was read.

        `sort` "date": newest first. `cursor` is `Results.next` of the page before, for the same query and sort; pages
        show what the store held when the first was asked for. Raises ValueError for a cursor of another search.
        """

    @abstractmethod
    def explain(self, text: str) -> tuple[str, tuple[str, ...]]:
        """How a query's text is read: the query in one unambiguous line, and notes on what could not be read."""

    @abstractmethod
    def count_by(self, query: Query, facet: Facet, *, limit: int | None = None) -> Counts:
        """Articles that match by a facet (`query.limit` is not applied); `limit`: only so many values.

        Exact up to 5 % of all articles; beyond that estimated from a sample and marked so.
        """

    @abstractmethod
    def timeline(self, query: Query) -> Timeline:
        """Articles that match by day (UTC) and outlet (`query.limit` is not applied); exact up to 5 %, as above."""

    @abstractmethod
    def overview(self, query: Query, facets: Sequence[Facet], *, limit: int | None = None) -> Overview:
        """`count_by` for each of these facets and `timeline`, at the price of little more than one of them."""

    @abstractmethod
    def backup(self, file: str | Path) -> int:
        """Write a copy of the whole store, as it is at one moment, into a new file; gives its size in bytes.

        A crawl may go on meanwhile. Raises StoreError if the file is there already or cannot be written.
        """

    @abstractmethod
    def prune(self, before: datetime, *, keep_cited: bool = True, dry_run: bool = False) -> Pruned:
        """Take body, revisions and captures from articles dated before `before`; what is known of them otherwise, and
        all coverage, stays, and so does what the index finds by title, summary and byline.

        `keep_cited`: articles that a comparison's evidence names keep theirs. `dry_run`: only count.
        """

    @abstractmethod
    def vacuum(self) -> tuple[int, int]:
        """Give the room of what was deleted back to the disk; gives the sizes in bytes before and after."""
