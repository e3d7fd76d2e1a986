"""Coverage: what was watched, counted so that "not found" is never said of a time nobody watched."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from storage import Feed, Store
from tests.storage.examples import (
    ENGLISH_BODY,
    FEED,
    NOON,
    OTHER_FEED,
    OUTLETS,
    after,
    entry,
    failed,
    only,
    poll,
    unchanged,
)


def minutes(span: timedelta | None) -> float:
    assert span is not None
    return span.total_seconds() / 60


def test_an_outlet_nobody_watched_is_one_long_gap(store: Store) -> None:
    seen = store.coverage("nobody", NOON, after(60))
    assert (seen.polls, seen.first_poll, seen.feeds, seen.articles) == (0, None, 0, 0)
    assert minutes(seen.longest_gap) == 60


def test_polls_and_failures_are_counted_in_the_window_alone(store: Store) -> None:
    store.save_feeds([Feed(FEED, "pelican")])
    poll(store, after(-60), entry(1))
    poll(store, after(0), entry(2), seen=("f1", "f2"))
    for quarter in range(1, 4):
        failed(store, after(15 * quarter))
    failed(store, after(55), "timed out")
    unchanged(store, after(60))
    seen = store.coverage("pelican", NOON, after(60))
    assert (seen.polls, seen.failed, seen.articles, seen.feeds) == (5, 4, 1, 1)
    assert (seen.first_poll, seen.last_poll) == (after(-60), after(60))
    assert minutes(seen.longest_gap) == 60


def test_the_longest_gap_counts_the_edges_and_the_inside_of_runs(store: Store) -> None:
    poll(store, after(30), entry(1))
    for at in (40, 50, 100, 110):
        unchanged(store, after(at))
    assert minutes(store.coverage("pelican", NOON, after(120)).longest_gap) == 50
    assert minutes(store.coverage("pelican", after(-30), after(120)).longest_gap) == 60
    assert minutes(store.coverage("pelican", after(100), after(240)).longest_gap) == 130


def test_a_run_of_unchanged_polls_over_days_is_counted_day_by_day(store: Store) -> None:
    midnight = datetime(2026, 1, 5, tzinfo=UTC)
    poll(store, midnight, entry(1))
    for hour in range(1, 24 * 4):
        unchanged(store, midnight + timedelta(hours=hour))
    for day in range(4):
        seen = store.coverage("pelican", midnight + timedelta(days=day), midnight + timedelta(days=day + 1))
        assert seen.polls == 24
        assert minutes(seen.longest_gap) == 60
    half = store.coverage("pelican", midnight + timedelta(days=1), midnight + timedelta(days=1, hours=12))
    assert 11 <= half.polls <= 13, "a row that the window cuts is counted in proportion"


def test_two_polls_in_a_row_without_a_common_entry_may_have_missed_some(store: Store) -> None:
    poll(store, NOON, entry(1), entry(2))
    assert store.coverage("pelican", NOON, after(1)).without_overlap == 0, "there was nothing before the first poll"
    poll(store, after(15), entry(3), seen=("f2", "f3"))
    assert store.coverage("pelican", NOON, after(16)).without_overlap == 0
    poll(store, after(30), entry(4), entry(5))
    assert store.coverage("pelican", NOON, after(31)).without_overlap == 1
    poll(store, after(45), seen=("f1", "f2"))
    assert store.coverage("pelican", NOON, after(46)).without_overlap == 2, "seen long before is not seen just before"
    failed(store, after(60))
    unchanged(store, after(75))
    poll(store, after(90), seen=("f1",))
    assert store.coverage("pelican", NOON, after(91)).without_overlap == 2


def test_an_entry_that_was_rewritten_is_still_an_overlap(store: Store) -> None:
    poll(store, NOON, entry(1, title="A"))
    poll(store, after(15), entry(1, title="B", fingerprint="v2"))
    assert store.coverage("pelican", NOON, after(16)).without_overlap == 0


def test_what_the_crawler_counted_itself_is_kept(store: Store) -> None:
    poll(store, NOON, entry(1))
    poll(store, after(15), entry(2), known=3)
    assert store.coverage("pelican", NOON, after(16)).without_overlap == 0


def test_pages_not_read_are_counted_with_their_reasons(store: Store) -> None:
    poll(store, NOON, *(entry(number) for number in range(1, 6)), entry(6, page_state="unwanted"))
    pages = {article.url[-1]: article for article in store.articles()}
    store.save_page(replace(pages["1"], body=ENGLISH_BODY, access="full"), after(1))
    store.save_page(replace(pages["2"], body="The port", access="paywalled"), after(1))
    store.save_page_failure(pages["3"].id or 0, "HTTP 404", None)
    store.save_page_failure(pages["4"].id or 0, "HTTP 500", after(30))
    seen = store.coverage("pelican", NOON, after(60))
    assert (seen.articles, seen.unread) == (6, 5)
    assert dict(seen.unread_reasons) == {
        "behind a paywall": 1,
        "HTTP 404": 1,
        "HTTP 500": 1,
        "not fetched yet": 1,
        "matches no topic": 1,
    }


def test_a_group_is_covered_as_badly_as_its_worst_edition(store: Store) -> None:
    store.save_outlets(OUTLETS)
    hebrew = "https://he.pelican.example/feed"
    store.save_feeds([Feed(FEED, "pelican"), Feed(OTHER_FEED, "pelican"), Feed(hebrew, "pelican-he")])
    for at in range(0, 60, 10):
        poll(store, after(at), entry(1))
    poll(store, after(30), entry(2, outlet="pelican-he"), feed=hebrew, outlet="pelican-he")
    seen = store.coverage("pelican", NOON, after(60))
    assert seen.feeds == 3
    assert minutes(seen.longest_gap) == 30, "of the Hebrew edition; the feeds of one edition stand in for each other"
    assert seen.silent_feeds == (OTHER_FEED,)
    assert seen.known_gaps == ("print edition",)
    assert seen.articles == 2
    assert store.coverage("pelican-he", NOON, after(60)).polls == 1


def test_the_future_is_no_gap(store: Store) -> None:
    now = datetime.now(UTC)
    poll(store, now, entry(1))
    gap = store.coverage("pelican", now - timedelta(minutes=5), now + timedelta(days=300)).longest_gap
    assert gap is not None
    assert gap < timedelta(minutes=10)


def test_an_article_read_once_counts_as_read_while_its_page_is_read_again(store: Store) -> None:
    poll(store, NOON, entry(title="A"))
    store.save_page(replace(only(store), body=ENGLISH_BODY, access="full"), after(1))
    poll(store, after(15), entry(title="B", fingerprint="v2"))
    assert only(store).page_state == "pending"
    assert store.coverage("pelican", NOON, after(60)).unread == 0
