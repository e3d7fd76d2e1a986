"""When a feed or a page is asked again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from crawler.schedule import PAGE_RETRIES, max_age, next_page_try, next_poll, retry_after

NOW = datetime(2026, 1, 5, 10, tzinfo=UTC)


def test_a_good_feed_is_polled_after_its_own_time() -> None:
    assert next_poll(NOW, timedelta(minutes=5)) == NOW + timedelta(minutes=5)
    assert next_poll(NOW, None, failures=0) == NOW + timedelta(minutes=15)


def test_failures_back_off_but_never_for_longer_than_half_a_day() -> None:
    waits = [next_poll(NOW, None, failures) - NOW for failures in range(1, 40)]
    assert waits == sorted(waits)
    assert waits[0] > timedelta(minutes=15)
    assert waits[-1] == timedelta(hours=12)


def test_a_feed_that_is_polled_once_a_week_is_not_polled_more_often_when_it_fails() -> None:
    assert next_poll(NOW, timedelta(days=7), failures=3) == NOW + timedelta(days=7)


def test_an_outlet_that_asks_to_wait_is_heeded_up_to_a_day() -> None:
    assert next_poll(NOW, None, 1, timedelta(hours=3)) == NOW + timedelta(hours=3)
    assert next_poll(NOW, None, 1, timedelta(days=30)) == NOW + timedelta(hours=24)


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
