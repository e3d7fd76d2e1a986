"""OPML, the list of feeds that feed readers exchange: read into outlets, and written from feeds.yaml."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from lxml import etree

from crawler.config import Config, Feed
from crawler.config_outlets import NewFeed, NewOutlet, id_for
from crawler.config_values import language as read_language
from crawler.config_values import line_of_text, web_address
from crawler.discovery import address_key
from crawler.errors import ConfigError
from crawler.extraction.zones import zone_of
from normalise.text import clean, fold
from normalise.urls import host
from storage import Outlet

MAX_BYTES = 5_000_000
_MOST_FEEDS = 5_000
_DEEPEST = 20
# Hosts that serve many publishers' feeds: one of them says nothing about whose feed it is.
_SHARED_HOSTS = frozenset(
    {"feeds.feedburner.com", "feeds2.feedburner.com", "feedproxy.google.com", "news.google.com", "rss.app",
     "fetchrss.com", "politepol.com", "medium.com", "rsshub.app", "openrss.org"}
)  # fmt: skip
_NOT_SYNDICATED = ("listing", "sitemap")


@dataclass(frozen=True, slots=True)
class ListedFeed:
    """A feed as an OPML lists it. `outlet` is the title of the outline it stands under, where that has a page."""

    url: str
    title: str
    homepage: str | None = None
    language: str | None = None
    outlet: str | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import would write: feeds for outlets there are (by id), new outlets; and why the rest is left out."""

    feeds: tuple[tuple[str, ListedFeed], ...] = ()
    outlets: tuple[NewOutlet, ...] = ()
    known: int = 0
    left_out: tuple[tuple[str, str], ...] = ()


def read_opml(data: bytes, path: str | Path = "OPML") -> tuple[ListedFeed, ...]:
    """The feeds in the bytes of an OPML file, in its order. Nothing outside them is read, and no entity is expanded.

    Raises ConfigError, naming `path`, for bytes that are no OPML, that declare entities, or that are too long.
    """
    if len(data) > MAX_BYTES:
        raise ConfigError(path, None, f"is longer than {MAX_BYTES // 1_000_000} MB: this is hardly a list of feeds")
    parser = etree.XMLParser(
        recover=True, resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    if root is None or etree.QName(root).localname.lower() != "opml":
        raise ConfigError(path, None, "is no OPML: it does not begin with <opml>")
    declared: Any = root.getroottree().docinfo.internalDTD
    if declared is not None and next(declared.iterentities(), None) is not None:
        raise ConfigError(path, None, "declares entities, which no list of feeds needs; it was not read")
    found = tuple(_feeds(root))
    if not found:
        raise ConfigError(path, None, "lists no feed: no outline in it has an xmlUrl")
    return found


def _feeds(root: Any) -> Iterator[ListedFeed]:
    number = 0
    for outline in root.iter("{*}outline"):
        said = {key.lower(): clean(value) for key, value in outline.attrib.items()}
        if not said.get("xmlurl"):
            continue
        number += 1
        if number > _MOST_FEEDS:
            return
        yield ListedFeed(
            url=said["xmlurl"],
            title=said.get("title") or said.get("text") or "",
            homepage=said.get("htmlurl") or None,
            language=said.get("language") or None,
            outlet=_outlet_above(outline),
        )


def _outlet_above(outline: Any) -> str | None:
    """The title of the outline around a feed's, if it has a page of its own: then it is an outlet, not a folder."""
    for level, above in enumerate(outline.iterancestors("{*}outline")):
        said = {key.lower(): clean(value) for key, value in above.attrib.items()}
        if level >= _DEEPEST:
            break
        if said.get("htmlurl"):
            return said.get("title") or said.get("text") or None
    return None


def plan_import(listed: Sequence[ListedFeed], config: Config) -> Plan:
    """What of these feeds goes where in `config`: none twice, one new outlet for each title or host that is new."""
    feeds: list[tuple[str, ListedFeed]] = []
    groups: dict[str, list[ListedFeed]] = {}
    left_out: list[tuple[str, str]] = []
    known = 0
    spelt = {address_key(feed.url) for feed in config.feeds}
    for each in listed:
        try:
            web_address(each.url)
        except ValueError as error:
            left_out.append((clean(each.url)[:200], str(error)))
            continue
        if address_key(each.url) in spelt:
            known += 1
            continue
        spelt.add(address_key(each.url))
        each = replace(each, language=_language(each.language), homepage=_homepage(each.homepage))
        outlet = _known_outlet(each, config)
        if outlet:
            feeds.append((outlet.id, each))
        else:
            groups.setdefault(_group(each), []).append(each)
    outlets: list[NewOutlet] = []
    for group in groups.values():
        taken = {outlet.id for outlet in config.outlets} | {outlet.id for outlet in outlets}
        outlets.append(_new_outlet(group, taken))
    return Plan(tuple(feeds), tuple(outlets), known, tuple(left_out))


def _home(feed: ListedFeed) -> str:
    """The host whose outlet it is, without www; "" where the host is one of many publishers."""
    name = host(feed.homepage or "") or host(feed.url)
    return "" if name in _SHARED_HOSTS else name.removeprefix("www.")


def _group(feed: ListedFeed) -> str:
    return f"title:{fold(feed.outlet)}" if feed.outlet else _home(feed) or f"title:{fold(feed.title) or feed.url}"


def _known_outlet(feed: ListedFeed, config: Config) -> Outlet | None:
    """The outlet of feeds.yaml that a feed belongs to: by name, else by host where one outlet alone has it."""
    name = fold(feed.outlet or feed.title)
    for outlet in config.outlets:
        if name and name in (fold(known) for known in (outlet.name, *outlet.aliases)):
            return outlet
    if feed.outlet:
        return None
    home = _home(feed)
    hosts: dict[str, set[str]] = {}
    for outlet in config.outlets:
        if outlet.homepage:
            hosts.setdefault(host(outlet.homepage).removeprefix("www."), set()).add(outlet.id)
    for each in config.feeds:
        hosts.setdefault(host(each.url).removeprefix("www."), set()).add(each.outlet)
    owners = hosts.get(home, set()) if home else set()
    return config.outlet(next(iter(owners))) if len(owners) == 1 else None


def _new_outlet(group: Sequence[ListedFeed], taken: set[str]) -> NewOutlet:
    first = group[0]
    if first.outlet:
        name = first.outlet
    elif len(group) == 1:
        name = first.title or _home(first) or host(first.url)
    else:
        name = _home(first) or first.title
    languages = {each.language for each in group if each.language}
    language = languages.pop() if len(languages) == 1 else None
    feeds = tuple(NewFeed(each.url, language=None if each.language == language else each.language) for each in group)
    zone = zone_of(first.homepage or first.url, "UTC")
    return NewOutlet(
        id=id_for(name, first.homepage or first.url, taken),
        name=line_of_text(name[:300]),
        feeds=feeds,
        homepage=next((each.homepage for each in group if each.homepage), None),
        language=language,
        timezone=zone if zone != "UTC" else None,
    )


def _language(raw: str | None) -> str | None:
    try:
        return read_language((raw or "").split("-")[0].lower()) if raw else None
    except ValueError:
        return None


def _homepage(raw: str | None) -> str | None:
    try:
        return web_address(raw) if raw else None
    except ValueError:
        return None


def write_opml(config: Config) -> tuple[bytes, tuple[Feed, ...]]:
    """OPML 2.0 of the feeds of `config`, an outline an outlet, in UTF-8; and the feeds that no feed reader reads."""
    root = etree.Element("opml", version="2.0")
    head = etree.SubElement(root, "head")
    etree.SubElement(head, "title").text = "dateline"
    body = etree.SubElement(root, "body")
    left_out: list[Feed] = []
    for outlet in config.outlets:
        feeds = [feed for feed in config.feeds if feed.outlet == outlet.id]
        left_out += [feed for feed in feeds if feed.kind in _NOT_SYNDICATED]
        if not any(feed.kind not in _NOT_SYNDICATED for feed in feeds):
            continue
        around = etree.SubElement(body, "outline", text=outlet.name, title=outlet.name)
        if outlet.homepage:
            around.set("htmlUrl", outlet.homepage)
        for feed in feeds:
            if feed.kind in _NOT_SYNDICATED:
                continue
            outline = etree.SubElement(around, "outline", type="rss", text=outlet.name, xmlUrl=feed.url)
            if outlet.homepage:
                outline.set("htmlUrl", outlet.homepage)
            if feed.language:
                outline.set("language", feed.language)
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True)
    return written, tuple(left_out)
