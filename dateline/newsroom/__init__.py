"""The sample newsroom: invented outlets on loopback that `dateline demo` and the tests crawl.

Every outlet, journalist, place and event in it is invented. `start()` serves it; `report()` is a text that says what
these outlets said, and `expected()` what a comparison should find for each of its claims.
"""

from __future__ import annotations

import json
from typing import Any

from dateline.newsroom.config import TOPIC, feeds_yaml
from dateline.newsroom.content import Outlet, Story, load_outlets, load_stories, read_text
from dateline.newsroom.pages import Placed
from dateline.newsroom.server import BY_HAND, Newsroom, Request, start

__all__ = [
    "BY_HAND",
    "REPORTS",
    "SAMPLE",
    "TOPIC",
    "Newsroom",
    "Outlet",
    "Placed",
    "Request",
    "Story",
    "expected",
    "feeds_yaml",
    "load_outlets",
    "load_stories",
    "report",
    "start",
]

SAMPLE = (
    "This is the sample newsroom: every outlet, journalist, place and event in it is invented. "
    "Any likeness to a real one is an accident."
)
REPORTS = {"en": "report.txt", "he": "report_he.txt", "ar": "report_ar.txt"}


def report(language: str = "en") -> str:
    """The sample report in English, Hebrew ("he") or Arabic ("ar")."""
    return read_text("reports", REPORTS[language])


def expected(language: str = "en") -> list[dict[str, Any]]:
    """What a comparison of `report(language)` should find, a dict a claim, in the report's order.

    Keys: `snippet` (words of the report that only this claim has), `outlet` (the group, None where nothing is
    attributed), `person`, `finding`, `article` (a slug, or None), `why`; `after_by_hand` where adding the page by
    hand changes the finding.
    """
    claims: list[dict[str, Any]] = json.loads(read_text("reports", "expected.json"))[REPORTS[language]]
    return claims
