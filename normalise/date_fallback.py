"""Months of the languages that `date_words` does not hold, from dateparser.

dateparser knows two hundred locales, and reads a third of the press's date lines wrong when it is given the whole line.
So it is asked for one thing alone: which month a word means in a language, once a word. Days, years, order, times and
zones stay ours. Its import costs half a second, and is paid at the first such word.
"""

from __future__ import annotations

from functools import lru_cache

_PROBE_YEAR = 2021  # any year; that it comes back shows that the word was read as a month and not as a number
_LONGEST_MONTH = 20


@lru_cache(maxsize=2048)
def foreign_month(word: str, language: str) -> int | None:
    """The month that `word` means in `language` (an ISO 639 code), 1 to 12; None when it means none."""
    if not 3 <= len(word) <= _LONGEST_MONTH or not word.isalpha():
        return None
    import dateparser

    try:
        found = dateparser.parse(
            f"28 {word} {_PROBE_YEAR}",
            languages=[language],
            settings={"STRICT_PARSING": True, "DATE_ORDER": "DMY", "PARSERS": ["absolute-time"]},
        )
    except ValueError:  # a language it does not know
        return None
    return found.month if found and (found.year, found.day) == (_PROBE_YEAR, 28) else None
