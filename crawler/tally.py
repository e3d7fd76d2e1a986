"""What a run has done so far: for the progress bar while it runs, for the summary line and exit code after it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from storage import RunSummary, SaveCounts

ALL_WELL, SOME_FAILED, ALL_FAILED = 0, 3, 4


@dataclass(slots=True)
class Tally:
    """Counts of one run. `changed` is called after each, with the tally itself."""

    started: datetime
    changed: Callable[[Tally], None] | None = None
    feeds_due: int = 0
    feeds_ok: int = 0
    feeds_unchanged: int = 0
    feeds_failed: dict[str, str] = field(default_factory=dict)
    articles: SaveCounts = field(default_factory=SaveCounts)
    pages_asked: int = 0
    pages_read: int = 0
    pages_unread: int = 0
    starved: str | None = None  # why pages were left unread through no fault of theirs
    time_up: bool = False  # the run's time was over before its work
    offline: bool = False  # no host at all could be reached

    def feed(
        self, url: str, *, problem: str | None = None, unchanged: bool = False, counts: SaveCounts | None = None
    ) -> None:
        """A feed is done."""
        if problem is not None:
            self.feeds_failed[url] = problem
        elif unchanged:
            self.feeds_unchanged += 1
        else:
            self.feeds_ok += 1
        self._add(counts)

    def page(self, *, read: bool, counts: SaveCounts | None = None) -> None:
        """A page is done. Its article was counted as new when its feed showed it; only revisions count again."""
        if read:
            self.pages_read += 1
        else:
            self.pages_unread += 1
        self._add(SaveCounts(revised=counts.revised) if counts else None)

    def asked(self, pages: int) -> None:
        """So many more pages are to be fetched."""
        self.pages_asked += pages
        self._add(None)

    def _add(self, counts: SaveCounts | None) -> None:
        if counts:
            self.articles = self.articles + counts
        if self.changed:
            self.changed(self)

    @property
    def left(self) -> tuple[int, int]:
        """Feeds that were due, and pages that were asked for, that the run did not get to."""
        return max(0, self.feeds_due - self.feeds_done), max(0, self.pages_asked - self.pages_read - self.pages_unread)

    @property
    def feeds_done(self) -> int:
        """Feeds polled so far, whatever came of it."""
        return self.feeds_ok + self.feeds_unchanged + len(self.feeds_failed)

    def exit_code(self) -> int:
        """0, or 3 where some feeds failed, or 4 where all that were due did. One that was not got to has failed."""
        if not self.feeds_failed and self.feeds_done >= self.feeds_due:
            return SOME_FAILED if self.starved else ALL_WELL
        return SOME_FAILED if self.feeds_ok + self.feeds_unchanged else ALL_FAILED

    def summary(self, ended: datetime, exit_code: int | None = None) -> RunSummary:
        """The run as the store keeps it."""
        return RunSummary(
            started=self.started,
            ended=ended,
            feeds_ok=self.feeds_ok,
            feeds_unchanged=self.feeds_unchanged,
            feeds_failed=tuple(self.feeds_failed.items()),
            articles=self.articles,
            pages_fetched=self.pages_read,
            pages_failed=self.pages_unread,
            exit_code=self.exit_code() if exit_code is None else exit_code,
        )
