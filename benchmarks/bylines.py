"""Bylines: parse_byline beside trafilatura's author normalisation (and newspaper4k's author parser, if installed).

    python benchmarks/bylines.py [--data FILE.jsonl ...] [--repeat 3]

Each line of a data file: {"raw": a string or a JSON-LD author value, "persons": [{"name"}], "orgs": [names],
"outlet": display name}. Prints for each reader the share of rows whose set of people is exactly right, precision and
recall of people, how many organisations were given as people, and CPU time a row. The others read strings only: a
JSON-LD value is handed to them as its names, joined with "; ". Without --data the rows beside the project are used.
"""

from __future__ import annotations

import argparse
import json
import re
import statistics
import sys
import time
import unicodedata
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

from normalise.byline_values import authors_of
from normalise.bylines import parse_byline

DATA = Path(__file__).resolve().parents[1] / "../shared/data/bylines"
Reader = Callable[[Any, str | None], list[str]]


def ours(raw: Any, outlet: str | None) -> list[str]:
    """The people parse_byline finds."""
    return [person.name for person in parse_byline(raw, outlet=outlet).people]


def _joined(raw: Any) -> str:
    return raw if isinstance(raw, str) else "; ".join(author.text for author in authors_of(raw))


def readers() -> dict[str, Reader]:
    """Every reader that can be imported here, by name."""
    found: dict[str, Reader] = {"dateline": ours}
    try:
        from trafilatura.json_metadata import normalize_authors
    except ImportError:
        print("trafilatura: not installed", file=sys.stderr)
    else:
        found["trafilatura"] = lambda raw, _: (normalize_authors(None, _joined(raw)) or "").split("; ")
    try:
        configuration = import_module("newspaper.configuration").Configuration()
        extractor = import_module("newspaper.extractors.authors_extractor").AuthorsExtractor(configuration)
    except ImportError:
        print("newspaper4k: not installed", file=sys.stderr)
    else:
        found["newspaper4k"] = lambda raw, _: list(extractor._parse_byline(_joined(raw)))  # it has no public one
    return found


def fold(name: str) -> str:
    """A name as it is compared: without case, punctuation and title."""
    name = re.sub(r"^(dr|prof|sir|mr|mrs|ms)\.? ", "", name, flags=re.IGNORECASE)
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", name).casefold())


def score(reader: Reader, rows: list[dict[str, Any]], repeat: int) -> str:
    """One line of figures for one reader."""
    exact = right = wrong = missed = organisations = 0
    times: list[float] = []
    for row in rows:
        outlet = row.get("outlet")
        outlet = outlet if outlet and "://" not in outlet else None
        spent = []
        for _ in range(repeat):
            started = time.process_time_ns()
            names = reader(row["raw"], outlet)
            spent.append((time.process_time_ns() - started) / 1000)
        times.append(min(spent))
        truth, found = {fold(person["name"]) for person in row["persons"]}, {fold(name) for name in names} - {""}
        exact += truth == found
        right, wrong, missed = right + len(truth & found), wrong + len(found - truth), missed + len(truth - found)
        organisations += len({fold(name) for name in row["orgs"]} & found)
    times.sort()
    precision, recall = right / max(right + wrong, 1), right / max(right + missed, 1)
    median, p99 = statistics.median(times), times[int(len(times) * 0.99)]
    return (
        f"exact {exact / len(rows):.3f}  precision {precision:.3f}  recall {recall:.3f}  "
        f"organisations as people {organisations:3d}  median {median:6.1f} µs  p99 {p99:7.1f} µs"
    )


def main() -> int:
    """Print the figures; 2 if there are no rows."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, nargs="+", default=sorted(DATA.glob("[dp]*.jsonl")))
    parser.add_argument("--repeat", type=int, default=3)
    options = parser.parse_args()
    rows = [json.loads(line) for path in options.data for line in path.read_text(encoding="utf-8").splitlines()]
    rows = [row for row in rows if "raw" in row]
    if not rows:
        print("no rows: name a file with --data", file=sys.stderr)
        return 2
    print(f"{len(rows)} bylines")
    for name, reader in readers().items():
        print(f"{name:12s} {score(reader, rows, options.repeat)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
