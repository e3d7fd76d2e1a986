"""Readings of a byline weighed against each other: who is a person, with which name, role and parts."""

from __future__ import annotations

from dataclasses import dataclass, replace

from normalise.byline_case import display_name
from normalise.byline_chunks import key_of
from normalise.byline_model import Person
from normalise.byline_names import GIVEN_NAMES, PARTICLES, SUFFIXES
from normalise.byline_read import Reading
from normalise.names import person_key


@dataclass(frozen=True, slots=True)
class Desk:
    """A desk of the outlet that signs without a name."""

    name: str


Found = list[Person | str | Desk]


def weigh(readings: list[Reading]) -> Found:
    """What each reading is beside its neighbours: single words, "Surname, Given", roles of the person before."""
    readings = _without_sentences(_merge_broken(readings))
    if inverted := _inverted(readings):
        return inverted
    if len(readings) == 1 and readings[0].kind == "initials" and len(readings[0].words[0]) > 2:
        readings = [replace(readings[0], kind="single")]
    full = any(reading.kind == "person" for reading in readings)
    others = full or any(reading.kind in ("organisation", "place", "desk") for reading in readings)
    found: Found = []
    for index, reading in enumerate(readings):
        name = " ".join(reading.words)
        if reading.kind == "person":
            found.append(person_of(list(reading.words), [key_of(word) for word in reading.words], reading.role))
        elif reading.kind == "single":
            if _single_is_person(readings, index, full, others):
                found.append(person_of(list(reading.words), [key_of(word) for word in reading.words], reading.role))
            elif _is_acronym(name) or (name.isascii() and any(other.words[0][0] > "\u3000" for other in readings)):
                found.append(name)
        elif reading.kind == "organisation":
            found.append(name)
        elif reading.kind == "desk":
            found.append(Desk(name))
        elif (
            reading.kind == "role"
            and found
            and isinstance(person := found[-1], Person)
            and person.role is None
            and reading.role
        ):
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
        return (
            len([other for other in readings if other.kind == "single"]) == 1
            or (reading.before in ("", ",", "&", "¶", "،", "/") and key_of(word) in GIVEN_NAMES)
            or all(other.kind == "single" for other in readings)
        )
    if reading.before == "¶":
        return True
    follows = readings[index + 1] if index + 1 < len(readings) else None
    in_list = reading.before == "&" or (
        follows is not None and follows.before == "&" and follows.kind in ("person", "single")
    )
    return full and in_list and word[:1].isupper() and index > 0


def _merge_broken(readings: list[Reading]) -> list[Reading]:
    """A name broken over two lines, each with one word of it."""
    if (
        len(readings) == 2
        and all(r.kind == "single" for r in readings)
        and readings[1].before == "¦"
        and key_of(readings[0].words[0]) in GIVEN_NAMES
    ):
        return [Reading("person", readings[0].words + readings[1].words, readings[0].before)]
    return readings


def _without_sentences(readings: list[Reading]) -> list[Reading]:
    """Beside a name in capitals and small letters, words all in small letters are a sentence's."""
    if not any(r.kind == "person" and r.words[0][:1].isupper() for r in readings):
        return readings
    return [
        r
        for r in readings
        if not (
            (
                r.kind == "person"
                and len(r.words) > 1
                and r.words[0][:1].islower()
                and key_of(r.words[0]) not in PARTICLES
            )
            or _is_phrase(r)
        )
    ]


def _is_phrase(reading: Reading) -> bool:
    return (
        reading.kind == "person"
        and reading.words[0][:1].islower()
        and key_of(reading.words[0]) not in PARTICLES
        and len(reading.words) > 2
    )


def _inverted(readings: list[Reading]) -> Found:
    """Family name, comma, given name or initials, once or more: "Roe, Jane", "Roe, J., Poe, P."."""
    if len(readings) < 2 or len(readings) % 2 or any(r.before not in (",", "،") for r in readings[1::2]):
        return []
    if any(r.before not in (",", "،", ";", "&", "¦") for r in readings[2::2]):
        return []
    if readings[0].kind == "place" and not (
        len(readings) == 2 and key_of(readings[1].words[0]) in GIVEN_NAMES and readings[1].kind == "single"
    ):
        return []
    pairs = list(zip(readings[::2], readings[1::2], strict=True))
    if not all(_is_family(family) and _is_given(given) for family, given in pairs):
        return []
    parted = all(family.before == ";" for family, _ in pairs[1:])
    if (
        len(pairs) > 1
        and not parted
        and not all(given.kind == "initials" or key_of(given.words[0]) in GIVEN_NAMES for _, given in pairs)
    ):
        return []
    return [_person_of_pair(family, given) for family, given in pairs]


def _is_family(reading: Reading) -> bool:
    weight = sum(key_of(word) not in PARTICLES for word in reading.words)
    return (
        reading.kind in ("single", "person", "place")
        and weight == 1
        and not reading.role
        and reading.words[-1][:1].isupper()
    )


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
        person_of(words, [key_of(word) for word in words], given.role),
        given=display_name(own),
        family=display_name(surname),
    )


def person_of(words: list[str], keys: list[str], role: str | None) -> Person:
    """The person these words name; `keys` are the words folded."""
    name = display_name(words)
    given, family = _given_and_family(name, keys)
    return Person(name, person_key(name), role, given, family)


def _given_and_family(name: str, keys: list[str]) -> tuple[str | None, str | None]:
    """Given and family name where the form leaves no doubt: two names, particles and initials aside."""
    words = name.split()
    if len(words) != len(keys) or len(words) < 2 or "\u3040" <= words[0][0] <= "\ud7a3":
        return None, None
    plain_words = [
        index
        for index, key in enumerate(keys)
        if key not in PARTICLES and len(key.replace(".", "")) > 1 and key not in SUFFIXES
    ]
    if len(plain_words) != 2 or plain_words[0] != 0:
        return None, None
    second = 1
    while second < plain_words[1] and keys[second] not in PARTICLES:
        second += 1
    return " ".join(words[:second]), " ".join(words[second:])
