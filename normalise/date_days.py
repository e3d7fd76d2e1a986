"""Days in a line of tokens, with a year or without: by name, in numbers, in three calendars."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from normalise.calendars import hebrew_date, jalali_date
from normalise.date_fallback import foreign_month
from normalise.date_strict import full_year, is_jalali
from normalise.date_tokens import Token, month_at, phrase_at
from normalise.date_words import AFTER_YEAR, HIJRI_MARKS, JOINERS, WEEKDAYS, Calendar, Month

_SEPARATORS = frozenset("./-")
_BETWEEN = frozenset({".", ",", "-", "/", "'", "’", "(", ")"})
_NUMBER_MARKS = frozenset("./-:")
_FIRST_YEAR, _LAST_YEAR = 1900, 2100
_YEAR_FIRST = frozenset({"zh", "ja", "ko", "hu", "lt"})  # languages that write year, month, day, and month, day
_PREFIX_WORDS = frozenset({"ב", "ה", "ל", "מ", "من", "في", "ال", "يوم"})


@dataclass(frozen=True, slots=True)
class Day:
    """A day at tokens `start` to `end`.

    `days` are its readings: one, or two where day and month cannot be told apart, none where the year is missing:
    then `month_day` holds (month, day), for every reading again. `calendar` is the one it is written in.
    """

    start: int
    end: int
    days: tuple[date, ...]
    calendar: Calendar = "gregorian"
    month_day: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Reader:
    """What decides how a day is read: the outlet's language and zone, and what day it is."""

    timezone: str
    language: str | None  # "en" of "en-GB"
    region: str | None  # "gb" of "en-GB"
    now: datetime
    american: bool = False  # the line names a zone of the United States
    near: date | None = None  # a day that the article's address names


def find_days(line: list[Token], taken: list[bool], reader: Reader) -> list[Day]:
    """The days of a line. `taken` marks the tokens of its times, and comes back with those of the days marked too."""
    found: list[Day] = []
    for finder in (_named, _hebrew, _numeric, _foreign):
        for day in finder(line, taken, reader):
            taken[day.start : day.end] = [True] * (day.end - day.start)
            found.append(day)
    return [day for day in found if day.calendar != "hijri"]


def weekday_in(line: list[Token]) -> int | None:
    """The weekday a line names, if it names one (Monday is 0)."""
    named = {found[0] for at in range(len(line)) if (found := phrase_at(line, at, WEEKDAYS))}
    return named.pop() if len(named) == 1 else None


def _named(line: list[Token], taken: list[bool], reader: Reader) -> Iterator[Day]:
    """Days with a month by name."""
    at = 0
    while at < len(line):
        month = None if taken[at] else month_at(line, at)
        if month is None:
            at += 1
            continue
        meanings, end = _double_name(line, month[0], month[1])
        if meanings:
            day = _around(line, taken, at, end, meanings, reader)
            if day:
                yield day
                end = max(end, day.end)
        at = end


def _double_name(line: list[Token], meanings: tuple[Month, ...], end: int) -> tuple[tuple[Month, ...], int]:
    """ "نيسان / أبريل", "أيار (مايو)": two names of one month. No meaning is left where they disagree."""
    at = end
    if at < len(line) and line[at].text in {"/", "-", "("} and (second := month_at(line, at + 1)):
        common = tuple(month for month in meanings if month in second[0])
        at = second[1]
        if at < len(line) and line[at].text == ")":
            at += 1
        return common, at
    return meanings, end


def _around(
    line: list[Token], taken: list[bool], start: int, end: int, meanings: tuple[Month, ...], reader: Reader
) -> Day | None:
    """The day whose month stands at `start` to `end`, from the numbers around it."""
    before = _number_before(line, taken, start)
    after = _number_after(line, taken, end)
    if before is not None and _is_day(line[before]):
        if _is_range(line, taken, before):
            return None
        year, last = _year_after(line, taken, end)
        return _build(line, meanings, line[before].value, year, before, last, reader)
    if after is None or not _is_day(line[after]) or _is_followed_by_range(line, taken, after):
        return None
    last = after + 1
    if before is not None and _is_year(line[before], meanings):
        return _build(line, meanings, line[after].value, line[before].value, before, last, reader)
    while last < len(line) and line[last].glued and line[last].text in {"st", "nd", "rd", "th"}:
        last += 1
    year, last = _year_after(line, taken, last)
    return _build(line, meanings, line[after].value, year, start, last, reader)


def _build(
    line: list[Token], meanings: tuple[Month, ...], day: int, year: int | None, start: int, end: int, reader: Reader
) -> Day | None:
    """The day in the calendar that the year, or without one the outlet, calls for; None where there is no such day."""
    marked_hijri = end < len(line) and line[end].text in HIJRI_MARKS
    while end < len(line) and line[end].text in AFTER_YEAR and line[end].text != "م":
        end += 1
    for month in meanings:
        if month.calendar == "hijri" or (marked_hijri and month.calendar == "jalali" and reader.language != "fa"):
            return Day(start, end, (), "hijri")
        if month.calendar == "hebrew":
            continue
        if year is None:
            if month.calendar == "gregorian":
                return Day(start, end, (), month_day=((month.number, day),))
            continue
        full = year
        if year < 100:
            is_gregorian = month.calendar == "gregorian"
            full = full_year(year, reader.now) if is_gregorian else year + (1400 if year < 60 else 1300)
        if (full < 1500) != (month.calendar == "jalali"):
            continue
        try:
            found = (jalali_date if month.calendar == "jalali" else date)(full, month.number, day)
        except ValueError:
            return None
        return Day(start, end, (found,), month.calendar)
    return None


def _number_before(line: list[Token], taken: list[bool], start: int) -> int | None:
    """The number before the month, over "of", dots and dashes."""
    at = start - 1
    for _ in range(3):
        if at < 0 or taken[at]:
            return None
        if line[at].kind == "number":
            return at
        if line[at].text not in JOINERS and line[at].text not in _BETWEEN:
            return None
        at -= 1
    return None


def _number_after(line: list[Token], taken: list[bool], end: int) -> int | None:
    at = end
    for _ in range(3):
        if at >= len(line) or taken[at]:
            return None
        if line[at].kind == "number":
            return at
        if line[at].text not in JOINERS and line[at].text not in _BETWEEN and line[at].text not in WEEKDAYS:
            return None
        at += 1
    return None


def _year_after(line: list[Token], taken: list[bool], end: int) -> tuple[int | None, int]:
    """The year behind day and month, and the index behind it; times may stand between ("Jan 5 10:00:00 2026")."""
    at = _number_after(line, taken, end)
    if at is None:
        beyond = end
        while beyond < len(line) and (taken[beyond] or (beyond > end and line[beyond].text in _BETWEEN)):
            beyond += 1
        if beyond > end and beyond < len(line) and line[beyond].kind == "number" and len(line[beyond].text) == 4:
            return (line[beyond].value, beyond + 1) if _FIRST_YEAR <= line[beyond].value <= _LAST_YEAR else (None, end)
        return None, end
    token = line[at]
    if len(token.text) == 4 and (1300 <= token.value < 1500 or _FIRST_YEAR <= token.value <= _LAST_YEAR):
        return token.value, at + 1
    if len(token.text) == 2 and _ends_a_date(line, taken, at):
        return token.value, at + 1
    return None, end


def _ends_a_date(line: list[Token], taken: list[bool], at: int) -> bool:
    """Whether a number of two digits can be a year by what follows: nothing, a time, a mark; no word, no decimal."""
    if at + 1 >= len(line) or taken[at + 1]:
        return True
    following = line[at + 1]
    goes_on = following.glued and following.text in ".:/-" and at + 2 < len(line) and line[at + 2].glued
    return following.kind == "mark" and not goes_on


def _is_day(token: Token) -> bool:
    return token.kind == "number" and len(token.text) <= 2 and 1 <= token.value <= 31


def _is_year(token: Token, meanings: tuple[Month, ...]) -> bool:
    return len(token.text) == 4 and any(
        1300 <= token.value < 1500 if month.calendar == "jalali" else _FIRST_YEAR <= token.value <= _LAST_YEAR
        for month in meanings
    )


def _is_range(line: list[Token], taken: list[bool], at: int) -> bool:
    """Whether the day at `at` ends a range: "5-7 January"."""
    return at >= 2 and line[at - 1].text == "-" and not taken[at - 2] and _is_day(line[at - 2])


def _is_followed_by_range(line: list[Token], taken: list[bool], at: int) -> bool:
    """Whether the day at `at` begins a range: "January 5-8, 2026"."""
    return at + 2 < len(line) and line[at + 1].text == "-" and not taken[at + 2] and _is_day(line[at + 2])


def _numeric(line: list[Token], taken: list[bool], reader: Reader) -> Iterator[Day]:
    """Days of numbers alone: whole ones first; where there is none, 05.01. without a year."""
    whole = False
    at = 0
    while at + 4 < len(line):
        day = _whole_numeric(line, taken, at, reader)
        if day:
            whole = True
            yield day
        at = day.end if day else at + 1
    if whole or any(taken[i] and line[i].kind == "word" and month_at(line, i) for i in range(len(line))):
        return
    for at in range(len(line) - 2):
        pairs = [] if any(taken[at : at + 3]) else _day_and_month(line, at, reader)
        if pairs:
            yield Day(at, at + 3, (), month_day=tuple(dict.fromkeys(pairs)))
            return


def _day_and_month(line: list[Token], at: int, reader: Reader) -> list[tuple[int, int]]:
    """The readings of "05.01" or "5/1" as (month, day)."""
    first, mark, second = line[at : at + 3]
    marks = {".", "/", "-"} if reader.language in _YEAR_FIRST else {".", "/"}
    if not first.kind == second.kind == "number" or mark.text not in marks or not (mark.glued and second.glued):
        return []
    if len(first.text) > 2 or len(second.text) > 2 or (mark.text == "." and len(second.text) < 2):
        return []
    if _touches_number(line, at, at + 3):
        return []
    numbers = first.value, second.value
    orders = [numbers] if reader.language in _YEAR_FIRST else _orders(*numbers, mark.text, reader)
    return [(month, day) for month, day in orders if 1 <= month <= 12 and 1 <= day <= 31]


def _whole_numeric(line: list[Token], taken: list[bool], at: int, reader: Reader) -> Day | None:
    first, mark, second, mark_again, third = line[at : at + 5]
    if not first.kind == second.kind == third.kind == "number" or mark.text not in _SEPARATORS:
        return None
    if mark.text != mark_again.text or any(taken[at : at + 5]) or _touches_number(line, at, at + 5):
        return None
    if at and first.glued and line[at - 1].kind == "word" and line[at - 1].text not in _PREFIX_WORDS:
        return None
    lengths = (len(first.text), len(second.text), len(third.text))
    if lengths[1] > 2:
        return None
    days: tuple[date, ...] = ()
    if lengths[0] == 4 and lengths[2] <= 2:
        days = _year_first(first.value, second.value, third.value, mark.text, reader)
    elif lengths == (2, 2, 2) and reader.language in _YEAR_FIRST:
        days = _year_first(full_year(first.value, reader.now), second.value, third.value, mark.text, reader)
    elif lengths[0] <= 2 and lengths[2] in {2, 4}:
        days = _year_last(first.value, second.value, third.value, lengths[2] == 2, mark.text, reader)
    calendar: Calendar = "jalali" if 1300 <= max(first.value, third.value) < 1500 else "gregorian"
    return Day(at, at + 5, days, calendar) if days else None


def _year_first(year: int, month: int, day: int, mark: str, reader: Reader) -> tuple[date, ...]:
    try:
        if is_jalali(year, reader.timezone, reader.language):
            return (jalali_date(year, month, day),)
        if month > 12 >= day and mark != ".":
            month, day = day, month
        return (date(year, month, day),)
    except ValueError:
        return ()


def _year_last(first: int, second: int, year: int, short: bool, mark: str, reader: Reader) -> tuple[date, ...]:
    if short:
        if reader.language == "fa" or (reader.language is None and mark != "."):
            return ()  # 99/02/21 and 05-01-26 begin with a year as often
        year = full_year(year, reader.now)
    try:
        if is_jalali(year, reader.timezone, reader.language):
            return (jalali_date(year, second, first),)
    except ValueError:
        return ()
    orders = _orders(first, second, mark, reader)
    other = [(first, second), (second, first)] if first > 12 or second > 12 else []  # only one of them is a day at all
    found = []
    for month, day in (*orders, *other):
        try:
            found.append(date(year, month, day))
        except ValueError:
            continue
    return tuple(dict.fromkeys(found))


# English-language outlets put the month first in the United States and where its press is the model.
_MONTH_FIRST_ZONES = frozenset({"Pacific/Honolulu", "Pacific/Guam", "Asia/Manila"})
_MONTH_FIRST_REGIONS = frozenset({"us", "ph"})
_UNITED_STATES = frozenset(
    f"America/{city}"
    for city in (
        "New_York", "Detroit", "Chicago", "Denver", "Boise", "Phoenix", "Los_Angeles", "Anchorage", "Juneau", "Sitka",
        "Nome", "Adak", "Menominee", "Metlakatla", "Yakutat", "Indianapolis", "Louisville", "Puerto_Rico",
    )
)  # fmt: skip
_IN_THE_UNITED_STATES = ("US/", "America/Indiana/", "America/Kentucky/", "America/North_Dakota/")
_NOWHERE = frozenset({"UTC", "Etc/UTC", "GMT", "Etc/GMT"})


def _orders(first: int, second: int, mark: str, reader: Reader) -> list[tuple[int, int]]:
    """The readings of 05/01 as (month, day): one where language, region and zone decide, two where they do not."""
    day_first, month_first = (second, first), (first, second)
    zone = reader.timezone
    american = zone in _UNITED_STATES or zone.startswith(_IN_THE_UNITED_STATES) or reader.american
    if reader.language not in {None, "en"} or (mark == "." and not american):
        return [day_first]
    if mark == "." or reader.region == "ca":
        return [day_first, month_first]
    if reader.region:
        return [month_first if reader.region in _MONTH_FIRST_REGIONS else day_first]
    if american or zone in _MONTH_FIRST_ZONES:
        return [month_first]
    if zone in _NOWHERE or zone.startswith("America/"):
        return [day_first, month_first]
    return [day_first]


def _touches_number(line: list[Token], start: int, end: int) -> bool:
    """Whether the numbers go on: an address, a version, a date of four parts."""
    if start >= 2 and line[start].glued and line[start - 1].text in _NUMBER_MARKS and line[start - 1].glued:
        return line[start - 2].kind == "number"
    if end + 1 >= len(line) or not line[end].glued or line[end].text not in _NUMBER_MARKS - {"-"}:
        return False
    return line[end + 1].glued and line[end + 1].kind == "number"


# The languages of `date_words`: what their tables do not know is no month.
_OURS = frozenset({"ar", "de", "en", "es", "fa", "fr", "he", "it", "pt", "ru", "tr"})
_FOREIGN_WORDS = 3  # asked of one line


def _foreign(line: list[Token], taken: list[bool], reader: Reader) -> Iterator[Day]:
    """Days with a month by name in a language whose months dateparser knows: only where a day and a year stand by."""
    if reader.language is None or reader.language in _OURS:
        return
    asked = 0
    for at, token in enumerate(line):
        before, after = _number_before(line, taken, at), _number_after(line, taken, at + 1)
        if token.kind != "word" or before is None or after is None or asked == _FOREIGN_WORDS:
            continue
        if {len(line[before].text), len(line[after].text)} - {1, 2} != {4}:
            continue
        asked += 1
        month = foreign_month(token.raw.lower(), reader.language)
        if month and (day := _around(line, taken, at, at + 1, (Month("gregorian", month),), reader)):
            yield day
            return


_LETTER_VALUES: Mapping[str, int] = dict(
    zip("אבגדהוזחטיכלמנסעפצקרשת", (*range(1, 10), *range(10, 100, 10), 100, 200, 300, 400), strict=True)
)


def _hebrew(line: list[Token], taken: list[bool], reader: Reader) -> Iterator[Day]:
    """Days of the Hebrew calendar, in letters: כ"ט אייר התש"פ."""
    for at in range(1, len(line) - 1):
        month = None if taken[at] else month_at(line, at)
        if month is None or line[at - 1].kind != "word":
            continue
        numbers = [m.number for m in month[0] if m.calendar == "hebrew"]
        day = _letters(line[at - 1].text)
        end = month[1]
        if numbers and end < len(line) and line[end].kind == "word":
            year = _letters(line[end].text)
            if 5000 < year < 6000:
                year -= 5000
            if 1 <= day <= 30 and 700 <= year <= 899:
                try:
                    yield Day(at - 1, end + 1, (hebrew_date(5000 + year, numbers[0], day),), "hebrew")
                except ValueError:
                    continue


def _letters(word: str) -> int:
    """The number that Hebrew letters spell; 0 for other words. The ה of thousands counts 5,000 before a hundred."""
    letters = word.replace('"', "").replace("'", "")
    if not letters or any(letter not in _LETTER_VALUES for letter in letters):
        return 0
    values = [_LETTER_VALUES[letter] for letter in letters]
    if len(values) > 1 and values[0] == 5 and values[1] >= 100:
        return 5000 + sum(values[1:])
    return sum(values)
