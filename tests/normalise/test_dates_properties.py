"""What holds of `parse_date` for any string at all."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from normalise.calendars import hebrew_date, jalali_date
from normalise.date_words import LABELS, MONTHS, RELATIVE_DAYS, UNITS, WEEKDAYS
from normalise.dates import parse_date, parse_when

NOW = datetime(2026, 1, 5, 12, tzinfo=UTC)
EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
WORDS = sorted({*MONTHS, *LABELS, *WEEKDAYS, *UNITS, *RELATIVE_DAYS})

pieces = st.one_of(
    st.sampled_from(WORDS),
    st.integers(0, 10**14).map(str),
    st.integers(0, 60).map(lambda n: f"{n:02}"),
    st.sampled_from([*" .:/-,|()+'\"", "\u200f", "ago", "لפני", "منذ", "GMT", "2026", "1404", "pm", "م"]),
    st.text(max_size=5),
)
lines = st.one_of(
    st.text(max_size=300), st.lists(pieces, max_size=30).map(" ".join), st.lists(pieces, max_size=30).map("".join)
)
zones = st.sampled_from(["UTC", "Asia/Jerusalem", "Asia/Tehran", "America/New_York", "Africa/Casablanca"])
languages = st.sampled_from([None, "en", "en-US", "he", "ar", "fa", "fr", "tr", "de", "ru"])
instants = st.datetimes(datetime(1990, 1, 2), datetime(2026, 1, 4), timezones=st.just(UTC)).map(  # noqa: DTZ001
    lambda when: when.replace(microsecond=0)
)


@given(lines, zones, languages)
@settings(derandomize=True, max_examples=600, deadline=None)
def test_any_string_gives_a_date_in_range_or_none(raw: str, timezone_name: str, language: str | None) -> None:
    parsed = parse_date(raw, timezone=timezone_name, language=language, now=NOW)
    if parsed is not None:
        assert parsed.raw == raw
        assert parsed.instant.tzinfo is UTC
        assert EARLIEST <= parsed.instant <= max(NOW, datetime.now(UTC)) + timedelta(days=1)


@given(lines, zones, languages)
@settings(derandomize=True, max_examples=200, deadline=None)
def test_reading_again_gives_the_same(raw: str, timezone_name: str, language: str | None) -> None:
    first = parse_date(raw, timezone=timezone_name, language=language, now=NOW)
    assert parse_date(raw, timezone=timezone_name, language=language, now=NOW) == first


@given(instants, st.integers(-12 * 4, 14 * 4).map(lambda quarters: timezone(timedelta(minutes=15 * quarters))))
@settings(derandomize=True, max_examples=200, deadline=None)
def test_an_instant_written_for_machines_comes_back(when: datetime, offset: timezone) -> None:
    local = when.astimezone(offset)
    for raw in (
        local.isoformat(),
        local.isoformat(sep=" "),
        local.strftime("%a, %d %b %Y %H:%M:%S %z"),
        local.strftime("%A, %d-%b-%Y %H:%M:%S %z"),
        local.strftime("%Y%m%dT%H%M%S%z"),
        local.strftime("%A, %B %d, %Y %I:%M:%S %p GMT%z"),
    ):
        parsed = parse_date(raw, timezone="Asia/Tehran", now=NOW)
        assert parsed is not None, raw
        assert (parsed.instant, parsed.precision, parsed.zone) == (when, "second", "stated"), raw


@given(instants)
@settings(derandomize=True, max_examples=200, deadline=None)
def test_a_day_written_in_any_language_comes_back(when: datetime) -> None:
    names = {
        "en": "January February March April May June July August September October November December",
        "he": "ינואר פברואר מרץ אפריל מאי יוני יולי אוגוסט ספטמבר אוקטובר נובמבר דצמבר",
        "ar": "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
        "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
        "tr": "Ocak Şubat Mart Nisan Mayıs Haziran Temmuz Ağustos Eylül Ekim Kasım Aralık",
        "fa": "ژانویه فوریه مارس آوریل مه ژوئن ژوئیه اوت سپتامبر اکتبر نوامبر دسامبر",
        "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
        "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    }
    for language, months in names.items():
        month = months.split()[when.month - 1]
        raw = f"{when.day} {month} {when.year}, {when:%H:%M}"
        parsed = parse_date(raw, language=language, now=NOW)
        assert parsed is not None, raw
        assert (parsed.instant, parsed.precision, parsed.zone) == (when.replace(second=0), "minute", "assumed"), raw


@given(lines)
@settings(derandomize=True, max_examples=200, deadline=None)
def test_parse_when_gives_an_instant_or_a_sentence(text: str) -> None:
    problem = None
    try:
        assert parse_when(text, now=NOW, timezone="Asia/Jerusalem").utcoffset() == timedelta(0)
    except ValueError as error:
        problem = str(error)
    assert problem is None or "write a date" in problem


@given(st.integers(1344, 1470), st.integers(1, 12), st.integers(1, 29))
@settings(derandomize=True, max_examples=100, deadline=None)
def test_the_next_jalali_day_is_the_next_day(year: int, month: int, day: int) -> None:
    following = (year, month, day + 1) if day < 29 else (year, month + 1, 1) if month < 12 else (year + 1, 1, 1)
    gap = (jalali_date(*following) - jalali_date(year, month, day)).days
    assert gap == 1 if day < 29 else 1 <= gap <= 3


@pytest.mark.parametrize(
    ("jalali", "gregorian"),
    [((1369, 1, 1), "1990-03-21"), ((1375, 12, 30), "1997-03-20"), ((1399, 1, 1), "2020-03-20"),
     ((1403, 12, 30), "2025-03-20"), ((1404, 7, 1), "2025-09-23"), ((1404, 12, 29), "2026-03-20")],
)  # fmt: skip
def test_jalali_days_known_from_the_almanac(jalali: tuple[int, int, int], gregorian: str) -> None:
    assert jalali_date(*jalali).isoformat() == gregorian


@pytest.mark.parametrize(
    ("hebrew", "gregorian"),
    [((5780, 1, 1), "2019-09-30"), ((5784, 13, 14), "2024-03-24"), ((5785, 7, 15), "2025-04-13"),
     ((5786, 1, 1), "2025-09-23"), ((5786, 14, 14), "2026-03-03")],
)  # fmt: skip
def test_hebrew_days_known_from_the_almanac(hebrew: tuple[int, int, int], gregorian: str) -> None:
    assert hebrew_date(*hebrew).isoformat() == gregorian


@pytest.mark.parametrize("day", [(1404, 12, 30), (1404, 13, 1), (1404, 7, 31), (1300, 1, 1)])
def test_a_jalali_day_that_is_not_is_refused(day: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError, match="Jalali"):
        jalali_date(*day)
