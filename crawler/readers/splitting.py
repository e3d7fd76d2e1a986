"""Where the items of an XML feed begin and end, found without parsing it.

Only then can the known ones be left out before a parser sees them. The bytes are cut where it is certain: CDATA
sections, comments and processing instructions are passed over, items may not nest, and each must end. Anything else
is not cut at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_MARKUP_ENDS = {b"<!--": b"-->", b"<![CDATA[": b"]]>", b"<?": b"?>"}
_MARKUP = rb"<!--|<!\[CDATA\[|<\?"
_NAME = rb"[A-Za-z_][\w.-]{0,40}+"
_MOST_GAP_BYTES = 64 * 1024  # they are parsed again with every batch of items


@dataclass(frozen=True, slots=True)
class Split:
    """A feed in pieces: `head` up to the first item, `items`, and `gaps`: (before which item, what stands there)."""

    head: bytes
    items: tuple[bytes, ...]
    gaps: tuple[tuple[int, bytes], ...]

    def after_head(self, chosen: list[int]) -> list[tuple[int | None, bytes]]:
        """The chosen items (ascending), each with its number; and what else the feed holds, in its place, with None."""
        if not self.gaps:
            return [(place, self.items[place]) for place in chosen]
        pieces: list[tuple[int, int, bytes]] = [(place, 0, gap) for place, gap in self.gaps]
        pieces += [(place, 1, self.items[place]) for place in chosen]
        pieces.sort(key=lambda piece: piece[:2])
        return [(place if is_item else None, piece) for place, is_item, piece in pieces]


def split_items(body: bytes, names: tuple[str, ...], start: int = 0) -> Split | None:
    """`body` cut at its items, elements of one of the local `names`; None where cutting is not safe.

    `start` is where the root element begins; nothing before it is kept.
    """
    local = b"|".join(name.encode() for name in names)
    any_item = re.compile(_MARKUP + rb"|</?(?P<name>(?:" + _NAME + rb":)?(?:" + local + rb"))(?=[\s/>])", re.IGNORECASE)
    first = next(_tokens(body, any_item, start), None)
    if first is None or first["name"] is None or first[0].startswith(b"</"):
        return None
    name = first["name"]
    this_item = re.compile(_MARKUP + rb"|</?(?:" + re.escape(name) + rb"|" + local + rb")(?=[\s/>])")
    spans = _spans(body, this_item, name, start)
    if not spans:
        return None
    gaps: list[tuple[int, bytes]] = []
    for place, (_, end) in enumerate(spans, 1):
        gap = body[end : spans[place][0] if place < len(spans) else len(body)]
        if gap and not gap.isspace():
            gaps.append((place, gap))
    head = body[start : spans[0][0]]
    if any(next(_tokens(part, any_item, 0), None) for part in (head, *(gap for _, gap in gaps))):
        return None  # one spelt differently
    if sum(len(gap) for _, gap in gaps) > _MOST_GAP_BYTES:
        gaps = []
    return Split(head, tuple(body[begin:end] for begin, end in spans), tuple(gaps))


def _tokens(body: bytes, pattern: re.Pattern[bytes], start: int) -> Iterator[re.Match[bytes]]:
    """The tags that `pattern` finds outside CDATA sections, comments and processing instructions.

    The beginning of one that never ends comes as a token of its own.
    """
    resume = start
    for token in pattern.finditer(body, start):
        if token.start() < resume:
            continue
        closing = _MARKUP_ENDS.get(token[0])
        if closing is None:
            yield token
        else:
            resume = body.find(closing, token.end())
            if resume < 0:
                yield token
                return


def _spans(body: bytes, this_item: re.Pattern[bytes], name: bytes, start: int) -> list[tuple[int, int]] | None:
    opening, closing = b"<" + name, b"</" + name
    spans: list[tuple[int, int]] = []
    begin = -1
    for token in _tokens(body, this_item, start):
        at, text = token.start(), token[0]
        end = body.find(b">", at)
        if end < 0:
            return None
        if text == opening and begin < 0:
            if body[end - 1] == 0x2F:
                spans.append((at, end + 1))
            else:
                begin = at
        elif text == closing and begin >= 0 and not body[token.end() : end].strip():
            spans.append((begin, end + 1))
            begin = -1
        else:
            return None
    return spans if begin < 0 else None
