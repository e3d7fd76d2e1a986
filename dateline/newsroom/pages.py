"""Article pages in the shapes real ones have: JSON-LD in several forms, meta tags, microdata, or nothing but text."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from html import escape
from typing import Any
from zoneinfo import ZoneInfo

from dateline.newsroom.clocks import iso, visible_date
from dateline.newsroom.content import Outlet, Story

_RIGHT_TO_LEFT = ("he", "ar")
_WORDS = {
    "en": {
        "home": "Home",
        "most": "Most read",
        "share": "Share this article",
        "updated": "Updated",
        "wall": "Subscribe to read the full article. Already a subscriber? Log in.",
        "letter": "Sign up for our morning newsletter",
        "foot": "An invented outlet: part of the sample newsroom of dateline.",
    },
    "he": {
        "home": "ראשי",
        "most": "הנקראות ביותר",
        "share": "שתפו את הכתבה",
        "updated": "עודכן",
        "wall": "לקריאת הכתבה המלאה הצטרפו למנויי האתר.",
        "letter": "הירשמו לידיעון הבוקר שלנו",
        "foot": "כלי תקשורת בדוי: חלק ממערכת הדוגמה של dateline.",
    },
    "ar": {
        "home": "الرئيسية",
        "most": "الأكثر قراءة",
        "share": "شارك المقال",
        "updated": "آخر تحديث",
        "wall": "للاطلاع على المقال كاملا يرجى الاشتراك.",
        "letter": "اشترك في نشرتنا الصباحية",
        "foot": "وسيلة إعلام متخيَّلة: جزء من غرفة الأخبار النموذجية في dateline.",
    },
}
_CONSENT = (
    "<h1>Before you continue</h1><p>We and our 214 partners store cookies on your device to measure audiences and to "
    "show you advertising. Choose what you agree to.</p>"
    "<form><button>Accept all</button> <button>Reject all</button></form>"
)


@dataclass(frozen=True, slots=True)
class Placed:
    """A story with its outlet, its address and the moment ages are counted from."""

    outlet: Outlet
    story: Story
    url: str
    now: datetime

    @property
    def published(self) -> datetime:
        """When the outlet first published it."""
        return self.now - self.story.published

    @property
    def modified(self) -> datetime | None:
        """When the outlet says it last changed it; None: never."""
        return None if self.story.modified is None else self.now - self.story.modified


def article_path(outlet: Outlet, story: Story, now: datetime) -> str:
    """The path of a story on its outlet's host, by the outlet's own habit."""
    if story.url_path:
        return story.url_path
    local = (now - story.published).astimezone(ZoneInfo(outlet.timezone))
    number = sum(ord(letter) * (place + 7) for place, letter in enumerate(story.slug)) % 90_000 + 10_000
    return outlet.path.format(
        slug=story.slug, id=number, year=local.year, month=f"{local.month:02d}", day=f"{local.day:02d}"
    )


def article_page(placed: Placed, neighbours: tuple[Placed, ...] = ()) -> str:
    """The page of a story as HTML; `neighbours` are other stories of the outlet, linked beside it."""
    story, outlet = placed.story, placed.outlet
    words = _WORDS[outlet.language]
    metadata, main = _SHAPES[story.page or outlet.page]
    links = "".join(f'<li><a href="{escape(each.url)}">{escape(each.story.title)}</a></li>' for each in neighbours)
    return _document(
        outlet,
        title=f"{story.title} | {outlet.name}",
        head=f'<link rel="canonical" href="{escape(placed.url)}">\n{metadata(placed)}',
        body=(
            f'{main(placed)}\n<div class="share">{words["share"]}</div>\n'
            f'<aside><h2>{words["most"]}</h2><ul>{links}</ul><div class="newsletter">{words["letter"]}</div></aside>'
        ),
    )


def consent_page(outlet: Outlet) -> str:
    """What a visitor without cookies gets in place of the article, with status 200."""
    return _document(outlet, title="Before you continue", head='<meta name="robots" content="noindex">', body=_CONSENT)


def section_page(outlet: Outlet, placed: tuple[Placed, ...]) -> str:
    """A section's front: headlines that link to the articles, without dates or bylines."""
    rows = "".join(
        f'<article class="card"><h2><a class="headline" href="{escape(each.url)}">{escape(each.story.title)}</a></h2>'
        f"<p>{escape(each.story.summary)}</p></article>"
        for each in placed
    )
    return _document(outlet, title=outlet.name, head="", body=f"<main>{rows}</main>")


def _document(outlet: Outlet, *, title: str, head: str, body: str) -> str:
    words = _WORDS[outlet.language]
    direction = "rtl" if outlet.language in _RIGHT_TO_LEFT else "ltr"
    return f"""<!DOCTYPE html>
<html lang="{outlet.language}" dir="{direction}">
<head>
<meta charset="utf-8">
<title>{escape(title)}</title>
{head}
</head>
<body>
<header><a href="/">{escape(outlet.name)}</a><nav><a href="/">{words["home"]}</a></nav></header>
{body}
<footer>{words["foot"]}</footer>
</body>
</html>
"""


def _paragraphs(placed: Placed) -> str:
    story = placed.story
    if story.trap == "paywall":
        wall = _WORDS[placed.outlet.language]["wall"]
        return f'<p>{escape(story.body[0])}</p><div class="paywall">{wall}</div>'
    body = "\n".join(f"<p>{escape(paragraph)}</p>" for paragraph in story.body)
    return f"{body}\n<p>({escape(story.byline)})</p>" if story.byline and story.byline_at == "end" else body


def _visible(placed: Placed) -> str:
    style = placed.story.date_style or placed.outlet.date_style
    return visible_date(placed.published, style, placed.outlet.timezone, now=placed.now)


def _plain_main(placed: Placed) -> str:
    story = placed.story
    byline = f'<div class="byline">{escape(story.byline)}</div>' if story.byline and story.byline_at == "top" else ""
    updated = ""
    if placed.modified is not None:
        style = placed.story.date_style or placed.outlet.date_style
        shown = visible_date(placed.modified, style, placed.outlet.timezone, now=placed.now)
        updated = f'<span class="updated">{_WORDS[placed.outlet.language]["updated"]}: {escape(shown)}</span>'
    return (
        f'<main><article><h1>{escape(story.title)}</h1>\n<p class="standfirst">{escape(story.summary)}</p>\n{byline}\n'
        f'<div class="dateline"><span class="date">{escape(_visible(placed))}</span>{updated}</div>\n'
        f'<div class="article-body">\n{_paragraphs(placed)}\n</div></article></main>'
    )


def _microdata_main(placed: Placed) -> str:
    story = placed.story
    authors = " ".join(
        '<span itemprop="author" itemscope itemtype="https://schema.org/Person">'
        f'<span itemprop="name">{escape(name)}</span></span>'
        for name in story.people
    )
    return (
        '<main><article itemscope itemtype="https://schema.org/NewsArticle">'
        f'<h1 itemprop="headline">{escape(story.title)}</h1>\n'
        f'<div class="byline">{authors}</div>\n'
        f'<time itemprop="datePublished" datetime="{iso(placed.published, placed.outlet.timezone)}">'
        f"{escape(_visible(placed))}</time>\n"
        f'<div itemprop="articleBody">\n{_paragraphs(placed)}\n</div></article></main>'
    )


def _open_graph(placed: Placed) -> str:
    story = placed.story
    return (
        f'<meta property="og:type" content="article">\n<meta property="og:title" content="{escape(story.title)}">\n'
        f'<meta property="og:description" content="{escape(story.summary)}">\n'
        f'<meta property="og:site_name" content="{escape(placed.outlet.name)}">'
    )


def _meta_tags(placed: Placed) -> str:
    zone = placed.outlet.timezone
    tags = [f'<meta property="article:published_time" content="{iso(placed.published, zone)}">']
    if placed.modified is not None:
        tags.append(f'<meta property="article:modified_time" content="{iso(placed.modified, zone)}">')
    if placed.story.byline:
        tags.append(f'<meta name="author" content="{escape(placed.story.byline)}">')
    return "\n".join((*tags, _open_graph(placed)))


def _news_article(placed: Placed, authors: Any) -> dict[str, Any]:
    story, zone = placed.story, placed.outlet.timezone
    published = iso(placed.published, zone)
    if story.json_ld_clock == "local as z":
        published = published[:19] + "Z"
    node: dict[str, Any] = {
        "@type": "NewsArticle",
        "headline": story.title,
        "description": story.summary,
        "mainEntityOfPage": placed.url,
        "datePublished": published,
        "dateModified": iso(placed.modified or placed.published + timedelta(minutes=4), zone),
        "publisher": {"@type": "Organization", "name": placed.outlet.name},
    }
    if authors:
        node["author"] = authors
    if story.trap == "paywall":
        node["isAccessibleForFree"] = False
        node["hasPart"] = {"@type": "WebPageElement", "isAccessibleForFree": False, "cssSelector": ".paywall"}
    return node


def _authors(story: Story) -> list[dict[str, str]]:
    # Agencies are marked as persons, as real pages do: the type is weak evidence.
    return [{"@type": "Person", "name": name} for name in (*story.people, *story.organisations)]


def _script(data: Any) -> str:
    text = json.dumps(data, ensure_ascii=False, indent=1).replace("</", "<\\/")
    return f'<script type="application/ld+json">\n{text}\n</script>'


def _json_ld(placed: Placed) -> str:
    node = {"@context": "https://schema.org", **_news_article(placed, _authors(placed.story))}
    return f"{_open_graph(placed)}\n{_script(node)}"


def _json_ld_list(placed: Placed) -> str:
    crumbs = {
        "@context": "https://schema.org",
        "@type": "BreadcrumbList",
        "itemListElement": [{"@type": "ListItem", "position": 1, "name": placed.story.section}],
    }
    # One author stands as a string, several as a list of strings: both are seen.
    names = [*placed.story.people, *placed.story.organisations]
    article = _news_article(placed, names[0] if len(names) == 1 else names)
    return _script([crumbs, {"@context": "http://schema.org/", **article, "@type": "ReportageNewsArticle"}])


def _json_ld_graph(placed: Placed) -> str:
    home = placed.url.split("/", 3)
    base = "/".join(home[:3])
    people = [
        {"@type": "Person", "@id": f"{base}/#/person/{place}", "name": name}
        for place, name in enumerate((*placed.story.people, *placed.story.organisations), 1)
    ]
    page = {"@type": "WebPage", "@id": placed.url, "url": placed.url, "name": placed.story.title}
    site = {"@type": "WebSite", "@id": f"{base}/#website", "name": placed.outlet.name}
    article = _news_article(placed, [{"@id": person["@id"]} for person in people])
    article["@type"] = ["Article", "NewsArticle"]
    graph = {"@context": "https://schema.org", "@graph": [site, page, article, *people]}
    return f"{_open_graph(placed)}\n{_script(graph)}"


def _json_ld_section(placed: Placed) -> str:
    # The author field names the section; who wrote it stands at the end of the body.
    node = {
        "@context": "https://schema.org",
        **_news_article(placed, {"@type": "Person", "name": placed.story.section}),
    }
    return f"{_open_graph(placed)}\n{_script(node)}"


def _nothing(_placed: Placed) -> str:
    return ""


_Part = Callable[[Placed], str]
_SHAPES: dict[str, tuple[_Part, _Part]] = {
    "json-ld": (_json_ld, _plain_main),
    "json-ld list": (_json_ld_list, _plain_main),
    "json-ld graph": (_json_ld_graph, _plain_main),
    "json-ld section": (_json_ld_section, _plain_main),
    "meta": (_meta_tags, _plain_main),
    "microdata": (_nothing, _microdata_main),
    "visible": (_nothing, _plain_main),
}
