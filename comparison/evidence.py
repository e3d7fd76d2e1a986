"""Which articles carry a statement: candidates by bm25, ranked again by where and how densely its words stand.

The rank of an article is the mean of two parts, both from 0 to 1: bm25 over stems (Robertson and Zaragoza 2009, k1 1.2,
b 0.75, words of the title counting four times), and the share of the statement's information (inverse document
frequency) that stands in title and lead, where news says what it is about. Measured in benchmarks/comparison.py.

Where the best article surely is on the statement's event, its title asks once more for the others
(pseudo-relevance feedback, after Rocchio 1971): other newsrooms tell the same event in other words, and a statement cut
short may not name it at all.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from comparison.synonyms import synonyms
from comparison.texts import MARK, body_of, marked_words, sentences_of, word_counts, words_in
from comparison.words import stem, words
from normalise.prefixes import ARABIC_PREFIXES, HEBREW_PREFIXES, expand
from storage.model import Article
from storage.store import Store

Information = Mapping[str, tuple[str, float]]  # word -> its stem and its information

Ranked = tuple[float, Article]

_MOST_WORDS = 12  # of a statement that are looked up: the rarest
_POOL = 16  # candidates that are ranked again
_COMMON = 0.2  # words in more than this share of the articles are looked up only where rarer ones are few
_ENOUGH_RARE = 6
_MOST_PLACES = 15_000  # bm25 costs a microsecond a word and article
_MOST_TELLING = 0.75  # of the information of the words that might be asked for
_LEAD_CHARACTERS = 500  # title and the first paragraphs
_TITLE_WEIGHT = 4.0
_K1, _B = 1.2, 0.75
_SURE = 0.6  # of a rank score: an article from whose title to learn more words
_FEEDBACK_WORDS = 12
_FEEDBACK_POOL = 8
_FEEDBACK_WEIGHT = 0.5
_USUAL_CHARACTERS = 4500  # of an article's body: 700 words


@dataclass(frozen=True)
class Evidence:
    """An article with a score from 0 to 1; `informative` are the words that it was asked for."""

    article: Article
    score: float
    informative: Information = field(repr=False, compare=False)

    @cached_property
    def sentence(self) -> str:
        """The article's sentence nearest to the statement, its title where none shares a word; read when asked for."""
        return best_sentence(self.informative, self.article)


def find_evidence(
    text: str,
    store: Store,
    *,
    outlets: Sequence[str] | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    limit: int = 10,
) -> list[Evidence]:
    """The articles nearest to the statement `text`, best first, each with its best sentence; at most `limit` articles.

    `outlets` are outlet or group ids (None: all); `since` is inclusive, `until` exclusive. No article is too far
    away to be listed: what a score is worth is for `comparison.findings` to say.
    """
    held = store.count_articles()
    informative = information(text, store, held=held)
    if not informative:
        return []
    ranked = _ranked(informative, _asked(informative), store, outlets or (), since, until, limit)
    if limit > 1 and ranked and ranked[0][0] >= _SURE:
        ranked = _with_feedback(informative, ranked, store, held, outlets or (), since, until)[:limit]
    return [Evidence(article, round(score, 4), informative) for score, article in ranked]


def nearest(
    informative: Information,
    store: Store,
    *,
    held: int,
    outlets: Sequence[str] = (),
    since: datetime | None = None,
    until: datetime | None = None,
    limit: int = _POOL,
) -> list[Ranked]:
    """The articles that may carry a statement, nearest first, with their rank scores. `held`: how many the store holds.

    In a large store the statement's common words are not looked up. That costs `find_evidence`, for which this is not
    used, one right answer of 94; what carries a statement holds its rare words.
    """
    asked = _affordable(_asked(informative), informative, held)
    return _ranked(informative, asked, store, outlets, since, until, limit)


def _ranked(
    informative: Information,
    asked: Sequence[str],
    store: Store,
    outlets: Sequence[str],
    since: datetime | None,
    until: datetime | None,
    limit: int,
) -> list[Ranked]:
    found = store.candidates(asked, outlets=outlets, since=since, until=until, limit=max(_POOL, limit))
    return rank(informative, [article for article, _ in found])[:limit]


def _with_feedback(
    informative: Information,
    ranked: Sequence[Ranked],
    store: Store,
    held: int,
    outlets: Sequence[str],
    since: datetime | None,
    until: datetime | None,
) -> list[Ranked]:
    """`ranked`, and what the title of its first article brings up, by how near they are to both."""
    first = ranked[0][1]
    alone = inverse_frequency(1, max(held, 1))  # a word that stands nowhere else brings up nothing
    learned = information(first.title, store, held=held)
    telling = sorted((w for w in learned if learned[w][1] < alone), key=lambda w: -learned[w][1])[:_FEEDBACK_WORDS]
    if not telling:
        return list(ranked)
    about = {word: learned[word] for word in telling}
    more = store.candidates(telling, outlets=outlets, since=since, until=until, limit=_FEEDBACK_POOL)
    own = {article.url: score for score, article in ranked}
    added = [article for article, _ in more if article.url not in own]
    own.update((article.url, score) for score, article in rank(informative, added))
    likeness = rank(about, [*(article for _, article in ranked), *added])
    mixed = [
        (
            own[article.url]
            if article.url == first.url
            else (1 - _FEEDBACK_WEIGHT) * own[article.url] + _FEEDBACK_WEIGHT * min(like, own[first.url]),
            article,
        )
        for like, article in likeness
    ]
    return sorted(mixed, key=lambda pair: (-pair[0], pair[1].url))


def information(text: str, store: Store, *, held: int | None = None) -> dict[str, tuple[str, float]]:
    """The content words of `text`, each with its stem and its information: the inverse document frequency in the store.

    `held`: how many articles the store holds, where that is known already.
    """
    found = list(dict.fromkeys(words(text)))
    if not found:
        return {}
    frequencies = store.document_frequencies(found)
    held = max(store.count_articles() if held is None else held, 1, *frequencies.values())
    return {word: (stem(word), inverse_frequency(frequencies.get(word, 0), held)) for word in found}


def inverse_frequency(documents: int, held: int) -> float:
    """The information of a word that stands in `documents` of `held` articles (bm25's form, never negative)."""
    return math.log(1 + (held - documents + 0.5) / (documents + 0.5))


def _asked(informative: Information) -> list[str]:
    """The words of a statement that are looked up: the rarest, common ones only where rare ones are few."""
    rarest = sorted(informative, key=lambda word: -informative[word][1])[:_MOST_WORDS]
    common = inverse_frequency(int(_COMMON * 1000), 1000)
    rare = [word for word in rarest if informative[word][1] > common]
    return rare if len(rare) >= _ENOUGH_RARE else rarest[: max(_ENOUGH_RARE, len(rare))]


def _affordable(rarest: Sequence[str], informative: Information, held: int) -> list[str]:
    """Of some words, the rarest first, those that together stand in few articles; at least most of their information.

    An article with none of these holds less of the statement than a passage has to.
    """
    whole = sum(informative[word][1] for word in rarest)
    kept: list[str] = []
    places = told = 0.0
    for word in rarest:
        places += held * math.exp(-informative[word][1])  # in so many articles it stands: `inverse_frequency` undone
        if places > _MOST_PLACES and told >= _MOST_TELLING * whole:
            break
        kept.append(word)
        told += informative[word][1]
    return kept


def rank(informative: Information, articles: Sequence[Article]) -> list[Ranked]:
    """`articles` with their rank score from 0 to 1, best first."""
    wanted = Wanted.of(informative)
    scored = [(_rank_score(wanted, article), article) for article in articles]
    return sorted(scored, key=lambda pair: (-pair[0], pair[1].url))


@dataclass(frozen=True, slots=True)
class Wanted:
    """The stems of a statement with their information, and how to tell which of them a word is."""

    weights: Mapping[str, float]
    forms: Mapping[str, str]  # stems of synonyms, Hebrew and Arabic words as they stand behind prefixes -> stem
    beginnings: frozenset[str]  # the first three letters of every word that can count
    whole: float

    @classmethod
    def of(cls, informative: Information, *, loosely: bool = False) -> Wanted:
        """What a statement's words ask for: each stem with the information of its most telling form.

        `loosely`: English words that reports put for one another count as one.
        """
        weights: dict[str, float] = {}
        forms: dict[str, str] = {}
        for word, (root, weight) in informative.items():
            weights[root] = max(weight, weights.get(root, 0.0))
            if not word.isascii():
                forms.update(dict.fromkeys(expand(word), root))
                forms.update(dict.fromkeys(_unprefixed(word), root))
        if loosely:
            for root in weights:
                forms.update((other, root) for other in synonyms().get(root, ()) if other not in weights)
        beginnings = frozenset(word[:3] for word in (*weights, *forms, MARK))
        return cls(weights, forms, beginnings, sum(weights.values()) or 1.0)

    def held_in(self, folded: Iterable[str]) -> list[tuple[str, str]]:
        """Those of some folded words that are forms of a stem, each with its stem."""
        beginnings, weights, forms = self.beginnings, self.weights, self.forms
        near = [word for word in folded if word[:3] in beginnings]  # most words of an article end here: 60 ns each
        found = []
        for word in near:
            root = stem(word) if word.isascii() else word
            if root not in weights:
                root = forms.get(root, root)
            if root in weights or word == MARK:
                found.append((word, root))
        return found


def _unprefixed(word: str) -> list[str]:
    """A Hebrew or Arabic word without what may be a prefix: the article may hold it bare."""
    if "\u0590" <= word[0] <= "\u05ff":
        prefixes: tuple[str, ...] = HEBREW_PREFIXES
    else:
        prefixes = ARABIC_PREFIXES
    bare = [
        word.removeprefix(prefix) for prefix in prefixes if word.startswith(prefix) and len(word) - len(prefix) >= 3
    ]
    return [form for rest in bare for form in (rest, *expand(rest))]


def _rank_score(wanted: Wanted, article: Article) -> float:
    title = {root for _, root in wanted.held_in(words_in(article.title))}
    body = body_of(article)
    lead = {root for _, root in wanted.held_in(words_in(body[:_LEAD_CHARACTERS]))} | title
    counts: dict[str, int] = {}
    occurrences = word_counts(body)
    for word, root in wanted.held_in(occurrences):
        counts[root] = counts.get(root, 0) + occurrences[word]
    length = 1 - _B + _B * len(body) / _USUAL_CHARACTERS
    density = 0.0
    for root in counts.keys() | title:
        frequency = counts.get(root, 0) + _TITLE_WEIGHT * (root in title)
        density += wanted.weights[root] * frequency / (frequency + _K1 * length)
    return (density + sum(wanted.weights[root] for root in lead)) / (2 * wanted.whole)


def best_sentence(informative: Information, article: Article) -> str:
    """The sentence of the article that holds most of the statement's information; its title where none does."""
    wanted = Wanted.of(informative)
    best, most = article.title, 0.0
    parts = sentences_of(body_of(article))
    for part, roots in zip(parts, held_by_sentence(wanted, parts), strict=True):
        # Long sentences hold more words by chance: a mild discount.
        score = sum(wanted.weights[root] for root in roots) / (1 + len(part) / 1500)
        if score > most:
            best, most = part, score
    return best


def held_by_sentence(wanted: Wanted, parts: tuple[str, ...]) -> list[set[str]]:
    """The stems of a statement that stand in each of some sentences."""
    held: list[set[str]] = [set() for _ in parts]
    number = 0
    for word, root in wanted.held_in(marked_words(parts)):
        if word == MARK:
            number += 1
        else:
            held[number].add(root)
    return held
