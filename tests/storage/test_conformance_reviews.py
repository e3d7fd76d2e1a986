"""People's decisions on findings: claims keep their numbers, reviews are only added to, and what is still open."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from storage import Store
from storage.reviews import Review, numbered
from tests.storage.examples import NOON, after

MONTH = timedelta(days=30)


def finding(start: int, end: int, outlet: str | None, kind: str = "not found") -> dict[str, Any]:
    claim = {"outlet": outlet, "person": "Dana Mor", "text": f"claim at {start}", "start": start, "end": end}
    return {"claim": claim, "finding": kind, "explanation": "why", "evidence": []}


def save(store: Store, *findings: dict[str, Any], hours: float = 0, sha: str = "aa") -> int:
    found = json.dumps({"published_at": "2026-01-05T12:00:00Z", "findings": findings})
    return store.save_report(sha, "report.txt", "text", after(hours * 60), found)


def review(report: int, claim: int, kind: str = "passage found", **more: Any) -> Review:
    return Review(report, claim, kind, "read on paper", "Noa", NOON, **more)


def test_claims_are_numbered_from_one_in_the_order_of_the_report(store: Store) -> None:
    report = save(store, finding(0, 10, "heron"), finding(11, 20, "tern"))
    claims = store.report_history(report).claims
    assert [(claim.id, claim.place, claim.finding) for claim in claims] == [
        (f"{report}.1", (0, 10, "heron"), "not found"),
        (f"{report}.2", (11, 20, "tern"), "not found"),
    ]
    assert claims[0].person == "Dana Mor"
    assert claims[0].explanation == "why"


def test_a_finding_is_kept_with_the_articles_it_rests_on(store: Store) -> None:
    support = {
        "url": "https://heron.example/1",
        "outlet": "heron",
        "sentence": "It sank.",
        "score": 0.9,
        "in_window": True,
    }
    report = save(store, finding(0, 10, "heron", "passage found") | {"evidence": [support]})
    (kept,) = store.reports()
    assert kept.id == report
    assert json.loads(kept.findings_json)["findings"][0]["evidence"] == [support]


def test_a_claim_keeps_its_number_when_others_come_go_and_return(store: Store) -> None:
    report = save(store, finding(0, 10, "heron"), finding(30, 40, "tern"))
    save(store, finding(11, 20, "heron"), finding(30, 40, "tern"), hours=1)
    assert [claim.claim for claim in store.report_history(report).claims] == [3, 2]
    save(store, finding(0, 10, "heron"), finding(11, 20, "heron"), finding(30, 40, "tern"), hours=2)
    assert [claim.claim for claim in store.report_history(report).claims] == [1, 3, 2]


def test_a_claim_that_is_read_to_end_elsewhere_or_to_name_another_outlet_is_the_same() -> None:
    known = {1: (0, 40, "heron"), 2: (41, 80, None)}
    assert numbered(known, [(0, 52, "heron"), (41, 80, "tern")]) == [1, 2]
    assert numbered(known, [(5, 40, "heron")]) == [3]
    assert numbered({}, [(0, 4, "heron"), (0, 4, "heron")]) == [1, 2], "two claims at one place stay two"


def test_a_review_says_what_the_machine_had_found_and_outlives_later_comparisons(store: Store) -> None:
    report = save(store, finding(0, 10, "heron"), finding(11, 20, "tern"))
    saved = store.save_review(review(report, 2, url="https://tern.example/1"))
    assert saved.machine == "not found"
    save(store, finding(0, 10, "heron"), finding(11, 20, "tern", "differs"), hours=1)
    assert store.report_history(report).reviews == (saved,)
    again = store.save_review(review(report, 2, "differs"))
    assert again.machine == "differs"
    history = store.report_history(report)
    assert history.reviews == (saved, again), "the first decision stays"
    assert history.decided == {2: again}, "the latest counts"


def test_a_review_of_a_claim_that_is_no_longer_read_stays_and_can_be_added_to(store: Store) -> None:
    report = save(store, finding(0, 10, "heron"), finding(11, 20, "tern"))
    store.save_review(review(report, 2))
    save(store, finding(0, 10, "heron"), hours=1)
    assert store.save_review(review(report, 2, "not a claim")).machine is None
    assert len(store.report_history(report).reviews) == 2


def test_errors_name_what_there_is(store: Store) -> None:
    with pytest.raises(ValueError, match="no report 4: none was compared yet"):
        store.report_history(4)
    one = save(store, finding(0, 10, "heron"), finding(11, 20, "tern"))
    two = save(store, finding(0, 10, "heron"), sha="bb")
    three = save(store, sha="cc")
    with pytest.raises(ValueError, match=f"no report 99: there are {one}, {two}, {three}"):
        store.save_review(review(99, 1))
    with pytest.raises(ValueError, match=f"no claim {one}.7 in report {one}: they are {one}.1 to {one}.2"):
        store.save_review(review(one, 7))
    with pytest.raises(ValueError, match=f"there is only {two}.1"):
        store.save_review(review(two, 0))
    with pytest.raises(ValueError, match="it has none"):
        store.save_review(review(three, 1))


@pytest.mark.parametrize("missing", ["finding", "note", "by"])
def test_a_review_without_decision_reason_or_name_is_refused(store: Store, missing: str) -> None:
    report = save(store, finding(0, 10, "heron"))
    blank: dict[str, Any] = {missing: "  "}
    with pytest.raises(ValueError, match="a review needs a"):
        store.save_review(replace(review(report, 1), **blank))
    assert store.report_history(report).reviews == ()


def test_a_report_is_open_until_every_claim_is_found_or_decided(store: Store) -> None:
    kinds = ("quote found", "passage found", "differs", "not found", "elsewhere")
    report = save(store, *(finding(10 * n, 10 * n + 9, "heron", kind) for n, kind in enumerate(kinds)))
    assert [claim.claim for claim in store.report_history(report).open_claims] == [3, 4, 5]
    store.save_review(review(report, 3, "differs"))
    store.save_review(review(report, 4, "not collected"))
    store.save_review(review(report, 5, "not a claim"))
    assert [claim.claim for claim in store.report_history(report).open_claims] == [4], "the page has still to be had"
    store.save_review(review(report, 4, "not found"))
    assert not store.report_history(report).is_open(after(60), MONTH)


def test_a_report_expires_from_its_first_comparison_on(store: Store) -> None:
    report = save(store, finding(0, 10, "heron"))
    save(store, finding(0, 10, "heron"), hours=24 * 29)
    history = store.report_history(report)
    assert [line.compared_at for line in history.comparisons] == [NOON, after(24 * 29 * 60)]
    assert history.comparisons[0].counts == {"not found": 1}
    assert history.comparisons[0].published_at == NOON
    assert history.is_open(after(24 * 29 * 60), MONTH)
    assert not history.is_open(after(24 * 30 * 60), MONTH)


def test_a_check_without_a_change_is_noted_without_a_line_of_history(store: Store) -> None:
    report = save(store, finding(0, 10, "heron"))
    store.note_checked(report, after(90))
    history = store.report_history(report)
    assert history.checked_at == after(90)
    assert len(history.comparisons) == 1
    save(store, finding(0, 10, "heron", "differs"), hours=3)
    assert store.report_history(report).checked_at == after(180)
