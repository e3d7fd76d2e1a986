"""The headings that a page prints: which of them may be its headline, and what in them is a kicker."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final

from lxml.html import HtmlElement

from normalise.text import clean

from .place import beginning_of, is_trail

_NOT_TITLES: Final = re.compile(
    r"logo|brand|masthead|site-?(?:title|name)|visually|sr-only|screen-reader|hide-?text|text-?hide|hidden-?text",
    re.IGNORECASE,
)
# What templates call the words above a headline, and what they call the headline beside them
_KICKERS: Final = re.compile(
    r"kicker|over-?(?:line|title)|eyebrow|roof-?line|top-?line|dach-?zeile|spitz-?marke|super-?title|pre-?title|label"
    r"|sur-?titre|ante-?titulo|occhiello|rubric|rubrik|category|section",
    re.IGNORECASE,
)
_HEADLINES: Final = re.compile(r"head-?line|(?:^|[^b])title|titel|titre|titulo|titolo|hed(?![a-z])", re.IGNORECASE)
_LETTER: Final = re.compile(r"\w")
_LONGEST: Final = 400  # characters: more is an element that was never closed
_MOST_NESTED: Final = 4
_MOST_PARTS: Final = 8
_MOST_SECOND: Final = 12


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading's text on one line, and its tag.

    `trail`: it ends a breadcrumb trail, and is written for search engines. `parts` are the texts of the elements it is
    made of, and `marked` says that the first is named as a kicker, or the last as the headline.
    """

    text: str
    tag: str
    trail: bool = False
    parts: tuple[str, ...] = ()
    marked: bool = False


def printed(root: HtmlElement, tag: str, most: int = 8) -> list[Heading]:
    """The first headings of a page by their tag; logos and those for screen readers alone left out."""
    found: list[Heading] = []
    for element in root.iter(tag):
        if _NOT_TITLES.search(f"{element.get('class', '')} {element.get('id', '')}"):
            continue
        text = clean(beginning_of(element))
        if text and len(text) < _LONGEST:
            parts, marked = _kicker(element)
            found.append(Heading(text, tag, is_trail(element), parts, marked))
        if len(found) >= most:
            break
    return found


def second_headings(root: HtmlElement) -> list[Heading]:
    """The first headings of the second level that end no breadcrumb trail."""
    return [heading for heading in printed(root, "h2", _MOST_SECOND) if not heading.trail]


def _kicker(heading: HtmlElement) -> tuple[tuple[str, ...], bool]:
    parts = list(islice(_parts(heading), _MOST_PARTS))
    for _ in range(_MOST_NESTED):
        if len(parts) != 1 or parts[0][1] is None:
            break
        parts = list(islice(_parts(parts[0][1]), _MOST_PARTS))  # one element around all of it
    if not 2 <= len(parts) < _MOST_PARTS:
        return (), False
    names = [f"{element.get('class', '')}" if element is not None else "" for _, element in parts]
    marked = bool(
        _KICKERS.search(names[0]) or (_HEADLINES.search(names[-1]) and not any(map(_HEADLINES.search, names[:-1])))
    )
    return tuple(text for text, _ in parts), marked


def _parts(element: HtmlElement) -> Iterator[tuple[str, HtmlElement | None]]:
    """The pieces of text straight under an element, and the element each stands in; lone dashes and colons left out."""
    if element.text and _LETTER.search(element.text):
        yield clean(element.text[:_LONGEST]), None
    for child in element:
        text = clean(beginning_of(child))
        if _LETTER.search(text):
            yield text, child
        if child.tail and _LETTER.search(child.tail):
            yield clean(child.tail[:_LONGEST]), None
