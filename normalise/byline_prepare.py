"""A raw byline made ready to be cut: one line, no markup, links, dates or calls to the reader; marks for "by"."""

from __future__ import annotations

import re
from itertools import pairwise
from urllib.parse import unquote_plus, urlsplit

from normalise.byline_chunks import BREAK, BY, SOURCE, is_arabic, key_of
from normalise.byline_names import GIVEN_NAMES, PARTICLES
from normalise.byline_organisations import STAFF
from normalise.byline_places import PLACES
from normalise.byline_words import DATES, ENDINGS, KICKERS, MODIFIERS, NOBODY, OPENERS, ROLES, SOURCES, STAMPS
from normalise.text import fold, plain

MAX_CHARACTERS = 600
"""A byline longer than this is a biography: what is beyond is not read."""
_NEWLINE = re.compile(r"\s*[\r\n\u2028\u2029\v\f]+\s*")
_LINK = re.compile(r"(?:https?://|www\.)[^\s<>\"')]+", re.IGNORECASE)
_EMAIL = re.compile(r"[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")
_HANDLE = re.compile(r"@\w{1,40}")
_GOOGLE = re.compile(r"\b(?:Google\s?|G)\+(?!\w)")  # a link to a profile
# Jane "Jenny" Roe: between two words of a name
_NICKNAME = re.compile(r"(?<=[a-zß-öø-ÿ])\s?[\"“„][^\"“”„,;:|/]{1,24}[\"”“]\s?(?=[A-ZÀ-ÖØ-Þ])")
_DIGIT = re.compile(r"\d")
_NUMBER = re.compile(r"(?<!\S)[\d٠-٩۰-۹]+(?!\S)")
# "Name  CITY: Name": the gap is the only separator before the second dateline.
_ARABIC_GAP = re.compile(r"\s{2,}(?=[^:،,\-–ـ¦]{2,25}:\s*\S)")


def prepare(raw: str) -> str:
    """`raw` without markup, links, dates, handles and calls to the reader; "¶" stands where a "by" was."""
    text = _NEWLINE.sub(f" {BREAK} ", _repaired(raw[: MAX_CHARACTERS * 4])).replace(BY, " ").replace(SOURCE, " ")
    if not text.isascii():
        text = _ARABIC_GAP.sub(" – ", text) if is_arabic(text) else text
    text = plain(text)[:MAX_CHARACTERS].removeprefix("/u/")
    if not text:
        return ""
    if ":/" in text or "www." in text:
        text = _LINK.sub(BREAK, text)
    if "+" in text:
        text = _GOOGLE.sub(BREAK, text)
    if '"' in text or "“" in text:
        text = _NICKNAME.sub(" ", text)
    if "@" in text:
        text = _HANDLE.sub(BREAK, _EMAIL.sub(BREAK, text))
    if _SEAM.search(text):
        text = _unglued(text)
    text = OPENERS.sub(BY, SOURCES.sub(SOURCE, text))
    text = _cut_endings(text)
    return _NUMBER.sub(BREAK, DATES.sub(BREAK, text)) if _DIGIT.search(text) else text


_MOJIBAKE = re.compile(r"[\u00c2-\u00f4][\u0080-\u00bf\u2013-\u203a\u0152-\u0178\u02c6\u02dc\u20ac\u2122]")


def _repaired(text: str) -> str:
    """UTF-8 that was read as Latin-1 or Windows-1252 ("FranÃ§ois"), put right where nothing is lost by it."""
    if not text.isascii() and _MOJIBAKE.search(text):
        for encoding in ("latin-1", "cp1252"):
            try:
                return text.encode(encoding).decode("utf-8")
            except (UnicodeEncodeError, UnicodeDecodeError):
                continue
    return text


# Where a page's layout glued two words: "Jane RoeStaff Writer", "ByJane Roe", "Ahmet YılmazYazarın Tüm Yazıları".
_SEAM = re.compile(r"(?<=[a-zß-öø-ÿışğç])(?=[A-ZÀ-ÖØ-ÞİŞÇ])")
_BEFORE_SEAM = ROLES | MODIFIERS | KICKERS | NOBODY | {"by", "von", "par", "por", "di"}
_AFTER_NAMES = """
    by von the updated published posted follow jan feb mar apr jun jul aug sep sept oct nov dec january february march
    july september october november december yazarın tüm bbc cnn reuters afp
"""
_AFTER_SEAM = (
    ROLES | MODIFIERS | KICKERS | NOBODY | STAFF | GIVEN_NAMES | PLACES | {fold(word) for word in _AFTER_NAMES.split()}
)
_NAME_PREFIXES = PARTICLES | {"mc", "mac", "fitz", "st", "ab", "des", "o", "d"}


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
            parted = (before in _BEFORE_SEAM and len(right) > 2) or (
                after in _AFTER_SEAM and (index > 0 or after in GIVEN_NAMES) and len(words) > 1
            )
            if (
                parted
                and not (before in GIVEN_NAMES and after in GIVEN_NAMES)
                and (before not in _NAME_PREFIXES or (before in {"von", "di"} and left.islower()))
            ):
                whole += f" {BREAK} " if after not in {"tüm"} else " "
            whole += right
        words[index] = re.sub(rf"(?i)\b(by|von|par|por) {BREAK} ", r"\1 ", whole)
    return " ".join(words)


def _cut_endings(text: str) -> str:
    """Each call to the reader out, with what follows it up to the next "by"."""
    parts = text.split(BY)
    for index, part in enumerate(parts):
        if found := ENDINGS.search(part):
            part = part[: found.start()] + BREAK
        if found := STAMPS.search(part):
            # Before the name a date stamp is only itself; after it, what follows is more of the page.
            named = len(part[: found.start()].split()) >= 2
            part = part[: found.start()] + BREAK + ("" if named else STAMPS.sub(BREAK, part[found.end() :]))
        parts[index] = part
    return BY.join(parts)


_PROFILE = re.compile(
    r"(?:authors?|autor(?:en|es|i|zy)?|auteurs?|autore|profiles?|people|person|staff|team|by|bio|reporters?|journalists?|contributors?|"
    r"correspondents?|redaktion|verfasser|columnists?|writers?|signature|perfil|yazar(?:lar)?|meet-the-team|in)",
    re.IGNORECASE,
)


def name_from_url(url: str) -> str:
    """Who a profile address names: `…/author/jane-roe/` gives "Jane Roe"; "" if nobody."""
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
    if (
        path
        and len(path) <= 2
        and re.search(r"(?:facebook|linkedin)\.com$", host)
        and re.search(r"[a-z][._-][a-z]", path[-1])
    ):
        return _slug_words(path[-1])
    return ""


def _slug_words(slug: str) -> str:
    slug = re.sub(r"\.(?:html?|php|aspx?)$", "", slug, flags=re.IGNORECASE)
    if re.fullmatch(r"[\W\d]+|[\da-f-]{16,}|.*@.*", slug):
        return ""
    slug = re.sub(r"(?i)[-_+. ]for[-_+. ].*$", "", slug)
    words = [word for word in re.split(r"[-_.+\s]+", slug) if word and not any(map(str.isdigit, word))]
    if len(words) == 1:
        words = _glued_slug(words[0].lower())
    if (
        len(words) > 2
        and len(words[-1]) <= 3
        and key_of(words[0]) in GIVEN_NAMES
        and not re.search(r"[aeiouy]", words[-1], re.IGNORECASE)
    ):
        words = words[:-1]  # a desk's code for its writer: jane-roe-jrx
    return (
        " ".join(word if any(map(str.isupper, word)) else word.capitalize() for word in words) if len(words) > 1 else ""
    )


def _glued_slug(word: str) -> list[str]:
    """`janeroe` as ["jane", "roe"], by the longest given name it begins with; [] if it begins with none."""
    for end in range(min(len(word) - 3, 12), 2, -1):
        if word[:end] in GIVEN_NAMES:
            return [word[:end], word[end:]]
    return []
