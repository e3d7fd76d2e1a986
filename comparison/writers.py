"""Articles by the journalist that a claim names, in whatever spelling or script the byline has."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from comparison.references import same_name
from normalise.names import consonant_skeleton, script
from storage.model import KnownPerson

_LEAST = 5  # consonants of a whole name that agree across scripts: fewer are too many people's


def spellings_of(name: str, people: Sequence[KnownPerson]) -> tuple[str, ...]:
    """`name` and the spellings under which people of the store may be meant by it; the store adds those merged.

    A surname alone means everybody of that surname; a name in another script is met by its consonants.
    """
    found = {name: None}
    for person in people:
        if any(_means(name, spelling) for spelling in (person.name, *person.spellings)):
            found.update(dict.fromkeys((person.name, *person.spellings)))
    return tuple(found)


def wrote(name: str, byline: str) -> bool:
    """Whether a byline may be of the person that a report calls `name`.

    >>> wrote("Amir Shaked", "אמיר שקד"), wrote("Amir Shaked", "Dana Shaked")
    (True, False)
    """
    return _means(name, byline)


@lru_cache(maxsize=16384)
def _means(name: str, other: str) -> bool:
    if same_name(name, other):
        return True
    if script(name) == script(other):
        return False
    left, right = consonant_skeleton(name).replace(" ", ""), consonant_skeleton(other).replace(" ", "")
    return len(left) >= _LEAST and left == right
