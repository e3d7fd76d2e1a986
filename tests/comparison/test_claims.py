"""The claims of reports: which outlet, which person, explicit or going on, and what is the report's own voice."""

from __future__ import annotations

import json
import tomllib
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comparison.claims import Claim, find_claims
from comparison.outlet_names import OutletNames
from storage import Outlet
from storage.model import KnownPerson

REPORTS = Path(__file__).parent / "reports"
OUTLETS = tuple(
    Outlet(one["id"], one["name"], one.get("group"), tuple(one["aliases"]), one["language"])
    for one in json.loads((REPORTS / "outlets.json").read_text(encoding="utf-8"))
)


@dataclass(frozen=True)
class Expected:
    """A sentence and whose it is: an outlet's group, "-" for the report's own, "?" for an outlet that is not known."""

    report: str
    sentence: str
    whose: str


def _read(path: Path) -> tuple[str, list[Expected]]:
    paragraphs, expected = [], []
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        lines = [line.split("|", 1) for line in block.splitlines() if line.strip() and not line.startswith("#")]
        paragraphs.append(" ".join(sentence.strip() for _, sentence in lines))
        expected += [Expected(path.stem, sentence.strip(), whose.strip()) for whose, sentence in lines]
    return "\n\n".join(paragraphs), expected


NEWSROOM = tuple(
    Outlet(one["id"], one["name"], one.get("group"), tuple(one.get("aliases", ())), one.get("language"))
    for one in (
        tomllib.loads(path.read_text(encoding="utf-8"))
        for path in sorted((Path(__file__).parents[2] / "dateline" / "newsroom" / "outlets").glob("*/outlet.toml"))
    )
)
TEXTS = {path.stem: _read(path) for path in sorted(REPORTS.glob("*.txt"))}
SENTENCES = [expected for _, sentences in TEXTS.values() for expected in sentences]


@pytest.mark.parametrize("expected", SENTENCES, ids=lambda e: f"{e.report}: {e.sentence[:30]}")
def test_every_sentence_of_the_reports_has_its_source(expected: Expected) -> None:
    text, _ = TEXTS[expected.report]
    assert _whose(text, expected, OUTLETS) == _wanted(expected)


NEWSROOM_TEXTS = {path.stem: _read(path) for path in sorted((REPORTS / "newsroom").glob("*.txt"))}
NEWSROOM_SENTENCES = [expected for _, sentences in NEWSROOM_TEXTS.values() for expected in sentences]


@pytest.mark.parametrize("expected", NEWSROOM_SENTENCES, ids=lambda e: f"{e.report}: {e.sentence[:30]}")
def test_every_sentence_of_reports_about_the_sample_newsroom_has_its_source(expected: Expected) -> None:
    text, _ = NEWSROOM_TEXTS[expected.report]
    assert _whose(text, expected, NEWSROOM) == _wanted(expected)


REGISTERS = REPORTS / "registers"
REGISTER_OUTLETS = tuple(
    Outlet(one["id"], one["name"], one.get("group"), tuple(one["aliases"]), one["language"])
    for one in json.loads((REGISTERS / "outlets.json").read_text(encoding="utf-8"))
)
REGISTER_TEXTS = {path.stem: _read(path) for path in sorted(REGISTERS.glob("*.txt"))}


@pytest.mark.parametrize("report", REGISTER_TEXTS)
def test_reports_in_other_registers_name_outlets_people_and_what_goes_on(report: str) -> None:
    """A policy brief, a rebuttal, a newsletter: "heron + post @Jane Roe ~" is whose, who wrote it, and "goes on"."""
    text, sentences = REGISTER_TEXTS[report]
    claims = [claim for claim in find_claims(text, REGISTER_OUTLETS) if claim.kind != "unattributed"]
    for sentence in sentences:
        start = text.index(sentence.sentence)
        end = start + len(sentence.sentence)
        here = [claim for claim in claims if claim.start < end - 2 and claim.end > start + 2]
        whose, _, person = sentence.whose.partition("@")
        wanted = sorted(outlet.strip(" ~-") for outlet in whose.split("+") if outlet.strip(" ~-"))
        assert sorted({str(claim.outlet) for claim in here}) == wanted, sentence.sentence
        if "~" in whose:
            assert [claim.kind for claim in here] == ["continuation"], sentence.sentence
        if person:
            assert {claim.person for claim in here} == {person}, sentence.sentence


SHAPES = [
    line.split("| ", 1)
    for line in (REGISTERS / "sentences.list").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]


@pytest.mark.parametrize(("whose", "sentence"), SHAPES, ids=[sentence for _, sentence in SHAPES])
def test_a_sentence_is_whose_it_names(whose: str, sentence: str) -> None:
    claims = [claim for claim in find_claims(f"The dam\n\n{sentence}", REGISTER_OUTLETS) if claim.outlet]
    assert sorted({str(claim.outlet) for claim in claims}) == sorted(
        whose.strip("-").split("+") if whose != "-" else []
    )


def _wanted(expected: Expected) -> list[str | None]:
    wanted: dict[str, list[str | None]] = {"-": [], "?": [None]}
    return wanted.get(expected.whose, [expected.whose])


def _whose(text: str, expected: Expected, outlets: tuple[Outlet, ...]) -> list[str | None]:
    start = text.index(expected.sentence)
    end = start + len(expected.sentence)
    return [
        claim.outlet
        for claim in find_claims(text, outlets)
        if claim.kind != "unattributed" and claim.start < end - 2 and claim.end > start + 2
    ]


def _claims(text: str, people: tuple[KnownPerson, ...] = ()) -> list[Claim]:
    return [claim for claim in find_claims(text, OUTLETS, people=people) if claim.kind != "unattributed"]


def test_a_columnist_is_known_by_surname_in_another_spelling() -> None:
    text = TEXTS["harbour"][0]
    people = [claim.person for claim in _claims(text) if claim.person]
    assert people == ["Dalit Even-Zohar", "Dalit Even-Zohar"]


def test_a_journalist_whom_the_store_knows_needs_no_outlet_beside_the_name() -> None:
    known = KnownPerson(1, "kol-mifratz", "Amir Shaked", "amir shaked", ("Amir Shaked",), 3)
    (claim,) = _claims("Amir Shaked wrote that the tower leans.", (known,))
    assert (claim.outlet, claim.person) == ("mifratz", "Amir Shaked")


def test_who_writes_in_the_same_paper_writes_in_the_one_named_before() -> None:
    known = KnownPerson(1, "kol-mifratz", "Amir Shaked", "amir shaked", ("Amir Shaked",), 3)
    text = "The Heron reported that the tower leans. Amir Shaked argued in the same paper that it does not."
    assert [(claim.outlet, claim.person) for claim in _claims(text, (known,))] == [
        ("heron", None),
        ("heron", "Amir Shaked"),
    ]


def test_a_hebrew_columnist_beside_the_newspaper() -> None:
    (claim,) = _claims('הפרשן אמיר שקד כתב ב"קול המפרץ" כי המגדל נוטה.')
    assert (claim.outlet, claim.person) == ("mifratz", "אמיר שקד")


def test_the_statement_leaves_out_who_says_so_and_keeps_the_quotation() -> None:
    text = "The Heron quoted the mayor as saying: “Nobody wrote back to us.”"
    (claim,) = _claims(text)
    assert claim.statement(text) == "“Nobody wrote back to us.”"
    assert [text[slice(*span)] for span in claim.quotes] == ["Nobody wrote back to us"]
    assert claim.quoted
    assert (claim.source, claim.cue, claim.kind) == ("The Heron", "quoted", "explicit")


def test_a_quotation_of_two_sentences_is_one_claim() -> None:
    (claim,) = _claims("The Heron wrote: “The quay is sold. Nobody was asked.”")
    assert "Nobody was asked" in claim.text


@pytest.mark.parametrize(
    ("text", "group"),
    [
        ("Qol HaMifratz reported that it rained.", "mifratz"),
        ("Kol Ha-Mifratz reported that it rained.", "mifratz"),
        ("The Hebrew newspaper “Kol HaMifratz” reported that it rained.", "mifratz"),
        ("Al Manara reported that it rained.", "manara"),
        ("AlManara reported that it rained.", "manara"),
        ("CT reported that it rained.", "carrick-times"),
        ("בקול המפרץ דווח כי ירד גשם.", "mifratz"),
        ("לפי קול המפרץ, ירד גשם.", "mifratz"),
        ("وذكرت المنارة أن المطر هطل.", "manara"),
    ],
)
def test_an_outlet_is_known_by_every_alias_and_transliteration(text: str, group: str) -> None:
    assert [claim.outlet for claim in _claims(text)] == [group]


@pytest.mark.parametrize(
    "text",
    [
        "A heron landed on the quay.",
        "The post office said it would close.",
        "These are hard times, the mayor said.",
        "The manners of the court were praised.",
    ],
)
def test_a_common_word_is_not_taken_for_an_outlet(text: str) -> None:
    assert _claims(text) == []


def test_a_short_name_stands_for_the_outlet_that_was_named_last() -> None:
    names = OutletNames([Outlet("a", "The Carrick Times"), Outlet("b", "The Times of Lowmoor")])
    text = "The Carrick Times was first. The Times said so. Times Square was empty."
    assert [(text[m.start : m.end], m.outlet) for m in names.find(text)] == [("Carrick Times", "a"), ("Times", "a")]


def test_a_headline_and_an_editorial_sentence_are_the_reports_own() -> None:
    own = [claim.text for claim in find_claims(TEXTS["harbour"][0], OUTLETS) if claim.kind == "unattributed"]
    assert own[0].startswith("Harbour talks drag on")
    assert own[-1].startswith("Since the harbour was closed")
    assert len(own) == 2


@pytest.mark.parametrize("text", ["", " \n\n ", "\x00\x01\ufffd\ud800", "“", "....", "The Heron", "אבג"])
def test_text_without_a_claim_gives_none(text: str) -> None:
    assert _claims(text) == []


def test_the_report_this_project_began_with(shared: Path) -> None:
    outlets = [
        Outlet("haaretz", "Haaretz"),
        Outlet("ynet", "Yedioth Ahronoth", "yedioth", ("Yediot Aharonot", "ynet")),
        Outlet("nyt", "The New York Times", None, ("NYT",)),
    ]
    text = (shared / "data" / "seed" / "report.txt").read_text(encoding="utf-8")
    claims = find_claims(text, outlets)
    found = [(claim.outlet, claim.person) for claim in claims if claim.kind != "unattributed"]
    assert [outlet for outlet, _ in found] == ["haaretz"] * 6 + ["nyt"] * 9 + ["yedioth"] * 4
    assert [person for _, person in found if person] == ["Ron Ben-Yishai"] * 2
    assert [index for index, claim in enumerate(claims) if claim.kind == "unattributed"] == [0, len(claims) - 1]


WORDS = (
    *(
        "The Heron",
        "said",
        "that",
        "reported",
        "“",
        "”",
        ".",
        ",",
        "\n\n",
        "Also",
        "The Times",
        "CT",
        "he",
        "added",
        ":",
    ),
    *("קול המפרץ", "דיווח כי", "ذكرت المنارة أن", "the newspaper", "According to", "rain", "fell", "Jane Roe", "of"),
)
PIECES = st.lists(st.sampled_from(WORDS), max_size=40)


@settings(derandomize=True, max_examples=150, deadline=None)
@given(PIECES)
def test_claims_lie_inside_the_text_and_name_known_groups(pieces: list[str]) -> None:
    text = " ".join(pieces)
    for claim in find_claims(text, OUTLETS):
        assert claim.text == text[claim.start : claim.end]
        assert all(0 <= start < end <= len(text) for start, end in (*claim.content, *claim.quotes))
        assert claim.outlet is None or claim.outlet in {outlet.group for outlet in OUTLETS}


@pytest.mark.parametrize(
    "sentence",
    [
        "The Heron reported that Velania refused to send soldiers, its foreign ministry said.",
        "The Heron reported that the people may return within two weeks, the director, Sabine Orrel, told reporters.",
        "According to The Heron, “we will not board a single ship,” Petra Solveig said.",
    ],
)
def test_an_outlet_inside_of_what_somebody_says_is_whose_claim_it_is(sentence: str) -> None:
    (claim,) = find_claims(sentence, [Outlet("heron", "The Heron")], nlp=False)
    assert (claim.outlet, claim.kind) == ("heron", "explicit")


@pytest.mark.parametrize(
    "sentence",
    [
        "The Heron claims were settled out of court.",
        "The Heron counters were full of people.",
        "A gas leak closed the street in front of The Heron.",
        "Water leaks closed two floors of The Heron.",
        "The Heron admitted 40 children to its summer school.",
        "The Heron denied him a job.",
        "The Heron leaked water.",
        "The Heron released a new phone in May.",
    ],
)
def test_nouns_and_other_senses_of_verbs_claim_nothing(sentence: str) -> None:
    claims = find_claims(f"{sentence} The street was quiet.", [Outlet("heron", "The Heron")], nlp=False)
    assert {claim.kind for claim in claims} == {"unattributed"}


HERALDS = [Outlet("heron", "The Heron"), Outlet("tern", "The Tern")]


def _told(report: str) -> list[tuple[str | None, str | None, str]]:
    claims = find_claims(report, HERALDS, nlp=False)
    return [(claim.outlet, claim.person, claim.statement(report)) for claim in claims if claim.outlet]


def test_an_outlet_that_was_only_spoken_of_is_who_the_next_sentence_points_back_to() -> None:
    report = (
        "The Heron ran another story. Citing two donors, it reported that nothing had been paid.\n\n"
        "The Tern leads with the bridge. Jane Roe writes that the bridge may fall.\n\n"
        "The Heron sells fewer copies. The street was quiet."
    )
    assert _told(report) == [
        ("heron", None, "that nothing had been paid"),
        ("tern", "Jane Roe", "that the bridge may fall"),
    ]


def test_a_line_of_a_list_is_the_outlets_as_a_whole() -> None:
    report = "- The Heron (p. 4): the talks have stalled; mediators blame both sides."
    assert _told(report) == [("heron", None, "the talks have stalled; mediators blame both sides.")]


@pytest.mark.parametrize(
    "own",
    [
        "We coded 412 articles.",
        "None of the two outlets mentioned the fence.",
        "It has been argued that this is usual.",
    ],
)
def test_what_a_report_says_of_its_own_method_goes_on_with_nobodys_words(own: str) -> None:
    assert len(_told(f"The Heron reported that the bridge is closed. {own}")) == 1
