"""The tables as lists of names: columns, keys, which columns are JSON. Read from the statements that make them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from storage.sql.tables import TABLES

TABLE = re.compile(
    r"\s*CREATE TABLE (?P<name>\w+) \( -- (?P<comment>[^\n]*)\n(?P<columns>.*)\n\)(?: WITHOUT ROWID)?", re.DOTALL
)
COLUMN = re.compile(
    r'  (?P<name>"?\w+"?) (?P<type>TEXT|INTEGER|REAL|BLOB)(?P<rest>[^,\n]*?)(?P<comma>,?)(?: -- (?P<comment>.*))?'
)
_KEY = re.compile(r"  PRIMARY KEY \(([^)]*)\)")
# Given back exactly as they were given in, even what is no JSON.
_KEPT_AS_TEXT = frozenset({"findings"})


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its columns, those of its primary key, and those that hold JSON."""

    name: str
    columns: tuple[str, ...]
    key: tuple[str, ...]
    json: frozenset[str]


def tables() -> tuple[Table, ...]:
    """Every table, each after those it refers to."""
    return tuple(_table(match) for statement in TABLES if (match := TABLE.fullmatch(statement)))


def is_json(column: re.Match[str]) -> bool:
    """Whether a column holds JSON, as its comment says."""
    name, comment = column["name"].strip('"'), column["comment"] or ""
    return column["type"] == "TEXT" and comment.startswith("JSON") and name not in _KEPT_AS_TEXT


def _table(match: re.Match[str]) -> Table:
    columns = [column for line in match["columns"].split("\n") if (column := COLUMN.fullmatch(line))]
    names = tuple(column["name"].strip('"') for column in columns)
    listed = _KEY.search(match["columns"])
    if listed is not None:
        key = tuple(name.strip(' "') for name in listed[1].split(","))
    else:
        key = tuple(column["name"].strip('"') for column in columns if "PRIMARY KEY" in column["rest"])
    json = frozenset(column["name"].strip('"') for column in columns if is_json(column))
    return Table(match["name"], names, key, json)
