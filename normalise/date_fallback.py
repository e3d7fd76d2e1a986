"""Months of the languages that `date_words` does not hold: a table of Europe's, and dateparser for all others.

dateparser knows two hundred locales, and reads a third of the press's date lines wrong when it is given the whole line.
So it is asked for one thing alone: which month a word means in a language, once a word. Days, years, order, times and
zones stay ours. Its import costs half a second, and is paid at the first word that the table does not hold.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Final

_PROBE_YEAR = 2021  # any year; that it comes back shows that the word was read as a month and not as a number
_LONGEST_MONTH = 20
# From January on, small letters, spellings parted by `|`: the months as dates write them (in Polish, the genitive).
_NAMES: Final[Mapping[str, str]] = {
    "sv": "januari|jan februari|feb mars|mar april|apr maj juni|jun juli|jul augusti|aug september|sep|sept "
    "oktober|okt november|nov december|dec",
    "da": "januar|jan februar|feb marts|mar april|apr maj juni|jun juli|jul august|aug september|sep|sept oktober|okt "
    "november|nov december|dec",
    "no": "januar|jan februar|feb mars|mar april|apr mai juni|jun juli|jul august|aug september|sep|sept oktober|okt "
    "november|nov desember|des",
    "nl": "januari|jan februari|feb maart|mrt april|apr mei juni|jun juli|jul augustus|aug september|sep|sept "
    "oktober|okt november|nov december|dec",
    "fi": "tammikuuta|tammikuu helmikuuta|helmikuu maaliskuuta|maaliskuu huhtikuuta|huhtikuu toukokuuta|toukokuu "
    "kesäkuuta|kesäkuu heinäkuuta|heinäkuu elokuuta|elokuu syyskuuta|syyskuu lokakuuta|lokakuu marraskuuta|marraskuu "
    "joulukuuta|joulukuu",
    "pl": "stycznia|styczeń|sty lutego|luty|lut marca|marzec|mar kwietnia|kwiecień|kwi maja|maj czerwca|czerwiec|cze "
    "lipca|lipiec|lip sierpnia|sierpień|sie września|wrzesień|wrz października|październik|paź listopada|listopad|lis "
    "grudnia|grudzień|gru",
    "cs": "ledna|leden února|únor března|březen dubna|duben května|květen června|červen července|červenec srpna|srpen "
    "září října|říjen listopadu|listopad prosince|prosinec",
    "sk": "januára|január februára|február marca|marec apríla|apríl mája|máj júna|jún júla|júl augusta|august "
    "septembra|september októbra|október novembra|november decembra|december",
    "hu": "január február március április május június július augusztus szeptember október november december",
    "ro": "ianuarie|ian februarie|feb martie|mar aprilie|apr mai iunie|iun iulie|iul august|aug septembrie|sept "
    "octombrie|oct noiembrie|nov decembrie|dec",
    "el": "ιανουαρίου|ιανουάριος φεβρουαρίου|φεβρουάριος μαρτίου|μάρτιος απριλίου|απρίλιος μαΐου|μάιος ιουνίου|ιούνιος "
    "ιουλίου|ιούλιος αυγούστου|αύγουστος σεπτεμβρίου|σεπτέμβριος οκτωβρίου|οκτώβριος νοεμβρίου|νοέμβριος "
    "δεκεμβρίου|δεκέμβριος",
    "uk": "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня",
    "hr": "siječnja|siječanj veljače|veljača ožujka|ožujak travnja|travanj svibnja|svibanj lipnja|lipanj srpnja|srpanj "
    "kolovoza|kolovoz rujna|rujan listopada|listopad studenoga|studenog|studeni prosinca|prosinac",
    "ca": "gener febrer març abril maig juny juliol agost setembre octubre novembre desembre",
    "id": "januari|jan februari|feb maret|mar april|apr mei juni|jun juli|jul agustus|agu september|sep oktober|okt "
    "november|nov desember|des",
}
_MONTHS: Final[Mapping[str, Mapping[str, int]]] = {
    language: {word: number for number, words in enumerate(names.split(), 1) for word in words.split("|")}
    for language, names in _NAMES.items()
}


@lru_cache(maxsize=2048)
def foreign_month(word: str, language: str) -> int | None:
    """The month that `word` means in `language` (an ISO 639 code), 1 to 12; None when it means none.

    >>> foreign_month("januari", "sv"), foreign_month("listopada", "pl"), foreign_month("listopada", "hr")
    (1, 11, 10)
    """
    if known := _MONTHS.get(language, {}).get(word):
        return known
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
