"""Outlets on loopback addresses, each address a host of its own; every request is written down with begin and end."""

from __future__ import annotations

import asyncio
import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from time import monotonic

Answer = tuple[int, dict[str, str], bytes]
SLOW_S = 0.03


@dataclass(slots=True)
class Asked:
    """One request; `ended` None: it is still held."""

    host: str
    path: str
    began: float
    ended: float | None = None


@dataclass(slots=True)
class Outlets:
    """What each host answers, by path; what is not there is 404. A path in `held` waits until it is let go."""

    port: int
    answers: dict[tuple[str, str], Answer] = field(default_factory=dict)
    held: set[tuple[str, str]] = field(default_factory=set)
    asked: list[Asked] = field(default_factory=list)

    def url(self, host: str, path: str) -> str:
        return f"http://{host}:{self.port}{path}"

    def feed(self, host: str, path: str, links: list[str]) -> str:
        """Let a host list these pages; gives the feed's address."""
        items = "".join(f"<item><title>On {link}</title><link>{link}</link></item>" for link in links)
        body = f'<rss version="2.0"><channel><title>News</title>{items}</channel></rss>'.encode()
        self.answers[host, path] = (200, {"Content-Type": "application/rss+xml"}, body)
        return self.url(host, path)

    def page(self, host: str, path: str) -> str:
        """Let a host have an article; gives its address."""
        said = "".join(
            f"<p>The ferry council met about pier {at} of {path} and decided nothing.</p>" for at in range(5)
        )
        body = f"<html><body><article><h1>Ferries {path}</h1>{said}</article></body></html>".encode()
        self.answers[host, path] = (200, {"Content-Type": "text/html"}, body)
        return self.url(host, path)

    def text(self, host: str, path: str, body: str, status: int = 200, **headers: str) -> None:
        self.answers[host, path] = (status, {"Content-Type": "text/plain"} | headers, body.encode())

    def paths(self, host: str) -> list[str]:
        return [each.path for each in list(self.asked) if each.host == host]

    def overlaps(self) -> list[tuple[Asked, Asked]]:
        """Pairs of requests that were under way at one host at the same time."""
        return [(first, second) for first, second in self._pairs() if first.ended is None or second.began < first.ended]

    def smallest_gap(self) -> float:
        """Seconds between the begins of two requests to one host."""
        return min((second.began - first.began for first, second in self._pairs()), default=float("inf"))

    def _pairs(self) -> list[tuple[Asked, Asked]]:
        by_host: dict[str, list[Asked]] = defaultdict(list)
        for each in sorted(self.asked.copy(), key=lambda each: each.began):
            by_host[each.host].append(each)
        return [pair for asked in by_host.values() for pair in pairwise(asked)]


@contextmanager
def serving() -> Iterator[Outlets]:
    """Outlets at every loopback address."""
    loop = asyncio.new_event_loop()
    outlets = Outlets(0)

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        host = writer.get_extra_info("sockname")[0]
        asked = None
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                path = head.split(b" ", 2)[1].decode()
                asked = Asked(host, path, monotonic())
                outlets.asked.append(asked)
                await _wait(reader, outlets, host, path)
                status, headers, body = outlets.answers.get((host, path), (404, {}, b"none"))
                lines = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
                asked.ended = monotonic()
                writer.write(f"HTTP/1.1 {status} .\r\nContent-Length: {len(body)}\r\n{lines}\r\n".encode() + body)
        except (asyncio.IncompleteReadError, ConnectionError, asyncio.CancelledError):
            if asked is not None and asked.ended is None:
                asked.ended = monotonic()
        finally:
            writer.close()

    async def start() -> asyncio.Server:
        return await asyncio.start_server(serve, "0.0.0.0", 0)  # noqa: S104 - all of 127/8

    server = loop.run_until_complete(start())
    outlets.port = server.sockets[0].getsockname()[1]
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    try:
        yield outlets
    finally:

        async def stop() -> None:
            server.close()
            others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
            for task in others:
                task.cancel()
            await asyncio.gather(*others, return_exceptions=True)

        asyncio.run_coroutine_threadsafe(stop(), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()


async def _wait(reader: asyncio.StreamReader, outlets: Outlets, host: str, path: str) -> None:
    """Answer a while later, so that two requests at once would show; one that is held, when it is let go."""
    await asyncio.sleep(SLOW_S)
    while (host, path) in outlets.held:
        if reader.at_eof() or reader.exception() is not None:
            raise ConnectionError
        await asyncio.sleep(0.02)
