"""Numbers and days in a text, as values that can be compared: "18,000", "twenty", "1.2 million", "20 و25 ألف".

General knowledge of how English, Hebrew and Arabic write them; a number keeps its raw form and its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from comparison.tables import word_list
from normalise.text import fold


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as written: its value, its place, and the words around it (folded), which tell what it counts."""

    raw: str
    value: float
    start: int
    end: int
    about: frozenset[str]
    written: bool  # in words, not in digits


_ENGLISH = word_list(
    """
    zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
    eighteen nineteen twenty
    """
)
_TENS = {"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
_HEBREW = {
    1: "אחד אחת", 2: "שניים שתיים שני שתי", 3: "שלושה שלוש שלושת", 4: "ארבעה ארבע ארבעת", 5: "חמישה חמש חמשת",
    6: "שישה שש ששת", 7: "שבעה שבע שבעת",
    8: "שמונה שמונת", 9: "תשעה תשע תשעת", 10: "עשרה עשר עשרת", 20: "עשרים", 30: "שלושים", 40: "ארבעים",
    50: "חמישים", 60: "שישים", 70: "שבעים", 80: "שמונים", 90: "תשעים",
}  # fmt: skip
_ARABIC = {
    2: "اثنان اثنين اثنتان اثنتين", 3: "ثلاثة ثلاث", 4: "أربعة أربع", 5: "خمسة خمس", 6: "ستة ست", 7: "سبعة سبع",
    8: "ثمانية ثماني ثمان", 9: "تسعة تسع",
    10: "عشرة عشر", 20: "عشرون عشرين", 30: "ثلاثون ثلاثين", 40: "أربعون أربعين", 50: "خمسون خمسين", 60: "ستون ستين",
    70: "سبعون سبعين", 80: "ثمانون ثمانين", 90: "تسعون تسعين",
}  # fmt: skip
_WORDS: dict[str, float] = {
    **{word: float(value) for value, word in enumerate(_ENGLISH)},
    **{word: float(value) for word, value in _TENS.items()},
    **{
        fold(word): float(value)
        for table in (_HEBREW, _ARABIC)
        for value, forms in table.items()
        for word in forms.split()
    },
    **{fold("الأربعة"): 4.0, fold("الثلاثة"): 3.0, fold("الخمسة"): 5.0, "dozen": 12.0},
}
_SCALES: dict[str, float] = {
    **dict.fromkeys(("hundred", "מאה", "מאות", fold("مئة"), fold("مائة")), 100.0),
    **dict.fromkeys(("thousand", fold("אלף"), fold("אלפים"), fold("ألف"), fold("آلاف")), 1000.0),
    **dict.fromkeys(("million", "m", fold("מיליון"), fold("מליון"), fold("مليون"), fold("ملايين")), 1000000.0),
    **dict.fromkeys(("billion", "bn", fold("מיליארד"), fold("مليار")), 1000000000.0),
}
_TOKEN = re.compile(r"\d+(?:[.,٬٫]\d+)*|[^\W\d_]+")
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
_RANGE = frozenset({"to", "and", "or", "עד", "ל", "و", "الي", "او"})
_NEAR = 4
_AMBIGUOUS = frozenset({"one", "אחד", "אחת", fold("שני"), "m"})  # pronoun, ordinal: no number by themselves


def quantities(text: str) -> list[Quantity]:
    """The numbers of `text` in order: digits with their scale ("1.2 million"), and number words up to ninety-nine.

    >>> [(q.raw, q.value) for q in quantities("18,000 to 22 thousand people in twenty-five camps")]
    [('18,000', 18000.0), ('22', 22000.0), ('twenty-five', 25.0)]
    """
    tokens = [(match.start(), match.end(), fold(match.group())) for match in _TOKEN.finditer(text.translate(_DIGITS))]
    found: list[Quantity] = []
    at = 0
    while at < len(tokens):
        start, _, word = tokens[at]
        value, after, written = _number(text, tokens, at)
        if value is None:
            at += 1
            continue
        scale = _SCALES.get(_bare(tokens[after][2])) if after < len(tokens) else None
        if written and word in _AMBIGUOUS and not scale:
            at += 1
            continue
        raw_end = tokens[after - 1][1]
        if scale and not (tokens[after][2] == "m" and text[raw_end : tokens[after][0]].strip()):
            value *= scale
            after += 1
        about = frozenset(
            w
            for _, _, w in (*tokens[max(at - _NEAR, 0) : at], *tokens[after : after + _NEAR])
            if len(w) > 2 and w not in _WORDS
        )
        found.append(Quantity(text[start:raw_end], value, start, raw_end, about, written))
        if scale and len(found) > 1 and _joined(text, found[-2], found[-1]) and found[-2].value < 1000 <= value:
            found[-2] = replace(found[-2], value=found[-2].value * scale)
        at = after
    return found


def _bare(word: str) -> str:
    return word[1:] if len(word) > 3 and word[0] in "وب" and word[1:] in _SCALES else word


def _number(text: str, tokens: list[tuple[int, int, str]], at: int) -> tuple[float | None, int, bool]:
    """(value, next token, whether in words) of the number at a token; value None where there is none."""
    word = tokens[at][2]
    if word[0].isdigit():
        return _digits(word), at + 1, False
    value = _WORDS.get(word)
    if value is None and len(word) > 3 and word[0] in "והבלמכشوبلف":
        value = _WORDS.get(word[1:])
    if value is None:
        return None, at + 1, True
    if 20 <= value <= 90 and at + 1 < len(tokens) and text[tokens[at][1] : tokens[at + 1][0]] in {"-", " ", "‑"}:
        unit = _WORDS.get(tokens[at + 1][2])
        if unit is not None and 1 <= unit <= 9 and word.isascii():
            return value + unit, at + 2, True
    return value, at + 1, True


def _digits(raw: str) -> float:
    groups = re.split(r"[.,٬٫]", raw)
    if len(groups) > 1 and all(len(group) == 3 for group in groups[1:]):
        return float("".join(groups))
    if len(groups) == 2:
        return float(".".join(groups))
    return float("".join(groups))


def _joined(text: str, left: Quantity, right: Quantity) -> bool:
    """Whether two numbers are a range: "20 to 25 thousand", "20-25", "20 و25"."""
    between = fold(text[left.end : right.start]).strip()
    return between in _RANGE or between in {"-", "–", "—", "ו", "ול-", "עד ל-"}


def same_quantity(left: Quantity, right: Quantity) -> bool:
    """Whether two numbers are one value; 1.97 million and "about 2 million" are, within 3 %, when round."""
    if left.value == right.value:
        return True
    big, small = max(left.value, right.value), min(left.value, right.value)
    return big >= 1000 and big - small <= 0.03 * big and _is_round(left.value) != _is_round(right.value)


def _is_round(value: float) -> bool:
    digits = f"{value:.0f}".rstrip("0")
    return len(digits) <= 1 or (len(digits) == 2 and digits.endswith("5"))


_DAYS = (
    ("monday", "יום שני", "الاثنين"), ("tuesday", "יום שלישי", "الثلاثاء"), ("wednesday", "יום רביעי", "الأربعاء"),
    ("thursday", "יום חמישי", "الخميس"),
    ("friday", "יום שישי", "الجمعة"), ("saturday", "שבת", "السبت"), ("sunday", "יום ראשון", "الأحد"),
)  # fmt: skip
_DAY_NAMES = {fold(name): number for number, names in enumerate(_DAYS) for name in names}
_DAY = re.compile(rf"(?<!\w)[ובהלמ]?({'|'.join(sorted(map(re.escape, _DAY_NAMES), key=len, reverse=True))})(?!\w)")
_MONTHS = word_list("january february march april may june july august september october november december")
_DATE = re.compile(
    rf"(?<!\w)(?:({'|'.join(_MONTHS)})\.? (\d{{1,2}})(?!\d)|(\d{{1,2}})(?:st|nd|rd|th)? ({'|'.join(_MONTHS)}))(?!\w)"
)


def days(text: str) -> set[str]:
    """The days that a text names: weekdays, and dates as "month day" (English).

    >>> sorted(days("on Monday, 12 October"))
    ['monday', 'october 12']
    """
    folded = fold(text)
    named = {_DAYS[_DAY_NAMES[match.group(1)]][0] for match in _DAY.finditer(folded)}
    for month, day, day_first, month_last in _DATE.findall(folded):
        named.add(f"{month or month_last} {int(day or day_first)}")
    return named


def values(found: Iterable[Quantity]) -> set[float]:
    """The values of some numbers."""
    return {quantity.value for quantity in found}
