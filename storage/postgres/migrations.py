"""The schema's versions: made in one transaction, one process at a time."""

from __future__ import annotations

from storage.errors import StoreError
from storage.postgres import functions, partitions, schema, views
from storage.postgres.connection import PostgresConnection
from storage.sql.tables import SCHEMA_VERSION

APPLICATION = "dateline"
_OURS_OR_FOREIGN = """
SELECT count(*) AS tables, count(*) FILTER (WHERE c.relname = 'meta') AS meta FROM pg_class AS c
WHERE c.relnamespace = CAST(current_schema() AS regnamespace) AND c.relkind IN ('r', 'p')
  AND NOT starts_with(c.relname, 'procrastinate_')
  AND NOT EXISTS (SELECT 1 FROM pg_depend AS d WHERE d.objid = c.oid AND d.deptype = 'e')"""
_MARKED = """SELECT count(*) = 2 FROM information_schema.columns
WHERE table_schema = current_schema() AND table_name = 'meta' AND column_name IN ('key', 'value')"""


def checked_version(connection: PostgresConnection) -> int | None:
    """The schema version of a store that is ours; None for a schema with nothing in it but the queue's tables."""
    location = connection.location
    encoding = connection.execute("SHOW server_encoding").fetchone()[0]
    if encoding != "UTF8":
        raise StoreError(
            location, f"is encoded as {encoding}; make one with `createdb --encoding=UTF8 --template=template0`"
        )
    if connection.execute("SELECT current_schema()").fetchone()[0] is None:
        raise StoreError(location, "names a schema (search_path) that does not exist")
    tables, meta = connection.execute(_OURS_OR_FOREIGN).fetchone()
    if not tables:
        return None
    if not meta or not connection.execute(_MARKED).fetchone()[0]:
        raise _foreign(location)
    marks = dict(connection.execute("SELECT key, value FROM meta WHERE key IN ('application', 'schema')").fetchall())
    if marks.get("application") != APPLICATION or not marks.get("schema", "").isdecimal():
        raise _foreign(location)
    version = int(marks["schema"])
    if version > SCHEMA_VERSION:
        raise StoreError(
            location,
            f"was written by a newer dateline (schema {version}, this one knows {SCHEMA_VERSION}); upgrade dateline",
        )
    return version


def migrate(connection: PostgresConnection) -> None:
    """Bring the schema to this release's version: whole or not at all, whoever else tries at the same moment."""
    connection.execute("BEGIN")
    try:
        connection.execute("SELECT pg_advisory_xact_lock(hashtextextended('dateline migrate ' || current_schema(), 0))")
        if checked_version(connection) is None:  # not done meanwhile by another
            for statement in (
                *functions.FUNCTIONS,
                *schema.statements(),
                *partitions.TABLES,
                *views.VIEWS,
                *views.comments(),
            ):
                connection.raw.execute(statement)
            connection.execute(
                "INSERT INTO meta (key, value) VALUES ('application', ?), ('schema', ?)",
                (APPLICATION, str(SCHEMA_VERSION)),
            )
        connection.execute("COMMIT")
    except BaseException:
        if not connection.is_lost:
            connection.execute("ROLLBACK")
        raise


def _foreign(location: str) -> StoreError:
    return StoreError(location, "holds tables of another program and was left as it is; name another database")
