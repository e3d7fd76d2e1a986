"""`dateline search`: order, pages, counts, the page it writes, and what it says of how it read the words."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from dateline.cli import cli
from dateline.found import counts_as_chart, told
from normalise.bylines import Person
from storage import Article, Count, Counts, Outlet, Results, open_store

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path) -> str:
    location = str(tmp_path / "news.db")
    with open_store(location) as opened:
        opened.save_outlets([Outlet("pelican", "The Pelican"), Outlet("manara", "המגדלור")])
        opened.save_articles(
            Article(
                f"https://pelican.example/{number}",
                "manara" if number % 3 == 0 else "pelican",
                f"Harbour {'strike ' * (number == 2)}day {number}" if number else "<b>Harbour</b> & \u202eport",
                body=f"Article {number} tells of its own matter in {'many ' * number} words.",
                language="en",
                published_at=NOON + timedelta(days=number),
                people=(Person("Dana Orr", "dana orr"),),
            )
            for number in range(7)
        )
    return location


def run(store: str, *arguments: str) -> Result:
    done = CliRunner().invoke(cli, ["search", "--store", store, *arguments])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done


def as_json(store: str, *arguments: str) -> dict[str, Any]:
    done = run(store, *arguments, "--json")
    assert done.exit_code == 0, done.output
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def numbers(answer: dict[str, Any]) -> str:
    return "".join(hit["url"][-1] for hit in answer["hits"])


def test_sorted_by_date_the_newest_comes_first_and_by_relevance_the_word_in_the_title(store: str) -> None:
    assert numbers(as_json(store, "harbour", "--sort", "date", "--every-copy")) == "6543210"
    assert numbers(as_json(store, "strike OR article", "--every-copy"))[0] == "2"


def test_the_next_of_a_page_leads_through_all_of_them(store: str) -> None:
    seen, arguments = "", ["harbour", "--limit", "3", "--sort", "date", "--every-copy"]
    answer = as_json(store, *arguments)
    while answer["next"]:
        seen += numbers(answer)
        assert (answer["total"], answer["total_exact"]) == (7, True)
        answer = as_json(store, *arguments, "--cursor", answer["next"])
    assert seen + numbers(answer) == "6543210"


def test_the_table_says_how_to_go_on(store: str) -> None:
    done = run(store, "harbour", "--limit", "2", "--every-copy")
    assert "2 of 7; more: --limit, or --cursor " in done.stdout
    cursor = done.stdout.split()[-1]
    assert run(store, "harbour", "--limit", "2", "--cursor", cursor).exit_code == 0


def test_a_cursor_of_another_search_is_refused_in_words(store: str) -> None:
    cursor = as_json(store, "harbour", "--limit", "2")["next"]
    done = run(store, "article", "--limit", "2", "--cursor", cursor)
    assert done.exit_code != 0
    assert "another search" in done.stderr


@pytest.mark.parametrize("facet", ["outlet", "day", "month", "person", "language", "topic", "access"])
def test_counts_are_bars_and_as_json_the_same_numbers(store: str, facet: str) -> None:
    answer = as_json(store, "harbour", "--count-by", facet)
    assert (answer["count_by"], answer["total"], answer["exact"]) == (facet, 7, True)
    assert sum(one["articles"] for one in answer["counts"]) == 7
    lines = run(store, "harbour", "--count-by", facet).stdout.splitlines()
    assert [int(line.split()[0]) for line in lines[: len(answer["counts"])]] == [
        one["articles"] for one in answer["counts"]
    ]
    assert lines[-1] == "7 articles"


def test_the_longest_bar_is_of_the_largest_and_a_name_of_the_other_direction_moves_nothing() -> None:
    counts = Counts("outlet", (Count("a", "המגדלור", 40), Count("b", "Pelican", 1), Count("", "", 10)), 51, exact=False)
    first, second, third, _, last = counts_as_chart(counts).splitlines()
    assert [line.count("█") for line in (first, second, third)] == [40, 1, 10]
    assert first.endswith("\u2068המגדלור\u2069")
    assert third.endswith("\u2068(none)\u2069")
    assert last == "about 51 articles; estimated from a sample"


def test_what_was_ranked_of_too_many_is_told() -> None:
    assert "the newest 50,000 were ranked" in told(Results(ranked_of=50_000))[0]


def test_explain_only_says_how_the_words_are_read(store: str) -> None:
    done = run(store, "--explain", "--", 'harbour OR "phase two" -strike outlt:x')
    assert done.exit_code == 0
    understood, note = done.stdout.splitlines()
    assert understood == 'harbour OR ("phase two" AND NOT strike AND outlt AND x)'
    assert "outlet:" in note
    assert run(store, "--explain").stdout == "nothing to look for: the newest articles\n"


def test_a_note_goes_to_standard_error_and_leaves_the_data_whole(store: str) -> None:
    done = run(store, "harbour after:someday", "--format", "json")
    assert done.stderr.startswith("note: ")
    assert len(json.loads(done.stdout)) > 0


def test_csv_holds_a_row_a_hit(store: str) -> None:
    rows = list(csv.DictReader(io.StringIO(run(store, "harbour", "--format", "csv").stdout)))
    assert {row["url"][-1] for row in rows} == set("0123456")


class _Seen(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        self.text += data


def test_the_page_holds_hits_and_time_line_and_nothing_that_runs(store: str, tmp_path: Path) -> None:
    page = tmp_path / "found.html"
    done = run(store, "harbour", "--html", str(page))
    assert done.stdout == f"{page}: 7 of 7 articles\n"
    seen = _Seen()
    seen.feed(page.read_text(encoding="utf-8"))
    assert seen.tags.count("li") == 7
    assert seen.tags.count("svg") == 1
    assert seen.tags.count("h2") == seen.tags.count("li")
    assert "b" not in seen.tags
    assert "script" not in seen.tags
    assert "\u202e" not in seen.text
    assert "המגדלור" in seen.text
    assert not [name for name, _ in seen.attributes if name.startswith("on")]
    assert {value[:8] for name, value in seen.attributes if name == "href" and value} == {"https://"}


def test_a_page_that_cannot_be_written_is_a_sentence(store: str, tmp_path: Path) -> None:
    done = run(store, "harbour", "--html", str(tmp_path / "nowhere" / "found.html"))
    assert done.exit_code != 0
    assert "cannot be written" in done.stderr
