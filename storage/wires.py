"""The part of the Store for texts that several articles share: wire copy, reprints, one story under two addresses."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from storage.model import Article

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Copy:
    """An article that carries the text of another.

    `shared` (0 to 1): how much of the shorter of the two texts, in runs of four words, the longer one holds too.
    """

    article: Article
    shared: float


class Wires(ABC):
    """The Store's methods for texts that several articles share.

    Two texts of at least 30 words count as one when half of all their runs of four words are in both, or four fifths
    of the shorter one's are in the longer one and it has a third of its length. Texts that count as one with a third
    are one with each other. Found as an article is stored, among the 100,000 stored before it.
    """

    @abstractmethod
    def copies(self, article: int) -> list[Copy]:
        """The other articles that carry this article's text, earliest first by what they state, else first seen."""

    @abstractmethod
    def wires(self, articles: Sequence[int]) -> Mapping[int, int]:
        """For each of these articles that shares its text with another: a number that all who share it have."""


def first_of(articles: Sequence[Article]) -> Article | None:
    """Which of these articles was published first, by what they state; None where that cannot be told.

    It cannot where one states no date, where the earliest state one instant, or where one gives only a day that may
    hold the earliest instant.
    """
    spans = [_span(article) for article in articles]
    if not spans or any(span is None for span in spans):
        return None
    known = sorted(
        ((span, article) for span, article in zip(spans, articles, strict=True) if span), key=lambda pair: pair[0]
    )
    (_, latest), first = known[0]
    if any(earliest <= latest for (earliest, _), _ in known[1:]):
        return None
    return first


def _span(article: Article) -> tuple[datetime, datetime] | None:
    """The earliest and latest instant at which an article may have been published."""
    if article.published_at is None:
        return None
    if article.published is not None and article.published.precision == "day":
        return article.published_at, article.published_at + _DAY
    return article.published_at, article.published_at
