"""How long the web pages take, over a store made by benchmarks/store.py: p50 and p95 of each,
and of the CPU it took, which a busy machine does not blur.

python benchmarks/web.py --articles 50000 [--keep news.db]
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.store import START, Press, fill, spread
from dateline.web.server import application
from storage import open_store


def pages(press: Press) -> dict[str, str]:
    """What is asked for, by name."""
    rare, common = press.words["en"][700], press.words["en"][20]
    return {
        "Coverage": "/",
        "Coverage, an outlet": "/?outlet=outlet7",
        "Coverage, a month": f"/?since={START:%Y-%m-%d}&until={START:%Y-%m}-31",
        "Coverage, a topic": "/?topic=harbour",
        "Coverage, a day": f"/?day={START:%Y-%m-%d}",
        "Coverage, a rare word": f"/?q={rare}",
        "Coverage, a common word": f"/?q={common}",
        "Article": "/articles/100",
        "People": "/people",
        "Person": "/people/100",
        "Outlets": "/outlets",
        "Reports": "/reports",
    }


async def answer(app: Any, path: str) -> int:
    """Ask as a server would, without the wire; gives the status."""
    route, _, query = path.partition("?")
    statuses: list[int] = []
    scope = {
        "type": "http", "http_version": "1.1", "method": "GET", "scheme": "http", "path": route,
        "raw_path": route.encode(), "query_string": query.encode(), "headers": [(b"host", b"127.0.0.1")],
        "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 80),
    }  # fmt: skip

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start":
            statuses.append(message["status"])

    await app(scope, receive, send)
    return statuses[0]


async def measure(app: Any, press: Press, rounds: int) -> None:
    """Print the figures."""
    for name, path in pages(press).items():
        status = await answer(app, path)
        taken, spent = [], []
        for _ in range(rounds):
            started, worked = time.perf_counter(), time.process_time()
            await answer(app, path)
            taken.append((time.perf_counter() - started) * 1000)
            spent.append((time.process_time() - worked) * 1000)
        told = "" if status == 200 else f" (answered {status})"
        print(f"{name}: {spread(taken)} ms; of CPU {spread(spent)} ms{told}", flush=True)


def main() -> None:
    """Fill a store unless one is kept, serve it, and time its pages."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=50_000)
    parser.add_argument("--keep", type=Path, help="keep the store here; one that is there is served, not filled")
    parser.add_argument("--rounds", type=int, default=20, help="how often each page is asked for")
    options = parser.parse_args()
    press = Press()
    with tempfile.TemporaryDirectory() as folder:
        path = options.keep or Path(folder) / "news.db"
        if not path.exists():
            with open_store(path) as store:
                fill(store, press, options.articles)
        with open_store(path, read_only=True) as store:
            print(f"{store.count_articles()} articles")
        with application(str(path), frozenset()) as app:
            asyncio.run(measure(app, press, options.rounds))


if __name__ == "__main__":
    main()
