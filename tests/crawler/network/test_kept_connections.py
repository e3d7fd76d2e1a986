"""A kept connection that the server closes as it is used again is nobody's failure; a new one is not tried twice."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from tests.support import Run


class _HangsUp(BaseHTTPRequestHandler):
    """Answers the first request of a connection as if more were welcome, and hangs up on the second."""

    protocol_version = "HTTP/1.1"
    server: Any

    def setup(self) -> None:
        super().setup()
        self.answered = 0

    def do_GET(self) -> None:
        if self.answered:
            self.server.hung_up += 1
            self.close_connection = True
            return
        self.answered += 1
        if self.path == "/silent":
            self.server.silent += 1
            self.close_connection = True
            return
        at = f"http://127.0.0.1:{self.server.server_port}"
        body, kind = b"<html><title>Harbour</title><body><p>Some words of the harbour.</p></body></html>", "text/html"
        if self.path == "/robots.txt":
            body, kind = b"User-agent: *\nDisallow:\n", "text/plain"
        elif self.path == "/feed":
            items = "".join(f"<item><title>Item {n}</title><link>{at}/a/{n}</link></item>" for n in range(6))
            body, kind = f'<rss version="2.0"><channel>{items}</channel></rss>'.encode(), "application/rss+xml"
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        pass


@contextmanager
def _site(tmp_path: Path, path: str) -> Iterator[Any]:
    server: Any = ThreadingHTTPServer(("127.0.0.1", 0), _HangsUp)
    server.hung_up = server.silent = 0
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    (tmp_path / "feeds.yaml").write_text(
        "contact: desk@newsroom.example.net\nallow_addresses:\n  - 127.0.0.0/8\noutlets:\n  gull:\n    name: The Gull\n"
        f"    pages: all\n    delay: 0\n    feeds:\n      - http://127.0.0.1:{server.server_port}{path}\n",
        encoding="utf-8",
    )
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


def test_a_request_on_a_connection_that_was_just_closed_goes_over_a_new_one(dateline: Run, tmp_path: Path) -> None:
    with _site(tmp_path, "/feed") as server:
        done = dateline("crawl")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "pages 6 fetched, 0 failed" in done.stdout
    assert server.hung_up, "no kept connection was used again: the test shows nothing"


def test_a_new_connection_without_an_answer_is_not_tried_again(dateline: Run, tmp_path: Path) -> None:
    with _site(tmp_path, "/silent") as server:
        assert dateline("crawl").returncode == 4
    assert server.silent == 1
