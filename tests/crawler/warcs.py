"""WARC files for tests, as several tools write them: invented pages of invented outlets."""

from __future__ import annotations

import gzip
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

CONFIG = """\
contact: desk@harbour-herald.example
topics:
  quay:
    any: [quay]
  bridge:
    any: [bridge]
outlets:
  herald:
    name: Harbour Herald
    homepage: https://www.herald.example/
    language: en
    timezone: Europe/Lisbon
    feeds: [https://rss.herald.example/all]
  herald-he:
    name: Harbour Herald in Hebrew
    homepage: https://he.herald.example/
    language: he
    feeds: [https://he.herald.example/rss]
"""
AT = datetime(2025, 11, 29, 18, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Given:
    """A record. `headers` are those of the answer, `fields` those of the record."""

    url: str
    body: bytes = b""
    kind: str = "response"
    status: str = "200 OK"
    headers: Sequence[tuple[str, str]] = (("Content-Type", "text/html; charset=utf-8"),)
    fields: Sequence[tuple[str, str]] = ()
    at: datetime = AT

    def bytes(self) -> bytes:
        http = "".join(f"{name}: {value}\r\n" for name, value in self.headers)
        block = f"HTTP/1.1 {self.status}\r\n{http}\r\n".encode() + self.body
        if self.kind == "warcinfo":
            block = b"software: made for a test\r\n"
        number = uuid.uuid5(uuid.NAMESPACE_URL, f"{self.url} {self.kind} {self.at}")
        head = (
            f"WARC/1.0\r\nWARC-Type: {self.kind}\r\nWARC-Target-URI: {self.url}\r\n"
            f"WARC-Date: {self.at:%Y-%m-%dT%H:%M:%SZ}\r\nWARC-Record-ID: <urn:uuid:{number}>\r\n"
            + "".join(f"{name}: {value}\r\n" for name, value in self.fields)
            + f"Content-Type: application/http; msgtype={self.kind}\r\nContent-Length: {len(block)}\r\n\r\n"
        )
        return head.encode() + block + b"\r\n\r\n"


def page(title: str, text: str, *, head: str = "", ago: str | None = None) -> bytes:
    """An article's page with a date, or with one that is only told from when it was fetched."""
    dated = '<meta property="article:published_time" content="2025-11-29T09:00:00Z">' if ago is None else ""
    told = f"<time>{ago}</time>" if ago else ""
    more = "".join(f"<p>{text} It is paragraph {number} of the story, and it says no more.</p>" for number in range(4))
    return (
        f'<!doctype html><html lang="en"><head><title>{title}</title>{dated}{head}</head>'
        f'<body><article><h1>{title}</h1><p class="byline">By Ines Calder</p>{told}{more}</article></body></html>'
    ).encode()


def write(path: Path, records: Iterable[Given], *, form: str = "members") -> Path:
    """`form`: members (a gzip member a record), plain, or whole (one gzip member over all)."""
    parts = [record.bytes() for record in records]
    if form == "members":
        path.write_bytes(b"".join(gzip.compress(part, mtime=0) for part in parts))
    else:
        path.write_bytes(b"".join(parts) if form == "plain" else gzip.compress(b"".join(parts), mtime=0))
    return path
