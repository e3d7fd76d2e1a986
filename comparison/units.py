"""Units that numbers are given in, words that say how exactly, and shares in words: English, Hebrew and Arabic."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from comparison.tables import word_set
from normalise.text import fold

Bound = Literal["about", "above", "below"]


@dataclass(frozen=True, slots=True)
class Unit:
    """What a number measures, and how many of its kind it is: metres, square metres, kilograms, hours, percent."""

    kind: str
    factor: float


_UNITS: tuple[tuple[str, float, str], ...] = (
    ("percent", 1.0, "percent percentage אחוז אחוזים بالمئة بالمائة"),
    (
        "length",
        1000.0,
        "km kilometre kilometres kilometer kilometers קמ קילומטר קילומטרים كيلومتر كيلومترا كيلومترات كم",
    ),
    ("length", 1609.34, "mile miles מייל מיילים ميل أميال"),
    ("length", 1.0, "metre metres meter meters מטר מטרים متر مترا أمتار"),
    ("length", 0.01, "cm centimetre centimetres centimeter centimeters סנטימטר סנטימטרים سنتيمتر سنتيمترا"),
    ("length", 0.3048, "foot feet"),
    ("area", 1000.0, "dunam dunams dunum dunums דונם דונמים دونم دونما دونمات"),
    ("area", 4046.86, "acre acres"),
    ("area", 10000.0, "hectare hectares הקטר הקטרים هكتار هكتارا هكتارات"),
    ("mass", 1.0, "kg kilogram kilograms kilo kilos קילו קילוגרם كيلوغرام كيلوغراما"),
    ("mass", 1000.0, "ton tons tonne tonnes טון טונות طن طنا أطنان"),
    ("mass", 0.453592, "pound pounds"),
    ("time", 1 / 60, "minute minutes דקה דקות دقيقة دقائق"),
    ("time", 1.0, "hour hours שעה שעות ساعة ساعات"),
    ("time", 24.0, "day days יום ימים يوم يوما أيام"),
    ("time", 168.0, "week weeks שבוע שבועות أسبوع أسبوعا أسابيع"),
    ("time", 730.5, "month months חודש חודשים شهر شهرا أشهر شهور"),
    ("time", 8766.0, "year years שנה שנים سنة سنوات عام عاما أعوام"),
)
_BY_WORD = {fold(word): Unit(kind, factor) for kind, factor, forms in _UNITS for word in forms.split()}
_PERCENT = Unit("percent", 1.0)
_SQUARE = {fold(word) for word in ("square", "רבוע", "רבועים", "مربع", "مربعا")}
_BARE = {"mass": frozenset({"pound", "pounds"})}  # money as often as weight: no unit

_BOUNDS: dict[str, Bound] = {
    **dict.fromkeys(
        word_set(
            """
            about around roughly approximately some circa estimated
            כ בערך כמעט קרוב
            حوالي نحو قرابة زهاء تقريبا
            """
        ),
        "about",
    ),
    **dict.fromkeys(word_set("over above exceeding מעל לפחות يفوق فوق"), "above"),
    **dict.fromkeys(word_set("nearly almost under below"), "below"),
}
_PHRASE_WORDS: dict[Bound, tuple[str, ...]] = {
    "above": (
        "more than", "no fewer than", "no less than", "not less than", "at least", "יותר מ", "أكثر من", "ما لا يقل عن",
    ),
    "below": (
        "less than", "fewer than", "no more than", "up to", "as many as", "as much as", "at most", "פחות מ", "أقل من",
    ),
    "about": ("close to", "ما يقرب من", "ما يقارب"),
}  # fmt: skip
_PHRASES: tuple[tuple[tuple[str, ...], Bound], ...] = tuple(
    (tuple(fold(phrase).split()), bound) for bound, phrases in _PHRASE_WORDS.items() for phrase in phrases
)


def bound_before(preceding: Sequence[str]) -> Bound | None:
    """How a number is meant, by the folded words before it, the nearest last.

    >>> bound_before(["killed", "more", "than"])
    'above'
    """
    for phrase, bound in _PHRASES:
        if tuple(preceding[-len(phrase) :]) == phrase:
            return bound
    last = preceding[-1] if preceding else ""
    return _BOUNDS.get(last)


def unit_behind(mark: str, following: Sequence[str]) -> Unit | None:
    """The unit of a number, by the character and the folded words behind it; None where it is not a known one.

    >>> unit_behind(" ", ["square", "miles"]).kind
    'area'
    """
    if mark in {"%", "٪"}:
        return _PERCENT
    if not following:
        return None
    first, second = following[0], following[1] if len(following) > 1 else ""
    if (first, second) in {("per", "cent"), (fold("في"), fold("المئة")), (fold("في"), fold("المائة"))}:
        return _PERCENT
    unit, squared = _BY_WORD.get(first), second in _SQUARE
    if unit is None and first in _SQUARE:
        unit, squared = _BY_WORD.get(second), True
    if unit is None or (unit.kind == "mass" and first in _BARE["mass"]):
        return None
    return Unit("area", unit.factor**2) if squared and unit.kind == "length" else unit


# Shares in words: percent, and the folded words that say it.
FRACTIONS: tuple[tuple[float, re.Pattern[str]], ...] = tuple(
    (share, re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, map(fold, forms)))})(?!\w)"))
    for share, forms in (
        (50.0, ("half", "חצי", "מחצית", "نصف", "النصف")),
        (33.33, ("a third", "one third", "one-third", "שליש", "ثلث")),
        (66.67, ("two thirds", "two-thirds", "שני שלישים", "ثلثي", "ثلثا")),
        (25.0, ("a quarter", "one quarter", "a fourth", "רבע", "ربع")),
        (75.0, ("three quarters", "three-quarters", "שלושה רבעים", "ثلاثة أرباع")),
        (20.0, ("a fifth", "one fifth", "one in five", "חמישית", "خمس")),
        (80.0, ("four fifths", "four out of five", "four in five")),
        (10.0, ("a tenth", "one tenth", "one in ten", "עשירית", "عشر")),
        (90.0, ("nine out of ten", "nine in ten")),
    )
)
