"""What people decided, what changed, and what is named otherwise, as the report page shows them beside a finding."""

from __future__ import annotations

from comparison import Finding
from dateline.report_markup import Names, badge, isolated, isolating, link, many, moment, text
from dateline.reviewing import Dossier


def reviewed(dossier: Dossier) -> str:
    """A sentence on whose the findings are."""
    total = len(dossier.comparison.findings)
    if not dossier.reviewed:
        return "Every finding here is a machine’s, and no person has reviewed one yet."
    by_a_person = many(dossier.reviewed, "claim")
    return (
        f"Every finding here is a machine’s. On {by_a_person} of {total} a person has decided, as is shown beside it."
    )


def changes(dossier: Dossier, names: Names) -> str:
    """What is different since the comparison before, as a section of its own; nothing for a first comparison."""
    if dossier.before is None:
        return ""
    head = '<section aria-labelledby="changes"><h2 id="changes">What changed since the last comparison</h2>'
    since = f"compared before on {moment(dossier.before)}"
    if not dossier.changes:
        return f'{head}<div class="panel"><p>Nothing ({since}).</p></div></section>'
    items = []
    for place, change in dossier.changes.items():
        finding = dossier.comparison.findings[place]
        was = f"{badge(change.was)} → " if change.was and change.was != change.now else ""
        outside = pieces_from_outside(finding, names)
        items.append(
            f'<li><a href="#c{place + 1}">Claim {place + 1}</a>: {was}{badge(change.now)}'
            f"<br>{isolating(change.explanation, outside)}</li>"
        )
    said = f"{many(len(dossier.changes), 'claim')} ({since}):"
    return f'{head}<div class="panel"><p>{said}</p><ul class="changes">{"".join(items)}</ul></div></section>'


def pieces_from_outside(finding: Finding, names: Names) -> list[str]:
    """The pieces from outside that our sentences about a finding may hold."""
    pieces = [*names.own, names.claimed(finding)]
    pieces += [support.article.title for support in (*finding.evidence, *finding.elsewhere)]
    return pieces + [piece for one in finding.differences for piece in (*one.report, *one.article)]


def decisions(dossier: Dossier, place: int) -> str:
    """What people decided on a claim, the latest first; nothing where nobody has."""
    reviews = list(reversed(dossier.reviews.get(place, ())))
    if not reviews:
        return ""
    items = []
    for position, review in enumerate(reviews):
        then = f"; the machine’s finding was {badge(review.machine)} then" if review.machine else ""
        seen = f" {link(review.url, isolated(review.url))}" if review.url else ""
        label = "" if position == 0 else '<span class="note">earlier: </span>'
        items.append(
            f'<li>{label}<b>{text(review.finding)}</b>, says {isolated(review.by)}, <span class="when">'
            f'{moment(review.at)}{then}</span><br><span dir="auto">{text(review.note)}</span>{seen}</li>'
        )
    return f'<div class="decisions"><h4>Decided by a person</h4><ul>{"".join(items)}</ul></div>'


def changed(dossier: Dossier, place: int, names: Names) -> str:
    """What is different about one finding."""
    change = dossier.changes.get(place)
    if change is None:
        return ""
    told = isolating(change.explanation, pieces_from_outside(dossier.comparison.findings[place], names))
    return f'<p class="changed"><b>Changed:</b> {told}</p>'


def namings(finding: Finding) -> str:
    """The same thing under the name that either uses, without a judgement."""
    if not finding.naming:
        return ""
    rows = []
    for naming in finding.naming:
        report, article = (", ".join(map(isolated, words)) for words in (naming.report, naming.article))
        rows.append(f'<tr><td dir="auto">{report}</td><td dir="auto">{article}</td></tr>')
    return (
        '<table class="differences namings"><caption>Named otherwise</caption><thead><tr>'
        '<th scope="col">the report</th><th scope="col">the article</th></tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table>"
    )
