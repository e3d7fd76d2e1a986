"""The store in PostgreSQL beside the one in SQLite, on the same invented articles, in one run.

    python benchmarks/postgres.py [--articles 50000] [--folder FOLDER] [--copy] [--only saving,searching,...]

Starts a PostgreSQL of its own with settings of a small server, fills both stores and asks both the same questions.
Times are milliseconds of the wall clock, since a server works in processes of its own: run it on a quiet machine. With
--folder both stores stay there, and what is there is asked, not filled. --copy fills PostgreSQL by `store copy`
out of SQLite instead of saving everything again, and says how long that took.
"""

from __future__ import annotations

import argparse
import itertools
import random
import re
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks import store as ours
from benchmarks.press import OUTLETS, START, Press, text_bytes
from storage import Poll, Sighting, Store, open_store
from storage.copying import copy_store
from storage.postgres.store import PostgresStore
from storage.sql.store import SqlStore
from tests.storage.postgres_server import running

SETTINGS = (
    "shared_buffers=1GB", "max_connections=40", "max_wal_size=4GB", "checkpoint_timeout=15min", "work_mem=16MB",
    "maintenance_work_mem=256MB", "effective_cache_size=8GB", "random_page_cost=1.1", "autovacuum_naptime=10s",
)  # fmt: skip
DATABASE = "postgres"
PARTS = ("saving", "polls", "searching", "filtering", "counting", "comparing", "coverage", "size")
WIDTHS = (64, 8, 24, 24)
POLLS = 60
ENTRIES = 4  # new ones a poll
_MESSAGE = re.compile(r"^\S+ \S+\t([FB])\t\d+\t(\w+)", re.MULTILINE)  # a line of libpq's trace: direction and kind


@dataclass
class Recorder(ours.Report):
    """Keeps what a part of benchmarks/store.py would print, so that two stores stand side by side."""

    rows: list[tuple[str, str, str]] = field(default_factory=list)

    def row(self, what: str, goal: str, ours: str, plain: str = "") -> None:
        """Keep a line."""
        self.rows.append((what, goal, ours))


def line(what: str, goal: str, sqlite: str, postgres: str) -> None:
    """Print a line."""
    cells = zip((what, goal, sqlite, postgres), WIDTHS, strict=True)
    print("  ".join(f"{cell:<{width}}" for cell, width in cells).rstrip(), flush=True)


def both(part: Callable[[ours.Report, Store], None], sqlite: Store, postgres: Store) -> None:
    """Run a part on one store, then on the other."""
    recorders = [Recorder(time.perf_counter) for _ in range(2)]
    for recorder, store in zip(recorders, (sqlite, postgres), strict=True):
        part(recorder, store)
    for theirs, here in zip(recorders[0].rows, recorders[1].rows, strict=True):
        line(theirs[0], theirs[1], theirs[2], here[2])


def saving(report: ours.Report, store: Store, first: int) -> None:
    """New articles, known ones, and articles one at a time; their numbers begin with `first`."""
    press = Press(first)
    store.save_outlets(OUTLETS)
    spent, count = 0.0, 3_000
    for start in range(0, count, 1000):
        batch = list(press.articles(first + start, 1000))
        started = report.clock()
        store.save_articles(batch)
        spent += report.clock() - started
    report.row("saving new articles of 300 words, by the thousand", "400/s", f"{count / spent:.0f}/s")
    report.row(
        "saving a known, unchanged batch of 1,000", "50", f"{report.timed(lambda: store.save_articles(batch)):.0f}"
    )
    singles = list(press.articles(first + 5_000, 200))
    started = report.clock()
    for article in singles:
        store.save_articles([article])
    report.row("saving new articles, one a transaction", "", f"{len(singles) / (report.clock() - started):.0f}/s")
    started = report.clock()
    for begin in range(0, 200, 20):
        with store.together():
            for article in press.articles(first + 6_000 + begin, 20):
                store.save_articles([article])
    report.row("saving new articles, 20 a transaction", "", f"{200 / (report.clock() - started):.0f}/s")


def polls(report: ours.Report, store: Store, first: int) -> None:
    """Polls: with new entries, and unchanged."""
    articles = Press(first + 1).articles(first + 7_000, POLLS * ENTRIES)
    taken, unchanged = [], []
    for number in range(POLLS):
        at = START + timedelta(minutes=number)
        feed = f"https://outlet{number % 30}.example/feed/{first}"
        entries = [next(articles) for _ in range(ENTRIES)]
        sightings = [Sighting(article, f"{first} {number} {place}") for place, article in enumerate(entries)]
        poll = Poll(feed, f"outlet{number % 30}", at, "ok", entries=ENTRIES)
        started = report.clock()
        store.save_poll(poll, sightings)
        taken.append((report.clock() - started) * 1000)
        started = report.clock()
        store.save_poll(Poll(feed, f"outlet{number % 30}", at + timedelta(seconds=30), "unchanged"))
        unchanged.append((report.clock() - started) * 1000)
    report.row(f"a poll with {ENTRIES} new entries", "", ours.spread(taken))
    report.row("an unchanged poll", "", ours.spread(unchanged))


def statements(store: Store, first: int, folder: Path) -> list[tuple[str, int, int]]:
    """What a crawl does, with the statements sent for it and how often it waited for the server."""
    assert isinstance(store, PostgresStore)
    articles = list(Press(first + 2).articles(first + 8_000, 30))
    feed, at = "https://outlet1.example/counted", START
    counted = []

    def count(what: str, work: Callable[[], object]) -> None:
        with (folder / "trace").open("w+") as file:
            server = store._connection.raw.pgconn
            server.trace(file.fileno())
            work()
            server.untrace()
            file.seek(0)
            told = _MESSAGE.findall(file.read())
        waited = sum(before[0] == "F" and after[0] == "B" for before, after in itertools.pairwise(told))
        sent = sum(message in (("F", "Query"), ("F", "Execute")) for message in told)
        counted.append((what, sent, waited))

    def poll(entries: range) -> Callable[[], object]:
        sightings = [Sighting(articles[number], f"counted {number}") for number in entries]
        return lambda: store.save_poll(Poll(feed, "outlet1", at, "ok", entries=len(entries)), sightings)

    count("a first poll of 20 entries", poll(range(20)))
    count("a poll with one new entry", poll(range(20, 21)))
    count("an unchanged poll", lambda: store.save_poll(Poll(feed, "outlet1", at, "unchanged")))
    held = store.article(articles[0].url)
    assert held is not None
    for what in ("a page read", "the same page again"):
        count(what, partial(store.save_page, held, at + timedelta(minutes=1)))
    count("a new article", lambda: store.save_articles([articles[25]]))
    count("a known, unchanged article", lambda: store.save_articles([articles[25]]))
    return counted


def coverage(report: ours.Report, store: Store) -> None:
    """What was watched of an outlet in a month."""
    until = START + timedelta(days=30)
    taken = report.timed(lambda: store.coverage("outlet7", START, until))
    report.row("coverage of an outlet, a month", "", f"{taken:.1f}")


def sizes(sqlite: Path, postgres: Store, count: int) -> None:
    """What both take on the disk, against the text of their articles."""
    assert isinstance(postgres, SqlStore)
    text = text_bytes(Press().articles(0, 600)) / 600 * count
    held = sqlite.stat().st_size
    with postgres._read() as connection:
        (server,) = connection.execute("SELECT pg_database_size(current_database())").fetchone()
        tables = connection.execute(
            "SELECT coalesce(p.inhparent, c.oid)::regclass::text AS name, sum(pg_total_relation_size(c.oid)) AS size"
            " FROM pg_class AS c LEFT JOIN pg_inherits AS p ON p.inhrelid = c.oid WHERE c.relkind = 'r'"
            " AND c.relnamespace = current_schema()::regnamespace GROUP BY 1 ORDER BY 2 DESC LIMIT 4"
        ).fetchall()
    line(
        f"size of {count:,} articles over that of their text",
        "3",
        f"{held / text:.2f} ({held / 1e6:,.0f} MB)",
        f"{server / text:.2f} ({server / 1e6:,.0f} MB)",
    )
    print("  PostgreSQL: " + ", ".join(f"{name} {size / 1e6:,.0f} MB" for name, size in tables))


def fill(store: Store, count: int) -> None:
    """Save articles by the thousand, those that are not there yet."""
    press = Press()
    store.save_outlets(OUTLETS)
    for first in range(0, count, 1000):
        store.save_articles(list(press.articles(first, min(1000, count - first))))


def main() -> None:
    """Fill both stores, question both, and print the figures side by side."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=50_000)
    parser.add_argument("--folder", type=Path, help="keep both stores here: news.db and server/")
    parser.add_argument("--copy", action="store_true", help="fill PostgreSQL by a copy of the SQLite store")
    parser.add_argument("--only", default=",".join(PARTS), help=f"which parts, of {', '.join(PARTS)}; none: fill alone")
    options = parser.parse_args()
    parts = [part for part in options.only.split(",") if part in PARTS]
    with tempfile.TemporaryDirectory() as name:
        folder: Path = options.folder or Path(name)
        file = folder / "news.db"
        with running(SETTINGS, folder / "server") as server, open_store(server.url(DATABASE)) as postgres:
            fresh = not file.exists()
            with open_store(file) as sqlite:
                if fresh:
                    fill(sqlite, options.articles)
                if not postgres.count_articles():
                    started = time.perf_counter()
                    if options.copy:
                        copy_store(sqlite, postgres)
                    else:
                        fill(postgres, options.articles)
                    with postgres._read() as connection:  # type: ignore[attr-defined]
                        connection.execute("VACUUM (ANALYZE)")
                    count = postgres.count_articles()
                    taken = time.perf_counter() - started
                    print(f"PostgreSQL filled: {count:,} articles in {taken:.0f} s, {count / taken:.0f}/s", flush=True)
                compare(sqlite, postgres, file, parts)


def compare(sqlite: Store, postgres: Store, file: Path, parts: list[str]) -> None:
    """The parts that were asked for, on both."""
    press, count = Press(), sqlite.count_articles()
    line("milliseconds unless it says otherwise", "goal", "SQLite", "PostgreSQL")
    if "size" in parts:
        sizes(file, postgres, count)
    if "searching" in parts:
        asked = ours.questions(press, sqlite, count)
        both(lambda report, store: ours.searching(report, store, None, asked), sqlite, postgres)
    if "filtering" in parts:
        both(lambda report, store: ours.filtering(report, store, None, press, count), sqlite, postgres)
    if "counting" in parts:
        both(lambda report, store: ours.counting(report, store, None, press, count), sqlite, postgres)
    if "comparing" in parts:
        both(lambda report, store: ours.comparing(report, store, press), sqlite, postgres)
    if "coverage" in parts:
        both(coverage, sqlite, postgres)
    first = random.randrange(1_100_000, 2_000_000, 10_000)  # other articles in every run, of the year after
    if "saving" in parts:
        both(partial(saving, first=first), sqlite, postgres)
    if "polls" in parts:
        both(partial(polls, first=first), sqlite, postgres)
        for what, sent, waited in statements(postgres, first, file.parent):
            line(f"{what}: statements, round trips", "", "", f"{sent}, {waited}")


if __name__ == "__main__":
    main()
