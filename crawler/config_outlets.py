"""New outlets put into a feeds.yaml that people edit by hand: every other byte of it stays, comments included."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from crawler.config import Config, load_config, parse_config
from crawler.config_edit import _item, _margin, _put, _scalar
from crawler.config_yaml import compose, decode, read_bytes
from crawler.errors import ConfigError
from normalise.urls import host

_NOT_IN_ID = re.compile(r"[^a-z0-9]+")
_LONGEST_ID = 40
_PREFIXES = ("www", "m", "rss", "feeds", "feed", "news")
_SECOND_LEVEL = frozenset({"ac", "co", "com", "edu", "gov", "net", "ne", "or", "org"})


@dataclass(frozen=True, slots=True)
class NewFeed:
    """A feed to be written. `language` where it is not its outlet's; `kind` and `links` (CSS) for a section page."""

    url: str
    language: str | None = None
    kind: str | None = None
    links: str | None = None


@dataclass(frozen=True, slots=True)
class NewOutlet:
    """An outlet to be written. None leaves a key out."""

    id: str
    name: str
    feeds: tuple[NewFeed, ...] = ()
    homepage: str | None = None
    language: str | None = None
    timezone: str | None = None


def add_outlets(path: str | Path, outlets: Sequence[NewOutlet]) -> None:
    """Add outlets with their feeds behind the last one of the feeds.yaml at `path`, all or none of them.

    Raises ConfigError, and changes nothing, when the file is not valid, an id or a feed is in it already, a value is
    wrong, or its outlets are not written one key a line.
    """
    if not outlets:
        return
    path = Path(path)
    before = load_config(path)
    known = {outlet.id for outlet in before.outlets}
    if taken := next((outlet.id for outlet in outlets if outlet.id in known), None):
        raise ConfigError(path, None, f"there is an outlet '{taken}' already")
    text = decode(path, read_bytes(path))
    at = compose(path, text).lines
    lines = text.splitlines(keepends=True)
    first = min(line for place, line in at.items() if len(place) == 2 and place[0] == "outlets")
    if first == at[("outlets",)]:  # {in braces}
        raise _by_hand(path, at[("outlets",)])
    end = _end_of_outlets(lines, at[("outlets",)])
    if not lines[end - 1].endswith("\n"):
        lines[end - 1] += "\n"
    margin = _margin(lines[first - 1])
    lines[end:end] = ["".join(_block(outlet, margin) for outlet in outlets)]
    data = "".join(lines).encode()
    after = parse_config(path, data)
    if not _only_added(before, after, outlets):
        raise _by_hand(path, at[("outlets",)])
    _put(path, data.decode(), replace=True)


def _by_hand(path: Path, line: int) -> ConfigError:
    return ConfigError(path, line, "the outlets are not written one key a line; add the new ones by hand")


def _end_of_outlets(lines: Sequence[str], start: int) -> int:
    """How many lines there are up to the end of `outlets:`; comments at the margin belong to the next key."""
    end = start
    for number, line in enumerate(lines[start:], start + 1):
        if line.strip() and not line.startswith((" ", "#")):
            break
        if line.strip() and line.startswith(" "):
            end = number
    return end


def _block(outlet: NewOutlet, margin: str) -> str:
    keys = {
        "name": outlet.name,
        "homepage": outlet.homepage,
        "language": outlet.language,
        "timezone": outlet.timezone,
    }
    inner = margin * 2
    written = f"{margin}{_scalar(outlet.id)}:\n"
    written += "".join(f"{inner}{key}: {_scalar(value)}\n" for key, value in keys.items() if value)
    if outlet.feeds:
        written += f"{inner}feeds:\n"
    for feed in outlet.feeds:
        written += _item(inner + margin, feed.url, {"language": feed.language, "kind": feed.kind, "links": feed.links})
    return written


def _only_added(before: Config, after: Config, outlets: Sequence[NewOutlet]) -> bool:
    new_ids = [outlet.id for outlet in outlets]
    old = len(before.outlets)
    return (
        after.outlets[:old] == before.outlets
        and [outlet.id for outlet in after.outlets[old:]] == new_ids
        and after.feeds[: len(before.feeds)] == before.feeds
        and [(feed.outlet, feed.url) for feed in after.feeds[len(before.feeds) :]]
        == [(outlet.id, feed.url) for outlet in outlets for feed in outlet.feeds]
        and after.topics == before.topics
    )


def id_for(name: str, url: str, taken: Collection[str] = ()) -> str:
    """An id for an outlet: its name in plain letters, else its host without www and country, numbered if taken.

    >>> id_for("Le Quotidien du Port", ""), id_for("עיתון הנמל", "https://www.gazette.co.il/rss")
    ('le-quotidien-du-port', 'gazette')
    """
    letters = unicodedata.normalize("NFKD", name)
    readable = sum(1 for letter in letters if letter.isascii() and letter.isalpha())
    slug = _slug(letters) if readable * 2 > sum(1 for letter in letters if letter.isalpha()) else ""
    slug = slug or _slug(_core(host(url))) or "outlet"
    number, found = 1, slug
    while found in taken:
        number += 1
        found = f"{slug}-{number}"
    return found


def _slug(text: str) -> str:
    plain = "".join(letter for letter in text.lower() if not unicodedata.combining(letter)).replace("'", "")
    return _NOT_IN_ID.sub("-", plain).strip("-")[:_LONGEST_ID].strip("-")


def _core(name: str) -> str:
    labels = name.split(".")
    if name.replace(".", "").isdigit():
        return name
    while len(labels) > 2 and labels[0] in _PREFIXES:
        labels = labels[1:]
    labels = labels[:-1] if len(labels) > 1 else labels
    return ".".join(labels[:-1] if len(labels) > 1 and labels[-1] in _SECOND_LEVEL else labels)
