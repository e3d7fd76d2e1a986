"""What must hold however a store was written to, killed, or shared between processes."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage import Article, Query, Store, open_store
from storage.sql import counting, searching
from storage.sql.rows import SELECT_ARTICLE, text_sha256
from storage.sql.writing import searched_columns
from storage.sqlite import care, fts5
from storage.sqlite.by_day import COUNTED
from storage.sqlite.store import SqliteStore
from storage.words import words_in
from tests.storage.examples import NOON, OTHER_FEED, after, entry, failed, full_article, poll, unchanged
from tests.support import ROOT

WRITER = """
import sys
from datetime import UTC, datetime, timedelta
from storage import Article, Poll, Sighting, Validators, open_store
feed, start = sys.argv[1], int(sys.argv[2])
with open_store("news.db") as store:
    for number in range(start, start + int(sys.argv[3])):
        url = f"https://pelican.example/{feed}/{number}"
        article = Article(url, "pelican", f"Story {number}", summary=f"unique{feed}{number}", page_state="pending")
        at = datetime(2026, 1, 5, tzinfo=UTC) + timedelta(minutes=number)
        poll = Poll(feed, "pelican", at, "ok", entries=1, validators=Validators(str(number)))
        store.save_poll(poll, [Sighting(article, f"f{number}")], [f"f{number}"])
        print(number, flush=True)
"""


def writer(folder: Path, feed: str, start: int, count: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, feed, str(start), str(count)],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )


def connection_of(store: Store) -> sqlite3.Connection:
    assert isinstance(store, SqliteStore)
    return store._connection


def check(store: Store) -> None:
    """The database is whole, every article is indexed under exactly its words, and every hash is of its text."""
    connection = connection_of(store)
    assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    expected: dict[str, Counter[str]] = {"article_search": Counter(), "headline_search": Counter()}
    for row in connection.execute(SELECT_ARTICLE):
        title, summary, body, byline = (set(words_in(text)) for text in searched_columns(dict(row)))
        expected["article_search"].update(title | summary | body | byline)
        expected["headline_search"].update(title | summary | byline)
        assert row["text_sha256"] == text_sha256(row["title"], row["summary"], row["body"])
        assert row["dated_at"] == (row["published_at"] or row["first_seen"])
    assert connection.execute(f"SELECT * FROM ({COUNTED}) EXCEPT SELECT * FROM articles_by_day").fetchall() == []  # noqa: S608
    assert connection.execute(f"SELECT * FROM articles_by_day EXCEPT {COUNTED}").fetchall() == []  # noqa: S608
    for index, words in expected.items():
        connection.execute(f"CREATE VIRTUAL TABLE temp.vocabulary USING fts5vocab(main, {index}, row)")
        indexed = Counter({row["term"]: row["doc"] for row in connection.execute("SELECT term, doc FROM vocabulary")})
        connection.execute("DROP TABLE temp.vocabulary")
        assert indexed == words


def test_killed_at_any_point_nothing_acknowledged_is_lost_or_half_there(tmp_path: Path) -> None:
    rng = random.Random(20260105)
    acknowledged = 0
    for _ in range(4):
        process = writer(tmp_path, "feed", acknowledged, 10_000)
        assert process.stdout is not None
        for _ in range(rng.randrange(1, 60)):
            acknowledged = int(process.stdout.readline()) + 1
        process.send_signal(signal.SIGKILL)
        rest, _ = process.communicate(timeout=30)
        acknowledged += len(rest.splitlines())
        with open_store(tmp_path / "news.db") as store:
            held = {article.url for article in store.articles()}
            assert {f"https://pelican.example/feed/{number}" for number in range(acknowledged)} <= held
            validators = connection_of(store).execute("SELECT etag FROM feeds").fetchone()[0]
            assert f"https://pelican.example/feed/{validators}" in held, "validators never outlive their entries"
            assert len(held) == int(validators) + 1
            check(store)
            acknowledged = len(held)


def test_two_writers_and_a_reader_never_find_the_store_locked(tmp_path: Path) -> None:
    open_store(tmp_path / "news.db").close()
    writers = [writer(tmp_path, feed, 0, 60) for feed in ("one", "two")]
    with open_store(tmp_path / "news.db", read_only=True) as reader:
        while any(process.poll() is None for process in writers):
            assert len(reader.search(Query("story", limit=5))) <= 5
            reader.coverage("pelican", NOON, after(10))
    for process in writers:
        _, complaints = process.communicate(timeout=30)
        assert process.returncode == 0, complaints
    with open_store(tmp_path / "news.db") as store:
        assert store.count_articles() == 120
        check(store)


STEPS = st.tuples(
    st.sampled_from(["poll", "other feed", "page", "paywalled", "save", "fail", "unchanged", "failed", "people"]),
    st.integers(0, 3),
    st.sampled_from(["Harbour plan", "Harbour plan delayed", "עזה וצה״ל", "الحكومة"]),
    st.sampled_from([None, "Short", "The council met", "הממשלה"]),
)


@given(st.lists(STEPS, max_size=25))
@settings(max_examples=40, derandomize=True, deadline=None)
def test_any_order_of_writes_keeps_index_hashes_and_revisions_true(
    steps: list[tuple[str, int, str, str | None]],
) -> None:
    with open_store(":memory:") as store:
        for minute, (step, number, title, text) in enumerate(steps):
            _take(store, step, minute, number, title, text)
            for article in store.articles():
                revisions = store.revisions(article.id or 0)
                states = [(r.title, r.summary, r.body) for r in revisions]
                assert states[-1] == (article.title, article.summary, article.body)
                assert all(one != two for one, two in pairwise(states))
        check(store)


def _take(store: Store, step: str, minute: int, number: int, title: str, text: str | None) -> None:
    shown = entry(number, fingerprint=f"{minute}", title=title, summary=text)
    held = store.article(f"https://pelican.example/{number}")
    body = f"{text} {title}" if text else None
    if step == "poll":
        poll(store, after(minute), shown)
    elif step == "other feed":
        poll(store, after(minute), shown, feed=OTHER_FEED)
    elif step == "unchanged":
        unchanged(store, after(minute))
    elif step == "failed":
        failed(store, after(minute))
    elif step == "save":
        store.save_articles([full_article(url=f"https://pelican.example/{number}", title=title, body=body)])
    elif held is None:
        return
    elif step == "people":
        store.save_articles([replace(full_article(), url=held.url, title=title, people=full_article().people[:1])])
    elif step == "fail":
        store.save_page_failure(held.id or 0, "HTTP 500", None)
    else:
        page = replace(held, title=title, body=body, access="paywalled" if step == "paywalled" else "full")
        store.save_page(page, after(minute))


def test_a_backup_made_while_a_crawl_writes_is_the_store_at_one_moment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(care, "_PAGES_A_STEP", 1)  # as many chances as there are to be disturbed
    with open_store(tmp_path / "news.db") as store:
        store.save_articles(full_article(url=f"https://pelican.example/old/{number}") for number in range(20))
    process = writer(tmp_path, "feed", 0, 2000)
    assert process.stdout is not None
    process.stdout.readline()
    with open_store(tmp_path / "news.db", read_only=True) as store:
        before = store.count_articles()
        store.backup(tmp_path / "copy.db")
        after_it = store.count_articles()
    process.kill()
    process.communicate(timeout=30)
    with open_store(tmp_path / "copy.db") as copy:
        check(copy)
        assert before <= copy.count_articles() <= after_it
        assert len(copy.search(Query("harbour", limit=50))) == 20
    assert not list(tmp_path.glob("*.part*"))


def test_counts_of_more_than_a_twentieth_come_from_an_even_sample_and_say_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counting, "_EXACT_AT_LEAST", 10)
    monkeypatch.setattr(counting, "_SAMPLE", 100)
    with open_store(":memory:") as store:
        store.save_articles(
            Article(
                f"https://pelican.example/{number}",
                "pelican" if number % 4 else "manara",  # outlets in turn, as a crawl saves them
                "Common" if number % 2 else "Common ending",
                published_at=NOON,
                people=full_article().people[: number % 3],
            )
            for number in range(800)
        )
        for query in (Query(since=NOON), Query("common"), Query("common", since=NOON)):
            counts = store.count_by(query, "outlet")
            shares = {count.value: count.articles / counts.total for count in counts.counts}
            assert not counts.exact
            assert shares == {"pelican": pytest.approx(0.75, abs=0.08), "manara": pytest.approx(0.25, abs=0.08)}
            assert counts.total == pytest.approx(800, rel=0.1)
            people = store.count_by(query, "person")
            assert people.total == pytest.approx(800, rel=0.1)
            assert people.counts[0].articles == pytest.approx(400, rel=0.2)  # two of three in pelican
            assert store.timeline(query).total == pytest.approx(800, rel=0.1)
            assert not store.timeline(query).exact
            assert store.search_page(query).total == pytest.approx(800, rel=0.1)
        assert not store.search_page(Query(since=NOON)).total_exact
        for whole in (Query(), Query("lang:en OR -lang:en"), Query(since=NOON.replace(hour=0)), Query("-lang:ar")):
            assert store.search_page(whole).total == pytest.approx(800, rel=0.1)
        kept = store.overview(Query(until=after(60 * 24).replace(hour=0)), ["outlet", "language", "topic", "person"])
        assert {one.value: one.articles for one in kept.counts["outlet"].counts} == {"pelican": 600, "manara": 200}
        assert kept.timeline.exact
        assert kept.counts["topic"].counts[0].articles == pytest.approx(800, rel=0.1)
        assert not kept.counts["person"].exact
        by_topic = store.overview(Query(), ["topic"]).counts["topic"]
        assert (by_topic.exact, by_topic.counts[0].articles) == (True, 800)
        few = store.count_by(Query("ending", until=NOON), "outlet")
        assert (few.exact, few.total) == (True, 0)


def test_very_common_words_are_required_but_not_ranked_by(monkeypatch: pytest.MonkeyPatch) -> None:
    with open_store(":memory:") as store:
        store.save_articles(
            Article(
                f"https://pelican.example/{number}",
                "pelican",
                "Harbour" if number in (3, 60) else "Story",
                body="the harbour" + (" and a crane" if number % 20 == 0 else "") + (" quay" if number == 40 else ""),
            )
            for number in range(1, 101)
        )
        monkeypatch.setattr(fts5, "MOST_RANKED", 50)
        monkeypatch.setattr(searching, "MOST_RANKED", 50)
        monkeypatch.setattr(fts5, "_BY_BM25", 20)
        monkeypatch.setattr(fts5, "_COMMON_AT_LEAST", 20)
        monkeypatch.setattr(fts5, "COUNTED_EXACTLY", 10)
        assert store.document_frequencies(["the", "crane", "quay"]) == {"the": 100, "crane": 5, "quay": 1}
        assert {hit.article.url[-2:] for hit in store.search(Query("the crane"))} == {"20", "40", "60", "80", "00"}
        page = store.search_page(Query("the harbour", limit=3))
        assert [int(hit.article.url.rsplit("/", 1)[1]) for hit in page.hits] == [60, 100, 99], (
            "3 is too old to be ranked"
        )
        assert (page.ranked_of, page.total) == (50, 100)
        assert store.search_page(Query("the crane")).ranked_of is None
        titled = store.search(Query("harbour", limit=2))
        assert [(hit.article.url[-3:], hit.score) for hit in titled] == [("/60", 7.0), ("100", 1.0)]
        filtered = store.search(Query("harbour", outlets=("pelican",), limit=2))
        assert [hit.article.id for hit in filtered] == [hit.article.id for hit in titled]
        assert store.candidates(["the", "quay"])[0][0].url.endswith("/40")
        assert store.candidates(["the"]) == []
