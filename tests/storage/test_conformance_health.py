"""What every store tells of how feeds and outlets are doing."""

from __future__ import annotations

from datetime import timedelta

from storage import Feed, FeedState, Pace, Store
from tests.storage.examples import FEED, NOON, after, entry, failed, only, poll, unchanged

HOUR = timedelta(hours=1)


def state(store: Store) -> FeedState:
    return next(state for state in store.feed_states() if state.url == FEED)


def watch(store: Store, hours: int, an_hour: int) -> int:
    """Poll hourly; each poll but the first shows so many new articles. Gives the number of the next."""
    number = 1
    for hour in range(hours):
        new = [entry(number + n) for n in range(an_hour)]
        poll(store, NOON + hour * HOUR, *new)
        number += an_hour
    return number


def test_a_pace_is_kept_with_its_poll_and_a_failure_leaves_it(store: Store) -> None:
    store.save_feeds([Feed(FEED, "pelican")])
    assert state(store).pace == Pace()
    poll(store, NOON, entry(), pace=Pace(2.5, 600.0))
    failed(store, after(10))
    assert state(store).pace == Pace(2.5, 600.0)


def test_polls_in_a_row_that_led_to_one_new_address_are_counted_until_one_fails(store: Store) -> None:
    store.save_feeds([Feed(FEED, "pelican")])
    counted = []
    for minute in range(3):
        poll(store, after(minute), entry(), moved_to="https://pelican.example/new")
        counted.append(state(store).moved_polls)
    unchanged(store, after(4), moved_to="https://pelican.example/other")
    counted.append(state(store).moved_polls)
    failed(store, after(5))
    counted.append(state(store).moved_polls)
    assert counted == [1, 2, 3, 1, 0]


def test_a_feed_that_gave_as_many_articles_as_ever_is_not_silent(store: Store) -> None:
    store.save_feeds([Feed(FEED, "pelican")])
    watch(store, 100, 3)
    (health,) = store.feed_health(NOON, NOON + 100 * HOUR)
    assert health.expected is not None
    assert not health.silent


def test_a_feed_that_falls_silent_is_told_although_its_polls_are_good(store: Store) -> None:
    store.save_feeds([Feed(FEED, "pelican")])
    watch(store, 100, 3)
    for hour in range(100, 112):
        unchanged(store, NOON + hour * HOUR)
    (health,) = store.feed_health(NOON, NOON + 112 * HOUR)
    assert health.silent
    assert health.expected is not None
    assert health.expected > 20
    assert health.seen < 5


def test_a_feed_is_not_called_silent_before_its_habits_are_known_nor_after_a_pause_of_ours(store: Store) -> None:
    store.save_feeds([Feed(FEED, "pelican")])
    watch(store, 20, 3)
    for hour in range(20, 30):
        unchanged(store, NOON + hour * HOUR)
    assert not store.feed_health(NOON, NOON + 30 * HOUR)[0].silent
    watch(store, 120, 3)
    unchanged(store, NOON + 240 * HOUR)
    assert not store.feed_health(NOON, NOON + 240 * HOUR)[0].silent


def test_polls_failures_and_missing_overlap_are_counted_since_a_moment(store: Store) -> None:
    store.save_feeds([Feed(FEED, "pelican")])
    poll(store, NOON, entry(1))
    poll(store, after(15), entry(2))
    unchanged(store, after(30))
    failed(store, after(45))
    (health,) = store.feed_health(NOON, after(60))
    assert (health.polls, health.failed, health.without_overlap) == (4, 1, 1)
    assert store.feed_health(after(50), after(60))[0].polls == 0


def test_pages_that_fail_are_counted_by_outlet_with_the_commonest_reason(store: Store) -> None:
    poll(store, NOON, entry(1), entry(2))
    for page in store.pending_pages(NOON):
        store.save_page_failure(page.article, "HTTP 503", after(60))
    (outlet,) = store.outlet_health(NOON - HOUR)
    assert (outlet.outlet, outlet.articles, outlet.failing, outlet.reason) == ("pelican", 2, 2, "HTTP 503")
    assert store.outlet_health(after(1)) == ()


def test_a_page_put_off_by_a_clock_that_ran_ahead_is_due(store: Store) -> None:
    poll(store, NOON, entry(1))
    store.save_page_failure(only(store).id or 0, "HTTP 503", NOON + timedelta(days=400))
    assert [page.article for page in store.pending_pages(NOON)] == [only(store).id]


def test_feeds_that_failed_through_no_fault_of_theirs_are_asked_sooner_never_later(store: Store) -> None:
    store.save_feeds([Feed(FEED, "pelican")])
    failed(store, NOON, due_at=after(600))
    store.poll_again([FEED], after(5))
    assert state(store).due_at == after(5)
    store.poll_again([FEED], after(50))
    assert state(store).due_at == after(5)
