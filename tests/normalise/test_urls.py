from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from normalise.urls import absolute_url, canonical_url, host

SAME_ARTICLE = [
    # tracking
    ("https://gazette.example/a?utm_source=rss&utm_medium=feed", "https://gazette.example/a"),
    ("https://gazette.example/a?id=7&fbclid=IwAR0x&gclid=1", "https://gazette.example/a?id=7"),
    ("https://gazette.example/a?at_medium=RSS&at_campaign=KARANGA", "https://gazette.example/a"),
    ("https://gazette.example/a?traffic_source=rss", "https://gazette.example/a"),
    ("https://gazette.example/a?ref=rss&page=2", "https://gazette.example/a?page=2"),
    ("https://gazette.example/a?UTM_Source=x", "https://gazette.example/a"),
    ("https://gazette.example/a?", "https://gazette.example/a"),
    ("https://gazette.example/a?&&b=1&", "https://gazette.example/a?b=1"),
    # fragments
    ("https://gazette.example/a#comments", "https://gazette.example/a"),
    ("https://gazette.example/live/3#post-12", "https://gazette.example/live/3"),
    # spelling
    ("HTTPS://Gazette.EXAMPLE:443/A", "https://gazette.example/A"),
    ("http://gazette.example:80/a", "http://gazette.example/a"),
    ("https://gazette.example.", "https://gazette.example/"),
    ("https://reader:secret@gazette.example/a", "https://gazette.example/a"),
    ("https://gazette.example/%7Eida/%e2%80%99x", "https://gazette.example/~ida/%E2%80%99x"),
    ("https://gazette.example/כתבה/12", "https://gazette.example/%D7%9B%D7%AA%D7%91%D7%94/12"),
    ("https://gazette.example/%D7%9B%D7%AA%D7%91%D7%94/12", "https://gazette.example/%D7%9B%D7%AA%D7%91%D7%94/12"),
    ("https://gazette.example/a b", "https://gazette.example/a%20b"),
    ("https://gazette.example/x/../a/./b", "https://gazette.example/a/b"),
    (" https://gazette.example/a\n", "https://gazette.example/a"),
    ("https://צפון.example/a", "https://xn--9dbunh.example/a"),
    # index pages
    ("https://gazette.example/2026/03/story/index.html", "https://gazette.example/2026/03/story/"),
    ("https://gazette.example/index.php", "https://gazette.example/"),
    # AMP
    ("https://gazette.example/2026/ferry-talks/amp/", "https://gazette.example/2026/ferry-talks/"),
    ("https://gazette.example/2026/ferry-talks/amp", "https://gazette.example/2026/ferry-talks"),
    ("https://gazette.example/amp/news/2026/3/5/ferry-talks-stall", "https://gazette.example/news/2026/3/5/ferry-talks-stall"),
    ("https://gazette.example/ferry-talks.amp.html", "https://gazette.example/ferry-talks.html"),
    ("https://gazette.example/ferry?outputType=amp", "https://gazette.example/ferry"),
    ("https://gazette.example/ferry?amp=1&id=4", "https://gazette.example/ferry?id=4"),
    ("https://gazette-example.cdn.ampproject.org/c/s/gazette.example/a-1", "https://gazette.example/a-1"),
    ("https://www.google.com/amp/s/gazette.example/a-1", "https://gazette.example/a-1"),
    # redirects that carry the address
    ("https://www.google.com/url?rct=j&sa=t&url=https://gazette.example/a%3Fid%3D7&ct=ga", "https://gazette.example/a?id=7"),
    ("https://l.facebook.com/l.php?u=https%3A%2F%2Fgazette.example%2Fa%3Ffbclid%3Dx&h=1", "https://gazette.example/a"),
]  # fmt: skip

KEPT = [
    "https://gazette.example/story?id=7&p=3&cid=12&article=9&aid=4&ref=20260305&source=12&page=2",
    "https://gazette.example/index.php?id=7",  # the parameter names the article
    "https://gazette.example/a?b=2&a=1",  # the order may matter
    "https://gazette.example/a/",
    "https://gazette.example/tag/amp",  # a subject, not a form
    "https://gazette.example/tech/amp/",
    "https://gazette.example/amp/",
    "https://gazette.example/lamp-shop-3",
    "https://gazette.example/a%2Fb?x=%26",  # escapes of delimiters mean something
    "https://gazette.example/#!/story/7",
    "http://gazette.example/a",
    "https://www.gazette.example:8443/a",
    "http://[2001:db8::1]:8080/a",
    "https://gazette.example/a//b",
    "https://archive.example/web/2026/https://gazette.example/a",
]


@pytest.mark.parametrize(("spelling", "canonical"), SAME_ARTICLE)
def test_spellings_of_one_article_become_one_address(spelling: str, canonical: str) -> None:
    assert canonical_url(spelling) == canonical


@pytest.mark.parametrize("url", KEPT)
def test_what_may_name_another_article_is_kept(url: str) -> None:
    assert canonical_url(url) == url


@pytest.mark.parametrize(
    "text", ["", "not an address", "http://", "javascript:alert(1)", "http://[::1", "https://a:99999/"]
)
def test_text_that_is_no_address_comes_back_as_it_is(text: str) -> None:
    assert canonical_url(text) == text


ADDRESS_CHARACTERS = st.text(alphabet="abzAZ019-._~:/?#[]@!$&'()*+,;=%אع \t", max_size=40)


@settings(max_examples=300, derandomize=True, deadline=None)
@given(ADDRESS_CHARACTERS)
@example("gazette.example/amp/amp/x-1-y/amp")
@example("www.google.com/url?url=https://www.google.com/url?url=https://gazette.example/a")
@example("gazette.example/%25%41?%2541")
def test_a_canonical_address_stays_as_it_is(rest: str) -> None:
    once = canonical_url("https://" + rest)
    assert canonical_url(once) == once


@settings(max_examples=300, derandomize=True, deadline=None)
@given(st.text(max_size=40), st.text(max_size=40))
def test_an_absolute_address_is_http_with_a_host_and_without_user(base: str, link: str) -> None:
    for address in (absolute_url(base, link), absolute_url("https://gazette.example/x/", link)):
        if address is not None:
            assert address.startswith(("http://", "https://"))
            assert host(address)
            assert "@" not in address.split("/")[2]
            assert not any(character.isspace() for character in address)


@pytest.mark.parametrize(
    ("link", "address"),
    [
        ("/b", "https://gazette.example/b"),
        ("b", "https://gazette.example/news/b"),
        ("?p=2", "https://gazette.example/news/a?p=2"),
        ("//other.example/b", "https://other.example/b"),
        ("HTTP://Other.Example/b", "http://other.example/b"),
        ("https://u:p@other.example/b", "https://other.example/b"),
        ("https://other.example/b\n", "https://other.example/b"),
        ("https://other.example/a\u202eb", "https://other.example/ab"),
        ("https://other.example/a b", "https://other.example/a%20b"),
        ("https://other.example:8443/b#c", "https://other.example:8443/b#c"),
    ],
)
def test_links_are_resolved(link: str, address: str) -> None:
    assert absolute_url("https://gazette.example/news/a", link) == address


@pytest.mark.parametrize(
    "link",
    ["", None, "file:///etc/passwd", "FILE://x/y", "ftp://a/b", "data:text/html,x", "javascript:alert(1)", "mailto:a@b",
     "gopher://a/_GET", "http://", "http:///x", "https://[::1", "https://a:port/", "https://a b/",
     "https://" + "a" * 9000],
)  # fmt: skip
def test_links_that_may_not_be_fetched_are_none(link: str | None) -> None:
    assert absolute_url("https://gazette.example/", link) is None


def test_the_host_has_no_port_user_or_capitals() -> None:
    assert host("https://U:p@News.Example.:8443/a") == "news.example"
    assert host("http://[2001:DB8::1]:80/") == "2001:db8::1"
    assert host("no address") == ""
    assert host("http://[::1") == ""
