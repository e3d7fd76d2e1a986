"""In SQLite: facets, saved searches and care of the store."""

from __future__ import annotations

from storage.asking import Asking
from storage.sqlite.base import SqliteBase


class SqliteAsking(SqliteBase, Asking):
    """The Store's methods for facets, saved searches and care of the store."""
