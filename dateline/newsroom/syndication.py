"""The newsroom's feeds: RSS, Atom, RDF, JSON Feed and news sitemap, each with the habits real ones have."""

from __future__ import annotations

import json
from datetime import datetime
from xml.sax.saxutils import escape

from dateline.newsroom.clocks import feed_date, iso
from dateline.newsroom.content import FeedPlan, Outlet
from dateline.newsroom.pages import Placed, section_page

_TYPES = {
    "rss": "application/rss+xml",
    "atom": "application/atom+xml",
    "rdf": "application/rdf+xml",
    "json": "application/feed+json",
    "sitemap": "application/xml",
    "listing": "text/html",
}
_AND = {"en": " and ", "he": " ו", "ar": " و"}
_BY = {"en": "By ", "he": "מאת: ", "ar": ""}


def render_feed(
    outlet: Outlet, feed: FeedPlan, placed: tuple[Placed, ...], *, base: str, now: datetime
) -> tuple[bytes, str]:
    """The bytes of a feed that lists `placed`, newest first, and its Content-Type."""
    newest_first = tuple(sorted(placed, key=lambda each: each.published, reverse=True))
    if feed.format == "listing":
        text = section_page(outlet, newest_first)
    else:
        text = _FORMATS[feed.format](outlet, feed, newest_first, base, now)
    charset = f"; charset={feed.encoding}" if feed.declared == "header" else ""
    return text.encode(feed.encoding, errors="xmlcharrefreplace"), _TYPES[feed.format] + charset


def _prolog(feed: FeedPlan) -> str:
    # Where header or feeds.yaml has to say it, the prolog is silent, as it is on the sites this is modelled on.
    return (
        f'<?xml version="1.0" encoding="{feed.encoding}"?>\n'
        if feed.declared == "prolog"
        else '<?xml version="1.0"?>\n'
    )


def _text(feed: FeedPlan, value: str) -> str:
    return f"<![CDATA[{value}]]>" if feed.cdata else escape(value)


def _link(feed: FeedPlan, url: str) -> str:
    return f"{url}?{feed.tracking}" if feed.tracking else url


def _names(placed: Placed) -> str:
    names = [*placed.story.people, *placed.story.organisations]
    if len(names) < 2:
        return "".join(names)
    return ", ".join(names[:-1]) + _AND[placed.outlet.language] + names[-1]


def _rss_author(feed: FeedPlan, placed: Placed) -> str:
    names = _names(placed)
    if feed.author == "none" or not names:
        return ""
    if feed.author == "author":
        return f"<author>{_text(feed, f'desk@{placed.outlet.id}.invalid ({names})')}</author>"
    if feed.author == "Author":
        return f"<Author>{_text(feed, _BY[placed.outlet.language] + names)}</Author>"
    return f"<dc:creator>{_text(feed, names)}</dc:creator>"


def _rss(outlet: Outlet, feed: FeedPlan, placed: tuple[Placed, ...], base: str, now: datetime) -> str:
    items = []
    for each in placed:
        guid = {
            "permalink": f'<guid isPermaLink="true">{escape(each.url)}</guid>',
            "opaque": f'<guid isPermaLink="false">{outlet.id}-{each.story.slug}</guid>',
            "none": "",
        }[feed.guid]
        date = (
            ""
            if feed.dates == "none"
            else f"<pubDate>{feed_date(each.published, feed.dates, outlet.timezone)}</pubDate>"
        )
        items.append(
            f"<item><title>{_text(feed, each.story.title)}</title>"
            f"<link>{_text(feed, _link(feed, each.url))}</link>{guid}"
            f"<description>{_text(feed, each.story.summary)}</description>{_rss_author(feed, each)}{date}"
            f"<category>{_text(feed, each.story.section)}</category></item>"
        )
    return (
        f'{_prolog(feed)}<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>'
        f"<title>{escape(outlet.name)}</title><link>{base}/</link><description>{escape(outlet.about)}</description>"
        f"<language>{feed.language or outlet.language}</language>\n" + "\n".join(items) + "\n</channel></rss>\n"
    )


def _atom(outlet: Outlet, feed: FeedPlan, placed: tuple[Placed, ...], base: str, now: datetime) -> str:
    entries = []
    for each in placed:
        authors = "".join(
            f"<author><name>{escape(name)}</name></author>" for name in (*each.story.people, *each.story.organisations)
        )
        entries.append(
            f"<entry><id>tag:{outlet.id}.invalid,2025:{each.story.slug}</id>"
            f'<title type="html">{escape(escape(each.story.title))}</title>'
            f'<link rel="alternate" href="{escape(_link(feed, each.url))}"/>'
            f"<published>{iso(each.published, outlet.timezone)}</published>"
            f"<updated>{iso(each.modified or each.published, outlet.timezone)}</updated>{authors}"
            f"<summary>{escape(each.story.summary)}</summary></entry>"
        )
    newest = max((each.modified or each.published for each in placed), default=now)
    return (
        f'{_prolog(feed)}<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{outlet.language}">'
        f"<title>{escape(outlet.name)}</title>"
        f'<id>tag:{outlet.id}.invalid,2025:feed</id><link rel="self" href="{base}{feed.path}"/>'
        f"<updated>{iso(newest, outlet.timezone)}</updated>\n" + "\n".join(entries) + "\n</feed>\n"
    )


def _rdf(outlet: Outlet, feed: FeedPlan, placed: tuple[Placed, ...], base: str, now: datetime) -> str:
    order = "".join(f'<rdf:li rdf:resource="{escape(each.url)}"/>' for each in placed)
    items = "\n".join(
        f'<item rdf:about="{escape(each.url)}"><title>{escape(each.story.title)}</title>'
        f"<link>{escape(_link(feed, each.url))}</link>"
        f"<description>{escape(each.story.summary)}</description>"
        + (f"<dc:creator>{escape(each.story.byline)}</dc:creator>" if each.story.byline else "")
        + f"<dc:date>{iso(each.published, outlet.timezone)}</dc:date></item>"
        for each in placed
    )
    return (
        f'{_prolog(feed)}<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        'xmlns="http://purl.org/rss/1.0/" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="{base}/"><title>{escape(outlet.name)}</title>'
        f"<link>{base}/</link><description>{escape(outlet.about)}</description><dc:language>{outlet.language}</dc:language>"
        f"<items><rdf:Seq>{order}</rdf:Seq></items></channel>\n{items}\n</rdf:RDF>\n"
    )


def _json_feed(outlet: Outlet, feed: FeedPlan, placed: tuple[Placed, ...], base: str, now: datetime) -> str:
    items = [
        {
            "id": f"{outlet.id}/{each.story.slug}",
            "url": _link(feed, each.url),
            "title": each.story.title,
            "summary": each.story.summary,
            "date_published": iso(each.published, outlet.timezone),
            "authors": [{"name": name} for name in (*each.story.people, *each.story.organisations)],
            "tags": [each.story.section],
        }
        for each in placed
    ]
    head = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": outlet.name,
        "home_page_url": f"{base}/",
        "feed_url": base + feed.path,
    }
    return json.dumps(head | {"language": outlet.language, "items": items}, ensure_ascii=False, indent=1) + "\n"


def _sitemap(outlet: Outlet, feed: FeedPlan, placed: tuple[Placed, ...], base: str, now: datetime) -> str:
    rows = "\n".join(
        f"<url><loc>{escape(each.url)}</loc>"
        f"<lastmod>{iso(each.modified or each.published, outlet.timezone)}</lastmod><news:news>"
        f"<news:publication><news:name>{escape(outlet.name)}</news:name>"
        f"<news:language>{outlet.language}</news:language></news:publication>"
        f"<news:publication_date>{iso(each.published, outlet.timezone)}</news:publication_date>"
        f"<news:title>{escape(each.story.title)}</news:title></news:news></url>"
        for each in placed
    )
    return (
        f'{_prolog(feed)}<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
        f'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">\n{rows}\n</urlset>\n'
    )


_FORMATS = {"rss": _rss, "atom": _atom, "rdf": _rdf, "json": _json_feed, "sitemap": _sitemap}
