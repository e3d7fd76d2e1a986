"""What a comparison finds: pairs of claims and articles with known answers, and what is said of each."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from comparison import Comparison, Finding, compare
from comparison.looking import Reading, Window
from normalise.bylines import Person
from storage import Article, Feed, Outlet, Poll, Store, open_store
from tests.comparison.worlds import PUBLISHED, build_world, load

SETS = {
    "pairs.json": "world.json",
    "held_out.json": "world.json",
    "blind.json": "world.json",
    "shades.json": "world.json",
    "fresh.json": "fresh_world.json",
    "newsroom.json": "newsroom",
    "crawled.json": "crawled newsroom",
    "namings.json": "naming_world.json",
    "doers.json": "fresh_world.json",
    "speakers.json": "world.json",
    "digests.json": "crawled newsroom",
}
PAIRS: list[dict[str, Any]] = [{**pair, "world": world} for name, world in SETS.items() for pair in load(name)]
PAIRS = [pair for pair in PAIRS if not pair.get("unread")]  # sentences in which find_claims sees no claim
# Known to come out wrong: as "not found", paraphrases in synonyms, or too short to be sure of; as "passage found",
# three in which another has done it.
KNOWN_WRONG = (
    "The Carrick Times reported that fishermen of the old town are afraid",
    "According to The Heron, the pilots walked out",
    "The Carrick Times said the emergency budget trims",
    "Kol HaMifratz reported that the ombudsman's inspectors",
    "DNW reported that Velania's finance minister promised",
    "The Carrick Times wrote that three firms have been invited",
    "The Heron said that a ministry spokeswoman explained",
    "Al-Shati reported that the olive harvest",
    "The Pelican reported that the Amber Corridor's middle",
    "The Concord Chronicle said donors had put so many",
    "The Hoopoe wrote that Issaria would host",  # a candidate, by the names alone
    "The Hoopoe reported that 2,100 of the 4,800",  # of five words: too few
    "According to The Pelican, Orvania turned down",
    "The Hoopoe reported that families in the north",
    "The Chronicle said that people who move",
    "The Hoopoe reported that the cabinet in Lidon put off",  # a candidate: the Hebrew edition's article is nearer
    "The Tarn Courier said that the children of teachers",  # found: what is narrower in the report is not seen
    "The Tarn Courier reported that the study of the wells",
    "The Heron reported that the fishermen's guild",  # found: an authority may be anybody
    "The Carrick Times said the treasurer had asked",
    "The Heron said that two of the five bakeries",  # found: who a relative clause belongs to is not read
    "The Pelican put the daily average",
    "According to The Pelican, Orvania supports",
    "The Pelican wrote that the first sixty soldiers",  # found: another place in the same words
    "The Hoopoe reported that Perach has met",
    "The Concord Chronicle reported that the first compound",
    "The Pelican said that Kardovia offered",
    "The Pelican said that forty-eight armed",
    "The Hoopoe wrote that heavy machines",
)
SUPPORTING = {"quote found", "passage found", "differs"}


@pytest.fixture(scope="module")
def worlds() -> Iterator[dict[str, Store]]:
    with ExitStack() as opened:
        yield {world: opened.enter_context(build_world(world)) for world in dict.fromkeys(SETS.values())}


@pytest.fixture(scope="module")
def store(worlds: dict[str, Store]) -> Store:
    return worlds["world.json"]


def _one(store: Store, claim: str) -> Finding:
    (finding,) = compare(claim, store, published_at=PUBLISHED).findings
    return finding


def _article(finding: Finding) -> str | None:
    return finding.evidence[0].article.url.rsplit("/", 1)[1] if finding.evidence else None


def _right(pair: dict[str, Any], finding: Finding) -> bool:
    if finding.kind != pair["finding"]:
        return finding.kind in pair.get("or", ())
    numbers = [
        {"report": list(d.report), "article": list(d.article)} for d in finding.differences if d.kind == "number"
    ]
    return (
        ("article" not in pair or _article(finding) == pair["article"])
        and ("numbers" not in pair or pair["numbers"] in numbers)
        and ("in_window" not in pair or finding.evidence[0].in_window is pair["in_window"])
    )


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: f"{pair['group']}: {pair['claim'][:40]}")
def test_a_claim_gets_the_finding_it_should(worlds: dict[str, Store], pair: dict[str, Any]) -> None:
    known = any(pair["claim"].startswith(begin) for begin in KNOWN_WRONG)
    finding = _one(worlds[pair["world"]], pair["claim"])
    assert _right(pair, finding) is not known, (finding.kind, _article(finding), finding.differences)


def test_nine_of_ten_pairs_come_out_right() -> None:
    assert len(PAIRS) >= 40
    assert len(KNOWN_WRONG) + 1 <= len(PAIRS) // 10  # each is checked above


@pytest.mark.parametrize(
    ("world", "claim"),
    [(pair["world"], pair["claim"]) for pair in PAIRS if pair["group"].startswith(("never", "not collected"))],
)
def test_what_was_never_published_is_never_found(worlds: dict[str, Store], world: str, claim: str) -> None:
    assert _one(worlds[world], claim).kind not in SUPPORTING


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair["claim"][:40])
def test_explanations_are_sober(worlds: dict[str, Store], pair: dict[str, Any]) -> None:
    said = _one(worlds[pair["world"]], pair["claim"]).explanation
    assert not re.search(r"\b(false|fake|lie|lied|lying|wrong|edited|fabricat\w*|invented|mislead\w*)\b", said, re.I)
    assert said.strip().endswith(".")
    assert "  " not in said


def test_a_miss_says_how_well_the_outlet_was_watched_and_whom_to_add(store: Store) -> None:
    finding = _one(store, "The Heron reported that the pilots have bought a lighthouse in Carrick.")
    assert finding.kind == "not found"
    assert finding.coverage is not None
    assert finding.coverage.polls > 20
    assert "polled" in finding.explanation
    assert finding.add_to == "heron"
    assert finding.evidence == ()


def test_a_miss_shows_the_nearest_passage_without_calling_it_evidence(store: Store) -> None:
    finding = _one(store, next(pair["claim"] for pair in PAIRS if pair["claim"].startswith(KNOWN_WRONG[3])))
    assert (finding.kind, finding.evidence) == ("not found", ())
    assert finding.nearest is not None
    assert finding.nearest.article.url.endswith("/prison")


def test_a_miss_names_the_edition_that_the_report_named(store: Store) -> None:
    assert _one(store, "Mifratz Online wrote that a whale swam into the port.").add_to == "mifratz-english"
    assert _one(store, "Kol HaMifratz wrote that a whale swam into the port.").add_to == "kol-mifratz"


@pytest.mark.parametrize(
    ("outlet", "reason"),
    [
        ("Stella del Porto", "failed"),
        ("The Quay Beacon", "gap"),
        ("The Lantern", "shared no entry"),
        ("The Owl", "never polled"),
    ],
)
def test_not_collected_says_why(store: Store, outlet: str, reason: str) -> None:
    finding = _one(store, f"{outlet} wrote that a whale swam into the port.")
    assert finding.kind == "not collected"
    assert reason in finding.explanation
    assert "nothing about whether it was published" in finding.explanation


def test_an_outlet_that_is_not_watched_at_all_is_not_collected(store: Store) -> None:
    finding = _one(store, "The newspaper Gazzetta di Nessuno wrote that a whale swam into the port.")
    assert (finding.kind, finding.claim.outlet, finding.coverage, finding.add_to) == ("not collected", None, None, None)


def test_who_carried_it_first_is_told_across_outlets(store: Store) -> None:
    finding = _one(
        store, "The Carrick Times reported that a storm broke the breakwater of Tessel and sank six fishing boats."
    )
    assert finding.kind == "passage found"
    assert finding.first is not None
    assert finding.first.article.url.endswith("/storm")
    assert [support.article.outlet for support in finding.elsewhere] == ["mifratz-english"]


def test_the_sentences_around_the_evidence_are_kept(store: Store) -> None:
    finding = _one(store, "DNW reported that repairs of the Sorrel bridge are expected to cost 18 million crowns.")
    passage = finding.evidence[0].passage
    assert "18 million crowns" in passage.sentence
    assert "ferry" in f"{passage.sentence} {passage.after}"


def test_a_negation_in_one_of_two_like_sentences_is_a_difference(store: Store) -> None:
    finding = _one(
        store, "DNW reported that no northern state has been asked for a loan of 300 million crowns by Velania."
    )
    assert finding.kind in {"differs", "not found"}


def test_a_candidate_is_never_called_support(store: Store) -> None:
    finding = _one(
        store,
        "Al-Manara reported that the price of flour in Tessel has doubled since August and that 23 bakeries closed.",
    )
    assert finding.kind == "candidate"
    assert "not support" in finding.explanation
    assert not finding.evidence[0].same_language


REPORT = (
    "Bridge news\n\nDNW reported that the Sorrel bridge will stay closed until spring."
    " The Heron said nothing more happened."
)


def test_a_comparison_is_plain_data(store: Store) -> None:
    comparison = compare(REPORT, store, published_at=PUBLISHED)
    data = json.loads(json.dumps(comparison.as_dict()))
    assert data["counts"] == comparison.counts
    assert data["findings"][0]["finding"] == "passage found"
    assert data["findings"][0]["status"] == "machine, unreviewed"
    assert data["findings"][0]["evidence"][0]["published_at"].endswith("Z")
    assert data["window"] == {"since": "2025-11-23T12:00:00Z", "until": "2025-12-01T12:00:00Z"}
    assert data["own_voice"][0]["text"] == "Bridge news"


def test_the_same_report_gives_the_same_findings(store: Store) -> None:
    def told(comparison: Comparison) -> str:
        return json.dumps(replace(comparison, compared_at=PUBLISHED).as_dict())

    assert told(compare(REPORT, store, published_at=PUBLISHED)) == told(compare(REPORT, store, published_at=PUBLISHED))


@pytest.mark.parametrize("text", ["", "\n\n", "\x00\x07\ufffd" * 50, "No outlet is named here.", "“" * 200])
def test_a_report_without_claims_gives_no_findings(store: Store, text: str) -> None:
    assert compare(text, store, published_at=PUBLISHED).findings == ()


def test_a_naive_date_is_refused(store: Store) -> None:
    with pytest.raises(ValueError, match="aware"):
        compare(REPORT, store, published_at=datetime(2025, 11, 30))  # noqa: DTZ001


def test_an_empty_store_finds_nothing_and_says_so() -> None:
    with open_store(":memory:") as empty:
        empty.save_outlets([Outlet("heron", "The Heron")])
        finding = _one(empty, "The Heron reported that the bridge is closed.")
    assert (finding.kind, finding.evidence) == ("not collected", ())


def test_a_watch_that_began_inside_the_window_counts_where_older_articles_are_held() -> None:
    """A new feed lists what was published before: a miss means something where that reaches back."""
    with open_store(":memory:") as young:
        young.save_outlets([Outlet("heron", "The Heron")])
        young.save_feeds([Feed("https://heron.example/feed", "heron")])
        young.save_poll(Poll("https://heron.example/feed", "heron", PUBLISHED, "ok", 200, entries=4))
        claim = "The Heron reported that the bridge is closed."
        assert _one(young, claim).kind == "not collected"
        young.save_articles(
            Article(
                f"https://heron.example/{day}",
                "heron",
                f"Title {day}",
                body="Text.",
                published_at=PUBLISHED - timedelta(days=day),
            )
            for day in (1, 3, 5)
        )
        finding = _one(young, claim)
    assert finding.kind == "not found"
    assert "Watching began" in finding.explanation


def _carried_by(*articles: Article) -> Store:
    store = open_store(":memory:")
    store.save_outlets(
        [
            Outlet("lantern", "The Lantern", "lamps", ("Ha-Lapid",), "en"),
            Outlet("wick", "The Wick", "lamps", language="en"),
            Outlet("gull", "The Gull", language="en"),
            Outlet("tern", "The Tern", language="en"),
        ]
    )
    store.save_articles(articles)
    return store


_PIER = "The council of Marrow voted on Tuesday to close the old pier for repairs until spring."


def _pier(outlet: str, hours: int, **more: Any) -> Article:
    at = PUBLISHED - timedelta(hours=hours)
    return Article(f"https://{outlet}.example/pier", outlet, "Marrow Closes Pier", body=_PIER, published_at=at, **more)


def test_elsewhere_names_who_had_it_first_of_several_outlets() -> None:
    with _carried_by(_pier("gull", 5), _pier("tern", 9)) as store:
        finding = _one(store, f"The Lantern reported that {_PIER[0].lower()}{_PIER[1:]}")
    assert finding.kind == "elsewhere"
    assert finding.first is not None
    assert finding.first.article.outlet == "tern"
    assert "Of those held, The Tern had it first." in finding.explanation


def test_elsewhere_does_not_name_a_first_where_two_state_one_instant() -> None:
    with _carried_by(_pier("gull", 5), _pier("tern", 5)) as store:
        finding = _one(store, f"The Lantern reported that {_PIER[0].lower()}{_PIER[1:]}")
    assert (finding.kind, finding.first) == ("elsewhere", None)
    assert "it cannot be told who had it first" in finding.explanation


def test_another_edition_that_answers_is_named_beside_the_reports_own_word_for_the_outlet() -> None:
    with _carried_by(_pier("wick", 5)) as store:
        finding = _one(store, f"Ha-Lapid reported that {_PIER[0].lower()}{_PIER[1:]}")
    assert finding.kind == "passage found"
    assert "The report names Ha-Lapid (The Lantern); The Wick is an edition of the same group." in finding.explanation


def test_the_edition_that_the_report_names_is_not_told_apart() -> None:
    with _carried_by(_pier("lantern", 5)) as store:
        finding = _one(store, f"The Lantern reported that {_PIER[0].lower()}{_PIER[1:]}")
    assert "same group" not in finding.explanation


def test_a_byline_other_than_the_reports_is_shown_and_the_words_are_found_all_the_same() -> None:
    report = f"Mara Quill wrote in The Lantern that {_PIER[0].lower()}{_PIER[1:]}"
    with _carried_by(_pier("lantern", 5, people=(Person("Odeya Karm", "odeya karm"),))) as store:
        finding = _one(store, report)
    assert finding.kind == "passage found"
    assert "It is signed by Odeya Karm; the report names Mara Quill." in finding.explanation
    with _carried_by(_pier("lantern", 5, people=(Person("M. Quill", "m quill"),))) as store:
        assert _one(store, report).differences == ()
    with _carried_by(_pier("lantern", 5)) as store:  # not signed
        assert _one(store, report).differences == ()


def test_a_merged_journalists_other_spelling_finds_the_article() -> None:
    with _carried_by(
        _pier("lantern", 5, people=(Person("Odeya Karm", "odeya karm"),)),
        _pier("wick", 6, people=(Person("O. Carmi", "o carmi"),)),
    ) as store:
        window = Window(PUBLISHED - timedelta(days=7), PUBLISHED)
        before = Reading(store, store.outlets(), window, "", store.people()).written_by("Odeya Karm", "lamps")
        store.merge_people([one.id for one in store.people()])
        after = Reading(store, store.outlets(), window, "", store.people()).written_by("Odeya Karm", "lamps")
    assert [article.outlet for article in before] == ["lantern"]
    assert {article.outlet for article in after} == {"lantern", "wick"}
