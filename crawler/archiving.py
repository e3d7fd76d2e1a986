"""Answers into the archive: whether their bytes may be kept, for how long, and in which order things reach the disk.

An answer becomes a `Served` when it arrives, its bytes are written once it is sure that they may be kept, and `sync`
brings everything written onto the disk before an article that points there is committed: one fsync for all the pages
that were being read meanwhile.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from crawler.config import KEEP_RAW, REVISIT, Config
from crawler.network.failures import without_password
from crawler.network.served import SERVED_ENCODING
from storage import Article
from storage.archive import ArchiveWriter, Record, archive_folder, without_secrets
from storage.captures import Capture
from storage.forgetting import FORGOTTEN

_HEADER_NOARCHIVE = re.compile(r"\bnoarchive\b", re.IGNORECASE)
# A page with one of these words may ask not to be kept; what it means by them is known once it was read.
_MAY_RESERVE = (b"noarchive", b"tdm-reservation")
_LIVE = b"LiveBlogPosting"
_NOT_KEPT = "keep_raw: none"
_NO_ARCHIVE = "this store has no archive folder"


@dataclass(slots=True)
class Served:
    """An answer on its way into the archive. `capture` is what the store will hold of it."""

    capture: Capture
    record: Record | None  # None once it was written, or where its bytes are not to be kept
    undecided: bool = False  # a page that was not read yet: it may ask not to be kept
    live: bool = False  # the page says that it is a live blog


class Archive:
    """The archive of one run. `folder`: where, if not beside the store; a store without a file has none by itself."""

    def __init__(self, location: str, config: Config | None, started: datetime, folder: Path | None = None) -> None:
        self.folder = folder or archive_folder(location)
        self._config = config
        self._writer = ArchiveWriter(self.folder, location, started=started) if self.folder is not None else None

    def receive(
        self, response: Any, outlet: str, at: datetime, *, article: int | None = None, feed: str | None = None
    ) -> Served:
        """An answer as it arrived; nothing of it is written yet."""
        headers = [
            (name.decode("latin-1"), value.decode("latin-1"))
            for name, values in response.headers.items()
            for value in values
        ]
        if (encoding := response.meta.get(SERVED_ENCODING)) and not response.headers.get("Content-Encoding"):
            headers.append(("Content-Encoding", encoding))
        kept = without_secrets(headers)
        url = without_password(response.url)
        body: bytes = response.body
        keep = keep_raw(self._config, outlet)
        absent = self._absent(kept, keep) if body else None
        capture = Capture(
            url=url,
            at=at,
            status=response.status,
            outlet=outlet,
            kind="page" if feed is None else "feed",
            article=article,
            feed=feed,
            headers=kept,
            sha256=sha256(body).hexdigest() if body else None,
            size=len(body) if body else None,
            absent=absent,
            keep_until=keep_until(at, keep),
        )
        record = Record(url, at, response.status, kept, body) if body and absent is None else None
        return Served(capture, record, undecided=feed is None, live=feed is None and _LIVE in body)

    def _absent(self, headers: Sequence[tuple[str, str]], keep: timedelta | None) -> str | None:
        if reserved := reserved_by(headers):
            return reserved
        if keep == timedelta(0):
            return _NOT_KEPT
        return _NO_ARCHIVE if self._writer is None else None

    def same(self, served: Served, held: Capture, found: str) -> Capture:
        """The capture of an answer whose bytes are those of an earlier one: nothing is written."""
        served.record = None
        return replace(
            served.capture,
            sha256=held.sha256,
            size=held.size,
            same_as=held.same_as or held.id,
            absent=None,
            keep_until=None,
            found=found,
        )

    def decide(self, served: Served, *, noarchive: bool | None, member: bytes | None = None) -> None:
        """Write a page's bytes, unless it asks not to be kept. Raises StoreError.

        `noarchive` None: it could not be read, so any word of such a wish in it counts. `member` is its record, where
        it was packed already.
        """
        served.undecided = False
        if served.record is None:
            return
        if noarchive is None:
            noarchive = _may_reserve(served.record.body)
        if noarchive:
            named = b"noarchive" in served.record.body.lower()
            served.capture = replace(served.capture, absent="noarchive" if named else "tdm-reservation")
            served.record = None
        else:
            self._write(served, member)

    def _write(self, served: Served, member: bytes | None = None) -> None:
        assert not served.undecided  # noqa: S101
        if served.record is None:
            return
        assert self._writer is not None  # noqa: S101
        place = self._writer.add(served.record) if member is None else self._writer.add_raw(member)
        served.capture = replace(served.capture, place=place)
        served.record = None

    def withhold(self, served: Served) -> None:
        """Keep no bytes of an answer that holds something that was let go of, nor their hash."""
        served.record = None
        served.capture = replace(served.capture, absent=FORGOTTEN, sha256=None, keep_until=None)

    def write_all(self, answers: Sequence[Served]) -> list[Capture]:
        """Write answers and bring them onto the disk: their captures may be stored. Raises StoreError."""
        for served in answers:
            self._write(served)
        if answers:
            self.sync()
        return [served.capture for served in answers]

    def sync(self) -> None:
        """Bring what was written onto the disk; free where it is. Raises StoreError."""
        if self._writer is not None:
            self._writer.sync()

    def close(self) -> None:
        """Close the run's file. Safe to call twice. Raises StoreError."""
        if self._writer is not None:
            self._writer.close()


def reserved_by(headers: Sequence[tuple[str, str]]) -> str | None:
    """Which reservation an answer's headers make: noarchive (X-Robots-Tag), tdm-reservation, or None.

    >>> reserved_by([("X-Robots-Tag", "noindex, noarchive")])
    'noarchive'
    """
    for name, value in headers:
        lower = name.lower()
        if lower == "x-robots-tag" and _HEADER_NOARCHIVE.search(value):
            return "noarchive"
        if lower == "tdm-reservation" and value.strip() == "1":
            return "tdm-reservation"
    return None


def keep_raw(config: Config | None, outlet: str) -> timedelta | None:
    """How long bytes of an outlet are kept; the default for one that is not in feeds.yaml. None: for ever."""
    crawl = config.crawls.get(outlet) if config is not None else None
    return crawl.keep_raw if crawl is not None else KEEP_RAW


def keep_until(at: datetime, keep: timedelta | None) -> datetime | None:
    """When bytes of `at` may go, at a midnight in UTC, so that the file of a run goes at once; None: never."""
    if keep is None or keep == timedelta(0):
        return None
    day = (at + keep).replace(hour=0, minute=0, second=0, microsecond=0)
    return day + timedelta(days=1)


def next_visit(config: Config, article: Article, first: datetime, now: datetime) -> datetime | None:
    """When an article's page is to be fetched again, by `revisit:` of its outlet; None: not any more.

    What was missed meanwhile is not made up for: a visit stands for all that were due before it.
    """
    crawl = config.crawls.get(article.outlet)
    if crawl is None:
        return None
    planned = crawl.revisit if crawl.revisit is not None else REVISIT if article.topics else ()
    return next((first + wait for wait in sorted(planned) if first + wait > now), None)


def _may_reserve(body: bytes) -> bool:
    if b"\0" in body[:1024]:  # UTF-16 hides the words
        return True
    lower = body.lower()  # a tenth of the time of a search that ignores case
    return any(word in lower for word in _MAY_RESERVE)
