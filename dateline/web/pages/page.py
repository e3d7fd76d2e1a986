"""What a page is: its JSON, what its template needs beside, and the SQL behind it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from storage import Store
from storage.browsing import Sql

PAGE = 25


@dataclass(frozen=True, slots=True)
class Page:
    """One answer: `data` is or makes its JSON, `shown` what the template needs beside it, `sql` where to go on from."""

    template: str
    title: str
    data: Any
    shown: Mapping[str, Any] = field(default_factory=dict)
    sql: Sql | None = None


class Absent(Exception):
    """There is no such page; says so in words."""


Asked = Mapping[str, str]  # the address's query, and what its path names
Maker = Callable[[Store, Asked], Page]


def without_body(article: dict[str, Any]) -> dict[str, Any]:
    """An article of a list: without its text and what led to its values."""
    return {key: value for key, value in article.items() if key not in ("body", "dates", "origins")}


def earlier_titles(store: Store, articles: list[int]) -> dict[int, list[str]]:
    """For each article that had another headline before: those, oldest first."""
    found: dict[int, list[str]] = {}
    for article in articles:
        told = [each.title for each in store.revisions(article)]
        if earlier := [title for title in dict.fromkeys(told) if title != told[-1]]:
            found[article] = earlier
    return found


def iso(at: datetime | None) -> str | None:
    """A moment in JSON: 2025-11-30T18:04:05Z."""
    return at.isoformat(timespec="seconds").replace("+00:00", "Z") if at else None
