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
from .naming import NOISE_TAGS
from .words import BODY_RUNS, LINE_STARTS, SECTION_ENDS

_SENTENCE_END: Final = re.compile(r"[.!?…。！？؟۔।:;”\"'’»)\]]\s{0,3}$")
_LETTER: Final = re.compile(r"\w")
_HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_TEXT_TAGS: Final = frozenset({"p", "li", "blockquote", "tr", "td", "th", "dd", "dt", "pre", *_HEADINGS})
_DECAY: Final = 0.62
_NOTICE: Final = re.compile(r"cookie|consent|gdpr|privacy|newsletter|footer", re.IGNORECASE)
_SHORT_STORY: Final = 200  # characters of running text
_HARDLY_ANY: Final = 500
_A_NOTICE: Final = 100
_WHOLE_STORY: Final = 800
_STORY_BODY: Final = re.compile(
    r"(?:article|story|post|entry)[-_]{0,2}(?:body|text|content)(?=$|[\s_:.-])", re.IGNORECASE
)
_COMMENTS: Final = re.compile(r"comment|disqus|talkback|kommentar|yorum", re.IGNORECASE)
# What never is the story, however much text is in it, where there is text outside of it, too
_APART: Final = re.compile(
    rf"{_COMMENTS.pattern}|next-?(?:post|story|article)|related-|recommended-|widget-?sidebar|sidebar-?widget|wm-(?:ipp|capinfo)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Body:
    """Paragraphs in order, how sure the choice is (0 to 1), and in words what was chosen."""

    paragraphs: tuple[str, ...]
    confidence: float
    origin: str

    @property
    def text(self) -> str:
        """The paragraphs, parted by a blank line."""
        return "\n\n".join(self.paragraphs)


def find_body(page: Blocks, *, title: str | None = None) -> Body:
    """The best cluster of paragraphs of the page; no paragraphs where there is no text."""
    nodes, blocks = page.nodes, page.blocks
    if not blocks:
        return Body((), 0.0, "none")
    weights = [_weight(block) for block in blocks]
    bad = _noise(nodes, weights, blocks)
    clean = [0.0 if bad[block.node] else weight for block, weight in zip(blocks, weights, strict=True)]
    totals = _totals(nodes, blocks, clean)
    if totals[0] <= 0:
        return Body((), 0.0, "none")
    titled = _titled(nodes, blocks, title)
    if titled is not None and _leave_others(nodes, blocks, titled, totals, bad):
        clean = [0.0 if bad[block.node] else weight for block, weight in zip(blocks, weights, strict=True)]
        totals = _totals(nodes, blocks, clean)
    chosen, origin = _choose(nodes, blocks, clean, totals, bad, titled)
    paragraphs = _collect(nodes, blocks, totals, chosen, bad, title)
    share = sum(totals[number] for number in chosen) / totals[0]
    size = sum(map(len, paragraphs))
    confidence = min(1.0, share) * (0.6 + 0.4 * min(1.0, size / 250))
    if origin.startswith(("marked", "headline")) and size >= 600:
        confidence = max(confidence, 0.5)  # stories that follow this one on the page say nothing against its name
    return Body(tuple(paragraphs), confidence, origin)


def paragraphs_in(page: Blocks) -> list[str]:
    """All text of an element that a person pointed at: nothing is weighed, only noise inside it is left out."""
    bad = _inherit(page.nodes, {0})
    return [block.text for block in page.blocks if not bad[block.node] and _keep(block)]


def without_pointers(lines: list[str]) -> tuple[str, ...]:
    """Plain lines of another extractor without the pointers to other stories that `find_body` leaves out too."""
    kept: list[str] = []
    for line in lines:
        if kept and len(line) < 80 and SECTION_ENDS.fullmatch(line):
            break
        if len(line) >= 220 or not LINE_STARTS.match(line):
            kept.append(line)
    return tuple(kept)


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


def _noise(nodes: list[Node], weights: list[float], blocks: list[Block]) -> list[bool]:
    """Which nodes stand in noise.

    A noisy name around most of the page's text is a template's whim, and so is one around an element that is named
    as the article's body and holds a good part of the text. Comments are noise however long they are.
    """
    totals = _totals(nodes, blocks, weights)
    forgiven = _forgiven(nodes, totals)
    bad = _inherit(nodes, forgiven)
    outside = sum(weight for block, weight in zip(blocks, weights, strict=True) if not bad[block.node])
    if outside >= 0.12 * totals[0]:
        return bad
    # nearly everything is in noise by its class: only elements that are noise by their kind, and comments, stay so,
    # and beside a short story what is named as other stories
    apart = _APART if outside >= _SHORT_STORY else _COMMENTS
    kinds = {
        n
        for n, node in enumerate(nodes)
        if node.tag not in NOISE_TAGS and not apart.search(node.names) and not _is_notice(n, nodes)
    }
    return _inherit(nodes, forgiven | kinds)


def _forgiven(nodes: list[Node], totals: list[float]) -> set[int]:
    whole = totals[0]
    forgiven: set[int] = set()
    for number, node in enumerate(nodes):
        if not node.noise or totals[number] < 0.5 * whole or _is_notice(number, nodes):
            continue
        least = _HARDLY_ANY if _COMMENTS.search(node.names) else _A_NOTICE
        if whole - totals[number] <= least or not _APART.search(node.names):
            forgiven.add(number)
    named = [
        n for n, node in enumerate(nodes) if node.marked and totals[n] >= 0.15 * whole and not _is_notice(n, nodes)
    ]
    bad = _inherit(nodes, forgiven) if named else []
    if all(bad[n] for n in named):  # the article's body stands in noise, and no other one stands outside
        for number in named:
            if totals[number] >= 0.3 * whole:
                while number >= 0:
                    if nodes[number].tag not in ("footer", "nav") and not _COMMENTS.search(nodes[number].names):
                        forgiven.add(number)
                    number = nodes[number].parent
    return forgiven


def _is_notice(number: int, nodes: list[Node]) -> bool:
    """Whether an element is named as what asks for consent or an address, or closes the page, and holds no headline."""
    if not _NOTICE.search(nodes[number].names):
        return False
    return not any(node.tag in ("article", "main", "h1") for node in nodes[number : nodes[number].end])


def _inherit(nodes: list[Node], forgiven: set[int]) -> list[bool]:
    bad = [False] * len(nodes)
    for number, node in enumerate(nodes):
        bad[number] = bool(number and bad[node.parent]) or (node.noise and number not in forgiven)
    return bad


def _choose(
    nodes: list[Node],
    blocks: list[Block],
    weights: list[float],
    totals: list[float],
    bad: list[bool],
    titled: int | None,
) -> tuple[list[int], str]:
    """The elements that hold the text. `titled` is the article element that the headline stands in, if there is one."""
    marked = _marked(nodes, totals, bad)
    if marked:
        marked = (
            [_descend(marked[0], nodes, totals, _totals(nodes, blocks, [float(weight > 0) for weight in weights]))]
            if len(marked) == 1
            else marked
        )
        return marked, f"marked {_label(nodes[marked[0]])}"
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
    if titled is not None and totals[titled] >= 200 and not titled <= best < nodes[titled].end:
        return [titled], f"headline {_label(nodes[titled])}"  # a list of other stories may hold more text than this one
    # climb while the parent holds much more of the text than this node does
    number = best
    while nodes[number].parent >= 0:
        parent = nodes[number].parent
        if totals[parent] >= 1.25 * totals[best] and nodes[parent].tag not in ("body", "html"):
            if totals[parent] > 2.5 * totals[best]:
                break
            best = parent
        number = parent
    parts = _parts(best, nodes, totals, bad)
    return parts, f"cluster {_label(nodes[best])}"


def _titled(nodes: list[Node], blocks: list[Block], title: str | None) -> int | None:
    wanted = fold(title) if title else ""
    headings = (b for b in blocks if b.tag in ("h1", "h2") and b.size <= 500 + 4 * len(wanted))
    number = next((b.node for b in headings if wanted and fold(b.text) == wanted), -1)
    while number >= 0 and nodes[number].tag != "article":
        number = nodes[number].parent
    return number if number >= 0 else None


def _leave_others(nodes: list[Node], blocks: list[Block], titled: int, totals: list[float], bad: list[bool]) -> bool:
    """Mark the articles that follow this one without end as one scrolls on; whether there are any.

    They are article elements beside `titled`, of its name, each with a heading of the rank of this one's headline.
    """
    node = nodes[titled]
    if totals[titled] < _SHORT_STORY:
        return False
    headline = next(b.tag for b in blocks if b.tag in ("h1", "h2") and titled <= b.node < node.end)
    others = [
        n
        for n in range(node.end, nodes[node.parent].end)
        if nodes[n].parent == node.parent and nodes[n].tag == "article" and _first_name(nodes[n]) == _first_name(node)
    ]
    left = False
    for number in others:
        end = nodes[number].end
        if any(b.tag == headline and number <= b.node < end for b in blocks):
            bad[number:end] = [True] * (end - number)
            left = True
    return left


def _first_name(node: Node) -> str:
    return node.names.strip().partition(" ")[0]


def _parts(best: int, nodes: list[Node], totals: list[float], bad: list[bool]) -> list[int]:
    """`best` and its like: a text cut into several elements of one name under one or two ancestors."""
    node = nodes[best]
    if node.tag == "article" or not node.names.strip():
        return [best]
    above = nodes[node.parent].parent if node.parent > 0 else node.parent
    if above < 0 or totals[above] < 1.3 * totals[best]:
        return [best]
    like = [
        n
        for n in range(above + 1, nodes[above].end)
        if nodes[n].names == node.names
        and nodes[n].tag == node.tag
        and nodes[n].depth == node.depth
        and not bad[n]
        and totals[n] > 60
    ]
    return like if best in like else [best]


def _marked(nodes: list[Node], totals: list[float], bad: list[bool]) -> list[int]:
    """The elements whose names say that they hold the text: the innermost that still holds nearly all of it."""
    marked = [n for n, node in enumerate(nodes) if node.marked and not bad[n] and totals[n] > 0]
    if not marked:
        return []
    groups: dict[tuple[str, str], list[int]] = {}
    for number in marked:
        node = nodes[number]
        first = node.names.strip().partition(" ")[0]
        members = groups.setdefault((node.tag, first if BODY_RUNS.search(first) else node.names), [])
        if not members or number >= nodes[members[-1]].end:  # one inside another counts once
            members.append(number)
    sums = [(sum(totals[n] for n in members), members) for members in groups.values()]
    most = max(total for total, _ in sums)
    if most < 0.35 * totals[0] or most < 200:
        return []
    fitting = [(nodes[members[0]].depth, total, members) for total, members in sums if total >= 0.85 * most]
    chosen = max(fitting, key=lambda row: row[:2])[2]
    if len(chosen) == 1 and not _STORY_BODY.search(nodes[chosen[0]].names):
        # "main-content" holds all of a page's middle; the one "article-body" inside it is the story
        within = [m for _, m in sums if len(m) == 1 and chosen[0] < m[0] < nodes[chosen[0]].end]
        stories = [m for m in within if _STORY_BODY.search(nodes[m[0]].names) and totals[m[0]] >= _WHOLE_STORY]
        if len(stories) == 1:
            return stories[0]
    return chosen


def _descend(number: int, nodes: list[Node], totals: list[float], counts: list[float]) -> int:
    """The innermost element under `number` that still holds all but a few words of its running text, in paragraphs."""
    while True:
        child = number + 1
        while child < nodes[number].end and totals[child] < 0.97 * totals[number]:
            child = nodes[child].end
        if child >= nodes[number].end or counts[child] < 3:
            return number
        number = child


def _label(node: Node) -> str:
    return ".".join((node.tag, *node.names.split()))[:50]


def _collect(
    nodes: list[Node], blocks: list[Block], totals: list[float], chosen: list[int], bad: list[bool], title: str | None
) -> list[str]:
    inside = [b for b in blocks if not bad[b.node] and any(n <= b.node < nodes[n].end for n in chosen)]
    kept: list[Block] = []
    seen: set[str] = set()
    folded_title = fold(title) if title else None
    for block in inside:
        if not _keep(block) or (block.tag in _HEADINGS and _is_teaser(block.node, nodes, totals)):
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


def _is_teaser(number: int, nodes: list[Node], totals: list[float]) -> bool:
    """Whether a heading heads an item of a list that has no text of its own: a link to another story."""
    for _ in range(6):
        if nodes[number].tag in ("li", "article", "figure"):
            return totals[number] == 0
        number = nodes[number].parent
        if number < 0:
            return False
    return False


def _keep(block: Block) -> bool:
    if block.size < 5 and not _LETTER.search(block.text):  # what parts links: "|"
        return False
    share = block.links / block.size
    if block.tag in _HEADINGS:
        return block.tag != "h1" and share < 0.6 and not LINE_STARTS.match(block.text)
    if share > 0.8 and (block.size < 200):
        return False
    if block.tag == "li" and share > (0.5 if block.size < 90 else 0.75):
        return False
    if block.tag not in _TEXT_TAGS and block.size < 30 and not _SENTENCE_END.search(block.text):
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
