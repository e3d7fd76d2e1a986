"""What keeping the bytes costs, and how fast they are read again. What kills leave: `kills.py`.

    python benchmarks/archive.py [--sample FOLDER] [--pages 300] [--rounds 3]

Pages are those of FOLDER (*.html.gz), or made up, 30 KB each. Three figures: CPU of a crawl of loopback hosts with
`keep_raw: 90d` against `keep_raw: none` (user + system of the crawl and its workers; archiving must stay within 15 %);
bytes a page in the archive; pages a second of `reextract`'s reading, of four times as many states, against those of
`extract_article` in one process times the processors (0.9 of it is the goal). What `extract_article` does in so many
processes at once is told beside it: two processors of one chip are not twice one.
"""

from __future__ import annotations

import argparse
import asyncio
import gzip
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

PORT = 8923
HOSTS = 16
STATES = 4  # read again, of each page: a worker's start is then a small part
WORDS = " ".join(
    (
        "harbour council vote ferry bridge budget minister plan crane quay storm permit union strike grain ship port",
        "talks envoy statement deadline village morning official spokesman according to the a of in on for with was",
    )
).split()


def made_up(number: int) -> bytes:
    """A page of 30 KB: a text of 600 words, and the navigation, styles and scripts around it."""
    rng = random.Random(number)

    def sentence() -> str:
        return " ".join(rng.choice(WORDS) for _ in range(14)).capitalize() + "."

    text = "".join(f"<p>{' '.join(sentence() for _ in range(4))}</p>" for _ in range(11))
    menu = "".join(
        f'<li class="item"><a href="/section/{n}/{rng.randrange(10**6)}">{sentence()}</a></li>' for n in range(90)
    )
    script = "".join(f"window.q{n}={{id:{rng.randrange(10**9)},slot:'top-{n}'}};" for n in range(260))
    return (
        f'<!DOCTYPE html><html lang="en"><head><title>Item {number}</title><meta property="og:type" content="article">'
        f'<meta property="article:published_time" content="2026-01-05T10:{number % 60:02}:00Z">'
        f"<script>{script}</script></head><body><nav><ul>{menu}</ul></nav>"
        f"<article><h1>Item {number} of the council</h1>{text}</article></body></html>"
    ).encode()


def sample(folder: Path | None, count: int) -> list[bytes]:
    """So many pages, of the folder or made up."""
    if folder is None:
        return [made_up(number) for number in range(count)]
    files = sorted(folder.rglob("*.html.gz"))
    if not files:
        sys.exit(f"{folder} holds no *.html.gz")
    pages = [gzip.decompress(file.read_bytes()) for file in files[:count]]
    return [pages[number % len(pages)] for number in range(count)]


# --- what a crawl pays --------------------------------------------------------------------------------------------


async def serve(pages: Sequence[bytes]) -> None:
    """Every host gives its feed and its part of the pages, until killed."""
    hosts = [f"127.0.3.{1 + n}" for n in range(HOSTS)]

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        host = int(writer.get_extra_info("sockname")[0].rsplit(".", 1)[1]) - 1
        try:
            while True:
                path = (await reader.readuntil(b"\r\n\r\n")).split(b" ", 2)[1].decode("latin-1")
                kind, body = "text/html", b""
                if path == "/feed":
                    kind = "text/xml"
                    items = "".join(
                        f"<item><title>Item {n} of the council</title>"
                        f"<link>http://127.0.3.{host + 1}:{PORT}/{n}</link></item>"
                        for n in range(host, len(pages), HOSTS)
                    )
                    body = f'<rss version="2.0"><channel><title>t</title>{items}</channel></rss>'.encode()
                elif path[1:].isdigit():
                    body = pages[int(path[1:])]
                status = "200 OK" if body else "404 Not Found"
                head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
                writer.write(head.encode() + body)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(answer, hosts, PORT)
    print("up", flush=True)
    await server.serve_forever()


def crawled(folder: Path, keep_raw: str) -> tuple[float, int]:
    """CPU seconds of one crawl into a new store, and the bytes of its archive."""
    lines = ["contact: bench@newsroom.example.net", "allow_addresses:", "  - 127.0.0.0/8", "outlets:"]
    for n in range(HOSTS):
        lines += [f"  o{n}:", f"    name: Outlet {n}", "    pages: all", "    delay: 0", f"    keep_raw: {keep_raw}"]
        lines += ["    feeds:", f"      - http://127.0.3.{1 + n}:{PORT}/feed"]
    (folder / "feeds.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run([sys.executable, "-m", "dateline", "crawl"], cwd=folder, capture_output=True, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert done.returncode == 0, done.stderr.decode()
    size = sum(file.stat().st_size for file in (folder / "archive").glob("*")) if keep_raw != "none" else 0
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, size


def cost(pages: Sequence[bytes], rounds: int, arguments: Sequence[str]) -> None:
    """Print what archiving adds to a crawl."""
    site = subprocess.Popen([sys.executable, __file__, "--serve", *arguments], stdout=subprocess.PIPE)
    assert site.stdout is not None
    site.stdout.readline()
    kept, not_kept, size = list[float](), list[float](), 0
    try:
        for _ in range(rounds):
            for keep_raw, seconds in (("none", not_kept), ("90d", kept)):
                with tempfile.TemporaryDirectory() as name:
                    cpu, held = crawled(Path(name), keep_raw)
                    seconds.append(cpu)
                    size = held or size
    finally:
        site.kill()
        site.wait()
    share = (statistics.median(kept) - statistics.median(not_kept)) / statistics.median(kept)
    served = statistics.mean(map(len, pages))
    print(f"{len(pages)} pages of {served / 1000:.1f} KB: {size / len(pages) / 1000:.2f} KB a page in the archive")
    print(f"crawl: {statistics.median(not_kept):.2f} s CPU without archive, {statistics.median(kept):.2f} s with it")
    print(f"archiving: {share:.1%} of the crawl's CPU (medians of {rounds})")


def direct(pages: Sequence[bytes]) -> float:
    """CPU seconds of writing all pages into an archive: hash, gzip, digests, write, sync."""
    from storage.archive import ArchiveWriter, Record

    with tempfile.TemporaryDirectory() as name, ArchiveWriter(Path(name), "bench.db") as writer:
        started = time.process_time()
        for number, page in enumerate(pages):
            sha256(page).hexdigest()
            writer.add(Record(f"https://bench.example/{number}", datetime.now(UTC), 200, (("Server", "x"),), page))
            if number % 8 == 7:
                writer.sync()
        return time.process_time() - started


# --- reading again ------------------------------------------------------------------------------------------------


def extract_all(pages: Sequence[bytes]) -> float:
    """Wall seconds of `extract_article` on all pages, in this process."""
    from crawler.extraction import ExtractionError, extract_article

    for page in pages[:20]:
        extract_article(page, url="https://bench.example/")
    print("ready", flush=True)
    sys.stdin.readline()
    started = time.perf_counter()
    for number, page in enumerate(pages):
        with suppress(ExtractionError):
            extract_article(page, url=f"https://bench.example/{number}")
    return time.perf_counter() - started


def extracting_at_once(cores: int, arguments: Sequence[str]) -> float:
    """Pages a second of so many processes that do nothing but extract the same pages, all at once."""
    command = [sys.executable, __file__, "--extract", *arguments]
    processes = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(cores)
    ]
    for process in processes:
        assert process.stdout is not None
        process.stdout.readline()
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    return sum(float(process.communicate()[0]) for process in processes)


def reading_again(pages: Sequence[bytes], rounds: int, arguments: Sequence[str]) -> None:
    """Print pages a second of reading the archive again, against one process's extraction times the processors."""
    from crawler.extraction import ExtractionError, extract_article
    from crawler.extraction.version import EXTRACTOR
    from crawler.rereading import reread_archive
    from storage import Article, Outlet, open_store
    from storage.archive import ArchiveWriter, Record, archive_folder
    from storage.captures import Capture, PageReading

    cores = len(os.sched_getaffinity(0))
    with tempfile.TemporaryDirectory() as name:
        location = Path(name) / "bench.db"
        folder = archive_folder(location)
        assert folder is not None
        now = datetime.now(UTC)
        with open_store(location) as store, ArchiveWriter(folder, location) as writer, store.together():
            store.save_outlets([Outlet("bench", "Bench")])
            for number, page in enumerate([*pages] * STATES):
                url = f"https://bench.example/{number}"
                place = writer.add(Record(url, now, 200, (), page))
                digest = sha256(page).hexdigest()
                store.save_articles([Article(url, "bench", f"Item {number}", page_state="pending")])
                article = store.article(url)
                assert article is not None
                capture = Capture(url, now, 200, "bench", sha256=digest, size=len(page), place=place)
                read = replace(article, body="as first read", access="full", page_state="fetched")
                store.save_page(read, now, PageReading(EXTRACTOR, "", capture))
        alone, together, shares = list[float](), list[float](), list[float]()
        for page in pages[:20]:
            extract_article(page, url="https://bench.example/")
        with open_store(location, read_only=True) as store:
            for _ in range(rounds):
                started = time.process_time()
                for number, page in enumerate(pages):
                    try:
                        extract_article(page, url=f"https://bench.example/{number}")
                    except ExtractionError:
                        continue
                alone.append(len(pages) / (time.process_time() - started))
                ours, started = _cpu(), time.perf_counter()
                count = sum(1 for _ in reread_archive(store, folder))
                wall, used = time.perf_counter() - started, _cpu() - ours
                together.append(count / wall)
                shares.append(count / used / alone[-1])
                print(
                    f"  {count / wall:.1f} pages/s; all processes together {used / wall / cores:.0%} of the processors"
                )
    print(f"archiving by itself: {direct(pages) / len(pages) * 1e3:.2f} ms CPU a page")
    print(f"extract_article: {max(alone):.1f} pages a CPU second")
    at_once = extracting_at_once(cores, arguments)
    print(f"extract_article in {cores} processes at once: {at_once:.1f} pages/s")
    ratio = max(together) / (max(alone) * cores)
    print(f"read again: {max(together):.1f} pages/s on {cores} processors = {ratio:.2f} of that times {cores}")
    print(f"  {max(together) / at_once:.2f} of what {cores} processes at once extract")
    print(f"by CPU alone, workers' start included: {statistics.median(shares):.2f} of it")


def _cpu() -> float:
    """CPU seconds of this process and of every child that has ended."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sample", type=Path)
    parser.add_argument("--pages", type=int, default=300)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--extract", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    chosen = sample(options.sample, options.pages)
    if options.serve:
        asyncio.run(serve(chosen))
    elif options.extract:
        print(len(chosen) / extract_all(chosen))
    else:
        passed_on = [f"--pages={options.pages}", *([f"--sample={options.sample}"] if options.sample else [])]
        cost(chosen, options.rounds, passed_on)
        reading_again(chosen, options.rounds, passed_on)
