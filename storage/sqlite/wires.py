"""In SQLite: texts that several articles share: wire copy."""

from __future__ import annotations

from storage.sqlite.base import SqliteBase
from storage.wires import Wires


class SqliteWires(SqliteBase, Wires):
    """The Store's methods for texts that several articles share: wire copy."""
