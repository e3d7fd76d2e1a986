"""Chinese, Japanese and Korean dates in the words and marks that the readers of lines know.

These lines write numbers with a letter behind each (2026年1月5日, 10時30分), the part of the day before the hour
(午後3時), era years (令和8年) and "ago" as one word (3小时前). Rewritten once, they need no tables of their own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

_LETTER: Final = re.compile("[\u3041-\u30ff\u4e00-\u9fff\uac00-\ud7a3]")
_BEFORE_ERA: Final[Mapping[str, int]] = {"令和": 2018, "平成": 1988, "昭和": 1925, "民國": 1911, "民国": 1911}
_DAY: Final = re.compile(
    rf"(?:({'|'.join(_BEFORE_ERA)})\s?(\d{{1,3}}|元)|(?<!\d)(\d{{4}}|\d{{2}}))\s?[年년]\s?(\d{{1,2}})\s?[月월]\s?"
    r"(\d{1,2})\s?[日일号號]"
)
_MONTH_AND_DAY: Final = re.compile(r"(?<!\d)(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日일号號]")
_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_WORDS_OF_PARTS: Final[Mapping[str, str]] = {
    "am": "上午|早上|早晨|清晨|凌晨|午前|未明|오전|새벽|아침",
    "pm": "下午|午後|傍晚|오후",
    "night": "晚上|晚间|晚間|夜间|夜|深夜|저녁|밤",
    "noon": "中午|正午|낮",
}
_PARTS: Final[Mapping[str, str]] = {word: part for part, words in _WORDS_OF_PARTS.items() for word in words.split("|")}
_CLOCK: Final = re.compile(
    rf"(?:({'|'.join(_PARTS)})\s?)?(?<!\d)(\d{{1,2}})"
    r"(?:\s?[时時點点시](?![間间간])(?:\s?(\d{1,2})\s?[分분]|\s?(\d{2})(?!\d)|(半))?|:(\d{2}))"
    r"(?:\s?(\d{1,2})\s?[秒초]|:(\d{2}))?"
)
_AGO: Final = re.compile(
    r"(\d+)\s?[个個]?\s?(秒鐘?|秒钟|分钟|分鐘|分|小时|小時|時間|天|日|周|週間?|초|분|시간|일|주)\s?[之以]?(?:前|전)(?!\w)"
)
_UNITS: Final[Mapping[str, str]] = {
    "秒": "seconds", "초": "seconds", "分": "minutes", "분": "minutes", "小": "hours", "時": "hours", "시": "hours",
    "天": "days", "日": "days", "일": "days", "周": "weeks", "週": "weeks", "주": "weeks",
}  # fmt: skip
_RELATIVE: Final = re.compile(r"(?:(今天|今日|오늘)|(昨天|昨日|어제))(?=\s?\d{1,2}:\d{2})")
_NOW: Final = re.compile(r"\s*(?:刚刚|剛剛|たった今|방금(?: 전)?)\s*")
_NOON: Final = 12


def is_eastern(text: str) -> bool:
    """Whether a line has Chinese, Japanese or Korean letters."""
    return _LETTER.search(text) is not None


def rewritten(line: str) -> str:
    """A line of which `is_eastern` holds, its dates and times in digits, and "ago", today and yesterday in English.

    >>> rewritten("2026年1月5日 午後3時04分")
    '2026-1-5   15:04 '
    >>> rewritten("3小时前")
    '3 hours ago'
    """
    if _NOW.fullmatch(line):
        return "just now"
    line = _MONTH_AND_DAY.sub(_month_and_day, _DAY.sub(_day, line))
    line = _AGO.sub(lambda found: f"{found[1]} {_UNITS[found[2][0]]} ago", line)
    return _RELATIVE.sub(lambda found: "today " if found[1] else "yesterday ", _CLOCK.sub(_clock, line))


def _day(found: re.Match[str]) -> str:
    era, of_era, year, month, day = found.groups()
    if era:
        year = str(_BEFORE_ERA[era] + (1 if of_era == "元" else int(of_era)))
    elif len(year) == 2:
        year = f"20{year}"
    return f"{year}-{month}-{day} "


def _month_and_day(found: re.Match[str]) -> str:
    month = int(found[1])
    return f" {_MONTHS[month - 1]} {found[2]} " if 1 <= month <= len(_MONTHS) else found[0]


def _clock(found: re.Match[str]) -> str:
    part, digits, minutes, bare, half, after_colon, seconds, second = found.groups()
    minute = minutes or bare or after_colon or ("30" if half else None)
    if not part and (after_colon or minute is None):
        return found[0]  # written as everywhere; or "3時", which may be how many
    hour, kind = int(digits), _PARTS.get(part or "")
    if kind == "night" and hour == _NOON:
        return " "  # midnight of this day or of the next
    if (kind in ("pm", "night") and hour < _NOON) or (kind == "noon" and hour < _NOON - 2):
        hour += _NOON
    elif kind == "am" and hour == _NOON:
        hour = 0
    told = seconds or second
    return f" {hour:02}:{int(minute or 0):02}{f':{int(told):02}' if told else ''} "
