"""People's decisions on findings, and reports that are still open."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime

from storage.reviews import PastComparison, ReportClaim, ReportHistory, Review, Reviews
from storage.sql.base import SqlBase
from storage.sql.connection import Connection, Row
from storage.sql.rows import required_time, required_time_text, storable, time_of

_MOST_NAMED = 20  # ids in an error


class SqlReviews(SqlBase, Reviews):
    """The Store's methods for people's decisions on findings, and reports that are still open."""

    def report_history(self, report: int) -> ReportHistory:
        """The claims, reviews and comparisons of a report."""
        with self._read() as connection:
            row = _report(connection, report)
            claims = connection.execute("SELECT * FROM claims WHERE report = ? ORDER BY number", (report,))
            reviews = connection.execute("SELECT * FROM reviews WHERE report = ? ORDER BY id", (report,))
            comparisons = connection.execute(
                "SELECT compared_at, published_at, counts FROM comparisons WHERE report = ? ORDER BY id", (report,)
            )
            return ReportHistory(
                tuple(_claim(claim) for claim in claims),
                tuple(_review(review) for review in reviews),
                tuple(_comparison(comparison) for comparison in comparisons),
                time_of(row["checked_at"] or row["compared_at"]),
            )

    def save_review(self, review: Review) -> Review:
        """Add a person's decision on a claim."""
        for name in ("finding", "note", "by"):
            if not getattr(review, name).strip():
                raise ValueError(f"a review needs a {'name (by)' if name == 'by' else name}")
        with self._write() as connection:
            _report(connection, review.report)
            _require_claim(connection, review)
            key = (review.report, review.claim)
            found = connection.execute("SELECT finding FROM claims WHERE report = ? AND claim = ?", key).fetchone()
            machine = found["finding"] if found else None
            values = (review.finding, review.note, review.by, review.url, required_time_text(review.at), machine)
            added: int = connection.execute(
                "INSERT INTO reviews (report, claim, finding, note, reviewer, url, reviewed_at, machine)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?) RETURNING id",
                (*key, *map(storable, values)),
            ).fetchone()[0]
            connection.execute("UPDATE claims SET status = 'machine, reviewed' WHERE report = ? AND claim = ?", key)
            return replace(review, machine=machine, id=added)

    def note_checked(self, report: int, at: datetime) -> None:
        """Note that a report was compared again and nothing had changed."""
        with self._write() as connection:
            connection.execute("UPDATE reports SET checked_at = ? WHERE id = ?", (required_time_text(at), report))


def _report(connection: Connection, report: int) -> Row:
    row: Row | None = connection.execute("SELECT * FROM reports WHERE id = ?", (report,)).fetchone()
    if row is not None:
        return row
    rows = connection.execute("SELECT id FROM reports ORDER BY id DESC LIMIT ?", (_MOST_NAMED,)).fetchall()
    ids = ", ".join(str(row["id"]) for row in reversed(rows))
    known = f"there are {ids}" if len(rows) > 1 else f"there is {ids}" if rows else "none was compared yet"
    raise ValueError(f"no report {report}: {known}")


def _require_claim(connection: Connection, review: Review) -> None:
    numbers = connection.execute("SELECT claim FROM claim_numbers WHERE report = ? ORDER BY claim", (review.report,))
    known = [row["claim"] for row in numbers]
    if review.claim in known:
        return
    first, last = (f"{review.report}.{number}" for number in (known[0], known[-1])) if known else ("", "")
    told = f"they are {first} to {last}" if len(known) > 1 else f"there is only {first}" if known else "it has none"
    raise ValueError(f"no claim {review.report}.{review.claim} in report {review.report}: {told}")


def _claim(row: Row) -> ReportClaim:
    return ReportClaim(
        report=row["report"],
        claim=row["claim"],
        text=row["text"],
        finding=row["finding"],
        outlet=row["outlet"],
        person=row["person"],
        begins=row["begins"],
        ends=row["ends"],
        explanation=row["explanation"],
    )


def _review(row: Row) -> Review:
    return Review(
        report=row["report"],
        claim=row["claim"],
        finding=row["finding"],
        note=row["note"],
        by=row["reviewer"],
        at=required_time(row["reviewed_at"]),
        url=row["url"],
        machine=row["machine"],
        id=row["id"],
    )


def _comparison(row: Row) -> PastComparison:
    counts = json.loads(row["counts"] or "{}")
    return PastComparison(required_time(row["compared_at"]), time_of(row["published_at"]), counts)
