"""The part of a text that shows best why it was found, with the words found in [brackets]."""

from __future__ import annotations

import re
from collections.abc import Sequence

from normalise.text import clean
from storage.words import Term, words_of

LONGEST_SNIPPET = 200
_CHUNK = re.compile(r"\S+")
_EDGES = re.compile(r"^\W*|\W*$")
_MOST_READ = 60_000  # characters of a text that are looked at


class Snippets:
    """Makes the snippets of one search; remembers what it folded, since texts found together share words."""

    def __init__(self, terms: Sequence[Term]) -> None:
        self._whole: dict[str, int] = {}
        self._starts: list[tuple[str, int]] = []
        for number, term in enumerate(terms):
            for form in term.forms:
                *front, last = form.split()
                self._whole.update(dict.fromkeys(front, number))
                if term.prefix:
                    self._starts.append((last, number))
                else:
                    self._whole[last] = number
        self._folded: dict[str, int | None] = {}

    def of(self, *texts: str | None) -> str:
        """The best window of the first text that holds any of the words; else the beginning of the first text."""
        present = [text for text in texts if text]
        for text in present:
            text = text[:_MOST_READ]
            chunks = [(match.start(), match.end()) for match in _CHUNK.finditer(text)]
            hits = [
                (index, term)
                for index, span in enumerate(chunks)
                if (term := self._term(text[slice(*span)])) is not None
            ]
            if hits:
                return _window(text, chunks, hits)
        return _shortened(clean(present[0][: LONGEST_SNIPPET * 4])) if present else ""

    def _term(self, chunk: str) -> int | None:
        """Which term a piece of text answers, None: no one."""
        if chunk not in self._folded:
            self._folded[chunk] = self._look_up(chunk)
        return self._folded[chunk]

    def _look_up(self, chunk: str) -> int | None:
        for word in words_of(chunk):
            if word in self._whole:
                return self._whole[word]
            for start, number in self._starts:
                if word.startswith(start):
                    return number
        return None


def _window(text: str, chunks: list[tuple[int, int]], hits: list[tuple[int, int]]) -> str:
    """The window with most different terms, then most hits, then nearest the beginning."""
    room = LONGEST_SNIPPET - 2  # an ellipsis at each end
    best, best_rank = (hits[0][0], hits[0][0]), (0, 0)
    first = 0
    for last in range(len(hits)):
        while first < last and chunks[hits[last][0]][1] - chunks[hits[first][0]][0] + 2 * (last - first + 1) > room:
            first += 1
        rank = (len({term for _, term in hits[first : last + 1]}), last - first + 1)
        if rank > best_rank:
            best, best_rank = (hits[first][0], hits[last][0]), rank
    marked = {index for index, _ in hits}
    start, end = best
    length = sum(_cost(text, chunks[index], index in marked) for index in range(start, end + 1))
    while True:  # widen to both sides while there is room, a little more to the right
        grown = False
        for index in (start - 1, end + 1, end + 2):
            if index in (start - 1, end + 1) and 0 <= index < len(chunks):
                cost = _cost(text, chunks[index], index in marked)
                if length + cost <= room:
                    length += cost
                    start, end = min(start, index), max(end, index)
                    grown = True
        if not grown:
            break
    pieces = [
        _marked(text[slice(*chunks[index])]) if index in marked else text[slice(*chunks[index])]
        for index in range(start, end + 1)
    ]
    window = clean(" ".join(pieces))
    return _shortened(("…" if start else "") + window + ("…" if end + 1 < len(chunks) else ""))


def _cost(text: str, span: tuple[int, int], marked: bool) -> int:
    return span[1] - span[0] + 1 + 2 * marked


def _marked(chunk: str) -> str:
    """A piece of text with its word in brackets, punctuation at its edges left outside."""
    lead, tail = (match.group() for match in list(_EDGES.finditer(chunk))[:2])
    word = chunk[len(lead) : len(chunk) - len(tail)] if tail else chunk[len(lead) :]
    return f"{lead}[{word}]{tail}" if word else f"[{chunk}]"


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST_SNIPPET else text[: LONGEST_SNIPPET - 1].rstrip() + "…"
