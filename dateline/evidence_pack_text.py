"""The plain texts of an evidence pack: README.txt, and each state of the article's text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from normalise.text import clean, clean_paragraphs

if TYPE_CHECKING:
    from dateline.evidence_pack import Evidence, Visit
    from storage import Revision
    from storage.captures import Reading

PROVES = (
    "Whoever has the sum of this pack from another source than the pack (a message sent at the time, a colleague, a "
    "time-stamping service, a printed page) can tell whether any byte of it was changed since.",
    "`sha256sum -c SHA256SUMS` tells whether a file it names was changed since the list was written. Whoever changes a "
    "file can write the list anew: what counts is the sum of the whole pack, in other hands.",
    "Where the bytes of a visit are in visits.warc.gz, the text need not be believed: it can be read in them.",
)
DOES_NOT_PROVE = (
    "That the outlet served these bytes. Whoever makes a file can make its hash: a hash one made oneself says that a "
    "file is unchanged since, not that it was true.",
    "When they were served. The times are those of the clock of the machine that received them, and of its operator.",
    "That everybody was served the same. Pages differ by place, by time and by reader.",
    "Who wrote the article, whether what it says is so, or why it was changed.",
)
_SEEN_BY_OTHERS = (
    "That what others brought (a saved file, a record of another crawl) is what the outlet served, and when: this "
    "program did not see it being served."
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
        lines.append(f"  {WARC_NAME}  the bytes of the visits (WARC 1.1, ISO 28500): answers of servers, content")
        lines.append("                  encoding undone and cookies taken out; saved files as `resource` records")
    lines += ["  SHA256SUMS      the SHA-256 of every other file: `sha256sum -c SHA256SUMS` checks them", ""]
    if evidence.visits:
        lines += ["VISITS", ""]
        for number, visit in enumerate(evidence.visits, 1):
            held = "bytes in the pack" if visit.offset is not None else f"no bytes: {visit.missing}"
            lines.append(f"  {number}  {iso(visit.capture.at)}  {answer_in_words(visit)}  {held}")
            lines += _wrapped(how_it_came(visit, evidence), "     ")
            if visit.capture.url != article.url:
                lines.append(f"     from {clean(visit.capture.url)}")
            if visit.capture.found:
                lines.append(f"     {clean(visit.capture.found)}")
        lines.append("")
    if evidence.sources:
        lines += ["FETCHED BY SOMEBODY ELSE", "", "  These pages were read out of another crawl's file:", ""]
        lines += [f"  {iso(source.at)}  {clean(source.file)}  {clean(source.record)}" for source in evidence.sources]
        lines.append("")
    for title, points in (
        ("WHAT THE SUMS PROVE", PROVES),
        ("WHAT THEY DO NOT PROVE", does_not_prove(evidence)),
        ("WHAT MAKES IT STRONGER", STRONGER),
    ):
        lines += [title, ""]
        for point in points:
            lines += _wrapped(point, "  - ")
        lines.append("")
    return "\n".join(lines)


def does_not_prove(evidence: Evidence) -> tuple[str, ...]:
    """What the sums of this pack do not prove."""
    brought = any(evidence.came_as(visit) in ("file", "other crawl") for visit in evidence.visits)
    return (*DOES_NOT_PROVE, _SEEN_BY_OTHERS) if brought else DOES_NOT_PROVE


def bytes_statement(evidence: Evidence) -> str:
    """In one sentence, how much of what was served is in the pack."""
    if not evidence.visits:
        return "NO BYTES: no visit of this page is on record, so nothing of what was served is in this pack."
    if evidence.held == 0:
        reasons = "; ".join(dict.fromkeys(visit.missing or "" for visit in evidence.visits))
        return f"NO BYTES of what was served are in this pack: {reasons}."
    visits = len(evidence.visits)
    held: list[str] = [evidence.came_as(visit) for visit in evidence.visits if visit.offset is not None]
    told = f"Bytes as received are in this pack for {len(held)} of {visits} visit{'' if visits == 1 else 's'}."
    for came, words in _NOT_OURS:
        if many := held.count(came):
            told += f" {many} of these {'is' if many == 1 else 'are'} {words}."
    return told


_NOT_OURS = (
    ("file", "a file that somebody saved: this program did not see it served"),
    ("other crawl", "out of somebody else's crawl: this program did not see it served"),
)


def answer_in_words(visit: Visit) -> str:
    """What a visit was answered with, in few words."""
    if visit.capture.is_file:
        return "a saved file"
    return f"HTTP {visit.capture.status}" if visit.capture.status else "no answer"


def how_it_came(visit: Visit, evidence: Evidence) -> str:
    """How a visit's bytes came to this store, and whose word its time is."""
    came, origin = evidence.came_as(visit), visit.capture.origin
    if came == "file":
        return "a file that somebody saved and added by hand; the time is the file's own, or that person's word"
    if came == "other crawl":
        return "read out of a file of somebody else's crawl; the time is that file's"
    return _BY_US[origin]


_BY_US = {
    "feed": "fetched by this program in a crawl",
    "hand": "fetched by this program when somebody added the page by hand",
    "backfill": "fetched by this program from a list of addresses",
}


def signed_in_words(reading: Reading | None) -> list[str]:
    """What the page of a state said of its authors and its date, a line each; empty where that is not known."""
    from dateline.differing import byline_of, date_of

    if reading is None or reading.signature is None:
        return []
    byline, date = byline_of(reading.signature), date_of(reading.signature)
    return [f"byline: {clean(byline or '(the page names nobody)')}", f"date: {date or '(the page gives none)'}"]


def state_text(state: Revision, reading: Reading | None = None) -> str:
    """A state of the text, with what its page said of authors and date, and when it came."""
    from dateline.evidence_pack import iso

    parts = [clean(state.title)]
    if state.summary:
        parts.append(clean(state.summary))
    parts.append(clean_paragraphs(state.body) if state.body else "(no text: only the feed was read)")
    lines = ["-- ", *signed_in_words(reading), f"state {state.number}, of {iso(state.seen_at)}"]
    parts.append("\n".join(lines))
    return "\n\n".join(parts) + "\n"


def _wrapped(text: str, margin: str) -> list[str]:
    import textwrap

    return textwrap.wrap(text, 90, initial_indent=margin, subsequent_indent=" " * len(margin))
