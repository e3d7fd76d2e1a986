"""The full-text index in monthly parts: a part a month of `dated_at`, and one for months of few articles.

What a month's part gives: a search of some days or weeks reads the parts of these months alone; new articles go into
small GIN indexes that stay in memory, wherever ten years of others lie; and VACUUM and ANALYZE, which read a GIN index
whole, pass over parts that nobody wrote to. Keys stay global, in `articles`: an address is unique over all months.

Parts are made by whoever writes. This month's and the next two are there before they are needed. Other months begin in
the part for the rest, and get their own when it holds a thousand articles of them, which are moved there. Nobody waits
for that: where the part for the rest is in use for more than a second, the next writer tries again.
"""

# ruff: noqa: S608 - statements are put together from names and dates of this module; values are always bound.
from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import date, timedelta

import psycopg

from storage.postgres.connection import PostgresConnection
from storage.postgres.months import REST, parts

CROWDED = 1_000  # articles of one month among the rest
AHEAD = 2  # months
_FIRST = date(1990, 1, 1)  # what says it is older is mostly a mistake, or rare
_ANOTHER_TIME = (  # in use by others, or a writer who may not make tables: what has no part is found among the rest
    psycopg.errors.LockNotAvailable,
    psycopg.errors.DeadlockDetected,
    psycopg.errors.InsufficientPrivilege,
)

TABLES = (
    """
CREATE TABLE article_search (
  article bigint NOT NULL,
  dated_at timestamptz NOT NULL,
  words tsvector NOT NULL,
  title tsvector NOT NULL
) PARTITION BY RANGE (dated_at)""",
    "COMMENT ON TABLE article_search IS 'Full-text index over folded text, made by dateline: no configuration of"
    " PostgreSQL''s. In monthly parts'",
    "COMMENT ON COLUMN article_search.dated_at IS 'That of the article'",
    "COMMENT ON COLUMN article_search.words IS 'Every word with its places; weights: A title, B summary, C byline,"
    " D body'",
    "COMMENT ON COLUMN article_search.title IS 'The words of the title alone, to rank many matches by'",
    "CREATE INDEX article_search_words ON article_search USING gin (words)",
    "CREATE INDEX article_search_title ON article_search USING gin (title)",
    # Nothing that is in order: the planner would follow it and unpack every text on the way, to see whether it matches.
    "CREATE INDEX article_search_article ON article_search USING hash (article)",
    f"CREATE TABLE {REST} PARTITION OF article_search DEFAULT",
    """
CREATE FUNCTION article_search_follow() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE article_search SET dated_at = NEW.dated_at WHERE article = NEW.id AND dated_at = OLD.dated_at;
  RETURN NULL;
END $$""",
    "CREATE TRIGGER articles_dated_at AFTER UPDATE OF dated_at ON articles FOR EACH ROW"
    " WHEN (OLD.dated_at <> NEW.dated_at) EXECUTE FUNCTION article_search_follow()",
)


def prepare(connection: PostgresConnection, today: date) -> None:
    """See that the months that come, and those that many articles came of, have parts. Outside of any transaction."""
    held = set(parts(connection))
    latest = _month_after(today, AHEAD)
    wanted = {_month_after(today, ahead) for ahead in range(AHEAD + 1)}
    wanted |= {month for month in _crowded(connection) if _FIRST <= month <= latest}
    for month in sorted(wanted - held):
        with suppress(*_ANOTHER_TIME):
            _make(connection, month)


def _crowded(connection: PostgresConnection) -> Iterator[date]:
    rows = connection.execute(
        f"SELECT substr(date_trunc('month', dated_at), 1, 10) AS month FROM {REST} GROUP BY 1 HAVING count(*) >= ?",
        (CROWDED,),
    )
    return (date.fromisoformat(month) for (month,) in rows)


def _make(connection: PostgresConnection, month: date) -> None:
    """A part for a month, with what the rest holds of it."""
    name = f"article_search_{month:%Y_%m}"
    span = {"since": str(month), "until": str(_month_after(month, 1))}
    connection.execute("BEGIN")
    try:
        connection.execute("SET LOCAL lock_timeout = '1s'")
        connection.execute("SELECT pg_advisory_xact_lock(hashtextextended('dateline parts ' || current_schema(), 0))")
        if month not in parts(connection):  # not made meanwhile by another
            connection.execute(f"CREATE TABLE {name} (LIKE article_search INCLUDING DEFAULTS)")
            connection.execute(f"LOCK TABLE {REST} IN ACCESS EXCLUSIVE MODE")
            connection.execute(
                f"WITH moved AS (DELETE FROM {REST} WHERE dated_at >= :since AND dated_at < :until RETURNING *)"
                f" INSERT INTO {name} SELECT * FROM moved",
                span,
            )
            connection.execute(
                f"ALTER TABLE article_search ATTACH PARTITION {name} FOR VALUES FROM (:since) TO (:until)", span
            )
            connection.execute(f"ANALYZE {name}")
        connection.execute("COMMIT")
    except BaseException:
        with suppress(psycopg.Error):
            connection.execute("ROLLBACK")
        raise


def _month_after(day: date, many: int) -> date:
    """The first of a month, so many months later."""
    first = day.replace(day=1)
    for _ in range(many):
        first = (first + timedelta(days=32)).replace(day=1)
    return first
