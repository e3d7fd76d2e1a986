"""What was served: archived answers, and the pages to visit again."""

# ruff: noqa: S608 - statements are put together from names in this package; values are always bound.
from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from storage.captures import Capture, CaptureKind, Captures, Corrected, Place, Reading
from storage.model import PendingPage
from storage.sql import correcting, tombstones
from storage.sql.base import SqlBase
from storage.sql.capture_rows import SELECT_CAPTURE, capture_of, insert_capture, plan_visit
from storage.sql.connection import NUMBERS
from storage.sql.outlets import outlet_ids
from storage.sql.reading_rows import reading_of
from storage.sql.rows import json_text, required_time, time_text

_AT_ONCE = 500


class SqlCaptures(SqlBase, Captures):
    """The Store's methods for what was served: archived answers, and the pages to visit again."""

    def save_capture(self, capture: Capture, *, next_visit: datetime | None = None) -> int:
        """Remember an answer; gives its id."""
        with self._write() as connection:
            saved = insert_capture(connection, capture)
            if capture.article is not None:
                plan_visit(connection, capture.article, capture.at, next_visit)
            return saved

    def capture(self, capture: int) -> Capture | None:
        """One capture by its id."""
        return self._one("c.id = :value", capture)

    def captures(self, article: int) -> list[Capture]:
        """Every answer for an article's page, oldest first."""
        with self._read() as connection:
            rows = connection.execute(f"{SELECT_CAPTURE} WHERE c.article = ? ORDER BY c.at, c.id", (article,))
            return [capture_of(row) for row in rows]

    def held_capture(self, article: int) -> Capture | None:
        """The answer from which the current text of an article was read, or what of it is not its feed's."""
        return self._one(
            "c.id = (SELECT r.capture FROM readings AS r WHERE r.article = :value AND r.capture IS NOT NULL"
            " AND r.number = (SELECT count(*) + 1 FROM revisions WHERE article = :value)"
            " - (SELECT count(*) FROM readings AS half WHERE half.article = :value AND half.basis = 'feed' AND"
            " half.capture IS NULL AND half.number = (SELECT count(*) + 1 FROM revisions WHERE article = :value)))",
            article,
        )

    def last_page(self, article: int) -> Capture | None:
        """The latest answer that served an article's page whole."""
        return self._one(
            "c.id = (SELECT id FROM captures WHERE article = :value AND kind = 'page' AND status = 200"
            " ORDER BY at DESC, id DESC LIMIT 1)",
            article,
        )

    def _one(self, where: str, value: int) -> Capture | None:
        with self._read() as connection:
            row = connection.execute(f"{SELECT_CAPTURE} WHERE {where}", {"value": value}).fetchone()
            return capture_of(row) if row is not None else None

    def all_captures(
        self,
        *,
        kind: CaptureKind | None = None,
        outlets: Sequence[str] = (),
        since: datetime | None = None,
        until: datetime | None = None,
        file: str | None = None,
        held: bool = False,
    ) -> Iterator[Capture]:
        """Captures by file and offset."""
        return self._captures(kind=kind, outlets=outlets, since=since, until=until, file=file, held=held)

    def _captures(
        self,
        *,
        kind: CaptureKind | None = None,
        outlets: Sequence[str] = (),
        since: datetime | None = None,
        until: datetime | None = None,
        file: str | None = None,
        held: bool = False,
        ids: Sequence[int] | None = None,
    ) -> Iterator[Capture]:
        conditions, values = ["true"], list[Any]()
        with self._read() as connection:
            chosen = outlet_ids(connection, outlets)
            if chosen is not None:
                conditions.append(f"c.outlet IN ({', '.join('?' * len(chosen))})")
                values += chosen
            if ids is not None:
                conditions.append(f"c.id IN {NUMBERS}")
                values.append(json_text(list(ids)) or "[]")
            for condition, value in (
                ("c.kind = ?", kind),
                ("c.at >= ?", time_text(since)),
                ("c.at < ?", time_text(until)),
                ("c.file = ?", file),
            ):
                if value is not None:
                    conditions.append(condition)
                    values.append(value)
            if held:
                conditions.append("c.file IS NOT NULL")
            found = connection.execute(
                f"SELECT c.id FROM captures AS c WHERE {' AND '.join(conditions)}"
                ' ORDER BY c.file NULLS FIRST, c."offset" NULLS FIRST, c.id',
                values,
            ).fetchall()
        for begin in range(0, len(found), _AT_ONCE):
            wanted = [row["id"] for row in found[begin : begin + _AT_ONCE]]
            with self._read() as connection:
                rows = connection.execute(
                    f"{SELECT_CAPTURE} WHERE c.id IN {NUMBERS}"
                    ' ORDER BY c.file NULLS FIRST, c."offset" NULLS FIRST, c.id',
                    (json_text(wanted),),
                ).fetchall()
            yield from map(capture_of, rows)

    def archive_files(self) -> Mapping[str, int]:
        """The WARC files that captures point to, and how many point there."""
        with self._read() as connection:
            rows = connection.execute(
                "SELECT file, count(*) AS many FROM captures WHERE file IS NOT NULL GROUP BY file ORDER BY file"
            )
            return {row["file"]: row["many"] for row in rows}

    def expired_captures(self, now: datetime) -> Mapping[str, tuple[int, ...]]:
        """Captures whose time has passed and whose bytes are held: ids by file."""
        by_file: defaultdict[str, list[int]] = defaultdict(list)
        with self._read() as connection:
            for row in connection.execute(
                "SELECT id, file FROM captures WHERE file IS NOT NULL AND keep_until <= ? ORDER BY file, id",
                (time_text(now),),
            ):
                by_file[row["file"]].append(row["id"])
        return {file: tuple(ids) for file, ids in by_file.items()}

    def move_captures(self, moved: Mapping[int, Place], gone: Mapping[int, str]) -> None:
        """Point captures to new places, and take the bytes from others, in one transaction."""
        with self._write() as connection:
            connection.executemany(
                'UPDATE captures SET file = NULL, "offset" = NULL, length = NULL, absent = ? WHERE id = ?',
                [(why, capture) for capture, why in gone.items()],
            )
            connection.executemany(
                'UPDATE captures SET file = ?, "offset" = ?, length = ? WHERE id = ?',
                [(place.file, place.offset, place.length, capture) for capture, place in moved.items()],
            )

    def readings(self, article: int) -> list[Reading]:
        """What made each state of an article's text, by number."""
        with self._read() as connection:
            rows = connection.execute("SELECT * FROM readings WHERE article = ? ORDER BY number", (article,))
            return [reading_of(row) for row in rows]

    def held_states(
        self, *, outlets: Sequence[str] = (), since: datetime | None = None, captures: Sequence[int] | None = None
    ) -> Iterator[tuple[Reading, Capture]]:
        """States of articles whose bytes are held, with the answer each was read from."""
        for capture in self._captures(kind="page", outlets=outlets, since=since, held=True, ids=captures):
            with self._read() as connection:
                rows = connection.execute("SELECT * FROM readings WHERE capture = ?", (capture.id,)).fetchall()
            for row in rows:
                yield reading_of(row), capture

    def due_visits(self, now: datetime, outlets: Sequence[str] = (), limit: int = 1000) -> list[PendingPage]:
        """Articles that were read and whose page is due to be visited again, the longest due first."""
        where = f"AND a.outlet IN ({', '.join('?' * len(outlets))})" if outlets else ""
        with self._read() as connection:
            rows = connection.execute(
                "SELECT a.id, a.url, a.outlet FROM visits AS v JOIN articles AS a ON a.id = v.article"
                f" WHERE v.due_at <= ? AND a.page_state = 'fetched' {where} ORDER BY v.due_at, a.id LIMIT ?",
                (time_text(now), *outlets, limit),
            )
            return [PendingPage(row["id"], row["url"], row["outlet"]) for row in rows]

    def first_visit(self, article: int) -> datetime | None:
        """When the page of an article was first read; None where no visits are planned."""
        with self._read() as connection:
            row = connection.execute("SELECT first_at FROM visits WHERE article = ?", (article,)).fetchone()
            return required_time(row["first_at"]) if row is not None else None

    def correct(self, corrections: Sequence[Corrected]) -> int:
        """Make states say what their bytes say when read again; gives how many changed."""
        with self._write() as connection:
            gone = tombstones.load(connection)
            return sum(
                correcting.correct(
                    connection,
                    replace(
                        each,
                        article=gone.without_people(each.article),
                        signature=gone.without_signers(each.signature),
                    ),
                )
                for each in corrections
            )
