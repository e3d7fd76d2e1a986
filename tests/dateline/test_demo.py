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


def test_it_does_the_whole_job_and_runs_again_where_it_ran_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "demo"
    done = demo(place)
    assert done.returncode == 0, done.stderr
    assert "QUOTE FOUND" in done.stdout
    assert list((place / "archive").iterdir()), "both crawls and the page added by hand are kept as they were served"
    found: list[set[str]] = []

    def tell(place: Path, _: object) -> None:
        found.append({str(path.relative_to(place)) for path in place.rglob("*") if path.is_file()})

    monkeypatch.setattr("dateline.commands.demo._tell", tell)
    again = CliRunner().invoke(cli, ["demo", "--folder", str(place)])
    assert again.exit_code == 0, again.output
    assert found == [{"feeds.yaml", "report.txt"}], "it begins as in an empty folder"


@pytest.mark.parametrize("name", ["notes.txt", "archive/mine.warc.gz"])
def test_a_folder_with_somebodys_files_is_left_alone(tmp_path: Path, name: str) -> None:
    (tmp_path / "archive").mkdir()
    (tmp_path / name).write_text("mine")
    result = CliRunner().invoke(cli, ["demo", "--folder", str(tmp_path)])
    assert result.exit_code != 0
    assert f"holds files that are not the demo's ({name})" in result.output
    assert (tmp_path / name).read_text() == "mine"
