"""A byline as printed, cut into chunks that each hold one thing: a name, an organisation, a place, a role.

Everything here works on text alone, with word lists and punctuation; what a chunk is, `byline_chunks` decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from urllib.parse import unquote_plus, urlsplit

from normalise.byline_names import GIVEN_NAMES, PARTICLES, VAV_NAMES
from normalise.byline_organisations import MARKERS, ORGANISATIONS, STAFF
from normalise.byline_places import PLACES
from normalise.byline_words import (
    CONNECTORS,
    DATES,
    ENDINGS,
    KICKERS,
    LEADING,
    MODIFIERS,
    NOBODY,
    OPENERS,
    ROLES,
    SOURCES,
    STAMPS,
    WEAK_CONNECTORS,
)
from normalise.text import fold, plain

MAX_CHARACTERS = 600
"""A byline longer than this is a biography: what is beyond is not read."""

SOURCE = "§"  # "according to": what follows is whom the outlet cites, usually an agency
_BY = "¶"  # "by" and its kin, once recognised
_BREAK = "¦"  # a line break, a date, a link: what stands on its two sides does not belong together
_NEWLINE = re.compile(r"\s*[\r\n\u2028\u2029\v\f]+\s*")
_LINK = re.compile(r"(?:https?://|www\.)[^\s<>\"')]+", re.IGNORECASE)
_EMAIL = re.compile(r"[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")
_HANDLE = re.compile(r"@\w{1,40}")
_PARENTHESES = re.compile(r"[(\[（]([^()\[\]（）]{0,120})[)\]）]")
_DIGIT = re.compile(r"\d")
_NUMBER = re.compile(r"(?<!\S)[\d٠-٩۰-۹]+(?!\S)")
_DASH = re.compile(r"\s*[-–—―ـ]+(?:\s+|$)|(?:\s+|^)[-–—―ـ]+\s*|(?:^|\s)//+\s*|\s*//+(?=\s)|\s*–\s*|(?<=\w)\s*—\s*(?=\w)")
_SEPARATOR = re.compile(
    r"(,(?!\s*(?:jr|sr|ph\.?d|md|esq|iii?)\b)|[،、，;；؛|│/·•∙●▪…~=＝:：«»{}<>”„“+*#※►▶→←／!?✍©\\¦–؟§]|¶|\"(?!\w)|(?<!\w)\")", re.IGNORECASE
)
_ARABIC_LETTER = re.compile("[\u0620-\u064a\u066e-\u06d3]")
_HEBREW_LETTER = re.compile("[א-ת]")
_MOJIBAKE = re.compile(r"[\u00c2-\u00f4][\u0080-\u00bf\u2013-\u203a\u0152-\u0178\u02c6\u02dc\u20ac\u2122]")
_FIRST_LETTER = re.compile(r"[^\W\d_]")
_TOKEN_TRIM = ".,;:'’‘`\"*_-–—()[]"
# Where a page's layout glued two words: "Jane RoeStaff Writer", "ByJane Roe", "Ahmet YılmazYazarın Tüm Yazıları".
_SEAM = re.compile(r"(?<=[a-zß-öø-ÿışğç])(?=[A-ZÀ-ÖØ-ÞİŞÇ])")
_BEFORE_SEAM = ROLES | MODIFIERS | KICKERS | NOBODY | {"by", "von", "par", "por", "di"}
_AFTER_SEAM = (ROLES | MODIFIERS | KICKERS | NOBODY | STAFF | GIVEN_NAMES | PLACES) | frozenset(
    "by von the updated published posted follow jan feb mar apr jun jul aug sep sept oct nov dec january february march july "
    "september october november december yazarın tüm bbc cnn reuters afp".split()
)
_NAME_PREFIXES = frozenset("mc mac de di du da la le van von fitz st el al ab abu ben del des o d".split())


@dataclass(frozen=True, slots=True)
class Chunk:
    """Words between two separators. `before`: the separator, one of ``", & ¶ - ( :"`` or "" at the start."""

    words: tuple[str, ...]
    keys: tuple[str, ...]
    before: str
    place: bool = False  # punctuation says it is a dateline's place


@lru_cache(maxsize=16384)  # names and the words of bylines come again and again
def key_of(word: str) -> str:
    """A word as the word lists hold it."""
    return word.lower().rstrip(".") if word.isascii() else fold(word).rstrip(".")


def name_from_url(url: str) -> str:
    """The words of a profile address that name somebody: `…/author/jane-roe/` gives "jane roe"; "" if none are there."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return ""
    if found := re.search(r"author(?:name)?f?=([^&]+)", parts.query, re.IGNORECASE):
        return _slug_words(unquote_plus(found.group(1)))
    path = [part for part in unquote_plus(parts.path).split("/") if part]
    host = parts.netloc.lower()
    for index, part in enumerate(path[:-1]):
        if _PROFILE.fullmatch(part):
            return _slug_words(path[index + 1])
    if path and len(path) <= 2 and re.search(r"(?:facebook|linkedin)\.com$", host) and re.search(r"[a-z][._-][a-z]", path[-1]):
        return _slug_words(path[-1])
    return ""


_PROFILE = re.compile(
    r"(?:authors?|autor(?:en|es|i|zy)?|auteurs?|autore|profiles?|people|person|staff|team|by|bio|reporters?|journalists?|contributors?|"
    r"correspondents?|redaktion|verfasser|columnists?|writers?|signature|perfil|yazar(?:lar)?|meet-the-team|in)",
    re.IGNORECASE,
)


def _slug_words(slug: str) -> str:
    slug = re.sub(r"\.(?:html?|php|aspx?)$", "", slug, flags=re.IGNORECASE)
    if re.fullmatch(r"[\W\d]+|[\da-f-]{16,}|.*@.*", slug):
        return ""
    slug = re.sub(r"(?i)[-_+. ]for[-_+. ].*$", "", slug)
    words = [word for word in re.split(r"[-_.+\s]+", slug) if word and not any(map(str.isdigit, word))]
    if len(words) == 1:
        words = _glued_slug(words[0].lower())
    if len(words) > 2 and len(words[-1]) <= 3 and key_of(words[0]) in GIVEN_NAMES and not re.search(r"[aeiouy]", words[-1], re.IGNORECASE):
        words = words[:-1]  # a desk's code for its writer: jane-roe-jrx
    return " ".join(word if any(map(str.isupper, word)) else word.capitalize() for word in words) if len(words) > 1 else ""


def _glued_slug(word: str) -> list[str]:
    """`janeroe` as ["jane", "roe"], by the longest given name it begins with; [] if it begins with none."""
    for end in range(min(len(word) - 3, 12), 2, -1):
        if word[:end] in GIVEN_NAMES:
            return [word[:end], word[end:]]
    return []


def prepare(raw: str) -> str:
    """`raw` without markup, links, dates, handles and calls to the reader; "¶" stands where a "by" was."""
    text = _NEWLINE.sub(f" {_BREAK} ", _repaired(raw[: MAX_CHARACTERS * 4])).replace(_BY, " ").replace(SOURCE, " ")
    if _ARABIC_LETTER.search(text):
        # "Name  CITY: Name": the gap is the only separator before the second dateline.
        text = re.sub(r"\s{2,}(?=[^:،,\-–ـ¦]{2,25}:\s*\S)", " – ", text)
    text = plain(text)[:MAX_CHARACTERS].removeprefix("/u/")
    if not text:
        return ""
    if ":/" in text or "www." in text:
        text = _LINK.sub(_BREAK, text)
    if "@" in text:
        text = _HANDLE.sub(_BREAK, _EMAIL.sub(_BREAK, text))
    if _SEAM.search(text):
        text = _unglued(text)
    text = OPENERS.sub(_BY, SOURCES.sub(SOURCE, text))
    text = _cut_endings(text)
    return _NUMBER.sub(_BREAK, DATES.sub(_BREAK, text)) if _DIGIT.search(text) else text


def _repaired(text: str) -> str:
    """UTF-8 that was read as Latin-1 or Windows-1252 ("FranÃ§ois"), put right where that is possible without loss."""
    if not text.isascii() and _MOJIBAKE.search(text):
        for encoding in ("latin-1", "cp1252"):
            try:
                return text.encode(encoding).decode("utf-8")
            except (UnicodeEncodeError, UnicodeDecodeError):
                continue
    return text


def _unglued(text: str) -> str:
    """Words parted where small letters meet a capital, if either side is a word of bylines or a given name."""
    words = text.split(" ")
    for index, word in enumerate(words):
        parts = _SEAM.split(word)
        if len(parts) < 2:
            continue
        whole = parts[0]
        for left, right in pairwise(parts):
            before, after = key_of(left), key_of(right.rstrip("0123456789:,.|"))
            parted = (before in _BEFORE_SEAM and len(right) > 2) or (after in _AFTER_SEAM and (index > 0 or after in GIVEN_NAMES) and len(words) > 1)
            if parted and not (before in GIVEN_NAMES and after in GIVEN_NAMES) and (before not in _NAME_PREFIXES or before in {"von", "di"} and left.islower()):
                whole += f" {_BREAK} " if after not in {"tüm"} else " "
            whole += right
        words[index] = re.sub(rf"(?i)\b(by|von|par|por) {_BREAK} ", r"\1 ", whole)
    return " ".join(words)


def _cut_endings(text: str) -> str:
    """Each call to the reader out, with what follows it up to the next "by"."""
    parts = text.split(_BY)
    for index, part in enumerate(parts):
        if found := ENDINGS.search(part):
            part = part[: found.start()] + _BREAK
        if found := STAMPS.search(part):
            # Before the name a date stamp is only itself; after it, what follows is more of the page.
            named = len(part[: found.start()].split()) >= 2
            part = part[: found.start()] + _BREAK + ("" if named else STAMPS.sub(_BREAK, part[found.end() :]))
        parts[index] = part
    return _BY.join(parts)


def chunks(text: str, is_organisation: Organisations) -> list[Chunk]:
    """Prepared text cut at separators and at every language's "and"."""
    arabic = is_arabic(text)
    text = _PARENTHESES.sub(lambda found: _open_parentheses(found, is_organisation), text)
    if arabic:
        return _arabic_chunks(text, is_organisation)
    pieces = _SEPARATOR.split(_DASH.sub(" – ", text))
    found: list[Chunk] = []
    before = ""
    for index, piece in enumerate(pieces):
        if index % 2:
            mark = piece.strip()
            before = next((strong for strong in (_BY, SOURCE) if strong in (before, mark)), mark or ",")
            continue
        if not (piece := piece.strip()):
            continue
        if before in ("", _BY, _BREAK, "|", "/", "·", "–", ":", ","):
            piece = _without_leading(piece, opening=before in ("", _BREAK, _BY))
        found.extend(_split_words(piece, before or "", is_organisation))
        before = ""
    return found


_INITIALS = re.compile(r"(?:[A-ZÀ-Þ]\.[\s-]?){1,4}")


def with_initials(found: list[Chunk]) -> list[Chunk]:
    """"Stern, P., Roe, J. K.": a surname and the initials after its comma as one chunk, whatever else the surname means."""
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


class Organisations:
    """Which words are an organisation's name: the lists', a web domain, or the outlet's own name in any script."""

    __slots__ = ("_firsts", "_outlet")

    def __init__(self, outlet: frozenset[str] = frozenset()) -> None:
        self._outlet = outlet
        self._firsts = frozenset(form[0] for form in outlet)

    def __call__(self, joined: str) -> bool:
        """`joined`: folded words, one space between them."""
        return joined in ORGANISATIONS or (joined.startswith("the ") and joined[4:] in ORGANISATIONS) or self.is_outlet(joined)

    def is_outlet(self, joined: str) -> bool:
        """Whether the words are the outlet's own name."""
        if joined[:1] not in self._firsts and not joined.startswith("the "):
            return False
        bare = _ENDING_OF_DOMAIN.sub("", joined).removeprefix("the ")
        return _NOT_LETTERS.sub("", bare) in self._outlet


def compact(text: str) -> str:
    """A name with nothing but its letters and digits, folded, without "the" and a domain's ending."""
    folded = _ENDING_OF_DOMAIN.sub("", fold(text).strip())
    return _NOT_LETTERS.sub("", folded.removeprefix("the "))


_ENDING_OF_DOMAIN = re.compile(r"\.(?:com|net|org|de|fr|co\.uk|uk|co\.il|il|tv|at|ch|it|es|is|no|se|dk|in|info|news|online)$")
_NOT_LETTERS = re.compile(r"[\W_]+")


def is_arabic(text: str) -> bool:
    """Whether the first letter is Arabic or Persian: such lines are read as datelines."""
    first = _FIRST_LETTER.search(text)
    return bool(first and _ARABIC_LETTER.match(first.group()))


def _open_parentheses(found: re.Match[str], is_organisation: Organisations) -> str:
    inside = found.group(1).strip(" .:*")
    keys = [key_of(word) for word in inside.split()]
    joined = " ".join(keys)
    if len(keys) > 2 and keys[0] in CONNECTORS:
        return f" & {inside[len(inside.split()[0]) :]} {_BREAK} "
    if is_organisation(joined):
        return f" {_BREAK} {inside} {_BREAK} "
    alone = not (found.string[: found.start()].strip(" ¦.:*") or found.string[found.end() :].strip(" ¦.:*"))
    if alone:
        return f" {inside} "
    nickname = bool(re.search(r"(?:^|[,;&¶¦])\s*\w+\s*$", found.string[: found.start()]))
    return " " if nickname else f" {_BREAK} "


def _without_leading(piece: str, *, opening: bool) -> str:
    """A piece without the "von", "par", "di" that opens it, kicker and all."""
    if found := LEADING.match(piece):
        rest = piece[found.end() :]
        # "Von Trapp" and "Di Maio" are names; "Von dpa", "Über Jane" and "Von Redaktion" are not.
        sure = piece[0].islower() or rest[0].islower() or key_of(rest.strip(_TOKEN_TRIM)) in STAFF or piece[0] in "ÜüÉé"
        if len(rest.split()) >= (1 if sure and (opening or piece[0].islower()) else 2):
            return rest
    first, _, rest = piece.partition(" ")
    if rest and (found := LEADING.match(rest)) and (key_of(first) in KICKERS or (opening and first.islower() and first not in PARTICLES)):
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
    while keys and word_is_ampersand(keys[0]):
        words, keys, before = words[1:], keys[1:], "&"
    if not keys:
        return []
    joined = " ".join(keys)
    if is_organisation(joined) or joined in PLACES:
        return [_chunk(words, keys, before)]
    found: list[Chunk] = []
    start = 0
    if words and words[0][0].isupper() and any(
        key in CONNECTORS and _is_common(word, after, keys[0]) for key, word, after in _neighbours(keys, words)
    ):
        return [_chunk(words, keys, before)]
    for index, key in enumerate(keys):
        if index > start and index + 1 < len(keys) and _connects(keys, words, start, index, key, is_organisation):
            found += _split_vav(words[start:index], keys[start:index], before, is_organisation)
            start, before = index + 1, "&"
        elif index == start == 0 and key in CONNECTORS and len(keys) > 1:
            start, before = 1, "&"
    return found + _split_vav(words[start:], keys[start:], before, is_organisation)


def _neighbours(keys: list[str], words: list[str]) -> Iterator[tuple[str, str, str]]:
    return zip(keys, words, words[1:], strict=False)


def _is_common(connector: str, after: str, first: str) -> bool:
    """"News and features": a common noun after "and" makes the whole a phrase, not two names."""
    if not (connector.isalpha() and after[0].islower() and len(after) > 2 and after.isalpha()):
        return False
    key = key_of(after)
    newsroom = (key in MARKERS or key in STAFF) and first not in STAFF  # "Jane Roe and agency"
    return not (newsroom or key in PARTICLES or key in CONNECTORS or key in ORGANISATIONS)


def _trim(word: str) -> str:
    """A word without the punctuation around it; the stop of an initial or an abbreviation stays."""
    trimmed = word.strip(_TOKEN_TRIM)
    if word.startswith("'") and trimmed and trimmed[0] == "t":
        return f"'{trimmed}"
    tail = word[word.find(trimmed) + len(trimmed) :] if trimmed else ""
    if tail.startswith(".") and (len(trimmed) <= 3 or "." in trimmed):
        return trimmed + "."
    if tail[:1] in ("'", "’") and trimmed and "\u0590" <= trimmed[-1] <= "\u05ff" and len(trimmed) <= 4:
        return trimmed + "'"
    return trimmed if trimmed or word != "&" else word


def _connects(keys: list[str], words: list[str], start: int, index: int, key: str, is_organisation: Organisations) -> bool:
    if key in CONNECTORS or word_is_ampersand(key):
        rest = " ".join(keys[index + 1 :])
        return not (key == "&" and is_organisation(" ".join(keys[start:])) or rest == "i")
    if key not in WEAK_CONNECTORS or not words[index].islower():
        return False
    left, right = index - start, len(keys) - index - 1
    if left < 2 or right < 2 or keys[index + 1] in PLACES or " ".join(keys[index + 1 : index + 3]) in PLACES:
        return False
    return words[index + 1][0].isupper() and (key not in {"en", "a", "i", "u"} or keys[index + 1] in GIVEN_NAMES)


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
    if not words:
        return []
    start = 0
    found: list[Chunk] = []
    for index, key in enumerate(keys):
        if key[0] not in "ווو" or len(key) < 3:
            continue
        if index == 0:
            if before in {",", "،", "&", _BREAK} and key not in VAV_NAMES and (key[1:] in GIVEN_NAMES or len(keys) > 1 and before in ",،"):
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
            words, keys = [*words[:index], words[index][1:], *words[index + 1 :]], [*keys[:index], key[1:], *keys[index + 1 :]]
            start, before = index, "&"
    return [*found, _chunk(words[start:], keys[start:], before)]


def _size(keys: list[str]) -> int:
    """How many names the words are, a particle counting with the next."""
    return sum(key not in PARTICLES for key in keys)


def _arabic_chunks(text: str, is_organisation: Organisations) -> list[Chunk]:
    """Arabic and Persian lines: `City: Name و Name - City: Name`, `Name - City`, `Name (City)`, in any mixture.

    A colon makes what stands before it a place; without one, an unknown single word beside something else is a place.
    """
    text = re.sub(r"[«»{}<>“”„\"]", f" {_BREAK} ", text)
    text = re.sub(r"(?<=[\u0600-\u06ff])[-–](?=[\u0600-\u06ff]{3})", " – ", text)
    sections = [section for section in re.split(r"\s*[:：]\s*", _DASH.sub(" – ", text).strip(" .–:¦"))]
    found: list[Chunk] = []
    for index, section in enumerate(sections):
        before_colon = index + 1 < len(sections)
        names, places = _cut_places(section, only_places=index == 0, is_organisation=is_organisation) if before_colon else (section, "")
        for piece, before in _pieces(names):
            found.extend(_split_words(piece, before, is_organisation))
        for piece, before in _pieces(places):
            words = [word for word in piece.split() if key_of(word)]
            if words:
                found.append(_chunk(words, [key_of(word) for word in words], before, place=True))
    return found


def _pieces(text: str) -> list[tuple[str, str]]:
    parts = re.split(r"([،,;؛|/·•…*#¦–¶§+\\])", text)
    marks = ["", *(mark for mark in parts[1::2])]
    return [(piece, mark) for piece, mark in zip((part.strip(" .'*_-") for part in parts[::2]), marks, strict=True) if piece]


def _cut_places(section: str, *, only_places: bool, is_organisation: Organisations) -> tuple[str, str]:
    """What stands before a colon, as (names of the dateline before, places of the next)."""
    pieces = re.split(r"(\s*[،,–¦¶/|]\s*)", section)
    end = len(pieces)
    while end > 0 and (_is_place(pieces[end - 1]) or end == len(pieces)):
        if end == len(pieces) and not _is_place(pieces[end - 1]):
            break
        end -= 2
    end = max(end, 0)
    if end < len(pieces):
        return "".join(pieces[:end]), "".join(pieces[end:])
    if only_places and len(pieces) == 1 and len(section.split()) <= 3:
        joined = " ".join(map(key_of, section.split()))
        return (section, "") if is_organisation(joined) else ("", section)
    words = pieces[-1].split()
    head = "".join(pieces[:-1])
    for size in range(min(3, len(words) - 1), 0, -1):
        if _is_place(" ".join(words[-size:])):
            return f"{head}{' '.join(words[:-size])}", " ".join(words[-size:])
    if head and len(words) <= 2:
        return head, pieces[-1]
    if len(words) > 2:
        return f"{head}{' '.join(words[:-1])}", words[-1]
    return (section, "") if not only_places else ("", section)


def _is_place(text: str) -> bool:
    joined = " ".join(map(key_of, text.strip(" .").split()))
    return joined in PLACES
