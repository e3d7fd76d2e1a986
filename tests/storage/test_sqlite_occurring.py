"""Only the forms of a word that some article holds are looked for; what is found stays the same."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

import pytest

from storage.sqlite.occurring import occurring
from storage.words import Term, parse_terms


@pytest.fixture
def indexed() -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE article_search USING fts5(title, content='')")
    connection.executemany(
        "INSERT INTO article_search (rowid, title) VALUES (?, ?)",
        [(1, "הממשלה"), (2, "ובממשלה ממשלות"), (3, "وبالحرب"), (4, "harbour")],
    )
    yield connection
    connection.close()


def kept(connection: sqlite3.Connection, typed: str) -> set[str]:
    (term,) = parse_terms(typed)
    return set(occurring(connection, [term]).get(term, term).forms)


@pytest.mark.parametrize(
    ("typed", "forms"),
    [
        ("ממשלה", {"הממשלה", "ובממשלה"}),
        ("حرب", {"وبالحرب"}),
        ("ממש*", {"הממש", "ובממש", "ממש"}),  # the last for ממשלות
        ('"ממשלה חדשה"', {"הממשלה חדשה", "ובממשלה חדשה"}),  # whether the rest follows is the index's business
        ("harbour", {"harbour"}),
        ("ghost", {"ghost"}),
    ],
)
def test_forms_that_stand_nowhere_are_left_out(indexed: sqlite3.Connection, typed: str, forms: set[str]) -> None:
    assert kept(indexed, typed) == forms


def test_a_word_that_stands_nowhere_keeps_a_form_and_so_finds_nothing(indexed: sqlite3.Connection) -> None:
    assert kept(indexed, "נמל") == {"נמל"}


def test_a_word_that_is_saved_later_is_seen_on_the_same_connection(indexed: sqlite3.Connection) -> None:
    assert kept(indexed, "נמל") == {"נמל"}
    indexed.execute("INSERT INTO article_search (rowid, title) VALUES (5, 'בנמל')")
    assert kept(indexed, "נמל") == {"בנמל"}


def test_an_open_end_does_not_reach_beyond_its_letters(indexed: sqlite3.Connection) -> None:
    term = Term(("הממשלה", "הממשלו"), prefix=True)
    assert occurring(indexed, [term])[term].forms == ("הממשלה",)
