"""Captures as rows: put in, read out, and the plan of a page's next visit."""

# ruff: noqa: S608 - statements are put together from names in this package; values are always bound.
from __future__ import annotations

import json
from datetime import datetime

from storage.captures import Capture, Place
from storage.sql.connection import Connection, Row
from storage.sql.rows import json_text, required_time, required_time_text, storable, time_of, time_text

SELECT_CAPTURE = "SELECT c.*, f.url AS feed_url FROM captures AS c LEFT JOIN feeds AS f ON f.id = c.feed"


def insert_capture(connection: Connection, capture: Capture) -> int:
    """A capture's row; the same place again is the same capture."""
    place = capture.place
    if place is not None:
        known = connection.execute(
            'SELECT id FROM captures WHERE file = ? AND "offset" = ?', (place.file, place.offset)
        ).fetchone()
        if known is not None:
            return int(known["id"])
    feed = None
    if capture.feed is not None:
        row = connection.execute("SELECT id FROM feeds WHERE url = ?", (capture.feed,)).fetchone()
        feed = row["id"] if row is not None else None
    columns = {
        "kind": capture.kind,
        "article": capture.article,
        "feed": feed,
        "outlet": capture.outlet,
        "url": storable(capture.url),
        "at": required_time_text(capture.at),
        "status": capture.status,
        "headers": storable(json_text(capture.headers)),
        "sha256": capture.sha256,
        "size": capture.size,
        "file": place.file if place else None,
        "offset": place.offset if place else None,
        "length": place.length if place else None,
        "same_as": capture.same_as,
        "absent": capture.absent,
        "keep_until": time_text(capture.keep_until),
        "found": storable(capture.found),
        "origin": capture.origin,
    }
    names = ", ".join(f'"{name}"' for name in columns)
    cursor = connection.execute(
        f"INSERT INTO captures ({names}) VALUES ({', '.join(':' + name for name in columns)}) RETURNING id",
        columns,
    )
    return int(cursor.fetchone()[0])


def plan_visit(connection: Connection, article: int, visited_at: datetime, next_visit: datetime | None) -> None:
    """When a page is due again; None: no more."""
    if next_visit is None:
        connection.execute("DELETE FROM visits WHERE article = ?", (article,))
        return
    connection.execute(
        "INSERT INTO visits (article, first_at, due_at) VALUES (?, ?, ?)"
        " ON CONFLICT (article) DO UPDATE SET due_at = excluded.due_at",
        (article, required_time_text(visited_at), required_time_text(next_visit)),
    )


def capture_of(row: Row) -> Capture:
    """A capture from a row of SELECT_CAPTURE."""
    place = Place(row["file"], row["offset"], row["length"]) if row["file"] is not None else None
    return Capture(
        url=row["url"],
        at=required_time(row["at"]),
        status=row["status"],
        outlet=row["outlet"],
        kind=row["kind"],
        article=row["article"],
        feed=row["feed_url"],
        headers=tuple((name, value) for name, value in json.loads(row["headers"] or "[]")),
        sha256=row["sha256"],
        size=row["size"],
        place=place,
        same_as=row["same_as"],
        absent=row["absent"],
        keep_until=time_of(row["keep_until"]),
        found=row["found"],
        origin=row["origin"],
        id=row["id"],
    )
