"""`dateline people`: the list, the suggestions, and decisions that stick. All people and outlets are invented."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dateline.cli import cli
from normalise.bylines import Person
from normalise.date_values import DateReading, ParsedDate
from normalise.names import person_key
from storage import Article, Feed, Outlet, Poll, Sighting, open_store

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path) -> str:
    location = str(tmp_path / "news.db")
    with open_store(location) as opened:
        opened.save_outlets(
            [
                Outlet("pelican", "The Pelican"),
                Outlet("pelican-he", "השקנאי", group="pelican"),
                Outlet("manara", "Manara"),
            ]
        )
        signed = [("pelican", "Noga Tal-Shahar"), ("pelican-he", "נוגה טל שחר"), ("manara", "Sami Qudsi")]
        opened.save_articles(
            Article(f"https://{outlet}.example/1", outlet, "T", people=(Person(name, person_key(name)),))
            for outlet, name in signed
        )
    return location


def run(store: str, *arguments: str) -> Result:
    return CliRunner().invoke(cli, ["people", *arguments], env={"DATELINE_STORE": store})


def test_people_are_listed_with_a_suggestion_and_the_commands_that_decide(store: str) -> None:
    shown = run(store)
    assert shown.exit_code == 0
    assert "Noga Tal-Shahar  1 article" in shown.output
    assert "Perhaps one person (1; a suggestion" in shown.output
    assert "dateline people merge 1 2    no: dateline people reject 1 2" in shown.output
    assert "Sami Qudsi" not in run(store, "--outlet", "pelican").output


def test_a_merge_is_told_and_sticks(store: str) -> None:
    told = run(store, "merge", "1", "2")
    assert told.output.strip() == "1  Noga Tal-Shahar  2 articles  also נוגה טל שחר  in pelican, pelican-he"
    assert "Perhaps" not in run(store).output
    assert "1 article" in run(store, "split", "1", "נוגה טל שחר").output
    assert "Perhaps" not in run(store).output


def test_a_rejected_suggestion_is_gone(store: str) -> None:
    assert run(store, "reject", "1", "2").exit_code == 0
    listed = json.loads(run(store, "--json").output)
    assert listed["suggestions"] == []
    assert [person["name"] for person in listed["people"]] == ["Sami Qudsi", "Noga Tal-Shahar", "נוגה טל שחר"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("merge", "1", "3"), "one outlet group"),
        (("merge", "1"), "takes two"),
        (("merge", "1", "99"), "nobody in this store has the id 99"),
        (("split", "1", "Nobody"), "not spelled 'Nobody'"),
        (("reject", "1", "1"), "one person"),
    ],
)
def test_what_cannot_be_decided_is_said_in_words(store: str, arguments: tuple[str, ...], words: str) -> None:
    refused = run(store, *arguments)
    assert refused.exit_code == 2
    assert words in refused.output


def test_a_store_named_before_the_subcommand_counts_and_none_is_made(store: str, tmp_path: Path) -> None:
    runner = CliRunner()
    assert runner.invoke(cli, ["people", "--store", store, "merge", "1", "2"]).exit_code == 0
    missing = tmp_path / "other.db"
    assert runner.invoke(cli, ["people", "merge", "1", "2", "--store", str(missing)]).exit_code != 0
    assert not missing.exists()


def test_a_limit_says_how_many_are_left_out(store: str) -> None:
    with open_store(store) as opened:
        names = ("Baruch Gilboa", "Ruth Almagor")
        people = tuple(Person(name, person_key(name)) for name in names)
        opened.save_articles([Article("https://manara.example/2", "manara", "T", people=people)])
    shown = run(store, "--limit", "2", "--outlet", "manara").output
    assert "manara: 3 people" in shown
    assert "and 1 more: --limit 3" in shown
    assert "and" not in run(store, "--limit", "3", "--outlet", "manara").output


def test_status_tells_a_feeds_habitual_skew(store: str) -> None:
    feed = "https://pelican.example/feed"
    with open_store(store) as opened:
        opened.save_feeds([Feed(feed, "pelican")])
        sightings = [
            Sighting(
                Article(
                    f"https://pelican.example/late/{number}",
                    "pelican",
                    f"Story {number}",
                    body="Text",
                    fetched_at=NOON,
                    dates=tuple(
                        DateReading("published", source, "raw", ParsedDate(at, "minute", "stated", "raw"))
                        for source, at in (("feed", NOON), ("json-ld", NOON - timedelta(hours=2)))
                    ),
                ),
                str(number),
            )
            for number in range(6)
        ]
        opened.save_poll(Poll(feed, "pelican", NOON, "ok", status=200, entries=6), sightings, ())
    shown = CliRunner().invoke(cli, ["status", "--store", store])
    assert "its dates are 2.0 h later than those of its pages (6 articles)" in shown.output
