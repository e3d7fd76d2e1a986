"""A page's tree as a flat list of text blocks, each with its place: what the body is chosen from.

One walk. A block is the text between two block-level boundaries (an element's start or end, or two line breaks), with
the number of its characters that are links. Nodes are the block-level elements, numbered in document order, so that
an element's descendants are the numbers up to its `end`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from typing import Final

from lxml.html import HtmlElement

from .naming import is_menu, judge, judge_inline, judge_names
from .words import word_set

MAX_DEPTH: Final = 180
MAX_BLOCKS: Final = 20_000

_SKIPPED: Final = word_set(
    """script style template svg math select option input textarea button iframe object embed applet video audio
    canvas map head noscript datalist progress meter source track img picture rp rt frame frameset link meta
    title base"""
)
_INLINE: Final = word_set(
    """a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr q s samp small span strike
    strong sub sup time tt u var wbr ruby rb amp-link gu-link"""
)
_MOST_HINTED: Final = 12  # elements
_CELLS: Final = frozenset({"td", "th"})
_BREAK: Final = "\v"  # a single <br> in running text: a character that tree.read_tree leaves in no page
# Letters of scripts written without spaces: each says about as much as two of an alphabet.
_WIDE: Final = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\u0e00-\u0e7f]")


@dataclass(slots=True)
class Node:
    """A block-level element: `end` is the number after its last descendant; `names` its class and id.

    `noise` and `marked` (as the article's body) are what its names and kind say, whatever is in it.
    """

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
    """A run of text in node `node`. `size` counts characters, those of scripts without spaces double; `links` so many
    of them are link text.
    """

    node: int
    tag: str
    text: str
    size: int
    links: int


@dataclass(slots=True)
class Blocks:
    """The walk's result. `hints` are elements named for who wrote it or when, by kind of hint."""

    nodes: list[Node]
    blocks: list[Block]
    hints: dict[str, list[HtmlElement]]


def walk(root: HtmlElement) -> Blocks:
    """All text blocks under `root` in document order, noise included and marked as such."""
    walker = _Walker()
    walker.visit(root, root.tag, -1, 0)
    return Blocks(walker.nodes, walker.blocks, walker.hints)


class _Walker:
    def __init__(self) -> None:
        self.nodes: list[Node] = []
        self.blocks: list[Block] = []
        self.hints: dict[str, list[HtmlElement]] = {}
        self._text: list[str] = []
        self._linked = 0  # characters of the running block that are links
        self._links = 0  # how many links we are inside of

    def visit(self, element: HtmlElement, tag: str, parent: int, depth: int) -> None:
        """Make a node of `element` and blocks of what is in it; markup deeper than MAX_DEPTH is read as flat text."""
        number = len(self.nodes)
        noise, marked, names, hint = judge(element, tag)
        if hint:
            self.hints.setdefault(hint, []).append(element)
        node = Node(element, tag, parent, depth, number + 1, noise, marked, names)
        self.nodes.append(node)
        if not (noise and is_menu(element, tag, names)):
            self._inside(element, number, tag, depth)
        if self._text:
            self._flush(number, tag)
        node.end = len(self.nodes)

    def _inside(self, element: HtmlElement, number: int, tag: str, depth: int) -> None:
        text = self._text
        own = element.text
        if own and (text or not own.isspace()):
            text.append(own)
            if self._links:
                self._linked += len(own.strip()) if own.isascii() else _width(own.strip())
        breaks = 0
        for child in element:
            name = child.tag
            if name in _INLINE or (name in _CELLS and _is_plain(child)):
                if depth >= MAX_DEPTH:
                    self._add(" ".join(child.itertext(with_tail=False)))
                else:
                    attributes = child.items()
                    hidden, hint = judge_inline(attributes) if attributes else (False, None)
                    if hint:
                        self.hints.setdefault(hint, []).append(child)
                    if hidden:
                        if len(child):
                            self._look_for_hints(child)
                    elif name == "a":
                        self._links += 1
                        self._inside(child, number, tag, depth + 1)
                        self._links -= 1
                    else:
                        self._inside(child, number, tag, depth + 1)
                        if name in _CELLS:
                            text.append(" ")
                    breaks = 0
            elif name == "br":
                breaks += 1
                if breaks == 2:
                    if text:
                        self._flush(number, tag)
                elif text:
                    text.append(_BREAK)
            elif name not in _SKIPPED:
                if text:
                    self._flush(number, tag)
                if depth >= MAX_DEPTH:
                    self._add(" ".join(child.itertext(with_tail=False)))
                elif len(self.blocks) < MAX_BLOCKS:
                    self.visit(child, name, number, depth + 1)
                breaks = 0
            tail = child.tail
            if tail and (text or not tail.isspace()):
                if breaks and not tail.isspace():
                    breaks = 0
                text.append(tail)
                if self._links:
                    self._linked += len(tail.strip()) if tail.isascii() else _width(tail.strip())

    def _look_for_hints(self, hidden: HtmlElement) -> None:
        """What is no text may still name an author or a date: `<span class="meta"><span class="date">…`."""
        for element in islice(hidden.iter(), 1, _MOST_HINTED):
            names = element.get("class")
            hint = judge_names(names).hint if names else None
            if element.get("rel") == "author":
                hint = "rel=author"
            if hint:
                self.hints.setdefault(hint, []).append(element)

    def _add(self, text: str) -> None:
        self._text.append(text)
        if self._links:
            self._linked += _width(text.strip())

    def _flush(self, number: int, tag: str) -> None:
        """End the running block, if there is text in it."""
        raw = "".join(self._text)
        self._text.clear()
        if _BREAK in raw:
            joined = "\n".join(line for part in raw.split(_BREAK) if (line := " ".join(part.split())))
        else:
            joined = " ".join(raw.split())
        if joined:
            size = len(joined) if joined.isascii() else _width(joined)
            self.blocks.append(Block(number, tag, joined, size, min(self._linked, size)))
        self._linked = 0


def _is_plain(cell: HtmlElement) -> bool:
    """A table cell that holds only running text: a row of them reads as one line."""
    return all(child.tag in _INLINE or child.tag == "br" for child in cell)


def _width(text: str) -> int:
    """Characters, those of scripts without spaces double."""
    return len(text) + len(_WIDE.findall(text))
