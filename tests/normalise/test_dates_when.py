"""Points in time as people type them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from normalise.dates import parse_when

NOW = datetime(2026, 1, 31, 12, 0, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("now", "2026-01-31T12:00:30"),
        ("today", "2026-01-30T22:00:00"),
        ("Yesterday", "2026-01-29T22:00:00"),
        ("tomorrow", "2026-01-31T22:00:00"),
        ("2 weeks ago", "2026-01-17T12:00:30"),
        ("an hour ago", "2026-01-31T11:00:30"),
        ("12h", "2026-01-31T00:00:30"),
        ("3d", "2026-01-28T12:00:30"),
        ("last week", "2026-01-24T12:00:30"),
        ("1 month ago", "2025-12-31T12:00:30"),
        ("11 months ago", "2025-02-28T12:00:30"),  # no 31 February
        ("1 year ago", "2025-01-31T12:00:30"),
        ("2025-12-01", "2025-11-30T22:00:00"),
        ("2025-12-01 14:30", "2025-12-01T12:30:00"),
        ("2025-12-01T14:30:00Z", "2025-12-01T14:30:00"),
        ("2025-12", "2025-11-30T22:00:00"),
        ("2025", "2024-12-31T22:00:00"),
        ("2031-06-01", "2031-05-31T21:00:00"),
        ("5 January 2026", "2026-01-04T22:00:00"),
        ("25/12/2025", "2025-12-24T22:00:00"),
    ],
)
def test_moments_are_read(text: str, expected: str) -> None:
    when = parse_when(text, now=NOW, timezone="Asia/Jerusalem")
    assert when.replace(tzinfo=None).isoformat() == expected
    assert when.tzinfo is UTC


@pytest.mark.parametrize("text", ["", "soon", "2 fnords ago", "2025-13", "2025-02-30", "08/11/2025", "99999 years ago"])
def test_what_cannot_be_read_is_answered_with_what_can_be_written(text: str) -> None:
    with pytest.raises(ValueError, match=r"is no date: write a date \(2025-12-01"):
        parse_when(text, now=NOW, timezone="Asia/Jerusalem")


def test_a_long_text_is_shown_short() -> None:
    with pytest.raises(ValueError, match="no date") as caught:
        parse_when("x" * 10_000, now=NOW, timezone="UTC")
    assert len(str(caught.value)) < 250


def test_midnight_is_the_zones_own_on_the_day_the_clocks_change() -> None:
    sunday = datetime(2025, 3, 30, 12, tzinfo=UTC)
    assert parse_when("today", now=sunday, timezone="Europe/Berlin") == datetime(2025, 3, 29, 23, tzinfo=UTC)
    assert parse_when("tomorrow", now=sunday, timezone="Europe/Berlin") == datetime(2025, 3, 30, 22, tzinfo=UTC)
