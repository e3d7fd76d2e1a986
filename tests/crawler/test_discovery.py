"""From a page to the feeds of its outlet: what is linked, where to look next, which of it is worth watching."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from xml.sax.saxutils import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.carried import Carried, what_it_carries
from crawler.discovery import (
    COMMON_PATHS,
    MOST_ADDRESSES,
    Looked,
    address_key,
    choose,
    look_at,
    next_addresses,
    page_links,
    robots_sitemaps,
)
from crawler.errors import FetchError
from crawler.spiders.looking import Reply

NOW = datetime(2026, 1, 5, 12, 0, tzinfo=UTC)
SITE = "https://www.gazette.example"
LONG = "The harbour strike entered its fourth day on Monday as cranes stood still. " * 20


def rss(*dates: str, title: str = "Harbour Gazette", text: str = "Cranes stood still.", byline: bool = True) -> bytes:
    items = "".join(
        f"<item><title>Story {number}</title><link>{SITE}/world/{number}</link>"
        f"<description>{escape(text)}</description>"
        + ("<dc:creator>Dana Quill</dc:creator>" if byline else "")
        + (f"<pubDate>{date}</pubDate>" if date else "")
        + "</item>"
        for number, date in enumerate(dates)
    )
    return (
        '<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>'
        f"<title>{title}</title><link>{SITE}/</link><language>en</language>{items}</channel></rss>"
    ).encode()


def carried(body: bytes, timezone: str = "Asia/Jerusalem") -> Carried:
    return what_it_carries(body, url=f"{SITE}/rss", timezone=timezone, now=NOW)


# --- what a feed carries ---------------------------------------------------------------------------------------------


def test_items_newest_date_language_and_bylines_are_counted() -> None:
    found = carried(rss("Mon, 05 Jan 2026 08:00:00 GMT", "Mon, 05 Jan 2026 10:30:00 +0200"))
    assert (found.kind, found.items, found.bylines, found.language) == ("rss", 2, 2, "en")
    assert found.newest == datetime(2026, 1, 5, 8, 30, tzinfo=UTC)
    assert found.zone is None
    assert found.problem is None


def test_a_feed_without_bylines_and_dates_says_so() -> None:
    found = carried(rss("", "", byline=False))
    assert (found.bylines, found.newest, found.zone) == (0, None, "no dates")


@pytest.mark.parametrize(
    ("date", "said"),
    [
        ("Mon, 05 Jan 2026 10:00:00 IST", "zone name IST, read as Asia/Jerusalem"),
        ("2026-01-05T10:00:00", "no zone, read as Asia/Jerusalem"),
        ("Mon, 05 Jan 2026 13:50:00 GMT", "ahead of the clock"),
        ("soon, we hope", "cannot be read"),
    ],
)
def test_trouble_with_zones_is_named(date: str, said: str) -> None:
    found = carried(rss(date))
    assert found.zone is not None
    assert said in found.zone


@pytest.mark.parametrize("date", ["Mon, 05 Jan 2026 05:00:00 EST", "2026-01-05T10:00:00Z", "2026-01-05"])
def test_zones_that_mean_one_thing_and_bare_days_are_no_trouble(date: str) -> None:
    assert carried(rss(date)).zone is None


def test_full_text_is_told_from_teasers_wherever_it_stands() -> None:
    date = "Mon, 05 Jan 2026 08:00:00 GMT"
    assert not carried(rss(date)).full_text
    assert carried(rss(date, text=f"<p>{LONG}</p>")).full_text
    encoded = rss(date).replace(
        b"</item>", f"<content:encoded><![CDATA[<p>{LONG}</p>]]></content:encoded></item>".encode()
    )
    assert carried(
        encoded.replace(b"<rss ", b'<rss xmlns:content="http://purl.org/rss/1.0/modules/content/" ')
    ).full_text
    atom = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>G</title><entry><title>Story</title><id>1</id>'
        f'<link href="{SITE}/1"/><updated>2026-01-05T08:00:00Z</updated>'
        f'<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>{LONG}</p></div></content></entry></feed>'
    )
    assert carried(atom.encode()).full_text
    json = f'{{"version":"https://jsonfeed.org/version/1.1","title":"G","items":[{{"id":"1","url":"{SITE}/1","content_text":"{LONG}"}}]}}'
    assert carried(json.encode()).full_text


def test_a_picture_of_media_content_is_no_full_text() -> None:
    picture = f'<media:content url="{SITE}/a.jpg"/><media:description>{LONG}</media:description></item>'.encode()
    assert not carried(rss("Mon, 05 Jan 2026 08:00:00 GMT").replace(b"</item>", picture)).full_text


def test_a_page_is_no_feed_and_says_why() -> None:
    found = carried(b"<!doctype html><html><body><p>Hello</p></body></html>")
    assert found.problem is not None
    assert "HTML page" in found.problem


@given(st.binary(max_size=300) | st.text(alphabet='<>/!?[]CDAT"=& itemconverss', max_size=300).map(str.encode))
@settings(max_examples=150, derandomize=True, deadline=None)
def test_no_bytes_raise(body: bytes) -> None:
    look_at(f"{SITE}/", Reply(f"{SITE}/", "text/html", body))
    carried(b"<rss><channel><item>" + body)


# --- links of a page -------------------------------------------------------------------------------------------------


def test_declared_feeds_come_first_resolved_against_the_base() -> None:
    page = f"""<html><head><base href="{SITE}/en/">
      <link rel="alternate" type="application/rss+xml" title="All news" href="rss.xml">
      <link rel="ALTERNATE" type="application/atom+xml; charset=utf-8" href="//feeds.gazette.example/atom">
      <link rel="alternate" type="application/feed+json" href="/feed.json">
      <link rel="alternate" type="application/json" href="/wp-json/wp/v2/posts/12">
      <link rel="alternate" type="application/json+oembed" href="/oembed?url=x">
      <link rel="alternate" hreflang="he" href="/he/">
      <link rel="stylesheet" href="/feed.css">
    </head><body><a href="/about">About</a><a href="/rss/sport">Sport RSS</a></body></html>"""
    found, comments = page_links(page.encode(), f"{SITE}/en/story")
    assert found == (
        f"{SITE}/en/rss.xml",
        "https://feeds.gazette.example/atom",
        f"{SITE}/feed.json",
        f"{SITE}/rss/sport",
    )
    assert comments == frozenset()


@pytest.mark.parametrize(
    ("link", "listed"),
    [
        ("/rss", True), ("/feeds/world.xml", True), ("/world/feed/", True), ("/srv/rss---world", True),
        ("/?feed=rss2", True), ("https://rss.gazette.example/world", True), ("/world.rss", True),
        ("/world/feeding-the-harbour-cats", False), ("/feedback", False), ("/img/rss.png", False),
        ("https://elsewhere.example/rss", False), ("mailto:feed@gazette.example", False), ("/news/strike", False),
    ],
)  # fmt: skip
def test_links_that_look_like_feeds_of_this_outlet_are_followed(link: str, listed: bool) -> None:
    found, _ = page_links(f'<html><body><a href="{link}">x</a></body></html>'.encode(), f"{SITE}/")
    assert bool(found) == listed


def test_feeds_of_comments_are_told_apart() -> None:
    page = """<html><head><link rel="alternate" type="application/rss+xml" title="Gazette &raquo; Feed" href="/feed/">
      <link rel="alternate" type="application/rss+xml" title="Gazette &raquo; Comments Feed" href="/comments/feed/">
      <link rel="alternate" type="application/rss+xml" title="תגובות לכתבה" href="/a/feed/"></head><body/></html>"""
    found, comments = page_links(page.encode(), f"{SITE}/")
    assert set(found) - comments == {f"{SITE}/feed/"}


@pytest.mark.parametrize(("path", "comments"), [("/2026/01/cranes-stand-still/", True), ("/world/", False)])
def test_the_feed_behind_an_article_s_address_is_its_comments_whatever_its_language(path: str, comments: bool) -> None:
    link = f'<link rel="alternate" type="application/rss+xml" title="Maoni" href="{path}feed/">'
    found, told = page_links(f"<html><head>{link}</head><body>x</body></html>".encode(), f"{SITE}{path}")
    assert found == (f"{SITE}{path}feed/",)
    assert bool(told) == comments


def test_sitemaps_of_robots_txt_are_found_news_first_and_only_addresses() -> None:
    text = f"User-agent: *\nDisallow: /x\nSITEMAP: {SITE}/sitemap.xml\nsitemap:/news.xml\nSitemap: javascript:1\n"
    assert robots_sitemaps(text, f"{SITE}/") == (f"{SITE}/news.xml", f"{SITE}/sitemap.xml")


# --- where to look next ----------------------------------------------------------------------------------------------

Site = Mapping[str, bytes]


def walk(start: str, site: Site, robots: str = "") -> tuple[dict[str, Looked], list[tuple[str, ...]]]:
    """What the spider does, without a network: rounds of addresses until there are no more."""
    looked: dict[str, Looked] = {}
    rounds: list[tuple[str, ...]] = []
    wanted: tuple[str, ...] = (start,)
    says: Callable[[str], str] = lambda _: robots  # noqa: E731
    while wanted:
        rounds.append(wanted)
        for url in wanted:
            reply = Reply(url, None, site[url]) if url in site else FetchError(url, "HTTP 404")
            looked[url] = look_at(url, reply)
        wanted = next_addresses(start, looked, says)
    return looked, rounds


def today(hour: int = 8) -> str:
    return datetime.now(UTC).strftime(f"%a, %d %b %Y {hour:02d}:00:00 GMT")


def test_a_feed_s_own_address_is_all_that_is_asked_for() -> None:
    looked, rounds = walk(f"{SITE}/rss", {f"{SITE}/rss": rss(today())})
    assert rounds == [(f"{SITE}/rss",)]
    assert [each.url for each in choose(looked)] == [f"{SITE}/rss"]


def test_from_an_article_over_the_home_page_and_a_page_of_feeds_to_the_feeds() -> None:
    site = {
        f"{SITE}/world/strike": b"<html><body><p>Strike</p></body></html>",
        f"{SITE}/": b'<html><body><a href="/rss">RSS feeds</a></body></html>',
        f"{SITE}/rss": b'<html><body><a href="/rss/world.xml">World</a></body></html>',
        f"{SITE}/rss/world.xml": rss(today()),
    }
    looked, rounds = walk(f"{SITE}/world/strike", site)
    assert [each.url for each in choose(looked)] == [f"{SITE}/rss/world.xml"]
    assert not any(f"{SITE}{path}" in asked for path in COMMON_PATHS[2:8] for asked in rounds), "no guessing needed"


def test_common_addresses_are_tried_only_where_nothing_is_linked() -> None:
    looked, rounds = walk(f"{SITE}/", {f"{SITE}/": b"<html><body>x</body></html>", f"{SITE}/feed": rss(today())})
    assert [each.url for each in choose(looked)] == [f"{SITE}/feed"]
    assert len(rounds) == 2


def test_the_news_sitemap_under_an_index_that_robots_txt_names_is_found() -> None:
    stamp = datetime.now(UTC).isoformat()
    news = (
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">'
        f"<url><loc>{SITE}/1</loc><news:news><news:publication_date>{stamp}</news:publication_date>"
        "<news:title>Strike</news:title></news:news></url></urlset>"
    )
    bare = f"<urlset><url><loc>{SITE}/1</loc><lastmod>{stamp}</lastmod></url></urlset>"
    children = "".join(f"<sitemap><loc>{SITE}/{name}.xml</loc></sitemap>" for name in ("pages", "news"))
    index = f"<sitemapindex>{children}</sitemapindex>"
    site = {
        f"{SITE}/": b"<html><body>x</body></html>",
        f"{SITE}/index.xml": index.encode(),
        f"{SITE}/news.xml": news.encode(),
        f"{SITE}/pages.xml": bare.encode(),
    }
    looked, _ = walk(f"{SITE}/", site, robots=f"Sitemap: {SITE}/index.xml")
    assert [each.url for each in choose(looked)] == [f"{SITE}/news.xml"]


def test_a_page_full_of_links_cannot_make_it_ask_without_end() -> None:
    class Endless(dict[str, bytes]):
        def __contains__(self, url: object) -> bool:
            return True

        def __getitem__(self, url: str) -> bytes:
            links = "".join(f'<a href="{url.rstrip("/")}{number}/feed">x</a>' for number in range(100))
            return f"<html><body>{links}</body></html>".encode()

    looked, _ = walk(f"{SITE}/", Endless())
    assert len(looked) <= MOST_ADDRESSES


# --- which are worth watching ----------------------------------------------------------------------------------------


def test_of_two_feeds_with_the_same_articles_the_one_that_carries_more_stays() -> None:
    site = {
        f"{SITE}/": b'<html><body><a href="/short.rss">a</a><a href="/long.rss">b</a><a href="/other.rss">c</a>',
        f"{SITE}/short.rss": rss(today(), byline=False),
        f"{SITE}/long.rss": rss(today()),
        f"{SITE}/other.rss": rss(today(), today()),
    }
    looked, _ = walk(f"{SITE}/", site)
    assert [each.url for each in choose(looked)] == [f"{SITE}/long.rss", f"{SITE}/other.rss"]


def test_two_addresses_that_end_at_one_are_one_feed() -> None:
    looked = {
        url: look_at(url, Reply(f"{SITE}/feed/", None, rss(today())))
        for url in (f"{SITE}/rss", f"{SITE}/feed", f"{SITE}/feed/")
    }
    assert len(choose(looked)) == 1


def test_a_feed_that_calls_itself_comments_is_left_out_but_an_opinion_section_is_not() -> None:
    looked = {
        url: look_at(url, Reply(url, None, rss(*[today()] * count, title=title)))
        for count, (url, title) in enumerate(
            [(f"{SITE}/c.rss", "Comments for Harbour Gazette"), (f"{SITE}/o.rss", "Comment and analysis")], 1
        )
    }
    assert [each.url for each in choose(looked)] == [f"{SITE}/o.rss"]


def test_addresses_that_servers_do_not_tell_apart_are_one() -> None:
    assert address_key("HTTP://Gazette.example/feed/") == address_key("https://gazette.example/feed")
    assert address_key("https://gazette.example/feed?x=1") != address_key("https://gazette.example/feed?x=2")
