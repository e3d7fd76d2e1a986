"""Two states of an article's text held against each other: is anything said differently, or is it only less, or more?

What is compared are words: case, accents, points and punctuation are not, digits and decimal signs are.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Literal, Protocol

from normalise.text import fold

Difference = Literal["same words", "reordered", "part", "growth", "differs"]
Words = tuple[str, ...]

_WORD = re.compile(r"[\d]+(?:[.,:/٫٬]\d+)*|\w+")
_TEASER = 0.5  # of the words: a beginning shorter than this is a teaser or a cut, a longer one lost its end
_MOSTLY = 0.5  # of a live page's paragraphs must still stand: old entries leave it at the end


class Text(Protocol):
    """What is compared: an Article, a Revision."""

    @property
    def title(self) -> str:
        """The headline."""

    @property
    def summary(self) -> str | None:
        """The standfirst."""

    @property
    def body(self) -> str | None:
        """Paragraphs parted by an empty line."""


def words_of(text: str | None) -> Words:
    """The words of a text as they are compared.

    >>> words_of("It cost 1,500 crowns – “no more”.")
    ('it', 'cost', '1,500', 'crowns', 'no', 'more')
    """
    return tuple(_WORD.findall(fold(text))) if text else ()


def difference(
    before: tuple[str, str | None, str | None], after: tuple[str, str | None, str | None], *, live: bool = False
) -> Difference:
    """How the (title, summary, body) received later differs from the one before; a part that is missing is no part.

    - same words: nothing is said differently;
    - reordered: the same paragraphs in another order;
    - part: the beginning of what we had, less than half of it: a teaser, or an answer that was cut;
    - growth: every paragraph still stands, and there are more. On a page that says it is live (`live`), headline and
      summary may differ too, and old entries be gone from it;
    - differs: anything else.
    """
    (title, summary, body), (new_title, new_summary, new_body) = before, after
    around = words_of(title) == words_of(new_title) and (
        not summary or not new_summary or words_of(summary) == words_of(new_summary)
    )
    if not body or not new_body or words_of(body) == words_of(new_body):
        return "same words" if around else "differs"
    told = _bodies(_paragraphs(body), _paragraphs(new_body), live=live)
    if told == "part" or around or (live and told == "growth"):
        return told
    return "differs"


def _bodies(old: Sequence[Words], new: Sequence[Words], *, live: bool) -> Difference:
    had, have = Counter(old), Counter(new)
    if had == have:
        return "reordered"
    if had <= have:
        return "growth"
    if live and (had & have).total() >= _MOSTLY * len(old) and have.total() >= had.total():
        return "growth"
    if _begins(old, new) and sum(map(len, new)) < _TEASER * sum(map(len, old)):
        return "part"
    return "differs"


def _begins(old: Sequence[Words], new: Sequence[Words]) -> bool:
    """Whether `new` is how `old` begins; its last paragraph may be cut inside."""
    *whole, last = new
    return list(whole) == list(old[: len(whole)]) and len(old) > len(whole) and old[len(whole)][: len(last)] == last


def _paragraphs(body: str) -> list[Words]:
    return [words for paragraph in body.split("\n") if (words := words_of(paragraph))]
