"""A page added by hand: fetched, saved by a subscriber, or out of a web archive.

It is archived as any page is, marked as added by hand. A file that somebody saved becomes a WARC record of its own kind
(`resource`): no server answered us, so no answer is made up.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from crawler.archiving import Archive, Served, keep_raw, keep_until, next_visit
from crawler.backfill_pages import Answer
from crawler.config import Config
from crawler.earlier import read_earlier
from crawler.errors import FetchError
from crawler.extraction import NO_ARTICLE, ExtractionError, Page, extract_article
from crawler.extraction.version import EXTRACTOR
from crawler.rereading import config_sha256, options
from normalise.dates import DateReading, parse_date
from normalise.urls import canonical_url
from storage import Article, Outlet, SaveCounts, Store
from storage.backfilling import BackfillPage
from storage.captures import PageReading
from storage.merging import merge, signature_of


@dataclass(frozen=True, slots=True)
class GivenPage:
    """A page in somebody's hand. `status` 0: a file, saved at `at`; else the answer to a request made at `at`.

    `url` is its article's address; None: the page must tell, by rel=canonical or og:url. `came_from` is the address it
    was fetched from, if that is another (a web archive's); `asked` what was asked for, before redirects, where that is
    an address of the article too. Times are aware.
    """

    body: bytes
    at: datetime
    url: str | None = None
    status: int = 0
    headers: Sequence[tuple[str, str]] = (("Content-Type", "text/html"),)
    came_from: str | None = None
    asked: str | None = None


def add_page(
    store: Store,
    outlet: Outlet,
    given: GivenPage,
    *,
    published_raw: str | None = None,
    config: Config | None = None,
    folder: Path | None = None,
) -> tuple[Article | str, SaveCounts]:
    """Put a page into store and archive, marked as added by hand; gives its article as it stands then.

    `published_raw` is its date as a person gives it, which wins over the page's own. A page of an article that was let
    go of changes nothing, and its address is given in the article's place. The caller holds the store's lock. Raises
    ExtractionError for bytes without an article, FetchError for an answer that is a wall, ValueError with a sentence
    for a missing address, an unreadable date or an article of another outlet, and StoreError.
    """
    now = datetime.now(UTC)
    crawl = config.crawls.get(outlet.id) if config is not None else None
    at_home = given.url or outlet.homepage or f"https://{outlet.id}.invalid/"
    page = extract_article(given.body, **options(outlet, crawl, url=at_home, language=None, at=given.at))
    address = canonical_url(_address(given, page))
    if store.is_forgotten(address):
        return address, SaveCounts()
    known = store.article(address)
    if known is not None and known.outlet != outlet.id:
        raise ValueError(f"this is article {known.id} of {known.outlet}: add it with --outlet {known.outlet}")
    merged = _merged(known, page, address, outlet, config, _date(published_raw, outlet), now)
    archive = Archive(store.location, config, now, folder)
    try:
        served = _archived(archive, store, given, page, address, outlet, config, known, now)
        signature = signature_of(page, outlet)
        earlier = asyncio.run(
            read_earlier(store, archive.folder, config, outlet, known, merged, signature, _extract_here)
        )
        reading = PageReading(
            EXTRACTOR,
            config_sha256(outlet, crawl),
            served.capture,
            earlier[0] if earlier is not None else None,
            _next_visit(store, config, merged, given, now),
            served.live,
            signature,
            earlier[1] if earlier is not None else None,
        )
        archive.sync()
        store.save_outlets([outlet])
        counts = store.save_backfill([BackfillPage(merged, given.at, reading, asked=given.asked)])
    finally:
        archive.close()
    return store.article(address) or address, counts


def _address(given: GivenPage, page: Page) -> str:
    """Its address, once it is sure that it is an article."""
    address = given.url or page.canonical_url
    if not address:
        raise ValueError("the page does not say its address; give it with --url")
    if page.access in NO_ARTICLE:
        reason = f"this is a {page.access} page, not an article"
        if given.status:
            raise FetchError(address, f"{reason}; save the page from a browser and add the file")
        raise ExtractionError(address, reason)
    if not page.title and not page.body:
        raise ExtractionError(address, "no article was found in the page")
    return address


def _date(published_raw: str | None, outlet: Outlet) -> DateReading | None:
    if not published_raw:
        return None
    parsed = parse_date(published_raw, timezone=outlet.timezone, language=outlet.language)
    if parsed is None:
        raise ValueError(
            f"{published_raw!r} is not a date that can be read; write it as 2025-11-29 or 2025-11-29 18:30"
        )
    return DateReading("published", "hand", published_raw, parsed)


def _merged(
    known: Article | None,
    page: Page,
    address: str,
    outlet: Outlet,
    config: Config | None,
    date: DateReading | None,
    now: datetime,
) -> Article:
    start = known or Article(
        address, outlet.id, page.title or address, language=outlet.language, origin="hand", first_seen=now
    )
    if date is not None:
        start = replace(start, dates=(date, *(each for each in start.dates if each.source != "hand")))
    topics = config.topics if config is not None else ()
    return merge(start, page, outlet=outlet, topics=topics, origin="hand")


def _archived(
    archive: Archive,
    store: Store,
    given: GivenPage,
    page: Page,
    address: str,
    outlet: Outlet,
    config: Config | None,
    known: Article | None,
    now: datetime,
) -> Served:
    """The page on its way to the archive, unless its bytes stand there already or are not to be kept."""
    answer = Answer(given.came_from or given.url or address, given.at, given.status, given.headers, given.body)
    served = archive.receive(answer, outlet.id, given.at, article=known.id if known is not None else None)
    until = keep_until(now, keep_raw(config, outlet.id))  # however old the file is
    served.capture = replace(served.capture, origin="hand", keep_until=until)
    held = store.captures(known.id) if known is not None and known.id is not None else []
    same = next((c for c in held if c.sha256 == served.capture.sha256 is not None and c.place is not None), None)
    if same is not None and served.record is not None:
        served.capture = archive.same(served, same, "the same bytes")
    archive.decide(served, noarchive=page.noarchive)
    return served


def _next_visit(
    store: Store, config: Config | None, article: Article, given: GivenPage, now: datetime
) -> datetime | None:
    """A page that was fetched is looked at again as any other; what is planned for one that is held stays planned."""
    first = store.first_visit(article.id) if article.id is not None else None
    if first is None and given.status and article.fetched_at is None:
        first = given.at
    return next_visit(config, article, first, now) if config is not None and first is not None else None


async def _extract_here(body: bytes, **how: Any) -> Page:
    return extract_article(body, **how)
