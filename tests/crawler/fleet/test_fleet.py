"""Scheduler and workers as processes, against a real server and outlets that write down what reached them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawler.fleet.queue import QUEUE
from storage import Store, open_store
from storage.fleet import open_fleet
from tests.crawler.fleet.outlets import Outlets
from tests.storage.postgres_server import Server
from tests.support import ROOT

DELAY_S = 0.1
Start = Callable[..., subprocess.Popen[bytes]]


@pytest.fixture
def start(tmp_path: Path, postgres_url: str) -> Iterator[Start]:
    """Begin a command of ours on the server; whatever still runs at the end is killed."""
    with ExitStack() as stack:

        def begin(*arguments: str) -> subprocess.Popen[bytes]:
            env = os.environ | {"DATELINE_STORE": postgres_url, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "default"}
            process = subprocess.Popen([sys.executable, "-m", "dateline", *arguments], cwd=tmp_path, env=env)
            stack.callback(process.wait)
            stack.callback(process.kill)
            return process

        yield begin


@pytest.fixture
def store(postgres_url: str) -> Iterator[Store]:
    with open_store(postgres_url) as opened:
        open_fleet(opened).prepare()
        yield opened


def feeds_yaml(folder: Path, feeds: dict[str, list[str]]) -> None:
    lines = ["contact: desk@example.org", "allow_addresses:", "  - 127.0.0.0/8", "outlets:"]
    for outlet, urls in feeds.items():
        lines += [
            f"  {outlet}:",
            f"    name: {outlet.title()}",
            "    pages: all",
            f"    delay: {DELAY_S}",
            "    feeds:",
        ]
        lines += [f"      - {url}" for url in urls]
    (folder / "feeds.yaml").write_text("\n".join(lines) + "\n")


def until(what: Callable[[], object], seconds: float = 30.0) -> None:
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end, "it did not come to pass"
        time.sleep(0.05)


def settled(store: Store, articles: int) -> bool:
    """Whether so many articles are held and nothing is due any more."""
    queue = open_fleet(store).queue(QUEUE, datetime.now(UTC))
    idle = not queue.waiting and not queue.in_hand and not store.pending_pages(datetime.now(UTC))
    return idle and store.count_articles() >= articles


def test_two_workers_crawl_politely_and_a_restarted_server_loses_nothing(
    tmp_path: Path, start: Start, store: Store, outlets: Outlets, postgres: Server
) -> None:
    ferry, other, moved = "127.0.9.1", "127.0.9.2", "127.0.9.3"
    many = [f"127.0.9.{number}" for number in range(10, 18)]
    allowed = [outlets.page(ferry, f"/news/{number}") for number in range(3)]
    elsewhere = outlets.page(other, "/elsewhere")
    forbidden = outlets.page(ferry, "/private/1")
    outlets.text(ferry, "/robots.txt", "User-agent: *\nDisallow: /private/\n")
    feeds = {"ferry": [outlets.feed(ferry, "/feed", [*allowed, elsewhere, forbidden])]}
    target = outlets.feed(other, "/target", [outlets.page(other, "/by-redirect")])
    outlets.text(moved, "/feed", "", 302, Location=target)
    feeds["moved"] = [outlets.url(moved, "/feed")]
    for number, host in enumerate(many):
        pages = [outlets.page(host, f"/{page}") for page in range(2)]
        feeds[f"many{number}"] = [outlets.feed(host, "/a", pages[:1]), outlets.feed(host, "/b", pages)]
    feeds_yaml(tmp_path, feeds)
    scheduler = start("scheduler", "--tick", "0.2s", "--archive", "kept")
    workers = [start("worker", "--archive", "kept", "--jobs", "8") for _ in range(2)]
    until(lambda: len(outlets.asked) > 12)
    postgres.restart()
    until(lambda: settled(store, 22))
    addresses = [article.url for article in store.articles()]
    assert len(addresses) == len(set(addresses)) == 22
    states = {article.url: article.page_state for article in store.articles()}
    assert {url for url, state in states.items() if state != "fetched"} == {forbidden}
    assert "/private/1" not in outlets.paths(ferry)
    assert outlets.paths(other).count("/target") >= 1
    assert outlets.overlaps() == []
    assert outlets.smallest_gap() >= DELAY_S
    assert all(state.last_outcome == "ok" for state in store.feed_states())
    for worker in workers:
        worker.send_signal(signal.SIGTERM)
    assert [worker.wait(20) for worker in workers] == [143, 143]
    scheduler.send_signal(signal.SIGTERM)
    assert scheduler.wait(20) == 143
    (run,) = store.runs()
    assert (run.exit_code, run.feeds_failed) == (0, ())
    assert run.feeds_ok >= 18
    assert len({path.name for path in (tmp_path / "kept").iterdir()}) == 2, "a file for each worker"


def test_a_worker_told_to_end_gives_back_what_it_has_and_a_killed_ones_hosts_are_anothers(
    tmp_path: Path, start: Start, store: Store, outlets: Outlets
) -> None:
    slow, after = "127.0.9.30", "127.0.9.31"
    held = (slow, "/feed")
    outlets.held.add(held)
    feeds_yaml(tmp_path, {"slow": [outlets.feed(*held, [outlets.page(slow, "/1")])]})
    start("scheduler", "--tick", "0.2s", "--dead-after", "5s")
    first = start("worker")
    until(lambda: outlets.paths(slow).count("/feed") == 1)
    queue = open_fleet(store).queue(QUEUE, datetime.now(UTC))
    assert queue.in_hand == {slow}
    assert queue.waiting == frozenset(), "a host in hand is not given a second time"
    first.send_signal(signal.SIGTERM)
    told = time.monotonic()
    second = start("worker")
    assert first.wait(20) == 143
    assert time.monotonic() - told < 12
    until(lambda: outlets.paths(slow).count("/feed") == 2)
    second.kill()
    third = start("worker")
    outlets.page(after, "/x")
    until(lambda: outlets.paths(slow).count("/feed") == 3)
    outlets.held.clear()
    until(lambda: settled(store, 1))
    assert outlets.overlaps() == []
    assert [article.page_state for article in store.articles()] == ["fetched"]
    assert [state.failures for state in store.feed_states()] == [0], "a poll that was broken off is no failure"
    third.send_signal(signal.SIGTERM)
    assert third.wait(20) == 143
