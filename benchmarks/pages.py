"""Pages a CPU second: `extract_article` beside trafilatura's `bare_extraction`, on the same bytes in one run.

    python benchmarks/pages.py [FOLDER] [--rounds N] [--stages]
    python benchmarks/pages.py FOLDER --people

FOLDER holds saved pages (`*.html`, `*.html.gz`, searched through its folders); without it the saved pages of the tests
are read. Bytes are in memory, both are warmed up, rounds alternate and the best round of each counts. `--stages` prints
where the time of ours goes, in milliseconds a page.

`--people` reads FOLDER/truth.jsonl instead (a line a page: file, url, source, authors, language) and prints, source by
source, how many pages have all people right and nobody else, of all whose truth names authors; how many of them name
something that is no person's name, each of them shown, for a reader to judge; and how many of the others are right.
"""

from __future__ import annotations

import argparse
import gzip
import json
import statistics
import time
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable
from pathlib import Path

from crawler.extraction import ExtractionError, article, extract_article
from crawler.extraction.byline import parse

SAVED = Path(__file__).parents[1] / "tests" / "data"
URL = "https://example.com/news/article"
STAGES = (
    "read_tree", "read_meta", "read_jsonld", "read_headline", "walk", "read_text", "read_language", "read_dates",
    "judge_access", "read_byline",
)  # fmt: skip


def ours(page: bytes) -> None:
    """Title, text, people, dates and the rest; a page that is none costs what it costs."""
    try:
        extract_article(page, url=URL)
    except ExtractionError:
        return


def trafilaturas(page: bytes) -> None:
    """The same fields by trafilatura."""
    import trafilatura

    trafilatura.bare_extraction(page, url=URL, with_metadata=True, include_comments=False)


def load(folder: Path) -> list[bytes]:
    """The bytes of every saved page under `folder`."""
    pages = [path.read_bytes() for path in sorted(folder.rglob("*.html"))]
    return pages + [gzip.decompress(path.read_bytes()) for path in sorted(folder.rglob("*.html.gz"))]


def round_of(extract: Callable[[bytes], None], pages: list[bytes]) -> list[float]:
    """CPU seconds of each page."""
    spent = []
    for page in pages:
        started = time.process_time()
        extract(page)
        spent.append(time.process_time() - started)
    return spent


def stages(pages: list[bytes]) -> dict[str, float]:
    """CPU seconds of each stage of ours, over all pages."""
    spent: defaultdict[str, float] = defaultdict(float)

    def timed(name: str, function: Callable[..., object]) -> Callable[..., object]:
        def run(*args: object, **options: object) -> object:
            started = time.process_time()
            try:
                return function(*args, **options)
            finally:
                spent[name] += time.process_time() - started

        return run

    originals = {name: getattr(article, name) for name in STAGES}
    for name, function in originals.items():
        setattr(article, name, timed(name, function))
    try:
        round_of(ours, pages)
    finally:
        for name, function in originals.items():
            setattr(article, name, function)
    return spent


def people(folder: Path) -> None:
    """Print how many pages have the right people, and what of the truth is no person's name."""
    rows = [json.loads(line) for line in (folder / "truth.jsonl").read_text(encoding="utf-8").splitlines()]
    tallies: defaultdict[str, Counter[str]] = defaultdict(Counter)
    others: defaultdict[str, list[str]] = defaultdict(list)
    for row in rows:
        if not row.get("authors"):
            continue
        page = extract_article(
            gzip.decompress((folder / row["file"]).read_bytes()), url=row["url"], language=row.get("language")
        )
        right = {letters(name) for name in row["authors"]} == {letters(person.name) for person in page.people}
        outlets = article.outlet_names(page)
        strange = [name for name in row["authors"] if not _is_a_name(name, outlets)]
        others[row["source"]] += strange
        tally = tallies[row["source"]]
        tally["pages"] += 1
        tally["right"] += right
        tally["strange"] += bool(strange)
        tally["right of the others"] += right and not strange
        if not right and not strange:
            print(f"  {row['id']}: truth {row['authors']}, read {[person.name for person in page.people]}")
    for source, tally in sorted(tallies.items()):
        plain = tally["pages"] - tally["strange"]
        print(
            f"{source:10s} {tally['right']} of {tally['pages']} pages right ({tally['right'] / tally['pages']:.3f});"
            f" {tally['strange']} truths name what is no person's name; of the other {plain} pages"
            f" {tally['right of the others']} are right ({tally['right of the others'] / max(1, plain):.3f});"
            f" the most that can be right is {plain / tally['pages']:.3f}"
        )
        if others[source]:
            print(f"  no person's name: {'; '.join(name[:40] for name in others[source])}")


def _is_a_name(text: str, outlets: list[str]) -> bool:
    """Whether a line is one person's name, and nothing else, by the rules of bylines."""
    return [letters(person.name) for person in parse(text, outlets).people] == [letters(text)]


def letters(text: str) -> str:
    """Letters and digits alone, folded."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text).casefold()))


def compare(folder: Path, rounds: int, *, in_stages: bool) -> None:
    """Print pages a CPU second and milliseconds a page of both, and their ratio."""
    pages = load(folder)
    if not pages:
        raise SystemExit(f"no saved pages under {folder}")
    contenders = {"dateline": ours, "trafilatura": trafilaturas}
    best: dict[str, list[float]] = {}
    for extract in contenders.values():
        round_of(extract, pages[:20])
    for _ in range(rounds):
        for name, extract in contenders.items():
            spent = round_of(extract, pages)
            if name not in best or sum(spent) < sum(best[name]):
                best[name] = spent
    for name, spent in best.items():
        ordered = sorted(spent)
        print(
            f"{name:12s} {len(pages) / sum(spent):7.1f} pages per CPU second"
            f"  median {statistics.median(ordered) * 1000:.1f} ms"
            f"  p99 {ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))] * 1000:.0f} ms"
            f"  max {ordered[-1] * 1000:.0f} ms"
        )
    print(f"ratio {sum(best['trafilatura']) / sum(best['dateline']):.2f} on {len(pages)} pages")
    if in_stages:
        for name, seconds in sorted(stages(pages).items(), key=lambda item: -item[1]):
            print(f"  {name:14s} {seconds / len(pages) * 1000:.2f} ms")


def main() -> None:
    """Print both, and their ratio; or the people."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("folder", nargs="?", type=Path, default=SAVED)
    arguments.add_argument("--rounds", type=int, default=3)
    arguments.add_argument("--stages", action="store_true")
    arguments.add_argument("--people", action="store_true")
    options = arguments.parse_args()
    if options.people:
        people(options.folder)
    else:
        compare(options.folder, options.rounds, in_stages=options.stages)


if __name__ == "__main__":
    main()
