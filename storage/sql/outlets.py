"""Outlets, and which of them a name means."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from normalise.text import fold
from storage.model import Outlet
from storage.sql.connection import Connection
from storage.sql.rows import json_text, outlet_of, storable


def save_outlets(connection: Connection, outlets: Iterable[Outlet]) -> None:
    """Insert or replace outlets; rows that are the same already are not written."""
    known = {outlet.id: outlet for outlet in all_outlets(connection)}
    for outlet in outlets:
        if known.get(outlet.id) != outlet:
            values = (
                outlet.id,
                outlet.name,
                outlet.group,
                json_text(outlet.aliases),
                outlet.language,
                outlet.timezone,
                outlet.homepage,
                outlet.known_gaps,
            )
            connection.execute(
                'INSERT INTO outlets (id, name, "group", aliases, language, timezone, homepage, known_gaps)'
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET name = excluded.name,"
                ' "group" = excluded."group", aliases = excluded.aliases, language = excluded.language,'
                " timezone = excluded.timezone, homepage = excluded.homepage, known_gaps = excluded.known_gaps",
                [storable(value) for value in values],
            )


def all_outlets(connection: Connection) -> tuple[Outlet, ...]:
    """Every outlet, by id."""
    return tuple(outlet_of(row) for row in connection.execute("SELECT * FROM outlets ORDER BY id"))


def outlet_ids(connection: Connection, names: Sequence[str]) -> list[str] | None:
    """The ids that `names` (ids, groups, names, aliases, in any case) mean; None for no names: every outlet.

    A name the store does not know stands for itself: articles may be of an outlet that was never described.
    """
    if not names:
        return None
    known = all_outlets(connection)
    found: dict[str, None] = {}
    for name in names:
        exact = [outlet.id for outlet in known if name in (outlet.id, outlet.group)]
        folded = fold(name).strip()
        members = exact or [
            outlet.id
            for outlet in known
            if any(folded == fold(other) for other in (outlet.id, outlet.group or "", outlet.name, *outlet.aliases))
        ]
        found |= dict.fromkeys(members or [name])
    return list(found)
