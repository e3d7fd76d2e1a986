"""A backfill that is stopped: what was read is kept with how far it was read, and nothing is read twice."""

from __future__ import annotations

from pathlib import Path

import pytest

import crawler.backfill as driver
from crawler.backfill import FileTally, backfill_files
from crawler.config import load_config
from storage import open_store
from storage.archive import check_file
from tests.crawler.warcs import CONFIG, Given, page, write


class Stopped(Exception):
    """What stops the run in the middle of a file."""


@pytest.mark.parametrize("form", ["members", "plain", "whole"])
def test_a_stopped_backfill_goes_on_after_the_last_saved_portion(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    monkeypatch.setattr(driver, "_PAGES_AT_ONCE", 2)
    (tmp_path / "feeds.yaml").write_text(CONFIG, encoding="utf-8")
    config = load_config(tmp_path / "feeds.yaml")
    records = [
        Given(f"https://www.herald.example/{number}", page(f"Quay {number}", f"The quay number {number} is closed."))
        for number in range(7)
    ]
    path = write(tmp_path / "old.warc.gz", records, form=form)

    def stop(tally: FileTally) -> None:
        if tally.articles.new >= 4:
            raise Stopped

    with open_store(tmp_path / "news.db") as store:
        with pytest.raises(Stopped):
            list(backfill_files([path], config, store, workers=1, changed=stop))
        assert store.count_articles() == 4
        (tally,) = backfill_files([path], config, store, workers=1)
        assert (tally.resumed, tally.ours, tally.articles.new, tally.done) == (4, 3, 3, True)
        assert not tally.passed, "nothing was read twice"
        assert store.count_articles() == 7
        assert len(list(store.all_captures(held=True))) == 7
    assert [check_file(file).problem for file in (tmp_path / "archive").iterdir()] == [None, None]
