"""The schema's versions, applied through sqlite-utils Migrations. Only a store that needs migrating pays for its
import.

A version, once released, is never edited: a later one is added below it.
"""

from __future__ import annotations

import sqlite3

from sqlite_utils import Database, Migrations

from storage.sqlite import (
    schema,
    schema_asking,
    schema_backfilling,
    schema_captures,
    schema_forgetting,
    schema_health,
    schema_reviews,
    schema_saved,
    schema_wires,
    views,
)
from storage.sqlite.connection import APPLICATION_ID, SCHEMA_VERSION

PARTS = (
    schema,
    schema_captures,
    schema_asking,
    schema_reviews,
    schema_wires,
    schema_health,
    schema_forgetting,
    schema_backfilling,
    schema_saved,
    views,
)

migrations = Migrations("dateline")


@migrations()
def version_1(db: Database) -> None:
    """Articles with their history, feeds with their polls, and the search index."""
    for part in PARTS:
        for statement in part.TABLES:
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
