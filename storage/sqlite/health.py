"""In SQLite: how feeds and runs are doing: schedule, habits, alarms."""

from __future__ import annotations

from storage.health import Health
from storage.sqlite.base import SqliteBase


class SqliteHealth(SqliteBase, Health):
    """The Store's methods for how feeds and runs are doing: schedule, habits, alarms."""
