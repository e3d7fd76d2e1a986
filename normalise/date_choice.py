"""One published date from several witnesses, by rules that can be said aloud.

1. A date set by hand stands.
2. Else the reading that most sources support. A source with a time supports readings within ten minutes of it; a
   source with a day alone supports readings on that day, and counts between readings that as many times support.
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
_ORDER = ("json-ld", "meta", "microdata", "time", "feed", "byline", "text", "url")
_PRECISION = {"second": 2, "minute": 1, "day": 0}
_ZERO = re.compile(r"(?:\d\s*|\b)(?:Z|GMT|UTC?)\b(?!\s?[+-]\d)|[+-]00:?00\b", re.IGNORECASE)


def choose_date(readings: Sequence[DateReading]) -> DateReading | None:
    """The reading that is the published date; None when no published reading was read as a date.

    The rules stand at the top of this module. The answer is one of `readings`, so its source and raw string go with it,
    and does not depend on their order.
    """
    witnesses = [(reading, reading.parsed) for reading in readings if reading.kind == "published" and reading.parsed]
    if by_hand := [reading for reading, _ in witnesses if reading.source == "hand"]:
        return by_hand[-1]
    timed = [(reading, parsed) for reading, parsed in witnesses if parsed.precision != "day"]
    days = [(reading, parsed) for reading, parsed in witnesses if parsed.precision == "day"]
    best_time = max(timed, key=lambda one: _weight(one, timed, days), default=None)
    best_day = max(days, key=lambda one: _weight(one, days, ()), default=None)
    if best_time is None or best_day is None:
        best = best_time or best_day
        return best[0] if best else None
    if _supporters(best_time[1], timed) < 2 <= _supporters(best_day[1], days):
        on_that_day = [one for one in timed if _is_on(one[1].instant, best_day[1])]
        return max(on_that_day, key=lambda one: _weight(one, timed, days), default=best_day)[0]
    return best_time[0]


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


_Witness = tuple[DateReading, ParsedDate]


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
