"""Entry and page to article: which of the two is believed for each field, and what is kept of both.

The rules, in the order they apply to a field:

- the page's title, summary, byline and tags where the page was read in full or as an excerpt, else the entry's; a
  page's title without a word of the feed's headline is a template's, and the feed's stays;
- a body only from a page that is the article (`access` full, excerpt or paywalled); consent, login and error pages
  leave everything as the feed gave it;
- people from the page's byline when it names any, else from the entry's;
- the date by `normalise.dates.choose_date` over the witnesses of both; a modified date never stands in.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Literal, Protocol

from normalise.bylines import Person, parse_byline
from normalise.dates import DateReading, ParsedDate, choose_date, parse_date
from normalise.text import fold
from normalise.topics import Topic, match_topics
from normalise.urls import canonical_url
from storage.model import Access, Article, Origin, Outlet
from storage.signing import Signature

_WORD = re.compile(r"\w{2,}")


class EntryLike(Protocol):
    """What `merge` reads of a feed's entry (a crawler.readers.Entry)."""

    @property
    def url(self) -> str | None: ...
    @property
    def guid(self) -> str | None: ...
    @property
    def title(self) -> str | None: ...
    @property
    def summary(self) -> str | None: ...
    @property
    def byline_raw(self) -> str | None: ...
    @property
    def published_raw(self) -> str | None: ...
    @property
    def updated_raw(self) -> str | None: ...
    @property
    def language(self) -> str | None: ...
    @property
    def tags(self) -> tuple[str, ...]: ...


class PageLike(Protocol):
    """What `merge` reads of an extracted page (a crawler.extraction.Page)."""

    @property
    def title(self) -> str | None: ...
    @property
    def body(self) -> str | None: ...
    @property
    def summary(self) -> str | None: ...
    @property
    def byline_raw(self) -> str | None: ...
    @property
    def people(self) -> tuple[Person, ...]: ...
    @property
    def organisations(self) -> tuple[str, ...]: ...
    @property
    def dates(self) -> tuple[DateReading, ...]: ...
    @property
    def language(self) -> str | None: ...
    @property
    def access(self) -> Access: ...
    @property
    def tags(self) -> tuple[str, ...]: ...
    @property
    def section(self) -> str | None: ...
    @property
    def image(self) -> str | None: ...
    @property
    def origins(self) -> tuple[tuple[str, str], ...]: ...


def article_of_entry(
    entry: EntryLike,
    outlet: Outlet,
    *,
    topics: Sequence[Topic] = (),
    language: str | None = None,
    timezone: str | None = None,
    now: datetime | None = None,
) -> Article:
    """The article as a feed's entry tells it; its page is pending. `language`, `timezone`: the feed's own, if any.

    Raises ValueError for an entry without an address: there is nothing to identify or fetch.
    """
    if not entry.url:
        raise ValueError("an entry without an address")
    language = entry.language or language or outlet.language
    zone = timezone or outlet.timezone
    stated: tuple[tuple[Literal["published", "modified"], str | None], ...] = (
        ("published", entry.published_raw),
        ("modified", entry.updated_raw),
    )
    dates = tuple(
        DateReading(kind, "feed", raw, parse_date(raw, timezone=zone, language=language, now=now))
        for kind, raw in stated
        if raw
    )
    byline = parse_byline(entry.byline_raw, outlet=outlet.name) if entry.byline_raw else None
    title = entry.title or entry.summary or entry.url
    given = {
        "title": entry.title,
        "summary": entry.summary,
        "byline": entry.byline_raw,
        "language": entry.language,
    }
    article = Article(
        url=canonical_url(entry.url),
        outlet=outlet.id,
        title=title,
        summary=entry.summary,
        language=language,
        people=byline.people if byline else (),
        organisations=byline.organisations if byline else (),
        byline_raw=entry.byline_raw,
        dates=dates,
        tags=tuple(entry.tags),
        guid=entry.guid,
        origins=tuple((name, "feed") for name, value in given.items() if value),
    )
    return _dated(
        replace(article, topics=match_topics(topics, article.title, article.summary or "", " ".join(article.tags)))
    )


def merge(
    article: Article,
    page: PageLike,
    *,
    outlet: Outlet | None = None,
    topics: Sequence[Topic] = (),
    origin: Origin | None = None,
) -> Article:
    """`article` (as its entry, or an earlier visit, tells it) with what its page says.

    `outlet` tells which of the page's people are the outlet itself: pages name it in the author field.
    """
    if page.access in ("consent", "login", "error"):
        return replace(article, access=page.access)
    fresh = tuple(reading for reading in article.dates if reading.source in ("feed", "hand"))
    origins = dict(article.origins) | dict(page.origins)
    title = page.title or article.title
    if page.title and _is_another_headline(article, page.title):
        title, origins["title"] = article.title, "feed"
    people, organisations = _without_outlet(page, outlet)
    merged = replace(
        article,
        title=title,
        body=page.body,
        summary=page.summary or article.summary,
        language=page.language or article.language,
        people=people or article.people,
        organisations=organisations or article.organisations,
        byline_raw=page.byline_raw or article.byline_raw,
        dates=fresh + page.dates,
        access=page.access,
        tags=tuple(dict.fromkeys((*article.tags, *page.tags))),
        section=page.section or article.section,
        image=page.image or article.image,
        origins=tuple(sorted(origins.items())),
        origin=origin or article.origin,
        page_state="fetched",
        page_problem=None,
    )
    found = match_topics(topics, merged.title, merged.summary or "", " ".join(merged.tags), merged.body or "")
    return _dated(replace(merged, topics=tuple(dict.fromkeys((*article.topics, *found)))))


def signature_of(page: PageLike, outlet: Outlet | None = None) -> Signature:
    """What a page itself says of its authors and its date; nothing of what its feed said."""
    people, organisations = _without_outlet(page, outlet)
    chosen = choose_date(page.dates)
    return Signature(
        page.byline_raw,
        people,
        organisations,
        chosen.parsed if chosen else None,
        chosen.source if chosen and chosen.parsed else None,
    )


def _is_another_headline(article: Article, title: str) -> bool:
    """Whether a page's title has no word of the feed's headline: a template's title then, not this article's.

    Once a page's title was believed, later ones are: outlets do rewrite headlines.
    """
    if dict(article.origins).get("title") != "feed":
        return False
    ours, theirs = (set(_WORD.findall(fold(text))) for text in (article.title, title))
    return bool(ours) and not ours & theirs


def _without_outlet(page: PageLike, outlet: Outlet | None) -> tuple[tuple[Person, ...], tuple[str, ...]]:
    """The page's people and organisations; a "person" called like the outlet is the outlet."""
    if outlet is None:
        return page.people, page.organisations
    own = {fold(name) for name in (outlet.name, *outlet.aliases)}
    people = tuple(person for person in page.people if fold(person.name) not in own)
    if len(people) == len(page.people):
        return people, page.organisations
    return people, tuple(dict.fromkeys((*page.organisations, outlet.name)))


def _dated(article: Article) -> Article:
    chosen = choose_date(article.dates)
    published: ParsedDate | None = chosen.parsed if chosen else None
    modified = [reading.parsed for reading in article.dates if reading.kind == "modified" and reading.parsed]
    return replace(
        article,
        published=published,
        published_at=published.instant if published else None,
        published_source=chosen.source if chosen else None,
        modified=max(modified, key=lambda parsed: parsed.instant, default=None),
    )
