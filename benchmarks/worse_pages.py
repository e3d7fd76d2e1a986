"""How reading holds where a page says less of itself: pages of known truth, some of what they say taken away.

    python -m benchmarks.worse_pages FOLDER [--source NAME]

FOLDER has truth.jsonl (a line a page: file, url, source, title, authors, body, first and last, published, timezone,
language; what is not known left out). Each page is read as it is; without JSON-LD; without meta elements; without
both; and without the names in `class` and `id`. Printed a source and a way: the share of pages with the right title,
with all people right and nobody else, with both ends of the body in it, with the right day (UTC), and the mean F1 of
the body's runs of four words, ours beside trafilatura's.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import statistics
from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.pages import letters
from crawler.extraction import ExtractionError, extract_article

JSON_LD = re.compile(rb"<script[^>]*ld\+json.*?</script>", re.DOTALL | re.IGNORECASE)
META = re.compile(rb"<meta\s(?![^>]*(?:charset|http-equiv))[^>]*>", re.DOTALL | re.IGNORECASE)
NAMES = re.compile(rb"\s(?:class|id)=(?:\"[^\"]*\"|'[^']*')")
WORD = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]|[^\W\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]+")
WAYS: dict[str, Callable[[bytes], bytes]] = {
    "as it is": lambda page: page,
    "no JSON-LD": lambda page: JSON_LD.sub(b"", page),
    "no meta": lambda page: META.sub(b"", page),
    "neither": lambda page: META.sub(b"", JSON_LD.sub(b"", page)),
    "no class, no id": lambda page: NAMES.sub(b"", page),
}


class Read(NamedTuple):
    """What a reader makes of a page."""

    title: str | None
    body: str | None
    people: list[str]
    published: datetime | None


def ours(page: bytes, row: dict[str, Any]) -> Read:
    """By `extract_article`."""
    try:
        found = extract_article(page, url=row["url"], timezone=row.get("timezone", "UTC"), language=row.get("language"))
    except ExtractionError:
        return Read(None, None, [], None)
    instant = found.published.instant if found.published else None
    return Read(found.title, found.body, [person.name for person in found.people], instant)


def trafilaturas(page: bytes, row: dict[str, Any]) -> Read:
    """The same by trafilatura."""
    import trafilatura

    dates = {"original_date": True, "outputformat": "%Y-%m-%dT%H:%M:%S%z"}
    found = trafilatura.bare_extraction(
        page, url=row["url"], with_metadata=True, include_comments=False, date_extraction_params=dates
    )
    if found is None:
        return Read(None, None, [], None)
    try:
        instant = datetime.fromisoformat(found.date) if found.date else None
    except ValueError:
        instant = None
    return Read(found.title, found.text, [name for name in (found.author or "").split("; ") if name], instant)


def runs(text: str | None) -> Counter[tuple[str, ...]]:
    """Every four words in a row."""
    words = WORD.findall(text or "")
    return Counter(tuple(words[at : at + 4]) for at in range(max(1, len(words) - 3)))


def f1(truth: str, found: str | None) -> float:
    """Of the runs of four words."""
    wanted, got = runs(truth), runs(found)
    hits = (wanted & got).total()
    return 2 * hits / (wanted.total() + got.total()) if found else 0.0


def day_of(moment: datetime) -> str:
    """In UTC, where an offset is known."""
    return (moment.astimezone(UTC) if moment.tzinfo else moment).date().isoformat()


def marks(row: dict[str, Any], found: Read) -> dict[str, float]:
    """What is right, of what is known."""
    right: dict[str, float] = {}
    if row.get("title"):
        right["title"] = letters(row["title"]) == letters(found.title or "")
    if row.get("authors"):
        right["people"] = set(map(letters, row["authors"])) == set(map(letters, found.people))
    if row.get("body"):
        right["body"] = max(f1(row[key], found.body) for key in ("body", "body_nosummary") if row.get(key))
    if row.get("first") and row.get("last"):
        right["ends"] = all(letters(row[end]) in letters(found.body or "") for end in ("first", "last"))
    if row.get("published"):
        right["day"] = found.published is not None and day_of(found.published) == day_of(
            datetime.fromisoformat(row["published"])
        )
    return right


def main(folder: Path, source: str | None) -> None:
    """Read and print."""
    rows = [json.loads(line) for line in (folder / "truth.jsonl").read_text(encoding="utf-8").splitlines()]
    rows = [row for row in rows if source in (None, row["source"])]
    for way, without in WAYS.items():
        scores: dict[tuple[str, str], dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
        for row in rows:
            page = without(gzip.decompress((folder / row["file"]).read_bytes()))
            for name, read in (("ours", ours), ("trafilatura", trafilaturas)):
                for field, value in marks(row, read(page, row)).items():
                    scores[row["source"], name][field].append(value)
        for (where, name), fields in sorted(scores.items()):
            shown = "  ".join(f"{field} {statistics.mean(values):.3f}" for field, values in fields.items())
            print(f"{way:16s} {where:10s} {name:12s} {shown}", flush=True)


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("folder", type=Path, metavar="FOLDER")
    arguments.add_argument("--source", metavar="NAME")
    options = arguments.parse_args()
    main(options.folder, options.source)
