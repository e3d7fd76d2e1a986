"""Date strings as outlets print them, read as instants in UTC."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal


@dataclass(frozen=True, slots=True)
class ParsedDate:
    """A date as read: `instant` is aware and in UTC; a day's instant is its midnight in the outlet's zone."""

    instant: datetime
    precision: Literal["second", "minute", "day"]
    zone: Literal["stated", "assumed"]
    raw: str


@dataclass(frozen=True, slots=True)
class DateReading:
    """One witness of an article's date: where it stood, its raw string, and what was read from it (None: nothing)."""

    kind: Literal["published", "modified"]
    source: str  # "feed", "json-ld", "microdata", "meta", "time", "byline", "text", "url", "hand"
    raw: str
    parsed: ParsedDate | None
