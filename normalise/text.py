"""Text as people read it: markup out, control and bidi characters out, white space folded; and folded for search."""

from __future__ import annotations

import html
import re
import unicodedata

# C0 and C1 controls (tab and line breaks are white space, not controls), soft hyphens, zero-width and bidi marks, BOM,
# lone surrogates, noncharacters. U+200C and U+200D stay: Persian and Indic scripts are spelt with them.
_UNWANTED = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff\U000e0000-\U000e007f]"
)
_SPACE = re.compile(r"\s+")
_TAG = re.compile(r"<(?:[a-zA-Z/!?][^<>]*)>")
# Tags between which words are apart; others, such as <b>, may stand inside a word or before a full stop.
_BLOCK_TAG = re.compile(
    r"</?(?:p|br|div|li|ul|ol|dl|dt|dd|tr|td|th|table|h[1-6]|hr|blockquote|section|article|figure|figcaption|pre|img)"
    r"(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_INVISIBLE = re.compile(r"<(script|style)\b", re.IGNORECASE)
_INVISIBLE_ENDS = {name: re.compile(rf"</{name}\s*>", re.IGNORECASE) for name in ("script", "style")}
_LOOKS_MARKED_UP = re.compile(r"[<&]")

# Hebrew points and accents, Arabic harakat, Quranic marks, tatweel: marks a search should not need.
_MARKS = re.compile(
    "[\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed]"
)
_LETTERS = {
    # Hebrew final letters
    "ך": "כ", "ם": "מ", "ן": "נ", "ף": "פ", "ץ": "צ",
    "״": '"', "׳": "'", "־": "-",
    # Arabic and Persian letter forms that outlets spell either way
    "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ی": "ي", "ئ": "ي", "ؤ": "و", "ة": "ه", "ۀ": "ه", "ک": "ك",
    "ء": "",
    "\u200c": "", "\u200d": "",
    # Turkish dotless i and typographic quotes, dashes
    "ı": "i", "ß": "ss", "ø": "o", "Ø": "o", "đ": "d", "ł": "l", "Ł": "l", "æ": "ae", "œ": "oe",
    "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "‚": "'", "–": "-", "—": "-", "‑": "-",
}  # fmt: skip
_FOLDED_LETTERS = str.maketrans(_LETTERS)
_LONG = 200  # characters from which a search for each letter is quicker than looking every character up
# Whatever may be a combining mark: they are no letters or digits, so few characters of a text need to be looked at.
_MAYBE_COMBINING = re.compile(r"[^\w\s\x00-\x7f]")


def clean(text: str) -> str:
    """`text` on one line, without control and bidi characters: safe on a terminal, in a log, in a spreadsheet cell.

    >>> clean("Gaza\\u202e \\n talks\\x00")
    'Gaza talks'
    """
    if text.isprintable():  # nothing unwanted, and no white space but spaces: most strings
        return " ".join(text.split()) if "  " in text else text.strip()
    return _SPACE.sub(" ", _UNWANTED.sub("", text)).strip()


def clean_paragraphs(text: str) -> str:
    """`text` with each line cleaned as by `clean`, empty ones out, paragraphs parted by a blank line."""
    return "\n\n".join(line for part in text.splitlines() if (line := clean(part)))


def without_unwanted(text: str) -> str:
    """`text` without control and bidi characters, its white space as it stands; carriage returns become line breaks."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _UNWANTED.sub("", text)


def plain(markup: str) -> str:
    """HTML or half-escaped feed text as plain text on one line: tags out, entities decoded (twice where nested).

    >>> plain("Gaza &amp;#8216;talks&amp;#8217; <b>stall</b>")
    'Gaza ‘talks’ stall'
    >>> plain("<p>High at <b>nine</b>.</p><p>Low at noon<br>or so.</p>")
    'High at nine. Low at noon or so.'
    """
    if not _LOOKS_MARKED_UP.search(markup):
        return clean(markup)
    for _ in range(2):
        markup = _TAG.sub("", _BLOCK_TAG.sub(" ", _without_invisible(markup)))
        unescaped = html.unescape(markup)
        if unescaped == markup:
            break
        markup = unescaped
    return clean(markup)


def _without_invisible(markup: str) -> str:
    """`markup` without scripts and styles, in one pass: text of nothing but `<script` must not take seconds."""
    kept, position, unclosed = [], 0, set()
    for opening in _INVISIBLE.finditer(markup):
        name = opening[1].lower()
        if opening.start() < position or name in unclosed:
            continue
        end = _INVISIBLE_ENDS[name].search(markup, opening.end())
        if end is None:
            unclosed.add(name)
            continue
        kept.append(markup[position : opening.start()])
        position = end.end()
    return " ".join([*kept, markup[position:]])


def fold(text: str) -> str:
    """`text` as it is indexed and searched: case, accents, niqqud, harakat, alef forms and final letters folded.

    Lossy on purpose; lengths differ from the original, so offsets do not carry over.

    >>> fold("שָׁלוֹם"), fold("إسرائيل"), fold("Erdoğan")
    ('שלומ', 'اسراييل', 'erdogan')
    """
    if text.isascii():
        return text.lower()
    text = unicodedata.normalize("NFKC", text).casefold()
    if len(text) < _LONG:
        text = text.translate(_FOLDED_LETTERS)
    else:
        for letter, folded in _LETTERS.items():
            text = text.replace(letter, folded)
    decomposed = unicodedata.normalize("NFD", _MARKS.sub("", text))
    return unicodedata.normalize("NFC", _MAYBE_COMBINING.sub(_without_combining, decomposed))


def _without_combining(match: re.Match[str]) -> str:
    return "" if unicodedata.combining(match.group()) else match.group()
