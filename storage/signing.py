"""Who signed a page and which date it gave itself: what stands around a text, and whether two pages agree on it.

Both sides come from one extractor. What is compared is who is named, not how the line is worded ("By Dana Orr" and
"Dana Orr, 3 hours ago" name one person), and when, no finer than the coarser of the two dates was printed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from normalise.byline_model import Person
from normalise.date_values import ParsedDate
from normalise.text import fold

Around = Literal["byline", "date"]

_WORD = re.compile(r"[^\W\d]+")
_CLOCK = re.compile(r"\d[:.hT]\d\d|\d{8}")
_CALENDAR = re.compile(r"\d{4}|\d[./-]\d")
_DAY = timedelta(hours=25)  # one on which clocks are set back
_SOME_DAYS_AGO = timedelta(hours=36)  # what "2 days ago" may be off
_WITHIN = {"second": timedelta(seconds=1), "minute": timedelta(minutes=1), "day": timedelta(hours=12)}


@dataclass(frozen=True, slots=True)
class Signature:
    """What a page says of its authors and its date. `published` None: it gives none; nobody named: it names nobody.

    `published_source` is where on the page the date stood: "json-ld", "meta", "time", ...
    """

    byline_raw: str | None = None
    people: tuple[Person, ...] = ()
    organisations: tuple[str, ...] = ()
    published: ParsedDate | None = None
    published_source: str | None = None


def differing(before: Signature | None, after: Signature | None) -> frozenset[Around]:
    """Which of byline and date differ; nothing where either side is not known.

    A date that only one side gives is no difference: pages come in versions with and without one.
    """
    if before is None or after is None:
        return frozenset()
    found: set[Around] = set()
    if _names(before) != _names(after):
        found.add("byline")
    if before.published and after.published and not _is_one_moment(before.published, after.published):
        found.add("date")
    return frozenset(found)


def _names(signature: Signature) -> frozenset[str]:
    """Who is named; the words of the line where nobody was read from it, without numbers ("5 hours ago")."""
    named = {person.key for person in signature.people} | {fold(name) for name in signature.organisations}
    return frozenset(named or _WORD.findall(fold(signature.byline_raw or "")))


def _is_one_moment(a: ParsedDate, b: ParsedDate) -> bool:
    gap = abs(a.instant - b.instant)
    if "day" in (a.precision, b.precision) and a.precision != b.precision:
        day, moment = (a, b) if a.precision == "day" else (b, a)
        if _CALENDAR.search(day.raw):
            return timedelta(0) <= moment.instant - day.instant < _DAY
        return gap < _SOME_DAYS_AGO + _DAY
    within = max(_WITHIN[a.precision], _WITHIN[b.precision], _slack(a), _slack(b))
    return gap < within


def _slack(date: ParsedDate) -> timedelta:
    """How far a date may be off that was printed as "3 hours ago" or "yesterday", counted from when it was read."""
    if date.precision == "day":
        return timedelta(0) if _CALENDAR.search(date.raw) else _SOME_DAYS_AGO
    return timedelta(0) if _CLOCK.search(date.raw) else timedelta(hours=1)
