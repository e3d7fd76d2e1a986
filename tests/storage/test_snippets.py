"""Snippets: the window of a text that shows best why it was found."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from storage.snippets import LONGEST_SNIPPET, Snippets
from storage.words import parse_terms


def snippet(typed: str, *texts: str | None) -> str:
    return Snippets(parse_terms(typed)).of(*texts)


def test_words_found_stand_in_brackets_and_punctuation_outside() -> None:
    assert snippet("phase two", "It said (phase) two: done.") == "It said ([phase]) [two]: done."


def test_the_window_with_most_different_words_is_shown() -> None:
    text = "phase " + "filler " * 100 + "the second phase began " + "filler " * 100 + "phase phase"
    shown = snippet("second phase", text)
    assert "[second] [phase]" in shown
    assert shown.startswith("…")
    assert shown.endswith("…")


def test_the_first_text_that_holds_a_word_is_shown() -> None:
    assert snippet("port", "Nothing here", "A port summary") == "A [port] summary"
    assert snippet("absent", "Nothing here", "A port summary") == "Nothing here"
    assert snippet("port", None, "", None) == ""


def test_prefixed_and_pointed_words_are_marked_as_they_stand() -> None:
    assert snippet("ממשלה", "אמרה הַמֶּמְשָׁלָה, אתמול") == "אמרה [הַמֶּמְשָׁלָה], אתמול"
    assert snippet("كتاب", "قرأت وبالكتاب نص") == "قرأت [وبالكتاب] نص"
    assert snippet("minist*", "The ministry and ministers") == "The [ministry] and [ministers]"


def test_lines_and_control_characters_are_folded() -> None:
    assert snippet("two", "one\n\ntwo\x1b[31m three") == "one [two[31m] three"


def test_a_word_longer_than_a_snippet_is_cut() -> None:
    assert len(snippet("a*", "a" * 5000)) <= LONGEST_SNIPPET


@given(st.text(max_size=400), st.text(max_size=30))
@settings(max_examples=200, derandomize=True, deadline=None)
def test_no_snippet_is_too_long_or_breaks_a_line(text: str, typed: str) -> None:
    shown = snippet(typed, text)
    assert len(shown) <= LONGEST_SNIPPET
    assert "\n" not in shown
