"""Throw bytes at the extraction of pages: ExtractionError is the only thing it may raise, nothing may take a second.

python benchmarks/fuzz_pages.py [--seconds 600] [--seed 1]
"""

from __future__ import annotations

import random
import sys

from fuzzing import main, mutated, samples

from crawler.extraction import ExtractionError, Page, extract_article
from normalise.text import clean

_PIECES = (
    b"<div>",
    b"</div>",
    b"<p>",
    b"</p>",
    b"<span class='byline'>",
    b"<article>",
    b"<h1>",
    b"<table><tr><td>",
    b"<b><i>",
    b"<script type='application/ld+json'>",
    b"</script>",
    b'{"@type":"NewsArticle","author":',
    b"[[[[",
    b"}}",
    b'"',
    b'{"@graph":[',
    b'"datePublished":"2026-01-05T10:00:00Z"',
    b"<meta property='article:published_time' content='",
    b"<meta name='author' content='",
    b"'>",
    b"<time datetime='2026-01-05'>",
    b"<!--",
    b"-->",
    b"<![CDATA[",
    b"]]>",
    b"<title>",
    b"<style>",
    b"<noscript>",
    b"<iframe src='",
    b"<form>",
    b"<svg><math>",
    b"<template>",
    b"&nbsp;",
    b"&#x202e;",
    b"&lt;p&gt;",
    b"&#0;",
    b"\xff\xfe",
    b"\x00",
    b"\xed\xa0\x80",
    b"<base href='http://[",
    b"<link rel=canonical href='",
    b"<",
    b">",
    b"By Jane Roe",
    b"5 January 2026",
    "מאת דנה לוי".encode(),
    "לפני שעה".encode("cp1255"),
    "منذ ساعتين".encode(),
    b"<ul><li><a href='#'>",
    b"<br>",
    b"<blockquote>",
    b"<figure><figcaption>",
    b" ",
    b"\n",
    b"Words and words again. ",
    b"<meta charset='utf-16'>",
    b"<meta charset='zlib_codec'>",
    b"<?xml version='1.0' encoding='hex'?>",
    b"<x" * 20,
    b" a='1'",
)
_PAGES = samples("*/*/page.html", "feeds/*/*/feed.html")


def read(data: bytes, randomness: random.Random) -> None:
    """As a worker of the crawl reads a page."""
    try:
        page = extract_article(
            data,
            url=randomness.choice(("https://gazette.example/2026/01/05/a", "http://[", "https://x.co.il/?a=%ff", "")),
            timezone=randomness.choice(("UTC", "Asia/Jerusalem")),
            language=randomness.choice((None, "en", "he", "ar")),
        )
    except ExtractionError:
        return
    assert isinstance(page, Page)
    assert page.title is None or page.title == clean(page.title)
    assert all(person.name == clean(person.name) for person in page.people)


def page(randomness: random.Random) -> bytes:
    """A page."""
    return mutated(randomness, _PAGES, _PIECES)


if __name__ == "__main__":
    sys.exit(main({"pages": (read, page)}, __doc__ or ""))
