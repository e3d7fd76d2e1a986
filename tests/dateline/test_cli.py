"""The command line with bad input: a sentence, the right exit code, nothing written halfway, never a traceback."""

from __future__ import annotations

import os
import sqlite3
import subprocess
from pathlib import Path

import click
import pytest

from dateline.cli import cli
from tests.support import Run


def sentence(done: subprocess.CompletedProcess[str]) -> str:
    assert "Traceback" not in done.stderr, done.stderr
    assert done.stderr.strip(), "an error says something"
    return done.stderr


COMMANDS = cli.list_commands(click.Context(cli))


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_a_first_line_and_an_explanation_for_each_option(name: str) -> None:
    command = cli.get_command(click.Context(cli), name)
    assert command is not None
    assert command.help
    assert len(command.get_short_help_str(200)) > 15
    for parameter in command.params:
        if isinstance(parameter, click.Option) and not parameter.hidden and parameter.name not in ("limit", "form"):
            assert parameter.help, f"{name} {parameter.opts}"


def test_a_mistyped_command_is_answered_with_the_nearest(dateline: Run) -> None:
    done = dateline("serach", "x")
    assert done.returncode == 2
    assert "search" in sentence(done)


def test_crawl_without_a_feeds_yaml_says_what_to_run(dateline: Run, tmp_path: Path) -> None:
    done = dateline("crawl")
    assert done.returncode == 2
    assert "dateline init" in sentence(done)
    assert list(tmp_path.iterdir()) == []


def test_crawl_with_the_placeholder_contact_is_refused_before_anything_is_fetched(
    dateline: Run, tmp_path: Path
) -> None:
    (tmp_path / "feeds.yaml").write_text(
        "contact: you@example.org\noutlets:\n  a:\n    name: A\n    feeds:\n      - http://127.0.0.1:9/feed\n",
        encoding="utf-8",
    )
    done = dateline("crawl")
    assert done.returncode == 2
    assert "feeds.yaml:1:" in sentence(done)
    assert not (tmp_path / "news.db").exists()


def test_every_mistake_in_feeds_yaml_is_told_at_once_with_its_line(dateline: Run, tmp_path: Path) -> None:
    (tmp_path / "feeds.yaml").write_text(
        "contact: desk@example.net\noutlets:\n  a:\n    nmae: A\n    timezone: Asia/Jerusalm\n    feeds:\n      - ftp://x/y\n",
        encoding="utf-8",
    )
    done = dateline("crawl")
    assert done.returncode == 2
    said = sentence(done)
    assert "feeds.yaml:4:" in said
    assert "name" in said
    assert "feeds.yaml:5:" in said
    assert "Asia/Jerusalem" in said
    assert "feeds.yaml:7:" in said


def test_an_unknown_outlet_is_a_usage_error_that_names_the_known(dateline: Run, tmp_path: Path) -> None:
    (tmp_path / "feeds.yaml").write_text(
        "contact: desk@example.net\noutlets:\n  haaretz:\n    name: Haaretz\n    feeds:\n      - http://127.0.0.1:9/f\n",
        encoding="utf-8",
    )
    done = dateline("crawl", "--outlet", "harretz")
    assert done.returncode == 2
    assert "haaretz" in sentence(done)


def test_init_writes_a_configuration_that_loads_and_never_overwrites_one(here: Run, tmp_path: Path) -> None:
    assert here("init", "--contact", "desk@newsroom.example.net").returncode == 0
    written = (tmp_path / "feeds.yaml").read_text(encoding="utf-8")
    assert "desk@newsroom.example.net" in written
    again = here("init", "--contact", "other@newsroom.example.net")
    assert again.returncode == 2
    assert "there already" in sentence(again)
    assert (tmp_path / "feeds.yaml").read_text(encoding="utf-8") == written


@pytest.mark.parametrize("contact", ["", "you@example.org", "nonsense"])
def test_init_refuses_a_contact_nobody_can_be_reached_at(here: Run, tmp_path: Path, contact: str) -> None:
    done = here("init", "--contact", contact)
    assert done.returncode == 2
    sentence(done)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("command", [["search", "x"], ["show", "1"], ["status"]])
def test_reading_a_store_that_is_not_there_makes_none(here: Run, tmp_path: Path, command: list[str]) -> None:
    done = here(*command)
    assert done.returncode == 5
    assert "no store" in sentence(done)
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_no_database_is_refused_and_left_as_it_is(here: Run, tmp_path: Path) -> None:
    (tmp_path / "news.db").write_bytes(b"not a database at all\n" * 100)
    done = here("search", "x")
    assert done.returncode == 5
    sentence(done)
    assert (tmp_path / "news.db").read_bytes() == b"not a database at all\n" * 100


def test_somebody_elses_database_is_refused_and_left_as_it_is(here: Run, tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / "news.db")
    connection.execute("CREATE TABLE recipes (name TEXT)")
    connection.commit()
    connection.close()
    before = (tmp_path / "news.db").read_bytes()
    for command in (["search", "x"], ["status"]):
        done = here(*command)
        assert done.returncode == 5
        sentence(done)
    assert (tmp_path / "news.db").read_bytes() == before


@pytest.mark.parametrize(
    ("text", "said"),
    [(b"", "empty"), (b"  \n\n ", "empty"), (os.urandom(64) + bytes(range(256)) * 20, "not text")],
)
def test_a_report_that_cannot_be_read_is_refused_in_words(here: Run, tmp_path: Path, text: bytes, said: str) -> None:
    here("init", "--contact", "desk@newsroom.example.net")
    (tmp_path / "report.txt").write_bytes(text)
    done = here("compare", "report.txt")
    assert done.returncode == 2
    assert said in sentence(done)


def test_a_directory_or_a_missing_file_as_report_is_refused_in_words(here: Run, tmp_path: Path) -> None:
    here("init", "--contact", "desk@newsroom.example.net")
    for name in (".", "nowhere.txt"):
        done = here("compare", name)
        assert done.returncode == 2
        sentence(done)


@pytest.mark.parametrize(
    "text",
    ['צה"ל', '"', "''", "AND", "a OR", "NEAR(a b", "*", "-x", "a:b", "^", "💥", "(((", "; DROP TABLE articles", "\\"],
)
def test_any_text_typed_as_a_query_is_safe(here: Run, tmp_path: Path, text: str) -> None:
    here("init", "--contact", "desk@newsroom.example.net")
    done = here("search", "--", text)
    assert done.returncode == 0, done.stderr


def test_a_date_that_cannot_be_read_is_a_usage_error_with_an_example(here: Run) -> None:
    here("init", "--contact", "desk@newsroom.example.net")
    done = here("search", "x", "--since", "whenever")
    assert done.returncode == 2
    assert "2025" in sentence(done) or "2026" in sentence(done)
