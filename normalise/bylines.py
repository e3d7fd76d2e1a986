"""Bylines as outlets print them, read as people and organisations.

Rules and tables, no statistics: the line is cut into chunks (`byline_split`), each chunk is read as a person, an
organisation, a desk, a place or nobody (`byline_read`), and what the neighbours say decides the rest, here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from normalise.byline_case import display_name
from normalise.byline_names import GIVEN_NAMES, PARTICLES
from normalise.byline_organisations import DESKS, MARKERS, ORGANISATIONS, STAFF
from normalise.byline_places import PLACES
from normalise.byline_read import Reading, read_chunk
from normalise.byline_split import Chunk, Organisations, chunks, compact, is_arabic, key_of, name_from_url, prepare, with_initials
from normalise.byline_values import Author, authors_of
from normalise.byline_words import (
    CONNECTORS,
    ENDINGS,
    KICKERS,
    MODIFIERS,
    NOBODY,
    OPENERS,
    PREPOSITIONS,
    ROLES,
    SOURCES,
    STAMPS,
    WEAK_CONNECTORS,
)
from normalise.byline_names import SUFFIXES, TITLES
from normalise.names import consonant_skeleton, person_key, script
from normalise.text import clean, fold, plain


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody a byline names. `key` is equal for spellings of one name in one script (case, accents, hyphens)."""

    name: str
    key: str
    role: str | None = None
    given: str | None = None
    family: str | None = None


@dataclass(frozen=True, slots=True)
class Byline:
    """The raw line, and the people, organisations and desks read from it, in order."""

    raw: str
    people: tuple[Person, ...] = ()
    organisations: tuple[str, ...] = ()
    desks: tuple[str, ...] = ()


def parse_byline(raw: str | list[Any] | dict[str, Any], *, outlet: str | None = None) -> Byline:
    """The people and organisations `raw` names: a line of text, an RSS author, a JSON-LD author value, a profile URL.

    `outlet` is the outlet's display name, which is then an organisation wherever it stands. Never raises; a line that
    names nobody has no people. Names are one line, without control and bidi characters; capitals are put right.

    >>> [person.name for person in parse_byline("By JANE ROE and Peter Poe, Reuters").people]
    ['Jane Roe', 'Peter Poe']
    >>> parse_byline("By JANE ROE and Peter Poe, Reuters").organisations
    ('Reuters',)
    """
    if isinstance(raw, str):
        return _byline(clean(raw[:_MAX_RAW]), _read_text(raw, outlet))
    authors = authors_of(raw)
    found: list[Person | str | _Desk] = []
    for author in authors:
        found += _read_author(author, outlet)
    return _byline(clean("; ".join(author.text[:_MAX_RAW] for author in authors)), found)


_MAX_RAW = 2000


@dataclass(frozen=True, slots=True)
class _Desk:
    name: str


_Found = list[Person | str | _Desk]


def _byline(raw: str, found: _Found) -> Byline:
    people: dict[str, Person] = {}
    organisations: dict[str, str] = {}
    desks: dict[str, str] = {}
    for item in found:
        if isinstance(item, Person):
            people.setdefault(item.key.replace(" ", "") or item.name, item)
        elif isinstance(item, _Desk):
            desks.setdefault(fold(item.name), item.name)
        else:
            organisations.setdefault(compact(item) or item, item)
    return Byline(raw, tuple(_without_longer(list(people.values()))), tuple(organisations.values()), tuple(desks.values()))


def _without_longer(people: list[Person]) -> list[Person]:
    """A page that prints a name twice may glue a sentence to one of them: "Jane Roe Life" beside "Jane Roe"."""
    if len(people) < 2:
        return people
    keys = {person.key for person in people}
    return [person for person in people if person.key.rpartition(" ")[0] not in keys]


def _read_author(author: Author, outlet: str | None) -> _Found:
    found = _read_text(author.text, outlet)
    if author.is_organisation:
        name = plain(author.text[:_MAX_RAW])
        people = [item for item in found if isinstance(item, Person) and item.given and fold(item.given) in GIVEN_NAMES]
        return list(people) if people and len(people) == len(found) else [name] if _has_letters(name) else []
    if len(found) == 1 and isinstance(person := found[0], Person):
        role = plain(author.role) if author.role else person.role
        given, family = (plain(part) if part else None for part in (author.given, author.family))
        return [replace(person, role=role or None, given=given or person.given, family=family or person.family)]
    return found


def _has_letters(text: str) -> bool:
    return any(map(str.isalpha, text))


# The common case, a plain name in capitals and small letters, Hebrew or Arabic, with "by" or without, takes this short way.
_CAPITALISED = r"(?:[A-ZÀ-ÖØ-Þ][a-zß-öø-ÿā-ž]+|(?:Mc|Mac|De|Di|O['’]|D['’])[A-Z][a-z]+)(?:-[A-ZÀ-ÖØ-Þ][a-zß-öø-ÿā-ž]+)?"
_SMALL_WORDS = r"(?: (?:de(?: la| los)?|del|di|da|dos|van(?: der| den| de)?|von(?: der)?|ten|bin|al))?"
_SIMPLE = re.compile(
    rf"\s*(?:(?:By|by|BY|Von|von|Por|Par)\s+)?({_CAPITALISED}(?: (?:[A-Z]\.|{_CAPITALISED})){{0,1}}{_SMALL_WORDS} {_CAPITALISED})\s*"
    r"|\s*([A-ZÀ-ÖØ-Þ]{3,}(?: [A-ZÀ-ÖØ-Þ]{3,}){1,2})\s*"
    r"|\s*([א-ת][א-ת'\"-]+(?: [א-הז-ת][א-ת'\"-]+){1,2})\s*"
    r"|\s*([\u0621-\u064a]{2,}(?: [\u0621-\u0647\u0649\u064a][\u0621-\u064a]+){1,2})\s*"
)
_SPECIAL = (
    ROLES | MODIFIERS | KICKERS | NOBODY | STAFF | MARKERS | CONNECTORS | WEAK_CONNECTORS | PREPOSITIONS | TITLES | SUFFIXES | PARTICLES
    | frozenset(word for table in (ORGANISATIONS, PLACES, DESKS) for name in table for word in name.split())
)  # fmt: skip


def _read_text(raw: str, outlet: str | None) -> _Found:
    plain_name = _plain_name(raw, outlet)
    return [plain_name] if plain_name else _settled(_read_line(raw, outlet), raw, outlet)


def _settled(found: _Found, raw: str, outlet: str | None) -> _Found:
    """Each person as their own name alone would be read: what a second reading would change was not a name yet."""
    settled: _Found = []
    for item in found:
        if not isinstance(item, Person) or item.name == raw or ((alone := _plain_name(item.name, outlet, cleaned=True)) and alone.key == item.key):
            settled.append(item)
            continue
        again: _Found = [item]
        for _ in range(_MAX_READINGS):
            before, again = again, [other for one in again for other in (_read_line(one.name, outlet) if isinstance(one, Person) else [one])]
            if [one.key for one in again if isinstance(one, Person)] == [one.key for one in before if isinstance(one, Person)]:
                break
        else:
            again = []
        names = [one for one in again if isinstance(one, Person)]
        settled += [item] if len(again) == 1 and names and names[0].key == item.key else [*(replace(one, role=item.role) for one in names), *(one for one in again if not isinstance(one, Person))]
    return settled


_MAX_READINGS = 4


def _plain_name(raw: str, outlet: str | None, *, cleaned: bool = False) -> Person | None:
    """A line that is one plain name; `cleaned`: of which no call to the reader can be left."""
    if found := _SIMPLE.fullmatch(raw):
        name = found.group(found.lastindex or 0)
        words = name.split()
        plain_name = cleaned or (found.lastindex or 0) <= 2 or not (ENDINGS.search(name) or STAMPS.search(name) or OPENERS.search(name) or SOURCES.search(name))
        if plain_name and (outlet is None or compact(name) not in _outlet_forms(outlet)):
            keys = [key_of(word) for word in words]
            if _SPECIAL.isdisjoint(key for key, word in zip(keys, words, strict=True) if not (word.islower() and word.isascii())) and keys[1:] != keys[:-1]:
                return _person(words, keys, None)
    return None


_RSS = re.compile(r"\s*<?[\w.+%-]{1,64}@[\w.-]{1,190}>?\s*[(<]([^()<>]{1,200})[)>]\s*")
_ADDRESSED = re.compile(r"\s*\"?([^<>()@\"]{1,200}?)\"?\s*[<(]\s*(?:mailto:)?[\w.+%-]{1,64}@[\w.-]{1,190}\s*[>)]\s*")
_URL = re.compile(r"\s*(?:https?:)?//\S+\s*|\s*https?://\S+\s*", re.IGNORECASE)


def _read_line(raw: str, outlet: str | None) -> _Found:
    raw = raw[:_MAX_RAW]
    if found := _RSS.fullmatch(raw) or _ADDRESSED.fullmatch(raw):
        raw = found.group(1)
    elif _URL.fullmatch(raw):
        raw = name_from_url(raw)
    elif "_" in raw and " " not in raw.strip():
        raw = raw.replace("_", " ")
    text = prepare(raw)
    if not _has_letters(text):
        return []
    forms = _outlet_forms(outlet) if outlet else frozenset()
    is_organisation = Organisations(forms)
    dateline = is_arabic(text)  # there an outlet's name stands where an agency's would; elsewhere after its writer's it is an address
    readings: list[Reading] = []
    for chunk in with_initials(chunks(text, is_organisation)):
        if outlet and len(chunk.words) <= 3 and not is_organisation(" ".join(chunk.keys)) and _is_outlet_in_script(chunk, outlet):
            readings.append(Reading("organisation", chunk.words, chunk.before))
        else:
            readings += read_chunk(chunk, is_organisation)
    if not dateline and any(reading.kind == "person" for reading in readings):
        readings = [r for r in readings if r.kind != "organisation" or not is_organisation.is_outlet(" ".join(map(key_of, r.words)))]
    return _weigh(readings)


@lru_cache(maxsize=512)
def _outlet_forms(outlet: str) -> frozenset[str]:
    """The outlet's name as one word, with and without "online" and its kin."""
    name = compact(outlet[:100])
    if not name:
        return frozenset()
    return frozenset({name, *(name + tail for tail in ("online", "news", "de", "com", "redaktion", "staff", "digital", "nachrichten", "tv"))})


def _is_outlet_in_script(chunk: Chunk, outlet: str) -> bool:
    """The outlet's name in another script than the outlet was named in: the same consonants, word for word."""
    name = " ".join(chunk.words)
    if name.isascii() or chunk.place or script(name) == script(outlet) or " ".join(chunk.keys) in PLACES or len(chunk.words) > outlet.count(" ") + 1:
        return False
    ours, theirs = consonant_skeleton(name), _outlet_skeleton(outlet)
    return len(ours) > 1 and ours == theirs


@lru_cache(maxsize=512)
def _outlet_skeleton(outlet: str) -> str:
    return consonant_skeleton(re.sub(r"\(.*?\)", "", re.sub(r"^a([rdnstz])(?=\1)", "", outlet.lower())))


def _weigh(readings: list[Reading]) -> _Found:
    """What each reading is beside its neighbours: single words, "Surname, Given", roles of the person before."""
    readings = _without_sentences(_merge_broken(readings))
    if inverted := _inverted(readings):
        return inverted
    if len(readings) == 1 and readings[0].kind == "initials" and len(readings[0].words[0]) > 2:
        readings = [replace(readings[0], kind="single")]
    full = any(reading.kind == "person" for reading in readings)
    others = full or any(reading.kind in ("organisation", "place", "desk") for reading in readings)
    found: _Found = []
    for index, reading in enumerate(readings):
        name = " ".join(reading.words)
        if reading.kind == "person":
            found.append(_person(list(reading.words), [key_of(word) for word in reading.words], reading.role))
        elif reading.kind == "single":
            if _single_is_person(readings, index, full, others):
                found.append(_person(list(reading.words), [key_of(word) for word in reading.words], reading.role))
            elif _is_acronym(name) or (name.isascii() and any(other.words[0][0] > "\u3000" for other in readings)):
                found.append(name)
        elif reading.kind == "organisation":
            found.append(name)
        elif reading.kind == "desk":
            found.append(_Desk(name))
        elif reading.kind == "role" and found and isinstance(person := found[-1], Person) and person.role is None and reading.role:
            found[-1] = replace(person, role=reading.role)
    return found


def _is_acronym(word: str) -> bool:
    return 2 <= len(word) <= 6 and word.isascii() and word.isalpha() and word.isupper()


def _single_is_person(readings: list[Reading], index: int, full: bool, others: bool) -> bool:
    """A word alone is a person's name when nothing better is in the line, or when it stands in a list of people."""
    reading = readings[index]
    word = reading.words[0]
    if _is_acronym(word):
        return False
    if word.isascii() and any(other.words[0][0] > "\u3000" for other in readings):
        return False
    if not others:
        return len([other for other in readings if other.kind == "single"]) == 1 or reading.before in ("", ",", "&", "¶", "،", "/") and key_of(word) in GIVEN_NAMES or all(
            other.kind == "single" for other in readings
        )
    if reading.before == "¶":
        return True
    follows = readings[index + 1] if index + 1 < len(readings) else None
    in_list = reading.before == "&" or (follows is not None and follows.before == "&" and follows.kind in ("person", "single"))
    return full and in_list and word[:1].isupper() and index > 0


def _merge_broken(readings: list[Reading]) -> list[Reading]:
    """A name broken over two lines, each with one word of it."""
    if len(readings) == 2 and all(r.kind == "single" for r in readings) and readings[1].before == "¦" and key_of(readings[0].words[0]) in GIVEN_NAMES:
        return [Reading("person", readings[0].words + readings[1].words, readings[0].before)]
    return readings


def _without_sentences(readings: list[Reading]) -> list[Reading]:
    """Beside a name in capitals and small letters, words all in small letters are a sentence's."""
    if not any(r.kind == "person" and r.words[0][:1].isupper() for r in readings):
        return readings
    return [r for r in readings if not (r.kind == "person" and len(r.words) > 1 and r.words[0][:1].islower() and key_of(r.words[0]) not in PARTICLES or _is_phrase(r))]


def _is_phrase(reading: Reading) -> bool:
    return reading.kind == "person" and reading.words[0][:1].islower() and key_of(reading.words[0]) not in PARTICLES and len(reading.words) > 2


def _inverted(readings: list[Reading]) -> _Found:
    """"Roe, Jane" and "Roe, J., Poe, P." as Jane Roe, J. Roe and P. Poe: family name, comma, given name or initials."""
    if len(readings) < 2 or len(readings) % 2 or any(r.before not in (",", "،") for r in readings[1::2]):
        return []
    if any(r.before not in (",", "،", ";", "&", "¦") for r in readings[2::2]):
        return []
    if readings[0].kind == "place" and not (len(readings) == 2 and key_of(readings[1].words[0]) in GIVEN_NAMES and readings[1].kind == "single"):
        return []
    pairs = list(zip(readings[::2], readings[1::2], strict=True))
    if not all(_is_family(family) and _is_given(given) for family, given in pairs):
        return []
    parted = all(family.before == ";" for family, _ in pairs[1:])
    if len(pairs) > 1 and not parted and not all(given.kind == "initials" or key_of(given.words[0]) in GIVEN_NAMES for _, given in pairs):
        return []
    return [_person_of_pair(family, given) for family, given in pairs]


def _is_family(reading: Reading) -> bool:
    weight = sum(key_of(word) not in PARTICLES for word in reading.words)
    return reading.kind in ("single", "person", "place") and weight == 1 and not reading.role and reading.words[-1][:1].isupper()


def _is_given(reading: Reading) -> bool:
    if reading.kind == "initials":
        return True
    if reading.kind not in ("single", "person") or _is_acronym(reading.words[0]) or not reading.words[0][:1].isupper():
        return False
    rest = [word for word in reading.words[1:] if key_of(word) not in PARTICLES]
    return not rest or (len(rest) == 1 and (key_of(reading.words[0]) in GIVEN_NAMES or len(rest[0].strip(".")) == 1))


def _person_of_pair(family: Reading, given: Reading) -> Person:
    own = list(given.words)
    particles: list[str] = []
    while len(own) > 1 and key_of(own[-1]) in PARTICLES:  # "Roe, Jan van"
        particles.insert(0, own.pop())
    surname = (*particles, *family.words)
    words = [*own, *surname]
    return replace(
        _person(words, [key_of(word) for word in words], given.role), given=display_name(own), family=display_name(surname)
    )


def _person(words: list[str], keys: list[str], role: str | None) -> Person:
    name = display_name(words)
    given, family = _given_and_family(name, keys)
    return Person(name, person_key(name), role, given, family)


def _given_and_family(name: str, keys: list[str]) -> tuple[str | None, str | None]:
    """Given and family name where the form leaves no doubt: two names, particles and initials aside."""
    words = name.split()
    if len(words) != len(keys) or len(words) < 2 or "\u3040" <= words[0][0] <= "\ud7a3":
        return None, None
    plain_words = [index for index, key in enumerate(keys) if key not in PARTICLES and len(key.replace(".", "")) > 1 and key not in SUFFIXES]
    if len(plain_words) != 2 or plain_words[0] != 0:
        return None, None
    second = 1
    while second < plain_words[1] and keys[second] not in PARTICLES:
        second += 1
    return " ".join(words[:second]), " ".join(words[second:])
