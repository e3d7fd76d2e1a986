"""What a byline is read as. A module of its own, so that whoever only holds people loads no word tables."""

from __future__ import annotations

from dataclasses import dataclass


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
