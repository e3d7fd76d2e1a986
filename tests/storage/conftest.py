"""Stores to test: each of `FACTORIES` must pass every test_conformance_*.py."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from storage import Store, open_store

FACTORIES: dict[str, Callable[[Path], str]] = {
    "sqlite": lambda folder: str(folder / "news.db"),
    "memory": lambda folder: ":memory:",
}


@pytest.fixture(params=sorted(FACTORIES))
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """An empty store, opened to write."""
    with open_store(FACTORIES[request.param](tmp_path)) as opened:
        yield opened
