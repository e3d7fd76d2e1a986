"""A store on a server, looked at in a browser: through a copy of all of it, or of its latest weeks."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from urllib.request import urlopen

import pytest

from storage import open_store
from tests.storage.examples import NOON, OUTLETS, full_article, poll, read_date
from tests.storage.examples import entry as shown

pytest.importorskip("psycopg")


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "dateline", *arguments]
    return subprocess.run(command, cwd=folder, env=_safely(), capture_output=True, text=True, timeout=100, check=False)


def _safely() -> dict[str, str]:
    return os.environ | {"PYTHONSAFEPATH": "1", "PYTHONUNBUFFERED": "1"}


@contextmanager
def served(folder: Path, file: str) -> Iterator[str]:
    command = [sys.executable, "-m", "dateline", "serve", "--port", "0", "--store", file]
    with subprocess.Popen(command, cwd=folder, env=_safely(), stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        try:
            yield server.stdout.readline().split()[0].rstrip("/")
        finally:
            server.terminate()
            server.wait(10)


def page(address: str) -> str:
    with urlopen(address, timeout=20) as answer:  # noqa: S310 - loopback
        text: str = answer.read().decode()
        return text


@pytest.fixture
def filled(postgres_url: str) -> str:
    early = read_date(NOON - timedelta(days=90))
    with open_store(postgres_url) as store:
        store.save_outlets(OUTLETS)
        poll(store, NOON, shown(1, title="Harbour walls are mended"))
        store.save_articles([full_article(), full_article(url="https://pelican.example/early", published=early)])
    return postgres_url


def test_a_copy_of_a_server_is_served_with_its_pages_and_its_sql(filled: str, tmp_path: Path) -> None:
    copied = run(tmp_path, "store", "backup", "copy.db", "--store", filled)
    assert copied.returncode == 0, copied.stderr
    with served(tmp_path, "copy.db") as base:
        assert "Harbour walls are mended" in page(f"{base}/?q=harbour")
        assert '"https://pelican.example/early"' in page(f"{base}/data/articles.json?_shape=array")


def test_the_latest_weeks_of_a_server_are_served_too(filled: str, tmp_path: Path) -> None:
    since = str((NOON - timedelta(days=7)).date())
    written = run(
        tmp_path, "export", "--format", "jsonl", "--with-text", "--since", since, "-o", "w.jsonl", "--store", filled
    )
    assert written.returncode == 0, written.stderr
    taken = run(tmp_path, "import", "w.jsonl", "--store", "weeks.db")
    assert taken.returncode == 0, taken.stderr
    with open_store(tmp_path / "weeks.db", read_only=True) as store:
        assert {article.url for article in store.articles()} == {
            "https://pelican.example/1",
            "https://pelican.example/harbour-plan",
        }
    with served(tmp_path, "weeks.db") as base:
        assert "Harbour walls are mended" in page(f"{base}/?q=harbour")


def test_a_server_itself_is_not_served_and_what_to_do_is_said(filled: str, tmp_path: Path) -> None:
    refused = run(tmp_path, "serve", "--store", filled)
    assert refused.returncode == 2
    assert "dateline store backup copy.db" in " ".join(refused.stderr.split())


def test_a_copy_shows_on_a_terminal_how_far_it_is(filled: str, tmp_path: Path) -> None:
    command = f"{sys.executable} -m dateline store copy {filled} {tmp_path / 'there.db'}"
    done = subprocess.run(
        ["script", "-qec", command, "/dev/null"],
        cwd=tmp_path,
        env=_safely() | {"TERM": "xterm", "COLUMNS": "100"},
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    assert "search index" in done.stdout
    assert "comparing articles" in done.stdout
    assert "copied and compared" in done.stdout
