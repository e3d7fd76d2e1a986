"""Bylines as outlets print them, read as people and organisations.

Rules and tables, no statistics: the line is cut into chunks (`byline_split`), each chunk is read as a person, an
organisation, a desk, a place or nobody (`byline_read`), and what the neighbours say decides the rest, here.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import Any

from normalise.byline_chunks import Chunk, Organisations, compact, is_arabic, key_of
from normalise.byline_eastern import is_eastern, read_eastern
from normalise.byline_model import Byline, Person
from normalise.byline_names import GIVEN_NAMES, PARTICLES, SUFFIXES, TITLES
from normalise.byline_organisations import CIVIC, DESKS, MARKERS, ORGANISATIONS, STAFF, is_marker
from normalise.byline_people import Desk, Found, person_of, weigh
from normalise.byline_places import PLACES
from normalise.byline_prepare import name_from_url, prepare
from normalise.byline_read import Reading, read_chunk
from normalise.byline_split import chunks, with_initials
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
from normalise.names import consonant_skeleton, script
from normalise.text import clean, fold, plain

__all__ = ["Byline", "Person", "parse_byline"]


_MAX_RAW = 2000


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
    found: list[Person | str | Desk] = []
    for author in authors:
        found += _read_author(author, outlet)
    return _byline(clean("; ".join(author.text[:_MAX_RAW] for author in authors)), found)


def _byline(raw: str, found: Found) -> Byline:
    people: dict[str, Person] = {}
    organisations: dict[str, str] = {}
    desks: dict[str, str] = {}
    for item in found:
        if isinstance(item, Person):
            people.setdefault(item.key.replace(" ", "") or item.name, item)
        elif isinstance(item, Desk):
            desks.setdefault(fold(item.name), item.name)
        else:
            organisations.setdefault(compact(item) or item, item)
    return Byline(
        raw, tuple(_without_longer(list(people.values()))), tuple(organisations.values()), tuple(desks.values())
    )


def _without_longer(people: list[Person]) -> list[Person]:
    """A page that prints a name twice may glue a sentence to one of them: "Jane Roe Life" beside "Jane Roe"."""
    if len(people) < 2:
        return people
    keys = {person.key for person in people}
    return [person for person in people if person.key.rpartition(" ")[0] not in keys]


def _read_author(author: Author, outlet: str | None) -> Found:
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


# The common case, a plain name in capitals and small letters, Hebrew or Arabic, takes this short way.
_CAPITALISED = (
    r"(?:[A-ZÀ-ÖØ-Þ][a-zß-öø-ÿā-ž]+|(?:Mc|Mac|De|Di|O['’]|D['’])[A-Z][a-z]+)"
    r"(?:-[A-ZÀ-ÖØ-Þ][a-zß-öø-ÿā-ž]+)?"
)
_SMALL_WORDS = r"(?: (?:de(?: la| los)?|del|di|da|dos|van(?: der| den| de)?|von(?: der)?|ten|bin|al))?"
_SIMPLE = re.compile(
    rf"\s*(?:(?:By|by|BY|Von|von|Por|Par)\s+)?"
    rf"({_CAPITALISED}(?: (?:[A-Z]\.|{_CAPITALISED}))?{_SMALL_WORDS} {_CAPITALISED})\s*"
    r"|\s*([A-ZÀ-ÖØ-Þ]{3,}(?: [A-ZÀ-ÖØ-Þ]{3,}){1,2})\s*"
    r"|\s*([א-ת][א-ת'\"-]+(?: [א-הז-ת][א-ת'\"-]+){1,2})\s*"
    r"|\s*([\u0621-\u064a]{2,}(?: [\u0621-\u0647\u0649\u064a][\u0621-\u064a]+){1,2})\s*"
)
_SPECIAL = (
    ROLES | MODIFIERS | KICKERS | NOBODY | STAFF | MARKERS | CIVIC | CONNECTORS | WEAK_CONNECTORS | PREPOSITIONS
    | TITLES | SUFFIXES | PARTICLES | {"nga"}
    | frozenset(word for table in (ORGANISATIONS, PLACES, DESKS) for name in table for word in name.split())
)  # fmt: skip


def _read_text(raw: str, outlet: str | None) -> Found:
    if is_eastern(raw):
        return _read_eastern(raw, outlet)
    plain_name = _plain_name(raw, outlet)
    return [plain_name] if plain_name else _settled(_read_line(raw, outlet), raw, outlet)


def _read_eastern(raw: str, outlet: str | None) -> Found:
    return read_eastern(raw, outlet, lambda latin: _read_text(latin, outlet) if latin.isascii() else [])


def _read_again(name: str, outlet: str | None) -> Found:
    return _read_eastern(name, outlet) if is_eastern(name) else _read_line(name, outlet)


_MAX_READINGS = 4


def _settled(found: Found, raw: str, outlet: str | None) -> Found:
    """Each person as their own name alone would be read: what a second reading would change was not a name yet."""
    settled: Found = []
    for item in found:
        if (
            not isinstance(item, Person)
            or item.name == raw
            or ((alone := _plain_name(item.name, outlet, cleaned=True)) and alone.name == item.name)
        ):
            settled.append(item)
            continue
        again: Found = [item]
        for _ in range(_MAX_READINGS):
            before, again = (
                again,
                [
                    other
                    for one in again
                    for other in (_read_again(one.name, outlet) if isinstance(one, Person) else [one])
                ],
            )
            if [one.name for one in again if isinstance(one, Person)] == [
                one.name for one in before if isinstance(one, Person)
            ]:
                break
        else:
            again = []
        names = [one for one in again if isinstance(one, Person)]
        settled += (
            [item]
            if len(again) == 1 and names and names[0].name == item.name
            else [
                *(replace(one, role=item.role) for one in names),
                *(one for one in again if not isinstance(one, Person)),
            ]
        )
    return settled


def _plain_name(raw: str, outlet: str | None, *, cleaned: bool = False) -> Person | None:
    """A line that is one plain name; `cleaned`: of which no call to the reader can be left."""
    if found := _SIMPLE.fullmatch(raw):
        name = found.group(found.lastindex or 0)
        words = name.split()
        plain_name = (
            cleaned
            or (found.lastindex or 0) <= 2
            or not (ENDINGS.search(name) or STAMPS.search(name) or OPENERS.search(name) or SOURCES.search(name))
        )
        if plain_name and (outlet is None or compact(name) not in _outlet_forms(outlet)):
            keys = [key_of(word) for word in words]
            if (
                _SPECIAL.isdisjoint(
                    key for key, word in zip(keys, words, strict=True) if not (word.islower() and word.isascii())
                )
                and keys[1:] != keys[:-1]
                and not any(map(is_marker, keys))
            ):
                return person_of(words, keys, None)
    return None


_RSS = re.compile(r"\s*<?[\w.+%-]{1,64}@[\w.-]{1,190}>?\s*[(<]([^()<>]{1,200})[)>]\s*")
_ADDRESSED = re.compile(r"\s*\"?([^<>()@\"]{1,200}?)\"?\s*[<(]\s*(?:mailto:)?[\w.+%-]{1,64}@[\w.-]{1,190}\s*[>)]\s*")
_URL = re.compile(r"\s*(?:https?:)?//\S+\s*|\s*https?://\S+\s*", re.IGNORECASE)


def _read_line(raw: str, outlet: str | None) -> Found:
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
    dateline = is_arabic(
        text
    )  # there an outlet's name stands where an agency's would; elsewhere after its writer's it is an address
    readings: list[Reading] = []
    for chunk in with_initials(chunks(text, is_organisation)):
        if (
            outlet
            and len(chunk.words) <= 3
            and not is_organisation(" ".join(chunk.keys))
            and _is_outlet_in_script(chunk, outlet)
        ):
            readings.append(Reading("organisation", chunk.words, chunk.before))
        else:
            readings += read_chunk(chunk, is_organisation)
    if not dateline and any(reading.kind == "person" for reading in readings):
        readings = [
            r
            for r in readings
            if r.kind != "organisation" or not is_organisation.is_outlet(" ".join(map(key_of, r.words)))
        ]
    return weigh(readings)


@lru_cache(maxsize=512)
def _outlet_forms(outlet: str) -> frozenset[str]:
    """The outlet's name as one word, with and without "online" and its kin."""
    name = compact(outlet[:100])
    if not name:
        return frozenset()
    return frozenset(
        {
            name,
            *(
                name + tail
                for tail in ("online", "news", "de", "com", "redaktion", "staff", "digital", "nachrichten", "tv")
            ),
        }
    )


def _is_outlet_in_script(chunk: Chunk, outlet: str) -> bool:
    """The outlet's name in another script than the outlet was named in: the same consonants, word for word."""
    name = " ".join(chunk.words)
    if (
        name.isascii()
        or chunk.place
        or script(name) == script(outlet)
        or " ".join(chunk.keys) in PLACES
        or len(chunk.words) > outlet.count(" ") + 1
    ):
        return False
    ours, theirs = consonant_skeleton(name), _outlet_skeleton(outlet)
    return len(ours) > 1 and ours == theirs


@lru_cache(maxsize=512)
def _outlet_skeleton(outlet: str) -> str:
    return consonant_skeleton(re.sub(r"\(.*?\)", "", re.sub(r"^a([rdnstz])(?=\1)", "", outlet.lower())))
