"""feeds.yaml -> Config: who is watched, which articles matter, and how each outlet is crawled.

`load_config` reports every mistake in the file at once, each with its line and the likely fix. The models behind it
are in `config_schema`, the values a key may have in `config_values`, YAML and its lines in `config_yaml`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal

from crawler.config_edit import add_feed, check_contact, starter_text, write_starter
from crawler.errors import ConfigError
from crawler.extraction.model import PageRules
from normalise.topics import Topic
from storage.model import Outlet

if TYPE_CHECKING:
    from crawler.config_schema import OutletKeys

__all__ = [
    "Config",
    "ConfigError",
    "Feed",
    "OutletCrawl",
    "PageRules",
    "add_feed",
    "check_contact",
    "chosen_outlets",
    "json_schema",
    "load_config",
    "parse_config",
    "require_contact",
    "starter_text",
    "write_starter",
]


REVISIT = (timedelta(hours=1), timedelta(hours=6), timedelta(days=1), timedelta(days=7))
KEEP_RAW = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Feed:
    """One address of an outlet that lists articles. `language` and `encoding` are the outlet's where it has no own.

    `every` is None where feeds.yaml leaves the schedule open; `timezone` None where the outlet's holds; `kind` None
    where the bytes tell it; `links` is the CSS of a listing's links.
    """

    url: str
    outlet: str
    language: str | None = None
    kind: str | None = None
    links: str | None = None
    encoding: str | None = None
    every: timedelta | None = None
    timezone: str | None = None


@dataclass(frozen=True, slots=True)
class OutletCrawl:
    """How an outlet's pages are crawled.

    `pages`: which are fetched. `delay_s`: seconds between two requests to a host. `page_rules`: CSS for what the
    extractor does not find by itself, or None. `revisit`: how long after the first fetch a page is fetched again; None:
    as REVISIT says, for pages that match a topic. `keep_raw`: how long the bytes stay in the archive; None: for ever,
    no time at all: they do not go there. `encoding`: of pages that declare none or a wrong one.
    """

    pages: Literal["matching", "all", "none"] = "matching"
    delay_s: float = 1.0
    page_rules: PageRules | None = None
    revisit: tuple[timedelta, ...] | None = None
    keep_raw: timedelta | None = KEEP_RAW
    encoding: str | None = None


@dataclass(frozen=True, slots=True)
class Config:
    """A feeds.yaml as read. `contact` is "" where it has none; `text_sha256` (hex) changes with every byte of it."""

    path: Path
    contact: str = ""
    outlets: tuple[Outlet, ...] = ()
    feeds: tuple[Feed, ...] = ()
    topics: tuple[Topic, ...] = ()
    crawls: Mapping[str, OutletCrawl] = field(default_factory=dict)  # by outlet id; every outlet has one
    allow_addresses: tuple[IPv4Network | IPv6Network, ...] = ()
    text_sha256: str = ""
    text: str = field(default="", repr=False)
    contact_line: int = 1

    def outlet(self, outlet_id: str) -> Outlet:
        """The outlet with this id; raises ConfigError that names the nearest one."""
        for outlet in self.outlets:
            if outlet.id == outlet_id:
                return outlet
        from crawler.config_values import did_you_mean, nearest

        by_name = {name: outlet.id for outlet in self.outlets for name in (outlet.name, *outlet.aliases)}
        named = by_name.get(nearest(outlet_id, by_name, at_least=85) or "")
        fix = f"did you mean '{named}'?" if named else did_you_mean(outlet_id, [outlet.id for outlet in self.outlets])
        raise ConfigError(self.path, None, f"there is no outlet '{outlet_id}'; {fix}")


def load_config(path: str | Path) -> Config:
    """The configuration in the file at `path`.

    Raises ConfigError with every mistake in it, or why it cannot be read. A placeholder as contact is not a mistake
    here: see `require_contact`.
    """
    from crawler.config_yaml import read_bytes

    path = Path(path)
    return parse_config(path, read_bytes(path))


def parse_config(path: Path, data: bytes) -> Config:
    """The configuration in the bytes of a feeds.yaml; `path` is for its errors. Raises ConfigError as `load_config`."""
    from crawler.config_check import validated
    from crawler.config_yaml import compose, decode

    text = decode(path, data)
    document = compose(path, text)
    keys = validated(path, document)
    return Config(
        path=path,
        contact=keys.contact or "",
        outlets=tuple(_outlet(outlet_id, outlet) for outlet_id, outlet in keys.outlets.items()),
        feeds=tuple(feed for outlet_id, outlet in keys.outlets.items() for feed in _feeds(outlet_id, outlet)),
        topics=tuple(Topic(name, topic.any, topic.all, topic.none) for name, topic in keys.topics.items()),
        crawls=MappingProxyType({outlet_id: _crawl(outlet) for outlet_id, outlet in keys.outlets.items()}),
        allow_addresses=keys.allow_addresses,
        text_sha256=hashlib.sha256(data).hexdigest(),
        text=text,
        contact_line=document.lines.get(("contact",), 1),
    )


def require_contact(config: Config) -> str:
    """The contact for the User-Agent; raises ConfigError while it is missing or still the one of an example."""
    from crawler.config_values import is_placeholder

    if not is_placeholder(config.contact):
        return config.contact
    found = f"'{config.contact}' is a placeholder" if config.contact else "there is no contact"
    fix = "write `contact:` with your e-mail address or page: outlets must be able to reach who crawls them"
    raise ConfigError(config.path, config.contact_line, f"{found}; {fix}")


def chosen_outlets(config: Config, outlets: Sequence[str]) -> frozenset[str]:
    """The ids to crawl: all, or those named by id or group. Raises ConfigError for a name that is neither."""
    known = {outlet.id for outlet in config.outlets}
    if not any(outlets):
        return frozenset(known)
    chosen = set()
    for name in outlets:
        members = {outlet.id for outlet in config.outlets if name in (outlet.id, outlet.group)}
        if not members:
            raise ConfigError(config.path, None, f"no outlet {name!r}; there are: {', '.join(sorted(known))}")
        chosen |= members
    return frozenset(chosen)


def json_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of feeds.yaml, for editors that complete and check YAML by one."""
    from crawler.config_schema import ConfigKeys as Keys

    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "feeds.yaml of dateline",
        **{key: value for key, value in Keys.model_json_schema().items() if key != "title"},
    }


def _outlet(outlet_id: str, keys: OutletKeys) -> Outlet:
    return Outlet(
        id=outlet_id,
        name=keys.name,
        group=keys.group,
        aliases=keys.aliases,
        language=keys.language,
        timezone=keys.timezone,
        homepage=keys.homepage,
        known_gaps=keys.known_gaps,
    )


def _feeds(outlet_id: str, keys: OutletKeys) -> tuple[Feed, ...]:
    return tuple(
        Feed(
            url=feed.url,
            outlet=outlet_id,
            language=feed.language or keys.language,
            kind=feed.kind,
            links=feed.links,
            encoding=feed.encoding or keys.encoding,
            every=feed.every,
            timezone=feed.timezone,
        )
        for feed in keys.feeds
    )


def _crawl(keys: OutletKeys) -> OutletCrawl:
    return OutletCrawl(
        pages=keys.pages,
        delay_s=keys.delay,
        page_rules=PageRules(keys.page.body, keys.page.byline, keys.page.published) if keys.page else None,
        revisit=keys.revisit,
        keep_raw=keys.keep_raw,
        encoding=keys.encoding,
    )
