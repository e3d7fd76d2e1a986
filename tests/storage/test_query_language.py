"""The language of queries: read as a tree, whatever is typed, and written out as it was understood."""

from __future__ import annotations

import doctest
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage import query_language
from storage.query_language import Between, parse

NOW = datetime(2026, 1, 5, 12, tzinfo=UTC)


def test_the_examples_in_the_documentation_hold() -> None:
    assert doctest.testmod(query_language).failed == 0


@pytest.mark.parametrize(
    ("typed", "understood"),
    [
        ('"phase two" minist*', '"phase two" AND minist*'),
        ("a OR b c", "a OR (b AND c)"),
        ("(a OR b) c", "(a OR b) AND c"),
        ("-a NOT b", "NOT a AND NOT b"),
        ("NOT NOT a", "a"),
        ("outlet:(pelican OR manara)", "outlet:pelican OR outlet:manara"),
        ('by:"דנה אור" צה"ל', 'by:"דנה אור" AND צהל'),
        ("“second phase”*", '"second phase"*'),
        ("\u200fשלום\u200e", "שלום"),
        ('say "unclosed', "say AND unclosed"),
        ("))) a (((", "a"),
        ("e-mail 10:30 https://pelican.example/x", "e-mail AND 10:30 AND https://pelican.example/x"),
        ("a OR", "a"),
        ("🙂", ""),
    ],
)
def test_what_is_typed_is_understood(typed: str, understood: str) -> None:
    assert parse(typed).understood == understood


@pytest.mark.parametrize(
    ("typed", "since", "until"),
    [
        ("after:2025-11-02", datetime(2025, 11, 2, tzinfo=UTC), None),
        ("before:2025-12", None, datetime(2025, 12, 1, tzinfo=UTC)),
        ("on:2025-12", datetime(2025, 12, 1, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=UTC)),
        ("on:2025-11-30", datetime(2025, 11, 30, tzinfo=UTC), datetime(2025, 12, 1, tzinfo=UTC)),
    ],
)
def test_days_months_and_years_are_spans(typed: str, since: datetime | None, until: datetime | None) -> None:
    tree = parse(typed, now=NOW).tree
    assert isinstance(tree, Between)
    assert (tree.since, tree.until) == (since, until)


def test_what_cannot_be_read_is_said() -> None:
    assert "did you mean outlet:?" in parse("outlt:pelican").notes[0]
    assert "passed over" in parse("after:2025-13-45 port").notes[0]
    assert "finds nothing" in parse("access:open").notes[0]


@given(st.text(max_size=80) | st.from_regex(r'([-("*):| ]|OR |NOT |outlet:|on:|א|x|צה"ל){0,40}', fullmatch=True))
@settings(max_examples=200, derandomize=True, deadline=None)
def test_anything_is_read_and_its_reading_reads_the_same(typed: str) -> None:
    understood = parse(typed, now=NOW).understood
    assert parse(understood, now=NOW).understood == understood
