"""Whether articles in two languages may be about the same: names by their consonants, numbers, and notions of the news.

What this finds is a candidate that a person must read. It is never support.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import chain

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
    cut: frozenset[str]  # the names without their last consonant
    numbers: frozenset[float]
    notions: frozenset[int]


@dataclass(frozen=True)
class Anchors:
    """What can be recognised of an article in another language, as a whole and, where asked for, by sentence."""

    text: str  # a paragraph each: title, summary, body
    capitals: bool  # whether its names are known by their capitals: else any word may be one

    @cached_property
    def whole(self) -> _Traces:
        """All names and notions; numbers are read by sentence only."""
        return _words_traces(self.text)

    @cached_property
    def tokens(self) -> frozenset[str]:
        """The pieces between spaces, each once."""
        return frozenset(self.text.split())

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

    @cached_property
    def _sorted_out(self) -> tuple[set[str], set[str]]:
        """Tokens of articles that were looked at for this statement, and those of them that it asks for."""
        return set(), set()

    def met_in(self, article: Anchors) -> _Traces:
        """What an article holds of what this statement asks for, numbers aside.

        A token is looked at once for all articles; most articles share nothing with a statement.
        """
        if script(article.text) == "latin":
            return article.whole
        known, asked_for = self._sorted_out
        for token in article.tokens - known:
            known.add(token)
            traces = _token_traces(token)
            if traces is not None and (traces.notions & self.asked.notions or _names_met(self.asked, traces)):
                asked_for.add(token)
        return _joined([traces for token in article.tokens & asked_for if (traces := _token_traces(token))])


def anchors_of(article: Article) -> Anchors:
    """The names, numbers and notions of an article."""
    text = "\n\n".join(part for part in (article.title, article.summary, article.body) if part)
    return Anchors(text, script(article.title) == "latin")


def _traces(text: str) -> _Traces:
    return replace(_words_traces(text), numbers=frozenset(value for value in values(quantities(text)) if value > 1))


def _words_traces(text: str) -> _Traces:
    """The names and notions of a text."""
    if script(text) == "latin":
        capitals = {word.lower() for word in _capitalised(text)}
        chosen = [word for word in set(words_in(text)) if word in capitals or _word_traces(word).notions]
        return _joined([_word_traces(word) for word in chosen])
    return _joined([traces for token in set(text.split()) if (traces := _token_traces(token)) is not None])


def _joined(told: Sequence[_Traces]) -> _Traces:
    """The names and notions of several pieces of text together."""
    return _Traces(
        frozenset(chain.from_iterable([one.names for one in told])),
        frozenset(chain.from_iterable([one.cut for one in told])),
        frozenset(),
        frozenset(chain.from_iterable([one.notions for one in told])),
    )


@lru_cache(maxsize=1 << 17)
def _token_traces(token: str) -> _Traces | None:
    """What can be recognised of a piece of text without spaces, None where it is nothing.

    The same tokens stand in article after article: remembered whole, they are not folded and parted each time.
    """
    traces = _joined([_word_traces(word) for word in words_in(token)])
    return traces if traces.names or traces.notions else None


@lru_cache(maxsize=1 << 16)
def _word_traces(word: str) -> _Traces:
    """The notions of a folded word, and its skeletons where it has none and may be a name."""
    table = notions()
    forms = (word,) if word.isascii() else _bare_forms(word)
    found = frozenset(table[root] for form in forms if (root := notion_stem(form)) in table)
    if found or word in STOPWORDS:
        return _Traces(frozenset(), frozenset(), frozenset(), found)
    names = frozenset(skeleton for form in forms if len(skeleton := _skeleton(form)) >= _LEAST_SKELETON)
    return _Traces(names, frozenset(name[:-1] for name in names if len(name) > _LEAST_SKELETON), frozenset(), found)


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
    met = wanted.met_in(article)
    if not wanted.capitals:  # without capitals any word may be a name: those that are not found say little
        total -= _NAME_WEIGHT * (1 - _UNKNOWN_SHARE) * (len(asked.names) - len(_names_met(asked, met)))
    total = max(total, _LEAST_WEIGHT)
    most = _shared(asked, met) + _NUMBER_WEIGHT * len(asked.numbers)
    if most < at_least * total:  # no place holds more than the whole
        return 0.0
    spots = [_shared(asked, traces) for _, traces in article.sentences]
    pairs = [
        _shared(asked, _together(left, right))
        for (_, left), (_, right) in zip(article.sentences, article.sentences[1:], strict=False)
    ]
    densest = max([*spots, *pairs], default=0.0)
    score = min(1.0, 0.35 * _shared(asked, replace(met, numbers=article.numbers)) / total + 0.65 * densest / total)
    return score if score >= at_least else 0.0


def _together(left: _Traces, right: _Traces) -> _Traces:
    return _Traces(
        left.names | right.names, left.cut | right.cut, left.numbers | right.numbers, left.notions | right.notions
    )


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
