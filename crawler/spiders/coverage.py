"""The spider that collects coverage: due feeds, their entries, then the pages of those that matter.

A feed's poll, validators and entries are saved in one transaction before any of its pages is asked for; from then on
an article exists, whatever becomes of its page. Killed at any point, the next run goes on from there.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Self

from scrapy import Request

from crawler.archiving import Served
from crawler.config import Config, Feed, chosen_outlets, load_config, require_contact
from crawler.network.addresses import allow_addresses
from crawler.network.failures import fetch_error, without_password
from crawler.page_jobs import Shared
from crawler.readers import FeedDocument, read_feed
from crawler.schedule import GONE_WAIT, SHORTEST_WAIT, failure_kind, is_due, keep_pace, max_age, next_poll, retry_after
from crawler.settings import user_agent
from crawler.spiders.answers import feed_problem, header, poll_of, status_problem
from crawler.spiders.pages import PAGES_A_RUN, PageSpider, present
from crawler.tally import Tally
from crawler.workers import ExtractionPool
from storage import Feed as WatchedFeed
from storage import FeedState, Poll, Sighting, Store, lock_run, open_store
from storage.merging import article_of_entry

_FEEDS_FIRST = 100  # what is new is known, and safe, before the first page is asked for
_MOST_CHILD_SITEMAPS = 8
_READER_BUG = "the reader failed on this feed (a bug: please report it)"
_LONGEST_TITLE = 2_000
MOVED_FOR_GOOD = 3  # good polls in a row that a permanent redirect led to one address: from then on it is asked itself

logger = logging.getLogger(__name__)


@dataclass(slots=True)
class _Visit:
    """A poll under way: a feed's answer, and those of the sitemaps it lists."""

    feed: Feed
    state: FeedState
    moved: bool = False  # asked for where it has moved to
    poll: Poll | None = None
    documents: list[FeedDocument] = field(default_factory=list)
    children_left: int = 0
    child_problem: str | None = None
    keep_for: timedelta | None = None  # how long the answer may be kept, by its Cache-Control
    served: list[Served] = field(default_factory=list)  # answers that brought something new
    let_go_of: set[str] = field(default_factory=set)  # fingerprints of entries whose article is not to come back


class CoverageSpider(PageSpider):
    """`scrapy crawl coverage -a config=feeds.yaml -a store=news.db`, or in process through crawler.run.run_crawl."""

    name = "coverage"

    def __init__(
        self,
        config: Config | str = "feeds.yaml",
        store: Store | str = "news.db",
        outlets: Sequence[str] | str = (),
        ignore_schedule: bool | str = False,
        tally: Tally | None = None,
        now: Callable[[], datetime] = present,
    ) -> None:
        super().__init__()
        self._own = ExitStack()
        self.config = load_config(config) if isinstance(config, str) else config
        require_contact(self.config)
        if isinstance(store, str):
            self._own.enter_context(lock_run(store))
            store = self._own.enter_context(open_store(store))
        self.store = store
        self.only = chosen_outlets(self.config, outlets.split(",") if isinstance(outlets, str) else outlets)
        self.ignore_schedule = str(ignore_schedule).lower() in ("true", "1", "yes")
        self.now = now
        self.tally = tally or Tally(now())
        self.store_error = None
        self.bug: Exception | None = None
        self._outlets = {outlet.id: outlet for outlet in self.config.outlets}
        self._asked: set[int] = set()
        self._pages_left = Counter({outlet.id: PAGES_A_RUN for outlet in self.config.outlets})
        self.pool = ExtractionPool(context=Shared.of(self.config))

    @classmethod
    def from_crawler(cls, crawler: Any, *args: Any, **kwargs: Any) -> Self:
        """Built by Scrapy; puts the contact of feeds.yaml into the User-Agent."""
        spider: Self = super().from_crawler(crawler, *args, **kwargs)
        crawler.settings.set("USER_AGENT", user_agent(spider.config.contact), priority="spider")
        return spider

    def closed(self, reason: str) -> None:
        """End the workers, and release what this spider opened itself."""
        self.pool.close()
        self._own.close()

    # --- feeds -------------------------------------------------------------------------------------------------

    async def start(self) -> AsyncIterator[Any]:
        """Requests for the feeds that are due, then for pages that earlier runs left."""
        try:
            async for request in self._start():
                yield request
        except Exception as error:  # Scrapy would only log it, and end as if there had been nothing to do
            self.bug = error
            raise

    async def _start(self) -> AsyncIterator[Any]:
        allow_addresses(self.config.allow_addresses)
        now = self.now()
        due: list[tuple[Feed, FeedState]] = []
        with self.guarding_store():
            self.store.save_outlets(self.config.outlets)
            self.store.save_feeds(WatchedFeed(feed.url, feed.outlet, feed.every) for feed in self.config.feeds)
            states = {state.url: state for state in self.store.feed_states(with_skew=False)}
            due = [
                (feed, states[feed.url])
                for feed in self.config.feeds
                if feed.outlet in self.only and self._is_due(states[feed.url], now)
            ]
        self.tally.feeds_due = len(due)
        due.sort(
            key=lambda each: (each[1].due_at is not None, each[1].due_at)
        )  # what there is no time for, comes first
        for rank, (feed, state) in enumerate(due):
            yield self._poll_request(feed, state, priority=_FEEDS_FIRST + len(due) - rank)
        for request in self._page_requests(sorted(self.only)):
            yield request

    def _poll_request(self, feed: Feed, state: FeedState, *, priority: int = _FEEDS_FIRST) -> Request:
        moved = state.moved_to is not None and state.moved_polls >= MOVED_FOR_GOOD
        return self._feed_request(_Visit(feed, state, moved), priority=priority)

    def _is_due(self, state: FeedState, now: datetime) -> bool:
        return self.ignore_schedule or is_due(state.due_at, now, state.every, gone=state.gone)

    def _feed_request(self, visit: _Visit, url: str | None = None, *, priority: int = _FEEDS_FIRST) -> Request:
        headers = {}
        if url is None:
            if visit.state.validators.etag:
                headers["If-None-Match"] = visit.state.validators.etag.encode("latin-1", "replace")
            if visit.state.validators.last_modified:
                headers["If-Modified-Since"] = visit.state.validators.last_modified.encode("latin-1", "replace")
        return Request(
            url or (visit.state.moved_to if visit.moved else None) or visit.feed.url,
            headers=headers,
            callback=self.parse_feed if url is None else self.parse_child,
            errback=self.feed_unanswered if url is None else self.child_unanswered,
            cb_kwargs={"visit": visit},
            meta={"delay_s": self._crawl(visit.feed.outlet).delay_s},
            priority=priority,
            dont_filter=True,
        )

    def parse_feed(self, response: Any, visit: _Visit) -> Iterator[Any]:
        """Judge a feed's answer, save it, and ask for the pages it brings."""
        now = self.now()
        visit.poll = poll_of(response, visit.feed, visit.state, now)
        if visit.moved and visit.poll.moved_to is None:
            visit.poll = replace(visit.poll, moved_to=visit.state.moved_to)
        visit.keep_for = max_age(header(response, "Cache-Control"))
        if problem := feed_problem(response, visit.state.validators):
            wait = retry_after(header(response, "Retry-After"), now)
            self._save(visit, outcome="failed", problem=problem, gone=response.status == 410, wait=wait)
            return
        validators = visit.poll.validators
        if response.status == 304:
            self._save(visit, outcome="unchanged")
            return
        if validators and validators.body_sha256 == visit.state.validators.body_sha256:
            self._save(visit, outcome="unchanged")
            return
        document = self._read(response, visit)
        if document is None:
            return
        visit.documents.append(document)
        children = document.children[:_MOST_CHILD_SITEMAPS]
        if children:
            visit.children_left = len(children)
            for url in children:
                yield self._feed_request(visit, url)
        else:
            yield from self._finish(visit)

    def _read(self, response: Any, visit: _Visit) -> FeedDocument | None:
        """The entries of an answer; None after the poll was saved as failed."""
        feed = visit.feed
        try:
            document = read_feed(
                response.body,
                url=response.url,
                content_type=header(response, "Content-Type"),
                encoding=feed.encoding,
                kind=feed.kind,
                links=feed.links,
                known=self.store.known_fingerprints(feed.url),
            )
        except Exception:  # a bug in a reader costs this feed's poll, never the run
            logger.exception("%s: the reader failed", feed.url)
            self._save(visit, outcome="failed", problem=_READER_BUG)
            return None
        if document.problems and not document.seen and not document.children:
            self._save(visit, outcome="failed", problem="; ".join(document.problems))
            return None
        self._keep(response, visit, document)
        return document

    def _keep(self, response: Any, visit: _Visit, document: FeedDocument) -> None:
        """An answer that brought something new goes to the archive, unless it also lists what was let go of."""
        with self.guarding_store():
            gone = {e.fingerprint for e in document.entries if e.url and self.store.is_forgotten(e.url)}
            if len(gone) == len(document.entries):
                visit.let_go_of |= gone
                return
            feed = visit.feed
            served = self.archive.receive(response, feed.outlet, self.now(), feed=feed.url)
            if gone:
                visit.let_go_of |= gone
                self.archive.withhold(served)
            visit.served.append(served)

    def parse_child(self, response: Any, visit: _Visit) -> Iterator[Any]:
        """A sitemap that a feed's sitemap index lists."""
        problem = status_problem(response)
        if problem is None:
            try:
                document = read_feed(
                    response.body,
                    url=response.url,
                    content_type=header(response, "Content-Type"),
                    kind="sitemap",
                    known=self.store.known_fingerprints(visit.feed.url),
                )
            except Exception:
                logger.exception("%s: the reader failed", visit.feed.url)
                problem = _READER_BUG
            else:
                visit.documents.append(document)
                self._keep(response, visit, document)
        yield from self._child_done(visit, problem)

    def child_unanswered(self, failure: Any) -> Iterator[Any]:
        """A child sitemap that could not be fetched: the index's poll has failed with it."""
        yield from self._child_done(
            failure.request.cb_kwargs["visit"], fetch_error(failure.request.url, failure).reason
        )

    def _child_done(self, visit: _Visit, problem: str | None) -> Iterator[Any]:
        visit.child_problem = visit.child_problem or (problem and f"a sitemap it lists: {problem}")
        visit.children_left -= 1
        if visit.children_left == 0:
            yield from self._finish(visit)

    def feed_unanswered(self, failure: Any) -> None:
        """A feed that could not be fetched."""
        visit: _Visit = failure.request.cb_kwargs["visit"]
        visit.poll = Poll(visit.feed.url, visit.feed.outlet, self.now(), "failed")
        self._save(visit, outcome="failed", problem=fetch_error(failure.request.url, failure).reason)

    def _finish(self, visit: _Visit) -> Iterator[Any]:
        """Save what was read, with its validators only if all of it was."""
        assert visit.poll is not None  # noqa: S101
        index = visit.documents[0] if visit.documents else None
        if index is not None and index.children and not any(document.seen for document in visit.documents):
            visit.child_problem = visit.child_problem or "none of the sitemaps it lists names an address"
        if any(document.problems for document in visit.documents):
            visit.poll = replace(visit.poll, validators=None)  # not all of it was read: it is asked for whole again
        if visit.child_problem:
            visit.poll = replace(visit.poll, validators=None)
            self._save(visit, outcome="failed", problem=visit.child_problem)
        else:
            self._save(visit, outcome="ok")
        yield from self._page_requests([visit.feed.outlet])

    def _save(
        self,
        visit: _Visit,
        *,
        outcome: Any,
        problem: str | None = None,
        gone: bool = False,
        wait: timedelta | None = None,
    ) -> None:
        poll = visit.poll
        assert poll is not None  # noqa: S101
        failed = outcome == "failed"
        if failed and problem and visit.moved:
            problem = f"where it moved to ({without_password(visit.state.moved_to or '')}): {problem}"
        sightings, unreadable = self._sightings(visit)
        shown = [mark for document in visit.documents for mark in document.seen if mark not in unreadable]
        seen = [mark for mark in shown if mark not in visit.let_go_of]
        poll = replace(
            poll,
            outcome=outcome,
            problem=problem,
            gone=gone,
            entries=len(shown) if visit.documents else None,
            title=visit.documents[0].title if visit.documents else None,
            validators=None if failed else poll.validators,
            **self._next(visit, poll.at, problem, gone=gone, wait=wait),
        )
        with self.guarding_store():
            counts = self.store.save_poll(poll, sightings, seen, self.archive.write_all(visit.served))
            self.tally.feed(visit.feed.url, problem=problem, unchanged=outcome == "unchanged", counts=counts)

    def _next(
        self, visit: _Visit, at: datetime, problem: str | None, *, gone: bool, wait: timedelta | None
    ) -> dict[str, Any]:
        """The feed's pace as it is now known, and when to poll it again."""
        state, every = visit.state, visit.feed.every
        if problem is None:
            changes = sum(len(document.entries) for document in visit.documents) - len(visit.let_go_of)
            pace = keep_pace(state.pace, state.last_good, at, changes)
            due_at = next_poll(at, every, pace=pace, asked_to_wait=visit.keep_for, feed=state.url)
            return {"pace": pace, "due_at": due_at}
        if gone:
            return {"due_at": at + GONE_WAIT}
        if visit.moved:  # asked next where feeds.yaml says
            return {"due_at": at + max(wait or SHORTEST_WAIT, SHORTEST_WAIT)}
        kind = failure_kind(problem)
        failures = state.failures + 1
        due_at = next_poll(at, every, pace=state.pace, failures=failures, kind=kind, asked_to_wait=wait, feed=state.url)
        return {"due_at": due_at}

    def _sightings(self, visit: _Visit) -> tuple[list[Sighting], set[str]]:
        """The visit's entries as articles, and the fingerprints of those that could not be made into one."""
        feed = visit.feed
        outlet, crawl = self._outlets[feed.outlet], self._crawl(feed.outlet)
        sightings, unreadable = [], set()
        for entry in (entry for document in visit.documents for entry in document.entries if entry.url):
            if entry.fingerprint in visit.let_go_of:
                continue
            try:
                article = article_of_entry(
                    entry, outlet, topics=self.config.topics, language=feed.language, timezone=feed.timezone
                )
            except Exception:  # a bug costs this entry, never the feed; it is read again when the feed changes
                logger.exception("%s: an entry could not be made an article", feed.url)
                unreadable.add(entry.fingerprint)
                continue
            wanted = crawl.pages == "all" or (crawl.pages == "matching" and bool(article.topics))
            sightings.append(
                Sighting(
                    replace(
                        article, title=article.title[:_LONGEST_TITLE], page_state="pending" if wanted else "unwanted"
                    ),
                    entry.fingerprint,
                )
            )
        return sightings, unreadable
