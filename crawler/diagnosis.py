"""Whether this machine can crawl: its clock, its DNS, and one poll an outlet, kept nowhere."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from crawler.config import Config, Feed
from crawler.errors import FetchError

_WRONG_CLOCK = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Sign:
    """What was looked at, whether it is well, and in words what was found or what to do."""

    about: str
    well: bool
    words: str


def dns_signs(config: Config) -> Iterator[Sign]:
    """Whether the host of each outlet's first feed is known to the name server."""
    hosts = {host: feed.outlet for feed in first_feeds(config) if (host := urlsplit(feed.url).hostname)}
    unknown = {}
    for host, outlet in hosts.items():
        try:
            socket.getaddrinfo(host, 443, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            unknown[host] = (outlet, error)
    if hosts and len(unknown) == len(hosts):
        yield Sign("DNS", False, "no host can be resolved: check this machine's network and /etc/resolv.conf")
        return
    for host, (outlet, why) in unknown.items():
        yield Sign("DNS", False, f"{host} of {outlet} cannot be resolved ({why}): check its address in feeds.yaml")
    if not unknown:
        yield Sign("DNS", True, f"{len(hosts)} hosts resolved")


def first_feeds(config: Config) -> list[Feed]:
    """One feed an outlet."""
    first: dict[str, Feed] = {}
    for feed in config.feeds:
        first.setdefault(feed.outlet, feed)
    return list(first.values())


def poll_signs(config: Config) -> Iterator[Sign]:
    """One poll of each outlet's first feed. May be called once in a process: the reactor does not start twice."""
    from crawler.readers import read_feed
    from crawler.spiders.looking import Reply, look

    feeds = {feed.url: feed for feed in first_feeds(config)}

    def read(url: str, reply: Reply | FetchError) -> Sign:
        feed = feeds[url]
        if isinstance(reply, FetchError):
            return Sign(feed.outlet, False, f"{_where(url)}: {reply.reason}{_advice(reply.reason)}")
        document = read_feed(
            reply.body, url=reply.url, content_type=reply.content_type, encoding=feed.encoding, kind=feed.kind,
            links=feed.links,
        )  # fmt: skip
        if document.problems and not document.seen and not document.children:
            words = "; ".join(document.problems)
            return Sign(feed.outlet, False, f"{_where(url)}: {words}; `dateline feeds check` says more")
        return Sign(feed.outlet, True, f"{len(document.seen)} entries")

    delays = {url: config.crawls[feed.outlet].delay_s for url, feed in feeds.items()}
    signs: dict[str, Any] = look(list(feeds), config, read=read, delay_s=delays.get)
    yield from signs.values()


def clock_sign(latest: datetime | None, now: datetime) -> Sign:
    """Whether the clock stands where it can: `latest` is the end of the last run."""
    if latest is not None and now < latest - _WRONG_CLOCK:
        words = f"it says {now:%Y-%m-%d %H:%M}Z, but a run ended at {latest:%Y-%m-%d %H:%M}Z: set it"
        return Sign("clock", False, words)
    if now < datetime(2025, 1, 1, tzinfo=UTC):
        return Sign("clock", False, f"it says {now:%Y-%m-%d}: set it (timedatectl set-ntp true)")
    return Sign("clock", True, f"{now:%Y-%m-%d %H:%M}Z")


def _where(url: str) -> str:
    from normalise.urls import without_password

    return without_password(url)


_ADVICE = (
    ("HTTP 403", "the outlet refuses robots or this network: try it in a browser, ask the outlet, or take it out"),
    ("HTTP 404", "the feed is no longer there: `dateline feeds add` on the outlet's front page finds its feeds"),
    ("HTTP 410", "the feed is gone: `dateline feeds add` on the outlet's front page finds its feeds"),
    ("cannot be resolved", "check the address for a typing error"),
    ("not a public address", "if that network is meant, name it under allow_addresses:"),
    ("TLS failed", "its certificate is not valid, or this machine's clock or CA certificates are old"),
    ("forbidden by robots.txt", "the outlet does not want this feed read by robots"),
    ("did not answer", "try again later; if others work, it may be blocking this network"),
)


def _advice(reason: str) -> str:
    return next((f": {words}" for sign, words in _ADVICE if sign in reason), "")
