"""What was watched of an outlet in a window of time."""

# ruff: noqa: S608 - statements are put together from names in this package; values are always bound.
from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta

from storage.model import Coverage
from storage.sql.connection import NUMBERS, Connection, Row
from storage.sql.outlets import all_outlets, outlet_ids
from storage.sql.rows import required_time, required_time_text, time_of

_UNREAD = {
    "paywalled": "behind a paywall",
    "excerpt": "only an excerpt was served",
    "pending": "not fetched yet",
    "unwanted": "matches no topic",
    "failed": "could not be read",
}


def coverage(connection: Connection, outlet: str, since: datetime, until: datetime) -> Coverage:
    """What was watched of an outlet or group in [since, until)."""
    editions = outlet_ids(connection, [outlet]) or []
    window = (required_time_text(since), required_time_text(until))
    marks = ", ".join("?" * len(editions))
    feeds = connection.execute(
        f"SELECT id, url, outlet, watched FROM feeds WHERE outlet IN ({marks})", editions
    ).fetchall()
    polls = _Polls(connection, [row["id"] for row in feeds], since, until)
    articles = connection.execute(
        f"SELECT count(*) FROM articles WHERE outlet IN ({marks}) AND first_seen >= ? AND first_seen < ?",
        (*editions, *window),
    ).fetchone()[0]
    reasons = _unread(connection, editions, window)
    first, last = polls.first_and_last_ever()
    gaps = {known.id: known.known_gaps for known in all_outlets(connection)}
    active = {row["outlet"] for row in feeds if row["watched"] or polls.good[row["id"]]}
    return Coverage(
        outlet=outlet,
        since=since,
        until=until,
        polls=polls.made,
        failed=polls.failed,
        longest_gap=max(
            (polls.longest_gap([row["id"] for row in feeds if row["outlet"] == edition]) for edition in active),
            default=polls.longest_gap([]),
        ),
        without_overlap=polls.without_overlap,
        articles=articles,
        unread=sum(reasons.values()),
        unread_reasons=tuple(reasons.most_common()),
        first_poll=first,
        last_poll=last,
        feeds=sum(row["watched"] for row in feeds),
        known_gaps=tuple(dict.fromkeys(gap for edition in editions if (gap := gaps.get(edition)))),
        silent_feeds=tuple(sorted(row["url"] for row in feeds if row["watched"] and not polls.good[row["id"]])),
    )


class _Polls:
    """The polls of some feeds in a window. A row of like polls that the window cuts is counted in proportion."""

    def __init__(self, connection: Connection, feeds: list[int], since: datetime, until: datetime) -> None:
        self._connection, self._feeds = connection, feeds
        self._since, self._until = since, max(since, min(until, datetime.now(UTC)))
        self.made = self.failed = self.without_overlap = 0
        # feed -> (first, last, longest gap between) of each row of good polls, inside the window
        self.good: dict[int, list[tuple[datetime, datetime, timedelta]]] = {feed: [] for feed in feeds}
        rows = connection.execute(
            f"SELECT * FROM polls WHERE feed IN {NUMBERS} AND first_at < ? AND first_at >= ?"
            " AND last_at >= ? ORDER BY first_at",
            (
                str(feeds),
                required_time_text(until),
                required_time_text(since - timedelta(days=1)),  # a row lies within one day
                required_time_text(since),
            ),
        )
        for row in rows:
            self._count(row, until)

    def _count(self, row: Row, until: datetime) -> None:
        first, last = required_time(row["first_at"]), required_time(row["last_at"])
        start, end = max(first, self._since), min(last, until)
        share = (end - start) / (last - first) if last > first else 1.0
        count = row["count"] if share == 1.0 else max(1, round(row["count"] * share))
        self.made += count
        if row["outcome"] == "failed":
            self.failed += count
            return
        if row["outcome"] == "ok" and row["known"] == 0 and row["entries"]:
            self.without_overlap += 1
        gap = timedelta(seconds=min(row["longest_gap_s"], (end - start).total_seconds()))
        self.good[row["feed"]].append((start, end, gap))

    def longest_gap(self, feeds: list[int]) -> timedelta:
        """The longest time in the window without a good poll of any of `feeds`; its edges count, not the future."""
        longest, reached = timedelta(0), self._since
        for first, last, within in sorted(span for feed in feeds for span in self.good[feed]):
            # Polls of another feed may lie within a row's own gap: then the row's gap is an upper bound.
            longest = max(longest, first - reached, within)
            reached = max(reached, last)
        return max(longest, self._until - reached)

    def first_and_last_ever(self) -> tuple[datetime | None, datetime | None]:
        """When the feeds were first and last polled, in or out of the window."""
        row = self._connection.execute(
            "SELECT min((SELECT min(first_at) FROM polls WHERE feed = feeds.id)), max(last_polled) FROM feeds"
            f" WHERE id IN {NUMBERS}",
            (str(self._feeds),),
        ).fetchone()
        return time_of(row[0]), time_of(row[1])


def _unread(connection: Connection, editions: list[str], window: tuple[str, str]) -> Counter[str]:
    """Why pages of articles first seen in the window were not read, counted."""
    rows = connection.execute(
        "SELECT CASE WHEN page_state = 'fetched' OR fetched_at IS NOT NULL THEN access ELSE page_state END AS why,"
        " page_problem, count(*) AS articles FROM articles"
        f" WHERE outlet IN ({', '.join('?' * len(editions))}) AND first_seen >= ? AND first_seen < ?"
        " AND NOT ((page_state = 'fetched' OR fetched_at IS NOT NULL) AND coalesce(access, 'full') = 'full')"
        " GROUP BY why, page_problem",
        (*editions, *window),
    )
    reasons: Counter[str] = Counter()
    for row in rows:
        told = row["page_problem"] if row["why"] in ("failed", "pending") else None
        reasons[told or _UNREAD.get(row["why"], row["why"])] += row["articles"]
    return reasons
