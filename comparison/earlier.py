"""An earlier text of an article, where it carries a claim that the present one does not: outlets correct numbers.

A report may be right about what it read. The finding stays "differs", since that is what the article says now, and
shows the earlier words with the times between which they were what we received.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import pairwise

from comparison.claims import Claim
from comparison.evidence import information
from comparison.looking import Reading, Support
from comparison.passages import best_passage
from comparison.statements import Statement

_AS_NEAR = 0.9  # of the share of the statement that the present passage carries


@dataclass(frozen=True, slots=True)
class Earlier:
    """The passage as received from `seen_at` on; by `replaced_at` the text we received was another."""

    sentence: str
    seen_at: datetime
    replaced_at: datetime

    @property
    def explanation(self) -> str:
        """One sentence on it."""
        return (
            f"The text received on {_moment(self.seen_at)}, replaced by the one of {_moment(self.replaced_at)}, "
            f"has it as the report does: “{self.sentence}”"
        )


def earlier_text(claim: Claim, support: Support, reading: Reading) -> Earlier | None:
    """The latest earlier state of the article that carries the claim with no difference; None where none does."""
    article = support.article
    if article.id is None:
        return None
    states = reading.store.revisions(article.id)
    if len(states) < 2:
        return None
    text = claim.statement(reading.report)
    worth = information(text, reading.store, held=reading.held)
    statement = Statement.of(text, worth, [reading.report[start:end] for start, end in claim.quotes])
    for old, new in reversed(list(pairwise(states))):
        passage = best_passage(statement, replace(article, title=old.title, summary=old.summary, body=old.body))
        if (
            not any(difference.matters for difference in passage.differences)
            and passage.share >= _AS_NEAR * support.passage.share
        ):
            return Earlier(passage.sentence, old.seen_at, new.seen_at)
    return None


def _moment(at: datetime) -> str:
    at = at.astimezone(UTC)
    return f"{at.day} {at:%B %Y at %H:%M} UTC"
