"""Kills live crawls at random, and looks after each whether anything was lost that should be there.

    python benchmarks/kills.py [--kills 50] [--seed 1] [--folder FOLDER]

A site of four loopback hosts answers pages after 80 to 160 ms. Of five crawls, three have 96 new pages before them, and
two are later visits to 96 pages, a seventh of which were edited. Each gets SIGKILL at a random moment: after a random
number of its pages were answered and up to 0.2 s more, while its archive file grows. A kill that found no live crawl is
not counted but made again, so the figure is always of so many kills that hit.

After each kill: every pointer of the store is followed and its bytes hashed; every article with a text points to bytes;
every WARC file is read to its last whole record; files that are whole pass warcio's own check, files that are cut are
told, and pass it up to where they are good. Before the visits, and after the last kill, a crawl goes on undisturbed:
then every page that was ever published must be an article with its text, once, each state with its bytes. `--folder`
keeps everything, and the next call goes on in it.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from contextlib import redirect_stdout
from dataclasses import dataclass, field
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from warcio.checker import Checker

from storage import open_store
from storage.archive import archive_folder, check_file, read_record

PORT = 8931
HOSTS = tuple(f"127.0.4.{n}" for n in range(1, 5))
A_ROUND = 96  # pages published, or due to be visited again
SHOWN = 400  # entries of a feed: more than were ever left pending
EDITED = 7  # every so many pages is edited once it was stored
LATENCY_S = (0.08, 0.16)
WORDS = ("harbour", "council", "vote", "ferry", "bridge", "budget", "minister", "plan", "crane", "quay", "storm")


class Site:
    """What the hosts publish, and what they were asked for. Page n stands on host n modulo four."""

    def __init__(self) -> None:
        self.published = 0
        self.answered = 0
        self.edited: set[int] = set()

    def page(self, number: int) -> bytes:
        """A page of 12 KB."""
        rng = random.Random(number)
        count = 1000 + number + (100_000 if number in self.edited else 0)
        text = "".join(f"<p>{' '.join(rng.choice(WORDS) for _ in range(60)).capitalize()}.</p>" for _ in range(25))
        return (
            f'<!DOCTYPE html><html lang="en"><head><title>Item {number} of the port</title>'
            f'<meta property="og:type" content="article"><meta name="author" content="Dana Orr"></head><body><article>'
            f"<h1>Item {number} of the port</h1><p>The clerk counted {count} lorries on the quay, in all.</p>{text}"
            "</article></body></html>"
        ).encode()

    def feed(self, host: int) -> bytes:
        """The newest entries of a host."""
        numbers = [n for n in range(self.published) if n % len(HOSTS) == host][-SHOWN:]
        items = "".join(
            f"<item><title>Item {n} of the port</title><link>http://{HOSTS[host]}:{PORT}/{n}</link></item>"
            for n in reversed(numbers)
        )
        return f'<rss version="2.0"><channel><title>t</title>{items}</channel></rss>'.encode()

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection."""
        host = HOSTS.index(writer.get_extra_info("sockname")[0])
        try:
            while True:
                path = (await reader.readuntil(b"\r\n\r\n")).split(b" ", 2)[1].decode("latin-1")[1:]
                kind, body = "text/html", b""
                if path == "feed":
                    kind, body = "text/xml", self.feed(host)
                elif path.isdigit():
                    body = self.page(int(path))
                    await asyncio.sleep(random.uniform(*LATENCY_S))
                status = "200 OK" if body else "404 Not Found"
                head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
                writer.write(head.encode() + body)
                await writer.drain()
                self.answered += bool(path.isdigit())
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    def serve(self) -> None:
        """Serve in a thread of its own, until the process ends."""
        up = threading.Event()

        async def run() -> None:
            server = await asyncio.start_server(self.answer, HOSTS, PORT)
            up.set()
            await server.serve_forever()

        threading.Thread(target=lambda: asyncio.run(run()), daemon=True).start()
        up.wait()


@dataclass
class Told:
    """What was looked at, over all kills."""

    kills: int = 0
    missed: int = 0
    pages_killed_among: list[int] = field(default_factory=list)
    pointers: int = 0
    cut: int = 0
    checked: int = 0
    unpointed: int = 0


def feeds_yaml() -> str:
    """Four outlets, looked at again a second after their first reading."""
    lines = ["contact: bench@newsroom.example.net", "allow_addresses:", "  - 127.0.0.0/8", "outlets:"]
    for number, host in enumerate(HOSTS):
        lines += [f"  o{number}:", f"    name: Outlet {number}", "    pages: all", "    delay: 0", "    revisit: [1m]"]
        lines += ["    feeds:", f"      - http://{host}:{PORT}/feed"]
    return "\n".join(lines) + "\n"


def crawl(folder: Path) -> subprocess.Popen[bytes]:
    """A crawl, begun."""
    command = [sys.executable, "-m", "dateline", "crawl", "--ignore-schedule"]
    with (folder / "crawl.log").open("ab") as log:
        return subprocess.Popen(command, cwd=folder, stdout=log, stderr=log, env=os.environ | {"PYTHONSAFEPATH": "1"})


def visits_are_due(folder: Path, site: Site) -> int:
    """What a minute of waiting would bring: pages to look at again, how many; some of them are edited meanwhile."""
    with sqlite3.connect(folder / "news.db", timeout=30) as connection:
        rows = connection.execute(
            "SELECT v.article, a.url FROM visits AS v JOIN articles AS a ON a.id = v.article"
            " WHERE v.due_at > datetime('now', '-1 years') LIMIT ?",
            (A_ROUND,),
        ).fetchall()
        connection.executemany(
            "UPDATE visits SET due_at = '2020-01-01 00:00:00', first_at = datetime('now', '-1 hours')"
            " WHERE article = ?",
            [(article,) for article, _ in rows],
        )
    connection.close()
    site.edited |= {number for _, url in rows if (number := int(url.rsplit("/", 1)[1])) % EDITED == 0}
    return len(rows)


def kill_one(folder: Path, site: Site, rng: random.Random, told: Told) -> bool:
    """Kill a crawl among its pages, as its archive file grows; False where it had ended before."""
    archive = folder / "archive"
    before = {path.name for path in archive.iterdir()} if archive.is_dir() else set()
    begun, wanted = site.answered, rng.randint(1, A_ROUND * 2 // 3)
    process = crawl(folder)
    while process.poll() is None and site.answered - begun < wanted:
        time.sleep(0.001)
    time.sleep(rng.random() * 0.2)
    live = process.poll() is None
    process.send_signal(signal.SIGKILL)
    grew = archive.is_dir() and any(p.name not in before and p.stat().st_size > 1_000 for p in archive.iterdir())
    if process.wait() != -signal.SIGKILL or not live or not grew:
        return False
    told.pages_killed_among.append(site.answered - begun)
    return True


def look(folder: Path, told: Told, seen: set[str]) -> None:
    """Follow every pointer, read every file. Raises AssertionError with what is wrong."""
    location = folder / "news.db"
    archive = archive_folder(location)
    assert archive is not None
    pointed: Counter[str] = Counter()
    with open_store(location) as store:
        for capture in store.all_captures(held=True):
            assert capture.place is not None
            read_record(archive, capture.place, expected_sha256=capture.sha256)
            pointed[capture.place.file] += 1
            told.pointers += 1
        for article in store.articles():
            held = store.held_capture(article.id or 0)
            assert not article.body or (held is not None and held.place is not None), f"{article.url}: no bytes"
        assert store.problems() == []
    for path in sorted(archive.glob("*.warc.gz")):
        if path.name in seen:  # it is not written to any more
            continue
        seen.add(path.name)
        found = check_file(path)
        told.checked += 1
        told.unpointed += found.records - 1 - pointed[path.name]
        if found.problem is not None:
            told.cut += 1
            print(f"  {path.name}: {found.problem}; {found.records} whole records, {found.good_bytes} bytes are good")
            assert "is cut in the middle of a record" in found.problem, found
        with tempfile.NamedTemporaryFile(suffix=".warc.gz") as good:
            good.write(path.read_bytes()[: found.good_bytes])
            good.flush()
            assert warcio_says(good.name) == "", path


def warcio_says(path: str) -> str:
    """What `warcio check` says of a file; nothing, if it has nothing against it."""
    out = StringIO()
    with redirect_stdout(out):
        status = Checker(SimpleNamespace(inputs=[path], verbose=False)).process_all()
    return out.getvalue() + (f"status {status}" if status else "")


def finish(folder: Path, site: Site) -> None:
    """Crawl undisturbed until nothing is pending, and see that every page is there once."""
    while True:
        process = crawl(folder)
        assert process.wait() == 0, (folder / "crawl.log").read_text()[-2000:]
        with open_store(folder / "news.db") as store:
            if not store.pending_pages(datetime.now(UTC)) and not store.due_visits(datetime.now(UTC)):
                break
    states: Counter[str] = Counter()
    with open_store(folder / "news.db") as store:
        assert store.due_visits(datetime.now(UTC)) == []
        articles = {article.url: article for article in store.articles()}
        urls = {f"http://{HOSTS[n % len(HOSTS)]}:{PORT}/{n}": n for n in range(site.published)}
        assert articles.keys() == urls.keys(), f"{len(articles)} articles of {len(urls)} pages"
        assert store.count_articles() == len(urls)
        for url, number in urls.items():
            article = articles[url]
            texts = [state.body or "" for state in store.revisions(article.id or 0)]
            counts = [1000 + number, *([101_000 + number] if number in site.edited else [])]
            assert len(texts) == len(counts), f"{url}: {len(texts)} states"
            assert all(f"counted {count} " in text for count, text in zip(counts, texts, strict=True)), url
            places = [capture for capture in store.captures(article.id or 0) if capture.place is not None]
            assert len({capture.sha256 for capture in places}) == len(places) == len(texts), f"{url}: bytes held twice"
            states["revised" if len(texts) > 1 else "as first read"] += 1
    told = ", ".join(f"{count} {state}" for state, count in sorted(states.items()))
    print(f"after an undisturbed crawl: {len(articles)} articles of {len(urls)} pages, each once, none pending: {told}")


def main(arguments: Any) -> None:
    """Kill, look, finish, tell."""
    site, told, seen = Site(), Told(), set[str]()
    rng = random.Random(arguments.seed)
    site.serve()
    with tempfile.TemporaryDirectory() as temporary:
        folder = arguments.folder or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "feeds.yaml").write_text(feeds_yaml(), encoding="utf-8")
        state = folder / "published.json"
        if state.exists():
            saved = json.loads(state.read_text())
            site.published, site.edited = saved["published"], set(saved["edited"])
        while told.kills < arguments.kills:
            if told.kills % 5 < 3:
                site.published += A_ROUND
            else:
                finish(folder, site)
                if not visits_are_due(folder, site):  # kills that came too late let all of them be made
                    site.published += A_ROUND
                    finish(folder, site)
                    visits_are_due(folder, site)
            if kill_one(folder, site, rng, told):
                told.kills += 1
            else:
                told.missed += 1
            look(folder, told, seen)
            state.write_text(json.dumps({"published": site.published, "edited": sorted(site.edited)}))
        finish(folder, site)
        look(folder, told, seen)
        check = subprocess.run([sys.executable, "-m", "dateline", "store", "check"], cwd=folder, check=False)
        among = sorted(told.pages_killed_among)
        print(
            f"{told.kills} kills hit a live crawl that was archiving ({told.missed} more found it ended): after"
            f" {among[0]} to {among[-1]} pages, half of them after {among[len(among) // 2]} or fewer"
        )
        print(f"{told.pointers:,} pointers followed, none to missing bytes; no article without its bytes")
        print(
            f"{told.checked} WARC files read to their last whole record, {told.cut} cut; warcio check has nothing"
            f" against any; {told.unpointed} records were written that nothing came to point to"
        )
        print(f"store check: {check.returncode}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", type=Path)
    main(parser.parse_args())
