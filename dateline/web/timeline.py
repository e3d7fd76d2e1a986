"""When articles came, as bars of one scale: all outlets together, and a row for each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from dateline.web.showing import many
from storage import Timeline

MOST_ROWS = 8
_MOST_BARS = 100
_WIDTH = 1000  # of a picture; it is 100 high
_THICKEST = 40.0


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its days, and its place in a picture 1000 wide and 100 high."""

    first: date
    last: date
    articles: int
    x: float
    width: float
    height: float

    @property
    def days(self) -> dict[str, str]:
        """The filters of Coverage that choose its days."""
        if self.first == self.last:
            return {"day": str(self.first), "since": "", "until": ""}
        return {"day": "", "since": str(self.first), "until": str(self.last)}

    @property
    def label(self) -> str:
        """What it stands for, in words."""
        days = f"{self.first}" if self.first == self.last else f"{self.first} to {self.last}"
        return f"{days}: {many(self.articles, 'article')}"


@dataclass(frozen=True, slots=True)
class Row:
    """The bars of an outlet. `outlet` is "" for all the others together, without bars: theirs would dwarf the rest."""

    outlet: str
    name: str
    articles: int
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """Bars of all outlets together, and a row for each of the eight with most articles; `days` a bar stands for.

    `tallest`, `tallest_of_rows`: the number of articles of a bar that is 100 high.
    """

    first: date
    last: date
    days: int
    bars: tuple[Bar, ...]
    tallest: int
    rows: tuple[Row, ...]
    tallest_of_rows: int


def drawn(timeline: Timeline, names: Mapping[str, str]) -> Picture | None:
    """A time line as bars of a day, or of as many days as a hundred bars take; None where there are no articles."""
    if not timeline.days:
        return None
    days = [count.day for count in timeline.days]
    first, last = min(days), max(days)
    step = -(-((last - first).days + 1) // _MOST_BARS)
    totals: Counter[str] = Counter()
    for count in timeline.days:
        totals[count.outlet] += count.articles
    # One more outlet than there are rows has the last row to itself: "1 other" says less than its name.
    shown = [outlet for outlet, _ in totals.most_common(MOST_ROWS if len(totals) > MOST_ROWS + 1 else None)]
    every: Counter[int] = Counter()
    each: dict[str, Counter[int]] = {outlet: Counter() for outlet in shown}
    for count in timeline.days:
        place = (count.day - first).days // step
        every[place] += count.articles
        if count.outlet in each:
            each[count.outlet][place] += count.articles
    tallest, tallest_of_rows = max(every.values()), max(max(heights.values()) for heights in each.values())
    columns = (last - first).days // step + 1

    def bars(heights: Mapping[int, int], most: int) -> tuple[Bar, ...]:
        wide = _WIDTH / columns
        thick = min(wide * 0.84, _THICKEST)
        return tuple(
            Bar(
                first + timedelta(days=place * step),
                min(first + timedelta(days=place * step + step - 1), last),
                articles,
                round(place * wide + (wide - thick) / 2, 2),
                round(thick, 2),
                round(max(4.0, 100 * articles / most), 2),
            )
            for place, articles in sorted(heights.items())
        )

    rows = [
        Row(outlet, names.get(outlet, outlet), totals[outlet], bars(each[outlet], tallest_of_rows)) for outlet in shown
    ]
    if others := len(totals) - len(shown):
        rows.append(Row("", many(others, "other outlet"), sum(totals.values()) - sum(totals[one] for one in shown), ()))
    return Picture(first, last, step, bars(every, tallest), tallest, tuple(rows), tallest_of_rows)
