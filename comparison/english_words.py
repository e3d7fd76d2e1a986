"""The words of an English sentence, and what each may be: the ground on which attribution reads.

Offsets are into the whole text; token numbers count the sentence's words and punctuation marks.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from comparison import cues
from comparison.sentences import Span
from comparison.tables import word_set

_TOKEN = re.compile(
    r"(?:[A-Z]\.){2,}|[A-Z]\.(?=\s[A-Z])|(?:Mr|Mrs|Ms|Dr|Gen|Sen|Rep|Gov|Prof|Lt|Col|Sgt|St|Sens|Reps)\.|"
    r"\w+(?:[.,:]\d+)+|n[’']t\b|[’'](?:s|re|ve|ll|d|m)\b|\w+(?:[-&]\w+|[’'](?!(?:s|re|ve|ll|d|m|t)\b)\w+)*?(?=n[’']t\b)|"
    r"\w+(?:[-&./]\w+|[’'](?!(?:s|re|ve|ll|d|m)\b)\w+)*|''|-{2,3}|[^\w\s]"
)


@dataclass(frozen=True, slots=True)
class Found:
    """One attribution as offsets: `source` and `cue` may be missing, `content` has at least one span."""

    source: Span | None
    cue: Span | None
    content: tuple[Span, ...]
    quoting: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """What a word form may be: (base, form) pairs, and the groups of `cues` its bases belong to."""

    readings: tuple[tuple[str, str], ...]
    speech: bool
    thought: bool
    will: bool
    judgement: bool

    def has(self, form: str) -> bool:
        """Whether it may be this form of one of its verbs."""
        return any(kind == form for _, kind in self.readings)

    def particles(self) -> frozenset[str]:
        """The particles that its verbs may take."""
        return frozenset().union(*(cues.PARTICLES.get(base, frozenset()) for base, _ in self.readings))


@cache
def lexicon() -> dict[str, Entry]:
    """Every form of every reporting verb."""
    groups = (cues.SPEECH, cues.THOUGHT, cues.WILL, cues.JUDGEMENT)
    readings: dict[str, set[tuple[str, str]]] = {}
    member: dict[str, set[int]] = {}
    for number, bases in enumerate((*groups, list(cues.PARTICLES))):
        for form, base, kind in cues.forms([base for base in bases if " " not in base]):
            readings.setdefault(form, set()).add((base, kind))
            member.setdefault(form, set()).add(number)
    return {
        form: Entry(tuple(sorted(found)), *(number in member[form] for number in range(4)))
        for form, found in readings.items()
    }


@dataclass(slots=True)
class Sentence:
    """The words of one sentence: offsets, lower-case forms, and which of them stand inside a quotation."""

    text: str
    start: list[int]
    end: list[int]
    low: list[str]
    quoted: list[bool]

    def __len__(self) -> int:
        return len(self.low)

    def word(self, at: int) -> str:
        """The token in lower case; "" beyond either end."""
        return self.low[at] if 0 <= at < len(self.low) else ""

    def capital(self, at: int) -> bool:
        """Whether the token begins with a capital."""
        return 0 <= at < len(self.low) and self.text[self.start[at]].isupper()

    def span(self, first: int, last: int) -> Span:
        """The offsets of tokens `first` to `last`, the last included."""
        return self.start[first], self.end[last]


def read_words(text: str, start: int, end: int, quotes: Sequence[Span]) -> Sentence:
    """The words of `text[start:end]`; quotations that are only a name do not count as quoted."""
    starts: list[int] = []
    ends: list[int] = []
    low: list[str] = []
    quoted: list[bool] = []
    waiting = [
        quote
        for quote in quotes
        if quote[1] > start
        and quote[0] < end
        and not (quote[1] - quote[0] < _LONGEST_NAME and _is_name(text[quote[0] : quote[1]]))
    ]
    for match in _TOKEN.finditer(text, start, end):
        at, stop = match.span()
        while waiting and waiting[0][1] <= at:
            waiting.pop(0)
        starts.append(at)
        ends.append(stop)
        word = match.group().lower().replace("’", "'")
        low.append("—" if word.startswith("--") else word)
        quoted.append(bool(waiting) and waiting[0][0] <= at)
    return Sentence(text, starts, ends, low, quoted)


_LONGEST_NAME = 60  # characters, with its marks
_NAME = re.compile(
    r"\W+(?:[A-Z](?:[\w.-]|[’'](?=\w))*+(?:\s++(?:of|the|de|al|el|and|on|a|an|in|to|for|&)\b)*+\s*+){1,6},?[”\"’'»]+"
)


def _is_name(quotation: str) -> bool:
    """Whether a quotation is a title or a name (“The New York Times”) rather than something said."""
    return _NAME.fullmatch(quotation) is not None


OPENERS = frozenset('“"«„‘')

CLOSERS = frozenset({"”", '"', "»", "'", "''"})

FINITE = word_set(
    """
    came went took made got gave put left won lost became began kept ran rose fell sent met led held paid brought
    bought built stood understood drew grew broke chose hit cut let met saw felt found thought knew told said got
    sought taught caught spent lent meant comes goes takes makes gets gives puts leaves wins loses becomes begins
    keeps runs rises falls sends meets leads holds pays brings buys builds stands draws grows breaks chooses remains
    seems appears looks works lives needs wants has uses serves includes allows helps shows plays starts stops turns
    represents deserves faces stays lies means brings carries marks violates remain seem appear look work live need
    want use
    """
)


@dataclass(slots=True)
class Draft:
    """An attribution being made, in token numbers (both ends included)."""

    source: tuple[int, int] | None
    cue: tuple[int, int]
    content: list[tuple[int, int]]
    kind: str  # which complement: that, clause, quote, wh, to, object, behind
    form: str = ""
    open: bool = field(default=False)  # the content reaches to the end of the sentence unless something ends it


def trim(sentence: Sentence, first: int, last: int) -> Span | None:
    """A content's offsets without the punctuation around it; quotation marks stay."""
    while first <= last and sentence.low[first] in {",", ";", ":", "—", "–", ")", "-", "."}:
        first += 1
    while last >= first and sentence.low[last] in {",", ";", ":", "—", "–", "(", "-", "."}:
        last -= 1
    return sentence.span(first, last) if first <= last else None
