"""The time line as bars, and texts that read either way."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from dateline.web.showing import way
from dateline.web.timeline import MOST_ROWS, drawn
from storage import DayCount, Timeline

_FIRST = date(2025, 11, 1)


def line(*counts: tuple[int, str, int]) -> Timeline:
    days = tuple(DayCount(_FIRST + timedelta(days=day), outlet, articles) for day, outlet, articles in counts)
    return Timeline(days, sum(articles for _, _, articles in counts))


def test_a_day_is_a_bar_and_a_row_an_outlet_on_one_scale() -> None:
    picture = drawn(line((0, "pelican", 2), (0, "manara", 1), (3, "pelican", 4)), {"pelican": "The Pelican"})
    assert picture is not None
    assert [(bar.articles, bar.days["day"]) for bar in picture.bars] == [(3, "2025-11-01"), (4, "2025-11-04")]
    assert [(row.name, row.articles) for row in picture.rows] == [("The Pelican", 6), ("manara", 1)]
    assert [bar.height for row in picture.rows for bar in row.bars] == [50, 100, 25]


def test_a_bar_of_several_days_chooses_its_span() -> None:
    picture = drawn(line((0, "pelican", 1), (6, "pelican", 1), (365, "pelican", 1)), {})
    assert picture is not None
    assert picture.days == 4
    assert picture.bars[1].days == {"day": "", "since": "2025-11-05", "until": "2025-11-08"}
    assert picture.bars[-1].last == picture.last == date(2026, 11, 1)
    assert all(bar.x >= 0 and bar.x + bar.width <= 1000 for bar in picture.bars)


def test_outlets_beyond_the_rows_are_counted_together() -> None:
    picture = drawn(line(*((0, f"outlet{number}", 20 - number) for number in range(MOST_ROWS + 3))), {})
    assert picture is not None
    assert len(picture.rows) == MOST_ROWS + 1
    assert (picture.rows[-1].name, picture.rows[-1].articles) == ("3 other outlets", 12 + 11 + 10)


def test_without_articles_nothing_is_drawn() -> None:
    assert drawn(line(), {}) is None


@pytest.mark.parametrize(
    ("text", "language", "told"),
    [("BBC: הנמל נסגר אמש", "he", "rtl"), ("The editor of הארץ resigned", "he", "ltr"), ("2025", "ar", "rtl"),
     ("2025", None, "auto"), ("ميناء", "en", "rtl"), ("Порт закрыт", "he", "ltr")],
)  # fmt: skip
def test_a_text_reads_as_most_of_its_letters_do(text: str, language: str | None, told: str) -> None:
    assert way(text, language) == told
