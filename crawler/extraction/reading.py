"""The text of an article from its three sources: the page's own paragraphs, JSON-LD's articleBody, trafilatura."""

from __future__ import annotations

import copy
import re
from typing import Final

from lxml.cssselect import CSSSelector
from lxml.etree import LxmlError
from lxml.html import HtmlElement

from normalise.text import clean_paragraphs

from .blocks import Blocks, walk
from .body import Body, find_body, paragraphs_in, without_pointers
from .jsonld import Linked, as_paragraphs

# Below this the page's own paragraphs are weighed against trafilatura's, which costs several times as much.
CONFIDENT: Final = 0.45
# A page with less text than this in all has no article that two extractors could disagree on.
_WORTH_A_LOOK: Final = 600
_CUT: Final = re.compile(r"(?:…|\.{3}|\[\s?\+?\d*\s?\w*\s?\])\s{0,3}$")
_NOT_WORD: Final = re.compile(r"\W+")


def read_text(root: HtmlElement, page: Blocks, linked: Linked, *, title: str | None, selector: str | None) -> Body:
    """The article's text and where it came from; no paragraphs where the page has none.

    `selector` is an outlet's own rule and wins where it finds text.
    """
    if selector:
        ruled = read_ruled(root, selector)
        if ruled.paragraphs:
            return ruled
    own = find_body(page, title=title)
    found = linked.first("articleBody", "text")
    stated = as_paragraphs(found[1]) if found else None
    if stated and len(stated) >= 250 and not _CUT.search(stated):
        return _with_stated(own, stated)
    if own.confidence < CONFIDENT and sum(block.size - block.links for block in page.blocks) > _WORTH_A_LOOK:
        return _with_trafilatura(root, own)
    return own


def select(root: HtmlElement, selector: str) -> list[HtmlElement]:
    """What a CSS selector finds, in document order; [] for a selector that cannot be read."""
    try:
        found = CSSSelector(selector, translator="html")(root)
    except (LxmlError, SyntaxError, ValueError):  # cssselect's errors are SyntaxErrors
        return []
    return [element for element in found if isinstance(element, HtmlElement)] if isinstance(found, list) else []


def read_ruled(root: HtmlElement, selector: str) -> Body:
    """The text of all that an outlet's own rule finds, in order; an element inside another one counts once."""
    paragraphs: list[str] = []
    covered: set[HtmlElement] = set()
    for element in select(root, selector):
        if covered.isdisjoint(element.iterancestors()):
            covered.add(element)
            paragraphs += paragraphs_in(walk(element))
    return Body(tuple(paragraphs), 1.0, f"rules {selector}")


def _with_stated(own: Body, stated: str) -> Body:
    """The page's paragraphs held against articleBody: it fills in for a text cut short, and tells asides from text."""
    paragraphs = tuple(stated.split("\n\n"))
    inside = _letters(stated)
    matched = [_letters(p)[:40] in inside for p in own.paragraphs]
    size = sum(len(p) for p, same in zip(own.paragraphs, matched, strict=True) if same)
    held = sum(map(len, own.paragraphs))
    if held < 0.4 * len(stated) or (held < 0.8 * len(stated) and own.confidence < CONFIDENT):
        # the page shows much less than it states: a wall, or text that a script draws
        return Body(paragraphs, 0.9, "json-ld articleBody")
    aside = sum(len(p) for p, same in zip(own.paragraphs, matched, strict=True) if not same and len(p) >= 40)
    if size >= 0.9 * len(stated) and 0 < aside <= 0.3 * size:
        kept = tuple(p for p, same in zip(own.paragraphs, matched, strict=True) if same or len(p) < 40)
        return Body(kept, own.confidence, f"{own.origin}, held against json-ld articleBody")
    return own


def _with_trafilatura(root: HtmlElement, own: Body) -> Body:
    import trafilatura  # 0.3 s to import, and most pages do without

    try:
        text = trafilatura.extract(copy.deepcopy(root), fast=True, include_comments=False, deduplicate=False)
    except Exception:
        return own
    found = without_pointers(clean_paragraphs(text).split("\n\n")) if text else ()
    size = sum(map(len, found))
    held = sum(map(len, own.paragraphs))
    if size > 1.3 * held + 200:
        return Body(found, 0.4, "trafilatura")
    return own


def _letters(text: str) -> str:
    return _NOT_WORD.sub("", text.casefold())
