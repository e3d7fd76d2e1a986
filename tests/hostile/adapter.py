"""Puts dateline under the hostile-site harness: turns its list of feeds into a feeds.yaml and crawls as a user would.

    python tests/hostile/adapter.py run FEEDS.json WORK
    python tests/hostile/adapter.py dump WORK

`run` passes the crawl's exit code on. `dump` prints what was stored: items, the state of each feed, the CSV cells.
"""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

from storage import Article, open_store

DATELINE = [sys.executable, "-m", "dateline"]


def run(feeds: Path, work: Path) -> int:
    """Crawl the feeds once; every loopback address but the two public ones of the harness stays private."""
    lines = [
        "contact: desk@newsroom.example.net",
        "allow_addresses:",
        "  - 127.0.0.1/32",
        "  - 127.0.0.2/32",
        "topics: {}",
        "outlets:",
    ]
    for feed in json.loads(feeds.read_text(encoding="utf-8")):
        lines += [
            f"  {feed['id']}:",
            f"    name: {feed['id']}",
            "    language: en",
            "    pages: all",
            "    delay: 0",
            "    feeds:",
            f"      - {json.dumps(feed['url'])}",
        ]
    config = work / "feeds.yaml"
    config.write_text("\n".join(lines) + "\n", encoding="utf-8")
    crawl = [*DATELINE, "crawl", "--ignore-schedule", "--config", str(config), "--store", str(work / "news.db")]
    return subprocess.run(crawl, check=False).returncode


def dump(work: Path) -> None:
    """Print the store as the harness wants it."""
    store = work / "news.db"
    items: list[dict[str, object]] = []
    feeds: dict[str, dict[str, str]] = {}
    if store.exists():
        with open_store(store, read_only=True) as opened:
            items = [_item(article) for article in opened.articles()]
            for state in opened.feed_states():
                feeds[state.url] = {"status": "error" if state.failures or state.last_good is None else "ok"}
    search = [*DATELINE, "search", "--store", str(store), "--format", "csv", "--limit", "1000"]
    table = subprocess.run(search, capture_output=True, text=True, check=False).stdout
    cells = [cell for row in csv.reader(io.StringIO(table)) for cell in row if cell]  # an empty one begins with nothing
    print(json.dumps({"items": items, "feeds": feeds, "csv": cells}))


def _item(article: Article) -> dict[str, object]:
    return {
        "feed": article.outlet,
        "guid": article.guid,
        "url": article.url,
        "title": article.title,
        "author": ", ".join(person.name for person in article.people) or article.byline_raw,
        "published": article.published_at.isoformat() if article.published_at else None,
        "text": article.body or article.summary,
    }


if __name__ == "__main__":
    if sys.argv[1] == "run":
        sys.exit(run(Path(sys.argv[2]), Path(sys.argv[3])))
    dump(Path(sys.argv[2]))
