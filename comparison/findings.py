"""What the store shows for each claim of a report, and what a miss is worth.

`compare` reads the report's claims, looks for each in the window (seven days before publication to one day after), in
the group it names first, then everywhere, and says what it found. A finding is about the report's sentence. It is never
"false": a miss says how well that outlet was watched and read.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, fields
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

from comparison.calibration import carried_probability
from comparison.claims import Claim, find_claims
from comparison.dependency import reader_name
from comparison.differences import Difference
from comparison.earlier import Earlier, earlier_text
from comparison.explanations import explain
from comparison.looking import CANDIDATE_SURE, Looked, Reading, Support, Window, look, shown_differences, well_watched
from comparison.naming import Naming, namings
from storage.model import Coverage, Outlet
from storage.store import Store

FindingKind = Literal[
    "quote found", "passage found", "differs", "elsewhere", "candidate", "seen, not read", "not collected", "not found"
]
AFTER = timedelta(days=1)  # an article may be dated after the report that cites it: zones, late dates


@dataclass(frozen=True, slots=True)
class Finding:
    """What the store shows for one claim. It is a machine's until a person reviews it.

    `score`: where a passage was found (also elsewhere, or with a difference), the probability that it carries the
    statement (`comparison.calibration`); for a candidate or an unread article its likeness, which is no probability; 0
    for a miss. `evidence` holds the best article first. `first`: who carried it first, of all outlets in the
    window. `coverage` is that of the group the claim names, over the window (None where no outlet is known).
    `add_to`: the outlet to name when the page is added by hand; None where there is nothing to add. `nearest`: for
    a miss, the group's passage that comes nearest without carrying the claim, if any is worth a look.
    """

    claim: Claim
    kind: FindingKind
    score: float
    explanation: str
    evidence: tuple[Support, ...] = ()
    differences: tuple[Difference, ...] = ()
    elsewhere: tuple[Support, ...] = ()
    first: Support | None = None
    coverage: Coverage | None = None
    add_to: str | None = None
    nearest: Support | None = None
    earlier: Earlier | None = None  # an earlier text of the article that has it as the report does
    reviewed: bool = False

    @property
    def naming(self) -> tuple[Naming, ...]:
        """What the claim and the best (or nearest) passage, with the sentences around it, call by different names."""
        support = self.evidence[0] if self.evidence else self.nearest
        if support is None:
            return ()
        article, passage = support.article, support.passage
        return namings(self.claim.text, f"{article.title} {passage.before} {passage.sentence} {passage.after}")

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        claim = self.claim
        return {
            "claim": {
                **{name: getattr(claim, name) for name in _CLAIM_FIELDS},
                "content": [list(span) for span in claim.content],
                "quotes": [list(span) for span in claim.quotes],
            },
            "finding": self.kind,
            "status": "machine, reviewed" if self.reviewed else "machine, unreviewed",
            "score": self.score,
            "explanation": self.explanation,
            "evidence": [support_as_dict(support) for support in self.evidence],
            "differences": [
                {"kind": difference.kind, "report": list(difference.report), "article": list(difference.article)}
                for difference in self.differences
            ],
            "naming": [{"report": list(naming.report), "article": list(naming.article)} for naming in self.naming],
            "elsewhere": [support_as_dict(support) for support in self.elsewhere],
            "first": support_as_dict(self.first) if self.first else None,
            "coverage": coverage_as_dict(self.coverage) if self.coverage else None,
            "nearest": support_as_dict(self.nearest) if self.nearest else None,
            "how_to_add": {"outlet": self.add_to} if self.add_to else None,
            "earlier": {
                "sentence": self.earlier.sentence,
                "seen_at": _iso(self.earlier.seen_at),
                "replaced_at": _iso(self.earlier.replaced_at),
            }
            if self.earlier
            else None,
        }


_CLAIM_FIELDS = ("outlet", "edition", "person", "source", "cue", "kind", "quoted", "start", "end", "text")


@dataclass(frozen=True, slots=True)
class Comparison:
    """A report held against the store: a finding for each claim, in order; `own_voice` are its other sentences.

    `reader` is what found the claims: "core", or "nlp (model version)" where a parser read the report, too.
    """

    text: str
    published_at: datetime
    window: Window
    findings: tuple[Finding, ...]
    own_voice: tuple[Claim, ...]
    outlets: tuple[Outlet, ...]
    compared_at: datetime
    reader: str = "core"

    @property
    def counts(self) -> dict[str, int]:
        """How many findings of each kind, the frequent first."""
        return dict(Counter(finding.kind for finding in self.findings).most_common())

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON: the report, the window, the findings."""
        return {
            "report": self.text,
            "published_at": _iso(self.published_at),
            "compared_at": _iso(self.compared_at),
            "reader": self.reader,
            "window": {"since": _iso(self.window.since), "until": _iso(self.window.until)},
            "counts": self.counts,
            "findings": [finding.as_dict() for finding in self.findings],
            "own_voice": [{"start": claim.start, "end": claim.end, "text": claim.text} for claim in self.own_voice],
            "outlets": {
                outlet.id: {"name": outlet.name, "group": outlet.group, "language": outlet.language}
                for outlet in self.outlets
            },
        }


def compare(
    report_text: str,
    store: Store,
    *,
    published_at: datetime | None = None,
    window: timedelta = timedelta(days=7),
    nlp: bool | None = None,
) -> Comparison:
    """Hold a report against the store. One finding a claim that the report attributes to somebody's outlet.

    `published_at` (aware; default now) is when the report appeared: articles from `window` before to a day after it are
    looked at first. `nlp`: whether a dependency parser reads the report, too (None: where the extra `nlp` is
    installed). Raises ValueError for a naive `published_at`, StoreError when the store cannot answer.
    """
    now = datetime.now(UTC)
    published_at = published_at or now
    if published_at.tzinfo is None:
        raise ValueError(f"published_at must be aware: {published_at!r}")
    published_at = published_at.astimezone(UTC)
    span = Window(published_at - window, published_at + AFTER)
    outlets = store.outlets()
    people = store.people()
    claims = find_claims(report_text, outlets, people=people, nlp=nlp)
    reading = Reading(store, outlets, span, report_text, people)
    attributed = [claim for claim in claims if claim.kind != "unattributed"]
    findings = tuple(_finding(claim, reading) for claim in attributed)
    own_voice = tuple(claim for claim in claims if claim.kind == "unattributed")
    return Comparison(
        report_text, published_at, span, findings, own_voice, outlets, now, "core" if nlp is False else reader_name()
    )


def _finding(claim: Claim, reading: Reading) -> Finding:
    looked = look(claim, reading)
    coverage = reading.coverage(claim.outlet) if claim.outlet else None
    kind, evidence = _judge(claim, looked, coverage, reading)
    missed = kind not in {"quote found", "passage found", "differs"}
    differences = shown_differences(claim, evidence[0], looked.verdict) if not missed else ()
    earlier = earlier_text(claim, evidence[0], reading) if kind == "differs" else None
    explanation = explain(kind, claim, evidence, differences, coverage, reading, looked.first)
    return Finding(
        claim=claim,
        kind=kind,
        score=_score(kind, evidence),
        explanation=f"{explanation} {earlier.explanation}" if earlier else explanation,
        evidence=evidence,
        differences=differences,
        elsewhere=looked.elsewhere if kind != "elsewhere" else (),
        first=looked.first,
        coverage=coverage,
        add_to=reading.edition_to_add(claim) if missed else None,
        nearest=_nearest(looked) if missed else None,
        earlier=earlier,
    )


def _score(kind: FindingKind, evidence: tuple[Support, ...]) -> float:
    if not evidence:
        return 0.0
    read = kind not in {"candidate", "seen, not read"}
    return carried_probability(evidence[0].score) if read else evidence[0].score


_NEAR = 0.25  # of a passage that does not carry the claim but may be worth a look


def _nearest(looked: Looked) -> Support | None:
    """The group's passage that comes nearest where none carries the claim."""
    return looked.best if looked.verdict is None and looked.best and looked.best.score >= _NEAR else None


def _judge(
    claim: Claim, looked: Looked, coverage: Coverage | None, reading: Reading
) -> tuple[FindingKind, tuple[Support, ...]]:
    """The kind of finding and the articles it rests on, from the strongest to the weakest."""
    if looked.verdict:
        return looked.verdict, looked.own
    sure = looked.candidates and looked.candidates[0].score >= CANDIDATE_SURE
    if sure:
        return "candidate", looked.candidates
    if looked.unread and not looked.elsewhere:
        return "seen, not read", (looked.unread,)
    if looked.elsewhere:
        return "elsewhere", looked.elsewhere
    if looked.candidates:
        return "candidate", looked.candidates
    if coverage is None or claim.outlet is None or not well_watched(coverage, reading, claim.outlet):
        return "not collected", ()
    return "not found", ()


def support_as_dict(support: Support) -> dict[str, Any]:
    """An article and its passage as plain data."""
    article = support.article
    return {
        "id": article.id,
        "url": article.url,
        "outlet": article.outlet,
        "title": article.title,
        "published_at": _iso(article.published_at),
        "first_seen": _iso(article.first_seen),
        "language": article.language,
        "people": [person.name for person in article.people],
        "access": article.access,
        "sentence": support.passage.sentence,
        "before": support.passage.before,
        "after": support.passage.after,
        "score": support.score,
        "in_window": support.in_window,
        "same_language": support.same_language,
    }


def coverage_as_dict(coverage: Coverage) -> dict[str, Any]:
    """Coverage as plain data: times in ISO 8601, durations in seconds."""
    plain: dict[str, Any] = {}
    for field in fields(coverage):
        value = getattr(coverage, field.name)
        if isinstance(value, datetime):
            value = _iso(value)
        elif isinstance(value, timedelta):
            value = value.total_seconds()
        elif isinstance(value, tuple):
            value = [list(item) if isinstance(item, tuple) else item for item in value]
        plain[f"{field.name}_s" if field.name == "longest_gap" else field.name] = value
    return plain


def _iso(at: datetime | None) -> str | None:
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z") if at else None
