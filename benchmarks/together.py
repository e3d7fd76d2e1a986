"""Two processes that write and one that reads, at once: how often somebody was told that the database is locked."""

from __future__ import annotations

import multiprocessing
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from itertools import count
from multiprocessing.connection import Connection
from pathlib import Path

from benchmarks.plain import Plain
from benchmarks.press import OUTLETS, Press
from storage import Query, StoreError, open_store


@dataclass(frozen=True, slots=True)
class Together:
    """Articles saved by both writers, searches made, and errors, the first of them in words."""

    saved: int
    searched: int
    errors: int
    first_error: str = ""


def ours(path: Path, seconds: float) -> Together:
    """With our store: a transaction an article, as a crawl does."""
    with open_store(path) as store:
        store.save_outlets(OUTLETS)
        store.save_articles(Press().articles(0, 500))
    return _run(partial(_our_writer, path), partial(_our_reader, path), seconds)


def plain(path: Path, seconds: float) -> Together:
    """The same with sqlite-utils."""
    with closing(Plain(path)) as table:
        table.save(list(Press().articles(0, 500)))
    return _run(partial(_plain_writer, path), partial(_plain_reader, path), seconds)


_Work = Callable[[], Iterator[Callable[[], object]]]


def _run(writer: Callable[[int], Iterator[Callable[[], object]]], reader: _Work, seconds: float) -> Together:
    context = multiprocessing.get_context("fork")
    works: list[_Work] = [partial(writer, 1), partial(writer, 2), reader]
    ends, running = [], []
    for work in works:
        end, other = context.Pipe(duplex=False)
        process = context.Process(target=_repeat, args=(work, seconds, other), daemon=True)
        process.start()
        ends.append(end)
        running.append(process)
    told: list[tuple[int, int, str]] = [end.recv() for end in ends]
    for process in running:
        process.join()
    errors = [error for _, _, error in told if error]
    return Together(told[0][0] + told[1][0], told[2][0], sum(failed for _, failed, _ in told), *errors[:1])


def _repeat(work: _Work, seconds: float, end: Connection) -> None:
    done = failed = 0
    error = ""
    steps = work()
    step = next(steps)  # the vocabularies are made, the file is open
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            step()
            step = next(steps)
            done += 1
        except (StoreError, sqlite3.OperationalError) as problem:
            failed += 1
            error = error or str(problem)
    end.send((done, failed, error))


def _our_writer(path: Path, number: int) -> Iterator[Callable[[], object]]:
    press = Press(number)
    with open_store(path) as store:
        for at in count(number * 10_000_000):
            yield partial(store.save_articles, list(press.articles(at, 1)))


def _our_reader(path: Path) -> Iterator[Callable[[], object]]:
    words = Press().words
    with open_store(path, read_only=True) as store:
        for at in count():
            yield partial(store.search_page, Query(words[("en", "he", "ar")[at % 3]][at % 300], limit=20))


def _plain_writer(path: Path, number: int) -> Iterator[Callable[[], object]]:
    press = Press(number)
    table = Plain(path)
    for at in count(number * 10_000_000):
        yield partial(table.save, list(press.articles(at, 1)))


def _plain_reader(path: Path) -> Iterator[Callable[[], object]]:
    words = Press().words
    table = Plain(path)
    for at in count():
        yield partial(table.search, words[("en", "he", "ar")[at % 3]][at % 300], 20)
