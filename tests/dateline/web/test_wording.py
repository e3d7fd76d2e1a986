"""Two texts held together word by word."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.web.wording import paragraphs, words

_TEXTS = st.lists(st.text("ab אב", max_size=12).map(str.strip).filter(bool), max_size=5).map("\n\n".join)


def told(before: str, after: str) -> list[tuple[str, str]]:
    return [(piece.kind, piece.text) for piece in words(before, after).pieces]


def test_a_number_that_became_another_is_the_only_thing_that_differs() -> None:
    assert told("About 40 boats sank", "About 60 boats sank") == [
        ("same", "About"), ("gone", "40"), ("new", "60"), ("same", "boats sank"),
    ]  # fmt: skip


def test_hebrew_words_are_held_together_as_words() -> None:
    assert told("הספינה טבעה בנמל", "הסירה טבעה בנמל") == [("gone", "הספינה"), ("new", "הסירה"), ("same", "טבעה בנמל")]


def test_a_paragraph_that_came_between_leaves_the_others_unchanged() -> None:
    found = paragraphs("One.\n\nThree.", "One.\n\nTwo.\n\nThree.")
    assert [paragraph.unchanged for paragraph in found] == [True, False, True]
    assert found[1].pieces[0].kind == "new"


@settings(max_examples=60, derandomize=True, deadline=None)
@given(_TEXTS, _TEXTS)
def test_both_texts_can_be_read_back_from_what_is_shown(before: str, after: str) -> None:
    pieces = [piece for paragraph in paragraphs(before, after) for piece in paragraph.pieces]
    for text, kinds in ((before, ("same", "gone")), (after, ("same", "new"))):
        assert " ".join(piece.text for piece in pieces if piece.kind in kinds).split() == text.split()
