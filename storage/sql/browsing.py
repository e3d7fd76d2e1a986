"""Pages to leaf through."""

# ruff: noqa: S608 - statements are put together from names in this package; values are always bound.
from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from normalise.text import fold
from storage.browsing import Browsing, Carrier, Day, PeoplePage
from storage.model import KnownPerson
from storage.sql import people
from storage.sql.base import SqlBase
from storage.sql.connection import NUMBERS
from storage.sql.rows import required_time_text

_MOST_CARRIERS = 500
_PERSON = "coalesce(merged_into, id)"
_SIGNED = "(SELECT count(*) FROM byline_people WHERE person = people.id)"


class SqlBrowsing(SqlBase, Browsing):
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
        conditions, values = ["true"], list[object]()
        if outlet:
            conditions.append(f"{_PERSON} IN (SELECT {_PERSON} FROM people WHERE outlet = ?)")
            values.append(outlet)
        with self._read() as connection:
            if wanted := fold(name):
                spelled = connection.execute("SELECT person, spelling FROM spellings")
                conditions.append(f"{_PERSON} IN (SELECT {_PERSON} FROM people WHERE id IN {NUMBERS})")
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
                "SELECT DISTINCT w.wire, w.article, a.outlet, a.dated_at FROM wires AS asked"
                " JOIN wires AS w ON w.wire = asked.wire"
                f" JOIN articles AS a ON a.id = w.article WHERE asked.article IN {NUMBERS}"
                " ORDER BY a.dated_at, w.article",
                (str(list(articles)),),
            ).fetchall()
        wire_of: dict[int, int] = {article: wire for wire, article, *_ in rows}
        members: defaultdict[int, list[Carrier]] = defaultdict(list)
        for wire, article, outlet, _ in rows:
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
