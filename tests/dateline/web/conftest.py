"""The sample newsroom's store, crawled in the morning and the evening, and served on loopback."""

from __future__ import annotations

import http.client
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from dateline import newsroom


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "dateline", *arguments],
        cwd=folder,
        env=os.environ | {"PYTHONSAFEPATH": "1"},
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )


def ask(base: str, path: str, method: str = "GET", **headers: str) -> tuple[int, http.client.HTTPMessage, str]:
    connection = http.client.HTTPConnection(urlsplit(base).netloc, timeout=15)
    try:
        connection.request(method, path, headers=headers)
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read().decode(errors="replace")
    finally:
        connection.close()


@pytest.fixture(scope="package")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with news.db in it: two crawls, the English report compared."""
    place = tmp_path_factory.mktemp("served")
    with newsroom.start() as sample:
        (place / "feeds.yaml").write_text(sample.feeds_yaml, encoding="utf-8")
        run(place, "crawl")
        sample.advance()
        run(place, "crawl", "--ignore-schedule")
    (place / "report.txt").write_text(newsroom.report("en"), encoding="utf-8")
    compared = run(place, "compare", "report.txt", "--brief")
    assert compared.returncode == 0, compared.stderr
    return place


@pytest.fixture(scope="package")
def base(folder: Path) -> Iterator[str]:
    """The address of a `dateline serve` that runs, without the last slash."""
    command = [sys.executable, "-m", "dateline", "serve", "--port", "0"]
    environment = os.environ | {"PYTHONSAFEPATH": "1", "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        try:
            yield server.stdout.readline().split()[0].rstrip("/")
        finally:
            server.terminate()
            server.wait(10)
