"""The time line's picture: well-formed, described in words, names of both directions, nothing that runs."""

from __future__ import annotations

from datetime import date, timedelta
from xml.etree import ElementTree

import pytest

from dateline.timeline import timeline_svg
from storage import Timeline
from storage.asking import DayCount

SVG = "{http://www.w3.org/2000/svg}"
FIRST = date(2026, 1, 5)
NAMES = {"pelican": "The Pelican", "manara": "المنارة اليوم", "evil": '<script>alert("x")</script> & co'}


def timeline(*counts: tuple[int, str, int], exact: bool = True) -> Timeline:
    """Day after the first, outlet, articles."""
    days = tuple(DayCount(FIRST + timedelta(days=day), outlet, articles) for day, outlet, articles in counts)
    return Timeline(days, sum(day.articles for day in days), exact)


def drawn(line: Timeline, **options: str) -> ElementTree.Element:
    return ElementTree.fromstring(timeline_svg(line, NAMES, **options))  # noqa: S314 - our own picture


def bars(picture: ElementTree.Element) -> list[str]:
    return [str(bar.findtext(f"{SVG}title")) for bar in picture.iter(f"{SVG}rect")]


def test_every_day_and_outlet_is_a_bar_that_says_what_it_is() -> None:
    picture = drawn(timeline((0, "pelican", 3), (2, "manara", 1), (2, "pelican", 6)))
    assert bars(picture) == [
        "The Pelican, 2026-01-05: 3",
        "The Pelican, 2026-01-07: 6",
        "المنارة اليوم, 2026-01-07: 1",
    ]
    heights = [float(bar.attrib["height"]) for bar in picture.iter(f"{SVG}rect")]
    assert heights[1] == max(heights)
    assert heights[0] == pytest.approx(heights[1] / 2)


def test_the_whole_has_a_title_and_a_description_that_its_label_names() -> None:
    picture = drawn(timeline((0, "pelican", 3), (1, "manara", 4), exact=False), title="Strikes")
    named = {element.get("id"): element.text for element in picture if element.get("id")}
    assert [named[one] for one in picture.attrib["aria-labelledby"].split()] == [
        "Strikes",
        "about 7 articles from 2026-01-05 to 2026-01-06; most: المنارة اليوم 4, The Pelican 3",
    ]
    assert picture.attrib["role"] == "img"


def test_names_are_text_whatever_stands_in_them_and_keep_their_own_direction() -> None:
    picture = drawn(timeline((0, "evil", 1), (0, "manara", 1)))
    labels = [text for text in picture.iter(f"{SVG}text") if "plaintext" in text.get("style", "")]
    assert {text.text for text in labels} == {'<script>alert("x")</scr…', "المنارة اليوم"}
    assert {element.tag.removeprefix(SVG) for element in picture.iter()} <= {
        "svg", "title", "desc", "text", "line", "rect",
    }  # fmt: skip
    assert not [name for element in picture.iter() for name in element.attrib if name.startswith("on")]


def test_two_years_are_drawn_as_weeks_and_many_outlets_share_a_row() -> None:
    outlets = [(0, f"outlet{n}", 30 - n) for n in range(20)]
    picture = drawn(timeline(*outlets, (700, "outlet0", 5)))
    told = bars(picture)
    assert "outlet0, 2026-01-05 to 2026-01-11: 30" in told
    assert sum(line.startswith("8 others") for line in told) == 1
    assert len(list(picture.iter(f"{SVG}line"))) == 13
    assert all(float(bar.attrib["x"]) <= 170 + 760 for bar in picture.iter(f"{SVG}rect"))


def test_nothing_is_drawn_of_nothing() -> None:
    assert timeline_svg(Timeline((), 0), NAMES) == ""
