"""Results of a search as a bar chart, as plain data and as a page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from dateline.copies import Folded
from dateline.output import hit_as_dict, published
from dateline.timeline import timeline_svg
from normalise.text import clean
from storage import Counts, Results, Timeline

_BAR = 40
_ISOLATED = "\u2068{}\u2069"  # a name of either direction leaves the line around it in order


def folded_as_dict(folded: Folded, *, with_text: bool = False) -> dict[str, Any]:
    """A hit as plain data, and under `copies` the hits that carry the same text."""
    others = [{"id": hit.article.id, "outlet": hit.article.outlet, "url": hit.article.url} for hit in folded.others]
    return hit_as_dict(folded.hit, with_text=with_text) | {"copies": others}


def results_as_dict(results: Results, hits: Sequence[Folded], *, with_text: bool = False) -> dict[str, Any]:
    """A page of results as plain data; `next` is what --cursor takes."""
    return {
        "understood": results.understood,
        "notes": list(results.notes),
        "total": results.total,
        "total_exact": results.total_exact,
        "ranked_of": results.ranked_of,
        "next": results.next,
        "hits": [folded_as_dict(hit, with_text=with_text) for hit in hits],
    }


def counts_as_dict(counts: Counts) -> dict[str, Any]:
    """Counts as plain data."""
    return {
        "count_by": counts.facet,
        "understood": counts.understood,
        "notes": list(counts.notes),
        "total": counts.total,
        "exact": counts.exact,
        "counts": [
            {"value": one.value, "label": one.label, "articles": one.articles}
            | ({"outlets": list(one.outlets)} if counts.facet == "person" else {})
            for one in counts.counts
        ],
    }


def counts_as_chart(counts: Counts) -> str:
    """Counts as bars. The name stands last, so that one of either direction moves nothing else on its line."""
    most = max((one.articles for one in counts.counts), default=0)
    wide = len(f"{most:,}")
    lines = [
        f"{one.articles:>{wide},}  {'█' * max(1, round(_BAR * one.articles / most)):<{_BAR}}  "
        + _ISOLATED.format(clean(one.label) or "(none)")
        + (f"  ({', '.join(map(clean, one.outlets))})" if one.outlets else "")
        for one in counts.counts
    ]
    about = "" if counts.exact else "about "
    lines.append(f"\n{about}{counts.total:,} articles" + ("" if counts.exact else "; estimated from a sample"))
    return "\n".join(lines)


def told(results: Results) -> list[str]:
    """What has to be said of a page of results beside the results."""
    lines = list(results.notes)
    if results.ranked_of is not None:
        lines.append(
            f"these words stand in more than a tenth of all articles: the newest {results.ranked_of:,} were ranked"
        )
    return lines


def results_as_html(results: Results, timeline: Timeline, names: Mapping[str, str]) -> str:
    """A page of results with their time line. No script; every text escaped."""
    asked = results.understood or "All articles"
    about = f"{'' if results.total_exact else 'about '}{results.total:,} articles"
    notes = "".join(f"<p>{escape(line)}</p>" for line in told(results))
    items = "".join(
        f'<li><h2 dir="auto"><a href="{escape(_address(hit.article.url))}">{escape(clean(hit.article.title))}</a></h2>'
        f"<p><span>{escape(published(hit.article))}</span> · "
        f"<bdi>{escape(names.get(hit.article.outlet, hit.article.outlet))}</bdi></p>"
        f'<p dir="auto">{escape(clean(hit.snippet))}</p></li>'
        for hit in results.hits
    )
    return (
        '<!doctype html>\n<html lang="en"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(asked)}</title>"
        "<style>body{font:16px/1.5 sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#222}"
        "h1,h2{line-height:1.25}h2{font-size:1.1rem;margin:0}li{margin:0 0 1.2rem}p{margin:.2rem 0}</style>"
        f'<h1 dir="auto">{escape(asked)}</h1><p>{about}</p>{notes}'
        f"{timeline_svg(timeline, names)}<ol>{items}</ol></html>\n"
    )


def _address(url: str) -> str:
    return url if url.startswith(("https://", "http://")) else ""
