"""A date line as tokens: numbers, words (folded, with the tables' longest phrases found), marks."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from typing import Literal, NamedTuple, TypeVar

from normalise.date_eastern import is_eastern, rewritten
from normalise.date_words import LABEL_STEMS, LABELS, MONTHS, Label, Month
from normalise.text import clean, fold, plain

_K = TypeVar("_K")

LONGEST = 128  # characters that are read: no date line is longer, and every reader's time is bounded by it
_PHRASE = 4  # words of the longest phrase in the tables

_TOKEN = re.compile(r"(\d+)|([^\W\d_]+(?:['’\"״׳`´][^\W\d_]+)*['’׳]?)|(\S)")
_DOTTED = re.compile(r"(?<![^\W_])([^\W\d_])\.\s?([^\W\d_])(?![^\W_])\.?")  # a.m., ق.ظ, ö.s.
_GLUED_CLOCK = re.compile(r"(?<!\d)((?:19|20)\d\d)(\d{2}:\d{2})(?!\d)")  # 4/1/202610:30: markup went lost between
_PREFIXES = "בלהו"  # Hebrew in, to, the, and
_MARKED_UP = re.compile(r"[<&]")


class Token(NamedTuple):
    """A piece of the line. `glued` says that no space stands before it."""

    kind: Literal["number", "word", "mark"]
    text: str  # a word's folded form
    raw: str
    value: int
    glued: bool


def normalise_line(raw: str) -> str:
    """`raw` on one line, plain, with ASCII digits and without points, cut at 128 characters between two words."""
    text = raw[: 4 * LONGEST].strip()
    if _MARKED_UP.search(text):
        text = plain(text)
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text).replace("\u200c", " ").replace("\u2212", "-").translate(_DASHES)
        text = "".join(_DIGIT.get(c, c) for c in text if not unicodedata.combining(c))
        text = rewritten(text) if is_eastern(text) else text
    text = _GLUED_CLOCK.sub(r"\1 \2", clean(text))
    if len(text) > LONGEST:
        text = text[: LONGEST + 1].rpartition(" ")[0]
    return text


_DASHES = str.maketrans({"–": "-", "—": "-", "‑": "-", "־": "-", "،": ",", "ـ": None, "٫": ".", "∶": ":", "：": ":"})
_DIGIT: Mapping[str, str] = {
    chr(zero + value): str(value) for zero in (0x660, 0x6F0, 0x966, 0x9E6) for value in range(10)
}


def tokens_of(line: str) -> list[Token]:
    """The tokens of a normalised line."""
    line = _DOTTED.sub(r"\1\2", line)
    found: list[Token] = []
    end = -1
    for match in _TOKEN.finditer(line):
        number, word, mark = match.groups()
        glued = match.start() == end
        end = match.end()
        if number:
            found.append(Token("number", number, number, int(number) if len(number) < 10 else -1, glued))
        elif word and (folded := _folded(word)):
            found.append(Token("word", folded, word, -1, glued))
        else:
            found.append(Token("mark", word or mark, word or mark, -1, glued))  # a lone hamza folds to nothing
    return found


@lru_cache(maxsize=8192)
def _folded(word: str) -> str:
    return fold(word).rstrip("'")


def phrase_at(tokens: list[Token], start: int, table: Mapping[str, _K]) -> tuple[_K, int] | None:
    """The table's value for the longest phrase at `start`, and the index behind it. A hyphen may part its words."""
    words: list[str] = []
    best: tuple[_K, int] | None = None
    at = start
    while at < len(tokens) and len(words) < _PHRASE:
        token = tokens[at]
        if token.kind == "word":
            words.append(token.text)
            if (value := table.get(" ".join(words))) is not None:
                best = (value, at + 1)
        elif not (token.text == "-" and words and token.glued):
            break
        at += 1
    return best


def month_at(tokens: list[Token], start: int) -> tuple[tuple[Month, ...], int] | None:
    """The month named at `start` and the index behind it; Hebrew and Arabic prefixes may stand before it."""
    if start >= len(tokens) or tokens[start].kind != "word":
        return None
    if found := phrase_at(tokens, start, MONTHS):
        return found
    word = tokens[start].text
    if word[0] in _PREFIXES and len(word) > 2:
        bare = [tokens[start]._replace(text=word[1:]), *tokens[start + 1 : start + _PHRASE]]
        if found := phrase_at(bare, 0, MONTHS):
            return found[0], start + found[1]
    return None


def label_at(tokens: list[Token], start: int) -> tuple[Label, int] | None:
    """The label ("Published", "עודכן") at `start` and the index behind it."""
    if tokens[start].kind != "word":
        return None
    if found := phrase_at(tokens, start, LABELS):
        return found
    word = tokens[start].text
    for stem, label in LABEL_STEMS:
        if word.startswith(stem):
            return label, start + 1
    return None
