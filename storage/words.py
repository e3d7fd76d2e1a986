"""Text as words for the search index, and what a person typed as groups of words to look for. Knows no database."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from normalise.prefixes import expand
from normalise.text import fold

# צה"ל and ג'ורג' are one word each; quotes inside Hebrew words would part them.
_QUOTE_IN_HEBREW = re.compile("[\"'](?<=[א-ת].)(?=[א-ת])")
_WORD = re.compile(r"[^\W_]+")
_TYPED = re.compile(r'"([^"]*)"(\*?)|([^\s"]+)')
_LONGEST_QUERY = 2000
_MOST_TERMS = 40
# Every letter whose folding matters: when `fold` treats one of them differently, indexes made before must be made
# again.
_PROBE = (
    "".join(map(chr, (*range(0x20, 0x250), *range(0x386, 0x460), *range(0x591, 0x700), *range(0x2010, 0x2040))))
    + 'צה"ל'
)


@dataclass(frozen=True, slots=True)
class Term:
    """One thing a text must hold: any of `forms`, each a word or a phrase (words parted by a space), folded."""

    forms: tuple[str, ...]
    prefix: bool = False


def index_text(text: str | None) -> str:
    """`text` as the index holds it: folded, Hebrew abbreviations in one word.

    >>> index_text('דובר צה״ל'), index_text(None)
    ('דובר צהל', '')
    """
    return join_abbreviations(fold(text)) if text else ""


def join_abbreviations(text: str) -> str:
    """`text` with Hebrew abbreviations in one word, so that their quotation marks do not open a phrase.

    >>> join_abbreviations('צה"ל "נמל חדש"')
    'צהל "נמל חדש"'
    """
    return _QUOTE_IN_HEBREW.sub("", text)


def folding_version() -> str:
    """A hash that changes when `index_text` does: an index made with another one is stale."""
    return hashlib.sha256(index_text(_PROBE).encode("utf-8", "replace")).hexdigest()[:16]


def words_of(text: str) -> list[str]:
    """The words of `text` as they stand in the index."""
    return words_in(index_text(text))


def words_in(indexed: str) -> list[str]:
    """The words of a text that `index_text` made."""
    return _WORD.findall(indexed)


def parse_terms(typed: str) -> tuple[Term, ...]:
    """What somebody typed as terms that must all be found. Any text is safe; punctuation and emoji ask for nothing.

    "Quoted words" are a phrase, a final * leaves the end of the word open, Hebrew and Arabic words are found behind
    their prefixes. At most 40 terms are heeded.

    >>> parse_terms('"phase two" hostage*')
    (Term(forms=('phase two',), prefix=False), Term(forms=('hostage',), prefix=True))
    >>> parse_terms('* ( -- "')
    ()
    """
    terms: list[Term] = []
    for phrase, phrase_star, word in _TYPED.findall(index_text(typed[:_LONGEST_QUERY])):
        found = term_of(phrase or word, prefix=bool(phrase_star) or word.endswith("*"))
        if found and found not in terms:
            terms.append(found)
    return tuple(terms[:_MOST_TERMS])


def term_of(text: str, *, prefix: bool = False) -> Term | None:
    """A word or phrase with the forms it may have; None if it holds no word."""
    words = words_of(text)
    if not words:
        return None
    rest = " ".join(words[1:])
    return Term(tuple(f"{first} {rest}".rstrip() for first in expand(words[0])), prefix)
