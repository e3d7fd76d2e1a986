"""A CSS selector for an element: short, of the names a template is likely to keep, and one that finds it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from lxml.html import HtmlElement

from .reading import select

_IDENTIFIER: Final = re.compile(r"-?[A-Za-z_][\w-]{0,40}")
# article-48213, post-77: of one page, not of the template
_NUMBERED: Final = re.compile(r"\d{3}|^(?:post|article|node|page)-?\d+$")
_MOST_ANCESTORS: Final = 8
# Tags that say what they hold: any other alone is right by chance
_TELLING: Final = frozenset({"article", "main", "time", "address"})


def selector_for(root: HtmlElement, element: HtmlElement) -> str | None:
    """A selector whose first match in `root` is `element`; None where no short one is.

    Tried in turn: its own id, class or tag; the same under an ancestor's; its place among its siblings.
    """
    ancestors = [ancestor for ancestor in element.iterancestors() if ancestor.tag not in ("html", "body")]
    for own in _names(element, bare=element.tag in _TELLING):
        if _first(root, own) is element:
            return own
    for ancestor in ancestors[:_MOST_ANCESTORS]:
        for above in _names(ancestor, bare=False):
            for own in _names(element):
                if _first(root, f"{above} {own}") is element:
                    return f"{above} {own}"
    return _by_place(root, element)


def selector_of_all(root: HtmlElement, elements: Sequence[HtmlElement]) -> str | None:
    """A selector that finds `elements`, nothing more and nothing less; None where no short one does."""
    if not elements:
        return None
    wanted = set(elements)
    for own in _names(elements[0], bare=elements[0].tag in _TELLING):
        if set(select(root, own)) == wanted:
            return own
    parent = elements[0].getparent()
    above = selector_for(root, parent) if parent is not None and parent.tag != "body" else None
    if parent is not None and parent.tag == "body":
        above = "body"
    for own in _names(elements[0]):
        if above and set(select(root, f"{above} > {own}")) == wanted:
            return f"{above} > {own}"
    return selector_for(root, elements[0]) if len(elements) == 1 else None


def selector_of_one(root: HtmlElement, element: HtmlElement) -> str | None:
    """A selector that finds `element` and nothing else; None where no short one does."""
    for selector in (selector_for(root, element), _by_place(root, element)):
        if selector and len(select(root, selector)) == 1:
            return selector
    return None


def _names(element: HtmlElement, *, bare: bool = True) -> Iterator[str]:
    tag = str(element.tag)
    identifier = element.get("id") or ""
    if _IDENTIFIER.fullmatch(identifier) and not _NUMBERED.search(identifier):
        yield f"#{identifier}"
    for name in (element.get("class") or "").split()[:6]:
        if _IDENTIFIER.fullmatch(name) and not _NUMBERED.search(name):
            yield f"{tag}.{name}"
    for key in ("itemprop", "rel"):
        value = element.get(key) or ""
        if _IDENTIFIER.fullmatch(value):
            yield f'{tag}[{key}="{value}"]'
    if bare:
        yield tag


def _by_place(root: HtmlElement, element: HtmlElement) -> str | None:
    path: list[str] = []
    current = element
    for _ in range(_MOST_ANCESTORS):
        parent = current.getparent()
        if parent is None or current.tag == "body":
            break
        like = [child for child in parent if child.tag == current.tag]
        path.insert(0, f"{current.tag}:nth-of-type({like.index(current) + 1})" if len(like) > 1 else str(current.tag))
        for above in (*_names(parent, bare=False), *(("body",) if parent.tag == "body" else ())):
            selector = " > ".join((above, *path))
            if _first(root, selector) is element:
                return selector
        current = parent
    return None


def _first(root: HtmlElement, selector: str) -> HtmlElement | None:
    return next(iter(select(root, selector)), None)
