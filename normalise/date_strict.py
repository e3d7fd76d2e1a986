"""Dates as machines write them: RFC 822 and ISO 8601 with the spellings feeds really use, and seconds since 1970.

This is the path of nearly every feed entry, so it is one regular expression a shape and cached zones: no tokens, no
tables but the months.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

from normalise.calendars import jalali_date
from normalise.date_values import Impossible, Moment, Precision
from normalise.date_words import MONTHS
from normalise.date_zones import Zone, clock_of, stated_zone, to_utc

_CLOCK = r"(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:[.,](\d{1,9})\d*)?)?"
_HALF = r"(?:\s*([AaPp])\.?\s?[Mm]\b\.?)?"
_ZONE = (
    r"(?:\s*((?:[+-]\d{1,2}(?::?\d{2}){0,2}|[A-Za-z]{1,5}(?:\s?[+-]\d{1,2}(?::?\d{2})?)?)))?"
    r"(?:\s*[(\[][^()\[\]]*[)\]])?"
)

# [Mon,] 5 Jan 2026 10:00[:00] [GMT]; also 05-Jan-26, full names, any weekday word, [am]
_RFC822 = re.compile(
    rf"\s*(?:[^\W\d_]+\.?\s*(?:,\s*)?)?(\d{{1,2}})[\s-]\s*([^\W\d_]{{3,12}})\.?[\s-]\s*(\d{{4}}|\d{{2}}),?"
    rf"\s+{_CLOCK}{_HALF}{_ZONE}\s*"
)
# 2026-01-05[T10:00[:00[.123]][+02:00]]; also 2026/1/5, 2026.01.05, a space or a comma for the T, a zone by name
_ISO = re.compile(
    rf"\s*(\d{{4}})([-/.])(\d{{1,2}})\2(\d{{1,2}})"
    rf"(?:(?:\s*[Tt]\s*|,?\s+){_CLOCK}{_HALF}{_ZONE}|(Z|[+-]\d\d:\d\d)?)\s*"
)
# 20260105, 20260105T1000, 20260105100000
_BASIC = re.compile(
    r"\s*(\d{4})(\d{2})(\d{2})(?:[Tt\s]?(\d{2})(\d{2})(?:(\d{2})(?:[.,]\d+)?)?)?\s*(Z|[+-]\d{2}(?::?\d{2})?)?\s*"
)
# 2026-W02-1, 2026-005
_WEEK_OR_DAY = re.compile(r"\s*(\d{4})-(?:W(\d{2})-(\d)|(\d{3}))\s*")
# Seconds, with thousandths or millionths behind; /Date(...)/ is .NET's wrapping
_EPOCH = re.compile(r"\s*(?:/Date\()?(\d{10})(?:(\d{3})(?:\d{3})?)?(?:\.\d+)?(?:\)/)?\s*")

ENGLISH_MONTHS = {
    spelling: months[0].number
    for word, months in MONTHS.items()
    if word.isascii() and months[0].calendar == "gregorian"
    for spelling in (word, word.title(), word.upper())
}


def read_strict(text: str, timezone: str, language: str | None, now: datetime) -> Moment | None:
    """The instant of a machine's date; None when `text` is no such shape.

    Raises ValueError when it is one and cannot be: 31 February, 25:00, an offset of 19 hours.
    """
    if match := _RFC822.fullmatch(text):
        day, name, year, hour, minute, second, fraction, half, zone = match.groups()
        month = ENGLISH_MONTHS.get(name)
        if month is None:
            return None
        number = int(year) if len(year) == 4 else full_year(int(year), now)
        return _moment(number, month, int(day), hour, minute, second, fraction, half, zone, timezone)
    if match := _ISO.fullmatch(text):
        return _iso(match, timezone, language)
    return _digits(text, timezone) if text.isascii() else None


def full_year(two_digits: int, now: datetime) -> int:
    """The year of "26": the last one that is not after next year."""
    year = now.year - now.year % 100 + two_digits
    return year if year <= now.year + 1 else year - 100


def is_jalali(year: int, timezone: str, language: str | None) -> bool:
    """Whether a year is a Jalali one. Raises `Impossible` for a year before 1500 that may as well be Hijri."""
    if year >= 1500:
        return False
    if language == "fa" or (language is None and timezone in {"Asia/Tehran", "Asia/Kabul", "Iran"}):
        return True
    raise Impossible("a year of another calendar")


def day_moment(day: date, timezone: str, zone: Zone | None = None) -> Moment:
    """A day's moment: its midnight in the outlet's zone, or in the zone that stands with it."""
    midnight = datetime(day.year, day.month, day.day, tzinfo=UTC)
    if zone is not None:
        return Moment(to_utc(midnight, zone), "day", zone.basis)
    return Moment(midnight.replace(tzinfo=clock_of(timezone)).astimezone(UTC), "day", "assumed")


def twelve_hours(hour: int, part: str) -> int:
    """The hour of a day of 24 from one with am, pm, "noon" or "night" beside it; hours past 12 stand as they are.

    Raises `Impossible` where the words leave two readings: 0:30 pm, 12:30 at night.
    """
    if hour > 12:
        return hour
    if part == "am":
        return 0 if hour == 12 else hour
    if part == "pm":
        if hour == 0:
            raise Impossible("0 pm")
        return hour if hour == 12 else hour + 12
    if part == "noon":
        return hour + 12 if 1 <= hour <= 4 else hour
    if hour == 12:
        raise Impossible("12 at night")
    return hour + 12 if hour >= 6 else hour


def _iso(match: re.Match[str], timezone: str, language: str | None) -> Moment:
    year_, separator, month_, day_, hour, minute, second, fraction, half, zone, day_zone = match.groups()
    year, month, day = int(year_), int(month_), int(day_)
    if year < 1500 and is_jalali(year, timezone, language):
        gregorian = jalali_date(year, month, day)
        year, month, day = gregorian.year, gregorian.month, gregorian.day
    elif month > 12 >= day and separator != ".":
        month, day = day, month  # 2026-30-01: no other reading
    if hour is None:
        return day_moment(date(year, month, day), timezone, stated_zone(day_zone, timezone) if day_zone else None)
    return _moment(year, month, day, hour, minute, second, fraction, half, zone, timezone)


def _digits(text: str, timezone: str) -> Moment | None:
    """Dates of digits alone: 20260105, 2026-W02-1, 1767607200."""
    if match := _BASIC.fullmatch(text):
        year, month, day, hour, minute, second, zone = match.groups()
        if hour is not None:
            return _moment(int(year), int(month), int(day), hour, minute, second, None, None, zone, timezone)
        return day_moment(
            date(int(year), int(month), int(day)), timezone, stated_zone(zone, timezone) if zone else None
        )
    if match := _EPOCH.fullmatch(text):
        seconds, millis = match.groups()
        instant = datetime.fromtimestamp(int(seconds), UTC) + timedelta(milliseconds=int(millis or 0))
        return Moment(instant, "second", "stated")
    if match := _WEEK_OR_DAY.fullmatch(text):
        year, week, weekday, ordinal = match.groups()
        if week:
            return day_moment(date.fromisocalendar(int(year), int(week), int(weekday)), timezone)
        found = date(int(year), 1, 1) + timedelta(days=int(ordinal) - 1)
        if found.year != int(year):
            raise Impossible("no such day of the year")
        return day_moment(found, timezone)
    return None


def _moment(
    year: int, month: int, day: int, hour: str, minute: str, second: str | None, fraction: str | None, half: str | None,
    zone: str | None, timezone: str,
) -> Moment:  # fmt: skip
    hours, minutes = int(hour), int(minute)
    if half:
        hours = twelve_hours(hours, "am" if half in "Aa" else "pm")
    seconds = int(second) if second else 0
    if seconds == 60:
        seconds = 59  # a leap second has no place in a datetime
    microseconds = int(fraction[:6].ljust(6, "0")) if fraction else 0
    if hours == 24 and minutes == 0:
        when = datetime(year, month, day, 0, 0, seconds, 0, UTC) + timedelta(days=1)
    else:
        when = datetime(year, month, day, hours, minutes, seconds, microseconds, UTC)
    precision: Precision = "second" if second else "minute"
    if zone:
        stated = stated_zone(zone, timezone)
        return Moment(to_utc(when, stated), precision, stated.basis)
    return Moment(when.replace(tzinfo=clock_of(timezone)).astimezone(UTC), precision, "assumed")
