"""A comparison with what the store knows beside it: claim ids, people's reviews, what changed since the last."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from storage.reviews import Review

if TYPE_CHECKING:
    from comparison import Comparison
    from comparison.changes import Change
    from storage import Store
    from storage.model import StoredReport

WINDOW = timedelta(days=7)  # before a report's date, unless it was compared with another


@dataclass(frozen=True, slots=True)
class Dossier:
    """A comparison with, for each finding by its place from 0: the claim's id, its reviews, and what changed.

    `report` is the report's id in the store (None: not kept); `before` is when the comparison before was made (None:
    this is the first), from which `changes` are counted.
    """

    comparison: Comparison
    report: int | None = None
    ids: Mapping[int, str] = field(default_factory=dict)
    reviews: Mapping[int, Sequence[Review]] = field(default_factory=dict)
    changes: Mapping[int, Change] = field(default_factory=dict)
    before: datetime | None = None

    @property
    def reviewed(self) -> int:
        """How many claims a person has decided on."""
        return sum(1 for reviews in self.reviews.values() if reviews)

    def latest(self, place: int) -> Review | None:
        """The review that counts for a finding."""
        reviews = self.reviews.get(place, ())
        return reviews[-1] if reviews else None

    def status(self, place: int) -> str:
        """Whose finding it is."""
        return status(self.latest(place))

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON: that of the comparison, with ids, reviews and changes at each finding."""
        plain = self.comparison.as_dict()
        for place, finding in enumerate(plain["findings"]):
            change, latest = self.changes.get(place), self.latest(place)
            finding["id"] = self.ids.get(place)
            finding["status"] = self.status(place)
            finding["reviewed_as"] = latest.finding if latest else None
            finding["reviews"] = [review_as_dict(review) for review in self.reviews.get(place, ())]
            finding["changed"] = change.as_dict() if change else None
        return plain | {
            "report_id": self.report,
            "reviewed": self.reviewed,
            "compared_before": _iso(self.before),
            "changed": len(self.changes),
        }


def status(latest: Review | None) -> str:
    """Whose a finding is, in words."""
    return "machine, reviewed" if latest else "machine, unreviewed"


def review_as_dict(review: Review) -> dict[str, Any]:
    """A review as plain data."""
    return {
        "claim": f"{review.report}.{review.claim}",
        "finding": review.finding,
        "note": review.note,
        "by": review.by,
        "url": review.url,
        "reviewed_at": _iso(review.at),
        "machine": review.machine,
    }


def digest(text: str) -> str:
    """What the store knows a report's text by."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def stored_report(store: Store, text: str) -> StoredReport | None:
    """The report of this text as it was last compared, None where it never was."""
    wanted = digest(text)
    return next((report for report in store.reports() if report.sha256 == wanted), None)


def found_before(report: StoredReport | None) -> dict[str, Any]:
    """What the latest comparison of a report found, as the comparison wrote it; empty where there is nothing of it."""
    try:
        found = json.loads(report.findings_json) if report else None
    except ValueError:
        return {}
    return found if isinstance(found, dict) and isinstance(found.get("findings"), list) else {}


def date_and_window(report: StoredReport | None) -> tuple[datetime | None, timedelta]:
    """The report's date as the comparison before took it, and how long before that articles counted."""
    found = found_before(report)
    published = _moment(found.get("published_at"))
    window = found.get("window")
    since = _moment(window.get("since")) if isinstance(window, dict) else None
    return published, (published - since if published and since and since < published else WINDOW)


def reader_before(report: StoredReport | None) -> bool | None:
    """Whether a parser read the report, too, in its latest comparison (`nlp` of `compare`); None: not known."""
    reader = found_before(report).get("reader")
    return reader.startswith("nlp") if isinstance(reader, str) else None


def keep(store: Store, comparison: Comparison, name: str) -> int:
    """Save a comparison with its report; gives the report's id."""
    found = json.dumps(comparison.as_dict(), ensure_ascii=False)
    return store.save_report(digest(comparison.text), name, comparison.text, comparison.compared_at, found)


def dossier(store: Store, comparison: Comparison, before: StoredReport | None) -> Dossier:
    """A comparison with its ids and reviews, and with what changed since the report `before` it was compared again."""
    from comparison.changes import changes

    found = found_before(before)
    changed = {change.number: change for change in changes(found, comparison)} if found else {}
    report = stored_report(store, comparison.text)
    if report is None:
        return Dossier(comparison, changes=changed)
    history = store.report_history(report.id)
    numbers: dict[tuple[int | None, int | None, str | None], list[int]] = {}
    for claim in history.claims:
        numbers.setdefault(claim.place, []).append(claim.claim)
    ids: dict[int, str] = {}
    reviews: dict[int, list[Review]] = {}
    for place, finding in enumerate(comparison.findings):
        claim_of = numbers.get((finding.claim.start, finding.claim.end, finding.claim.outlet))
        if not claim_of:
            continue
        number = claim_of.pop(0)
        ids[place] = f"{report.id}.{number}"
        reviews[place] = [review for review in history.reviews if review.claim == number]
    return Dossier(comparison, report.id, ids, reviews, changed, before.compared_at if found and before else None)


def _moment(text: object) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        return None
    return moment if moment and moment.tzinfo else None


def _iso(at: datetime | None) -> str | None:
    return at.isoformat(timespec="seconds").replace("+00:00", "Z") if at else None
