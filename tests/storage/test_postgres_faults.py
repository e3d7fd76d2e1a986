"""What a PostgreSQL store does when its server goes away or its disk is full: words, whole steps, and on again."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from storage import Query, Store, StoreError, open_store
from tests.storage.examples import NOON, after, entry, full_article, poll
from tests.storage.postgres_server import Server, owner

psycopg = pytest.importorskip("psycopg")
from storage.postgres.store import PostgresStore  # noqa: E402 - needs psycopg
from storage.postgres.turns import Turn  # noqa: E402

SMALL_MB, LARGER_MB = 24, 96


@pytest.fixture
def store(postgres_url: str) -> Iterator[PostgresStore]:
    with open_store(postgres_url) as opened:
        assert isinstance(opened, PostgresStore)
        yield opened


def test_a_server_that_restarts_between_two_calls_is_not_noticed(store: PostgresStore, postgres: Server) -> None:
    poll(store, NOON, entry(1))
    postgres.restart()
    assert store.count_articles() == 1
    postgres.restart("immediate")
    assert poll(store, after(1), entry(2)).new == 1


def test_a_step_during_which_the_server_restarts_is_done_again_and_once(store: PostgresStore, postgres: Server) -> None:
    tries = 0

    def step() -> None:
        nonlocal tries
        tries += 1
        poll(store, after(tries), entry(1))
        with store._write() as connection:
            connection.execute("UPDATE articles SET section = 'harbour'")
            connection.settle()
            if tries == 1:
                postgres.restart("immediate")
            connection.execute("UPDATE articles SET image = 'harbour.jpg'")

    store._beside(Turn(), step)
    assert tries == 2
    (article,) = store.articles()
    assert (article.section, article.image) == ("harbour", "harbour.jpg")


def test_a_server_that_stays_away_is_an_error_in_words(store: PostgresStore, postgres: Server) -> None:
    tries = 0

    def step() -> None:
        nonlocal tries
        tries += 1
        with store._write() as connection:
            connection.execute("SELECT 1").fetchone()
            postgres.restart("immediate")
            connection.execute("SELECT 1").fetchone()

    with pytest.raises(StoreError, match="connects again"):
        store._beside(Turn(), step)
    assert tries == 2, "once more, and no third time"
    assert store.count_articles() == 0


def test_writes_together_are_undone_together_when_the_server_restarts(store: PostgresStore, postgres: Server) -> None:
    def write() -> None:
        with store.together():
            poll(store, NOON, entry(1))
            postgres.restart("immediate")
            poll(store, NOON, entry(2))

    with pytest.raises(StoreError, match="connects again"):
        write()
    assert store.count_articles() == 0
    assert poll(store, NOON, entry(1), entry(2)).new == 2


def test_a_server_that_dies_at_the_last_word_leaves_all_or_nothing_and_that_is_said(
    store: PostgresStore, postgres: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    connection = store._connection
    execute = connection.execute

    def dying(statement: str, values: Any = ()) -> Any:
        if statement == "COMMIT":
            postgres.restart("immediate")
        return execute(statement, values)

    monkeypatch.setattr(connection, "execute", dying)
    with pytest.raises(StoreError, match="whole, or not at all"):
        poll(store, NOON, entry(1), entry(2))
    monkeypatch.undo()
    assert store.count_articles() in (0, 2)
    poll(store, NOON, entry(1), entry(2))
    assert store.count_articles() == 2


@pytest.fixture
def small_disk(postgres: Server, tmp_path: Path) -> Iterator[Path]:
    """A disk of some megabytes that the server may write to."""
    if os.geteuid() != 0:
        pytest.skip("only root can mount a small disk")
    place = postgres.folder / "small"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={SMALL_MB}m", "tmpfs", place], capture_output=True, text=True, check=False
    )
    if mounted.returncode:
        place.rmdir()
        pytest.skip(f"a small disk cannot be mounted here: {mounted.stderr.strip()}")
    try:
        user = owner()
        if user is not None:
            os.chown(place, user.pw_uid, user.pw_gid)
        yield place
    finally:
        subprocess.run(["umount", "-l", place], check=True)


def test_a_full_disk_stores_whole_steps_or_nothing_and_goes_on_when_there_is_room(
    postgres: Server, small_disk: Path
) -> None:
    with psycopg.connect(postgres.url("postgres"), autocommit=True) as connection:
        connection.execute(f"CREATE TABLESPACE small LOCATION '{small_disk}'")
        connection.execute("CREATE DATABASE small TABLESPACE small TEMPLATE template0 ENCODING 'UTF8'")
        try:
            with open_store(postgres.url("small")) as store:
                saved = _fill(store)
                subprocess.run(["mount", "-o", f"remount,size={LARGER_MB}m", small_disk], check=True)
                assert store.count_articles() == saved
                assert store.save_articles([full_article(url="https://pelican.example/room")]).new == 1
                assert len(store.search(Query("harbour", limit=saved + 10))) == saved + 1
                assert store.problems() == []
        finally:
            connection.execute("DROP DATABASE small WITH (FORCE)")
            connection.execute("DROP TABLESPACE small")


def _fill(store: Store) -> int:
    """Articles until the disk is full; gives how many were acknowledged."""
    saved = 0

    def save_on() -> None:
        nonlocal saved
        for number in range(100):
            body = " ".join(f"word{number}of{place}" for place in range(9_000))
            batch = [full_article(url=f"https://pelican.example/{number}/{at}", body=body) for at in range(5)]
            saved += store.save_articles(batch).new

    with pytest.raises(StoreError, match="disk is full; nothing of the last step was stored"):
        save_on()
    assert saved
    return saved
