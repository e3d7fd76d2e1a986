"""Entry and page to article: who is believed for what."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime

import pytest

from normalise.bylines import Person
from normalise.dates import DateReading, parse_date
from normalise.topics import Topic
from storage import Outlet
from storage.merging import article_of_entry, merge

OUTLET = Outlet("courier", "The Harbour Courier", aliases=("הקורייר",), language="en", timezone="Asia/Jerusalem")
TALKS = Topic("talks", ("talks", "שיחות"))
NOW = datetime(2026, 1, 5, 12, tzinfo=UTC)


@dataclass(frozen=True)
class Entry:
    url: str | None = "https://courier.example/2026/talks?utm_source=rss"
    guid: str | None = "g1"
    title: str | None = "Talks stall"
    summary: str | None = "They talk."
    byline_raw: str | None = "By Mara Quill"
    published_raw: str | None = "Mon, 05 Jan 2026 12:00:00 IST"
    updated_raw: str | None = None
    language: str | None = None
    tags: tuple[str, ...] = ("diplomacy",)
    fingerprint: str = "f"


@dataclass(frozen=True)
class Page:
    title: str | None = "Talks Stall in Nemura"
    body: str | None = "First paragraph.\n\nSecond paragraph."
    summary: str | None = None
    byline_raw: str | None = "Mara Quill and Oren Tal"
    people: tuple[Person, ...] = (Person("Mara Quill", "mara quill"), Person("Oren Tal", "oren tal"))
    organisations: tuple[str, ...] = ()
    dates: tuple[DateReading, ...] = ()
    language: str | None = "en"
    access: str = "full"
    tags: tuple[str, ...] = ()
    section: str | None = "World"
    image: str | None = None
    origins: tuple[tuple[str, str], ...] = (("title", "h1"),)


def test_an_entry_is_an_article_at_once_with_raw_beside_value() -> None:
    article = article_of_entry(Entry(), OUTLET, topics=[TALKS], now=NOW)
    assert article.url == "https://courier.example/2026/talks"
    assert [person.name for person in article.people] == ["Mara Quill"]
    assert article.byline_raw == "By Mara Quill"
    assert article.published_at == datetime(2026, 1, 5, 10, tzinfo=UTC), "IST is the outlet's own zone"
    assert article.published is not None
    assert article.published.raw == "Mon, 05 Jan 2026 12:00:00 IST"
    assert article.published_source == "feed"
    assert article.topics == ("talks",)
    assert article.page_state == "pending"


def test_an_entry_without_an_address_is_refused() -> None:
    with pytest.raises(ValueError, match="address"):
        article_of_entry(Entry(url=None), OUTLET)


def test_a_modified_date_never_stands_in_for_a_missing_one() -> None:
    article = article_of_entry(
        replace(Entry(), published_raw=None, updated_raw="2026-01-05T10:00:00Z"), OUTLET, now=NOW
    )
    assert article.published_at is None
    assert article.modified is not None


def test_what_the_page_says_is_believed_and_what_it_does_not_say_stays() -> None:
    article = merge(article_of_entry(Entry(), OUTLET, now=NOW), Page())  # type: ignore[arg-type]
    assert article.title == "Talks Stall in Nemura"
    assert article.summary == "They talk."
    assert [person.name for person in article.people] == ["Mara Quill", "Oren Tal"]
    assert article.body is not None
    assert article.page_state == "fetched"
    assert dict(article.origins)["title"] == "h1"
    assert dict(article.origins)["summary"] == "feed"


@pytest.mark.parametrize("access", ["consent", "login", "error"])
def test_a_page_that_is_not_the_article_changes_nothing_but_access(access: str) -> None:
    before = article_of_entry(Entry(), OUTLET, now=NOW)
    after = merge(before, replace(Page(), access=access, title="Before you continue"))  # type: ignore[arg-type]
    assert after == replace(before, access=access)  # type: ignore[arg-type]


def test_the_outlet_named_as_author_is_an_organisation() -> None:
    page = replace(Page(), people=(Person("הקורייר", "x"), Person("Oren Tal", "oren tal")))
    article = merge(article_of_entry(Entry(), OUTLET, now=NOW), page, outlet=OUTLET)  # type: ignore[arg-type]
    assert [person.name for person in article.people] == ["Oren Tal"]
    assert article.organisations == ("The Harbour Courier",)


def test_dates_of_both_are_weighed_and_all_are_kept() -> None:
    raw = "2026-01-05T12:00:00+02:00"
    reading = DateReading("published", "json-ld", raw, parse_date(raw, now=NOW))
    article = merge(article_of_entry(Entry(), OUTLET, now=NOW), replace(Page(), dates=(reading,)))  # type: ignore[arg-type]
    assert {witness.source for witness in article.dates} == {"feed", "json-ld"}
    assert article.published_at == datetime(2026, 1, 5, 10, tzinfo=UTC)


def test_topics_found_in_the_body_are_added() -> None:
    entry = replace(Entry(), title="Markets", summary="Prices fell.", tags=())
    before = article_of_entry(entry, OUTLET, topics=[TALKS], now=NOW)
    assert before.topics == ()
    after = merge(before, replace(Page(), title="Markets", body="As talks went on, prices fell."), topics=[TALKS])  # type: ignore[arg-type]
    assert after.topics == ("talks",)


def test_a_title_without_a_word_of_the_feeds_headline_is_a_templates() -> None:
    first = merge(article_of_entry(Entry(), OUTLET, now=NOW), replace(Page(), title="Harbour Courier | Article"))  # type: ignore[arg-type]
    assert first.title == "Talks stall"
    assert dict(first.origins)["title"] == "feed"


def test_a_headline_rewritten_on_the_page_is_believed_once_the_pages_title_was() -> None:
    first = merge(article_of_entry(Entry(), OUTLET, now=NOW), Page())  # type: ignore[arg-type]
    later = merge(first, replace(Page(), title="Delegations leave"))  # type: ignore[arg-type]
    assert later.title == "Delegations leave"
