"""Zones as date strings name them: offsets, abbreviations, places. All look-ups are cached: feeds repeat themselves."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, tzinfo
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from normalise.date_values import Impossible, ZoneBasis
from normalise.text import fold


class Zone(NamedTuple):
    """A zone as stated: a fixed offset, or the zone whose clock counts. `basis` tells a statement from a guess."""

    offset: timedelta | None
    clock: tzinfo | None  # neither: the outlet's own clock
    basis: ZoneBasis


# Hours from UTC of abbreviations with one meaning in the press. EST ... PDT mean what RFC 822 says they mean.
_HOURS: Mapping[str, float] = {
    "UTC": 0, "GMT": 0, "UT": 0, "Z": 0, "WET": 0, "UCT": 0, "TU": 0, "TUC": 0,
    "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7,
    "AKST": -9, "AKDT": -8, "HST": -10, "NDT": -2.5, "BRT": -3, "ART": -3,
    "BST": 1, "WEST": 1, "CET": 1, "MEZ": 1, "CEST": 2, "MESZ": 2, "WAT": 1, "CAT": 2, "SAST": 2,
    "EET": 2, "EEST": 3, "IDT": 3, "MSK": 3, "TRT": 3, "EAT": 3, "IRST": 3.5, "GST": 4, "IRDT": 4.5, "AFT": 4.5,

    "PKT": 5, "NPT": 5.75, "ICT": 7, "WIB": 7, "WITA": 8, "WIT": 9, "HKT": 8, "SGT": 8, "MYT": 8, "JST": 9, "KST": 9,
    "AWST": 8, "ACST": 9.5, "ACDT": 10.5, "AEST": 10, "AEDT": 11, "NZST": 12, "NZDT": 13,
}  # fmt: skip

# Abbreviations without a season: whose clock is meant.
_CLOCKS: Mapping[str, str] = {
    "ET": "America/New_York", "CT": "America/Chicago", "MT": "America/Denver", "PT": "America/Los_Angeles",
    "TSI": "Europe/Istanbul", "TSİ": "Europe/Istanbul",
}  # fmt: skip

# Who writes these in English writes the month first.
US_ZONE_NAMES = frozenset(_CLOCKS.keys() - {"TSI", "TSİ"}) | {"EST", "EDT", "CDT", "MDT", "PDT", "PST", "AKDT", "AKST"}

# More than one meaning, and no standard that decides: the outlet's own zone is meant.
_AMBIGUOUS = frozenset({"IST", "AST", "ADT", "AMT", "ECT", "SST", "WST", "LMT", "CDST", "NST", "PYT", "BOT"})

# Places as lines name their clocks (بتوقيت القدس, heure de Paris), in the folded form of `normalise.text.fold`.
PLACES: Mapping[str, str] = {
    fold(name): zone
    for zone, names in {
        "UTC": "greenwich|غرينتش|غرينيتش|جرينتش|جرينيتش|غرينويتش|گرینویچ|גריניץ'|גרינוויץ'|utc|gmt",
        "Asia/Jerusalem": "israel|jerusalem|ישראל|ירושלים|القدس|القدس المحتلة|فلسطين المحتلة|إسرائيل|jérusalem|israël",
        "Asia/Hebron": "palestine|ramallah|فلسطين|رام الله|الخليل",
        "Asia/Gaza": "gaza|غزة|עזה",
        "Asia/Beirut": "beirut|beyrouth|lebanon|liban|بيروت|لبنان",
        "Asia/Damascus": "damascus|damas|دمشق|سوريا",
        "Asia/Amman": "amman|jordan|عمان|الأردن",
        "Asia/Baghdad": "baghdad|bagdad|بغداد|العراق",
        "Asia/Riyadh": "riyadh|mecca|makkah|الرياض|السعودية|مكة|مكة المكرمة",
        "Asia/Dubai": "dubai|abu dhabi|دبي|أبوظبي|أبو ظبي|الإمارات",
        "Asia/Qatar": "doha|qatar|الدوحة|قطر",
        "Asia/Kuwait": "kuwait|الكويت",
        "Asia/Aden": "sanaa|aden|صنعاء|عدن",
        "Africa/Cairo": "cairo|le caire|egypt|القاهرة|مصر",
        "Africa/Tunis": "tunis|tunisie|تونس",
        "Africa/Algiers": "algiers|alger|algérie|الجزائر",
        "Africa/Casablanca": "rabat|casablanca|maroc|الرباط|المغرب",
        "Africa/Tripoli": "tripoli|طرابلس|ليبيا",
        "Africa/Khartoum": "khartoum|الخرطوم",
        "Asia/Tehran": "tehran|iran|تهران|ایران|إيران|طهران",
        "Asia/Kabul": "kabul|کابل|افغانستان",
        "Europe/Istanbul": "istanbul|turkey|türkiye|ankara|تركيا|إسطنبول|ترکیه",
        "Europe/Paris": "paris|france|باريس|پاریس",
        "Europe/London": "london|uk|لندن",
        "Europe/Berlin": "berlin|برلين",
        "Europe/Moscow": "moscow|moskau|moscou|موسكو|مسکو|moskova|москва|мск",
        "America/New_York": "eastern|new york|washington|نيويورك|واشنطن",
        "America/Chicago": "central",
        "America/Denver": "mountain",
        "America/Los_Angeles": "pacific",
    }.items()
    for name in names.split("|")
}

_OFFSET = re.compile(r"([+-])(\d{1,2})(?::?(\d{2}))?(?::?\d{2})?")
_NAME = re.compile(r"([A-Za-zİ]{1,5})\s?(?:([+-]\d{1,2}(?::?\d{2})?))?")
_FARTHEST = timedelta(hours=14)  # Kiribati; RFC 822 allows more, no place on Earth does
_NO_OFFSET = timedelta(0)


@lru_cache(maxsize=1024)
def clock_of(timezone: str) -> tzinfo:
    """The zone of an outlet by its IANA name. Raises ValueError for a name the zone database does not have."""
    try:
        return UTC if timezone in {"UTC", "Etc/UTC"} else ZoneInfo(timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError(f"unknown time zone {timezone!r}: give an IANA name such as 'Asia/Jerusalem'") from error


@lru_cache(maxsize=4096)
def stated_zone(text: str, timezone: str) -> Zone:
    """The zone that `text` ("+0200", "EST", "GMT+3", "IST") means to an outlet in `timezone`.

    An offset or a name with one meaning is taken at its word; a name that the outlet's own zone uses is that zone's
    clock; any other name says nothing, and the outlet's zone is assumed. Raises `Impossible` for offsets beyond 14 h.
    """
    if match := _OFFSET.fullmatch(text):
        return Zone(_offset(match), None, "stated")
    match = _NAME.fullmatch(text)
    name = match[1].upper() if match else ""
    if match and match[2] and name in {"GMT", "UTC", "UT", "Z"} and (offset := _OFFSET.fullmatch(match[2])):
        return Zone(_offset(offset), None, "stated")
    clock = clock_of(timezone)
    own = abbreviations(timezone)
    if name in _AMBIGUOUS:
        return Zone(None, clock, "stated" if name in own else "assumed")
    if name in own:
        return Zone(own[name], None, "stated")
    if name in _HOURS:
        return Zone(timedelta(hours=_HOURS[name]), None, "stated")
    if name in _CLOCKS:
        return Zone(None, clock_of(_CLOCKS[name]), "stated")
    return Zone(None, clock, "assumed")


def is_zone_name(text: str, timezone: str) -> bool:
    """Whether a word in capitals is a zone's name, by the tables or in the outlet's own zone."""
    return text in _HOURS or text in _CLOCKS or text in _AMBIGUOUS or text in abbreviations(timezone)


@lru_cache(maxsize=1024)
def abbreviations(timezone: str) -> Mapping[str, timedelta]:
    """What the outlet's zone calls itself in winter and in summer: {"EST": -5 h, "EDT": -4 h} for New York."""
    found: dict[str, timedelta] = {}
    for month in (1, 7):
        when = datetime(2024, month, 15, tzinfo=clock_of(timezone))
        name, offset = when.tzname(), when.utcoffset()
        if name and offset is not None and name.isalpha():
            found[name] = offset
            if timezone.startswith("Australia/") and name.startswith("A"):
                found[name[1:]] = offset  # Sydney writes EST for AEST
    return found


def to_utc(when: datetime, zone: Zone) -> datetime:
    """The instant of a wall time (`when` carries UTC as a placeholder) in `zone`."""
    if zone.offset is not None:
        return when - zone.offset if zone.offset else when
    return when.replace(tzinfo=zone.clock).astimezone(UTC)


def _offset(match: re.Match[str]) -> timedelta:
    sign, hours, minutes = match.groups()
    if len(hours) == 1 and minutes and ":" not in match[0]:
        raise Impossible("an offset of three digits")
    offset = timedelta(hours=int(hours), minutes=int(minutes or 0))
    if offset > _FARTHEST or int(minutes or 0) > 59:
        raise Impossible("an offset no place on Earth has")
    return (-offset if sign == "-" else offset) if offset else _NO_OFFSET
