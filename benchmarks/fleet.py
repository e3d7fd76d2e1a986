"""A fleet under failure, and what it costs: scheduler, workers and PostgreSQL against outlets on loopback addresses.

    python -m benchmarks.fleet [--hosts 2000] [--feeds 10000] [--workers 3] [--restart-postgres] [--delay 0.3]
    python -m benchmarks.fleet --throughput [--hosts 500] [--feeds 2500]

The first: when 3 of 10 feeds were polled one worker gets SIGKILL, at 5 of 10 another SIGTERM, and with
`--restart-postgres` the server is restarted at 4 of 10. Every request is written down by the outlets themselves. Pages
of every `--pages-of`-th outlet are fetched too, a fifth of them on another host; every 97th feed redirects to another.

The second: first polls and unchanged polls of the same feeds by `dateline crawl` into SQLite, then by one and by two
workers into PostgreSQL; seconds from first to last request as the outlets saw them, CPU of all processes of each side;
and what a job costs that has nothing to do. Needs PostgreSQL installed; the server is started here, with its defaults.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil

from benchmarks.fleet_server import host_of, page_host, page_path
from crawler.fleet import queue
from crawler.fleet.planning import Work
from storage import Store, open_store
from storage.fleet import open_fleet
from tests.storage.postgres_server import Server, running

ROOT = Path(__file__).resolve().parents[1]
DURABLE = ("shared_buffers=128MB", "max_connections=60", "max_wal_size=2GB", "synchronous_commit=on")
KILLED_AT, RESTARTED_AT, TERMED_AT = 0.3, 0.4, 0.5


@dataclass(frozen=True, slots=True)
class Request:
    """One request as its outlet saw it; seconds."""

    host: str
    path: str
    began: float
    ended: float


class Outlets:
    """The served outlets: `hosts` of them with `feeds` feeds each."""

    def __init__(self, folder: Path, hosts: int, feeds: int, entries: int, latency_s: float) -> None:
        self.hosts, self.feeds, self.entries = hosts, feeds, entries
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self._record = folder / "requests"
        command = [sys.executable, "-m", "benchmarks.fleet_server"]
        numbers = [self.port, hosts, feeds, entries, latency_s, self._record]
        self.process = subprocess.Popen([*command, *map(str, numbers)], cwd=ROOT, stdout=subprocess.PIPE)
        assert self.process.stdout is not None
        assert self.process.stdout.readline() == b"ready\n"

    def requests(self) -> list[Request]:
        """What was asked since the last call."""
        self._record.unlink(missing_ok=True)
        self.process.send_signal(signal.SIGUSR1)
        while not self._record.exists():
            time.sleep(0.02)
        lines = (line.split() for line in self._record.read_text().splitlines())
        return [Request(host, path, float(began), float(ended)) for host, path, began, ended in lines]

    def feed_urls(self) -> list[str]:
        """Every feed's address."""
        return [
            f"http://{host_of(number)}:{self.port}/feed/{feed}.xml"
            for number in range(self.hosts)
            for feed in range(self.feeds)
        ]

    def article_urls(self) -> set[str]:
        """Every article that any feed lists."""
        return {
            f"http://{host_of(page_host(number, feed, entry, self.hosts))}:{self.port}{page_path(number, feed, entry)}"
            for number in range(self.hosts)
            for feed in range(self.feeds)
            for entry in range(self.entries)
        }

    def feeds_yaml(self, delay_s: float, pages_of: int) -> str:
        """What is watched."""
        lines = ["contact: desk@example.org", "allow_addresses:", "  - 127.0.0.0/8", "outlets:"]
        for number in range(self.hosts):
            pages = "all" if pages_of and number % pages_of == 0 else "none"
            lines += [f"  o{number}:", f"    name: Outlet {number}", f"    pages: {pages}", f"    delay: {delay_s:g}"]
            lines += ["    feeds:"]
            for feed in range(self.feeds):
                lines += [f"      - url: http://{host_of(number)}:{self.port}/feed/{feed}.xml", "        every: 12h"]
        return "\n".join(lines) + "\n"


@contextmanager
def outlets(folder: Path, hosts: int, feeds: int, entries: int, latency_s: float) -> Iterator[Outlets]:
    """Serve outlets for as long as this holds."""
    served = Outlets(folder, hosts, feeds, entries, latency_s)
    try:
        yield served
    finally:
        served.process.terminate()
        served.process.wait()


def dateline(folder: Path, store: str, *arguments: str) -> subprocess.Popen[bytes]:
    """A command of ours, running."""
    env = os.environ | {"DATELINE_STORE": store, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen([sys.executable, "-m", "dateline", *arguments], cwd=folder, env=env)


def polled(store: Store) -> int:
    """How many feeds were polled."""
    return sum(1 for state in store.feed_states(with_skew=False) if state.last_polled is not None)


def is_done(store: Store, feeds: int) -> bool:
    """Whether every feed was polled, no page is due and no host is in hand."""
    if polled(store) < feeds or store.pending_pages(datetime.now(UTC), limit=1):
        return False
    waiting = open_fleet(store).queue(queue.QUEUE, datetime.now(UTC))
    return not waiting.waiting and not waiting.in_hand


# --- failures -------------------------------------------------------------------------------------------------


def failures(options: argparse.Namespace, folder: Path, server: Server) -> int:
    """The failure run; 0 where nothing was lost, doubled or impolite."""
    each = max(1, options.feeds // options.hosts)
    url = server.url("postgres")
    with outlets(folder, options.hosts, each, options.entries, options.latency) as served, ExitStack() as stack:
        (folder / "feeds.yaml").write_text(served.feeds_yaml(options.delay, options.pages_of))
        count = options.hosts * each
        store = stack.enter_context(open_store(url))
        begun = time.monotonic()
        scheduler = dateline(folder, url, "scheduler", "--tick", "1s", "--dead-after", f"{options.dead_after:g}s")
        workers = [dateline(folder, url, "worker", "--jobs", str(options.jobs)) for _ in range(options.workers)]
        for process in (scheduler, *workers):
            stack.callback(process.kill)
        acts = [
            (KILLED_AT, "SIGKILL to worker 1", workers[0].kill),
            (TERMED_AT, "SIGTERM to worker 2", workers[1].terminate),
        ]
        if options.restart_postgres:
            acts.insert(1, (RESTARTED_AT, "PostgreSQL restarted", server.restart))
        _watch(store, served, count, acts, begun, options.limit)
        seconds = time.monotonic() - begun
        codes = [_ended(process) for process in (*workers, scheduler)]
        return _told(options, store, served, seconds, codes)


def _watch(
    store: Store,
    served: Outlets,
    count: int,
    acts: list[tuple[float, str, Callable[[], None]]],
    begun: float,
    limit_s: float,
) -> None:
    while time.monotonic() - begun < limit_s:
        time.sleep(0.5)
        share = polled(store) / count
        while acts and share >= acts[0][0]:
            _, words, act = acts.pop(0)
            print(f"  {time.monotonic() - begun:6.1f} s, {share:.0%} of feeds polled: {words}", flush=True)
            act()
        if not acts and is_done(store, count):
            return
    print(
        f"  the limit of {limit_s:.0f} s is over: not done; {open_fleet(store).queue(queue.QUEUE, datetime.now(UTC))}"
    )


def _ended(process: subprocess.Popen[bytes]) -> int:
    process.terminate()
    return process.wait(30)


def _told(options: argparse.Namespace, store: Store, served: Outlets, seconds: float, codes: list[int]) -> int:
    requests = served.requests()
    by_host: dict[str, list[Request]] = defaultdict(list)
    for request in requests:
        by_host[request.host].append(request)
    overlapping, gaps, between = 0, [float("inf")], [float("inf")]
    for asked in by_host.values():
        asked.sort(key=lambda each: each.began)
        overlapping += sum(1 for first, second in pairwise(asked) if second.began < first.ended)
        gaps += [second.began - first.began for first, second in pairwise(asked)]
        between += [second.began - first.ended for first, second in pairwise(asked)]
    held = [article.url for article in store.articles()]
    wanted = served.article_urls()
    lost, doubled = len(wanted - set(held)), len(held) - len(set(held))
    states = store.feed_states(with_skew=False)
    unpolled = sum(1 for state in states if state.last_good is None)
    pages = store.pending_pages(datetime.now(UTC), limit=100_000)
    asked_at = {(request.host, request.path) for request in requests if request.path.startswith("/feed/")}
    feeds_asked = sum(1 for request in requests if request.path.startswith("/feed/"))
    impolite = sum(1 for gap in gaps if gap < options.delay)
    failed = sum(1 for state in states if state.failures)
    print(
        f"{options.hosts} hosts, {len(states)} feeds, {options.workers} workers, delay {options.delay:g} s: "
        f"{seconds:.0f} s, {len(requests)} requests; exit codes {codes}"
    )
    print(f"  articles lost            {lost} of {len(wanted)}")
    print(f"  articles twice           {doubled}")
    print(f"  overlapping requests     {overlapping}")
    print(f"  smallest gap to a host   {min(gaps):.3f} s from begin to begin, {min(between):.3f} s from end to begin")
    print(f"  gaps under the delay     {impolite}")
    print(f"  feeds not polled         {unpolled}, failed {failed}")
    print(f"  feeds asked again        {feeds_asked - len(asked_at)} (in hand as their worker was killed)")
    print(f"  pages still due          {len(pages)}")
    return int(bool(lost or doubled or overlapping or impolite or unpolled or failed or pages))


# --- throughput -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Cost:
    """One crawl of all feeds: polls, seconds from first to last request, CPU seconds of its side and the server's."""

    polls: int
    seconds: float
    cpu_s: float
    server_cpu_s: float

    def __str__(self) -> str:
        rate = self.polls / self.seconds
        return (
            f"{self.polls} polls in {self.seconds:6.1f} s: {rate:6.1f} a second;"
            f" CPU a poll {1000 * self.cpu_s / self.polls:5.1f} ms,"
            f" PostgreSQL {1000 * self.server_cpu_s / self.polls:4.1f} ms"
        )


def throughput(options: argparse.Namespace, folder: Path, server: Server) -> int:
    """Polls a second of one process with SQLite, and of one and two workers with PostgreSQL."""
    each = max(1, options.feeds // options.hosts)
    with outlets(folder, options.hosts, each, options.entries, 0.0) as served:
        (folder / "feeds.yaml").write_text(served.feeds_yaml(0.0, 0))
        feeds = served.feed_urls()
        print(
            f"{options.hosts} hosts, {len(feeds)} feeds of {options.entries} entries, no delay, {os.cpu_count()} cores"
        )
        for name in ("new", "unchanged"):
            cost = _single(folder, served, feeds)
            print(f"  {name:9} SQLite, one process    {cost}", flush=True)
        rates: dict[int, float] = {}
        for count in (1, 2):
            database = f"fleet{count}"
            with open_database(server, database) as url:
                for name in ("new", "unchanged"):
                    cost = _fleet(folder, url, served, feeds, count, server)
                    rates[count] = cost.polls / cost.seconds
                    print(f"  {name:9} PostgreSQL, {count} worker{'s'[: count - 1]}  {cost}", flush=True)
        with open_database(server, "queue") as url:
            print(f"  a job with nothing to do: {_empty_jobs(folder, url, options.empty):.2f} ms", flush=True)
    needed = 100_000 / 900
    print(
        f"  100,000 feeds every 15 minutes: 100,000 / 900 s = {needed:.0f} polls a second; unchanged ones"
        f" {rates[1]:.0f} a second a worker: {needed / rates[1]:.1f} workers"
    )
    return 0


@contextmanager
def open_database(server: Server, name: str) -> Iterator[str]:
    """A new database."""
    import psycopg

    with psycopg.connect(server.url("postgres"), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    yield server.url(name)


def _single(folder: Path, served: Outlets, feeds: list[str]) -> Cost:
    process = dateline(folder, str(folder / "news.db"), "crawl", "--ignore-schedule", "--quiet", "--max-time", "0")
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return _cost(served, usage.ru_utime + usage.ru_stime, 0.0)


def _fleet(folder: Path, url: str, served: Outlets, feeds: list[str], count: int, server: Server) -> Cost:
    with open_store(url) as store:
        before = polled(store)
        if before:
            store.poll_again(feeds, datetime.now(UTC))
        server_before = _server_cpu(server)
        begun = datetime.now(UTC)
        workers = [dateline(folder, url, "worker", "--quiet") for _ in range(count)]
        time.sleep(4)  # imports; the first poll begins the clock
        scheduler = dateline(folder, url, "scheduler", "--quiet", "--tick", "1s")
        try:
            while sum(1 for s in store.feed_states(with_skew=False) if (s.last_polled or begun) > begun) < len(feeds):
                time.sleep(0.5)
            cpu = sum(sum(psutil.Process(process.pid).cpu_times()[:2]) for process in (*workers, scheduler))
        finally:
            for process in (*workers, scheduler):
                process.terminate()
            for process in (*workers, scheduler):
                process.wait(30)
        return _cost(served, cpu, _server_cpu(server) - server_before)


def _server_cpu(server: Server) -> float:
    """CPU seconds of the server and of its processes that ended."""
    pid = int((server.folder / "data" / "postmaster.pid").read_text().split()[0])
    main = psutil.Process(pid)
    living = sum(sum(child.cpu_times()[:2]) for child in main.children())
    return float(living + sum(main.cpu_times()[:4]))


def _cost(served: Outlets, cpu_s: float, server_cpu_s: float) -> Cost:
    asked = served.requests()
    polls = sum(1 for request in asked if request.path.startswith("/feed/"))
    return Cost(polls, max(each.ended for each in asked) - min(each.began for each in asked), cpu_s, server_cpu_s)


def _empty_jobs(folder: Path, url: str, count: int) -> float:
    """Milliseconds a job of a host with nothing to do, from a full queue to an empty one, by one worker."""
    with open_store(url) as store:
        scheduler = dateline(folder, url, "scheduler", "--quiet", "--max-time", "3s")
        scheduler.wait(60)
        app = queue.open_app(url, "benchmark")

        async def fill() -> None:
            async with app.open_async():
                await queue.defer(app, [Work(f"nothing-{number}.example") for number in range(count)])

        _clear(url)
        asyncio.run(fill())
        fleet = open_fleet(store)
        worker = dateline(folder, url, "worker", "--quiet")
        try:
            first = None
            while left := len(fleet.queue(queue.QUEUE, datetime.now(UTC)).waiting):
                if left < count and first is None:
                    first = (time.monotonic(), left)
                time.sleep(0.05)
            assert first is not None
            return 1000 * (time.monotonic() - first[0]) / first[1]
        finally:
            worker.terminate()
            worker.wait(30)


def _clear(url: str) -> None:
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("DELETE FROM procrastinate_jobs")


def main() -> int:
    """Run one of the two."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--hosts", type=int, default=2000)
    parser.add_argument("--feeds", type=int, default=10_000)
    parser.add_argument("--entries", type=int, default=3)
    parser.add_argument("--workers", type=int, default=3)
    parser.add_argument("--jobs", type=int, default=64)
    parser.add_argument("--delay", type=float, default=0.3, help="seconds")
    parser.add_argument("--latency", type=float, default=0.05, help="seconds, of the slowest answer")
    parser.add_argument("--dead-after", type=float, default=20.0, help="seconds")
    parser.add_argument("--pages-of", type=int, default=20, help="every so many-eth outlet; 0: none")
    parser.add_argument("--limit", type=float, default=900.0, help="seconds")
    parser.add_argument("--empty", type=int, default=2000, help="jobs with nothing to do")
    parser.add_argument("--restart-postgres", action="store_true")
    parser.add_argument("--throughput", action="store_true")
    options = parser.parse_args()
    with TemporaryDirectory(prefix="dateline-fleet-") as name, running(DURABLE) as server:
        return (throughput if options.throughput else failures)(options, Path(name), server)


if __name__ == "__main__":
    sys.exit(main())
