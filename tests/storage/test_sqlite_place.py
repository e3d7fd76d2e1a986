"""A file that is deleted or moved away takes what SQLite writes into it along: it must be told."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from storage import StoreError, open_store
from tests.storage.examples import full_article


@pytest.mark.parametrize(
    "happens",
    [
        pytest.param(shutil.rmtree, id="deleted"),
        pytest.param(lambda folder: folder.rename(folder.with_name("elsewhere")), id="moved"),
        pytest.param(lambda folder: (folder / "news.db").unlink(), id="the file alone"),
    ],
)
def test_a_store_that_vanished_is_told_and_the_transaction_undone(
    tmp_path: Path, happens: Callable[[Path], object]
) -> None:
    folder = tmp_path / "kept"
    folder.mkdir()
    with open_store(folder / "news.db") as store:
        store.save_outlets(())
        happens(folder)
        with pytest.raises(StoreError, match="is no longer where it was"):
            store.save_articles([full_article()])
        assert store.count_articles() == 0


def test_a_store_reached_by_a_link_or_from_another_folder_is_where_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "kept").mkdir()
    (tmp_path / "link.db").symlink_to(tmp_path / "kept" / "news.db")
    monkeypatch.chdir(tmp_path)
    with open_store("link.db") as store:
        monkeypatch.chdir(tmp_path / "kept")
        store.save_articles([full_article()])
        assert store.count_articles() == 1
