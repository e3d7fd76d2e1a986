"""The lock that keeps two crawls of one database apart: an advisory lock of a connection of its own.

It dies with the connection, however that ends. Behind a pooler that shares connections between transactions
(PgBouncer's transaction mode) it holds nothing: name the server itself.
"""

# ruff: noqa: S608 - statements are put together from constants of this module.
from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

from storage.errors import RunLocked
from storage.postgres.address import secrets
from storage.postgres.connection import PostgresConnection, connect
from storage.postgres.errors import translated

_KEY = "hashtextextended('dateline run ' || current_schema(), 0)"
_HOLDER = f"""
SELECT a.application_name, a.client_addr, a.backend_start FROM pg_locks AS l JOIN pg_stat_activity AS a ON a.pid = l.pid
WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1
  AND (CAST(l.classid AS bigint) << 32) | CAST(l.objid AS bigint) = {_KEY}
  AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())"""


@contextmanager
def run_lock(url: str) -> Iterator[None]:
    """Hold the lock of a database. Raises RunLocked at once if another connection does."""
    connection = connect(url, read_only=False, application=f"dateline crawl, process {os.getpid()}")
    try:
        with translated(connection.location, secrets(url)):
            if not connection.execute(f"SELECT pg_try_advisory_lock({_KEY})").fetchone()[0]:
                raise RunLocked(connection.location, _holder(connection))
        yield
    finally:
        connection.close()


def _holder(connection: PostgresConnection) -> str | None:
    row = connection.execute(_HOLDER).fetchone()
    if row is None:
        return None
    where = f" on {row['client_addr']}" if row["client_addr"] else ""
    return f"{row['application_name']}{where}, since {row['backend_start'][:19]} UTC"
