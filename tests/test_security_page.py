"""SECURITY.md names the test of each promise: a promise whose test was renamed or lost is none."""

from __future__ import annotations

import re

import pytest

from tests.support import ROOT, SHARED

_ROW = re.compile(r"^\| (?!promise |-)(.+?) \| (.+?) \| (.+?) \|$", re.MULTILINE)
_QUOTED = re.compile(r"`([^`]+)`")
PROMISES = _ROW.findall((ROOT / "SECURITY.md").read_text(encoding="utf-8"))


def quoted(pattern: str, text: str) -> list[str]:
    """What stands in backquotes in `text` and matches."""
    return [name for name in _QUOTED.findall(text) if re.fullmatch(pattern, name)]


@pytest.mark.parametrize(("promise", "kept_by", "held_by"), PROMISES, ids=[row[0][:40] for row in PROMISES])
def test_each_promise_names_code_and_tests_that_are_there(promise: str, kept_by: str, held_by: str) -> None:
    names = quoted(r"[\w/.]*::\w+", held_by)
    assert names, f"no test holds us to: {promise}"
    file = ""
    for name in names:
        written, _, test = name.partition("::")
        file = written or file
        assert re.search(rf"^(?:async )?def {test}\(", (ROOT / file).read_text(encoding="utf-8"), re.MULTILINE), name
    for path in quoted(r"[\w/]+/[\w.]*", kept_by + held_by):
        assert (ROOT / path).exists(), path


@pytest.mark.parametrize(
    ("letter", "cases"), [("h", ROOT / "tests/hostile/cases.py"), ("d", SHARED / "hostile" / "cases_dev.py")]
)
def test_the_hostile_sites_that_are_named_are_there(letter: str, cases: object) -> None:
    source = ROOT / str(cases)
    if not source.exists():
        pytest.skip("needs the harness in ../shared/hostile")
    known = re.findall(rf"\b{letter}_\w+", source.read_text(encoding="utf-8"))
    wanted = {name for row in PROMISES for name in quoted(rf"{letter}_[\w*]+", row[2])}
    assert wanted
    for name in wanted:
        assert any(re.fullmatch(name.replace("*", r"\w*"), case) for case in known), name


def test_all_promises_are_looked_at() -> None:
    assert len(PROMISES) >= 12
