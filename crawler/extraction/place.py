"""Where on the page something stands: elements ranked by how near they are to the headline."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice
from typing import Final

from lxml import etree
from lxml.html import HtmlElement

from normalise.text import clean, fold

_MAX_LEVELS: Final = 40
_MOST_HEADINGS: Final = 100
_LONGEST_HEADING: Final = 500  # characters: an element that holds more was never closed
_MOST_STEPS: Final = 500  # into and out of the elements of a heading
_OTHERS: Final = re.compile(
    r"comment|related|recommend|popular|most-?read|newsletter|teaser|avatar|caption", re.IGNORECASE
)


def find_heading(root: HtmlElement, title: str | None) -> HtmlElement | None:
    """The element of the headline: the first heading that says `title`, else the first h1."""
    wanted = fold(title)[:40] if title else None
    if wanted:
        for tag in ("h1", "h2"):
            for heading in islice(root.iter(tag), _MOST_HEADINGS):
                if wanted in fold(clean(beginning_of(heading))):
                    return heading
    return next(root.iter("h1"), None)


def by_nearness(elements: Iterable[HtmlElement], heading: HtmlElement | None) -> list[HtmlElement]:
    """`elements` in the order of how deep an ancestor they share with `heading`; document order among equals."""
    if heading is None:
        return list(elements)
    chain = [heading, *heading.iterancestors()]
    levels = {id(ancestor): level for level, ancestor in enumerate(chain)}
    return sorted(elements, key=lambda element: _level(element, levels))


def nearest(elements: Iterable[HtmlElement], heading: HtmlElement | None) -> list[HtmlElement]:
    """Those of `elements` that share the deepest ancestor with `heading`: the others belong to other stories."""
    ranked = by_nearness(elements, heading)
    if heading is None or not ranked:
        return ranked
    levels = {id(ancestor): level for level, ancestor in enumerate([heading, *heading.iterancestors()])}
    closest = _level(ranked[0], levels)
    return [element for element in ranked if _level(element, levels) <= closest + 1]


def is_near(element: HtmlElement, heading: HtmlElement | None, *, levels: int = 5) -> bool:
    """Whether `element` stands under one of the `levels` nearest ancestors of `heading`."""
    if heading is None:
        return False
    near = {
        id(ancestor)
        for level, ancestor in zip(range(levels), heading.iterancestors(), strict=False)
        if level == 0 or ancestor.tag not in ("body", "html")  # all of a page is under these
    }
    return any(id(ancestor) in near for ancestor in element.iterancestors())


def _level(element: HtmlElement, levels: dict[int, int]) -> int:
    for ancestor in element.iterancestors():
        level = levels.get(id(ancestor))
        if level is not None:
            return level
    return _MAX_LEVELS


def beginning_of(element: HtmlElement, most: int = _LONGEST_HEADING) -> str:
    """The first `most` characters of an element's text, its pieces parted by spaces; it may hold all of a page."""
    pieces: list[str] = []
    left = most
    for event, node in islice(etree.iterwalk(element, events=("start", "end")), _MOST_STEPS):
        piece = node.text if event == "start" else node.tail if node is not element else None
        if piece:
            pieces.append(piece[:left])
            left -= len(piece) + 1
        if left <= 0:
            break
    return " ".join(pieces)


def text_of(element: HtmlElement) -> str:
    """An element's text on one line, scripts and styles left out."""
    parts: list[str] = []
    size = 0
    for node in element.iter():
        if node.tag in ("script", "style", "svg", "noscript"):
            continue
        for text in (node.text, node.tail if node is not element else None):
            if text:
                parts.append(text)
                size += len(text)
        if size > 2000:
            break
    return clean(" ".join(parts))


def is_aside(element: HtmlElement, heading: HtmlElement | None) -> bool:
    """Whether an element belongs to a comment, another story's teaser or a picture.

    What is around the headline too is around the whole story, however it is named.
    """
    around = {id(ancestor) for ancestor in heading.iterancestors()} if heading is not None else set()
    for level, ancestor in enumerate((element, *element.iterancestors())):
        if id(ancestor) in around:
            return False
        if ancestor.tag in ("aside", "figcaption", "nav"):
            return True
        if (
            level < 4
            and ancestor.tag not in ("body", "html", "main", "article")
            and _OTHERS.search(f"{ancestor.get('class') or ''} {ancestor.get('id') or ''}")
        ):
            return True
    return False


def is_linked(element: HtmlElement) -> bool:
    """Whether an element stands inside a link: it tells of the page that the link leads to."""
    return any(ancestor.tag == "a" for ancestor in element.iterancestors())
