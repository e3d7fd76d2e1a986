"""Coverage: the latest articles, or those that match; counts beside them, and a time line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from dateline.copies import fold
from dateline.output import hit_as_dict
from dateline.web.pages.page import PAGE, Asked, Page, earlier_titles, without_body
from dateline.web.showing import LANGUAGES
from dateline.web.timeline import drawn
from storage import Facet, Outlet, Query, Store
from storage.asking import Sort

_MOST_VALUES = 12
_FILTERS = ("q", "outlet", "topic", "person", "language", "day", "since", "until", "sort")
_MANY = 50_000  # of so many articles nobody picks one of thousands of names: People lists them


def coverage(store: Store, asked: Asked) -> Page:
    """The latest articles, or those that match; counts, and a time line. Raises ValueError in words."""
    filters = {key: asked[key].strip() for key in _FILTERS if asked.get(key, "").strip()}
    query = _query(filters)
    sort: Sort = "date" if filters.get("sort") == "date" else "relevance"
    results = store.search_page(query, sort=sort, cursor=asked.get("cursor") or None)
    outlets = {outlet.id: outlet for outlet in store.outlets()}
    ids = [hit.article.id for hit in results.hits if hit.article.id is not None]
    asked_by: list[Facet] = ["outlet", "language", "topic"]
    if results.total <= _MANY or set(filters) - {"sort"}:
        asked_by.append("person")
    overview = store.overview(query, asked_by, limit=_MOST_VALUES)
    timeline, facets = overview.timeline, overview.counts
    carriers = store.carriers(ids)
    shown = {
        "results": results,
        "found": fold(store, results.hits),
        "carriers": carriers,
        "earlier": earlier_titles(store, ids),
        "understood": store.explain(filters["q"])[0] if "q" in filters else "",
        "filters": {name: filters.get(name, "") for name in _FILTERS},
        "chosen": bool(set(filters) - {"sort"}),
        "chips": [(name, _chip(store, name, value, outlets)) for name, value in filters.items() if name != "q"],
        "facets": facets,
        "outlets": outlets,
        "picture": drawn(timeline, {key: outlet.name for key, outlet in outlets.items()}),
        "timeline": timeline,
        "paged": bool(asked.get("cursor")),
    }

    def data() -> dict[str, Any]:
        return {
            "query": filters,
            "understood": results.understood,
            "notes": list(results.notes),
            "total": results.total,
            "total_exact": results.total_exact,
            "next": results.next,
            "articles": [
                without_body(hit_as_dict(hit))
                | {
                    "copies": [
                        {"id": each.article, "outlet": each.outlet} for each in carriers.get(hit.article.id or 0, ())
                    ]
                }
                for hit in results.hits
            ],
            "counts": {name: [asdict(count) for count in counts.counts] for name, counts in facets.items()},
            "timeline": [
                {"day": str(day.day), "outlet": day.outlet, "articles": day.articles} for day in timeline.days
            ],
        }

    return Page("coverage.html", "Coverage", data, shown, store.sql_of_search(query))


def _query(filters: Mapping[str, str]) -> Query:
    since, until = _day(filters.get("since")), _day(filters.get("until"))
    if one := _day(filters.get("day")):
        since, until = one, one
    if since and until and until < since:
        raise ValueError(f"{filters['until']} is before {filters['since']}: from when to when?")
    words = [filters["q"]] if "q" in filters else []
    if "language" in filters:
        code = filters["language"]
        if not (code.isascii() and code.replace("-", "").isalpha()):
            raise ValueError(f"{code!r} is not the code of a language; write it like en, he or ar")
        words = [f"({words[0]})" if words else "", f"lang:{code}"]
    return Query(
        " ".join(filter(None, words)) or None,
        outlets=(filters["outlet"],) if "outlet" in filters else (),
        people=(filters["person"],) if "person" in filters else (),
        topics=(filters["topic"],) if "topic" in filters else (),
        since=datetime.combine(since, time(), UTC) if since else None,
        until=datetime.combine(until, time(), UTC) + timedelta(days=1) if until and until < date.max else None,
        limit=PAGE,
    )


def _day(written: str | None) -> date | None:
    if written is None:
        return None
    try:
        return date.fromisoformat(written)
    except ValueError as error:
        raise ValueError(f"{written!r} is not a day; write it like 2025-11-30") from error


def _chip(store: Store, name: str, value: str, outlets: Mapping[str, Outlet]) -> str:
    if name == "outlet" and value in outlets:
        return outlets[value].name
    if name == "language":
        return LANGUAGES.get(value, value)
    if name == "person" and value.isdecimal() and len(value) < 19:
        known = store.person(int(value))
        return known.name if known else value
    return {"date": "newest first", "relevance": "best first"}.get(value, value) if name == "sort" else value
