"""Lists below a name, numbered paragraphs, names in odd places: whose each line is, and whose it is not."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from comparison import compare
from comparison.actors import names_of, other_nation
from comparison.claims import find_claims
from comparison.evidence import information
from comparison.sentences import paragraphs, quotations, sentences
from comparison.shades import refused
from comparison.statements import Statement
from comparison.words import stem
from storage import Article, Outlet, open_store

OUTLETS = [
    Outlet("heron", "The Heron"),
    Outlet("pelican", "The Pelican", None, ("Pelican",)),
    Outlet("quay", "Quay Beacon"),
    Outlet("nahar", "Kol HaNahar", None, ("קול הנהר", "صوت النهر")),
]


def _claimed(report: str) -> list[tuple[str | None, str]]:
    return [(one.outlet, one.statement(report)) for one in find_claims(report, OUTLETS, nlp=False) if one.outlet]


def test_the_lines_of_a_press_digest_are_the_outlets_whose_name_stands_above() -> None:
    report = (
        "The stories in the papers of the port. The agency has not verified them.\n\nTHE HERON\n\n"
        "- The harbour master gave the pilots until Friday.\n- Two tugs were hired, officials said.\n\n"
        "THE PELICAN\n\n- The bridge will be painted.\n\nThe weather stayed fine.\n"
    )
    assert [(outlet, said.strip("- ")) for outlet, said in _claimed(report)] == [
        ("heron", "The harbour master gave the pilots until Friday."),
        ("heron", "Two tugs were hired, officials said."),
        ("pelican", "The bridge will be painted."),
    ]


def test_the_lines_below_what_an_article_alleges_are_its_outlets() -> None:
    report = (
        "1. On 4 May the Quay Beacon published an article stating that the port is for sale.\n\n"
        "2. The article alleges, inter alia, that:\n(a) the cranes were sold first; and\n(b) no bid was made.\n\n"
        "3. We express no view.\n"
    )
    outlets = [outlet for outlet, _ in _claimed(report)]
    assert outlets == ["quay", "quay", "quay"]


def test_a_list_that_nobody_says_is_nobodys() -> None:
    assert (
        _claimed("The Heron closed its office. We asked three questions:\n- Who paid?\n- The bridge is closed.") == []
    )


def test_the_number_of_a_paragraph_is_no_sentence() -> None:
    text = "12. The port is closed. 3 ships wait."
    assert [text[a:b] for a, b in sentences(text)] == ["The port is closed.", "3 ships wait."]


def test_lines_of_a_list_are_not_put_together() -> None:
    text = (
        "- the first of the compounds, on farmland near the river\n- the second of them, on the hill near the old mill"
    )
    assert len(paragraphs(text)) == 2


def test_a_mark_behind_a_hebrew_prefix_and_a_name_opens_nothing() -> None:
    text = 'עוד ב"קול הנהר": הגשר נסגר אחרי הגשם'
    assert not quotations(text)
    assert _claimed(text) == [("nahar", "הגשר נסגר אחרי הגשם")]


@pytest.mark.parametrize(
    ("report", "claimed"),
    [
        ("\U0001f6a8 BREAKING \U0001f6a8 The Heron: the old bridge is closed", [("heron", "the old bridge is closed")]),
        ('"קול הנהר": ראש העיר הציע לסגור את הגשר', [("nahar", "ראש העיר הציע לסגור את הגשר")]),
        ("According to Quay Beacon \U0001f4f0 Each tug cost a million", [("quay", "Each tug cost a million")]),
        (
            "As The Heron further points out, the ministry refused to bring a hospital.",
            [("heron", "the ministry refused to bring a hospital")],
        ),
        ('"קול הנהר" לא דיווח על נפגעים.', []),
        ('لم تذكر "صوت النهر" أن الجسر مغلق.', []),
        (
            "The Heron reported that the port is shut. It is averred in the Quay Beacon that ships wait.",
            [("heron", "that the port is shut")],
        ),
    ],
)
def test_whose_words_they_are_in_other_manners(report: str, claimed: list[tuple[str, str]]) -> None:
    assert _claimed(report) == claimed


def test_a_title_with_a_stop_is_part_of_a_name() -> None:
    assert names_of("Mr. Castell") == {"castell"}
    assert names_of("J. K. Roe") >= {"roe"}


@pytest.mark.parametrize(
    ("report", "article", "other"),
    [
        (
            "the general met Velanian officers last week.",
            "The general met Carrickian officers last week.",
            ("Velanian officers", "Carrickian officers"),
        ),
        ("the general met Velanian officers.", "The general met Carrickian officers and Velanian ones.", None),
        ("the general met Velanian officers.", "The general met Carrickian envoys.", None),
    ],
)
def test_people_of_another_nation_differ(report: str, article: str, other: tuple[str, str] | None) -> None:
    with open_store(":memory:") as store:
        assert other_nation(Statement.of(report, information(report, store, held=0), []), article) == other


@pytest.mark.parametrize(
    ("article", "differ"),
    [
        ("the ministry would bring a field hospital", True),
        ("the ministry refused to bring a field hospital", False),
        ("the ministry will not bring a field hospital", False),
    ],
)
def test_who_refused_to_do_it_did_not(article: str, differ: bool) -> None:
    report = "the ministry refused to bring a field hospital"
    known = {stem(word) for word in report.split()}

    def roots(words: object) -> list[str | None]:
        return [root if (root := stem(word)) in known else None for word in words]  # type: ignore[attr-defined]

    assert bool(refused(report, article, roots)) is differ


def test_an_article_that_differs_comes_before_one_that_holds_much_less() -> None:
    day = datetime(2025, 5, 4, tzinfo=UTC)
    report = 'كتبت "صوت النهر" أن رئيسة البلدية سلمى حمدان اقترحت إغلاق جسر النهر القديم في وسط المدينة عشرة أيام.'
    texts = {
        "differs": "اقترحت رئيسة البلدية سلمى حمدان إغلاق جسر النهر القديم في وسط المدينة خمسة أيام.",
        "less": "رئيسة البلدية سلمى حمدان تعلن إغلاق جسر النهر القديم في وسط المدينة.",
    }
    with open_store(":memory:") as store:
        store.save_outlets([Outlet("nahar", "صوت النهر", language="ar")])
        store.save_articles(
            Article(f"https://n.example/{name}", "nahar", name, body=body, language="ar", published_at=day)
            for name, body in texts.items()
        )
        (finding,) = compare(report, store, published_at=day, nlp=False).findings
    assert (finding.kind, finding.evidence[0].article.title) == ("differs", "differs")
