"""docs/schema.md, made from a fresh database: the tables' comments are kept in it.

python -m storage.sqlite.describe docs/schema.md
"""

from __future__ import annotations

import re
import sqlite3
import sys
from pathlib import Path

from storage.sql.tables import SCHEMA_VERSION
from storage.sqlite.connection import APPLICATION_ID, connect

_TABLE = re.compile(r"CREATE TABLE (\w+) \( -- (.*)")
_COLUMN = re.compile(r'\s*"?(\w+)"? (INTEGER|TEXT|REAL|BLOB)\b(.*?),?\s*(?:-- (.*))?')
_VIEW_COLUMN = re.compile(r"(\w+),? -- (.*)$", re.MULTILINE)

_INTRODUCTION = f"""# The store's schema

Made by `python -m storage.sqlite.describe docs/schema.md` from an empty store; a test keeps it true. Schema version
{SCHEMA_VERSION} (`PRAGMA user_version`), application id {APPLICATION_ID:#x} (`PRAGMA application_id`). The comments
below are in the database too: `.schema articles` in the `sqlite3` shell shows them.

Reading it with other programs is welcome at any time, also during a crawl. Writing is not: the search index is kept by
dateline, in the same transaction as the article.

- Times are text in UTC, `2025-11-30 18:04:05`, as SQLite's own functions write them. They sort as text.
- Lists and mappings are JSON; an empty one is NULL.
- NULL means not known. Nothing is ever filled with a guess.
- A process that is killed loses nothing that was acknowledged. A power cut may lose the last transactions, each whole.
"""

EXAMPLES: tuple[tuple[str, str], ...] = (
    (
        "Everything one journalist signed in November",
        """SELECT dated_at, outlet, title, url
FROM bylines
WHERE person = 'Dana Orr' AND dated_at >= '2025-11-01' AND dated_at < '2025-12-01'
ORDER BY dated_at""",
    ),
    (
        "How a headline changed",
        """SELECT number, seen_at, title FROM headlines WHERE article = 1 ORDER BY number""",
    ),
    (
        "Polls of each feed by day",
        """SELECT day, feed, polls, failed, problem FROM polls_by_day ORDER BY day DESC, feed""",
    ),
    (
        "Articles a topic brought, with their text",
        """SELECT a.dated_at, a.outlet, a.title, t.body
FROM article_topics AS at
JOIN articles AS a ON a.id = at.article
LEFT JOIN texts AS t ON t.article = a.id
WHERE at.topic = 'gaza-ceasefire'
ORDER BY a.dated_at DESC""",
    ),
    (
        "Full text, as the index holds it: folded, words without points, accents and final letters",
        """SELECT a.outlet, a.title
FROM article_search
JOIN articles AS a ON a.id = article_search.rowid
WHERE article_search MATCH '"ceasefire" AND ("עזה" OR "בעזה")'
ORDER BY bm25(article_search, 6, 2, 1, 2)""",
    ),
)


def schema_markdown() -> str:
    """The page, from an empty store in memory."""
    connection = connect(":memory:", read_only=False)
    try:
        return "\n".join([_INTRODUCTION, *_tables(connection), *_views(connection), *_examples()])
    finally:
        connection.close()


def _tables(connection: sqlite3.Connection) -> list[str]:
    rows = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table' ORDER BY rowid").fetchall()
    lines = ["## Tables", ""]
    for name, sql in rows:
        if match := _TABLE.match(sql):
            lines += [f"### {name}", "", f"{match[2]}.", "", "| column | type | |", "|---|---|---|"]
            lines += [_column(line) for line in sql.splitlines()[1:] if _COLUMN.fullmatch(line)]
            indexes = connection.execute(
                "SELECT sql FROM sqlite_master WHERE type = 'index' AND tbl_name = ? AND sql IS NOT NULL"
                " ORDER BY rowid",
                (name,),
            ).fetchall()
            lines += ["", *(f"- `{row['sql']}`" for row in indexes), *([""] if indexes else [])]
        elif "fts5" in sql:
            lines += [f"### {name}", "", "Full-text index over folded text; `rowid` is `articles.id`.", ""]
            lines += ["```sql", sql, "```", ""]
    shadows = "`article_search_*` and `headline_search_*` hold the indexes"
    lines += [f"`_sqlite_migrations` lists the applied migrations; {shadows}.", ""]
    return lines


def _views(connection: sqlite3.Connection) -> list[str]:
    lines = ["## Views", "", "Made of the tables above, with plain names; docs/queries.md has worked examples.", ""]
    for name, sql in connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'view' ORDER BY rowid"):
        lines += [f"### {name}", "", f"{sql.splitlines()[0].partition(' -- ')[2]}.", "", "| column | |", "|---|---|"]
        told = {match[1]: match[2] for match in _VIEW_COLUMN.finditer(sql)}
        for column in connection.execute(f'SELECT * FROM "{name}" LIMIT 0').description:  # noqa: S608
            lines.append(
                " ".join(filter(None, ("|", column[0], "|", told.get(column[0], "").replace(" | ", ", "), "|")))
            )
        lines.append("")
    return lines


def _column(line: str) -> str:
    match = _COLUMN.fullmatch(line)
    assert match is not None  # noqa: S101
    name, kind, constraint, comment = match.groups()
    notes = [
        words
        for mark, words in (("PRIMARY KEY", "primary key"), ("UNIQUE", "unique"), ("NOT NULL", "never NULL"))
        if mark in constraint
    ]
    if reference := re.search(r"REFERENCES (\w+)\((\w+)\)", constraint):
        notes.append(f"→ {reference[1]}.{reference[2]}")
    told = "; ".join([comment.replace(" | ", ", "), *notes] if comment else notes)
    return " ".join(filter(None, ("|", name, "|", kind.lower(), "|", told, "|")))


def _examples() -> list[str]:
    lines = ["## Questions in SQL", ""]
    for question, statement in EXAMPLES:
        lines += [f"{question}:", "", "```sql", statement, "```", ""]
    return lines


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(schema_markdown(), encoding="utf-8")
