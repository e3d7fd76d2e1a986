"""The newsroom on the wire: one small web server an outlet, on loopback only, with a log of what was asked."""

from __future__ import annotations

import errno
import hashlib
import socket
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from dateline.newsroom.config import feeds_yaml
from dateline.newsroom.content import Outlet, Story, load_outlets, load_stories
from dateline.newsroom.pages import Placed, article_page, article_path, consent_page, section_page
from dateline.newsroom.syndication import render_feed

EDITIONS = ("morning", "evening")
BY_HAND = "fence-along-the-grey-line"


@dataclass(frozen=True, slots=True)
class Request:
    """One request the newsroom answered. `time` is aware and in UTC; `host` is the outlet's id."""

    time: datetime
    host: str
    path: str
    status: int


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    content_type: str
    body: bytes
    changed: datetime | None = None  # None: the answer carries no validators


class Newsroom:
    """The sample outlets while they are served. Made by `start`.

    `addresses` maps an outlet's id to its address ("http://127.0.1.1:40123"), `requests` is the log, oldest first,
    `now` the moment from which all ages of stories are counted.
    """

    def __init__(self, now: datetime, outlets: tuple[Outlet, ...], *, latency_s: float = 0.0) -> None:
        self.now = now
        self.outlets = outlets
        self.latency_s = latency_s
        self.edition = EDITIONS[0]
        self.addresses: dict[str, str] = {}
        self.requests: list[Request] = []
        self._flaky_seen: set[str] = set()
        self._lock = threading.Lock()
        self._routes: dict[str, dict[str, Placed]] = {}

    @property
    def feeds_yaml(self) -> str:
        """A complete feeds.yaml for the newsroom where it is served now."""
        return feeds_yaml(self.addresses)

    @property
    def articles(self) -> tuple[Placed, ...]:
        """Every story served in this edition, in no feed or in several, with address and instants: the truth."""
        return tuple(placed for routes in self._routes.values() for placed in routes.values())

    def article(self, slug: str) -> Placed:
        """The story with that slug in this edition; KeyError if there is none."""
        for placed in self.articles:
            if placed.story.slug == slug:
                return placed
        raise KeyError(slug)

    def listed(self, outlet: str | None = None) -> tuple[Placed, ...]:
        """The stories that a feed lists in this edition, of one outlet or of all."""
        return tuple(
            placed
            for placed in self.articles
            if placed.story.feeds and outlet in (None, placed.outlet.id) and self._is_listed(placed.story)
        )

    def advance(self) -> None:
        """Go to the evening edition: new articles, one rewritten under a new headline, some gone from their feeds."""
        with self._lock:
            self.edition = EDITIONS[-1]
            self._place()

    def save_by_hand(self, folder: str | Path) -> Path:
        """Write `by_hand.html`, a page saved by a reader, into `folder` and return its path.

        No feed lists the article; `article(BY_HAND)` says where it was published and when.
        """
        path = Path(folder) / "by_hand.html"
        path.write_text(article_page(self.article(BY_HAND)), encoding="utf-8")
        return path

    def _place(self) -> None:
        routes: dict[str, dict[str, Placed]] = {outlet.id: {} for outlet in self.outlets}
        by_id = {outlet.id: outlet for outlet in self.outlets}
        for story in load_stories(self.edition):
            if story.outlet in by_id:
                path = article_path(by_id[story.outlet], story, self.now)
                url = self.addresses[story.outlet] + path
                routes[story.outlet][path] = Placed(by_id[story.outlet], story, url, self.now)
        self._routes = routes

    def _is_listed(self, story: Story) -> bool:
        return EDITIONS.index(story.until) >= EDITIONS.index(self.edition)

    def _answer(self, outlet: Outlet, path: str) -> _Answer:
        base, routes = self.addresses[outlet.id], self._routes[outlet.id]
        if path == "/robots.txt":
            rules = "".join(f"Disallow: {each}\n" for each in outlet.disallow) or "Disallow:\n"
            return _Answer(200, "text/plain; charset=utf-8", f"User-agent: *\n{rules}".encode())
        if path == "/":
            return _html(section_page(outlet, self.listed(outlet.id)[:5]))
        for feed in outlet.feeds:
            if feed.path == path:
                if feed.format == "refused":
                    return _html("<h1>403 Forbidden</h1>", status=403)
                placed = tuple(p for p in routes.values() if feed.name in p.story.feeds and self._is_listed(p.story))
                body, content_type = render_feed(outlet, feed, placed, base=base, now=self.now)
                changed = max((each.modified or each.published for each in placed), default=self.now)
                return _Answer(200, content_type, body, changed)
        if path in routes:
            return self._article_answer(outlet, routes[path])
        return _html("<h1>404 Not Found</h1>", status=404)

    def _article_answer(self, outlet: Outlet, placed: Placed) -> _Answer:
        trap = placed.story.trap
        if trap == "missing":
            return _html("<h1>404 Not Found</h1><p>This page has moved or never was.</p>", status=404)
        if trap == "consent":
            return _html(consent_page(outlet))
        if trap == "flaky":
            with self._lock:
                first = placed.url not in self._flaky_seen
                self._flaky_seen.add(placed.url)
            if first:
                return _html("<h1>500 Internal Server Error</h1>", status=500)
        others = tuple(each for each in self.listed(outlet.id) if each.story.slug != placed.story.slug)[:4]
        return _html(article_page(placed, others))


@contextmanager
def start(*, now: datetime | None = None, refused: bool = True, latency_s: float = 0.0) -> Iterator[Newsroom]:
    """Serve the newsroom on loopback until the block ends.

    `now` (aware; default: the present) is the moment from which the stories' ages are counted: with it given, every
    byte served is the same each time but for the port. `refused` includes the outlet whose feed answers 403.
    `latency_s` is how long each answer waits, for tests that need a crawl to take its time.

    >>> with start() as newsroom:
    ...     newsroom.requests
    []
    """
    if now is None:
        now = datetime.now(UTC)
    if now.tzinfo is None:
        raise ValueError("now has to be aware: datetime.now(UTC)")
    outlets = tuple(o for o in load_outlets() if refused or all(feed.format != "refused" for feed in o.feeds))
    newsroom = Newsroom(now.astimezone(UTC).replace(second=0, microsecond=0), outlets, latency_s=latency_s)
    servers = _bind(newsroom)
    newsroom.addresses.update(
        {server.outlet.id: "http://{}:{}".format(*server.server_address[:2]) for server in servers}
    )
    newsroom._place()
    threads = [threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True) for server in servers]
    for thread in threads:
        thread.start()
    try:
        yield newsroom
    finally:
        # Each shutdown waits for its server's next look around: all at once, they wait for one.
        closers = [threading.Thread(target=server.shutdown) for server in servers]
        for closer in closers:
            closer.start()
        for thread in (*closers, *threads):
            thread.join()
        for server in servers:
            server.server_close()


class _Server(ThreadingHTTPServer):
    """One outlet's host. Connections left open by a client are cut when it closes."""

    request_queue_size = 64

    def __init__(self, address: tuple[str, int], newsroom: Newsroom, outlet: Outlet) -> None:
        self.newsroom = newsroom
        self.outlet = outlet
        self._open: set[socket.socket] = set()
        super().__init__(address, _Handler)

    def server_bind(self) -> None:
        # HTTPServer's own asks the resolver for the host's name, which can take seconds without a network.
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind(self.server_address)
        self.server_address = self.socket.getsockname()
        self.server_name, self.server_port = str(self.server_address[0]), int(self.server_address[1])

    def process_request(self, request: Any, client_address: Any) -> None:
        self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        self._open.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is no news: tests kill crawls on purpose."""

    def server_close(self) -> None:
        super().server_close()
        for connection in tuple(self._open):
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "newsroom"
    sys_version = ""
    wbufsize = -1  # headers and body leave together: two small writes would wait for each other's acknowledgement
    disable_nagle_algorithm = True
    timeout = 30
    server: _Server

    def do_GET(self) -> None:
        self._reply(with_body=True)

    def do_HEAD(self) -> None:
        self._reply(with_body=False)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: the newsroom keeps its own log."""

    def _reply(self, *, with_body: bool) -> None:
        newsroom, outlet = self.server.newsroom, self.server.outlet
        if newsroom.latency_s:
            time.sleep(newsroom.latency_s)
        answer = newsroom._answer(outlet, urlsplit(self.path).path)
        headers = _validators(answer, outlet.validators)
        status = 304 if answer.status == 200 and _unchanged(dict(self.headers.items()), headers) else answer.status
        newsroom.requests.append(Request(datetime.now(UTC), outlet.id, self.path, status))
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if status != 304:
            self.send_header("Content-Type", answer.content_type)
            self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        if with_body and status != 304:
            self.wfile.write(answer.body)


def _html(text: str, *, status: int = 200) -> _Answer:
    return _Answer(status, "text/html; charset=utf-8", text.encode())


def _validators(answer: _Answer, kind: str) -> dict[str, str]:
    if answer.changed is None or answer.status != 200:
        return {}
    headers = {}
    if kind in ("both", "etag"):
        headers["ETag"] = f'"{hashlib.sha256(answer.body).hexdigest()[:20]}"'
    if kind in ("both", "last-modified"):
        headers["Last-Modified"] = format_datetime(answer.changed.astimezone(UTC), usegmt=True)
    return headers


def _unchanged(asked: Mapping[str, str], headers: Mapping[str, str]) -> bool:
    """RFC 9110, 13.2.2: If-None-Match decides alone where it is given; If-Modified-Since only without it."""
    asked = {name.lower(): value for name, value in asked.items()}
    wanted = asked.get("if-none-match")
    if wanted is not None:
        tags = {tag.strip().removeprefix("W/") for tag in wanted.split(",")}
        return "ETag" in headers and ("*" in tags or headers["ETag"] in tags)
    since = asked.get("if-modified-since")
    if since is None or "Last-Modified" not in headers:
        return False
    try:
        return parsedate_to_datetime(headers["Last-Modified"]) <= parsedate_to_datetime(since)
    except (TypeError, ValueError):
        return False


def _bind(newsroom: Newsroom) -> list[_Server]:
    """A server an outlet: each on an address of its own with one port, or on 127.0.0.1 with a port each.

    Linux answers on all of 127.0.0.0/8; macOS only on 127.0.0.1, unless told otherwise.
    """
    for _ in range(8):
        servers: list[_Server] = []
        port = 0
        try:
            for number, outlet in enumerate(newsroom.outlets, 1):
                server = _Server((f"127.0.1.{number}", port), newsroom, outlet)
                servers.append(server)
                port = server.server_port
        except OSError as error:
            for server in servers:
                server.server_close()
            if error.errno == errno.EADDRINUSE:
                continue  # the port is taken on one of the addresses: another one may be free on all
            break
        return servers
    return [_Server(("127.0.0.1", 0), newsroom, outlet) for outlet in newsroom.outlets]
