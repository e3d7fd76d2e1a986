"""Outlets: how each is watched, and a calendar of what was collected."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime, time, timedelta
from typing import Any

from dateline.web.pages.page import Asked, Page, iso
from storage import Store

DAYS = 28


def outlets(store: Store, asked: Asked) -> Page:
    """How each outlet is watched: health in words, and a calendar of the last four weeks."""
    from dateline.health import picture

    now = datetime.now(UTC)
    told = picture(store, now)
    today = now.date()
    window = [today - timedelta(days=back) for back in range(DAYS)]
    since = datetime.combine(window[-1], time(), UTC)
    by_day = {(each.outlet, each.day): each for each in store.days(since)}
    feeds: dict[str, list[dict[str, Any]]] = {}
    for feed in told.feeds:
        feeds.setdefault(feed.outlet, []).append(
            {"url": feed.url, "last_good": feed.last_good, "articles": feed.articles,
             "troubles": [words for _, words in told.troubles(feed)]}
        )  # fmt: skip
    health = {each.outlet: each for each in told.outlets}
    rows: list[dict[str, Any]] = [
        {
            "outlet": outlet,
            "feeds": feeds.get(outlet.id, []),
            "last_good": max((one["last_good"] for one in feeds.get(outlet.id, []) if one["last_good"]), default=None),
            "health": health.get(outlet.id),
            "days": [(day, by_day.get((outlet.id, day))) for day in window],
        }
        for outlet in store.outlets()
    ]
    data = [
        {
            "id": row["outlet"].id,
            "name": row["outlet"].name,
            "group": row["outlet"].group,
            "last_good": iso(row["last_good"]),
            "feeds": [one | {"last_good": iso(one["last_good"])} for one in row["feeds"]],
            "health": asdict(row["health"]) if row["health"] else None,
            "days": [
                {"day": str(day), "state": one.state, "articles": one.articles, "polls": one.polls,
                 "failed": one.failed}
                if one else {"day": str(day), "state": "not watched"}
                for day, one in row["days"]
            ],
        }
        for row in rows
    ]  # fmt: skip
    return Page(
        "outlets.html", "Outlets", data, {"rows": rows, "window": window}, store.sql_of("days", f"{since:%Y-%m-%d}")
    )
