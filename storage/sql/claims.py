"""What a comparison found, as rows: the latest claims and evidence of a report, and a line of history for each.

The findings come as the JSON that `comparison` makes of them. What is not of that shape is kept in `reports` only.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from typing import Any, cast

from storage.reviews import Place, numbered
from storage.sql.connection import Connection
from storage.sql.rows import json_text, storable

_CLAIM = ("outlet", "edition", "person", "source", "cue", "kind")


def save_findings(connection: Connection, report: int, compared_at: str, findings_json: str) -> None:
    """Replace a report's claims and evidence with these, and add this comparison to its history."""
    whole = _mapping(_loaded(findings_json))
    listed = whole.get("findings")
    findings = [found for value in listed if (found := _mapping(value))] if isinstance(listed, list) else []
    connection.execute("DELETE FROM claims WHERE report = ?", (report,))  # and with them their evidence
    lasting = _lasting_numbers(connection, report, findings)
    for number, finding in enumerate(findings):
        _save_claim(connection, (report, number, lasting[number]), finding)
        for position, support in enumerate(_supports(finding)):
            _save_evidence(connection, (report, number, position), support)
    connection.execute(
        "UPDATE claims SET status = 'machine, reviewed' WHERE report = :report"
        " AND claim IN (SELECT claim FROM reviews WHERE report = :report)",
        {"report": report},
    )
    counts = Counter(str(finding.get("finding") or "") for finding in findings)
    connection.execute(
        "INSERT INTO comparisons (report, compared_at, published_at, counts, outcomes) VALUES (?, ?, ?, ?, ?)",
        (
            report,
            compared_at,
            _time_text(whole.get("published_at")),
            json_text(dict(counts.most_common())),
            storable(json_text([_outcome(finding) for finding in findings])),
        ),
    )


def _lasting_numbers(connection: Connection, report: int, findings: Sequence[dict[str, Any]]) -> list[int]:
    """The number of each claim that stays over comparisons; new ones are noted."""
    rows = connection.execute("SELECT * FROM claim_numbers WHERE report = ? ORDER BY claim", (report,))
    known = {row["claim"]: (row["begins"], row["ends"], row["outlet"]) for row in rows}
    claims = [_mapping(finding.get("claim")) for finding in findings]
    places = [tuple(_column(claim.get(name)) for name in ("start", "end", "outlet")) for claim in claims]
    given = numbered(known, cast("list[Place]", places))
    for number, place, claim in zip(given, places, claims, strict=True):
        connection.execute(
            "INSERT INTO claim_numbers (report, claim, begins, ends, outlet, text) VALUES (?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (report, claim) DO UPDATE SET"
            " begins = excluded.begins, ends = excluded.ends, outlet = excluded.outlet, text = excluded.text",
            (report, number, *place, _column(claim.get("text") or "")),
        )
    return given


def _save_claim(connection: Connection, key: tuple[int, int, int], finding: dict[str, Any]) -> None:
    claim = _mapping(finding.get("claim"))
    values = (
        *(claim.get(name) for name in _CLAIM),
        claim.get("start"),
        claim.get("end"),
        claim.get("text") or "",
        finding.get("finding") or "",
        finding.get("status"),
        finding.get("score"),
        finding.get("explanation"),
    )
    connection.execute(
        "INSERT INTO claims (report, number, claim, outlet, edition, person, source, cue, kind, begins, ends, text,"
        " finding, status, score, explanation) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (*key, *map(_column, values)),
    )


def _save_evidence(connection: Connection, key: tuple[int, int, int], support: dict[str, Any]) -> None:
    names = ("id", "url", "outlet", "sentence", "score", "in_window")
    article, url, *rest = (_column(support.get(name)) for name in names)
    connection.execute(
        "INSERT INTO evidence (report, claim, position, article, url, outlet, sentence, score, in_window)"
        " VALUES (?, ?, ?, (SELECT id FROM articles WHERE id = ?), ?, ?, ?, ?, ?)",
        (*key, article, url or "", *rest),
    )


def _outcome(finding: dict[str, Any]) -> dict[str, Any]:
    claim = _mapping(finding.get("claim"))
    return {
        "begins": claim.get("start"),
        "ends": claim.get("end"),
        "finding": finding.get("finding"),
        "score": finding.get("score"),
        "articles": [support.get("id") for support in _supports(finding)],
    }


def _supports(finding: dict[str, Any]) -> list[dict[str, Any]]:
    listed = finding.get("evidence")
    return [found for value in listed if (found := _mapping(value))] if isinstance(listed, list) else []


def _loaded(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return None


def _mapping(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _column(value: Any) -> Any:
    """A JSON value as a column: lists and mappings stay JSON, true is 1."""
    if isinstance(value, bool):
        return int(value)  # SQLite does so by itself, a server refuses
    return storable(json_text(value) if isinstance(value, (list, dict)) else value)


def _time_text(value: Any) -> str | None:
    """2026-01-05T12:00:00Z as the store writes it."""
    return value.removesuffix("Z").replace("T", " ") if isinstance(value, str) else None
