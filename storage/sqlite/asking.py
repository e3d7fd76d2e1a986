"""In SQLite: facets, saved searches and care of the store."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from storage.asking import Asking, Counts, Facet, Pruned, Results, Sort, Timeline
from storage.model import Query
from storage.query_language import parse
from storage.sqlite.base import SqliteBase


class SqliteAsking(SqliteBase, Asking):
    """The Store's methods for facets, saved searches and care of the store."""

    def search_page(self, query: Query, *, sort: Sort = "relevance", cursor: str | None = None) -> Results:
        """What `search` finds, a page at a time, with how the query was read."""
        raise NotImplementedError

    def explain(self, text: str) -> tuple[str, tuple[str, ...]]:
        """How a query's text is read, and notes on what could not be."""
        parsed = parse(text)
        return parsed.understood, parsed.notes

    def count_by(self, query: Query, facet: Facet, *, limit: int | None = None) -> Counts:
        """Articles that match by a facet."""
        raise NotImplementedError

    def timeline(self, query: Query) -> Timeline:
        """Articles that match by day and outlet."""
        raise NotImplementedError

    def backup(self, file: str | Path) -> int:
        """Write a copy of the whole store into a new file."""
        raise NotImplementedError

    def prune(self, before: datetime, *, keep_cited: bool = True, dry_run: bool = False) -> Pruned:
        """Take body, revisions and captures from old articles."""
        raise NotImplementedError

    def vacuum(self) -> tuple[int, int]:
        """Give the room of what was deleted back to the disk."""
        raise NotImplementedError
