"""How well one article carries a statement: the passage that holds it, its quotations word for word, what differs.

A passage is one to three neighbouring sentences. Its score is the mean of two shares: of the statement's information
(inverse document frequency of its words, numbers aside) that stands in it, and of the statement's neighbouring words
that stand in one sentence of it; words that are only scattered about are no passage. Numbers, names and days are
compared on their own, so that a changed number shows as a difference and not as a worse match.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from comparison.cues import ADVERBS, AUXILIARY, DETERMINERS
from comparison.english_words import FINITE
from comparison.evidence import Information, Wanted, body_of, searchable, sentences_of, words_in
from comparison.quantities import Quantity, agreement, days, fraction_agrees, quantities, same_quantity
from comparison.shades import shades
from comparison.tables import word_set
from comparison.words import LIGHT_WORDS, stem
from comparison.words import words as words_of
from normalise.names import consonant_skeleton, script
from storage.model import Article

_WIDEST = 3  # sentences
_NUMBERS_BONUS = 0.08  # a passage with the statement's numbers is likelier to be meant
_DATED_BONUS = 0.1
_WIDTH_DISCOUNT = 0.95  # for each further sentence: what stands together counts more
QUOTE_EXACT = 0.97
QUOTE_NEAR = 0.82  # measured in benchmarks/comparison.py: nearest wrong quotation 0.71, furthest right one 0.86


@dataclass(frozen=True, slots=True)
class Difference:
    """What report and article say differently: `kind` is "number", "rounded", "name", "date", "part" or "quotation".

    "part": who did it to whom, what came first, whether it is denied, done or planned, proved or suspected. "rounded":
    a number that one of them gives roughly and that fits; it is shown, and does not make a finding "differs".
    """

    kind: str
    report: tuple[str, ...]
    article: tuple[str, ...]

    @property
    def matters(self) -> bool:
        """Whether it makes another statement of it: a rounded number does not, the wording of a quotation is shown."""
        return self.kind not in {"rounded", "quotation"}


@dataclass(frozen=True, slots=True)
class Passage:
    """The sentences of an article that are nearest to a statement, with the sentences around them.

    `score`: how well it carries the statement, 0 to 1; `share`: the share of its information alone. `quote`: likeness
    of the quotation found, 0 to 1, None where the claim quotes nothing (or nothing like it is here). `missing`:
    informative words of the statement that do not stand here.
    """

    sentence: str
    before: str
    after: str
    score: float
    share: float = 0.0
    quote: float | None = None
    quoted_as: str | None = None
    differences: tuple[Difference, ...] = ()
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Statement:
    """What is looked for: its text, the information of its words (numbers aside), quotations, numbers, names, days."""

    text: str
    informative: Information
    wanted: Wanted
    order: tuple[str, ...]  # stems as they follow each other
    pairs: tuple[tuple[str, str], ...]  # stems that are neighbours, or next but one
    quotes: tuple[str, ...]
    numbers: tuple[Quantity, ...]
    names: tuple[str, ...]
    name_stems: frozenset[str]
    days: frozenset[str]

    @classmethod
    def of(cls, text: str, informative: Information, quotes: Sequence[str] = ()) -> Statement:
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
        pairs = [pair for step in (1, 2) for pair in zip(order, order[step:], strict=False) if pair[0] != pair[1]]
        return cls(
            text,
            words,
            Wanted.of(words, loosely=True),
            tuple(order),
            tuple(pairs),
            tuple(quotes),
            numbers,
            names,
            in_names,
            frozenset(days(text)),
        )


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
        elif at > 0 and (word in FINITE or (word.endswith("ed") and folded[at - 1] not in DETERMINERS)):
            found.add(word)
    return frozenset(found)


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


def best_passage(statement: Statement, article: Article) -> Passage:
    """The passage of `article` that is nearest to `statement`, with what differs from it."""
    sentences = (article.title, *sentences_of(article.summary or ""), *sentences_of(article.body or ""))
    first_of_body = 1 + len(sentences_of(article.summary or ""))
    held = [{root for _, root in statement.wanted.held_in(words_in(sentence))} for sentence in sentences]
    dated = [bool(statement.days) and bool(days(sentence)) for sentence in sentences]
    numbered = [quantities(sentence) if statement.numbers else [] for sentence in sentences]
    together = [_together(statement, roots) for roots in held]
    best = (-1.0, 0, 0)
    for first in range(len(sentences)):
        roots: set[str] = set()
        joined: set[tuple[str, str]] = set()
        for last in range(first, min(first + _WIDEST, len(sentences))):
            if first < first_of_body <= last and first != last:
                break  # the title and the first sentence say the same twice
            roots |= held[last]
            joined |= together[last]
            score = _score(statement, roots, joined, last - first)
            agreed = _agreed(statement.numbers, [q for k in range(first, last + 1) for q in numbered[k]])
            score = (
                score if not statement.numbers else score + 0.02 * agreed
            )  # between equals, the one with the numbers
            if any(dated[first : last + 1]):
                score += _DATED_BONUS  # a title says no day: the sentence that says one can be compared
            if score > best[0] + 1e-9:
                best = (score, first, last)
    _, first, last = best
    roots = set().union(*held[first : last + 1])
    joined = set().union(*together[first : last + 1])
    passage = " ".join(sentences[first : last + 1])
    score = _score(statement, roots, joined, last - first) - _unsaid(statement, roots)
    if statement.numbers:
        score += _NUMBERS_BONUS * _agreed(statement.numbers, [q for k in range(first, last + 1) for q in numbered[k]])
    quote, quoted_as = _best_quote(statement.quotes, article)
    return Passage(
        sentence=passage,
        before=sentences[first - 1] if first > first_of_body else "",
        after=sentences[last + 1] if last + 1 < len(sentences) and last >= first_of_body else "",
        score=round(min(max(score, 0.0), 1.0), 4),
        share=round(_share(statement, roots), 4),
        quote=quote,
        quoted_as=quoted_as,
        differences=_differences(statement, passage, article, quoted_as),
        missing=tuple(word for word, (root, _) in statement.informative.items() if root not in roots),
    )


def _share(statement: Statement, roots: set[str]) -> float:
    return sum(statement.wanted.weights[root] for root in roots) / statement.wanted.whole


def _together(statement: Statement, roots: set[str]) -> set[tuple[str, str]]:
    """The neighbouring words of the statement that a sentence has both of."""
    return {pair for pair in statement.pairs if pair[0] in roots and pair[1] in roots}


def _score(statement: Statement, roots: set[str], joined: set[tuple[str, str]], further: int) -> float:
    """How well `further` + 1 sentences with these stems carry the statement, 0 to 1."""
    share = _share(statement, roots) * _WIDTH_DISCOUNT**further
    weights = statement.wanted.weights
    whole = sum(min(weights[left], weights[right]) for left, right in statement.pairs)
    if not whole:
        return share
    found = sum(min(weights[left], weights[right]) for left, right in statement.pairs if (left, right) in joined)
    return (share + found / whole) / 2


_BEARABLE = 0.2  # of the information: what a paraphrase leaves out in one place
_UNSAID_WEIGHT = 0.6


def _unsaid(statement: Statement, roots: set[str]) -> float:
    """What is taken off for the longest stretch of the statement of which nothing stands in the passage.

    A paraphrase misses words here and there. Where the subject is there and the rest is not, it is another statement.
    """
    longest = run = 0.0
    for root in statement.order:
        if root in roots:
            run = 0.0
        elif root not in statement.name_stems:  # a name that differs shows as a difference
            run += statement.wanted.weights[root]
        longest = max(longest, run)
    return _UNSAID_WEIGHT * max(0.0, longest / statement.wanted.whole - _BEARABLE)


def _agreed(wanted: Sequence[Quantity], found: Sequence[Quantity]) -> float:
    """The share of the statement's numbers that stand in the passage."""
    if not wanted:
        return 1.0
    return sum(any(same_quantity(number, other) for other in found) for number in wanted) / len(wanted)


# --- quotations ---------------------------------------------------------------------------------------------------

_SHORTEST_QUOTE = 4  # words


def _best_quote(quotes: Sequence[str], article: Article) -> tuple[float | None, str | None]:
    """The likeness of the worst matched quotation of the claim in the article, and how the article words it."""
    text = f"{article.title}\n{article.summary or ''}\n{body_of(article)}"
    found: list[tuple[float, str]] = []
    for quote in quotes:
        if len(quote.split()) < _SHORTEST_QUOTE:
            continue
        needle, hay = _plain_words(quote), _plain_words(text)
        if f" {needle} " in f" {hay} ":
            found.append((1.0, quote))
            continue
        alignment = fuzz.partial_ratio_alignment(needle, hay, score_cutoff=60)
        if alignment is None or len(needle) > len(hay):
            return None, None
        found.append((alignment.score / 100, hay[alignment.dest_start : alignment.dest_end].strip()))
    if not found:
        return None, None
    worst = min(found)
    return round(worst[0], 3), worst[1]


def _plain_words(text: str) -> str:
    return " ".join(words_in(text))


# --- differences --------------------------------------------------------------------------------------------------


def _differences(statement: Statement, passage: str, article: Article, quoted_as: str | None) -> tuple[Difference, ...]:
    found = [
        *_number_differences(statement.numbers, passage, article),
        *_name_differences(statement, passage, article),
    ]
    found.extend(_rounded(statement.numbers, passage))
    if (contrary := _negation(statement, passage)) is not None:
        found.append(contrary)
    elif script(statement.text) == "latin":
        found.extend(_shades(statement, passage))
    said, told = statement.days, days(passage)
    if said and told and not said & told:
        found.append(Difference("date", tuple(sorted(said)), tuple(sorted(told))))
    return tuple(found)


_NEGATIONS = word_set(
    """
    not never nobody cannot neither nor none no without denied denies deny
    לא אינו אינה אינם אין אינן
    لا لم لن ليس ليست ما دون غير
    """
)
_SAME_SENTENCE = 0.8


def _negation(statement: Statement, passage: str) -> Difference | None:
    """A negation in one of two sentences that are otherwise nearly the same."""
    for sentence in sentences_of(passage):
        roots = {root for _, root in statement.wanted.held_in(words_in(sentence))}
        if _share(statement, roots) < _SAME_SENTENCE:
            continue
        said, told = (_negated(text) for text in (statement.text, sentence))
        if bool(said) != bool(told):
            return Difference("part", tuple(said), tuple(told))
        return None
    return None


_NEARLY = 0.55  # of the statement's information in one sentence: from here on its shades are compared


def _shades(statement: Statement, passage: str) -> list[Difference]:
    """Who, when, how surely: in the passage's sentence that holds most of the statement."""
    wanted = statement.wanted
    held = [
        (_share(statement, {root for _, root in wanted.held_in(words_in(sentence))}), sentence)
        for sentence in sentences_of(passage)
    ]
    share, nearest = max(held, default=(0.0, ""))
    if share < _NEARLY:
        return []

    def roots(words: Sequence[str]) -> list[str | None]:
        known = dict(wanted.held_in(words))
        return [known.get(word) for word in words]

    said = {
        root for word in predicates(statement.text) if word in statement.informative for root in roots([word]) if root
    }
    told = shades(searchable(statement.text), searchable(nearest), said, roots)
    return [Difference("part", report, article) for report, article in told]


def _negated(text: str) -> list[str]:
    found = [word for word in words_in(text) if word in _NEGATIONS]
    return found + (["n't"] if "n't" in searchable(text) else [])


def _number_differences(wanted: Sequence[Quantity], passage: str, article: Article) -> list[Difference]:
    """Numbers of the statement in whose place the passage has others: those that count the same thing."""
    here = quantities(passage)
    missing = [
        number
        for number in wanted
        if not any(same_quantity(number, other) for other in here) and not fraction_agrees(number, passage)
    ]
    if not missing:
        return []
    free = [other for other in here if not any(same_quantity(number, other) for number in wanted)]
    report, told = [], []
    for number in missing:
        counterpart = max(
            free, key=lambda other: (_alike(number, other), -abs(_rank(number) - _rank(other))), default=None
        )
        if counterpart is not None and _alike(number, counterpart) > 0:
            report.append(number.raw)
            told.append(counterpart.raw)
            free.remove(counterpart)
    return [Difference("number", tuple(report), tuple(told))] if report else []


def _rounded(wanted: Sequence[Quantity], passage: str) -> list[Difference]:
    """Numbers that one of the two gives roughly, and that fit each other."""
    here = quantities(passage)
    report, told = [], []
    for number in wanted:
        agreed = {agreement(number, other): other for other in here}
        if "same" not in agreed and "rounded" in agreed:
            report.append(number.raw)
            told.append(agreed["rounded"].raw)
    return [Difference("rounded", tuple(report), tuple(told))] if report else []


def _alike(left: Quantity, right: Quantity) -> int:
    return len(left.about & right.about)


def _rank(number: Quantity) -> float:
    return float(len(f"{number.value:.0f}"))


def _name_differences(statement: Statement, passage: str, article: Article) -> list[Difference]:
    """Names of the statement that stand nowhere in the article, and the passage's names that the statement lacks."""
    whole = f" {searchable(article.title)} {searchable(article.summary or '')} {searchable(body_of(article))} "
    skeletons = None
    missing = []
    for name in statement.names:
        words = [word for word in words_in(name) if len(word) > 2]
        if not words or any(f"{word}" in whole for word in words):
            continue
        if skeletons is None:
            skeletons = {consonant_skeleton(word) for name in names_in(whole_text(article)) for word in name.split()}
        if any(len(consonant_skeleton(word)) >= 3 and consonant_skeleton(word) in skeletons for word in words):
            continue
        missing.append(name)
    if not missing:
        return []
    said = searchable(statement.text)
    others = [name for name in names_in(passage) if not any(word in said for word in words_in(name) if len(word) > 2)]
    return [Difference("name", tuple(missing), tuple(others))] if others else []


def whole_text(article: Article) -> str:
    """Title, summary and body of an article."""
    return "\n".join(part for part in (article.title, article.summary, article.body) if part)
