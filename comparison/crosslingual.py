"""Whether articles in two languages may be about the same: names by their consonants, numbers, and notions of the news.

What this finds is a candidate that a person must read. It is never support.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from comparison.evidence import sentences_of, words_in
from comparison.glossary import notion_stem, notions
from comparison.quantities import quantities, values
from comparison.words import STOPWORDS
from normalise.names import consonant_skeleton, script
from normalise.prefixes import ARABIC_PREFIXES, HEBREW_PREFIXES
from storage.model import Article

_LEAST_SKELETON = 3  # consonants; "rn" would be everybody
_NAME_WEIGHT, _NUMBER_WEIGHT, _NOTION_WEIGHT = 2.0, 1.5, 1.0
_UNKNOWN_SHARE = 0.2
_MOST_SENTENCES = 80
_LEAST_WEIGHT = 6.0  # a statement with less to recognise cannot be recognised well: one name is in many articles


@dataclass(frozen=True, slots=True)
class _Traces:
    """What can be recognised of a stretch of text."""

    names: frozenset[str]
    numbers: frozenset[float]
    notions: frozenset[int]


@dataclass(frozen=True, slots=True)
class Anchors:
    """What can be recognised of an article in another language, as a whole and sentence by sentence."""

    whole: _Traces
    sentences: tuple[tuple[str, _Traces], ...]
    capitals: bool  # whether its names are known by their capitals: else any word may be one

    def nearest(self, wanted: Anchors) -> str | None:
        """The sentence that shares most with `wanted`."""
        scored = [(_shared(wanted.whole, traces), -number) for number, (_, traces) in enumerate(self.sentences)]
        best = max(scored, default=(0.0, 0))
        return self.sentences[-best[1]][0] if best[0] > 0 else None


def anchors_of(article: Article) -> Anchors:
    """The names, numbers and notions of an article."""
    sentences = (article.title, *sentences_of(article.summary or ""), *sentences_of(article.body or ""))[
        :_MOST_SENTENCES
    ]
    traced = tuple((sentence, _traces(sentence)) for sentence in sentences)
    whole = _Traces(
        *(
            frozenset().union(*(getattr(traces, field) for _, traces in traced))
            for field in ("names", "numbers", "notions")
        )
    )
    return Anchors(whole, traced, script(article.title) == "latin")


def _traces(text: str) -> _Traces:
    table = notions()
    found_notions: set[int] = set()
    skeletons: set[str] = set()
    latin = script(text) == "latin"
    capitals = {word.lower() for word in _capitalised(text)} if latin else set()
    for word in words_in(text):
        forms = (word,) if word.isascii() else _bare_forms(word)
        numbers = {table[root] for form in forms if (root := notion_stem(form)) in table}
        found_notions |= numbers
        if not numbers and word not in STOPWORDS and (not latin or word in capitals):
            skeletons.update(skeleton for form in forms if len(skeleton := _skeleton(form)) >= _LEAST_SKELETON)
    return _Traces(
        frozenset(skeletons),
        frozenset(value for value in values(quantities(text)) if value > 1),
        frozenset(found_notions),
    )


def _capitalised(text: str) -> list[str]:
    """Words with a capital (the first word of a sentence too: it may be a name)."""
    return [
        word
        for piece in text.replace("’", "'").replace("-", " ").split()
        if (word := piece.strip(".,:;!?\"'“”()").removesuffix("'s"))[:1].isupper()
    ]


def _bare_forms(word: str) -> tuple[str, ...]:
    prefixes = HEBREW_PREFIXES if "\u0590" <= word[0] <= "\u05ff" else ARABIC_PREFIXES
    return (
        word,
        *dict.fromkeys(
            word[len(prefix) :] for prefix in prefixes if word.startswith(prefix) and len(word) - len(prefix) >= 2
        ),
    )


@lru_cache(maxsize=16384)
def _skeleton(word: str) -> str:
    return consonant_skeleton(word).replace(" ", "")


def likeness(wanted: Anchors, article: Anchors) -> float:
    """How much of what can be recognised of `wanted` stands in the article, 0 to 1; most in one place counts more."""
    total = _weight(wanted.whole)
    if not wanted.capitals:  # without capitals any word may be a name: those that are not found say little
        unknown = sum(
            not any(_same_skeleton(name, other) for other in article.whole.names) for name in wanted.whole.names
        )
        total -= _NAME_WEIGHT * (1 - _UNKNOWN_SHARE) * unknown
    total = max(total, _LEAST_WEIGHT)
    spots = [_shared(wanted.whole, traces) for _, traces in article.sentences]
    pairs = [
        _shared(wanted.whole, _together(left, right))
        for (_, left), (_, right) in zip(article.sentences, article.sentences[1:], strict=False)
    ]
    densest = max([*spots, *pairs], default=0.0)
    return min(1.0, 0.35 * _shared(wanted.whole, article.whole) / total + 0.65 * densest / total)


def _together(left: _Traces, right: _Traces) -> _Traces:
    return _Traces(left.names | right.names, left.numbers | right.numbers, left.notions | right.notions)


def _weight(traces: _Traces) -> float:
    return (
        _NAME_WEIGHT * len(traces.names) + _NUMBER_WEIGHT * len(traces.numbers) + _NOTION_WEIGHT * len(traces.notions)
    )


def _shared(wanted: _Traces, found: _Traces) -> float:
    names = sum(any(_same_skeleton(name, other) for other in found.names) for name in wanted.names)
    return (
        _NAME_WEIGHT * names
        + _NUMBER_WEIGHT * len(wanted.numbers & found.numbers)
        + _NOTION_WEIGHT * len(wanted.notions & found.notions)
    )


def _same_skeleton(left: str, right: str) -> bool:
    """Equal, or alike but for an ending ("Kardovian", "קרדובית")."""
    if left == right:
        return True
    short, long = sorted((left, right), key=len)
    return len(short) >= _LEAST_SKELETON and len(long) - len(short) <= 1 and long.startswith(short)
