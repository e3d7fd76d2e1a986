"""Feeds written for this test beside the entries a careful person reads in them: every kind, every trap we know."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from crawler.readers import Entry, FeedDocument, read_feed

FEEDS = Path(__file__).parents[2] / "data" / "feeds"
CASES = sorted(path.parent.relative_to(FEEDS).as_posix() for path in FEEDS.glob("*/*/expected.json"))
EMPTY: dict[str, Any] = {
    "url": None, "guid": None, "title": None, "summary": None, "byline_raw": None, "published_raw": None,
    "updated_raw": None, "language": None, "tags": [],
}  # fmt: skip


def read(case: str, **more: Any) -> tuple[FeedDocument, dict[str, Any]]:
    folder = FEEDS / case
    expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    options = dict(expected["options"])
    if "now" in options:
        options["now"] = datetime.fromisoformat(options["now"])
    body = next(folder.glob("feed.*")).read_bytes()
    return read_feed(body, **options, **more), expected


def said(entry: Entry) -> dict[str, Any]:
    return {name: list(value) if isinstance(value := getattr(entry, name), tuple) else value for name in EMPTY}


@pytest.mark.parametrize("case", CASES)
def test_a_feed_is_read_as_a_careful_person_reads_it(case: str) -> None:
    document, expected = read(case)
    assert document.kind == expected["kind"]
    assert document.title == expected["title"]
    assert list(document.problems) == expected["problems"]
    assert list(document.children) == expected["children"]
    assert [said(entry) for entry in document.entries] == [EMPTY | entry for entry in expected["entries"]]


@pytest.mark.parametrize("case", CASES)
def test_a_second_reading_brings_exactly_what_is_not_known_and_the_same_words(case: str) -> None:
    first, _ = read(case)
    nothing_new, _ = read(case, known=frozenset(first.seen))
    assert nothing_new.entries == ()
    assert nothing_new.seen == first.seen
    for entry in first.entries:
        again, _ = read(case, known=frozenset(first.seen) - {entry.fingerprint})
        assert next(one for one in again.entries if one.fingerprint == entry.fingerprint) == entry
        assert {one.fingerprint for one in again.entries} == {entry.fingerprint}
        assert again.seen == first.seen


def test_the_goldens_hold_every_kind_of_feed_in_three_languages() -> None:
    documents = [read(case)[0] for case in CASES]
    kinds = {document.kind for document in documents}
    assert kinds >= {"rss", "atom", "rdf", "cdf", "jsonfeed", "sitemap", "sitemapindex", "listing"}
    assert {entry.language for document in documents for entry in document.entries} >= {"en", "he", "ar"}
