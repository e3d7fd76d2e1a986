"""Several processes that write to one PostgreSQL store at once: nothing lost, nothing twice, no deadlock told."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from storage import Article, open_store
from tests.storage.examples import NOON, OUTLETS, after, entry, full_article, poll
from tests.support import ROOT

psycopg = pytest.importorskip("psycopg")
from storage.postgres.store import PostgresStore  # noqa: E402 - needs psycopg
from storage.postgres.turns import Turn  # noqa: E402

WRITERS = 4

# Everybody writes all of it, each in another order, with the same names in the bylines and texts that others have too.
SAME_ARTICLES = """
import json, random, sys
from dataclasses import replace
from storage import open_store
from tests.storage.examples import after, entry, poll
from tests.storage.test_postgres_together import shared_text, signed
number = int(sys.argv[2])
order = random.Random(number).sample(range(40), 40)
counts = []
with open_store(sys.argv[1]) as store:
    sys.stdin.readline()
    for at in range(0, 40, 4):
        some = order[at:at + 4]
        counts.append(poll(store, after(at), *map(entry, some), feed=f"https://pelican.example/feed/{number}").new)
        with store.together():
            for one in some:
                article = store.article(entry(one).article.url)
                page = replace(article, body=shared_text(one), access="full", people=signed(one))
                store.save_page(page, after(at + 1))
print(json.dumps(counts))
"""

# All in one order, so that they meet: each adds tags to one article, and the same texts under addresses of its own.
MEETING = """
import sys
from storage import Article, open_store
from tests.storage.examples import after, entry, poll
from tests.storage.test_postgres_together import shared_text
number = int(sys.argv[2])
with open_store(sys.argv[1]) as store:
    sys.stdin.readline()
    for at in range(12):
        feed = f"https://pelican.example/feed/{number}"
        poll(store, after(at), entry(1, tags=(f"{number} {at}",), fingerprint=f"{number} {at}"), feed=feed)
        url = f"https://pelican.example/{number}/{at}"
        store.save_articles([Article(url, "pelican", f"Text {at}", body=shared_text(at, 12), access="full")])
        poll(store, after(at), outcome="unchanged", feed="https://pelican.example/counted")
print("[]")
"""


def shared_text(number: int, texts: int = 10) -> str:
    words = " ".join(f"harbour{number % texts}word{place}" for place in range(60))
    return f"{words}.\n\nAs told by writer {number}."


def signed(number: int) -> tuple[object, ...]:
    from normalise.byline_model import Person

    return tuple(Person(f"Mira {name}", f"mira {name}".lower()) for name in ("Danek", f"Holt{number % 7}"))


def run(script: str, url: str) -> list[list[int]]:
    """What each of the writers printed; they begin together."""
    writers = [
        subprocess.Popen(
            [sys.executable, "-W", "error", "-c", script, url, str(number)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=ROOT,
        )
        for number in range(WRITERS)
    ]
    for writer in writers:
        assert writer.stdin is not None
        writer.stdin.write("go\n")
        writer.stdin.flush()
    told = [writer.communicate(timeout=100) for writer in writers]
    assert [errors for _, errors in told] == [""] * WRITERS
    return [json.loads(printed) for printed, _ in told]


def test_four_writers_of_the_same_articles_make_each_once_with_its_byline_and_its_copies(postgres_url: str) -> None:
    with open_store(postgres_url) as store:
        store.save_outlets(OUTLETS)
    new = run(SAME_ARTICLES, postgres_url)
    assert sum(map(sum, new)) == 40, "each article is new to exactly one of them"
    with open_store(postgres_url) as store:
        held = {article.url: article for article in store.articles()}
        assert len(held) == store.count_articles() == 40
        assert all(article.body and len(article.people) == 2 for article in held.values())
        assert {person.name for person in store.people()} == {"Mira Danek", *(f"Mira Holt{n}" for n in range(7))}
        assert [person.articles for person in store.people() if person.name == "Mira Danek"] == [40]
        assert store.problems() == []
        for article in held.values():
            assert article.id is not None
            assert len(store.sightings(article.id)) == WRITERS, "every feed showed it"
            assert len(store.copies(article.id)) == 3, "its text stands in three others, whoever stored them when"
        assert set(Counter(store.wires([one.id or 0 for one in held.values()]).values()).values()) == {4}


def test_four_writers_that_meet_add_to_one_article_and_see_each_others_texts(postgres_url: str) -> None:
    with open_store(postgres_url) as store:
        poll(store, NOON, entry(1), feed="https://pelican.example/counted")
    run(MEETING, postgres_url)
    with open_store(postgres_url) as store:
        first = store.article("https://pelican.example/1")
        assert first is not None
        assert len(first.tags) == WRITERS * 12, "nobody wrote over what another had added"
        assert store.coverage("pelican", NOON, after(60)).polls == 1 + WRITERS * 12 * 2
        held = [article.id or 0 for article in store.articles() if article.body]
        assert len(held) == WRITERS * 12
        assert [len(store.copies(number)) for number in held] == [WRITERS - 1] * len(held)


def test_one_text_stored_twice_at_the_same_moment_is_found_to_be_one(postgres_url: str) -> None:
    here, there = (
        Article(f"https://{place}.example/1", "pelican", "Harbour", body=shared_text(1), access="full")
        for place in ("here", "there")
    )
    with (
        open_store(postgres_url) as one,
        open_store(postgres_url) as other,
        psycopg.connect(postgres_url, autocommit=True) as watching,
        ThreadPoolExecutor(1) as thread,
    ):
        with one.together():
            one.save_articles([here])
            second = thread.submit(other.save_articles, [there])
            while not watching.execute("SELECT 1 FROM pg_locks WHERE NOT granted").fetchone():
                assert not second.done(), "it did not wait for a text that is not stored yet"
        second.result(30)
        held = [article.id or 0 for article in one.articles()]
        assert [[copy.article.id for copy in one.copies(number)] for number in held] == [[held[1]], [held[0]]]


def test_two_that_wait_for_each_other_are_both_done_in_the_end(postgres_url: str) -> None:
    met, tries = Barrier(2), Counter[str]()

    def both(own: str, first: int, second: int) -> None:
        with open_store(postgres_url) as store:
            assert isinstance(store, PostgresStore)

            def step() -> None:
                tries[own] += 1
                with store._write() as connection:
                    connection.execute("UPDATE articles SET section = ? WHERE id = ?", (own, first))
                    connection.settle()
                    if tries[own] == 1:
                        met.wait(20)
                    connection.execute("UPDATE articles SET image = ? WHERE id = ?", (own, second))

            store._beside(Turn(), step)

    with open_store(postgres_url) as store:
        store.save_articles([full_article(url=f"https://pelican.example/{number}") for number in (1, 2)])
        one, two = sorted(article.id or 0 for article in store.articles())
        with ThreadPoolExecutor(2) as threads:
            for done in (threads.submit(both, "a", one, two), threads.submit(both, "b", two, one)):
                done.result(30)
        assert tries.total() == 3, "one of them was ended by the server, and done again"
        assert {(article.section, article.image) for article in store.articles()} == {("a", "b"), ("b", "a")}


def test_a_write_that_needs_the_whole_store_waits_in_the_midst_of_others_together(postgres_url: str) -> None:
    with open_store(postgres_url) as store, open_store(postgres_url) as other:
        with store.together():
            store.save_articles([full_article()])
            store.save_outlets(OUTLETS)
            store.save_articles([full_article(url="https://pelican.example/other")])
        assert other.count_articles() == 2
