"""The schema's versions, applied through sqlite-utils Migrations. Only a store that needs migrating pays for its
import.

A version, once released, is never edited: a later one is added below it.
"""

from __future__ import annotations

import sqlite3

from sqlite_utils import Database, Migrations

from storage.sql.tables import SCHEMA_VERSION, TABLES
from storage.sqlite import by_day, fts5, views
from storage.sqlite.connection import APPLICATION_ID

STATEMENTS = (
    *TABLES,
    # An id that was the highest is given again once its article is gone: the marks step back behind it.
    """
CREATE TRIGGER saved_searches_step_back AFTER DELETE ON articles BEGIN
  UPDATE saved_searches SET mark = json_set(mark, '$.id', (SELECT coalesce(max(id), 0) FROM articles))
  WHERE json_extract(mark, '$.id') > (SELECT coalesce(max(id), 0) FROM articles);
END""",
    *by_day.TABLES,
    *fts5.TABLES,
    *views.TABLES,
)

migrations = Migrations("dateline")


@migrations()
def version_1(db: Database) -> None:
    """Articles with their history, feeds with their polls, and the search index."""
    for statement in STATEMENTS:
        db.execute(statement)


def migrate(connection: sqlite3.Connection) -> None:
    """Bring the schema to this release's version, inside the transaction the caller has begun with BEGIN IMMEDIATE.

    sqlite-utils then works in savepoints, so two processes that migrate at once take turns and a killed one leaves
    nothing behind.
    """
    database = Database(connection, recursive_triggers=False, execute_plugins=False)
    migrations.apply(database)
    connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
