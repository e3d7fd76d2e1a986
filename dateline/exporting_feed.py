"""Articles as a feed that others subscribe to: RSS 2.0 or JSON Feed 1.1. Title, link, date, outlet, byline; no text."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime
from email.utils import format_datetime
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from dateline.exporting_records import iso
from normalise.text import clean
from normalise.urls import canonical_url
from storage import Article

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def rss(articles: Iterable[Article], title: str, link: str | None, names: Mapping[str, str]) -> str:
    """RSS 2.0. A guid is the article's canonical address: the same in every export, from every store."""
    listed = list(articles)
    latest = _latest(listed)
    items = "".join(_item(article, names) for article in listed)
    built = f"<lastBuildDate>{format_datetime(latest)}</lastBuildDate>" if latest else ""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>\n'
        f"<title>{_xml(title)}</title><link>{_xml(link or _urn(title))}</link>"
        f"<description>{_xml(f'Articles found by dateline: {title}')}</description>{built}\n"
        f"{items}</channel></rss>\n"
    )


def json_feed(articles: Iterable[Article], title: str, link: str | None, names: Mapping[str, str]) -> str:
    """JSON Feed 1.1."""
    feed: dict[str, Any] = {"version": "https://jsonfeed.org/version/1.1", "title": clean(title)}
    if link:
        feed["home_page_url"] = link
    feed["items"] = [_json_item(article, names) for article in articles]
    return json.dumps(feed, ensure_ascii=False, indent=1) + "\n"


def _item(article: Article, names: Mapping[str, str]) -> str:
    parts = [
        f"<title>{_xml(article.title)}</title>",
        f"<link>{_xml(article.url)}</link>",
        f'<guid isPermaLink="false">{_xml(canonical_url(article.url))}</guid>',
        f"<description>{_xml(_about(article, names))}</description>",
        f"<dc:publisher>{_xml(names.get(article.outlet, article.outlet))}</dc:publisher>",
    ]
    if article.published_at is not None:
        parts.append(f"<pubDate>{format_datetime(article.published_at)}</pubDate>")
    if byline := _byline(article):
        parts.append(f"<dc:creator>{_xml(', '.join(byline))}</dc:creator>")
    if article.language:
        parts.append(f"<dc:language>{_xml(article.language)}</dc:language>")
    parts += [f"<category domain={quoteattr('topic')}>{_xml(topic)}</category>" for topic in article.topics]
    return f"<item>{''.join(parts)}</item>\n"


def _json_item(article: Article, names: Mapping[str, str]) -> dict[str, Any]:
    item: dict[str, Any] = {
        "id": canonical_url(article.url),
        "url": article.url,
        "title": clean(article.title),
        "content_text": _about(article, names),  # JSON Feed wants some content
    }
    if article.published_at is not None:
        item["date_published"] = iso(article.published_at)
    if byline := _byline(article):
        item["authors"] = [{"name": name} for name in byline]
    if article.language:
        item["language"] = article.language
    if article.topics:
        item["tags"] = list(article.topics)
    item["_dateline"] = {"outlet": article.outlet, "outlet_name": names.get(article.outlet, article.outlet)}
    return item


def _byline(article: Article) -> list[str]:
    return [clean(person.name) for person in article.people] or [clean(name) for name in article.organisations]


def _about(article: Article, names: Mapping[str, str]) -> str:
    """Outlet and byline in a line: what stands where others put a text."""
    return " · ".join([clean(names.get(article.outlet, article.outlet)), *filter(None, [", ".join(_byline(article))])])


def _latest(articles: Iterable[Article]) -> datetime | None:
    """When the newest was published or first seen: no clock, so that the same articles give the same bytes."""
    return max((at for one in articles if (at := one.published_at or one.first_seen)), default=None)


def _urn(title: str) -> str:
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'dateline:{title}')}"


def _xml(text: str) -> str:
    return escape(_NOT_XML.sub("", clean(text)))
