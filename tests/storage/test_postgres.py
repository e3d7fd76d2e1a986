"""PostgreSQL's own side: errors in words, no passwords, one crawl at a time, killed writers, copies either way."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from storage import Query, RunLocked, StoreError, lock_run, open_store
from storage.copying import copy_store
from storage.postgres.address import shown
from tests.storage.examples import NOON, OUTLETS, entry, full_article, poll
from tests.storage.postgres_server import Server
from tests.support import ROOT

WRITER = """
import sys
from tests.storage.examples import after, entry, poll
from storage import open_store
with open_store(sys.argv[1]) as store:
    for number in range(100000):
        poll(store, after(number), entry(number), feed=sys.argv[2])
        print(number, flush=True)
"""


def writer(url: str, feed: str) -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, "-c", WRITER, url, feed], stdout=subprocess.PIPE, text=True, cwd=ROOT)


def test_passwords_are_shown_nowhere() -> None:
    assert shown("postgres://desk:se%40cret@db.example:5433/news?password=other&sslmode=require") == (
        "postgresql://desk@db.example:5433/news?sslmode=require"
    )
    with pytest.raises(StoreError, match="no server answers there") as refused:
        open_store("postgresql://desk:secret@127.0.0.1:1/news")
    assert "secret" not in str(refused.value)


def test_a_database_that_is_not_there_is_named(postgres: Server) -> None:
    with pytest.raises(StoreError, match="no such database"):
        open_store(postgres.url("absent"))


def test_a_database_of_another_program_is_left_alone(postgres: Server, postgres_url: str) -> None:
    import psycopg

    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute("CREATE SCHEMA other")
        connection.execute("CREATE TABLE other.things (id integer)")
        try:
            with pytest.raises(StoreError, match="another program"):
                open_store(f"{postgres_url}?options=-csearch_path%3Dother")
        finally:
            connection.execute("DROP SCHEMA other CASCADE")


def test_a_second_crawl_ends_at_once_and_the_lock_dies_with_its_holder(postgres_url: str) -> None:
    with lock_run(postgres_url), pytest.raises(RunLocked, match="dateline crawl"), lock_run(postgres_url):
        pass
    with lock_run(postgres_url):
        pass


def test_a_store_opened_to_read_writes_nothing(postgres_url: str) -> None:
    with open_store(postgres_url, read_only=True) as store:
        with pytest.raises(StoreError, match="read only"):
            store.save_outlets(OUTLETS)
        assert store.outlets() == ()


def test_a_connection_lost_between_two_calls_is_made_again_unnoticed(postgres_url: str) -> None:
    import psycopg

    with open_store(postgres_url) as store:
        store.save_articles([full_article()])
        with psycopg.connect(postgres_url, autocommit=True) as other:
            other.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'dateline'")
        assert store.count_articles() == 1


def test_killed_writers_leave_whole_transactions_and_nobody_waits_for_them(postgres_url: str) -> None:
    writers = [writer(postgres_url, f"https://pelican.example/{name}") for name in ("a", "b")]
    acknowledged = 0
    for process in writers:
        assert process.stdout is not None
        for _ in range(20):
            acknowledged = max(acknowledged, int(process.stdout.readline()))
    for process in writers:
        process.kill()
        process.communicate(timeout=30)
    with open_store(postgres_url) as store:
        held = {article.url for article in store.articles()}
        assert {f"https://pelican.example/{number}" for number in range(acknowledged + 1)} <= held
        assert store.problems() == []
        assert len(held) == store.count_articles(), "two feeds with one article make one article"


def test_a_store_is_copied_there_and_back_with_ids_history_and_index(postgres_url: str, tmp_path: Path) -> None:
    with open_store(tmp_path / "news.db") as origin, open_store(postgres_url) as server:
        origin.save_outlets(OUTLETS)
        poll(origin, NOON, entry(1), entry(2))
        origin.save_articles([full_article(), full_article(title="Another title")])
        there = copy_store(origin, server)
        assert server.problems() == []
        assert [hit.article.title for hit in server.search(Query("phase another"))] == ["Another title"]
        assert server.save_articles([full_article(url="https://pelican.example/later")]).new == 1
        with pytest.raises(StoreError, match="not empty"):
            copy_store(origin, server)
        with open_store(tmp_path / "back.db") as back:
            copy_store(server, back)
            assert back.problems() == []
            assert list(back.articles()) == list(server.articles())
        assert {table.name for table in there} >= {"articles", "revisions", "polls"}


@pytest.mark.parametrize("where", ["articles", "search index", "comparing articles"])
def test_a_copy_that_was_stopped_goes_on(where: str, postgres_url: str, tmp_path: Path) -> None:
    class Stopped(Exception):
        pass

    def stop(table: str, done: int, every: int) -> None:
        if table == where:
            raise Stopped

    with open_store(tmp_path / "news.db") as origin, open_store(postgres_url) as server:
        poll(origin, NOON, entry(1), entry(2))
        with pytest.raises(Stopped):
            copy_store(origin, server, progress=stop)
        told: list[str] = []
        copy_store(origin, server, progress=lambda what, done, every: told.append(what))
        assert "feeds" not in told, "what was copied is not copied again"
        assert list(server.articles()) == list(origin.articles())
        assert [hit.article.title for hit in server.search(Query("story"))]
        assert server.problems() == []
