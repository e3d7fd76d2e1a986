"""Words as they are indexed and looked for."""

from __future__ import annotations

import doctest

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage import words
from storage.words import Term, folding_version, index_text, parse_terms, words_of


def test_the_examples_in_the_documentation_hold() -> None:
    assert doctest.testmod(words).failed == 0


@pytest.mark.parametrize(
    ("typed", "forms"),
    [
        ("Phase TWO", [("phase",), ("two",)]),
        ('say "phase two" now', [("say",), ("phase two",), ("now",)]),
        ("phase phase", [("phase",)]),
        ("don't", [("don t",)]),
        ("e-mail", [("e mail",)]),
        ('"', []),
        ('""', []),
        ("_", []),
    ],
)
def test_typed_text_is_words_and_phrases(typed: str, forms: list[tuple[str, ...]]) -> None:
    assert [term.forms for term in parse_terms(typed)] == forms


def test_a_star_leaves_the_end_open_only_at_the_end() -> None:
    assert parse_terms("host* *age ho*st") == (
        Term(("host",), prefix=True),
        Term(("age",)),
        Term(("ho st",)),
    )


def test_hebrew_and_arabic_words_come_with_their_prefixed_forms() -> None:
    (term,) = parse_terms("ממשלה")
    assert {"ממשלה", "הממשלה", "ובממשלה"} <= set(term.forms)
    (phrase,) = parse_terms('"ממשלת אחדות"')
    assert {"ממשלת אחדות", "בממשלת אחדות"} <= set(phrase.forms)
    (arabic,) = parse_terms("حكومة")
    assert {"حكومه", "الحكومه", "وبالحكومه"} <= set(arabic.forms)


def test_a_pasted_page_is_cut_to_what_a_search_can_bear() -> None:
    assert len(parse_terms(" ".join(f"word{n}" for n in range(5000)))) == 40


def test_the_folding_version_is_stable_within_a_release() -> None:
    assert folding_version() == folding_version()
    assert len(folding_version()) == 16


@given(st.text(max_size=80))
@settings(max_examples=200, derandomize=True, deadline=None)
def test_every_word_of_a_text_is_found_in_it(text: str) -> None:
    indexed = words_of(text)
    for term in parse_terms(" ".join(indexed)):
        assert any(form in indexed or " " in form for form in term.forms)


@given(st.text(max_size=80))
@settings(max_examples=200, derandomize=True, deadline=None)
def test_indexed_text_is_in_lower_case_without_points(text: str) -> None:
    # Shin with its dot as one character, the dot alone, a vowel point of Hebrew and one of Arabic.
    assert not set(index_text(text)) & set("ABC\ufb2a\u05c1\u05b0\u064b")
