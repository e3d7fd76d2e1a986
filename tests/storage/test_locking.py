"""One crawl at a time a store: the second is told who holds the lock, and no dead process holds it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from storage import RunLocked, StoreError, lock_run
from tests.support import ROOT

HOLD = """
import sys
from storage import lock_run
with lock_run("news.db"):
    print("held", flush=True)
    sys.stdin.readline()
"""


def holder(folder: Path) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD],
        cwd=folder,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def test_a_second_run_is_told_who_holds_the_lock(tmp_path: Path) -> None:
    first = holder(tmp_path)
    with pytest.raises(RunLocked) as raised, lock_run(tmp_path / "news.db"):
        pass
    assert raised.value.exit_code == 75
    assert f"process {first.pid}, since 20" in str(raised.value)
    first.communicate("done\n", timeout=30)
    with lock_run(tmp_path / "news.db"):
        pass


def test_the_lock_dies_with_its_process(tmp_path: Path) -> None:
    first = holder(tmp_path)
    first.send_signal(signal.SIGKILL)
    first.communicate(timeout=30)
    with lock_run(tmp_path / "news.db"):
        pass


def test_one_store_has_one_lock_under_every_name(tmp_path: Path) -> None:
    (tmp_path / "link.db").symlink_to(tmp_path / "news.db")
    with lock_run(tmp_path / "news.db"):
        for name in (
            f"sqlite:///{tmp_path}/news.db",
            tmp_path / "link.db",
            tmp_path / ".." / tmp_path.name / "news.db",
        ):
            with pytest.raises(RunLocked), lock_run(name):
                pass


def test_a_lock_leaves_nothing_behind_and_is_free_after_an_error(tmp_path: Path) -> None:
    with pytest.raises(KeyError), lock_run(tmp_path / "news.db"):
        raise KeyError
    assert list(tmp_path.iterdir()) == []
    with lock_run(tmp_path / "news.db"):
        pass


def test_stores_in_memory_and_other_stores_do_not_wait_for_each_other(tmp_path: Path) -> None:
    with lock_run(":memory:"), lock_run(":memory:"), lock_run(tmp_path / "a.db"), lock_run(tmp_path / "b.db"):
        assert sorted(path.name for path in tmp_path.iterdir()) == ["a.db.lock", "b.db.lock"]


def test_a_lock_that_cannot_be_made_is_told_in_words(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no lock can be made"), lock_run(tmp_path / "missing" / "news.db"):
        pass
