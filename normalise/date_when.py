"""Points in time as people type them on a command line: "2 weeks ago", "yesterday", "2025-12-01", "12h"."""

from __future__ import annotations

import calendar
import re
from datetime import UTC, datetime, timedelta

from normalise.date_days import Reader
from normalise.date_strict import read_strict
from normalise.date_text import read_text
from normalise.date_tokens import LONGEST, normalise_line
from normalise.date_zones import clock_of

_SPAN = re.compile(r"(\d{1,5}|an?|one)\s*([a-z]+)\.?(?:\s+ago)?")
_LAST = re.compile(r"(?:last|past)\s+(week|month|year)|a?\s*fortnight(?:\s+ago)?")
_MONTH = re.compile(r"(\d{4})(?:-(\d{1,2}))?")
_EITHER = re.compile(r"(?<!\d)(\d{1,2})[/.-](\d{1,2})[/.-]\d{2,4}(?!\d)")
_DAYS = {"today": 0, "yesterday": -1, "tomorrow": 1, "day before yesterday": -2}
_SECONDS = {
    "s": 1, "sec": 1, "second": 1, "min": 60, "minute": 60, "h": 3600, "hr": 3600, "hour": 3600,
    "d": 86400, "day": 86400, "w": 604800, "wk": 604800, "week": 604800,
}  # fmt: skip
_MONTHS = {"month": 1, "mo": 1, "y": 12, "yr": 12, "year": 12}
_HELP = "write a date (2025-12-01, 2025-12-01 14:30, 2025-12), a time ago (2 weeks ago, 12h, 3d) or today, yesterday"


def parse_when(text: str, *, now: datetime, timezone: str) -> datetime:
    """The instant, in UTC, that `text` names. A day is its midnight in `timezone`, a month its first day.

    "2 weeks ago" counts back from `now` (aware) to the second; dates to come are read too. Raises ValueError with a
    sentence that says what can be written.

    >>> parse_when("2 days ago", now=datetime(2026, 1, 5, 12, tzinfo=UTC), timezone="UTC").isoformat()
    '2026-01-03T12:00:00+00:00'
    """
    words = " ".join(text.lower().split())
    try:
        found = _relative(words, now, timezone) or _absolute(text, now, timezone)
    except (ValueError, OverflowError) as error:
        raise ValueError(f"{_shown(text)} is no date: {_HELP}") from error
    if found is None:
        raise ValueError(f"{_shown(text)} is no date: {_HELP}")
    return found


def _relative(words: str, now: datetime, timezone: str) -> datetime | None:
    if words in {"now", "just now"}:
        return now.astimezone(UTC)
    if words in _DAYS:
        return _midnight(now, timezone, _DAYS[words])
    if last := _LAST.fullmatch(words):
        return _back(now, 1, last[1]) if last[1] else now.astimezone(UTC) - timedelta(days=14)
    if span := _SPAN.fullmatch(words):
        unit = span[2] if span[2] in _SECONDS else span[2].removesuffix("s")
        return _back(now, int(span[1]) if span[1].isdigit() else 1, unit)
    return None


def _back(now: datetime, count: int, unit: str) -> datetime | None:
    now = now.astimezone(UTC)
    if unit in _SECONDS:
        return now - timedelta(seconds=count * _SECONDS[unit])
    if unit in _MONTHS:
        years, month = divmod(now.year * 12 + now.month - 1 - count * _MONTHS[unit], 12)
        return now.replace(year=years, month=month + 1, day=min(now.day, calendar.monthrange(years, month + 1)[1]))
    return None


def _absolute(text: str, now: datetime, timezone: str) -> datetime | None:
    line = normalise_line(text)
    either = _EITHER.search(line)
    if len(text) > LONGEST or (either and either[1] != either[2] and int(either[1]) <= 12 and int(either[2]) <= 12):
        return None  # 08/11/2025: the reader's habit is not known here
    if month := _MONTH.fullmatch(line):
        return datetime(int(month[1]), int(month[2] or 1), 1, tzinfo=clock_of(timezone)).astimezone(UTC)
    moment = read_strict(line, timezone, "en", now) or read_text(line, Reader(timezone, "en", None, now))
    return moment.instant if moment else None


def _midnight(now: datetime, timezone: str, days: int) -> datetime:
    clock = clock_of(timezone)
    day = now.astimezone(clock).date() + timedelta(days=days)
    return datetime(day.year, day.month, day.day, tzinfo=clock).astimezone(UTC)


def _shown(text: str) -> str:
    return repr(text if len(text) <= 40 else text[:39] + "…")
