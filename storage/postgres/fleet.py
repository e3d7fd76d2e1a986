"""What several machines share, in the database of their store: see `storage.fleet`.

All times are the server's: the clocks of the machines need not agree. Every statement is a transaction of its own and
may be run twice, so that one whose connection was lost is simply run again.
"""

# ruff: noqa: S608 - statements are put together from names in this package; values are always bound.
from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from storage.errors import RunLocked, StoreError
from storage.fleet import Done, DueFeed, Fleet, Member, MemberKind, Presence, Queue
from storage.model import FeedState, PendingPage, SaveCounts
from storage.postgres.address import secrets
from storage.postgres.connection import PostgresConnection, connect
from storage.postgres.errors import translated
from storage.postgres.fleet_tables import statements
from storage.postgres.locking import _KEY as _RUN
from storage.postgres.locking import _holder as holder_of_run
from storage.sql import feeds as feed_rows
from storage.sql.connection import NUMBERS
from storage.sql.rows import json_text, required_time, required_time_text, time_of

if TYPE_CHECKING:
    from storage.postgres.store import PostgresStore

_SCHEDULER = "hashtextextended('dateline scheduler ' || current_schema(), 0)"
_LEASE = "clock_timestamp() + make_interval(secs => :lease)"
# Who takes a host over from a holder that gave no sign any more does not know when that asked last: before `until`.
_TAKE = f"""
INSERT INTO fleet_hosts AS h (host, holder, until, free_at) VALUES (:host, :holder, {_LEASE}, clock_timestamp())
ON CONFLICT (host) DO UPDATE SET holder = excluded.holder, until = excluded.until, free_at = greatest(
    h.free_at,
    h.ended_at + make_interval(secs => :delay),
    CASE WHEN h.holder <> excluded.holder THEN h.until + make_interval(secs => :delay) END
  )
WHERE h.holder IS NULL OR h.holder = excluded.holder OR h.until < clock_timestamp()
RETURNING greatest(0, extract(epoch FROM free_at - clock_timestamp())) AS wait"""
_KEEP = f"""
UPDATE fleet_hosts SET until = {_LEASE} WHERE holder = :holder AND host IN
  (SELECT host FROM fleet_hosts WHERE host IN (SELECT value FROM json_each(:hosts)) ORDER BY host FOR UPDATE)
RETURNING host"""
_GIVE = """
UPDATE fleet_hosts AS h SET holder = NULL, ended_at = coalesce(g.ended_at, h.ended_at),
  free_at = greatest(h.free_at, g.ended_at + make_interval(secs => g.delay))
FROM (
  SELECT f.host, clock_timestamp() - make_interval(secs => CAST(e.value ->> 1 AS double precision)) AS ended_at,
    CAST(e.value ->> 2 AS double precision) AS delay
  FROM jsonb_array_elements(CAST(:given AS jsonb)) AS e JOIN fleet_hosts AS f ON f.host = e.value ->> 0
  ORDER BY f.host FOR UPDATE OF f
) AS g
WHERE h.host = g.host AND h.holder = :holder"""
_DONE = (
    "hosts", "feeds_ok", "feeds_unchanged", "feeds_failed", "articles_new", "articles_revised", "articles_updated",
    "articles_unchanged", "pages_read", "pages_unread",
)  # fmt: skip
_SIGN = f"""
UPDATE fleet_members SET seen_at = clock_timestamp(), jobs = :jobs, in_hand = :in_hand, dead_after_s = :dead,
  {", ".join(f"{name} = :{name}" for name in _DONE)} WHERE id = :id"""


class PostgresFleet(Fleet):
    """The machines of one PostgreSQL store, asked through the store's own connection."""

    def __init__(self, store: PostgresStore) -> None:
        self._store = store

    def prepare(self) -> None:
        """Make the tables, if they are not there yet."""
        if self.is_prepared():
            return
        with self._store._read() as connection:
            connection.execute("BEGIN")
            try:
                for statement in statements():
                    connection.raw.execute(statement)
                connection.execute("COMMIT")
            except BaseException:
                with suppress(Exception):
                    connection.execute("ROLLBACK")
                raise

    def is_prepared(self) -> bool:
        """Whether the tables are there."""
        return self._has("fleet_hosts")

    def _has(self, table: str) -> bool:
        with self._store._read() as connection:
            return connection.execute("SELECT to_regclass(?) IS NOT NULL", (table,)).fetchone()[0] is True

    # --- who may work ------------------------------------------------------------------------------------------

    @contextmanager
    def joined(self, kind: MemberKind, name: str) -> Iterator[Presence]:
        """Be one of those who work on this store."""
        url = self._store._connection._url
        connection = connect(url, read_only=False, application=f"dateline {kind} on {name}"[:63])
        try:
            with translated(self._store.location, secrets(url)):
                presence = PostgresPresence(connection, kind, name, secrets(url))
            yield presence
            presence.end()
        finally:
            connection.close()

    def members(self, since: datetime) -> tuple[Member, ...]:
        """Who worked since a moment, by id."""
        if not self.is_prepared():
            return ()
        with self._store._read() as connection:
            rows = connection.execute(
                "SELECT *, extract(epoch FROM clock_timestamp() - seen_at) AS silent FROM fleet_members"
                " WHERE coalesce(ended_at, seen_at) >= ? ORDER BY id",
                (required_time_text(since),),
            ).fetchall()
        return tuple(
            Member(
                id=row["id"],
                kind=row["kind"],
                name=row["name"],
                started=required_time(row["started_at"]),
                ended=time_of(row["ended_at"]),
                silent=timedelta(seconds=max(0.0, row["silent"])),
                jobs=row["jobs"],
                in_hand=row["in_hand"],
                dead_after=timedelta(seconds=row["dead_after_s"]),
                done=Done(
                    row["hosts"],
                    row["feeds_ok"],
                    row["feeds_unchanged"],
                    row["feeds_failed"],
                    SaveCounts(
                        row["articles_new"], row["articles_revised"], row["articles_updated"], row["articles_unchanged"]
                    ),
                    row["pages_read"],
                    row["pages_unread"],
                ),
            )
            for row in rows
        )

    # --- hosts -------------------------------------------------------------------------------------------------

    def take_host(self, host: str, holder: int, lease_s: float, delay_s: float) -> float | None:
        """Take a host for `lease_s` seconds; gives the seconds to wait before a request. None: another holds it."""
        values = {"host": host, "holder": holder, "lease": lease_s, "delay": delay_s}
        with self._store._read() as connection:
            row = connection.execute(_TAKE, values).fetchone()
        return float(row["wait"]) if row is not None else None

    def keep_hosts(self, hosts: Collection[str], holder: int, lease_s: float) -> frozenset[str]:
        """Keep these hosts for `lease_s` more seconds; gives those that are still the holder's."""
        values = {"hosts": json_text(list(hosts)) or "[]", "holder": holder, "lease": lease_s}
        with self._store._read() as connection:
            return frozenset(row["host"] for row in connection.execute(_KEEP, values).fetchall())

    def give_hosts(self, hosts: Mapping[str, tuple[float, float] | None], holder: int) -> None:
        """Let go of hosts, each with how many seconds ago its last request ended and the delay kept after it."""
        given = [[host, *(asked or (None, None))] for host, asked in hosts.items()]
        with self._store._read() as connection:
            connection.execute(_GIVE, {"given": json_text(given), "holder": holder})

    # --- what is due -------------------------------------------------------------------------------------------

    def feeds_due(self, now: datetime, beyond: timedelta) -> list[DueFeed]:
        """Watched feeds due at `now`, or put off by more than `beyond`; the longest due first."""
        with self._store._read() as connection:
            rows = connection.execute(
                "SELECT f.url, f.due_at, f.every_s, f.gone, f.moved_to, coalesce(p.moved_polls, 0) AS moved_polls"
                " FROM feeds AS f LEFT JOIN feed_pace AS p ON p.feed = f.id"
                " WHERE f.watched = 1 AND (f.due_at IS NULL OR f.due_at <= ? OR f.due_at > ?)"
                " ORDER BY f.due_at NULLS FIRST, f.id",
                (required_time_text(now), required_time_text(now + beyond)),
            ).fetchall()
        return [
            DueFeed(
                row["url"],
                time_of(row["due_at"]),
                timedelta(seconds=row["every_s"]) if row["every_s"] is not None else None,
                bool(row["gone"]),
                row["moved_to"],
                row["moved_polls"],
            )
            for row in rows
        ]

    def states_of(self, feeds: Sequence[str]) -> tuple[FeedState, ...]:
        """These of the watched feeds with their history, by outlet and address."""
        with self._store._read() as connection:
            return feed_rows.feed_states(connection, with_skew=False, only=feeds)

    def pages_due(self, articles: Sequence[int], now: datetime) -> list[PendingPage]:
        """Those of these articles whose page is due to be fetched, the newest first."""
        with self._store._read() as connection:
            return feed_rows.pending_pages(connection, now, (), len(articles), only=articles)

    def visits_due(self, articles: Sequence[int], now: datetime) -> list[PendingPage]:
        """Those of these articles whose page is due to be visited again, the longest due first."""
        with self._store._read() as connection:
            rows = connection.execute(
                "SELECT a.id, a.url, a.outlet FROM visits AS v JOIN articles AS a ON a.id = v.article"
                f" WHERE v.due_at <= ? AND a.page_state = 'fetched' AND a.id IN {NUMBERS} ORDER BY v.due_at, a.id",
                (required_time_text(now), str(list(articles))),
            ).fetchall()
        return [PendingPage(row["id"], row["url"], row["outlet"]) for row in rows]

    def feeds_failed(self, since: datetime, limit: int = 1000) -> tuple[tuple[str, str], ...]:
        """Watched feeds whose latest poll was after `since` and failed, with the reason."""
        with self._store._read() as connection:
            rows = connection.execute(
                "SELECT url, last_problem FROM feeds WHERE watched = 1 AND last_outcome = 'failed'"
                " AND last_polled >= ? ORDER BY url LIMIT ?",
                (required_time_text(since), limit),
            ).fetchall()
        return tuple((row["url"], row["last_problem"] or "failed") for row in rows)

    def newest_config(self, known: str | None = None) -> tuple[str, str] | None:
        """SHA-256 (hex) and text of the feeds.yaml that was saved last; None where none was, or none but `known`."""
        with self._store._read() as connection:
            row = connection.execute(
                "SELECT c.sha256, c.text FROM configs AS c JOIN"
                " (SELECT sha256 FROM configs ORDER BY last_run DESC LIMIT 1) AS newest ON newest.sha256 = c.sha256"
                " WHERE c.sha256 <> ?",
                (known or "",),
            ).fetchone()
        return (row["sha256"], row["text"]) if row is not None else None

    # --- the queue, read beside procrastinate ------------------------------------------------------------------

    def queue(self, name: str, since: datetime) -> Queue:
        """The hosts of a queue, and how many of its jobs failed since a moment."""
        if not self._has("procrastinate_jobs"):
            return Queue()
        with self._store._read() as connection:
            rows = connection.execute(
                "SELECT lock, CAST(status AS text) AS status FROM procrastinate_jobs"
                " WHERE queue_name = ? AND status IN ('todo', 'doing')",
                (name,),
            ).fetchall()
        return Queue(
            frozenset(row["lock"] for row in rows if row["status"] == "todo"),
            frozenset(row["lock"] for row in rows if row["status"] == "doing"),
            len(self._failed(name, since)),
        )

    def failed_hosts(self, name: str, since: datetime) -> frozenset[str]:
        """Hosts with a job that failed since a moment."""
        return frozenset(self._failed(name, since))

    def _failed(self, name: str, since: datetime) -> list[str]:
        with self._store._read() as connection:
            rows = connection.execute(
                "SELECT j.lock FROM procrastinate_jobs AS j WHERE j.queue_name = ? AND j.status = 'failed' AND EXISTS"
                " (SELECT 1 FROM procrastinate_events AS e WHERE e.job_id = j.id AND e.type = 'failed' AND e.at >= ?)",
                (name, required_time_text(since)),
            ).fetchall()
        return [row["lock"] for row in rows]

    def prune(self, before: datetime) -> None:
        """Forget members that ended, and hosts nobody asked, before a moment."""
        at = required_time_text(before)
        with self._store._read() as connection:
            connection.execute("DELETE FROM fleet_members WHERE coalesce(ended_at, seen_at) < ?", (at,))
            connection.execute("DELETE FROM fleet_hosts WHERE until < ? AND free_at < ?", (at, at))


class PostgresPresence(Presence):
    """A place in the fleet: advisory locks of a connection of its own, which die with it, and a row that tells."""

    def __init__(self, connection: PostgresConnection, kind: MemberKind, name: str, hidden: Sequence[str]) -> None:
        self._connection, self._kind, self._hidden = connection, kind, hidden
        self._lock()
        row = connection.execute(
            "INSERT INTO fleet_members (kind, name, dead_after_s) VALUES (?, ?, 60) RETURNING id", (kind, name)
        ).fetchone()
        self.id = int(row["id"])

    def _lock(self) -> None:
        """Take what a crawl of one process holds alone together with the others; a scheduler also takes its own."""
        connection = self._connection
        if not connection.execute(f"SELECT pg_try_advisory_lock_shared({_RUN})").fetchone()[0]:
            raise RunLocked(connection.location, holder_of_run(connection))
        if (
            self._kind == "scheduler"
            and not connection.execute(f"SELECT pg_try_advisory_lock({_SCHEDULER})").fetchone()[0]
        ):
            raise RunLocked(connection.location, "a scheduler is at work already; one is enough")

    def sign(self, done: Done, *, jobs: int, in_hand: int, dead_after: timedelta) -> None:
        """Say that one is alive, and what was done; take the place again where the connection was lost meanwhile."""
        articles = done.articles
        values = {
            "id": self.id,
            "jobs": jobs,
            "in_hand": in_hand,
            "dead": dead_after.total_seconds(),
            "hosts": done.hosts,
            "feeds_ok": done.feeds_ok,
            "feeds_unchanged": done.feeds_unchanged,
            "feeds_failed": done.feeds_failed,
            "articles_new": articles.new,
            "articles_revised": articles.revised,
            "articles_updated": articles.updated,
            "articles_unchanged": articles.unchanged,
            "pages_read": done.pages_read,
            "pages_unread": done.pages_unread,
        }
        with translated(self._connection.location, self._hidden):
            if self._connection.is_lost:
                self._connection.reopen()
            if not self._is_locked():
                self._lock()
            self._connection.execute(_SIGN, values)

    def _is_locked(self) -> bool:
        held = self._connection.execute(
            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid() AND granted"
        ).fetchone()[0]
        return int(held) >= (2 if self._kind == "scheduler" else 1)

    def dead_after(self) -> timedelta | None:
        """The silence after which the scheduler counts members as dead."""
        with translated(self._connection.location, self._hidden):
            row = self._connection.execute(
                "SELECT dead_after_s FROM fleet_members WHERE kind = 'scheduler' ORDER BY id DESC LIMIT 1"
            ).fetchone()
        return timedelta(seconds=row["dead_after_s"]) if row is not None else None

    def end(self) -> None:
        """Tell that it ended as it should, if the server can be reached."""
        with suppress(StoreError), translated(self._connection.location, self._hidden):
            self._connection.execute(
                "UPDATE fleet_members SET ended_at = clock_timestamp(), seen_at = clock_timestamp(), in_hand = 0"
                " WHERE id = ?",
                (self.id,),
            )
