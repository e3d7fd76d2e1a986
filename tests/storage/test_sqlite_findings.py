"""A comparison as rows: the latest claims and evidence of a report, and a line of history for each comparison."""

from __future__ import annotations

import json
import sqlite3
from typing import Any

import pytest

from comparison.findings import compare
from storage import Store, open_store
from tests.storage.examples import NOON, OUTLETS, after, full_article

REPORT = "The Pelican reported that the second phase of the harbour plan starts in May."


def rows(store: Store, statement: str) -> list[dict[str, Any]]:
    connection: sqlite3.Connection = store._connection
    return [dict(row) for row in connection.execute(statement)]


@pytest.fixture
def filled() -> Store:
    store = open_store(":memory:")
    store.save_outlets(OUTLETS)
    store.save_articles([full_article()])
    return store


def test_claims_and_evidence_are_rows_in_the_order_of_the_report(filled: Store) -> None:
    found = compare(REPORT, filled, published_at=NOON).as_dict()
    report = filled.save_report("aa", "report.txt", REPORT, NOON, json.dumps(found, ensure_ascii=False))
    claims = rows(filled, "SELECT * FROM claims ORDER BY number")
    assert found["findings"], "the report attributes something to The Pelican"
    assert [claim["text"] for claim in claims] == [finding["claim"]["text"] for finding in found["findings"]]
    assert {(claim["report"], claim["outlet"]) for claim in claims} == {(report, "pelican")}
    assert [claim["finding"] for claim in claims] == [finding["finding"] for finding in found["findings"]]
    (best, *_) = rows(filled, "SELECT * FROM evidence ORDER BY claim, position")
    assert (best["article"], best["url"]) == (1, "https://pelican.example/harbour-plan")
    assert best["sentence"] == found["findings"][0]["evidence"][0]["sentence"]
    (line,) = rows(filled, "SELECT * FROM comparisons")
    assert json.loads(line["counts"]) == found["counts"]
    assert line["published_at"] == line["compared_at"] == "2026-01-05 12:00:00"


def test_a_later_comparison_replaces_the_rows_and_adds_to_the_history(filled: Store) -> None:
    def finding(kind: str, *articles: int) -> dict[str, Any]:
        claim = {"outlet": "pelican", "text": "said", "start": 0, "end": 4}
        evidence = [{"id": number, "url": f"https://pelican.example/{number}", "score": 0.5} for number in articles]
        return {"claim": claim, "finding": kind, "score": 0.5, "evidence": evidence}

    filled.save_report("aa", "r", "said", NOON, json.dumps({"findings": [finding("candidate", 1, 99)] * 2}))
    assert [row["article"] for row in rows(filled, "SELECT article FROM evidence ORDER BY claim, position")] == [
        1,
        None,
        1,
        None,
    ]
    filled.save_report("bb", "other", "said", NOON, json.dumps({"findings": [finding("not found")]}))
    filled.save_report("aa", "r", "said", after(5), json.dumps({"findings": [finding("quote found", 1)]}))
    assert [row["finding"] for row in rows(filled, "SELECT finding FROM claims ORDER BY report")] == [
        "quote found",
        "not found",
    ]
    assert len(rows(filled, "SELECT * FROM evidence")) == 1
    history = rows(filled, "SELECT outcomes FROM comparisons WHERE report = 1 ORDER BY id")
    first, last = (json.loads(line["outcomes"]) for line in history)
    assert [outcome["finding"] for outcome in first] == ["candidate", "candidate"]
    assert last == [{"begins": 0, "ends": 4, "finding": "quote found", "score": 0.5, "articles": [1]}]


@pytest.mark.parametrize("findings", ["[1]", "null", "not json", '{"findings": [3, {"claim": 1, "evidence": {}}]}'])
def test_findings_of_another_shape_are_kept_as_they_are(filled: Store, findings: str) -> None:
    filled.save_report("aa", "r", "said", NOON, findings)
    assert filled.reports()[0].findings_json == findings
    assert len(rows(filled, "SELECT * FROM comparisons")) == 1
