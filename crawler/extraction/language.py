"""The language a page is written in: what it declares, unless its script says otherwise."""

from __future__ import annotations

import re
from collections import Counter
from typing import Final

from lxml.html import HtmlElement

from .metadata import Meta
from .words import word_set

_KEYS: Final = ("content-language", "og:locale", "language", "dc.language", "inlanguage")
_TAG: Final = re.compile(r"^\s*([a-zA-Z]{2,3})(?:[-_][a-zA-Z0-9]{2,8})*\s*$")
_ALIASES: Final = {
    "iw": "he",
    "in": "id",
    "ji": "yi",
    "nb": "no",
    "nn": "no",
    "heb": "he",
    "ara": "ar",
    "eng": "en",
    "fas": "fa",
    "per": "fa",
    "tur": "tr",
}
_NAMES: Final = {
    "english": "en",
    "hebrew": "he",
    "arabic": "ar",
    "french": "fr",
    "german": "de",
    "turkish": "tr",
    "persian": "fa",
    "spanish": "es",
}
# Script -> (first and last character, ...), and the languages that are written in it.
_SCRIPTS: Final[tuple[tuple[re.Pattern[str], frozenset[str]], ...]] = (
    (re.compile("[\u05d0-\u05ea]"), frozenset({"he", "yi"})),
    (re.compile("[\u0620-\u06d3\u06fa-\u06ff]"), word_set("ar fa ur ps ckb ku ug sd az dv")),
    (re.compile("[\u0400-\u04ff]"), word_set("ru uk bg sr be mk kk ky mn tg uz az tt")),
    (re.compile("[\u0370-\u03ff]"), frozenset({"el"})),
    (re.compile("[\u0900-\u097f]"), frozenset({"hi", "mr", "ne", "sa", "bho"})),
    (re.compile("[\u0980-\u09ff]"), frozenset({"bn", "as"})),
    (re.compile("[\uac00-\ud7af]"), frozenset({"ko"})),
    (re.compile("[\u0e00-\u0e7f]"), frozenset({"th"})),
    (re.compile("[\u0530-\u058f]"), frozenset({"hy"})),
    (re.compile("[\u10a0-\u10ff]"), frozenset({"ka"})),
    (re.compile("[\u1200-\u137f]"), frozenset({"am", "ti"})),
    (re.compile("[\u0b80-\u0bff]"), frozenset({"ta"})),
    (re.compile("[\u3040-\u30ff]"), frozenset({"ja"})),
    (re.compile("[\u4e00-\u9fff]"), frozenset({"zh", "ja", "yue"})),
    (re.compile("[A-Za-z\u00c0-\u024f\u1e00-\u1eff]"), frozenset()),
)  # fmt: skip
_LETTERS: Final = _SCRIPTS[-1][0]
_COMMON: Final = {
    "en": "the of and to in that is was for on with as by at from has have it he said not are be this who will",
    "de": "der die das und ist nicht ein eine zu den mit von sich auf für im dem des auch es an werden hat sind",
    "fr": "le la les des et est une un du dans que qui pour sur pas par au avec plus ce il sont ont été aux",
    "es": "el la los las de que y en un una es por con para del se no su al lo como más ha pero este sus",
    "it": "il la di che e un una per non in è del della con si le da sono al dei nel ha alla più anche gli",
    "pt": "o a os as de que e em um uma é para com não do da no na por mais dos se foi ao das são",
    "nl": "de het een van en in is dat op te zijn met voor niet aan er die als ook bij maar om door naar",
    "tr": "ve bir bu için ile de da olarak olan en çok daha gibi sonra kadar ne olduğu ancak her göre dedi",
    "da": "og i det at en er til på som med for de af den ikke har der et han var om fra vi",
    "no": "og i det at en er til på som med for de av den ikke har et han var om fra vi etter",
    "sv": "och i att det en som är på för med av den till har inte de ett om var han från vi",
    "pl": "i w na z do się nie że jest to o jak po co od za przez ale dla ma tego są oraz",
    "cs": "a v se na je že to s z do o i ve za by jsou pro ale k podle tak byl jako které",
    "id": "yang dan di ini itu dengan untuk dari pada tidak dalam akan ke juga oleh telah sebagai bisa ada",
    "vi": "và của là có cho không được trong các với những một đã người này khi từ đến ông",
    "ro": "și de la a în cu pe care nu este din că pentru au fost o un mai sau prin sunt",
    "hu": "a az és hogy nem is egy volt ez meg csak már de ha mint vagy után el még szerint",
    "fi": "ja on ei että se oli hän myös kun mutta ovat joka kuin mukaan ole tai jo vuonna sen",
    "sw": "ya na wa kwa ni za katika la kuwa hiyo cha kutoka huo watu hii kama wake alisema baada",
}


def _languages_of_words() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for language, words in _COMMON.items():
        for word in words.split():
            found[word] = (*found.get(word, ()), language)
    return found


_LATIN: Final = _languages_of_words()
_WORD: Final = re.compile(r"[^\W\d_]+")


def read_language(root: HtmlElement, meta: Meta, text: str | None, *, outlet: str | None) -> str | None:
    """A two- or three-letter code: the page's own, unless it cannot be written in the text's script; else a guess.

    Order: `lang`, og:locale and the like; `outlet` (its configured language); the text. None where none tells.
    """
    stated = [
        root.get("lang"), root.get("{http://www.w3.org/XML/1998/namespace}lang"), root.get("xml:lang"),
        *(meta.values.get(key, (None,))[0] for key in _KEYS),
    ]  # fmt: skip
    candidates = [code for value in (*stated, outlet) if (code := _code(value))]
    sample = (text or "")[:4000]
    written = _script(sample)
    for code in candidates:
        if written is None or (code in written if written else not any(code in languages for _, languages in _SCRIPTS)):
            if not written and written is not None and len(sample) > 400 and (guess := _latin(sample, margin=3.0)):
                return guess if code not in _COMMON or guess != code else code
            return code
    return guess_language(sample) or (candidates[0] if candidates and written is None else None)


def guess_language(text: str) -> str | None:
    """The language of a text by its script and its commonest words; None where that does not tell.

    >>> guess_language("הממשלה אישרה את ההסכם"), guess_language("دولت این توافق را پذیرفت که می‌گوید")
    ('he', 'fa')
    """
    written = _script(text)
    if written is None:
        return None
    if not written:
        return _latin(text, margin=1.3)
    if "ar" in written:
        return _arabic_script(text)
    if "ru" in written:
        return "uk" if len(re.findall("[іїєґ]", text)) * 100 > len(text) else "ru"
    if "zh" in written:
        return "ja" if re.search("[\u3040-\u30ff]", text) else "zh"
    first = {"he": "he", "hi": "hi", "bn": "bn", "am": "am"}
    return next((code for code in first if code in written), None) or min(written)


def _arabic_script(text: str) -> str:
    if len(re.findall("[ٹڈڑںے]", text)) * 60 > len(text):
        return "ur"
    return "fa" if len(re.findall("[پچژگکی]", text)) * 40 > len(text) else "ar"


def _script(text: str) -> frozenset[str] | None:
    """The languages of the script most of `text` is in; empty for Latin, None where there are too few letters."""
    if text.isascii():
        return frozenset() if sum(map(str.isalpha, text[:200])) > 3 else None
    text = text[:1000]
    if len(_LETTERS.findall(text)) > 0.75 * len(text):
        return frozenset()  # nearly all texts: the other scripts together cannot outweigh these
    best, most = None, 3
    for pattern, languages in _SCRIPTS:
        count = len(pattern.findall(text))
        if "ja" in languages and "zh" not in languages:
            count *= 3  # kana stand between kanji
        if count > most:
            best, most = languages, count
    return best


def _latin(text: str, *, margin: float) -> str | None:
    counts: Counter[str] = Counter()
    for word in _WORD.findall(text[:1500].lower()):
        for language in _LATIN.get(word, ()):
            counts[language] += 1
    ranked = counts.most_common(2)
    if not ranked or ranked[0][1] < 3:
        return None
    second = ranked[1][1] if len(ranked) > 1 else 0
    return ranked[0][0] if ranked[0][1] >= margin * second else None


def _code(value: str | None) -> str | None:
    if not value:
        return None
    value = value.split(",")[0]
    found = _TAG.match(value)
    if not found:
        return _NAMES.get(value.strip().lower())
    code = found[1].lower()
    return _ALIASES.get(code, code)
