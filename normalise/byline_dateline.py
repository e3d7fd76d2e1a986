"""Arabic and Persian lines, which are datelines: cities, colons and dashes say who is a person."""

from __future__ import annotations

import re

from normalise.byline_chunks import BREAK, Organisations, key_of
from normalise.byline_places import PLACES

_QUOTES = re.compile('[«»{}<>“”„"]')
_COLON = re.compile(r"\s*[:：]\s*")
_TIGHT_DASH = re.compile(r"(?<=[\u0600-\u06ff])[-–](?=[\u0600-\u06ff]{3})")
_MARKS = re.compile(r"([،,;؛|/·•…*#¦–¶§+\\])")
_PLACE_MARKS = re.compile(r"(\s*[،,–¦¶/|]\s*)")


def dateline_pieces(text: str, is_organisation: Organisations) -> list[tuple[str, str, bool]]:
    """`City: Name - City: Name`, `Name - City`, `Name (City)` in any mixture, as (words, mark before, is a place).

    A colon makes what stands before it a place; without one, what is a place is left to the words themselves.
    """
    text = _QUOTES.sub(f" {BREAK} ", text)
    sections = _COLON.split(_TIGHT_DASH.sub(" – ", text).strip(" .–:¦"))
    found: list[tuple[str, str, bool]] = []
    for index, section in enumerate(sections):
        names, places = section, ""
        if index + 1 < len(sections):
            names, places = _cut_places(section, only_places=index == 0, is_organisation=is_organisation)
        found += [(piece, before, False) for piece, before in _pieces(names)]
        found += [(piece, before, True) for piece, before in _pieces(places)]
    return found


def _pieces(text: str) -> list[tuple[str, str]]:
    parts = _MARKS.split(text)
    marks = ["", *(mark for mark in parts[1::2])]
    return [
        (piece, mark) for piece, mark in zip((part.strip(" .'*_-") for part in parts[::2]), marks, strict=True) if piece
    ]


def _cut_places(section: str, *, only_places: bool, is_organisation: Organisations) -> tuple[str, str]:
    """What stands before a colon, as (names of the dateline before, places of the next)."""
    pieces = _PLACE_MARKS.split(section)
    end = len(pieces)
    while end > 0 and (_is_place(pieces[end - 1]) or end == len(pieces)):
        if end == len(pieces) and not _is_place(pieces[end - 1]):
            break
        end -= 2
    end = max(end, 0)
    if end < len(pieces):
        return "".join(pieces[:end]), "".join(pieces[end:])
    if only_places and len(pieces) == 1 and len(section.split()) <= 3:
        joined = " ".join(map(key_of, section.split()))
        return (section, "") if is_organisation(joined) else ("", section)
    words = pieces[-1].split()
    head = "".join(pieces[:-1])
    for size in range(min(3, len(words) - 1), 0, -1):
        if _is_place(" ".join(words[-size:])):
            return f"{head}{' '.join(words[:-size])}", " ".join(words[-size:])
    if head and len(words) <= 2:
        return head, pieces[-1]
    if len(words) > 2:
        return f"{head}{' '.join(words[:-1])}", words[-1]
    return (section, "") if not only_places else ("", section)


def _is_place(text: str) -> bool:
    joined = " ".join(map(key_of, text.strip(" .").split()))
    return joined in PLACES
