"""`extract_article`: from the bytes of a page to a `Page`, in one parse."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Final
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from normalise import dates as date_rules
from normalise.byline_names import GIVEN_NAMES
from normalise.bylines import Byline
from normalise.dates import DateReading, ParsedDate
from normalise.text import clean, clean_paragraphs, fold

from .access import judge_access
from .blocks import Blocks, walk
from .byline import parse, read_byline
from .dating import Clock, read_dates, read_element
from .headline import read_headline
from .jsonld import ARTICLE_TYPES, Linked, read_jsonld, types_of
from .language import read_language
from .metadata import (
    Meta,
    read_canonical,
    read_image,
    read_meta,
    read_noarchive,
    read_section,
    read_site,
    read_summary,
    read_tags,
)
from .model import NO_ARTICLE, Page, PageRules
from .place import beginning_of, find_heading, text_of
from .reading import read_text, select
from .tree import read_tree

_SITE_AND_MOTTO: Final = re.compile(r"\s[|–—-]\s")


def extract_article(
    html: bytes | str,
    *,
    url: str,
    timezone: str = "UTC",
    language: str | None = None,
    rules: PageRules | None = None,
    encoding: str | None = None,
    now: datetime | None = None,
) -> Page:
    """The article of a page: text, people, dates and the rest, each with its origin.

    `timezone` (an IANA name) is for dates without a zone ("UTC", the default: a country's own clock by its domain, see
    `zones`); `language` is the outlet's, for what the page leaves open; `encoding` is its own, for bytes that declare
    none or a wrong one; `rules` are its overrides. `now` (aware; the clock if None) is when the page was fetched:
    "3 hours ago" is counted back from there.
    Raises ExtractionError for what cannot be a page at all (binary, empty, a feed); any page gives a Page, and its
    `access` says whether it was an article.
    """
    root = read_tree(html, url=url, language=language, encoding=encoding)
    meta = read_meta(root)
    hint = meta.first("og:title", "twitter:title")
    linked = read_jsonld(root, url=url, title=hint[1] if hint else _first_heading(root))
    named_site = read_site(meta, linked)
    outlets = _outlet_names(named_site[0] if named_site else None, url)
    headline = read_headline(root, meta, linked, named_site[0] if named_site else None, [*outlets, _host(url)])
    title = headline[0] if headline else None
    heading = find_heading(root, title)
    page_blocks = walk(root)
    rules = rules or PageRules()
    body = read_text(root, page_blocks, linked, title=title, selector=rules.body)
    text = clean_paragraphs(body.text) or None
    spoken = read_language(root, meta, text or title, outlet=language)
    byline, byline_origin = _byline(
        root, meta, linked, page_blocks, heading=heading, outlets=outlets, text=text, selector=rules.byline
    )
    clock = Clock(url, timezone, spoken or language, now)
    readings = read_dates(root, meta, linked, page_blocks, heading=heading, clock=clock)
    if rules.published:
        readings = _ruled_date(root, rules.published, readings, clock)
    visible = " ".join(block.text for block in page_blocks.blocks)[:8000]
    is_article = any(types_of(item) & ARTICLE_TYPES for item in linked.articles) or bool(
        meta.first("article:published_time")
    )
    access, why = judge_access(root, meta, linked, title=title, body=text, visible=visible, article=is_article)
    if access in NO_ARTICLE:
        text = None
    published, modified = _choose(readings, "published"), _choose(readings, "modified")
    canonical = read_canonical(meta, linked, url)
    summary, section = read_summary(meta, linked), read_section(meta, linked)
    tags, image = read_tags(meta, linked), read_image(meta, linked, url)
    origins = [
        (name, found[-1])
        for name, found in (
            ("title", headline), ("body", (text, body.origin) if text else None),
            ("byline", (byline, byline_origin) if byline.raw else None),
            ("canonical_url", canonical), ("summary", summary), ("section", section),
            ("tags", tags), ("image", image), ("site_name", named_site), ("access", (access, why) if why else None),
        )
        if found
    ]  # fmt: skip
    return Page(
        url=url,
        title=title,
        body=text,
        people=byline.people,
        organisations=byline.organisations,
        byline_raw=byline.raw or None,
        published=published,
        modified=modified,
        dates=readings,
        language=spoken,
        canonical_url=canonical[0] if canonical else None,
        access=access,
        summary=summary[0] if summary else None,
        section=section[0] if section else None,
        tags=tags[0] if tags else (),
        image=image[0] if image else None,
        site_name=named_site[0] if named_site else None,
        origins=tuple(origins),
        noarchive=read_noarchive(meta),
        body_confidence=body.confidence if text else 0.0,
    )


def _first_heading(root: HtmlElement) -> str | None:
    heading = root.find(".//h1")
    return clean(beginning_of(heading)) or None if heading is not None else None


def _choose(readings: tuple[DateReading, ...], kind: str) -> ParsedDate | None:
    if kind == "published":
        chosen = date_rules.choose_date(readings)
        return chosen.parsed if chosen else None
    return next((reading.parsed for reading in readings if reading.kind == kind and reading.parsed), None)


def outlet_names(page: Page) -> list[str]:
    """What a page's outlet is called, as far as the page tells: the site's name, and the one in its address."""
    return _outlet_names(page.site_name, page.url)


def _outlet_names(site: str | None, url: str) -> list[str]:
    first = _SITE_AND_MOTTO.split(site, maxsplit=1)[0] if site else None
    if first and fold(first.split()[0]) in GIVEN_NAMES:  # a site that is called for who writes it
        first = None
    return list(dict.fromkeys(name for name in (site, first, _host_name(url)) if name))


def _host_name(url: str) -> str | None:
    """The name in an address's host, for pages that name no site: `www.example.co.il` is "example"."""
    labels = _host(url).split(".")
    named = [label for label in labels[:-1] if len(label) > 3 and label not in ("www2", "news", "mobile")]
    return named[-1] if named else None


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _byline(
    root: HtmlElement,
    meta: Meta,
    linked: Linked,
    page: Blocks,
    *,
    heading: HtmlElement | None,
    outlets: list[str],
    text: str | None,
    selector: str | None,
) -> tuple[Byline, str]:
    if selector:
        values = [
            value for element in select(root, selector)[:10] if (value := element.get("content") or text_of(element))
        ]
        if values:
            return parse(values[0] if len(values) == 1 else values, outlets), f"rules {selector}"
    return read_byline(root, meta, linked, page, heading=heading, outlets=outlets, text=text)


def _ruled_date(
    root: HtmlElement, selector: str, readings: tuple[DateReading, ...], clock: Clock
) -> tuple[DateReading, ...]:
    """An outlet's own place for its date wins: the page's other witnesses of publication are left out."""
    for element in select(root, selector)[:5]:
        found = read_element(element, clock)
        if found:
            return (found, *(r for r in readings if r.kind == "modified"))
    return readings
