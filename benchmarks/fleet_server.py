"""Thousands of outlets on loopback: every address 127.x.y.z is a host, and every request of each is written down.

`python -m benchmarks.fleet_server PORT HOSTS FEEDS_A_HOST ENTRIES LATENCY_S RECORD` serves until SIGTERM; at SIGUSR1 it
writes to RECORD one line a request: host, path, begin and end in seconds. Answers take up to LATENCY_S, so that two at
once show.
"""

from __future__ import annotations

import asyncio
import hashlib
import signal
import sys
from pathlib import Path
from time import monotonic

MOVED = 97  # of the feeds, every so many-eth redirects to another host
ELSEWHERE = 5  # of the entries, every so many-eth has its page on another host


def host_of(number: int) -> str:
    """The address of a host: 127.1.0.1, 127.1.0.2, ..."""
    return f"127.{1 + number // 62_500}.{number // 250 % 250}.{1 + number % 250}"


def number_of(host: str) -> int:
    """The number of an address."""
    _, first, second, third = (int(part) for part in host.split("."))
    return (first - 1) * 62_500 + second * 250 + third - 1


def page_host(number: int, feed: int, entry: int, hosts: int) -> int:
    """The host with the page of an entry: mostly its feed's own."""
    return (number + 1) % hosts if (feed + entry) % ELSEWHERE == 0 else number


def page_path(number: int, feed: int, entry: int) -> str:
    """The path of an entry's page."""
    return f"/news/{number}-{feed}-{entry}.html"


def is_moved(number: int, feed: int, feeds: int) -> bool:
    """Whether a feed redirects to the next host but one."""
    return (number * feeds + feed) % MOVED == MOVED - 1


class Site(asyncio.Protocol):
    """One connection; answers one request after another."""

    def __init__(self, hosts: int, feeds: int, entries: int, latency_s: float, record: list[str]) -> None:
        self._hosts, self._feeds, self._entries, self._latency_s = hosts, feeds, entries, latency_s
        self._record = record
        self._received = b""
        self._begun: tuple[str, str, float] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Note which host was asked."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._host, self._port = transport.get_extra_info("sockname")

    def data_received(self, data: bytes) -> None:
        """Answer each whole request, a while later."""
        self._received += data
        while b"\r\n\r\n" in self._received:
            head, _, self._received = self._received.partition(b"\r\n\r\n")
            path = head.split(b" ", 2)[1].decode()
            began = monotonic()
            self._begun = (self._host, path, began)
            chance = hashlib.blake2b(f"{self._host}{path}".encode(), digest_size=2).digest()[0] / 255
            conditional = b"if-none-match" in head.lower()
            if self._latency_s:
                asyncio.get_running_loop().call_later(chance * self._latency_s, self._answer, path, conditional)
            else:
                self._answer(path, conditional)

    def connection_lost(self, exc: Exception | None) -> None:
        """Whoever asked is gone: what it asked for ends here."""
        if self._begun is not None:
            self._note()

    def _note(self) -> None:
        assert self._begun is not None
        host, path, began = self._begun
        self._record.append(f"{host} {path} {began:.6f} {monotonic():.6f}")
        self._begun = None

    def _answer(self, path: str, conditional: bool) -> None:
        if self._begun is None:
            return
        status, kind, more, body = self._made(path, conditional)
        head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n{more}\r\n"
        self._note()
        self._transport.write(head.encode() + body)

    def _made(self, path: str, conditional: bool) -> tuple[str, str, str, bytes]:
        number = number_of(self._host)
        if path == "/robots.txt":
            return "404 Not Found", "text/plain", "", b"none"
        if path.startswith("/feed/"):
            feed = int(path.removeprefix("/feed/").removesuffix(".xml"))
            if is_moved(number, feed, self._feeds):
                to = (
                    f"Location: http://{host_of((number + 2) % self._hosts)}:{self._port}/moved/{number}-{feed}.xml\r\n"
                )
                return "302 Found", "text/plain", to, b"elsewhere"
            return self._feed(number, feed, conditional)
        if path.startswith("/moved/"):
            of, feed_text = path.removeprefix("/moved/").removesuffix(".xml").split("-")
            return self._feed(int(of), int(feed_text), conditional)
        return "200 OK", "text/html; charset=utf-8", "", page(path)

    def _feed(self, number: int, feed: int, conditional: bool) -> tuple[str, str, str, bytes]:
        etag = f'ETag: "{number}-{feed}"\r\n'
        if conditional:
            return "304 Not Modified", "application/rss+xml", etag, b""
        items = "".join(
            f"<item><title>Harbour report {number}-{feed}-{entry}</title>"
            f"<link>http://{host_of(page_host(number, feed, entry, self._hosts))}:{self._port}"
            f"{page_path(number, feed, entry)}</link>"
            f"<guid>{number}-{feed}-{entry}</guid><description>What was said about quay {entry}.</description></item>"
            for entry in range(self._entries)
        )
        body = f'<?xml version="1.0"?><rss version="2.0"><channel><title>F{feed}</title>{items}</channel></rss>'
        return "200 OK", "application/rss+xml", etag, body.encode()


def page(path: str) -> bytes:
    """A small page with an article."""
    said = "".join(
        f"<p>The council of {path} met again about quay {at}, and nothing was decided there.</p>" for at in range(6)
    )
    return (
        f"<html><head><title>{path}</title></head><body><article><h1>{path}</h1>{said}</article></body></html>".encode()
    )


async def main(port: int, hosts: int, feeds: int, entries: int, latency_s: float, record: Path) -> None:
    """Serve until SIGTERM; SIGUSR1 writes what was recorded so far, and begins anew."""
    loop = asyncio.get_running_loop()
    seen: list[str] = []
    server = await loop.create_server(
        lambda: Site(hosts, feeds, entries, latency_s, seen),
        "0.0.0.0",  # noqa: S104 - all of 127/8
        port,
        backlog=4096,
    )
    ended = asyncio.Event()

    def write() -> None:
        part = record.with_suffix(".part")
        part.write_text("\n".join(seen))
        part.rename(record)
        seen.clear()

    loop.add_signal_handler(signal.SIGTERM, ended.set)
    loop.add_signal_handler(signal.SIGUSR1, write)
    print("ready", flush=True)
    await ended.wait()
    server.close()


if __name__ == "__main__":
    port, hosts, feeds, entries = (int(text) for text in sys.argv[1:5])
    asyncio.run(main(port, hosts, feeds, entries, float(sys.argv[5]), Path(sys.argv[6])))
