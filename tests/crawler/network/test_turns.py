"""One request at a time reaches a host, also where the delay is 0; hosts are asked side by side."""

from __future__ import annotations

import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from tests.crawler.fleet.outlets import serving
from tests.support import Run


class _Counting(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Any

    def do_GET(self) -> None:
        host = self.server.server_address[0]
        with self.server.lock:
            self.server.under_way[host] = self.server.under_way.get(host, 0) + 1
            self.server.most = max(self.server.most, self.server.under_way[host])
            self.server.hosts_at_once = max(
                self.server.hosts_at_once, sum(1 for n in self.server.under_way.values() if n)
            )
        time.sleep(0.03)  # long enough for a second request to arrive if one is sent
        if self.path == "/feed":
            items = "".join(
                f"<item><title>Item {n}</title><link>http://{host}:{self.server.server_port}/a/{n}</link></item>"
                for n in range(12)
            )
            body, kind = f'<rss version="2.0"><channel>{items}</channel></rss>'.encode(), "application/rss+xml"
        elif self.path == "/robots.txt":
            body, kind = b"User-agent: *\nDisallow:\n", "text/plain"
        else:
            body, kind = b"<html><title>t</title><body><p>Some words.</p></body></html>", "text/html"
        with self.server.lock:
            self.server.under_way[host] -= 1
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        pass


def test_a_host_sees_one_request_at_a_time_and_hosts_are_asked_side_by_side(dateline: Run, tmp_path: Path) -> None:
    servers: list[Any] = []
    shared: dict[str, int] = {}
    lock = threading.Lock()
    lines = ["contact: desk@newsroom.example.net", "allow_addresses:", "  - 127.0.0.0/8", "outlets:"]
    for number in (1, 2, 3):
        server: Any = ThreadingHTTPServer((f"127.0.3.{number}", 0), _Counting)
        server.lock, server.under_way, server.most, server.hosts_at_once = lock, shared, 0, 0
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        servers.append(server)
        lines += [f"  o{number}:", f"    name: Outlet {number}", "    pages: all", "    delay: 0", "    feeds:"]
        lines += [f"      - http://127.0.3.{number}:{server.server_port}/feed"]
    (tmp_path / "feeds.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    try:
        done = dateline("crawl")
    finally:
        for server in servers:
            server.shutdown()
            server.server_close()
    assert done.returncode == 0, done.stdout + done.stderr
    assert [server.most for server in servers] == [1, 1, 1]
    assert max(server.hosts_at_once for server in servers) > 1


def test_a_redirect_to_another_host_waits_for_that_hosts_turn_and_delay(dateline: Run, tmp_path: Path) -> None:
    from_host, to_host = "127.0.4.1", "127.0.4.2"
    with serving() as outlets:
        target = outlets.feed(to_host, "/target", [outlets.page(to_host, "/news/1")])
        outlets.text(from_host, "/feed", "", 302, Location=target)
        feeds = {"moved": outlets.url(from_host, "/feed"), "there": outlets.feed(to_host, "/feed", [])}
        lines = ["contact: desk@newsroom.example.net", "allow_addresses:", "  - 127.0.0.0/8", "outlets:"]
        for name, feed in feeds.items():
            lines += [
                f"  {name}:",
                f"    name: {name}",
                "    pages: all",
                "    delay: 0.3",
                "    feeds:",
                f"      - {feed}",
            ]
        (tmp_path / "feeds.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")
        done = dateline("crawl")
        asked = sorted((one.began, one.path) for one in outlets.asked if one.host == to_host)
        gap = outlets.smallest_gap()
    assert done.returncode == 0, done.stdout + done.stderr
    assert {path for _, path in asked} >= {"/feed", "/target", "/news/1"}
    assert gap >= 0.25, "the delay, less what one request may come in later than another"
