"""A feed's habitual skew: how much later its dates are than those its articles' own pages give.

Some feeds write local time and call it GMT. The figure is a median over the feed's last articles with both dates, read
from the witnesses that are kept with each article, so it follows a feed that mends its ways.
"""

from __future__ import annotations

import json
from typing import Any

from storage.sql.connection import Connection
from storage.sql.rows import required_time

MOST_COUNTED = 200
LEAST_COUNTED = 5
_LOOKED_THROUGH = 1000  # of an outlet's newest articles, so that a feed that gave few of them costs no more
_OF_PAGES = ("json-ld", "meta", "microdata", "time")  # a page's witnesses, the most reliable first


def skew(connection: Connection, feed: int, outlet: str) -> tuple[float | None, int]:
    """Seconds by which a feed's dates are later than its pages', and how many articles say so; None with too few."""
    from statistics import median  # 6 ms that no search should pay

    rows = connection.execute(
        "SELECT a.dates FROM (SELECT id, dates, fetched_at FROM articles WHERE outlet = ? ORDER BY dated_at DESC"
        " LIMIT ?) AS a WHERE a.fetched_at IS NOT NULL AND a.dates IS NOT NULL"
        " AND EXISTS (SELECT 1 FROM sightings WHERE article = a.id AND feed = ?)",
        (outlet, _LOOKED_THROUGH, feed),
    )
    found: list[float] = []
    for (dates,) in rows:
        difference = _difference(dates)
        if difference is not None:
            found.append(difference)
            if len(found) == MOST_COUNTED:
                break
    return (median(found) if len(found) >= LEAST_COUNTED else None), len(found)


def _difference(dates: str) -> float | None:
    """Seconds from the page's instant to the feed's; None unless both were given with a time of day."""
    if '"feed"' not in dates:
        return None
    timed: dict[str, str] = {}
    readings: list[dict[str, Any]] = json.loads(dates)
    for reading in readings:
        if reading["kind"] == "published" and reading.get("precision") in ("second", "minute"):
            timed.setdefault(reading["source"], reading["at"])
    page = next((timed[source] for source in _OF_PAGES if source in timed), None)
    if page is None or "feed" not in timed:
        return None
    return (required_time(timed["feed"]) - required_time(page)).total_seconds()
