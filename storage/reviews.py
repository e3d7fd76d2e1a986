"""The part of the Store for people's decisions on findings, and reports that are still open.

A claim is named `3.7`: claim 7 of report 3. Its number is given when a comparison of that report first shows it, stays
with it in every later one, and is never given to another. A machine's finding changes with what is held; what a person
decided stands beside it and is only ever added to.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

# What a machine's finding may be, the strongest first.
FINDINGS = (
    "quote found", "passage found", "differs", "elsewhere", "candidate", "seen, not read", "not collected", "not found"
)  # fmt: skip
# With these of a machine's findings nothing is left to wait for.
FOUND = frozenset({"quote found", "passage found"})
# What a person may decide beyond a machine's findings: the sentence attributes nothing to that outlet.
NOT_A_CLAIM = "not a claim"
# With these decisions a person says that the page has still to be had.
UNDECIDED = frozenset({"candidate", "seen, not read", "not collected"})

Place = tuple[
    int | None, int | None, str | None
]  # where a claim begins and ends in its report, and the outlet it names


@dataclass(frozen=True, slots=True)
class Review:
    """What a person (`by`) decided on a claim, why (`note`), and where it can be read (`url`).

    `finding`: one of the machine's findings, or "not a claim". `machine` is what the machine's finding was at that
    moment; the store fills it and `id` in.
    """

    report: int
    claim: int
    finding: str
    note: str
    by: str
    at: datetime
    url: str | None = None
    machine: str | None = None
    id: int | None = None

    @property
    def closes(self) -> bool:
        """Whether nothing is left to look for."""
        return self.finding not in UNDECIDED


@dataclass(frozen=True, slots=True)
class ReportClaim:
    """A claim of a report with the finding of the latest comparison. `begins` and `ends` are places in its text."""

    report: int
    claim: int
    text: str
    finding: str
    outlet: str | None = None
    person: str | None = None
    begins: int | None = None
    ends: int | None = None
    explanation: str | None = None

    @property
    def id(self) -> str:
        """How `dateline review` names it: 3.7."""
        return f"{self.report}.{self.claim}"

    @property
    def place(self) -> Place:
        """What it is recognised by."""
        return (self.begins, self.ends, self.outlet)


@dataclass(frozen=True, slots=True)
class PastComparison:
    """One comparison of a report: when, for which date of publication, and how many findings of each kind."""

    compared_at: datetime
    published_at: datetime | None
    counts: Mapping[str, int]


@dataclass(frozen=True)
class ReportHistory:
    """What the store knows of a report beside its text: its claims in order, reviews and comparisons oldest first.

    `checked_at`: when it was last held against the store, whether or not anything had changed.
    """

    claims: tuple[ReportClaim, ...]
    reviews: tuple[Review, ...]
    comparisons: tuple[PastComparison, ...]
    checked_at: datetime | None = None

    @cached_property
    def decided(self) -> Mapping[int, Review]:
        """The latest review of each claim that has one."""
        return {review.claim: review for review in self.reviews}

    @property
    def open_claims(self) -> tuple[ReportClaim, ...]:
        """The claims that are neither found nor decided by a person."""
        return tuple(
            claim
            for claim in self.claims
            if (
                self.decided[claim.claim].closes is False if claim.claim in self.decided else claim.finding not in FOUND
            )
        )

    def is_open(self, now: datetime, expires: timedelta) -> bool:
        """Whether there is still something to wait for, `expires` after it was first compared at the latest."""
        begun = self.comparisons[0].compared_at if self.comparisons else self.checked_at
        return bool(self.open_claims) and (begun is None or now < begun + expires)


class Reviews(ABC):
    """The Store's methods for people's decisions on findings, and reports that are still open."""

    @abstractmethod
    def report_history(self, report: int) -> ReportHistory:
        """The claims, reviews and comparisons of a report. Raises ValueError, naming those there are, for none such."""

    @abstractmethod
    def save_review(self, review: Review) -> Review:
        """Add a person's decision on a claim; gives it with `id` and `machine`. Earlier ones stay.

        Raises ValueError in words, naming what there is, for a report or claim that is not there, and for a review
        without finding, note or name.
        """

    @abstractmethod
    def note_checked(self, report: int, at: datetime) -> None:
        """Note that a report was compared again and nothing had changed; no line of its history."""


def numbered(known: Mapping[int, Place], found: Sequence[Place]) -> list[int]:
    """The lasting number of each of the claims `found`, given those `known` of one report; new ones go on counting.

    A claim is the one known at its very place. What the rules or feeds.yaml have come to read otherwise is the one that
    begins where it begins and names its outlet, or else the one at its place that names another.

    >>> numbered({1: (0, 40, "heron"), 2: (41, 80, "heron")}, [(0, 44, "heron"), (90, 99, None), (41, 80, "tern")])
    [1, 3, 2]
    """
    free = dict(known)
    given: dict[int, int] = {}
    for same in _SAME:
        for position, place in enumerate(found):
            if position in given:
                continue
            number = next((number for number, other in free.items() if same(place) == same(other)), None)
            if number is not None:
                given[position] = number
                del free[number]
    last = max(known, default=0)
    for position in range(len(found)):
        if position not in given:
            last += 1
            given[position] = last
    return [given[position] for position in range(len(found))]


def _whole(place: Place) -> Place:
    return place


def _beginning(place: Place) -> tuple[int | None, str | None]:
    return place[0], place[2]


def _span(place: Place) -> tuple[int | None, int | None]:
    return place[:2]


_SAME: tuple[Callable[[Place], object], ...] = (_whole, _beginning, _span)  # the surest first
