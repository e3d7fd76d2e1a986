"""Each method of the interface as a transaction or a read on one connection, for both databases."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from normalise.urls import canonical_url
from storage.captures import Capture, PageReading
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
from storage.preparing import Prepared
from storage.sql import (
    coverage,
    journal,
    page_reading,
    people,
    polls,
    searching,
    suggestions,
    tombstones,
    writing,
)
from storage.sql import feeds as feed_rows
from storage.sql import outlets as outlet_rows
from storage.sql.asking import SqlAsking
from storage.sql.backfilling import SqlBackfilling
from storage.sql.browsing import SqlBrowsing
from storage.sql.capture_rows import insert_capture
from storage.sql.captures import SqlCaptures
from storage.sql.carrying import SqlCarrying
from storage.sql.datasets import SqlDatasets
from storage.sql.forgetting import SqlForgetting
from storage.sql.health import SqlHealth
from storage.sql.reviews import SqlReviews
from storage.sql.rows import article_of, required_time
from storage.sql.saved import SqlSaved
from storage.sql.wires import SqlWires
from storage.store import Store


class SqlStore(
    SqlCaptures,
    SqlAsking,
    SqlReviews,
    SqlWires,
    SqlHealth,
    SqlForgetting,
    SqlBackfilling,
    SqlSaved,
    SqlCarrying,
    SqlDatasets,
    SqlBrowsing,
    Store,
):
    """The Store's methods in statements that both databases understand."""

    # --- outlets and feeds -------------------------------------------------------------------------------------

    def save_outlets(self, outlets: Iterable[Outlet]) -> None:
        """Insert or replace these outlets; others stay as they are."""
        with self._write() as connection:
            outlet_rows.save_outlets(connection, outlets)

    def outlets(self) -> tuple[Outlet, ...]:
        """Every outlet known, by id."""
        with self._read() as connection:
            return outlet_rows.all_outlets(connection)

    def save_feeds(self, feeds: Iterable[Feed]) -> None:
        """Make these the feeds that are watched."""
        with self._write() as connection:
            feed_rows.save_feeds(connection, feeds)

    def feed_states(self, *, with_skew: bool = True) -> tuple[FeedState, ...]:
        """Every watched feed with its history, by outlet and address."""
        with self._read() as connection:
            return feed_rows.feed_states(connection, with_skew=with_skew)

    def known_fingerprints(self, feed: str) -> frozenset[str]:
        """Fingerprints of every entry the last good polls of this feed showed."""
        with self._read() as connection:
            return feed_rows.known_fingerprints(connection, feed)

    # --- what a crawl writes -----------------------------------------------------------------------------------

    def save_poll(
        self,
        poll: Poll,
        sightings: Iterable[Sighting] = (),
        seen: Iterable[str] = (),
        captures: Iterable[Capture] = (),
    ) -> SaveCounts:
        """Save a poll, its validators and its entries as articles, in one transaction."""
        with self._write() as connection:
            counts = polls.save_poll(connection, poll, tombstones.load(connection).sightings(sightings), seen)
            for capture in captures:
                insert_capture(connection, capture)
            return counts

    def pending_pages(self, now: datetime, outlets: Sequence[str] = (), limit: int = 1000) -> list[PendingPage]:
        """Articles whose page is due to be fetched at `now`, the newest first."""
        with self._read() as connection:
            return feed_rows.pending_pages(connection, now, outlets, limit)

    def save_page(
        self,
        article: Article,
        fetched_at: datetime,
        reading: PageReading | None = None,
        prepared: Prepared | None = None,
    ) -> SaveCounts:
        """Save an article whose page was read; a revision if the words we received differ."""
        with self._write() as connection:
            gone = tombstones.load(connection)
            kept = gone.without_people(article)
            known = prepared if kept is article else None
            return page_reading.save_page(connection, kept, fetched_at, gone.reading(reading), known)

    def save_page_failure(
        self, article: int, reason: str, retry_at: datetime | None, access: str | None = None
    ) -> None:
        """Note why a page could not be read. `retry_at` None: it is `failed` and not asked for again."""
        with self._write() as connection:
            feed_rows.save_page_failure(connection, article, reason, retry_at, access)

    def save_articles(self, articles: Iterable[Article]) -> SaveCounts:
        """Insert or update articles by canonical address, in one transaction."""
        with self._write() as connection:
            return writing.save_articles(connection, tombstones.load(connection).articles(articles))

    def start_run(self, started: datetime) -> int:
        """Note that a run began; gives its id."""
        with self._write() as connection:
            return journal.start_run(connection, started)

    def end_run(self, run: int, summary: RunSummary) -> None:
        """Note how a run ended."""
        with self._write() as connection:
            journal.end_run(connection, run, summary)

    def runs(self, limit: int = 10) -> list[RunSummary]:
        """The latest runs, newest first."""
        with self._read() as connection:
            return journal.runs(connection, limit)

    def robots(self, host: str) -> tuple[datetime, int, bytes] | None:
        """The robots.txt kept for `scheme://host:port`."""
        with self._read() as connection:
            return journal.robots(connection, host)

    def save_robots(self, host: str, fetched_at: datetime, status: int, body: bytes) -> None:
        """Keep a robots.txt answer."""
        with self._write() as connection:
            journal.save_robots(connection, host, fetched_at, status, body)

    # --- what people ask ---------------------------------------------------------------------------------------

    def search(self, query: Query) -> list[Hit]:
        """Articles that match, best first where text is given, else newest first."""
        with self._read() as connection:
            return searching.search(connection, query)

    def article(self, key: int | str) -> Article | None:
        """One article by id or address, in any form of the address."""
        with self._read() as connection:
            if isinstance(key, int):
                row = writing.by_id(connection, key)
            else:
                row = writing.find(connection, canonical_url(key)) or writing.find(connection, key.strip())
            return article_of(row) if row is not None else None

    def articles(self, query: Query | None = None) -> Iterator[Article]:
        """Articles that match (`limit` is not applied), newest first; 8 bytes of memory for each."""
        with self._read() as connection:
            yield from searching.iterate(connection, query or Query())

    def count_articles(
        self, outlets: Sequence[str] = (), since: datetime | None = None, until: datetime | None = None
    ) -> int:
        """How many articles are held."""
        with self._read() as connection:
            return searching.count_articles(connection, outlets, since, until)

    def revisions(self, article: int) -> list[Revision]:
        """Every state of an article's text, oldest first; the last is the current one."""
        with self._read() as connection:
            current = writing.by_id(connection, article)
            if current is None:
                return []
            rows = connection.execute(
                "SELECT * FROM revisions WHERE article = ? ORDER BY number", (article,)
            ).fetchall()
        earlier = [
            Revision(
                article,
                row["number"],
                required_time(row["seen_at"]),
                row["title"],
                zlib.decompress(row["body_zlib"]).decode() if row["body_zlib"] is not None else None,
                row["summary"],
                row["sha256"],
            )
            for row in rows
        ]
        latest = Revision(
            article,
            len(earlier) + 1,
            required_time(current["text_seen_at"]),
            current["title"],
            current["body"],
            current["summary"],
            current["text_sha256"],
        )
        return [*earlier, latest]

    def sightings(self, article: int) -> list[tuple[str, datetime, datetime]]:
        """The feeds that showed an article: address, first seen, last seen."""
        with self._read() as connection:
            return feed_rows.sightings(connection, article)

    def people(self, outlets: Sequence[str] = ()) -> list[KnownPerson]:
        """People named in bylines, by outlet and number of articles."""
        with self._read() as connection:
            return people.people(connection, outlet_rows.outlet_ids(connection, outlets))

    def people_suggestions(self, outlets: Sequence[str] = ()) -> list[PersonSuggestion]:
        """Pairs who may be one person and about whom nobody has decided, the surest first."""
        with self._read() as connection:
            return suggestions.people_suggestions(connection, outlet_rows.outlet_ids(connection, outlets))

    def merge_people(self, ids: Sequence[int]) -> KnownPerson:
        """Make these one person, under the name of the first. Raises ValueError in words."""
        with self._write() as connection:
            return people.merge_people(connection, ids)

    def split_person(self, person: int, spelling: str) -> KnownPerson:
        """Make a spelling somebody of their own; gives that person. Raises ValueError in words."""
        with self._write() as connection:
            return people.split_person(connection, person, spelling)

    def reject_suggestion(self, a: int, b: int) -> None:
        """Note that two are not one person. Raises ValueError in words."""
        with self._write() as connection:
            people.reject_suggestion(connection, a, b)

    def coverage(self, outlet: str, since: datetime, until: datetime) -> Coverage:
        """What was watched of an outlet or group in [since, until)."""
        with self._read() as connection:
            return coverage.coverage(connection, outlet, since, until)

    # --- what comparison needs ---------------------------------------------------------------------------------

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
        """Articles that hold any of `words`, with bm25 scores, best first. Words in over 50,000 are passed over."""
        query = Query(outlets=tuple(outlets), since=since, until=until, limit=limit)
        with self._read() as connection:
            return searching.candidates(connection, words, query, languages)

    def document_frequencies(self, words: Sequence[str]) -> Mapping[str, int]:
        """In how many articles each word stands, Hebrew and Arabic prefixes included; exact up to 1,000."""
        with self._read() as connection:
            return searching.document_frequencies(connection, words)

    def save_report(self, sha256: str, name: str, text: str, compared_at: datetime, findings_json: str) -> int:
        """Keep a report and what a comparison found; the same text again is the same report. Gives its id."""
        with self._write() as connection:
            return journal.save_report(connection, sha256, name, text, compared_at, findings_json)

    def reports(self) -> list[StoredReport]:
        """Every report compared, newest first, with the findings of its latest comparison."""
        with self._read() as connection:
            return journal.reports(connection)
