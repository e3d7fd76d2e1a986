"""A report held against the store by the command line: the sample report, and the report this project began with."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from comparison import compare
from crawler.config import load_config
from dateline import newsroom
from storage import Article, open_store
from tests.support import ROOT, Run


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the newsroom's store after a morning and an evening crawl, the saved page and the reports."""
    import os
    import subprocess
    import sys

    folder = tmp_path_factory.mktemp("crawled")
    with newsroom.start() as sample:
        (folder / "feeds.yaml").write_text(sample.feeds_yaml, encoding="utf-8")
        for turn in range(2):
            crawl = [sys.executable, "-m", "dateline", "crawl", "--ignore-schedule"]
            subprocess.run(
                crawl, cwd=folder, env=os.environ | {"PYTHONSAFEPATH": "1"}, check=False, stdout=subprocess.DEVNULL
            )
            if turn == 0:
                sample.advance()
        sample.save_by_hand(folder)
        (folder / "by_hand.url").write_text(sample.article(newsroom.BY_HAND).url)
    for language in ("en", "he", "ar"):
        (folder / f"report_{language}.txt").write_text(newsroom.report(language), encoding="utf-8")
    return folder


def findings(here: Run, folder: Path, report: str) -> list[dict[str, object]]:
    done = here("compare", report, "--json", cwd=folder)
    assert done.returncode == 0, done.stderr
    found: list[dict[str, object]] = json.loads(done.stdout)["findings"]
    return found


def test_a_comparison_says_what_read_its_claims_and_the_rules_alone_can_be_asked_for(crawled: Path, here: Run) -> None:
    done = here("compare", "report_en.txt", "--json", "--reader", "core", "--html", "page.html", cwd=crawled)
    assert json.loads(done.stdout)["reader"] == "core"
    assert "Claims read by: core." in (crawled / "page.html").read_text(encoding="utf-8")


def test_the_sample_report_gives_the_findings_it_was_written_for(crawled: Path, here: Run) -> None:
    found = findings(here, crawled, "report_en.txt")
    expected = [row for row in newsroom.expected("en") if row["finding"]]
    wrong = []
    for row in expected:
        mine = next((f for f in found if row["snippet"] in f["claim"]["text"]), None)  # type: ignore[index]
        wanted = row.get("after_advance", row)["finding"]
        if mine is None or mine["finding"] != wanted:
            wrong.append((row["snippet"], wanted, mine and mine["finding"]))
        elif row["outlet"] != mine["claim"]["outlet"]:  # type: ignore[index]
            wrong.append((row["snippet"], row["outlet"], mine["claim"]["outlet"]))  # type: ignore[index]
    assert len(wrong) <= len(expected) // 10, wrong
    never = [f for f in found if "reopen the fishing harbour" in f["claim"]["text"]]  # type: ignore[index]
    assert [f["finding"] for f in never] == ["not found"], "nobody published it"


@pytest.mark.parametrize("language", ["he", "ar"])
def test_hebrew_and_arabic_reports_are_read_too(crawled: Path, here: Run, language: str) -> None:
    found = findings(here, crawled, f"report_{language}.txt")
    expected = [row for row in newsroom.expected(language) if row["finding"]]
    right = 0
    for row in expected:
        mine = next((f for f in found if row["snippet"] in f["claim"]["text"]), None)  # type: ignore[index]
        right += bool(mine and mine["claim"]["outlet"] == row["outlet"])  # type: ignore[index]
    assert right >= 0.75 * len(expected)


def test_a_page_added_by_hand_turns_a_miss_into_a_hit_and_the_change_is_told(crawled: Path, here: Run) -> None:
    before = {f["claim"]["text"]: f["finding"] for f in findings(here, crawled, "report_en.txt")}  # type: ignore[index]
    fence = next(text for text in before if "permanent fence" in text)
    assert before[fence] not in ("quote found", "passage found")
    url = (crawled / "by_hand.url").read_text()
    added = here("add", "by_hand.html", "--outlet", "hoopoe", "--url", url, cwd=crawled)
    assert added.returncode == 0, added.stderr
    assert "added" in added.stdout
    again = here("compare", "report_en.txt", "--only", "changed", cwd=crawled)
    assert again.returncode == 0
    assert "PASSAGE FOUND" in again.stdout
    assert f"was: {before[fence]}" in again.stdout
    shown = here("search", "fence", "Grey", "Line", cwd=crawled)
    assert "hoopoe" in shown.stdout


def test_a_number_that_the_outlet_corrected_is_shown_as_it_was_first_received(crawled: Path, here: Run) -> None:
    found = findings(here, crawled, "report_en.txt")
    lorries = next(f for f in found if "212 lorries" in f["claim"]["text"])  # type: ignore[index]
    assert lorries["finding"] == "differs"
    assert "212" in lorries["earlier"]["sentence"]  # type: ignore[index]
    assert "has it as the report does" in str(lorries["explanation"])
    compound = next(f for f in found if "18,000 to 22,000" in f["claim"]["text"])  # type: ignore[index]
    assert compound["finding"] == "differs"
    assert compound["earlier"] is None


def test_a_miss_tells_how_to_add_the_page(crawled: Path, here: Run) -> None:
    done = here("compare", "report_en.txt", "--only", "not found", cwd=crawled)
    assert "dateline add URL --outlet pelican" in done.stdout
    assert "false" not in done.stdout.lower()


def test_the_report_this_project_began_with(shared: Path, tmp_path: Path) -> None:
    """Real outlets from the shipped feeds.yaml, a store with neutral articles written for this: honest misses."""
    published = datetime(2025, 11, 30, tzinfo=UTC)
    config = load_config(ROOT / "feeds.yaml")
    with open_store(tmp_path / "news.db") as store:
        store.save_outlets(config.outlets)
        store.save_articles(
            Article(
                url=f"https://news.example/{outlet.id}",
                outlet=outlet.id,
                title="Weather: rain expected on the coast",
                body="Rain is expected on the coast on Thursday. It will be dry from Friday on.",
                language="en",
                published_at=published - timedelta(days=1),
            )
            for outlet in config.outlets[:6]
        )
        report = (shared / "data" / "seed" / "report.txt").read_text(encoding="utf-8")
        found = compare(report, store, published_at=published)
    groups = {finding.claim.outlet for finding in found.findings}
    assert {"haaretz", "nytimes", "yedioth"} <= groups
    by_person = [finding for finding in found.findings if finding.claim.person and "Yishai" in finding.claim.person]
    assert len(by_person) >= 2
    assert {finding.kind for finding in found.findings} <= {"not collected", "not found", "seen, not read"}
    assert all(finding.add_to for finding in found.findings if finding.claim.outlet)
    assert not any("Since the ceasefire was established" in finding.claim.text for finding in found.findings)
