"""People named in bylines: whose a spelling is, and what somebody decided about that.

A row of `people` is a name in an outlet, found by its key. Rows that were merged point to one of them, which stands for
the person; bylines stay with their own row, so a merge can be taken back. A spelling that was split off has a row of
its own, and since a byline is looked up by its spelling before its key, both decisions hold for every later byline.
"""

# ruff: noqa: S608 - statements are put together from names in this package; values are always bound.
from __future__ import annotations

from collections.abc import Iterable, Sequence

from normalise.byline_model import Person
from storage.model import KnownPerson
from storage.sql.connection import NUMBERS, Connection, Row

_PERSON = "coalesce(merged_into, id)"


def save_byline(connection: Connection, article: int, outlet: str, people: Iterable[Person]) -> None:
    """Make these the people of an article's byline."""
    connection.execute("DELETE FROM byline_people WHERE article = ?", (article,))
    for position, person in enumerate(people):
        connection.execute(
            "INSERT INTO byline_people (article, position, person, role) VALUES (?, ?, ?, ?)",
            (article, position, _row_of(connection, outlet, person), person.role),
        )


def _row_of(connection: Connection, outlet: str, person: Person) -> int:
    known = connection.execute(
        "SELECT person FROM spellings WHERE spelling = ? AND outlet = ?", (person.name, outlet)
    ).fetchone()
    if known is not None:
        return int(known[0])
    connection.execute(
        "INSERT INTO people (outlet, key, name) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        (outlet, person.key, person.name),
    )
    row: int = connection.execute(
        "SELECT id FROM people WHERE outlet = ? AND key = ? AND split = 0", (outlet, person.key)
    ).fetchone()[0]
    connection.execute(
        "INSERT INTO spellings (spelling, outlet, person) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        (person.name, outlet, row),
    )
    return row


def people(connection: Connection, outlets: Sequence[str] | None) -> list[KnownPerson]:
    """People by outlet, then by number of articles. `outlets` are ids; None: all."""
    if outlets is None:
        return _people(connection, "", ())
    marks = ", ".join("?" * len(outlets))
    return _people(connection, f"WHERE {_PERSON} IN (SELECT {_PERSON} FROM people WHERE outlet IN ({marks}))", outlets)


def person(connection: Connection, number: int) -> KnownPerson:
    """The person a row belongs to. Raises ValueError for an id that is not in the store."""
    found = _people(connection, f"WHERE {_PERSON} = (SELECT {_PERSON} FROM people WHERE id = ?)", (number,))
    if not found:
        raise ValueError(f"nobody in this store has the id {number}; `dateline people` lists them")
    return found[0]


def people_of(connection: Connection, ids: Sequence[int]) -> list[KnownPerson]:
    """People by the ids of the rows that stand for them."""
    return _people(connection, f"WHERE {_PERSON} IN {NUMBERS}", (str(list(ids)),))


def _people(connection: Connection, where: str, values: Sequence[str | int]) -> list[KnownPerson]:
    """People of the rows `where` chooses: always all rows of a person."""
    rows = connection.execute(
        "SELECT id, outlet, name, key, merged_into,"
        " (SELECT count(DISTINCT article) FROM byline_people WHERE person = people.id) AS articles"
        f" FROM people {where}",
        values,
    ).fetchall()
    spelled: dict[int, set[str]] = {}
    for row in connection.execute(
        f"SELECT person, spelling FROM spellings WHERE person IN (SELECT id FROM people {where})", values
    ):
        spelled.setdefault(row["person"], set()).add(row["spelling"])
    merged: dict[int, list[Row]] = {}
    for row in rows:
        if row["merged_into"] is not None:
            merged.setdefault(row["merged_into"], []).append(row)
    found = []
    for row in rows:
        if row["merged_into"] is None:
            own = [row, *merged.get(row["id"], ())]
            spellings = {spelling for part in own for spelling in spelled.get(part["id"], ())}
            editions = {part["outlet"] for part in own}
            articles = row["articles"] if len(own) == 1 else _articles(connection, [part["id"] for part in own])
            known = KnownPerson(
                row["id"], row["outlet"], row["name"], row["key"], _sorted(spellings), articles, _sorted(editions)
            )
            found.append(known)
    return sorted(found, key=lambda known: (known.outlet, -known.articles, known.name, known.id))


def _articles(connection: Connection, rows: list[int]) -> int:
    """How many articles any of these rows signed: one signed by two of them counts once."""
    count: int = connection.execute(
        f"SELECT count(DISTINCT article) FROM byline_people WHERE person IN {NUMBERS}",
        (str(rows),),
    ).fetchone()[0]
    return count


def person_ids(connection: Connection, names: Sequence[str]) -> list[int]:
    """Rows of everybody any of `names` may mean: any spelling of a name; one word is also a surname."""
    from normalise.names import person_key

    found: set[int] = set()
    for name in names:
        key = person_key(name)
        ids = _ids(connection, "SELECT person FROM spellings WHERE spelling = ?", name)
        if key:
            ids |= _ids(connection, "SELECT id FROM people WHERE key = ?", key) - _apart_from(connection, ids)
        if not ids and key and " " not in key:
            ids = _ids(connection, "SELECT id FROM people WHERE key LIKE ?", f"% {key}")  # a key holds letters only
        found |= ids
    return _with_merged(connection, found)


def _apart_from(connection: Connection, ids: set[int]) -> set[int]:
    found: set[int] = set()
    for number in ids:
        found |= _ids(connection, "SELECT b FROM people_apart WHERE a = ?", number)
        found |= _ids(connection, "SELECT a FROM people_apart WHERE b = ?", number)
    return found


def _with_merged(connection: Connection, ids: Iterable[int]) -> list[int]:
    return sorted(
        _ids(
            connection,
            f"SELECT id FROM people WHERE {_PERSON} IN (SELECT {_PERSON} FROM people WHERE id IN {NUMBERS})",
            str(sorted(ids)),
        )
    )


# --- what somebody decides ---------------------------------------------------------------------------------------


def merge_people(connection: Connection, ids: Sequence[int]) -> KnownPerson:
    """Make these one person, under the name of the first. Raises ValueError for unknown ids and for several groups."""
    merged = list({known.id: known for known in (person(connection, number) for number in ids)}.values())
    if len(merged) < 2:
        raise ValueError("merging takes two people who are not one yet")
    groups = {group for known in merged for group in _groups(connection, known)}
    if len(groups) > 1:
        told = ", ".join(f"{known.id} {known.name} ({known.outlet})" for known in merged)
        raise ValueError(f"only people of one outlet group can be one person: {told}")
    rows = _with_merged(connection, [known.id for known in merged])
    head = merged[0].id
    _point(connection, rows, head)
    connection.execute(
        "DELETE FROM people_apart WHERE a IN (SELECT CAST(value AS BIGINT) FROM json_each(:rows))"
        " AND b IN (SELECT CAST(value AS BIGINT) FROM json_each(:rows))",
        {"rows": str(rows)},
    )
    return person(connection, head)


def split_person(connection: Connection, number: int, spelling: str) -> KnownPerson:
    """Make a spelling somebody of their own. Raises ValueError if the person has no such, or no other spelling."""
    known = person(connection, number)
    if spelling not in known.spellings:
        raise ValueError(f"{known.name} ({known.id}) is not spelled {spelling!r}, but {_listed(known.spellings)}")
    if len(known.spellings) < 2:
        raise ValueError(f"{spelling!r} is the only spelling of {known.id}: there is nothing to split")
    members = _with_merged(connection, [known.id])
    parts = [_own_row(connection, row, spelling) for row in members if spelling in _spellings_of(connection, row)]
    rest = [row for row in members if row not in parts]
    _point(connection, parts, parts[0])
    _point(connection, rest, known.id if known.id in rest else rest[0])
    for part in parts:
        for row in rest:
            _set_apart(connection, part, row)
    return person(connection, parts[0])


def reject_suggestion(connection: Connection, a: int, b: int) -> None:
    """Note that two are not one person. Raises ValueError for unknown ids and for two that are one."""
    left, right = person(connection, a), person(connection, b)
    if left.id == right.id:
        raise ValueError(f"{a} and {b} are one person, {left.name}; `dateline people split` takes a spelling out")
    _set_apart(connection, left.id, right.id)


def _own_row(connection: Connection, row: int, spelling: str) -> int:
    """The row that holds `spelling` alone, made if the row it is in holds others too."""
    others = _spellings_of(connection, row) - {spelling}
    if not others:
        return row
    outlet, key, name = connection.execute("SELECT outlet, key, name FROM people WHERE id = ?", (row,)).fetchone()
    own: int = connection.execute(
        "INSERT INTO people (outlet, key, name, split) VALUES (?, ?, ?, 1) RETURNING id", (outlet, key, spelling)
    ).fetchone()[0]
    connection.execute("UPDATE spellings SET person = ? WHERE spelling = ? AND outlet = ?", (own, spelling, outlet))
    connection.execute(
        "UPDATE byline_people SET person = ? WHERE person = ? AND ? = (SELECT json_extract(a.people, '$[' || position"
        " || '].name') FROM articles AS a WHERE a.id = article)",
        (own, row, spelling),
    )
    if name == spelling:
        connection.execute("UPDATE people SET name = ? WHERE id = ?", (min(others), row))
    return own


def _point(connection: Connection, rows: Sequence[int], head: int) -> None:
    connection.execute(
        f"UPDATE people SET merged_into = nullif(?, id) WHERE id IN {NUMBERS}",
        (head, str(rows)),
    )


def _set_apart(connection: Connection, left: int, right: int) -> None:
    connection.execute(
        "INSERT INTO people_apart (a, b) VALUES (?, ?) ON CONFLICT DO NOTHING", (min(left, right), max(left, right))
    )


def _groups(connection: Connection, known: KnownPerson) -> set[str]:
    rows = connection.execute(
        'SELECT DISTINCT coalesce(o."group", p.outlet) FROM people AS p LEFT JOIN outlets AS o ON o.id = p.outlet'
        " WHERE coalesce(p.merged_into, p.id) = ?",
        (known.id,),
    )
    return {row[0] for row in rows}


def _spellings_of(connection: Connection, row: int) -> set[str]:
    return {found[0] for found in connection.execute("SELECT spelling FROM spellings WHERE person = ?", (row,))}


def _ids(connection: Connection, statement: str, value: str | int) -> set[int]:
    return {row[0] for row in connection.execute(statement, (value,))}


def _listed(spellings: Sequence[str]) -> str:
    return ", ".join(repr(spelling) for spelling in spellings)


def _sorted(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(texts))
