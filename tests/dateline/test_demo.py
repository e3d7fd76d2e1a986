"""`dateline demo`: again in its own folder, never over anybody's files."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from dateline.cli import cli


def demo(place: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "dateline", "demo", "--folder", str(place)], capture_output=True, text=True, check=False
    )


def test_it_runs_again_where_it_ran_before(tmp_path: Path) -> None:
    place = tmp_path / "demo"
    archives = []
    for _ in range(2):
        done = demo(place)
        assert done.returncode == 0, done.stderr
        archives.append({path.name for path in (place / "archive").iterdir()})
    assert "QUOTE FOUND" in done.stdout
    before, after = archives
    assert after, "both crawls and the page added by hand are kept as they were served"
    assert not before & after, "the archive of the demo before was not let go of"


@pytest.mark.parametrize("name", ["notes.txt", "archive/mine.warc.gz"])
def test_a_folder_with_somebodys_files_is_left_alone(tmp_path: Path, name: str) -> None:
    (tmp_path / "archive").mkdir()
    (tmp_path / name).write_text("mine")
    result = CliRunner().invoke(cli, ["demo", "--folder", str(tmp_path)])
    assert result.exit_code != 0
    assert f"holds files that are not the demo's ({name})" in result.output
    assert (tmp_path / name).read_text() == "mine"
