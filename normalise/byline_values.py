"""JSON-LD author values, however nested, as the strings that name the authors."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

_MAX_DEPTH = 8
_MAX_AUTHORS = 64
_MAX_NODES = 512


@dataclass(frozen=True, slots=True)
class Author:
    """One author as a JSON-LD value states it. `is_organisation` is its @type, which is weak evidence."""

    text: str
    is_organisation: bool = False
    given: str | None = None
    family: str | None = None
    role: str | None = None


def authors_of(value: object) -> list[Author]:
    """Every author of a JSON value, in order; a string stands for itself, an `@id` is looked up in `@graph`."""
    graph: dict[str, Mapping[object, object]] = {}
    if isinstance(value, Mapping) and isinstance(nodes := value.get("@graph"), list):
        for node in nodes[:_MAX_NODES]:
            if isinstance(node, Mapping) and isinstance(identity := node.get("@id"), str):
                graph.setdefault(identity, node)
    found: list[Author] = []
    for author in _walk(value, graph, _MAX_DEPTH):
        found.append(author)
        if len(found) >= _MAX_AUTHORS:
            break
    return found


def _walk(value: object, graph: Mapping[str, Mapping[object, object]], depth: int) -> Iterator[Author]:
    if isinstance(value, str):
        yield Author(value)
    elif depth <= 0:
        return
    elif isinstance(value, (list, tuple)):
        for item in value[:_MAX_AUTHORS]:
            yield from _walk(item, graph, depth - 1)
    elif isinstance(value, Mapping):
        yield from _walk_mapping(value, graph, depth)


def _walk_mapping(
    value: Mapping[object, object], graph: Mapping[str, Mapping[object, object]], depth: int
) -> Iterator[Author]:
    for key in ("author", "creator", "@value", "@list"):
        if key in value and "name" not in value:
            yield from _walk(value[key], graph, depth - 1)
            return
    identity = value.get("@id")
    if isinstance(identity, str) and "name" not in value and identity in graph:
        yield from _walk_mapping({**graph[identity], "@id": None}, graph, depth - 1)
        return
    given, family = _text(value, "givenName"), _text(value, "familyName")
    kinds = value.get("@type")
    kinds = kinds if isinstance(kinds, list) else [kinds]
    organisation = "Person" not in kinds and any("organization" in str(kind).lower() for kind in kinds[:8])
    role = _text(value, "jobTitle")
    name = value.get("name") or value.get("byline")
    if isinstance(name, str) and name.strip():
        yield Author(name, organisation, given, family, role)
    elif isinstance(name, (list, Mapping)):
        yield from _walk(name, graph, depth - 1)
    elif given or family:
        yield Author(" ".join(filter(None, (given, family))), organisation, given, family, role)
    elif "name" in value or "url" in value or identity:
        address = _text(value, "url") or (identity if isinstance(identity, str) else None)
        if address and "/" in address:
            yield Author(address)
    elif isinstance(nodes := value.get("@graph"), list):
        people = [
            node for node in nodes[:_MAX_NODES] if isinstance(node, Mapping) and "Person" in str(node.get("@type"))
        ]
        yield from _walk(people, {}, depth - 1)


def _text(value: Mapping[object, object], key: str) -> str | None:
    found = value.get(key)
    if isinstance(found, list) and found:
        found = found[0]
    return found.strip() or None if isinstance(found, str) else None
