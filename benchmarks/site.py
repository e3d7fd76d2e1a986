"""Pages a second of a whole crawl: 5,000 article pages on 64 loopback hosts, beside bare Scrapy and news-please.

    python benchmarks/site.py [--pages 5000] [--hosts 64] [--sample FOLDER]
        [--news-please PYTHON] [--news-please-pages 300]

All three fetch the same pages from one server in a process of its own; delay 0, one request at a time a host. Bare
Scrapy only downloads. dateline polls the feeds, fetches, extracts and stores. news-please downloads and extracts; it is
left out, and says so, unless PYTHON is an interpreter that has it (pip install news-please in an environment of its
own: it wants other versions of what dateline uses). CPU is user + system of a process and its children, told apart by
looking ten times a second, as is memory: the sum of the resident sets of all of them. The server's CPU is in nobody's.

dateline crawls twice: with `keep_raw: none`, and with the archive, which has a budget of its own
(benchmarks/archive.py).

The pages are made up, of one simple template; --sample serves the pages of a folder (*.html.gz) in their place, every
third word of their texts numbered anew so that no two are copies.

What two cores allow is 2 / (CPU a page of bare Scrapy + CPU a page of extraction); the goal is 0.8 of it. Extraction is
also measured in two processes at once, which costs each of them more: how much of twice one process two of them do.
"""

from __future__ import annotations

import argparse
import asyncio
import gzip
import json
import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

import psutil

PORT = 8918
TEXT = re.compile(rb">([^<>{}\[\]=;]{40,})<")
WORDS = " ".join(
    (
        "harbour council vote ferry bridge budget minister plan crane quay storm permit union strike grain ship port",
        "talks delegation ceasefire proposal crossing convoy aid border envoy statement deadline hostage release phase",
        "village morning official spokesman according to the a of in on for with was were has been would after before",
    )
).split()
BARE = """
import json, sys
import scrapy
from scrapy.crawler import AsyncCrawlerProcess

class Bare(scrapy.Spider):
    name = "bare"
    async def start(self):
        for url in json.load(open(sys.argv[1])):
            yield scrapy.Request(url, dont_filter=True)
    def parse(self, response):
        pass

process = AsyncCrawlerProcess({"LOG_LEVEL": "ERROR", "CONCURRENT_REQUESTS": 64, "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
    "DOWNLOAD_DELAY": 0, "TELNETCONSOLE_ENABLED": False, "REMOTE_CONTROL_ENABLED": False, "ROBOTSTXT_OBEY": False,
    "RETRY_ENABLED": False, "STATS_DUMP": False, "LOGSTATS_INTERVAL": 0})
process.crawl(Bare)
process.start()
"""
NEWS_PLEASE = """
import json, logging, sys
from newsplease import NewsPlease
logging.disable(logging.CRITICAL)
articles = NewsPlease.from_urls(json.load(open(sys.argv[1])), request_args={"timeout": 10}, fetch_images=False)
read = (a if isinstance(a, dict) else vars(a) for a in articles.values() if a is not None)
print(sum(1 for a in read if a.get("maintext")))
"""


@dataclass(slots=True)
class Cost:
    """What a command took. `memory` is MB of the process tree over time, `workers` CPU seconds of its children."""

    wall: float = 0.0
    cpu: float = 0.0
    workers: float = 0.0
    server: float = 0.0
    memory: list[float] = field(default_factory=list)
    output: str = ""
    code: int = 0


def addresses(count: int) -> list[str]:
    """`count` loopback addresses."""
    return [f"127.9.{1 + n // 250}.{1 + n % 250}" for n in range(count)]


def sentence(chance: random.Random) -> str:
    """An invented sentence."""
    return " ".join(chance.choices(WORDS, k=chance.randint(9, 24))).capitalize() + "."


def page(host: str, number: int) -> bytes:
    """An article of about 30 KB as a news site's template gives it: navigation, JSON-LD, text, related, scripts."""
    chance = random.Random(f"{host}/{number}")
    title = " ".join(chance.choices(WORDS, k=8)).capitalize()
    about = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": title,
        "datePublished": f"2026-01-{1 + number % 28:02d}T{number % 24:02d}:{number % 60:02d}:00+02:00",
        "author": [{"@type": "Person", "name": "Mara Quill"}, {"@type": "Person", "name": "Tomas Reed"}],
        "publisher": {"@type": "Organization", "name": f"Paper {host}"},
    }
    links = "".join(f'<li class="nav__item"><a href="/section/{n}">{chance.choice(WORDS)}</a></li>' for n in range(90))
    body = "".join(
        f"<p>{' '.join(sentence(chance) for _ in range(chance.randint(2, 5)))}</p>"
        for _ in range(chance.randint(9, 16))
    )
    related = "".join(
        f'<div class="card"><a href="/a/{n}"><img src="/i/{n}.jpg" alt=""><h3>{sentence(chance)}</h3></a></div>'
        for n in range(24)
    )
    script = "".join(f"window.cfg_{n}={{id:{n},slot:'{chance.random()}'}};" for n in range(180))
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title} | Paper</title>'
        f'<meta property="og:title" content="{title}"><meta property="og:type" content="article">'
        f'<link rel="canonical" href="http://{host}:{PORT}/a/{number}"><script type="application/ld+json">'
        f"{json.dumps(about)}</script><script>{script}</script></head><body><header><nav><ul>{links}</ul></nav></header>"
        f'<main><article><h1>{title}</h1><div class="byline">By Mara Quill and Tomas Reed</div>{body}</article>'
        f'<aside class="related"><h2>More</h2>{related}</aside></main><footer><ul>{links}</ul></footer></body></html>'
    ).encode()


def site_pages(hosts: list[str], each: int, sample: Path | None) -> Iterator[tuple[str, int, bytes]]:
    """Every page of the site: its host, its number, its bytes."""
    given = [gzip.decompress(path.read_bytes()) for path in sorted(sample.glob("*.html.gz"))] if sample else []
    for place, host in enumerate(hosts):
        for number in range(each):
            if not given:
                yield host, number, page(host, number)
                continue
            turn, which = divmod(place * each + number, len(given))
            yield host, number, renumbered(given[which], turn) if turn else given[which]


def renumbered(html: bytes, turn: int) -> bytes:
    """A page that says the same in other words: no four words in a row of its texts stand in the original."""

    def other(found: re.Match[bytes]) -> bytes:
        words = found[1].split(b" ")
        words[::3] = [word + b"%d" % turn if word.strip() else word for word in words[::3]]
        return b">" + b" ".join(words) + b"<"

    return TEXT.sub(other, html)


def feed(host: str, count: int) -> bytes:
    """The host's RSS feed of all its pages."""
    items = "".join(
        f"<item><title>Talks in {host}, report {n}</title><link>http://{host}:{PORT}/a/{n}</link><guid>{host}-{n}</guid>"
        f"<pubDate>Mon, 05 Jan 2026 10:{n % 60:02d}:00 GMT</pubDate></item>"
        for n in range(count)
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>{host}</title>{items}</channel></rss>'.encode()


class Answering(asyncio.Protocol):
    """HTTP/1.1 with connections kept, from answers made beforehand."""

    def __init__(self, answers: dict[tuple[str, str], bytes]) -> None:
        self._answers, self._buffer = answers, b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """A client is there."""
        assert isinstance(transport, asyncio.Transport)
        self._transport, self._host = transport, transport.get_extra_info("sockname")[0]

    def data_received(self, data: bytes) -> None:
        """Answer every whole request."""
        self._buffer += data
        while b"\r\n\r\n" in self._buffer:
            head, self._buffer = self._buffer.split(b"\r\n\r\n", 1)
            path = head.split(b" ", 2)[1].decode("latin-1")
            missing = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
            self._transport.write(self._answers.get((self._host, path), missing))


def answer(kind: bytes, body: bytes) -> bytes:
    """A whole HTTP answer."""
    return b"HTTP/1.1 200 OK\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n%b" % (kind, len(body), body)


async def serve(hosts: list[str], each: int, sample: Path | None) -> None:
    """Answer on every host until killed."""
    answers = {
        (host, f"/a/{number}"): answer(b"text/html", body) for host, number, body in site_pages(hosts, each, sample)
    }
    size = statistics.mean(map(len, answers.values()))
    answers |= {(host, "/feed"): answer(b"application/rss+xml", feed(host, each)) for host in hosts}
    server = await asyncio.get_running_loop().create_server(lambda: Answering(answers), hosts, PORT)
    print(size, flush=True)
    await server.serve_forever()


def measured(command: list[str], folder: Path, site: int) -> Cost:
    """Run a command and look at its process tree until it ends. `site` is the server's process."""
    cost, started = Cost(), time.perf_counter()
    served = psutil.Process(site).cpu_times()
    seen: dict[int, float] = {}
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, text=True)
    done = threading.Event()

    def watch() -> None:
        while not done.wait(0.1):
            try:
                children = psutil.Process(process.pid).children(recursive=True)
                tree = [psutil.Process(process.pid), *children]
                cost.memory.append(sum(one.memory_info().rss for one in tree) / 2**20)
                seen.update({one.pid: sum(one.cpu_times()[:2]) for one in children})
            except psutil.Error:
                continue

    watcher = threading.Thread(target=watch)
    watcher.start()
    assert process.stdout is not None
    cost.output = process.stdout.read().strip()
    _, status, usage = os.wait4(process.pid, 0)
    done.set()
    watcher.join()
    process.returncode = cost.code = os.waitstatus_to_exitcode(status)
    cost.wall, cost.cpu = time.perf_counter() - started, usage.ru_utime + usage.ru_stime
    cost.workers = sum(seen.values())
    cost.server = sum(psutil.Process(site).cpu_times()[:2]) - sum(served[:2])
    return cost


def extraction_cost(hosts: list[str], each: int, sample: Path | None) -> float:
    """CPU seconds a page of extraction alone, in this process."""
    from crawler.extraction import ExtractionError, extract_article

    step = max(1, len(hosts) * each // 600)
    pages = [
        (body, f"http://{host}:{PORT}/a/{number}")
        for host, number, body in islice(site_pages(hosts, each, sample), 0, None, step)
    ]
    extract_article(pages[0][0], url=pages[0][1])
    started = time.process_time()
    for html, url in pages:
        with suppress(ExtractionError):
            extract_article(html, url=url)
    return (time.process_time() - started) / len(pages)


def told(name: str, cost: Cost, pages: int) -> None:
    """One line of figures."""
    third = max(1, len(cost.memory) // 3)
    flat = f"{statistics.median(cost.memory[third : 2 * third] or [0]):.0f} MB in the middle third, "
    flat += f"{statistics.median(cost.memory[-third:] or [0]):.0f} MB in the last"
    print(
        f"{name}: {pages} pages, {pages / cost.wall:.1f} pages/s, {1000 * cost.cpu / pages:.2f} ms CPU a page, "
        f"{cost.wall:.1f} s, memory at most {max(cost.memory or [0]):.0f} MB ({flat}), exit code {cost.code}"
    )
    each = 1000 / pages
    print(
        f"  CPU a page: main {each * (cost.cpu - cost.workers):.2f} ms, workers {each * cost.workers:.2f} ms, "
        f"the server {each * cost.server:.2f} ms; {(cost.cpu + cost.server) / cost.wall:.2f} processors busy"
    )


def feeds_yaml(hosts: list[str], keep_raw: str) -> str:
    """An outlet a host, all of whose pages are fetched as fast as they come."""
    lines = ["contact: bench@newsroom.example.net", "allow_addresses:", "  - 127.0.0.0/8", "outlets:"]
    for n, host in enumerate(hosts):
        lines += [f"  o{n}:", f"    name: Paper {n}", "    pages: all", "    delay: 0", f"    keep_raw: {keep_raw}"]
        lines += ["    feeds:", f"      - http://{host}:{PORT}/feed"]
    return "\n".join(lines) + "\n"


def main(pages: int, count: int, sample: Path | None, news_please: str | None, news_please_pages: int) -> None:
    """Measure and print."""
    each = pages // count
    hosts, pages = addresses(count), each * count
    site = subprocess.Popen(
        [sys.executable, __file__, "--serve", "--pages", str(pages), "--hosts", str(count)]
        + (["--sample", str(sample.resolve())] if sample else []),
        stdout=subprocess.PIPE,
    )
    assert site.stdout is not None
    size = float(site.stdout.readline())
    try:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            urls = [f"http://{host}:{PORT}/a/{n}" for n in range(each) for host in hosts]
            (folder / "urls.json").write_text(json.dumps(urls))
            (folder / "few.json").write_text(json.dumps(urls[:news_please_pages]))
            (folder / "bare.py").write_text(BARE)
            (folder / "news_please.py").write_text(NEWS_PLEASE)
            print(f"{pages} pages of {size / 1000:.1f} KB on {count} hosts")
            bare = measured([sys.executable, "bare.py", "urls.json"], folder, site.pid)
            told("bare Scrapy", bare, pages)
            extraction = extraction_cost(hosts, each, sample)
            print(f"extraction alone: {1000 * extraction:.2f} ms CPU a page")
            allowed = 2 / (bare.cpu / pages + extraction)
            with ProcessPoolExecutor(2) as pool:
                both = statistics.mean(pool.map(extraction_cost, [hosts] * 2, [each] * 2, [sample] * 2))
            print(
                f"two cores allow {allowed:.0f} pages/s; extraction in two processes at once: {1000 * both:.2f} ms CPU "
                f"a page, {extraction / both:.2f} of twice one"
            )
            for name, keep_raw in (("without archive", "none"), ("with archive", "90d")):
                home = folder / keep_raw
                home.mkdir()
                (home / "feeds.yaml").write_text(feeds_yaml(hosts, keep_raw), encoding="utf-8")
                ours = measured([sys.executable, "-m", "dateline", "crawl"], home, site.pid)
                told(f"dateline {name}", ours, pages)
                if ours.code:
                    sys.exit("the crawl failed: no figures")
                print(f"  {ours.output.splitlines()[-1] if ours.output else '(no output)'}")
                print(
                    f"  {pages / ours.wall / allowed:.2f} of what two cores allow (by CPU alone "
                    f"{2 * pages / ours.cpu / allowed:.2f}), {bare.wall / ours.wall:.2f} of bare Scrapy's"
                )
            if news_please is None:
                print("news-please: left out; --news-please names an interpreter that has it")
            else:
                theirs = measured([news_please, "news_please.py", "few.json"], folder, site.pid)
                told("news-please", theirs, news_please_pages)
                print(f"  read a text on {theirs.output} of them")
                print(
                    "dateline with archive / news-please: "
                    f"{pages / ours.wall / (news_please_pages / theirs.wall):.1f} times"
                )
    finally:
        site.kill()
        site.wait()


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--pages", type=int, default=5000)
    arguments.add_argument("--hosts", type=int, default=64)
    arguments.add_argument("--sample", type=Path, metavar="FOLDER")
    arguments.add_argument("--news-please", metavar="PYTHON")
    arguments.add_argument("--news-please-pages", type=int, default=300)
    arguments.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    options = arguments.parse_args()
    if options.serve:
        asyncio.run(serve(addresses(options.hosts), options.pages // options.hosts, options.sample))
    else:
        main(options.pages, options.hosts, options.sample, options.news_please, options.news_please_pages)
