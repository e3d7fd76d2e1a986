"""Who may be one person: suggestions, which only a person turns into a fact.

Within an outlet group only. One key in two editions is one suggestion; across scripts it is the consonants of given and
family name, each the other's best by a margin (`normalise.names.pair_names`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from storage.model import KnownPerson, PersonSuggestion
from storage.sql.connection import Connection
from storage.sql.outlets import all_outlets
from storage.sql.people import people

_SCRIPTS = ("latin", "hebrew", "arabic")


def people_suggestions(connection: Connection, outlets: Sequence[str] | None) -> list[PersonSuggestion]:
    """Pairs that nobody has decided about yet, the surest first. `outlets` are ids: pairs that touch one; None: all."""
    groups = {outlet.id: outlet.group or outlet.id for outlet in all_outlets(connection)}
    members: dict[str, list[KnownPerson]] = {}
    for known in people(connection, None):
        members.setdefault(groups.get(known.outlet, known.outlet), []).append(known)
    wanted = None if outlets is None else set(outlets)
    asked = None if wanted is None else {groups.get(outlet, outlet) for outlet in wanted}
    apart = _apart(connection)
    found = [
        suggestion
        for group, known in members.items()
        if asked is None or group in asked
        for suggestion in (*_one_key(known), *_across_scripts(known))
        if frozenset((suggestion.a.id, suggestion.b.id)) not in apart
        if wanted is None or wanted & {*suggestion.a.editions, *suggestion.b.editions}
    ]
    return sorted(found, key=lambda pair: (-pair.score, pair.a.outlet, pair.a.name, pair.b.id))


def _apart(connection: Connection) -> set[frozenset[int]]:
    rows = connection.execute(
        "SELECT coalesce(a.merged_into, a.id), coalesce(b.merged_into, b.id) FROM people_apart AS x"
        " JOIN people AS a ON a.id = x.a JOIN people AS b ON b.id = x.b"
    )
    return {frozenset(row) for row in rows}


def _one_key(known: Sequence[KnownPerson]) -> Iterator[PersonSuggestion]:
    """One full name, in one script, in two editions of a group."""
    by_key: dict[str, list[KnownPerson]] = {}
    for person in known:
        if " " in person.key:  # one word may be anybody's surname
            by_key.setdefault(person.key, []).append(person)
    for same in by_key.values():
        for a, b in combinations(same, 2):
            if not set(a.editions) & set(b.editions):
                yield PersonSuggestion(a, b, 1.0, 1.0)


def _across_scripts(known: Sequence[KnownPerson]) -> Iterator[PersonSuggestion]:
    from normalise.names import pair_names, script

    spelled: dict[str, dict[int, str]] = {name: {} for name in _SCRIPTS}  # script -> person -> a spelling in it
    for person in known:
        for spelling in (*reversed(person.spellings), person.name):
            spelled[script(spelling)][person.id] = spelling
    by_id = {person.id: person for person in known}
    for left, right in combinations(_SCRIPTS, 2):
        # Whoever is written in both scripts already has found their other half.
        lefts = _named(by_id, {key: name for key, name in spelled[left].items() if key not in spelled[right]})
        rights = _named(by_id, {key: name for key, name in spelled[right].items() if key not in spelled[left]})
        if lefts and rights:
            for pair in pair_names(list(lefts), list(rights)):
                yield PersonSuggestion(lefts[pair.left], rights[pair.right], pair.score, pair.margin)


def _named(by_id: dict[int, KnownPerson], names: dict[int, str]) -> dict[str, KnownPerson]:
    """Spelling -> person; where two editions print one name, whoever signed more."""
    ordered = sorted(names.items(), key=lambda item: by_id[item[0]].articles)
    return {name: by_id[number] for number, name in ordered}
