"""What people ask of the full-text index: always through the index, never text by text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from storage.asking import Counts, Facet, Overview, Results, Sort, Timeline
from storage.model import Article, Hit, Query
from storage.postgres.base import PostgresBase
from storage.sql.store import SqlStore


class PostgresAsking(PostgresBase, SqlStore):
    """The Store's methods that search."""

    def search(self, query: Query) -> list[Hit]:
        """Articles that match, best first where text is given, else newest first."""
        with self._through_indexes():
            return super().search(query)

    def search_page(self, query: Query, *, sort: Sort = "relevance", cursor: str | None = None) -> Results:
        """What `search` finds, a page at a time, with how the query was read."""
        with self._through_indexes():
            return super().search_page(query, sort=sort, cursor=cursor)

    def count_by(self, query: Query, facet: Facet, *, limit: int | None = None) -> Counts:
        """Articles that match by a facet."""
        with self._through_indexes():
            return super().count_by(query, facet, limit=limit)

    def overview(self, query: Query, facets: Sequence[Facet], *, limit: int | None = None) -> Overview:
        """Counts by several facets and the time line."""
        with self._through_indexes():
            return super().overview(query, facets, limit=limit)

    def timeline(self, query: Query) -> Timeline:
        """Articles that match by day and outlet."""
        with self._through_indexes():
            return super().timeline(query)

    def candidates(
        self,
        words: Sequence[str],
        *,
        outlets: Sequence[str] = (),
        languages: Sequence[str] = (),
        since: datetime | None = None,
        until: datetime | None = None,
        limit: int = 50,
    ) -> list[tuple[Article, float]]:
        """Articles that hold any of `words`, with scores, best first."""
        with self._through_indexes():
            return super().candidates(
                words, outlets=outlets, languages=languages, since=since, until=until, limit=limit
            )

    def document_frequencies(self, words: Sequence[str]) -> Mapping[str, int]:
        """In how many articles each word stands, Hebrew and Arabic prefixes included; exact up to 1,000."""
        with self._through_indexes():
            return super().document_frequencies(words)
