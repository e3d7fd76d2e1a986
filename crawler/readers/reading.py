"""read_feed: one answer of a feed, whatever kind it is, to a document."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import replace
from datetime import UTC, datetime

from crawler.readers.encoding import to_utf8, unpack
from crawler.readers.jsonfeed import read_jsonfeed
from crawler.readers.kinds import HTML_PAGE, kind_of, not_a_feed
from crawler.readers.listing import read_listing
from crawler.readers.model import FeedDocument
from crawler.readers.sitemap import read_sitemap, read_sitemap_index
from crawler.readers.syndication import read_syndication


def read_feed(
    body: bytes,
    *,
    url: str,
    content_type: str | None = None,
    encoding: str | None = None,
    kind: str | None = None,
    links: str | None = None,
    known: Set[str] = frozenset(),
    now: datetime | None = None,
) -> FeedDocument:
    """The entries of a feed that are not `known`, and the fingerprints of all of them. Never raises for any bytes.

    `url` is the address the bytes came from, for relative links; `content_type` is the header's value. `encoding`,
    `kind` ("listing" alone matters: other kinds are found from the bytes) and `links` (CSS, for a listing) are what
    the outlet's configuration says. `now` (aware) is when "the last days" of a sitemap end, if not now.
    """
    body, unpacking = unpack(body)
    if unpacking:
        return FeedDocument(problems=(unpacking,))
    text, misread = to_utf8(body, content_type=content_type, encoding=encoding)
    document = _read(text, url, kind, links, known, now or datetime.now(UTC))
    return replace(document, problems=(*document.problems, misread)) if misread else document


def _read(text: bytes, url: str, kind: str | None, links: str | None, known: Set[str], now: datetime) -> FeedDocument:
    found, root = kind_of(text)
    if kind == "listing" and (found == "unknown" or not_a_feed(text) == HTML_PAGE):
        return read_listing(text, url=url, links=links, known=known)
    if found == "jsonfeed":
        return read_jsonfeed(text, url=url, known=known)
    if found == "sitemap":
        return read_sitemap(text, url=url, root=root, known=known, now=now)
    if found == "sitemapindex":
        return read_sitemap_index(text, url=url, root=root, now=now)
    if found == "unknown":
        return FeedDocument(problems=(not_a_feed(text),))
    return read_syndication(text, url=url, kind=found, root=root, known=known)
