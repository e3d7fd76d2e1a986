from __future__ import annotations

import gzip
import io
import random
import subprocess
import sys
from html import escape
from pathlib import Path

import feedparser
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.readers import Entry, identity, read_feed
from normalise.text import plain

FEEDS = Path(__file__).parents[2] / "data" / "feeds"
REAL_FEEDS = Path(__file__).parents[4] / "shared" / "data" / "feeds" / "real"
GOLDEN_BYTES = [path.read_bytes() for path in sorted(FEEDS.glob("*/*/feed.*"))]
URL = "https://gazette.example/rss.xml"


def rss(*items: str) -> bytes:
    head = '<?xml version="1.0"?><rss version="2.0"><channel><title>T</title><link>https://gazette.example/</link>'
    return (head + "".join(items) + "</channel></rss>").encode()


def item(number: int, more: str = "") -> str:
    return f"<item><title>Story {number}</title><link>https://gazette.example/{number}</link>{more}</item>"


# --- any bytes at all -------------------------------------------------------------------------------------------------

PIECES = st.sampled_from(
    [b"<rss><channel>", b"<feed>", b"<rdf:RDF>", b"<urlset>", b"<item>", b"</item>", b"<item", b"<entry>", b"</entry>",
     b"<url>", b"<loc>", b"<title>", b"</title>", b"<description>", b"</description>", b"<content type='xhtml'>",
     b"<![CDATA[", b"]]>", b"<!--", b"-->", b"<?", b"?>", b"&#xD800;", b"&#99999999999;", b"&", b"&nbsp;",
     b"&l9;", b"~0~", b"<link rel='self'/>", b"<source>", b"<updated>2026</updated>", b"\xd7\x90", b"\xe0", b"\x00",
     b"\xff\xfe", b" ", b"x", b"<!DOCTYPE rss [<!ENTITY a 'b'>]>", b'{"items":[', b'{"url":1}', b"]}", b"<news:news>",
     b"</rss>"]
)  # fmt: skip


@settings(max_examples=250, derandomize=True, deadline=None)
@given(st.lists(PIECES | st.binary(max_size=6), max_size=30).map(b"".join))
def test_no_bytes_make_it_raise(body: bytes) -> None:
    listing = {"kind": "listing", "links": "a"}
    for options in ({}, listing, {"encoding": "utf-16", "content_type": "x; charset=zlib_codec"}):
        document = read_feed(body, url=URL, **options)  # type: ignore[arg-type]
        assert set(document.seen) >= {entry.fingerprint for entry in document.entries}
        assert document.entries or document.seen or document.problems or document.children or b"<" in body


@pytest.mark.parametrize("body", GOLDEN_BYTES)
def test_damaged_feeds_are_read_as_far_as_they_go(body: bytes) -> None:
    chance = random.Random(7)
    for _ in range(4):
        damaged = bytearray(body)
        for _ in range(5):
            place = chance.randrange(len(damaged) or 1)
            damaged[place : place + chance.randrange(3)] = chance.randbytes(chance.randrange(3))
        read_feed(bytes(damaged), url=URL)
        read_feed(bytes(damaged[: chance.randrange(len(damaged) or 1)]), url=URL)


# --- the same as feedparser alone -------------------------------------------------------------------------------------

TEXTS = st.text(alphabet="ab<>&;'\"#x1~ \n]אع’", max_size=30)


@st.composite
def _elements(draw: st.DrawFn) -> str:
    name = draw(st.sampled_from(["title", "description", "dc:creator", "content:encoded", "media:title", "summary"]))
    text = draw(TEXTS)
    written = f"<![CDATA[{text.replace(']]>', '')}]]>" if draw(st.booleans()) else escape(text, quote=False)
    return f"<{name}>{written}</{name}>"


def squeezed(text: object) -> str:
    return "".join(plain(str(text or "")).split())


@settings(max_examples=150, derandomize=True, deadline=None)
@given(st.lists(st.lists(_elements(), max_size=5).map("".join), min_size=1, max_size=6))
def test_cut_and_stood_in_for_a_feed_says_what_feedparser_reads(items: list[str]) -> None:
    namespaces = (
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/"'
        ' xmlns:media="http://search.yahoo.com/mrss/"'
    )
    whole = f"<rss version='2.0' {namespaces}><channel>" + "".join(f"<item>{one}</item>" for one in items)
    body = (whole + "</channel></rss>").encode()
    theirs = feedparser.parse(io.BytesIO(body), sanitize_html=False, resolve_relative_uris=False).entries
    ours = read_feed(body, url=URL).entries
    assert len(ours) == len(theirs)
    for mine, other in zip(ours, theirs, strict=True):
        assert squeezed(mine.title) == squeezed(other.get("title"))
        assert squeezed(mine.summary) == squeezed(other.get("summary"))
        if f"{items}".count("dc:creator") < 4:
            assert squeezed(mine.byline_raw) == squeezed(other.get("author"))


@pytest.mark.skipif(not REAL_FEEDS.is_dir(), reason="the real feeds are not on this machine")
def test_real_feeds_give_as_many_entries_as_feedparser_and_are_reread_exactly() -> None:
    for path in sorted(REAL_FEEDS.iterdir())[::6]:
        body = path.read_bytes()
        document = read_feed(body, url=URL)
        assert len(document.entries) == len(feedparser.parse(io.BytesIO(body)).entries), path.name
        new = {entry.fingerprint for entry in document.entries[:2]}
        again = read_feed(body, url=URL, known=set(document.seen) - new)
        assert {entry.fingerprint for entry in again.entries} == new, path.name
        assert again.seen == document.seen


# --- what is known ----------------------------------------------------------------------------------------------------


def test_a_changed_title_is_an_entry_again_under_the_same_identity() -> None:
    before = read_feed(rss(item(1), item(2)), url=URL)
    after = read_feed(rss(item(1), item(2).replace("Story 2", "Story 2, corrected")), url=URL, known=set(before.seen))
    assert [entry.title for entry in after.entries] == ["Story 2, corrected"]
    assert identity(after.entries[0]) == identity(before.entries[1])


def test_known_entries_do_not_hide_a_feed_that_moved_them() -> None:
    before = read_feed(rss(item(1), item(2)), url=URL)
    body = rss("<ttl>5</ttl>", item(3), item(2), "<generator>x</generator>", item(1))
    after = read_feed(body, url=URL, known=set(before.seen))
    assert [entry.title for entry in after.entries] == ["Story 3"]
    assert set(after.seen) > set(before.seen)


def test_many_items_are_read_in_order_across_batches() -> None:
    document = read_feed(rss(*map(item, range(1200))), url=URL)
    assert [entry.title for entry in document.entries] == [f"Story {number}" for number in range(1200)]
    assert len(set(document.seen)) == 1200


# --- which entries are the same article -------------------------------------------------------------------------------


def entry(url: str | None = None, guid: str | None = None, title: str | None = None, **more: str) -> Entry:
    fields = dict.fromkeys(["summary", "byline_raw", "published_raw", "updated_raw", "language"]) | more
    return Entry(url=url, guid=guid, title=title, tags=(), fingerprint="f", **fields)


def test_a_guid_that_changes_with_every_poll_makes_no_second_article() -> None:
    assert identity(entry("https://gazette.example/a", "1")) == identity(entry("https://gazette.example/a", "2"))


def test_a_guid_that_is_reused_loses_no_article() -> None:
    assert identity(entry("https://gazette.example/a", "live")) != identity(entry("https://gazette.example/b", "live"))


def test_one_article_in_five_feeds_is_one_article() -> None:
    links = ["https://gazette.example/a-1", "https://gazette.example/a-1?utm_source=rss", "https://GAZETTE.example/a-1#x",
             "https://gazette.example/a-1/amp", "https://gazette.example:443/a-1?fbclid=1"]  # fmt: skip
    assert len({identity(entry(link, str(number))) for number, link in enumerate(links)}) == 1


def test_without_an_address_the_guid_and_without_both_the_words_tell() -> None:
    assert identity(entry(None, "g1", "A")) != identity(entry(None, "g2", "A"))
    assert identity(entry(None, "g1", "A")) == identity(entry(None, "g1", "A, corrected"))
    assert identity(entry(None, None, "A", published_raw="1")) != identity(entry(None, None, "A", published_raw="2"))
    assert identity(entry(None, None, None, summary="x")) != identity(entry(None, None, None, summary="y"))
    assert identity(entry(None, "https://gazette.example/a")) != identity(entry("https://gazette.example/a"))


# --- bounds -----------------------------------------------------------------------------------------------------------


def test_a_gzip_bomb_is_refused_and_gzip_in_gzip_is_read() -> None:
    assert read_feed(gzip.compress(b"<rss>" + b" " * 16_000_000), url=URL).problems == (
        "a gzip body of more than 15 MB unpacked",
    )
    assert len(read_feed(gzip.compress(gzip.compress(rss(item(1)))), url=URL).entries) == 1
    assert read_feed(b"\x1f\x8bnot gzip at all", url=URL).problems[0].startswith("a gzip body that cannot be unpacked")


@pytest.mark.parametrize(
    "junk",
    ["<a>" * 20_000, "<!--" * 30_000, "<![CDATA[" * 12_000, "&" * 60_000, "&amp;lt;" * 10_000, "<script" * 15_000,
     "<title>" * 15_000, "<item" * 6_000, "<source>" * 9_000, "\n" * 90_000, "<content type='xhtml'>" * 4_000],
)  # fmt: skip
def test_junk_inside_an_item_costs_that_item_at_most(junk: str) -> None:
    inside = read_feed(rss(item(1), item(2, f"<description><![CDATA[{junk}]]></description>"), item(3)), url=URL)
    if "<![CDATA[" not in junk:
        assert [one.title for one in inside.entries] == ["Story 1", "Story 2", "Story 3"]
    raw = read_feed(rss(item(1), item(2, junk), item(3)), url=URL)
    assert raw.entries[0].title == "Story 1"


def test_an_item_of_too_many_tags_is_told() -> None:
    document = read_feed(rss(item(1), item(2, "<author>x</author>" * 2_000)), url=URL)
    assert document.entries[0].title == "Story 1"
    assert any("tags were read" in problem for problem in document.problems)


@pytest.mark.parametrize(
    "body",
    [
        "<rss version='2.0'><channel><item><title>&x; News</title><link>https://gazette.example/1</link></item></channel></rss>",
        "<urlset><url><loc>https://gazette.example/&x;</loc><news><title>&x; News</title></news></url></urlset>",
    ],
)
def test_nothing_from_outside_is_read_into_a_feed(body: str, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("s3cret")
    declared = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY x SYSTEM "{secret.as_uri()}">]>{body}'
    document = read_feed(declared.encode(), url="https://gazette.example/feed")
    assert [entry.title for entry in document.entries], "it is read all the same"
    assert "s3cret" not in repr(document)


def test_an_entity_does_not_grow_into_memory() -> None:
    doctype = f'<!DOCTYPE rss [<!ENTITY big "{"x" * 10_000}"><!ENTITY ok "fine">]>'
    body = rss(item(1, f"<description>{'&big;' * 1000} &ok;</description>"))
    body = body.replace(b"<rss", doctype.encode() + b"<rss")
    summary = read_feed(body, url=URL).entries[0].summary
    assert summary
    assert len(summary) < 10_000
    assert summary.endswith("fine")


def test_addresses_of_a_sitemap_are_apart_where_none_is_closed() -> None:
    words = "<news:publication_date>2026-01-05</news:publication_date><news:title>%d</news:title>"
    urls = "".join(f"<url><loc>https://gazette.example/{n}</loc><news:news>{words % n}" for n in range(40))
    body = f'<urlset xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">{urls}'.encode()
    document = read_feed(body, url="https://gazette.example/sitemap.xml")
    assert [(entry.url, entry.title) for entry in document.entries] == [
        (f"https://gazette.example/{n}", str(n)) for n in range(40)
    ]
    assert not read_feed(body, url="https://gazette.example/sitemap.xml", known=frozenset(document.seen)).entries


def test_importing_the_readers_imports_no_parser() -> None:
    program = "import sys, crawler.readers; print([m for m in ('feedparser', 'lxml', 'cssselect') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
