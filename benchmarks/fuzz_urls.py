"""Throw text at the cleaning of addresses and of titles: nothing may be raised, nothing may take a second.

    python benchmarks/fuzz_urls.py [--only urls|titles] [--seconds 600] [--seed 1]

What is cleaned stays cleaned: the canonical form of a canonical form is itself, and no control, bidi or zero-width
character, no password and no line break is left.
"""

from __future__ import annotations

import random
import sys
import unicodedata

from fuzzing import main, mutated

from crawler.network.failures import without_password
from normalise.text import clean, clean_paragraphs, fold, plain
from normalise.urls import absolute_url, canonical_url, host

_URLS = (
    b"https://www.gazette.example/2026/01/05/harbour-opens?utm_source=rss&id=7#top",
    b"http://gazette.example:80/a/../b/./c",
    b"https://bob:pass@gazette.example/a",
    b"//gazette.example/amp/a",
    b"https://gazette.example/a%C3%A9%zz%2f?q=%D7%A9",
    "https://gazette.example/מאמר/ידיעה?x=שלום".encode(),
    b"https://xn--4dbcagdahymbxekheh6e0a7fei0b.example/",
    b"/a?b=c&d",
    b"http://[::1]:8080/a",
    b"http://0x7f.1/",
    b"https://news.example/rd?url=https%3A%2F%2Fgazette.example%2Fb&x=1",
    b"https://gazette.example/a;jsessionid=1?PHPSESSID=2",
    b"mailto:desk@gazette.example",
    b"javascript:alert(1)",
)
_URL_PIECES = (
    b"http://",
    b"https:",
    b"//",
    b"/",
    b"..",
    b"./",
    b"?",
    b"&",
    b"=",
    b"#",
    b"@",
    b":",
    b"[",
    b"]",
    b"%",
    b"%2f",
    b"%00",
    b"%zz",
    b"utm_source=x",
    b"url=http%3A%2F%2F",
    b"www.",
    b".example",
    b"xn--",
    b"\\",
    b" ",
    b"\n",
    b"\t",
    b"\x00",
    b";",
    b"\xff",
    "ש".encode(),
    "İ".encode(),
    "ß".encode(),
    "。".encode(),
    "\u202e".encode(),
    b"amp",
    b":99999",
    b"+",
    b"a" * 64,
    b"%25" * 9,
)
_TITLES = (
    b"Harbour opens: &lsquo;a day to remember&rsquo; <b>Gazette</b>",
    "נמל נפתח ״ליום אחד״ | הגזט".encode(),
    "افتتاح الميناء – صحيفة".encode(),
    b"<p>Two <br/>lines</p> &amp;amp; more",
    b"x\x1b]0;t\x07\x1b[2J",
    b"=cmd|' /c calc'!A1",
    "Bank \u202efdp.exe\u202c".encode(),
    b"A &#x202e; B &#55296; C",
    b"<script>x</script>y<style>z",
)
_TITLE_PIECES = (
    b"<",
    b">",
    b"<b>",
    b"</b>",
    b"<p ",
    b"<script",
    b"</script",
    b"<style>",
    b"<!--",
    b"-->",
    b"&",
    b"&amp;",
    b"&lt;",
    b"&#",
    b";",
    b"&#x202e;",
    b"&#xD800;",
    b"&#99999999999;",
    b"&amp;amp;",
    b" ",
    b"\n",
    b"\x00",
    b"\x1b",
    b"\xed\xa0\x80",
    "\u202e".encode(),
    "\u200b".encode(),
    "\u0301".encode(),
    "שָׁ".encode(),
    "ﷺ".encode(),
    "\U000e0041".encode(),
    "\u2028".encode(),
    b"word",
    b"'",
    b'"',
)
_NO_CONTROLS = frozenset({"Cc", "Cs"})
_BIDI = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u200b\ufeff")


def clean_url(data: bytes, randomness: random.Random) -> None:
    """As an entry's link and a page's canonical address are cleaned."""
    text = data.decode("utf-8", randomness.choice(("replace", "surrogateescape", "ignore")))
    once = canonical_url(text)
    if len(text) < 20_000:
        assert canonical_url(once) == once, (once[:200], canonical_url(once)[:200])
    absolute_url("https://gazette.example/feed", text)
    absolute_url(text, "a")
    host(text)
    assert "://bob:pass@" not in without_password(text)


def clean_title(data: bytes, randomness: random.Random) -> None:
    """As a title is cleaned for the store, the terminal and the search index."""
    text = data.decode("utf-8", randomness.choice(("replace", "surrogateescape")))
    for cleaned in (clean(text), plain(text)):
        assert not any(unicodedata.category(letter) in _NO_CONTROLS or letter in _BIDI for letter in cleaned)
        assert clean(cleaned) == cleaned
    clean_paragraphs(text)
    fold(text)


def url(randomness: random.Random) -> bytes:
    """An address."""
    return mutated(randomness, _URLS, _URL_PIECES)


def title(randomness: random.Random) -> bytes:
    """A title."""
    return mutated(randomness, _TITLES, _TITLE_PIECES)


if __name__ == "__main__":
    sys.exit(main({"urls": (clean_url, url), "titles": (clean_title, title)}, __doc__ or ""))
