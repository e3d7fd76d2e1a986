"""Articles as text for a terminal, as JSON and as CSV: no control characters, no formulas."""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from normalise.text import clean
from storage import Article, Hit

if TYPE_CHECKING:
    from dateline.copies import Folded

_CSV_COLUMNS = (
    "id",
    "outlet",
    "published_at",
    "precision",
    "title",
    "people",
    "organisations",
    "language",
    "access",
    "topics",
    "url",
    "snippet",
)
# A cell that starts like this is run as a formula by spreadsheets: OWASP, "CSV Injection".
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "|", "%")


def moment(at: datetime | None, *, day_only: bool = False) -> str:
    """A time as everything prints it: 2026-01-05 10:00Z, or the day alone, or "no date"."""
    if at is None:
        return "no date"
    return at.strftime("%Y-%m-%d") if day_only else at.strftime("%Y-%m-%d %H:%MZ")


def published(article: Article) -> str:
    """An article's date, with a mark where the zone was assumed and only as precise as it is."""
    if article.published is None:
        return moment(article.published_at)
    if article.published.precision == "day":
        return _local_day(article)
    return moment(article.published_at) + ("~" if article.published.zone == "assumed" else "")


def _local_day(article: Article) -> str:
    # The instant is local midnight; the day it names is that of twelve hours later wherever the outlet is.
    assert article.published_at is not None  # noqa: S101
    return moment(article.published_at + timedelta(hours=12), day_only=True)


def span(length: timedelta | None) -> str:
    """A length of time in the largest unit that suits: 45 min, 3 h, 2 days."""
    if length is None:
        return "-"
    minutes = length.total_seconds() / 60
    if minutes < 1:
        return f"{length.total_seconds():.0f} s"
    if minutes < 90:
        return f"{minutes:.0f} min"
    if minutes < 48 * 60:
        return f"{minutes / 60:.0f} h"
    return f"{minutes / 1440:.0f} days"


def hits_as_table(hits: Sequence[Folded]) -> str:
    """A block of lines an article: id, date, outlet and byline; title; snippet; address; who else has the text."""
    width = max(60, min(shutil.get_terminal_size((100, 24)).columns, 120))
    blocks = []
    for folded in hits:
        hit, article = folded.hit, folded.hit.article
        by = ", ".join([person.name for person in article.people] or list(article.organisations))
        head = f"{article.id:>6}  {published(article)}  {article.outlet}" + (f"  {clean(by)}" if by else "")
        note = f"  [{article.access}]" if article.access not in (None, "full") else ""
        lines = [head + note, f"        {clean(article.title)}"]
        if hit.snippet:
            lines.append(f"        {clean(hit.snippet)[: width * 2]}")
        lines.append(f"        {article.url}")
        if folded.others:
            also = ", ".join(f"{other.article.outlet} ({other.article.id})" for other in folded.others)
            lines.append(f"        the same text: {also}")
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks)


def hit_as_dict(hit: Hit, *, with_text: bool = False) -> dict[str, Any]:
    """A hit as plain data; without its text unless asked for."""
    return article_as_dict(hit.article, with_text=with_text) | {"score": hit.score, "snippet": hit.snippet}


def article_as_dict(article: Article, *, with_text: bool = True) -> dict[str, Any]:
    """An article as plain data, with the origin of every value and every date reading."""
    text = {"summary": article.summary, "body": article.body} if with_text else {}
    return text | {
        "id": article.id,
        "url": article.url,
        "outlet": article.outlet,
        "title": article.title,
        "language": article.language,
        "published_at": _iso(article.published_at),
        "published_precision": article.published.precision if article.published else None,
        "published_zone": article.published.zone if article.published else None,
        "published_raw": article.published.raw if article.published else None,
        "published_source": article.published_source,
        "modified_at": _iso(article.modified.instant) if article.modified else None,
        "dates": [
            {
                "kind": reading.kind,
                "source": reading.source,
                "raw": reading.raw,
                "instant": _iso(reading.parsed.instant) if reading.parsed else None,
            }
            for reading in article.dates
        ],
        "people": [{"name": person.name, "role": person.role} for person in article.people],
        "organisations": list(article.organisations),
        "byline_raw": article.byline_raw,
        "topics": list(article.topics),
        "tags": list(article.tags),
        "section": article.section,
        "access": article.access,
        "page_state": article.page_state,
        "page_problem": article.page_problem,
        "origin": article.origin,
        "origins": dict(article.origins),
        "first_seen": _iso(article.first_seen),
        "fetched_at": _iso(article.fetched_at),
    }


def as_json(value: Any) -> str:
    """`value` as indented JSON in plain Unicode."""
    return json.dumps(value, ensure_ascii=False, indent=2)


def hits_as_csv(hits: Iterable[Hit]) -> str:
    """A CSV table with a header, safe to open in a spreadsheet."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(_CSV_COLUMNS)
    for hit in hits:
        article = hit.article
        writer.writerow(
            [
                article.id,
                csv_cell(article.outlet),
                _iso(article.published_at) or "",
                article.published.precision if article.published else "",
                csv_cell(article.title),
                csv_cell("; ".join(person.name for person in article.people)),
                csv_cell("; ".join(article.organisations)),
                article.language or "",
                article.access or "",
                csv_cell(" ".join(article.topics)),
                csv_cell(article.url),
                csv_cell(hit.snippet),
            ]
        )
    return out.getvalue()


def csv_cell(text: str) -> str:
    """`text` on one line; a leading character that a spreadsheet would run as a formula is quoted."""
    text = clean(text)
    return "'" + text if text.startswith(_FORMULA_STARTS) else text


def _iso(at: datetime | None) -> str | None:
    return at.isoformat().replace("+00:00", "Z") if at else None
