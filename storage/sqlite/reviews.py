"""In SQLite: people's decisions on findings, and reports that are still open."""

from __future__ import annotations

from storage.reviews import Reviews
from storage.sqlite.base import SqliteBase


class SqliteReviews(SqliteBase, Reviews):
    """The Store's methods for people's decisions on findings, and reports that are still open."""
