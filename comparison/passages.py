"""How well one article carries a statement: the passage that holds it, its quotations word for word, what differs.

A passage is one to three neighbouring sentences. Its score is the mean of two shares: of the statement's information
(inverse document frequency of its words, numbers aside) that stands in it, and of the statement's neighbouring words
that stand in one sentence of it; words that are only scattered about are no passage. Numbers, names and days are
compared on their own, so that a changed number shows as a difference and not as a worse match.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass

from comparison.differences import Difference, differences
from comparison.evidence import held_by_sentence
from comparison.quantities import Quantity, days, quantities, same_quantity
from comparison.quoting import best_quote
from comparison.statements import Statement
from comparison.texts import sentences_of
from storage.model import Article

_WIDEST = 3  # sentences
_NUMBERS_BONUS = 0.08  # a passage with the statement's numbers is likelier to be meant
_TOGETHER_AT_LEAST = 1 / 3  # of the neighbouring words: with fewer, several sentences have the words by chance
_SCATTERED = 0.4
_AGREED_BONUS = 0.02
_DATED_BONUS = 0.1
_WIDTH_DISCOUNT = 0.95  # for each further sentence: what stands together counts more


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


def best_passage(statement: Statement, article: Article, *, differing_from: float = 0.0) -> Passage:
    """The passage of `article` that is nearest to `statement`, with what differs from it.

    What differs is not looked for where the passage scores less than `differing_from` and no quotation was found.
    """
    summary, body = sentences_of(article.summary or ""), sentences_of(article.body or "")
    sentences = (article.title, *summary, *body)
    places = _Places.of(statement, sentences, 1 + len(summary), named=bool(statement.things))
    first, last = places.best()
    roots, score = places.held_between(first, last)
    if statement.things and not statement.told_by(roots):
        places = _Places.of(statement, sentences, 1 + len(summary), named=False)
        first, last = places.best()
        roots, score = places.held_between(first, last)
    if last > first and places.paired_between(first, last) < _TOGETHER_AT_LEAST:
        score = min(score, _SCATTERED)
    score -= _unsaid(statement, roots)
    if statement.numbers:
        score += _NUMBERS_BONUS * places.agreed(first, last)
    passage = " ".join(sentences[first : last + 1])
    quote, quoted_as = best_quote(statement.quotes, article)
    score = round(min(max(score, 0.0), 1.0), 4)
    compared = score >= differing_from or quote is not None
    return Passage(
        sentence=passage,
        before=sentences[first - 1] if first > places.first_of_body else "",
        after=sentences[last + 1] if last + 1 < len(sentences) and last >= places.first_of_body else "",
        score=score,
        share=round(statement.share(roots), 4),
        quote=quote,
        quoted_as=quoted_as,
        differences=differences(statement, passage, article, quoted_as) if compared else (),
        missing=tuple(word for word, (root, _) in statement.informative.items() if root not in roots),
    )


@dataclass(frozen=True, slots=True)
class _Places:
    """For each sentence of an article: the stems, pairs and numbers of the statement, and whether it tells a day."""

    statement: Statement
    first_of_body: int
    held: Sequence[Set[str]]
    together: Sequence[Set[tuple[str, str]]]
    dated: Sequence[bool]
    numbered: Sequence[Sequence[Quantity]]

    @classmethod
    def of(cls, statement: Statement, sentences: tuple[str, ...], first_of_body: int, *, named: bool) -> _Places:
        """What stands in some sentences, of which the article's text begins with number `first_of_body`.

        `named`: other names for a place or body count as the statement's.
        """
        held = held_by_sentence(statement.wanted, sentences)
        if named:
            held = [roots | statement.named_in(sentence) for roots, sentence in zip(held, sentences, strict=True)]
        return cls(
            statement,
            first_of_body,
            held,
            [{pair for pair in statement.pairs if pair[0] in roots and pair[1] in roots} for roots in held],
            [bool(statement.days) and bool(days(sentence)) for sentence in sentences],
            [quantities(sentence) if statement.numbers else [] for sentence in sentences],
        )

    def best(self) -> tuple[int, int]:
        """The first and last sentence of the passage that is nearest to the statement."""
        best = (0.0, 0, 0)
        told = [bool(roots) or self.dated[at] or bool(self.numbered[at]) for at, roots in enumerate(self.held)]
        for first in range(len(told)):
            if not told[first]:
                continue  # no passage gains by it
            for last in range(first, min(first + _WIDEST, len(told))):
                if first < self.first_of_body <= last and first != last:
                    break  # the title and the first sentence say the same twice
                if not told[last]:
                    continue
                score = self.held_between(first, last)[1]
                if self.statement.numbers:  # between equals, the one with the numbers
                    score += _AGREED_BONUS * self.agreed(first, last)
                if any(self.dated[first : last + 1]):
                    score += _DATED_BONUS  # a title says no day: the sentence that says one can be compared
                if score > best[0] + 1e-9:
                    best = (score, first, last)
        return best[1:]

    def held_between(self, first: int, last: int) -> tuple[Set[str], float]:
        """The stems of some neighbouring sentences, and how well these carry the statement, 0 to 1."""
        if first == last:
            roots, joined = self.held[first], self.together[first]
        else:
            roots = set().union(*self.held[first : last + 1])
            joined = set().union(*self.together[first : last + 1])
        share = self.statement.share(roots) * _WIDTH_DISCOUNT ** (last - first)
        return roots, (share + self._paired(joined)) / 2 if self.statement.paired else share

    def paired_between(self, first: int, last: int) -> float:
        """The share of the statement's neighbouring words that stand together in one of some sentences."""
        return self._paired(set().union(*self.together[first : last + 1])) if self.statement.paired else 1.0

    def _paired(self, joined: Set[tuple[str, str]]) -> float:
        return sum(self.statement.pairs[pair] for pair in joined) / self.statement.paired

    def agreed(self, first: int, last: int) -> float:
        """The share of the statement's numbers that stand in some neighbouring sentences."""
        found = [number for numbers in self.numbered[first : last + 1] for number in numbers]
        wanted = self.statement.numbers
        return sum(any(same_quantity(number, other) for other in found) for number in wanted) / len(wanted)


_BEARABLE = 0.2  # of the information: what a paraphrase leaves out in one place
_UNSAID_WEIGHT = 0.6


def _unsaid(statement: Statement, roots: Set[str]) -> float:
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
