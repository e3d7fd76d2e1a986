"""Which language a text is in: by its script, and for Latin and Arabic script by its commonest words."""

from __future__ import annotations

import re

from comparison.tables import word_set

_WORD = re.compile(r"[^\W\d_]+")
_HEBREW = re.compile("[\u05d0-\u05ea]+")
_ARABIC = re.compile("[\u0620-\u064a\u066e-\u06d3]+")
_PERSIAN = re.compile("[پچژگکی]+")
_LATIN = re.compile("[A-Za-z]+")
_COMMON = {
    "en": word_set(
        """
    the of and to in that is was for on with said has have it by from are were will not be as at
    """
    ),
    "fr": word_set(
        """
    le la les des et du une est dans que pour qui sur pas au par plus avec ce son ont sont était
    """
    ),
    "de": word_set(
        """
    der die das und ist nicht von den mit dem ein eine auf für im sich des zu auch als wird hat
    """
    ),
    "es": word_set("el la los las de que y en un una por con para del se su al es no más fue ha"),
    "tr": word_set(
        """
    ve bir bu için ile olarak olan daha çok de da en gibi kadar sonra göre ise ancak
    """
    ),
    "it": word_set("il di che la e per un una del della non sono con i le si da nel alla"),
}
_LEAST = 2  # common words of a language before it is believed against `otherwise`


def language_of(text: str, otherwise: str = "en") -> str:
    """The ISO 639-1 code of the language of `text`; `otherwise` where it is too short to tell.

    >>> language_of("La police a dit que les routes sont fermées"), language_of("השיחות נתקעו"), language_of("?")
    ('fr', 'he', 'en')
    """
    hebrew, arabic, latin = (_letters(pattern, text) for pattern in (_HEBREW, _ARABIC, _LATIN))
    if not hebrew + arabic + latin:
        return otherwise
    if hebrew >= max(arabic, latin):
        return "he"
    if arabic >= latin:
        if otherwise in {"ar", "fa", "ur"}:
            return otherwise
        return "fa" if _letters(_PERSIAN, text) * 20 > arabic else "ar"
    words = [word.lower() for word in _WORD.findall(text)]
    counts = {language: sum(map(common.__contains__, words)) for language, common in _COMMON.items()}
    best = max(counts, key=lambda language: counts[language])
    if counts[best] < _LEAST or counts[best] == counts.get(otherwise, -1):
        return otherwise if otherwise not in {"he", "ar", "fa"} else "en"
    return best


def _letters(pattern: re.Pattern[str], text: str) -> int:
    return sum(map(len, pattern.findall(text)))
