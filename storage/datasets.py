"""The part of the Store for citable data: tables in a fixed order, and every feeds.yaml that was in force."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, get_args

from normalise.urls import without_password

DatasetTable = Literal["feeds", "polls_by_day", "coverage", "revisions"]
DATASET_TABLES: tuple[DatasetTable, ...] = get_args(DatasetTable)
Kind = Literal["string", "integer", "number", "boolean", "datetime", "date"]
Cell = str | int | float | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table that is given away. `source` is the column of the schema whose comment describes it.

    `told` stands in its place where the schema has none.
    """

    name: str
    kind: Kind = "string"
    source: str | None = None
    told: str | None = None


DATASET_COLUMNS: dict[DatasetTable, tuple[Column, ...]] = {
    "feeds": (
        Column("url", told="address, without passwords"),
        Column("outlet", source="feeds.outlet"),
        Column("title", source="feeds.title"),
        Column("watched", "boolean", "feeds.watched"),
        Column("articles", "integer", "feeds.articles"),
        Column("first_poll", "datetime", told="first poll ever"),
        Column("last_poll", "datetime", told="last poll, good or failed"),
        Column("last_good", "datetime", "feeds.last_good"),
        Column("moved_to", source="feeds.moved_to"),
        Column("gone", "boolean", "feeds.gone"),
    ),
    "polls_by_day": (
        Column("day", "date", told="in UTC"),
        Column("outlet", source="polls_by_day.outlet"),
        Column("feed", told="feeds.url"),
        Column("polls", "integer", "polls_by_day.polls"),
        Column("ok", "integer", "polls_by_day.ok"),
        Column("unchanged", "integer", told="polls that found nothing changed"),
        Column("failed", "integer", told="polls that failed"),
        Column("problem", source="polls_by_day.problem"),
        Column("without_overlap", "integer", "polls_by_day.without_overlap"),
    ),
    "coverage": (
        Column("day", "date", told="in UTC; every day from the outlet's first to the last of the dataset"),
        Column("outlet", source="coverage.outlet"),
        Column("state", told="collected, empty (polls went well and brought nothing), failed, or not watched"),
        Column("polls", "integer", told="polls of its feeds"),
        Column("failed", "integer", "coverage.failed"),
        Column("without_overlap", "integer", "polls_by_day.without_overlap"),
        Column(
            "longest_gap_s",
            "integer",
            told="seconds: longest time of the day, from midnight to midnight, without a good poll of the feed of the"
            " outlet that was watched best; 86400: none all day",
        ),
        Column("articles", "integer", "coverage.articles"),
        Column("unread", "integer", "coverage.unread"),
    ),
    "revisions": (
        Column("article", "integer", told="articles.id"),
        Column("url", told="the article's address"),
        Column("number", "integer", "headlines.number"),
        Column("seen_at", "datetime", "revisions.seen_at"),
        Column("title", told="headline of this state"),
        Column("sha256", source="revisions.sha256"),
        Column("basis", source="readings.basis"),
        Column("current", "boolean", "headlines.current"),
    ),
}


@dataclass(frozen=True, slots=True)
class KeptConfig:
    """A feeds.yaml as runs used it, without passwords. `sha256` (hex) is of `text`; times are the starts of runs."""

    sha256: str
    text: str
    first_run: int
    last_run: int
    first_used: datetime
    last_used: datetime


class Datasets(ABC):
    """The Store's methods for citable data."""

    @abstractmethod
    def save_config(self, run: int, text: str) -> None:
        """Keep the text of the feeds.yaml a run uses, `without_secrets`. The same text again is the same row."""

    @abstractmethod
    def configs(self) -> tuple[KeptConfig, ...]:
        """Every feeds.yaml that was in force, by first run."""

    @abstractmethod
    def dataset_rows(self, table: DatasetTable) -> Iterator[tuple[Cell, ...]]:
        """The rows of a table as DATASET_COLUMNS has it: times as ISO 8601 with Z, truth as 0 and 1.

        Always in the same order for the same store: by its first columns, or by article and number. Of `revisions` only
        articles with more than one state are listed.
        """


_SECRET = re.compile(
    r"([?&](?:access_?token|api_?key|auth|key|pass(?:word|wd)?|secret|sig(?:nature)?|token)=)[^&#\s\"']+", re.IGNORECASE
)


def without_secrets(text: str) -> str:
    """`text` with user names, passwords and keys out of every address in it.

    >>> without_secrets("- https://desk:pass@news.example/rss?token=abc&page=2")
    '- https://news.example/rss?token=REMOVED&page=2'
    """
    return _SECRET.sub(r"\1REMOVED", without_password(text))
