"""Opening the database file, transactions, and SQLite's errors in words.

One connection, in autocommit; each write is a transaction begun with BEGIN IMMEDIATE, which waits up to 30 s for
another writer. The journal is a write-ahead log, so readers and one writer never wait for each other. `synchronous` is
NORMAL: a killed process loses nothing; a power cut may lose the last transactions, each of them whole, so that a feed's
validators never outlive the entries they vouch for and the feed is asked again.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from storage.errors import StoreError
from storage.sql.tables import SCHEMA_VERSION
from storage.sqlite.fts5 import Fts5

APPLICATION_ID = 0x646C696E  # "dlin", in bytes 68 to 71 of the file
BUSY_TIMEOUT_S = 30.0
_CACHE_KIB = 32 * 1024


class SqliteConnection(sqlite3.Connection):
    """A connection that knows in what SQLite differs."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.dialect = Fts5()


def connect(location: str, *, read_only: bool, timeout_s: float = BUSY_TIMEOUT_S) -> SqliteConnection:
    """A connection to a store that is ours, whole and of this release's schema; made and migrated if opened to write.

    Raises StoreError in words for everything that is not.
    """
    if location == ":memory:":
        with translated(location):
            connection = sqlite3.connect(":memory:", isolation_level=None, factory=SqliteConnection)
            _prepare(connection)
            _migrate(connection)
        return connection
    path = Path(location)
    if path.is_dir():
        raise StoreError(location, "is a folder, not a store; name a file in it, e.g. news.db")
    if read_only:
        return _open_to_read(location, path, timeout_s)
    if not path.absolute().parent.is_dir():
        raise StoreError(location, f"the folder {path.parent} does not exist")
    return _open_to_write(location, path, timeout_s)


def _open_to_read(location: str, path: Path, timeout_s: float) -> SqliteConnection:
    if not path.exists():
        raise StoreError(location, "there is no store here; `dateline crawl` makes one")
    with translated(location, timeout_s):
        try:
            connection = _reader(path, "mode=ro", timeout_s)
        except sqlite3.OperationalError:
            # A folder we may not write to, and no crawl that keeps -wal and -shm beside the store: nobody writes.
            if path.with_name(path.name + "-wal").exists():
                raise
            connection = _reader(path, "mode=ro&immutable=1", timeout_s)
        with _closing_on_error(connection):
            version = _checked_version(connection, location)
            if version is None:
                raise StoreError(location, "holds nothing yet; `dateline crawl` fills it")
            if version < SCHEMA_VERSION:
                raise StoreError(
                    location,
                    f"was written by an older dateline (schema {version}, this one reads {SCHEMA_VERSION}); "
                    "`dateline crawl` brings it up to date",
                )
    return connection


def _reader(path: Path, mode: str, timeout_s: float) -> SqliteConnection:
    location = f"file:{quote(str(path.absolute()))}?{mode}"
    connection = sqlite3.connect(location, uri=True, timeout=timeout_s, isolation_level=None, factory=SqliteConnection)
    with _closing_on_error(connection):
        _prepare(connection)
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    return connection


def _open_to_write(location: str, path: Path, timeout_s: float) -> SqliteConnection:
    with translated(location, timeout_s):
        connection = sqlite3.connect(path, timeout=timeout_s, isolation_level=None, factory=SqliteConnection)
        with _closing_on_error(connection):
            _prepare(connection)
            version = _checked_version(connection, location)
            _use_write_ahead_log(connection, timeout_s)
            connection.execute("PRAGMA synchronous = NORMAL")
            if version != SCHEMA_VERSION:
                _migrate(connection)
    return connection


@contextmanager
def _closing_on_error(connection: sqlite3.Connection) -> Iterator[None]:
    try:
        yield
    except BaseException:
        connection.close()
        raise


def _prepare(connection: sqlite3.Connection) -> None:
    connection.row_factory = sqlite3.Row
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")


def _checked_version(connection: sqlite3.Connection, location: str) -> int | None:
    """The schema version of a store that is ours; None for a database with nothing in it."""
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    if not tables and not application:
        return None
    if application != APPLICATION_ID:
        raise StoreError(location, "is a database of another program and was left as it is; name another file")
    if version > SCHEMA_VERSION:
        raise StoreError(
            location,
            f"was written by a newer dateline (schema {version}, this one knows {SCHEMA_VERSION}); upgrade dateline",
        )
    return version


def _use_write_ahead_log(connection: sqlite3.Connection, timeout_s: float) -> None:
    """Changing the journal does not always heed the busy timeout. A file system without shared memory keeps its own."""
    deadline = time.monotonic() + timeout_s
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if not _is_busy(error) or time.monotonic() >= deadline:
                raise
            time.sleep(0.05)
        else:
            return


def _migrate(connection: sqlite3.Connection) -> None:
    from storage.sqlite.migrations import migrate

    connection.execute("BEGIN IMMEDIATE")
    try:
        if connection.execute("PRAGMA user_version").fetchone()[0] < SCHEMA_VERSION:  # not done meanwhile by another
            migrate(connection)
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


@contextmanager
def transaction(connection: sqlite3.Connection, location: str) -> Iterator[None]:
    """One write transaction: done whole or not at all. SQLite's errors become StoreError."""
    with translated(location):
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:  # a full disk may have ended it already
                connection.execute("ROLLBACK")
            raise


@contextmanager
def savepoint(connection: SqliteConnection, location: str) -> Iterator[None]:
    """A part of a transaction: done whole or not at all, and kept when the transaction is."""
    waiting = connection.dialect.waiting()
    with translated(location):
        connection.execute("SAVEPOINT part")
        try:
            yield
        except BaseException:
            connection.dialect.drop_after(waiting)
            if connection.in_transaction:
                connection.execute("ROLLBACK TO part")
                connection.execute("RELEASE part")
            raise
        connection.execute("RELEASE part")


@contextmanager
def translated(location: str, timeout_s: float = BUSY_TIMEOUT_S) -> Iterator[None]:
    """SQLite's errors as StoreError, in words."""
    try:
        yield
    except sqlite3.Error as error:
        raise StoreError(location, _in_words(error, timeout_s)) from error


_WORDS = {
    sqlite3.SQLITE_BUSY: "locked by another process for {timeout:g} s; try again when it is done",
    sqlite3.SQLITE_LOCKED: "locked by another process for {timeout:g} s; try again when it is done",
    sqlite3.SQLITE_FULL: "the disk is full; nothing of the last step was stored",
    sqlite3.SQLITE_IOERR: "cannot be read or written (disk full, over a size limit, or failing): {error}",
    sqlite3.SQLITE_READONLY: "is not writable",
    sqlite3.SQLITE_PERM: "is not writable",
    sqlite3.SQLITE_CANTOPEN: "cannot be opened: check that the file and its folder may be read and written",
    sqlite3.SQLITE_CORRUPT: "is damaged ({error}); restore a backup, or move it away and start a new one",
    sqlite3.SQLITE_NOTADB: "is not a store (not an SQLite database)",
    sqlite3.SQLITE_NOMEM: "the database ran out of memory",
}


def _in_words(error: sqlite3.Error, timeout_s: float) -> str:
    """What a person needs to know of an error of SQLite."""
    return _WORDS.get(_code(error), "the database says: {error}").format(error=error, timeout=timeout_s)


def _is_busy(error: sqlite3.Error) -> bool:
    return _code(error) in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


def _code(error: sqlite3.Error) -> int:
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF  # without the extended part
