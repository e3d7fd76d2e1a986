"""What several rooms' tests share."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.support import SHARED, Run, command_line


@pytest.fixture
def shared() -> Path:
    """Real material beside the project; tests that need it are skipped, saying so, where it is missing."""
    if not (SHARED / "data").is_dir():
        pytest.skip(f"needs real pages and feeds in {SHARED.name}/data beside the project's folder")
    return SHARED


@pytest.fixture
def dateline(tmp_path: Path) -> Run:
    """Runs the command line in an empty folder, as a user would: `dateline("crawl", "--store", "news.db")`."""

    def run(
        *arguments: str, stdin: bytes | str | None = None, cwd: Path | None = None
    ) -> subprocess.CompletedProcess[str]:
        return command_line(cwd or tmp_path, *arguments, stdin=stdin)

    return run


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """The same in this process, quicker: for commands that fetch nothing, since a reactor starts only once in one."""
    from click.testing import CliRunner

    from dateline.cli import main

    def run(
        *arguments: str, stdin: bytes | str | None = None, cwd: Path | None = None
    ) -> subprocess.CompletedProcess[str]:
        monkeypatch.chdir(cwd or tmp_path)
        monkeypatch.setattr(sys, "argv", ["dateline", *arguments])
        with CliRunner().isolation(input=stdin, env={"COLUMNS": "100"}) as (out, err, _):
            try:
                main()
            except SystemExit as end:
                code = end.code if isinstance(end.code, int) else 0
        told = (stream.getvalue().decode(errors="replace") for stream in (out, err))
        return subprocess.CompletedProcess(arguments, code, *told)

    return run
