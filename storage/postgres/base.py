"""What every part of the PostgreSQL store stands on: how it is opened, read, written, and found again."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from datetime import UTC, date, datetime
from typing import Self

import psycopg

from storage.errors import StoreError
from storage.postgres import partitions, turns
from storage.postgres.address import secrets, shown
from storage.postgres.connection import PostgresConnection, connect
from storage.postgres.errors import Unknown, is_lost, translated
from storage.postgres.migrations import checked_version, migrate
from storage.postgres.turns import Turn
from storage.sql import index
from storage.sql.base import SqlBase
from storage.sql.tables import SCHEMA_VERSION

_TRUSTED_FOR_S = 5.0  # an idle connection is asked whether it still stands
COMMIT_LOST = "the connection was lost while the last step was being stored: it is there whole, or not at all"


class PostgresBase(SqlBase):
    """One connection to one database. For one thread; other processes may read and write the same database."""

    def __init__(self, connection: PostgresConnection, url: str, *, read_only: bool) -> None:
        self.location, self.read_only = shown(url), read_only
        self._connection, self._secrets = connection, secrets(url)
        self._used_at = time.monotonic()
        self._closed = False
        self._turn: Turn | None = None  # of the write that comes; None: the whole store
        self._parts_of: date | None = None  # the month for which the parts of the index were looked after
        self._alone = False  # whether the transaction under way holds the whole store

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
    def _through_indexes(self) -> Iterator[None]:
        """Reads that never go through a table row by row: the planner does not know what unpacking a text costs."""
        with self._read() as connection:
            connection.execute("SET enable_seqscan = off")
        try:
            yield
        finally:
            with suppress(psycopg.Error):
                self._connection.execute("RESET enable_seqscan")

    @contextmanager
    def _write(self) -> Iterator[PostgresConnection]:
        if self.read_only:
            raise StoreError(self.location, "was opened to read only")
        with translated(self.location, self._secrets):
            if self._together:
                with self._part():
                    yield self._connection
                return
            self._stand()
            self._look_after_parts()
            with self._transaction(self._turn):
                yield self._connection
            self._used_at = time.monotonic()

    @contextmanager
    def together(self) -> Iterator[None]:
        """Make all writes inside one transaction, beside other writers where each of them may stand beside others."""
        with self._taking(Turn()), self._write():
            self._turn, self._together = None, True
            try:
                yield
            finally:
                self._together = False

    @contextmanager
    def _taking(self, turn: Turn | None) -> Iterator[None]:
        """The next write waits for its turn with what it names, and only for that; None: for the whole store."""
        self._turn = turn
        try:
            yield
        finally:
            self._turn = None

    @contextmanager
    def _transaction(self, turn: Turn | None) -> Iterator[None]:
        connection = self._connection
        try:
            with connection.ahead() if turn is not None else nullcontext():
                self._begin(turn)
                yield
                if turn is not None:
                    connection.settle()
                with self._committing():
                    connection.execute("COMMIT")
                    connection.settle()
        except BaseException:
            with suppress(psycopg.Error):
                connection.execute("ROLLBACK")
            raise

    def _begin(self, turn: Turn | None) -> None:
        self._connection.execute("BEGIN")
        self._alone = turn is None or not turn.is_small
        if turn is None or self._alone:
            turns.take_alone(self._connection)
        else:
            turns.take_part(self._connection)
            turns.take(self._connection, turn)

    def _look_after_parts(self) -> None:
        """The index's monthly parts, when a writer begins, when a month does, and every so many articles."""
        today = datetime.now(UTC).date()
        if today.replace(day=1) != self._parts_of or self._connection.dialect.indexed >= partitions.CROWDED:
            self._connection.dialect.indexed = 0
            partitions.prepare(self._connection, today)
            self._parts_of = today.replace(day=1)

    @contextmanager
    def _committing(self) -> Iterator[None]:
        """Whether a transaction was stored is not known when the server goes away between order and answer."""
        try:
            yield
        except psycopg.OperationalError as error:
            if is_lost(error):
                raise Unknown(self.location, COMMIT_LOST) from None
            raise

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
    def _part(self) -> Iterator[None]:
        """One of several writes together: whole, or taken back while the others stay."""
        connection, turn = self._connection, self._turn
        if not self._alone and (turn is None or not turn.is_small):
            self._go_on(None)  # who holds a part of the lock and waits for the whole may wait for another who does
        connection.execute("SAVEPOINT part")
        try:
            if turn is not None and not self._alone:
                turns.take(connection, turn)
            yield
            connection.execute("RELEASE part")
            connection.settle()
        except BaseException:
            with suppress(psycopg.Error):
                connection.settle()
            with suppress(psycopg.Error):
                connection.execute("ROLLBACK TO part")
                connection.execute("RELEASE part")
                connection.settle()
            raise

    def _go_on(self, turn: Turn | None) -> None:
        """Store what was written together so far, and go on in another transaction."""
        with self._committing():
            self._connection.execute("COMMIT")
            self._connection.settle()
        self._begin(turn)

    def _stand(self) -> None:
        """Find the server again if it went away between two calls; never inside a transaction."""
        if self._closed:
            raise StoreError(self.location, "was closed")
        if self._together:
            return
        if not self._connection.is_lost:
            if time.monotonic() - self._used_at < _TRUSTED_FOR_S and not self._connection.has_news:
                return
            with suppress(psycopg.OperationalError):
                self._connection.execute("SELECT 1")
                return
        self._connection.reopen()


def _require_current(location: str, version: int | None) -> None:
    if version is None:
        raise StoreError(location, "holds nothing yet; `dateline crawl` fills it")
    if version < SCHEMA_VERSION:
        raise StoreError(
            location,
            f"was written by an older dateline (schema {version}, this one reads {SCHEMA_VERSION}); "
            "`dateline crawl` brings it up to date",
        )
