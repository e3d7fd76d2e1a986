"""The same deed with another doer: "Jordan will build it" in the report, "Israel will build it" in the article.

English only, by the places of words: the subjects of a verb that both sentences have. It speaks up where these cannot
well be the same: two names; two groups of people of different lines of the table below; or, where all else of the
statement stands in the article, two nouns of which neither is a general word for the other. It shows both, and who did
it is not its to say. What a paraphrase may put for a subject ("officials", "the company", "they") is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from comparison.cues import ADVERBS, AUXILIARY, DETERMINERS
from comparison.naming import also_named, namings
from comparison.quantities import quantities
from comparison.statements import Statement, predicates
from comparison.synonyms import synonyms
from comparison.tables import word_set
from comparison.texts import words_in
from comparison.words import stem

# Who people are: those of one line may be the same people.
_PEOPLE = """
soldier troop fighter militant gunman rebel insurgent guard commander trooper serviceman officer army military
police policeman policewoman constable detective officer
protester demonstrator rioter marcher activist picket
settler colonist
hostage captive prisoner inmate detainee convict abductee
pupil student schoolchild undergraduate
teacher lecturer professor headmaster headteacher educator
farmer grower shepherd herder
doctor physician surgeon medic
nurse midwife paramedic medic
miner
engineer
sailor seafarer seaman diver
fisherman fishermen fisher angler
driver trucker motorist
pilot
judge juror magistrate court tribunal jury
lawmaker legislator parliamentarian deputy parliament legislature
prosecutor lawyer attorney
journalist reporter editor photographer correspondent
firefighter rescuer
bishop priest rabbi imam cleric
tenant lodger
landlord
patient
minister secretary
opposition
"""
_PLURALS = {"men": "man", "women": "woman", "children": "child"}
# What may stand for a more exact subject, or for a name.
_GENERAL = word_set(
    """
    i you he she it we they this that these those who which what there here one ones some many most several few others
    all both none nobody everybody everyone someone anyone each neither either people person man woman men women child
    children family families resident residents local locals villager villagers citizen citizens youngster youngsters
    crowd official officials authority authorities government cabinet ministry ministries department agency agencies
    administration office body board council committee commission company companies firm firms group groups
    organisation organization party side parties sides team teams spokesman spokeswoman spokesperson source sources
    expert experts analyst analysts investigator investigators inspector inspectors researcher researchers scientist
    scientists study report reports document documents data figures statement draft plan worker workers employee
    employees staff member members leader leaders head chief chairman chairwoman chair director boss management owner
    owners victim victims suspect suspects passenger passengers customer customers user users neighbour neighbours
    country countries state states nation nations city town village area region place site building thing project
    system programme program law move decision step talks negotiations efforts number half third quarter majority
    part rest total
    """
)
# What opens a sentence with a capital and without an article, and is no name.
_MASS = _GENERAL | word_set(
    """
    police rain snow fire smoke water traffic power work wind fog heat ice oil gas food fuel aid money trade crime
    violence fighting shelling parliament congress inflation turnout unemployment output prices wages
    when where why how while although though because since if after before as
    """
)
_REST = 0.75  # of the statement's information besides its subject that must stand in the article's sentence
_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[^\W_]+(?:[-'’][^\W\d_]+)*|[,;:.]")
_HEAD_ENDS = word_set("of in on at from for to with by near who which that whose at , ; : .")
_CLAUSE = word_set("that because when while as since unless until if but although though whether and ; : .")
_BE = word_set("is are was were be been being")
_BESIDE = ADVERBS | word_set("to not")
_RELATIVE = word_set("who which that what")
_MOST_SUBJECT = 14  # words


@dataclass(frozen=True, slots=True)
class _Subject:
    """Who a sentence says it of: the words as written without an article, and whether they open the sentence."""

    words: tuple[str, ...]
    passive: bool
    opens: bool

    @property
    def head(self) -> str:
        """The noun that the others go with: "families" of "families of the hostages"."""
        return self._parts()[0]

    @property
    def of(self) -> tuple[str, ...]:
        """The words behind its "of"."""
        return self._parts()[1]

    @property
    def names(self) -> tuple[str, ...]:
        """The names that it is, or that stand beside it between commas; not those of where or whose it is."""
        found: list[str] = []
        behind = False
        for at, word in enumerate(self.words):
            behind = (behind or word.lower() in _HEAD_ENDS) and word != ","
            capital = (
                word[:1].isupper() and word.lower() not in _NO_NAMES | DETERMINERS and not word.endswith(("'s", "’s"))
            )
            if capital and not behind and (at or not self.opens or self._opens_as_name()):
                found.append(word)
        return tuple(found)

    @property
    def shown(self) -> str:
        """The words."""
        return " ".join(self.words).replace(" ,", ",")

    def _parts(self) -> tuple[str, tuple[str, ...]]:
        end = _head_end(self.words)
        behind = self.words[end + 1 :] if self.words[end : end + 1] == ("of",) else ()
        behind = behind[: _head_end(behind)]
        if behind and self.words[end - 1 : end] and _counts(self.words[end - 1]):  # "two of the five mills"
            return behind[-1], ()
        return (self.words[end - 1] if end else "", behind)

    def _opens_as_name(self) -> bool:
        """Whether words that open a sentence are a name: two capitals, or one word that is no plural and no mass."""
        first = self.words[0].lower()
        if len(self.words) > 1 and self.words[1][:1].isupper():
            return first not in _MASS
        plural = first.endswith("s") and not first.endswith(("ss", "us", "is"))
        return len(self.words) == 1 and first not in _MASS and not plural and not _people([first])


def _head_end(words: Sequence[str]) -> int:
    return next((at for at, word in enumerate(words) if word.lower() in _HEAD_ENDS), len(words))


def _counts(word: str) -> bool:
    return word.lower() in _COUNTING or bool(quantities(word))


_COUNTING = word_set("some many most several few all both none half dozens hundreds thousands majority number part")
_NO_NAMES = DETERMINERS | word_set(
    "mr mrs ms dr president premier minister prime general colonel judge captain king queen"
)


def other_actor(statement: Statement, sentence: str) -> tuple[str, str] | None:
    """The subject of the statement and the other one of which `sentence` says the same; None where it is not so.

    Where the subjects agree: people of whom the two have another nation. Both as they are written. `sentence` is the
    article's sentence that holds most of the statement.
    """
    for root in sorted(statement.said):
        ours, theirs = (_subject_of(statement, text, root) for text in (statement.text, sentence))
        if ours is None or theirs is None or ours.passive != theirs.passive:
            continue
        if _exclude(statement, ours, theirs, sentence) and not _one_thing(ours.shown, theirs.shown):
            return ours.shown, theirs.shown
    return other_nation(statement, sentence)


# "Mr. Roe", "J. K. Roe": this stop ends nothing.
_ABBREVIATED = re.compile(r"\b(Mr|Mrs|Ms|Dr|Prof|Gen|Col|Capt|Sgt|Lt|Sen|Rep|Gov|Rev|St|[A-Z])\.")


def other_nation(statement: Statement, sentence: str) -> tuple[str, str] | None:
    """Of whom one has one nation and the other another: ("Kardovian officers", "Orvanian officers"); None if nobody.

    As they are written, the statement's first. A nation that the other sentence names elsewhere is none.
    """
    theirs = {stem(noun.lower()): (nation, noun) for nation, noun in _OF_A_NATION.findall(sentence)}
    for nation, noun in _OF_A_NATION.findall(statement.text):
        other, same = theirs.get(stem(noun.lower()), (nation, noun))
        if not _apart([nation], words_in(sentence)) or not _apart([other], words_in(statement.text)):
            continue
        if not _one_thing(f"{nation} {noun}", f"{other} {same}"):
            return f"{nation} {noun}", f"{other} {same}"
    return None


_OF_A_NATION = re.compile(r"\b([A-Z][a-z]{2,}(?:ian|an|ish|ese|i|ch)) ([a-z]{3,})\b")


def names_of(speaker: str) -> frozenset[str]:
    """The folded names that somebody goes by, titles and the place or body they belong to aside.

    >>> sorted(names_of("Jane Roe, the director of the Relief Office")), names_of("the director of the Relief Office")
    (['jane', 'roe'], frozenset())
    >>> sorted(names_of("Mr. Roe")), sorted(names_of("J. K. Roe"))
    (['roe'], ['j', 'k', 'roe'])
    """
    subject = _Subject(tuple(_TOKEN.findall(_ABBREVIATED.sub(r"\1", speaker))), False, False)
    return frozenset(word for name in subject.names for word in words_in(name))


def exclude_each_other(ours: str, theirs: str) -> bool:
    """Whether two ways to say who somebody is name people of different lines of the table.

    >>> exclude_each_other("a teacher of the school", "the driver"), exclude_each_other("an officer", "the soldier")
    (True, False)
    """
    left, right = (_people(_Subject(tuple(_TOKEN.findall(text)), False, False).head.split()) for text in (ours, theirs))
    return bool(left and right) and not left & right


def _exclude(statement: Statement, ours: _Subject, theirs: _Subject, sentence: str) -> bool:
    """Whether two subjects cannot well be the same."""
    told, said = set(words_in(sentence)), set(words_in(statement.text))
    if ours.names and theirs.names:
        within = _apart(ours.names, words_in(theirs.shown)) and _apart(theirs.names, words_in(ours.shown))
        return within and not _stand(ours.names, sentence) and not _stand(theirs.names, statement.text)
    left, right = ours.head, theirs.head
    if not left or not right or (ours.names and left in ours.names) or (theirs.names and right in theirs.names):
        return False
    if stem(left.lower()) == stem(right.lower()):
        return _other_people(ours.of, told, theirs.of, said)
    if _people([left]) and _people([right]):
        return _other_people([left], told, [right], said)
    if {left.lower(), right.lower()} & _GENERAL or not _apart([left], told) or not _apart([right], said):
        return False
    return _rest(statement, ours, told) >= _REST


def _one_thing(ours: str, theirs: str) -> bool:
    """Whether two subjects are ways to name one thing."""
    return bool(namings(ours, theirs)) or any(thing.names_in(theirs) for thing in also_named(ours))


def _rest(statement: Statement, ours: _Subject, told: Set[str]) -> float:
    """The share of the statement's information, its subject aside, that stands in the article's sentence."""
    weights = statement.wanted.weights
    subject = {root for _, root in statement.wanted.held_in(words_in(ours.shown))}
    held = {root for _, root in statement.wanted.held_in(told)}
    whole = sum(weights[root] for root in weights.keys() - subject)
    return sum(weights[root] for root in (held & weights.keys()) - subject) / whole if whole else 0.0


def _other_people(ours: Sequence[str], told: Set[str], theirs: Sequence[str], said: Set[str]) -> bool:
    """Whether each names people, and these are not the same people."""
    left, right = ([word for word in words if _people([word])] for words in (ours, theirs))
    apart = not _people(left) & _people(right)
    return bool(left and right) and apart and _apart(left, told) and _apart(right, said)


def _apart(words: Sequence[str], others: Set[str] | Sequence[str]) -> bool:
    """Whether neither any of `words` nor a word for it is among `others`."""
    roots = {stem(other) for other in others}
    for word in words:
        low = word.lower()
        root = stem(low)
        if {root, *synonyms().get(root, ())} & roots or any(_kin(low, other) for other in others):
            return False
    return True


def _stand(names: Sequence[str], text: str) -> bool:
    """Whether any of some names stands in a text, other than as a place where it happens."""
    low = [""] + [token.lower() for token in _TOKEN.findall(text)]
    wanted = {name.lower() for name in names}
    return any(word in wanted and before not in _WHERE for before, word in pairwise(low))


_WHERE = word_set("in at near from across throughout")


_KIN = 4  # letters: Jordan, Jordanian


def _kin(left: str, right: str) -> bool:
    return len(left) >= _KIN and len(right) >= _KIN and (left.startswith(right[:-1]) or right.startswith(left[:-1]))


def _people(words: Sequence[str]) -> frozenset[int]:
    """The lines of the table that some words belong to."""
    return frozenset(line for word in words for line in _lines().get(_singular(word.lower()), ()))


def _singular(word: str) -> str:
    for ending, single in _PLURALS.items():
        if word.endswith(ending):
            return word.removesuffix(ending) + single
    return stem(word)


@cache
def _lines() -> dict[str, tuple[int, ...]]:
    found: dict[str, tuple[int, ...]] = {}
    for number, line in enumerate(_PEOPLE.strip().splitlines()):
        for word in line.split():
            key = _singular(word)
            found[key] = (*found.get(key, ()), number)
    return found


def _subject_of(statement: Statement, text: str, root: str) -> _Subject | None:
    """What stands before the first verb of a stem, from where its clause begins; None where that is not plain."""
    tokens = _TOKEN.findall(text)
    low = [token.lower().replace("’", "'") for token in tokens]
    at = _verb(statement, text, low, root)
    if at is None:
        return None
    end, passive = at, False
    while end > 0 and (low[end - 1] in AUXILIARY or low[end - 1] in _BESIDE):
        end -= 1
        passive = passive or low[end] in _BE
    first = next((k + 1 for k in range(end - 1, -1, -1) if low[k] in _CLAUSE), 0)
    opens = first == 0
    commas = [k for k in range(first, end) if low[k] == ","]
    if end and low[end - 1] == ",":  # behind an apposition: "the minister, Tobias Venn, accused"
        end -= 1
    elif commas:  # behind what is said, or where or when
        first, opens = commas[-1] + 1, False
    words = tokens[first:end]
    if words and words[-1].lower() in _RELATIVE:
        return None
    while words and words[0].lower() in DETERMINERS:
        words, opens = words[1:], False
    return _Subject(tuple(words), passive, opens) if words and len(words) <= _MOST_SUBJECT else None


def _verb(statement: Statement, text: str, low: Sequence[str], root: str) -> int | None:
    """The place of the first verb of a stem of the statement."""
    verbs = predicates(text)
    return next(
        (
            at
            for at, word in enumerate(low)
            if at and word in verbs and any(found == root for _, found in statement.wanted.held_in([word]))
        ),
        None,
    )
