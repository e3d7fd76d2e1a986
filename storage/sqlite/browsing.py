"""What web pages read beside the Store's own methods, and the SQL behind each page for people to go on from.

The SQL is for Datasette's query page: names for values (`:p1`), a limit, nothing that the Store's methods do not do.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from storage.model import Query
from storage.sqlite.base import SqliteBase
from storage.sqlite.matching import plan
from storage.sqlite.rows import required_time_text

DayState = Literal["collected", "empty", "failed"]


@dataclass(frozen=True, slots=True)
class Sql:
    """A statement with named parameters, and their values."""

    text: str
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Day:
    """What was collected of an outlet on a day (UTC): articles first seen, polls made and failed."""

    outlet: str
    day: date
    articles: int
    polls: int
    failed: int

    @property
    def state(self) -> DayState:
        """collected: articles came; empty: polls went well and brought none; failed: no poll went well."""
        if self.articles:
            return "collected"
        return "empty" if self.polls > self.failed else "failed"


def days(store: SqliteBase, since: datetime) -> tuple[Day, ...]:
    """Every outlet and day since a moment on which it was asked for or gave something, by outlet and day."""
    found: dict[tuple[str, str], list[int]] = {}
    with store._read() as connection:
        for outlet, day, polls, failed in connection.execute(
            "SELECT f.outlet, date(p.first_at), sum(p.count), sum(CASE WHEN p.outcome = 'failed' THEN p.count ELSE 0"
            " END) FROM polls AS p JOIN feeds AS f ON f.id = p.feed WHERE p.first_at >= ? GROUP BY 1, 2",
            (required_time_text(since),),
        ):
            found[outlet, day] = [0, polls, failed]
        for outlet, day, articles in connection.execute(
            "SELECT outlet, date(first_seen), count(*) FROM articles WHERE first_seen >= ? GROUP BY 1, 2",
            (required_time_text(since),),
        ):
            found.setdefault((outlet, day), [0, 0, 0])[0] = articles
    return tuple(Day(outlet, date.fromisoformat(day), *numbers) for (outlet, day), numbers in sorted(found.items()))


def signed_by(store: SqliteBase, article: int) -> tuple[int, ...]:
    """Ids of the people of an article's byline, in its order."""
    with store._read() as connection:
        rows = connection.execute(
            "SELECT coalesce(p.merged_into, p.id) FROM byline_people AS b JOIN people AS p ON p.id = b.person"
            " WHERE b.article = ? ORDER BY b.position",
            (article,),
        ).fetchall()
    return tuple(row[0] for row in rows)


# --- the SQL behind a page ---------------------------------------------------------------------------------------


def articles_sql(store: SqliteBase, query: Query) -> Sql:
    """Articles that match, newest first."""
    with store._read() as connection:
        planned = plan(connection, query)
    source, conditions, values = "articles AS a", planned.filter.where(), list(planned.filter.values)
    if planned.match is not None:
        source = "article_search AS s\nJOIN articles AS a ON a.id = s.rowid"
        conditions, values = planned.filter.where("article_search MATCH ?"), [planned.match, *values]
    if planned.empty:
        conditions, values = "WHERE 0", []
    body = f"SELECT a.id, a.dated_at, a.outlet, a.title, a.url\nFROM {source}\n{conditions}".rstrip()
    return Sql(f"{_named(body)}\nORDER BY a.dated_at DESC, a.id DESC\nLIMIT {max(1, query.limit)}", _numbered(values))


def article_sql(article: int) -> Sql:
    """One article with its text."""
    return Sql(
        "SELECT a.*, t.body\nFROM articles AS a\nLEFT JOIN texts AS t ON t.article = a.id\nWHERE a.id = :article",
        {"article": str(article)},
    )


def people_sql(outlet: str | None) -> Sql:
    """People by how many articles they signed."""
    of_one = "WHERE outlet = :outlet\n" if outlet else ""
    return Sql(
        "SELECT person_id, outlet, person, count(*) AS articles\nFROM bylines\n"
        f"{of_one}GROUP BY person_id, outlet\nORDER BY articles DESC\nLIMIT 200",
        {"outlet": outlet} if outlet else {},
    )


def person_sql(person: int) -> Sql:
    """What one person signed."""
    return Sql(
        "SELECT article, dated_at, outlet, spelling, role, title, url\nFROM bylines\nWHERE person_id = :person\n"
        "ORDER BY dated_at DESC",
        {"person": str(person)},
    )


def days_sql(since: datetime) -> Sql:
    """What was collected by outlet and day."""
    return Sql(
        "SELECT outlet, day, state, articles, unread, polls, failed\nFROM coverage\nWHERE day >= :since\n"
        "ORDER BY outlet, day DESC",
        {"since": f"{since:%Y-%m-%d}"},
    )


def reports_sql() -> Sql:
    """Reports, newest comparison first."""
    return Sql("SELECT id, name, compared_at, checked_at\nFROM reports\nORDER BY compared_at DESC")


def report_sql(report: int) -> Sql:
    """The claims of a report."""
    return Sql(
        "SELECT claim, outlet, person, finding, score, text, explanation\nFROM claims\nWHERE report = :report\n"
        "ORDER BY number",
        {"report": str(report)},
    )


def _named(text: str) -> str:
    numbers = iter(range(1, text.count("?") + 1))
    return re.sub(r"\?", lambda _: f":p{next(numbers)}", text)


def _numbered(values: Sequence[object]) -> dict[str, str]:
    return {f"p{number}": str(value) for number, value in enumerate(values, 1)}
