"""A picture of when articles were published: a row an outlet, a bar a day, as SVG without script."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta
from html import escape

from storage import Timeline

_MOST_ROWS = 12
_MOST_BARS = 200
_LEFT, _WIDTH, _ROW, _TOP, _BOTTOM = 170, 760, 34, 8, 22
_OTHERS = ""


def timeline_svg(timeline: Timeline, names: Mapping[str, str], *, title: str = "Articles by day and outlet") -> str:
    """The picture as an `<svg>` element; "" for a time line without articles.

    `names` gives the display name of an outlet's id. Outlets after the twelve with most articles share a row; more than
    200 days are drawn as weeks, more than 200 weeks as spans of several. Every bar has a title, the whole a title and a
    description, so that it can be read aloud. Sizes are in CSS pixels; colours follow the text's.
    """
    if not timeline.days:
        return ""
    totals: Counter[str] = Counter()
    for count in timeline.days:
        totals[count.outlet] += count.articles
    shown = [outlet for outlet, _ in totals.most_common(_MOST_ROWS if len(totals) > _MOST_ROWS + 1 else None)]
    first, last = timeline.days[0].day, timeline.days[-1].day
    days = (last - first).days + 1
    step = 1 if days <= _MOST_BARS else 7 * max(1, -(-days // (7 * _MOST_BARS)))
    bars: Counter[tuple[str, int]] = Counter()
    for count in timeline.days:
        row = count.outlet if count.outlet in shown else _OTHERS
        bars[row, (count.day - first).days // step] += count.articles
    rows = [*shown, *([_OTHERS] if len(shown) < len(totals) else [])]
    columns = (days - 1) // step + 1
    height = _TOP + _ROW * len(rows) + _BOTTOM
    about = _description(timeline, totals, names, first, last)
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="timeline-title timeline-desc"'
        f' viewBox="0 0 {_LEFT + _WIDTH} {height}" style="max-width:100%;height:auto;font:13px sans-serif">',
        f'<title id="timeline-title">{escape(title)}</title>',
        f'<desc id="timeline-desc">{escape(about)}</desc>',
    ]
    tallest = max(bars.values())
    slot = _WIDTH / columns
    for number, row in enumerate(rows):
        base = _TOP + _ROW * (number + 1) - 4
        name = names.get(row, row) if row != _OTHERS else f"{len(totals) - len(shown)} others"
        lines.append(
            f'<text x="{_LEFT - 8}" y="{base - 6}" text-anchor="end" style="unicode-bidi:plaintext"'
            ' fill="currentColor">'
            f"{escape(_cut(name))}</text>"
            f'<line x1="{_LEFT}" x2="{_LEFT + _WIDTH}" y1="{base}" y2="{base}" stroke="currentColor" opacity=".25"/>'
        )
        for column in range(columns):
            articles = bars.get((row, column), 0)
            if articles:
                tall = max(2.0, (_ROW - 8) * articles / tallest)
                lines.append(
                    f'<rect x="{_LEFT + column * slot:.1f}" y="{base - tall:.1f}" width="{max(1.0, slot * 0.85):.1f}"'
                    f' height="{tall:.1f}" fill="#2a6f97"><title>{escape(_bar(name, first, column, step, articles))}'
                    "</title></rect>"
                )
    for day, x, anchor in ((first, _LEFT, "start"), (last, _LEFT + _WIDTH, "end")):
        lines.append(f'<text x="{x}" y="{height - 6}" text-anchor="{anchor}" fill="currentColor">{day}</text>')
    return "\n".join([*lines, "</svg>"])


def _description(timeline: Timeline, totals: Counter[str], names: Mapping[str, str], first: date, last: date) -> str:
    about = "" if timeline.exact else "about "
    most = ", ".join(f"{names.get(outlet, outlet)} {articles}" for outlet, articles in totals.most_common(5))
    return f"{about}{timeline.total} articles from {first} to {last}; most: {most}"


def _bar(name: str, first: date, column: int, step: int, articles: int) -> str:
    day = first + timedelta(days=column * step)
    when = str(day) if step == 1 else f"{day} to {day + timedelta(days=step - 1)}"
    return f"{name}, {when}: {articles}"


def _cut(name: str) -> str:
    return name if len(name) <= 24 else name[:23] + "…"
