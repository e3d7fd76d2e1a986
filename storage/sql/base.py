"""What every part of a store in SQL stands on: one connection, to read from and to write to in transactions."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

from storage.sql.connection import Connection


class SqlBase(ABC):
    """One connection to one database. For one thread; other processes may read and write the same database."""

    location: str
    read_only: bool
    _together = False

    @abstractmethod
    def _read(self) -> AbstractContextManager[Connection]:
        """The connection to read from; the database's errors become StoreError."""

    @abstractmethod
    def _write(self) -> AbstractContextManager[Connection]:
        """The connection inside a transaction, or inside a part of the one `together` began."""

    @abstractmethod
    def at_one_moment(self) -> AbstractContextManager[Connection]:
        """The connection, reading the store as it is now for as long as this holds. Nothing may be written to it."""

    @contextmanager
    def together(self) -> Iterator[None]:
        """Make all writes inside one transaction; each of them is still done whole or not at all."""
        with self._write():
            self._together = True
            try:
                yield
            finally:
                self._together = False
