"""Reading in an older world: other crawls' WARC files, and lists of addresses."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from normalise.urls import canonical_url
from storage.backfilling import Backfilling, BackfillPage, FailedAddress, FileProgress, SourceFile, SourceRecord
from storage.model import SaveCounts
from storage.sql import page_reading, tombstones
from storage.sql.base import SqlBase
from storage.sql.connection import Connection
from storage.sql.rows import article_columns, json_text, required_time, required_time_text, storable
from storage.sql.writing import find, insert


class SqlBackfilling(SqlBase, Backfilling):
    """The Store's methods for other crawls' files and lists of addresses."""

    def backfill_progress(self, file: SourceFile) -> FileProgress:
        """How far a file was read for this selection."""
        with self._read() as connection:
            row = connection.execute(
                "SELECT * FROM backfill_files WHERE head_sha256 = ? AND size = ? AND selection = ?",
                (file.head_sha256, file.size, file.selection),
            ).fetchone()
        if row is None:
            return FileProgress()
        return FileProgress(row["offset"], row["records"], bool(row["done"]), row["problem"])

    def save_backfill(
        self,
        pages: Sequence[BackfillPage],
        *,
        file: SourceFile | None = None,
        progress: FileProgress | None = None,
        read_at: datetime | None = None,
    ) -> SaveCounts:
        """Save pages out of a file, and how far it was read, in one transaction."""
        counts = SaveCounts()
        with self._write() as connection:
            gone = tombstones.load(connection)
            for page in pages:
                if not gone.hides(page.article.url):
                    article, reading = gone.without_people(page.article), gone.reading(page.reading)
                    counts += _save(connection, replace(page, article=article, reading=reading))
            if file is not None and progress is not None:
                _save_progress(connection, file, progress, read_at or datetime.now(UTC))
        return counts

    def known_records(self, records: Collection[str]) -> frozenset[str]:
        """Which of these WARC-Record-IDs were read in before."""
        with self._read() as connection:
            rows = connection.execute(
                "SELECT DISTINCT record FROM backfilled WHERE record IN (SELECT value FROM json_each(?))",
                (json_text(records) or "[]",),
            )
            return frozenset(row["record"] for row in rows)

    def source_records(self, article: int) -> list[SourceRecord]:
        """Where an article stood in other crawls' files, oldest first."""
        with self._read() as connection:
            rows = connection.execute(
                "SELECT * FROM backfilled WHERE article = ? ORDER BY recorded_at, record", (article,)
            )
            return [
                SourceRecord(row["record"], row["file"], row["url"], required_time(row["recorded_at"])) for row in rows
            ]

    def failed_addresses(self, urls: Collection[str]) -> dict[str, FailedAddress]:
        """Those of these addresses that failed before."""
        with self._read() as connection:
            rows = connection.execute(
                "SELECT * FROM backfill_urls WHERE url IN (SELECT value FROM json_each(?))", (json_text(urls) or "[]",)
            )
            return {
                row["url"]: FailedAddress(row["url"], row["tries"], row["problem"], required_time(row["tried_at"]))
                for row in rows
            }

    def save_failed_address(self, url: str, problem: str, tried_at: datetime) -> None:
        """Note that an address could not be read."""
        with self._write() as connection:
            connection.execute(
                "INSERT INTO backfill_urls (url, tries, problem, tried_at) VALUES (?, 1, ?, ?)"
                " ON CONFLICT (url) DO UPDATE SET tries = backfill_urls.tries + 1,"
                " problem = excluded.problem, tried_at = excluded.tried_at",
                (storable(url), storable(problem), required_time_text(tried_at)),
            )


def _save(connection: Connection, page: BackfillPage) -> SaveCounts:
    article = page.article
    old = find(connection, canonical_url(article.url))
    if old is None:
        shell = replace(article, body=None, summary=None, people=(), topics=(), page_state="pending", access=None)
        columns = article_columns(shell) | {
            "canonical": canonical_url(article.url),
            "first_seen": required_time_text(article.first_seen or page.at),
            "fetched_at": None,
        }
        key = insert(connection, columns, page.at)
    else:
        key = old["id"]
    counts = page_reading.save_page(connection, replace(article, id=key), page.at, page.reading)
    if page.source is not None:
        connection.execute(
            "INSERT INTO backfilled (article, record, file, url, recorded_at) VALUES (?, ?, ?, ?, ?)"
            " ON CONFLICT DO NOTHING",
            (
                key,
                storable(page.source.record),
                storable(page.source.file),
                storable(page.source.url),
                required_time_text(page.source.at),
            ),
        )
    own, asked = canonical_url(article.url), canonical_url(page.asked or article.url)
    if asked != own:
        connection.execute(
            "INSERT INTO addresses (url, article) SELECT :url, :article"
            " WHERE NOT EXISTS (SELECT 1 FROM articles WHERE canonical = :url) ON CONFLICT DO NOTHING",
            {"url": storable(asked), "article": key},
        )
    connection.execute("DELETE FROM backfill_urls WHERE url IN (?, ?)", (own, asked))
    return SaveCounts(new=1) if old is None else counts


def _save_progress(connection: Connection, file: SourceFile, progress: FileProgress, at: datetime) -> None:
    connection.execute(
        'INSERT INTO backfill_files (head_sha256, size, name, selection, "offset", records, done, problem, read_at)'
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (head_sha256, size, selection) DO UPDATE SET"
        ' name = excluded.name, "offset" = excluded."offset", records = excluded.records, done = excluded.done,'
        " problem = excluded.problem, read_at = excluded.read_at",
        (
            file.head_sha256,
            file.size,
            storable(file.name),
            file.selection,
            progress.offset,
            progress.records,
            int(progress.done),
            storable(progress.problem),
            required_time_text(at),
        ),
    )
