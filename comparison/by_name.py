"""Sentences in which an outlet's name and its place alone tell that they are its words: lines of a list, sources in
brackets, "according to" without a comma, deeds of research.

Each takes the report, the offsets of a sentence in it and the mention of an outlet there, and gives the attribution.
"""

from __future__ import annotations

import re

from comparison.attribution import Attribution
from comparison.cues_semitic import ACCORDING
from comparison.english_frames import deed
from comparison.outlet_names import Mention
from comparison.sentences import Span
from normalise.text import fold

_LABEL_LEADS = frozenset(
    (
        "",
        "the",
        "not so",
        "exclusive",
        "breaking",
        "breaking the",
        "first in",
        "עוד",
        "גם",
        "במקביל",
        "היום",
        "הבוקר",
        "פרסום ראשון",
        "בלעדי",
        "כותרת",
        "כותרת עיתון",
        "حصري",
        "خاص",
        "عنوان",
    )
)
_WORD = re.compile(r"[^\W_]+")
_SPEAKS = re.compile(r"[”\"»]?\s*(?:\([^()]{1,40}\)\s*)?:\s+(?=\S)|\]:?\s+(?=\S)")
_IS_READ = re.compile(r"[”\"»]?,?\s+(?:one|we|you|readers) (?:can )?(?:reads?|finds?|learns?) (?=that\b)")
_LEAST_LABELLED = 4  # words behind "The Heron:" that are a statement
_LONGEST_LEAD = 5  # words from "according to" to the name
_BEHIND_A_NAME = re.compile(r"[”\"'»]*[,،]?\s*(?:(?:فإن|فان|إن)\s)?")
_ENGLISH_ACCORDING = (["according", "to"], ["acc", "to"])
_PARTED = re.compile(r"[”\"]?(?:,|\s*[:–—]|\s*[^\w\s.,;'’“”\"()\[\]-]+)\s+(?=\S)")  # a comma, a dash or a picture
_OPENS_BRACKET = re.compile(
    r"[(\[](?:see |via |source: |so |says |reported by |quoted in )?(?:the )?[“\"]?$", re.IGNORECASE
)
_CLOSES_BRACKET = re.compile(r"[”\"]?(?:[,،][^()\[\]]{1,40})?[)\]][.\s]*$")
_LEAST_IN_FRONT = 2  # words in front of "(The Heron)" that are a statement


def labelled(text: str, sentence: Span, mention: Mention) -> Attribution | None:
    """A line of a list ("- The Heron: the bridge is closed"), or "in The Heron one reads that ..."."""
    start, end = sentence
    lead = " ".join(_WORD.findall(text[start : mention.start])).lower()
    rest = text[mention.end : end]
    colon = _SPEAKS.match(rest) if lead in _LABEL_LEADS else _IS_READ.match(rest)
    if colon is None or lead not in _LABEL_LEADS | {"in", "in the"} or len(rest.split()) < _LEAST_LABELLED:
        return None
    begin = mention.end + colon.end()
    return Attribution((mention.start, mention.end), (mention.end, begin), ((begin, end),))


def according(text: str, sentence: Span, mention: Mention) -> Attribution | None:
    """ "According to" without a comma behind the name, as Hebrew and Arabic may have it: "לפי הארץ הגשר נסגר"."""
    start, end = sentence
    lead = [fold(word) for word in _WORD.findall(text[start : mention.start])]
    if not lead or len(lead) > _LONGEST_LEAD:
        return None
    if lead[:2] in _ENGLISH_ACCORDING:
        behind = _PARTED.match(text, mention.end, end)
        if behind is None or len(lead) > 3:
            return None
    elif ACCORDING.isdisjoint({lead[0], lead[0][1:]}):
        return None
    else:
        behind = _BEHIND_A_NAME.match(text, mention.end, end)
    begin = behind.end() if behind else mention.end
    if len(text[begin:end].split()) < _LEAST_LABELLED - 1:
        return None
    return Attribution((mention.start, mention.end), (start, mention.start), ((begin, end),))


def as_told(text: str, sentence: Span, mention: Mention, attribution: Attribution) -> bool:
    """Whether an outlet tells who says it: "As The Heron points out, the minister refused to go" is all its own."""
    if attribution.source is None or mention.end > attribution.source[0]:
        return False
    lead = text[sentence[0] : mention.start].lower().split()
    return lead in _AS and text[mention.end : attribution.source[0]].rstrip().endswith(",")


_AS = (["as"], ["as", "the"], ["just", "as"], ["but", "as"], ["and", "as"], ["yet", "as"])


def in_brackets(text: str, sentence: Span, mention: Mention) -> Attribution | None:
    """A statement with its source in brackets at the end: "The bridge is closed (The Heron, 12 March)."."""
    start, end = sentence
    opening = _OPENS_BRACKET.search(text, start, mention.start)
    if opening is None or opening.end() != mention.start or not _CLOSES_BRACKET.match(text, mention.end, end):
        return None
    said = text[start : opening.start()].rstrip()
    if len(said.split()) < _LEAST_IN_FRONT:
        return None
    return Attribution((mention.start, mention.end), (opening.start(), mention.start), ((start, start + len(said)),))


def found_out(text: str, sentence: Span, mention: Mention) -> Attribution | None:
    """What an outlet found out, told as its deed: "The Heron identified the captain as Roe"."""
    told = deed(text, *sentence, (mention.start, mention.end))
    return Attribution(told.source, told.cue, told.content) if told else None
