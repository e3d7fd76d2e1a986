"""How quick the store is on invented articles in English, Hebrew and Arabic, beside sqlite-utils with its default FTS.

    python benchmarks/store.py [--articles 50000] [--store FILE] [--seconds 60] [--no-plain]

A store that is there is asked, not filled. Searches are grouped by the share of articles that hold the rarest word.
Times are milliseconds of CPU in the thread that works, which other programs on the machine blur least; of the wall
clock for the cold start, and for everything with --wall. What sqlite-utils finds is less: it knows no prefixes.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks import together
from benchmarks.plain import Plain
from benchmarks.press import EVERY, LANGUAGES, OUTLETS, START, VOCABULARY, WORDS, Press, text_bytes
from storage import Facet, Query, Store, open_store

BANDS = {"up to 1 %": (0.0, 0.01), "1 to 10 %": (0.01, 0.1), "above 10 %": (0.1, 1.0)}
GOALS = {"up to 1 %": "p50 30", "1 to 10 %": "p95 100", "above 10 %": "p95 150"}
FACETS: tuple[Facet, ...] = ("outlet", "day", "person")
ASKED = 12  # searches a band and language
RUNS = 10  # of a cold start
WIDTHS = (56, 8, 22, 22)


@dataclass
class Report:
    """Prints one table, a row at a time."""

    clock: Callable[[], float]

    def row(self, what: str, goal: str, ours: str, plain: str = "") -> None:
        """A line of it."""
        cells = zip((what, goal, ours, plain), WIDTHS, strict=True)
        print("  ".join(f"{cell:<{width}}" for cell, width in cells).rstrip(), flush=True)

    def timed(self, work: Callable[[], object], times: int = 3) -> float:
        """Median milliseconds, after a first time that is not counted."""
        taken = []
        for _ in range(times + 1):
            started = self.clock()
            work()
            taken.append((self.clock() - started) * 1000)
        return statistics.median(taken[1:])

    def spread(self, works: Sequence[Callable[[], object]]) -> str:
        """Median and 95th percentile over several pieces of work."""
        return spread([self.timed(work) for work in works])


def spread(values: list[float]) -> str:
    """Median and 95th percentile."""
    ordered = sorted(values)
    return f"p50 {ordered[len(ordered) // 2]:.1f} p95 {ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]:.1f}"


def fill(store: Store, press: Press, count: int) -> None:
    """Save articles by the thousand."""
    store.save_outlets(OUTLETS)
    for first in range(0, count, 1000):
        store.save_articles(list(press.articles(first, min(1000, count - first))))


def saving(report: Report, store: Store, plain: Plain | None, count: int) -> None:
    """Fill both, and time it."""
    press = Press()
    store.save_outlets(OUTLETS)
    spent = {"ours": 0.0, "plain": 0.0}
    for first in range(0, count, 1000):
        batch = list(press.articles(first, min(1000, count - first)))
        started = report.clock()
        store.save_articles(batch)
        spent["ours"] += report.clock() - started
        if plain is not None:
            started = report.clock()
            plain.save(batch)
            spent["plain"] += report.clock() - started
    theirs = f"{count / spent['plain']:.0f}/s" if plain else ""
    report.row(
        f"saving new articles of {WORDS} words, by the thousand", "400/s", f"{count / spent['ours']:.0f}/s", theirs
    )
    batch = list(Press(3).articles(20_000_000, 1000))
    store.save_articles(batch)
    theirs = ""
    if plain is not None:
        plain.save(batch)
        theirs = f"{report.timed(lambda: plain.save(batch)):.0f}"
    report.row(
        "saving a known, unchanged batch of 1,000",
        "50",
        f"{report.timed(lambda: store.save_articles(batch)):.0f}",
        theirs,
    )
    singles = list(Press(4).articles(30_000_000, 200))
    started = report.clock()
    for article in singles:
        store.save_articles([article])
    report.row("saving new articles, one a transaction", "", f"{len(singles) / (report.clock() - started):.0f}/s")


def questions(press: Press, store: Store, count: int) -> dict[tuple[str, str], list[str]]:
    """Searches for one and for two words, by language and by the share of articles that hold the rarer."""
    rng = random.Random(7)
    found: dict[tuple[str, str], list[str]] = {(language, band): [] for language in LANGUAGES for band in BANDS}
    for number in range(3000):
        language = rng.choice(LANGUAGES)
        ranks = [min(int(10 ** rng.uniform(0, 4.5)), VOCABULARY) - 1 for _ in range(1 + number % 2)]
        words = [press.words[language][rank] for rank in ranks]
        share = min(store.document_frequencies(words).values()) / count
        for band, (low, high) in BANDS.items():
            if low < share <= high and len(found[language, band]) < ASKED:
                found[language, band].append(" ".join(words))
        if all(len(one) >= ASKED for one in found.values()):
            break
    return found


def searching(report: Report, store: Store, plain: Plain | None, asked: dict[tuple[str, str], list[str]]) -> None:
    """Every band in every language."""
    for (language, band), queries in asked.items():
        if queries:
            works = [partial(store.search, Query(query, limit=20)) for query in queries]
            theirs = [partial(plain.search, query, 20) for query in queries] if plain else []
            report.row(
                f"search, {language}, rarest word in {band} of articles ({len(queries)})",
                GOALS[band],
                report.spread(works),
                report.spread(theirs) if theirs else "",
            )
    everything = [query for queries in asked.values() for query in queries]
    pages = [partial(store.search_page, Query(query, limit=20)) for query in everything]
    report.row(f"a page of results with its total ({len(pages)})", "", report.spread(pages))


def filtering(report: Report, store: Store, plain: Plain | None, press: Press, count: int) -> None:
    """Outlet and week, newest, people."""
    end = START + count * EVERY
    week = Query(outlets=("outlet7",), since=end - timedelta(days=7), limit=50)
    word = press.words["en"][20]
    rows: list[tuple[str, str, Callable[[], object], Callable[[], object] | None]] = [
        (
            "newest 50 of an outlet and a week",
            "5",
            lambda: store.search(week),
            (lambda: plain.between("outlet7", end - timedelta(days=7), end, 50)) if plain else None,
        ),
        ("newest 50", "", lambda: store.search(Query()), (lambda: plain.newest(50)) if plain else None),
        ("newest 50 as a page with its total", "", lambda: store.search_page(Query(limit=50)), None),
        (
            "newest 50 of a person",
            "",
            lambda: store.search(Query(people=("Writer 6 3",))),
            (lambda: plain.by_writer("Writer 6 3", 50)) if plain else None,
        ),
        ('by:"Writer 6 3"', "", lambda: store.search(Query('by:"Writer 6 3"')), None),
        ('a common word by:"Writer 6 3"', "", lambda: store.search(Query(f'{word} by:"Writer 6 3"')), None),
        (
            "a common word in an outlet and a week",
            "",
            lambda: store.search(Query(word, ("outlet6",), since=week.since)),
            None,
        ),
        ("newest 50 of a topic of 5 %", "", lambda: store.search(Query(topics=("harbour",))), None),
    ]
    for what, goal, ours, theirs in rows:
        report.row(what, goal, f"{report.timed(ours, 9):.1f}", f"{report.timed(theirs, 9):.1f}" if theirs else "")


def counting(report: Report, store: Store, plain: Plain | None, press: Press, count: int) -> None:
    """Facets of words in up to 5 % of articles and of more frequent ones."""
    for rare, goal in ((True, "150"), (False, "")):
        words = [
            word
            for language in LANGUAGES
            for rank in ((2000, 500, 210) if rare else (60, 20, 4))
            if ((store.document_frequencies([word := press.words[language][rank]])[word] <= count / 20) == rare)
        ]
        for facet in FACETS:
            works = [partial(store.count_by, Query(word), facet) for word in words]
            theirs = [partial(plain.count_by, word, facet) for word in words] if plain else []
            exact = {store.count_by(Query(word), facet).exact for word in words}
            told = "exact" if exact == {True} else "approximate" if exact == {False} else "some approximate"
            report.row(
                f"count by {facet}, words in {'up to' if rare else 'more than'} 5 % ({len(words)}; {told})",
                goal,
                report.spread(works),
                report.spread(theirs) if theirs else "",
            )
    report.row("count all by outlet", "", f"{report.timed(lambda: store.count_by(Query(), 'outlet')):.1f}")


def comparing(report: Report, store: Store, press: Press) -> None:
    """What a comparison asks for."""
    for language in LANGUAGES:
        rare = [press.words[language][200 * n + 300] for n in range(12)]
        frequencies = report.timed(partial(store.document_frequencies, rare))
        candidates = report.timed(partial(store.candidates, rare, limit=50))
        report.row(
            f"12 words of a sentence, {language}: frequencies; candidates", "", f"{frequencies:.1f}; {candidates:.1f}"
        )


def cold_starts(report: Report, path: Path, plain: Plain | None, word: str) -> None:
    """`dateline search` as a process of its own, on the wall clock. Its bytecode is there, as it is once installed."""

    def median(command: list[str]) -> str:
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=compiled)
        started = os.times()
        wall = Report(time.perf_counter).timed(
            lambda: subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=compiled), RUNS
        )
        ended = os.times()
        spent = ended.children_user + ended.children_system - started.children_user - started.children_system
        return f"{wall:.0f} ({spent / (RUNS + 1) * 1000:.0f} of CPU)"

    theirs = ""
    with tempfile.TemporaryDirectory() as folder:
        kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        compiled = kept | {"PYTHONPYCACHEPREFIX": folder}
        ours = median([sys.executable, "-m", "dateline", "search", word, "--store", str(path)])
        if plain is not None:
            theirs = median(
                [sys.executable, "-m", "sqlite_utils", "search", str(plain.path), "articles", word, "--limit", "20"]
            )
    report.row(f"cold start of a search, median of {RUNS}, wall clock", "250", ours, theirs)


def at_once(report: Report, folder: Path, seconds: float, *, with_plain: bool) -> None:
    """Two writers and a reader."""
    ours = together.ours(folder / "together.db", seconds)
    theirs = together.plain(folder / "together-plain.db", seconds) if with_plain else None
    report.row(
        f"two crawls and a reader, {seconds:g} s: locked", "0", f"{ours.errors}", f"{theirs.errors}" if theirs else ""
    )
    report.row("  articles saved", "", f"{ours.saved:,}", f"{theirs.saved:,}" if theirs else "")
    report.row("  searches made", "", f"{ours.searched:,}", f"{theirs.searched:,}" if theirs else "")
    if ours.first_error or (theirs and theirs.first_error):
        print(f"  first error: {ours.first_error or '-'}; sqlite-utils: {theirs.first_error if theirs else '-'}")


def main() -> None:
    """Fill a store, question it, and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=50_000)
    parser.add_argument("--store", type=Path, help="keep the store here; one that is there is asked, not filled")
    parser.add_argument("--seconds", type=float, default=60, help="how long two write and one reads; 0: not at all")
    parser.add_argument("--no-plain", action="store_true", help="without sqlite-utils")
    parser.add_argument("--wall", action="store_true", help="times of the wall clock")
    options = parser.parse_args()
    report = Report(time.perf_counter if options.wall else time.thread_time)
    press = Press()
    with tempfile.TemporaryDirectory() as folder:
        path = options.store or Path(folder) / "news.db"
        fresh = not path.exists()
        plain = Plain(Path(folder) / "plain.db") if fresh and not options.no_plain else None
        report.row("milliseconds unless it says otherwise", "goal", "dateline", "sqlite-utils" if plain else "")
        if fresh:
            with open_store(path) as store:
                saving(report, store, plain, options.articles)
        with open_store(path, read_only=True) as store:
            count = store.count_articles()
            asked = questions(press, store, count)
            searching(report, store, plain, asked)
            filtering(report, store, plain, press, count)
            counting(report, store, plain, press, count)
            comparing(report, store, press)
        text = text_bytes(Press().articles(0, 600)) / 600 * count
        theirs = ""
        if plain is not None:
            plain.close()
            theirs = f"{plain.path.stat().st_size / text:.2f}"
        size = path.stat().st_size
        report.row(
            f"size of {count:,} articles over that of their text",
            "3",
            f"{size / text:.2f} ({size / 1e6:,.0f} MB)",
            theirs,
        )
        cold_starts(report, path, plain, press.words["he"][3000])
        if options.seconds:
            at_once(report, Path(folder), options.seconds, with_plain=not options.no_plain)


if __name__ == "__main__":
    main()
