"""Redirects that lead from an article to something else, and those that only spell its address otherwise."""

from __future__ import annotations

import pytest

from crawler.elsewhere import is_another_story, led_away


@pytest.mark.parametrize(
    ("asked", "answered"),
    [
        ("https://news.example/2026/quay", "https://news.example/"),
        ("https://news.example/2026/quay", "https://www.news.example"),
        ("https://news.example/world/quay-opens-4711", "https://news.example/world"),
        ("https://news.example/en/world/quay", "https://news.example/en/"),
    ],
)
def test_a_homepage_or_the_section_above_is_not_the_article(asked: str, answered: str) -> None:
    assert led_away(asked, answered)


@pytest.mark.parametrize(
    ("asked", "answered"),
    [
        ("https://news.example/quay", "https://www.news.example/quay/"),
        ("https://news.example/quay", "https://news.example/2026/quay-opens"),
        ("https://news.example/world/4711/quay-opens", "https://news.example/world/4711"),
        ("https://news.example/quay", "https://news.example/?p=4711"),
        ("https://news.example/?p=4711", "https://news.example/"),
        ("http://news.example/quay", "https://news.example/quay"),
    ],
)
def test_another_spelling_of_its_address_is(asked: str, answered: str) -> None:
    assert not led_away(asked, answered)


def test_a_later_visit_led_to_a_page_with_another_headline_is_another_story() -> None:
    asked, moved = "https://news.example/quay", "https://news.example/2026/ferry"
    assert is_another_story(asked, moved, "The quay opens", "A ferry is late")
    assert not is_another_story(asked, moved, "The quay opens", "The quay opens late")
    assert not is_another_story(asked, asked, "The quay opens", "A ferry is late"), "no redirect: a headline may change"
    assert not is_another_story(asked, moved, "The quay opens", None)
