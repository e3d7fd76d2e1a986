"""How fast another crawl's WARC file is read in, and whether memory stays flat: `python benchmarks/backfill.py`.

Makes a file of records (one in ten of an outlet of ours), then prints, from one run on this machine:
records passed over a second of one core's time beside bare fastwarc iteration over the same file, articles read a
second, and the peak of memory at several points of the file.
"""

from __future__ import annotations

import argparse
import random
import resource
import sys
import tempfile
import time
import uuid
import zlib
from datetime import UTC, datetime, timedelta
from pathlib import Path

_CONFIG = """\
contact: desk@harbour-herald.example
topics:
  harbour:
    any: [harbour]
outlets:
  harbour-herald:
    name: Harbour Herald
    homepage: https://www.harbour-herald.example/
    language: en
    timezone: Europe/Lisbon
    pages: all
    feeds: [https://www.harbour-herald.example/rss]
"""
_WORDS = (
    "harbour", "council", "ferry", "winter", "budget", "minister", "said", "told", "reporters", "agreement", "vote",
    "committee", "bridge", "water", "school", "hospital", "tonight", "morning", "residents", "union", "wages",
    "talks", "border", "market", "prices", "flour", "delivery", "pilot", "storm", "engine",
)  # fmt: skip
_START = datetime(2025, 11, 29, tzinfo=UTC)
_POINTS = 5


def main() -> None:
    """Make the file, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=100_000)
    parser.add_argument("--ours", type=float, default=0.1, help="share of the records that is ours")
    parser.add_argument("--workers", type=int, help="extraction workers (default: a processor each)")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = folder / "made.warc.gz"
        make_warc(path, arguments.records, arguments.ours)
        print(f"{arguments.records:,} records, {arguments.ours:.0%} ours, {path.stat().st_size / 1e6:.0f} MB")
        passing(path)
        reading(path, folder, arguments.workers)


def make_warc(path: Path, records: int, ours: float) -> None:
    """A WARC file as CC-NEWS has them: a gzip member a record, each page unlike the next."""
    chance = random.Random(6)
    fillers = [_page(chance, f"Filler {number}", _START) for number in range(40)]
    with path.open("wb") as file:
        for number in range(records):
            at = _START + timedelta(seconds=number)
            if chance.random() < ours:
                url = f"https://www.harbour-herald.example/2025/11/29/story-{number}"
                body = _page(chance, f"Harbour council story {number}", at)
            else:
                url = f"https://news{number % 997}.elsewhere.example/{number}"
                body = fillers[number % len(fillers)]
            file.write(_member(url, at, body))


def _page(chance: random.Random, title: str, at: datetime) -> bytes:
    paragraphs = "".join(
        f"<p>{' '.join(chance.choices(_WORDS, k=60)).capitalize()} {chance.randrange(10**6)}.</p>" for _ in range(12)
    )
    links = "".join(f'<li><a href="/{chance.randrange(10**6)}">{chance.choice(_WORDS)}</a></li>' for _ in range(300))
    return (
        f'<!doctype html><html lang="en"><head><title>{title}</title>'
        f'<meta property="article:published_time" content="{at.isoformat()}"></head>'
        f"<body><nav><ul>{links}</ul></nav><article><h1>{title}</h1>"
        f'<p class="byline">By Ines Calder</p>{paragraphs}</article></body></html>'
    ).encode()


def _member(url: str, at: datetime, body: bytes) -> bytes:
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + body
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: {at:%Y-%m-%dT%H:%M:%SZ}\r\n"
        f"WARC-Record-ID: <urn:uuid:{uuid.uuid4()}>\r\nContent-Type: application/http; msgtype=response\r\n"
        f"Content-Length: {len(http)}\r\n\r\n"
    ).encode()
    deflater = zlib.compressobj(6, zlib.DEFLATED, zlib.MAX_WBITS + 16)
    return deflater.compress(head + http + b"\r\n\r\n") + deflater.flush()


def passing(path: Path) -> None:
    """Records passed over: nothing of them is ours."""
    from fastwarc.warc import ArchiveIterator

    from crawler.backfill_warc import WarcFile

    for _ in range(2):
        begun = time.process_time()
        count = sum(1 for _ in ArchiveIterator(str(path), parse_http=False))
        bare = count / (time.process_time() - begun)
        file = WarcFile(path)
        begun = time.process_time()
        assert not list(file.pages(lambda url: False))
        ours = file.records / (time.process_time() - begun)
        print(f"passed over: {ours:,.0f} records a second of one core; bare fastwarc iteration: {bare:,.0f}")


def reading(path: Path, folder: Path, workers: int | None) -> None:
    """The whole backfill, bytes archived; memory of this process at points of the file."""
    from crawler.backfill import FileTally, backfill_files
    from crawler.config import load_config
    from storage import open_store

    (folder / "feeds.yaml").write_text(_CONFIG, encoding="utf-8")
    config = load_config(folder / "feeds.yaml")
    peaks: list[tuple[int, float]] = []

    def changed(tally: FileTally) -> None:
        if tally.offset >= tally.size * (len(peaks) + 1) / (_POINTS + 1):
            peaks.append((tally.records, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024))

    with open_store(folder / "news.db") as store:
        begun, used = time.monotonic(), _processor_s()
        (tally,) = backfill_files([path], config, store, workers=workers, changed=changed)
        spent, used = time.monotonic() - begun, _processor_s() - used
    print(f"read in: {tally.ours:,} pages of ours, {tally.articles.new:,} articles, in {spent:.0f} s")
    print(
        f"         {tally.ours / spent:,.0f} articles a second; {used / max(1, tally.ours) * 1000:.1f} ms of CPU each"
    )
    told = ", ".join(f"{peak:.0f} MB at record {records:,}" for records, peak in peaks)
    print(
        f"memory, highest so far: {told}, {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB at the end"
    )
    if tally.problem:
        sys.exit(tally.problem)


def _processor_s() -> float:
    """CPU of this process and of workers that ended."""
    usage = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in usage)


if __name__ == "__main__":
    main()
