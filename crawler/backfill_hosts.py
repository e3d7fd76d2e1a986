"""Whose page an address is: outlets by host, as their homepages and feeds in feeds.yaml tell."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from crawler.config import Config
from normalise.urls import host

_HOST = re.compile(r"<?https?://(?:[^/?#@]*@)?([^/:?#>\s]+)", re.IGNORECASE)
# Labels before a host that name a machine or a form of the site, never another publication.
_MACHINE_LABELS = frozenset({"www", "www2", "m", "mobile", "amp", "rss", "feed", "feeds", "newsfeed", "xml"})
# Feeds are served from here for anybody: the host says nothing about whose pages it has.
_SHARED_HOSTS = ("feedburner.com", "google.com", "feedblitz.com", "rss.app", "fetchrss.com", "politepol.com")
# Second labels under which countries register names: never an outlet's own host.
_SECOND_LEVEL = frozenset({"ac", "co", "com", "edu", "gov", "gob", "ne", "net", "or", "org"})
_MOST_REMEMBERED = 100_000


@dataclass(frozen=True, slots=True)
class _Claim:
    """An outlet's claim to a host: below `path` (of its homepage) alone, or by a feed (`by_feed`)."""

    outlet: str
    path: str
    by_feed: bool


class OutletHosts:
    """Finds an address's outlet. An outlet has its hosts and what is below them, but for hosts another outlet names.

    Where outlets share a host, the longest homepage path that the address begins with decides, then a homepage before
    a feed, then the order of feeds.yaml.
    """

    def __init__(self, config: Config) -> None:
        self._claims: dict[str, list[_Claim]] = {}
        for outlet in config.outlets:
            if outlet.homepage:
                self._claim(outlet.homepage, outlet.id, urlsplit(outlet.homepage).path.rstrip("/"), by_feed=False)
        for feed in config.feeds:
            if not _is_below(host(feed.url), _SHARED_HOSTS):
                self._claim(feed.url, feed.outlet, "", by_feed=True)
        self._known: dict[str, tuple[_Claim, ...]] = {}

    def _claim(self, url: str, outlet: str, path: str, *, by_feed: bool) -> None:
        name = host(url)
        labels = name.split(".")
        while len(labels) > 2 and labels[0] in _MACHINE_LABELS and not _is_suffix(labels[1:]):
            labels = labels[1:]
        for own in {name, ".".join(labels)} - {""}:
            claim = _Claim(outlet, path, by_feed)
            if claim not in self._claims.setdefault(own, []):
                self._claims[own].append(claim)

    def has(self, url: str) -> bool:
        """Whether the host of an address is any outlet's: quick enough for every record of a large file."""
        found = _HOST.match(url)
        return found is not None and bool(self._claims_to(found[1].lower().rstrip(".")))

    def outlet(self, url: str) -> str | None:
        """The id of the outlet whose page this is; None for nobody's."""
        claims = self._claims_to(host(url))
        path = urlsplit(url).path
        fitting = [claim for claim in claims if not claim.path or f"{path}/".startswith(f"{claim.path}/")]
        if not fitting:
            return None
        return max(fitting, key=lambda claim: (len(claim.path), not claim.by_feed)).outlet  # max: the first of equals

    def _claims_to(self, name: str) -> tuple[_Claim, ...]:
        known = self._known.get(name)
        if known is None:
            if len(self._known) >= _MOST_REMEMBERED:
                self._known.clear()
            known = self._known[name] = tuple(self._nearest(name.split(".")))
        return known

    def _nearest(self, labels: list[str]) -> Iterable[_Claim]:
        for skipped in range(len(labels) - 1):
            rest = labels[skipped:]
            if _is_suffix(rest):
                return ()
            if claims := self._claims.get(".".join(rest)):
                return claims
        return self._claims.get(labels[0], ()) if len(labels) == 1 else ()


def _is_below(name: str, hosts: tuple[str, ...]) -> bool:
    return any(name == shared or name.endswith(f".{shared}") for shared in hosts)


def _is_suffix(labels: list[str]) -> bool:
    """Whether names are registered below this (co.uk), so that nobody owns it. Numbers (an IP address) are no names."""
    return len(labels) == 2 and labels[0] in _SECOND_LEVEL and len(labels[1]) == 2 and labels[1].isalpha()
