"""Whatever bytes arrive: a Page or an ExtractionError, never another exception, and text without controls."""

from __future__ import annotations

import gzip
import json
import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.extraction import ExtractionError, Page, PageRules, extract_article

URL = "https://herald.example/news/1"
UNSAFE = re.compile("[\x00-\x08\x0e-\x1f\x7f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")

TAGS = st.sampled_from(
    ("p", "div", "span", "article", "h1", "li", "ul", "table", "tr", "td", "a", "b", "nav", "footer",
     "aside", "time", "script", "style", "template", "br", "img")
)  # fmt: skip
ATTRIBUTES = st.sampled_from(
    (
        "", ' class="article-body"', ' class="related"', ' hidden', ' itemprop="articleBody"', ' style="display:none"',
        ' rel="author"', ' datetime="2026-01-05T10:00:00Z"', ' class="byline"', ' href="/author/x"', ' class="date"',
        ' type="application/ld+json"', ' id="comments"',
    )
)  # fmt: skip
TEXTS = st.one_of(
    st.text(max_size=80),
    st.sampled_from(
        (
            "By Ada Wexcombe",
            "5 January 2026",
            '{"@type":"NewsArticle","author":[{"@id":1}]}',
            "שלום עולם.",
            "مرحبا بالعالم.",
        )
    ),
)


@st.composite
def markup(draw: st.DrawFn) -> str:
    parts: list[str] = []
    for _ in range(draw(st.integers(0, 14))):
        tag = draw(TAGS)
        parts.append(f"<{tag}{draw(ATTRIBUTES)}>{draw(TEXTS)}" + (f"</{tag}>" if draw(st.booleans()) else ""))
    return "<html><body>" + "".join(parts)


def texts(page: Page) -> list[str]:
    found = [page.title, page.body, page.summary, page.section, page.site_name, page.byline_raw, *page.tags]
    return [text for text in (*found, *(p.name for p in page.people), *page.organisations) if text]


@settings(max_examples=150, derandomize=True, deadline=None)
@given(markup())
def test_markup_of_any_kind_gives_a_page_without_control_or_bidi_characters(html: str) -> None:
    page = extract_article(html, url=URL, rules=PageRules(body=".article-body", byline=".byline", published="time"))
    assert page.url == URL
    for text in texts(page):
        assert not UNSAFE.search(text), repr(text)


@settings(max_examples=150, derandomize=True, deadline=None)
@given(st.binary(max_size=400))
def test_bytes_of_any_kind_give_a_page_or_an_extraction_error(data: bytes) -> None:
    try:
        page = extract_article(data, url=URL)
    except ExtractionError:
        return
    assert isinstance(page, Page)


@settings(max_examples=60, derandomize=True, deadline=None)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=20),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(
                    (
                        "@type",
                        "@id",
                        "@graph",
                        "author",
                        "datePublished",
                        "headline",
                        "articleBody",
                        "image",
                        "keywords",
                        "publisher",
                        "url",
                        "name",
                        "wordCount",
                        "isAccessibleForFree",
                    )
                ),
                inner,
                max_size=5,
            )
        ),
        max_leaves=12,
    )
)
def test_json_ld_of_any_shape_is_no_trouble(value: object) -> None:
    script = json.dumps({"@type": "NewsArticle", "author": value, "datePublished": value, "image": value,
                         "keywords": value,
                         "articleBody": value, "wordCount": value, "publisher": value, "@graph": value})  # fmt: skip
    page = extract_article(f"<p>x</p><script type='application/ld+json'>{script.replace('<', ' ')}</script>", url=URL)
    assert page.access


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b" \n\t ", "empty"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "PDF"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 60, "image"),
        (gzip.compress(b"<html>", mtime=0), "gzip"),
        (bytes(range(256)) * 20, "binary"),
        (b'{"error": "not found"}', "JSON"),
        (b'<?xml version="1.0"?><rss version="2.0"><channel/></rss>', "feed"),
        (b"just some words", "no markup"),
    ],
)
def test_what_cannot_be_a_page_is_refused_with_its_reason(data: bytes, reason: str) -> None:
    with pytest.raises(ExtractionError, match=reason) as caught:
        extract_article(data, url=URL)
    assert caught.value.exit_code == 3


def test_markup_nested_without_end_is_read_as_flat_text() -> None:
    deep = (
        "<div>" * 5000 + "The pier was closed at noon after a crack was found in its northern wall." + "</div>" * 5000
    )
    page = extract_article(f"<html><body><h1>Pier closed</h1>{deep}</body></html>", url=URL)
    assert page.title == "Pier closed"


def test_a_selector_that_cannot_be_read_falls_back_to_the_extractor() -> None:
    html = (
        "<h1>Title</h1><article><p>"
        + "A sentence long enough for an article's text, with a stop. " * 6
        + "</p></article>"
    )
    page = extract_article(html, url=URL, rules=PageRules(body="p[[[", byline=":::", published="!"))
    assert page.body is not None
    assert page.body.startswith("A sentence")


def test_bidi_overrides_and_zero_width_characters_do_not_reach_the_title() -> None:
    page = extract_article("<h1>Pier\u202e closed\u200b at\x00 noon</h1><p>x</p>", url=URL)
    assert page.title == "Pier closed at noon"
    assert unicodedata.normalize("NFC", page.title) == page.title


def test_real_pages_raise_nothing_and_most_give_a_text(shared: Path) -> None:
    rows = [json.loads(line) for line in (shared / "data/pages/truth.jsonl").read_text(encoding="utf-8").splitlines()]
    read = 0
    for row in rows[::12]:
        html = gzip.decompress((shared / "data/pages" / row["file"]).read_bytes())
        page = extract_article(html, url=row["url"], timezone=row.get("timezone", "UTC"), language=row.get("language"))
        assert page.access not in ("consent", "login"), row["id"]
        read += page.body is not None and page.title is not None
    assert read >= 0.9 * len(rows[::12])
