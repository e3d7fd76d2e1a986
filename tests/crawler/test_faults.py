"""What a year in cron brings: the store's folder goes, a signal comes too early, handles run out, a feed moves."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from dateline import newsroom
from storage import Feed, FeedState, Outlet, Poll, Validators, open_store
from tests.crawler.network.site import Answer, Site, rss, serving
from tests.support import Run

CRAWL = [sys.executable, "-m", "dateline", "crawl"]
PATIENCE_S = 40


def test_a_store_in_a_folder_that_is_not_there_ends_with_5_and_one_sentence(dateline: Run, tmp_path: Path) -> None:
    (tmp_path / "feeds.yaml").write_text(
        "contact: desk@newsroom.example.net\noutlets:\n  a:\n    name: A\n    feeds:\n      - http://127.0.0.1:9/\n"
    )
    done = dateline("crawl", "--store", "gone/news.db")
    assert done.returncode == 5
    assert done.stderr.startswith("dateline: gone/news.db: ")
    assert len(done.stderr.splitlines()) == 1
    assert not (tmp_path / "gone").exists()


def test_a_store_whose_folder_vanishes_under_a_crawl_ends_it_with_5(tmp_path: Path) -> None:
    (tmp_path / "kept").mkdir()
    with newsroom.start(refused=False, latency_s=0.05) as sample:
        (tmp_path / "feeds.yaml").write_text(sample.feeds_yaml, encoding="utf-8")
        crawl = subprocess.Popen([*CRAWL, "--store", "kept/news.db"], cwd=tmp_path, stderr=subprocess.PIPE, text=True)
        deadline = time.monotonic() + PATIENCE_S
        while len(sample.requests) < 12 and time.monotonic() < deadline:
            time.sleep(0.01)
        shutil.rmtree(tmp_path / "kept")
        said = crawl.communicate(timeout=PATIENCE_S)[1]
    assert (crawl.returncode, len(said.splitlines())) == (5, 1), said


def test_a_signal_before_the_crawl_can_answer_it_costs_the_next_one_nothing(tmp_path: Path, dateline: Run) -> None:
    with newsroom.start(refused=False) as sample:
        (tmp_path / "feeds.yaml").write_text(sample.feeds_yaml, encoding="utf-8")
        crawl = subprocess.Popen(CRAWL, cwd=tmp_path, stderr=subprocess.PIPE, text=True)
        deadline = time.monotonic() + PATIENCE_S
        while not (tmp_path / "news.db.lock").exists() and time.monotonic() < deadline:
            time.sleep(0.002)
        crawl.send_signal(signal.SIGTERM)
        said = crawl.communicate(timeout=PATIENCE_S)[1]
        assert crawl.returncode in (143, -signal.SIGTERM)  # a shell, and so cron, sees 143 in either case
        assert "Traceback" not in said
        assert dateline("crawl").returncode == 0
        listed = {placed.url for placed in sample.listed()}
    with open_store(tmp_path / "news.db", read_only=True) as store:
        urls = [article.url for article in store.articles()]
    assert len(urls) == len(set(urls))
    assert listed <= set(urls)


def test_with_too_few_file_handles_a_crawl_says_so_and_the_next_one_catches_up(tmp_path: Path, dateline: Run) -> None:
    with newsroom.start(refused=False) as sample:
        (tmp_path / "feeds.yaml").write_text(sample.feeds_yaml, encoding="utf-8")
        limited = ["bash", "-c", 'ulimit -n 22; exec "$@"', "-", *CRAWL]
        starved = subprocess.run(limited, cwd=tmp_path, capture_output=True, text=True, timeout=100, check=False)
        assert starved.returncode in (3, 4, 5), starved
        assert "Traceback" not in starved.stderr
        assert dateline("crawl", "--ignore-schedule").returncode == 0
        listed = {placed.url for placed in sample.listed()}
    with open_store(tmp_path / "news.db", read_only=True) as store:
        articles = [article.url for article in store.articles()]
    assert len(articles) == len(set(articles))
    assert listed <= set(articles)


def test_a_feed_that_moved_for_good_is_asked_there_until_that_fails(tmp_path: Path, dateline: Run) -> None:
    site = Site("127.0.4.40")
    with serving({"moved": site}):
        old, new = site.url("/feed"), site.url("/new")
        site.routes = {"/feed": Answer(301, headers=(("Location", "/new"),)), "/new": Answer(body=rss())}
        (tmp_path / "feeds.yaml").write_text(
            "contact: desk@newsroom.example.net\nallow_addresses: [127.0.4.0/24]\noutlets:\n  moved:\n"
            f"    name: Moved\n    pages: none\n    delay: 0\n    feeds:\n      - {old}\n",
            encoding="utf-8",
        )
        with open_store(tmp_path / "news.db") as store:
            store.save_outlets([Outlet("moved", "Moved")])
            store.save_feeds([Feed(old, "moved")])
            for hours in (3, 2, 1):
                at = datetime.now(UTC) - timedelta(hours=hours)
                validators = Validators(None, None, str(hours))
                store.save_poll(Poll(old, "moved", at, "ok", status=200, validators=validators, moved_to=new))
        asked, states = [], []
        site.routes["/new"] = Answer(500)
        for _ in range(2):
            before = len(site.asked)
            dateline("crawl", "--ignore-schedule")
            asked.append([path for path in site.paths()[before:] if path != "/robots.txt"])
            states.append(_state(tmp_path))
    assert asked == [["/new"], ["/feed", "/new"]]
    assert [state.failures for state in states] == [1, 2]
    assert f"where it moved to ({new}): HTTP 500" in (states[0].last_problem or "")
    assert states[0].due_at is not None
    assert states[0].last_polled is not None
    assert states[0].due_at - states[0].last_polled <= timedelta(minutes=5), "asked at its old address soon"


def _state(folder: Path) -> FeedState:
    with open_store(folder / "news.db", read_only=True) as store:
        return store.feed_states()[0]
