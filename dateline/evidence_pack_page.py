"""index.html of an evidence pack: for a person, on screen and on paper. No script, nothing from the network.

Whatever comes from outside passes `_text` or `_isolated`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from html import escape
from typing import TYPE_CHECKING

from dateline.evidence_pack_text import (
    PROVES,
    STRONGER,
    answer_in_words,
    bytes_statement,
    does_not_prove,
    how_it_came,
    signed_in_words,
)
from normalise.text import clean
from storage.differing import difference

if TYPE_CHECKING:
    from dateline.evidence_pack import Evidence, Visit
    from storage import Article, Revision

_CODE = re.compile("`([^`]+)`")
_LONGEST_COMPARED = 4_000  # words of two paragraphs held against each other word by word
_STYLE = """
:root { color-scheme: light; }
body { font: 16px/1.55 system-ui, "Noto Sans", "Noto Sans Hebrew", "Noto Sans Arabic", sans-serif; color: #1a1a1a;
  background: #fff; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.7rem; line-height: 1.25; margin: .3rem 0 1rem; }
h2 { font-size: 1.15rem; margin: 2.4rem 0 .6rem; padding-top: .6rem; border-top: 1px solid #bbb; }
h3 { font-size: 1rem; margin: 1.4rem 0 .4rem; }
.kind { color: #555; margin: 0; }
.held, .none { padding: .6rem .9rem; border-inline-start: 4px solid #2b6; background: #f3f8f5; }
.none { border-color: #b40; background: #fbf3ef; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; }
th, td { text-align: start; vertical-align: top; padding: .35rem .5rem; border-bottom: 1px solid #ddd;
  overflow-wrap: break-word; }
td:first-child { white-space: nowrap; }
th { color: #444; font-weight: 600; }
.hash, code { font: .8rem/1.4 ui-monospace, "DejaVu Sans Mono", monospace; overflow-wrap: anywhere; }
.prose p { unicode-bidi: plaintext; text-align: start; margin: .7rem 0; overflow-wrap: anywhere; }
.prose .headline { font-weight: 600; }
bdi, a { overflow-wrap: anywhere; }
del { background: #fbe3df; text-decoration: line-through; }
ins { background: #dff3e3; text-decoration: underline; }
.note { color: #555; font-size: .9rem; }
@media print { body { margin: 0; max-width: none; font-size: 11pt; } h2 { break-after: avoid; }
  tr { break-inside: avoid; }
  a { color: inherit; text-decoration: none; } }
"""
_FIELDS = (
    ("headline", "title", "title"),
    ("summary", "summary", "summary"),
    ("byline as printed", "byline_raw", "byline"),
    ("section", "section", "section"),
    ("language", "language", "language"),
    ("access", "access", "access"),
)
_CAME_FROM = {"hand": "added by hand", "backfill": "read from another crawl's archive", "feed": "seen in a feed"}
_BASIS = {
    "first": "the first state",
    "reread": "the old bytes, read again with the same extractor, say otherwise",
    "same extractor": "read by the same extractor; the old bytes were not read again",
    "not held": "the bytes then served are not held, so a better reading cannot be told from an edit",
    "growth": "paragraphs were added, nothing of what stood there differs",
    "feed": "a feed words it differently; the page was not read",
    "same words": "the words are those of the state before",
    "byline or date": "the words are those of the state before; byline or date differ, as one extractor read both",
}


def page(evidence: Evidence) -> str:
    """The whole page."""
    article = evidence.article
    name = evidence.outlet.name if evidence.outlet else article.outlet
    held = "held" if evidence.held else "none"
    parts = [
        '<!doctype html>\n<html lang="en" dir="ltr">\n<head>\n<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">",
        '<meta name="referrer" content="no-referrer"><meta name="robots" content="noindex">',
        f"<title>Evidence: {_text(article.title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>",
        f'<p class="kind">Evidence pack · {_isolated(name)}</p>',
        f'<h1 dir="auto">{_text(article.title)}</h1>',
        f'<p class="{held}">{_text(bytes_statement(evidence))}</p>',
        _values(evidence),
        _dates(article),
        _visits(evidence),
        _text_now(evidence),
        _revisions(evidence),
        _sums(evidence),
        "</body>\n</html>\n",
    ]
    return "\n".join(part for part in parts if part)


def _values(evidence: Evidence) -> str:
    from dateline.output import published

    article = evidence.article
    origins = dict(article.origins)
    brought = _CAME_FROM[article.origin]
    rows = [("address", _link(article.url), _text("seen in a feed" if evidence.feeds else brought))]
    if evidence.feeds and article.origin != "feed":
        rows.append(("text", "the one below, of the last state", _text(brought)))
    for label, name, origin in _FIELDS:
        value = getattr(article, name)
        if value:
            rows.append((label, _isolated(str(value)), _isolated(origins.get(origin, ""))))
    people = ", ".join(f"{p.name} ({p.role})" if p.role else p.name for p in article.people)
    if people:
        rows.append(("people named", _isolated(people), "read from the byline"))
    if article.organisations:
        rows.append(("credited to", _isolated(", ".join(article.organisations)), "read from the byline"))
    zone = "zone stated" if article.published and article.published.zone == "stated" else "zone assumed: the outlet's"
    where = f"{article.published_source or 'not known'}; {zone}" if article.published else ""
    rows.append(("published", _text(published(article)), _text(where)))
    rows += [
        (
            "shown by feed",
            _isolated(feed),
            f"{_moment(first)} to {_moment(last)}",
        )
        for feed, first, last in evidence.feeds
    ]
    rows += [
        (
            "fetched by others",
            f"{_isolated(source.file)}<br><span class=hash>{_text(source.record)}</span>",
            _moment(source.at),
        )
        for source in evidence.sources
    ]
    return f"<h2>What it says of itself</h2>\n{_table(('', 'value', 'where it came from'), rows)}"


def _dates(article: Article) -> str:
    rows = []
    for reading in article.dates:
        read = "not understood"
        if reading.parsed is not None:
            read = f"{_moment(reading.parsed.instant)} (to the {reading.parsed.precision}, zone {reading.parsed.zone})"
        rows.append((_text(reading.kind), _isolated(reading.source), f"<code>{_text(reading.raw)}</code>", _text(read)))
    if not rows:
        return ""
    return f"<h3>Every date found</h3>\n{_table(('kind', 'where', 'as printed', 'read as (UTC)'), rows)}"


def _visits(evidence: Evidence) -> str:
    if not evidence.visits:
        return "<h2>Visits</h2>\n<p>No visit of this page is on record.</p>"
    rows = [_visit(number, visit, evidence) for number, visit in enumerate(evidence.visits, 1)]
    return (
        "<h2>Visits</h2>\n<p class=note>How the page came to this store, and when, in UTC: by the clock of the machine"
        " that fetched it, or, where somebody else brought it, by their word. The bytes stand in"
        " <code>visits.warc.gz</code>.</p>\n"
        f"{_table(('', 'when', 'answer', 'bytes', 'what it showed'), rows)}"
    )


def _visit(number: int, visit: Visit, evidence: Evidence) -> tuple[str, ...]:
    capture = visit.capture
    if visit.offset is not None:
        held = f"{capture.size or 0:,} bytes, record at {visit.offset:,}"
    else:
        held = f"not in the pack: {visit.missing}"
    digest = f'<br><span class="hash">sha256 {_text(capture.sha256)}</span>' if capture.sha256 else ""
    came = f"{_text(answer_in_words(visit))}<br><span class=note>{_text(how_it_came(visit, evidence))}</span>"
    if capture.url != evidence.article.url:
        came += f'<br><span class="note">from {_isolated(capture.url)}</span>'
    return str(number), _moment(capture.at), came, _text(held) + digest, _text(capture.found or "")


def _text_now(evidence: Evidence) -> str:
    state = evidence.states[-1]
    return (
        f"<h2>The text in its last state</h2>\n<p class=note>State {state.number}, first of"
        f" {_moment(state.seen_at)}{_from_visit(state, evidence)}. Paragraphs as read from the page.</p>\n"
        f"{_signed(state, evidence)}"
        f'<div class="prose" lang="{_text(evidence.article.language or "")}">{_prose(state)}</div>'
    )


def _prose(state: Revision) -> str:
    parts = [f'<p class="headline" dir="auto">{_text(state.title)}</p>']
    if state.summary:
        parts.append(f'<p dir="auto"><em>{_text(state.summary)}</em></p>')
    if not state.body:
        parts.append("<p>(no text: only the feed was read)</p>")
    parts += [f'<p dir="auto">{_text(paragraph)}</p>' for paragraph in _paragraphs(state)]
    return "\n".join(parts)


def _revisions(evidence: Evidence) -> str:
    if len(evidence.states) < 2:
        return (
            "<h2>Earlier states</h2>\n<p>None is held. What each visit showed stands above; one that could not be read,"
            " or showed less, is no state.</p>"
        )
    parts = [
        "<h2>Earlier states: what we received differs</h2>",
        "<p class=note>Words left out are <del>struck through</del>, new ones <ins>underlined</ins>; paragraphs that"
        " are the same in both are not repeated. Each state stands whole in revisions/ and text.txt.</p>",
    ]
    for before, after in zip(evidence.states, evidence.states[1:], strict=False):
        reading = evidence.readings.get(after.number)
        basis = (
            _BASIS.get(reading.basis, reading.basis)
            if reading
            else "how it was told from the state before is not known"
        )
        parts.append(
            f"<h3>State {before.number} → {after.number}: {_moment(before.seen_at)}"
            f"{_from_visit(before, evidence)}, then {_moment(after.seen_at)}{_from_visit(after, evidence)}</h3>"
            f"<p class=note>{_text(basis[:1].upper() + basis[1:])}.<br>Their texts: <span class=hash>sha256"
            f" {_text(before.sha256)}</span>, <span class=hash>{_text(after.sha256)}</span></p>"
            f"{_first(before, after, evidence)}"
            f'<div class="prose" lang="{_text(evidence.article.language or "")}">{_changes(before, after)}</div>'
        )
    return "\n".join(parts)


def _from_visit(state: Revision, evidence: Evidence) -> str:
    from dateline.evidence_pack import visit_of

    number = visit_of(evidence.readings.get(state.number), evidence)
    return f" (visit {number})" if number is not None else ""


def _signed(state: Revision, evidence: Evidence) -> str:
    lines = signed_in_words(evidence.readings.get(state.number))
    return "".join(f"<p class=note>As the page says it: {_isolated(line)}</p>" for line in lines)


def _first(before: Revision, after: Revision, evidence: Evidence) -> str:
    """Byline and date of both states, where they differ or are not known of one of them; then numbers and names."""
    from dateline.differing import State, compare

    told = compare(
        State(before, evidence.readings.get(before.number)), State(after, evidence.readings.get(after.number))
    )
    parts = []
    for name in ("byline", "date"):
        if isinstance(told[name], list):
            old, new = (each or "(none)" for each in told[name])
            parts.append(f"<p>{name}: <del>{_isolated(old)}</del> <ins>{_isolated(new)}</ins></p>")
        elif told[name]:
            parts.append(f"<p class=note>{name}: {_text(told[name])}</p>")
    for name in ("numbers", "names"):
        gone, new = (", ".join(map(_isolated, told[name][way])) for way in ("gone", "new"))
        if gone or new:
            both = [f"<del>{gone}</del>"] * bool(gone) + [f"<ins>{new}</ins>"] * bool(new)
            parts.append(f"<p>{name}: {' '.join(both)}</p>")
    return "".join(parts)


def _changes(before: Revision, after: Revision) -> str:
    """What differs, paragraph by paragraph, the headline and summary first."""
    old = [before.title, *([before.summary] if before.summary else []), *_paragraphs(before)]
    new = [after.title, *([after.summary] if after.summary else []), *_paragraphs(after)]
    parts: list[str] = []
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        for place in range(max(b - a, d - c)):
            left = old[a + place] if a + place < b else ""
            right = new[c + place] if c + place < d else ""
            parts.append(f'<p dir="auto">{_marked(left, right)}</p>')
    if parts:
        return "\n".join(parts)
    texts = ((state.title, state.summary, state.body) for state in (before, after))
    return f"<p>({_text(difference(*texts))})</p>"


def _marked(old: str, new: str) -> str:
    if not old or not new:
        return f"<ins>{_text(new)}</ins>" if new else f"<del>{_text(old)}</del>"
    left, right = old.split(), new.split()
    if len(left) + len(right) > _LONGEST_COMPARED:
        return f"<del>{_text(old)}</del> <ins>{_text(new)}</ins>"
    out: list[str] = []
    for kind, a, b, c, d in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        gone, come = " ".join(left[a:b]), " ".join(right[c:d])
        if kind == "equal":
            out.append(_text(gone))
            continue
        out += [f"<del>{_text(gone)}</del>"] if gone else []
        out += [f"<ins>{_text(come)}</ins>"] if come else []
    return " ".join(out)


def _sums(evidence: Evidence) -> str:
    def listed(points: Iterable[str]) -> str:
        shown = (_CODE.sub(r"<code>\1</code>", _text(point)) for point in points)
        return "<ul>" + "".join(f"<li>{point}</li>" for point in shown) + "</ul>"

    return (
        "<h2>What the sums prove, and what they do not</h2>\n<p><code>SHA256SUMS</code> holds the SHA-256 of every file"
        " of this pack; <code>sha256sum -c SHA256SUMS</code> checks them.</p>\n"
        f"<h3>They prove</h3>{listed(PROVES)}\n<h3>They do not prove</h3>{listed(does_not_prove(evidence))}\n"
        f"<h3>What makes it stronger</h3>{listed(STRONGER)}"
    )


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    first = "".join(f"<th scope=col>{_text(cell)}</th>" for cell in head)
    rest = "\n".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<table><thead><tr>{first}</tr></thead><tbody>\n{rest}\n</tbody></table>"


def _paragraphs(state: Revision) -> list[str]:
    return [part for part in (state.body or "").split("\n\n") if part.strip()]


def _moment(at: object) -> str:
    from datetime import datetime

    assert isinstance(at, datetime)  # noqa: S101
    return f"{at:%Y-%m-%d %H:%M:%S}Z"


def _link(url: str) -> str:
    shown = _text(url)
    if not url.startswith(("http://", "https://")):
        return shown
    return f'<a href="{escape(url, quote=True)}" rel="noreferrer noopener"><bdi>{shown}</bdi></a>'


def _isolated(text: str) -> str:
    return f"<bdi>{_text(text)}</bdi>"


def _text(text: str) -> str:
    return escape(clean(text), quote=True)
