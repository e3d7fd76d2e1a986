"""Our date reader beside feedparser's and dateparser's, in one run: right, wrong, missing, and time for one string.

    python benchmarks/dates.py [--data DIR]

Two kinds of strings. Press lines: by default those of `PRESS` below, typed for this, or with --data every `*.jsonl`
there (raw, language, timezone, now, expected: a UTC instant, or "date:2026-01-05"). Feed dates: the machine shapes of
`FEED`, or with --data `feed_strings.tsv` (count, tab, string); for those no truth is known, so only the parsed share
and the time are told. dateparser gets the language, the zone, the day-month order and `now`, as its documentation
advises.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from calendar import timegm
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import dateparser
from feedparser.datetimes import _parse_date as feedparser_date

from normalise.dates import parse_date

NOW = "2026-01-05T12:00:00Z"
PRESS = (
    ("04/01/2026 12:00", "he", "Asia/Jerusalem", "2026-01-04T10:00:00Z"),
    ("פורסם: 04.01.26, 10:14 | עודכן: 04.01.26, 12:00", "he", "Asia/Jerusalem", "2026-01-04T08:14:00Z"),
    ("יום ראשון, 4 בינואר 2026", "he", "Asia/Jerusalem", "date:2026-01-04"),
    ("לפני שעתיים", "he", "Asia/Jerusalem", "2026-01-05T10:00:00Z"),
    ("الأحد 04 كانون الثاني 2026 22:30", "ar", "Asia/Beirut", "2026-01-04T20:30:00Z"),
    ("٠٤/٠١/٢٠٢٦ ١٠:٣٠ م", "ar", "Asia/Riyadh", "2026-01-04T19:30:00Z"),
    ("4 جويلية 2025", "ar", "Africa/Tunis", "date:2025-07-04"),
    ("منذ ساعتين", "ar", "Asia/Qatar", "2026-01-05T10:00:00Z"),
    ("یکشنبه ۱۴ دی ۱۴۰۴ ساعت ۱۰:۳۰", "fa", "Asia/Tehran", "2026-01-04T07:00:00Z"),
    ("۱۴۰۴/۱۰/۱۴", "fa", "Asia/Tehran", "date:2026-01-04"),
    ("4 Ocak 2026 Pazar 10:30", "tr", "Europe/Istanbul", "2026-01-04T07:30:00Z"),
    ("Giriş: 04.01.2026 - 10:30", "tr", "Europe/Istanbul", "2026-01-04T07:30:00Z"),
    ("Publié le 4 janvier 2026 à 10h30", "fr", "Europe/Paris", "2026-01-04T09:30:00Z"),
    ("04.01.2026, 10.30 Uhr", "de", "Europe/Berlin", "2026-01-04T09:30:00Z"),
    ("Jan. 4, 2026, 5:00 a.m. ET", "en", "America/New_York", "2026-01-04T10:00:00Z"),
    ("Published: 10:00 GMT, 4 January 2026", "en", "Europe/London", "2026-01-04T10:00:00Z"),
    ("Sun, 04 Jan 2026 15:30:00 IST", "en", "Asia/Kolkata", "2026-01-04T10:00:00Z"),
)
FEED = (
    "Mon, 05 Jan 2026 10:00:00 GMT",
    "Mon, 05 Jan 2026 12:00:00 +0200",
    "Mon, 5 Jan 2026 05:00:00 EST",
    "2026-01-05T10:00:00Z",
    "2026-01-05T12:00:00.123+02:00",
    "2026-01-05 10:00:00",
)
MONTH_FIRST = "America/"


@dataclass(frozen=True, slots=True)
class Row:
    """A date line and what it means."""

    raw: str
    language: str
    timezone: str
    now: datetime
    expected: str


def ours(row: Row) -> datetime | None:
    """`parse_date`."""
    parsed = parse_date(row.raw, timezone=row.timezone, language=row.language, now=row.now)
    return parsed.instant if parsed else None


def theirs_dateparser(row: Row) -> datetime | None:
    """dateparser, told all it can be told."""
    order = "MDY" if row.timezone.startswith(MONTH_FIRST) else "DMY"
    return dateparser.parse(
        row.raw,
        languages=[row.language],
        settings={
            "TIMEZONE": row.timezone,
            "TO_TIMEZONE": "UTC",
            "RETURN_AS_TIMEZONE_AWARE": True,
            "DATE_ORDER": order,
            "RELATIVE_BASE": row.now.astimezone(ZoneInfo(row.timezone)).replace(tzinfo=None),
        },
    )


def theirs_feedparser(row: Row) -> datetime | None:
    """feedparser's date handlers, which know no language and no zone of the outlet."""
    parsed = feedparser_date(row.raw)
    return datetime.fromtimestamp(timegm(parsed), UTC) if parsed else None


READERS: dict[str, Callable[[Row], datetime | None]] = {
    "dateline": ours,
    "dateparser": theirs_dateparser,
    "feedparser": theirs_feedparser,
}


def measure(reader: Callable[[Row], datetime | None], row: Row) -> tuple[datetime | None, float]:
    """What a reader says, and the microseconds of CPU it took."""
    started = time.process_time_ns()
    try:
        found = reader(row)
    except Exception:  # a peer that raises has read nothing
        found = None
    return found, (time.process_time_ns() - started) / 1000


def is_right(found: datetime, row: Row) -> bool:
    """Whether an instant is the expected one, or lies on the expected day in UTC or in the outlet's zone."""
    if row.expected.startswith("date"):
        day = row.expected[5:] or "2026-01-05"
        return any(str(found.astimezone(zone).date()) == day for zone in (UTC, ZoneInfo(row.timezone)))
    return abs(found - datetime.fromisoformat(row.expected)) < timedelta(minutes=1)


def load(data: Path | None) -> tuple[list[Row], list[str]]:
    """The press lines and the feed dates to run."""
    if data is None:
        now = datetime.fromisoformat(NOW)
        return [Row(raw, language, zone, now, expected) for raw, language, zone, expected in PRESS], list(FEED) * 50
    rows = []
    for path in sorted(data.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            item: dict[str, Any] = json.loads(line)
            now = datetime.fromisoformat(item["now"])
            rows.append(Row(item["raw"], item["language"], item["timezone"], now, item["expected"]))
    strings = (data / "feed_strings.tsv").read_text(encoding="utf-8").splitlines()
    return rows, [line.split("\t", 1)[1] for line in strings]


def main() -> None:
    """Run all three and print the table."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--data", type=Path)
    rows, feed = load(arguments.parse_args().data)
    now = datetime.now(UTC)
    feed_rows = [Row(raw, "en", "UTC", now, "") for raw in feed]
    medians: dict[str, float] = {}
    print(f"{len(rows)} press lines, {len(feed_rows)} feed dates; µs of CPU a string")
    columns = f"{'right':>7}{'wrong':>7}{'missing':>9}{'median':>9}{'p99':>9}"
    print(f"{'':<12}{columns}   feeds: {'parsed':>7}{'median':>9}{'p99':>9}")
    for name, reader in READERS.items():
        for row in rows[:3]:
            measure(reader, row)  # imports and first look-ups are not the parser's time
        results = [(row, *measure(reader, row)) for row in rows]
        right = sum(found is not None and is_right(found, row) for row, found, _ in results)
        missing = sum(found is None for _, found, _ in results)
        # dateparser is slow enough for a tenth of the feed dates to tell
        sample = feed_rows[::10] if name == "dateparser" and len(feed_rows) > 1000 else feed_rows
        fed = [measure(reader, row) for row in sample]
        times, feed_times = sorted(took for _, _, took in results), sorted(took for _, took in fed)
        medians[name] = statistics.median(feed_times)
        print(
            f"{name:<12}{right:>7}{len(rows) - right - missing:>7}{missing:>9}{statistics.median(times):>9.1f}"
            f"{times[int(len(times) * 0.99)]:>9.0f}{'':>10}{sum(f is not None for f, _ in fed) / len(fed):>7.2%}"
            f"{medians[name]:>9.1f}{feed_times[int(len(fed) * 0.99)]:>9.0f}"
        )
    print(f"on feed dates dateline takes 1/{medians['dateparser'] / medians['dateline']:.0f} of dateparser's time")


if __name__ == "__main__":
    main()
