"""The SQLite store: what both databases share, on one file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from storage.errors import StoreError
from storage.sql.store import SqlStore
from storage.sqlite import care, consistency
from storage.sqlite.browsing import SqliteSql


class SqliteStore(SqliteSql, SqlStore):
    """A store in one SQLite file. For one thread; other processes may read and write the same file."""

    def size_bytes(self) -> int | None:
        """What the file and what SQLite keeps beside it take up; None in memory."""
        if self.location == ":memory:":
            return None
        return sum(
            path.stat().st_size for suffix in ("", "-wal", "-shm") if (path := Path(self.location + suffix)).exists()
        )

    def problems(self) -> list[str]:
        """What is wrong inside the database, in words."""
        with self._read() as connection:
            return consistency.problems(connection)

    def backup(self, file: str | Path) -> int:
        """Write a copy of the whole store into a new file."""
        with self._read() as connection:
            return care.backup(connection, Path(file))

    def vacuum(self) -> tuple[int, int]:
        """Give the room of what was deleted back to the disk."""
        if self.read_only:
            raise StoreError(self.location, "was opened to read only")
        with self._read() as connection:
            return care.vacuum(connection)

    def scrub(self) -> bool:
        """Take deleted words out of free pages, the search index and the journal."""
        with self._write() as connection:  # segments of the index hold words of deleted articles until they are merged
            care.optimize(connection)
        with self._read() as connection:
            connection.execute("VACUUM")
            busy = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        return not busy

    @contextmanager
    def _secure(self) -> Iterator[None]:
        """Deleted content is overwritten with zeros while this holds."""
        self._connection.execute("PRAGMA secure_delete = ON")
        try:
            yield
        finally:
            self._connection.execute("PRAGMA secure_delete = OFF")
