"""Section pages: the outlet's configuration says which links on them are articles (`links:`, CSS)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Set
from dataclasses import dataclass
from itertools import islice
from typing import Any, cast

from crawler.readers.languages import language_of
from crawler.readers.model import Entry, FeedDocument, fingerprint
from normalise.text import clean, plain
from normalise.urls import absolute_url, canonical_url

_MOST_LINKS = 2_000
_MOST_LINKS_A_CARD = 50
_HIGHEST_CARD = 6  # levels from a link up to the box that shows title, date and byline of one article
_DATES = "time, [itemprop='datePublished'], [class*='date' i], [class*='time' i], [class*='published' i]"
_BYLINES = "[rel='author'], [itemprop='author'], [class*='byline' i], [class*='author' i], [class*='writer' i]"
_HEADINGS = "h1, h2, h3, h4, [class*='title' i], [class*='headline' i]"
_SUMMARIES = "p, [class*='summary' i], [class*='teaser' i], [class*='excerpt' i]"
_DIGIT = re.compile(r"\d")
_DATED = re.compile(r"(?:\A|[-_\s])(?:date|time|ago)(?:[-_\s]|\Z)", re.IGNORECASE)  # "two hours ago" has no digit
_LONGEST_DATE = 80
_LONGEST_BYLINE = 160


def read_listing(body: bytes, *, url: str, links: str | None, known: Set[str]) -> FeedDocument:
    """The articles a section page links to: every link that the CSS selector `links` matches or that is inside a match.

    `body` is UTF-8. One entry an address, in the page's order; title, date, byline and summary are what the same box
    of the page shows, if it shows them. A fingerprint stands for address and title: "3 hours ago" is no change.
    """
    if not links:
        return _failed("a section page needs `links:`, the CSS selector of its article links")
    from cssselect import SelectorError
    from lxml import etree

    page: Any
    try:
        matches = _Css(links)
    except (SelectorError, ValueError) as error:
        return _failed(f"`links: {clean(links)[:80]}` is no CSS selector: {clean(str(error))[:120]}")
    try:
        page = etree.HTML(body, etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        page = None
    if page is None:
        return _failed("an empty answer, not a section page")
    base = absolute_url(url, next(iter(page.xpath("//base/@href")), None)) or url
    anchors = _anchors(matches(page), base)
    if not anchors:
        return _failed(f"`links: {clean(links)[:80]}` matches no link on this page")
    language = page.get("lang") or page.get("{http://www.w3.org/XML/1998/namespace}lang")
    look = _Look(*map(_Css, (_DATES, _BYLINES, _HEADINGS, _SUMMARIES)))
    addresses = {anchor: address for address, group in anchors.items() for anchor in group}
    entries = [_entry(address, group, addresses, look, base, language) for address, group in anchors.items()]
    titles = page.xpath("string(//title)")
    return FeedDocument(
        tuple(entry for entry in entries if entry.fingerprint not in known),
        tuple(entry.fingerprint for entry in entries),
        plain(titles) or None,
        (),
        "listing",
    )


def _failed(problem: str) -> FeedDocument:
    return FeedDocument(problems=(problem,), kind="listing")


class _Css:
    """A CSS selector, compiled. Its alternatives are looked for one by one: libxml2 joins sets in quadratic time."""

    def __init__(self, css: str) -> None:
        from cssselect import HTMLTranslator, parse
        from lxml.etree import XPath

        translator = HTMLTranslator()
        self._paths = [XPath(translator.selector_to_xpath(alternative)) for alternative in parse(css)]

    def __call__(self, element: Any) -> list[Any]:
        """The matches inside `element`, in the page's order."""
        found = {match for path in self._paths for match in cast("list[Any]", path(element))}
        return [inside for inside in element.iter() if inside in found] if found else []


@dataclass(frozen=True, slots=True)
class _Look:
    """What a box may show, compiled once a page."""

    dates: _Css
    bylines: _Css
    headings: _Css
    summaries: _Css


def _anchors(matched: Iterable[Any], base: str) -> dict[str, list[Any]]:
    """Address -> the links to it, in the page's order: picture, headline and "read more" lead to one article."""
    found: dict[str, list[Any]] = {}
    for element in matched:
        inside = [element] if element.tag == "a" else list(element.iterdescendants("a"))
        for anchor in inside or list(element.iterancestors("a"))[:1]:
            address = absolute_url(base, anchor.get("href"))
            if address:
                group = found.setdefault(canonical_url(address), [])
                if anchor not in group:
                    group.append(anchor)
        if len(found) >= _MOST_LINKS:
            break
    return found


def _entry(
    address: str, group: list[Any], addresses: dict[Any, str], look: _Look, base: str, language: str | None
) -> Entry:
    card = _card(group, addresses)
    title = _title(group, card, look)
    published = None
    byline = None
    summary = None
    if card is not None:
        published = next(filter(None, map(_date, look.dates(card))), None)
        bylines = (plain(" ".join(found.itertext())) for found in look.bylines(card))
        byline = next((found for found in bylines if found and len(found) <= _LONGEST_BYLINE), None)
        texts = (plain(" ".join(found.itertext())) for found in look.summaries(card))
        summary = next((text for text in texts if text and text not in (title, byline, published)), None)
    return Entry(
        url=absolute_url(base, group[0].get("href")),
        guid=None,
        title=title,
        summary=summary,
        byline_raw=byline,
        published_raw=published,
        updated_raw=None,
        language=language_of(language, title),
        tags=(),
        fingerprint=fingerprint(f"{address}\n{title or ''}".encode("utf-8", "replace")),
    )


def _card(group: list[Any], addresses: dict[Any, str]) -> Any:
    """The largest box around an article's link that holds no other article's link; None if that is the link alone."""
    own = addresses[group[0]]
    card = None
    for level, box in enumerate(group[0].iterancestors()):
        if level >= _HIGHEST_CARD or box.tag in ("body", "html"):
            break
        inside = list(islice(box.iterdescendants("a"), _MOST_LINKS_A_CARD + 1))
        if len(inside) > _MOST_LINKS_A_CARD or any(addresses.get(anchor, own) != own for anchor in inside):
            break
        card = box
    return card if card is not None else group[0]


def _title(group: list[Any], card: Any, look: _Look) -> str | None:
    """The heading in a link, else the box's heading, else the longest link text, else what the picture is called."""
    for holder in (*group, card):
        for heading in look.headings(holder):
            if text := plain(" ".join(heading.itertext())):
                return text
    texts = [plain(" ".join(anchor.itertext())) for anchor in group]
    texts += [plain(anchor.get("title") or anchor.get("aria-label") or "") for anchor in group if not any(texts)]
    texts += [plain(image.get("alt") or "") for image in card.iterdescendants("img") if not any(texts)]
    return max(texts, key=len, default="") or None


def _date(element: Any) -> str | None:
    stated = clean(element.get("datetime") or element.get("content") or "")
    text = stated or plain(" ".join(element.itertext()))
    dated = stated or element.tag == "time" or _DIGIT.search(text) or _DATED.search(element.get("class", ""))
    return text if text and dated and len(text) <= _LONGEST_DATE else None
