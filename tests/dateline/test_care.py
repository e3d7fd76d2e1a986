"""`dateline store backup`, `prune` and `vacuum` as somebody types them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from dateline.cli import cli
from storage import Article, Query, lock_run, open_store
from storage.errors import DatelineError

NOW = datetime.now(UTC)


@pytest.fixture
def store(tmp_path: Path) -> str:
    location = str(tmp_path / "news.db")
    with open_store(location) as opened:
        opened.save_articles(
            Article(
                f"https://pelican.example/{years}/{number}",
                "pelican",
                f"Harbour of {years} years ago",
                body="Dockers on strike. " * 50,
                published_at=NOW - timedelta(days=366 * years + 1),
            )
            for years in (0, 1, 3)
            for number in range(40)
        )
    return location


@dataclass(frozen=True)
class Done:
    code: int
    stdout: str
    said: str


def run(*arguments: str) -> Done:
    """As the program's entry does: our errors become their sentence and exit code."""
    done = CliRunner().invoke(cli, ["store", *arguments])
    if isinstance(done.exception, DatelineError):
        return Done(done.exception.exit_code, done.stdout, str(done.exception))
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return Done(done.exit_code, done.stdout, done.stderr)


def with_text(store: str) -> int:
    with open_store(store, read_only=True) as opened:
        return sum(article.body is not None for article in opened.articles())


def test_a_backup_is_told_with_its_size_and_never_overwrites(store: str, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    done = run("backup", str(copy), "--store", store)
    assert done.stdout.startswith(f"{copy}: ")
    assert "MB" in done.stdout
    with open_store(copy, read_only=True) as opened:
        assert opened.count_articles() == 120
    kept = copy.read_bytes()
    again = run("backup", str(copy), "--store", store)
    assert again.code == 5
    assert "never overwrites" in again.said
    assert copy.read_bytes() == kept


@pytest.mark.parametrize(("age", "left"), [("2y", 80), ("400 d", 80), ("6 months", 40), ("1w", 40)])
def test_what_would_go_is_told_and_then_goes(store: str, age: str, left: int) -> None:
    told = run("prune", "--store", store, "--older-than", age, "--dry-run").stdout
    assert told.startswith(f"would take from {120 - left} articles")
    assert with_text(store) == 120
    done = run("prune", "--store", store, "--older-than", age).stdout
    assert done.startswith(f"took from {120 - left} articles")
    assert "vacuum" in done
    assert with_text(store) == left
    with open_store(store, read_only=True) as opened:
        assert opened.count_articles() == 120, "what is known of them stays"


def test_an_age_nobody_can_read_is_a_usage_error(store: str) -> None:
    done = run("prune", "--store", store, "--older-than", "a while")
    assert done.code == 2
    assert with_text(store) == 120


def test_after_pruning_vacuum_makes_the_file_smaller_and_what_is_left_is_found(store: str) -> None:
    run("prune", "--store", store, "--older-than", "1d", "--also-cited")
    before = Path(store).stat().st_size
    done = run("vacuum", "--store", store)
    assert " before, " in done.stdout
    assert Path(store).stat().st_size < before
    with open_store(store, read_only=True) as opened:
        assert opened.problems() == []
        assert len(opened.search(Query("harbour", limit=200))) == 120


@pytest.mark.parametrize("arguments", [["vacuum"], ["prune", "--older-than", "2y"]])
def test_care_waits_for_no_crawl_and_disturbs_none(store: str, arguments: list[str]) -> None:
    with lock_run(store):
        done = run(*arguments, "--store", store)
    assert done.code == 75
    assert with_text(store) == 120


@pytest.mark.parametrize("arguments", [["vacuum"], ["prune", "--older-than", "2y"], ["backup", "copy.db"]])
def test_a_store_that_is_not_there_is_not_made(tmp_path: Path, arguments: list[str]) -> None:
    done = run(*arguments, "--store", str(tmp_path / "news.db"))
    assert done.code == 5
    assert list(tmp_path.iterdir()) == []
