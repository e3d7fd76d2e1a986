"""The plain texts of an evidence pack: README.txt, and each state of the article's text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from normalise.text import clean, clean_paragraphs

if TYPE_CHECKING:
    from dateline.evidence_pack import Evidence
    from storage import Revision

PROVES = (
    "Whoever has the sum of this pack from another source than the pack (a message sent at the time, a colleague, a "
    "time-stamping service, a printed page) can tell whether any byte of it was changed since.",
    "A text whose visit is in visits.warc.gz can be made again from those bytes, by this program or any other.",
    "The files of the pack belong together: SHA256SUMS names every one of them.",
)
DOES_NOT_PROVE = (
    "That the outlet served these bytes. Whoever makes a file can make its hash: a hash one made oneself says that a "
    "file is unchanged since, not that it was true.",
    "When they were served. The times are those of the clock of the machine that received them, and of its operator.",
    "That everybody was served the same. Pages differ by place, by time and by reader.",
    "Who wrote the article, whether what it says is so, or why it was changed.",
)
STRONGER = (
    "Give the SHA-256 of the pack to somebody independent on the day it is made, or have it time-stamped.",
    "Compare with captures that others made: a public web archive, another newsroom, the outlet itself.",
    "Keep the store and its archive folder: the pack is a copy of what stands there.",
)


def readme(evidence: Evidence) -> str:
    """What the pack is, what is in it, and what its sums do and do not prove."""
    from dateline.evidence_pack import WARC_NAME, iso

    article = evidence.article
    name = evidence.outlet.name if evidence.outlet else article.outlet
    lines = [
        "EVIDENCE PACK",
        "",
        "What a store of dateline holds of one article. The text is the outlet's own; this pack is a record for",
        "checking, not for publishing.",
        "",
        f"  outlet    {clean(name)}",
        f"  address   {clean(article.url)}",
        f"  headline  {clean(article.title)}",
        f"  number    {article.id} in the store it came from",
        "",
        bytes_statement(evidence),
        "",
        "WHAT IS IN IT",
        "",
        "  index.html      everything here, for a person: open it in a browser; it loads nothing from the network",
        "  text.txt        the text as it was received last",
    ]
    if len(evidence.states) > 1:
        lines.append("  revisions/      earlier states of the text, oldest first")
    lines.append("  article.json    every value with where it came from, states, visits and feeds, for programs")
    if evidence.warc is not None:
        lines.append(f"  {WARC_NAME}  the answers of the outlet's server as received (WARC 1.1, ISO 28500; content")
        lines.append("                  encoding undone, cookies taken out)")
    lines += ["  SHA256SUMS      the SHA-256 of every other file: `sha256sum -c SHA256SUMS` checks them", ""]
    if evidence.visits:
        lines += ["VISITS", ""]
        for number, visit in enumerate(evidence.visits, 1):
            held = "bytes in the pack" if visit.offset is not None else f"no bytes: {visit.missing}"
            status = f"HTTP {visit.capture.status}" if visit.capture.status else "no answer"
            lines.append(f"  {number}  {iso(visit.capture.at)}  {status}  {held}")
            if visit.capture.found:
                lines.append(f"     {clean(visit.capture.found)}")
        lines.append("")
    if evidence.sources:
        lines += ["FETCHED BY SOMEBODY ELSE", "", "  These pages were read out of another crawl's file:", ""]
        lines += [f"  {iso(source.at)}  {clean(source.file)}  {clean(source.record)}" for source in evidence.sources]
        lines.append("")
    for title, points in (
        ("WHAT THE SUMS PROVE", PROVES),
        ("WHAT THEY DO NOT PROVE", DOES_NOT_PROVE),
        ("WHAT MAKES IT STRONGER", STRONGER),
    ):
        lines += [title, ""]
        for point in points:
            lines += _wrapped(point)
        lines.append("")
    return "\n".join(lines)


def bytes_statement(evidence: Evidence) -> str:
    """In one sentence, how much of what was served is in the pack."""
    if not evidence.visits:
        return "NO BYTES: no visit of this page is on record, so nothing of what was served is in this pack."
    if evidence.held == 0:
        reasons = "; ".join(dict.fromkeys(visit.missing or "" for visit in evidence.visits))
        return f"NO BYTES of what was served are in this pack: {reasons}."
    visits = len(evidence.visits)
    return f"Bytes as served are in this pack for {evidence.held} of {visits} visit{'' if visits == 1 else 's'}."


def state_text(state: Revision) -> str:
    """A state of the text, with the hash by which the store tells it from others."""
    from dateline.evidence_pack import iso

    parts = [clean(state.title)]
    if state.summary:
        parts.append(clean(state.summary))
    parts.append(clean_paragraphs(state.body) if state.body else "(no text: only the feed was read)")
    parts.append(f"-- \nfirst received {iso(state.seen_at)}, state {state.number}")
    return "\n\n".join(parts) + "\n"


def _wrapped(text: str) -> list[str]:
    import textwrap

    return textwrap.wrap(text, 90, initial_indent="  - ", subsequent_indent="    ")
