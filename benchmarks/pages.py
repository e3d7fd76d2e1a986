"""Pages a CPU second: `extract_article` beside trafilatura's `bare_extraction`, on the same bytes in one run.

    python benchmarks/pages.py [FOLDER] [--rounds N] [--stages]

FOLDER holds saved pages (`*.html`, `*.html.gz`, searched through its folders); without it the saved pages of the tests
are read. Bytes are in memory, both are warmed up, rounds alternate and the best round of each counts. `--stages` prints
where the time of ours goes, in milliseconds a page.
"""

from __future__ import annotations

import argparse
import gzip
import statistics
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from crawler.extraction import ExtractionError, article, extract_article

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


def stages(pages: list[bytes]) -> Counter[str]:
    """CPU seconds of each stage of ours, over all pages."""
    spent: Counter[str] = Counter()

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


def main() -> None:
    """Print both, and their ratio."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("folder", nargs="?", type=Path, default=SAVED)
    arguments.add_argument("--rounds", type=int, default=3)
    arguments.add_argument("--stages", action="store_true")
    options = arguments.parse_args()
    pages = load(options.folder)
    if not pages:
        arguments.error(f"no saved pages under {options.folder}")
    contenders = {"dateline": ours, "trafilatura": trafilaturas}
    best: dict[str, list[float]] = {}
    for extract in contenders.values():
        round_of(extract, pages[:20])
    for _ in range(options.rounds):
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
    if options.stages:
        for name, seconds in stages(pages).most_common():
            print(f"  {name:14s} {seconds / len(pages) * 1000:.2f} ms")


if __name__ == "__main__":
    main()
