"""A simulated week of a newsroom: 60 feeds on loopback, a crawl every ten minutes of a fast clock, faults at random.

    python benchmarks/week.py [--hours 168] [--feeds 60] [--seed 1]

Crawls run in this process with the spider's clock set; a fiftieth of them in processes that are killed at a random
moment. Servers answer with 503, 429, resets, cut and broken feeds, and HTML; some feeds go down for hours, some move
for good and later answer only where they moved. Afterwards: nothing that a good poll was shown is missing, nothing is
there twice, no feed was polled too often or left too long, memory and store grew with the articles and nothing else.
Exits 1 when a check fails. `--hours 1 --feeds 8` takes a few seconds.
"""

from __future__ import annotations

import argparse
import asyncio
import math
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import psutil

START = datetime(2026, 1, 5, tzinfo=UTC)
STEP = timedelta(minutes=10)
_KILLED = 0.02
_FAULTS = {"503": 0.02, "429": 0.003, "reset": 0.01, "cut": 0.005, "broken": 0.005, "html": 0.005, "empty": 0.002}


@dataclass(slots=True)
class SimulatedFeed:
    """A feed: when its articles come, how many it lists, when it is down, when it moved."""

    number: int
    host: str
    per_hour: float
    listed: int
    comes: list[datetime] = field(default_factory=list)
    down: tuple[datetime, datetime] | None = None
    moves: datetime | None = None

    def shown(self, now: datetime) -> list[int]:
        """The articles it lists."""
        count = sum(1 for at in self.comes if at <= now)
        return list(range(max(0, count - self.listed), count))


@dataclass(slots=True)
class World:
    """The feeds, the clock, and what was served."""

    feeds: list[SimulatedFeed]
    randomness: random.Random
    port: int = 0
    at: datetime = START
    began: float = 0.0
    counting: bool = True
    calm: bool = False
    served: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    asked: dict[int, list[tuple[datetime, bool]]] = field(default_factory=lambda: defaultdict(list))
    faults: Counter[str] = field(default_factory=Counter)
    peak: int = 0

    def now(self) -> datetime:
        """The simulated moment: that of the run, and the real time since it began."""
        return self.at + timedelta(seconds=time.monotonic() - self.began)

    def feeds_yaml(self) -> str:
        """What is watched."""
        lines = ["contact: desk@newsroom.example.net", "allow_addresses: [127.0.0.0/8]", "outlets:"]
        for feed in self.feeds:
            lines += [f"  outlet{feed.number}:", f"    name: Outlet {feed.number}", "    pages: none", "    delay: 0"]
            lines += ["    feeds:", f"      - http://{feed.host}:{self.port}/feed"]
        return "\n".join(lines) + "\n"

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection."""
        feed = next(one for one in self.feeds if one.host == writer.get_extra_info("sockname")[0])
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
                reply = self._reply(feed, head.split(" ")[1], head)
                if reply is None:
                    writer.transport.abort()
                    return
                writer.write(reply)
                await writer.drain()
                if b"Connection: close" in reply:
                    break
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    def _reply(self, feed: SimulatedFeed, path: str, head: str) -> bytes | None:
        if path == "/robots.txt":
            return _http(404, b"")
        now = self.now()
        fault = self._fault(feed, now, path)
        moved = feed.moves is not None and now >= feed.moves
        if path == "/feed" and moved and fault is None:
            if feed.moves is not None and not self.calm and now > feed.moves + timedelta(hours=30):
                fault = "old address gone"
            else:
                return _http(301, b"", f"Location: http://{feed.host}:{self.port}/moved\r\n")
        self.asked[feed.number].append((now, fault is None))
        if fault:
            self.faults[fault] += 1
            return self._faulty(feed, fault, now)
        shown = feed.shown(now)
        tag = f'"{shown[0] if shown else 0}-{shown[-1] if shown else 0}"'
        if self.counting:
            self.served[feed.number].update(shown)
        if f"If-None-Match: {tag}".lower() in head.lower():
            return _http(304, b"", f"ETag: {tag}\r\n")
        return _http(200, self._feed(feed, shown), f"ETag: {tag}\r\n")

    def _fault(self, feed: SimulatedFeed, now: datetime, path: str) -> str | None:
        if self.calm:
            return None
        if feed.down and feed.down[0] <= now < feed.down[1]:
            return "reset"
        roll = self.randomness.random()
        for name, share in _FAULTS.items():
            roll -= share
            if roll < 0:
                return name
        return None

    def _faulty(self, feed: SimulatedFeed, fault: str, now: datetime) -> bytes | None:
        body = self._feed(feed, feed.shown(now))
        if fault == "reset":
            return None
        if fault == "cut":
            return _http(200, body)[: -len(body) // 2 - 1] + b"\r\nConnection: close"
        if fault == "broken":
            return _http(200, b"<rss><channel>" + self.randomness.randbytes(200))
        if fault == "html":
            return _http(200, b"<!doctype html><html><body><h1>Log in</h1></body></html>")
        if fault == "empty":
            return _http(200, b"")
        return _http({"503": 503, "429": 429}.get(fault, 404), b"", "Retry-After: 1800\r\n" if fault == "429" else "")

    def _feed(self, feed: SimulatedFeed, shown: list[int]) -> bytes:
        items = "".join(
            f"<item><title>Story {n} of outlet {feed.number}</title><guid>o{feed.number}-{n}</guid>"
            f"<link>http://{feed.host}:{self.port}/a/{n}</link>"
            f"<pubDate>{format_datetime(feed.comes[n], usegmt=True)}</pubDate></item>"
            for n in reversed(shown)
        )
        return f'<rss version="2.0"><channel><title>Outlet {feed.number}</title>{items}</channel></rss>'.encode()


def _http(status: int, body: bytes, headers: str = "") -> bytes:
    return (
        f"HTTP/1.1 {status} X\r\nContent-Type: text/xml\r\n{headers}Content-Length: {len(body)}\r\n\r\n".encode() + body
    )


def make_feeds(count: int, hours: float, randomness: random.Random) -> list[SimulatedFeed]:
    """Feeds from one article in two days to twenty an hour, more by day than by night."""
    feeds = []
    for number in range(count):
        per_hour = math.exp(randomness.uniform(math.log(0.02), math.log(20)))
        feed = SimulatedFeed(
            number, f"127.0.{20 + number // 250}.{1 + number % 250}", per_hour, randomness.choice((20, 40, 100))
        )
        at = START - timedelta(hours=feed.listed / per_hour / 2)
        while at < START + timedelta(hours=hours):
            at += timedelta(hours=randomness.expovariate(per_hour * 1.7))
            if randomness.random() < (1.0 if 6 <= at.hour < 22 else 0.15):
                feed.comes.append(at.replace(microsecond=0))
        if number % 10 == 3:
            begin = START + timedelta(hours=hours * randomness.uniform(0.1, 0.6))
            feed.down = (begin, begin + timedelta(hours=randomness.uniform(1, 20)))
        if number % 12 == 5:
            feed.moves = START + timedelta(hours=hours * randomness.uniform(0.1, 0.4))
        feeds.append(feed)
    return feeds


async def crawl(config: Any, store_path: str, world: Any) -> Any:
    """One run in this process; as `crawler.run.run_crawl` does it, but for the reactor that runs on."""
    from scrapy.crawler import AsyncCrawlerRunner
    from scrapy.settings import Settings

    from crawler.spiders.coverage import CoverageSpider
    from crawler.tally import Tally
    from storage import lock_run, open_store

    settings = Settings()
    settings.setmodule("crawler.settings", priority="project")
    tally = Tally(world.now())
    with lock_run(store_path), open_store(store_path) as store:
        run = store.start_run(tally.started)
        runner = AsyncCrawlerRunner(settings)
        crawler = runner.create_crawler(CoverageSpider)
        await runner.crawl(crawler, config=config, store=store, tally=tally, now=world.now)
        if crawler.spider.store_error or crawler.spider.bug:
            raise crawler.spider.store_error or crawler.spider.bug
        store.end_run(run, tally.summary(world.now()))
    return tally


async def simulate(world: World, folder: Path, hours: float) -> dict[str, Any]:
    """Every run of the week, then two calm ones. Gives what was measured."""
    from twisted.internet import reactor

    from crawler.config import load_config

    resolver = reactor.nameResolver  # each crawl puts its guard before it
    servers = [await asyncio.start_server(world.answer, world.feeds[0].host, 0)]
    world.port = servers[0].sockets[0].getsockname()[1]
    servers += [await asyncio.start_server(world.answer, feed.host, world.port) for feed in world.feeds[1:]]
    (folder / "feeds.yaml").write_text(world.feeds_yaml(), encoding="utf-8")
    config, store = load_config(folder / "feeds.yaml"), str(folder / "news.db")
    process, memory, polls, killed = psutil.Process(), [], 0, 0
    runs = int(timedelta(hours=hours) / STEP)
    for number in range(runs + 2):
        world.at, world.began = START + number * STEP, time.monotonic()
        world.calm = number >= runs
        if world.calm:
            world.at += timedelta(days=2 * (number - runs + 1))  # every wait is over
        if not world.calm and world.randomness.random() < _KILLED:
            killed += await _killed_run(world, folder)
            continue
        reactor.installNameResolver(resolver)
        tally = await crawl(config, store, world)
        polls += tally.feeds_done
        memory.append(process.memory_info().rss >> 20)
    for server in servers:
        server.close()
    return {"runs": runs, "polls": polls, "killed": killed, "memory": memory}


async def _killed_run(world: World, folder: Path) -> int:
    world.counting = False
    command = [sys.executable, __file__, "--one", str(folder), "--at", world.at.isoformat()]
    child = await asyncio.create_subprocess_exec(*command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        await asyncio.wait_for(child.wait(), world.randomness.uniform(0.8, 3.0))
        return 0
    except TimeoutError:
        child.send_signal(signal.SIGKILL)
        await child.wait()
        return 1
    finally:
        world.counting = True


def judge(world: World, folder: Path, measured: dict[str, Any]) -> list[str]:
    """What went wrong."""
    from storage import open_store

    wrong: list[str] = []
    with open_store(folder / "news.db", read_only=True) as store:
        held = [article.guid for article in store.articles()]
        states = store.feed_states()
        rows = store._connection.execute("SELECT count(*), sum(count) FROM polls").fetchone()  # type: ignore[attr-defined]
        growth = store.size_bytes() or 0
    shown = {f"o{number}-{n}" for number, articles in world.served.items() for n in articles}
    if lost := shown - set(held):
        wrong.append(f"{len(lost)} articles lost: {sorted(lost)[:5]}")
    if len(held) != len(set(held)):
        wrong.append(f"{len(held) - len(set(held))} articles twice")
    for feed in world.feeds:
        times = world.asked[feed.number]
        gaps = [(later[0] - earlier[0], earlier[1]) for earlier, later in pairwise(times)]
        within = [(gap, good) for gap, good in gaps[:-2]]
        if any(gap < timedelta(minutes=4, seconds=50) for gap, good in within):
            wrong.append(f"feed {feed.number} was polled again after {min(gap for gap, _ in within)}")
        longest_good = max((gap for gap, good in within if good), default=timedelta(0))
        if longest_good > timedelta(hours=12) * 1.1 + 3 * STEP:
            wrong.append(f"feed {feed.number} was left for {longest_good} after a good poll")
        longest = max((gap for gap, _ in within), default=timedelta(0))
        if longest > timedelta(hours=24) * 1.1 + 3 * STEP:
            wrong.append(f"feed {feed.number} was left for {longest}")
    if failing := [state.url for state in states if state.failures]:
        wrong.append(f"{len(failing)} feeds do not come back: {failing[:3]}")
    memory = measured["memory"]
    early, late = max(memory[: max(1, len(memory) // 4)]), max(memory)
    if late > early + 40:
        wrong.append(f"memory grew from {early} to {late} MB")
    if growth > 4_000_000 + 6_000 * len(held):
        wrong.append(f"the store has {growth} bytes for {len(held)} articles")
    print(
        f"{measured['runs']} runs, {measured['killed']} of them killed, {measured['polls']} polls in {rows[0]} rows"
        f" (for {rows[1]}), {sum(world.faults.values())} faults {dict(world.faults)}"
    )
    print(
        f"{len(shown)} articles shown by good polls, {len(held)} held, {len(shown - set(held))} lost;"
        f" memory {early} MB in the first quarter, {late} MB at most; store {growth / 1e6:.1f} MB"
    )
    return wrong


def main() -> int:
    """Simulate, judge, and say."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--hours", type=float, default=168)
    arguments.add_argument("--feeds", type=int, default=60)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--one", type=Path, help=argparse.SUPPRESS)
    arguments.add_argument("--at", type=datetime.fromisoformat, help=argparse.SUPPRESS)
    options = arguments.parse_args()
    from twisted.internet import asyncioreactor

    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    asyncioreactor.install(loop)
    from twisted.internet import reactor

    reactor.startRunning(installSignalHandlers=False)  # once: crawls can then follow each other in this loop
    randomness = random.Random(options.seed)
    if options.one:
        from crawler.config import load_config

        alone = World([], randomness, at=options.at, began=time.monotonic())
        loop.run_until_complete(crawl(load_config(options.one / "feeds.yaml"), str(options.one / "news.db"), alone))
        return 0
    world = World(make_feeds(options.feeds, options.hours, randomness), randomness)
    with tempfile.TemporaryDirectory() as name:
        began = time.monotonic()
        measured = loop.run_until_complete(simulate(world, Path(name), options.hours))
        wrong = judge(world, Path(name), measured)
    print(f"{time.monotonic() - began:.0f} s; " + ("all well" if not wrong else "WRONG:"))
    for line in wrong:
        print(" ", line)
    return 1 if wrong else 0


if __name__ == "__main__":
    code = main()
    sys.stdout.flush()
    os._exit(code)  # the reactor was never stopped, and its threads wait for it
