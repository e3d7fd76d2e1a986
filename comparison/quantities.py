"""Numbers and days in a text, as values that can be compared: "18,000", "twenty", "1.2 million", "20 و25 ألف".

General knowledge of how English, Hebrew and Arabic write them. A number keeps its raw form and its place, its unit
where that is one of `comparison.units`, and how exact it is meant ("about", "more than").
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from comparison.tables import word_list
from comparison.units import FRACTIONS, Bound, Unit, bound_before, unit_behind
from normalise.text import fold


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as written: its value, its place, and the words around it (folded), which tell what it counts.

    `bound`: how it is meant: "about", "above" ("more than"), "below" ("nearly", "up to"); None where it is given as is.
    `unit`: what it measures, None for a count or a unit that is not known. `range_end`: the other end of "18 to 22".
    """

    raw: str
    value: float
    start: int
    end: int
    about: frozenset[str]
    written: bool  # in words, not in digits
    bound: Bound | None = None
    unit: Unit | None = None
    range_end: float | None = None


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
    **{fold(word): 200.0 for word in ("מאתיים", "مئتان", "مئتين", "مئتا", "مئتي", "مائتان", "مائتين", "مائتي")},
    **{  # three to nine hundred are one word in Arabic
        fold(f"{unit}{hundred}"): 100.0 * value
        for value, units in {3: "ثلاث", 4: "أربع", 5: "خمس", 6: "ست", 7: "سبع", 8: "ثمان ثماني", 9: "تسع"}.items()
        for unit in units.split()
        for hundred in ("مئة", "مائة")
    },
    **{fold(word): 2000.0 for word in ("אלפיים", "ألفان", "ألفين", "ألفا", "ألفي")},
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
_TEN = {fold(word) for word in ("עשר", "עשרה", "عشر", "عشرة")}  # behind a unit: eleven to nineteen
_ONES = {fold(word): 1.0 for word in ("אחד", "אחת", "أحد", "إحدى", "احد")} | {
    fold(word): 2.0 for word in ("שנים", "שתים", "اثنا", "اثني", "اثنتا", "اثنتي")
}  # numbers only before a ten
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
        number = Quantity(
            text[start:raw_end],
            value,
            start,
            raw_end,
            about,
            written,
            bound_before([word for _, _, word in tokens[max(at - 3, 0) : at]]),
            unit_behind(text[raw_end : raw_end + 1], [word for _, _, word in tokens[after : after + 3]]),
        )
        found.append(number)
        if scale and len(found) > 1 and _joined(text, found[-2], found[-1]) and found[-2].value < 1000 <= value:
            found[-2] = replace(found[-2], value=found[-2].value * scale)
        if len(found) > 1 and found[-2].value < number.value and _joined(text, found[-2], number):
            found[-2:] = [
                replace(found[-2], range_end=number.value, unit=found[-2].unit or number.unit),
                replace(number, range_end=found[-2].value),
            ]
        at = after
    return found


def _bare(word: str) -> str:
    return word[1:] if len(word) > 3 and word[0] in "وب" and word[1:] in _SCALES else word


def _number(text: str, tokens: list[tuple[int, int, str]], at: int) -> tuple[float | None, int, bool]:
    """(value, next token, whether in words) of the number at a token; value None where there is none."""
    word = tokens[at][2]
    if word[0].isdigit():
        return _digits(word), at + 1, False
    following = tokens[at + 1][2] if at + 1 < len(tokens) else ""
    if following in _TEN and 0 < (unit := _ONES.get(word) or _WORDS.get(word, 0.0)) < 10:
        return unit + 10, at + 2, True
    value = _WORDS.get(word)
    if value is None and len(word) > 3 and word[0] in "והבלמכشوبلف":
        value = _WORDS.get(word[1:])
    if value is None:
        return None, at + 1, True
    if 20 <= value <= 90 and at + 1 < len(tokens) and text[tokens[at][1] : tokens[at + 1][0]] in {"-", " ", "‑"}:
        single = _WORDS.get(tokens[at + 1][2])
        if single is not None and 1 <= single <= 9 and word.isascii():
            return value + single, at + 2, True
    joined = _joined_value(following)
    if joined is not None and ((20 <= value <= 90 and 1 <= joined <= 9) or (1 <= value <= 9 and 20 <= joined <= 90)):
        return value + joined, at + 2, True  # עשרים וחמש, خمسة وعشرون
    if word.isascii() and value < 100 and following == "hundred":
        return _hundreds(tokens, at, value)
    return value, at + 1, True


def _joined_value(word: str) -> float | None:
    """The value of a Hebrew or Arabic number word behind "and", which is written onto it."""
    return _WORDS.get(word[1:]) if len(word) > 3 and word[0] in "וو" else None


def _hundreds(tokens: list[tuple[int, int, str]], at: int, hundreds: float) -> tuple[float, int, bool]:
    """ "two hundred and fifty": the value and the next token; "two hundred" where nothing below a hundred follows."""
    after = at + 2
    rest = after + 1 if after < len(tokens) and tokens[after][2] == "and" else after
    value = _WORDS.get(tokens[rest][2]) if rest < len(tokens) else None
    if value is None or not tokens[rest][2].isascii():
        return hundreds * 100, after, True
    unit = _WORDS.get(tokens[rest + 1][2]) if value >= 20 and rest + 1 < len(tokens) else None
    if unit is not None and 1 <= unit <= 9:
        return hundreds * 100 + value + unit, rest + 2, True
    return hundreds * 100 + value, rest + 1, True


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


Agreement = Literal["same", "rounded"]


def agreement(left: Quantity, right: Quantity) -> Agreement | None:
    """Whether two numbers are one value: "same", "rounded" (one is given roughly, the other fits it), None for neither.

    "about" allows half of its last digit and at least 5 %, at most 10 %; "more than" what is up to a quarter above,
    "nearly" and "up to" what is up to a tenth below. Without such a word a round number of 1,000 or more stands for one
    within 3 %. Units of one kind are converted, "28 km" is "17 miles"; a percentage is never a count.
    """
    if (left.unit is None) != (right.unit is None) and "percent" in {u.kind for u in (left.unit, right.unit) if u}:
        return None
    if left.unit and right.unit and left.unit.kind != right.unit.kind:
        return None
    ours, theirs = left.value, right.value
    converted = bool(left.unit and right.unit and left.unit.factor != right.unit.factor)
    if converted and left.unit and right.unit:
        ours, theirs = ours * left.unit.factor, theirs * right.unit.factor
    if ours == theirs:
        return "same"
    if _fits(left.bound, ours, theirs) or _fits(right.bound, theirs, ours) or _within(left, theirs, right, ours):
        return "rounded"
    big, small = max(ours, theirs), min(ours, theirs)
    if converted and big - small <= 0.04 * big:
        return "rounded"
    if big >= 1000 and big - small <= 0.03 * big and _is_round(left.value) != _is_round(right.value):
        return "rounded"
    return None


def _fits(bound: Bound | None, rough: float, exact: float) -> bool:
    if bound == "about":
        last = 10.0 ** (len(f"{rough:.0f}") - len(f"{rough:.0f}".rstrip("0"))) if rough >= 10 else 0.0
        return abs(rough - exact) <= min(max(last / 2, 0.05 * rough), 0.1 * rough)
    if bound == "above":
        return rough < exact <= 1.25 * rough
    return bound == "below" and 0.9 * rough <= exact < rough


def _within(left: Quantity, theirs: float, right: Quantity, ours: float) -> bool:
    """Whether one of them, given roughly, lies in the range of the other: "about 20,000" in "18,000 to 22,000"."""
    for one, value, other in ((left, ours, right), (right, theirs, left)):
        if one.bound == "about" and one.range_end is None and other.range_end is not None:
            low, high = sorted((other.value, other.range_end))
            if low <= value <= high:
                return True
    return False


def same_quantity(left: Quantity, right: Quantity) -> bool:
    """Whether two numbers are one value, exactly or rounded (`agreement`)."""
    return agreement(left, right) is not None


def fraction_agrees(percent: Quantity, text: str) -> bool:
    """Whether a text gives a percentage as a share: "33 percent", "a third" (within two points).

    >>> fraction_agrees(quantities("34 percent of the fleet")[0], "A third of the ships were sold.")
    True
    """
    if percent.unit is None or percent.unit.kind != "percent":
        return False
    folded = fold(text)
    return any(abs(share - percent.value) <= 2 and pattern.search(folded) for share, pattern in FRACTIONS)


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
MONTHS = word_list("january february march april may june july august september october november december")
_DATE = re.compile(
    rf"(?<!\w)(?:({'|'.join(MONTHS)})\.? (\d{{1,2}})(?!\d)|(\d{{1,2}})(?:st|nd|rd|th)? ({'|'.join(MONTHS)}))(?!\w)"
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
