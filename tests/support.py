"""Types and helpers that several rooms' tests share."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"

Run = Callable[..., subprocess.CompletedProcess[str]]


def command_line(folder: Path, *arguments: str, stdin: bytes | str | None = None) -> subprocess.CompletedProcess[str]:
    """Run `dateline` in a folder, as a user would; warnings show."""
    done = subprocess.run(
        [sys.executable, "-m", "dateline", *arguments],
        cwd=folder,
        input=stdin.encode() if isinstance(stdin, str) else stdin,
        capture_output=True,
        env=os.environ | {"PYTHONSAFEPATH": "1", "PYTHONWARNINGS": "default", "COLUMNS": "100"},
        timeout=100,
        check=False,
    )
    out, err = (stream.decode(errors="replace") for stream in (done.stdout, done.stderr))
    return subprocess.CompletedProcess(done.args, done.returncode, out, err)
