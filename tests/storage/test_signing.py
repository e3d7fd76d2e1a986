"""Whether two pages agree on who signed them and when: what is named counts, not how the line is worded."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from normalise.bylines import Person
from normalise.dates import parse_date
from normalise.names import person_key
from storage.signing import Signature, differing

VISIT = datetime(2026, 1, 5, 13, 37, tzinfo=UTC)
LATER = datetime(2026, 1, 5, 19, 20, tzinfo=UTC)


def by(raw: str | None, *names: str, credited: tuple[str, ...] = ()) -> Signature:
    return Signature(raw, tuple(Person(name, person_key(name)) for name in names), credited)


def dated(raw: str, seen: datetime = VISIT) -> Signature:
    found = parse_date(raw, timezone="Asia/Jerusalem", language="en", now=seen)
    assert found is not None, raw
    return Signature(published=found)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (by("By Dana Orr", "Dana Orr"), by("Dana Orr, 3 hours ago", "Dana Orr")),
        (by("By Dana Orr and Sami Qudsi", "Dana Orr", "Sami Qudsi"), by("", "Sami Qudsi", "Dana Orr")),
        (by("Updated 3 hours ago"), by("UPDATED 9 hours ago")),
        (by(None), by(None)),
    ],
)
def test_a_line_that_names_the_same_is_no_difference(before: Signature, after: Signature) -> None:
    assert differing(before, after) == frozenset()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (by("By Dana Orr", "Dana Orr"), by("By Sami Qudsi", "Sami Qudsi")),
        (by("By Dana Orr", "Dana Orr"), by(None)),
        (by("By Dana Orr", "Dana Orr"), by("By Dana Orr and agencies", "Dana Orr", credited=("agencies",))),
        (by("The night desk"), by("The day desk")),
    ],
)
def test_another_name_one_more_and_one_less_are(before: Signature, after: Signature) -> None:
    assert differing(before, after) == {"byline"}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (dated("2026-01-05T10:00:00Z"), dated("2026-01-05 12:00")),
        (dated("3 hours ago"), dated("9 hours ago", LATER)),
        (dated("2026-01-05T10:07:00Z"), dated("3 hours ago")),
        (dated("January 5, 2026"), dated("2026-01-05T20:15:00Z")),
        (dated("yesterday"), dated("January 4, 2026")),
        (dated("2026-01-05T10:00:00Z"), Signature()),
    ],
)
def test_dates_that_agree_as_far_as_they_were_printed_are_no_difference(before: Signature, after: Signature) -> None:
    assert differing(before, after) == frozenset()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (dated("2026-01-05T10:00:00Z"), dated("2026-01-05T10:02:00Z")),
        (dated("January 4, 2026"), dated("January 5, 2026")),
        (dated("January 4, 2026"), dated("2026-01-05T06:15:00Z")),
        (dated("3 hours ago"), dated("2 hours ago", LATER)),
    ],
)
def test_another_moment_is(before: Signature, after: Signature) -> None:
    assert differing(before, after) == {"date"}


def test_what_is_not_known_differs_from_nothing() -> None:
    assert differing(None, by("By Dana Orr", "Dana Orr")) == frozenset()
