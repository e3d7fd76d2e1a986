"""An article's text as comparison reads it: folded words, how often they stand in it, its sentences."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache

from comparison.sentences import paragraphs, sentences
from normalise.text import fold
from storage.model import Article

_WORD = re.compile(r"[^\W_]+(?:[.,]\d+)*")


@lru_cache(maxsize=1024)
def words_in(text: str) -> tuple[str, ...]:
    """The words of `text` in order, folded."""
    return tuple(_WORD.findall(searchable(text)))


@lru_cache(maxsize=1024)
def word_counts(text: str) -> Mapping[str, int]:
    """How often each folded word stands in `text`."""
    return Counter(_WORD.findall(searchable(text)))


_TYPOGRAPHY = str.maketrans(
    {"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "\u00a0": " ", "…": ".", "«": '"', "»": '"'}
)


_ACCENTED = re.compile(r"[^\x00-\x7f]+")  # folded alone: accents may stand on their own, words need not be whole


def searchable(text: str) -> str:
    """`text` folded; the most common typography first, because folding ASCII is cheap."""
    if text.isascii():
        return text.lower()
    letters = text[:400]
    if sum(character > "\u024f" for character in letters) * 4 > len(letters):
        return fold(text)
    plain = text.translate(_TYPOGRAPHY)
    if plain.isascii():
        return plain.lower()
    return _ACCENTED.sub(lambda match: fold(match.group()), plain.lower())


def body_of(article: Article) -> str:
    """The article's text, or what the feed said of it."""
    return article.body or article.summary or ""


@lru_cache(maxsize=512)
def sentences_of(text: str) -> tuple[str, ...]:
    """The sentences of an article's text."""
    return tuple(text[a:b] for start, end in paragraphs(text) for a, b in sentences(text, start, end))


def whole_text(article: Article) -> str:
    """Title, summary and body of an article."""
    return "\n".join(part for part in (article.title, article.summary, article.body) if part)


MARK = "\x1f"  # between sentences: they are folded in one go
_WORD_OR_MARK = re.compile(rf"{MARK}|[^\W_]+(?:[.,]\d+)*")


@lru_cache(maxsize=1024)
def marked_words(parts: tuple[str, ...]) -> tuple[str, ...]:
    """The folded words of some sentences, a mark between each two."""
    return tuple(_WORD_OR_MARK.findall(searchable(MARK.join(parts))))
