"""Opening a database, and a connection that speaks as the statements of `storage.sql` expect.

One connection in autocommit, for one thread. Values are put into statements on our side, quoted by psycopg, so that the
server reads the type of each from where it stands. What comes back looks as it does from SQLite: times as text in UTC,
JSON as compact text with sorted keys, rows by name and position.
"""

from __future__ import annotations

import json
import re
import select
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, ClassVar

import psycopg
from psycopg.adapt import Loader
from psycopg.conninfo import make_conninfo
from psycopg.types.string import StrDumperUnknown, TextLoader

from storage.postgres.address import secrets, shown
from storage.postgres.errors import is_lost, translated
from storage.postgres.search import TsVector
from storage.sql.connection import Result
from storage.sql.rows import storable

CONNECT_TIMEOUT_S = 10
LOCK_TIMEOUT_S = 30.0
RECONNECT_FOR_S = 30.0  # a server that restarts is back in seconds
_SESSION = (
    "SET TIME ZONE 'UTC'",
    "SET datestyle = 'ISO, YMD'",
    "SET bytea_output = 'hex'",
    "SET standard_conforming_strings = on",
    "SET jit = off",  # compiling costs more than our statements take
    "SET max_parallel_workers_per_gather = 0",  # and so does starting workers
    "SET work_mem = '32MB'",  # a bitmap of matches that does not fit makes every text be unpacked and looked at again
    # Unpacked five times as fast as by the server's own method; where the server has it.
    "SELECT set_config(name, 'lz4', false) FROM pg_settings"
    " WHERE name = 'default_toast_compression' AND 'lz4' = ANY(enumvals)",
    f"SET lock_timeout = '{LOCK_TIMEOUT_S:g}s'",
)
_VALUE = re.compile(r"\?|(?<!:):([a-z_]\w*)|%")


class Row(tuple[Any, ...]):
    """A row: values by name or position."""

    __slots__ = ()
    places: ClassVar[dict[str, int]] = {}

    def __getitem__(self, key: Any) -> Any:
        return tuple.__getitem__(self, self.places[key] if isinstance(key, str) else key)

    def keys(self) -> list[str]:
        """The names of its columns."""
        return list(self.places)


class _Cursor(psycopg.ClientCursor[Any]):
    """psycopg's, whose count of rows waits for its statement, as its rows do."""

    @property
    def rowcount(self) -> int:
        if self.pgresult is None:
            with self.connection.pipeline():
                pass
        return super().rowcount


class PostgresConnection:
    """A connection to one database, opened again after it was lost."""

    def __init__(self, url: str, location: str, *, read_only: bool, application: str = "dateline") -> None:
        self.location, self.dialect = location, TsVector()
        self._url, self._read_only, self._application = url, read_only, application
        self._statements: dict[str, str] = {}
        self._rows: dict[tuple[bytes | None, ...], type[Row]] = {}
        self._in_transaction = False
        self._connection = self._connect()

    def execute(self, statement: str, values: Any = (), /) -> Result:
        """Run a statement written with `?` or `:name`; once more, if its connection was lost outside a transaction."""
        if statement.startswith("BEGIN"):
            self._in_transaction = True
        elif statement in ("COMMIT", "ROLLBACK"):
            self._in_transaction = False
        try:
            return self._connection.execute(self._translated(statement), values)
        except psycopg.OperationalError as error:
            if self._in_transaction or statement in ("COMMIT", "ROLLBACK") or not is_lost(error):
                raise
        self.reopen()
        return self._connection.execute(self._translated(statement), values)

    def executemany(self, statement: str, values: Iterable[Any], /) -> Result:
        """Run a statement for each of these."""
        cursor = self._connection.cursor()
        cursor.executemany(self._translated(statement), values)
        return cursor

    @property
    def raw(self) -> psycopg.Connection[Any]:
        """psycopg's own connection, for COPY."""
        return self._connection

    @contextmanager
    def ahead(self) -> Iterator[None]:
        """Send statements without waiting for what came of them, until a row is asked for; at the end wait for all."""
        with self._connection.pipeline():
            yield

    def settle(self) -> None:
        """Wait for every statement sent ahead; raises the error of the first that failed."""
        with self._connection.pipeline():
            pass

    @property
    def is_lost(self) -> bool:
        """Whether the server went away; `reopen` may bring it back."""
        return self._connection.closed or self._connection.broken

    @property
    def has_news(self) -> bool:
        """Whether the server said something unasked: mostly that it goes away."""
        waiting = select.poll()
        waiting.register(self._connection.fileno(), select.POLLIN)
        return bool(waiting.poll(0))

    def reopen(self) -> None:
        """Connect anew; a server that restarts is waited for."""
        self._in_transaction = False
        deadline = time.monotonic() + RECONNECT_FOR_S
        while True:
            self._connection.close()
            try:
                self._connection = self._connect()
            except psycopg.OperationalError:
                if time.monotonic() >= deadline:
                    raise
                time.sleep(0.2)
            else:
                return

    def close(self) -> None:
        """Close. Safe to call twice."""
        self._connection.close()

    def _translated(self, statement: str) -> str:
        known = self._statements.get(statement)
        if known is None:
            known = _VALUE.sub(_as_psycopg, statement)
            if len(self._statements) < 2000:  # statements with lists of marks are many
                self._statements[statement] = known
        return known

    def _connect(self) -> psycopg.Connection[Any]:
        connection = psycopg.Connection.connect(
            make_conninfo(self._url)
            if "connect_timeout" in self._url
            else make_conninfo(self._url, connect_timeout=CONNECT_TIMEOUT_S),
            autocommit=True,
            cursor_factory=_Cursor,
            row_factory=self._row_factory,
            application_name=self._application,
            client_encoding="UTF8",
        )
        try:
            adapters = connection.adapters
            adapters.register_dumper(str, _TextDumper)
            for kind in ("json", "jsonb"):
                adapters.register_loader(kind, _JsonLoader)
            adapters.register_loader("timestamptz", _TimeLoader)
            adapters.register_loader("numeric", _NumberLoader)
            adapters.register_loader("date", TextLoader)
            connection.execute("; ".join(_SESSION))
            if self._read_only:
                connection.execute("SET default_transaction_read_only = on")
        except BaseException:
            connection.close()
            raise
        return connection

    def _row_factory(self, cursor: psycopg.Cursor[Any]) -> Callable[[Sequence[Any]], Any]:
        result = cursor.pgresult
        names = tuple([result.fname(place) for place in range(result.nfields)]) if result is not None else ()
        kind = self._rows.get(names)
        if kind is None:
            places: dict[str, int] = {}
            for place, name in enumerate(names):
                places.setdefault((name or b"").decode(), place)
            kind = self._rows[names] = type("Row", (Row,), {"__slots__": (), "places": places})
        return kind


def _as_psycopg(match: re.Match[str]) -> str:
    if match[0] == "?":
        return "%s"
    return "%%" if match[0] == "%" else f"%({match[1]})s"


class _TextDumper(StrDumperUnknown):
    """Text without what a database cannot keep: NUL and lone surrogates."""

    def dump(self, obj: str) -> Any:
        return super().dump(storable(obj))

    def quote(self, obj: str) -> Any:
        return super().quote(storable(obj))


class _TimeLoader(Loader):
    """`2025-11-30 18:04:05.5+00` as the rows of `storage.sql` have it: `2025-11-30 18:04:05.500000`."""

    def load(self, data: Any) -> str:
        text = bytes(data).decode().removesuffix("+00")
        whole, dot, fraction = text.partition(".")
        return f"{whole}.{fraction:0<6}" if dot else whole


class _JsonLoader(Loader):
    """JSON as `storage.sql.rows.json_text` writes it, so that equal values are equal texts."""

    def load(self, data: Any) -> str:
        return json.dumps(json.loads(bytes(data)), ensure_ascii=False, separators=(",", ":"), sort_keys=True)


class _NumberLoader(Loader):
    """Sums of integers are `numeric`: integers again."""

    def load(self, data: Any) -> int | float:
        text = bytes(data).decode()
        return float(text) if "." in text or "N" in text or "n" in text else int(text)


def connect(url: str, *, read_only: bool, application: str = "dateline") -> PostgresConnection:
    """A connection to a database; StoreError in words for one that cannot be reached."""
    location = shown(url)
    with translated(location, secrets(url)):
        return PostgresConnection(url, location, read_only=read_only, application=application)
