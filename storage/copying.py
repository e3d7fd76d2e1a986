"""A whole store into another, SQLite or PostgreSQL: every row of every table, checked by counts and hashes.

Both databases have the same tables and give the same values, so rows are copied as they stand, ids included. A batch of
rows and how far the copy came are written in one transaction: what was stopped goes on where it was. The full-text
index is made anew at the end. Nobody may crawl into either store meanwhile; the caller holds the locks.
"""

# ruff: noqa: S608 - statements are put together from names in this package; values are always bound.
from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from storage.errors import StoreError
from storage.sql import index
from storage.sql.connection import Connection
from storage.sql.rows import SELECT_ARTICLE
from storage.sql.store import SqlStore
from storage.sql.table_columns import Table, tables
from storage.store import Store

_BATCH = 1_000
_INDEXED_AT_ONCE = 500
_KEY = "copying"  # in the table meta of the target, while a copy is under way
_LEFT_OUT = frozenset({"meta"})
# These point to rows of their own table that may come later: filled in when all are there.
_LATER = {"people": "merged_into", "captures": "same_as"}

Progress = Callable[[str, int, int], None]  # what is done (table, "search index", "comparing" table), rows done, in all


@dataclass(frozen=True, slots=True)
class CopiedTable:
    """A table that is the same in both stores: how many rows it has, and the SHA-256 (hex) of them in key order."""

    name: str
    rows: int
    sha256: str


def copy_store(source: Store, target: Store, *, progress: Progress | None = None) -> tuple[CopiedTable, ...]:
    """Copy everything, or go on with a copy that was stopped, and compare both stores; gives the tables.

    Raises StoreError where the target holds anything else, and where the two differ in the end: then the source was
    written to meanwhile, and the copy has to begin anew.
    """
    if not isinstance(source, SqlStore) or not isinstance(target, SqlStore):
        raise TypeError("both stores have to be databases")
    tell = progress or (lambda name, done, rows: None)
    mark = _mark(source)
    done = _begin(target, mark)
    with source.at_one_moment() as origin:
        for table in tables():
            if table.name not in _LEFT_OUT and table.name not in done:
                _copy(origin, target, table, mark, done, tell)
        _index(target, mark, done, tell)
        copied = tuple(
            _compared(origin, source, target, table, tell) for table in tables() if table.name not in _LEFT_OUT
        )
    with target._write() as connection:
        connection.execute("DELETE FROM meta WHERE key = ?", (_KEY,))
        connection.dialect.after_copy(connection)
    return copied


def copy_into_file(source: Store, file: Path) -> int:
    """A backup of a store on a server: a new SQLite store; gives its size in bytes. Nothing is left of a failed one."""
    from storage.sqlite.store import SqliteStore

    if file.exists():
        raise StoreError(str(file), "is there already; a backup never overwrites: name another file")
    if not file.absolute().parent.is_dir():
        raise StoreError(str(file), f"the folder {file.parent} does not exist")
    part = file.with_name(file.name + ".part")
    part.unlink(missing_ok=True)
    try:
        with SqliteStore.open(str(part)) as target:
            copy_store(source, target)
        if file.exists():
            raise StoreError(str(file), "is there already; a backup never overwrites: name another file")
        part.rename(file)
    finally:
        for suffix in ("", "-wal", "-shm"):
            part.with_name(part.name + suffix).unlink(missing_ok=True)
    return file.stat().st_size


def _mark(source: Store) -> str:
    return hashlib.sha256(source.location.encode()).hexdigest()[:16]


def _begin(target: SqlStore, mark: str) -> dict[str, Any]:
    """How far a copy of this source came; table -> the key of its last row, or True when it is done."""
    with target._read() as connection:
        row = connection.execute("SELECT value FROM meta WHERE key = ?", (_KEY,)).fetchone()
        if row is not None:
            state: dict[str, Any] = json.loads(row["value"])
            if state["source"] != mark:
                raise StoreError(target.location, "holds a part of a copy of another store; name an empty one")
            return cast("dict[str, Any]", state["done"])
        for table in tables():
            if table.name in _LEFT_OUT:
                continue
            if connection.execute(f"SELECT 1 FROM {table.name} LIMIT 1").fetchone() is not None:
                raise StoreError(
                    target.location, f"is not empty (there are {table.name}); a store is copied into an empty one only"
                )
    return {}


def _copy(origin: Connection, target: SqlStore, table: Table, mark: str, done: dict[str, Any], tell: Progress) -> None:
    every = origin.execute(f"SELECT count(*) FROM {table.name}").fetchone()[0]
    partly = f"{table.name} from"
    copied = 0
    later = _LATER.get(table.name)
    if partly in done:
        with target._read() as connection:
            copied = connection.execute(f"SELECT count(*) FROM {table.name}").fetchone()[0]
    for rows in _batches(origin, table, done.get(partly)):
        place = table.columns.index(later) if later else -1
        with target._write() as connection:
            given = [tuple(None if number == place else value for number, value in enumerate(row)) for row in rows]
            connection.dialect.bulk_insert(connection, table.name, table.columns, given)
            done[partly] = _key_of(table, rows[-1])
            _note(connection, mark, done)
        copied += len(rows)
        tell(table.name, copied, every)
    with target._write() as connection:
        if later:
            _fill_in(origin, connection, table, later)
        done.pop(partly, None)
        done[table.name] = True
        _note(connection, mark, done)


def _fill_in(origin: Connection, connection: Connection, table: Table, column: str) -> None:
    rows = origin.execute(f"SELECT {column}, id FROM {table.name} WHERE {column} IS NOT NULL").fetchall()
    connection.executemany(f"UPDATE {table.name} SET {column} = ? WHERE id = ?", [tuple(row) for row in rows])


def _index(target: SqlStore, mark: str, done: dict[str, Any], tell: Progress) -> None:
    last = int(done.get("index from", 0))
    with target._read() as connection:
        every = connection.execute("SELECT count(*) FROM articles").fetchone()[0]
        indexed = connection.execute("SELECT count(*) FROM articles WHERE id <= ?", (last,)).fetchone()[0]
    while True:
        with target._write() as connection:
            rows = connection.execute(
                f"{SELECT_ARTICLE} WHERE a.id > ? ORDER BY a.id LIMIT ?", (last, _INDEXED_AT_ONCE)
            ).fetchall()
            if not rows:
                return
            index.put(connection, rows)
            last = done["index from"] = rows[-1]["id"]
            _note(connection, mark, done)
        indexed += len(rows)
        tell("search index", indexed, every)


def _note(connection: Connection, mark: str, done: dict[str, Any]) -> None:
    connection.execute(
        "INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        (_KEY, json.dumps({"source": mark, "done": done})),
    )


def _batches(connection: Connection, table: Table, after: Sequence[Any] | None = None) -> Iterator[list[Any]]:
    """Rows in key order, so many at a time; those after a key."""
    key = ", ".join(f'"{name}"' for name in table.key)
    marks = ", ".join("?" * len(table.key))
    names = ", ".join(f'"{name}"' for name in table.columns)
    last = [
        bytes.fromhex(value[1:]) if isinstance(value, str) and value[:1] == "\0" else value for value in after or ()
    ]
    while True:
        where = f"WHERE ({key}) > ({marks})" if last else ""
        rows = connection.execute(
            f"SELECT {names} FROM {table.name} {where} ORDER BY {key} LIMIT ?", (*last, _BATCH)
        ).fetchall()
        if not rows:
            return
        yield rows
        last = [rows[-1][name] for name in table.key]


def _key_of(table: Table, row: Any) -> list[Any]:
    return [f"\0{value.hex()}" if isinstance(value, bytes) else value for value in (row[name] for name in table.key)]


def _value(noted: Any) -> Any:
    return bytes.fromhex(noted[1:]) if isinstance(noted, str) and noted.startswith("\0") else noted


def _compared(origin: Connection, source: SqlStore, target: SqlStore, table: Table, tell: Progress) -> CopiedTable:
    every = origin.execute(f"SELECT count(*) FROM {table.name}").fetchone()[0]
    theirs = _hashed(origin, table, lambda done: tell(f"comparing {table.name}", done // 2, every))
    with target._read() as connection:
        ours = _hashed(connection, table, lambda done: tell(f"comparing {table.name}", (every + done) // 2, every))
    if theirs != ours:
        raise StoreError(
            target.location,
            f"is not what {source.location} is: {table.name} has {ours.rows} rows there and {theirs.rows} here"
            f" ({ours.sha256[:8]}, {theirs.sha256[:8]}). Was it written to meanwhile? Begin anew with an empty store",
        )
    return ours


def _hashed(connection: Connection, table: Table, tell: Callable[[int], None]) -> CopiedTable:
    digest, count = hashlib.sha256(), 0
    for rows in _batches(connection, table):
        for row in rows:
            values = [_plain(row[name], name in table.json) for name in table.columns]
            digest.update(json.dumps(values, ensure_ascii=True).encode())
        count += len(rows)
        tell(count)
    return CopiedTable(table.name, count, digest.hexdigest())


def _plain(value: Any, is_json: bool) -> Any:
    if isinstance(value, bytes):
        return value.hex()
    return json.loads(value) if is_json and value is not None else value
