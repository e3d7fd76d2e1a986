"""When a feed or a page is asked again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.schedule import (
    LONGEST_WAIT,
    PAGE_RETRIES,
    SHORTEST_WAIT,
    FailureKind,
    failure_kind,
    is_due,
    keep_pace,
    max_age,
    next_page_try,
    next_poll,
    retry_after,
    wait_at,
)
from storage import Pace

NOW = datetime(2026, 1, 5, 10, tzinfo=UTC)
TENTH = 1.1


def paced(changes_an_hour: float, hours: int = 240, step: timedelta = timedelta(hours=1)) -> Pace:
    """The pace of a feed that was watched changing so often."""
    pace, at, owed = Pace(), NOW, 0.0
    for _ in range(hours):
        owed += changes_an_hour
        pace = keep_pace(pace, at, at + step, int(owed))
        owed -= int(owed)
        at += step
    return pace


def test_a_feed_with_a_time_of_its_own_is_polled_by_it() -> None:
    assert next_poll(NOW, timedelta(minutes=5)) == NOW + timedelta(minutes=5)
    assert next_poll(NOW, timedelta(minutes=5), pace=paced(0)) == NOW + timedelta(minutes=5)


def test_a_new_feed_is_polled_after_a_quarter_of_an_hour() -> None:
    assert timedelta(minutes=15) <= next_poll(NOW, None) - NOW <= timedelta(minutes=15) * TENTH


def test_a_feed_is_polled_twice_in_the_time_it_usually_takes_to_change() -> None:
    assert timedelta(minutes=25) < wait_at(paced(1)) < timedelta(minutes=31)
    assert timedelta(hours=2) < wait_at(paced(0.2)) < timedelta(hours=2.6)


def test_a_busy_feed_waits_five_minutes_at_least_and_a_dead_one_half_a_day_at_most() -> None:
    assert wait_at(paced(60)) == SHORTEST_WAIT
    assert wait_at(paced(0)) == LONGEST_WAIT


def test_a_feed_that_wakes_up_is_polled_often_within_a_day() -> None:
    pace, at = paced(0), NOW
    for _ in range(24):
        pace, at = keep_pace(pace, at, at + timedelta(hours=1), 4), at + timedelta(hours=1)
    assert wait_at(pace) < timedelta(minutes=30)


def test_a_first_poll_and_a_clock_that_went_back_teach_nothing_of_the_pace() -> None:
    assert keep_pace(Pace(3, 900), None, NOW, 50) == Pace(3, 900)
    assert keep_pace(Pace(3, 900), NOW, NOW - timedelta(hours=1), 50) == Pace(3, 900)


@pytest.mark.parametrize(("kind", "hours"), [("network", 24), ("server", 12), ("parse", 6)])
def test_failures_back_off_by_their_kind_and_never_for_longer(kind: FailureKind, hours: int) -> None:
    waits = [next_poll(NOW, None, failures=failures, kind=kind) - NOW for failures in range(1, 40)]
    assert waits == sorted(waits)
    assert waits[0] >= timedelta(minutes=30)
    assert timedelta(hours=hours) <= waits[-1] <= timedelta(hours=hours) * TENTH


def test_a_feed_that_is_polled_once_a_week_is_not_polled_more_often_when_it_fails() -> None:
    assert next_poll(NOW, timedelta(days=7), failures=3) >= NOW + timedelta(days=7)


def test_an_outlet_that_asks_to_wait_is_heeded_up_to_a_day() -> None:
    assert next_poll(NOW, None, failures=1, asked_to_wait=timedelta(hours=3)) == NOW + timedelta(hours=3)
    assert next_poll(NOW, None, failures=1, asked_to_wait=timedelta(days=30)) == NOW + timedelta(hours=24)


def test_feeds_added_together_do_not_stay_together() -> None:
    dues = {next_poll(NOW, None, feed=f"https://gazette.example/{n}") for n in range(20)}
    assert len(dues) > 10


@given(st.integers(0, 60), st.floats(0, 1e9), st.floats(0, 1e9), st.sampled_from(["network", "server", "parse"]))
@settings(max_examples=150, derandomize=True)
def test_every_wait_ends(failures: int, changes: float, watched_s: float, kind: FailureKind) -> None:
    due = next_poll(NOW, None, pace=Pace(changes, watched_s), failures=failures, kind=kind)
    assert NOW + SHORTEST_WAIT <= due <= NOW + timedelta(hours=24) * TENTH
    assert is_due(due, due, None)
    assert not is_due(due, NOW, None)


def test_a_feed_put_off_by_a_clock_that_ran_ahead_is_due() -> None:
    assert is_due(NOW + timedelta(days=400), NOW, None)
    assert not is_due(NOW + timedelta(hours=24), NOW, None)
    assert not is_due(NOW + timedelta(days=6), NOW, timedelta(days=7))
    assert not is_due(NOW + timedelta(days=6), NOW, None, gone=True)


@pytest.mark.parametrize(
    ("reason", "kind"),
    [
        ("gazette.example cannot be resolved", "network"),
        ("gazette.example: the connection was lost", "network"),
        ("HTTP 503", "server"),
        ("HTTP 404", "server"),
        ("not fetched: its robots.txt: HTTP 500", "server"),
        ("not fetched: its robots.txt could not be read (gazette.example refused the connection)", "network"),
        ("an HTML page where a feed should be", "parse"),
        ("the answer is larger than 15 MB", "parse"),
    ],
)
def test_what_kind_of_failure_a_reason_is(reason: str, kind: FailureKind) -> None:
    assert failure_kind(reason) == kind


def test_a_page_is_tried_five_times_in_all() -> None:
    tries = [next_page_try(NOW, failed) for failed in range(5)]
    assert tries == [NOW + wait for wait in PAGE_RETRIES] + [None]


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("120", 120),
        (" 0 ", 0),
        ("Mon, 05 Jan 2026 10:05:00 GMT", 300),
        ("Mon, 05 Jan 2026 09:00:00 GMT", 0),
        ("99999999999999999999", 86400),
        ("soon", None),
        ("", None),
        (None, None),
        ("-5", None),
        ("٣", None),
    ],
)
def test_retry_after_in_all_its_forms(header: str | None, seconds: float | None) -> None:
    wait = retry_after(header, NOW)
    assert wait == (None if seconds is None else timedelta(seconds=seconds))


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("max-age=300", 300),
        ('public, Max-Age="60"', 60),
        ("private,max-age = 5", 5),
        ("max-age=86400", 3600),
        ("s-maxage=600", None),
        ("no-cache, max-age=300", None),
        ("no-store", None),
        ("max-age=-1", None),
        ("max-age=soon", None),
        ("", None),
        (None, None),
    ],
)
def test_how_long_an_answer_may_be_kept(header: str | None, seconds: float | None) -> None:
    assert max_age(header) == (None if seconds is None else timedelta(seconds=seconds))
