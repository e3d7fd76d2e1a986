"""Search: any text is safe, words are found in the forms of their language, filters do what they say."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from normalise.bylines import Person
from normalise.names import person_key
from storage import Article, Query, Store, open_store
from tests.storage.examples import (
    ARABIC_BODY,
    ENGLISH_BODY,
    HEBREW_BODY,
    NOON,
    OUTLETS,
    entry,
    full_article,
    only,
    poll,
    read_date,
)


@pytest.fixture
def filled(store: Store) -> Store:
    store.save_outlets(OUTLETS)
    store.save_articles(
        [
            full_article(url="https://pelican.example/en", topics=("harbour",)),
            Article(
                "https://he.pelican.example/he",
                "pelican-he",
                "עיכובים בנמל",
                body=HEBREW_BODY,
                language="he",
                published=read_date(NOON - timedelta(days=1)),
                people=(Person("אורן בן־צדוק", person_key("אורן בן־צדוק")),),
                topics=("harbour", "gaza"),
            ),
            Article(
                "https://manara.example/ar",
                "manara",
                "توسيع الميناء",
                body=ARABIC_BODY,
                language="ar",
                published=read_date(NOON - timedelta(days=2)),
                topics=("council",),
            ),
        ]
    )
    return store


def found(store: Store, text: str | None = None, **filters: object) -> set[str]:
    return {hit.article.url.rsplit("/", 1)[1] for hit in store.search(Query(text, **filters))}


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("harbour", {"en"}),
        ("HARBOUR phase", {"en"}),
        ("harbour nothing-of-the-kind", set()),
        ('"second phase"', {"en"}),
        ('"phase second"', set()),
        ("“second phase”", {"en"}),
        ("minist*", {"en"}),
        ("minist", set()),
        ('"harbour pl"*', {"en"}),
        ("ממשלה", {"he"}),  # stands there as הממשלה
        ('צה"ל', {"he"}),
        ("צה״ל", {"he"}),
        ("צהל", {"he"}),
        ("תל אביב", {"he"}),  # written with points and a prefix
        ("עזה", {"he"}),
        ("חכומה", set()),
        ("حكومة", {"ar"}),  # stands there as الحكومة
        ("قدس", {"ar"}),
        ("كتاب", {"ar"}),  # stands there as وبالكتاب
        ("Orr-Levi", {"en"}),  # bylines are searched too
        ("Harbour Wire", {"en"}),
        ("dana's", set()),
        (None, {"en", "he", "ar"}),
        ("  ", {"en", "he", "ar"}),
    ],
)
def test_words_are_found_as_their_languages_write_them(filled: Store, typed: str | None, expected: set[str]) -> None:
    assert found(filled, typed) == expected


@pytest.mark.parametrize(
    "typed",
    ["AND", "OR NOT", "NEAR(", "*", "-", "--harbour", '"', '"""', "title:harbour", "{title}", "^harbour", "a'b;--"],
)
def test_nothing_typed_is_syntax(filled: Store, typed: str) -> None:
    assert found(filled, typed) <= {"en"}


@pytest.mark.parametrize("typed", ["🙂", "…", "* * *", "()", "\x00", "\ud800"])
def test_text_without_a_word_finds_nothing_rather_than_everything(filled: Store, typed: str) -> None:
    assert found(filled, typed) == set()


@given(st.text(max_size=60) | st.from_regex(r'["*()^{}:A-Zא-ת\'״ -]{0,40}', fullmatch=True))
@settings(
    max_examples=150, derandomize=True, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_no_text_whatever_is_an_error(typed: str) -> None:
    with open_store(":memory:") as store:
        store.save_articles([full_article(title=f"About {typed}")])
        assert len(store.search(Query(typed))) <= 1
        store.candidates([typed, "harbour"])
        store.document_frequencies([typed])


def test_what_a_title_says_is_found_by_its_words(filled: Store) -> None:
    assert [hit.article.url for hit in filled.search(Query("port harbour"))] == ["https://pelican.example/en"]


def test_a_word_in_the_title_weighs_more_than_in_the_text(store: Store) -> None:
    store.save_articles(
        [
            Article(f"https://pelican.example/{n}", "pelican", f"Filler {n}", body="Nothing to see " * 9)
            for n in range(20)
        ]
    )
    store.save_articles(
        [
            Article(
                "https://pelican.example/body", "pelican", "Quiet day", body="A strike was mentioned. " + "x " * 40
            ),
            Article(
                "https://pelican.example/title",
                "pelican",
                "Strike at the port",
                body="Dockers stayed out. " + "x " * 40,
            ),
        ]
    )
    hits = store.search(Query("strike"))
    assert [hit.article.url.rsplit("/", 1)[1] for hit in hits] == ["title", "body"]
    assert hits[0].score > hits[1].score > 0


def test_filters_by_outlet_take_ids_groups_names_and_aliases(filled: Store) -> None:
    assert found(filled, outlets=("pelican",)) == {"en", "he"}, (
        "an edition's id that is also the group's means the group"
    )
    assert found(filled, outlets=("pelican-he",)) == {"he"}
    assert found(filled, outlets=("harbour PELICAN", "al-manara today")) == {"en", "ar"}
    assert found(filled, outlets=("המנורה",)) == set()
    assert found(filled, outlets=("השקנאי",)) == {"en"}


def test_filters_by_person_take_any_spelling_and_a_surname(filled: Store) -> None:
    for name in ("Dana Orr-Levi", "dana orr levi", "DANA ORR–LEVI", "Levi"):
        assert found(filled, people=(name,)) == {"en"}, name
    assert found(filled, people=("אורן בן-צדוק",)) == {"he"}
    assert found(filled, people=("Dana Orr-Levi", "אורן בן צדוק")) == {"en", "he"}
    assert found(filled, people=("Nobody Known",)) == set()


def test_filters_by_topic_and_date_meet_with_the_text(filled: Store) -> None:
    assert found(filled, topics=("harbour",)) == {"en", "he"}
    assert found(filled, topics=("gaza", "council")) == {"he", "ar"}
    assert found(filled, since=NOON - timedelta(days=1)) == {"en", "he"}
    assert found(filled, until=NOON - timedelta(days=1)) == {"ar"}
    assert found(filled, "נמל", topics=("harbour",), outlets=("pelican",)) == {"he"}
    assert found(filled, "נמל", topics=("council",)) == set()


def test_without_words_the_newest_come_first_unranked(filled: Store) -> None:
    hits = filled.search(Query(limit=2))
    assert [hit.article.url.rsplit("/", 1)[1] for hit in hits] == ["en", "he"]
    assert {hit.score for hit in hits} == {0.0}


def test_iterating_takes_the_same_queries(filled: Store) -> None:
    assert [article.url.rsplit("/", 1)[1] for article in filled.articles(Query("נמל"))] == ["he"]
    assert [article.outlet for article in filled.articles(Query(outlets=("pelican",), limit=1))] == [
        "pelican",
        "pelican-he",
    ]
    assert list(filled.articles(Query("🙂"))) == []


def test_snippets_mark_the_words_in_the_forms_they_stand_in(filled: Store) -> None:
    (hit,) = filled.search(Query('ממשלה צה"ל'))
    assert "[הממשלה]" in hit.snippet
    assert "[צה״ל]" in hit.snippet
    (hit,) = filled.search(Query("phase"))
    assert "[phase]" in hit.snippet
    assert len(hit.snippet) <= 200


def test_a_text_that_changed_is_found_by_its_new_words_only(store: Store) -> None:
    store.save_articles([full_article()])
    store.save_articles([full_article(title="Quay blocked", body="Cranes stand still.", summary="No work.")])
    assert [hit.article.title for hit in store.search(Query("cranes quay"))] == ["Quay blocked"]
    assert store.search(Query("council")) == []
    assert store.document_frequencies(["council", "cranes"]) == {"council": 0, "cranes": 1}


def test_entries_are_found_before_their_page_is_read(store: Store) -> None:
    poll(store, NOON, entry(title="Harbour plan", summary="The council met"))
    assert [hit.snippet for hit in store.search(Query("council"))] == ["The [council] met"]
    store.save_page(only(store), NOON)
    assert len(store.search(Query("harbour council"))) == 1


def test_document_frequencies_count_articles_and_prefixed_forms(filled: Store) -> None:
    words = ["Harbour", "ממשלה", "עזה", "the", "absent", "!"]
    assert filled.document_frequencies(words) == {"Harbour": 1, "ממשלה": 1, "עזה": 1, "the": 1, "absent": 0, "!": 0}


def test_candidates_hold_any_of_the_words_best_first(filled: Store) -> None:
    ranked = filled.candidates(["council", "phase", "נמל", "absent"])
    assert {article.url.rsplit("/", 1)[1] for article, _ in ranked} == {"en", "he"}
    scores = [score for _, score in ranked]
    assert scores == sorted(scores, reverse=True)
    assert [a.language for a, _ in filled.candidates(["council", "נמל"], languages=("he",))] == ["he"]
    assert [a.outlet for a, _ in filled.candidates(["council", "ميناء"], outlets=("manara",))] == ["manara"]
    assert filled.candidates(["council"], until=NOON - timedelta(days=1)) == []
    assert len(filled.candidates(["council", "נמל"], limit=1)) == 1
    assert filled.candidates([]) == []
    assert filled.candidates(["!"]) == []


def test_bylines_are_not_evidence(filled: Store) -> None:
    assert filled.candidates(["Orr"]) == []
    assert ENGLISH_BODY.count("Orr") == 0
