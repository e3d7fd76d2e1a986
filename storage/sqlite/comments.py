"""What the schema's comments say of its columns, read from the statements themselves."""

from __future__ import annotations

import re
from collections.abc import Mapping

_STATEMENT = re.compile(r'\s*CREATE (TABLE|VIEW) "?(\w+)"?')
_COLUMN = re.compile(r'^\s*"?(\w+)"? (?:INTEGER|TEXT|REAL|BLOB)\b.*?-- (.*)$')
_VIEW_COLUMN = re.compile(r"(\w+),? -- (.*)$")


def column_comments() -> Mapping[str, str]:
    """`table.column` -> its comment, for tables and views; columns without one are left out."""
    from storage.sqlite.migrations import STATEMENTS

    found: dict[str, str] = {}
    for statement in STATEMENTS:
        if match := _STATEMENT.match(statement):
            pattern = _COLUMN if match[1] == "TABLE" else _VIEW_COLUMN
            for line in statement.splitlines()[2:]:
                if column := pattern.search(line):
                    found[f"{match[2]}.{column[1]}"] = column[2]
    return found
