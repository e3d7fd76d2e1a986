"""One thing under two names: found in three languages, and only where the names differ."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comparison.naming import Naming, namings


@pytest.mark.parametrize(
    ("report", "article", "pair"),
    [
        ("The Zionist regime is concerned.", "Israel is concerned.", ("Zionist regime", "Israel")),
        ("Israel annexed it.", "The Zionist entity annexed it.", ("Israel", "Zionist entity")),
        ("Farms in Judea and Samaria", "Farms in the West Bank", ("Judea and Samaria", "West Bank")),
        ("Ten were martyred.", "Ten people were killed.", ("martyred", "killed")),
        ("resistance fighters fired", "Militants fired", ("resistance fighters", "Militants")),
        ("The IDF fired.", "أطلقت قوات الاحتلال النار", ("IDF", "قوات الاحتلال")),
        ("الكيان الصهيوني يرفض", "Israel refuses", ("الكيان الصهيوني", "Israel")),
        ("הכפר שביהודה ושומרון", "القرية في الضفة الغربية", ("יהודה ושומרון", "الضفة الغربية")),
        ("לוחמי ההתנגדות ירו", "המחבלים ירו", ("לוחמי ההתנגדות", "מחבלים")),
        ("צה״ל מסר", "وقال جيش الاحتلال", ("צה״ל", "جيش الاحتلال")),
    ],
)
def test_two_names_of_one_thing_stand_side_by_side(report: str, article: str, pair: tuple[str, str]) -> None:
    assert Naming((pair[0],), (pair[1],)) in namings(report, article)


@pytest.mark.parametrize(
    ("report", "article"),
    [
        ("Israel refused.", "Israeli ministers refused."),
        ("Israel refused.", "ישראל סירבה"),
        ("The Zionist regime refused.", "The minister refused."),
        ("The rain stopped.", "Israel refused."),
        ("The Zionist regime refused.", "“The Zionist regime”, as it calls Israel, refused."),
        ("a skilled worker", "martyrs"),
    ],
)
def test_one_name_in_two_languages_or_a_name_that_both_use_is_no_difference(report: str, article: str) -> None:
    assert namings(report, article) == ()


def test_a_name_is_given_once_in_the_words_of_either_side() -> None:
    found = namings("The ZIONIST regime. The Zionist regime.", "Israel, Israel and Israelis")
    assert found == (Naming(("ZIONIST regime",), ("Israel", "Israelis")),)


@settings(derandomize=True, max_examples=60, deadline=None)
@given(st.text(max_size=80), st.text(max_size=80))
def test_any_text_is_read_and_what_is_shown_stands_in_it(report: str, article: str) -> None:
    for naming in namings(report + " IDF", article + " occupation forces"):
        assert naming.report
        assert naming.article
