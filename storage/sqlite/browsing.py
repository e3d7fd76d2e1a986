"""The SQL behind pages, for people to go on from.

It is for Datasette's query page: names for values (`:p1`), a limit, nothing that the Store's methods do not do.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from storage.browsing import Listing, Sql
from storage.model import Query
from storage.sql.matching import plan
from storage.sqlite.base import SqliteBase

# listing -> its statement, and the name of the parameter that its key is
_STATEMENTS: dict[Listing, tuple[str, str]] = {
    "article": (
        "SELECT a.*, t.body\nFROM articles AS a\nLEFT JOIN texts AS t ON t.article = a.id\nWHERE a.id = :article",
        "article",
    ),
    "people": (
        "SELECT person_id, outlet, person, count(*) AS articles\nFROM bylines\nWHERE :outlet IN ('', outlet)\n"
        "GROUP BY person_id, outlet\nORDER BY articles DESC\nLIMIT 200",
        "outlet",
    ),
    "person": (
        "SELECT article, dated_at, outlet, spelling, role, title, url\nFROM bylines\nWHERE person_id = :person\n"
        "ORDER BY dated_at DESC",
        "person",
    ),
    "days": (
        # Not the view `coverage`, which counts every article ever stored before it chooses days.
        "SELECT day, outlet, sum(articles) AS articles, sum(polls) AS polls, sum(failed) AS failed\nFROM (\n"
        "  SELECT date(first_seen) AS day, outlet, 1 AS articles, 0 AS polls, 0 AS failed\n"
        "  FROM articles WHERE first_seen >= :since\n  UNION ALL\n"
        "  SELECT date(p.first_at), f.outlet, 0, p.count, p.count * (p.outcome = 'failed')\n"
        "  FROM polls AS p JOIN feeds AS f ON f.id = p.feed WHERE p.first_at >= :since\n)\n"
        "GROUP BY day, outlet\nORDER BY outlet, day DESC",
        "since",
    ),
    "reports": ("SELECT id, name, compared_at, checked_at\nFROM reports\nORDER BY compared_at DESC", ""),
    "report": (
        "SELECT claim, outlet, person, finding, score, text, explanation\nFROM claims\nWHERE report = :report\n"
        "ORDER BY number",
        "report",
    ),
}


class SqliteSql(SqliteBase):
    """The Store's methods that give SQL."""

    def sql_of(self, listing: Listing, key: int | str | None = None) -> Sql | None:
        """The SQL behind a page of this store."""
        text, name = _STATEMENTS[listing]
        return Sql(text, {name: "" if key is None else str(key)} if name else {})

    def sql_of_search(self, query: Query) -> Sql | None:
        """SQL that finds the articles a query finds, newest first."""
        with self._read() as connection:
            planned = plan(connection, query)
        source, conditions, values = "articles AS a", planned.filter.where(), list(planned.filter.values)
        if planned.match is not None:
            source = "article_search AS s\nJOIN articles AS a ON a.id = s.rowid"
            conditions, values = planned.filter.where("article_search MATCH ?"), [planned.match, *values]
        if planned.empty:
            conditions, values = "WHERE 0", []
        body = f"SELECT a.id, a.dated_at, a.outlet, a.title, a.url\nFROM {source}\n{conditions}".rstrip()
        return Sql(
            f"{_named(body)}\nORDER BY a.dated_at DESC, a.id DESC\nLIMIT {max(1, query.limit)}", _numbered(values)
        )


def _named(text: str) -> str:
    numbers = iter(range(1, text.count("?") + 1))
    return re.sub(r"\?", lambda _: f":p{next(numbers)}", text)


def _numbered(values: Sequence[object]) -> dict[str, str]:
    return {f"p{number}": str(value) for number, value in enumerate(values, 1)}
