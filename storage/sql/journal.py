"""Runs, robots.txt answers, reports."""

from __future__ import annotations

import json
from datetime import datetime

from storage.model import RunSummary, SaveCounts, StoredReport
from storage.sql.claims import save_findings
from storage.sql.connection import Connection
from storage.sql.rows import json_text, required_time, required_time_text, storable, time_of, time_text


def start_run(connection: Connection, started: datetime) -> int:
    """Note that a run began."""
    return int(
        connection.execute("INSERT INTO runs (started) VALUES (?) RETURNING id", (time_text(started),)).fetchone()[0]
    )


def end_run(connection: Connection, run: int, summary: RunSummary) -> None:
    """Note how a run ended."""
    connection.execute(
        "UPDATE runs SET ended = ?, feeds_ok = ?, feeds_unchanged = ?, feeds_failed = ?, articles_new = ?,"
        " articles_revised = ?, articles_updated = ?, articles_unchanged = ?, pages_fetched = ?, pages_failed = ?,"
        " exit_code = ? WHERE id = ?",
        (
            time_text(summary.ended),
            summary.feeds_ok,
            summary.feeds_unchanged,
            storable(json_text(summary.feeds_failed)),
            summary.articles.new,
            summary.articles.revised,
            summary.articles.updated,
            summary.articles.unchanged,
            summary.pages_fetched,
            summary.pages_failed,
            summary.exit_code,
            run,
        ),
    )


def runs(connection: Connection, limit: int) -> list[RunSummary]:
    """The latest runs, newest first."""
    rows = connection.execute("SELECT * FROM runs ORDER BY id DESC LIMIT ?", (limit,))
    return [
        RunSummary(
            started=required_time(row["started"]),
            ended=time_of(row["ended"]),
            feeds_ok=row["feeds_ok"],
            feeds_unchanged=row["feeds_unchanged"],
            feeds_failed=tuple((feed, reason) for feed, reason in json.loads(row["feeds_failed"] or "[]")),
            articles=SaveCounts(
                row["articles_new"], row["articles_revised"], row["articles_updated"], row["articles_unchanged"]
            ),
            pages_fetched=row["pages_fetched"],
            pages_failed=row["pages_failed"],
            exit_code=row["exit_code"],
            id=row["id"],
        )
        for row in rows
    ]


def robots(connection: Connection, host: str) -> tuple[datetime, int, bytes] | None:
    """The robots.txt kept for a host."""
    row = connection.execute("SELECT fetched_at, status, body FROM robots WHERE host = ?", (host,)).fetchone()
    return (required_time(row["fetched_at"]), row["status"], row["body"]) if row else None


def save_robots(connection: Connection, host: str, fetched_at: datetime, status: int, body: bytes) -> None:
    """Keep a robots.txt answer."""
    connection.execute(
        "INSERT INTO robots (host, fetched_at, status, body) VALUES (?, ?, ?, ?) ON CONFLICT (host) DO UPDATE SET"
        " fetched_at = excluded.fetched_at, status = excluded.status, body = excluded.body",
        (host, required_time_text(fetched_at), status, body),
    )


def save_report(
    connection: Connection, sha256: str, name: str, text: str, compared_at: datetime, findings_json: str
) -> int:
    """Keep a report with what its latest comparison found."""
    values = (sha256, name, text, required_time_text(compared_at), findings_json)
    connection.execute(
        "INSERT INTO reports (sha256, name, text, compared_at, findings) VALUES (?, ?, ?, ?, ?) ON CONFLICT (sha256)"
        " DO UPDATE SET name = excluded.name, compared_at = excluded.compared_at, checked_at = NULL,"
        " findings = excluded.findings",
        [storable(value) for value in values],
    )
    report: int = connection.execute("SELECT id FROM reports WHERE sha256 = ?", (sha256,)).fetchone()[0]
    save_findings(connection, report, required_time_text(compared_at), findings_json)
    return report


def reports(connection: Connection) -> list[StoredReport]:
    """Every report compared, newest first."""
    rows = connection.execute("SELECT * FROM reports ORDER BY compared_at DESC, id DESC")
    return [
        StoredReport(
            row["id"], row["sha256"], row["name"], row["text"], required_time(row["compared_at"]), row["findings"]
        )
        for row in rows
    ]
