"""Which of several witnesses is the published date, and how far they disagree."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import permutations
from typing import Literal

from normalise.dates import DateReading, choose_date, disagreement, explain_choice, parse_date

ZONE = "Asia/Jerusalem"
NOW = datetime(2026, 1, 6, tzinfo=UTC)


def reading(source: str, raw: str, kind: Literal["published", "modified"] = "published") -> DateReading:
    return DateReading(kind, source, raw, parse_date(raw, timezone=ZONE, language="he", now=NOW))


def chosen(*readings: DateReading) -> tuple[str, str] | None:
    """Source and instant of the choice, which must not depend on the order of the witnesses."""
    answers = {choose_date(order) for order in permutations(readings)}
    assert len(answers) == 1
    choice = answers.pop()
    assert choice is None or choice.parsed is not None
    return (choice.source, choice.parsed.instant.strftime("%dT%H:%M")) if choice and choice.parsed else None


def test_no_witness_gives_no_date() -> None:
    assert choose_date([]) is None
    assert choose_date([reading("meta", "soon")]) is None


def test_a_modified_date_never_stands_in() -> None:
    changed = reading("json-ld", "2026-01-05T10:00:00Z", "modified")
    assert choose_date([changed]) is None
    assert chosen(changed, reading("url", "2026/01/04")) == ("url", "03T22:00")


def test_a_date_set_by_hand_stands() -> None:
    witnesses = [reading("json-ld", "2026-01-05T10:00:00Z"), reading("feed", "2026-01-05T10:00:00Z")]
    assert chosen(*witnesses, reading("hand", "2026-01-04")) == ("hand", "03T22:00")


def test_the_reading_on_which_two_agree_beats_the_source_that_usually_counts_more() -> None:
    # JSON-LD with three hours added and a z behind, as one outlet's system writes it
    assert chosen(
        reading("json-ld", "2026-01-04T15:00:00z"),
        reading("feed", "Sun, 04 Jan 2026 12:00:00 +0200"),
        reading("text", "פורסם: 04.01.26, 12:00"),
    ) == ("feed", "04T10:00")


def test_an_offset_is_believed_before_a_gmt_that_may_be_local_time() -> None:
    feed_says_gmt = reading("feed", "Sun, 04 Jan 2026 12:00:00 GMT")
    assert chosen(feed_says_gmt, reading("json-ld", "2026-01-04T12:00:00+02:00")) == ("json-ld", "04T10:00")
    page_says_z = reading("json-ld", "2026-01-04T15:00:00z")
    assert chosen(page_says_z, reading("feed", "Sun, 04 Jan 2026 12:00:00 +0200")) == ("feed", "04T10:00")


def test_a_stated_zone_is_believed_before_an_assumed_one() -> None:
    assert chosen(reading("meta", "2026-01-04 18:00"), reading("feed", "Sun, 04 Jan 2026 10:00:00 GMT")) == (
        "feed",
        "04T10:00",
    )


def test_witnesses_minutes_apart_agree() -> None:
    assert chosen(
        reading("json-ld", "2026-01-04T10:00:00Z"),
        reading("feed", "Sun, 04 Jan 2026 10:07:00 GMT"),
        reading("meta", "2026-01-04T14:00:00+02:00"),
    ) == ("json-ld", "04T10:00")


def test_two_fields_of_one_source_are_one_witness() -> None:
    assert chosen(
        reading("json-ld", "2026-01-04T15:00:00Z"),
        reading("json-ld", "2026-01-04T15:01:00Z"),
        reading("feed", "Sun, 04 Jan 2026 12:00:00 +0200"),
        reading("text", "04.01.26, 12:00"),
    ) == ("feed", "04T10:00")


def test_a_day_tips_the_balance_between_times_and_is_less_precise_than_they_are() -> None:
    assert chosen(
        reading("json-ld", "2026-01-05T10:00:00Z"),
        reading("meta", "2026-01-04T10:00:00Z"),
        reading("url", "2026/01/04"),
    ) == ("meta", "04T10:00")


def test_a_day_named_twice_beats_a_lone_time_elsewhere() -> None:
    rewritten = reading("json-ld", "2026-01-05T10:00:00Z")
    days = (reading("url", "2026/01/02"), reading("text", "2.1.2026"))
    assert chosen(rewritten, *days) == ("text", "01T22:00")
    assert chosen(rewritten, days[0]) == ("json-ld", "05T10:00")
    assert chosen(rewritten, *days, reading("time", "2026-01-02T09:00:00+02:00")) == ("time", "02T07:00")


def test_seconds_are_kept_where_a_witness_has_them() -> None:
    assert chosen(reading("json-ld", "2026-01-04T12:00+02:00"), reading("meta", "2026-01-04T12:00:30+02:00")) == (
        "meta",
        "04T10:00",
    )


def test_a_coarser_witness_with_a_better_zone_does_not_cost_the_seconds() -> None:
    exact = (reading("json-ld", "2026-01-04T10:00:18Z"), reading("meta", "2026-01-04T10:00:18Z"))
    local = reading("time", "2026-01-04T12:00+0200")
    assert chosen(*exact, local) == ("json-ld", "04T10:00")
    assert chosen(reading("json-ld", "2026-01-04T10:01:18Z"), local) == ("time", "04T10:00")  # another minute


def test_the_choice_says_which_rule_decided_and_against_whom() -> None:
    page, feed = reading("json-ld", "2026-01-04T10:00:00+02:00"), reading("feed", "Sun, 04 Jan 2026 08:00:00 GMT")
    assert explain_choice([page, feed]) == "all agree: json-ld, feed"
    assert explain_choice([page]) == "no other source says otherwise"
    lied = reading("feed", "Sun, 04 Jan 2026 10:00:00 GMT")
    assert explain_choice([page, lied]) == (
        "it states its zone more clearly (json-ld), against feed, which says 2026-01-04 10:00Z"
    )
    assert explain_choice([page, lied, reading("time", "2026-01-04T08:01:00Z")]) == (
        "most sources agree on it (json-ld, time), against feed, which says 2026-01-04 10:00Z"
    )
    assert explain_choice([reading("url", "2026/01/04")]) == ("no other source says otherwise; no source states a time")
    assert explain_choice([page, reading("hand", "2026-01-03T10:00:00Z")]) == "set by hand"
    assert explain_choice([]) is None


def test_disagreement_is_the_largest_distance_between_times() -> None:
    readings = [
        reading("json-ld", "2026-01-04T15:00:00Z"),
        reading("feed", "Sun, 04 Jan 2026 12:00:00 +0200"),
        reading("text", "04.01.26, 12:30"),
        reading("url", "2026/01/01"),
        reading("hand", "2026-01-03T10:00:00Z"),
        reading("json-ld", "2026-01-05T23:00:00Z", "modified"),
        reading("meta", "unreadable"),
    ]
    assert disagreement(readings) == timedelta(hours=5)
    assert disagreement(readings[:1]) is None
    assert disagreement([]) is None
