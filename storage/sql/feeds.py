"""Feeds and their state, and the pages that are still to be read."""

# ruff: noqa: S608 - statements are put together from names in this package; values are always bound.
from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta

from storage.health import Pace
from storage.model import Feed, FeedState, PendingPage, Validators
from storage.sql.connection import NUMBERS, Connection
from storage.sql.rows import json_text, required_time, required_time_text, seconds_of, time_of, time_text
from storage.sql.skew import skew

_REMEMBERED = timedelta(days=2)
_MOST_REMEMBERED = 20_000
_LONGEST_WAIT = timedelta(days=8)  # a page said to wait for longer was put off by a clock that ran ahead
_FAR = datetime(9000, 1, 1, tzinfo=UTC)


def save_feeds(connection: Connection, feeds: Iterable[Feed]) -> None:
    """Make these the watched feeds. One that comes back, or whose entry changed, is asked again even if it was gone."""
    known = {row["url"]: row for row in connection.execute("SELECT url, outlet, every_s, watched FROM feeds")}
    wanted = {feed.url: feed for feed in feeds}
    for feed in wanted.values():
        row = known.get(feed.url)
        if row is None:
            connection.execute(
                "INSERT INTO feeds (url, outlet, every_s, watched) VALUES (?, ?, ?, 1)",
                (feed.url, feed.outlet, seconds_of(feed.every)),
            )
        elif (row["outlet"], row["every_s"], row["watched"]) != (feed.outlet, seconds_of(feed.every), 1):
            connection.execute(
                "UPDATE feeds SET outlet = ?, every_s = ?, watched = 1, gone = 0 WHERE url = ?",
                (feed.outlet, seconds_of(feed.every), feed.url),
            )
    for url, row in known.items():
        if row["watched"] and url not in wanted:
            connection.execute("UPDATE feeds SET watched = 0 WHERE url = ?", (url,))


def feed_states(connection: Connection, *, with_skew: bool, only: Sequence[str] | None = None) -> tuple[FeedState, ...]:
    """Every watched feed with its history, or those among `only`."""
    states = []
    chosen, values = ("", ()) if only is None else ("AND f.url IN (SELECT value FROM json_each(?))", (json_text(only),))
    rows = connection.execute(
        "SELECT f.*, coalesce(p.changes, 0.0) AS changes, coalesce(p.watched_s, 0.0) AS watched_s,"
        " coalesce(p.moved_polls, 0) AS moved_polls FROM feeds AS f LEFT JOIN feed_pace AS p ON p.feed = f.id"
        f" WHERE f.watched = 1 {chosen} ORDER BY f.outlet, f.url",
        values,
    ).fetchall()
    for row in rows:
        skew_s, skew_articles = skew(connection, row["id"], row["outlet"]) if with_skew else (None, 0)
        state = FeedState(
            url=row["url"],
            outlet=row["outlet"],
            validators=Validators(row["etag"], row["last_modified"], row["body_sha256"]),
            due_at=time_of(row["due_at"]),
            last_polled=time_of(row["last_polled"]),
            last_good=time_of(row["last_good"]),
            last_outcome=row["last_outcome"],
            last_problem=row["last_problem"],
            failures=row["failures"],
            articles=row["articles"],
            moved_to=row["moved_to"],
            gone=bool(row["gone"]),
            title=row["title"],
            skew_s=skew_s,
            skew_articles=skew_articles,
            every=timedelta(seconds=row["every_s"]) if row["every_s"] is not None else None,
            pace=Pace(row["changes"], row["watched_s"]),
            moved_polls=row["moved_polls"],
        )
        states.append(state)
    return tuple(states)


def known_fingerprints(connection: Connection, feed: str) -> frozenset[str]:
    """What the last good poll showed, and those of two days before it: caches of one feed may be hours apart."""
    row = connection.execute("SELECT id, last_read FROM feeds WHERE url = ?", (feed,)).fetchone()
    if row is None or row["last_read"] is None:
        return frozenset()
    since = required_time_text(required_time(row["last_read"]) - _REMEMBERED)
    rows = connection.execute(
        "SELECT fingerprint FROM fingerprints WHERE feed = ? AND last_seen >= ? ORDER BY last_seen DESC LIMIT ?",
        (row["id"], since, _MOST_REMEMBERED),
    )
    return frozenset(row["fingerprint"] for row in rows)


def pending_pages(
    connection: Connection, now: datetime, outlets: Sequence[str], limit: int, only: Sequence[int] | None = None
) -> list[PendingPage]:
    """Pages due to be fetched, the newest first, or those among the articles `only`. `outlets` are ids; none: all."""
    where, values = "", []
    if outlets:
        where, values = f"AND outlet IN ({', '.join('?' * len(outlets))})", list(outlets)
    if only is not None:
        where, values = f"{where} AND id IN {NUMBERS}", [*values, str(list(only))]
    rows = connection.execute(
        "SELECT id, url, outlet, page_attempts FROM articles"
        " WHERE page_state = 'pending'"
        f" AND (retry_at IS NULL OR retry_at <= ? OR (retry_at > ? AND page_attempts > 0)) {where}"
        " ORDER BY dated_at DESC, id DESC LIMIT ?",
        (time_text(now), time_text(min(now, _FAR) + _LONGEST_WAIT), *values, limit),
    )
    return [PendingPage(row["id"], row["url"], row["outlet"], row["page_attempts"]) for row in rows]


def save_page_failure(
    connection: Connection, article: int, reason: str, retry_at: datetime | None, access: str | None
) -> None:
    """Note why a page could not be read. One that was read before, and only could not be read again, stays fetched."""
    connection.execute(
        "UPDATE articles SET page_problem = :reason, retry_at = :retry_at, page_attempts = page_attempts + 1,"
        " access = CASE WHEN access IN ('full', 'excerpt', 'paywalled') THEN access ELSE coalesce(:access, access) END,"
        " page_state = CASE WHEN :retry_at IS NOT NULL THEN 'pending' WHEN fetched_at IS NOT NULL THEN 'fetched'"
        " ELSE 'failed' END, saved_hash = NULL WHERE id = :article",
        {"article": article, "reason": reason, "retry_at": time_text(retry_at), "access": access},
    )


def sightings(connection: Connection, article: int) -> list[tuple[str, datetime, datetime]]:
    """The feeds that showed an article. Polls that found the feed unchanged saw it too."""
    rows = connection.execute(
        "SELECT f.url, s.first_seen, CASE WHEN s.last_seen >= f.last_read THEN max(s.last_seen, f.last_good)"
        " ELSE s.last_seen END AS last_seen FROM sightings AS s JOIN feeds AS f ON f.id = s.feed"
        " WHERE s.article = ? ORDER BY s.first_seen, f.url",
        (article,),
    )
    return [(row["url"], required_time(row["first_seen"]), required_time(row["last_seen"])) for row in rows]
