"""Wire copy on the command line: folded in a search, told in full by show."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from dateline.cli import cli
from normalise.date_values import ParsedDate
from storage import Article, Outlet, open_store

_NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)
_PARAGRAPHS = (
    "Divers found 40 boats below the harbour wall on Monday, the port council said in a statement after the storm.",
    "The wall was built a century ago and had not been examined since the last repairs, which took two winters.",
    "A spokeswoman said that the council would decide in spring whether the ferry may land there again.",
    "Fishermen asked for money to mend the quay, and the minister promised an answer before the end of the month.",
)


def story(outlet: str, minutes: int, paragraphs: tuple[str, ...], title: str) -> Article:
    at = _NOON + timedelta(minutes=minutes)
    return Article(
        url=f"https://{outlet}.example/boats",
        outlet=outlet,
        title=title,
        body="\n\n".join(paragraphs),
        published=ParsedDate(at, "minute", "stated", at.isoformat()),
        access="full",
    )


@pytest.fixture
def news(tmp_path: Path) -> str:
    file = str(tmp_path / "news.db")
    other = "The ferry to the islands stopped for a week. " * 5
    with open_store(file) as store:
        store.save_outlets([Outlet("pelican", "The Pelican"), Outlet("manara", "المنارة"), Outlet("gull", "The Gull")])
        store.save_articles(
            [
                story("pelican", 30, _PARAGRAPHS, "Boats below the harbour wall"),
                story("manara", 10, (_PARAGRAPHS[0].replace("40", "60"), *_PARAGRAPHS[1:]), "Sixty boats found"),
                story("gull", 20, _PARAGRAPHS[:3], "Harbour wall hid boats"),
                Article(url="https://gull.example/ferry", outlet="gull", title="No ferry past the harbour", body=other),
            ]
        )
    return file


def run(*arguments: str) -> str:
    result = CliRunner().invoke(cli, arguments, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


def test_a_search_folds_articles_of_one_text_under_the_best(news: str) -> None:
    told = run("search", "harbour", "--store", news)
    assert told.count("https://") == 2
    assert told.count("the same text: ") == 1
    assert run("search", "harbour", "--every-copy", "--store", news).count("https://") == 4

    hits = json.loads(run("search", "harbour", "--json", "--store", news))["hits"]
    assert sorted(len(hit["copies"]) for hit in hits) == [0, 2]


def test_show_tells_who_else_ran_it_who_first_and_what_they_changed(news: str) -> None:
    told = run("show", "https://pelican.example/boats", "--store", news)
    assert "2; first, as they state: manara" in told
    assert "60" in told
    assert "Fishermen asked for money" in told.split("gull  2026")[1].split("titled")[1]

    copies = json.loads(run("show", "https://pelican.example/boats", "--json", "--store", news))["copies"]
    assert [(copy["outlet"], copy["first"]) for copy in copies] == [("manara", True), ("gull", False)]
    assert copies[0]["numbers_gone"] == ["40"]
    assert copies[0]["numbers_new"] == ["60"]
    assert copies[1]["without"] == [_PARAGRAPHS[3]]
    assert copies[1]["adds"] == []


def test_an_article_that_nobody_else_ran_says_nothing_of_it(news: str) -> None:
    assert "also ran by" not in run("show", "https://gull.example/ferry", "--store", news)
