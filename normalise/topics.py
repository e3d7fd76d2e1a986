"""Topics: which articles matter, told from their words in any script.

>>> gaza = Topic("gaza", any=("Gaza", "ceasefire", "hostage*", "עזה", "هدنة"))
>>> match_topics([gaza], "Hostages' families wait"), match_topics([gaza], "הלחימה בעזה"), match_topics([gaza], "Gazali")
(('gaza',), ('gaza',), ())
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from normalise.prefixes import expand
from normalise.text import fold


@dataclass(frozen=True, slots=True)
class Topic:
    """A set of words that select articles.

    A text is of the topic when one term of `any` stands in it (or `any` is empty), every term of `all`, and no term of
    `none`. Terms are matched on folded text, at word boundaries; the words of a term may be parted by spaces or
    hyphens; Hebrew and Arabic terms are also found behind their one-letter prefixes; a final `*` leaves the end of the
    word open (`hostage*`). A topic without terms matches nothing.
    """

    id: str
    any: tuple[str, ...] = ()
    all: tuple[str, ...] = ()
    none: tuple[str, ...] = ()


def match_topics(topics: Iterable[Topic], *texts: str | None) -> tuple[str, ...]:
    """The ids of the topics that the texts together are of (a title, a summary, tags), in the order of `topics`.

    None and empty texts count for nothing. No term reaches from one text into the next.
    """
    topics = tuple(topics)
    folded = "\0".join(fold(text) for text in texts if text) if topics else ""
    return tuple(topic.id for topic in topics if folded and _matches(topic, folded))


def _matches(topic: Topic, folded: str) -> bool:
    matcher = _compiled(topic)
    return (
        matcher.known
        and (matcher.any is None or matcher.any.search(folded) is not None)
        and all(term.search(folded) for term in matcher.all)
        and (matcher.none is None or matcher.none.search(folded) is None)
    )


@dataclass(frozen=True, slots=True)
class _Matcher:
    known: bool  # False: no term asks for anything, so nothing is of the topic
    any: re.Pattern[str] | None
    all: tuple[re.Pattern[str], ...]
    none: re.Pattern[str] | None


@lru_cache(maxsize=1024)
def _compiled(topic: Topic) -> _Matcher:
    wanted = _pattern(topic.any)
    required = tuple(pattern for term in topic.all if (pattern := _pattern([term])))
    return _Matcher(wanted is not None or bool(required), wanted, required, _pattern(topic.none))


# Letters and digits make words; an underscore parts them, as in hashtags.
_STARTS = r"(?<![^\W_])"
_ENDS = r"(?![^\W_])"
_GAP = r"[\s\-_]+"
_REST_OF_WORD = r"[^\W_]*"
_SPLIT = re.compile(_GAP)


def _pattern(terms: Iterable[str]) -> re.Pattern[str] | None:
    """One expression that finds any of the terms; None when no term has a letter or digit."""
    forms = {form for term in terms for form in _forms(term)}
    return re.compile(f"{_STARTS}(?:{_Trie(forms).expression()}){_ENDS}") if forms else None


def _forms(term: str) -> Iterable[tuple[str, ...]]:
    """The ways a term may be written, each as a row of expressions for one character, a gap or the rest of a word."""
    words = [word for word in _SPLIT.split(fold(term.removesuffix("*"))) if word]
    if not any(character.isalnum() for word in words for character in word):
        return
    ending = (_REST_OF_WORD,) if term.endswith("*") else ()
    following = tuple(token for word in words[1:] for token in (_GAP, *map(re.escape, word)))
    for first in expand(words[0]):
        yield (*map(re.escape, first), *following, *ending)


class _Trie:
    """Alternatives that share their beginnings, so that a search tries each letter once: 2 µs a title, not 5."""

    def __init__(self, forms: Iterable[tuple[str, ...]]) -> None:
        self.ends = False
        self.branches: dict[str, _Trie] = {}
        for form in sorted(forms):
            node = self
            for token in form:
                node = node.branches.setdefault(token, _Trie(()))
            node.ends = True

    def expression(self) -> str:
        """The regular expression for what lies below; longer alternatives are tried before shorter ones."""
        if not self.branches:
            return ""
        if len(self.branches) == 1 and not self.ends:  # no group: a long term would nest too deeply for `re`
            ((token, node),) = self.branches.items()
            return token + node.expression()
        alternatives = "|".join(token + node.expression() for token, node in self.branches.items())
        return f"(?:{alternatives})" + ("?" if self.ends else "")
