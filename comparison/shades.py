"""Two sentences of nearly the same words that do not say the same: who did it to whom, what came first, how sure it is.

English only, by the places of words: rules that speak up where both sentences hold the words in question and these
clearly stand the other way round. They show the words; which sentence is right is not theirs to say.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from comparison.cues import ADVERBS, BE, HAVE
from comparison.english_words import FINITE
from comparison.tables import word_set

Roots = Callable[[Sequence[str]], list[str | None]]  # folded words -> the stem of the statement that each is a form of
Pair = tuple[tuple[str, ...], tuple[str, ...]]  # words of the report, words of the article

_DENIED = word_set(
    """
    deny denied denies denying denial reject rejected rejects rejecting refute refuted refutes dispute disputed
    disputes dismissed dismisses disavowed disclaimed
    """
)
_AFFIRMED = word_set(
    """
    confirm confirmed confirms confirming admit admitted admits admitting acknowledge acknowledged acknowledges say
    said says saying tell told tells state stated states announce announced announces declare declared declares insist
    insisted insists claim claimed claims report reported reports write wrote writes explain explained explains
    promise promised promises warn warned warns
    """
)
_SURE = word_set("prove proved proven proves confirm confirmed confirms established establishes certain certainly")
_UNSURE = word_set(
    """
    allegedly alleged alleges allege reportedly suspect suspected suspects suspecting may might could possibly perhaps
    rumoured rumored unconfirmed believed believes presumed apparently accused accuses
    """
)
_AHEAD = word_set(
    """
    will would may might could should shall 'll plan plans planned planning prepare prepares prepared preparing intend
    intends intended aim aims aimed want wants wanted hope hopes hoped consider considers considered considering
    propose proposes proposed seek seeks sought expect expects expected ready threaten threatens threatened
    """
)
_PAST = FINITE & word_set(
    """
    came went took made got gave left won lost became began kept ran rose fell sent met led held paid brought bought
    built stood understood drew grew broke chose saw felt found thought knew told said sought taught caught spent lent
    """
) | word_set("sold sank sunk given taken gone done broken chosen drawn grown fallen risen written wrote stolen torn")
_BREAKS = word_set(
    "that which who whom because when while as since unless until if but although though where whether ; :"
)
_TEMPORAL = {"before": 1, "after": -1, "following": -1}
_TOKEN = re.compile(r"[^\W_]+(?:[.,]\d+)*(?:'(?:ll|t))?|[,;:]")
_NEAR = 4
_BESIDE = BE | HAVE | ADVERBS


@dataclass(frozen=True, slots=True)
class _Words:
    """A sentence: its words folded (and the marks , ; :), and the stem of the statement that each is a form of."""

    low: tuple[str, ...]
    roots: tuple[str | None, ...]

    def held(self, first: int, last: int) -> frozenset[str]:
        """The stems that stand from word `first` to before word `last`."""
        return frozenset(root for root in self.roots[max(first, 0) : last] if root)


def shades(report: str, article: str, predicates: Iterable[str], roots: Roots) -> list[Pair]:
    """What the two sentences say the other way round, as the words that show it: (of the report, of the article).

    Both are folded text. `predicates`: the stems of what the report's sentence says of its subjects.
    """
    left, right = _read(report, roots), _read(article, roots)
    said = frozenset(predicates)
    found = [pair for pair in (_denied(left, right), _order(left, right)) if pair]
    if not found:
        found = [pair for root in sorted(said) if (pair := _swapped(left, right, root))][:1]
    if not found:
        found = [pair for root in sorted(said) if (pair := _done_or_ahead(left, right, root))][:1]
    if not found and (pair := _certainty(left, right)):
        found = [pair]
    return found


def _read(text: str, roots: Roots) -> _Words:
    low = tuple(_TOKEN.findall(text.replace("’", "'")))
    return _Words(low, tuple(roots(low)))


def _denied(left: _Words, right: _Words) -> Pair | None:
    """What one says was denied, the other says was said: "confirmed that ...", "denied that ..."."""
    said, told = (next((word for word in words.low if word in _DENIED), None) for words in (left, right))
    if (said is None) == (told is None):
        return None
    whole = right if said is None else left
    denial = told if said is None else said
    other = left if said is None else right
    affirmed = next((word for word in other.low if word in _AFFIRMED), None)
    at = whole.low.index(denial or "")
    behind = whole.held(at + 1, len(whole.low)) & other.held(0, len(other.low))
    if affirmed is None or len(behind) < 2:
        return None
    return ((affirmed,), (denial or "",)) if said is None else ((denial or "",), (affirmed,))


def refused(report: str, article: str, roots: Roots) -> Pair | None:
    """One refused to do what the other does or will do, as in `shades`: "refused to bring", "would bring"."""
    left, right = _read(report, roots), _read(article, roots)
    if len(right.held(0, len(right.low))) < _REFUSED_ALIKE:
        return None
    for words, others in ((left, right), (right, left)):
        for at in range(2, len(words.low)):
            root = words.roots[at]
            refuses = words.low[at - 2] in _REFUSING and words.low[at - 1] == "to"
            if not refuses or root is None or set(others.low) & (_REFUSING | _DENIED | _NOT):
                continue
            done = next((k for k in range(len(others.low)) if others.roots[k] == root), None)
            if done is not None:
                pair = " ".join(words.low[at - 2 : at + 1]), " ".join(others.low[max(done - 1, 0) : done + 1])
                return ((pair[0],), (pair[1],)) if words is left else ((pair[1],), (pair[0],))
    return None


_REFUSED_ALIKE = 3  # stems that the two must share, as the verb and what it is done to
_REFUSING = word_set("refuse refuses refused refusing decline declines declined declining")
_NOT = word_set("not never no nobody cannot without unwilling")


def _order(left: _Words, right: _Words) -> Pair | None:
    """ "X before Y" here, "X after Y" (or "Y before X") there."""
    for at, word in enumerate(left.low):
        for there, other in enumerate(right.low):
            if word not in _TEMPORAL or other not in _TEMPORAL:
                continue
            main, clause = _halves(left, at)
            main_there, clause_there = _halves(right, there)
            straight = min(len(main & main_there), len(clause & clause_there))
            crossed = min(len(main & clause_there), len(clause & main_there))
            if straight == crossed:
                continue
            turned = 1 if straight > crossed else -1
            if _TEMPORAL[word] != _TEMPORAL[other] * turned:
                return (word,), (other,)
    return None


def _halves(words: _Words, at: int) -> tuple[frozenset[str], frozenset[str]]:
    """What stands in the main clause, and what behind "before" or "after"."""
    if at == 0 and "," in words.low:
        comma = words.low.index(",")
        return words.held(comma, len(words.low)), words.held(1, comma)
    return words.held(0, at), words.held(at + 1, len(words.low))


def _swapped(left: _Words, right: _Words, root: str) -> Pair | None:
    """A did it to B here, B to A there: the doers of the one are the objects of the other."""
    here, there = _sides(left, root), _sides(right, root)
    if here is None or there is None:
        return None
    (doer, rest, by), (doer_there, rest_there, by_there) = here, there
    doers = doer & (doer_there | rest_there)
    if not doers or not doer_there or not doers <= rest_there or doers & doer_there or not doer_there & rest:
        return None
    return tuple(_surface(left, doers, by)), tuple(_surface(right, doer_there & rest, by_there))


def _sides(words: _Words, root: str) -> tuple[frozenset[str], frozenset[str], str] | None:
    """(stems of who does it, stems of the rest, the verb) about the first verb of a stem; the passive is turned."""
    for at, (word, found) in enumerate(zip(words.low, words.roots, strict=True)):
        if found != root or at == 0:
            continue
        first = next((k + 1 for k in range(at - 1, -1, -1) if words.low[k] in _BREAKS), 0)
        last = next((k for k in range(at + 1, len(words.low)) if _ends(words, k)), len(words.low))
        before, behind = words.held(first, at) - {root}, words.held(at + 1, last) - {root}
        if _passive(words, at):
            by = next((k for k in range(at + 1, last) if words.low[k] == "by"), None)
            if by is None:
                return None
            end = next((k for k in range(by + 1, last) if words.low[k] in _PREPOSITIONS), last)
            doer = words.held(by + 1, end) - {root}
            return doer, (before | behind) - doer, word
        if at + 1 == last or words.low[at + 1] in _PREPOSITIONS:
            return None  # "boats sank in the harbour": whoever sank them stands elsewhere
        return before, behind - before, word
    return None


def _ends(words: _Words, at: int) -> bool:
    """Whether the clause ends here: at a conjunction, or at who said so (", the ministry said")."""
    if words.low[at] != ",":
        return words.low[at] in _BREAKS
    return any(word in _AFFIRMED for word in words.low[at + 1 : at + 1 + _SAYER])


_SAYER = 6  # words
_PREPOSITIONS = word_set("for to in on at from with of until after before , ;")


def _passive(words: _Words, at: int) -> bool:
    """Whether the word at `at` is a participle behind a form of "be"."""
    for k in range(at - 1, max(at - _NEAR, -1), -1):
        if words.low[k] in BE:
            return words.low[at].endswith("ed") or words.low[at] in _PAST
        if words.low[k] not in _BESIDE:
            return False
    return False


def _surface(words: _Words, stems: frozenset[str], verb: str) -> list[str]:
    """Some stems as the sentence words them, in order, with the verb."""
    shown = [word for word, root in zip(words.low, words.roots, strict=True) if root in stems]
    return [" ".join(dict.fromkeys(shown)), verb]


def _done_or_ahead(left: _Words, right: _Words, root: str) -> Pair | None:
    """Done here, planned there, or the other way round."""
    here, there = _states(left, root), _states(right, root)
    if len(here) != 1 or len(there) != 1:
        return None
    (said, how), (told, how_there) = here.popitem(), there.popitem()
    return ((how,), (how_there,)) if said != told else None


def _states(words: _Words, root: str) -> dict[str, str]:
    """ "done" or "ahead" -> the words that say so, for every place of a verb in a sentence."""
    found: dict[str, str] = {}
    for at, (word, stem) in enumerate(zip(words.low, words.roots, strict=True)):
        if stem != root:
            continue
        first = at
        while first > 0 and at - first < _NEAR and words.low[first - 1] in _BESIDE:
            first -= 1
        before = words.low[first - 1] if first else ""
        participle = word.endswith("ed") or word in _PAST
        if before in _AHEAD and not (set(words.low[first:at]) & HAVE):
            found["ahead"] = " ".join(words.low[first - 1 : at + 1])
        elif before == "to" and (intent := [k for k in range(max(first - 5, 0), first - 1) if words.low[k] in _AHEAD]):
            found["ahead"] = " ".join(words.low[intent[-1] : at + 1])
        elif (
            participle and before != "to" and (set(words.low[first:at]) & HAVE or first == at or _was(words, first, at))
        ):
            found["done"] = " ".join(words.low[first : at + 1])
    return found


def _was(words: _Words, first: int, at: int) -> bool:
    return bool({"was", "were", "been"} & set(words.low[first:at]))


def _certainty(left: _Words, right: _Words) -> Pair | None:
    """Proved here, suspected there; or simply so here, alleged there."""
    sure, unsure = _first(left, _SURE), _first(left, _UNSURE)
    sure_there, unsure_there = _first(right, _SURE), _first(right, _UNSURE)
    if sure and not unsure and unsure_there and not sure_there:
        return (sure,), (unsure_there,)
    if unsure and not sure and sure_there and not unsure_there:
        return (unsure,), (sure_there,)
    return None


def _first(words: _Words, among: frozenset[str]) -> str | None:
    return next((word for word in words.low if word in among), None)
