"""Content words: what a sentence is about, folded and cut to a stem so that forms of one word meet."""

from __future__ import annotations

import re
from functools import lru_cache

from comparison.tables import word_set
from normalise.text import fold

_WORD = re.compile(r"[^\W_]+(?:[.,]\d+)*")
_SUFFIX = re.compile(r"(?:ations?|ings?|ments?|ed|es|ly|s|ing)$")

STOPWORDS = word_set(
    """
    a about above after again against all also although am an and any are as at be because been before being below
    between both but by can could did do does doing don down during each either else even ever every few first for
    from further get had has have having he her here hers herself him himself his how however i if in into is it its
    itself just last latter less many may me might more most much must my neither new no nor not now of off on once
    one only or other others our out over own per same she should since so some still such than that the their
    theirs them then there these they this those three though through to too two under until up upon us very was we
    were what when where whether which while who whom whose why will with within without would yet you your said say
    says told added reported according report reports like made make makes mr mrs ms also s t re ve ll d m n של על
    את הוא היא זה זו לא כי אם גם או עם כל יש אין אבל רק כמו מה מי הם אני אנחנו היה היו יהיה אל עד בין לפי כך في من
    على الى عن ان التي الذي هذا هذه ذلك تلك لم لن لا ما هو هي كان كانت قد مع او ثم بعد قبل بين كل غير حول عند
    """
)

# Verbs and adverbs that say little by themselves: a paraphrase changes them freely. Searched for, but not compared.
LIGHT_WORDS = word_set(
    """
    go goes going gone went come comes coming came take takes taking took taken put puts putting lie lies lying lay
    get gets getting got make makes making let lets become becomes became remain remains still already soon later
    ago explain explained explains note noted notes state stated claim claimed claims argue argued stress stressed
    emphasize emphasized emphasise emphasised point pointed mention mentioned describe described according indicate
    indicated themselves itself back down away together currently recently really very quite almost nearly about
    around some several various total number amid
    """
)


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """A folded word without its common English endings; other scripts stay as they are."""
    if len(word) < 5 or not word.isascii() or word[0].isdigit():
        return word
    cut = _SUFFIX.sub("", word)
    if len(cut) < 3:
        return word
    if cut.endswith("i") and len(cut) > 3:
        cut = cut[:-1] + "y"
    if len(cut) > 4 and cut[-1] == cut[-2] and cut[-1] not in "aeiouls":
        cut = cut[:-1]
    return cut[:-1] if cut.endswith("e") and len(cut) > 4 else cut


@lru_cache(maxsize=4096)
def words(text: str) -> tuple[str, ...]:
    """The words of `text` in order, folded, stop words and one-letter words left out."""
    return tuple(
        word for word in _WORD.findall(fold(text)) if not _is_stopword(word) and (len(word) > 1 or word.isdigit())
    )


def _is_stopword(word: str) -> bool:
    # "and", "that" are written onto the next word in Hebrew and Arabic: וכי, وأن
    return word in STOPWORDS or (word[0] in "ושو" and word[1:] in STOPWORDS)


def content_words(text: str) -> frozenset[str]:
    """The stems of the content words of `text`."""
    return frozenset(stem(word) for word in words(text))
