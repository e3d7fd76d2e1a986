"""What a reader makes of a feed: a document and its entries."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Literal

from normalise.urls import canonical_url

Kind = Literal["rss", "atom", "rdf", "cdf", "jsonfeed", "sitemap", "sitemapindex", "listing", "unknown"]


@dataclass(frozen=True, slots=True)
class Entry:
    """What a feed says of one article. `*_raw` is a string as found; None means the feed does not say.

    `url` is absolute, http or https. `title` and `summary` are plain text on one line. `fingerprint` stands for the
    bytes of the item: any change of them changes it.
    """

    url: str | None
    guid: str | None
    title: str | None
    summary: str | None
    byline_raw: str | None
    published_raw: str | None
    updated_raw: str | None
    language: str | None
    tags: tuple[str, ...]
    fingerprint: str


@dataclass(frozen=True, slots=True)
class FeedDocument:
    """One answer of a feed, read.

    `entries` are those whose fingerprint was not known, in the feed's order; `seen` is every fingerprint present, known
    ones included, in the feed's order. `problems` says in words what was wrong: with nothing seen, the feed
    failed. `children` are the addresses of the sitemaps that a sitemap index names, most promising first.
    """

    entries: tuple[Entry, ...] = ()
    seen: tuple[str, ...] = ()
    title: str | None = None
    problems: tuple[str, ...] = ()
    kind: Kind = "unknown"
    children: tuple[str, ...] = ()


def identity(entry: Entry) -> str:
    """What makes two entries the same article, in one feed or in several.

    The canonical address, since outlets change and reuse guids; without an address the guid; without both, the words
    and the date. An outlet's id belongs in front where entries of several outlets meet.
    """
    if entry.url:
        return canonical_url(entry.url)
    if entry.guid:
        return f"guid:{entry.guid}"
    words = "\x00".join((entry.title or "", entry.published_raw or "", "" if entry.title else entry.summary or ""))
    return f"words:{fingerprint(words.encode('utf-8', 'surrogatepass'))}"


def fingerprint(content: bytes) -> str:
    """64 bits of BLAKE2b in hex: among 100,000 items of a feed two share one by chance once in 3 * 10**9 feeds.

    >>> fingerprint(b"<item/>")
    'ffa5e653265ec122'
    """
    return hashlib.blake2b(content, digest_size=8).hexdigest()
