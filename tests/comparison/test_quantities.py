"""Numbers and days as values."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comparison.quantities import agreement, days, fraction_agrees, quantities, same_quantity


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("18,000 to 22,000 people", [18000, 22000]),
        ("1.2 million crowns", [1.2e6]),
        ("twenty-five camps and six boats", [25, 6]),
        ("20 to 25 thousand", [20000, 25000]),
        ("لما بين 20 و25 ألف شخص", [20000, 25000]),
        ("٤١ كراونا", [41]),
        ("תשעה שבועות", [9]),
        ("בארבעה מקומות", [4]),
        ("الأحياء الأربعة", [4]),
        ("no one knows", []),
        ("in 2015", [2015]),
        ("3 December", [3]),
    ],
)
def test_numbers_are_read_with_their_scale(text: str, expected: list[float]) -> None:
    assert [quantity.value for quantity in quantities(text)] == expected


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        ("18", "18", True),
        ("six", "6", True),
        ("2 million", "1.97 million", True),
        ("18", "19", False),
        ("12,000", "15,000", False),
    ],
)
def test_round_numbers_stand_for_exact_ones(left: str, right: str, same: bool) -> None:
    assert same_quantity(quantities(left)[0], quantities(right)[0]) is same


def test_days_are_named_in_three_languages() -> None:
    assert days("on Tuesday") == days("ביום שלישי") == days("يوم الثلاثاء") == {"tuesday"}
    assert days("on 12 October and November 3") == {"october 12", "november 3"}


@settings(derandomize=True, max_examples=200, deadline=None)
@given(st.text(alphabet=st.sampled_from("0123456789.,-– abמאהו٠١۵ million"), max_size=60))
def test_any_text_gives_numbers_where_they_stand(text: str) -> None:
    for quantity in quantities(text):
        assert 0 <= quantity.start < quantity.end <= len(text)
        assert quantity.raw == text[quantity.start : quantity.end]


@pytest.mark.parametrize(
    ("report", "article", "expected"),
    [
        ("about 200 boats", "197 boats", "rounded"),
        ("about 200 boats", "170 boats", None),
        ("200 boats", "197 boats", None),
        ("more than 1,200 inmates", "1,240 inmates", "rounded"),
        ("more than 1,200 inmates", "1,100 inmates", None),
        ("at least 30 people", "31 people", "rounded"),
        ("nearly 20 million crowns", "18 million crowns", "rounded"),
        ("nearly 20 million crowns", "21 million crowns", None),
        ("some 3,500 people", "about 3,400 people", "rounded"),
        ("20,000 people", "19,800 people", "rounded"),
        ("about 20,000 people", "18,000 to 22,000 people", "rounded"),
        ("30,000 people", "18,000 to 22,000 people", None),
        ("28 kilometres", "17 miles", "rounded"),
        ("28 kilometres", "28 miles", None),
        ("two weeks", "14 days", "same"),
        ("81 percent", "81 nurses", None),
        ("81 percent", "81%", "same"),
        ("81 per cent", "٨١ في المئة", "same"),
        ("כ-200 סירות", "197 boats", "rounded"),
        ("حوالي ٢٠٠ قارب", "197 boats", "rounded"),
        ("עשרים וחמש סירות", "25 boats", "same"),
        ("خمسة وعشرون قاربا", "25 boats", "same"),
        ("שלוש עשרה סירות", "13 boats", "same"),
        ("أحد عشر قاربا", "eleven boats", "same"),
        ("אלפיים איש", "2,000 people", "same"),
        ("two hundred and fifty boats", "250 boats", "same"),
        ("three hundred boats", "300 boats", "same"),
    ],
)
def test_numbers_agree_exactly_or_rounded_or_not(report: str, article: str, expected: str | None) -> None:
    assert agreement(quantities(report)[0], quantities(article)[0]) == expected
    assert agreement(quantities(article)[0], quantities(report)[0]) == expected


def test_a_percentage_may_be_given_as_a_share() -> None:
    (percent,) = quantities("33 percent of the fleet")
    assert fraction_agrees(percent, "A third of the fleet was sold.")
    assert not fraction_agrees(percent, "Half of the fleet was sold.")
    assert not fraction_agrees(quantities("33 ships")[0], "A third of the fleet was sold.")
