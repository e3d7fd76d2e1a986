"""Date lines as people read them: labels part the line, each part is searched for days and times, one is chosen.

A wrong date is worse than none: where a line leaves two readings, nothing is read.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from normalise import date_words as words
from normalise.date_ago import read_ago, says_now
from normalise.date_clocks import Clock, dotted_clock, find_clocks, military_clock, zone_at
from normalise.date_days import Day, Reader, find_days, weekday_in
from normalise.date_strict import day_moment
from normalise.date_tokens import Token, label_at, phrase_at, tokens_of
from normalise.date_values import Impossible, Moment, Precision
from normalise.date_words import Label
from normalise.date_zones import US_ZONE_NAMES, Zone, clock_of, is_zone_name, to_utc

_ONE_DAY = timedelta(days=1)
_MOST_WORDS_AROUND_AGO = 4  # beside "2 hours ago" in a date line; more of them make it a sentence
_YEARS_BACK = 6  # how far a weekday is trusted to tell the year

_BEFORE_A_TIME = words.AT | {",", "-", "|", "(", "·", "•", "/"}
_KNOWN_WORDS = frozenset(
    word
    for table in (
        words.FILLERS, words.AT, words.OCLOCK, words.JOINERS, words.NOW, words.AFTER_YEAR, words.CLOCK_BEFORE_PLACE,
        words.CLOCK_AFTER_PLACE, words.LOCAL_CLOCK, words.WEEKDAYS, words.PARTS_OF_DAY, words.RELATIVE_DAYS,
    )
    for phrase in table
    for word in phrase.split()
)  # fmt: skip


def read_text(line: str, reader: Reader) -> Moment | None:
    """The moment of a normalised line; None when it names none, or names several that disagree.

    Of "published" and "updated" in one line the published one is read; a line that is only updated is read too.
    """
    tokens = tokens_of(line)
    if any(token.raw in US_ZONE_NAMES for token in tokens):
        reader = replace(reader, american=True)
    parts = _parts(tokens)
    published = [part for label, part in parts if label == "published"]
    plain = [part for label, part in parts if label is None]
    modified = [part for label, part in parts if label == "modified"]
    for part in published:
        if moment := _read_part(part, reader):
            return moment
    if plain and published and (moment := _read_part([*plain[0], *published[0]], reader)):
        return moment
    for part in (*plain, *modified):
        if moment := _read_part(part, reader):
            return moment
    return None


def _parts(tokens: list[Token]) -> list[tuple[Label | None, list[Token]]]:
    parts: list[tuple[Label | None, list[Token]]] = [(None, [])]
    at = 0
    while at < len(tokens):
        if label := label_at(tokens, at):
            parts.append((label[0], []))
            at = label[1]
        else:
            parts[-1][1].append(tokens[at])
            at += 1
    return [part for part in parts if part[1]]


def _read_part(line: list[Token], reader: Reader) -> Moment | None:
    clocks = find_clocks(line, reader.timezone, reader.language)
    taken = [False] * len(line)
    for clock in clocks:
        taken[clock.start : clock.end] = [True] * (clock.end - clock.start)
    days = find_days(line, taken, reader)
    whole = [day for day in days if day.days]
    if whole:
        if not clocks:
            clocks = _clocks_behind(line, taken, whole, reader)
        return _choose(line, whole, clocks, reader)
    partial = [day for day in days if day.month_day]
    unknown = _unknown_words(line, taken, reader)
    if partial:
        in_words = any(taken[at] and token.kind == "word" for at, token in enumerate(line))
        in_words = in_words or weekday_in(line) is not None
        if not clocks and (unknown or not in_words):
            return None  # "24.12" may be a price, "July 4" a headline's word
        return _without_year(line, partial, clocks, reader)
    if unknown <= _MOST_WORDS_AROUND_AGO and (moment := read_ago(line, reader.timezone, reader.now)):
        return moment
    return None if unknown else _relative_day(line, clocks, reader)


def _clocks_behind(line: list[Token], taken: list[bool], days: list[Day], reader: Reader) -> list[Clock]:
    """Times that only a whole date makes readable: "05.01.2026, 11.00" and "03 Apr 2002 1500 GMT"."""
    for day in days:
        at = day.end
        while at < len(line) and (line[at].text in _BEFORE_A_TIME or line[at].text in words.WEEKDAYS):
            at += 1
        if at < len(line) and not taken[at]:
            clock = dotted_clock(line, at, reader.timezone, reader.language) or military_clock(
                line, at, reader.timezone
            )
            if clock:
                return [clock]
    return []


def _choose(line: list[Token], days: list[Day], clocks: list[Clock], reader: Reader) -> Moment | None:
    """The moment of the whole dates in a part: one day, or of several, each with its time, the earliest."""
    written = (
        [day for day in days if day.calendar == "gregorian"] or [d for d in days if d.calendar == "jalali"] or days
    )
    readings = {day.days for day in written}
    if len(readings) == 1:
        clock = _clock_of(days, clocks)
        return _moment(_decided(written[0].days, line, clock, reader), clock, line, reader)
    if len(written) == 2 and not clocks and written[0].end == written[1].start:
        # Two days side by side, nothing between: when it was published and when it was changed, in either order.
        return min(_moment(_decided(day.days, line, None, reader), None, line, reader) for day in written)
    moments = []
    for place, day in enumerate(written):
        until = written[place + 1].start if place + 1 < len(written) else len(line)
        own = [clock for clock in clocks if day.end <= clock.start < until]
        if len(own) != 1:
            return None
        moments.append(_moment(_decided(day.days, line, own[0], reader), own[0], line, reader))
    return min(moments)


def _clock_of(days: list[Day], clocks: list[Clock]) -> Clock | None:
    """The time that belongs to a date: the only one, else the nearest behind it, else the nearest before it."""
    if len({clock.reading() for clock in clocks}) <= 1:
        return clocks[0] if clocks else None
    first, last = min(day.start for day in days), max(day.end for day in days)
    behind = [clock for clock in clocks if clock.start >= last]
    before = [clock for clock in clocks if clock.end <= first]
    if behind and before:
        raise Impossible("times on both sides of the date")
    return behind[0] if behind else before[-1] if before else clocks[0]


def _decided(days: tuple[date, ...], line: list[Token], clock: Clock | None, reader: Reader) -> date:
    """The one day of several readings: by the weekday that stands with it, or because the others are still to come."""
    if len(days) == 1:
        return days[0]
    weekday = weekday_in(line)
    fitting = [day for day in days if day.weekday() == weekday]
    if len(fitting) == 1:
        return fitting[0]
    past = [day for day in days if _moment(day, clock, line, reader).instant <= reader.now + _ONE_DAY]
    if len(past) != 1:
        raise Impossible("day and month cannot be told apart")
    return past[0]


def _without_year(line: list[Token], days: list[Day], clocks: list[Clock], reader: Reader) -> Moment | None:
    """The one that the address names too, else the last such day that is not after tomorrow whose weekday fits."""
    if len({day.month_day for day in days}) != 1 or len(days[0].month_day) != 1:
        return None
    month, number = days[0].month_day[0]
    clock = _clock_of(days, clocks)
    weekday = weekday_in(line)
    if reader.near and (day := _beside(reader.near, month, number)):
        return _moment(day, clock, line, reader)
    this_year = reader.now.year
    for year in range(this_year + 1, this_year - (_YEARS_BACK if weekday is not None else 1) - 1, -1):
        try:
            day = date(year, month, number)
        except ValueError:
            continue
        if weekday is not None and day.weekday() != weekday:
            continue
        moment = _moment(day, clock, line, reader)
        if moment.instant <= reader.now + _ONE_DAY:
            return moment
    return None


def _beside(near: date, month: int, number: int) -> date | None:
    """The day of this month and number that is `near` or a day beside it, by the clock of another zone."""
    for days in (0, -1, 1):
        day = near + timedelta(days=days)
        if (day.month, day.day) == (month, number):
            return day
    return None


def _relative_day(line: list[Token], clocks: list[Clock], reader: Reader) -> Moment | None:
    """ "Yesterday, 10:00", "Monday at 5 pm", "just now": of lines that say nothing else."""
    today = reader.now.astimezone(clock_of(reader.timezone)).date()
    clock = clocks[0] if len(clocks) == 1 else None
    backs = {found[0] for at in range(len(line)) if (found := _relative_at(line, at))}
    if len(backs) == 1 and len(clocks) <= 1:
        return _moment(today - timedelta(days=backs.pop()), clock, line, reader)
    weekday = weekday_in(line)
    if weekday is not None and clock and not backs:
        for back in range(8):
            day = today - timedelta(days=back)
            if day.weekday() == weekday and (moment := _moment(day, clock, line, reader)).instant <= reader.now:
                return moment
    if not clocks and not backs and says_now(line):
        return Moment(reader.now.astimezone(UTC), "minute", "stated")
    return None


def _relative_at(line: list[Token], at: int) -> tuple[int, int] | None:
    """A relative day at `at`, unless it is the tail of a longer one: hier in avant-hier."""
    for start in range(max(0, at - 3), at):
        longer = phrase_at(line, start, words.RELATIVE_DAYS)
        if longer and longer[1] > at:
            return None
    return phrase_at(line, at, words.RELATIVE_DAYS)


def _moment(day: date, clock: Clock | None, line: list[Token], reader: Reader) -> Moment:
    if clock is None:
        return day_moment(day, reader.timezone)
    zone = clock.zone or _zone_elsewhere(line, reader.timezone)
    if zone is None or (zone.offset is None and zone.clock is None):
        zone = Zone(None, clock_of(reader.timezone), "assumed")
    precision: Precision = "minute" if clock.second is None else "second"
    midnight = clock.hour == 24
    hour, second = 0 if midnight else clock.hour, min(clock.second or 0, 59)
    when = datetime(day.year, day.month, day.day, hour, clock.minute, second, tzinfo=UTC)
    return Moment(to_utc(when + _ONE_DAY if midnight else when, zone), precision, zone.basis)


def _zone_elsewhere(line: list[Token], timezone: str) -> Zone | None:
    """A zone's name that stands apart from the time: "10:00, 5 January 2026 GMT"."""
    for at, token in enumerate(line):
        is_name = token.kind == "word" and len(token.raw) >= 3 and is_zone_name(token.raw, timezone)
        if is_name and (found := zone_at(line, at, timezone)):
            return found[0]
    return None


def _unknown_words(line: list[Token], taken: list[bool], reader: Reader) -> int:
    return sum(
        token.kind == "word"
        and not taken[at]
        and token.text not in _KNOWN_WORDS
        and not (token.raw.isupper() and is_zone_name(token.raw, reader.timezone))
        for at, token in enumerate(line)
    )
