"""Jalali (solar Hijri) and Hebrew dates as days of the Gregorian calendar, by arithmetic alone.

The Jalali leap rule is the 33-year cycle (leap when `(25 * year + 11) % 33 < 8`), which agrees with the equinox at
Tehran for 1343 to 1472 (1964 to 2093). The Hebrew calendar is computed from the mean new moon and the four
postponements (Dershowitz and Reingold, *Calendrical Calculations*).

>>> jalali_date(1404, 10, 15), hebrew_date(5780, 8, 29)
(datetime.date(2026, 1, 5), datetime.date(2020, 5, 23))
"""

from __future__ import annotations

from datetime import date, timedelta

_NOWRUZ_1399 = date(2020, 3, 20)
_EPOCH = -1373427  # the proleptic ordinal from which `_elapsed` counts


def jalali_date(year: int, month: int, day: int) -> date:
    """The Gregorian day of a Jalali date. Raises ValueError for a day that is not, or a year outside 1343 to 1472."""
    if not 1343 <= year <= 1472:
        raise ValueError("a Jalali year outside 1343 to 1472")
    length = 31 if month <= 6 else 30 if month <= 11 or _is_jalali_leap(year) else 29
    if not (1 <= month <= 12 and 1 <= day <= length):
        raise ValueError("no such Jalali day")
    days = sum(366 if _is_jalali_leap(y) else 365 for y in range(1399, year))
    days -= sum(366 if _is_jalali_leap(y) else 365 for y in range(year, 1399))
    return _NOWRUZ_1399 + timedelta(days=days + 30 * (month - 1) + min(month - 1, 6) + day - 1)


def _is_jalali_leap(year: int) -> bool:
    return (25 * year + 11) % 33 < 8


def hebrew_date(year: int, month: int, day: int) -> date:
    """The Gregorian day on which the daylight part of a Hebrew date falls.

    `month` counts from Tishri: 6 is Adar I, 7 Nisan, 12 Elul, 13 Adar II, 14 the one Adar of a common year (in a leap
    year it could be either). Raises ValueError for a day that is not, or that could be two.
    """
    leap = _is_hebrew_leap(year)
    if not 1 <= month <= 14 or (month == 14 if leap else month in {6, 13}):
        raise ValueError("no such Hebrew month in this year")
    place = {13: 6, 14: 5}.get(month, month - 1 if month < 7 or not leap else month)
    lengths = _hebrew_months(year)
    if not 1 <= day <= lengths[place]:
        raise ValueError("no such Hebrew day")
    return date.fromordinal(_hebrew_new_year(year) + sum(lengths[:place]) + day - 1)


def _is_hebrew_leap(year: int) -> bool:
    return (7 * year + 1) % 19 < 7


def _hebrew_new_year(year: int) -> int:
    """The proleptic ordinal of 1 Tishri."""
    return _EPOCH + _elapsed(year) + _correction(year)


def _elapsed(year: int) -> int:
    months = (235 * year - 234) // 19
    parts = 12084 + 13753 * months
    day = 29 * months + parts // 25920
    return day + 1 if 3 * (day + 1) % 7 < 3 else day  # never on a Sunday, Wednesday or Friday


def _correction(year: int) -> int:
    before, this, after = _elapsed(year - 1), _elapsed(year), _elapsed(year + 1)
    if after - this == 356:
        return 2
    return 1 if this - before == 382 else 0


def _hebrew_months(year: int) -> list[int]:
    length = _hebrew_new_year(year + 1) - _hebrew_new_year(year)
    heshvan = 30 if length % 10 == 5 else 29
    kislev = 29 if length % 10 == 3 else 30
    adar = [30, 29] if _is_hebrew_leap(year) else [29]
    return [30, heshvan, kislev, 29, 30, *adar, 30, 29, 30, 29, 30, 29]
