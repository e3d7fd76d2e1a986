"""A page's tree as a flat list of text blocks, each with its place: what the body is chosen from.

One walk. A block is the text between two block-level boundaries (an element's start or end, or two line breaks), with
the number of its characters that are links. Nodes are the block-level elements, numbered in document order, so that
an element's descendants are the numbers up to its `end`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from lxml.html import HtmlElement

from .words import BODY_PROPERTIES, BODY_RUNS, NOISE_PAIRS, NOISE_STEMS, NOISE_WORDS, PICTURE_WORDS

MAX_DEPTH: Final = 180
MAX_BLOCKS: Final = 20_000

_SKIPPED: Final = frozenset(
    """script style template svg math select option input textarea button iframe object embed applet video audio canvas
    map head noscript datalist progress meter source track img picture rp rt frame frameset link meta title base""".split()
)
_INLINE: Final = frozenset(
    """a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr q s samp small span strike
    strong sub sup time tt u var wbr ruby rb big center-inline amp-link gu-link""".split()
)
NOISE_TAGS: Final = frozenset("nav footer aside form figure figcaption dialog menu address amp-ad fieldset header".split())
_NEVER_NOISE: Final = frozenset({"html", "body", "main", "article"})
# "has-sidebar", "no-comments", "sidebar-grid", "content-with-sidebar": how a page is laid out, not what an element is
_MODIFIERS: Final = frozenset({"has", "no", "with", "without", "hide", "show", "hidden"})
_LAYOUTS: Final = frozenset({"with", "without", "layout", "grid", "tab", "tabs"})
_TITLES: Final = frozenset({"h2", "h3", "h4", "h5", "h6"})
_ROWS: Final = frozenset({"tr", "tbody", "thead"})
_NOISE_ROLES: Final = frozenset(
    "navigation complementary contentinfo banner search dialog alertdialog menu menubar toolbar tablist note form".split()
)
_CELLS: Final = frozenset({"td", "th"})
_STRONG: Final = frozenset({"b", "strong"})
_BREAK: Final = "\v"  # a single <br> in running text: a character that tree.read_tree leaves in no page
_HIDDEN: Final = re.compile(r"display\s{0,5}:\s{0,5}none|visibility\s{0,5}:\s{0,5}hidden", re.IGNORECASE)
_SEPARATORS: Final = re.compile(r"[\s_:./|]+|-+")
_HUMPS: Final = re.compile(r"[A-Z]?[a-z]{4,}")
_WIDE: Final = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\u0e00-\u0e7f]")


@dataclass(slots=True)
class Node:
    """A block-level element: `end` is the number after its last descendant; the weights come from its attributes."""

    element: HtmlElement
    tag: str
    parent: int
    depth: int
    end: int
    noise: bool
    marked: bool
    names: str


@dataclass(slots=True)
class Block:
    """A run of text in node `node`. `size` counts characters, those of scripts without spaces double."""

    node: int
    tag: str
    text: str
    size: int
    links: int
    bold: bool


@dataclass(slots=True)
class Blocks:
    """The walk's result."""

    nodes: list[Node]
    blocks: list[Block]


def walk(root: HtmlElement) -> Blocks:
    """All text blocks under `root` in document order, noise included and marked as such."""
    walker = _Walker()
    walker.visit(root, -1, 0)
    return Blocks(walker.nodes, walker.blocks)


class _Walker:
    def __init__(self) -> None:
        self.nodes: list[Node] = []
        self.blocks: list[Block] = []
        self._text: list[str] = []
        self._linked = 0
        self._strong = 0
        self._links = 0
        self._kinds: dict[str, tuple[bool, bool]] = {}

    def visit(self, element: HtmlElement, parent: int, depth: int) -> None:
        """Make a node of `element` and blocks of what is in it. Depth is bounded: deeper markup is read as flat text."""
        tag = element.tag
        number = len(self.nodes)
        own_noise, marked, names = self._judge(element, tag)
        node = Node(element, tag, parent, depth, number + 1, own_noise, marked, names)
        self.nodes.append(node)
        if depth >= MAX_DEPTH:
            self._text.append(" ".join(element.itertext(with_tail=False)))
        else:
            self._inside(element, number, depth)
        self.flush(number, tag)
        node.end = len(self.nodes)

    def _inside(self, element: HtmlElement, number: int, depth: int) -> None:
        text = self._text
        if element.text:
            self._add(element.text)
        tag = self.nodes[number].tag
        breaks = 0
        for child in element:
            name = child.tag
            if name == "br":
                breaks += 1
                if breaks == 2:
                    self.flush(number, tag)
                else:
                    text.append(_BREAK)
            elif name in _SKIPPED or not isinstance(name, str):
                pass
            elif name not in _INLINE and not (name in _CELLS and _is_plain(child)):
                self.flush(number, tag)
                if len(self.blocks) < MAX_BLOCKS:
                    self.visit(child, number, depth + 1)
                breaks = 0
            elif depth >= MAX_DEPTH:
                self._add(" ".join(child.itertext(with_tail=False)))
            elif not (child.attrib and self._hidden_inline(child)):
                before = len(text)
                link = name == "a"
                self._links += link
                self._inside(child, number, depth + 1)
                self._links -= link
                if name in _CELLS:
                    text.append(" ")
                if name in _STRONG:
                    self._strong += sum(map(len, text[before:]))
                breaks = 0
            tail = child.tail
            if tail:
                if breaks and not tail.isspace():
                    breaks = 0
                self._add(tail)

    def _add(self, text: str) -> None:
        self._text.append(text)
        if self._links:
            self._linked += len(" ".join(text.split()))

    def flush(self, number: int, tag: str) -> None:
        """End the running block, if there is text in it."""
        if not self._text:
            return
        raw = "".join(self._text)
        self._text.clear()
        if _BREAK in raw:
            joined = "\n".join(line for part in raw.split(_BREAK) if (line := " ".join(part.split())))
        else:
            joined = " ".join(raw.split())
        if joined:
            size = len(joined)
            if not joined.isascii():
                size += len(_WIDE.findall(joined))
            self.blocks.append(Block(number, tag, joined, size, min(self._linked, size), self._strong * 10 >= len(joined) * 8))
        self._linked = self._strong = 0

    def _judge(self, element: HtmlElement, tag: str) -> tuple[bool, bool, str]:
        attributes = element.attrib
        if not attributes:
            return tag in NOISE_TAGS and not (tag == "figure" and element.find(".//blockquote") is not None), False, ""
        names = f"{attributes.get('class', '')} {attributes.get('id', '')}"
        extra = attributes.get("data-component") or attributes.get("data-testid") or attributes.get("data-type")
        known = self._kinds.get(names)
        if known is None:
            known = self._kinds[names] = judge_names(names)
        noise, marked = known
        if noise and ((tag in _TITLES and not _titles_noise(names)) or (tag == "blockquote" and "pull" not in names.lower())):
            noise = False
        if extra and not noise:
            noise = judge_names(extra)[0]
        prop = attributes.get("itemprop")
        if prop:
            lowered = prop.lower()
            marked = marked or lowered in BODY_PROPERTIES
            noise = noise or lowered in ("author", "publisher", "comment", "caption", "datepublished", "video", "image")
            if marked and lowered in BODY_PROPERTIES:
                noise = False
        if not noise:
            style = attributes.get("style")
            noise = (
                (tag in NOISE_TAGS and not (tag == "figure" and element.find(".//blockquote") is not None))
                or "hidden" in attributes
                or attributes.get("aria-hidden") == "true"
                or attributes.get("role") in _NOISE_ROLES
                or (style is not None and _HIDDEN.search(style) is not None)
            )
        if tag in _NEVER_NOISE or (tag in _ROWS and noise and "display" not in (attributes.get("style") or "")):
            noise = False
        return noise, marked, names

    def _hidden_inline(self, element: HtmlElement) -> bool:
        attributes = element.attrib
        if "hidden" in attributes or attributes.get("aria-hidden") == "true":
            return True
        names = attributes.get("class")
        if names:
            known = self._kinds.get(names)
            if known is None:
                known = self._kinds[names] = judge_names(names)
            if known[0]:
                return True
        style = attributes.get("style")
        return style is not None and _HIDDEN.search(style) is not None


def judge_names(names: str) -> tuple[bool, bool]:
    """Whether class and id words mark noise, and whether they mark the article's body.

    >>> judge_names("article__body js-text"), judge_names("box relatedArticles"), judge_names("has-sidebar")
    ((False, True), (True, False), (False, False))
    """
    marked = BODY_RUNS.search(names) is not None
    noise = False
    for name in names.split():
        parts = [part for part in _SEPARATORS.split(name.lower()) if part]
        if not parts or (len(parts) > 1 and (parts[0] in _MODIFIERS or not _LAYOUTS.isdisjoint(parts))):
            continue
        if parts[0] in PICTURE_WORDS or any(part in NOISE_WORDS for part in parts) or name.lower() in NOISE_WORDS:
            noise = True
        elif any(f"{a}-{b}" in NOISE_PAIRS for a, b in zip(parts, parts[1:], strict=False)):
            noise = True
        elif any(part.startswith(NOISE_STEMS) for part in parts):
            noise = True
        elif any(hump.lower() in NOISE_WORDS or hump.lower().startswith(NOISE_STEMS) for hump in _HUMPS.findall(name)):
            noise = True
        if noise:
            break
    return noise, marked



def _is_plain(cell: HtmlElement) -> bool:
    """A table cell that holds only running text: a row of them reads as one line."""
    return all(child.tag in _INLINE or child.tag == "br" for child in cell)


def _titles_noise(names: str) -> bool:
    """A heading inside the text may be named a header of the article: that alone is no noise."""
    return judge_names(re.sub(r"(?i)(?:article|entry|page|section|post|story)?[-_]*(?:header|heading|title|hed)", " ", names))[0]
