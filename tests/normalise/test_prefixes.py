"""Hebrew and Arabic words as they stand in running text, found by their bare form."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from normalise.prefixes import expand
from normalise.text import fold
from tests.normalise.prefixed_words import ARABIC as ARABIC_WORDS
from tests.normalise.prefixed_words import HEBREW as HEBREW_WORDS
from tests.normalise.prefixed_words import Words, reached

HEBREW = "אבגדהוזחטיכלמנסעפצקרשת"
ARABIC = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"


@pytest.mark.parametrize(
    ("word", "written"),
    [
        ("ממשלה", ["הממשלה", "לממשלה", "שהממשלה", "וכשהממשלה", "מהממשלה", "ושבממשלה"]),
        ("ועידה", ["הוועידה", "בוועידה", "ועידה", "וועידה"]),
        ('צה"ל', ['בצה"ל', 'שצה"ל', "לצה״ל"]),
        ("حكومة", ["الحكومة", "وبالحكومة", "للحكومة", "حكومةً", "كالحكومة"]),
        ("القدس", ["والقدس", "بالقدس", "للقدس", "وللقدس"]),
        ("إلغاء", ["الإلغاء", "بإلغاء", "وإلغاء"]),
    ],
)
def test_a_word_is_found_behind_its_prefixes(word: str, written: list[str]) -> None:
    forms = expand(fold(word))
    assert [form for form in written if fold(form) not in forms] == []


@pytest.mark.parametrize("words", [HEBREW_WORDS, ARABIC_WORDS])
def test_labelled_words_are_found_behind_prefixes_and_few_others_with_them(words: Words) -> None:
    right = [reached(word, behind) == behind.split() for word, (behind, _, _) in words.items()]
    assert all(right)
    wrong = sum(len(reached(word, others)) for word, (_, _, others) in words.items())
    found = sum(len(behind.split()) for behind, _, _ in words.values())
    assert wrong / (found + wrong) < 0.1


@pytest.mark.parametrize("word", ["gaza", "12", "ש", "و", "", "גaza", "газа"])
def test_other_words_come_back_alone(word: str) -> None:
    assert expand(word) == (word,)


@pytest.mark.parametrize(("word", "other"), [("עזה", "מועזה"), ("شرق", "مشرق"), ("الجزيرة", "جزيرة")])
def test_letters_that_are_no_prefix_make_another_word(word: str, other: str) -> None:
    assert fold(other) not in expand(fold(word))


@settings(max_examples=100, derandomize=True)
@given(st.text(HEBREW, min_size=2, max_size=8) | st.text(ARABIC, min_size=2, max_size=8))
def test_every_form_ends_in_the_word_and_stands_once(word: str) -> None:
    forms = expand(fold(word))
    assert forms[0] == fold(word)
    assert len(set(forms)) == len(forms)
    stem = forms[0].removeprefix("ال")
    assert all(form.endswith(stem) for form in forms)
