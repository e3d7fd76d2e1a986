"""Word lists as data: written as text, many a line, read as sets."""

from __future__ import annotations


def word_set(words: str) -> frozenset[str]:
    """The words of `words`, parted by white space, as a set."""
    return frozenset(words.split())


def word_list(words: str) -> list[str]:
    """The words of `words`, parted by white space, in order."""
    return words.split()
