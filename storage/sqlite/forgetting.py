"""In SQLite: letting go of an article or a person, for good."""

from __future__ import annotations

from storage.forgetting import Forgetting
from storage.sqlite.base import SqliteBase


class SqliteForgetting(SqliteBase, Forgetting):
    """The Store's methods for letting go of an article or a person, for good."""
