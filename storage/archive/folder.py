"""Where the archive of a store stands, and how its files are called."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

FOLDER = "archive"
_UNSAFE = re.compile(r"[^\w.-]+")


def archive_folder(location: str | Path) -> Path | None:
    """The folder `archive/` beside a store's file; None for a store that has no file (":memory:", PostgreSQL)."""
    text = str(location)
    if text == ":memory:" or text.startswith(("postgresql://", "postgres://")):
        return None
    return Path(text.removeprefix("sqlite:///")).absolute().parent / FOLDER


def store_name(location: str | Path) -> str:
    """How a store is called in the names of its files: news.db is "news"."""
    stem = Path(str(location).removeprefix("sqlite:///")).stem
    return _UNSAFE.sub("_", stem) or "store"


def file_name(location: str | Path, started: datetime, pid: int) -> str:
    """The name of a run's file: the store, when the run began (UTC), the process.

    >>> file_name("news.db", datetime(2026, 1, 5, 10, 30, tzinfo=UTC), 4711)
    'news-20260105T103000Z-4711.warc.gz'
    """
    return f"{store_name(location)}-{started.astimezone(UTC):%Y%m%dT%H%M%SZ}-{pid}.warc.gz"
