"""What is looked for: a statement with what its words are worth, its quotations, numbers, names and days."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property

from comparison.cues import ADVERBS, AUXILIARY, DETERMINERS
from comparison.english_words import FINITE
from comparison.evidence import Information, Wanted
from comparison.naming import Named, also_named
from comparison.quantities import Quantity, days, quantities
from comparison.tables import word_set
from comparison.texts import words_in
from comparison.words import LIGHT_WORDS, stem
from comparison.words import words as words_of


@dataclass(frozen=True)
class Statement:
    """What is looked for: its text, the information of its words (numbers aside), quotations, numbers, names, days."""

    text: str
    informative: Information
    wanted: Wanted
    order: tuple[str, ...]  # stems as they follow each other
    pairs: Mapping[tuple[str, str], float]  # stems that are neighbours, or next but one, with the lesser information
    quotes: tuple[str, ...]
    numbers: tuple[Quantity, ...]
    names: tuple[str, ...]
    name_stems: frozenset[str]
    things: tuple[Named, ...]  # places and bodies that go by other names, too
    days: frozenset[str]
    speaker: str | None = None  # who, besides the outlet, is said to say it

    @classmethod
    def of(
        cls, text: str, informative: Information, quotes: Sequence[str] = (), speaker: str | None = None
    ) -> Statement:
        """A statement with what its words are worth (`comparison.evidence.information`)."""
        numbers = tuple(quantities(text))
        written = {word for quantity in numbers for word in words_in(quantity.raw)}
        said = predicates(text)
        words = {
            word: (root, weight * _PREDICATE_WEIGHT if word in said else weight)
            for word, (root, weight) in informative.items()
            if word not in written and not word[0].isdigit() and word not in LIGHT_WORDS
        }
        order = [words[word][0] for word in words_of(text) if word in words]
        names = names_in(text)
        in_names = frozenset(stem(word) for name in names for word in words_in(name))
        wanted = Wanted.of(words, loosely=True)
        pairs: dict[tuple[str, str], float] = {}
        for step in (1, 2):
            for left, right in zip(order, order[step:], strict=False):
                if left != right:  # a pair that comes twice weighs twice
                    lesser = min(wanted.weights[left], wanted.weights[right])
                    pairs[left, right] = pairs.get((left, right), 0.0) + lesser
        return cls(
            text,
            words,
            wanted,
            tuple(order),
            pairs,
            tuple(quotes),
            numbers,
            names,
            in_names,
            also_named(text),
            frozenset(days(text)),
            speaker,
        )

    def share(self, roots: Set[str]) -> float:
        """The share of the statement's information that these of its stems hold, 0 to 1."""
        return sum(self.wanted.weights[root] for root in roots) / self.wanted.whole

    @cached_property
    def said(self) -> frozenset[str]:
        """The stems of what an English statement says of its subjects."""
        words = [word for word in predicates(self.text) if word in self.informative]
        return frozenset(root for _, root in self.wanted.held_in(words))

    @cached_property
    def _named_stems(self) -> tuple[frozenset[str], ...]:
        """For each of `things` the stems of its names."""
        written = [words_in(" ".join(thing.words)) for thing in self.things]
        return tuple(frozenset(root for _, root in self.wanted.held_in(words)) for words in written)

    def named_in(self, text: str) -> frozenset[str]:
        """Those of the statement's stems for which a text may have another name of the same place or body."""
        named = zip(self.things, self._named_stems, strict=True)
        return frozenset().union(*(stems for thing, stems in named if thing.names_in(text)))

    def told_by(self, roots: Set[str]) -> bool:
        """Whether, names of places and bodies aside, what is said stands there: other names must not make up for it."""
        if self.said:
            return self.said <= roots
        left = self.wanted.weights.keys() - frozenset().union(*self._named_stems)
        return self.share(left & roots) >= _TOLD * self.share(left)

    @cached_property
    def paired(self) -> float:
        """What all pairs of neighbours weigh."""
        return sum(self.pairs.values())


_TOLD = 0.75  # of what is said, where its verb is not known
_PREDICATE_WEIGHT = 2.0  # what is said of a subject counts for more than the subject, which many articles share


def predicates(text: str) -> frozenset[str]:
    """What an English text says of its subjects: the words behind auxiliaries, and other finite verbs that are known.

    >>> sorted(predicates("The master has been dismissed and the ferry left."))
    ['dismissed', 'left']
    """
    folded = words_in(text)
    found: set[str] = set()
    for at, word in enumerate(folded):
        if word in AUXILIARY:
            rest = (other for other in folded[at + 1 : at + 5] if other not in AUXILIARY and other not in ADVERBS)
            found.add(next((other for other in rest if other != "to" and not other.endswith("ly")), ""))
        elif at > 0 and (word in _PAST or (_is_regular_past(word) and folded[at - 1] not in DETERMINERS)):
            found.add(word)
    return frozenset(found)


# Past tenses of irregular verbs that are no other word.
_PAST = FINITE | word_set(
    """
    ate awoke blew bled bred clung crept dealt drove dug fed fled flew flung forbade forgave forgot forgotten fought
    froze hid hung leapt overcame overthrew overtook rang reran rode sang sank shook shot shrank slept slid slung slew
    smote sold sped spoke sprang spun stole stuck stung strode strove struck swam swept swore swung threw tore trod
    undertook upheld woke wept withdrew withheld withstood wore wrote wrung
    """
)
_NO_PAST = word_set(
    "red bed shed seed weed speed need breed creed greed feed exceed proceed succeed indeed hundred naked sacred wicked"
    " kindred reed deed steed embed infrared moped sled watershed bloodshed"
)


def _is_regular_past(word: str) -> bool:
    return word.endswith("ed") and word not in _NO_PAST


_NAME = re.compile(
    r"(?<![.!?:“\"]\s)(?<!^)\b[A-Z][\w’'-]+(?:[ -](?:(?:al|el|bin|ben|van|von|de|of)[ -])?[A-Z][\w’'-]+)*"
)
_NOT_NAMES = word_set(
    """
    monday tuesday wednesday thursday friday saturday sunday january february march april may june july august
    september october november december i mr mrs ms dr general colonel president minister prime also
    """
)


def names_in(text: str) -> tuple[str, ...]:
    """Names in an English text: words with a capital that do not open a sentence.

    >>> names_in("Officials told Jane Roe that Port Elian is closed.")
    ('Jane Roe', 'Port Elian')
    """
    found = (re.sub(r"['’]s$", "", match.group()) for match in _NAME.finditer(text))
    return tuple(dict.fromkeys(name for name in found if name.lower() not in _NOT_NAMES))
