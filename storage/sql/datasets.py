"""Citable tables, and every feeds.yaml that was in force."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import groupby

from storage.datasets import Cell, Datasets, DatasetTable, KeptConfig, without_secrets
from storage.sql.base import SqlBase
from storage.sql.connection import Connection
from storage.sql.rows import required_time, storable

_DAY_S = 86_400
_STATEMENTS: dict[DatasetTable, str] = {
    "feeds": (
        "SELECT f.url, f.outlet, f.title, f.watched, f.articles, min(p.first_at), max(p.last_at), f.last_good,"
        " f.moved_to, f.gone FROM feeds AS f LEFT JOIN polls AS p ON p.feed = f.id GROUP BY f.id"
        " ORDER BY f.outlet, f.url"
    ),
    "polls_by_day": (
        "SELECT day, outlet, feed, polls, ok, unchanged, failed, problem, without_overlap FROM polls_by_day"
        " ORDER BY day, outlet, feed"
    ),
    "revisions": (
        "SELECT h.article, a.url, h.number, h.seen_at, h.title, coalesce(r.sha256, a.text_sha256), d.basis, h.current"
        " FROM (SELECT DISTINCT article FROM revisions) AS changed JOIN articles AS a ON a.id = changed.article"
        " JOIN headlines AS h ON h.article = a.id"
        " LEFT JOIN revisions AS r ON r.article = h.article AND r.number = h.number"
        " LEFT JOIN readings AS d ON d.article = h.article AND d.number = h.number ORDER BY h.article, h.number"
    ),
}
_TIMES: dict[DatasetTable, tuple[int, ...]] = {"feeds": (5, 6, 7), "revisions": (3,)}
_ADDRESSES: dict[DatasetTable, tuple[int, ...]] = {"feeds": (0, 8), "polls_by_day": (2, 7)}


class SqlDatasets(SqlBase, Datasets):
    """The Store's methods for citable data."""

    def save_config(self, run: int, text: str) -> None:
        """Keep the text of the feeds.yaml a run uses, without passwords."""
        text = storable(without_secrets(text))
        with self._write() as connection:
            connection.execute(
                "INSERT INTO configs (sha256, text, first_run, last_run) VALUES (?, ?, ?, ?)"
                " ON CONFLICT (sha256) DO UPDATE SET last_run = max(configs.last_run, excluded.last_run),"
                " first_run = min(configs.first_run, excluded.first_run)",
                (hashlib.sha256(text.encode()).hexdigest(), text, run, run),
            )

    def configs(self) -> tuple[KeptConfig, ...]:
        """Every feeds.yaml that was in force, by first run."""
        with self._read() as connection:
            rows = connection.execute(
                "SELECT c.*, a.started AS first_used, b.started AS last_used FROM configs AS c"
                " JOIN runs AS a ON a.id = c.first_run JOIN runs AS b ON b.id = c.last_run"
                " ORDER BY c.first_run, c.sha256"
            ).fetchall()
        return tuple(
            KeptConfig(
                row["sha256"],
                row["text"],
                row["first_run"],
                row["last_run"],
                required_time(row["first_used"]),
                required_time(row["last_used"]),
            )
            for row in rows
        )

    def dataset_rows(self, table: DatasetTable) -> Iterator[tuple[Cell, ...]]:
        """The rows of a table as DATASET_COLUMNS has it."""
        with self._read() as connection:
            if table == "coverage":
                yield from _coverage(connection)
                return
            times, addresses = _TIMES.get(table, ()), _ADDRESSES.get(table, ())
            for row in connection.execute(_STATEMENTS[table]):
                cells = list(row)
                for place in times:
                    cells[place] = _iso(cells[place])
                for place in addresses:
                    cells[place] = without_secrets(cells[place]) if cells[place] is not None else None
                yield tuple(cells)


def _coverage(connection: Connection) -> Iterator[tuple[Cell, ...]]:
    """Every day of every outlet, from its first to the last day anything happened: gaps are rows, too."""
    gaps, overlaps = _longest_gaps(connection), _without_overlap(connection)
    last = connection.execute("SELECT max(day) FROM coverage").fetchone()[0]
    rows = connection.execute(
        "SELECT outlet, day, state, polls, failed, articles, unread FROM coverage ORDER BY outlet, day"
    )
    for outlet, days in groupby(rows, key=lambda row: row["outlet"]):
        known = {row["day"]: row for row in days}
        for day in _days(min(known), last):
            gap = gaps.get((outlet, day), _DAY_S)
            if (row := known.get(day)) is None:
                yield (day, outlet, "not watched", 0, 0, 0, gap, 0, 0)
                continue
            missed = overlaps.get((outlet, day), 0)
            yield (day, outlet, row["state"], row["polls"], row["failed"], missed, gap, row["articles"], row["unread"])


def _longest_gaps(connection: Connection) -> dict[tuple[str, str], int]:
    """Seconds without a good poll, by outlet and day, of its best feed: feeds of one outlet stand in for each other."""
    found: dict[tuple[str, str], int] = {}
    rows = connection.execute(
        "SELECT f.outlet, p.feed, date(p.first_at) AS day, p.first_at, p.last_at, p.longest_gap_s"
        " FROM polls AS p JOIN feeds AS f ON f.id = p.feed WHERE p.outcome != 'failed' ORDER BY p.feed, p.first_at"
    )
    for (outlet, _, day), polls in groupby(rows, key=lambda row: (row["outlet"], row["feed"], row["day"])):
        before = required_time(day)
        end, longest = before + timedelta(days=1), 0.0
        for poll in polls:
            first, last = (required_time(poll[name]) for name in ("first_at", "last_at"))
            longest = max(longest, (first - before).total_seconds(), poll["longest_gap_s"])
            before = max(before, last)
        longest = max(longest, (end - before).total_seconds())
        found[outlet, day] = min(found.get((outlet, day), _DAY_S), int(longest))
    return found


def _without_overlap(connection: Connection) -> dict[tuple[str, str], int]:
    rows = connection.execute("SELECT outlet, day, sum(without_overlap) FROM polls_by_day GROUP BY outlet, day")
    return {(outlet, day): missed for outlet, day, missed in rows}


def _days(first: str, last: str) -> Iterator[str]:
    day, end = date.fromisoformat(first), date.fromisoformat(last)
    while day <= end:
        yield day.isoformat()
        day += timedelta(days=1)


def _iso(text: str | None) -> str | None:
    return datetime.fromisoformat(text).isoformat() + "Z" if text else None
