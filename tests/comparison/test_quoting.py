"""A quotation in the words of the article."""

from __future__ import annotations

from comparison.quoting import best_quote
from storage import Article

ARTICLE = Article(
    "https://beacon.example/days",
    "beacon",
    "Port Offers Five Days",
    body="He came without a line.\n\n"
    "“Five days is not a plan, but it is five days,” Ms. Solveig said. She left at noon.\n\n"
    "“I asked for a date and I was given a meeting,” said the envoy.",
)


def test_a_quotation_that_stands_there_word_for_word_is_the_reports_own() -> None:
    assert best_quote(["five days is not a plan"], ARTICLE) == (1.0, "five days is not a plan")


def test_one_that_is_worded_otherwise_is_shown_as_the_article_prints_it() -> None:
    likeness, printed = best_quote(["I asked for a meeting and I was given a date."], ARTICLE)
    assert printed == "“I asked for a date and I was given a meeting,” said the envoy."
    assert likeness is not None
    assert 0.6 < likeness < 1

    assert best_quote(["Five days is a plan, and it is only five days"], ARTICLE)[1] == (
        "“Five days is not a plan, but it is five days,” Ms. Solveig said."
    )


def test_one_that_is_nowhere_has_no_wording() -> None:
    assert best_quote(["The harbour was closed to every ship that flew a flag"], ARTICLE) == (None, None)
