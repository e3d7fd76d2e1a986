"""The opposite word in the same place: "the price had risen" in the report, "the price had fallen" in the article.

English only. It speaks up where a sentence of the article holds most of what the statement says besides the word, and
the opposite of that word beside it, and no sentence that holds as much has the word itself (or a synonym).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from comparison.statements import Statement
from comparison.tables import word_set
from comparison.texts import sentences_of, words_in
from comparison.words import stem
from normalise.text import fold
from storage.model import Article

_PAIRS = """
rise rose risen increase climb climbed grow grew grown | fall fell fallen drop decline decrease shrink shrank sank
jump soar surge gain | fall fell fallen drop plunge slump sink sank
higher | lower
win won | lose lost
accept approve back endorse support | reject oppose refuse
approve pass passed ratify | reject veto block
allow permit let | ban forbid bar prohibit block
agree | refuse disagree
open reopen | close shut
begin began begun start | end stop finish halt
arrive come came | leave left depart
enter | leave left exit
join | leave left quit
buy bought purchase | sell sold
arrest detain jail imprison | release free
convict guilty | acquit innocent
succeed success successful | fail failure
praise welcome applaud | condemn criticise criticize denounce
attack | defend
advance | retreat withdraw withdrew withdrawn
hire appoint employ | dismiss fire sack
impose | lift
tighten | ease loosen relax
extend lengthen prolong | shorten curtail
strengthen | weaken
widen | narrow
confirm admit acknowledge | deny denied
raise | lower cut reduce
build built | demolish tear tore destroy
alive survive | dead die died
peaceful peacefully | violent violently
present attend attended | absent miss missed
above | below
more | fewer less
most majority | minority
north northern | south southern
east eastern | west western
first | last
earlier | later
public publicly | private privately secret secretly
unanimous unanimously | split divided
safe safely | unsafe dangerous
legal | illegal
possible | impossible
"""
# The same of two or three words.
_PHRASES = """
let through, let in, allowed through, allowed in, waved through | turned back, turned away, sent back, refused entry
let go, set free | locked up, put in jail
went up, gone up, go up | went down, gone down, go down
took office, taken office | stepped down, left office
broke out | died down
put off, called off | went ahead, gone ahead
in favour of, in favor of | opposed to, against the
ahead of schedule | behind schedule, late
"""
# One of a row in the place of another: "the end of the year", "the end of the month".
_ROWS = """
second minute hour day week month quarter year decade century
morning afternoon evening night
spring summer autumn winter
red green blue yellow white black
left right
all most half some few little none much nothing everything
temporary permanent
old new
armed unarmed
large big small tiny
full empty
early late
strong weak
direct indirect
official unofficial
male female
major minor
foreign domestic
brother sister father mother son daughter husband wife uncle aunt
"""
_LEAST = 0.6  # of what the statement says besides the word
_BESIDE = 6  # words
_NEGATIONS = word_set("not never no cannot nor neither n't without hardly")
_NEGATED = 3  # words before a word that turn it round


@cache
def opposites() -> dict[str, frozenset[str]]:
    """Stem -> the stems of words that say the opposite."""
    found: dict[str, frozenset[str]] = {}
    for line in _PAIRS.strip().splitlines():
        sides = [frozenset(stem(word) for word in side.split()) for side in line.split("|")]
        for own, other in (sides, reversed(sides)):
            for root in own:
                found[root] = found.get(root, frozenset()) | other
    return found


@cache
def rows() -> dict[str, frozenset[str]]:
    """Stem -> the stems of the others of its row."""
    lines = [frozenset(stem(word) for word in line.split()) for line in _ROWS.strip().splitlines()]
    return {root: line - {root} for line in lines for root in line}


def opposite(statement: Statement, article: Article) -> tuple[str, str] | None:
    """A word of the statement and the article's, where it says the opposite; None where it does not."""
    said: Sequence[str] = words_in(statement.text)
    stems = {stem(word) for word in said}
    sentences: Sequence[Sequence[str]] = ()
    for at, word in enumerate(said):
        if others := rows().get(stem(word), frozenset()) - stems:
            sentences = sentences or _sentences(article)
            if found := _in_place(statement, at, others, said, sentences):
                return word, found
    for own, other in phrases():
        if phrase := _phrase(said, own):
            sentences = sentences or _sentences(article)
            if found := _other_phrase(statement, own, other, sentences):
                return phrase, found
    for word, (root, _) in statement.informative.items():
        against = opposites().get(stem(word), frozenset()) - stems
        if not against or _is_negated(said, fold(word)):
            continue
        sentences = sentences or _sentences(article)
        if found := _against(statement, root, against, sentences):
            return word, found
    return None


def _sentences(article: Article) -> list[tuple[str, ...]]:
    texts = (article.title, *sentences_of(article.summary or ""), *sentences_of(article.body or ""))
    return [words_in(text) for text in texts]


def _in_place(
    statement: Statement, at: int, others: frozenset[str], said: Sequence[str], sentences: Sequence[Sequence[str]]
) -> str | None:
    """The other of a row that stands where the statement has its word: beside the same words of a near sentence."""
    wanted = statement.wanted
    own = frozenset(root for _, root in wanted.held_in([said[at]]))
    least = _LEAST * (1 - sum(wanted.weights[root] for root in own) / wanted.whole)
    around = _around(statement, said, at)
    found = None
    for words in sentences:
        if statement.share({stood for _, stood in wanted.held_in(words)} - own) < least:
            continue
        for place, word in enumerate(words):
            if (word == said[at] or stem(word) in others) and not around.isdisjoint(_around(statement, words, place)):
                if word == said[at]:
                    return None
                found = word
    return found


def _around(statement: Statement, words: Sequence[str], at: int) -> set[tuple[str, ...]]:
    """By what the place of a word is known: the two words before it, those on both sides, a telling one behind it."""
    before, after = words[max(at - 2, 0) : at], words[at + 1 : at + 2]
    known = set()
    if len(before) == 2:
        known.add(("before", *before))
    if before and after:
        known.add(("between", stem(before[-1]), stem(after[0])))
    if after and statement.wanted.held_in(after):
        known.add(("behind", stem(after[0])))
    return known


@cache
def phrases() -> tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]:
    """Phrases, and those that say the opposite; each pair both ways."""
    sides = [
        tuple(tuple(phrase.strip() for phrase in side.split(",")) for side in line.split("|"))
        for line in _PHRASES.strip().splitlines()
    ]
    return tuple(pair for own, other in sides for pair in ((own, other), (other, own)))


def _phrase(words: Sequence[str], among: Sequence[str]) -> str | None:
    whole = f" {' '.join(words)} "
    return next((phrase for phrase in among if f" {phrase} " in whole), None)


def _other_phrase(
    statement: Statement, own: Sequence[str], other: Sequence[str], sentences: Sequence[Sequence[str]]
) -> str | None:
    """The opposite phrase of the sentence that is nearest to the statement, if none as near has its own."""
    best, found = 0.0, None
    for words in sentences:
        share = statement.share({root for _, root in statement.wanted.held_in(words)})
        if share >= max(_LEAST, best) and (_phrase(words, own) or (share > best and _phrase(words, other))):
            best, found = share, None if _phrase(words, own) else _phrase(words, other)
    return found


def _against(
    statement: Statement, root: str, against: frozenset[str], sentences: Sequence[Sequence[str]]
) -> str | None:
    """The opposite that stands in the sentence that is nearest to the statement, if none as near has the word."""
    wanted = statement.wanted
    least = _LEAST * (1 - wanted.weights[root] / wanted.whole)
    best, other = 0.0, None
    for words in sentences:
        held = dict(wanted.held_in(words))
        rest = statement.share(set(held.values()) - {root})
        if rest < max(least, best):
            continue
        if root in held.values():
            best, other = rest, None
        elif (found := _beside(words, held, against)) and rest > best:
            best, other = rest, found
    return other


def _beside(words: Sequence[str], held: dict[str, str], against: frozenset[str]) -> str | None:
    for at, word in enumerate(words):
        if stem(word) in against and not _is_negated(words, word):
            around = words[max(at - _BESIDE, 0) : at + _BESIDE + 1]
            if any(other in held for other in around):
                return word
    return None


def _is_negated(words: Sequence[str], word: str) -> bool:
    return any(_NEGATIONS & set(words[max(at - _NEGATED, 0) : at]) for at, other in enumerate(words) if other == word)
