"""The store's work done with sqlite-utils and its default full-text search, as its documentation shows it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import sqlite_utils

from storage import Article

COLUMNS = ("url", "outlet", "language", "writer", "title", "summary", "body", "published")


def row(article: Article) -> dict[str, Any]:
    """An article as a row of its table."""
    return {
        "url": article.url,
        "outlet": article.outlet,
        "language": article.language,
        "writer": article.people[0].name,
        "title": article.title,
        "summary": article.summary,
        "body": article.body,
        "published": str(article.published_at),
    }


class Plain:
    """A table of articles with `enable_fts`. Default journal, default tokenizer, no folding, no history."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._database = sqlite_utils.Database(path)
        self._articles = self._database.table("articles")
        if not self._articles.exists():
            self._articles.create(dict.fromkeys(COLUMNS, str), pk="url")
            self._articles.create_index(["outlet", "published"])
            self._articles.enable_fts(["title", "summary", "body"], create_triggers=True)

    def save(self, articles: Sequence[Article]) -> None:
        """Insert or replace."""
        self._articles.upsert_all(map(row, articles), pk="url")

    def search(self, words: str, limit: int) -> list[dict[str, Any]]:
        """The best matches by FTS5's rank."""
        return list(self._articles.search(words, limit=limit, quote=True))

    def between(self, outlet: str, since: datetime, until: datetime, limit: int) -> list[dict[str, Any]]:
        """An outlet's newest articles of a time."""
        where = "outlet = ? and published >= ? and published < ?"
        values = (outlet, str(since), str(until))
        return list(self._articles.rows_where(where, values, order_by="published desc", limit=limit))

    def newest(self, limit: int) -> list[dict[str, Any]]:
        """The newest articles."""
        return list(self._articles.rows_where(order_by="published desc", limit=limit))

    def by_writer(self, writer: str, limit: int) -> list[dict[str, Any]]:
        """A writer's newest articles."""
        return list(self._articles.rows_where("writer = ?", (writer,), order_by="published desc", limit=limit))

    def count_by(self, words: str, column: str) -> list[dict[str, Any]]:
        """How many matches have each value of a column."""
        column = {"day": "substr(published, 1, 10)", "person": "writer"}.get(column, column)
        return list(
            self._database.query(
                f"select {column} as value, count(*) as articles from articles where rowid in"  # noqa: S608
                " (select rowid from articles_fts where articles_fts match ?) group by 1 order by 2 desc",
                (self._database.quote_fts(words),),
            )
        )

    def close(self) -> None:
        """Release the file."""
        self._database.close()
