"""The main job on the sample newsroom: crawled by the command line, read back from the store."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from dateline import newsroom
from dateline.newsroom import Newsroom, Placed, Request
from storage import Article, Query, open_store
from tests.support import Run, command_line


@pytest.fixture
def sample(tmp_path: Path) -> Iterator[Newsroom]:
    with newsroom.start(refused=False) as served:
        (tmp_path / "feeds.yaml").write_text(served.feeds_yaml, encoding="utf-8")
        yield served


@dataclass(frozen=True)
class Crawled:
    """What a crawl said, what it asked for, what the newsroom then listed, and a copy of the store as it left it."""

    done: subprocess.CompletedProcess[str]
    asked: tuple[Request, ...]
    listed: tuple[Placed, ...]
    store: Path

    def urls(self) -> list[str]:
        return stored_urls(self.store)


@dataclass(frozen=True)
class Day:
    """Four crawls of one newsroom, one after the other."""

    sample: Newsroom
    first: Crawled
    not_due: Crawled  # at once afterwards
    again: Crawled  # with --ignore-schedule
    evening: Crawled  # the same, after the newsroom brought out its evening edition


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> Day:
    folder = tmp_path_factory.mktemp("day")

    def crawl(name: str, *options: str) -> Crawled:
        before = len(sample.requests)
        done = command_line(folder, "crawl", *options)
        held = folder / name
        held.mkdir()
        for path in folder.glob("news.db*"):
            shutil.copy(path, held)
        return Crawled(done, tuple(sample.requests[before:]), tuple(sample.listed()), held / "news.db")

    with newsroom.start(refused=False) as sample:
        (folder / "feeds.yaml").write_text(sample.feeds_yaml, encoding="utf-8")
        first, not_due, again = crawl("first"), crawl("not_due"), crawl("again", "--ignore-schedule")
        sample.advance()
        return Day(sample, first, not_due, again, crawl("evening", "--ignore-schedule"))


def stored_urls(store: Path) -> list[str]:
    with open_store(store, read_only=True) as opened:
        return [article.url for article in opened.articles()]


def test_a_crawl_stores_every_entry_once_and_says_so(day: Day) -> None:
    done = day.first.done
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("feeds ")
    assert "0 failed" in done.stdout.split("·")[0]
    urls = day.first.urls()
    assert sorted(urls) == sorted(set(urls))
    assert day.first.listed
    assert not {placed.url for placed in day.first.listed} - set(urls)


def test_a_second_crawl_asks_conditionally_and_stores_nothing_twice(day: Day) -> None:
    assert day.again.done.returncode == 0
    assert any(request.status == 304 for request in day.again.asked)
    assert sorted(day.again.urls()) == sorted(day.first.urls())
    assert "articles 0 new, 0 revised" in day.again.done.stdout


def test_feeds_that_are_not_due_are_left_alone(day: Day) -> None:
    assert day.not_due.done.returncode == 0
    assert day.not_due.done.stdout.startswith("feeds 0:")
    assert day.not_due.asked == ()


def test_an_evening_edition_brings_new_articles_and_a_revision(day: Day) -> None:
    assert day.evening.done.returncode == 0
    assert {placed.url for placed in day.evening.listed} - {placed.url for placed in day.first.listed}
    with open_store(day.evening.store, read_only=True) as store:
        held = {article.url for article in store.articles()}
        assert {placed.url for placed in day.evening.listed} <= held
        revised = [article for article in store.articles() if len(store.revisions(article.id or 0)) > 1]
        assert revised, day.evening.done.stdout
        titles = {revision.title for revision in store.revisions(revised[0].id or 0)}
        assert len(titles) > 1
        lorries = store.article(day.sample.article("lorries-through-dahlia").url)
        assert lorries is not None
        states = store.revisions(lorries.id or 0)
        assert [state.title.startswith("212") for state in states] == [True, False], (
            "headline and body of one edition together"
        )
        assert ["212 lorries" in (state.body or "") for state in states] == [True, False]


def test_a_page_behind_a_paywall_still_leaves_an_article(day: Day) -> None:
    with open_store(day.first.store, read_only=True) as store:
        accesses = {article.access for article in store.articles()}
        assert "paywalled" in accesses
        walled = day.sample.article("force-commander-interview")
        article = store.article(walled.url)
        assert article is not None
        assert article.access == "paywalled"
        assert article.title == walled.story.title


def test_a_page_that_failed_is_tried_again_and_its_article_was_there_meanwhile(day: Day) -> None:
    failing = [request.path for request in day.first.asked if request.status == 500]
    assert failing, "the newsroom has a page that answers 500 once"
    assert "failed" in day.first.done.stdout.split("pages")[1]

    def stored(crawled: Crawled) -> Article:
        with open_store(crawled.store, read_only=True) as store:
            return next(a for a in store.articles() if a.url.endswith(failing[0]))

    meanwhile, after = stored(day.first), stored(day.again)
    assert (meanwhile.page_state, meanwhile.body) == ("pending", None)
    assert after.page_state == "fetched"
    assert after.body


def test_bylines_of_the_newsroom_are_read_as_printed(day: Day) -> None:
    wrong, read = [], 0
    with open_store(day.again.store, read_only=True) as store:
        for placed in day.again.listed:
            article = store.article(placed.url)
            assert article is not None
            if article.page_state == "fetched":
                read += 1
                if {p.name for p in article.people} != set(placed.story.people):
                    names = [p.name for p in article.people]
                    wrong.append((placed.url, placed.story.people, names, article.byline_raw))
    assert not wrong
    assert read > 30


def test_dates_of_the_newsroom_are_the_instants_it_published_at(day: Day) -> None:
    wrong = []
    with open_store(day.first.store, read_only=True) as store:
        for placed in day.first.listed:
            article = store.article(placed.url)
            assert article is not None
            if article.published is None:
                if article.page_state == "fetched":
                    wrong.append((placed.url, "no date"))
            elif article.published.precision == "day":
                if abs((article.published.instant - placed.published).total_seconds()) > 86_400:
                    wrong.append((placed.url, str(article.published)))
            else:
                relative = any(word in article.published.raw for word in ("ago", "לפני", "منذ"))
                allowed = timedelta(hours=1) if relative else timedelta(minutes=1)
                if abs(article.published.instant - placed.published) > allowed:
                    wrong.append((placed.url, str(article.published), str(placed.published)))
    assert not wrong


def test_robots_rules_are_obeyed(day: Day) -> None:
    hosts = {request.host for request in day.first.asked}
    assert hosts
    for host in hosts:
        paths = [request.path for request in day.first.asked if request.host == host]
        assert paths[0] == "/robots.txt"
        assert paths.count("/robots.txt") == 1


def test_killed_three_times_at_random_nothing_is_lost_or_doubled(tmp_path: Path, dateline: Run) -> None:
    rng = random.Random(20260105)
    with newsroom.start(refused=False, latency_s=0.02) as sample:
        (tmp_path / "feeds.yaml").write_text(sample.feeds_yaml, encoding="utf-8")
        killed = 0
        seen: set[str] = set()
        for _ in range(3):
            answered = len(sample.requests) + rng.randint(5, 60)
            crawl = subprocess.Popen(
                [sys.executable, "-m", "dateline", "crawl", "--ignore-schedule"],
                cwd=tmp_path,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env=os.environ | {"PYTHONSAFEPATH": "1"},
            )
            while crawl.poll() is None and len(sample.requests) < answered:
                time.sleep(0.005)
            if crawl.poll() is None:
                crawl.send_signal(signal.SIGKILL)
                killed += 1
            crawl.wait()
            now = set(stored_urls(tmp_path / "news.db"))
            assert seen <= now
            seen = now
        assert killed, "no crawl was still running when it was to be killed"
        assert dateline("crawl", "--ignore-schedule").returncode == 0
        urls = stored_urls(tmp_path / "news.db")
        assert len(urls) == len(set(urls))
        assert {placed.url for placed in sample.listed()} <= set(urls)


def test_a_second_crawl_at_the_same_time_ends_at_once_with_75(tmp_path: Path, dateline: Run) -> None:
    with newsroom.start(refused=False, latency_s=0.05) as sample:
        (tmp_path / "feeds.yaml").write_text(sample.feeds_yaml, encoding="utf-8")
        first = subprocess.Popen(
            [sys.executable, "-m", "dateline", "crawl"],
            cwd=tmp_path,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            deadline = time.monotonic() + 20
            while not sample.requests and time.monotonic() < deadline:
                time.sleep(0.02)
            first.send_signal(signal.SIGSTOP)  # it may not end before the second has begun
            done = dateline("crawl")
            assert done.returncode == 75
            assert "another run holds the lock" in done.stderr
            assert len(done.stderr.splitlines()) == 1
        finally:
            first.send_signal(signal.SIGCONT)
            first.wait(60)
        assert first.returncode == 0


def test_sigterm_ends_a_crawl_with_143_and_no_process_left(tmp_path: Path) -> None:
    with newsroom.start(refused=False, latency_s=0.1) as sample:
        (tmp_path / "feeds.yaml").write_text(sample.feeds_yaml, encoding="utf-8")
        crawl = subprocess.Popen(
            [sys.executable, "-m", "dateline", "crawl"],
            cwd=tmp_path,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        deadline = time.monotonic() + 30
        while len(sample.requests) < 25 and time.monotonic() < deadline:
            time.sleep(0.02)
        crawl.send_signal(signal.SIGTERM)
        assert crawl.wait(15) == 143
        with pytest.raises(ProcessLookupError):
            os.killpg(crawl.pid, 0)
    with open_store(tmp_path / "news.db", read_only=True) as store:
        assert store.runs(1)[0].exit_code == 143


def test_scrapy_crawls_the_same(sample: Newsroom, tmp_path: Path) -> None:
    scrapy = [sys.executable, "-m", "scrapy", "crawl", "coverage"]
    done = subprocess.run(
        [*scrapy, "-a", f"config={tmp_path / 'feeds.yaml'}", "-a", f"store={tmp_path / 'by-scrapy.db'}"],
        cwd=Path(__file__).resolve().parents[2],
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert {placed.url for placed in sample.listed()} <= set(stored_urls(tmp_path / "by-scrapy.db"))


def test_one_outlet_alone_is_crawled_when_named(sample: Newsroom, dateline: Run, tmp_path: Path) -> None:
    assert dateline("crawl", "--outlet", "pelican").returncode == 0
    assert {request.host for request in sample.requests} == {"pelican"}
    with open_store(tmp_path / "news.db", read_only=True) as store:
        assert {hit.article.outlet for hit in store.search(Query(limit=500))} == {"pelican"}
