"""Reading in other crawls' files, as every store must do it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from storage import Article, Outlet, Store, StoreError
from storage.backfilling import BackfillPage, FileProgress, SourceFile, SourceRecord
from storage.captures import Capture, PageReading

AT = datetime(2025, 11, 29, 18, tzinfo=UTC)
URL = "https://herald.example/1"
FILE = SourceFile("old.warc.gz", 1000, "ab" * 32, "selection")


def _page(body: str = "The quay is closed.", *, at: datetime = AT, record: str = "urn:uuid:1") -> BackfillPage:
    article = Article(
        URL, "herald", "The quay", body=body, topics=("quay",), access="full", origin="backfill", page_state="fetched"
    )
    capture = Capture(URL, at, 200, "herald", absent="noarchive", origin="backfill")
    source = SourceRecord(record, "old.warc.gz", URL, at)
    return BackfillPage(article, at, PageReading("x1", "0" * 64, capture), source)


@pytest.fixture(autouse=True)
def _outlets(store: Store) -> None:
    store.save_outlets([Outlet("herald", "Harbour Herald")])


def test_a_new_article_is_whole_and_first_seen_when_its_page_was_fetched(store: Store) -> None:
    assert store.save_backfill([_page()]).new == 1
    article = store.article(URL)
    assert article is not None
    assert (article.body, article.topics, article.origin) == ("The quay is closed.", ("quay",), "backfill")
    assert (article.first_seen, article.fetched_at, article.page_state) == (AT, AT, "fetched")
    assert [reading.basis for reading in store.readings(article.id or 0)] == ["first"]
    assert len(store.revisions(article.id or 0)) == 1
    assert [source.record for source in store.source_records(article.id or 0)] == ["urn:uuid:1"]
    assert store.known_records(["urn:uuid:1", "urn:uuid:2"]) == {"urn:uuid:1"}


def test_progress_is_kept_with_the_pages_for_each_selection(store: Store) -> None:
    assert store.backfill_progress(FILE) == FileProgress()
    store.save_backfill([_page()], file=FILE, progress=FileProgress(512, 7))
    assert store.backfill_progress(replace(FILE, name="renamed.warc.gz")) == FileProgress(512, 7)
    assert store.backfill_progress(replace(FILE, selection="another")) == FileProgress()
    end = FileProgress(1000, 9, done=True, problem="is cut")
    store.save_backfill([], file=FILE, progress=end)
    assert store.backfill_progress(FILE) == end


def test_neither_pages_nor_progress_are_saved_where_one_page_cannot_be(store: Store) -> None:
    article = Article("https://herald.example/2", "herald", "Two", body="Text.", origin="backfill")
    bad = BackfillPage(article, None)  # type: ignore[arg-type]
    with pytest.raises(StoreError):
        store.save_backfill([_page(), bad], file=FILE, progress=FileProgress(512, 7))
    assert store.count_articles() == 0
    assert store.backfill_progress(FILE) == FileProgress()


def test_an_earlier_state_comes_before_and_a_later_one_after(store: Store) -> None:
    store.save_backfill([_page("The quay is shut until noon on Monday.")])
    later, earlier = AT + timedelta(days=1), AT - timedelta(days=1)
    store.save_backfill([_page("The quay is shut until noon on Friday.", at=later, record="urn:uuid:2")])
    store.save_backfill([_page("The quay is shut until noon on Sunday.", at=earlier, record="urn:uuid:3")])
    article = store.article(URL)
    assert article is not None
    assert (article.body or "").endswith("Friday.")
    assert [(state.body or "").split()[-1] for state in store.revisions(article.id or 0)] == [
        "Sunday.",
        "Monday.",
        "Friday.",
    ]


def test_a_failed_address_counts_its_tries_until_it_is_read(store: Store) -> None:
    for _ in range(2):
        store.save_failed_address(URL, "HTTP 503", AT)
    failed = store.failed_addresses([URL, "https://herald.example/2"])
    assert {url: (each.tries, each.problem) for url, each in failed.items()} == {URL: (2, "HTTP 503")}
    store.save_backfill([_page()])
    assert store.failed_addresses([URL]) == {}


def test_what_was_let_go_of_is_passed_over(store: Store) -> None:
    store.forget_address(URL, AT)
    assert store.save_backfill([_page()], file=FILE, progress=FileProgress(512, 7)).new == 0
    assert store.article(URL) is None
    assert store.backfill_progress(FILE).records == 7
