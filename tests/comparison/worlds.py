"""The invented worlds of tests/comparison/pairs as a store, and what a comparison finds in it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from dateline.newsroom.content import Story, load_outlets, load_stories
from normalise.bylines import Person
from normalise.names import person_key
from storage import Article, Feed, Outlet, Poll, Store, open_store

PAIRS = Path(__file__).parent / "pairs"
PUBLISHED = datetime(2025, 11, 30, 12, 0, tzinfo=UTC)
_DAYS = 9
_EVERY = timedelta(hours=6)


def load(name: str) -> Any:
    return json.loads((PAIRS / name).read_text(encoding="utf-8"))


def build_world(name: str = "world.json") -> Store:
    """The store of an invented world.

    `newsroom`: the sample newsroom with all its stories, read whole; `crawled newsroom`: what a crawl gets of it, with
    stories that no feed lists, pages that cannot be read and a feed that refuses.
    """
    if name in {"newsroom", "crawled newsroom"}:
        return _newsroom(crawled=name == "crawled newsroom")
    store = open_store(":memory:")
    _save_world(store, load(name))
    return store


def _save_world(store: Store, world: Any) -> None:
    if "with" in world:
        _save_world(store, load(world["with"]))
    store.save_outlets(
        Outlet(one["id"], one["name"], one.get("group"), tuple(one.get("aliases", ())), one["language"])
        for one in world["outlets"]
    )
    watched = {one["id"]: one["watched"] for one in world["outlets"]}
    store.save_feeds(
        Feed(f"https://{outlet}.example/feed", outlet) for outlet, how in watched.items() if how != "never"
    )
    for outlet, how in watched.items():
        for poll in _polls(outlet, how):
            store.save_poll(poll)
    store.save_articles(_article(one) for one in world["articles"])


def _newsroom(*, crawled: bool) -> Store:
    store = open_store(":memory:")
    outlets = load_outlets()
    store.save_outlets(Outlet(one.id, one.name, one.group, one.aliases, one.language) for one in outlets)
    store.save_feeds(Feed(f"https://{one.id}.example/feed", one.id) for one in outlets)
    for outlet in outlets:
        refused = crawled and all(plan.format == "refused" for plan in outlet.feeds)
        for poll in _polls(outlet.id, "failing" if refused else "well"):
            store.save_poll(poll)
    editions = ("morning", "evening") if crawled else ("evening", "morning")  # the later one stands
    stories = {story.slug: story for edition in editions for story in load_stories(edition)}.values()
    store.save_articles(
        _as_crawled(one) if crawled else _as_written(one) for one in stories if one.feeds or not crawled
    )
    return store


def _as_written(story: Story) -> Article:
    return Article(
        url=f"https://{story.outlet}.example/{story.slug}",
        outlet=story.outlet,
        title=story.title,
        body="\n\n".join(story.body),
        summary=story.summary,
        published_at=PUBLISHED - story.published,
        people=tuple(Person(name, person_key(name)) for name in story.people),
        access="full",
        page_state="fetched",
    )


def _as_crawled(story: Story) -> Article:
    whole = _as_written(story)
    if story.trap == "paywall":
        return replace(whole, body=story.body[0], access="paywalled")
    if story.trap == "consent":
        return replace(whole, body=None, access="consent")
    if story.trap == "missing":
        return replace(whole, body=None, access=None, page_state="failed", page_problem="HTTP 404")
    if story.url_path is not None and story.url_path.startswith("/members/"):
        return replace(whole, body=None, access=None, page_state="failed", page_problem="robots.txt disallows it")
    return whole


def _polls(outlet: str, how: str) -> list[Poll]:
    feed, start = f"https://{outlet}.example/feed", PUBLISHED - timedelta(days=_DAYS)
    polls = []
    for number in range(int((_DAYS + 1) * timedelta(days=1) / _EVERY)):
        at = start + number * _EVERY
        if how == "never" or (how == "gap" and timedelta(days=3) < at - start < timedelta(days=7)):
            continue
        if how == "failing":
            polls.append(Poll(feed, outlet, at, "failed", 403, "HTTP 403"))
        else:
            known = None if number == 0 else 0 if how == "no overlap" and number == 20 else 5
            polls.append(Poll(feed, outlet, at, "ok", 200, entries=6, known=known))
    return polls


def _article(one: dict[str, Any]) -> Article:
    return Article(
        url=f"https://{one['outlet']}.example/{one['id']}",
        outlet=one["outlet"],
        title=one["title"],
        body=one["body"],
        summary=one.get("summary"),
        published_at=PUBLISHED - timedelta(hours=one["hours"]),
        people=tuple(Person(name, person_key(name)) for name in one.get("people", ())),
        access=one.get("access", "full" if one["body"] else None),
        page_state=one.get("state", "fetched"),
    )
