"""People named in bylines."""

# ruff: noqa: S608 - statements are put together from names in this package; values are always bound.
from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence

from normalise.bylines import Person
from storage.model import KnownPerson


def save_byline(connection: sqlite3.Connection, article: int, outlet: str, people: Iterable[Person]) -> None:
    """Make these the people of an article's byline."""
    connection.execute("DELETE FROM bylines WHERE article = ?", (article,))
    for position, person in enumerate(people):
        connection.execute(
            "INSERT INTO people (outlet, key, name) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
            (outlet, person.key, person.name),
        )
        (known,) = connection.execute(
            "SELECT id FROM people WHERE outlet = ? AND key = ?", (outlet, person.key)
        ).fetchone()
        connection.execute("INSERT OR IGNORE INTO spellings (person, spelling) VALUES (?, ?)", (known, person.name))
        connection.execute(
            "INSERT INTO bylines (article, position, person, role) VALUES (?, ?, ?, ?)",
            (article, position, known, person.role),
        )


def people(connection: sqlite3.Connection, outlets: Sequence[str] | None) -> list[KnownPerson]:
    """People by outlet, then by number of articles. `outlets` are ids; None: all."""
    where, values = "", []
    if outlets is not None:
        where, values = f"WHERE p.outlet IN ({', '.join('?' * len(outlets))})", list(outlets)
    rows = connection.execute(
        "SELECT p.id, p.outlet, p.name, p.key,"
        " (SELECT json_group_array(spelling) FROM spellings WHERE person = p.id) AS spellings,"
        " (SELECT count(DISTINCT article) FROM bylines WHERE person = p.id) AS articles"
        f" FROM people AS p {where} ORDER BY p.outlet, articles DESC, p.name",
        values,
    )
    return [
        KnownPerson(row["id"], row["outlet"], row["name"], row["key"], _spellings(row["spellings"]), row["articles"])
        for row in rows
    ]


def person_ids(connection: sqlite3.Connection, names: Sequence[str]) -> list[int]:
    """Everybody any of `names` may mean: any spelling of a name; one word is also a surname."""
    from normalise.names import person_key

    found: set[int] = set()
    for name in names:
        key = person_key(name)
        ids = _ids(connection, "SELECT person FROM spellings WHERE spelling = ?", name)
        if key:
            ids |= _ids(connection, "SELECT id FROM people WHERE key = ?", key)
        if not ids and key and " " not in key:
            ids = _ids(connection, "SELECT id FROM people WHERE key GLOB ?", f"* {key}")  # a key holds letters only
        found |= ids
    return sorted(found)


def _ids(connection: sqlite3.Connection, statement: str, value: str) -> set[int]:
    return {row[0] for row in connection.execute(statement, (value,))}


def _spellings(text: str) -> tuple[str, ...]:
    import json

    return tuple(sorted(json.loads(text)))
