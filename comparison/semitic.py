"""Attribution in Hebrew and Arabic sentences.

Both put "that" (כי, أن) or a colon or a quotation before what is said, so a sentence falls into cue, source and
content at that word. The source stands before the verb (usual in Hebrew) or behind it (usual in Arabic).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from comparison import cues_semitic as cues
from comparison.english_words import Found
from comparison.sentences import LONGEST, Span
from normalise.text import fold

_TOKEN = re.compile(r"\w+(?:[\"״'׳’־-](?=\w)\w+)*|[^\w\s]")
_COMMA = frozenset(",،;؛")
_OPENING = frozenset('“"«„״”')
_MARKS = re.compile('[“”"«»״]')
_LEAST_BEHIND = 2  # words of what was said before ", said the mayor"
_LEAST_QUOTED = 4  # words
_ENOUGH = 200  # characters of a quotation in which they stand
_SUBJECT = 4  # words between a verb and its clause in which the one who speaks stands
_INSIDE = 3  # words of the one who speaks, between two commas
_REACH = 30  # words between a verb and what it reports
_HEBREW_THAT_PREFIX = re.compile("^(?:ש|שה)(?=[א-ת]{2,})")


@lru_cache(maxsize=4096)
def _bare(folded: str) -> str:
    """A verb without the "and" written onto it."""
    return folded[1:] if len(folded) > 3 and folded[0] in "وفו" else folded


class _Words:
    def __init__(self, text: str, start: int, end: int, quotes: Sequence[Span]) -> None:
        matches = list(_TOKEN.finditer(text, start, end))
        self.span = [match.span() for match in matches]
        self.low = [fold(match.group()) for match in matches]
        self.quoted = [any(a <= at < b for a, b in quotes) for at, _ in self.span]

    def offsets(self, first: int, last: int) -> Span:
        return self.span[first][0], self.span[last][1]


def attribute(text: str, start: int, end: int, quotes: Sequence[Span] = ()) -> list[Found]:
    """The attributions of one Hebrew or Arabic sentence: the outermost, one a clause where "while" parts two."""
    end = min(end, start + LONGEST)
    parts = _clauses(text, start, end)
    read = [found for first, last in parts if (found := _clause(text, first, last, quotes))]
    if len(parts) > 1 and len(read) == len(parts):
        return [one for found in read for one in found]
    return _clause(text, start, end, quotes)


def _clauses(text: str, start: int, end: int) -> list[Span]:
    """The parts of a sentence before and behind ", while"."""
    words = list(_TOKEN.finditer(text, start, end))
    for at in range(1, len(words)):
        folded = fold(words[at].group())
        if words[at - 1].group() in _COMMA and (folded in cues.WHILE or _bare(folded) in cues.WHILE):
            return [(start, words[at - 1].start()), (words[at].end(), end)]
    return [(start, end)]


def _clause(text: str, start: int, end: int, quotes: Sequence[Span]) -> list[Found]:
    said = [quote for quote in quotes if quote[0] < end and quote[1] > start and _is_long(text, quote)]
    words = _Words(text, start, end, said)
    for at in range(len(words.low)):
        if words.quoted[at]:
            continue
        found = _according(words, at) or _verb(words, at, said)
        if found:
            return [found]
    return []


def _is_long(text: str, quote: Span) -> bool:
    """Whether a quotation is a statement and no name or word."""
    return len(text[quote[0] : min(quote[1], quote[0] + _ENOUGH)].split()) >= _LEAST_QUOTED


def _according(words: _Words, at: int) -> Found | None:
    """ "לפי הארץ, ..." and "بحسب الصحيفة، ...": the source reaches to the comma."""
    low = words.low
    following = low[at + 1] if at + 2 < len(low) else ""
    if phrase := next((p for p in cues.ACCORDING_PHRASES if _starts(low, at, p)), None):
        first = at + len(phrase)
    elif (low[at] == "על" and following == "פי") or (low[at] == "כפי" and following.startswith("ש")):
        first = at + 2
    elif low[at] in cues.HEBREW_ACCORDING or {low[at], _bare(low[at])} & cues.ARABIC_ACCORDING:
        first = at + 1
    else:
        return None
    comma = next((k for k in range(first, len(low)) if low[k] in _COMMA and not words.quoted[k]), None)
    then = next((k for k in range(first + 1, min(first + _SUBJECT + 2, len(low))) if low[k] in cues.THEN), None)
    if then is not None and at == 0 and then + 2 < len(low) and (comma is None or then < comma):  # وبحسب الصحيفة فإن
        return Found(words.offsets(first, then - 1), words.offsets(0, first - 1), (words.offsets(then, _last(words)),))
    if comma is None or comma == first or comma + 2 >= len(low):
        if at > 2 and first < len(low):  # "..., לפי הארץ."
            last = len(low) - 1 - (low[-1] == ".")
            return (
                Found(words.offsets(first, last), words.offsets(at, first - 1), (words.offsets(0, at - 1),))
                if last >= first
                else None
            )
        return None
    begin = comma + 1
    if at > 3 or (at == 3 and low[2] in _COMMA):
        return Found(
            words.offsets(first, comma - 1),
            words.offsets(at, first - 1),
            (words.offsets(0, at - 1), words.offsets(begin, _last(words))),
        )
    return Found(words.offsets(first, comma - 1), words.offsets(at, first - 1), (words.offsets(begin, _last(words)),))


def _starts(low: Sequence[str], at: int, phrase: Sequence[str]) -> bool:
    """Whether a phrase stands at a word, with or without an "and" written onto it."""
    return low[at : at + len(phrase)] == list(phrase) or (
        low[at][:1] in {"ו", "و"} and [low[at][1:], *low[at + 1 : at + len(phrase)]] == list(phrase)
    )


def _verb(words: _Words, at: int, quotes: Sequence[Span]) -> Found | None:
    low = words.low
    if not (
        low[at] in cues.HEBREW_VERBS
        or _bare(low[at]) in cues.HEBREW_VERBS
        or _bare(low[at]) in cues.ARABIC_VERBS
        or low[at] in cues.ARABIC_VERBS
        or low[at] in cues.ARABIC_AND_VERBS
    ):
        return None
    if at and low[at - 1] in cues.NOT:  # "העיתון לא דיווח על ..."
        return None
    limit = min(at + _REACH, len(low))
    begin = None
    for k in range(at + 1, limit):
        if words.quoted[k] or (low[k] == ":" and k + 1 < len(low)):
            begin = k + (low[k] == ":")
            break
        if low[k] in cues.HEBREW_THAT or low[k] in cues.ARABIC_THAT or _bare(low[k]) in cues.ARABIC_THAT:
            begin = k
            break
        beside = low[k] not in cues.HEBREW_TIMES and all(
            low[j] in cues.BETWEEN or low[j] in cues.HEBREW_TIMES or any(letter.isdigit() for letter in low[j])
            for j in range(at + 1, k)
        )
        clause = k <= at + _SUBJECT and low[k].startswith("שה") and len(low[k]) > 3 and _COMMA.isdisjoint(low[at:k])
        if (beside or clause) and low[k] not in cues.NO_CLAUSE and _HEBREW_THAT_PREFIX.match(low[k]):
            begin = k
            break
    if begin is None:
        if at >= 3 and low[at - 1] in cues.AS_REPORTED and at + 1 < len(low):
            last = _last(words)
            end = at - 2 - (low[at - 2] in _COMMA)
            comma = next((k for k in range(at + 2, last) if low[k] in _COMMA), None)
            content = [words.offsets(0, end)]
            if comma is not None:
                content.append(words.offsets(comma + 1, last))
                last = comma - 1
            return Found(words.offsets(at + 1, last), words.offsets(at - 1, at), tuple(content))
        if (thing := _thing(words, at)) is not None:
            return thing
        before = next((k for k in range(at - 1, max(at - 3, -1), -1) if words.quoted[k]), None)
        if before is None:
            return _behind(words, at)
        if at + 1 >= len(low):  # "...", אמר ...
            return None
        last = at + 1
        while last + 1 < len(low) and low[last + 1] not in {".", *_COMMA}:
            last += 1
        return Found(words.offsets(at + 1, last), words.offsets(at, at), (words.offsets(0, before),), quoting=True)
    if begin >= len(low):
        return None
    source = _source(words, at, begin)
    return Found(
        source,
        words.offsets(at, at),
        (words.offsets(begin, _last(words)),),
        quoting=words.quoted[min(begin, len(low) - 1)],
    )


def _behind(words: _Words, at: int) -> Found | None:
    """ "הגשר נסגר, דיווח העיתון": the verb and who speaks close the sentence, or stand between two quotations."""
    low = words.low
    comma = at - 1
    if comma < _LEAST_BEHIND or low[comma] not in _COMMA or _bare(low[0]) in cues.ADVERBIAL:
        return None
    closed = _MARKS.fullmatch(low[comma - 1]) is not None
    if not closed and low[at] not in cues.SAID_BEHIND:
        return None
    last = at
    while last + 1 < len(low) and low[last + 1] not in {".", *_COMMA}:
        last += 1
    if not at < last <= at + _SUBJECT + 1:
        return None
    goes_on = last + 2 < len(low) and low[last + 1] in _COMMA
    inside = not closed and last <= at + _INSIDE and last + 3 < len(low)  # "הגשר, כותב העיתון, נסגר"
    if goes_on and not inside and not (closed and _MARKS.fullmatch(low[last + 2])):
        return None
    content = [words.offsets(0, comma - 1)]
    if goes_on:
        content.append(words.offsets(last + 2, _last(words)))
    return Found(words.offsets(at + 1, last), words.offsets(at, at), tuple(content), quoting=closed)


def _thing(words: _Words, at: int) -> Found | None:
    """ "העיתון דיווח על ...", "كشفت الصحيفة عن ...": a thing is reported, not a clause."""
    low = words.low
    if not {low[at], _bare(low[at])} & cues.REPORTING_OF:
        return None
    limit = min(at + _SUBJECT + 3, len(low) - 1)
    marker = next((k for k in range(at + 1, limit) if low[k] in cues.THING_MARKERS or low[k] in _COMMA), None)
    if marker is not None and low[marker] == "את" and low[at] not in cues.TAKING_THE_THING:
        return None
    if marker is None or low[marker] in _COMMA or (source := _source(words, at, marker)) is None:
        return None
    return Found(source, words.offsets(at, at), (words.offsets(marker, _last(words)),))


def _source(words: _Words, at: int, begin: int) -> Span | None:
    """The words before the verb (Hebrew), else those between it and what is said."""
    low = words.low
    first = at
    while first > 0 and low[first - 1] not in _COMMA and low[first - 1] != ":":
        first -= 1
    if _bare(low[at]) in cues.CITING_VERBS:
        begin = next((k for k in range(at + 1, begin) if low[k] in cues.CITED_FROM), begin)
    behind = (at + 1, begin - 1 - (low[begin - 1] in {":", *_COMMA}))
    lead = " ".join(low[first:at])
    if first < at and lead not in {"עוד", "גם", "כמ כנ", "כמו כנ", "כמא", "כמו", "كما", "וגמ"}:
        when = all(low[k] in cues.HEBREW_TIMES or low[k] in cues.BETWEEN for k in range(behind[0], behind[1] + 1))
        return words.offsets(first, at - 1 if when else behind[1])
    return words.offsets(*behind) if behind[1] >= behind[0] else None


def _last(words: _Words) -> int:
    last = len(words.low) - 1
    while last > 0 and words.low[last] in {".", "؟", "!"}:
        last -= 1
    return last
