"""Pages of results, facets, time lines and care of the store."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from storage.asking import Asking, Counts, Facet, Overview, Pruned, Results, Sort, Timeline
from storage.model import Query
from storage.query_language import parse
from storage.sql import care, counting, searching
from storage.sql.base import SqlBase


class SqlAsking(SqlBase, Asking):
    """The Store's methods for pages of results, facets, time lines and care of the store."""

    def search_page(self, query: Query, *, sort: Sort = "relevance", cursor: str | None = None) -> Results:
        """What `search` finds, a page at a time, with how the query was read."""
        with self._read() as connection:
            return searching.search_page(connection, query, sort, cursor)

    def explain(self, text: str) -> tuple[str, tuple[str, ...]]:
        """How a query's text is read, and notes on what could not be."""
        parsed = parse(text)
        return parsed.understood, parsed.notes

    def count_by(self, query: Query, facet: Facet, *, limit: int | None = None) -> Counts:
        """Articles that match by a facet."""
        with self._read() as connection:
            return counting.count_by(connection, query, facet, limit)

    def timeline(self, query: Query) -> Timeline:
        """Articles that match by day and outlet."""
        with self._read() as connection:
            return counting.timeline(connection, query)

    def overview(self, query: Query, facets: Sequence[Facet], *, limit: int | None = None) -> Overview:
        """Articles that match by several facets, by day and outlet."""
        with self._read() as connection:
            return counting.overview(connection, query, facets, limit)

    def prune(self, before: datetime, *, keep_cited: bool = True, dry_run: bool = False) -> Pruned:
        """Take body, revisions and captures from old articles."""
        if dry_run:
            with self._read() as connection:
                return care.prunable(connection, before, keep_cited)
        with self._write() as connection:
            return care.prune(connection, before, keep_cited)
