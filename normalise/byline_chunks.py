"""Chunks of a byline, the marks between them, and the folded words that the word lists hold."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from normalise.byline_organisations import ORGANISATIONS
from normalise.text import fold

SOURCE = "§"  # "according to": what follows is whom the outlet cites, usually an agency
BY = "¶"  # "by" and its kin, once recognised
BREAK = "¦"  # a line break, a date, a link: what stands on its two sides does not belong together


@dataclass(frozen=True, slots=True)
class Chunk:
    """Words between two separators. `before`: the separator, one of ``", & ¶ - ( :"`` or "" at the start."""

    words: tuple[str, ...]
    keys: tuple[str, ...]
    before: str
    place: bool = False  # punctuation says it is a dateline's place


@lru_cache(maxsize=16384)  # names and the words of bylines come again and again
def key_of(word: str) -> str:
    """A word as the word lists hold it."""
    return word.lower().rstrip(".") if word.isascii() else fold(word).rstrip(".")


class Organisations:
    """Which words are an organisation's name: the lists', a web domain, or the outlet's own name in any script."""

    __slots__ = ("_firsts", "_outlet")

    def __init__(self, outlet: frozenset[str] = frozenset()) -> None:
        self._outlet = outlet
        self._firsts = frozenset(form[0] for form in outlet)

    def __call__(self, joined: str) -> bool:
        """`joined`: folded words, one space between them."""
        return (
            joined in ORGANISATIONS
            or (joined.startswith("the ") and joined[4:] in ORGANISATIONS)
            or self.is_outlet(joined)
        )

    def is_outlet(self, joined: str) -> bool:
        """Whether the words are the outlet's own name."""
        if joined[:1] not in self._firsts and not joined.startswith("the "):
            return False
        bare = _ENDING_OF_DOMAIN.sub("", joined).removeprefix("the ")
        return _NOT_LETTERS.sub("", bare) in self._outlet


_ENDING_OF_DOMAIN = re.compile(
    r"\.(?:com|net|org|de|fr|co\.uk|uk|co\.il|il|tv|at|ch|it|es|is|no|se|dk|in|info|news|online)$"
)
_NOT_LETTERS = re.compile(r"[\W_]+")


def compact(text: str) -> str:
    """A name with nothing but its letters and digits, folded, without "the" and a domain's ending."""
    folded = _ENDING_OF_DOMAIN.sub("", fold(text).strip())
    return _NOT_LETTERS.sub("", folded.removeprefix("the "))


_ARABIC_LETTER = re.compile("[\u0620-\u064a\u066e-\u06d3]")
_FIRST_LETTER = re.compile(r"[^\W\d_]")


def is_arabic(text: str) -> bool:
    """Whether the first letter is Arabic or Persian: such lines are read as datelines."""
    first = _FIRST_LETTER.search(text)
    return bool(first and _ARABIC_LETTER.match(first.group()))
