"""`dateline scheduler`, `worker` and `workers` from the outside: what they refuse, and what they tell."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from storage import SaveCounts, Store, open_store
from storage.fleet import Done, open_fleet
from tests.storage.conftest import postgres, postgres_url
from tests.support import ROOT, Run

__all__ = ["postgres", "postgres_url"]
YAML = """contact: desk@example.org
outlets:
  ferry:
    name: The Ferry
    feeds:
      - https://ferry.example/feed
"""
DONE = Done(hosts=3, feeds_ok=4, feeds_failed=1, articles=SaveCounts(new=9), pages_read=5)


@pytest.fixture
def store(postgres_url: str) -> Iterator[Store]:
    with open_store(postgres_url) as opened:
        open_fleet(opened).prepare()
        yield opened


@pytest.mark.parametrize("command", ["scheduler", "worker", "workers"])
def test_a_store_in_a_file_is_refused_in_words_and_not_made(command: str, dateline: Run, tmp_path: Path) -> None:
    (tmp_path / "feeds.yaml").write_text(YAML)
    done = dateline(command, "--store", "news.db")
    assert done.returncode == 5
    assert "workers need a PostgreSQL store: `dateline store copy news.db postgresql://" in done.stderr
    assert not (tmp_path / "news.db").exists()


def test_without_the_extra_help_is_there_and_the_commands_name_what_to_install() -> None:
    without = (
        "import sys; sys.modules['procrastinate'] = sys.modules['psycopg'] = None; from dateline.cli import main; "
    )
    for arguments, code, words in (
        (["--help"], 0, "scheduler"),
        (["worker", "--help"], 0, "SIGTERM"),
        (["worker", "--store", "postgresql://127.0.0.1:1/news"], 5, 'pip install "dateline[postgres]"'),
    ):
        script = f"{without}sys.argv[1:] = {arguments!r}; main()"
        done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False)
        assert done.returncode == code, done.stderr
        assert words in done.stdout + done.stderr


def test_a_second_scheduler_and_a_crawl_end_with_75_while_a_fleet_works(
    store: Store, postgres_url: str, dateline: Run, tmp_path: Path
) -> None:
    (tmp_path / "feeds.yaml").write_text(YAML)
    with open_fleet(store).joined("scheduler", "the first"):
        second = dateline("scheduler", "--store", postgres_url)
        crawl = dateline("crawl", "--store", postgres_url)
    assert (second.returncode, crawl.returncode) == (75, 75)
    assert "a scheduler is at work already" in second.stderr
    assert "dateline scheduler on the first" in crawl.stderr


def test_a_worker_does_not_begin_while_a_crawl_of_one_process_holds_the_store(
    store: Store, postgres_url: str, dateline: Run
) -> None:
    from storage import lock_run

    with lock_run(postgres_url):
        done = dateline("worker", "--store", postgres_url)
    assert done.returncode == 75
    assert "dateline crawl" in done.stderr


def test_workers_tells_who_is_alive_what_waits_and_what_is_due(
    store: Store, postgres_url: str, dateline: Run, tmp_path: Path
) -> None:
    (tmp_path / "feeds.yaml").write_text(YAML)
    scheduled = dateline("scheduler", "--store", postgres_url, "--max-time", "1s")
    assert scheduled.returncode == 0, scheduled.stderr
    assert scheduled.stdout == "scheduler: 1 jobs given, 0 taken back from dead workers\n"
    with open_fleet(store).joined("worker", "rack 7") as presence:
        presence.sign(DONE, jobs=64, in_hand=2, dead_after=timedelta(minutes=1))
        told = dateline("workers", "--store", postgres_url)
        as_json = json.loads(dateline("workers", "--store", postgres_url, "--json").stdout)
    assert told.returncode == 0
    lines = told.stdout.splitlines()
    assert f"worker {presence.id} (rack 7) for" in lines[0]
    assert "2 of 64 hosts, 3 jobs, feeds 5 (4 new, 0 unchanged, 1 failed), articles 9 new" in lines[0]
    assert "no scheduler is at work" in lines
    assert "queue: 1 hosts waiting, 0 in hand" in lines
    assert "feeds due: 1" in lines
    assert (as_json["hosts_waiting"], as_json["feeds_never_polled"], as_json["jobs_failed_24h"]) == (1, 1, 0)
    alive = {member["name"]: member["alive"] for member in as_json["members"]}
    assert alive["rack 7"] is True
    assert list(alive.values()).count(False) == 1, "the scheduler that ended"
