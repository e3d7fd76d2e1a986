"""Saved pages of invented outlets, each beside what is to be read from it (fields left out of it are free)."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from crawler.extraction import PageRules, extract_article

DATA = Path(__file__).parents[2] / "data"
CASES = sorted(path.parent for path in DATA.glob("*/*/page.html") if (path.parent / "expected.json").is_file())
PLAIN = ("title", "language", "canonical_url", "access", "section", "image", "site_name", "noarchive", "summary")


@pytest.mark.parametrize("case", CASES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_saved_page_is_read_as_expected(case: Path) -> None:
    expected: dict[str, Any] = json.loads((case / "expected.json").read_text(encoding="utf-8"))
    page = extract_article(
        (case / "page.html").read_bytes(),
        url=expected["url"],
        timezone=expected.get("timezone", "UTC"),
        language=expected.get("language_hint"),
        rules=PageRules(**expected["rules"]) if "rules" in expected else None,
    )

    for field in PLAIN:
        if field in expected:
            assert getattr(page, field) == expected[field], field
    if "people" in expected:
        assert [person.name for person in page.people] == expected["people"]
    for field in ("organisations", "tags"):
        if field in expected:
            assert list(getattr(page, field)) == expected[field], field
    for field in ("published", "modified"):
        if field in expected:
            found = getattr(page, field)
            assert found is not None, f"{field}: none of {page.dates}"
            assert found.instant == datetime.fromisoformat(expected[field]), page.dates
    if "body" in expected:
        assert page.body == (None if expected["body"] is None else "\n\n".join(expected["body"]))
    for text in expected.get("body_has", ()):
        assert text in (page.body or "")
    for text in expected.get("body_lacks", ()):
        assert text not in (page.body or "")
    assert expected.get("origins", {}).items() <= dict(page.origins).items()


def test_there_are_saved_pages_in_three_scripts() -> None:
    outlets = {case.parent.name for case in CASES}
    assert {"harbour-herald", "kol-haoren", "sawt-alnakheel"} <= outlets
