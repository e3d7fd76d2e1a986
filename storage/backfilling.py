"""The part of the Store for reading in an older world: other crawls' WARC files, and lists of addresses."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from storage.captures import PageReading
from storage.model import Article, SaveCounts


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A WARC file as it is known again under any name: its size in bytes and the SHA-256 (hex) of its head.

    `selection` stands for what it is read for (outlets, topics, configuration): read for another selection, it is read
    from its beginning.
    """

    name: str
    size: int
    head_sha256: str
    selection: str = ""


@dataclass(frozen=True, slots=True)
class FileProgress:
    """How far a file was read: `offset` is where the next record begins, `records` how many stand before it.

    `problem` says in words how far a file is good that is cut or damaged.
    """

    offset: int = 0
    records: int = 0
    done: bool = False
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class SourceRecord:
    """Where a page stood in a file: WARC-Record-ID, name of the file, WARC-Target-URI and WARC-Date."""

    record: str
    file: str
    url: str
    at: datetime


@dataclass(frozen=True, slots=True)
class BackfillPage:
    """A page that was read, merged into its article. `at` is when it was fetched, by whoever fetched it.

    `article.id` None: an article that was not in the store when the page was read. `source` None: fetched by us.
    `asked` is the address it was asked for under, if that may be another than its own: it leads to the article then.
    """

    article: Article
    at: datetime
    reading: PageReading | None = None
    source: SourceRecord | None = None
    asked: str | None = None


@dataclass(frozen=True, slots=True)
class FailedAddress:
    """An address out of a list that could not be read: how often it was tried, and why it failed last."""

    url: str
    tries: int
    problem: str
    tried_at: datetime


class Backfilling(ABC):
    """The Store's methods for other crawls' files and lists of addresses."""

    @abstractmethod
    def backfill_progress(self, file: SourceFile) -> FileProgress:
        """How far a file was read for this selection; the beginning for a file that is not known."""

    @abstractmethod
    def save_backfill(
        self,
        pages: Sequence[BackfillPage],
        *,
        file: SourceFile | None = None,
        progress: FileProgress | None = None,
        read_at: datetime | None = None,
    ) -> SaveCounts:
        """Save pages out of a file, and how far it was read, in one transaction.

        What is a revision: see `save_page`; a page as it was before the text held takes its place among the revisions.
        A new article is first seen at the moment of its page. Pages of articles that were let go of are passed over.
        """

    @abstractmethod
    def known_records(self, records: Collection[str]) -> frozenset[str]:
        """Which of these WARC-Record-IDs were read in before, out of whatever file."""

    @abstractmethod
    def source_records(self, article: int) -> list[SourceRecord]:
        """Where an article stood in other crawls' files, oldest first."""

    @abstractmethod
    def failed_addresses(self, urls: Collection[str]) -> dict[str, FailedAddress]:
        """Those of these addresses (in canonical form) that failed before."""

    @abstractmethod
    def save_failed_address(self, url: str, problem: str, tried_at: datetime) -> None:
        """Note that an address (in canonical form) could not be read. It is forgotten once `save_backfill` saves it."""
