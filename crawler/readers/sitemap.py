"""Sitemaps (sitemaps.org 0.9), news sitemaps (Google's news namespace) and sitemap indexes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any

from crawler.readers.languages import language_of
from crawler.readers.model import Entry, FeedDocument, fingerprint
from crawler.readers.splitting import split_items
from normalise.text import clean, plain
from normalise.urls import absolute_url

RECENT = timedelta(days=7)  # a plain sitemap lists a site's whole past; a news sitemap, two days by definition
MOST_CHILDREN = 50
_MOST_ENTRIES = 50_000  # the protocol's own limit for one file
_MOST_NEW = 5_000  # addresses taken of one answer
_MOST_NAMED = 10_000  # sitemaps of an index that are looked at
_MOST_PIECES = 20  # of text in one value
_LONGEST_HEAD = 8 << 10  # it is read again with each part
_SPACE = re.compile(r"\s+")
_LONG_NAMESPACE = re.compile(rb"xmlns(?::[\w.-]{1,100})?\s{0,9}=\s{0,9}(?:\"[^\"]{400}|'[^']{400})")
_SURROGATE = re.compile(
    rb"&#(?:x0*d[89a-f][0-9a-f]{2}(?![0-9a-f])|0*(?:5529[6-9]|55[3-9]\d\d|56\d{3}|57[0-2]\d\d|573[0-3]\d|5734[0-3])(?!\d));?",
    re.IGNORECASE,
)
_NEWS = re.compile(r"news|latest|recent|today|hadash|akhbar|actu", re.IGNORECASE)
_NUMBERS = re.compile(r"\d+")
_COMMA = re.compile(r"\s*[,،]\s*")


def read_sitemap(body: bytes, *, url: str, root: int, known: Set[str], now: datetime) -> FeedDocument:
    """The recent addresses of a sitemap. `body` is UTF-8, `root` is where its root element begins.

    Of addresses without news data only those changed in the last seven days before `now` become entries: the rest is
    the site's past. All are in `seen`.
    """
    split = split_items(body, ("url",), root)
    pieces = split.items if split else _serialised(body[root:], "url")
    seen = tuple(map(fingerprint, pieces[:_MOST_ENTRIES]))
    fresh = [(mark, piece) for mark, piece in zip(seen, pieces, strict=False) if mark not in known]
    entries: list[Entry] = []
    undated = 0
    if fresh:
        head = split.head if split and len(split.head) <= _LONGEST_HEAD else b"<urlset>"
        for begin in range(0, len(fresh), 1000):
            part = fresh[begin : begin + 1000]
            elements = list(_elements(head + b"".join(piece for _, piece in part), "url"))
            if len(elements) != len(part):  # not as it seemed: read them one by one
                elements = [next(_elements(b"<urlset>" + piece, "url"), None) for _, piece in part]
            for (mark, _), element in zip(part, elements, strict=True):
                entry, dated = _entry(element, mark, url, now) if element is not None else (None, True)
                undated += not dated
                if entry:
                    entries.append(entry)
    problems: tuple[str, ...] = ()
    if len(entries) > _MOST_NEW:  # the others are not seen: the next poll reads on
        beyond = {entry.fingerprint for entry in entries[_MOST_NEW:]}
        entries = entries[:_MOST_NEW]
        seen = tuple(mark for mark in seen if mark not in beyond)
        problems = (f"{len(beyond):,} more new addresses were left for the next poll",)
    if not seen:
        problems = ("a sitemap without addresses",)
    elif undated and undated == len(fresh) == len(seen):
        problems = ("a sitemap without dates or news: nothing tells its news from its past",)
        seen = ()
    return FeedDocument(tuple(entries), seen, None, problems, "sitemap")


def read_sitemap_index(body: bytes, *, url: str, root: int, now: datetime) -> FeedDocument:
    """The sitemaps an index names, most promising first: of news by name, then the most recently changed.

    Those last changed more than seven days before `now` are left out, and all beyond fifty.
    """
    split = split_items(body, ("sitemap",), root)
    pieces = split.items if split else _serialised(body[root:], "sitemap")
    head = split.head if split and len(split.head) <= _LONGEST_HEAD else b"<sitemapindex>"
    found: dict[str, datetime | None] = {}
    for element in islice(_elements(head + b"".join(pieces[:_MOST_NAMED]), "sitemap"), _MOST_NAMED):
        said = _children(element)
        address = absolute_url(url, said.get("loc"))
        changed = _instant(said.get("lastmod"))
        if address and address != url and (changed is None or changed >= now - RECENT):
            found.setdefault(address, changed)
    children = sorted(found, key=lambda address: _promise(address, found[address]), reverse=True)
    problems = () if children else ("a sitemap index that names no sitemap changed in the last seven days",)
    return FeedDocument(problems=problems, kind="sitemapindex", children=tuple(children[:MOST_CHILDREN]))


def _promise(address: str, changed: datetime | None) -> tuple[bool, float, list[int]]:
    """Archives are numbered by date or page: without dates, the highest number is the latest."""
    path = address.rpartition("/")[2]
    numbers = [int(number[:9]) for number in _NUMBERS.findall(path)]
    return bool(_NEWS.search(path)), changed.timestamp() if changed else 0.0, numbers


def _entry(element: Any, mark: str, url: str, now: datetime) -> tuple[Entry | None, bool]:
    """The entry of a <url>, None where it is old or has no address; and whether it can be told if it is news."""
    said = _children(element)
    news = _news(element)
    published, changed = news.get("publication_date"), said.get("lastmod")
    address = absolute_url(url, said.get("loc"))
    if not address:
        return None, True
    if not news:
        instant = _instant(changed)
        if instant is None or instant < now - RECENT:
            return None, instant is not None
    title = plain(news.get("title", "")) or None
    return (
        Entry(
            url=address,
            guid=None,
            title=title,
            summary=None,
            byline_raw=plain(news.get("author", "")) or None,
            published_raw=clean(published or "") or None,
            updated_raw=clean(changed or "") or None,
            language=language_of(news.get("language"), title),
            tags=tuple(dict.fromkeys(tag for tag in _COMMA.split(plain(news.get("keywords", ""))) if tag)),
            fingerprint=mark,
        ),
        True,
    )


def _elements(document: bytes, name: str) -> Iterator[Any]:
    """The elements of one local name; nothing from outside is read, no entity is expanded, no error raised."""
    from lxml import etree  # only for those that read a sitemap

    parser = etree.XMLParser(
        recover=True, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, encoding="utf-8"
    )
    if _LONG_NAMESPACE.search(document):
        return  # each name would be spelt out with it
    # Lone surrogates, as bytes or as references, are let in by libxml2 and raise when the text is looked at.
    document = _SURROGATE.sub(b"", document).decode("utf-8", "replace").encode()
    try:
        tree = etree.fromstring(document, parser)
    except (etree.XMLSyntaxError, ValueError):
        return
    if tree is not None:
        yield from (element for element in tree.iter(etree.Element) if _local(element) == name)


def _serialised(body: bytes, name: str) -> tuple[bytes, ...]:
    """The elements as bytes, each without those inside it: where none is closed, each would hold all that follow."""
    from lxml import etree

    pieces: list[bytes] = []
    for element in reversed(list(_elements(body, name))):  # the inner ones first
        pieces.append(etree.tostring(element, with_tail=False, encoding="utf-8"))
        parent = element.getparent()
        if parent is not None:
            parent.remove(element)
    return tuple(reversed(pieces))


def _children(element: Any) -> dict[str, str]:
    """Local name -> text of an element's children; the first of each name."""
    said: dict[str, str] = {}
    for child in element.iterchildren("*"):
        said.setdefault(_local(child), _text(child))
    return said


def _text(element: Any) -> str:
    """The text of a value, markup of one level in it: where elements are never closed, each holds all that follow."""
    pieces = [element.text]
    for inner in islice(element, _MOST_PIECES):
        pieces += (inner.text if isinstance(inner.tag, str) else None, inner.tail)
    return "".join(filter(None, pieces))


def _local(element: Any) -> str:
    """The name without namespace, or without a prefix that was never declared."""
    name: str = element.tag
    return name.rpartition("}")[2].rpartition(":")[2]


def _news(element: Any) -> dict[str, str]:
    news = next((child for child in element.iterchildren("*") if _local(child) == "news"), None)
    if news is None:
        return {}
    said = _children(news)
    publication = next((child for child in news.iterchildren("*") if _local(child) == "publication"), None)
    return ({} if publication is None else {"language": _children(publication).get("language", "")}) | said


def _instant(raw: str | None) -> datetime | None:
    """A W3C date, for deciding whether an address is recent; what an article's date is, normalise.dates decides."""
    try:
        instant = datetime.fromisoformat(_SPACE.sub("", raw or ""))
    except ValueError:
        return None
    try:
        return (instant if instant.tzinfo else instant.replace(tzinfo=UTC)).astimezone(UTC)
    except OverflowError:
        return None
