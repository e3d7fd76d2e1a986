"""What is due, as one piece of work for each host; pure functions."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from crawler.schedule import is_due
from crawler.spiders.coverage import MOVED_FOR_GOOD
from storage.fleet import DueFeed
from storage.model import FeedState, PendingPage

FEEDS_A_JOB, PAGES_A_JOB = 200, 200  # what is beyond waits for the host's next job


@dataclass(frozen=True, slots=True)
class Work:
    """What is to be asked of one host: addresses of feeds, ids of articles whose page is due, or due again."""

    host: str
    feeds: tuple[str, ...] = ()
    pages: tuple[int, ...] = ()
    visits: tuple[int, ...] = ()

    def as_arguments(self) -> dict[str, Any]:
        """As a job carries it."""
        return {
            "host": self.host,
            "feeds": list(self.feeds),
            "pages": list(self.pages),
            "visits": list(self.visits),
        }

    @classmethod
    def of_arguments(cls, arguments: dict[str, Any]) -> Work:
        """As a job brought it. Keys of a newer scheduler are passed over."""
        given = {name: tuple(arguments.get(name, ())) for name in ("feeds", "pages", "visits")}
        return cls(str(arguments["host"]), **given)


def host_of(url: str) -> str:
    """The host an address is asked of, as the wire names it; "" where it has none.

    >>> host_of("https://News.Example:8443/feed"), host_of("https://חדשות.example/")
    ('news.example', 'xn--7dbee7eg.example')
    """
    try:
        host = urlsplit(url).hostname or ""
        return host if host.isascii() else host.encode("idna").decode()
    except (ValueError, UnicodeError):
        return ""


def asked_at(feed: DueFeed | FeedState) -> str:
    """Where a feed is asked: where it moved to for good, or where feeds.yaml says."""
    return feed.moved_to if feed.moved_to and feed.moved_polls >= MOVED_FOR_GOOD else feed.url


def plan(
    feeds: Iterable[DueFeed],
    pages: Iterable[PendingPage],
    visits: Iterable[PendingPage],
    now: datetime,
    *,
    outlets: Collection[str],
    held: Collection[str] = (),
) -> list[Work]:
    """Work for every host that has any and is not `held`, in the order in which its first piece comes.

    Pages of outlets that are not among `outlets` are passed over: nobody says how they are crawled.
    """
    feeds_of: dict[str, list[str]] = {}
    pages_of: dict[str, list[int]] = {}
    visits_of: dict[str, list[int]] = {}
    for feed in feeds:
        if is_due(feed.due_at, now, feed.every, gone=feed.gone):
            feeds_of.setdefault(host_of(asked_at(feed)), []).append(feed.url)
    for found, given in ((pages_of, pages), (visits_of, visits)):
        for page in given:
            if page.outlet in outlets:
                found.setdefault(host_of(page.url), []).append(page.article)
    return [
        Work(
            host,
            tuple(feeds_of.get(host, ())[:FEEDS_A_JOB]),
            tuple(pages_of.get(host, ())[:PAGES_A_JOB]),
            tuple(visits_of.get(host, ())[:PAGES_A_JOB]),
        )
        for host in dict.fromkeys([*feeds_of, *pages_of, *visits_of])
        if host not in held
    ]
