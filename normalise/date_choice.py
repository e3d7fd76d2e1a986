"""One published date from several witnesses, by rules that can be said aloud.

1. A date set by hand stands.
2. Else the reading that most sources support. A source with a time supports readings within ten minutes of it; a
   source with a day alone supports readings on that day, and counts between readings that as many times support.
   Of readings that name the same minute the one that states its seconds stands for them all.
3. Else what states more: an offset from UTC, before "GMT" or "Z" (which feeds and pages write on local time), before no
   zone; then the more precise; then the source, in the order of `_ORDER`.
4. A day alone is the date where no source has a time, or where two sources name the day and the times of single
   sources lie elsewhere.

What a page says of its modification is no witness of its publication.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, timedelta

from normalise.date_values import DateReading, ParsedDate

_AGREE = timedelta(minutes=10)  # systems stamp one publication minutes apart; no two zones are so near
_DAY = timedelta(days=1)
_MINUTE = timedelta(minutes=1)
_ORDER = ("json-ld", "meta", "microdata", "time", "feed", "byline", "text", "url")
_PRECISION = {"second": 2, "minute": 1, "day": 0}
# What decided, by the place in `_weight`.
_RULES = (
    "most sources agree on it ({names})",
    "more sources name its day ({names} and days alone)",
    "it states its zone more clearly ({names})",
    "it is more precise ({names})",
    "{names} comes first in the order json-ld, meta, microdata, time, feed, text, address",
    "it is the earlier of two dates of one source ({names})",
)
_ZERO = re.compile(r"(?:\d\s*|\b)(?:Z|GMT|UTC?)\b(?!\s?[+-]\d)|[+-]00:?00\b", re.IGNORECASE)

_Witness = tuple[DateReading, ParsedDate]


def choose_date(readings: Sequence[DateReading]) -> DateReading | None:
    """The reading that is the published date; None when no published reading was read as a date.

    The rules stand at the top of this module. The answer is one of `readings`, so its source and raw string go with it,
    and does not depend on their order.
    """
    return _decide(readings)[0]


def explain_choice(readings: Sequence[DateReading]) -> str | None:
    """In words, why `choose_date` chose what it did: the rule that decided. None where it chose nothing."""
    return _decide(readings)[1] or None


def _decide(readings: Sequence[DateReading]) -> tuple[DateReading | None, str]:
    witnesses = [(reading, reading.parsed) for reading in readings if reading.kind == "published" and reading.parsed]
    if by_hand := [reading for reading, _ in witnesses if reading.source == "hand"]:
        return by_hand[-1], "set by hand"
    timed = [(reading, parsed) for reading, parsed in witnesses if parsed.precision != "day"]
    days = [(reading, parsed) for reading, parsed in witnesses if parsed.precision == "day"]
    best_time = max(timed, key=lambda one: _weight(one, timed, days), default=None)
    best_day = max(days, key=lambda one: _weight(one, days, ()), default=None)
    if best_time is None and best_day is None:
        return None, ""
    if best_time is None:
        assert best_day is not None  # noqa: S101
        return best_day[0], f"{_why(best_day, days, ())}; no source states a time"
    if best_day and _supporters(best_time[1], timed) < 2 <= _supporters(best_day[1], days):
        on_that_day = [one for one in timed if _is_on(one[1].instant, best_day[1])]
        best = max(on_that_day, key=lambda one: _weight(one, timed, days), default=best_day)
        return _to_the_second(best, timed)[0], f"two sources name the day: {_names(best_day[1], days)}"
    return _to_the_second(best_time, timed)[0], _why(best_time, timed, days)


def _to_the_second(best: _Witness, timed: Sequence[_Witness]) -> _Witness:
    """`best`, or the first by `_ORDER` that names the same minute and states its seconds."""
    if best[1].precision != "minute":
        return best
    minute = best[1].instant.replace(second=0, microsecond=0)
    same = [one for one in timed if one[1].precision == "second" and timedelta(0) <= one[1].instant - minute < _MINUTE]
    return max(same, key=lambda one: _weight(one, timed, ()), default=best)


def _why(best: _Witness, like: Sequence[_Witness], days: Sequence[_Witness]) -> str:
    """The first rule that parts the best witness from the best of those that say something else."""
    others = [one for one in like if abs(one[1].instant - best[1].instant) > _AGREE]
    if not others:
        count = _supporters(best[1], like)
        return f"all agree: {_names(best[1], like)}" if count > 1 else "no other source says otherwise"
    second = max(others, key=lambda one: _weight(one, like, days))
    ours, theirs = _weight(best, like, days), _weight(second, like, days)
    rule = next((place for place, (one, other) in enumerate(zip(ours, theirs, strict=True)) if one != other), 4)
    against = f"against {second[0].source}, which says {second[1].instant:%Y-%m-%d %H:%M}Z"
    return f"{_RULES[min(rule, len(_RULES) - 1)].format(names=_names(best[1], like))}, {against}"


def _names(parsed: ParsedDate, like: Sequence[_Witness]) -> str:
    found = {other.source for other, said in like if abs(said.instant - parsed.instant) <= _AGREE}
    return ", ".join(sorted(found, key=lambda name: _ORDER.index(name) if name in _ORDER else len(_ORDER)))


def disagreement(readings: Sequence[DateReading]) -> timedelta | None:
    """The largest distance between two published readings that state a time; None when fewer than two do.

    A date set by hand is a correction, not a witness, and is left out.
    """
    instants = [
        reading.parsed.instant
        for reading in readings
        if reading.kind == "published" and reading.source != "hand"
        if reading.parsed and reading.parsed.precision != "day"
    ]
    return max(instants) - min(instants) if len(instants) > 1 else None


def _weight(
    witness: _Witness, like: Sequence[_Witness], days: Sequence[_Witness]
) -> tuple[int, int, int, int, int, float, str]:
    reading, parsed = witness
    supporting_days = {day.source for day, parsed_day in days if _is_on(parsed.instant, parsed_day)}
    source = -_ORDER.index(reading.source) if reading.source in _ORDER else -len(_ORDER)
    return (
        _supporters(parsed, like),
        len(supporting_days),
        _zone_weight(parsed),
        _PRECISION[parsed.precision],
        source,
        -parsed.instant.timestamp(),  # of one source's two dates the earlier: the later is an update
        reading.raw,
    )


def _supporters(parsed: ParsedDate, like: Sequence[_Witness]) -> int:
    """How many sources say about the same, the reading's own among them."""
    return len({other.source for other, said in like if abs(said.instant - parsed.instant) <= _AGREE})


def _is_on(instant: datetime, day: ParsedDate) -> bool:
    return timedelta(0) <= instant - day.instant < _DAY


def _zone_weight(parsed: ParsedDate) -> int:
    if parsed.zone == "assumed":
        return 0
    return 1 if _ZERO.search(parsed.raw) else 2
