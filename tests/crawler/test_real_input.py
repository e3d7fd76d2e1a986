"""A crawl over real pages and feeds, served on loopback: every entry stored, every page fetched, nothing escapes."""

from __future__ import annotations

import gzip
import html
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from crawler.readers import read_feed
from normalise.urls import canonical_url
from storage import open_store
from tests.support import Run

PAGES = 70
FEEDS = 25


class _Site(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    routes: dict[str, tuple[str, bytes]] = {}  # noqa: RUF012
    asked: list[str] = []  # noqa: RUF012

    def do_GET(self) -> None:
        self.asked.append(self.path)
        kind, body = self.routes.get(self.path, ("text/plain", b""))
        self.send_response(200 if body else 404)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def site() -> Iterator[str]:
    _Site.routes, _Site.asked = {}, []
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Site)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def config(feeds: list[tuple[str, str]], pages: str) -> str:
    lines = ["contact: desk@newsroom.example.net", "allow_addresses:", "  - 127.0.0.1/32", "outlets:"]
    for outlet, url in feeds:
        lines += [
            f"  {outlet}:",
            f"    name: {outlet}",
            f"    pages: {pages}",
            "    delay: 0",
            "    feeds:",
            f"      - {url}",
        ]
    return "\n".join(lines) + "\n"


def test_real_pages_are_all_fetched_and_read(site: str, shared: Path, dateline: Run, tmp_path: Path) -> None:
    folder = shared / "data" / "pages"
    rows = [json.loads(line) for line in (folder / "truth.jsonl").read_text(encoding="utf-8").splitlines()]
    chosen = rows[:: max(1, len(rows) // PAGES)][:PAGES]
    assert len(chosen) >= 60
    items = []
    for row in chosen:
        path = f"/article/{row['id']}"
        _Site.routes[path] = ("text/html", gzip.decompress((folder / row["file"]).read_bytes()))
        title = html.escape(row.get("title") or row["id"])
        items.append(f"<item><title>{title}</title><link>{site}{path}</link><guid>{row['id']}</guid></item>")
    feed = f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel>{"".join(items)}</channel></rss>'
    _Site.routes["/feed"] = ("application/rss+xml", feed.encode())
    (tmp_path / "feeds.yaml").write_text(config([("pages", f"{site}/feed")], "all"), encoding="utf-8")

    done = dateline("crawl")

    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    assert {f"/article/{row['id']}" for row in chosen} <= set(_Site.asked)
    with open_store(tmp_path / "news.db", read_only=True) as store:
        held = {article.url: article for article in store.articles()}
    assert len(held) == len(chosen)
    unread = [article for article in held.values() if article.page_state != "fetched"]
    assert all(article.access in ("consent", "login", "error") for article in unread), [
        (article.url, article.page_problem) for article in unread
    ]
    assert not [article for article in unread if "bug" in (article.page_problem or "")]
    assert len(held) - len(unread) >= 0.95 * len(chosen)


def test_every_entry_of_real_feeds_is_stored(site: str, shared: Path, dateline: Run, tmp_path: Path) -> None:
    paths = sorted((shared / "data" / "feeds" / "real").iterdir())
    feeds, expected = [], set()
    for path in paths:
        body = path.read_bytes()
        url = f"{site}/{len(feeds)}.xml"
        entries = read_feed(body, url=url, content_type="application/xml").entries
        if len(entries) < 3:
            continue
        _Site.routes[f"/{len(feeds)}.xml"] = ("application/xml", body)
        feeds.append((f"feed-{len(feeds)}", url))
        expected |= {canonical_url(entry.url) for entry in entries if entry.url}
        if len(feeds) == FEEDS:
            break
    assert len(feeds) >= 20
    (tmp_path / "feeds.yaml").write_text(config(feeds, "none"), encoding="utf-8")

    done = dateline("crawl")

    assert done.returncode == 0, done.stdout + done.stderr
    assert f"feeds {len(feeds)}: {len(feeds)} ok" in done.stdout
    with open_store(tmp_path / "news.db", read_only=True) as store:
        assert {article.url for article in store.articles()} == expected
