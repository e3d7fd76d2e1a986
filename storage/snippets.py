"""The part of a text that shows best why it was found, with the words found in [brackets]."""

from __future__ import annotations

from collections.abc import Sequence

from normalise.text import clean
from storage.words import Term, index_text, words_in

LONGEST_SNIPPET = 200
_MOST_READ = 60_000  # characters of a text that are looked at
_MOST_HITS = 300


class Snippets:
    """Makes the snippets of one search."""

    def __init__(self, terms: Sequence[Term]) -> None:
        self._words: dict[str, int] = {}  # a word of a term -> the term's number
        self._starts: dict[str, int] = {}  # the same for words whose end is open
        for number, term in enumerate(terms):
            for form in term.forms:
                *front, last = form.split()
                self._words.update(dict.fromkeys(front, number))
                (self._starts if term.prefix else self._words)[last] = number

    def of(self, *texts: str | None) -> str:
        """The best window of the first text that holds any of the words; else the beginning of the first text."""
        present = [text for text in texts if text]
        for text in present if self._words or self._starts else ():
            pieces = text[:_MOST_READ].split()
            hits = self._hits(pieces)
            if hits:
                return _window(pieces, hits)
        return _shortened(clean(present[0][: LONGEST_SNIPPET * 4])) if present else ""

    def _hits(self, pieces: list[str]) -> dict[int, int]:
        """Which pieces of a text hold a word looked for, and of which term."""
        whole = index_text(
            "\n".join(pieces)
        )  # folding keeps line breaks, and folding once is cheaper than piece by piece
        hits: dict[int, int] = {}
        whole += "\n"
        for word in (*self._words, *self._starts):
            at = whole.find(word)
            while at >= 0 and len(hits) < _MOST_HITS:
                end = whole.index("\n", at)
                index = whole.count("\n", 0, at)
                term = self._term(words_in(whole[whole.rfind("\n", 0, at) + 1 : end]))
                if term is not None and index < len(pieces):
                    hits[index] = term
                at = whole.find(word, end)
        return dict(sorted(hits.items()))

    def _term(self, words: list[str]) -> int | None:
        for word in words:
            if word in self._words:
                return self._words[word]
            for start, number in self._starts.items():
                if word.startswith(start):
                    return number
        return None


def _window(pieces: list[str], hits: dict[int, int]) -> str:
    """The window with most different terms, then most hits, then nearest the beginning."""
    room = LONGEST_SNIPPET - 2  # an ellipsis at each end
    costs = [len(piece) + 1 + 2 * (index in hits) for index, piece in enumerate(pieces)]
    places = list(hits)
    start = end = places[0]
    best = (0, 0)
    first, length = 0, 0
    for last, place in enumerate(places):
        length += sum(costs[(places[last - 1] + 1 if last else place) : place + 1])
        while first < last and length > room:
            length -= sum(costs[places[first] : places[first + 1]])
            first += 1
        rank = (len({hits[found] for found in places[first : last + 1]}), last - first + 1)
        if rank > best:
            start, end, best = places[first], place, rank
    start, end = _widened(costs, start, end, room)
    window = " ".join(_marked(piece) if start + n in hits else piece for n, piece in enumerate(pieces[start : end + 1]))
    return _shortened(("…" if start else "") + clean(window) + ("…" if end + 1 < len(pieces) else ""))


def _widened(costs: list[int], start: int, end: int, room: int) -> tuple[int, int]:
    """As many pieces to both sides as there is room for."""
    length = sum(costs[start : end + 1])
    grown = True
    while grown:
        grown = False
        if end + 1 < len(costs) and length + costs[end + 1] <= room:
            end, grown = end + 1, True
            length += costs[end]
        if start and length + costs[start - 1] <= room:
            start, grown = start - 1, True
            length += costs[start]
    return start, end


def _marked(piece: str) -> str:
    """A piece of text with its word in brackets, punctuation at its edges left outside."""
    letters = [index for index, character in enumerate(piece) if character.isalnum()]
    start, end = (letters[0], letters[-1] + 1) if letters else (0, len(piece))
    return f"{piece[:start]}[{piece[start:end]}]{piece[end:]}"


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST_SNIPPET else text[: LONGEST_SNIPPET - 1].rstrip() + "…"
