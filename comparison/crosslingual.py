"""Whether articles in two languages may be about the same: names by their consonants, numbers, and notions of the news.

What this finds is a candidate that a person must read. It is never support.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from comparison.glossary import notion_stem, notions
from comparison.quantities import quantities, values
from comparison.texts import sentences_of, words_in
from comparison.words import STOPWORDS
from normalise.names import consonant_skeleton, script
from normalise.prefixes import ARABIC_PREFIXES, HEBREW_PREFIXES
from storage.model import Article

_LEAST_SKELETON = 3  # consonants; "rn" would be everybody
_NAME_WEIGHT, _NUMBER_WEIGHT, _NOTION_WEIGHT = 2.0, 1.5, 1.0
_UNKNOWN_SHARE = 0.2
_MOST_SENTENCES = 80
_LEAST_WEIGHT = 6.0  # a statement with less to recognise cannot be recognised well: one name is in many articles


@dataclass(frozen=True)
class _Traces:
    """What can be recognised of a stretch of text."""

    names: frozenset[str]
    numbers: frozenset[float]
    notions: frozenset[int]

    @cached_property
    def cut(self) -> frozenset[str]:
        """The names without their last consonant."""
        return frozenset(name[:-1] for name in self.names if len(name) > _LEAST_SKELETON)


@dataclass(frozen=True)
class Anchors:
    """What can be recognised of an article in another language, as a whole and, where asked for, by sentence."""

    text: str  # a paragraph each: title, summary, body
    whole: _Traces  # numbers are read by sentence only
    capitals: bool  # whether its names are known by their capitals: else any word may be one

    @cached_property
    def sentences(self) -> tuple[tuple[str, _Traces], ...]:
        """The sentences with what can be recognised of each; most articles are told apart as a whole before."""
        return tuple((sentence, _traces(sentence)) for sentence in sentences_of(self.text)[:_MOST_SENTENCES])

    @cached_property
    def numbers(self) -> frozenset[float]:
        """The numbers of all sentences."""
        return frozenset().union(*(traces.numbers for _, traces in self.sentences))

    def nearest(self, wanted: Anchors) -> str | None:
        """The sentence that shares most with `wanted`."""
        asked = wanted.asked
        scored = [(_shared(asked, traces), -number) for number, (_, traces) in enumerate(self.sentences)]
        best = max(scored, default=(0.0, 0))
        return self.sentences[-best[1]][0] if best[0] > 0 else None

    @cached_property
    def asked(self) -> _Traces:
        """All that can be recognised, as a statement asks for it: numbers too."""
        return replace(self.whole, numbers=self.numbers)


def anchors_of(article: Article) -> Anchors:
    """The names, numbers and notions of an article."""
    text = "\n\n".join(part for part in (article.title, article.summary, article.body) if part)
    return Anchors(text, _words_traces(text), script(article.title) == "latin")


def _traces(text: str) -> _Traces:
    return replace(_words_traces(text), numbers=frozenset(value for value in values(quantities(text)) if value > 1))


def _words_traces(text: str) -> _Traces:
    """The names and notions of a text."""
    found_notions: set[int] = set()
    skeletons: set[str] = set()
    latin = script(text) == "latin"
    capitals = {word.lower() for word in _capitalised(text)} if latin else set()
    for word in set(words_in(text)):
        numbers, names = _word_traces(word, latin)
        if numbers:
            found_notions.update(numbers)
        elif not latin or word in capitals:
            skeletons.update(names)
    return _Traces(frozenset(skeletons), frozenset(), frozenset(found_notions))


@lru_cache(maxsize=65536)
def _word_traces(word: str, latin: bool) -> tuple[tuple[int, ...], tuple[str, ...]]:
    """The notions of a folded word, and its skeletons where it has none and may be a name."""
    table = notions()
    forms = (word,) if word.isascii() else _bare_forms(word)
    numbers = tuple({table[root] for form in forms if (root := notion_stem(form)) in table})
    if numbers or word in STOPWORDS:
        return numbers, ()
    return (), tuple(skeleton for form in forms if len(skeleton := _skeleton(form)) >= _LEAST_SKELETON)


def _capitalised(text: str) -> list[str]:
    """Words with a capital (the first word of a sentence too: it may be a name)."""
    return [
        word
        for piece in text.replace("’", "'").replace("-", " ").split()
        if (word := piece.strip(".,:;!?\"'“”()").removesuffix("'s"))[:1].isupper()
    ]


_PREFIXES = frozenset((*HEBREW_PREFIXES, *ARABIC_PREFIXES))
_LONGEST_PREFIX = max(map(len, _PREFIXES))


def _bare_forms(word: str) -> tuple[str, ...]:
    longest = min(_LONGEST_PREFIX, len(word) - 2)
    return (word, *(word[length:] for length in range(1, longest + 1) if word[:length] in _PREFIXES))


@lru_cache(maxsize=16384)
def _skeleton(word: str) -> str:
    return consonant_skeleton(word).replace(" ", "")


def likeness(wanted: Anchors, article: Anchors, *, at_least: float = 0.0) -> float:
    """How much of what can be recognised of `wanted` stands in the article, 0 to 1; most in one place counts more.

    0 where it would be less than `at_least`: such articles are not read sentence by sentence.
    """
    asked = wanted.asked
    total = _weight(asked)
    if not wanted.capitals:  # without capitals any word may be a name: those that are not found say little
        total -= _NAME_WEIGHT * (1 - _UNKNOWN_SHARE) * (len(asked.names) - len(_names_met(asked, article.whole)))
    total = max(total, _LEAST_WEIGHT)
    most = _shared(asked, article.whole) + _NUMBER_WEIGHT * len(asked.numbers)
    if most < at_least * total:  # no place holds more than the whole
        return 0.0
    spots = [_shared(asked, traces) for _, traces in article.sentences]
    pairs = [
        _shared(asked, _together(left, right))
        for (_, left), (_, right) in zip(article.sentences, article.sentences[1:], strict=False)
    ]
    densest = max([*spots, *pairs], default=0.0)
    score = min(1.0, 0.35 * _shared(asked, article.asked) / total + 0.65 * densest / total)
    return score if score >= at_least else 0.0


def _together(left: _Traces, right: _Traces) -> _Traces:
    return _Traces(left.names | right.names, left.numbers | right.numbers, left.notions | right.notions)


def _weight(traces: _Traces) -> float:
    return (
        _NAME_WEIGHT * len(traces.names) + _NUMBER_WEIGHT * len(traces.numbers) + _NOTION_WEIGHT * len(traces.notions)
    )


def _shared(wanted: _Traces, found: _Traces) -> float:
    return (
        _NAME_WEIGHT * len(_names_met(wanted, found))
        + _NUMBER_WEIGHT * len(wanted.numbers & found.numbers)
        + _NOTION_WEIGHT * len(wanted.notions & found.notions)
    )


def _names_met(wanted: _Traces, found: _Traces) -> list[str]:
    """The skeletons of `wanted` that stand in `found`, equal or alike but for an ending ("Kardovian", "קרדובית")."""
    names, cut = found.names, found.cut
    return [
        name
        for name in wanted.names
        if name in names or name in cut or (len(name) > _LEAST_SKELETON and name[:-1] in names)
    ]
