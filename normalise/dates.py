"""Date strings as outlets print them, read as instants in UTC.

Readers in order: machine shapes (`date_strict`), lines for people in the eleven languages of `date_words`
(`date_text`), and for any other language dateparser (`date_fallback`).
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from normalise.date_choice import choose_date, disagreement, explain_choice
from normalise.date_days import Reader
from normalise.date_strict import read_strict
from normalise.date_text import read_text
from normalise.date_tokens import LONGEST, normalise_line
from normalise.date_values import DateReading, Moment, ParsedDate
from normalise.date_when import parse_when
from normalise.date_zones import clock_of

__all__ = ["DateReading", "ParsedDate", "choose_date", "disagreement", "explain_choice", "parse_date", "parse_when"]

_EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
_ONE_DAY = timedelta(days=1)


def parse_date(
    raw: str,
    *,
    timezone: str = "UTC",
    language: str | None = None,
    now: datetime | None = None,
    near: date | None = None,
) -> ParsedDate | None:
    """The instant that `raw` names, with its precision and whether its zone was stated; None when it names none.

    `timezone` is the outlet's IANA zone: for dates without a zone and for zone names with several meanings (IST).
    `language` ("he", "en-US") decides between 05/01 and 01/05 and between calendars. `now` (aware; the clock if None)
    is what "2 hours ago" and two-digit years count from. A date without a year is the last one before `now`, but takes
    the year of `near`, a day that the article's address names, where it is that day or one beside it. Nothing before
    1990, and nothing after tomorrow by the later of `now` and the clock: an old page read again has an old `now`, and
    must not lose its dates. Where a string can be read two ways, nothing is read. Reads 128 characters at most. Raises
    ValueError for an unknown `timezone` alone.

    >>> parse_date("Mon, 05 Jan 2026 12:00:00 +0200").instant.isoformat()
    '2026-01-05T10:00:00+00:00'
    >>> parse_date("5 בינואר 2026, 12:00", timezone="Asia/Jerusalem", language="he").precision
    'minute'
    """
    clock_of(timezone)
    today = datetime.now(UTC)
    present = today if now is None else now
    try:
        moment = _read(raw, timezone, language, present, near)
        if moment is None or not _EARLIEST <= moment.instant <= max(today, present) + _ONE_DAY:
            return None
    except (ValueError, OverflowError):
        return None
    return ParsedDate(moment.instant, moment.precision, moment.zone, raw)


def _read(raw: str, timezone: str, language: str | None, now: datetime, near: date | None) -> Moment | None:
    tag, _, region = (language or "").replace("_", "-").lower().partition("-")
    known = tag or None
    if len(raw) <= LONGEST and (moment := read_strict(raw, timezone, known, now)):
        return moment
    line = normalise_line(raw)
    if line != raw and (moment := read_strict(line, timezone, known, now)):
        return moment
    if not any(character.isalnum() for character in line):
        return None
    reader = Reader(timezone, known, region or None, now, near=near)
    return read_text(line, reader)
