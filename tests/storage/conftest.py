"""Stores to test: each of `FACTORIES` must pass every test_conformance_*.py."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from storage import Store, open_store
from tests.storage.postgres_server import NoServerError, Server, running

FACTORIES: dict[str, Callable[[Path], str]] = {
    "sqlite": lambda folder: str(folder / "news.db"),
    "memory": lambda folder: ":memory:",
}


# Rows deleted, keys unchecked meanwhile, and ids that begin with 1 again. The mark of the schema stays.
_EMPTY = """
DO $$
DECLARE name text;
BEGIN
  PERFORM pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND application_name LIKE 'dateline%';
  SET LOCAL session_replication_role = replica;
  FOR name IN SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' LOOP
    IF name <> 'meta' THEN EXECUTE format('DELETE FROM %I', name); END IF;
  END LOOP;
  DELETE FROM meta WHERE key = 'copying';
  PERFORM setval(oid::regclass, 1, false) FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind = 'S';
END $$
"""


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """A PostgreSQL server for the whole run; skipped where there is none, but never in CI."""
    with ExitStack() as stack:
        try:
            import psycopg  # noqa: F401

            server = stack.enter_context(running())
        except (NoServerError, ImportError) as error:
            if os.environ.get("CI"):
                raise
            pytest.skip(f"no PostgreSQL to test with: {error}")
        with open_store(server.url("postgres")):
            pass
        yield server


@pytest.fixture
def postgres_url(postgres: Server) -> str:
    """The address of a store that is empty when the test begins; a database of its own would cost seconds."""
    import psycopg

    url = postgres.url("postgres")
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(_EMPTY)
    return url


@pytest.fixture(params=[*sorted(FACTORIES), "postgres"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """An empty store, opened to write."""
    if request.param == "postgres":
        location = request.getfixturevalue("postgres_url")
    else:
        location = FACTORIES[request.param](tmp_path)
    with open_store(location) as opened:
        yield opened
