"""The store as every room sees it: what it keeps, what it answers, and how to open one.

Every method that writes is one transaction: it is done whole or not at all. Every method raises StoreError when the
database cannot do its work (locked for 30 s, full, not writable, damaged).
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from storage.asking import Asking
from storage.backfilling import Backfilling
from storage.browsing import Browsing
from storage.captures import Capture, Captures, PageReading
from storage.carrying import Carrying
from storage.datasets import Datasets
from storage.errors import StoreError
from storage.forgetting import Forgetting
from storage.health import Health
from storage.model import (
    Article,
    Coverage,
    Feed,
    FeedState,
    Hit,
    KnownPerson,
    Outlet,
    PendingPage,
    PersonSuggestion,
    Poll,
    Query,
    Revision,
    RunSummary,
    SaveCounts,
    Sighting,
    StoredReport,
)
from storage.postgres.address import NO_DRIVER, SCHEMES, shown
from storage.preparing import Prepared
from storage.reviews import Reviews
from storage.saved import Saved
from storage.wires import Wires


class Store(Captures, Asking, Reviews, Wires, Health, Forgetting, Backfilling, Saved, Carrying, Datasets, Browsing):
    """A place that keeps articles with their history. Open one with `open_store`; use it as a context manager."""

    location: str
    read_only: bool

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @abstractmethod
    def close(self) -> None:
        """Release the database. Safe to call twice."""

    @abstractmethod
    def together(self) -> AbstractContextManager[None]:
        """Make all writes inside one transaction: one wait for the disk. Not to be nested.

        Each of them is still done whole or not at all: one that raises leaves the others as they are, if it is caught.
        On a server, where another process is in the way of one, those before it may be stored before the rest.
        """

    # --- outlets and feeds -------------------------------------------------------------------------------------

    @abstractmethod
    def save_outlets(self, outlets: Iterable[Outlet]) -> None:
        """Insert or replace these outlets; others stay as they are."""

    @abstractmethod
    def outlets(self) -> tuple[Outlet, ...]:
        """Every outlet known, by id."""

    @abstractmethod
    def save_feeds(self, feeds: Iterable[Feed]) -> None:
        """Make these the feeds that are watched. Feeds no longer among them keep their history and are not due."""

    @abstractmethod
    def feed_states(self, *, with_skew: bool = True) -> tuple[FeedState, ...]:
        """Every watched feed with its history, by outlet and address.

        Without `with_skew` the clocks of feeds are not compared with their pages: a crawl need not know.
        """

    @abstractmethod
    def known_fingerprints(self, feed: str) -> frozenset[str]:
        """Fingerprints of every entry the last good polls of this feed showed."""

    # --- what a crawl writes -----------------------------------------------------------------------------------

    @abstractmethod
    def save_poll(
        self,
        poll: Poll,
        sightings: Iterable[Sighting] = (),
        seen: Iterable[str] = (),
        captures: Iterable[Capture] = (),
    ) -> SaveCounts:
        """Save a poll, its validators and its entries as articles, in one transaction.

        `sightings` are the unknown entries, `seen` the fingerprints of every entry the feed showed. A known article
        gains what the entry newly says; its body is never lost. Where this very feed words title or summary differently
        from before, it gets a revision and its page is pending again; another feed's wording is no change. An entry
        with guid, title and date of an article this feed showed under another address is that article. `poll.known`
        None is counted here. Unchanged polls in a row are kept as one row a day (UTC) with their count, first, last and
        longest gap; so are failures with one reason. `captures` are the answers that brought something new, if they
        were archived: their bytes are on disk and synced already.
        """

    @abstractmethod
    def pending_pages(self, now: datetime, outlets: Sequence[str] = (), limit: int = 1000) -> list[PendingPage]:
        """Articles whose page is due to be fetched at `now`, the newest first. `outlets` are ids; none: all."""

    @abstractmethod
    def save_page(
        self,
        article: Article,
        fetched_at: datetime,
        reading: PageReading | None = None,
        prepared: Prepared | None = None,
    ) -> SaveCounts:
        """Save an article whose page was read; a revision if the words we received differ from those we held.

        The first reading of a page completes its article and is no revision, nor is the whole of what was an excerpt,
        the same paragraphs in another order, or growth (kept as a state, counted as updated). A lesser reading
        (paywalled after full, or only the beginning) replaces nothing. `reading` says how the page was read: its
        capture is saved with it, and `reading.earlier` puts the text we held right before the two are compared. A page
        as it was before the text we hold takes its place among the revisions. `prepared` is what
        `storage.preparing.prepare` gave for this very article: it spares time and changes nothing. Raises ValueError if
        `article.id` is not in the store.
        """

    @abstractmethod
    def save_page_failure(
        self, article: int, reason: str, retry_at: datetime | None, access: str | None = None
    ) -> None:
        """Note why a page could not be read. `retry_at` None: not asked for again; `failed` unless read before."""

    @abstractmethod
    def save_articles(self, articles: Iterable[Article]) -> SaveCounts:
        """Insert or update articles by the canonical form of `url`.

        Unchanged rows are not written; None never erases a value. An article given with a body has been read: its
        page is not pending. What is a revision: see `save_page`.
        """

    @abstractmethod
    def start_run(self, started: datetime) -> int:
        """Note that a run began; gives its id."""

    @abstractmethod
    def end_run(self, run: int, summary: RunSummary) -> None:
        """Note how a run ended."""

    @abstractmethod
    def runs(self, limit: int = 10) -> list[RunSummary]:
        """The latest runs, newest first."""

    @abstractmethod
    def robots(self, host: str) -> tuple[datetime, int, bytes] | None:
        """The robots.txt kept for `scheme://host:port`: when it was fetched, its HTTP status (0: no answer), its
        body.
        """

    @abstractmethod
    def save_robots(self, host: str, fetched_at: datetime, status: int, body: bytes) -> None:
        """Keep a robots.txt answer."""

    # --- what people ask ---------------------------------------------------------------------------------------

    @abstractmethod
    def search(self, query: Query) -> list[Hit]:
        """Articles that match, best first where text is given, else newest first.

        A word in more than 50,000 articles is required but not ranked by; if all are, the newest matches come, those
        with the words in their title first.
        """

    @abstractmethod
    def article(self, key: int | str) -> Article | None:
        """One article by id or address, in any form of the address."""

    @abstractmethod
    def articles(self, query: Query | None = None) -> Iterator[Article]:
        """Articles that match (`limit` is not applied), newest first; 8 bytes of memory for each."""

    @abstractmethod
    def count_articles(
        self, outlets: Sequence[str] = (), since: datetime | None = None, until: datetime | None = None
    ) -> int:
        """How many articles are held."""

    @abstractmethod
    def revisions(self, article: int) -> list[Revision]:
        """Every state of an article's text, oldest first; the last is the current one."""

    @abstractmethod
    def sightings(self, article: int) -> list[tuple[str, datetime, datetime]]:
        """The feeds that showed an article: address, first seen, last seen."""

    @abstractmethod
    def people(self, outlets: Sequence[str] = ()) -> list[KnownPerson]:
        """People named in bylines, by outlet and number of articles."""

    @abstractmethod
    def people_suggestions(self, outlets: Sequence[str] = ()) -> list[PersonSuggestion]:
        """Pairs of one outlet group who may be one person and about whom nobody has decided, the surest first.

        One full name in two editions, or names in two scripts whose consonants agree. Suggestions, never facts.
        """

    @abstractmethod
    def merge_people(self, ids: Sequence[int]) -> KnownPerson:
        """Make these one person, under the name of the first; later bylines in any of their spellings are theirs.

        Raises ValueError in words for an unknown id, for fewer than two people, and for people of several groups.
        """

    @abstractmethod
    def split_person(self, person: int, spelling: str) -> KnownPerson:
        """Make a spelling of a person somebody of their own, now and for later bylines; gives that somebody.

        Raises ValueError in words for an unknown id, and if the person has no such spelling, or no other.
        """

    @abstractmethod
    def reject_suggestion(self, a: int, b: int) -> None:
        """Note that two are not one person: never suggested again. Raises ValueError if they are one, or unknown."""

    @abstractmethod
    def coverage(self, outlet: str, since: datetime, until: datetime) -> Coverage:
        """What was watched of an outlet or group in [since, until)."""

    # --- what comparison needs ---------------------------------------------------------------------------------

    @abstractmethod
    def candidates(
        self,
        words: Sequence[str],
        *,
        outlets: Sequence[str] = (),
        languages: Sequence[str] = (),
        since: datetime | None = None,
        until: datetime | None = None,
        limit: int = 50,
    ) -> list[tuple[Article, float]]:
        """Articles that hold any of `words` in title, summary or body, with bm25 scores, best first.

        Words are folded by the store; Hebrew and Arabic ones are found behind their prefixes. Words in more than 50,000
        articles are passed over, and so are words after the 40th.
        """

    @abstractmethod
    def document_frequencies(self, words: Sequence[str]) -> Mapping[str, int]:
        """In how many articles each word (folded by the store, Hebrew and Arabic prefixes included) stands.

        Exact up to 1,000; beyond that estimated from how densely the newest 1,000 lie.
        """

    @abstractmethod
    def save_report(self, sha256: str, name: str, text: str, compared_at: datetime, findings_json: str) -> int:
        """Keep a report and what a comparison found; the same text again is the same report. Gives its id.

        `findings_json` in the shape of a comparison's `as_dict` also becomes the report's claims and evidence, in place
        of those before, and every call a line of the report's history.
        """

    @abstractmethod
    def reports(self) -> list[StoredReport]:
        """Every report compared, newest first, with the findings of its latest comparison."""


def open_store(location: str | Path, *, read_only: bool = False) -> Store:
    """Open a store: "news.db", ":memory:", "sqlite:///path" (three slashes: relative, four: absolute), or
    "postgresql://user@host/database" (the extra `postgres`; passwords are best kept in ~/.pgpass).

    Opened to write, it is made and migrated when needed. `read_only` never writes and refuses an older schema with the
    command to run. Raises StoreError for a missing (read-only), foreign, newer or unusable database.
    """
    text = str(location)
    if text.startswith(SCHEMES):
        try:
            from storage.postgres.store import PostgresStore
        except ImportError as error:
            raise StoreError(shown(text), NO_DRIVER) from error

        return PostgresStore.open(text, read_only=read_only)
    from storage.sqlite.store import SqliteStore

    return SqliteStore.open(text.removeprefix("sqlite:///"), read_only=read_only)


def lock_run(location: str | Path) -> AbstractContextManager[None]:
    """Hold the lock that keeps a second crawl of this store out. Raises RunLocked (exit code 75) at once if it is
    held.
    """
    text = str(location)
    if text.startswith(SCHEMES):
        try:
            from storage.postgres.locking import run_lock as advisory_lock
        except ImportError as error:
            raise StoreError(shown(text), NO_DRIVER) from error

        return advisory_lock(text)
    from storage.locking import run_lock

    return run_lock(text)
