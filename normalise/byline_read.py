"""What a chunk of a byline is: a person with a role, an organisation, a desk, a place, or nobody."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

from normalise.byline_chunks import SOURCE, Chunk, Organisations
from normalise.byline_names import GIVEN_NAMES, PARTICLES, SUFFIXES, SYLLABLES, TITLES, VIETNAMESE
from normalise.byline_organisations import (
    CIVIC,
    DESKS,
    EDITIONS,
    LONGEST_ORGANISATION,
    MARKERS,
    ORGANISATIONS,
    STAFF,
    is_marker,
)
from normalise.byline_places import PLACES
from normalise.byline_runs import once, run_on
from normalise.byline_words import COPULAS, KICKERS, MODIFIERS, NOBODY, PREPOSITIONS, ROLES, SAYS, SLOGANS, is_role

Kind = Literal["person", "single", "initials", "organisation", "desk", "role", "place", "nobody"]


@dataclass(frozen=True, slots=True)
class Reading:
    """One thing read from a chunk. A "single" is one word that may be a person's only name, or anything else."""

    kind: Kind
    words: tuple[str, ...]
    before: str
    role: str | None = None


_DOMAIN = re.compile(
    r"[\w-]{2,}(?:\.[\w-]{2,}){0,2}\.(?:com|net|org|info|news|online|tv|io|eu|co\.uk|co\.il|co|uk|ca|au|nz|za|mx|de|at|ch|fr|it|es|is|no|se|dk|fi|nl|be|pl|cz|ru|il|tr|ir|sa|ae|in|jp|kr|br)",
    re.IGNORECASE,
)
_ROMANCE_ARTICLES = frozenset(
    {"le", "la", "el"}
)  # "Le Mercure"; as a given name's or surname's first word it has more after it
_ARTICLES = frozenset({"the", "der", "die", "das", "les", "los", "las", "il", "lo", "gli"})
_BEFORE_DATES = frozenset({"on", "am", "um", "at", "le", "el", "il"})
_NO_NAME_BEGINS = frozenset(
    {"a", "an", "our", "your", "one", "unser", "unsere", "notre", "nuestro", "nostro", "ein", "eine", "un", "une"}
)
_ROLE_WORDS = ROLES | MODIFIERS
_INITIALS = re.compile(r"(?:[A-ZÀ-Þ]\.?-?){1,4}(?<=[.\-])|[A-ZÀ-Þ]\.?")
# Accounts of who runs the site
_ACCOUNTS = frozenset({"admin", "administrator", "user", "webmaster"})
_ACCOUNT = re.compile(
    r"(?:(?:super|site|web|wp|news|content|blog|portal|system|main)[-_]?(?:admin(?:istrator)?|user)|admin[-_]?user)\d{0,4}"
)
_POSSESSIVE = re.compile(r"\w['’]s", re.IGNORECASE)
_MAX_NAME_WORDS = 5
_MAX_NAME_LETTERS = 60
_MAX_EAST_ASIAN_LETTERS = 24  # a foreigner's name in katakana; more is a sentence
_HYPHENATED_STAFF = re.compile(r"[-‐](?:redaktion|team|redaksjon|desk|staff|newsroom|redactie)$")


def read_chunk(chunk: Chunk, is_organisation: Organisations) -> list[Reading]:
    """Everything a chunk holds, in order."""
    if chunk.before == SOURCE and len(chunk.words) <= 4 and chunk.keys[0] not in GIVEN_NAMES:
        return [Reading("organisation", chunk.words, chunk.before)]
    return _read(list(chunk.words), list(chunk.keys), chunk.before, is_organisation, chunk.place)


def _read(
    words: list[str], keys: list[str], before: str, is_organisation: Organisations, place: bool = False
) -> list[Reading]:
    if is_organisation(" ".join(keys)) and not _is_given_name(words, keys):
        return [Reading("organisation", tuple(words), before)]
    while len(keys) > 1 and (
        keys[0] in TITLES or (keys[0] in KICKERS and len(keys) > 2 and keys[1] not in _ROLE_WORDS)
    ):
        words, keys = words[1:], keys[1:]
    while len(keys) > 2 and keys[-1] in _BEFORE_DATES and not words[-1].istitle():
        words, keys = words[:-1], keys[:-1]
    if 1 < len(keys) <= 3 and keys[-1] in _ACCOUNTS and GIVEN_NAMES.isdisjoint(keys):
        return [Reading("desk", tuple(words), before)]
    while (
        keys
        and keys[-1] in NOBODY
        and not is_role(keys[-1])
        and not (len(keys) == 2 and (keys[0] in GIVEN_NAMES or _is_syllable(words, keys)))
    ):
        words, keys = words[:-1], keys[:-1]
    if not keys:
        return []
    joined = " ".join(keys)
    if (is_organisation(joined) and not _is_given_name(words, keys)) or (
        len(keys) == 1 and _DOMAIN.fullmatch(words[0])
    ):
        return [Reading("organisation", tuple(words), before)]
    if place or joined in PLACES or (keys[-1] == "city" and 2 <= len(keys) <= 3 and keys[0] not in GIVEN_NAMES):
        return [Reading("place", tuple(words), before)]
    if joined == "nga":
        return []  # Albanian "by", the name on another line
    if joined in DESKS or _ACCOUNT.fullmatch(joined):
        return [Reading("desk", tuple(words), before)]
    if all(key.replace(".", "") in SUFFIXES for key in keys):
        return []  # "Jane Roe, MD"
    if not SLOGANS.isdisjoint(keys) and len(keys) > 2:
        return []
    if all(key in NOBODY or key in KICKERS or key in MODIFIERS for key in keys):
        return [Reading("role", tuple(words), before)]
    found = (
        _with_role(words, keys, before, is_organisation)
        or _with_organisation(words, keys, before, is_organisation)
        or _with_tail(words, keys, before, is_organisation)
    )
    return found if found is not None else _people(words, keys, before)


def _with_role(words: list[str], keys: list[str], before: str, is_organisation: Organisations) -> list[Reading] | None:
    """A chunk with a role in it: "Jane Roe Chief Political Correspondent at The Mercury", "Staff Writer"."""
    at = next((index for index, key in enumerate(keys) if is_role(key)), None)
    if at is None:
        return None
    if at > 0 and keys[at - 1] in STAFF and (at == 1 or is_organisation(" ".join(keys[: at - 1]))):
        return [Reading("organisation", tuple(words[: at + 1]), before)]
    end = at + 1
    while end < len(keys) and (is_role(keys[end]) or keys[end] in MODIFIERS or keys[end] in NOBODY):
        end += 1
    if end < len(keys) and (words[end][0].islower() or keys[end] in PREPOSITIONS):
        end = len(keys)
    if (all(key in STAFF for key in keys[:at]) and at > 0) or (at == 0 and len(keys) > 1 and keys[1] in STAFF):
        return [Reading("organisation", tuple(words[: max(end, 2)]), before)]
    start = _start_of_role(words, keys, at)
    role = " ".join(words[start:end])
    rest = _read(words[end:], keys[end:], ",", is_organisation) if len(keys) - end >= 2 else []
    if len(keys) - end == 1 and not rest and start == 0 and is_organisation(keys[end]):
        rest = [Reading("organisation", (words[end],), ",")]
    if rest and words[0][0] >= "\u0590" and keys[end] not in GIVEN_NAMES:
        rest = []  # "כתב הארץ בוושינגטון": without capitals only a known given name shows that a name follows the role
    if start == 0:
        return [Reading("role", tuple(words[:end]), before, role), *rest]
    name, name_keys = words[:start], keys[:start]
    while len(name_keys) > 2 and name_keys[-1] in PREPOSITIONS:
        name, name_keys = name[:-1], name_keys[:-1]
    head = " ".join(name_keys)
    if is_organisation(head):
        return [
            Reading("organisation", tuple(name), before),
            Reading("role", tuple(words[start:end]), ",", role),
            *rest,
        ]
    if (
        head in PLACES
        or name_keys[0] in _NO_NAME_BEGINS
        or (start == 1 and name_keys[0] not in GIVEN_NAMES and name[0][0] < "\u3000")
        or not _names_somebody(name, name_keys)
    ):
        return [Reading("role", tuple(words[:end]), before, " ".join(words[:end])), *rest]
    people = _read(name, name_keys, before, is_organisation)
    last = next((index for index in range(len(people) - 1, -1, -1) if people[index].kind in ("person", "single")), None)
    if last is not None:
        people[last] = replace(people[last], role=role)
    return [*people, *rest]


def _start_of_role(words: list[str], keys: list[str], at: int) -> int:
    start = at
    while start > 0 and (keys[start - 1] in MODIFIERS or keys[start - 1] in STAFF):
        start -= 1
    if start == 1 and keys[0] in GIVEN_NAMES and at >= 2 and keys[1] in MODIFIERS:
        start = 2 if at > 2 or keys[1] not in {"deputy", "senior", "chief", "freelance", "staff"} else 1
    for index in range(2, start):
        if (
            keys[index] in MODIFIERS
            or keys[index] in PLACES
            or (words[index][0].islower() and keys[index] not in PARTICLES)
        ):
            start = index
            break
    if start == at >= 3 and words[at][0].islower() and words[at - 1][0].isupper() and words[0][0].isupper():
        start = at - 1
    return start


def _names_somebody(words: list[str], keys: list[str]) -> bool:
    return 1 <= len(keys) <= 8 and not all(
        key in NOBODY or key in PREPOSITIONS or word[0].islower() for key, word in zip(keys, words, strict=True)
    )


def _with_organisation(
    words: list[str], keys: list[str], before: str, is_organisation: Organisations
) -> list[Reading] | None:
    """A chunk with an organisation in it: "Jane Roe Mercury News", "Associated Press in Valencia", "Mercury Desk"."""
    count = len(keys)
    for size in range(min(LONGEST_ORGANISATION, count - 1), 0, -1):
        if (
            count - size >= 2
            and is_organisation(" ".join(keys[count - size :]))
            and not _too_short(words[count - size :], keys[count - size :])
        ):
            people = _read(words[: count - size], keys[: count - size], before, is_organisation)
            if (
                people
                and people[0].kind in ("organisation", "role")
                and len(people) == 1
                and people[0].kind == "organisation"
            ):
                return people
            return [*people, Reading("organisation", tuple(words[count - size :]), ",")]
        if keys[0] == "מערכת" and is_organisation(" ".join(keys[1:])):
            return [Reading("organisation", tuple(words[1:]), before), Reading("desk", tuple(words), before)]
        if is_organisation(" ".join(keys[:size])) and not _too_short(words[:size], keys[:size]):
            rest = keys[size:]
            if rest[0] in PREPOSITIONS or all(key in STAFF or key in MARKERS or key in KICKERS for key in rest):
                end = size if rest[0] in PREPOSITIONS else count
                return [Reading("organisation", tuple(words[:end]), before)]
            if keys[0].isascii() and words[0].isupper() and size == 1 and rest[0] not in GIVEN_NAMES:
                return [Reading("organisation", tuple(words), before)]
            if " ".join(rest) in PLACES:
                return [Reading("organisation", tuple(words[:size]), before)]
            if count - size >= 2 and rest[0] in GIVEN_NAMES and size >= 1:
                return [
                    Reading("organisation", tuple(words[:size]), before),
                    *_read(words[size:], rest, ",", is_organisation),
                ]
            if is_organisation(" ".join(rest)):
                return [Reading("organisation", tuple(words[:size]), before)]
    if _HYPHENATED_STAFF.search(keys[-1]) or any("-" in key and _is_compound(key) for key in keys):
        return [Reading("organisation", tuple(words), before)]
    if "&" in keys:
        return [Reading("organisation", tuple(words), before)]  # a firm's: between people it was cut
    if count > 1 and (keys[0] in CIVIC or keys[:2] == ["city", "of"]):
        return [Reading("organisation", tuple(words), before)]
    if any(len(word) > 3 and _POSSESSIVE.fullmatch(word[-3:]) for word in words[:-1]):
        return [Reading("organisation", tuple(words), before)]  # "Harbour's Standards"
    at = next((index for index, key in enumerate(keys) if is_marker(key) or key in STAFF), None)
    if at is None:
        return None
    if keys[0] not in STAFF and any(key in COPULAS and word.islower() for key, word in zip(keys, words, strict=True)):
        return None  # a sentence: "Life is not digital"
    if at >= 2 and count >= 3 and keys[0] in GIVEN_NAMES and (keys[at] in STAFF or at >= 3 or words[at][0].islower()):
        person = Reading("person", tuple(words[:2]), before)
        if at == 2 and keys[2] in STAFF:
            return [person]
        return [person, Reading("organisation", tuple(words[2:]), ",")]
    if (
        count == 2
        and at == 1
        and keys[0] in GIVEN_NAMES
        and keys[1]
        in {"press", "church", "college", "center", "hospital", "media", "office", "union", "herald", "desk"}
        | {"courier", "crew", "bund"}
    ):
        return None
    end = next(
        (index for index in range(at + 1, count) if keys[index] in {"in", "at"} and words[index].islower()), count
    )
    return [Reading("organisation", tuple(words[:end]), before)]


def _is_compound(key: str) -> bool:
    """Whether a hyphenated word has an organisation in it: ARD-Studio, Mercury-Magazin."""
    first, _, last = key.partition("-")
    return (
        first in ORGANISATIONS and len(first) > 1 and first not in GIVEN_NAMES and last not in GIVEN_NAMES
    ) or key.rpartition("-")[2] in MARKERS


def _is_given_name(words: list[str], keys: list[str]) -> bool:
    """Petra is a person before she is Jordan's news agency; PETRA is the agency."""
    return len(keys) == 1 and keys[0] in GIVEN_NAMES and keys[0].isascii() and not words[0].isupper()


def _too_short(words: list[str], keys: list[str]) -> bool:
    """An agency's two letters inside a name ("Li Pa") are only the agency in capitals; Latin only."""
    return len(keys) == 1 and (
        keys[0] in GIVEN_NAMES
        or (
            keys[0].isascii()
            and words[0] != words[0].upper()
            and (len(keys[0]) <= 4 or words[0].islower())
            and keys[0] not in {"dpa", "cnn"}
        )
    )


_NEVER_NAMES = frozenset({"for", "from", "at", "with", "für", "pour"})


# Particles written onto the name: al-Sayed, d'Ancona, bin-Laden.
_PREFIXED = (
    "al-",
    "el-",
    "as-",
    "ad-",
    "an-",
    "ar-",
    "at-",
    "az-",
    "ash-",
    "ul-",
    "abu-",
    "bin-",
    "ben-",
    "ibn-",
    "d'",
    "l'",
    "o'",
    "de-",
    "von-",
    "van-",
)


def _with_tail(words: list[str], keys: list[str], before: str, is_organisation: Organisations) -> list[Reading] | None:
    """A chunk whose end is not the name: "Jane Roe in New York", "Jane Roe is a writer", "Jane Roe Tips oss"."""
    cased = words[0][0].isupper()
    for index in range(1, len(keys)):
        key, word = keys[index], words[index]
        if (
            (key in _NEVER_NAMES and index >= 2)
            or key in SAYS
            or (not cased and index == len(keys) - 1 and key in {"am", "um", "on", "at"})
        ):
            return _read(words[:index], keys[:index], before, is_organisation)
        if (
            key in PREPOSITIONS
            and (not word.isascii() or word[0].islower() or word.isupper())
            and key not in PARTICLES | GIVEN_NAMES
        ):
            if word[0].isupper() and not all(other.isupper() for other in words[:index]):
                continue
            if not cased and word.isascii():
                continue
            sentence = key in COPULAS and index >= 4
            end = index - 1 if sentence and index > 3 else index
            return _read(words[:end], keys[:end], before, is_organisation)
        if cased and index >= 2 and word[0].islower() and key not in PARTICLES and not key.startswith(_PREFIXED):
            sentence = index >= 3 and words[index - 1][0].isupper() and not key.startswith("".join(keys[:index])[:6])
            end = index - 1 if sentence else index
            return _read(words[:end], keys[:end], before, is_organisation)
        if index >= 2 and word == "The" and index + 1 < len(keys):
            name = _read(words[:index], keys[:index], before, is_organisation)
            return [*name, Reading("organisation", tuple(words[index:]), ",")]
        if index >= 2 and key.endswith("-based"):
            return _read(words[:index], keys[:index], before, is_organisation)
    for size in (3, 2, 1):
        if (
            len(keys) - size >= 2
            and " ".join(keys[-size:]) in PLACES
            and (size > 1 or len(keys) - size >= 3)
            and keys[-1] not in GIVEN_NAMES
        ):
            return _read(words[:-size], keys[:-size], before, is_organisation)
    return None


def _people(words: list[str], keys: list[str], before: str) -> list[Reading]:
    """Words that are names: one, or several run together; or nobody, when they cannot be."""
    words, keys = once(words, keys)
    if _POSSESSIVE.fullmatch(words[-1][-3:]) and len(words) > 1:
        words = [*words[:-1], words[-1][:-2]]
    while (
        keys
        and keys[-1].replace(".", "") in SUFFIXES
        and len(keys) > 2
        and (words[-1].isupper() or "." in keys[-1])
        and keys[-1] not in {"ii", "iii", "iv", "md"}
    ):
        words, keys = words[:-1], keys[:-1]
    if len(keys) == 2 and (keys[1] in EDITIONS or _is_article(words, keys)) and keys[0] not in GIVEN_NAMES:
        return [Reading("organisation", tuple(words), before)]
    runs = run_on(words, keys)
    if len(runs) > 1:
        return [Reading("person", tuple(run), before if index == 0 else "&") for index, run in enumerate(runs)]
    if keys[0] in _ARTICLES and len(keys) > 1 and keys[0] not in GIVEN_NAMES and words[0] != "Die":
        return [Reading("organisation", tuple(words), before)]
    letters = sum(map(str.isalpha, "".join(words)))
    weight = sum(key not in PARTICLES for key in keys)
    if all(_INITIALS.fullmatch(word) for word in words):
        return [Reading("initials", tuple(words), before)]
    if len(words) > 1 and words[-1][0].isupper() and words[-1][-1].isdigit():
        words = [*words[:-1], words[-1].rstrip("0123456789")]
    if len(words) > 1 and any(word[0].isdigit() for word in words):
        return []
    if (
        letters < 1
        or letters > (_MAX_NAME_LETTERS if words[0][0] < "\u3040" else _MAX_EAST_ASIAN_LETTERS)
        or "。" in words[-1]
        or letters + sum(map(str.isdigit, "".join(words))) < 2
        or weight > _MAX_NAME_WORDS
        or len(keys) > 8
    ):
        return []
    if all(key in NOBODY or key in PREPOSITIONS for key in keys) and not _is_syllable(words, keys):
        return []
    return [Reading("person" if len(words) > 1 else "single", tuple(words), before)]


def _is_article(words: list[str], keys: list[str]) -> bool:
    """Whether the first of two words is "le" or "la" and no name: "Le Mercure", but Lê Minh and Le Minh."""
    is_name = words[0].lower() != keys[0] or (keys[0] == "le" and keys[1] in VIETNAMESE)
    return keys[0] in _ROMANCE_ARTICLES and not is_name


def _is_syllable(words: list[str], keys: list[str]) -> bool:
    """Whether two words are a Chinese or Korean name in Latin letters of which one is a word of bylines: Li Na."""
    return len(words) == 2 and all(map(str.istitle, words)) and words[0] != words[1] and not SYLLABLES.isdisjoint(keys)
