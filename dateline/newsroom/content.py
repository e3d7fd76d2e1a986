"""The newsroom's content as data: outlets and stories, read from the files beside this module.

An outlet is a folder of `outlets/`: `outlet.toml` says who it is and what its feeds look like, `articles/*.md` are its
stories: TOML between two lines of `+++`, then paragraphs parted by blank lines. `SLUG.evening.md` replaces what it
names of `SLUG.md` once the newsroom has gone to its evening edition.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import timedelta
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

_FRONT_MATTER = re.compile(r"\A\+\+\+\n(.*?)\n\+\+\+\n(.*)\Z", re.DOTALL)
_AGO = re.compile(r"(\d+)\s*([dhm])")
_UNITS = {"d": "days", "h": "hours", "m": "minutes"}


@dataclass(frozen=True, slots=True)
class FeedPlan:
    """What one feed of an outlet looks like. `name` is what stories list in their `feeds`."""

    name: str
    path: str
    format: str  # rss, atom, rdf, json, sitemap, listing; refused answers 403
    author: str = "none"  # rss: dc:creator, author (mail and name), Author (no namespace), none
    dates: str = "gmt"  # gmt, offset, zone (its abbreviation), none
    guid: str = "permalink"  # permalink, opaque, none
    cdata: bool = False
    tracking: str = ""  # a query string that the feed adds to its links
    encoding: str = "utf-8"
    declared: str = "prolog"  # where the encoding is declared: prolog, header, config (then only feeds.yaml knows)
    language: str | None = None
    links: str | None = None  # listing: the CSS that finds the links


@dataclass(frozen=True, slots=True)
class Outlet:
    """An invented outlet: who it is, how its pages look, and which of the web's habits it has."""

    id: str
    name: str
    group: str
    language: str
    timezone: str
    feeds: tuple[FeedPlan, ...]
    about: str
    path: str = "/{slug}"  # of an article; {slug}, {year}, {month}, {day}, {id}
    aliases: tuple[str, ...] = ()
    date_style: str = "iso"
    page: str = "json-ld"
    pages: str = "all"
    validators: str = "both"  # both, etag, last-modified, none
    disallow: tuple[str, ...] = ()
    known_gaps: str | None = None


@dataclass(frozen=True, slots=True)
class Story:
    """One article as the outlet has it in one edition. `published` and `modified` are ages, counted back from `now`."""

    outlet: str
    slug: str
    title: str
    summary: str
    body: tuple[str, ...]
    published: timedelta
    modified: timedelta | None = None
    byline: str | None = None  # as printed
    people: tuple[str, ...] = ()  # who is meant by it
    organisations: tuple[str, ...] = ()
    feeds: tuple[str, ...] = ()
    section: str = "world"
    page: str | None = None  # a shape of pages.py; the outlet's own when None
    byline_at: str = "top"  # top, end (bracketed, closing the body), none
    date_style: str | None = None
    url_path: str | None = None
    trap: str | None = None  # paywall, missing (404), flaky (500 once), consent
    json_ld_clock: str = "offset"  # "local as z": the outlet's local time with a wrong Z
    topic: bool = True  # whether it belongs to the topic of feeds.yaml
    edition: str = "morning"  # in which it first appears
    until: str = "evening"  # the last edition whose feeds list it


def folder() -> Traversable:
    """The newsroom's package data."""
    return files(__package__)


def read_text(*names: str) -> str:
    """The text of a file of the newsroom, for example `read_text("reports", "report.txt")`."""
    return folder().joinpath(*names).read_text(encoding="utf-8")


def load_outlets() -> tuple[Outlet, ...]:
    """All outlets, in the order of their folders' names."""
    found = sorted(folder().joinpath("outlets").iterdir(), key=lambda each: each.name)
    return tuple(_read_outlet(each) for each in found if each.joinpath("outlet.toml").is_file())


def load_stories(edition: str) -> tuple[Story, ...]:
    """All stories as they stand in `edition` ("morning" or "evening"), those no feed lists any more included."""
    return tuple(story for outlet in load_outlets() for story in _read_stories(outlet.id, edition))


def age(text: str) -> timedelta:
    """An age such as "2d 3h 20m" as a timedelta.

    >>> age("1d 30m")
    datetime.timedelta(days=1, seconds=1800)
    """
    parts = _AGO.findall(text)
    if not parts:
        raise ValueError(f"not an age: {text!r} (write it like '2d 3h 20m')")
    return timedelta(**{_UNITS[unit]: int(number) for number, unit in parts})


def _read_outlet(place: Traversable) -> Outlet:
    data = tomllib.loads(place.joinpath("outlet.toml").read_text(encoding="utf-8"))
    data["feeds"] = tuple(FeedPlan(**feed) for feed in data["feeds"])
    return Outlet(**_tuples(data))


def _read_stories(outlet: str, edition: str) -> Iterator[Story]:
    place = folder().joinpath("outlets", outlet, "articles")
    if not place.is_dir():
        return
    texts = {each.name: each.read_text(encoding="utf-8") for each in place.iterdir() if each.name.endswith(".md")}
    for name in sorted(texts):
        if name.endswith(".evening.md"):
            continue
        slug = name.removesuffix(".md")
        values = _parse(texts[name], name)
        later = texts.get(f"{slug}.evening.md")
        if later is not None and edition == "evening":
            values |= _parse(later, f"{slug}.evening.md")
        story = Story(outlet=outlet, slug=slug, **values)
        if story.edition == "morning" or edition == "evening":
            yield story


def _parse(text: str, name: str) -> dict[str, Any]:
    match = _FRONT_MATTER.match(text)
    if match is None:
        raise ValueError(f"{name}: no front matter between two lines of +++")
    values = _tuples(tomllib.loads(match[1]))
    unknown = values.keys() - {each.name for each in fields(Story)}
    if unknown:
        raise ValueError(f"{name}: unknown keys {sorted(unknown)}")
    for key in ("published", "modified"):
        if key in values:
            values[key] = age(values[key])
    paragraphs = tuple(" ".join(part.split()) for part in match[2].split("\n\n") if part.strip())
    return values | {"body": paragraphs}


def _tuples(data: dict[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in data.items()}
