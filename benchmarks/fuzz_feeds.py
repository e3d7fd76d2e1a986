"""Throw bytes at the readers of feeds and sitemaps: nothing may be raised, nothing may take a second.

    python benchmarks/fuzz_feeds.py [--only feeds|sitemaps] [--seconds 600] [--seed 1]

Answers are given with the content types, encodings and kinds that a crawl would give, and are read a second time with
half of the entries known, as the second poll of a feed is.
"""

from __future__ import annotations

import gzip
import random
import sys

from fuzzing import main, mutated, samples

from crawler.readers import FeedDocument, read_feed

_TYPES = (
    None,
    "",
    "text/xml",
    "application/rss+xml; charset=utf-8",
    "text/html; charset=windows-1255",
    "application/json",
    "text/xml; charset=utf-16",
    "text/xml; charset=zlib_codec",
    'text/plain; charset="',
    "application/xml;charset=x-no",
)
_READ_TWICE_BYTES = 64 << 10  # the clock is for one reading
_ENCODINGS = (None, None, None, "windows-1255", "windows-1256", "utf-16")
_FEED_PIECES = (
    b"<item>",
    b"</item>",
    b"<entry>",
    b"</entry>",
    b"<title>",
    b"</title>",
    b"<![CDATA[",
    b"]]>",
    b"<!--",
    b"-->",
    b"<?xml version='1.0' encoding='utf-16'?>",
    b"<!DOCTYPE rss [<!ENTITY a 'aaaaaaaaaa'>",
    b"<!ENTITY b '&a;&a;&a;'>",
    b"]>",
    b"&a;",
    b"&b;",
    b"&amp;",
    b"&lt;b&gt;",
    b"&#x202e;",
    b"&#1114112;",
    b"<link>",
    b"<link href='",
    b"'/>",
    b'">',
    b"<guid isPermaLink='false'>",
    b"<pubDate>",
    b"Mon, 05 Jan 2026 10:00:00 GMT",
    b"<content:encoded>",
    b"<p>",
    b"<a ",
    b"<media:content url='//x'/>",
    b"<dc:creator>",
    b"<description>",
    b"<rss version='2.0'><channel>",
    b"<feed ",
    b"xmlns='http://www.w3.org/2005/Atom'>",
    b"<rdf:RDF>",
    b'{"version":"https://jsonfeed.org/version/1.1","items":[',
    b'{"id":"1","url":"',
    b'"},',
    b"[",
    b"{",
    b"\\ud800",
    b"http://[",
    b"//",
    b"\xef\xbb\xbf",
    b"\xff\xfe",
    b"\x1f\x8b\x08",
    b"<",
    b">",
    b'"',
    b"'",
    b"\n",
    b" ",
    b"\x00",
    "שלום".encode(),
    "שלום".encode("cp1255"),
    b"<br/>",
    b"<script>",
    b"<x:y xmlns:x='z'>",
    b"xml:base='http://a.example/'",
    b"<summary type='xhtml'><div>",
    b"<author><name>",
)
_SITEMAP_PIECES = (
    b"<urlset>",
    b"</urlset>",
    b"<url>",
    b"</url>",
    b"<loc>",
    b"</loc>",
    b"<lastmod>",
    b"2026-01-05T10:00:00+02:00",
    b"<news:news>",
    b"<news:title>",
    b"</news:title>",
    b"<news:publication_date>",
    b"<sitemapindex>",
    b"<sitemap>",
    b"<image:image>",
    b"<xhtml:link rel='alternate' href='",
    b"'/>",
    b"<![CDATA[",
    b"]]>",
    b"<!--",
    b"-->",
    b"&amp;",
    b"<?xml version='1.0'?>",
    b"<!DOCTYPE urlset [<!ENTITY a '",
    b"'>]>",
    b"&a;",
    b"https://gazette.example/a",
    b"\n",
    b" ",
    b"<",
    b">",
    b"\x00",
    b"\xff\xfe",
    b"9999-12-31",
    b"0001-01-01",
    b"{",
    b"<news:publication><news:language>he",
)
_FEEDS = samples("feeds/*/*/feed.*", "*/*/feed.xml")
_SITEMAPS = [seed for seed in _FEEDS if b"<urlset" in seed or b"<sitemapindex" in seed]
_SITEMAPS += [gzip.compress(seed) for seed in _SITEMAPS]


def read(data: bytes, randomness: random.Random) -> None:
    """As a first and a second poll read an answer."""
    given = {
        "url": "https://gazette.example/feed",
        "content_type": randomness.choice(_TYPES),
        "encoding": randomness.choice(_ENCODINGS),
        "kind": randomness.choice((None, None, None, "sitemap", "listing", "rss")),
        "links": "h2 a",
    }
    document = read_feed(data, **given)
    assert isinstance(document, FeedDocument)
    assert {entry.fingerprint for entry in document.entries} <= set(document.seen)
    if len(data) > _READ_TWICE_BYTES:
        return
    seen = sorted(document.seen)
    again = read_feed(data, known=frozenset(seen[::2]), **given)
    assert not {entry.fingerprint for entry in again.entries} & set(seen[::2])


def feed(randomness: random.Random) -> bytes:
    """An answer of a feed, sometimes packed."""
    data = mutated(randomness, _FEEDS, _FEED_PIECES)
    return gzip.compress(data, 1) if randomness.random() < 0.05 else data


def sitemap(randomness: random.Random) -> bytes:
    """An answer of a sitemap or of an index of them."""
    return mutated(randomness, _SITEMAPS, _SITEMAP_PIECES)


if __name__ == "__main__":
    sys.exit(main({"feeds": (read, feed), "sitemaps": (read, sitemap)}, __doc__ or ""))
