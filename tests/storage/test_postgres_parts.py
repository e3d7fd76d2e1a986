"""The monthly parts of PostgreSQL's full-text index: made in time, filled by themselves, passed over by searches."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from storage import Article, Query, open_store
from tests.storage.examples import NOON, entry, poll, read_date

psycopg = pytest.importorskip("psycopg")

from storage.postgres import partitions  # noqa: E402 - needs psycopg
from storage.postgres.months import parts as parts_of  # noqa: E402
from storage.postgres.store import PostgresStore  # noqa: E402

SPRING = datetime(2014, 3, 31, 23, 30, tzinfo=UTC)


@pytest.fixture
def store(postgres_url: str) -> Iterator[PostgresStore]:
    with open_store(postgres_url) as opened:
        assert isinstance(opened, PostgresStore)
        yield opened
        with opened._read() as connection:
            for month in parts_of(connection):
                connection.execute(f"DROP TABLE article_search_{month:%Y_%m}")


def article(number: int, at: datetime, **fields: Any) -> Article:
    return Article(f"https://pelican.example/{number}", "pelican", f"Harbour {number}", published_at=at, **fields)


def parts(store: PostgresStore) -> dict[str, int]:
    """How many articles each part of the index holds."""
    with store._read() as connection:
        rows = connection.execute(
            "SELECT CAST(CAST(tableoid AS regclass) AS text), count(*) FROM article_search GROUP BY 1"
        )
        return dict(rows.fetchall())


def read_by(store: PostgresStore, query: Query) -> set[str]:
    """The parts of the index that the statements of a search read."""
    told: list[tuple[str, Any]] = []
    connection = store._connection
    execute = connection.execute
    connection.execute = lambda statement, values=(): (told.append((statement, values)), execute(statement, values))[1]  # type: ignore[method-assign]
    try:
        store.search_page(query)
    finally:
        connection.execute = execute  # type: ignore[method-assign]
    plans = [
        str(execute(f"EXPLAIN {statement}", values).fetchall())
        for statement, values in told
        if "article_search" in statement and "count(*) FROM (" not in statement and "EXPLAIN" not in statement
    ]
    assert plans
    every = {f"article_search_{month:%Y_%m}" for month in parts_of(connection)} | {"article_search_rest"}
    return {part for part in every if any(f" on {part} " in plan for plan in plans)}


def test_a_writer_makes_the_parts_of_this_month_and_the_next_two(store: PostgresStore) -> None:
    now = datetime.now(UTC)
    store.save_articles([article(1, now)])
    months = parts_of(store._connection)
    assert months[0] == now.date().replace(day=1)
    assert len(months) == 3
    assert all(later.day == 1 and later > month for month, later in itertools.pairwise(months))
    assert parts(store) == {f"article_search_{now:%Y_%m}": 1}


def test_a_month_gets_a_part_when_many_articles_came_of_it(
    store: PostgresStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(partitions, "CROWDED", 5)
    store.save_articles([article(number, SPRING) for number in range(4)])
    store.save_articles([article(9, SPRING + timedelta(hours=1)), article(10, datetime(1931, 5, 1, tzinfo=UTC))])
    assert parts(store) == {"article_search_rest": 6}
    store.save_articles([article(number, SPRING) for number in range(4, 9)])
    store.save_articles([])
    assert parts(store) == {"article_search_rest": 2, "article_search_2014_03": 9}
    store.save_articles([article(11, SPRING)])
    assert parts(store)["article_search_2014_03"] == 10
    assert len(store.search(Query("harbour"))) == 12
    assert len(store.search(Query("harbour", until=datetime(2014, 4, 1, tzinfo=UTC)))) == 11
    assert store.problems() == []


def test_impossible_months_get_no_part(store: PostgresStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(partitions, "CROWDED", 2)
    store.save_articles([article(number, datetime(2999, 5, 1, tzinfo=UTC)) for number in range(5)])
    store.save_articles([article(number, datetime(1931, 5, 1, tzinfo=UTC)) for number in range(5, 9)])
    store.save_articles([article(10, NOON)])
    assert parts(store).keys() == {"article_search_rest"}


def test_an_article_goes_where_its_date_goes(store: PostgresStore) -> None:
    now = datetime.now(UTC)
    poll(store, now, entry(1, title="Harbour"))
    assert parts(store) == {f"article_search_{now:%Y_%m}": 1}
    poll(store, now, entry(1, title="Harbour", published=read_date(NOON), fingerprint="dated"))
    assert parts(store) == {"article_search_rest": 1}
    assert [hit.article.title for hit in store.search(Query("harbour", until=NOON + timedelta(days=1)))] == ["Harbour"]
    assert store.search(Query("harbour", since=NOON + timedelta(days=1))) == []
    assert store.problems() == []


def test_a_search_of_some_days_reads_the_parts_of_their_months_alone(store: PostgresStore) -> None:
    for month in (date(2014, 2, 1), date(2014, 3, 1), date(2014, 4, 1)):
        partitions._make(store._connection, month)
    store.save_articles([article(number, SPRING + timedelta(days=number)) for number in range(-31, 31)])
    with store._read() as connection:
        connection.execute("ANALYZE article_search")
    assert read_by(store, Query("harbour", since=SPRING)) >= {"article_search_2014_03", "article_search_2014_04"}
    in_march = Query("harbour", since=SPRING - timedelta(days=9), until=SPRING)
    assert read_by(store, in_march) == {"article_search_2014_03"}
    assert len(store.search(in_march)) == 9


def test_two_that_make_a_part_at_once_make_one(store: PostgresStore, postgres_url: str) -> None:
    with open_store(postgres_url) as other, ThreadPoolExecutor(2) as threads:
        assert isinstance(other, PostgresStore)
        made = [
            threads.submit(partitions.prepare, one._connection, date(2031, month, 1))
            for one, month in ((store, 5), (other, 6))
        ]
        for one in made:
            one.result(30)
    assert parts_of(store._connection) == [date(2031, month, 1) for month in (5, 6, 7, 8)]


def test_nobody_waits_long_for_a_part(store: PostgresStore, postgres_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(partitions, "AHEAD", 0)
    with psycopg.connect(postgres_url) as reading:
        reading.execute("SELECT count(*) FROM article_search_rest")
        partitions.prepare(store._connection, date(2031, 9, 1))
        assert parts_of(store._connection) == []
    partitions.prepare(store._connection, date(2031, 9, 1))
    assert parts_of(store._connection) == [date(2031, 9, 1)]
