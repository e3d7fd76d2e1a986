"""Hebrew and Arabic words with the one-letter words that are written onto them: "and", "the", "in", "to", "from" ...

A reader who looks for ממשלה means והממשלה too. Both languages write conjunction, preposition and article as prefixes of
the next word, in a fixed order, so the forms of a word can be listed. All of this works on folded text
(`normalise.text.fold`), where final letters and alef forms are already one.

>>> expand("עזה")[:4]
('עזה', 'העזה', 'ועזה', 'בעזה')
>>> "وبالحرب" in expand("حرب"), "للحكومه" in expand("الحكومه"), expand("gaza")
(True, True, ('gaza',))
"""

from __future__ import annotations

import re

# Hebrew, in the order of writing: and (ו), that/when (ש, כש, לכש, מש), in/to/from/as (ב ל מ כ), the (ה). The article
# melts into ב ל כ and stays after מ and ש. Most frequent first.
HEBREW_PREFIXES: tuple[str, ...] = (
    "ה",
    "ו",
    "ב",
    "ל",
    "מ",
    "ש",
    "כ",
    "וה",
    "וב",
    "ול",
    "ומ",
    "וש",
    "וכ",
    "מה",
    "ומה",
    "שה",
    "שב",
    "של",
    "שמ",
    "שכ",
    "שמה",
    "ושה",
    "ושב",
    "ושל",
    "ושמ",
    "כש",
    "כשה",
    "כשב",
    "כשל",
    "כשמ",
    "וכש",
    "וכשה",
    "לכש",
    "לכשה",
    "מש",
    "משה",
)

# Arabic: and/so (و ف), in/to/like (ب ل ك), the (ال). With the article, ل + ال is written لل.
ARABIC_PREFIXES: tuple[str, ...] = (
    "ال",
    "و",
    "ب",
    "ل",
    "ف",
    "ك",
    "وال",
    "بال",
    "لل",
    "فال",
    "كال",
    "وب",
    "ول",
    "وك",
    "فب",
    "فل",
    "فك",
    "وبال",
    "ولل",
    "وكال",
    "فبال",
    "فلل",
    "فكال",
)

# The same before a word that brings its article along (القدس): ل swallows the article's alef.
_ARABIC_BEFORE_ARTICLE = ("و", "ب", "ف", "ك", "وب", "فب", "وك", "فك")
_ARABIC_TO_THE = ("لل", "ولل", "فلل")

_HEBREW_WORD = re.compile("[א-ת][א-ת'\"]*[א-ת]'?")
_ARABIC_WORD = re.compile("[\u0620-\u064a\u066e-\u06d3\u06d5]{2,}")


def expand(folded_word: str) -> tuple[str, ...]:
    """The forms under which a folded word may stand in folded text: itself first, then prefixed, frequent first.

    A word that is neither Hebrew nor Arabic, or has one letter, comes back alone. Some forms no writer would use are
    among them: they cost a look-up and find nothing. No form appears twice.
    """
    if _HEBREW_WORD.fullmatch(folded_word):
        return _hebrew(folded_word)
    if _ARABIC_WORD.fullmatch(folded_word):
        return _arabic(folded_word)
    return (folded_word,)


def _hebrew(word: str) -> tuple[str, ...]:
    forms = [word, *(prefix + word for prefix in HEBREW_PREFIXES)]
    if word.startswith("ו") and not word.startswith("וו"):
        # Full spelling doubles a word's own vav behind a prefix: ועידה, בוועידה.
        forms += [prefix + "ו" + word for prefix in HEBREW_PREFIXES if not prefix.endswith("ו")]
    return tuple(dict.fromkeys(forms))


def _arabic(word: str) -> tuple[str, ...]:
    if word.startswith("ال") and len(word) > 4:
        stem = word.removeprefix("ال")
        # إلغاء, التزام: here the first letters are the word's own, and it takes the article like any other.
        own = (prefix + word for prefix in ARABIC_PREFIXES)
        with_article = (prefix + word for prefix in _ARABIC_BEFORE_ARTICLE)
        return tuple(dict.fromkeys([word, *with_article, *(prefix + stem for prefix in _ARABIC_TO_THE), *own]))
    return tuple(dict.fromkeys([word, *(prefix + word for prefix in ARABIC_PREFIXES)]))
