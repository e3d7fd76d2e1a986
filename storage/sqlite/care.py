"""Care of the file: a copy while a crawl writes, and giving room back."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from storage.errors import StoreError
from storage.sqlite.fts5 import INDEXES

_PAGES_A_STEP = 4096  # 16 MB: then a writer has its turn


def backup(connection: sqlite3.Connection, file: Path) -> int:
    """Copy the database as it is at one moment into a new file, whole or not at all. Gives the size in bytes."""
    if file.exists():
        raise StoreError(str(file), "is there already; a backup never overwrites: name another file")
    if not file.absolute().parent.is_dir():
        raise StoreError(str(file), f"the folder {file.parent} does not exist")
    part = file.with_name(file.name + ".part")
    part.unlink(missing_ok=True)
    try:
        # A read transaction holds the moment: what a crawl writes meanwhile goes into the log and is not copied.
        connection.execute("BEGIN")
        try:
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
            with closing(sqlite3.connect(part)) as copy:
                connection.backup(copy, pages=_PAGES_A_STEP)
        finally:
            connection.execute("ROLLBACK")
        try:
            file.hardlink_to(part)  # fails where the name was taken meanwhile
        except FileExistsError as error:
            raise StoreError(str(file), "is there already; a backup never overwrites: name another file") from error
        except OSError:
            part.rename(file)  # a file system without links
    finally:
        part.unlink(missing_ok=True)
    return file.stat().st_size


def vacuum(connection: sqlite3.Connection) -> tuple[int, int]:
    """Give room back to the disk, outside any transaction. Gives the sizes in bytes before and after.

    The index is brought into one piece first: a word is then looked up once instead of in up to sixteen pieces.
    """
    before = _size(connection)
    optimize(connection)
    connection.execute("VACUUM")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return before, _size(connection)


def optimize(connection: sqlite3.Connection) -> None:
    """Bring each index into one piece."""
    for index in INDEXES:
        connection.execute(f"INSERT INTO {index} ({index}) VALUES ('optimize')")  # noqa: S608


def _size(connection: sqlite3.Connection) -> int:
    pages, size = (connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "page_size"))
    return int(pages) * int(size)
