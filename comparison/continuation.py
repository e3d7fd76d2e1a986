"""Whether a sentence without a source goes on with what the source before it was said to say.

Within a paragraph it does, unless it opens as the report's own voice does ("Meanwhile, ...", "Since the ceasefire
... has ..."). A new paragraph goes on only with a link: it points back ("This move ...", "The project ..."), is joined
on ("Also, ..."), or cites unnamed sources about the same matter.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from comparison import cues_semitic
from comparison.press import (
    CONNECTIVE_PHRASES,
    CONNECTIVES,
    MATTERS,
    OF_SEVERAL,
    OUTLETS,
    OWN_VOICE,
    OWN_VOICE_AT_PARAGRAPH,
    OWN_VOICE_PHRASES,
    REPROACHES,
    UNNAMED,
)
from comparison.words import content_words
from normalise.names import script
from normalise.text import fold

_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
_SHARED_WITH_UNNAMED = 1  # content words that a sentence of unnamed sources must share with what was told
_SEVERAL_WITHIN = 6  # words: "none of the four outlets"
_OPENING_NOUN_WITHIN = 6  # words in which the matter must be named: "The new American plan for ..."


def goes_on(sentence: str, told: str, sources: Sequence[str], *, opens_paragraph: bool, closes_report: bool) -> bool:
    """Whether `sentence` continues `told`. `sources`: who is named in it as saying something."""
    words = [word.lower() for word in _WORD.findall(sentence)]
    if not words:
        return False
    opening = " ".join(words[:8])
    if (folded := fold(words[0])) in cues_semitic.OWN_VOICE:
        return False
    if opens_paragraph and script(words[0]) != "latin":
        return folded in cues_semitic.CONNECTIVES or folded in cues_semitic.MATTERS
    if words[0] in OWN_VOICE or opening.startswith(OWN_VOICE_PHRASES) or set(words[1:4]) & REPROACHES:
        return False
    if words[0] in OF_SEVERAL and set(words[1:_SEVERAL_WITHIN]) & OUTLETS:
        return False
    if not opens_paragraph:
        return True
    if words[0] in OWN_VOICE_AT_PARAGRAPH:
        return False
    if words[0] in CONNECTIVES or opening.startswith(CONNECTIVE_PHRASES):
        return True
    if sources and {word.lower() for word in _WORD.findall(sources[0])} & UNNAMED:
        shared = content_words(sentence) & content_words(told)
        return len(shared) >= _SHARED_WITH_UNNAMED
    if closes_report:
        return words[0] == "the" and bool(set(words[1:4]) & MATTERS)
    return words[0] == "the" and bool(set(words[1:_OPENING_NOUN_WITHIN]) & MATTERS)
