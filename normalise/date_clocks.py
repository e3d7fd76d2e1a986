"""Times of day in a line of tokens: 10:00, 11h00, 11.00 Uhr, 5 pm, ۵۹ : ۱۸, with the zone that stands beside them."""

from __future__ import annotations

from dataclasses import dataclass

from normalise.date_strict import twelve_hours
from normalise.date_tokens import Token, phrase_at
from normalise.date_values import Impossible
from normalise.date_words import (
    AT,
    CLOCK_AFTER_PLACE,
    CLOCK_BEFORE_PLACE,
    LOCAL_CLOCK,
    OCLOCK,
    PARTS_OF_DAY,
    PartOfDay,
)
from normalise.date_zones import PLACES, Zone, clock_of, is_zone_name, stated_zone

_HOUR_LETTER = frozenset({"h", "hs", "heures", "heure"})
_LENGTH = frozenset({"min", "mins", "minutes", "minuten"})  # 05:53 min: how long a film is
_BARE_HOUR_LANGUAGES = frozenset({"fr", "es", "pt"})
_AT = dict.fromkeys(AT, True)
_BEFORE_PLACE = dict.fromkeys(CLOCK_BEFORE_PLACE, True)
_AFTER_PLACE = dict.fromkeys(CLOCK_AFTER_PLACE, True)
_LOCAL = dict.fromkeys(LOCAL_CLOCK, True)
_OUTLETS_OWN = Zone(None, None, "assumed")


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day at tokens `start` to `end` (am, pm and zone included). `second` is None where none stands."""

    start: int
    end: int
    hour: int
    minute: int
    second: int | None
    zone: Zone | None

    def reading(self) -> tuple[int, int, int | None, Zone | None]:
        """What it says, without where: two clocks that say the same are one."""
        return self.hour, self.minute, self.second, self.zone


def find_clocks(line: list[Token], timezone: str, language: str | None) -> list[Clock]:
    """The times of a line in their order, colons and words making them; they do not overlap.

    Raises `Impossible` where a time is there and could be two: Persian agencies write minutes first, with spaces.
    """
    found: list[Clock] = []
    at = 0
    while at < len(line):
        clock = _clock_at(line, at, timezone, language)
        if clock:
            found.append(clock)
        at = clock.end if clock else at + 1
    return found


def dotted_clock(line: list[Token], at: int, timezone: str, language: str | None) -> Clock | None:
    """The time written 11.00 at `at`: to be asked where a whole date has gone before, else it may be any number."""
    if not _is_number(line, at, 2) or not _is_glued_mark(line, at + 1, ".") or not _is_number(line, at + 2, 2):
        return None
    hour, minute = line[at].value, line[at + 2].value
    if len(line[at + 2].text) != 2 or hour > 23 or minute > 59:
        return None
    if _is_glued_mark(line, at + 3, ".") and _is_number(line, at + 4, 4):
        return None
    clock = _finish(line, at, at + 3, hour, minute, None, timezone, language)
    if clock.end < len(line) and line[clock.end].kind != "mark" and clock.end == at + 3:
        return None
    return clock


def military_clock(line: list[Token], at: int, timezone: str) -> Clock | None:
    """The time written 1500 GMT, 0930 hrs."""
    if line[at].kind != "number" or len(line[at].text) != 4 or at + 1 >= len(line):
        return None
    hour, minute = divmod(line[at].value, 100)
    zone = zone_at(line, at + 1, timezone)
    if hour > 23 or minute > 59 or not (zone or line[at + 1].text in OCLOCK):
        return None
    return Clock(at, zone[1] if zone else at + 2, hour, minute, None, zone[0] if zone else None)


def zone_at(line: list[Token], at: int, timezone: str, *, may_be_range: bool = False) -> tuple[Zone, int] | None:
    """The zone stated at `at` ("+0200", "GMT+3", "(IST)", "بتوقيت القدس", "Eastern Time") and the index behind it.

    `may_be_range`: a time without seconds went before, so "10:00-12:00" is no offset. A zone with neither offset nor
    clock is the outlet's own ("local time"). Raises `Impossible` for the clock of a place that is not known.
    """
    bracketed = at < len(line) and line[at].text in {"(", "["}
    at += int(bracketed)
    if at >= len(line):
        return None
    found = (
        _offset_at(line, at, timezone, may_be_range)
        or _name_at(line, at, timezone)
        or _place_at(line, at, bracketed=bracketed)
    )
    if not found:
        return None
    zone, end = found
    if bracketed and end < len(line) and line[end].text in {")", "]"}:
        end += 1
    return zone, end


def _clock_at(line: list[Token], at: int, timezone: str, language: str | None) -> Clock | None:
    if not _is_number(line, at, 2) or at + 1 >= len(line):
        return None
    if line[at + 1].text == ":":
        return _colon_clock(line, at, timezone, language)
    hour = line[at].value
    if hour > 24:
        return None
    if line[at + 1].text in _HOUR_LETTER and (not line[at].glued or at == 0 or line[at - 1].kind != "mark"):
        if _is_number(line, at + 2, 2) and len(line[at + 2].text) == 2 and line[at + 2].value < 60:
            behind = at + 3
            if behind < len(line) and line[behind].text in {"min", "mn"}:
                behind += 1
            return _finish(line, at, behind, hour, line[at + 2].value, None, timezone, language)
        if language in _BARE_HOUR_LANGUAGES and not _is_number(line, at + 2, 2):
            return _finish(line, at, at + 2, hour, 0, None, timezone, language)
        return None
    if line[at + 1].text == "uhr":
        minute = line[at + 2].value if _is_number(line, at + 2, 2) and len(line[at + 2].text) == 2 else 0
        if minute > 59 or (minute and _is_glued_mark(line, at + 3, ".")):
            minute = 0
        return _finish(line, at, at + (3 if minute else 2), hour, minute, None, timezone, language)
    if _follows_at(line, at) or _behind_dotted(line, at):
        dotted = dotted_clock(line, at, timezone, language)
        if dotted:
            return dotted
    if line[at].glued and at and line[at - 1].kind == "mark" and line[at - 1].text in {".", "/", "-", ":"}:
        return None
    part = _part_at(line, at + 1, language)
    if part and 1 <= hour <= 12 and (line[at + 1].text in {"am", "pm"} or _follows_at(line, at)):
        return _finish(line, at, at + 1, hour, 0, None, timezone, language)
    return None


def _behind_dotted(line: list[Token], at: int) -> bool:
    """Whether "11.00" here has a word behind it that only a time has: Uhr, am, pm."""
    if not (_is_glued_mark(line, at + 1, ".") and _is_number(line, at + 2, 2) and at + 3 < len(line)):
        return False
    if at >= 2 and _is_glued_mark(line, at - 1, ".") and line[at].glued:
        return False
    return line[at + 3].text in OCLOCK or line[at + 3].text in {"am", "pm"}


def _colon_clock(line: list[Token], at: int, timezone: str, language: str | None) -> Clock | None:
    colon = line[at + 1]
    if not _is_number(line, at + 2, 2) or colon.glued != line[at + 2].glued:
        return None
    if at and line[at].glued and line[at - 1].kind == "mark" and line[at - 1].text in ":./":
        return None
    if len(line[at + 2].text) != 2:
        return None
    hour, minute, second = line[at].value, line[at + 2].value, None
    end = at + 3
    if (
        end + 1 < len(line)
        and line[end].text == ":"
        and line[end].glued == colon.glued
        and _is_number(line, end + 1, 2)
    ):
        second = line[end + 1].value
        end += 2
        if _is_glued_mark(line, end, ".") and end + 1 < len(line) and line[end + 1].kind == "number":
            end += 2  # thousandths
    if end < len(line) and line[end].text in _LENGTH and second is None:
        return None
    if language == "fa" and second is None:
        hour, minute = _persian_order(hour, minute, spaced=not colon.glued)
    if hour > 24 or minute > 59 or (second or 0) > 60 or (hour == 24 and minute):
        return None
    return _finish(line, at, end, hour, minute, second, timezone, language)


def _persian_order(hour: int, minute: int, *, spaced: bool) -> tuple[int, int]:
    """Hours and minutes of a Persian time.

    With spaces around the colon, right-to-left display swaps the sides, so pages that want 18 : 59 seen write 59 : 18.
    """
    if hour > 24 and minute < 24:
        return minute, hour
    if spaced and hour < 24 and minute < 24 and hour != minute:
        raise Impossible("hours and minutes cannot be told apart")
    return hour, minute


def _finish(
    line: list[Token], start: int, end: int, hour: int, minute: int, second: int | None, timezone: str,
    language: str | None,
) -> Clock:  # fmt: skip
    """The clock with what stands around it: o'clock, am or pm behind or before, the zone behind or before."""
    while end < len(line) and line[end].text in OCLOCK:
        end += 1
    if part := _part_at(line, end, language):
        hour, end = twelve_hours(hour, part[0]), part[1]
    elif start and (before := _part_before(line, start, language)):
        hour, start = twelve_hours(hour, before[0]), before[1]
    while end < len(line) and line[end].text in OCLOCK:
        end += 1
    zone = zone_at(line, end, timezone, may_be_range=second is None)
    if zone:
        return Clock(start, zone[1], hour, minute, second, zone[0])
    if start and (named := _name_at(line, start - 1, timezone)) and named[1] == start:
        return Clock(start - 1, end, hour, minute, second, named[0])
    return Clock(start, end, hour, minute, second, None)


def _part_at(line: list[Token], at: int, language: str | None) -> tuple[PartOfDay, int] | None:
    if at < len(line) and line[at].text == "am" and language == "de":
        return None  # "11:00 am Montag"
    return phrase_at(line, at, PARTS_OF_DAY)


def _part_before(line: list[Token], start: int, language: str | None) -> tuple[PartOfDay, int] | None:
    for first in range(max(0, start - 3), start):
        found = _part_at(line, first, language)
        is_year_mark = line[first].glued and first and line[first - 1].kind == "number"
        if found and found[1] == start and not is_year_mark:
            return found[0], first
    return None


def _offset_at(line: list[Token], at: int, timezone: str, may_be_range: bool) -> tuple[Zone, int] | None:
    if line[at].text not in {"+", "-"} or at + 1 >= len(line):
        return None
    digits = line[at + 1]
    if digits.kind != "number" or not digits.glued:
        return None
    sign = line[at].text
    if len(digits.text) == 4 and digits.value % 100 < 60 and digits.value <= 1400:
        return stated_zone(sign + digits.text, timezone), at + 2
    minutes = at + 3
    if may_be_range and sign == "-" and line[at].glued:
        return None
    if len(digits.text) > 2 or not _is_glued_mark(line, at + 2, ":"):
        return None
    if _is_number(line, minutes, 2) and line[minutes].glued:
        return stated_zone(f"{sign}{digits.text:0>2}:{line[minutes].text}", timezone), at + 4
    return None


def _name_at(line: list[Token], at: int, timezone: str) -> tuple[Zone, int] | None:
    word = line[at]
    if word.kind != "word" or not (2 <= len(word.raw) <= 5 or word.raw == "Z"):
        return None
    if not (word.raw.isupper() and is_zone_name(word.raw, timezone)) and word.text not in {"gmt", "utc"}:
        return None
    if word.text in {"gmt", "utc"} and (offset := _hours_behind(line, at + 1)):
        return stated_zone("GMT" + offset[0], timezone), offset[1]
    return stated_zone(word.raw, timezone), at + 1


def _hours_behind(line: list[Token], at: int) -> tuple[str, int] | None:
    """The offset written onto a zone's name: GMT+3, UTC -05:30, GMT+0200."""
    if at + 1 >= len(line) or line[at].text not in {"+", "-"}:
        return None
    digits = line[at + 1]
    if digits.kind != "number" or not digits.glued or len(digits.text) == 3 or len(digits.text) > 4:
        return None
    if len(digits.text) == 4:
        return (line[at].text + digits.text, at + 2) if line[at].glued else None
    if _is_glued_mark(line, at + 2, ":") and _is_number(line, at + 3, 2):
        return f"{line[at].text}{digits.text}:{line[at + 3].text}", at + 4
    if _is_glued_mark(line, at + 2, "-"):
        return None  # "GMT -05-01-2026"
    return line[at].text + digits.text, at + 2


def _place_at(line: list[Token], at: int, *, bracketed: bool) -> tuple[Zone, int] | None:
    """The clock of a place: بتوقيت القدس, heure de Paris, Eastern Time, (مكة المكرمة), بالتوقيت المحلي."""
    if local := phrase_at(line, at, _LOCAL):
        return _OUTLETS_OWN, local[1]
    if clock := phrase_at(line, at, _BEFORE_PLACE):
        if local := phrase_at(line, clock[1], _LOCAL):
            return _OUTLETS_OWN, local[1]
        place = phrase_at(line, clock[1], PLACES)
        if place is None:
            raise Impossible("the clock of a place that is not known")
        return Zone(None, clock_of(place[0]), "stated"), place[1]
    place = phrase_at(line, at, PLACES)
    if place is None:
        return None
    zone = Zone(None, clock_of(place[0]), "stated")
    if clock := phrase_at(line, place[1], _AFTER_PLACE):
        return zone, clock[1]
    alone = bracketed and place[1] < len(line) and line[place[1]].text in {")", "]"}
    return (zone, place[1]) if alone or place[0] == "UTC" else None  # Greenwich is a clock, Paris may be a dateline


def _follows_at(line: list[Token], at: int) -> bool:
    before = at - 1
    while before >= 0 and line[before].text == ":":
        before -= 1
    return before >= 0 and line[before].text in _AT


def _is_number(line: list[Token], at: int, digits: int) -> bool:
    return 0 <= at < len(line) and line[at].kind == "number" and len(line[at].text) <= digits


def _is_glued_mark(line: list[Token], at: int, mark: str) -> bool:
    return 0 <= at < len(line) and line[at].text == mark and line[at].glued
