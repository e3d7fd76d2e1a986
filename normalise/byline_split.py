"""A prepared byline, cut into chunks that each hold one thing: a name, an organisation, a place, a role."""

from __future__ import annotations

import re
from collections.abc import Iterator

from normalise.byline_chunks import BREAK, BY, SOURCE, Chunk, Organisations, is_arabic, key_of
from normalise.byline_dateline import dateline_pieces
from normalise.byline_names import GIVEN_NAMES, PARTICLES, SUFFIXES, TITLES, VAV_NAMES, VIETNAMESE
from normalise.byline_organisations import MARKERS, ORGANISATIONS, STAFF
from normalise.byline_places import PLACES
from normalise.byline_words import CONNECTORS, KICKERS, LEADING, WEAK_CONNECTORS

_PARENTHESES = re.compile(r"[(\[（]([^()\[\]（）]{0,120})[)\]）]")
_DASH = re.compile(
    r"\s*[-–—―ـ]+(?:\s+|$)|(?:\s+|^)[-–—―ـ]+\s*|(?:^|\s)//+\s*|\s*//+(?=\s)|\s*–\s*|(?<=\w)\s*—\s*(?=\w)"
)
_SEPARATOR = re.compile(
    r"(,(?!\s*(?:jr|sr|iii?)\b)"
    r"|[،、，;；؛|│/·•∙●▪…~=＝:：«»{}<>”„“+*#※►▶→←／!?✍©\\¦–؟§]|¶|\"(?!\w)|(?<!\w)\")",
    re.IGNORECASE,
)
_ABBREVIATIONS = TITLES | SUFFIXES | {"st"}
_AROUND_WORDS = ".,;:'’‘`\"*_-–—()[]"


def chunks(text: str, is_organisation: Organisations) -> list[Chunk]:
    """Prepared text cut at separators and at every language's "and"."""
    text = _PARENTHESES.sub(lambda found: _open_parentheses(found, is_organisation), text)
    if is_arabic(text):
        return _dateline_chunks(_DASH.sub(" – ", text), is_organisation)
    pieces = _SEPARATOR.split(_DASH.sub(" – ", text))
    found: list[Chunk] = []
    before = ""
    for index, piece in enumerate(pieces):
        if index % 2:
            mark = piece.strip()
            before = next((strong for strong in (BY, SOURCE) if strong in (before, mark)), mark or ",")
            continue
        if not (piece := piece.strip()):
            continue
        if before in ("", BY, BREAK, "|", "/", "·", "–", ":", ","):
            piece = _without_leading(piece, opening=before in ("", BREAK, BY))
        found.extend(_split_words(piece, before or "", is_organisation))
        before = ""
    return found


def _dateline_chunks(text: str, is_organisation: Organisations) -> list[Chunk]:
    found: list[Chunk] = []
    for piece, before, place in dateline_pieces(text, is_organisation):
        if not place:
            found.extend(_split_words(piece, before, is_organisation))
        elif words := [word for word in piece.split() if key_of(word)]:
            found.append(_chunk(words, [key_of(word) for word in words], before, place=True))
    return found


_INITIALS = re.compile(r"(?:[A-ZÀ-Þ]\.[\s-]?){1,4}")


def with_initials(found: list[Chunk]) -> list[Chunk]:
    """A surname and the initials after its comma as one chunk, whatever else the surname means: "Stern, P."."""
    if not any(chunk.before == "," and _INITIALS.fullmatch(" ".join(chunk.words)) for chunk in found):
        return found
    joined: list[Chunk] = []
    for chunk in found:
        initials = chunk.before == "," and _INITIALS.fullmatch(" ".join(chunk.words))
        if initials and joined and _size(list(joined[-1].keys)) <= 2 and not joined[-1].words[0].endswith("."):
            last = joined.pop()
            chunk = Chunk(chunk.words + last.words, chunk.keys + last.keys, last.before)
        joined.append(chunk)
    return joined


def _open_parentheses(found: re.Match[str], is_organisation: Organisations) -> str:
    inside = found.group(1).strip(" .:*")
    keys = [key_of(word) for word in inside.split()]
    joined = " ".join(keys)
    if len(keys) > 2 and keys[0] in CONNECTORS:
        return f" & {inside[len(inside.split()[0]) :]} {BREAK} "
    if is_organisation(joined):
        return f" {BREAK} {inside} {BREAK} "
    alone = not (found.string[: found.start()].strip(" ¦.:*") or found.string[found.end() :].strip(" ¦.:*"))
    if alone:
        return f" {inside} "
    nickname = bool(re.search(r"(?:^|[,;&¶¦])\s*\w+\s*$", found.string[: found.start()]))
    return " " if nickname else f" {BREAK} "


def _without_leading(piece: str, *, opening: bool) -> str:
    """A piece without the "von", "par", "di" that opens it, kicker and all."""
    if found := LEADING.match(piece):
        rest = piece[found.end() :]
        if piece[:3].lower() == "nga" and not VIETNAMESE.isdisjoint(map(key_of, rest.split())):
            return piece  # Albanian "by", and a Vietnamese name
        # "Von Trapp" and "Di Maio" are names; "Von dpa", "Über Jane" and "Von Redaktion" are not.
        sure = (
            piece[0].islower() or rest[0].islower() or key_of(rest.strip(_AROUND_WORDS)) in STAFF or piece[0] in "ÜüÉé"
        )
        if len(rest.split()) >= (1 if sure and (opening or piece[0].islower()) else 2):
            return rest
    first, _, rest = piece.partition(" ")
    if (
        rest
        and (found := LEADING.match(rest))
        and (key_of(first) in KICKERS or (opening and first.islower() and first not in PARTICLES))
    ):
        return rest[found.end() :]
    return piece


def _split_words(piece: str, before: str, is_organisation: Organisations) -> list[Chunk]:
    words, keys = [], []
    for word in piece.split():
        if (trimmed := _trim(word)) and (key := key_of(trimmed)):
            words.append(trimmed)
            keys.append(key)
    while keys and word_is_ampersand(keys[-1]):
        words, keys = words[:-1], keys[:-1]
    if not keys:
        return []
    joined = " ".join(keys)
    if is_organisation(joined) or joined in PLACES:
        return [_chunk(words, keys, before)]
    found: list[Chunk] = []
    start = 0
    if (
        words
        and words[0][0].isupper()
        and any(key in CONNECTORS and _is_common(word, after, keys[0]) for key, word, after in _neighbours(keys, words))
    ):
        return [_chunk(words, keys, before)]
    for index, key in enumerate(keys):
        if index > start and index + 1 < len(keys) and _connects(keys, words, start, index, key, is_organisation):
            found += _split_vav(words[start:index], keys[start:index], before, is_organisation)
            start, before = index + 1, "&"
        elif index == start == 0 and len(keys) > 1 and _is_connector(words[0], key):
            start, before = 1, "&"
    return found + _split_vav(words[start:], keys[start:], before, is_organisation)


def _neighbours(keys: list[str], words: list[str]) -> Iterator[tuple[str, str, str]]:
    return zip(keys, words, words[1:], strict=False)


def _is_common(connector: str, after: str, first: str) -> bool:
    """ "News and features": a common noun after "and" makes the whole a phrase, not two names."""
    if not (connector.isalpha() and after[0].islower() and len(after) > 2 and after.isalpha()):
        return False
    key = key_of(after)
    newsroom = (key in MARKERS or key in STAFF) and first not in STAFF  # "Jane Roe and agency"
    return not (newsroom or key in PARTICLES or key in CONNECTORS or key in ORGANISATIONS)


def _trim(word: str) -> str:
    """A word without the punctuation around it; the stop of an initial or an abbreviation stays."""
    trimmed = word.strip(_AROUND_WORDS)
    if word.startswith("'") and trimmed and trimmed[0] == "t":
        return f"'{trimmed}"
    tail = word[word.find(trimmed) + len(trimmed) :] if trimmed else ""
    if tail.startswith(".") and (len(trimmed) <= 2 or "." in trimmed or key_of(trimmed) in _ABBREVIATIONS):
        return trimmed + "."
    if tail[:1] in ("'", "’") and trimmed and "\u0590" <= trimmed[-1] <= "\u05ff" and len(trimmed) <= 4:
        return trimmed + "'"
    return trimmed if trimmed or word != "&" else word


def _connects(
    keys: list[str], words: list[str], start: int, index: int, key: str, is_organisation: Organisations
) -> bool:
    if _is_connector(words[index], key):
        rest = " ".join(keys[index + 1 :])
        if key == "&" and index - start == 1 and len(keys) == index + 2 and GIVEN_NAMES.isdisjoint(keys):
            return False  # "Food & Wine"
        return not ((key == "&" and is_organisation(" ".join(keys[start:]))) or rest == "i")
    if key not in WEAK_CONNECTORS or not words[index].islower():
        return False
    left, right = index - start, len(keys) - index - 1
    if left < 2 or right < 2 or keys[index + 1] in PLACES or " ".join(keys[index + 1 : index + 3]) in PLACES:
        return False
    return words[index + 1][0].isupper() and (key not in {"en", "a", "i", "u"} or keys[index + 1] in GIVEN_NAMES)


def _is_connector(word: str, key: str) -> bool:
    """Whether a word means "and" or "with" everywhere; Con Roe is a person."""
    return word_is_ampersand(key) or (key in CONNECTORS and word != "Con")


def word_is_ampersand(key: str) -> bool:
    """Whether a key is a sign for "and" rather than a word."""
    return key in {"&", "+", "＆"}


def _chunk(words: list[str], keys: list[str], before: str, *, place: bool = False) -> Chunk:
    return Chunk(tuple(words), tuple(keys), before, place)


def _split_vav(words: list[str], keys: list[str], before: str, is_organisation: Organisations) -> list[Chunk]:
    """Hebrew ו and Arabic و before the second name mean "and", unless they begin a name themselves.

    A connective stands after a full name and before another: two words at least on both sides (particles such as בן
    and أبو do not count as words), or an organisation on the right. Names that begin with the letter are known.
    """
    while len(keys) > 1 and _is_connector(words[0], keys[0]):
        words, keys = words[1:], keys[1:]
    if not words:
        return []
    start = 0
    found: list[Chunk] = []
    for index, key in enumerate(keys):
        if key[0] not in "ווو" or len(key) < 3:
            continue
        if index == 0:
            if (
                before in {",", "،", "&", BREAK}
                and key not in VAV_NAMES
                and (key[1:] in GIVEN_NAMES or (len(keys) > 1 and before in ",،"))
            ):
                words, keys = [words[0][1:], *words[1:]], [key[1:], *keys[1:]]
            continue
        left, right = keys[start:index], [key[1:], *keys[index + 1 :]]
        if is_organisation(" ".join(right)) or right[0] in STAFF or right[0] in {"سوكالات", "وكالات", "الوكالات"}:
            splits = True
        elif key in VAV_NAMES and not is_organisation(" ".join(left)):
            splits = False
        else:
            splits = is_organisation(" ".join(left)) or (_size(left) >= 2 and _size(right) >= 2)
        if splits:
            found.append(_chunk(words[start:index], keys[start:index], before))
            words, keys = (
                [*words[:index], words[index][1:], *words[index + 1 :]],
                [*keys[:index], key[1:], *keys[index + 1 :]],
            )
            start, before = index, "&"
    return [*found, _chunk(words[start:], keys[start:], before)]


def _size(keys: list[str]) -> int:
    """How many names the words are, a particle counting with the next."""
    return sum(key not in PARTICLES for key in keys)
