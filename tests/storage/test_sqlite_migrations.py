"""A store that an earlier release wrote is brought forward whole, or left as it was."""

from __future__ import annotations

import gzip
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database, Migrations

from storage import Query, StoreError, open_store
from storage.sqlite import connection, migrations
from tests.support import ROOT

RELEASED = sorted((ROOT / "tests" / "data" / "stores").glob("v*.db.gz"))
SHADOWS = ("article_search_", "headline_search_")  # tables of the indexes: what they hold shows when searched


@pytest.fixture(params=RELEASED, ids=lambda path: path.name.partition(".")[0])
def released(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A released store, unpacked."""
    path = tmp_path / "news.db"
    path.write_bytes(gzip.decompress(request.param.read_bytes()))
    return path


def rows(path: Path) -> dict[str, list[dict[str, Any]]]:
    """Every row of every table."""
    with closing(sqlite3.connect(path)) as opened:
        opened.row_factory = sqlite3.Row
        tables = [
            row["name"]
            for row in opened.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE '%VIRTUAL%'"
            )
        ]
        return {
            table: [dict(row) for row in opened.execute(f'SELECT * FROM "{table}"')]  # noqa: S608
            for table in tables
            if not table.startswith(SHADOWS) and table != "_sqlite_migrations"
        }


def schema(path: Path) -> set[tuple[str, ...]]:
    """What is in the database, as SQL."""
    with closing(sqlite3.connect(path)) as opened:
        return set(opened.execute("SELECT type, name, coalesce(sql, '') FROM sqlite_master"))


def version(path: Path) -> int:
    with closing(sqlite3.connect(path)) as opened:
        number: int = opened.execute("PRAGMA user_version").fetchone()[0]
        return number


def test_there_is_a_store_of_every_released_schema() -> None:
    numbers = [int(path.name.partition(".")[0].removeprefix("v")) for path in RELEASED]
    assert numbers == list(range(1, connection.SCHEMA_VERSION + 1))


def test_a_released_store_opens_and_loses_nothing(released: Path) -> None:
    before = rows(released)
    with open_store(released) as store:
        assert store.problems() == []
    after = rows(released)
    for table, held in before.items():
        kept = [{name: row[name] for name in held[0]} for row in after[table]] if held else after[table]
        assert kept == held, table


def test_a_released_store_ends_with_the_schema_of_a_new_one(released: Path, tmp_path: Path) -> None:
    open_store(released).close()
    open_store(tmp_path / "new.db").close()
    assert schema(released) == schema(tmp_path / "new.db"), (
        "a schema that was not released yet may change in place: `python -m tests.storage.released"
        " tests/data/stores/v1.db.gz` makes its store anew; a released one takes a migration"
    )


def test_what_a_released_store_holds_is_found_and_read_in_every_language(released: Path) -> None:
    open_store(released).close()
    with open_store(released, read_only=True) as store:
        for words, outlet in (("harbour", "pelican"), ("ממשלה", "pelican-he"), ("الميناء", "manara")):
            assert [hit.article.outlet for hit in store.search(Query(words))] == [outlet]
        read = store.article("https://pelican.example/1")
        assert read is not None
        assert (read.title, read.body) == ("Story number 1, corrected", "The quay is shut.")
        assert [(one.title, one.body) for one in store.revisions(read.id or 0)][-2:] == [
            ("Story number 1", "The quay is open."),
            ("Story number 1, corrected", "The quay is shut."),
        ]
        assert {"Dana Orr-Levi", "אורן בן־צדוק"} in [set(known.spellings) for known in store.people()], "merged"
        assert [(state.outlet, state.failures) for state in store.feed_states()] == [("pelican", 1)]
        assert [report.name for report in store.reports()] == ["report.txt"]
        assert [run.exit_code for run in store.runs()] == [0]


@pytest.fixture
def next_version(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[Database], None]], None]:
    """Makes a change the next version of the schema, for this test."""

    def release(version_next: Callable[[Database], None]) -> None:
        changed = Migrations("dateline")
        changed()(migrations.version_1)
        changed()(version_next)
        number = connection.SCHEMA_VERSION + 1
        for module in (connection, migrations):
            monkeypatch.setattr(module, "SCHEMA_VERSION", number)
        monkeypatch.setattr(migrations, "migrations", changed)

    return release


def test_a_next_version_is_applied_once_and_keeps_every_row(
    released: Path, next_version: Callable[[Callable[[Database], None]], None]
) -> None:
    open_store(released).close()
    before, today = rows(released), version(released)

    def version_next(db: Database) -> None:
        db.execute("ALTER TABLE articles ADD COLUMN mood TEXT")
        db.execute("UPDATE articles SET mood = 'calm' WHERE language = 'he'")

    next_version(version_next)
    with pytest.raises(StoreError, match=r"older dateline .*`dateline crawl` brings it up to date"):
        open_store(released, read_only=True)
    for _ in range(2):
        with open_store(released) as store:
            assert store.problems() == []
    assert version(released) == today + 1
    after = rows(released)
    assert sorted(str(row.pop("mood")) for row in after["articles"]) == ["None"] * 4 + ["calm"]
    assert after == before


def test_a_migration_that_fails_leaves_the_store_as_it_was(
    released: Path, next_version: Callable[[Callable[[Database], None]], None]
) -> None:
    open_store(released).close()
    before, made, today = rows(released), schema(released), version(released)

    def version_next(db: Database) -> None:
        db.execute("ALTER TABLE articles ADD COLUMN mood TEXT")
        db.execute("DELETE FROM byline_people")
        db.execute("UPDATE nowhere SET mood = 'calm'")

    next_version(version_next)
    with pytest.raises(StoreError):
        open_store(released)
    assert (rows(released), schema(released), version(released)) == (before, made, today)
