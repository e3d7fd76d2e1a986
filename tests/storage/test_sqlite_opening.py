"""Opening a SQLite file: every file that is not a usable store of ours is refused in words, and left as it was."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from storage import Article, Query, StoreError, open_store
from storage.sql.tables import SCHEMA_VERSION
from storage.sqlite.connection import APPLICATION_ID, connect
from tests.storage.examples import NOON, entry, full_article, poll
from tests.support import ROOT


def refused(location: Path | str, *, read_only: bool = False) -> str:
    with pytest.raises(StoreError) as raised:
        open_store(location, read_only=read_only)
    assert raised.value.exit_code == 5
    assert str(location) in str(raised.value)
    return raised.value.message


def database(path: Path, *statements: str) -> Path:
    connection = sqlite3.connect(path)
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()
    return path


@pytest.fixture
def made(tmp_path: Path) -> Path:
    path = tmp_path / "news.db"
    with open_store(path) as store:
        store.save_articles([full_article()])
    return path


def test_a_new_store_carries_its_mark_and_version(made: Path) -> None:
    connection = sqlite3.connect(made)
    assert connection.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)
    assert connection.execute("PRAGMA user_version").fetchone() == (SCHEMA_VERSION,)
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert connection.execute("SELECT name FROM _sqlite_migrations").fetchall() == [("version_1",)]
    connection.close()


@pytest.mark.parametrize("read_only", [True, False])
def test_a_database_of_another_program_is_left_as_it_is(tmp_path: Path, read_only: bool) -> None:
    path = database(tmp_path / "other.db", "CREATE TABLE recipes (name TEXT)")
    before = path.read_bytes()
    assert "another program" in refused(path, read_only=read_only)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("read_only", [True, False])
def test_a_newer_schema_says_to_upgrade(made: Path, read_only: bool) -> None:
    database(made, f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    assert "upgrade dateline" in refused(made, read_only=read_only)


def test_an_older_schema_names_the_command_when_it_may_only_be_read(made: Path) -> None:
    database(made, "PRAGMA user_version = 0")
    assert "`dateline crawl` brings it up to date" in refused(made, read_only=True)


@pytest.mark.parametrize("read_only", [True, False])
def test_garbage_and_other_files_are_not_stores(tmp_path: Path, read_only: bool) -> None:
    path = tmp_path / "news.db"
    path.write_bytes(os.urandom(8192))
    assert "not a store" in refused(path, read_only=read_only)
    path.write_text("contact: desk@example.net\n" * 200, encoding="utf-8")
    assert "not a store" in refused(path, read_only=read_only)


@pytest.mark.parametrize("read_only", [True, False])
def test_a_folder_is_not_a_store(tmp_path: Path, read_only: bool) -> None:
    assert "folder" in refused(tmp_path, read_only=read_only)


def test_a_missing_store_can_only_be_made_by_writing(tmp_path: Path) -> None:
    assert "there is no store here" in refused(tmp_path / "news.db", read_only=True)
    assert "does not exist" in refused(tmp_path / "missing" / "news.db")
    assert list(tmp_path.iterdir()) == []


def test_an_empty_file_becomes_a_store_when_written_to_and_is_none_when_read(tmp_path: Path) -> None:
    path = tmp_path / "news.db"
    path.touch()
    assert "holds nothing yet" in refused(path, read_only=True)
    open_store(path).close()
    open_store(path, read_only=True).close()


def test_damage_in_the_middle_of_a_file_is_told_in_words(made: Path) -> None:
    with open_store(made) as store:
        store.save_articles(full_article(url=f"https://pelican.example/{n}") for n in range(200))
    content = bytearray(made.read_bytes())
    content[8192:-4096] = b"\x5a" * (len(content) - 8192 - 4096)
    made.write_bytes(content)
    with pytest.raises(StoreError, match=r"damaged|not a store"), open_store(made, read_only=True) as store:
        list(store.articles())


def test_a_file_that_cannot_be_written_is_told_in_words(made: Path) -> None:
    with open_store(made) as store:
        store._connection.execute("PRAGMA query_only = ON")
        with pytest.raises(StoreError, match="not writable"):
            store.save_articles([full_article(title="Other")])


@pytest.mark.skipif(os.geteuid() == 0, reason="file modes do not stop root")
def test_a_file_and_a_folder_without_write_permission_are_told_in_words(made: Path) -> None:
    made.chmod(0o444)
    assert "not writable" in refused(made)
    made.parent.chmod(0o555)
    assert refused(made.parent / "new.db")


def test_a_full_disk_is_told_in_words_and_stores_nothing_halfway(made: Path) -> None:
    with open_store(made) as store:
        connection = store._connection
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages + 3}")
        with pytest.raises(StoreError, match="disk is full"):
            store.save_articles(
                full_article(url=f"https://pelican.example/{n}", body="word " * 4000) for n in range(50)
            )
        connection.execute(f"PRAGMA max_page_count = {pages + 10_000}")
        assert store.count_articles() == 1
        assert store.save_articles([full_article(url="https://pelican.example/after")]).new == 1


def test_a_file_size_limit_is_told_in_words(tmp_path: Path) -> None:
    script = (
        "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (65536, 65536))\n"
        "from storage import open_store\nopen_store('news.db')"
    )
    done = python(script, tmp_path)
    assert done.returncode == 1
    assert "StoreError: news.db: " in done.stderr
    open_store(tmp_path / "news.db").close()


def test_reading_works_while_another_writes_and_sees_what_was_committed(made: Path) -> None:
    with open_store(made) as writer, open_store(made, read_only=True) as reader:
        connection = writer._connection
        connection.execute("BEGIN IMMEDIATE")
        assert reader.count_articles() == 1
        assert len(reader.search(Query("harbour"))) == 1
        connection.execute("ROLLBACK")
        poll(writer, NOON, entry(2))
        assert reader.count_articles() == 2


def test_reading_never_writes(made: Path) -> None:
    before = made.read_bytes()
    with open_store(made, read_only=True) as reader:
        for write in _writes(reader):
            with pytest.raises(StoreError, match="opened to read only"):
                write()
        reader.search(Query("harbour"))
    assert made.read_bytes() == before


def _writes(store) -> Iterator[Callable[[], object]]:
    yield lambda: store.save_articles([])
    yield lambda: store.save_outlets([])
    yield lambda: store.save_feeds([])
    yield lambda: poll(store, NOON)
    yield lambda: store.save_page(full_article(id=1), NOON)
    yield lambda: store.save_page_failure(1, "x", None)
    yield lambda: store.start_run(NOON)
    yield lambda: store.save_robots("h", NOON, 200, b"")
    yield lambda: store.save_report("a", "b", "c", NOON, "[]")


def test_a_store_nobody_may_write_to_can_be_read(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = []
    real = sqlite3.connect

    def as_in_a_folder_without_write_permission(location: str, **options: object) -> sqlite3.Connection:
        opened.append(location)
        if "immutable" not in str(location):
            raise sqlite3.OperationalError("unable to open database file")
        return real(location, **options)

    monkeypatch.setattr(sqlite3, "connect", as_in_a_folder_without_write_permission)
    with open_store(made, read_only=True) as store:
        assert store.count_articles() == 1
    assert len(opened) == 2


def test_names_with_every_character_can_be_opened(tmp_path: Path) -> None:
    path = tmp_path / "נמל #1?mode=rwc&x=%41 news.db"
    with open_store(path) as store:
        store.save_articles([full_article()])
    with open_store(path, read_only=True) as store:
        assert store.count_articles() == 1


def test_addresses_of_stores_are_paths_after_three_slashes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    open_store("sqlite:///relative.db").close()
    open_store(f"sqlite:///{tmp_path}/absolute.db").close()
    assert {"relative.db", "absolute.db"} <= {path.name for path in tmp_path.iterdir()}


def test_closing_twice_is_allowed(made: Path) -> None:
    store = open_store(made)
    store.close()
    store.close()


def test_a_store_locked_for_too_long_is_told_in_words(made: Path) -> None:
    holder = sqlite3.connect(made, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    waiting = connect(str(made), read_only=False, timeout_s=0.05)
    with open_store(made) as store:
        store._connection.execute("PRAGMA busy_timeout = 50")
        with pytest.raises(StoreError, match="locked by another process for 30 s"):
            store.save_articles([full_article(title="Other")])
    waiting.close()
    holder.execute("ROLLBACK")
    holder.close()


def test_two_processes_that_make_a_store_at_once_both_succeed(tmp_path: Path) -> None:
    script = (
        "import sys; from storage import open_store, Article\n"
        "print('ready', flush=True); sys.stdin.readline()\n"
        "with open_store('news.db') as store:\n"
        "    store.save_articles([Article(f'https://pelican.example/{sys.argv[1]}', 'pelican', 'T')])"
    )
    both = [
        subprocess.Popen(
            [sys.executable, "-c", script, str(number)],
            cwd=tmp_path,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
        )
        for number in range(3)
    ]
    for process in both:
        assert process.stdout is not None
        process.stdout.readline()
    for process in both:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    for process in both:
        _, complaints = process.communicate(timeout=60)
        assert process.returncode == 0, complaints
    with open_store(tmp_path / "news.db", read_only=True) as store:
        assert store.count_articles() == 3


def test_an_index_made_with_another_folding_is_made_anew(made: Path) -> None:
    database(made, "UPDATE meta SET value = 'another' WHERE key = 'folding'")
    connection = sqlite3.connect(made)
    connection.execute("INSERT INTO article_search (article_search) VALUES ('delete-all')")
    connection.commit()
    connection.close()
    with open_store(made) as store:
        assert len(store.search(Query("harbour"))) == 1
        store.save_articles([full_article(title="Quay")])
        assert len(store.search(Query("quay"))) == 1


def test_a_search_imports_nothing_that_only_writing_or_crawling_needs(made: Path) -> None:
    script = (
        "import sys\nfrom storage import Query, open_store\n"
        "with open_store('news.db', read_only=True) as store:\n    assert store.search(Query('harbour'))\n"
        "heavy = {'sqlite_utils', 'dateparser', 'pydantic', 'rich', 'scrapy', 'feedparser', 'lxml'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = python(script, made.parent)
    assert done.stdout.strip() == "[]", done.stderr


def test_foreign_keys_hold(made: Path) -> None:
    with open_store(made) as store:
        store.save_articles([Article("https://pelican.example/2", "pelican", "T")])
        connection = store._connection
        assert connection.execute("PRAGMA foreign_keys").fetchone()[0] == 1
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"


def python(script: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", script],
        cwd=folder,
        capture_output=True,
        text=True,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        timeout=60,
        check=False,
    )
