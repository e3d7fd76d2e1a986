"""`parse_date`: what each spelling means, and what is left unread."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from normalise.dates import ParsedDate, parse_date

NOW = datetime(2026, 1, 5, 12, tzinfo=UTC)
ZONES = {
    "ar": "Asia/Riyadh",
    "de": "Europe/Berlin",
    "en": "Europe/London",
    "en-US": "America/New_York",
    "es": "Europe/Madrid",
    "fa": "Asia/Tehran",
    "fr": "Europe/Paris",
    "he": "Asia/Jerusalem",
    "it": "Europe/Rome",
    "pt": "Europe/Lisbon",
    "ru": "Europe/Moscow",
    "tr": "Europe/Istanbul",
}


def read(raw: str, language: str = "en", timezone: str | None = None, now: datetime = NOW) -> str | None:
    """What `raw` is read as: "2026-01-04" for a day in the outlet's zone, "2026-01-04T09:30" for a time in UTC."""
    zone = timezone or ZONES[language]
    parsed = parse_date(raw, timezone=zone, language=language, now=now)
    if parsed is None:
        return None
    if parsed.precision == "day":
        return parsed.instant.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%d")
    return parsed.instant.strftime("%Y-%m-%dT%H:%M")


@pytest.mark.parametrize(
    "raw",
    [
        "Sun, 04 Jan 2026 09:30:00 GMT",
        "Sun, 4 Jan 26 09:30:00 UT",
        "Sunday, 04-Jan-26 09:30:00 GMT",
        "Wed, 04 Jan 2026 09:30:00 Z",  # a wrong weekday changes nothing
        "So, 04 Jan 2026 10:30:00 +0100",
        "4 January 2026 09:30 +00:00",
        "Sun,04 Jan 2026 4:30:0 EST",
        "Sun, 04 Jan 2026 4:30 am EST",
        "04 Jan 2026 18:30:00 GMT+9",
        "04 jan 2026 09:30:00 +0000 (GMT)",
        "Sun Jan 4 09:30:00 2026 UTC",
        "Sun Jan 04 09:30:00 +0000 2026",
        "Sun Jan 04 2026 11:30:00 GMT+0200 (Israel Standard Time)",
        "2026-01-04T09:30:00Z",
        "2026-01-04T09:30:00.123456789Z",
        "2026-01-04T11:30:00+0200",
        "2026-01-04T11:30+02",
        "2026-01-04 11:30:00 +02:00",
        "2026-01-04T11:30:00\u221202:00".replace("\u2212", "+"),
        "2026-01-04T07:30:00\u221202:00",
        "2026/1/4 9:30:0 UTC",
        "20260104T093000Z",
        "2026-01-04T11:30:00+02:00[Asia/Jerusalem]",
        "2026-01-04T11:30:00&#43;02:00",
        "1767519000",
        "1767519000000",
        "/Date(1767519000000)/",
        " \n2026-01-04T09:30:00Z\t",
        "٢٠٢٦-٠١-٠٤T٠٩:٣٠:٠٠Z",
    ],
)
def test_machine_spellings_of_one_instant(raw: str) -> None:
    parsed = parse_date(raw, timezone="Asia/Tokyo", now=NOW)
    assert parsed is not None
    assert parsed.instant.replace(microsecond=0) == datetime(2026, 1, 4, 9, 30, tzinfo=UTC)
    assert parsed.zone == "stated"
    assert parsed.raw == raw


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("2026-01-04", "2026-01-04"),
        ("20260104", "2026-01-04"),
        ("2026-W01-7", "2026-01-04"),
        ("2026-004", "2026-01-04"),
        ("2026.01.04", "2026-01-04"),
    ],
)
def test_a_day_is_its_midnight_in_the_outlets_zone(raw: str, expected: str) -> None:
    parsed = parse_date(raw, timezone="Asia/Jerusalem", now=NOW)
    assert parsed == ParsedDate(datetime(2026, 1, 3, 22, tzinfo=UTC), "day", "assumed", raw)
    assert read(raw, "he") == expected


@pytest.mark.parametrize(
    ("raw", "timezone", "expected"),
    [
        ("Sun, 05 Jul 2025 15:30:00 IST", "Asia/Kolkata", "2025-07-05T10:00"),
        ("Sun, 05 Jul 2025 13:00:00 IST", "Asia/Jerusalem", "2025-07-05T10:00"),
        ("Sun, 05 Jul 2025 11:00:00 IST", "Europe/Dublin", "2025-07-05T10:00"),
        ("Sun, 04 Jan 2026 12:00:00 CST", "Asia/Shanghai", "2026-01-04T04:00"),
        ("Sun, 04 Jan 2026 12:00:00 CST", "America/Chicago", "2026-01-04T18:00"),
        ("Sun, 04 Jan 2026 12:00:00 EST", "Australia/Sydney", "2026-01-04T02:00"),
        ("Sun, 04 Jan 2026 12:00:00 EST", "Europe/Paris", "2026-01-04T17:00"),
        ("Sun, 04 Jan 2026 13:00:00 TRT", "UTC", "2026-01-04T10:00"),
        ("Sun, 04 Jan 2026 13:00:00 XYZ", "Asia/Riyadh", "2026-01-04T10:00"),
        ("Sun, 04 Jan 2026 13:00:00", "Asia/Riyadh", "2026-01-04T10:00"),
    ],
)
def test_zone_names_mean_what_they_mean_to_the_outlet(raw: str, timezone: str, expected: str) -> None:
    assert read(raw, timezone=timezone) == expected


def test_a_name_that_says_nothing_is_an_assumed_zone() -> None:
    for raw, basis in (("IST", "assumed"), ("XYZ", "assumed"), ("EST", "stated"), ("GMT", "stated")):
        parsed = parse_date(f"04 Jan 2026 12:00:00 {raw}", timezone="Asia/Riyadh", now=NOW)
        assert parsed is not None
        assert parsed.zone == basis


PRESS = [
    # English
    ("en", "5th of January 2026", "2026-01-05"),
    ("en", "First published on Sun 4 Jan 2026 04.30 EST", "2026-01-04T09:30"),
    ("en", "09:30, 4 JAN 2026", "2026-01-04T09:30"),
    ("en", "4 Jan '26", "2026-01-04"),
    ("en", "17:27 GMT 17.03.2020 (Updated: 17:30 GMT 17.03.2020)", "2020-03-17T17:27"),
    ("en-US", "Published Jan. 4, 2026, 4:30 a.m. ET Updated Jan. 5, 2026, 1:10 a.m. ET", "2026-01-04T09:30"),
    ("en-US", "Updated 4:30 AM ET, Sun January 4, 2026", "2026-01-04T09:30"),
    ("en-US", "By Dana Roe | January 4, 2026 | 4:30am", "2026-01-04T09:30"),
    ("en-US", "12:30 AM EST, Mon January 5, 2026", "2026-01-05T05:30"),
    ("en", "an hour ago", "2026-01-05T11:00"),
    ("en", "1 hr 30 mins ago", "2026-01-05T10:30"),
    ("en", "3.5 hours ago", "2026-01-05T08:30"),
    ("en", "a week ago", "2025-12-29"),
    ("en", "Yesterday at 14:20", "2026-01-04T14:20"),
    ("en", "just now", "2026-01-05T12:00"),
    ("en", "4 January, 10:30", "2026-01-04T10:30"),
    ("en", "Dec 30", "2025-12-30"),
    ("en", "Sun, 04 Jan 09:30:00 +0000", "2026-01-04T09:30"),
    # Hebrew
    ("he", "יום ב', 5 בינואר 2026, 12:00", "2026-01-05T10:00"),
    ("he", "05 ינו׳ 2026, 12:00", "2026-01-05T10:00"),
    ("he", "פורסם: 04.01.26, 10:14 | עודכן: 04.01.26, 12:00", "2026-01-04T08:14"),
    ("he", "עודכן לאחרונה: 05.01.26 | 12:00", "2026-01-05T10:00"),
    ("he", "10:00 04/01/26", "2026-01-04T08:00"),
    ("he", "לפני כשעה", "2026-01-05T11:00"),
    ("he", "לפני שעה ו-20 דקות", "2026-01-05T10:40"),
    ("he", "לפני שעתיים", "2026-01-05T10:00"),
    ("he", "לפני יומיים", "2026-01-03"),
    ("he", "אתמול, 20:15", "2026-01-04T18:15"),
    ("he", 'ט"ז בטבת תשפ"ו', "2026-01-05"),
    ("he", 'ט"ו בטבת ה\'תשפ"ו (04.01.26)', "2026-01-04"),
    # Arabic
    ("ar", "الأحد 4 يناير 2026 الساعة 10:30 صباحا", "2026-01-04T07:30"),
    ("ar", "٠٤/٠١/٢٠٢٦ ١٠:٣٠ م", "2026-01-04T19:30"),
    ("ar", "الأحد، 04 يناير/كانون الثاني 2026، 10:30 ص بتوقيت غرينتش", "2026-01-04T10:30"),
    ("ar", "آخر تحديث: 4 يناير 2026 - 11:02 بتوقيت القدس", "2026-01-04T09:02"),
    ("ar", "04 أيار (مايو) 2025", "2025-05-04"),
    ("ar", "4 جويلية 2025", "2025-07-04"),
    ("ar", "04 غشت 2025", "2025-08-04"),
    ("ar", "04 تشرين الثاني 2025", "2025-11-04"),
    ("ar", "4 يناير 2026م الموافق 15 رجب 1447هـ", "2026-01-04"),
    ("ar", "الأحد 04 يناير 2026 الساعة 19:48م", "2026-01-04T16:48"),
    ("ar", "آخر تحديث: 4/1/202609:25 ص (مكة المكرمة)", "2026-01-04T06:25"),
    ("ar", "منذ ساعتين و10 دقائق", "2026-01-05T09:50"),
    ("ar", "قبل أسبوع", "2025-12-29"),
    ("ar", "منذ ثلاث ساعات", "2026-01-05T09:00"),
    ("ar", "أمس 10:30", "2026-01-04T07:30"),
    # Persian
    ("fa", "یکشنبه ۱۴ دی ۱۴۰۴ ساعت ۱۰:۳۰", "2026-01-04T07:00"),
    ("fa", "۱۴۰۴/۱۰/۱۴ ۱۰:۳۰", "2026-01-04T07:00"),
    ("fa", "۱۴/۱۰/۱۴۰۴", "2026-01-04"),
    ("fa", "۴۵ : ۱۰ - ۱۴ دی ۱۴۰۴", "2026-01-04T07:15"),
    ("fa", "انتشار : ۱۴ دی ۱۴۰۴ ساعت ۱۰:۳۰ ب.ظ", "2026-01-04T19:00"),
    ("fa", "۴ ژانویه ۲۰۲۶ - ۱۴ دی ۱۴۰۴", "2026-01-04"),
    ("fa", "۲۱ اسد ۱۴۰۲", "2023-08-12"),
    ("fa", "سه‌شنبه ۲۳ آبان ۱۴۰۲", "2023-11-14"),
    ("fa", "نیم ساعت قبل", "2026-01-05T11:30"),
    # French, Turkish, German
    ("fr", "Publié le : 04/01/2026 - 10:30Modifié le : 04/01/2026 - 12:00", "2026-01-04T09:30"),
    ("fr", "le 1er janvier 2026", "2026-01-01"),
    ("fr", "Publié hier à 10h30, mis à jour à 12h", "2026-01-04T09:30"),
    ("fr", "avant-hier", "2026-01-03"),
    ("fr", "4 janvier 2026 à 10 h 30", "2026-01-04T09:30"),
    ("tr", "Güncelleme: 04.01.2026 12:30 Giriş: 04.01.2026 10:30", "2026-01-04T07:30"),
    ("tr", "04 Ağustos 2025 ÖS 5:30", "2025-08-04T14:30"),
    ("tr", "4 Oca 2026 Pazar, 10.30", "2026-01-04T07:30"),
    ("tr", "bir saat önce", "2026-01-05T11:00"),
    ("de", "Erstellt: 04.01.2026, 10:30 Uhr Aktualisiert: 05.01.2026, 09:00 Uhr", "2026-01-04T09:30"),
    ("de", "am 4. Januar 2026 um 9 Uhr 30", "2026-01-04T08:30"),
    ("de", "vor einer Stunde", "2026-01-05T11:00"),
    ("de", "04.08.2024 02:45 min", "2024-08-04"),  # the length of a film
    # Spanish, Italian, Portuguese, Russian
    ("es", "4 de enero de 2026 a las 10:30", "2026-01-04T09:30"),
    ("it", "2 ore fa", "2026-01-05T10:00"),
    ("pt", "04/01/2026 10h30", "2026-01-04T10:30"),
    ("ru", "4 января 2026, 10:30", "2026-01-04T07:30"),
]


@pytest.mark.parametrize(("language", "raw", "expected"), PRESS)
def test_lines_as_the_press_prints_them(language: str, raw: str, expected: str) -> None:
    assert read(raw, language) == expected


@pytest.mark.parametrize(
    ("raw", "language", "timezone", "expected"),
    [
        ("04/01/2026", "en", "Europe/London", "2026-01-04"),
        ("01/04/2026", "en", "America/New_York", "2026-01-04"),
        ("01/04/2026", "en-US", "UTC", "2026-01-04"),
        ("04/01/2026", "en-GB", "UTC", "2026-01-04"),
        ("04/01/2026", "he", "UTC", "2026-01-04"),
        ("01/04/2026 4:30 AM PT", "en", "UTC", "2026-01-04T12:30"),  # an American zone, an American order
        ("Sunday 04/01/2026", "en", "UTC", "2026-01-04"),  # only 4 January was a Sunday
        ("12/25/2025", "en", "Europe/London", "2025-12-25"),
        ("11/08/2025", "en", "UTC", None),
        ("11/08/2025", "en", "America/Toronto", None),
        ("05-01-26", "he", "Asia/Jerusalem", "2026-01-05"),
    ],
)
def test_day_and_month_go_by_language_and_place_and_are_never_guessed(
    raw: str, language: str, timezone: str, expected: str | None
) -> None:
    assert read(raw, language, timezone) == expected


@pytest.mark.parametrize(
    "raw",
    [
        "", " ", "x", "on:", "??? ??", "12", "10:00", "24.12", "2025", "May 2025", "© 2026 Example News",
        "5-7 January 2026", "January 5-8, 2026", "31 February 2026", "2026-02-31T10:00:00Z", "2026-01-04T25:00:00Z",
        "2099-01-01", "1 January 1970", "0", "3 months ago", "2 years ago", "2-3 hours ago", "Version 1.2.2026.4",
        "192.168.1.10", "A July 4 speech", "The Daily Today", "2026-01-04T10:00:00+19:00",
    ],
)  # fmt: skip
def test_what_is_no_date_or_could_be_two_is_not_read(raw: str) -> None:
    assert read(raw, "en", "UTC") is None


@pytest.mark.parametrize(
    ("raw", "language"),
    [
        ("۱۲ : ۱۸ - ۱۴ دی ۱۴۰۴", "fa"),  # hours or minutes first
        ("15 رجب 1447", "ar"),  # a Hijri day depends on who saw the moon
        ("1447/07/15", "ar"),
        ("اليوم السابع", "ar"),  # a newspaper's name, "the seventh day"
        ("10:30 بتوقيت مدينة بعيدة 4 يناير 2026", "ar"),  # the clock of a place nobody here knows
        ("4 يناير 2026 00:30 م", "ar"),
        ("15 אדר תשפ\"ד", "he"),  # a leap year has two Adars
        ("לפני 3 חודשים", "he"),
    ],
)  # fmt: skip
def test_what_only_its_writer_knows_is_not_read(raw: str, language: str) -> None:
    assert read(raw, language) is None


def test_precision_says_what_stood_there() -> None:
    stood = {
        "2026-01-04T10:00:00Z": "second",
        "4 Jan 2026 10:00": "minute",
        "4 Jan 2026": "day",
        "2 hours ago": "minute",
    }
    for raw, precision in stood.items():
        parsed = parse_date(raw, now=NOW)
        assert parsed is not None
        assert parsed.precision == precision


def test_nothing_comes_from_after_tomorrow_by_the_later_of_now_and_the_clock() -> None:
    soon = datetime.now(UTC) + timedelta(days=3)
    assert parse_date(soon.isoformat(), now=NOW) is None
    assert parse_date(soon.isoformat(), now=soon) is not None
    assert parse_date(datetime.now(UTC).isoformat(), now=NOW) is not None


def test_hours_that_summer_time_skips_or_repeats_are_read() -> None:
    assert read("30.03.2025 02:30", "de") == "2025-03-30T01:30"
    assert read("26.10.2025 02:30", "de") == "2025-10-26T00:30"


def test_long_input_is_cut_between_words() -> None:
    assert read("4 January 2026, 10:30 " + "word " * 5000) == "2026-01-04T10:30"
    assert read("word " * 5000 + "4 January 2026") is None
    assert read("w" * 120 + " 4 January 2026") is None  # cut off behind the 4: never half a date


def test_an_unknown_zone_is_the_callers_mistake() -> None:
    with pytest.raises(ValueError, match="Nowhere/City"):
        parse_date("2026-01-04", timezone="Nowhere/City")


@pytest.mark.parametrize(
    ("raw", "language", "expected"),
    [
        ("Publicerad torsdag 8 januari 2026", "sv", "2026-01-08"),
        ("Publisert 8. desember 2025", "no", "2025-12-08"),
        ("8 listopada 2025", "pl", "2025-11-08"),
        ("8. listopada 2025.", "hr", "2025-10-08"),
        ("8. prosince 2025", "cs", "2025-12-08"),
        ("8 stycznia 2026, 10:30", "pl", "2026-01-08T10:30"),
        ("2026. január 8., 10:30", "hu", "2026-01-08T10:30"),
        ("8 foo 2026", "nl", None),
        ("8 foo 2026", "no-such-language", None),
    ],
)
def test_months_of_other_languages_are_read(raw: str, language: str, expected: str | None) -> None:
    assert read(raw, language, "UTC", datetime(2026, 2, 1, tzinfo=UTC)) == expected


def test_chinese_japanese_and_korean_days() -> None:
    assert read("2026年1月4日 10時30分", "ja", "Asia/Tokyo") == "2026-01-04T01:30"
    assert read("2026년 1월 4일", "ko", "Asia/Seoul") == "2026-01-04"


@pytest.mark.parametrize("name", ["shapes.jsonl", "press.jsonl"])
def test_collected_shapes_are_all_read_right(name: str) -> None:
    path = Path(__file__).resolve().parents[2] / "../shared/data/dates" / name
    if not path.exists():
        pytest.skip("the collected date lines are not here")
    wrong = []
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        now = datetime.fromisoformat(row["now"])
        parsed = parse_date(row["raw"], timezone=row["timezone"], language=row["language"], now=now)
        if row["expected"].startswith("date"):
            day = row["expected"][5:] or "2026-01-05"
            local = parsed and parsed.instant.astimezone(ZoneInfo(row["timezone"])).strftime("%Y-%m-%d")
            right = parsed is not None and parsed.precision == "day" and local == day
        else:
            expected = datetime.fromisoformat(row["expected"])
            right = parsed is not None and abs(parsed.instant - expected) < timedelta(minutes=1)
        if not right:
            wrong.append((row["raw"], row["expected"], parsed))
    assert wrong == []


@pytest.mark.parametrize(
    ("raw", "near", "expected"),
    [
        ("March 18, 10:22", "2015-03-18", "2015-03-18T10:22"),
        ("March 18, 23:30", "2015-03-19", "2015-03-18T23:30"),  # its clock is behind the address's
        ("January 1, 00:10", "2014-12-31", "2015-01-01T00:10"),
        ("March 18, 10:22", "2015-03-01", "2025-03-18T10:22"),  # another day: the last March 18
        ("March 18, 2024, 10:22", "2015-03-18", "2024-03-18T10:22"),
    ],
)
def test_a_date_without_a_year_takes_that_of_the_day_in_the_address(raw: str, near: str, expected: str) -> None:
    now = datetime(2026, 1, 20, tzinfo=UTC)
    parsed = parse_date(raw, language="en", now=now, near=date.fromisoformat(near))
    assert parsed is not None
    assert parsed.instant.isoformat()[:16] == expected
