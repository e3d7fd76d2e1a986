"""A PostgreSQL server and outlets on loopback for the tests of a fleet."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.crawler.fleet.outlets import Outlets, serving
from tests.storage.conftest import postgres, postgres_url

__all__ = ["outlets", "postgres", "postgres_url"]


@pytest.fixture
def outlets() -> Iterator[Outlets]:
    """Outlets that write down every request."""
    with serving() as served:
        yield served
