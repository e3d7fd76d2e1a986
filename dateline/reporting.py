"""A comparison as one HTML page to read, print and send: the report with its claims marked, and each finding.

The page is whole in one file: no script, no font, no picture from elsewhere; its security policy allows none. Works
in any direction of writing, without JavaScript, with a keyboard and on a phone.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from importlib.resources import files
from itertools import pairwise
from string import Template

from comparison import Comparison, Finding
from comparison.differences import Difference
from comparison.looking import Support
from dateline.output import span
from dateline.report_markup import (
    KINDS,
    Names,
    badge,
    byline,
    command,
    day_name,
    isolated,
    isolating,
    kind_of,
    link,
    many,
    marking,
    moment,
    published,
    text,
)
from dateline.report_reviews import changed, changes, decisions, namings, pieces_from_outside, reviewed
from dateline.report_timeline import timeline, watched_strip
from dateline.reviewing import Dossier
from normalise.text import clean
from storage import Coverage

_WORD = re.compile(r"\S+")
_FURTHER = 4  # other articles named beside a finding's best one
# Only the first article of a finding is judged to carry the claim, except where all of them are.
_FURTHER_LABEL = {"elsewhere": "Other outlets that carry it too", "candidate": "Also to be read"}


def report_page(comparison: Comparison, *, name: str, dossier: Dossier | None = None) -> str:
    """The page of a comparison, as HTML in one string; `name` is the report's, for the title.

    `dossier` adds the claims' ids, people's reviews and what changed. Deterministic: the same comparison gives the same
    page.
    """
    dossier = dossier or Dossier(comparison)
    template = files("dateline").joinpath("report.html").read_text(encoding="utf-8")
    names = Names(comparison)
    return Template(template).substitute(
        title=text(name),
        name=isolated(name),
        window=f"{day_name(comparison.window.since)} to {day_name(comparison.window.until)}",
        published=moment(comparison.published_at),
        compared=moment(comparison.compared_at),
        reader=text(comparison.reader),
        summary=_summary(comparison),
        counts=_counts(comparison),
        reviewed=reviewed(dossier),
        changes=changes(dossier, names),
        report=_marked_report(comparison),
        timeline=timeline(comparison, names) or '<p class="note">No article that was found has to do with a claim.</p>',
        findings="".join(_finding(number, one, dossier, names) for number, one in enumerate(comparison.findings, 1))
        or '<p class="note">No statement in the report is attributed to an outlet that the store knows.</p>',
        coverage=_coverages(comparison, names),
        meanings="".join(
            f'<div class="k-{kind.css}"><dt>{badge(label)}</dt><dd>{text(kind.meaning)}</dd></div>'
            for label, kind in KINDS.items()
        ),
    )


# --- head ---------------------------------------------------------------------------------------------------


def _summary(comparison: Comparison) -> str:
    groups = {finding.claim.outlet for finding in comparison.findings} - {None}
    own = len(comparison.own_voice)
    told = f"{many(len(comparison.findings), 'claim')} of {many(len(groups), 'outlet')}"
    return told + (f"; {many(own, 'sentence')} in the report’s own voice, not checked" if own else "")


def _counts(comparison: Comparison) -> str:
    first = {finding.kind: number for number, finding in reversed(list(enumerate(comparison.findings, 1)))}
    return "".join(
        f'<li class="k-{KINDS[kind].css}"><a href="#c{first[kind]}">'
        f"<b>{comparison.counts[kind]}</b> {badge(kind)}</a></li>"
        for kind in KINDS
        if kind in first
    )


# --- the report's text --------------------------------------------------------------------------------------


def _marked_report(comparison: Comparison) -> str:
    report = comparison.text
    marked: set[int] = set()
    paragraphs = []
    for line in re.finditer(r"[^\r\n]+", report):
        if not clean(line.group()):
            continue
        paragraphs.append(f'<p dir="auto">{_marked_line(comparison, line.start(), line.end(), marked)}</p>')
    return "".join(paragraphs)


def _marked_line(comparison: Comparison, start: int, end: int, marked: set[int]) -> str:
    """One paragraph; `marked` gathers the claims whose mark was opened, as each id may stand once."""
    here = [
        (number, finding)
        for number, finding in enumerate(comparison.findings, 1)
        if finding.claim.start < end and finding.claim.end > start
    ]
    edges = {start, end}
    for _, finding in here:
        edges |= {max(start, finding.claim.start), min(end, finding.claim.end)}
    parts = []
    places = sorted(edges)
    for left, right in pairwise(places):
        piece = text(comparison.text[left:right])
        over = [one for one in here if one[1].claim.start <= left and right <= one[1].claim.end]
        if not over:
            parts.append(piece)
        for position, (number, finding) in enumerate(over):
            # With their own direction the labels do not decide that of the paragraph, which is the report's.
            label = f'<sup class="n" dir="ltr">{number}{kind_of(finding).sign}</sup>'
            label += f'<span class="hidden" dir="ltr"> (claim {number}: {text(finding.kind)}) </span>'
            identity = "" if number in marked else f' id="r{number}"'
            marked.add(number)
            words = piece if position == 0 else ""  # claims that share a sentence share its mark
            parts.append(f'<a class="claim k-{kind_of(finding).css}"{identity} href="#c{number}">{label}{words}</a>')
    return "".join(parts)


# --- findings -----------------------------------------------------------------------------------------------


def _finding(number: int, finding: Finding, dossier: Dossier, names: Names) -> str:
    kind = kind_of(finding)
    claim, place = finding.claim, number - 1
    who = isolated(names.claimed(finding))
    person = f"{isolated(claim.person)}, " if claim.person else ""
    said = marking(claim.text, _differing(finding.differences, "report"), "differing")
    right = _evidence(finding, names) + _miss(finding, names)
    identity = f"claim {dossier.ids[place]} · " if place in dossier.ids else ""
    return f"""
<article class="finding k-{kind.css}" id="c{number}" tabindex="-1" aria-labelledby="h{number}">
<header><h3 id="h{number}"><span class="number">{number}</span> {badge(finding.kind)}
<span class="who">{person}{who}</span></h3><span class="status">{identity}{dossier.status(place)}</span></header>
{decisions(dossier, place)}<div class="sides"><div class="side"><h4>The report</h4>
<blockquote dir="auto">{said}</blockquote>
<p class="explanation">{isolating(finding.explanation, pieces_from_outside(finding, names))}</p>
{changed(dossier, place, names)}{_differences(finding, dossier.comparison)}{namings(finding)}
<p class="note"><a href="#r{number}">In the report’s text</a></p></div>
<div class="side"><h4>The record</h4>{right}</div></div>
</article>"""


def _differing(differences: Sequence[Difference], side: str) -> list[str]:
    return [
        piece
        for difference in differences
        if difference.kind != "quotation"
        for piece in (difference.report if side == "report" else difference.article)
    ]


def _evidence(finding: Finding, names: Names) -> str:
    parts = []
    if finding.evidence:
        parts.append(_support(finding.evidence[0], finding, names))
    label = _FURTHER_LABEL.get(finding.kind, "Next nearest, of this outlet (not said to carry it)")
    parts += _list(label, finding.evidence[1:], names)
    parts += _list("Other outlets that carry it", finding.elsewhere, names)
    if finding.first:
        own = finding.evidence and finding.first.article.url == finding.evidence[0].article.url
        told = "the article above" if own else _cited(finding.first, names)
        parts.append(f"<h5>First, of all that is held</h5><p>{told}</p>")
    return "".join(parts)


def _list(label: str, supports: Sequence[Support], names: Names) -> list[str]:
    items = "".join(f"<li>{_cited(support, names)}</li>" for support in supports[:_FURTHER])
    return [f"<h5>{label}</h5><ul>{items}</ul>"] if items else []


def _support(support: Support, finding: Finding, names: Names) -> str:
    article, passage = support.article, support.passage
    by = byline(article)
    differing = _differing(finding.differences, "article")
    around = [
        f'<span class="around">{text(sentence)}</span>' if sentence else ""
        for sentence in (passage.before, passage.after)
    ]
    quote = (
        f'<blockquote dir="auto"{_language(article.language)}>{around[0]} '
        f'<span class="passage">{marking(passage.sentence, differing, "differing")}</span> {around[1]}</blockquote>'
    )
    notes = [f"likeness {support.score:.2f} of 1"]
    notes += ["in another language"] if not support.same_language else []
    notes += ["outside the window"] if not support.in_window else []
    notes += [text(article.access)] if article.access not in (None, "full") else []
    return (
        f'<p class="source"><b>{isolated(names.outlet(article.outlet))}</b>{", by " + by if by else ""}'
        f"<br>{published(article)}</p>"
        f'<p class="headline" dir="auto"{_language(article.language)}>{link(article.url, text(article.title))}</p>'
        f"{quote if clean(passage.sentence) != clean(article.title) else ''}"
        f'<p class="note">{", ".join(notes)}</p>'
    )


def _language(tag: str | None) -> str:
    return f' lang="{tag}"' if tag and re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", tag) else ""


def _cited(support: Support, names: Names) -> str:
    article = support.article
    by = byline(article)
    return (
        f"{isolated(names.outlet(article.outlet))}{', by ' + by if by else ''}, {published(article)}: "
        f"{link(article.url, isolated(article.title))}"
    )


def _differences(finding: Finding, comparison: Comparison) -> str:
    if not finding.differences:
        return ""
    rows = []
    for difference in finding.differences:
        if difference.kind == "quotation":
            said = " ".join(comparison.text[start:end] for start, end in finding.claim.quotes) or finding.claim.text
            report, article = _word_by_word(clean(said), clean(" ".join(difference.article)))
        else:
            report, article = (
                ", ".join(isolated(piece) for piece in side) or '<span class="note">none</span>'
                for side in (difference.report, difference.article)
            )
        rows.append(
            f'<tr><th scope="row">{text(difference.kind)}</th>'
            f'<td dir="auto">{report}</td><td dir="auto">{article}</td></tr>'
        )
    only_rounded = all(difference.kind == "rounded" for difference in finding.differences)
    caption = "Rounded numbers that fit" if only_rounded else "What differs in the wording"
    return (
        f'<table class="differences"><caption>{caption}</caption><thead><tr><td></td>'
        '<th scope="col">the report</th><th scope="col">the article</th></tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table>"
    )


def _word_by_word(report: str, article: str) -> tuple[str, str]:
    """Two wordings with the words marked that the other does not have in that place."""
    left, right = _WORD.findall(report), _WORD.findall(article)
    alike = difflib.SequenceMatcher(None, left, right, autojunk=False).get_opcodes() if len(left) < 400 else []
    sides: tuple[list[str], list[str]] = ([], [])
    for operation, a, b, c, d in alike:
        for side, words in ((sides[0], left[a:b]), (sides[1], right[c:d])):
            if words:
                shown = text(" ".join(words))
                side.append(shown if operation == "equal" else f'<mark class="differing">{shown}</mark>')
    return (" ".join(sides[0]), " ".join(sides[1])) if alike else (text(report), text(article))


def _miss(finding: Finding, names: Names) -> str:
    """For a claim that the outlet's articles do not carry: how well it was watched, and how to add the page."""
    if finding.kind in ("quote found", "passage found", "differs"):
        return ""
    parts = []
    if finding.nearest:
        parts.append(
            "<h5>Nearest of this outlet (not said to carry it)</h5>" + _support(finding.nearest, finding, names)
        )
    if finding.coverage:
        parts.append(f"<h5>How well it was watched in this window</h5>{_coverage(finding.coverage)}")
    if finding.add_to:
        parts.append(f"<h5>If you have the page</h5>{command('add', 'URL', '--outlet', finding.add_to)}")
        unread = finding.evidence[0].article.url if finding.kind == "seen, not read" and finding.evidence else None
        if unread:
            parts.append(f"<p>or, saved from your browser:</p>{_saved(finding.add_to, unread)}")
        parts.append('<p class="note">Then compare the report again.</p>')
    unwatched = "No outlet of this name is watched. Add it to feeds.yaml to collect it."
    return "".join(parts) or f'<p class="note">{unwatched}</p>'


def _saved(outlet: str, url: str) -> str:
    return command("add", "saved.html", "--outlet", outlet, "--url", url)


# --- coverage -----------------------------------------------------------------------------------------------


def _coverages(comparison: Comparison, names: Names) -> str:
    told: dict[str, tuple[Coverage, list[int]]] = {}
    for number, finding in enumerate(comparison.findings, 1):
        if finding.claim.outlet and finding.coverage:
            told.setdefault(finding.claim.outlet, (finding.coverage, []))[1].append(number)
    items = []
    for group, (coverage, numbers) in told.items():
        claims = ", ".join(f'<a href="#c{number}">{number}</a>' for number in numbers)
        items.append(
            f'<section><h3 dir="auto">{text(names.group(group))}</h3>{watched_strip(coverage)}{_coverage(coverage)}'
            f'<p class="note">claim{"s" if len(numbers) > 1 else ""} {claims}</p></section>'
        )
    return "".join(items) or '<p class="note">No outlet that the report names is watched.</p>'


def _coverage(coverage: Coverage) -> str:
    good = coverage.polls - coverage.failed
    rows = [("polls", f"{good:,} good, {coverage.failed:,} failed, of {many(coverage.feeds, 'feed')}")]
    if coverage.first_poll:
        rows.append(("watched since", moment(coverage.first_poll)))
    if coverage.longest_gap is not None:
        rows.append(("longest gap", f"{text(span(coverage.longest_gap))} without a good poll"))
    if coverage.without_overlap:
        alone = many(coverage.without_overlap, "poll")
        rows.append(("may have missed", f"{alone} shared no entry with the one before"))
    rows.append(("articles", f"{coverage.articles:,} first seen, {coverage.unread:,} not read{_reasons(coverage)}"))
    if coverage.known_gaps:
        rows.append(("never collected", "; ".join(isolated(gap) for gap in coverage.known_gaps)))
    if coverage.silent_feeds:
        rows.append(("no good poll of", "; ".join(isolated(feed) for feed in coverage.silent_feeds)))
    lines = "".join(f"<div><dt>{label}</dt><dd>{value}</dd></div>" for label, value in rows)
    return f'<dl class="coverage">{lines}</dl>'


def _reasons(coverage: Coverage) -> str:
    told = "; ".join(f"{count:,} {isolated(reason)}" for reason, count in coverage.unread_reasons)
    return f" ({told})" if told else ""
