"""Searches under a name, and what is new to each.

Articles get their ids in the order in which the store first holds them, so a mark is the highest id told of, and the
ids up to it that may come to match by a page that is still to be read.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterator
from datetime import datetime

from storage.model import Article, Query
from storage.saved import News, Saved, SavedSearch
from storage.sql.base import SqlBase
from storage.sql.connection import NUMBERS, Connection
from storage.sql.matching import Filter, highest_id
from storage.sql.rows import json_text, required_time, required_time_text, storable, time_of, time_text
from storage.sql.searching import articles_by_id, in_chunks, matching_ids


class SqlSaved(SqlBase, Saved):
    """The Store's methods for saved searches."""

    def save_search(self, name: str, query: Query, saved_at: datetime) -> None:
        """Keep a query under a name, marked as told up to now."""
        text = storable(_query_text(query))
        with self._write() as connection:
            row = connection.execute("SELECT query FROM saved_searches WHERE name = ?", (name,)).fetchone()
            if row is not None and row["query"] == text:
                return
            _, mark = _news(connection, query, {"id": highest_id(connection), "waiting": []})
            connection.execute(
                "INSERT INTO saved_searches (name, query, saved_at, mark) VALUES (?, ?, ?, ?)"
                " ON CONFLICT (name) DO UPDATE SET query = excluded.query, saved_at = excluded.saved_at,"
                " mark = excluded.mark, asked_at = NULL",
                (name, text, required_time_text(saved_at), mark),
            )

    def saved_searches(self) -> tuple[SavedSearch, ...]:
        """Every saved search, by name."""
        with self._read() as connection:
            rows = connection.execute("SELECT * FROM saved_searches ORDER BY name").fetchall()
        return tuple(
            SavedSearch(row["name"], _query(row["query"]), required_time(row["saved_at"]), time_of(row["asked_at"]))
            for row in rows
        )

    def forget_search(self, name: str) -> bool:
        """Take a saved search away; whether there was one."""
        with self._write() as connection:
            return connection.execute("DELETE FROM saved_searches WHERE name = ?", (name,)).rowcount > 0

    def news_of(self, name: str) -> News:
        """Articles that match and that the store first held after the mark."""
        with self._read() as connection:
            row = connection.execute("SELECT query, mark FROM saved_searches WHERE name = ?", (name,)).fetchone()
            if row is None:
                raise ValueError(f"there is no saved search {name!r}")
            ids, mark = _news(connection, _query(row["query"]), json.loads(row["mark"]))
        return News(len(ids), self._articles_of(ids), mark)

    def mark_told(self, name: str, mark: str, at: datetime) -> None:
        """Note that what `news_of` gave with this mark was told."""
        with self._write() as connection:
            connection.execute(
                "UPDATE saved_searches SET mark = ?, asked_at = ? WHERE name = ?", (mark, required_time_text(at), name)
            )

    def _articles_of(self, ids: array[int]) -> Iterator[Article]:
        for chunk in in_chunks(ids):
            with self._read() as connection:
                articles = articles_by_id(connection, chunk)
            yield from (articles[number] for number in chunk if number in articles)


def _news(connection: Connection, query: Query, mark: dict[str, object]) -> tuple[array[int], str]:
    """Ids of what is new since a mark, and the mark after it.

    What waits is read before what matches: an article whose page is read in between is told of, and no longer waits.
    """
    highest = highest_id(connection)
    waiting = {
        row[0]
        for row in connection.execute("SELECT id FROM articles WHERE page_state = 'pending' AND id <= ?", (highest,))
    }
    within = Filter(
        (f"(a.id > ? OR a.id IN {NUMBERS})", "a.id <= ?"),
        (mark["id"], json.dumps(mark["waiting"]), highest),
    )
    ids = matching_ids(connection, query, within)
    told = set(ids)
    if waiting - told:  # those that match already were told of before
        within = Filter((f"a.id IN {NUMBERS}",), (json.dumps(sorted(waiting - told)),))
        told |= set(matching_ids(connection, query, within))
    return ids, json.dumps({"id": highest, "waiting": sorted(waiting - told)}, separators=(",", ":"))


def _query_text(query: Query) -> str:
    values = {
        "text": query.text,
        "outlets": list(query.outlets),
        "people": list(query.people),
        "topics": list(query.topics),
        "since": time_text(query.since),
        "until": time_text(query.until),
        "limit": query.limit,
    }
    return str(json_text(values))


def _query(text: str) -> Query:
    values = json.loads(text)
    return Query(
        values["text"],
        tuple(values["outlets"]),
        tuple(values["people"]),
        tuple(values["topics"]),
        time_of(values["since"]),
        time_of(values["until"]),
        values["limit"],
    )
