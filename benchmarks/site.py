"""Pages a second of a whole crawl: 5,000 article pages on 64 loopback hosts, beside bare Scrapy and news-please.

    python benchmarks/site.py [--pages 5000] [--hosts 64] [--sample FOLDER]
        [--news-please PYTHON] [--news-please-pages 300]

All three fetch the same pages from one server in a process of its own; delay 0, one request at a time a host. Bare
Scrapy only downloads. dateline polls the feeds, fetches, extracts and stores. news-please downloads and extracts; it is
left out, and says so, unless PYTHON is an interpreter that has it (pip install news-please in an environment of its
own: it wants other versions of what dateline uses). CPU is user + system of a process and its children; memory the
sum of the resident sets of all of them, looked at ten times a second.

The pages are made up, of one simple template; --sample serves the pages of a folder (*.html.gz) in their place, each
with its words numbered anew so that no two are copies.

What two cores allow is 2 / (CPU a page of bare Scrapy + CPU a page of extraction); the goal is 0.8 of it.
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
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

import psutil

PORT = 8918
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
    """What a command took. `memory` is MB of the whole process tree over time."""

    wall: float = 0.0
    cpu: float = 0.0
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
            marked = re.sub(rb" the ", b" the%d " % turn, given[which]) if turn else given[which]
            yield host, number, marked


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


def measured(command: list[str], folder: Path) -> Cost:
    """Run a command and look at its process tree until it ends."""
    cost, started = Cost(), time.perf_counter()
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, text=True)
    done = threading.Event()

    def watch() -> None:
        while not done.wait(0.1):
            try:
                tree = [psutil.Process(process.pid), *psutil.Process(process.pid).children(recursive=True)]
                cost.memory.append(sum(one.memory_info().rss for one in tree) / 2**20)
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
            lines = ["contact: bench@newsroom.example.net", "allow_addresses:", "  - 127.0.0.0/8", "outlets:"]
            for n, host in enumerate(hosts):
                lines += [f"  o{n}:", f"    name: Paper {n}", "    pages: all", "    delay: 0", "    feeds:"]
                lines += [f"      - http://{host}:{PORT}/feed"]
            (folder / "feeds.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")
            urls = [f"http://{host}:{PORT}/a/{n}" for n in range(each) for host in hosts]
            (folder / "urls.json").write_text(json.dumps(urls))
            (folder / "few.json").write_text(json.dumps(urls[:news_please_pages]))
            (folder / "bare.py").write_text(BARE)
            (folder / "news_please.py").write_text(NEWS_PLEASE)
            print(f"{pages} pages of {size / 1000:.1f} KB on {count} hosts")
            bare = measured([sys.executable, "bare.py", "urls.json"], folder)
            told("bare Scrapy", bare, pages)
            extraction = extraction_cost(hosts, each, sample)
            print(f"extraction alone: {1000 * extraction:.2f} ms CPU a page")
            ours = measured([sys.executable, "-m", "dateline", "crawl"], folder)
            told("dateline", ours, pages)
            if ours.code:
                sys.exit("the crawl failed: no figures")
            print(f"  {ours.output.splitlines()[-1] if ours.output else '(no output)'}")
            allowed = 2 / (bare.cpu / pages + extraction)
            print(
                f"two cores allow {allowed:.0f} pages/s; dateline reaches {pages / ours.wall / allowed:.2f} of it, "
                f"{bare.wall / ours.wall:.2f} of bare Scrapy's"
            )
            if news_please is None:
                print("news-please: left out; --news-please names an interpreter that has it")
            else:
                theirs = measured([news_please, "news_please.py", "few.json"], folder)
                told("news-please", theirs, news_please_pages)
                print(f"  read a text on {theirs.output} of them")
                print(f"dateline / news-please: {pages / ours.wall / (news_please_pages / theirs.wall):.1f} times")
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
