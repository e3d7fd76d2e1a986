"""A poll into the store: its row, the feed's validators and state, and its entries as articles, in one transaction."""

# ruff: noqa: S608 - statements are put together from names in this package; values are always bound.
from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from normalise.urls import canonical_url
from storage.model import Poll, SaveCounts, Sighting
from storage.sql.connection import Connection, Row
from storage.sql.health import note_articles
from storage.sql.rows import (
    SELECT_ARTICLE,
    Columns,
    article_columns,
    json_text,
    required_time,
    required_time_text,
    short_hash,
    storable,
    time_text,
)
from storage.sql.writing import Outcome, change, find, insert

_FORGOTTEN = timedelta(days=30)
_MOST_TAGS = 50


def save_poll(connection: Connection, poll: Poll, sightings: Iterable[Sighting], seen: Iterable[str]) -> SaveCounts:
    """Save a poll, its validators and its entries."""
    feed = _feed(connection, poll)
    at = required_time_text(poll.at)
    tally: dict[Outcome, int] = {"new": 0, "revised": 0, "updated": 0, "unchanged": 0}
    known, first_sightings = poll.known, 0
    if poll.outcome != "unchanged":
        shown = {storable(fingerprint) for fingerprint in seen}
        before = _Before(connection, feed)
        overlap = before.fingerprints(shown)
        for sighting in sightings:
            fingerprint = storable(sighting.fingerprint)
            shown.add(fingerprint)
            article, outcome, first = _see(connection, feed["id"], sighting, poll, before)
            overlap.update({fingerprint} if before.showed_article else ())
            tally[outcome] += 1
            first_sightings += first
            _remember(connection, feed["id"], fingerprint, article, at)
        _still_there(connection, feed["id"], shown, at)
        if known is None and feed["last_read"] is not None:
            known = len(overlap)
        _update_articles(connection, feed["id"], first_sightings)
    if poll.outcome == "ok":
        forgotten = required_time_text(poll.at - _FORGOTTEN)
        connection.execute("DELETE FROM fingerprints WHERE feed = ? AND last_seen < ?", (feed["id"], forgotten))
    if poll.outcome != "failed":
        note_articles(connection, feed["id"], poll.at, first_sightings if feed["last_read"] is not None else 0)
    _save_row(connection, feed["id"], poll, known if poll.outcome == "ok" else None)
    _save_state(connection, feed["id"], poll)
    _save_pace(connection, feed, poll)
    return SaveCounts(**tally)


def _feed(connection: Connection, poll: Poll) -> Row:
    connection.execute("INSERT INTO feeds (url, outlet) VALUES (?, ?) ON CONFLICT DO NOTHING", (poll.feed, poll.outlet))
    row: Row = connection.execute("SELECT * FROM feeds WHERE url = ?", (poll.feed,)).fetchone()
    return row


@dataclass(slots=True)
class _Before:
    """What the good poll before had shown, to tell whether two polls in a row share an entry."""

    connection: Connection
    feed: Row
    showed_article: bool = False  # of the sighting looked at last

    def fingerprints(self, shown: set[str]) -> set[str]:
        """Those of `shown` that it showed too."""
        if self.feed["last_read"] is None or not shown:
            return set()
        rows = self.connection.execute(
            "SELECT fingerprint FROM fingerprints WHERE feed = ? AND last_seen >= ?"
            " AND fingerprint IN (SELECT value FROM json_each(?))",
            (self.feed["id"], self.feed["last_read"], json_text(shown)),
        )
        return {row["fingerprint"] for row in rows}

    def note(self, sighting: Row | None) -> None:
        """An article stands in both although its entry changed."""
        self.showed_article = (
            sighting is not None
            and self.feed["last_read"] is not None
            and sighting["last_seen"] >= self.feed["last_read"]
        )


def _see(
    connection: Connection, feed: int, sighting: Sighting, poll: Poll, before: _Before
) -> tuple[int, Outcome, bool]:
    """An entry as article: its id, what changed, and whether this feed shows it for the first time."""
    columns = article_columns(sighting.article)
    columns["canonical"] = canonical_url(sighting.article.url)
    at = required_time_text(poll.at)
    hashes = {"title_hash": short_hash(columns["title"]), "summary_hash": short_hash(columns["summary"])}
    outcome: Outcome
    old = find(connection, columns["canonical"]) or _renamed(connection, feed, columns)
    if old is None:
        columns["first_seen"] = columns["first_seen"] or at
        article = insert(connection, columns, poll.at)
        earlier, outcome = None, "new"
    else:
        article = old["id"]
        earlier = connection.execute(
            "SELECT * FROM sightings WHERE article = ? AND feed = ?", (article, feed)
        ).fetchone()
        outcome = _update(connection, old, columns, earlier, hashes, poll)
    before.note(earlier)
    connection.execute(
        "INSERT INTO sightings (article, feed, first_seen, last_seen, title_hash, summary_hash)"
        " VALUES (:article, :feed, :at, :at, :title_hash, :summary_hash) ON CONFLICT (article, feed) DO UPDATE SET"
        " last_seen = max(sightings.last_seen, excluded.last_seen), title_hash = excluded.title_hash,"
        " summary_hash = excluded.summary_hash",
        {"article": article, "feed": feed, "at": at} | hashes,
    )
    return article, outcome, earlier is None


def _renamed(connection: Connection, feed: int, columns: Columns) -> Row | None:
    """The article this feed showed before under another address: same guid, title and date.

    A guid alone proves nothing, since some feeds give one to several articles, and a column may keep its title.
    """
    if not columns["guid"]:
        return None
    rows = connection.execute(
        f"{SELECT_ARTICLE} JOIN sightings AS s ON s.article = a.id AND s.feed = ?"
        " WHERE a.guid = ? AND a.outlet = ? AND a.title = ?",
        (feed, columns["guid"], columns["outlet"], columns["title"]),
    )
    for row in rows:
        dates = (row["published_at"], columns["published_at"])
        same = dates[0] == dates[1] if all(dates) else row["summary"] == columns["summary"]
        if same:
            connection.execute(
                "INSERT INTO addresses (url, article) VALUES (?, ?) ON CONFLICT DO NOTHING",
                (columns["canonical"], row["id"]),
            )
            found: Row = row
            return found
    return None


def _update(
    connection: Connection,
    old: Row,
    new: Columns,
    earlier: Row | None,
    hashes: dict[str, int | None],
    poll: Poll,
) -> Outcome:
    """What a feed newly says of an article we hold.

    A field that was missing is filled. Title and summary change only where *this feed* words them differently from
    before: another feed, or the page, wording them differently is no change of the article. Then its page is read
    again.
    """
    changes: Columns = {}
    for name in ("summary", "language", "byline_raw", "people", "organisations", "section", "image", "guid"):
        if old[name] is None and new[name] is not None:
            changes[name] = new[name]
    if old["people"] is not None or old["organisations"] is not None:
        changes.pop("byline_raw", None)
    if old["published_at"] is None and new["published_at"] is not None:
        changes |= {name: new[name] for name in new if name.startswith("published_")}
    if new["modified_at"] is not None and (old["modified_at"] is None or new["modified_at"] > old["modified_at"]):
        changes |= {name: new[name] for name in new if name.startswith("modified_")}
    changes |= _lists(old, new)
    reworded = False
    if earlier is not None:
        origins = json.loads(old["origins"] or "{}")
        if hashes["title_hash"] != earlier["title_hash"]:
            reworded = True
            changes |= {"title": new["title"]} if new["title"] != old["title"] else {}
        if new["summary"] is not None and hashes["summary_hash"] != earlier["summary_hash"]:
            reworded = True
            if new["summary"] != old["summary"] and origins.get("summary", "feed") == "feed":
                changes["summary"] = new["summary"]
    changes |= _page(old, new, again=reworded or (earlier is not None and "modified_at" in changes))
    if not changes:
        return "unchanged"
    if changes.get("page_state") == "pending":
        connection.execute("UPDATE articles SET page_attempts = 0, retry_at = NULL WHERE id = ?", (old["id"],))
    return change(connection, old, changes, poll.at)


def _page(old: Row, new: Columns, *, again: bool) -> Columns:
    """Whether the page is wanted now: a topic that matches at last, or a page that was read and has changed."""
    if new["page_state"] != "pending" or old["page_state"] == "pending":
        return {}
    if old["page_state"] == "unwanted" or again:
        return {"page_state": "pending", "page_problem": None} if old["origin"] == "feed" else {}
    return {}


def _lists(old: Row, new: Columns) -> Columns:
    """Topics and tags gained, and date readings: the first and the latest of the feed, all others kept."""
    changes: Columns = {}
    for name in ("topics", "tags"):
        have, more = json.loads(old[name] or "[]"), json.loads(new[name] or "[]")
        joined = list(dict.fromkeys([*have, *more]))[: max(_MOST_TAGS, len(have))]
        if joined != have:
            changes[name] = json_text(joined)
    readings: list[dict[str, Any]] = json.loads(old["dates"] or "[]")
    for reading in json.loads(new["dates"] or "[]"):
        same = [have for have in readings if (have["kind"], have["source"]) == (reading["kind"], reading["source"])]
        if reading["raw"] not in {have["raw"] for have in same}:
            for superseded in same[1:]:
                readings.remove(superseded)
            readings.append(reading)
            changes["dates"] = json_text(readings)
    return changes


def _remember(connection: Connection, feed: int, fingerprint: str, article: int | None, at: str) -> None:
    connection.execute(
        "INSERT INTO fingerprints (feed, fingerprint, article, last_seen) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (feed, fingerprint) DO UPDATE SET article = excluded.article,"
        " last_seen = max(fingerprints.last_seen, excluded.last_seen)",
        (feed, fingerprint, article, at),
    )


def _still_there(connection: Connection, feed: int, shown: set[str], at: str) -> None:
    """Everything a poll showed was seen at `at`, unknown entries and those without an article among it."""
    values = {"feed": feed, "at": at, "shown": json_text(shown) or "[]"}
    connection.execute(
        "INSERT INTO fingerprints (feed, fingerprint, last_seen) SELECT :feed, value, :at FROM json_each(:shown)"
        " WHERE true ON CONFLICT (feed, fingerprint) DO UPDATE SET last_seen = excluded.last_seen"
        " WHERE fingerprints.last_seen < excluded.last_seen",
        values,
    )
    connection.execute(
        "UPDATE sightings SET last_seen = :at WHERE feed = :feed AND last_seen < :at AND article IN"
        " (SELECT article FROM fingerprints WHERE feed = :feed"
        " AND fingerprint IN (SELECT value FROM json_each(:shown)))",
        values,
    )


def _update_articles(connection: Connection, feed: int, more: int) -> None:
    if more:
        connection.execute("UPDATE feeds SET articles = articles + ? WHERE id = ?", (more, feed))


def _save_row(connection: Connection, feed: int, poll: Poll, known: int | None) -> None:
    """A row of its own, or one more of a run of like polls on one day (UTC), so that days can be counted apart."""
    at = required_time_text(poll.at)
    problem = storable(poll.problem)
    if poll.outcome != "ok":
        last = connection.execute("SELECT * FROM polls WHERE feed = ? ORDER BY id DESC LIMIT 1", (feed,)).fetchone()
        if last and (last["outcome"], last["problem"], last["last_at"][:10]) == (poll.outcome, problem, at[:10]):
            gap = max(0.0, (poll.at - required_time(last["last_at"])).total_seconds())
            connection.execute(
                "UPDATE polls SET count = count + 1, last_at = max(last_at, ?), longest_gap_s = max(longest_gap_s, ?),"
                " status = ? WHERE id = ?",
                (at, gap, poll.status, last["id"]),
            )
            return
    connection.execute(
        "INSERT INTO polls (feed, outcome, first_at, last_at, status, problem, entries, known)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (feed, poll.outcome, at, at, poll.status, problem, poll.entries, known),
    )


def _save_state(connection: Connection, feed: int, poll: Poll) -> None:
    at = required_time_text(poll.at)
    good = poll.outcome != "failed"
    columns: Columns = {
        "due_at": time_text(poll.due_at),
        "last_polled": at,
        "last_outcome": poll.outcome,
        "last_problem": None if good else poll.problem,
    }
    if good:
        columns |= {"last_good": at, "moved_to": poll.moved_to, "gone": 0}
        if poll.validators is not None:
            columns |= {
                "etag": poll.validators.etag,
                "last_modified": poll.validators.last_modified,
                "body_sha256": poll.validators.body_sha256,
            }
    if poll.outcome == "ok":
        columns["last_read"] = at
    if poll.gone:
        columns["gone"] = 1
    if poll.title:
        columns["title"] = poll.title
    failures = "0" if good else "failures + 1"
    connection.execute(
        f"UPDATE feeds SET failures = {failures}, {', '.join(f'{name} = :{name}' for name in columns)} WHERE id = :id",
        {name: storable(value) for name, value in columns.items()} | {"id": feed},
    )


def _save_pace(connection: Connection, feed: Row, poll: Poll) -> None:
    """How often the feed changes, and how often in a row it was found where it moved to."""
    led = poll.outcome != "failed" and poll.moved_to is not None
    connection.execute("INSERT INTO feed_pace (feed) VALUES (?) ON CONFLICT DO NOTHING", (feed["id"],))
    again = "moved_polls + 1" if led and poll.moved_to == feed["moved_to"] else str(int(led))
    connection.execute(f"UPDATE feed_pace SET moved_polls = {again} WHERE feed = ?", (feed["id"],))
    if poll.pace is not None:
        connection.execute(
            "UPDATE feed_pace SET changes = ?, watched_s = ? WHERE feed = ?",
            (poll.pace.changes, poll.pace.watched_s, feed["id"]),
        )
