"""What a statement and the nearest passage say differently, where most of the words are the same."""

from __future__ import annotations

import pytest

from comparison.passages import best_passage
from comparison.statements import Statement
from comparison.words import stem, words
from storage import Article


def _differences(report: str, body: str) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    statement = Statement.of(report, {word: (stem(word), 2.0) for word in words(report)})
    passage = best_passage(statement, Article("https://beacon.example/1", "beacon", "Notes From the Quay", body=body))
    return [(one.report, one.article) for one in passage.differences if one.matters]


@pytest.mark.parametrize(
    ("report", "article", "shown"),
    [
        (
            "The price of flour had risen by a third within hours.",
            "Traders said the price of flour had fallen by a third within hours.",
            [(("risen",), ("fallen",))],
        ),
        (
            "Velmoor lost the harbour cup by one boat length.",
            "Velmoor won the harbour cup by one boat length in the last race.",
            [(("lost",), ("won",))],
        ),
        (
            "The council approved the sale of the old ferry.",
            "On Tuesday the council rejected the sale of the old ferry.",
            [(("approved",), ("rejected",))],
        ),
        (
            "The union has until the end of the year to answer the port.",
            "The union has until the end of the month to answer the port.",
            [(("year",), ("month",))],
        ),
        (
            "Thirty lorries with blankets were let through at the gate.",
            "Thirty lorries with blankets were turned back at the gate.",
            [(("let through",), ("turned back",))],
        ),
        (
            "The ministers saw a drawing of a temporary fence along the quay.",
            "The ministers saw a drawing of a permanent fence along the quay.",
            [(("temporary",), ("permanent",))],
        ),
        (
            "The donors pledged two billion for the port and released all of it.",
            "The donors pledged two billion for the port but released little of it.",
            [(("all",), ("little",))],
        ),
        (
            "The fence along the quay would have seven gates.",
            "The fence along the quay, 28 kilometres long, would have five gates and a road.",
            [(("seven",), ("five",))],
        ),
        (
            "The envoy left the country with a date for the first sailing.",
            "The envoy left the country without a date for the first sailing.",
            [((), ("without",))],
        ),
    ],
)
def test_another_statement_in_nearly_the_same_words_shows(
    report: str, article: str, shown: list[tuple[tuple[str, ...], tuple[str, ...]]]
) -> None:
    assert _differences(report, article) == shown


@pytest.mark.parametrize(
    ("report", "article"),
    [
        (  # the negation is of another clause
            "The envoy spent four hours with the harbour master of Lidon.",
            "The envoy spent four hours with the harbour master of Lidon and left without the one thing he wanted.",
        ),
        (
            "The mayor gave the two unions until Friday to sign.",
            "The mayor said that strikes could not be ended by letters and gave the two unions until Friday to sign.",
        ),
        (  # the word itself stands there, too
            "The price of flour fell in the harbour market.",
            "The price of flour rose in May. The price of flour fell in the harbour market in June.",
        ),
        (  # the opposite is denied
            "The union refused the offer of the port.",
            "The union did not accept the offer of the port.",
        ),
        (
            "Thirty lorries were turned back at the gate on Monday.",
            "Thirty lorries were turned back at the gate on Monday. Ten lorries were let through on Tuesday.",
        ),
        (
            "The old ferry was sold to a new owner.",
            "The old ferry was sold to its new owner for a small sum.",
        ),
        (  # another thing won
            "The rowing club lost its boathouse in the storm.",
            "The rowing club, which won the cup, lost its boathouse in the storm.",
        ),
        (
            "The council closed the school on the harbour road.",
            "The council shut the school on the harbour road, which opened in the war.",
        ),
        (
            "The ferry sails at the end of the week.",
            "The ferry sails at the end of the week, not at the end of the month.",
        ),
    ],
)
def test_what_only_looks_contrary_is_no_difference(report: str, article: str) -> None:
    assert _differences(report, article) == []
