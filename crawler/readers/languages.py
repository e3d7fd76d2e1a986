"""The language an entry is in: what the feed says, unless the letters say otherwise."""

from __future__ import annotations

import re

_PRIMARY = re.compile(r"\s*([A-Za-z]{2,3})(?:[-_]|\s*\Z)")
_OLD_CODES = {"iw": "he", "in": "id", "ji": "yi", "heb": "he", "ara": "ar", "eng": "en", "fre": "fr", "fra": "fr"}
_HEBREW = re.compile("[\u05d0-\u05ea]")
_ARABIC = re.compile("[\u0621-\u064a\u067e\u0686\u0698\u06a9\u06af\u06cc]")
_LATIN = re.compile("[A-Za-z\u00c0-\u024f]")
_WRITTEN_IN_HEBREW = frozenset({"he", "yi", "lad"})
_WRITTEN_IN_ARABIC = frozenset({"ar", "fa", "ur", "ps", "ku", "ckb", "ug", "sd", "ks", "pa", "az", "ms"})


def language_of(declared: str | None, text: str | None) -> str | None:
    """The primary subtag of `declared` (a feed's or an element's language), or None where `text` belies it.

    Publishing systems declare English by default: text in Hebrew letters is Hebrew whatever they declare, text in
    Arabic letters under a language of other letters is left open (Arabic, Persian, Urdu ...).

    >>> language_of("he-IL", "הפסקת אש"), language_of("en-us", "הפסקת אש"), language_of("en-us", "هدنة في غزة")
    ('he', 'he', None)
    """
    found = _PRIMARY.match(declared or "")
    code = found[1].lower() if found else None
    code = _OLD_CODES.get(code, code) if code else None
    if not text or text.isascii():
        return code
    latin = len(_LATIN.findall(text))
    if len(_HEBREW.findall(text)) > latin:
        return code if code in _WRITTEN_IN_HEBREW else "he"
    if len(_ARABIC.findall(text)) > latin:
        return code if code in _WRITTEN_IN_ARABIC else None
    return code
