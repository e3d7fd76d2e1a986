"""A composed feeds.yaml against its schema: pydantic's errors in the reader's words, each with its line.

What a single key cannot tell (a feed listed twice) is looked for in the tree as written, so that it is reported
together with everything else, however wrong the rest is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pydantic import BaseModel, ValidationError

from crawler.config_schema import ConfigKeys, FeedKeys, OutletKeys, PageKeys, TopicKeys
from crawler.config_values import did_you_mean, nearest
from crawler.config_yaml import Document, Place
from crawler.errors import ConfigError, Problem

_MOST = 100  # problems of one file that are listed


def validated(path: Path, document: Document) -> ConfigKeys:
    """The document as models; raises ConfigError with all that is wrong in it."""
    problems = [*document.problems, *_across_keys(document)]
    keys: ConfigKeys | None = None
    try:
        keys = ConfigKeys.model_validate(document.tree)
    except ValidationError as error:
        errors = error.errors(include_url=False)
        meant = {
            (*place[:-1], _meant(place)) for details in errors if _is_unknown(details) and (place := details["loc"])
        }
        problems += [_problem(details, document) for details in errors if details["loc"] not in meant]
    if keys is not None and not keys.outlets:
        problems.append((document.lines.get(("outlets",), 1), "no outlet is watched; add one under `outlets:`"))
    if problems or keys is None:
        raise _all_of(path, problems)
    return keys


def _all_of(path: Path, problems: list[Problem]) -> ConfigError:
    error = ConfigError.of(path, problems)
    if len(error.problems) <= _MOST:
        return error
    more = f"and {len(error.problems) - _MOST} more like these"
    return ConfigError.of(path, [*error.problems[:_MOST], (error.problems[_MOST][0], more)])


# The mappings of the schema by where they stand; None is any key or number.
_LEVELS: tuple[tuple[tuple[str | None, ...], str, type[BaseModel]], ...] = (
    ((), "the top level", ConfigKeys),
    (("topics", None), "a topic", TopicKeys),
    (("outlets", None), "an outlet", OutletKeys),
    (("outlets", None, "feeds", None), "a feed", FeedKeys),
    (("outlets", None, "page"), "`page:`", PageKeys),
)


def _level(place: Place) -> tuple[str, type[BaseModel]]:
    for pattern, name, model in _LEVELS:
        if len(pattern) == len(place) and all(
            part is None or part == found for part, found in zip(pattern, place, strict=True)
        ):
            return name, model
    return "the top level", ConfigKeys


# Keys that readers of other configurations look for -> ours.
_OTHER_WORDS = {
    "email": "contact", "mail": "contact", "user_agent": "contact", "subjects": "topics", "keywords": "any",
    "words": "any", "or": "any", "and": "all", "not": "none", "exclude": "none", "sources": "outlets",
    "publishers": "outlets", "title": "name", "publisher": "group", "aka": "aliases", "site": "homepage",
    "website": "homepage", "lang": "language", "tz": "timezone", "time_zone": "timezone", "zone": "timezone",
    "rss": "feeds", "urls": "feeds", "address": "url", "href": "url", "link": "url", "interval": "every",
    "schedule": "every", "type": "kind", "charset": "encoding", "selector": "links", "author": "byline",
    "date": "published", "content": "body", "gaps": "known_gaps",
}  # fmt: skip


def _is_unknown(details: Mapping[str, Any]) -> bool:
    return bool(details["type"] == "extra_forbidden")


def _meant(place: Place) -> str | None:
    """The right key that an unknown one stands for, if one is likely."""
    known = _level(place[:-1])[1].model_fields
    key = str(place[-1]).lower().replace("-", "_")
    for word in (key, _OTHER_WORDS.get(key)):
        if word in known:
            return word
    return nearest(key, known, at_least=70)


def _unknown_key(details: Mapping[str, Any], place: Place) -> str:
    key = str(place[-1])
    level, model = _level(place[:-1])
    if key == "<<":
        return "'<<' (merging) is not read here; write the keys out"
    if meant := _meant(place):
        return f"unknown key '{key}'; did you mean '{meant}'?"
    if elsewhere := [name for _, name, other in _LEVELS if key in other.model_fields]:
        return f"'{key}' does not belong to {level}, but to {' or '.join(elsewhere)}; move it there"
    known = list(model.model_fields)
    return f"unknown key '{key}' {'at' if model is ConfigKeys else 'in'} {level}; {did_you_mean(key, known)}"


def _missing_key(details: Mapping[str, Any], place: Place) -> str:
    level, _ = _level(place[:-1])
    owner = f"outlet '{place[1]}'" if level == "an outlet" else level
    return f"{owner} has no '{place[-1]}'; add `{place[-1]}:`"


def _not_keys(details: Mapping[str, Any], place: Place) -> str:
    found = _kind_of(details["input"])
    if not place:
        return f"should hold keys such as `contact:` and `outlets:`; found {found}"
    level, model = _level(place)
    if model is ConfigKeys:  # topics: and outlets:, which hold ids
        return f"'{place[-1]}' should hold ids, each with its keys below it; found {found}"
    name = f"'{place[-1]}'" if isinstance(place[-1], str) else level
    some = ", ".join(f"`{key}:`" for key in list(model.model_fields)[:3])
    return f"{name} should hold keys such as {some}; found {found}"


def _not_a_list(details: Mapping[str, Any], place: Place) -> str:
    return f"'{place[-1]}' should be a list, one item a line, each after '- '; found {_kind_of(details['input'])}"


def _wrong_value(details: Mapping[str, Any], place: Place) -> str:
    said = str(details["ctx"]["error"])
    if said.startswith("'") or not place:  # it quotes the value, which tells enough
        return said
    owner = f"'{place[-1]}'" if isinstance(place[-1], str) else f"an item of '{place[-2]}'"
    return f"{owner} {said}"


_WORDS: Mapping[str, Callable[[Mapping[str, Any], Place], str]] = {
    "extra_forbidden": _unknown_key,
    "missing": _missing_key,
    "model_type": _not_keys,
    "model_attributes_type": _not_keys,
    "dict_type": _not_keys,
    "tuple_type": _not_a_list,
    "value_error": _wrong_value,
}


def _problem(details: Mapping[str, Any], document: Document) -> Problem:
    place: Place = tuple(details["loc"])
    words = _WORDS.get(details["type"])
    return _line(place, document), words(details, place) if words else f"{place[-1]}: {details['msg']}"


def _line(place: Place, document: Document) -> int:
    """The line of the place, or of the nearest thing around it that stands in the file."""
    while place and place not in document.lines:
        place = place[:-1]
    return document.lines.get(place, 1)


def _kind_of(value: object) -> str:
    if isinstance(value, dict):
        return "keys"
    if isinstance(value, list):
        return "a list"
    return "nothing" if value is None else f"'{str(value)[:40]}'"


def _across_keys(document: Document) -> Iterator[Problem]:
    """Feeds listed twice, under one outlet or two."""
    seen: dict[str, tuple[int, str]] = {}
    for outlet_id, number, url in _addresses(document.tree):
        line = _line(("outlets", outlet_id, "feeds", number), document)
        first_line, first_outlet = seen.setdefault(_comparable(url), (line, outlet_id))
        if first_line != line:
            where = "" if first_outlet == outlet_id else f" under '{first_outlet}'"
            yield line, f"this feed stands on line {first_line}{where}, too; keep one"


def _addresses(tree: object) -> Iterator[tuple[str, int, str]]:
    outlets = tree.get("outlets") if isinstance(tree, dict) else None
    for outlet_id, outlet in outlets.items() if isinstance(outlets, dict) else ():
        feeds = outlet.get("feeds") if isinstance(outlet, dict) else None
        for number, feed in enumerate(feeds) if isinstance(feeds, list) else ():
            url = feed.get("url") if isinstance(feed, dict) else feed
            if isinstance(url, str):
                yield outlet_id, number, url


def _comparable(url: str) -> str:
    """One spelling for the addresses a server does not tell apart: scheme, case of the host, a final slash."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    return f"{parts.netloc.lower()}{parts.path.rstrip('/')}?{parts.query}"
