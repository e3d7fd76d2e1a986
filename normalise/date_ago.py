"""Dates told from now: "2 hours ago", "לפני שעתיים", "منذ ساعة", "just now"; and "yesterday at 10:00" as a day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from normalise.date_strict import day_moment
from normalise.date_tokens import Token, phrase_at
from normalise.date_values import Impossible, Moment
from normalise.date_words import ABOUT, AGO_AFTER, AGO_BEFORE, AMOUNTS, NOW, NUMBERS, UNITS
from normalise.date_zones import clock_of

_DAY_S = 86400
_AND = frozenset({"and", "et", "und", "ve", "و", "ו", "y", "e", "и"})
_BEFORE = dict.fromkeys(AGO_BEFORE, True)
_AFTER = dict.fromkeys(AGO_AFTER, True)
_NOW = dict.fromkeys(NOW, True)
_ABOUT = dict.fromkeys(ABOUT, True)

_Amount = tuple[float | None, int]  # seconds (None: months or years, which name no day), index behind it


def read_ago(tokens: Sequence[Token], timezone: str, now: datetime) -> Moment | None:
    """The moment of the first "… ago": to the minute for hours and less, else the day in the outlet's zone.

    None without one. Raises `Impossible` for months and years: "two months ago" names no day.
    """
    line = list(tokens)
    for start in range(len(line)):
        seconds = _ago_at(line, start)
        if seconds is None:
            continue
        if seconds % _DAY_S == 0 and seconds:
            day = now.astimezone(clock_of(timezone)).date() - timedelta(seconds=seconds)
            return day_moment(day, timezone)
        return Moment(now - timedelta(seconds=seconds), "minute", "stated")
    return None


def says_now(tokens: Sequence[Token]) -> bool:
    """Whether the line says "just now"."""
    line = list(tokens)
    return any(phrase_at(line, start, _NOW) for start in range(len(line)))


def _ago_at(line: list[Token], start: int) -> float | None:
    amount = None
    if before := phrase_at(line, start, _BEFORE):
        amount = _amounts(line, before[1], bare=True)
    if amount is None and not _continues_a_number(line, start):
        amount = _amounts(line, start, bare=False)
        if amount and not phrase_at(line, amount[1], _AFTER):
            amount = None
    if amount and amount[0] is None:
        raise Impossible("months and years ago name no day")
    return amount[0] if amount else None


def _continues_a_number(line: list[Token], start: int) -> bool:
    """Whether the number at `start` is the second half of "1.5" or "2-3"."""
    return start >= 2 and line[start - 1].kind == "mark" and line[start - 2].kind == "number" and line[start].glued


def _amounts(line: list[Token], start: int, *, bare: bool) -> _Amount | None:
    """One amount or several ("1 hour 20 minutes"), added up."""
    total = _amount(line, start, bare=bare)
    while total and total[0] is not None:
        at = total[1]
        while at < len(line) and (line[at].text in _AND or line[at].text in {",", "-"}):
            at += 1
        more = _amount(line, at, bare=False)
        if not more:
            break
        total = (None if more[0] is None else total[0] + more[0], more[1])
    return total


def _amount(line: list[Token], start: int, *, bare: bool) -> _Amount | None:
    at = start
    while at < len(line) and (about := phrase_at(line, at, _ABOUT)):
        at = about[1]
        if at < len(line) and line[at].text == "-":
            at += 1
    if at >= len(line):
        return None
    if line[at].kind == "word" and line[at].text[0] in "כוو" and len(line[at].text) > 2:
        # כשעה, ונصف: "about" and "and" written onto the word
        shortened = [*line[:at], line[at]._replace(text=line[at].text[1:]), *line[at + 1 :]]
        if found := _plain_amount(shortened, at, bare=bare):
            return found
    return _plain_amount(line, at, bare=bare)


def _plain_amount(line: list[Token], at: int, *, bare: bool) -> _Amount | None:
    if whole := phrase_at(line, at, AMOUNTS):
        return float(whole[0]), whole[1]
    token = line[at]
    count: float
    if token.kind == "number":
        if not 0 <= token.value <= 9999:
            return None
        count, behind = float(token.value), at + 1
        if _is_decimal(line, behind):
            count, behind = float(f"{token.text}.{line[behind + 1].text}"), behind + 2
    elif number := phrase_at(line, at, NUMBERS):
        count, behind = float(number[0]), number[1]
    elif bare:
        count, behind = 1.0, at
    else:
        return None
    unit = _unit(line, behind)
    if unit is None:
        return None
    seconds, end = unit
    if count == 1 and token.kind == "word" and (one := phrase_at(line, end, NUMBERS)) and one[0] == 1:
        end = one[1]  # ساعة واحدة, שעה אחת
    return (None if seconds is None else count * seconds), end


def _unit(line: list[Token], at: int) -> tuple[int | None, int] | None:
    if at >= len(line) or line[at].kind != "word" or line[at].text not in UNITS:
        return None
    end = at + 1
    if end < len(line) and line[end].text == ".":
        end += 1  # 2 Std., 5 min.
    return UNITS[line[at].text], end


def _is_decimal(line: list[Token], at: int) -> bool:
    point, digits = line[at : at + 1], line[at + 1 : at + 2]
    return bool(point and digits and point[0].text in {".", ","} and digits[0].kind == "number" and digits[0].glued)
