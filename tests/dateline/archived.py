"""Stores with archived visits, for tests: invented pages of an invented outlet."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

from normalise.bylines import parse_byline
from storage import Article, Outlet, Store
from storage.archive import ArchiveWriter, Record, archive_folder
from storage.captures import Capture, PageReading
from storage.signing import Signature

FIRST = datetime(2026, 1, 5, 10, 30, tzinfo=UTC)
HERALD = Outlet("harbour-herald", "Harbour Herald", timezone="UTC", homepage="https://herald.example/")


@dataclass(frozen=True)
class Visited:
    """One visit of a page: its text, and why its bytes are not held, if they are not."""

    title: str
    body: str
    absent: str | None = None

    @property
    def signature(self) -> Signature | None:
        read = parse_byline(self.byline) if self.byline else None
        return Signature(self.byline, read.people, read.organisations) if read else None

    after: timedelta = timedelta(0)
    byline: str | None = None  # as this visit's page prints it, if the store is to know that

    @property
    def html(self) -> bytes:
        paragraphs = "".join(f"<p>{part}</p>" for part in self.body.split("\n\n"))
        return f"<!doctype html><html><body><h1>{self.title}</h1>{paragraphs}</body></html>".encode()


def beside(store: Store) -> ArchiveWriter:
    """A new file in the archive beside a store's file."""
    folder = archive_folder(store.location)
    assert folder is not None
    return ArchiveWriter(folder, Path(store.location), started=FIRST)


def keep_visits(
    store: Store,
    visits: Sequence[Visited],
    *,
    url: str = "https://herald.example/2026/quay",
    byline: str | None = "By Ines Calder",
    language: str = "en",
    archive: ArchiveWriter | None = None,
) -> Article:
    """An article as a crawl would have stored it, visit by visit, its bytes in `archive` or beside the store."""
    store.save_outlets([HERALD])
    read = parse_byline(byline) if byline else None
    start = Article(
        url,
        HERALD.id,
        visits[0].title,
        language=language,
        published_at=FIRST,
        people=read.people if read else (),
        byline_raw=byline,
        origins=(("title", "json-ld headline"), ("byline", "meta author")),
    )
    store.save_articles([start])
    with nullcontext(archive) if archive else beside(store) as writer:
        for visit in visits:
            at = FIRST + visit.after
            held = store.article(url)
            assert held is not None
            headers = (("Content-Type", "text/html; charset=utf-8"), ("ETag", '"1"'))
            place = None if visit.absent else writer.add(Record(url, at, 200, headers, visit.html, "OK"))
            writer.sync()
            capture = Capture(
                url,
                at,
                200,
                HERALD.id,
                article=held.id,
                headers=headers,
                sha256=sha256(visit.html).hexdigest(),
                size=len(visit.html),
                place=place,
                absent=visit.absent,
            )
            page = replace(held, title=visit.title, body=visit.body, access="full", page_state="fetched")
            store.save_page(page, at, PageReading("test-1", "0" * 64, capture, signature=visit.signature))
    held = store.article(url)
    assert held is not None
    return held
