"""What kind of feed bytes are, found from the bytes: feeds.yaml need not say it."""

from __future__ import annotations

import re

from crawler.readers.model import Kind

_ROOTS: dict[bytes, Kind] = {
    b"rss": "rss",
    b"rdf": "rdf",
    b"feed": "atom",
    b"channel": "cdf",
    b"urlset": "sitemap",
    b"sitemapindex": "sitemapindex",
}
_ROOT = re.compile(
    rb"<!--|<!\[CDATA\[|<(?:[A-Za-z_][\w.-]{0,40}:)?(rss|rdf|feed|channel|urlset|sitemapindex)(?=[\s/>])", re.IGNORECASE
)
_ENDS = {b"<!--": b"-->", b"<![CDATA[": b"]]>"}
_FIRST_TAG = re.compile(rb"<([A-Za-z_][\w:.-]{0,40})")
_DOCTYPE_HTML = re.compile(rb"<!doctype\s+html\b", re.IGNORECASE)
_HTML_TAGS = frozenset({b"html", b"head", b"body", b"title", b"meta", b"script", b"div", b"p", b"h1", b"center"})
HTML_PAGE = "an HTML page, not a feed"
_ROOT_WITHIN_BYTES = 200_000


def kind_of(body: bytes) -> tuple[Kind, int]:
    """The kind of feed UTF-8 bytes are, and where its root element begins (0 for JSON, -1 for none)."""
    if body[:1000].lstrip()[:1] in (b"{", b"["):
        return "jsonfeed", 0
    resume = 0
    for found in _ROOT.finditer(body, 0, _ROOT_WITHIN_BYTES):
        if found.start() < resume:
            continue
        if found[1]:
            return _ROOTS[found[1].lower()], found.start()
        end = body.find(_ENDS[found[0]], found.end())
        if end < 0:
            break
        resume = end
    return "unknown", -1


def not_a_feed(body: bytes) -> str:
    """What bytes without a feed in them are, in words.

    >>> not_a_feed(b"<!DOCTYPE html><title>Access denied</title>")
    'an HTML page, not a feed'
    """
    text = body[:_ROOT_WITHIN_BYTES].strip()
    if not text:
        return "an empty answer, not a feed"
    while text.startswith(b"<!--") and b"-->" in text:
        text = text[text.index(b"-->") + 3 :].lstrip()
    first = _FIRST_TAG.search(text)
    if _DOCTYPE_HTML.search(text[:2000]) or (first and first[1].lower() in _HTML_TAGS):
        return HTML_PAGE
    if first and text.startswith(b"<"):
        name = first[1].decode("ascii", "replace")
        if name.lower() == "opml":
            return "an OPML list of feeds, not a feed: `dateline feeds import` reads it"
        return f"an XML document <{name}>, not a feed"
    return "text with markup, not a feed" if first else "neither XML nor JSON: not a feed"
