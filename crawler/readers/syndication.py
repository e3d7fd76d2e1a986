"""RSS, Atom, RDF and CDF: the bytes are cut at their items, and feedparser is given the unknown ones alone."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Set
from typing import Any

from crawler.readers.model import Entry, FeedDocument, Kind, fingerprint
from crawler.readers.splitting import split_items
from normalise.text import clean, plain
from normalise.urls import absolute_url

_BATCH = 200  # items a call of feedparser: its entries take some 8 KB each
_ITEM_NAMES = ("item", "entry")
_DECLARATION = b"<?xml version='1.0' encoding='utf-8'?>\n"
# Characters XML 1.0 forbids, raw and as references: feedparser raises on some and drops the whole feed on others.
_FORBIDDEN = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")
_REFERENCE = re.compile(rb"&#(?:[xX]([0-9a-fA-F]{1,30})|([0-9]{1,30}));?")


def read_syndication(body: bytes, *, url: str, kind: Kind, root: int, known: Set[str]) -> FeedDocument:
    """The entries of an RSS, Atom, RDF or CDF feed. `body` is UTF-8, `root` is where its root element begins."""
    body = _safe(body)
    split = split_items(body, _ITEM_NAMES, root)
    if split is None:
        return _read_whole(body[root:], url=url, kind=kind, known=known)
    seen = tuple(map(fingerprint, split.items))
    unknown = [place for place, mark in enumerate(seen) if mark not in known]
    entries: list[Entry] = []
    feed: Any = None
    for begin in range(0, len(unknown), _BATCH):
        chosen = unknown[begin : begin + _BATCH]
        parsed = _parse(split.with_items(chosen))
        if len(parsed.entries) != len(chosen):
            return _read_whole(body[root:], url=url, kind=kind, known=known)
        feed = parsed.feed
        marks = [seen[place] for place in chosen]
        entries.extend(_entries(parsed, marks, url))
    title = plain(dict.get(feed, "title") or "") if feed is not None else None
    return FeedDocument(tuple(entries), seen, title or None, (), kind)


def _read_whole(body: bytes, *, url: str, kind: Kind, known: Set[str]) -> FeedDocument:
    parsed = _parse(body)
    marks = [fingerprint(_values(entry).encode("utf-8", "replace")) for entry in parsed.entries]
    entries = tuple(entry for entry in _entries(parsed, marks, url) if entry.fingerprint not in known)
    return FeedDocument(entries, tuple(marks), plain(dict.get(parsed.feed, "title") or "") or None, (), kind)


def _parse(body: bytes) -> Any:
    import feedparser  # 0.2 s to import: only for those that read a feed

    return feedparser.parse(io.BytesIO(_DECLARATION + body), sanitize_html=False, resolve_relative_uris=False)


def _values(entry: Any) -> str:
    return repr([dict.get(entry, name) for name in ("link", "id", "title", "summary", "author", "published", "updated")])


def _entries(parsed: Any, marks: Iterable[str], url: str) -> Iterable[Entry]:
    feed = parsed.feed
    base = absolute_url(url, dict.get(feed, "link")) or url
    language = dict.get(feed, "language")
    for entry, mark in zip(parsed.entries, marks, strict=True):
        yield Entry(
            url=absolute_url(base, dict.get(entry, "link")),
            guid=clean(dict.get(entry, "id") or "") or None,
            title=plain(dict.get(entry, "title") or "") or None,
            summary=plain(dict.get(entry, "summary") or "") or None,
            byline_raw=plain(dict.get(entry, "author") or "") or None,
            published_raw=clean(dict.get(entry, "published") or "") or None,
            updated_raw=clean(dict.get(entry, "updated") or "") or None,
            language=dict.get(entry, "language") or language,
            tags=tuple(plain(tag.get("term") or tag.get("label") or "") for tag in dict.get(entry, "tags") or ()),
            fingerprint=mark,
        )


def _safe(body: bytes) -> bytes:
    """`body` without what feedparser raises on: characters and references that XML 1.0 forbids."""
    body = _FORBIDDEN.sub(b"", body)
    return _REFERENCE.sub(_allowed_reference, body) if b"&#" in body else body


def _allowed_reference(match: re.Match[bytes]) -> bytes:
    code = int(match[1], 16) if match[1] else int(match[2])
    if code in (9, 10, 13) or 0x20 <= code < 0xD800 or 0xE000 <= code < 0xFFFE or 0x10000 <= code < 0x110000:
        return match[0]
    return b""
