"""Who did it and who said it: what a report gives to one and the article to another."""

from __future__ import annotations

import pytest

from comparison.actors import other_actor
from comparison.claims import Claim, find_claims
from comparison.speakers import other_speaker, speaker_in
from comparison.statements import Statement
from comparison.words import stem, words
from normalise.bylines import Person
from normalise.names import person_key
from storage import Article, Outlet

OUTLETS = (Outlet("beacon", "The Quay Beacon"),)


def _statement(text: str) -> Statement:
    return Statement.of(text, {word: (stem(word), 2.0) for word in words(text)})


def _claim(report: str) -> Claim:
    (claim,) = (claim for claim in find_claims(report, OUTLETS, nlp=False) if claim.outlet)
    return claim


@pytest.mark.parametrize(
    ("report", "article", "shown"),
    [
        ("Ostrava will build the dam by 2028.", "Kardovia will build the dam by 2028.", ("Ostrava", "Kardovia")),
        ("soldiers threw paint at the court.", "Protesters threw paint at the court.", ("soldiers", "Protesters")),
        (
            "the families of the settlers pitched a tent at the ministry.",
            "Families of the hostages pitched a tent at the ministry.",
            ("families of the settlers", "Families of the hostages"),
        ),
        (
            "the tunnel will stay closed until the end of spring.",
            "The bridge will stay closed until the end of spring.",
            ("tunnel", "bridge"),
        ),
        (
            "Dora Vale accused the union of holding patients hostage.",
            "The health minister, Tobias Venn, accused the union of holding patients hostage.",
            ("Dora Vale", "health minister, Tobias Venn"),
        ),
    ],
)
def test_another_doer_of_the_same_deed_is_shown(report: str, article: str, shown: tuple[str, str]) -> None:
    assert other_actor(_statement(report), article) == shown


@pytest.mark.parametrize(
    ("report", "article"),
    [
        ("the authorities closed the road to the harbour.", "Police closed the road to the harbour on Monday."),
        ("the minister dismissed the two officers.", "Dora Vale, the minister, dismissed the two officers."),
        ("Dora Vale dismissed the two officers.", "The minister dismissed the two officers."),
        ("Ostravan police closed the road.", "Ostrava closed the road to the harbour."),
        ("Israel closed the road to the harbour.", "The Zionist regime closed the road to the harbour."),
        ("the nurses voted to walk out.", "Of the 2,150 who voted to walk out, most are young."),
        ("demonstrators threw paint at the court.", "Protesters threw paint at the court."),
        ("lawmakers passed the budget by two votes.", "The parliament passed the budget by two votes."),
        ("they closed the road to the harbour.", "Ostrava closed the road to the harbour."),
    ],
)
def test_the_same_doer_in_other_words_is_no_difference(report: str, article: str) -> None:
    assert other_actor(_statement(report), article) is None


@pytest.mark.parametrize(
    ("report", "speaker"),
    [
        ("The Quay Beacon reported that Petra Solveig said: “We will not board a single ship.”", "Petra Solveig"),
        ("The Quay Beacon quoted Oren Castell as saying that the money would be repaid.", "Oren Castell"),
        ("“We will not board a single ship,” Petra Solveig told The Quay Beacon.", "Petra Solveig"),
        ("The Quay Beacon reported that the pilots will not board a single ship.", None),
    ],
)
def test_who_the_report_says_is_speaking(report: str, speaker: str | None) -> None:
    assert speaker_in(_claim(report), report, ["The Quay Beacon"]) == speaker


ARTICLE = Article(
    "https://beacon.example/tugs",
    "beacon",
    "Port Hires Two Tugs",
    body='"We would rather pay strangers than watch fruit rot," said the harbour master, Ilan Dorsey.\n\n'
    "The union called it an insult. Its chairwoman, Petra Solveig, said that no pilot would board a ship.",
    people=(Person("Mara Quill", person_key("Mara Quill")),),
)


FAMILIES = Article(
    "https://beacon.example/chairs",
    "beacon",
    "They Count Days, We Count Chairs",
    body="Every morning Rivka Solano carries a chair to the gate. Her son is a medic.\n\n"
    '"They count days, we count chairs," she said.\n\n'
    'The brother of another, Amos Delaney, disagrees. "My brother is not a coin," he said.',
)


@pytest.mark.parametrize(
    ("speaker", "said", "other"),
    [
        ("Amos Delaney", "They count days, we count chairs", "Rivka Solano"),
        ("Rivka Solano", "They count days, we count chairs", None),
        ("Rivka Solano", "My brother is not a coin", None),  # "he" may be whoever was named before
        ("the mother", "They count days, we count chairs", None),
    ],
)
def test_she_is_whom_the_sentences_before_name(speaker: str, said: str, other: str | None) -> None:
    assert other_speaker(speaker, said, FAMILIES) == other


@pytest.mark.parametrize(
    ("speaker", "said", "other"),
    [
        ("Petra Solveig", "We would rather pay strangers than watch fruit rot", "the harbour master, Ilan Dorsey"),
        ("Dorsey", "We would rather pay strangers than watch fruit rot", None),
        ("the harbour master", "We would rather pay strangers than watch fruit rot", None),
        ("Mara Quill", "We would rather pay strangers than watch fruit rot", None),  # she wrote it
        ("Ilan Dorsey", "no pilot would board a ship", "Its chairwoman, Petra Solveig"),
        ("Ilan Dorsey", "a sentence that stands nowhere", None),
    ],
)
def test_another_speaker_of_the_same_words_is_shown(speaker: str, said: str, other: str | None) -> None:
    assert other_speaker(speaker, said, ARTICLE) == other
