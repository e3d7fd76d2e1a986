"""How feeds and runs are doing: schedule, habits, alarms."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from storage.health import FeedHealth, Health, OutletHealth
from storage.sql.base import SqlBase
from storage.sql.connection import Connection, Row
from storage.sql.rows import required_time, required_time_text

RECENT_HOURS = 72
LONGEST_WATCHED_GAP_HOURS = 13  # the longest interval of the schedule, and a run
_BACK_HOURS = 3  # a clock may be set back by so much (summer time, a mended clock) and a feed's habits go on
_MOST_WEEKS = 12  # a week counts for at least a twelfth: habits change with the seasons
_LEAST_WEEKS = 2  # before an hour of the week has a habit of its own
_LEAST_HOURS = 48  # before a feed has any habit
_ENOUGH_EXPECTED = 10.0  # articles; three standard deviations below fewer is less than none


class SqlHealth(SqlBase, Health):
    """The Store's methods for how feeds and runs are doing: schedule, habits, alarms."""

    def feed_health(self, since: datetime, now: datetime) -> tuple[FeedHealth, ...]:
        """Every watched feed since a moment, by outlet and address."""
        with self._read() as connection:
            feeds = connection.execute(
                "SELECT id, url, last_good FROM feeds WHERE watched = 1 ORDER BY outlet, url"
            ).fetchall()
            counts = _polls(connection, since)
            return tuple(_feed(connection, feed, counts, now) for feed in feeds)

    def outlet_health(self, since: datetime) -> tuple[OutletHealth, ...]:
        """Every outlet whose articles were first seen since a moment, by id."""
        with self._read() as connection:
            return _outlets(connection, since)

    def poll_again(self, feeds: Iterable[str], due_at: datetime) -> None:
        """Make these feeds due at `due_at`, if they would be due later."""
        with self._write() as connection:
            connection.executemany(
                "UPDATE feeds SET due_at = :at WHERE url = :url AND due_at > :at",
                [{"at": required_time_text(due_at), "url": feed} for feed in feeds],
            )


# --- habits, kept with each good poll ------------------------------------------------------------------------


def note_articles(connection: Connection, feed: int, at: datetime, articles: int) -> None:
    """Count a good poll's new articles into its hour; what lies before that hour becomes habit."""
    hour = _hour(at)
    latest = connection.execute("SELECT max(hour) FROM feed_recent WHERE feed = ?", (feed,)).fetchone()[0]
    if latest is not None and not latest - _BACK_HOURS <= hour <= latest + LONGEST_WATCHED_GAP_HOURS:
        # Not watched in between, or the clock was far ahead: what comes now says nothing of this hour.
        connection.execute("DELETE FROM feed_recent WHERE feed = ?", (feed,))
        latest, articles = None, 0
    if latest is not None and hour > latest:
        closed = connection.execute("SELECT articles FROM feed_recent WHERE feed = ? AND hour = ?", (feed, latest))
        _learn(connection, feed, latest, closed.fetchone()[0])
        for quiet in range(latest + 1, hour):  # polled less than hourly: its news came now
            _learn(connection, feed, quiet, 0)
    connection.execute(
        "INSERT INTO feed_recent (feed, hour, articles) VALUES (?, ?, ?)"
        " ON CONFLICT (feed, hour) DO UPDATE SET articles = feed_recent.articles + excluded.articles",
        (feed, max(hour, latest or 0), articles),
    )
    connection.execute("DELETE FROM feed_recent WHERE feed = ? AND hour < ?", (feed, hour - RECENT_HOURS))


def _learn(connection: Connection, feed: int, hour: int, articles: int) -> None:
    """Exponentially weighted mean and variance (Finch, 2009), the first weeks weighted alike."""
    slot = _slot(hour)
    row = connection.execute("SELECT * FROM feed_habits WHERE feed = ? AND slot = ?", (feed, slot)).fetchone()
    weeks, mean, variance = (row["weeks"], row["mean"], row["variance"]) if row else (0, 0.0, 0.0)
    weight = 1 / min(weeks + 1, _MOST_WEEKS)
    difference = articles - mean
    connection.execute(
        "INSERT INTO feed_habits (feed, slot, weeks, mean, variance) VALUES (?, ?, ?, ?, ?) ON CONFLICT (feed, slot)"
        " DO UPDATE SET weeks = excluded.weeks, mean = excluded.mean, variance = excluded.variance",
        (
            feed,
            slot,
            weeks + 1,
            mean + weight * difference,
            (1 - weight) * (variance + weight * difference * difference) if row else 0.0,
        ),
    )


def _hour(at: datetime) -> int:
    return int(at.timestamp() // 3600)


def _slot(hour: int) -> int:
    return (hour + 72) % 168  # hour 0, 1 January 1970, was a Thursday's first


# --- what is told --------------------------------------------------------------------------------------------


def _polls(connection: Connection, since: datetime) -> dict[int, tuple[int, int, int]]:
    """Polls, failed ones and those without overlap since a moment, by feed. A row of like polls lies within one day."""
    rows = connection.execute(
        "SELECT feed, sum(count) AS made, coalesce(sum(count) FILTER (WHERE outcome = 'failed'), 0) AS failed,"
        " count(*) FILTER (WHERE outcome = 'ok' AND known = 0 AND entries > 0) AS without_overlap"
        " FROM polls WHERE last_at >= ? GROUP BY feed",
        (required_time_text(since),),
    )
    return {row["feed"]: (row["made"], row["failed"], row["without_overlap"]) for row in rows}


def _feed(connection: Connection, feed: Row, counts: dict[int, tuple[int, int, int]], now: datetime) -> FeedHealth:
    made, failed, without_overlap = counts.get(feed["id"], (0, 0, 0))
    told = FeedHealth(feed["url"], made, failed, without_overlap)
    if feed["last_good"] is None:
        return told
    habits = {row["slot"]: row for row in connection.execute("SELECT * FROM feed_habits WHERE feed = ?", (feed["id"],))}
    hours_known = sum(row["weeks"] for row in habits.values())
    if hours_known < _LEAST_HOURS:
        return told
    usual = sum(row["mean"] * row["weeks"] for row in habits.values()) / hours_known
    recent = {
        row["hour"]: row["articles"]
        for row in connection.execute("SELECT hour, articles FROM feed_recent WHERE feed = ?", (feed["id"],))
    }
    last = _hour(min(required_time(feed["last_good"]), now)) - 1  # the hour that is under way is not over
    worst = told
    expected = variance = 0.0
    seen = recent.get(last + 1, 0)  # but what came in it already speaks for the feed
    for back in range(last - min(recent, default=last)):
        habit = habits.get(_slot(last - back))
        own = habit is not None and habit["weeks"] >= _LEAST_WEEKS
        mean = habit["mean"] if own and habit is not None else usual
        expected += mean
        variance += max(
            habit["variance"] if own and habit is not None else 0.0, mean
        )  # no calmer than chance (Poisson)
        seen += recent.get(last - back, 0)
        spread = math.sqrt(variance)
        if expected >= _ENOUGH_EXPECTED and (
            worst.expected is None or (expected - seen) / spread > (worst.expected - worst.seen) / (worst.spread or 1.0)
        ):
            worst = replace(told, hours=back + 1, seen=seen, expected=round(expected, 1), spread=round(spread, 1))
    return worst


def _outlets(connection: Connection, since: datetime) -> tuple[OutletHealth, ...]:
    rows = connection.execute(
        "SELECT outlet, count(*) AS articles,"
        " count(*) FILTER (WHERE page_state = 'failed' OR (page_state = 'pending' AND page_attempts > 0)) AS failing,"
        " count(*) FILTER (WHERE page_state = 'pending') AS pending,"
        " count(*) FILTER (WHERE published_zone = 'assumed') AS assumed,"
        " count(*) FILTER (WHERE page_state = 'fetched' AND published_at IS NULL) AS undated"
        " FROM articles WHERE first_seen >= ? GROUP BY outlet ORDER BY outlet",
        (required_time_text(since),),
    ).fetchall()
    reasons: dict[str, Counter[str]] = {}
    for row in connection.execute(
        "SELECT outlet, page_problem, count(*) AS articles FROM articles WHERE first_seen >= ?"
        " AND page_problem IS NOT NULL AND (page_state = 'failed' OR (page_state = 'pending' AND page_attempts > 0))"
        " GROUP BY outlet, page_problem",
        (required_time_text(since),),
    ):
        reasons.setdefault(row["outlet"], Counter())[row["page_problem"]] = row["articles"]
    return tuple(
        OutletHealth(
            row["outlet"],
            row["articles"],
            row["failing"],
            row["pending"],
            reasons[row["outlet"]].most_common(1)[0][0] if row["outlet"] in reasons else None,
            row["assumed"],
            row["undated"],
        )
        for row in rows
    )
