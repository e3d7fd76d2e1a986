"""A small site on loopback that misbehaves as a test says: one host an outlet, each with its own routes."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True, slots=True)
class Answer:
    """What a route gives. `status` 0 closes the connection without a word."""

    status: int = 200
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as it arrived."""

    path: str
    headers: dict[str, str]
    at: float


Route = Answer | Callable[[Asked], Answer]


@dataclass(slots=True)
class Site:
    """A host that is served; `routes` are looked up by path, anything else is a 404."""

    host: str
    port: int = 0
    routes: dict[str, Route] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)

    def url(self, path: str) -> str:
        """The address of a path."""
        return f"http://{self.host}:{self.port}{path}"

    def paths(self) -> list[str]:
        """What was asked for, in order."""
        return [asked.path for asked in self.asked]


class _Handler(BaseHTTPRequestHandler):
    server: Any

    def do_GET(self) -> None:
        site: Site = self.server.site
        asked = Asked(self.path, {name.lower(): value for name, value in self.headers.items()}, time.monotonic())
        site.asked.append(asked)
        route = site.routes.get(self.path, Answer(404))
        answer = route(asked) if callable(route) else route
        if not answer.status:
            return
        self.send_response(answer.status)
        for name, value in answer.headers:
            self.send_header(name, value)
        if answer.status != 304:
            self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        self.wfile.write(answer.body)

    def log_message(self, *_: Any) -> None:
        pass


@contextmanager
def serving(sites: dict[str, Site]) -> Iterator[None]:
    """Serve every site while the block runs; their ports are set."""
    servers: list[Any] = []
    try:
        for site in sites.values():
            server: Any = ThreadingHTTPServer((site.host, 0), _Handler)
            server.site, site.port = site, server.server_port
            threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
            servers.append(server)
        yield
    finally:
        for server in servers:
            server.shutdown()
            server.server_close()


def rss(*links: str) -> bytes:
    """A feed of items with these links."""
    items = "".join(f"<item><title>Item {n}</title><link>{link}</link></item>" for n, link in enumerate(links))
    return f'<rss version="2.0"><channel><title>t</title>{items}</channel></rss>'.encode()
