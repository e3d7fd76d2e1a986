"""How quick the store is on a synthetic one in English, Hebrew and Arabic, beside sqlite-utils with its default FTS.

    python benchmarks/store.py [--articles 20000] [--keep FILE]

Words are drawn from a Zipf distribution over invented vocabularies, Hebrew and Arabic ones with their prefixes, so that
queries can be chosen by how many articles hold their rarest word. Times are of CPU where the work is ours alone, of the
wall clock for single queries; each is the median of several.
"""

from __future__ import annotations

import argparse
import itertools
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from normalise.bylines import Person
from storage import Article, Outlet, Query, Store, open_store

START = datetime(2025, 1, 1, tzinfo=UTC)
OUTLETS = 60
WORDS = 300
LETTERS = {"en": "abcdefghiklmnoprstuw", "he": "אבגדהוזחטיכלמנסעפקרשת", "ar": "ابتجحدرسصعفقكلمنهوي"}
PREFIXES = {
    "en": ("",),
    "he": ("", "", "", "ה", "ו", "ב", "ל", "מ", "וה", "של"),
    "ar": ("", "", "ال", "ال", "و", "ب", "وال", "لل"),
}
VOCABULARY = 60_000


class Press:
    """Writes articles of the three languages, always the same for the same seed."""

    def __init__(self, seed: int = 20260105) -> None:
        self._rng = random.Random(seed)
        self.words = {language: self._vocabulary(letters) for language, letters in LETTERS.items()}
        weights = [1 / (rank + 2.7) for rank in range(VOCABULARY)]
        self._cumulative = list(itertools.accumulate(weights))

    def _vocabulary(self, letters: str) -> list[str]:
        words: dict[str, None] = {}
        while len(words) < VOCABULARY:
            words["".join(self._rng.choices(letters, k=self._rng.choice((3, 4, 4, 5, 5, 6, 7, 8))))] = None
        return list(words)

    def text(self, language: str, count: int) -> str:
        """So many words, in sentences and paragraphs."""
        drawn = self._rng.choices(self.words[language], cum_weights=self._cumulative, k=count)
        if language != "en":
            prefixes = self._rng.choices(PREFIXES[language], k=count)
            drawn = [prefix + word for prefix, word in zip(prefixes, drawn, strict=True)]
        sentences = [" ".join(drawn[at : at + 15]) + "." for at in range(0, count, 15)]
        return "\n\n".join(" ".join(sentences[at : at + 4]) for at in range(0, len(sentences), 4))

    def articles(self, first: int, count: int) -> Iterator[Article]:
        """Articles with the numbers from `first` on."""
        for number in range(first, first + count):
            outlet = number % OUTLETS
            language = ("en", "he", "ar")[outlet % 3]
            writer = f"Writer {outlet} {self._rng.randrange(40)}"
            yield Article(
                url=f"https://outlet{outlet}.example/{number}",
                outlet=f"outlet{outlet}",
                title=self.text(language, 9),
                body=self.text(language, WORDS),
                summary=self.text(language, 20),
                language=language,
                published_at=START + timedelta(seconds=number * 31),
                people=(Person(writer, writer.lower()),),
                byline_raw=f"By {writer}",
                topics=("harbour",) if number % 20 == 0 else (),
                guid=f"https://outlet{outlet}.example/?p={number}",
                access="full",
                page_state="fetched",
                first_seen=START + timedelta(seconds=number * 31 + 600),
                fetched_at=START + timedelta(seconds=number * 31 + 700),
            )


def timed(work: Callable[[], object], times: int = 5, clock: Callable[[], float] = time.perf_counter) -> float:
    """Median milliseconds."""
    taken = []
    for _ in range(times):
        started = clock()
        work()
        taken.append((clock() - started) * 1000)
    return statistics.median(taken)


def fill(store: Store, press: Press, count: int) -> None:
    """Save articles by the thousand."""
    store.save_outlets(Outlet(f"outlet{n}", f"Outlet {n}", language=("en", "he", "ar")[n % 3]) for n in range(OUTLETS))
    spent = 0.0
    for first in range(0, count, 1000):
        batch = list(press.articles(first, min(1000, count - first)))
        started = time.process_time()
        store.save_articles(batch)
        spent += time.process_time() - started
        if first == 0:
            again = timed(lambda batch=batch: store.save_articles(batch), clock=time.process_time)  # type: ignore[misc]
            print(f"known, unchanged batch of {len(batch)}: {again:.0f} ms CPU")
    print(f"saving new articles of {WORDS} words, {min(1000, count)} a transaction: {count / spent:.0f}/s of CPU")


def one_by_one(store: Store, press: Press) -> None:
    """Save articles as a crawl does, each in a transaction."""
    batch = list(press.articles(10_000_000, 200))
    started = time.process_time()
    for article in batch:
        store.save_articles([article])
    print(f"saving new articles, one a transaction: {200 / (time.process_time() - started):.0f}/s of CPU")


def questions(press: Press, store: Store, count: int) -> dict[str, list[str]]:
    """Queries of two words by the share of articles that hold the rarer."""
    rng = random.Random(7)
    bands: dict[str, list[str]] = {"up to 1 %": [], "1 to 10 %": [], "above 10 %": []}
    for _ in range(4000):
        language = rng.choice(("en", "he", "ar"))
        ranks = [int(10 ** rng.uniform(0, 4.5)) - 1 for _ in range(2)]
        words = [press.words[language][min(rank, VOCABULARY - 1)] for rank in ranks]
        share = min(store.document_frequencies(words).values()) / count
        band = "up to 1 %" if share <= 0.01 else "1 to 10 %" if share <= 0.1 else "above 10 %"
        if share and len(bands[band]) < 40:
            bands[band].append(" ".join(words))
        if all(len(band) >= 40 for band in bands.values()):
            break
    return bands


def spread(values: list[float]) -> str:
    """Median and 95th percentile."""
    ordered = sorted(values)
    return f"p50 {ordered[len(ordered) // 2]:.1f} ms, p95 {ordered[int(len(ordered) * 0.95) - 1]:.1f} ms"


def ask(store: Store, press: Press, count: int) -> dict[str, list[str]]:
    """Time every kind of question; gives the searches that were asked."""
    bands = questions(press, store, count)
    for band, queries in bands.items():
        if queries:
            taken = [timed(lambda q=query: store.search(Query(q, limit=20)), 3) for query in queries]
            print(f"search, rarest word in {band} of articles ({len(queries)} queries): {spread(taken)}")
    end = START + timedelta(seconds=count * 31)
    week = Query(outlets=("outlet7",), since=end - timedelta(days=7), limit=50)
    print(f"outlet and week: {timed(lambda: store.search(week), 15):.1f} ms")
    print(f"newest 50: {timed(lambda: store.search(Query()), 15):.1f} ms")
    print(f"person: {timed(lambda: store.search(Query(people=('Writer 7 3',))), 15):.1f} ms")
    print(f"topic of 5 %: {timed(lambda: store.search(Query(topics=('harbour',))), 15):.1f} ms")
    words = [press.words["en"][int(1.6**n)] for n in range(20)]
    print(f"document frequencies of 20 words: {timed(lambda: store.document_frequencies(words), 15):.2f} ms")
    rare = [press.words["en"][200 * n + 300] for n in range(12)]
    print(f"candidates for 12 words of a sentence: {timed(lambda: store.candidates(rare, limit=50), 9):.1f} ms")
    covered = timed(lambda: store.coverage("outlet7", end - timedelta(days=7), end), 9)
    print(f"coverage of an outlet, a week: {covered:.1f} ms")
    return bands


def plain(folder: Path, press: Press, count: int, bands: dict[str, list[str]]) -> None:
    """The same with sqlite-utils as its documentation shows it."""
    import sqlite_utils

    database = sqlite_utils.Database(folder / "plain.db")
    table = database["articles"]
    table.insert({"url": "", "outlet": "", "title": "", "summary": "", "body": "", "published": ""}, pk="url")
    table.enable_fts(["title", "summary", "body"], create_triggers=True)

    def rows(first: int, many: int) -> list[dict[str, object]]:
        return [
            {
                "url": article.url,
                "outlet": article.outlet,
                "title": article.title,
                "summary": article.summary,
                "body": article.body,
                "published": str(article.published_at),
            }
            for article in press.articles(first, many)
        ]

    spent = 0.0
    first_batch: list[dict[str, object]] = []
    for first in range(0, count, 1000):
        batch = rows(first, min(1000, count - first))
        first_batch = first_batch or batch
        started = time.process_time()
        table.upsert_all(batch, pk="url")
        spent += time.process_time() - started
    print(f"  saving new articles: {count / spent:.0f}/s of CPU")
    again = timed(lambda: table.upsert_all(first_batch, pk="url"), 3, time.process_time)
    print(f"  known, unchanged batch of 1000: {again:.0f} ms CPU")
    for band, queries in bands.items():
        if queries:
            taken = [timed(lambda q=query: list(table.search(q, limit=20, quote=True)), 3) for query in queries]
            print(f"  search, rarest word in {band}: {spread(taken)}")
    database.close()
    print(f"  file: {(folder / 'plain.db').stat().st_size / 1e6:.0f} MB")


def cold_start(path: Path, query: str) -> None:
    """A process that imports, opens, searches and ends."""
    script = (
        "import sys\nfrom storage import Query, open_store\n"
        "with open_store(sys.argv[1], read_only=True) as s:\n    s.search(Query(sys.argv[2]))"
    )
    command = [sys.executable, "-c", script, str(path), query]
    subprocess.run(command, check=True)
    taken = timed(lambda: subprocess.run(command, check=True), 10)
    print(f"cold start of a search in Python, median of 10: {taken:.0f} ms")


def main() -> None:
    """Fill a store, question it, and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=20_000)
    parser.add_argument("--keep", type=Path, help="keep the store here; one that is there is asked, not filled")
    parser.add_argument("--plain", action="store_true", help="the same work with sqlite-utils' own FTS")
    options = parser.parse_args()
    press = Press()
    with tempfile.TemporaryDirectory() as folder:
        path = options.keep or Path(folder) / "news.db"
        fresh = not path.exists()
        with open_store(path) as store:
            if fresh:
                fill(store, press, options.articles)
                one_by_one(store, press)
            count = store.count_articles()
            bands = ask(store, press, count)
        sample = [f"{article.title}{article.summary}{article.body}" for article in press.articles(0, 300)]
        text = len("".join(sample).encode()) / len(sample) * count
        size = path.stat().st_size
        print(f"{count} articles: file {size / 1e6:.0f} MB, {size / text:.2f} times the text it holds")
        cold_start(path, next(query for queries in bands.values() for query in queries))
        if options.plain:
            print("sqlite-utils with its default FTS:")
            plain(Path(folder), Press(), count, bands)


if __name__ == "__main__":
    main()
