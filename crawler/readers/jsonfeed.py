"""JSON Feed 1.0 and 1.1 (jsonfeed.org/version/1.1)."""

from __future__ import annotations

import json
from collections.abc import Set
from typing import Any

from crawler.readers.languages import language_of
from crawler.readers.model import Entry, FeedDocument, fingerprint
from normalise.text import clean, plain
from normalise.urls import absolute_url


def read_jsonfeed(body: bytes, *, url: str, known: Set[str]) -> FeedDocument:
    """The entries of a JSON Feed; a problem in words if the bytes are no JSON or no feed."""
    try:
        feed = json.loads(body)
    except (ValueError, RecursionError) as error:
        return FeedDocument(problems=(f"JSON that cannot be read: {clean(str(error))[:120]}",), kind="jsonfeed")
    items = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(items, list):
        return FeedDocument(problems=("JSON, but not a JSON Feed: it has no `items`",), kind="jsonfeed")
    base = absolute_url(url, _text(feed, "home_page_url")) or url
    language = _text(feed, "language")
    marked = [
        (fingerprint(json.dumps(item, ensure_ascii=False).encode("utf-8", "surrogatepass")), item)
        for item in items
        if isinstance(item, dict)
    ]
    entries = tuple(_entry(item, mark, base, language) for mark, item in marked if mark not in known)
    return FeedDocument(entries, tuple(mark for mark, _ in marked), plain(_text(feed, "title")) or None, (), "jsonfeed")


def _entry(item: dict[str, Any], mark: str, base: str, language: str) -> Entry:
    summary = _text(item, "summary") or _text(item, "content_html") or _text(item, "content_text")
    tags = item.get("tags")
    title = plain(_text(item, "title")) or None
    return Entry(
        url=absolute_url(base, _text(item, "url") or _text(item, "external_url") or _text(item, "id")),
        guid=clean(_text(item, "id")) or None,
        title=title,
        summary=plain(summary) or None,
        byline_raw=_byline(item),
        published_raw=clean(_text(item, "date_published")) or None,
        updated_raw=clean(_text(item, "date_modified")) or None,
        language=language_of(_text(item, "language") or language, title),
        tags=tuple(plain(tag) for tag in tags if isinstance(tag, str)) if isinstance(tags, list) else (),
        fingerprint=mark,
    )


def _byline(item: dict[str, Any]) -> str | None:
    authors = item.get("authors")
    listed = authors if isinstance(authors, list) else [item.get("author")]
    names = [plain(_text(author, "name")) for author in listed if isinstance(author, dict)]
    return "; ".join(dict.fromkeys(name for name in names if name)) or None


def _text(holder: dict[str, Any], name: str) -> str:
    value = holder.get(name)
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else ""
