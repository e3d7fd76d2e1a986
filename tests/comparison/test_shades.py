"""What two sentences of nearly the same words say the other way round."""

from __future__ import annotations

import pytest

from comparison.shades import shades
from comparison.words import LIGHT_WORDS, STOPWORDS, stem


def _shades(report: str, article: str, *predicates: str) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    known = {stem(word) for word in report.lower().split()} - STOPWORDS - LIGHT_WORDS
    said = [stem(word) for word in predicates]
    return shades(report.lower(), article.lower(), said, lambda words: [_known(word, known) for word in words])


def _known(word: str, known: frozenset[str] | set[str]) -> str | None:
    return stem(word) if stem(word) in known else None


@pytest.mark.parametrize(
    ("report", "article", "verb"),
    [
        ("the union sued the port", "the port sued the union on monday", "sued"),
        ("the port was sued by the union", "the port sued the union", "sued"),
        ("carrick attacked tessel", "tessel attacked carrick , the mayor said", "attacked"),
    ],
)
def test_doer_and_object_in_each_others_place_are_a_difference(report: str, article: str, verb: str) -> None:
    assert _shades(report, article, verb)


@pytest.mark.parametrize(
    ("report", "article", "verb"),
    [
        ("the port was sued by the union", "the union sued the port", "sued"),
        ("the union sued the port", "on monday the union sued the port", "sued"),
        ("the ministry asked the union", "the port asked the union , the ministry said", "asked"),
    ],
)
def test_the_same_roles_in_another_form_are_none(report: str, article: str, verb: str) -> None:
    assert _shades(report, article, verb) == []


def test_what_came_first_is_compared_whichever_half_leads() -> None:
    report = "the drivers left before the crossing opened"
    assert _shades(report, "the drivers left after the crossing opened") == [(("before",), ("after",))]
    assert _shades(report, "before the crossing opened , the drivers left") == []
    assert _shades(report, "the crossing opened after the drivers left") == []


def test_done_and_planned_denied_and_confirmed_proved_and_suspected_differ() -> None:
    assert _shades("the treasury has closed the quay", "the treasury plans to close the quay", "closed") == [
        (("has closed",), ("plans to close",))
    ]
    assert _shades("the treasury will close the quay", "the treasury plans to close the quay", "close") == []
    assert _shades("roe confirmed that income was hidden", "roe denied that income was hidden") == [
        (("confirmed",), ("denied",))
    ]
    assert _shades("the court proved that money was moved", "the court suspects that money was moved") == [
        (("proved",), ("suspects",))
    ]
