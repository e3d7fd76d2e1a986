"""docs/schema.md says what the database is, and its SQL runs."""

from __future__ import annotations

import sqlite3

import pytest

from storage import Store, open_store
from storage.sqlite.describe import EXAMPLES, schema_markdown
from tests.storage.examples import NOON, entry, full_article, poll
from tests.support import ROOT


def test_the_page_is_the_one_the_database_makes() -> None:
    page = (ROOT / "docs" / "schema.md").read_text(encoding="utf-8")
    assert page == schema_markdown(), "run: python -m storage.sqlite.describe docs/schema.md"


@pytest.fixture
def filled() -> Store:
    store = open_store(":memory:")
    store.save_articles([full_article(topics=("gaza-ceasefire",))])
    poll(store, NOON, entry())
    return store


def test_every_table_and_column_is_on_the_page(filled: Store) -> None:
    connection: sqlite3.Connection = filled._connection
    page = schema_markdown()
    tables = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'article_search_%'"
        " AND name NOT LIKE 'headline_search_%'"
        " AND name NOT LIKE 'sqlite%' AND name != '_sqlite_migrations'"
    ).fetchall()
    assert len(tables) > 15
    for (table,) in tables:
        assert f"### {table}\n" in page
        section = page.split(f"### {table}\n")[1].split("### ")[0]
        for column in connection.execute("SELECT name FROM pragma_table_info(?)", (table,)):
            assert f"| {column[0]} |" in section or f"{column[0]}," in section, (table, column[0])


@pytest.mark.parametrize(("question", "statement"), EXAMPLES)
def test_the_questions_on_the_page_run(filled: Store, question: str, statement: str) -> None:
    rows = filled._connection.execute(statement).fetchall()
    if "headline" in question or "Polls" in question or "topic" in question:
        assert rows
