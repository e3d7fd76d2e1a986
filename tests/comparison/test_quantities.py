"""Numbers and days as values."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comparison.quantities import days, quantities, same_quantity


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
