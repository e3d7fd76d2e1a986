"""Lines of a list that belong to the outlet above them: a press digest, or "the article alleges that:", (a), (b), (c).

A line opens with a mark. Above the first stands the outlet's name alone, or a sentence that ends in a colon and would
give what follows to somebody.
"""

from __future__ import annotations

import re

from comparison.attribution import Attribution, find_attributions
from comparison.outlet_names import Mention
from comparison.press import OUTLET_NOUNS, PIECE_NOUNS
from comparison.sentences import LIST_MARK, Span

_OTHER_THAN_NAME = re.compile(r"[^\W_]+")
_ARTICLES = frozenset({"the", "from", "in"})
_STAND_IN = " the bridge is closed"  # lets a sentence that ends in a colon be read like any other
_ASIDE = re.compile(r",\s(?:inter alia|among other things|in part|in particular|variously|i\.a\.),(?=\s)")
_THAT = re.compile(r"(?:\s+that)?\s*:$")
_POINTS_BACK = re.compile(
    rf"\W*(?:the|this|that)\s+(?:same\s+)?(?:{'|'.join(sorted(OUTLET_NOUNS | PIECE_NOUNS))})\b",
    re.IGNORECASE,
)


def is_line(text: str, sentence: Span) -> bool:
    """Whether a paragraph is a line of a list."""
    return LIST_MARK.match(text, *sentence) is not None


def heads(text: str, sentence: Span, mention: Mention) -> bool:
    """Whether a paragraph is an outlet's name and nothing else: "THE HERON", "*From The Heron*:"."""
    start, end = sentence
    beside = _OTHER_THAN_NAME.findall(text[start : mention.start] + " " + text[mention.end : end])
    return len(beside) <= 1 and {word.lower() for word in beside} <= _ARTICLES


def announces(text: str, sentence: Span) -> Attribution | None:
    """Who says what the lines below say, where a sentence ends in a colon: "The Heron alleges that:"; None if nobody.

    Source and cue are offsets into `text`; the content is empty.
    """
    start, end = sentence
    words = text[start:end].rstrip()
    if not words.endswith(":"):
        return None
    read = find_attributions(_THAT.sub(" that", _ASIDE.sub(_blank, words)) + _STAND_IN, nlp=False)
    for one in read[:1]:
        if one.source and one.cue and max(one.source[1], one.cue[1]) <= len(words):
            source = (one.source[0] + start, one.source[1] + start)
            return Attribution(source, (one.cue[0] + start, one.cue[1] + start), ())
    return None


def points_back(text: str, sentence: Span) -> bool:
    """Whether a sentence opens with the outlet named before, or what it published: "The article alleges ..."."""
    return _POINTS_BACK.match(text, *sentence) is not None


def _blank(match: re.Match[str]) -> str:
    return " " * len(match.group())
