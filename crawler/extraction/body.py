"""The article's text, chosen from a page's blocks.

Paragraph clustering after the idea of Readability (Arc90, 2009: text scores its ancestors, halved at each step up),
with three changes: class words mark noise and body before anything is scored, noise is forgiven where most of the
page's text stands in it, and the choice comes with a confidence so that the caller can ask another extractor.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from normalise.text import fold

from .blocks import Block, Blocks, Node
from .words import LINE_STARTS, SECTION_ENDS

_SENTENCE_END: Final = re.compile(r"[.!?…。！？؟۔।:;”\"'’»)\]]\s{0,3}$")
_HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_DECAY: Final = 0.62
_COMMENTS: Final = re.compile(r"comment|disqus|talkback|kommentar|yorum", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Body:
    """Paragraphs in order, how sure the choice is (0 to 1), and in words what was chosen."""

    paragraphs: tuple[str, ...]
    confidence: float
    origin: str

    @property
    def text(self) -> str:
        return "\n\n".join(self.paragraphs)


def find_body(page: Blocks, *, title: str | None = None) -> Body:
    """The best cluster of paragraphs of the page; no paragraphs where there is no text."""
    nodes, blocks = page.nodes, page.blocks
    if not blocks:
        return Body((), 0.0, "none")
    weights = [_weight(block) for block in blocks]
    bad = _noise(nodes, blocks, weights)
    clean = [0.0 if bad[block.node] else weight for block, weight in zip(blocks, weights, strict=True)]
    totals = _totals(nodes, blocks, clean)
    if totals[0] <= 0:
        return Body((), 0.0, "none")
    chosen, origin = _choose(nodes, blocks, clean, totals, bad)
    paragraphs = _collect(nodes, blocks, chosen, bad, title)
    share = sum(totals[number] for number in chosen) / totals[0]
    size = sum(map(len, paragraphs))
    confidence = min(1.0, share) * min(1.0, size / 600)
    return Body(tuple(paragraphs), confidence, origin)


def _weight(block: Block) -> float:
    """How much running text a block is: its size, less where it is short, all links, or ends without a stop."""
    size = block.size
    share = block.links / size
    if share > 0.6:
        return 0.0
    text = size * (1 - share) ** 2
    if block.tag in _HEADINGS:
        return 0.0
    ends = _SENTENCE_END.search(block.text) is not None
    if size < 30:
        return text * 0.1
    if size < 90:
        return text * (0.7 if ends else 0.15)
    return min(text, 1500.0) * (1.0 if ends else 0.6)


def _totals(nodes: list[Node], blocks: list[Block], weights: list[float]) -> list[float]:
    totals = [0.0] * len(nodes)
    for block, weight in zip(blocks, weights, strict=True):
        totals[block.node] += weight
    for number in range(len(nodes) - 1, 0, -1):
        totals[nodes[number].parent] += totals[number]
    return totals


def _noise(nodes: list[Node], blocks: list[Block], weights: list[float]) -> list[bool]:
    """Which nodes stand in noise. A noisy name around most of the page's text is a template's whim, not noise."""
    totals = _totals(nodes, blocks, weights)
    most = totals[0] * 0.5
    bad = [False] * len(nodes)
    for number, node in enumerate(nodes):
        if number and bad[node.parent]:
            bad[number] = True
        elif node.noise:
            bad[number] = totals[number] < most or (_COMMENTS.search(node.names) is not None and totals[0] - totals[number] > 500)
    return bad


def _choose(
    nodes: list[Node], blocks: list[Block], weights: list[float], totals: list[float], bad: list[bool]
) -> tuple[list[int], str]:
    marked = [n for n, node in enumerate(nodes) if node.marked and not bad[n] and totals[n] > 0]
    if marked:
        top = max(marked, key=lambda n: totals[n])
        # the same name side by side: a text cut into parts by advertisements
        parts = [n for n in marked if nodes[n].names == nodes[top].names and nodes[n].depth == nodes[top].depth]
        together = sum(totals[n] for n in parts)
        if together >= 0.35 * totals[0] and together >= 200:
            if len(parts) > 1 and len({nodes[n].parent for n in parts}) == 1:
                return parts, f"marked {nodes[top].tag}.{nodes[top].names.strip()[:40]}"
            return [top], f"marked {nodes[top].tag}.{nodes[top].names.strip()[:40]}"
    scores = [0.0] * len(nodes)
    for block, weight in zip(blocks, weights, strict=True):
        if weight <= 0:
            continue
        number = block.node
        if nodes[number].tag == "p" and nodes[number].parent >= 0:
            number = nodes[number].parent
        share = weight
        for _ in range(5):
            if number < 0:
                break
            scores[number] += share
            share *= _DECAY
            number = nodes[number].parent
    for number, node in enumerate(nodes):
        if bad[number]:
            scores[number] = 0.0
        elif node.marked:
            scores[number] *= 1.5
        elif node.tag in ("article", "main"):
            scores[number] *= 1.15
    best = max(range(len(nodes)), key=scores.__getitem__)
    # climb while the parent holds much more of the text than this node does
    number = best
    while nodes[number].parent >= 0:
        parent = nodes[number].parent
        if totals[parent] >= 1.25 * totals[best] and nodes[parent].tag not in ("body", "html"):
            if totals[parent] > 2.5 * totals[best]:
                break
            best = parent
        number = parent
    return [best], f"cluster {nodes[best].tag}.{nodes[best].names.strip()[:40]}"


def _collect(nodes: list[Node], blocks: list[Block], chosen: list[int], bad: list[bool], title: str | None) -> list[str]:
    inside = [b for b in blocks if not bad[b.node] and any(n <= b.node < nodes[n].end for n in chosen)]
    kept: list[Block] = []
    seen: set[str] = set()
    folded_title = fold(title) if title else None
    for block in inside:
        if not _keep(block):
            continue
        if block.size > 60:
            if block.text in seen:
                continue
            seen.add(block.text)
        elif folded_title and fold(block.text) == folded_title:
            continue
        kept.append(block)
    kept = _trim(kept)
    return [block.text for block in kept]


def _keep(block: Block) -> bool:
    share = block.links / block.size
    if block.tag in _HEADINGS:
        return block.tag != "h1" and share < 0.6 and not LINE_STARTS.match(block.text)
    if share > 0.8 and (block.size < 200):
        return False
    if share > 0.5 and block.tag == "li":
        return False
    return not (block.size < 220 and LINE_STARTS.match(block.text))


def _trim(kept: list[Block]) -> list[Block]:
    """Without the tail that a "related stories" heading opens, and without headings that nothing follows."""
    end = len(kept)
    total = sum(block.size for block in kept)
    run = 0
    for index, block in enumerate(kept):
        run += block.size
        if run > total * 0.6 and block.size < 80 and SECTION_ENDS.fullmatch(block.text):
            end = index
            break
    kept = kept[:end]
    while kept and kept[-1].tag in _HEADINGS:
        kept.pop()
    return kept
