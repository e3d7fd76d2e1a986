"""What every part of the PostgreSQL store stands on: how it is opened, read, written, and found again."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Self

import psycopg

from storage.errors import StoreError
from storage.postgres.address import secrets, shown
from storage.postgres.connection import PostgresConnection, connect
from storage.postgres.errors import translated
from storage.postgres.migrations import checked_version, migrate
from storage.sql import index
from storage.sql.base import SqlBase
from storage.sql.tables import SCHEMA_VERSION

RECONNECT_FOR_S = 30.0  # a server that restarts is back in seconds
_TRUSTED_FOR_S = 5.0  # an idle connection is asked whether it still stands
# One writer at a time, as in SQLite: what a transaction read stays true until it is done. Held for milliseconds.
_TAKE_TURNS = "SELECT pg_advisory_xact_lock(hashtextextended('dateline write ' || current_schema(), 0))"


class PostgresBase(SqlBase):
    """One connection to one database. For one thread; other processes may read and write the same database."""

    def __init__(self, connection: PostgresConnection, url: str, *, read_only: bool) -> None:
        self.location, self.read_only = shown(url), read_only
        self._connection, self._secrets = connection, secrets(url)
        self._used_at = time.monotonic()
        self._closed = False

    @classmethod
    def open(cls, url: str, *, read_only: bool = False) -> Self:
        """Open a database. Raises StoreError in words for whatever is not a usable store of ours."""
        connection = connect(url, read_only=read_only)
        try:
            with translated(connection.location, secrets(url)):
                version = checked_version(connection)
                if read_only:
                    _require_current(connection.location, version)
                elif version != SCHEMA_VERSION:
                    migrate(connection)
            store = cls(connection, url, read_only=read_only)
            if not read_only:
                with store._read() as reading:
                    stale = index.is_stale(reading)
                if stale:
                    with store._write() as writing:
                        index.rebuild(writing)
        except BaseException:
            connection.close()
            raise
        return store

    def close(self) -> None:
        """Release the database. Safe to call twice."""
        self._closed = True
        self._connection.close()

    @contextmanager
    def _read(self) -> Iterator[PostgresConnection]:
        with translated(self.location, self._secrets):
            self._stand()
            yield self._connection
            self._used_at = time.monotonic()

    @contextmanager
    def _write(self) -> Iterator[PostgresConnection]:
        if self.read_only:
            raise StoreError(self.location, "was opened to read only")
        with translated(self.location, self._secrets):
            if self._together:
                with self._savepoint():
                    yield self._connection
                return
            self._stand()
            connection = self._connection
            connection.execute("BEGIN")
            try:
                connection.execute(_TAKE_TURNS)
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                with suppress(psycopg.Error):
                    connection.execute("ROLLBACK")
                raise
            self._used_at = time.monotonic()

    @contextmanager
    def at_one_moment(self) -> Iterator[PostgresConnection]:
        """The connection inside a transaction that sees one state of the database."""
        with self._read() as connection:
            connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            try:
                yield connection
            finally:
                with suppress(psycopg.Error):
                    connection.execute("ROLLBACK")

    @contextmanager
    def _savepoint(self) -> Iterator[None]:
        connection = self._connection
        connection.execute("SAVEPOINT part")
        try:
            yield
        except BaseException:
            with suppress(psycopg.Error):
                connection.execute("ROLLBACK TO part")
                connection.execute("RELEASE part")
            raise
        connection.execute("RELEASE part")

    def _stand(self) -> None:
        """Find the server again if it went away between two calls; never inside a transaction."""
        if self._closed:
            raise StoreError(self.location, "was closed")
        if self._together:
            return
        if not self._connection.is_lost:
            if time.monotonic() - self._used_at < _TRUSTED_FOR_S:
                return
            with suppress(psycopg.OperationalError):
                self._connection.execute("SELECT 1")
                return
        deadline = time.monotonic() + RECONNECT_FOR_S
        while True:
            try:
                self._connection.reopen()
            except psycopg.OperationalError:
                if time.monotonic() >= deadline:
                    raise
                time.sleep(0.2)
            else:
                return


def _require_current(location: str, version: int | None) -> None:
    if version is None:
        raise StoreError(location, "holds nothing yet; `dateline crawl` fills it")
    if version < SCHEMA_VERSION:
        raise StoreError(
            location,
            f"was written by an older dateline (schema {version}, this one reads {SCHEMA_VERSION}); "
            "`dateline crawl` brings it up to date",
        )
