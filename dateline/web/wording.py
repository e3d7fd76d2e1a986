"""Two texts as one, word by word: what stayed, what went, what came."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

Kind = Literal["same", "gone", "new"]
_WORD = re.compile(r"\S+")
_MOST_WORDS = 4_000  # of a paragraph: beyond it, the old one goes and the new one comes as a whole


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of a paragraph."""

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of either text or both. `unchanged`: nothing in it differs."""

    pieces: tuple[Piece, ...]

    @property
    def unchanged(self) -> bool:
        """Whether nothing in it differs."""
        return all(piece.kind == "same" for piece in self.pieces)


def words(before: str, after: str) -> Paragraph:
    """One paragraph, its words held together.

    >>> [(piece.kind, piece.text) for piece in words("40 boats came", "60 boats came").pieces]
    [('gone', '40'), ('new', '60'), ('same', 'boats came')]
    """
    ours, theirs = _WORD.findall(before), _WORD.findall(after)
    if max(len(ours), len(theirs)) > _MOST_WORDS:
        return Paragraph(tuple(_piece(kind, told.split()) for kind, told in (("gone", before), ("new", after)) if told))
    pieces: list[Piece] = []
    for kind, a, b, c, d in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        if kind == "equal":
            pieces.append(_piece("same", ours[a:b]))
            continue
        pieces += [_piece("gone", ours[a:b])] if b > a else []
        pieces += [_piece("new", theirs[c:d])] if d > c else []
    return Paragraph(tuple(pieces))


def paragraphs(before: str, after: str) -> tuple[Paragraph, ...]:
    """Every paragraph of both texts in order; the words held together where one took another's place."""
    ours, theirs = _parted(before), _parted(after)
    found: list[Paragraph] = []
    for kind, a, b, c, d in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        if kind == "equal":
            found += [words(each, each) for each in ours[a:b]]
        elif b - a == d - c:
            found += [words(old, new) for old, new in zip(ours[a:b], theirs[c:d], strict=True)]
        else:
            found += [Paragraph((Piece("gone", each),)) for each in ours[a:b]]
            found += [Paragraph((Piece("new", each),)) for each in theirs[c:d]]
    return tuple(found)


def _parted(text: str) -> list[str]:
    return [part.strip() for part in text.split("\n\n") if part.strip()]


def _piece(kind: str, told: list[str]) -> Piece:
    return Piece("gone" if kind == "gone" else "new" if kind == "new" else "same", " ".join(told))
