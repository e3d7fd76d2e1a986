"""In SQLite: pages to leaf through, and the SQL behind each for people to go on from.

The SQL is for Datasette's query page: names for values (`:p1`), a limit, nothing that the Store's methods do not do.
"""

# ruff: noqa: S608 - statements are put together from names in this package; values are always bound.
from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from normalise.text import fold
from storage.browsing import Browsing, Carrier, Day, Listing, PeoplePage, Sql
from storage.model import KnownPerson, Query
from storage.sqlite import people
from storage.sqlite.base import SqliteBase
from storage.sqlite.matching import plan
from storage.sqlite.rows import required_time_text

_MOST_CARRIERS = 500
_PERSON = "coalesce(merged_into, id)"
_SIGNED = "(SELECT count(*) FROM byline_people WHERE person = people.id)"

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


class SqliteBrowsing(SqliteBase, Browsing):
    """The Store's methods for pages to leaf through."""

    def person(self, number: int) -> KnownPerson | None:
        """The person an id belongs to, also where it was merged into another; None if nobody has it."""
        with self._read() as connection:
            try:
                return people.person(connection, number)
            except ValueError:
                return None

    def people_page(
        self, *, outlet: str | None = None, name: str = "", limit: int = 100, offset: int = 0
    ) -> PeoplePage:
        """People, those with most articles first, then by name."""
        conditions, values = ["1"], list[object]()
        if outlet:
            conditions.append(f"{_PERSON} IN (SELECT {_PERSON} FROM people WHERE outlet = ?)")
            values.append(outlet)
        with self._read() as connection:
            if wanted := fold(name):
                spelled = connection.execute("SELECT person, spelling FROM spellings")
                conditions.append(
                    f"{_PERSON} IN (SELECT {_PERSON} FROM people WHERE id IN (SELECT value FROM json_each(?)))"
                )
                values.append(str(sorted({person for person, spelling in spelled if wanted in fold(spelling)})))
            rows = connection.execute(
                f"SELECT {_PERSON} AS person, sum({_SIGNED}) AS signed"
                f" FROM people WHERE {' AND '.join(conditions)} GROUP BY 1"
                " ORDER BY signed DESC, max(CASE WHEN merged_into IS NULL THEN name END), 1",
                values,
            ).fetchall()
            chosen = [row[0] for row in rows[offset : offset + limit]]
            known = {one.id: one for one in people.people_of(connection, chosen)}
        return PeoplePage(tuple(known[number] for number in chosen), len(rows))

    def people_counts(self) -> Mapping[str, int]:
        """How many people each outlet has, most first."""
        with self._read() as connection:
            return dict(
                connection.execute(
                    "SELECT outlet, count(*) FROM people WHERE merged_into IS NULL GROUP BY 1 ORDER BY 2 DESC, 1"
                ).fetchall()
            )

    def signed_by(self, article: int) -> tuple[int, ...]:
        """Ids of the people of an article's byline, in its order."""
        with self._read() as connection:
            rows = connection.execute(
                "SELECT coalesce(p.merged_into, p.id) FROM byline_people AS b JOIN people AS p ON p.id = b.person"
                " WHERE b.article = ? ORDER BY b.position",
                (article,),
            ).fetchall()
        return tuple(row[0] for row in rows)

    def carriers(self, articles: Sequence[int]) -> Mapping[int, tuple[Carrier, ...]]:
        """For each of these articles that shares its text: the others that carry it, earliest first."""
        with self._read() as connection:
            rows = connection.execute(
                "SELECT DISTINCT w.wire, w.article, a.outlet FROM wires AS asked JOIN wires AS w ON w.wire = asked.wire"
                " JOIN articles AS a ON a.id = w.article WHERE asked.article IN (SELECT value FROM json_each(?))"
                " ORDER BY a.dated_at, a.id",
                (str(list(articles)),),
            ).fetchall()
        wire_of: dict[int, int] = {article: wire for wire, article, _ in rows}
        members: defaultdict[int, list[Carrier]] = defaultdict(list)
        for wire, article, outlet in rows:
            members[wire].append(Carrier(article, outlet))
        return {
            article: tuple([one for one in members[wire_of[article]] if one.article != article][:_MOST_CARRIERS])
            for article in articles
            if article in wire_of
        }

    def days(self, since: datetime) -> tuple[Day, ...]:
        """Every outlet and day since a moment on which it was asked for or gave something."""
        found: dict[tuple[str, str], list[int]] = {}
        moment = (required_time_text(since),)
        with self._read() as connection:
            for outlet, day, polls, failed in connection.execute(
                "SELECT f.outlet, date(p.first_at), sum(p.count), sum(CASE WHEN p.outcome = 'failed' THEN p.count ELSE"
                " 0 END) FROM polls AS p JOIN feeds AS f ON f.id = p.feed WHERE p.first_at >= ? GROUP BY 1, 2",
                moment,
            ):
                found[outlet, day] = [0, polls, failed]
            for outlet, day, articles in connection.execute(
                "SELECT outlet, date(first_seen), count(*) FROM articles WHERE first_seen >= ? GROUP BY 1, 2", moment
            ):
                found.setdefault((outlet, day), [0, 0, 0])[0] = articles
        return tuple(Day(outlet, date.fromisoformat(day), *numbers) for (outlet, day), numbers in sorted(found.items()))

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
