"""The picture of a report page that shows when each outlet carried what, and when it was watched.

One row an outlet, one inline SVG a row: places along the time axis are shares of the width, so that the same picture
fits a phone and a printed page without its text shrinking.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from comparison import Comparison
from comparison.looking import Support
from dateline.report_markup import CARRIED, Names, byline, day_name, isolated, link, published, text
from storage import Article, Coverage

_LEFT, _RIGHT = 2.0, 98.0  # per cent of the width: room for half a dot at either edge
_LANE = 24  # pixels
_LABEL_PERCENT = 2.2  # of a phone's width for one character of a label
_STEPS = (1, 2, 3, 7, 14, 30, 61, 91, 182, 365, 730, 1826, 3650)  # days between ticks
_MOST_TICKS = 8
_STRENGTH = {"carries": 2, "differs": 1, "to be read": 0}


@dataclass(frozen=True, slots=True)
class Carried:
    """An article with the claims (by number, from 1) that it has to do with; `how`: the strongest of them."""

    article: Article
    claims: tuple[int, ...]
    how: str  # "carries", "differs" or "to be read"
    in_window: bool
    different: frozenset[int] = frozenset()  # those of the claims that it carries with a difference


class _Axis:
    """The window's time as a share of the width."""

    def __init__(self, since: datetime, until: datetime) -> None:
        self.since, self.until = since, until

    def holds(self, at: datetime) -> bool:
        return self.since <= at < self.until

    def at(self, instant: datetime) -> float:
        inside = min(max(instant, self.since), self.until)
        return _LEFT + (_RIGHT - _LEFT) * ((inside - self.since) / (self.until - self.since))

    def ticks(self) -> list[datetime]:
        days = (self.until - self.since) / timedelta(days=1)
        step = next((step for step in _STEPS if days / step <= _MOST_TICKS), _STEPS[-1])
        first = (self.since + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
        found = [first]
        while found[-1] + timedelta(days=step) < self.until:
            found.append(found[-1] + timedelta(days=step))
        return found


def carried(comparison: Comparison) -> list[Carried]:
    """The articles that findings rest on, the earliest first; those without a date last."""
    claims: dict[str, set[int]] = {}
    supports: dict[str, Support] = {}
    how: dict[str, str] = {}
    different: dict[str, set[int]] = {}
    for number, finding in enumerate(comparison.findings, 1):
        own = finding.evidence[:1] if finding.kind != "elsewhere" else finding.evidence
        state = "to be read" if finding.kind not in CARRIED else "differs" if finding.kind == "differs" else "carries"
        told: list[tuple[Support, str]] = [(support, state) for support in own]
        told += [(support, "carries") for support in finding.elsewhere]
        for support, state in told:
            url = support.article.url
            supports.setdefault(url, support)
            claims.setdefault(url, set()).add(number)
            if state == "differs":
                different.setdefault(url, set()).add(number)
            how[url] = max(how.get(url, state), state, key=_STRENGTH.__getitem__)
    found = [
        Carried(
            support.article, tuple(sorted(claims[url])), how[url], support.in_window, frozenset(different.get(url, ()))
        )
        for url, support in supports.items()
    ]
    late = datetime.max.replace(tzinfo=UTC)
    return sorted(found, key=lambda one: (one.article.published_at or late, one.article.url))


def timeline(comparison: Comparison, names: Names) -> str:
    """The picture and, below it, the same as a list in order of time."""
    axis = _Axis(comparison.window.since, comparison.window.until)
    articles = carried(comparison)
    coverage = {finding.claim.outlet: finding.coverage for finding in comparison.findings if finding.claim.outlet}
    rows = dict.fromkeys(one.article.outlet for one in articles)
    shown = {names.group_of(outlet) for outlet in rows}
    lines = []
    for outlet in rows:
        own = [one for one in articles if one.article.outlet == outlet]
        lines.append(_row(names.outlet(outlet), own, axis, coverage.get(names.group_of(outlet))))
    lines += [_row(names.group(group), [], axis, told) for group, told in coverage.items() if group not in shown]
    if not lines:
        return ""
    return (
        '<figure class="timeline"><div class="rows" role="img" '
        f'aria-label="Timeline from {day_name(axis.since)} to {day_name(axis.until)}; the list below says the same">'
        f"{''.join(lines)}{_scale(axis, comparison.published_at)}</div>"
        f"<figcaption>{_KEY}</figcaption></figure>{_in_words(articles, names)}"
    )


_KEY = """<ul class="key">
<li><svg width="14" height="14" aria-hidden="true"><circle class="dot carries" cx="7" cy="7" r="5"/></svg>
carries the claims of these numbers</li>
<li><svg width="14" height="14" aria-hidden="true"><path class="dot differs" d="M7 1 13 7 7 13 1 7Z"/></svg>
carries them with a difference (≠)</li>
<li><svg width="14" height="14" aria-hidden="true"><circle class="dot open" cx="7" cy="7" r="5"/></svg>
to be read by a person (another language, or not read)</li>
<li><svg width="28" height="14" aria-hidden="true"><rect class="watched" y="5" width="28" height="5"/></svg>
first to last poll of the outlet</li>
</ul>"""


def _row(name: str, articles: Sequence[Carried], axis: _Axis, coverage: Coverage | None) -> str:
    dots = []
    ends: list[float] = []  # where each lane is free again
    for one in articles:
        at = one.article.published_at
        if at is None or not axis.holds(at):
            continue
        x = axis.at(at)
        label = ", ".join(f"{number}≠" if number in one.different else str(number) for number in one.claims)
        width = 5 + _LABEL_PERCENT * len(label)
        turned = x + width > 100
        start, end = (x - width, x + 3) if turned else (x - 3, x + width)
        lane = next((number for number, free in enumerate(ends) if free <= start), len(ends))
        ends[lane:lane + 1] = [end]  # fmt: skip
        dots.append(_dot(one, x, lane * _LANE + 14, label, turned=turned))
    height = max(1, len(ends)) * _LANE + 10
    lines = "".join(
        f'<line class="grid" x1="{axis.at(tick):.2f}%" x2="{axis.at(tick):.2f}%" y1="0" y2="{height}"/>'
        for tick in axis.ticks()
    )
    return (
        f'<div class="row"><div class="outlet" dir="auto">{text(name)}</div>'
        f'<svg width="100%" height="{height}" aria-hidden="true">{lines}'
        f"{_watched(coverage, axis, height - 5)}{''.join(dots)}</svg></div>"
    )


def _dot(one: Carried, x: float, y: int, label: str, *, turned: bool) -> str:
    shape = {
        "carries": '<circle class="dot carries" r="6"/>',
        "differs": '<path class="dot differs" d="M0 -7 7 0 0 7 -7 0Z"/>',
    }.get(one.how, '<circle class="dot open" r="6"/>')
    side = 'x="-11" text-anchor="end"' if turned else 'x="11"'
    return (
        f'<svg x="{x:.2f}%" y="{y}" overflow="visible"><title>{text(one.article.title)}</title>{shape}'
        f'<text class="number" y="5" {side}>{label}</text></svg>'
    )


def _watched(coverage: Coverage | None, axis: _Axis, y: int) -> str:
    """A bar from the first to the last poll inside the window, over a thin line for the rest."""
    line = f'<line class="unwatched" x1="{_LEFT}%" x2="{_RIGHT}%" y1="{y}" y2="{y}"/>'
    if coverage is None or coverage.first_poll is None or coverage.last_poll is None:
        return line
    if coverage.polls <= coverage.failed or coverage.last_poll < axis.since or coverage.first_poll >= axis.until:
        return line
    start, end = axis.at(coverage.first_poll), axis.at(coverage.last_poll)
    return f'{line}<rect class="watched" x="{start:.2f}%" y="{y - 3}" width="{max(end - start, 0.8):.2f}%" height="6"/>'


def watched_strip(coverage: Coverage) -> str:
    """The bar alone: which part of the window lies between the first and the last poll of a group."""
    axis = _Axis(coverage.since, coverage.until)
    return f'<svg class="strip" width="100%" height="10" aria-hidden="true">{_watched(coverage, axis, 5)}</svg>'


def _scale(axis: _Axis, report_at: datetime) -> str:
    parts = []
    before: datetime | None = None
    for tick in axis.ticks():
        x = f"{axis.at(tick):.2f}%"
        month = "%b %Y" if before is None or before.year != tick.year else "%b" if before.month != tick.month else ""
        parts.append(f'<text x="{x}" y="14" text-anchor="middle">{tick.day}</text>')
        if month:
            anchor = "start" if axis.at(tick) < 12 else "middle"
            parts.append(f'<text x="{x}" y="30" text-anchor="{anchor}">{tick:{month}}</text>')
        before = tick
    if axis.holds(report_at):
        at = axis.at(report_at)
        parts.append(f'<svg x="{at:.2f}%" y="33" overflow="visible"><path class="report-at" d="M0 0 5 9 -5 9Z"/></svg>')
        # Beside the arrow, on the side that has room.
        place, anchor = (at - 2, "end") if at > 50 else (at + 2, "start")
        parts.append(f'<text x="{place:.2f}%" y="43" text-anchor="{anchor}">the report</text>')
    picture = f'<svg width="100%" height="48" aria-hidden="true">{"".join(parts)}</svg>'
    return f'<div class="row scale"><div class="outlet"></div>{picture}</div>'


def _in_words(articles: Iterable[Carried], names: Names) -> str:
    said = {"carries": "carries", "differs": "carries, with a difference,", "to be read": "to be read for"}
    items = []
    for one in articles:
        article = one.article
        claims = ", ".join(
            f'<a href="#c{number}">{number}</a>'
            + (" (with a difference)" if one.how == "carries" and number in one.different else "")
            for number in one.claims
        )
        by = byline(article)
        items.append(
            f'<li><span class="when">{published(article)}</span> {isolated(names.outlet(article.outlet))}'
            f"{', by ' + by if by else ''}: {link(article.url, isolated(article.title))} "
            f'<span class="note">{said[one.how]} claim{"s" if len(one.claims) > 1 else ""} {claims}'
            f"{'' if one.in_window else '; outside the window'}</span></li>"
        )
    return f'<ul class="carried">{"".join(items)}</ul>' if items else ""
