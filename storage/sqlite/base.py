"""What every part of the SQLite store stands on: one connection, and how it is opened, read and written."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self

from storage.errors import StoreError
from storage.sql import index
from storage.sql.base import SqlBase
from storage.sqlite.connection import SqliteConnection, connect, savepoint, transaction, translated


class SqliteBase(SqlBase):
    """One connection to one SQLite file. For one thread; other processes may read and write the same file."""

    def __init__(self, connection: SqliteConnection, location: str, *, read_only: bool) -> None:
        self.location, self.read_only = location, read_only
        self._connection = connection
        self._path = Path(location).resolve() if location != ":memory:" else None
        self._file = _identity(self._path)
        self._parts = 0  # of a transaction that are under way, itself included

    @classmethod
    def open(cls, location: str, *, read_only: bool = False) -> Self:
        """Open a file, or ":memory:". Raises StoreError in words for whatever is not a usable store of ours."""
        store = cls(connect(location, read_only=read_only), location, read_only=read_only)
        try:
            if not read_only:
                with store._read() as connection:
                    stale = index.is_stale(connection)
                if stale:
                    with store._write() as connection:
                        index.rebuild(connection)
        except BaseException:
            store.close()
            raise
        return store

    def close(self) -> None:
        """Release the database. Safe to call twice."""
        self._connection.close()

    @contextmanager
    def _read(self) -> Iterator[SqliteConnection]:
        with translated(self.location):
            if self._together and self._parts == 1:  # between parts: whoever looks finds what they wrote
                self._connection.dialect.write_now(self._connection)
            yield self._connection

    @contextmanager
    def _write(self) -> Iterator[SqliteConnection]:
        if self.read_only:
            raise StoreError(self.location, "was opened to read only")
        enclosed = savepoint if self._together else transaction
        with enclosed(self._connection, self.location):
            self._parts += 1
            try:
                yield self._connection
            finally:
                self._parts -= 1
            if not self._together:
                self._check_place()

    @contextmanager
    def together(self) -> Iterator[None]:
        """Make all writes inside one transaction, and those to the search index last."""
        with super().together(), self._connection.dialect.all_at_the_end(self._connection):
            yield

    def _check_place(self) -> None:
        """SQLite writes on into a file that was deleted or moved away: what is written there is lost."""
        if _identity(self._path) != self._file:
            raise StoreError(
                self.location, "is no longer where it was: its folder or file was deleted, moved or unmounted meanwhile"
            )

    @contextmanager
    def at_one_moment(self) -> Iterator[SqliteConnection]:
        """The connection inside a read transaction: what others write meanwhile is not seen."""
        with self._read():
            self._connection.execute("BEGIN")
            try:
                yield self._connection
            finally:
                self._connection.execute("ROLLBACK")


def _identity(path: Path | None) -> tuple[int, int] | None:
    """Which file is under a name; None for none."""
    if path is None:
        return None
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino
