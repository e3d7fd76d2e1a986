"""The part of the Store for searches under a name, and what is new to each since it was last asked."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from storage.model import Article, Query


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A query under a name. `asked_at`: when what is new was last told; None: never since it was saved."""

    name: str
    query: Query
    saved_at: datetime
    asked_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class News:
    """What is new to a saved search: how many articles, the articles, newest first, and the mark to set once told.

    `articles` may be gone through once. `mark` is the store's own; it covers exactly these articles.
    """

    count: int
    articles: Iterator[Article]
    mark: str


class Saved(ABC):
    """The Store's methods for saved searches."""

    @abstractmethod
    def save_search(self, name: str, query: Query, saved_at: datetime) -> None:
        """Keep a query under a name, marked as told up to now. The same query under the same name keeps its mark."""

    @abstractmethod
    def saved_searches(self) -> tuple[SavedSearch, ...]:
        """Every saved search, by name."""

    @abstractmethod
    def forget_search(self, name: str) -> bool:
        """Take a saved search away; whether there was one."""

    @abstractmethod
    def news_of(self, name: str) -> News:
        """Articles that match and that the store first held after the mark, whatever their date of publication.

        An article whose page was still to be read at the mark, and which did not match then, is new when it matches.
        `query.limit` is not applied. Nothing is noted: see `mark_told`. Raises ValueError for an unknown name.
        """

    @abstractmethod
    def mark_told(self, name: str, mark: str, at: datetime) -> None:
        """Note that what `news_of` gave with this mark was told."""
