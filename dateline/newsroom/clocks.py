"""Instants as outlets print them: in feeds, in metadata, and in words on the page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import format_datetime
from zoneinfo import ZoneInfo

_MONTHS = {
    names: tuple(months.split("|"))
    for names, months in {
        "en": "January|February|March|April|May|June|July|August|September|October|November|December",
        "en-press": "Jan.|Feb.|March|April|May|June|July|Aug.|Sept.|Oct.|Nov.|Dec.",
        "he": "ינואר|פברואר|מרץ|אפריל|מאי|יוני|יולי|אוגוסט|ספטמבר|אוקטובר|נובמבר|דצמבר",
        "ar": "يناير|فبراير|مارس|أبريل|مايو|يونيو|يوليو|أغسطس|سبتمبر|أكتوبر|نوفمبر|ديسمبر",
        "ar-levant": ("كانون الثاني|شباط|آذار|نيسان|أيار|حزيران|تموز|آب|أيلول|تشرين الأول|تشرين الثاني|كانون الأول"),
    }.items()
}
_ARABIC_WEEKDAYS = ("الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد")
_ARABIC_DIGITS = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
# One, two, three to ten, eleven and more: the four forms Arabic and Hebrew count with.
_AGO = {
    "relative-en": (
        "{} ago",
        ("a minute", "2 minutes", "{n} minutes", "{n} minutes"),
        ("an hour", "2 hours", "{n} hours", "{n} hours"),
        ("yesterday", "2 days", "{n} days", "{n} days"),
    ),
    "relative-he": (
        "לפני {}",
        ("דקה", "2 דקות", "{n} דקות", "{n} דקות"),
        ("שעה", "שעתיים", "{n} שעות", "{n} שעות"),
        ("יום", "יומיים", "{n} ימים", "{n} ימים"),
    ),
    "relative-ar": (
        "منذ {}",
        ("دقيقة", "دقيقتين", "{n} دقائق", "{n} دقيقة"),
        ("ساعة", "ساعتين", "{n} ساعات", "{n} ساعة"),
        ("يوم", "يومين", "{n} أيام", "{n} يوما"),
    ),
}


def feed_date(instant: datetime, style: str, timezone: str) -> str:
    """`instant` as an RSS date: "gmt", "offset", or "zone", the zone's own abbreviation (IST, EST)."""
    local = instant.astimezone(ZoneInfo(timezone))
    if style == "gmt":
        return format_datetime(instant.astimezone(UTC), usegmt=True)
    if style == "offset":
        return format_datetime(local)
    if style == "zone":
        return format_datetime(local).rsplit(" ", 1)[0] + f" {local.tzname()}"
    raise ValueError(f"unknown style of feed dates: {style!r}")


def iso(instant: datetime, timezone: str) -> str:
    """`instant` as ISO 8601 with the zone's offset."""
    return instant.astimezone(ZoneInfo(timezone)).isoformat()


def visible_date(instant: datetime, style: str, timezone: str, *, now: datetime) -> str:
    """`instant` as a page of that style prints it; relative styles count back from `now`."""
    if style in _AGO:
        return _relative(instant, style, now)
    return _STYLES[style](instant.astimezone(ZoneInfo(timezone)))


def _relative(instant: datetime, style: str, now: datetime) -> str:
    frame, minutes, hours, days = _AGO[style]
    elapsed = max(int((now - instant).total_seconds() // 60), 1)
    if elapsed < 60:
        unit, count = minutes, elapsed
    elif elapsed < 60 * 24:
        unit, count = hours, elapsed // 60
    else:
        unit, count = days, elapsed // (60 * 24)
    form = unit[min(count, 3) - 1 if count <= 10 else 3]
    return form if form == "yesterday" else frame.format(form.format(n=count))


def _american(local: datetime) -> str:
    half = "a.m." if local.hour < 12 else "p.m."
    month = _MONTHS["en-press"][local.month - 1]
    return f"Published {month} {local.day}, {local.year}, {local.hour % 12 or 12}:{local.minute:02d} {half} ET"


def _named(local: datetime, months: str, shape: str) -> str:
    month = _MONTHS[months][local.month - 1]
    return shape.format(d=local.day, month=month, y=local.year, time=f"{local:%H:%M}", zone=local.tzname())


_STYLES: dict[str, Callable[[datetime], str]] = {
    "iso": lambda local: local.isoformat(timespec="minutes"),
    "american": _american,
    "zone name": lambda local: _named(local, "en", "{d} {month} {y}, {time} {zone}"),
    "english": lambda local: _named(local, "en", "{month} {d}, {y} {time}"),
    "hebrew": lambda local: _named(local, "he", "{d} ב{month} {y}, {time}"),
    "hebrew dots": lambda local: f"פורסם: {local:%d.%m.%y} | {local:%H:%M}",
    "arabic": lambda local: _named(local, "ar", "{d} {month} {y} - {time}"),
    "levantine": lambda local: (
        _ARABIC_WEEKDAYS[local.weekday()] + _named(local, "ar-levant", " {d} {month} {y} {time}")
    ),
    "arabic digits": lambda local: _named(local, "ar", "نُشر في {d} {month} {y}، {time}").translate(_ARABIC_DIGITS),
}
