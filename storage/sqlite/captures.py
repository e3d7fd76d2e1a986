"""In SQLite: what was served: archived answers, and the pages to visit again."""

from __future__ import annotations

from storage.captures import Captures
from storage.sqlite.base import SqliteBase


class SqliteCaptures(SqliteBase, Captures):
    """The Store's methods for what was served: archived answers, and the pages to visit again."""
