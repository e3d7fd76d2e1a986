"""Which articles share a text, as `storage.sql.sharing` found when they were stored."""

# ruff: noqa: S608 - only question marks are put into statements.
from __future__ import annotations

from collections.abc import Mapping, Sequence

from storage.sql.base import SqlBase
from storage.sql.connection import NUMBERS
from storage.sql.rows import SELECT_ARTICLE, article_of
from storage.wires import Copy, Wires
from storage.words import index_text

_MOST_MEMBERS = 500  # of a wire, when all are read


class SqlWires(SqlBase, Wires):
    """The Store's methods for texts that several articles share: wire copy."""

    def copies(self, article: int) -> list[Copy]:
        """The other articles that carry this article's text, earliest first."""
        from storage.resemblance import shared, shingles

        with self._read() as connection:
            rows = connection.execute(
                f"{SELECT_ARTICLE} JOIN wires w ON w.article = a.id"
                " WHERE w.wire = (SELECT wire FROM wires WHERE article = ?) ORDER BY a.dated_at, a.id LIMIT ?",
                (article, _MOST_MEMBERS),
            ).fetchall()
        runs = {row["id"]: shingles(index_text(row["body"])) for row in rows}
        return [
            Copy(article_of(row), shared(runs.get(article, []), runs[row["id"]]))
            for row in rows
            if row["id"] != article
        ]

    def wires(self, articles: Sequence[int]) -> Mapping[int, int]:
        """For each of these articles that shares its text with another: a number that all who share it have."""
        with self._read() as connection:
            return dict(
                connection.execute(
                    f"SELECT article, wire FROM wires WHERE article IN {NUMBERS}", (str(list(articles)),)
                )
            )
