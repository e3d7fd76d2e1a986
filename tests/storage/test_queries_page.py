"""docs/queries.md: its examples run."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path

import pytest

from storage import open_store
from tests.storage.examples import OUTLETS, full_article
from tests.support import ROOT

PAGE = (ROOT / "docs/queries.md").read_text(encoding="utf-8")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with open_store(tmp_path / "news.db") as store:
        store.save_outlets(OUTLETS)
        store.save_articles([full_article()])
    return tmp_path


@pytest.mark.parametrize("statement", re.findall(r"```sql\n(.*?)```", PAGE, re.DOTALL))
def test_every_statement_runs(folder: Path, statement: str) -> None:
    connection = sqlite3.connect(folder / "news.db")
    connection.execute(statement).fetchall()
    connection.close()


@pytest.mark.parametrize("script", re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL))
def test_every_script_runs(
    folder: Path, script: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(folder)
    exec(compile(script, "docs/queries.md", "exec"), {})  # noqa: S102
    assert "The Pelican 1" in capsys.readouterr().out
