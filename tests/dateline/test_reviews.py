"""A person's decision beside the machine's finding, and reports compared again: by the command line."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, get_args

import click
import pytest
from click.testing import CliRunner, Result
from lxml import html

from comparison.findings import Comparison, FindingKind, compare
from dateline.cli import cli
from storage import Article, Outlet, open_store
from storage.reviews import FINDINGS

NOW = datetime.now(UTC)
OUTLETS = (
    Outlet("heron", "The Heron", aliases=("האנפה",), language="en"),
    Outlet("tern", "The Tern", language="en"),
)
REPORT = (
    "The Heron reported that 40 families left the village of Marlow after the river dam broke on Friday night. "
    "The Tern reported that fishermen found amber worth 900 crowns on the northern beaches of Tavish island.\n"
)
FLOOD = "Some 40 families left the village of Marlow after the river dam broke on Friday night, the mayor said."
AMBER = "Fishermen found amber worth 900 crowns on the northern beaches of Tavish island."

Dateline = Callable[..., Result]


def save(folder: Path, outlet: str, body: str, *, number: int = 1) -> None:
    with open_store(folder / "news.db") as store:
        at = NOW - timedelta(days=1)
        url = f"https://{outlet}.example/{number}"
        store.save_articles([Article(url, outlet, f"News {number}", body, language="en", published_at=at)])


def page_of(name: str) -> html.HtmlElement:
    return html.document_fromstring(Path(name).read_text(encoding="utf-8"))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a store of two outlets, and a report on each; the Heron's article is held."""
    monkeypatch.chdir(tmp_path)
    with open_store("news.db") as store:
        store.save_outlets(OUTLETS)
    save(tmp_path, "heron", FLOOD)
    (tmp_path / "report.txt").write_text(REPORT, encoding="utf-8")
    return tmp_path


@pytest.fixture
def run(folder: Path) -> Dateline:
    def invoke(*arguments: str) -> Result:
        return CliRunner().invoke(cli, arguments, catch_exceptions=True)

    return invoke


def as_json(result: Result) -> Any:
    assert result.exit_code == 0, result.output
    return json.loads(result.output)


def test_a_person_can_decide_for_every_finding_of_the_machine() -> None:
    assert set(FINDINGS) == set(get_args(FindingKind))


def test_a_review_stands_beside_the_finding_in_the_terminal_in_json_and_on_the_page(run: Dateline) -> None:
    first = as_json(run("compare", "report.txt", "--json"))
    assert [finding["id"] for finding in first["findings"]] == ["1.1", "1.2"]
    assert {finding["status"] for finding in first["findings"]} == {"machine, unreviewed"}
    note = "page 4 of <b>the print edition</b>"
    done = run(
        "review", "1.2", "--finding", "passage-found", "--note", note, "--by", "Noa", "--url", "https://tern.example/p4"
    )
    assert done.exit_code == 0, done.output
    assert "1.2  Reviewed by Noa" in done.output

    again = as_json(run("compare", "report.txt", "--json", "--html", "page.html"))
    mine = again["findings"][1]
    assert (mine["finding"], mine["status"], mine["reviewed_as"]) == (
        "not collected",
        "machine, reviewed",
        "passage found",
    )
    assert mine["reviews"][0] | {"reviewed_at": ""} == {
        "claim": "1.2",
        "finding": "passage found",
        "note": note,
        "by": "Noa",
        "url": "https://tern.example/p4",
        "reviewed_at": "",
        "machine": "not collected",
    }
    assert again["reviewed"] == 1
    assert again["findings"][0]["reviews"] == []
    page = page_of("page.html")
    card = page.xpath("//*[@id='c2']")[0]
    assert "not collected" in card.text_content()
    decided = card.xpath(".//*[@class='decisions']")[0]
    assert note in decided.text_content(), "as it was typed, not as markup"
    assert decided.xpath(".//a/@href") == ["https://tern.example/p4"]
    assert page.xpath("//*[@id='c1']//*[@class='decisions']") == []
    assert "claim 1.2 · machine, reviewed" in card.text_content()
    assert "Reviewed by Noa" in run("compare", "report.txt").output
    assert "(Noa: passage found)" in run("compare", "report.txt", "--brief").output


def test_reviews_are_only_added_to_and_the_latest_counts(run: Dateline) -> None:
    run("compare", "report.txt")
    run("review", "1.2", "--finding", "candidate", "--note", "a caption", "--by", "Noa")
    done = run("review", "1.2", "--finding", "not a claim", "--note", "a joke", "--by", "Omer")
    assert "1 earlier review stays beside it" in done.output
    told = as_json(run("reports", "1", "--json"))
    assert [review["by"] for review in told["reviews"]] == ["Noa", "Omer"]
    assert told["claims"][1]["reviewed_as"] == "not a claim"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("1.9", "--finding", "differs"), "no claim 1.9 in report 1: they are 1.1 to 1.2"),
        (("8.1", "--finding", "differs"), "no report 8: there is 1"),
        (("2", "--finding", "differs"), "give it as 3.7"),
        (("1.1", "--finding", "false"), "is none of: quote found; passage found"),
        (("1.1", "--finding", "differs", "--url", "javascript:x"), "is no web address"),
        (("1.1", "--finding", "differs", "--note", " "), "a review needs a note"),
    ],
)
def test_a_review_that_cannot_be_kept_says_what_there_is(run: Dateline, arguments: tuple[str, ...], told: str) -> None:
    run("compare", "report.txt")
    rest = () if "--note" in arguments else ("--note", "read")
    done = run("review", *arguments, *rest, "--by", "Noa")
    assert done.exit_code == 2
    assert told in done.output
    assert as_json(run("reports", "1", "--json"))["reviews"] == []


def test_reports_lists_counts_state_and_the_ids_that_review_takes(run: Dateline) -> None:
    assert "No report was compared yet" in run("reports").output
    run("compare", "report.txt")
    listed = run("reports").output
    assert "1  open    report.txt" in listed
    assert "1 passage found · 1 not collected" in listed
    assert "0 reviewed by a person, 1 neither found nor decided" in listed
    claims = click.unstyle(run("reports", "1").output)
    assert "1.1  passage found   The Heron" in claims
    run("review", "1.2", "--finding", "not found", "--note", "asked the desk", "--by", "Noa")
    assert "1  closed  report.txt" in run("reports").output
    assert "asked the desk" in run("reports", "1").output
    (one,) = as_json(run("reports", "--json"))
    assert (one["open"], one["reviewed"], one["open_claims"]) == (False, 1, [])
    assert run("reports", "9").exit_code == 2


def test_a_report_compared_again_keeps_its_date_and_says_what_changed(run: Dateline, folder: Path) -> None:
    day = (NOW - timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
    first = as_json(run("compare", "report.txt", "--published", day, "--days", "3", "--json"))
    assert first["compared_before"] is None
    save(folder, "tern", AMBER)
    again = as_json(run("compare", "report.txt", "--json", "--html", "page.html"))
    assert (again["published_at"], again["window"]) == (first["published_at"], first["window"])
    assert again["compared_before"] == first["compared_at"]
    changed = again["findings"][1]["changed"]
    assert (changed["was"], changed["now"]) == ("not collected", "passage found")
    assert again["findings"][0]["changed"] is None
    page = page_of("page.html")
    listed = page.xpath("//*[@class='changes']")[0]
    assert listed.xpath(".//a/@href") == ["#c2"]
    assert "nothing changed" in run("compare", "report.txt").output


def test_recheck_prints_what_changed_once_and_is_quiet_otherwise(run: Dateline, folder: Path) -> None:
    run("compare", "report.txt")
    for _ in range(2):
        quiet = run("recheck")
        assert (quiet.exit_code, quiet.output) == (0, "")
    assert as_json(run("recheck", "--json")) == []
    save(folder, "tern", AMBER)
    told = click.unstyle(run("recheck").output)
    assert "report.txt (report 1): 1 of 2 claims changed since" in told
    assert "1.2  PASSAGE FOUND (was: not collected)" in told
    assert "1.1" not in told
    assert "Nothing in it is open any more" in told
    assert run("recheck").output == ""
    assert len(as_json(run("reports", "1", "--json"))["comparisons"]) == 2, "quiet checks leave no line of history"


@pytest.mark.parametrize(("before", "nlp"), [("core", False), ("nlp (a model 1.0)", True)])
def test_recheck_reads_a_report_as_it_was_read_before(
    run: Dateline, folder: Path, monkeypatch: pytest.MonkeyPatch, before: str, nlp: bool
) -> None:
    run("compare", "report.txt", "--reader", "core")
    with open_store(folder / "news.db") as store:
        (report,) = store.reports()
        found = json.loads(report.findings_json) | {"reader": before}
        store.save_report(report.sha256, report.name, report.text, report.compared_at, json.dumps(found))
    asked: list[bool | None] = []

    def compared(*arguments: Any, nlp: bool | None = None, **options: Any) -> Comparison:
        asked.append(nlp)
        return compare(*arguments, nlp=False, **options)

    monkeypatch.setattr("comparison.findings.compare", compared)
    monkeypatch.setattr("comparison.dependency.parser", object)
    assert run("recheck").exit_code == 0
    assert asked == [nlp]


def test_recheck_says_that_the_parser_it_needs_is_missing(
    run: Dateline, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("compare", "report.txt", "--reader", "core")
    with open_store(folder / "news.db") as store:
        (report,) = store.reports()
        found = json.loads(report.findings_json) | {"reader": "nlp (a model 1.0)"}
        store.save_report(report.sha256, report.name, report.text, report.compared_at, json.dumps(found))
    monkeypatch.setattr("comparison.dependency.parser", lambda: None)
    again = run("recheck")
    assert again.exit_code == 0
    assert "compared before with a parser" in again.output


def test_recheck_as_json_has_the_findings_that_changed(run: Dateline, folder: Path) -> None:
    run("compare", "report.txt")
    save(folder, "tern", AMBER)
    (told,) = as_json(run("recheck", "--json"))
    assert (told["report_id"], told["name"], told["open_claims"]) == (1, "report.txt", [])
    assert [finding["id"] for finding in told["changed"]] == ["1.2"]


@pytest.mark.parametrize("closed_by", ["a review", "time"])
def test_recheck_leaves_reports_alone_that_are_decided_or_expired(run: Dateline, folder: Path, closed_by: str) -> None:
    run("compare", "report.txt")
    if closed_by == "a review":
        run("review", "1.2", "--finding", "not found", "--note", "asked the desk", "--by", "Noa")
    save(folder, "tern", AMBER)
    until = "30d" if closed_by == "a review" else "0s"
    assert run("recheck", "--until", until).output == ""


def test_recheck_needs_a_store_and_makes_none(run: Dateline, folder: Path) -> None:
    assert run("recheck", "--store", "other.db").exception is not None
    assert not (folder / "other.db").exists()
