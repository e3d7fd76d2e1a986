"""The values a date string becomes: what was read, and which witness of an article's date said it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, NamedTuple

Precision = Literal["second", "minute", "day"]
ZoneBasis = Literal["stated", "assumed"]


@dataclass(frozen=True, slots=True)
class ParsedDate:
    """A date as read: `instant` is aware and in UTC; a day's instant is its midnight in the outlet's zone."""

    instant: datetime
    precision: Precision
    zone: ZoneBasis
    raw: str


@dataclass(frozen=True, slots=True)
class DateReading:
    """One witness of an article's date: where it stood, its raw string, and what was read from it (None: nothing)."""

    kind: Literal["published", "modified"]
    source: str  # "feed", "json-ld", "microdata", "meta", "time", "byline", "text", "url", "hand"
    raw: str
    parsed: ParsedDate | None


class Moment(NamedTuple):
    """What a reader found, before it is held against 1990 and tomorrow."""

    instant: datetime
    precision: Precision
    zone: ZoneBasis


class Impossible(ValueError):
    """The string has the shape of a date but cannot be one (31 February, 25:00, two orders equally likely)."""
