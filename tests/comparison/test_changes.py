"""What changed between two comparisons of one report: late finds, corrections, and nothing where nothing did."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from comparison import compare
from comparison.changes import Change, changes
from storage import Article, Outlet, Store, open_store

PUBLISHED = datetime(2026, 3, 10, 12, tzinfo=UTC)
OUTLETS = (Outlet("heron", "The Heron", language="en"), Outlet("tern", "The Tern", language="en"))
REPORT = (
    "The Heron reported that 40 families left the village of Marlow after the river dam broke on Friday night. "
    "The Tern reported that fishermen found amber worth 900 crowns on the northern beaches of Tavish island."
)
FLOOD = "Some 40 families left the village of Marlow after the river dam broke on Friday night, the mayor said."
AMBER = "Fishermen found amber worth 900 crowns on the northern beaches of Tavish island."


def article(outlet: str, body: str, *, number: int = 1, hours: float = 24) -> Article:
    at = PUBLISHED - timedelta(hours=hours)
    return Article(f"https://{outlet}.example/{number}", outlet, f"News {number}", body, language="en", published_at=at)


@pytest.fixture
def store() -> Any:
    with open_store(":memory:") as opened:
        opened.save_outlets(OUTLETS)
        yield opened


def found(store: Store) -> dict[str, Any]:
    whole: dict[str, Any] = json.loads(json.dumps(compare(REPORT, store, published_at=PUBLISHED).as_dict()))
    return whole


def since(before: dict[str, Any], store: Store) -> tuple[Change, ...]:
    return changes(before, compare(REPORT, store, published_at=PUBLISHED))


def test_the_same_store_again_has_no_change(store: Store) -> None:
    store.save_articles([article("heron", FLOOD)])
    assert since(found(store), store) == ()


def test_a_late_find_is_told_with_the_finding_before(store: Store) -> None:
    before = found(store)
    before["compared_at"] = "2026-03-10T12:00:00Z"
    seen = PUBLISHED + timedelta(hours=3)
    store.save_articles([replace(article("heron", FLOOD), first_seen=seen)])
    (change,) = since(before, store)
    assert (change.number, change.kind, change.was, change.now) == (0, "finding", "not collected", "passage found")
    assert "A late find: “News 1” (The Heron) was first seen on 10 March 2026 at 15:00 UTC" in change.explanation


def test_a_corrected_number_is_told_with_both_texts(store: Store) -> None:
    store.save_articles([article("heron", FLOOD)])
    before = found(store)
    store.save_articles([article("heron", FLOOD.replace("40", "60"))])
    (change,) = since(before, store)
    assert (change.was, change.now) == ("passage found", "differs")
    assert "The text we received of it differs. It had: “Some 40 families" in change.explanation
    assert "It has now: “Some 60 families" in change.explanation
    assert "edited" not in change.explanation


def test_a_wording_that_was_changed_under_the_same_finding_is_a_change_and_a_new_paragraph_is_not(store: Store) -> None:
    store.save_articles([article("heron", FLOOD)])
    before = found(store)
    store.save_articles([article("heron", f"{FLOOD}\n\nIt rained on Sunday, too.")])
    assert since(before, store) == ()
    store.save_articles([article("heron", FLOOD.replace("Some 40", "Exactly 40"))])
    (change,) = since(before, store)
    assert (change.kind, change.was, change.now) == ("text", "passage found", "passage found")


def test_an_outlet_that_turns_out_to_have_carried_it_earlier_is_told(store: Store) -> None:
    store.save_articles([article("heron", FLOOD)])
    before = found(store)
    store.save_articles([article("tern", FLOOD, number=2, hours=48)])
    (change,) = since(before, store)
    assert change.kind == "first"
    assert "“News 2” (The Tern)" in change.explanation


def test_a_sentence_that_was_not_read_as_a_claim_before_is_told(store: Store) -> None:
    before = found(store)
    before["findings"] = before["findings"][:1]
    (change,) = since(before, store)
    assert (change.number, change.kind, change.was) == (1, "new claim", None)


@pytest.mark.parametrize("before", [{}, {"findings": None}, {"findings": [1, {"claim": None}]}])
def test_what_is_no_comparison_makes_every_claim_new(store: Store, before: dict[str, Any]) -> None:
    assert [change.kind for change in since(before, store)] == ["new claim", "new claim"]
