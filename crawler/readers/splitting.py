"""Where the items of an XML feed begin and end, found without parsing it.

Only then can the known ones be left out before a parser sees them. The bytes are cut where it is certain: CDATA
sections, comments and processing instructions are passed over, items may not nest, and each must end. Anything else
is not cut at all.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_MARKUP_ENDS = {b"<!--": b"-->", b"<![CDATA[": b"]]>", b"<?": b"?>"}
_NAME_CHARACTERS = rb"[A-Za-z_][\w.-]{0,40}"
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
    any_item = re.compile(rb"<(/?)((?:" + _NAME_CHARACTERS + rb":)?(?:" + local + rb"))(?=[\s/>])", re.IGNORECASE)
    name = _item_name(body, any_item, start)
    if name is None:
        return None
    tokens = re.compile(
        rb"<!--|<!\[CDATA\[|<\?|</?(?:" + re.escape(name) + rb"|" + local + rb")(?=[\s/>])",
    )
    spans = _spans(body, tokens, name, start)
    if not spans:
        return None
    head = body[start : spans[0][0]]
    gaps: list[tuple[int, bytes]] = []
    for place, (_, end) in enumerate(spans, 1):
        gap = body[end : spans[place][0] if place < len(spans) else len(body)]
        if gap and not gap.isspace():
            gaps.append((place, gap))
    if any_item.search(head) or any(any_item.search(gap) for _, gap in gaps):
        return None
    if sum(len(gap) for _, gap in gaps) > _MOST_GAP_BYTES:
        gaps = []
    return Split(head, tuple(body[begin:end] for begin, end in spans), tuple(gaps))


def _item_name(body: bytes, any_item: re.Pattern[bytes], start: int) -> bytes | None:
    found = any_item.search(body, start)
    return found[2] if found and not found[1] else None


def _spans(body: bytes, tokens: re.Pattern[bytes], name: bytes, start: int) -> list[tuple[int, int]] | None:
    opening, closing = b"<" + name, b"</" + name
    spans: list[tuple[int, int]] = []
    begin, resume = -1, start
    for token in tokens.finditer(body, start):
        at = token.start()
        if at < resume:
            continue
        text = token[0]
        if text in _MARKUP_ENDS:
            resume = body.find(_MARKUP_ENDS[text], token.end())
            if resume < 0:
                return None
        elif text == opening and begin < 0:
            end = body.find(b">", at)
            if end < 0:
                return None
            if body[end - 1] == 0x2F:
                spans.append((at, end + 1))
            else:
                begin = at
        elif text == closing and begin >= 0:
            end = body.find(b">", at)
            if end < 0 or body[token.end() : end].strip():
                return None
            spans.append((begin, end + 1))
            begin = -1
        else:
            return None
    return spans if begin < 0 else None
