"""What changed for a report between two comparisons of the same text: a late find, a correction, an earlier carrier.

Only what a reader would act on counts. A score that moved, or another passage of a text that stayed the same, is no
change. Never "edited": the text we received differs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from comparison.findings import Comparison, Finding
from comparison.looking import Support
from normalise.text import clean, fold
from storage.reviews import Place, numbered

ChangeKind = Literal["finding", "article", "text", "first", "new claim"]
_CARRIES = frozenset({"quote found", "passage found", "differs", "elsewhere"})


@dataclass(frozen=True, slots=True)
class Change:
    """What is different about one finding (its place in the comparison, from 0) since the comparison before.

    `kind`: its finding, the article it rests on, the text received of that article, who carried it first, or the whole
    claim is new. `was` and `now` are findings; `explanation` says all of it in words.
    """

    number: int
    kind: ChangeKind
    was: str | None
    now: str
    explanation: str

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {"kind": self.kind, "was": self.was, "now": self.now, "explanation": self.explanation}


def changes(before: Mapping[str, Any], comparison: Comparison) -> tuple[Change, ...]:
    """What changed since `before`, the `as_dict` of an earlier comparison of the same text, in the order of claims."""
    rows = [row for row in before.get("findings") or () if isinstance(row, dict) and isinstance(row.get("claim"), dict)]
    known = {number: _place(row["claim"]) for number, row in enumerate(rows)}
    claims = [finding.claim for finding in comparison.findings]
    numbers = numbered(known, [(claim.start, claim.end, claim.outlet) for claim in claims])
    compared_at = str(before.get("compared_at") or "")
    found = []
    for position, (number, finding) in enumerate(zip(numbers, comparison.findings, strict=True)):
        if number not in known:
            told = "The report was not read to say this before: the outlets known or the rules have changed."
            found.append(Change(position, "new claim", None, finding.kind, told))
        elif change := _change(position, rows[number], finding, compared_at, comparison):
            found.append(change)
    return tuple(found)


def _change(
    position: int, row: Mapping[str, Any], finding: Finding, compared_at: str, comparison: Comparison
) -> Change | None:
    was = str(row.get("finding") or "")
    received = _received(row, finding)
    if was != finding.kind:
        told = f"It was “{was}” and is “{finding.kind}” now."
        parts = (told, _late(finding, compared_at, comparison), received)
        return Change(position, "finding", was, finding.kind, " ".join(part for part in parts if part))
    if finding.kind not in _CARRIES or not finding.evidence:
        return None
    old, new = _best(row), finding.evidence[0]
    if old.get("url") and old["url"] != new.article.url:
        told = f"It rests on {_cited(new, comparison)} now; before, on “{clean(str(old.get('title') or ''))}”."
        late = _late(finding, compared_at, comparison)
        return Change(position, "article", was, finding.kind, f"{told} {late}".strip())
    if received:
        return Change(position, "text", was, finding.kind, received)
    earlier = _earlier_carrier(row, finding, comparison)
    return Change(position, "first", was, finding.kind, earlier) if earlier else None


def _received(row: Mapping[str, Any], finding: Finding) -> str:
    """That the text of the article the finding rested on no longer has the passage; empty where it has."""
    old = _best(row)
    sentence = clean(str(old.get("sentence") or ""))
    same = next((one for one in finding.evidence if one.article.url == old.get("url")), None)
    if not sentence or same is None or row.get("finding") not in _CARRIES:
        return ""
    article = same.article
    if any(
        fold(clean(sentence)) in fold(clean(part)) for part in (article.body, article.title, article.summary) if part
    ):
        return ""
    return f"The text we received of it differs. It had: “{sentence}” It has now: “{clean(same.passage.sentence)}”"


def _late(finding: Finding, compared_at: str, comparison: Comparison) -> str:
    """That the article was first seen after the comparison before."""
    if finding.kind not in (*_CARRIES, "candidate", "seen, not read") or not finding.evidence:
        return ""
    support = finding.evidence[0]
    seen = support.article.first_seen
    if seen is None or not compared_at or _iso(seen) <= compared_at:
        return ""
    return f"A late find: {_cited(support, comparison)} was first seen on {_moment(seen)}."


def _earlier_carrier(row: Mapping[str, Any], finding: Finding, comparison: Comparison) -> str:
    old = row.get("first")
    if finding.first is None or not isinstance(old, dict) or old.get("url") == finding.first.article.url:
        return ""
    return f"The first to carry it, of all that is held, is {_cited(finding.first, comparison)} now."


def _best(row: Mapping[str, Any]) -> Mapping[str, Any]:
    evidence = row.get("evidence")
    return evidence[0] if isinstance(evidence, list) and evidence and isinstance(evidence[0], dict) else {}


def _cited(support: Support, comparison: Comparison) -> str:
    names = {outlet.id: outlet.name for outlet in comparison.outlets}
    return f"“{clean(support.article.title)}” ({names.get(support.article.outlet, support.article.outlet)})"


def _place(claim: Mapping[str, Any]) -> Place:
    return (claim.get("start"), claim.get("end"), claim.get("outlet"))


def _iso(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _moment(at: datetime) -> str:
    at = at.astimezone(UTC)
    return f"{at.day} {at:%B %Y at %H:%M} UTC"
