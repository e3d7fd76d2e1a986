"""A bounded part of the hostile harness and of the simulated week; README.md says how to run all of both."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support import ROOT, SHARED

HARNESS = SHARED / "hostile"
CASES = "h_to_(decimal|mapped)$|h_nested_gzip|h_password_redirect|h_bad_chunks"


def free_port() -> int:
    """A port that is free, and the one after it, which the harness uses for TLS."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@pytest.mark.skipif(not HARNESS.is_dir(), reason="needs the harness in ../shared/hostile")
def test_a_few_hostile_sites_are_survived(tmp_path: Path) -> None:
    adapter = f"{sys.executable} {ROOT / 'tests' / 'hostile' / 'adapter.py'}"
    command = [sys.executable, str(HARNESS / "run_cases.py"), "--name", "dateline"]
    command += ["--cases", str(ROOT / "tests" / "hostile" / "cases.py"), "--port", str(free_port()), "--only", CASES]
    command += ["--work", str(tmp_path / "work"), "--out", str(tmp_path / "result.json")]
    command += ["--run", adapter + " run {feeds} {work}", "--dump", adapter + " dump {work}"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=100, check=False)
    results = json.loads((tmp_path / "result.json").read_text())["results"]
    assert len(results) == 5, done.stderr
    assert {result["id"]: result["problems"] for result in results if result["verdict"] != "OK"} == {}


def test_an_hour_of_a_simulated_newsroom_loses_and_doubles_nothing() -> None:
    command = [sys.executable, str(ROOT / "benchmarks" / "week.py"), "--hours", "1", "--feeds", "8", "--seed", "4"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=100, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert " 0 lost" in done.stdout
