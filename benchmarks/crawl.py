"""What a crawl costs: unchanged feeds on many loopback hosts, beside bare Scrapy fetching the same, in one run.

    python benchmarks/crawl.py [--feeds 1000] [--entries 30] [--runs 3]

Every feed stands on a loopback address of its own (127.0.x.y); robots.txt is kept from an earlier run; every feed
answers 304. CPU is user + system of the crawling process and its children, memory its largest resident set. Medians.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PORT = 8917
BARE = """
import json, sys
import scrapy
from scrapy.crawler import AsyncCrawlerProcess

class Bare(scrapy.Spider):
    name = "bare"
    async def start(self):
        for url in json.load(open(sys.argv[1])):
            yield scrapy.Request(url, headers={"If-None-Match": '"v1"'}, dont_filter=True)
    def parse(self, response):
        pass

process = AsyncCrawlerProcess({"LOG_LEVEL": "ERROR", "CONCURRENT_REQUESTS": 128, "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
    "DOWNLOAD_DELAY": 0, "TELNETCONSOLE_ENABLED": False, "REMOTE_CONTROL_ENABLED": False, "HTTPERROR_ALLOW_ALL": True,
    "ROBOTSTXT_OBEY": False, "RETRY_ENABLED": False, "STATS_DUMP": False})
process.crawl(Bare)
process.start()
"""


def addresses(count: int) -> list[str]:
    """`count` loopback addresses."""
    return [f"127.{2 + n // 62500}.{1 + n // 250 % 250}.{1 + n % 250}" for n in range(count)]


def feed(host: str, entries: int) -> bytes:
    """An RSS feed of invented items."""
    items = "".join(
        f"<item><title>Talks in {host}, report {n}</title><link>http://{host}:{PORT}/a/{n}</link><guid>{host}-{n}</guid>"
        "<pubDate>Mon, 05 Jan 2026 10:00:00 GMT</pubDate><description>Words about the talks.</description></item>"
        for n in range(entries)
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>{host}</title>{items}</channel></rss>'.encode()


async def serve(hosts: list[str], entries: int) -> None:
    """Answer on every host until killed."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        host = writer.get_extra_info("sockname")[0]
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
                if head.startswith("GET /robots.txt"):
                    status, body = "200 OK", b"User-agent: *\nDisallow:\n"
                elif 'if-none-match: "v1"' in head.lower():
                    status, body = "304 Not Modified", b""
                else:
                    status, body = "200 OK", feed(host, entries)
                length = f"Content-Length: {len(body)}\r\n" if body else ""
                header = f'HTTP/1.1 {status}\r\nETag: "v1"\r\nContent-Type: text/xml\r\n{length}\r\n'
                writer.write(header.encode() + body)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(answer, hosts, PORT)
    print("up", flush=True)
    await server.serve_forever()


def measured(command: list[str], folder: Path) -> tuple[float, float, int, int]:
    """Wall seconds, CPU seconds, peak MB and exit code of a command."""
    started = time.perf_counter()
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.perf_counter() - started
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss >> 10, process.returncode


def main(count: int, entries: int, runs: int) -> None:
    """Measure and print."""
    hosts = addresses(count)
    site = subprocess.Popen(
        [sys.executable, __file__, "--serve", "--feeds", str(count), "--entries", str(entries)], stdout=subprocess.PIPE
    )
    assert site.stdout is not None
    site.stdout.readline()
    try:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            lines = ["contact: bench@newsroom.example.net", "allow_addresses:", "  - 127.0.0.0/8", "outlets:"]
            for n, host in enumerate(hosts):
                lines += [f"  o{n}:", f"    name: Outlet {n}", "    pages: none", "    delay: 0", "    feeds:"]
                lines += [f"      - http://{host}:{PORT}/feed"]
            (folder / "feeds.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")
            (folder / "urls.json").write_text(json.dumps([f"http://{host}:{PORT}/feed" for host in hosts]))
            (folder / "bare.py").write_text(BARE)
            crawl = [sys.executable, "-m", "dateline", "crawl", "--ignore-schedule"]
            wall, cpu, peak, code = measured(crawl, folder)
            print(f"first crawl, {count * entries} new: {wall:.1f} s, {cpu:.2f} s CPU, {peak} MB, exit code {code}")
            table: dict[str, list[tuple[float, float, int, int]]] = {"dateline": [], "bare Scrapy": []}
            for _ in range(runs):
                table["dateline"].append(measured(crawl, folder))
                table["bare Scrapy"].append(measured([sys.executable, "bare.py", "urls.json"], folder))
            for name, rows in table.items():
                wall, cpu, peak = (statistics.median(row[i] for row in rows) for i in range(3))
                codes = {row[3] for row in rows}
                print(f"{count} unchanged, {name}: {wall:.2f} s, {cpu:.2f} s CPU, {peak:.0f} MB, exit codes {codes}")
            ratio = statistics.median(a[1] / b[1] for a, b in zip(table["dateline"], table["bare Scrapy"], strict=True))
            print(f"CPU of dateline / bare Scrapy: {ratio:.2f}")
    finally:
        site.kill()
        site.wait()


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--feeds", type=int, default=1000)
    arguments.add_argument("--entries", type=int, default=30)
    arguments.add_argument("--runs", type=int, default=3)
    arguments.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    options = arguments.parse_args()
    if options.serve:
        asyncio.run(serve(addresses(options.feeds), options.entries))
    else:
        main(options.feeds, options.entries, options.runs)
