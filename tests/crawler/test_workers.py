"""A page that hangs or kills its worker costs only itself; workers end with the crawl, however it ends.

Jobs travel pickled: an object that pickles as a call does that call in the worker, as a bug in a parser would.
"""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import crawler.workers
from crawler.extraction import ExtractionError, Page
from crawler.workers import ExtractionPool, NoWorkerError

_PAGE = b"<html><title>Harbour</title><body><article><h1>Harbour</h1><p>The harbour opened.</p></article></body></html>"
_URL = "http://news.example/harbour"


class _Calls:
    """Calls `what(*arguments)` where it is unpickled."""

    def __init__(self, what: Callable[..., Any], *arguments: Any) -> None:
        self._call = (what, arguments)

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[Any, ...]]:
        return self._call


async def _read(pool: ExtractionPool, **options: Any) -> Page:
    return await pool.extract(_PAGE, url=_URL, **options)


def test_a_page_that_hangs_is_given_up_and_the_others_are_read() -> None:
    async def scene() -> list[Any]:
        pool = ExtractionPool(1, page_s=0.5)
        try:
            hangs = _read(pool, rules=_Calls(time.sleep, 60))
            return list(await asyncio.gather(_read(pool), hangs, _read(pool), return_exceptions=True))
        finally:
            pool.close()

    before, hung, after = asyncio.run(scene())
    assert before.title == after.title == "Harbour"
    assert isinstance(hung, ExtractionError)
    assert "took longer" in hung.reason


def test_pages_handed_over_behind_one_that_hangs_or_dies_are_read_elsewhere() -> None:
    async def scene() -> list[Any]:
        pool = ExtractionPool(1, page_s=1)
        try:
            bad = [_read(pool, rules=_Calls(time.sleep, 60)), _read(pool, rules=_Calls(os._exit, 1))]
            good = [_read(pool) for _ in range(12)]
            return list(await asyncio.gather(*good[:4], bad[0], *good[4:8], bad[1], *good[8:], return_exceptions=True))
        finally:
            pool.close()

    outcomes = asyncio.run(scene())
    assert [number for number, outcome in enumerate(outcomes) if not isinstance(outcome, Page)] == [4, 9]
    assert "took longer" in outcomes[4].reason
    assert "took its worker down" in outcomes[9].reason


def test_a_worker_that_dies_is_replaced() -> None:
    async def scene() -> tuple[Any, Page]:
        pool = ExtractionPool(1)
        try:
            with pytest.raises(ExtractionError) as died:
                await _read(pool, rules=_Calls(os._exit, 1))
            return died.value, await _read(pool)
        finally:
            pool.close()

    died, page = asyncio.run(scene())
    assert "took its worker down" in died.reason
    assert not isinstance(died, NoWorkerError)
    assert page.title == "Harbour"


def test_no_worker_at_all_is_told_apart_from_a_bad_page(monkeypatch: pytest.MonkeyPatch) -> None:
    async def scene() -> list[Any]:
        pool = ExtractionPool(2)
        try:
            return await asyncio.gather(*(_read(pool) for _ in range(8)), return_exceptions=True)
        finally:
            pool.close()

    monkeypatch.setattr(crawler.workers, "WORKER_BYTES", 24 << 20)  # too little to import what a worker needs
    assert {type(outcome) for outcome in asyncio.run(scene())} == {NoWorkerError}


def test_closing_answers_those_who_wait() -> None:
    async def scene() -> list[Any]:
        pool = ExtractionPool(1)
        waiting = [asyncio.ensure_future(_read(pool)) for _ in range(3)]
        await asyncio.sleep(0)
        pool.close()
        return await asyncio.wait_for(asyncio.gather(*waiting, return_exceptions=True), 20)

    assert all(isinstance(outcome, ExtractionError) for outcome in asyncio.run(scene()))


_DIES = """
import asyncio, os, signal
from crawler.workers import ExtractionPool

async def scene():
    pool = ExtractionPool(1)
    await pool.extract(b"<html><title>t</title><body><p>words</p></body></html>", url="http://news.example/1")
    print(*(worker.process.pid for worker in pool._all), flush=True)
    os.kill(os.getpid(), signal.SIGKILL)

asyncio.run(scene())
"""


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_workers_end_when_their_parent_is_killed() -> None:
    done = subprocess.run([sys.executable, "-c", _DIES], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == -9, done.stderr
    (worker,) = done.stdout.split()
    deadline = time.monotonic() + 20
    while _runs(worker) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not _runs(worker)


def _runs(pid: str) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in ("Z", "X")
    except OSError:
        return False
