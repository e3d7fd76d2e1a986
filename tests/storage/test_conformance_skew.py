"""A feed that calls local time GMT is found out by the pages of its articles."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from normalise.date_values import DateReading
from storage import Feed, Store
from tests.storage.examples import FEED, NOON, OTHER_FEED, entry, poll, read_date

PAGE = NOON - timedelta(hours=1)


def article(store: Store, number: int, late: timedelta, *, source: str = "json-ld", precision: str = "minute") -> None:
    """An article whose feed says `late` later than its page."""

    def reading(source: str, moment: datetime, kind: str = "published") -> DateReading:
        return DateReading(kind, source, "as printed", read_date(moment, precision=precision))  # type: ignore[arg-type]

    dates = (
        reading("feed", PAGE + late),
        reading("json-ld", PAGE + timedelta(hours=9), "modified"),
        reading("url", PAGE + timedelta(hours=7)),
        reading(source, PAGE),
    )
    poll(store, NOON, entry(number, dates=dates, page_state="fetched", fetched_at=NOON, body="Text", access="full"))


def skew(store: Store) -> tuple[float | None, int]:
    (state,) = [state for state in store.feed_states() if state.url == FEED]
    return state.skew_s, state.skew_articles


@pytest.fixture
def watching(store: Store) -> Store:
    store.save_feeds([Feed(FEED, "pelican"), Feed(OTHER_FEED, "pelican")])
    return store


def test_the_skew_is_the_median_and_needs_five_articles(watching: Store) -> None:
    assert skew(watching) == (None, 0)
    for number, minutes in enumerate((120, 121, 90, 2000)):
        article(watching, number, timedelta(minutes=minutes))
    assert skew(watching) == (None, 4)
    article(watching, 9, timedelta(minutes=119), source="time")
    assert skew(watching) == (7200.0, 5)
    assert {state.skew_s for state in watching.feed_states() if state.url == OTHER_FEED} == {None}
    assert {state.skew_s for state in watching.feed_states(with_skew=False)} == {None}


def test_dates_without_a_time_of_day_or_from_no_page_say_nothing(watching: Store) -> None:
    for number in range(6):
        article(watching, number, timedelta(hours=-2), precision="day")
        article(watching, number + 10, timedelta(hours=-2), source="text")
    assert skew(watching) == (None, 0)
    for number in range(20, 26):
        article(watching, number, timedelta(hours=-2))
    assert skew(watching) == (-7200.0, 6)
