"""Findings, claims and reviews as lines for a terminal."""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

from dateline.output import moment
from normalise.text import clean

if TYPE_CHECKING:
    from comparison import Comparison, Finding
    from dateline.reviewing import Dossier
    from storage.model import Outlet
    from storage.reviews import Review

_COLOURS = {
    "quote found": "green", "passage found": "green", "differs": "yellow", "elsewhere": "yellow", "candidate": "blue",
    "seen, not read": "magenta", "not collected": "magenta", "not found": "magenta",
}  # fmt: skip
_MISSES = frozenset({"not found", "not collected", "seen, not read"})
_INDENT = "       "


def head(dossier: Dossier, name: str) -> str:
    """What was compared with what, how many findings of each kind, whose they are, and what changed."""
    comparison = dossier.comparison
    since, until = comparison.window.since, comparison.window.until
    groups = {finding.claim.outlet for finding in comparison.findings} - {None}
    told = f"{name}: {many(len(comparison.findings), 'claim')} of {many(len(groups), 'outlet')}, held against "
    told += f"articles from {since:%Y-%m-%d} to {until:%Y-%m-%d}"
    if not comparison.findings:
        return (
            told + "\nNo statement in it is attributed to an outlet that the store knows; `dateline status` lists them."
        )
    counts = " · ".join(f"{count} {kind}" for kind, count in comparison.counts.items())
    lines = [told, counts, _whose(dossier)]
    if dossier.before:
        changed = f"{len(dossier.changes)} changed" if dossier.changes else "nothing changed"
        lines.append(f"Since the comparison of {moment(dossier.before)}: {changed}.")
    return "\n".join(lines)


def _whose(dossier: Dossier) -> str:
    if not dossier.reviewed:
        return "Machine findings, unreviewed: about sentences, not about people."
    total = len(dossier.comparison.findings)
    return f"Machine findings, {dossier.reviewed} of {total} reviewed by a person: about sentences, not about people."


def block(place: int, finding: Finding, dossier: Dossier) -> str:
    """A finding with its claim, explanation, evidence, what changed, and reviews; `place` counts from 0."""
    claim = finding.claim
    who = ", ".join(part for part in (claim.person, outlet_name(finding, dossier.comparison)) if part)
    change = dossier.changes.get(place)
    lines = [f"{_label(place, dossier):>5}  {_kind(finding.kind, change.was if change else None)} · {clean(who)}"]
    lines += wrapped(f"“{clean(claim.text)}”")
    lines += wrapped(finding.explanation)
    for naming in finding.naming:
        lines += wrapped(f"Named otherwise: {_quoted(naming.report)} in the report, {_quoted(naming.article)} there.")
    if change:
        lines += wrapped(f"Changed: {change.explanation}")
    for support in finding.evidence[:1]:
        lines += wrapped(f"> {clean(support.passage.sentence)}")
        lines += [f"{_INDENT}article {support.article.id}  {support.article.url}"]
    for review in dossier.reviews.get(place, ()):
        lines += wrapped(review_line(review))
    if finding.add_to and finding.kind in _MISSES:
        lines += [f"{_INDENT}$ dateline add URL --outlet {finding.add_to}"]
    return "\n".join(lines)


def line(place: int, finding: Finding, dossier: Dossier) -> str:
    """A finding on one line."""
    latest, change = dossier.latest(place), dossier.changes.get(place)
    note = f" (was: {change.was})" if change and change.was not in (None, finding.kind) else ""
    note += f" ({latest.by}: {latest.finding})" if latest else ""
    return claim_line(
        _label(place, dossier), finding.kind, outlet_name(finding, dossier.comparison), finding.claim.text, note
    )


def claim_line(label: str, kind: str, outlet: str, text: str, note: str = "") -> str:
    """A claim with its finding on one line as wide as the terminal."""
    room = max(60, min(shutil.get_terminal_size((100, 24)).columns, 140))
    before, after = f"{label:>5}  ", f"{'':<{max(0, 14 - len(kind))}}  {clean(outlet):<22.22}  "
    left = max(20, room - len(before) - len(kind) - len(after))
    shown = textwrap.shorten(clean(text), left, placeholder="…")
    return before + click.style(kind, fg=_COLOURS.get(kind)) + after + shown + clean_note(note)


def clean_note(note: str) -> str:
    """A remark behind a line, with its leading space."""
    return f" {clean(note)}" if note.strip() else ""


def review_line(review: Review) -> str:
    """A review in words."""
    moved = f" (the machine’s was “{review.machine}” then)" if review.machine else ""
    address = f" {clean(review.url)}" if review.url else ""
    return (
        f"Reviewed by {clean(review.by)}, {moment(review.at)}: {review.finding}{moved}. {clean(review.note)}{address}"
    )


def outlet_name(finding: Finding, comparison: Comparison) -> str:
    """The outlet of a claim as the report calls it, else by its own name."""
    claim = finding.claim
    return group_name(claim.outlet, comparison.outlets, comparison.text) or claim.source or "somebody"


def group_name(group: str | None, outlets: Iterable[Outlet], report: str) -> str | None:
    """A group as the report calls it, else by its first edition's own name; None for one that is not known."""
    editions = [outlet for outlet in outlets if (outlet.group or outlet.id) == group]
    names = [name for outlet in editions for name in (outlet.name, *outlet.aliases)]
    return max((name for name in names if name in report), key=len, default=names[0] if names else None)


def many(count: int, thing: str) -> str:
    """A count and its noun."""
    return f"{count} {thing}" + ("" if count == 1 else "s")


def wrapped(text: str) -> list[str]:
    """Text indented under a claim's number."""
    width = max(60, min(shutil.get_terminal_size((100, 24)).columns, 110)) - 6
    return textwrap.wrap(text, width, initial_indent=_INDENT, subsequent_indent=_INDENT, break_on_hyphens=False)


def _label(place: int, dossier: Dossier) -> str:
    return dossier.ids.get(place, str(place + 1))


def _kind(kind: str, was: str | None) -> str:
    shown = click.style(kind.upper(), fg=_COLOURS.get(kind), bold=True)
    return f"{shown} (was: {was})" if was and was != kind else shown


def _quoted(words: tuple[str, ...]) -> str:
    return ", ".join(f"“{clean(word)}”" for word in words)
