"""What a statement and a passage say differently: numbers, names, days, negation, roles, order, certainty."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass

from comparison.actors import other_actor
from comparison.opposites import opposite
from comparison.quantities import MONTHS, Quantity, agreement, days, fraction_agrees, quantities, same_quantity
from comparison.shades import refused, shades
from comparison.speakers import other_speaker
from comparison.statements import Statement, names_in, predicates
from comparison.tables import word_set
from comparison.texts import body_of, searchable, sentences_of, whole_text, words_in
from comparison.words import stem
from normalise.names import consonant_skeleton, script
from normalise.text import fold
from storage.model import Article


@dataclass(frozen=True, slots=True)
class Difference:
    """What report and article say differently: `kind` is "number", "rounded", "name", "date", "part", "speaker",
    "byline" or "quotation".

    "part": who did it to whom, what came first, whether it is denied, done or planned, proved or suspected. "speaker":
    whose words they are. "rounded":
    a number that one of them gives roughly and that fits; it is shown, and does not make a finding "differs".
    """

    kind: str
    report: tuple[str, ...]
    article: tuple[str, ...]

    @property
    def matters(self) -> bool:
        """Whether it makes another statement of it: a rounded number, a quotation's wording, a byline do not."""
        return self.kind not in {"rounded", "quotation", "byline"}


def differences(
    statement: Statement, passage: str, article: Article, quoted_as: str | None = None
) -> tuple[Difference, ...]:
    """What differs between a statement and the passage that is nearest to it, wordings of quotations aside.

    `quoted_as`: the claim's quotation as the article words it, where it stands there.
    """
    found = [
        *_number_differences(statement, passage, article),
        *_name_differences(statement, passage, article),
    ]
    found.extend(_rounded(statement.numbers, passage))
    if (contrary := _negation(statement, passage)) is not None:
        found.append(contrary)
    elif script(statement.text) == "latin":
        found.extend(_shades(statement, passage, article))
    said, told = statement.days, days(passage)
    if said and told and not said & told:
        found.append(Difference("date", tuple(sorted(said)), tuple(sorted(told))))
    said_there = quoted_as or _nearest_sentence(statement, passage)[1]
    if statement.speaker and (theirs := other_speaker(statement.speaker, said_there, article)):
        found.append(Difference("speaker", (statement.speaker,), (theirs,)))
    return tuple(found)


_NEGATIONS = word_set(
    """
    not never nobody cannot neither nor none no without denied denies deny
    לא אינו אינה אינם אין אינן
    لا لم لن ليس ليست دون غير
    """
)
_SAME_SENTENCE = 0.8
_CLAUSE_TOKEN = re.compile(r"[^\W_]+|[,;:—–]")
_MARKS = frozenset(",;:—–")
_CLAUSE_ENDS = _MARKS | word_set("and that which who whom but while whereas although because")
_BEHIND_THE_VERB = word_set("without no none nobody neither")  # "left without a date", "signed no deal"
_BEARS_ON = 7  # words behind it


def _negation(statement: Statement, passage: str) -> Difference | None:
    """A negation in one of two sentences that are otherwise nearly the same."""
    for sentence in sentences_of(passage):
        roots = {root for _, root in statement.wanted.held_in(words_in(sentence))}
        if statement.share(roots) < _SAME_SENTENCE:
            if statement.share(roots) >= _NEARLY and (contrary := _denied(statement, sentence)) is not None:
                return contrary
            continue
        said, told = _negations(statement.text), _negations(sentence)
        if bool(said) == bool(told):
            return None
        bearing = _bearing(statement, roots, statement.text if said else sentence)
        return Difference("part", *((bearing, ()) if said else ((), bearing))) if bearing else None
    return None


_BEFORE = 3  # words: "has not yet agreed"


def _denied(statement: Statement, sentence: str) -> Difference | None:
    """What the statement says of its subject, where one of the two has it with a negation before it."""
    for root in sorted(statement.said):
        sides = [_negations_before(statement, root, words_in(text)) for text in (statement.text, sentence)]
        if [{bool(words) for words in side} for side in sides] in ([{True}, {False}], [{False}, {True}]):
            report, article = (tuple(dict.fromkeys(word for words in side for word in words)) for side in sides)
            return Difference("part", report, article)
    return None


def _negations_before(statement: Statement, root: str, words: Sequence[str]) -> list[list[str]]:
    """For each place where a stem of the statement stands, the negations shortly before it."""
    places = [at for at, word in enumerate(words) if statement.wanted.held_in([word]) == [(word, root)]]
    return [[word for word in words[max(0, at - _BEFORE) : at] if word in _NEGATIONS] for at in places]


_NEARLY = 0.55  # of the statement's information in one sentence: from here on its shades are compared


def _shades(statement: Statement, passage: str, article: Article) -> list[Difference]:
    """Who, when, how surely: in the passage's sentence that holds most of the statement."""
    wanted = statement.wanted
    share, nearest = _nearest_sentence(statement, passage)

    def roots(words: Sequence[str]) -> list[str | None]:
        known = dict(wanted.held_in(words))
        return [known.get(word) for word in words]

    said = {
        root for word in predicates(statement.text) if word in statement.informative for root in roots([word]) if root
    }
    for sentence in sentences_of(passage):
        if (pair := refused(searchable(statement.text), searchable(sentence), roots)) is not None:
            return [Difference("part", *pair)]
    if share < _NEARLY:
        return []
    told = shades(searchable(statement.text), searchable(nearest), said, roots)
    found = [Difference("part", report, there) for report, there in told]
    if not found and (turned := opposite(statement, article)) is not None:
        found = [Difference("part", turned[:1], turned[1:])]
    if not found and (others := other_actor(statement, nearest)) is not None:
        found = [Difference("part", others[:1], others[1:])]
    return found


def _nearest_sentence(statement: Statement, passage: str) -> tuple[float, str]:
    """The sentence of a passage that holds most of the statement's information, with the share that it holds."""
    held = [
        (statement.share({root for _, root in statement.wanted.held_in(words_in(sentence))}), sentence)
        for sentence in sentences_of(passage)
    ]
    return max(held, default=(0.0, ""))


def _clauses(text: str) -> list[str]:
    """The words and marks of a text, "n't" and "cannot" as "not"."""
    return _CLAUSE_TOKEN.findall(searchable(text).replace("n't", " not").replace("cannot", "can not"))


def _negations(text: str) -> list[str]:
    return [word for word in _clauses(text) if word in _NEGATIONS]


def _bearing(statement: Statement, roots: Set[str], text: str) -> tuple[str, ...]:
    """The negations of a text that bear on what it shares with the other: `roots`, stems of the statement."""
    words = _clauses(text)
    shared = [any(root in roots for _, root in statement.wanted.held_in([word])) for word in words]
    found = []
    for at, word in enumerate(words):
        if word not in _NEGATIONS or words[at + 1 : at + 2] == ["only"]:
            continue
        if word == "not" and at and words[at - 1] in _MARKS:  # "187, not 212"
            continue
        ends = next((k for k in range(at + 1, len(words)) if words[k] in _CLAUSE_ENDS), len(words))
        begins = max(at - _BEFORE, 0) if word in _BEHIND_THE_VERB else at
        begins = max((k + 1 for k in range(begins, at) if words[k] in _CLAUSE_ENDS), default=begins)
        if any(shared[begins : min(ends, at + _BEARS_ON + 1)]):
            found.append(word)
    return tuple(found)


def _number_differences(statement: Statement, passage: str, article: Article) -> list[Difference]:
    """Numbers of the statement in whose place the passage has others: those that count the same thing."""
    here = quantities(passage)
    wanted = _without_shares(statement, here)
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
            free,
            key=lambda other: (
                _alike(number, other) + _COUNTED * _same_counted(number, statement.text, other, passage),
                -abs(_rank(number) - _rank(other)),
            ),
            default=None,
        )
        if counterpart is not None and _alike(number, counterpart) > 0:
            report.append(number.raw)
            told.append(counterpart.raw)
            free.remove(counterpart)
    found = [Difference("number", tuple(report), tuple(told))] if report else []
    nowhere = [number.raw for number in missing if number.raw not in report and _nowhere(number, article)]
    return [*found, Difference("number", tuple(nowhere), ())] if nowhere else found


_SHARE = re.compile(r"\s+(?:in|out\s+of)(?:\s+every)?\s+")


def _without_shares(statement: Statement, here: Sequence[Quantity]) -> list[Quantity]:
    """The statement's numbers, less those of a share that the passage has as a percentage: "four in five", 81 %."""
    percents = [number.value for number in here if number.unit and number.unit.kind == "percent"]
    wanted = list(statement.numbers)
    for part, whole in zip(statement.numbers, statement.numbers[1:], strict=False):
        share = _SHARE.fullmatch(statement.text[part.end : whole.start]) and 0 < part.value < whole.value
        if share and any(abs(100 * part.value / whole.value - percent) <= 2 for percent in percents):
            wanted = [number for number in wanted if number not in (part, whole)]
    return wanted


def _nowhere(number: Quantity, article: Article) -> bool:
    """Whether a number that no paraphrase writes otherwise stands in no place of the article."""
    year = not number.written and _YEARS[0] <= number.value <= _YEARS[1] and number.raw.isdigit()
    if (
        number.value < _PLAIN
        or year
        or number.range_end is not None
        or (number.value < 32 and number.about.intersection(MONTHS))
    ):
        return False
    text = whole_text(article)
    return not fraction_agrees(number, text) and not any(same_quantity(number, other) for other in quantities(text))


_PLAIN = 13  # smaller ones may be counted in the article, listed one by one, or be hours
_YEARS = (1900, 2050)  # written without a comma


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


_COUNTED = 3  # what the thing counted weighs, in words around a number
_BEHIND_A_NUMBER = re.compile(r"[\s-]{1,2}([^\W\d_]{3,})")


def _same_counted(left: Quantity, text: str, right: Quantity, passage: str) -> bool:
    """Whether two numbers count the same thing: "seven gates", "five gates"."""
    nouns = [_BEHIND_A_NUMBER.match(whole, one.end) for one, whole in ((left, text), (right, passage))]
    first, second = (stem(fold(noun[1])) if noun else None for noun in nouns)
    return first is not None and first == second


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
    # Another name for one place or body is shown as a naming, and is no difference.
    same = [thing for thing in statement.things if thing.names_in(passage)]
    named = {word for thing in same for one in thing.words for word in words_in(one)}
    missing = [name for name in missing if not named.issuperset(words_in(name))]
    if not missing:
        return []
    said = searchable(" ".join([statement.text, *(one for thing in same for one in thing.names_in(passage))]))
    others = [name for name in names_in(passage) if not any(word in said for word in words_in(name) if len(word) > 2)]
    return [Difference("name", tuple(missing), tuple(others))] if others else []
