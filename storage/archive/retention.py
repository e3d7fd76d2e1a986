"""Bytes let go: a file none of whose records is wanted is deleted, another written anew without them.

At every moment each pointer of the store leads to bytes: the new file is on disk before the pointers move, all in one
transaction, and the old one is deleted after it.
"""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from storage.archive.folder import store_name
from storage.archive.reading import ArchiveError, record_bytes
from storage.archive.writing import ArchiveWriter, sync_folder
from storage.captures import Place
from storage.errors import StoreError

if TYPE_CHECKING:
    from storage.store import Store

_SUFFIX = ".warc.gz"
_MOST_FILES = 200  # looked at by one `expire`: the rest is left to the next


@dataclass(frozen=True, slots=True)
class LetGo:
    """What was let go: records, files deleted, files written anew, bytes freed; `problems` in words."""

    records: int = 0
    deleted: int = 0
    rewritten: int = 0
    freed_bytes: int = 0
    problems: tuple[str, ...] = ()

    def __add__(self, other: LetGo) -> LetGo:
        return LetGo(
            self.records + other.records,
            self.deleted + other.deleted,
            self.rewritten + other.rewritten,
            self.freed_bytes + other.freed_bytes,
            self.problems + other.problems,
        )


def expire(store: Store, folder: Path, now: datetime) -> LetGo:
    """Let go of records whose time has passed, and of what a killed run of this left behind.

    The caller holds the store's lock. Raises StoreError.
    """
    expired = store.expired_captures(now)
    done = LetGo()
    for file in list(expired)[:_MOST_FILES]:
        done += drop(store, folder, {file: expired[file]}, "expired")
    _sweep(store, folder)
    return done


def drop(store: Store, folder: Path, gone: Mapping[str, Collection[int]], why: str) -> LetGo:
    """Take the bytes of captures (ids by file) out of the archive; `why` is then said of them.

    The caller holds the store's lock. A file that cannot be read or written anew stays as it is, with its pointers, and
    is told in `problems`. Raises StoreError.
    """
    done = LetGo()
    for file, ids in gone.items():
        try:
            done += _drop_from(store, folder, file, frozenset(ids), why)
        except (ArchiveError, OSError) as error:
            done += LetGo(problems=(str(error),))
    return done


def _drop_from(store: Store, folder: Path, file: str, ids: frozenset[int], why: str) -> LetGo:
    path = folder / file
    before = path.stat().st_size if path.exists() else 0
    staying = [each for each in store.all_captures(file=file, held=True) if each.id not in ids]
    moved: dict[int, Place] = {}
    after = 0
    if staying:
        with ArchiveWriter(folder, store.location, name=next_name(folder, file)) as writer:
            for capture in staying:
                assert capture.place is not None  # noqa: S101
                assert capture.id is not None  # noqa: S101
                moved[capture.id] = writer.add_raw(record_bytes(folder, capture.place))
            writer.sync()
            after = writer.path.stat().st_size if writer.path is not None else 0
    store.move_captures(moved, dict.fromkeys(ids, why))
    path.unlink(missing_ok=True)
    if folder.is_dir():
        sync_folder(folder)
    return LetGo(len(ids), 0 if staying else 1, 1 if staying else 0, max(0, before - after))


def next_name(folder: Path, file: str) -> str:
    """What a file that is written anew is called."""
    stem, _, number = file.removesuffix(_SUFFIX).partition("-r")
    next_number = int(number or 0) + 1
    while (folder / f"{stem}-r{next_number}{_SUFFIX}").exists():
        next_number += 1
    return f"{stem}-r{next_number}{_SUFFIX}"


def _sweep(store: Store, folder: Path) -> None:
    """Delete what a killed `drop` left: a new file nobody points to yet, or an old one whose successor is in use."""
    if not folder.is_dir():
        return
    ours = re.compile(rf"({re.escape(store_name(store.location))}-\d{{8}}T\d{{6}}Z-\d+(?:-\d+)?)(-r\d+)?{_SUFFIX}")
    used = store.archive_files()
    stems = {found[1] for name in used if (found := ours.fullmatch(name)) and found[2]}
    for entry in os.scandir(folder):
        found = ours.fullmatch(entry.name)
        if found and entry.name not in used and (found[2] or found[1] in stems):
            try:
                Path(entry.path).unlink(missing_ok=True)
            except OSError as error:
                raise StoreError(entry.path, f"cannot be deleted: {error.strerror}") from error
