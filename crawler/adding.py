"""A page added by hand: fetched, saved by a subscriber, or out of a web archive."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from crawler.config import Config
from crawler.errors import FetchError
from crawler.extraction import ExtractionError, extract_article
from normalise.dates import DateReading, parse_date
from normalise.topics import match_topics
from normalise.urls import canonical_url
from storage import Article, Outlet
from storage.merging import merge


def article_by_hand(
    body: bytes,
    outlet: Outlet,
    *,
    url: str | None = None,
    published_raw: str | None = None,
    config: Config | None = None,
    fetched: bool = False,
    now: datetime | None = None,
) -> Article:
    """The article of a page, marked as added by hand.

    `url` is its address (None: the page must tell, by rel=canonical or og:url), `published_raw` its date as a person
    gives it, which wins over the page's own; `now` (aware; the clock if None) when the page was fetched or saved, which
    "3 hours ago" on it is counted from. Raises ExtractionError for bytes without an article, FetchError for a
    fetched page that is a wall, and ValueError with a sentence for a missing address or an unreadable date.
    """
    crawl = config.crawls.get(outlet.id) if config else None
    topics = config.topics if config else ()
    page = extract_article(
        body,
        url=url or outlet.homepage or f"https://{outlet.id}.invalid/",
        timezone=outlet.timezone,
        language=outlet.language,
        rules=crawl.page_rules if crawl else None,
        encoding=crawl.encoding if crawl else None,
        now=now,
    )
    address = url or page.canonical_url
    if not address:
        raise ValueError("the page does not say its address; give it with --url")
    if page.access in ("consent", "login", "error"):
        reason = f"this is a {page.access} page, not an article"
        if fetched:
            raise FetchError(address, f"{reason}; save the page from a browser and add the file")
        raise ExtractionError(address, reason)
    if not page.title and not page.body:
        raise ExtractionError(address, "no article was found in the page")
    dates: tuple[DateReading, ...] = ()
    if published_raw:
        parsed = parse_date(published_raw, timezone=outlet.timezone, language=outlet.language)
        if parsed is None:
            raise ValueError(
                f"{published_raw!r} is not a date that can be read; write it as 2025-11-29 or 2025-11-29 18:30"
            )
        dates = (DateReading("published", "hand", published_raw, parsed),)
    start = Article(
        url=canonical_url(address),
        outlet=outlet.id,
        title=page.title or address,
        language=outlet.language,
        dates=dates,
        origin="hand",
        page_state="fetched",
        fetched_at=datetime.now(UTC),
    )
    article = merge(start, page, outlet=outlet, topics=topics, origin="hand")
    found = match_topics(topics, article.title, article.summary or "", article.body or "")
    return replace(article, topics=found)
