"""What each page shows, read from the store: the same values for the template and for JSON, and the SQL behind them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Any

from dateline.output import article_as_dict, hit_as_dict
from dateline.web import wording
from dateline.web.showing import LANGUAGES, bars
from storage import Outlet, Query
from storage.asking import Counts, Sort
from storage.model import Revision
from storage.sqlite import browsing
from storage.sqlite.store import SqliteStore

PAGE = 25
PEOPLE = 100
DAYS = 28
_MOST_VALUES = 12
_FILTERS = ("q", "outlet", "topic", "person", "language", "day", "sort")


@dataclass(frozen=True, slots=True)
class Page:
    """One answer: `data` is its JSON, `shown` what the template needs beside it, `sql` where to go on from."""

    template: str
    title: str
    data: Any
    shown: Mapping[str, Any] = field(default_factory=dict)
    sql: browsing.Sql | None = None


class Absent(Exception):
    """There is no such page; says so in words."""


Asked = Mapping[str, str]  # the address's query, and what its path names
Maker = Callable[[SqliteStore, Asked], Page]


# --- coverage ----------------------------------------------------------------------------------------------------


def coverage(store: SqliteStore, asked: Asked) -> Page:
    """The latest articles, or those that match; counts, and a timeline. Raises ValueError in words."""
    filters = {key: asked[key].strip() for key in _FILTERS if asked.get(key, "").strip()}
    query = _query(filters)
    sort: Sort = "date" if filters.get("sort") == "date" else "relevance"
    results = store.search_page(query, sort=sort, cursor=asked.get("cursor") or None)
    outlets = {outlet.id: outlet for outlet in store.outlets()}
    facets = {
        "outlet": store.count_by(query, "outlet", limit=_MOST_VALUES),
        "topic": store.count_by(query, "topic", limit=_MOST_VALUES),
        "language": store.count_by(query, "language", limit=_MOST_VALUES),
        "person": store.count_by(query, "person", limit=_MOST_VALUES),
    }
    timeline = store.timeline(query)
    columns = bars(timeline)
    data = {
        "query": filters,
        "understood": results.understood,
        "notes": list(results.notes),
        "total": results.total,
        "total_exact": results.total_exact,
        "next": results.next,
        "articles": [_without_body(hit_as_dict(hit)) for hit in results.hits],
        "counts": {name: [asdict(count) for count in counts.counts] for name, counts in facets.items()},
        "timeline": [{"day": str(day.day), "outlet": day.outlet, "articles": day.articles} for day in timeline.days],
    }
    shown = {
        "results": results,
        "understood": store.explain(filters["q"])[0] if "q" in filters else "",
        "filters": {name: filters.get(name, "") for name in _FILTERS},
        "chosen": bool(filters),
        "chips": [(name, _chip(store, name, value, outlets, facets)) for name, value in filters.items() if name != "q"],
        "facets": facets,
        "outlets": outlets,
        "bars": columns,
        "first_day": columns[0].first if columns else None,
        "last_day": columns[-1].last if columns else None,
        "timeline": timeline,
        "paged": bool(asked.get("cursor")),
    }
    return Page("coverage.html", "Coverage", data, shown, browsing.articles_sql(store, query))


def _query(filters: Mapping[str, str]) -> Query:
    since = until = None
    if "day" in filters:
        try:
            since = datetime.combine(date.fromisoformat(filters["day"]), time(), UTC)
        except ValueError as error:
            raise ValueError(f"{filters['day']!r} is not a day; write it like 2025-11-30") from error
        until = since + timedelta(days=1)
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
        since=since,
        until=until,
        limit=PAGE,
    )


def _chip(
    store: SqliteStore, name: str, value: str, outlets: Mapping[str, Outlet], facets: Mapping[str, Counts]
) -> str:
    if name == "outlet" and value in outlets:
        return outlets[value].name
    if name == "language":
        return LANGUAGES.get(value, value)
    if name == "person":
        labels = {count.value: count.label for count in facets["person"].counts}
        return labels.get(value) or next((one.name for one in store.people() if str(one.id) == value), value)
    return {"date": "newest first", "relevance": "best first"}.get(value, value) if name == "sort" else value


def _without_body(article: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in article.items() if key not in ("body", "dates", "origins")}


# --- article -----------------------------------------------------------------------------------------------------


def article(store: SqliteStore, asked: Asked) -> Page:
    """One article: text, people, where each value came from, revisions, copies, visits."""
    number = int(asked["id"])
    found = store.article(number)
    if found is None:
        raise Absent(f"The store holds no article {number}.")
    revisions = store.revisions(number)
    captures = store.captures(number)
    copies = store.copies(number)
    outlets = {outlet.id: outlet for outlet in store.outlets()}
    ids = browsing.signed_by(store, number)
    people = list(zip(found.people, ids if len(ids) == len(found.people) else [None] * len(found.people), strict=True))
    data = article_as_dict(found) | {
        "people": [{"id": ident, "name": person.name, "role": person.role} for person, ident in people],
        "revisions": [
            {"number": each.number, "seen_at": _iso(each.seen_at), "title": each.title, "summary": each.summary,
             "body": each.body, "sha256": each.sha256} for each in revisions
        ],
        "sightings": [
            {"feed": feed, "first_seen": _iso(first), "last_seen": _iso(last)}
            for feed, first, last in store.sightings(number)
        ],
        "copies": [
            {"id": each.article.id, "outlet": each.article.outlet, "title": each.article.title, "shared": each.shared}
            for each in copies
        ],
        "captures": [
            {"at": _iso(each.at), "status": each.status, "found": each.found, "sha256": each.sha256, "size": each.size,
             "held": each.place is not None or each.same_as is not None} for each in captures
        ],
    }  # fmt: skip
    shown = {
        "article": found,
        "outlet": outlets.get(found.outlet, Outlet(found.outlet, found.outlet)),
        "outlets": outlets,
        "people": people,
        "changes": [_change(store, *pair) for pair in pairwise(revisions)][::-1],
        "revisions": revisions,
        "sightings": store.sightings(number),
        "copies": copies,
        "captures": captures,
    }
    return Page("article.html", found.title, data, shown, browsing.article_sql(number))


def _change(store: SqliteStore, before: Revision, after: Revision) -> dict[str, Any]:
    from dateline.differing import State, compare

    reading = next((each for each in store.readings(after.article) if each.number == after.number), None)
    told = compare(State(before, None, None, None), State(after, reading, None, None))
    headline = wording.words(before.title, after.title)
    summary = wording.words(before.summary or "", after.summary or "")
    return {
        "before": before,
        "after": after,
        "statement": told["statement"],
        "basis": told["basis_in_words"],
        "headline": None if headline.unchanged else headline,
        "summary": None if summary.unchanged else summary,
        "body": wording.paragraphs(before.body, after.body) if before.body and after.body else (),
        "first_body": bool(after.body and not before.body),
    }


# --- people ------------------------------------------------------------------------------------------------------


def people(store: SqliteStore, asked: Asked) -> Page:
    """Who signs, by outlet, with every spelling."""
    from normalise.text import fold

    outlet, wanted = asked.get("outlet", "").strip(), asked.get("q", "").strip()
    known = store.people([outlet] if outlet else [])
    counted = Counter(person.outlet for person in (known if not outlet else store.people()))
    if wanted:
        known = [one for one in known if any(fold(wanted) in fold(name) for name in (one.name, *one.spellings))]
    known = sorted(known, key=lambda one: (-one.articles, one.name, one.id))
    start = min(int(asked["from"]), len(known)) if asked.get("from", "").isdecimal() else 0
    listed = known[start : start + PEOPLE]
    more = start + PEOPLE if len(known) > start + PEOPLE else None
    data = {"total": len(known), "next": more, "people": [asdict(one) for one in listed]}
    shown = {
        "people": listed,
        "total": len(known),
        "start": start,
        "more": more,
        "q": wanted,
        "outlet": outlet,
        "outlets": {each.id: each for each in store.outlets()},
        "counted": counted.most_common(),
    }
    return Page("people.html", "People", data, shown, browsing.people_sql(outlet or None))


def person(store: SqliteStore, asked: Asked) -> Page:
    """One person: spellings, and what they signed."""
    number = int(asked["id"])
    known = next((one for one in store.people() if one.id == number), None)
    if known is None:
        raise Absent(f"The store knows no person {number}.")
    query = Query(people=(str(number),), limit=PAGE)
    results = store.search_page(query, sort="date", cursor=asked.get("cursor") or None)
    titles = {hit.article.id: [each.title for each in store.revisions(hit.article.id or 0)] for hit in results.hits}
    earlier = {
        ident: [title for title in dict.fromkeys(told) if title != told[-1]] for ident, told in titles.items() if told
    }
    suggestions = [pair for pair in store.people_suggestions([known.outlet]) if number in (pair.a.id, pair.b.id)]
    data = asdict(known) | {
        "next": results.next,
        "signed": [
            _without_body(article_as_dict(hit.article)) | {"earlier_titles": earlier.get(hit.article.id, [])}
            for hit in results.hits
        ],
    }
    shown = {
        "person": known,
        "results": results,
        "earlier": earlier,
        "suggestions": [pair.b if pair.a.id == number else pair.a for pair in suggestions],
        "outlets": {each.id: each for each in store.outlets()},
    }
    return Page("person.html", known.name, data, shown, browsing.person_sql(number))


# --- outlets -----------------------------------------------------------------------------------------------------


def outlets(store: SqliteStore, asked: Asked) -> Page:
    """How each outlet is watched: health in words, and a calendar of the last four weeks."""
    from dateline.health import picture

    now = datetime.now(UTC)
    told = picture(store, now)
    today = now.date()
    window = [today - timedelta(days=back) for back in range(DAYS)]
    since = datetime.combine(window[-1], time(), UTC)
    by_day = {(each.outlet, each.day): each for each in browsing.days(store, since)}
    feeds: dict[str, list[dict[str, Any]]] = {}
    for feed in told.feeds:
        feeds.setdefault(feed.outlet, []).append(
            {"url": feed.url, "last_good": feed.last_good, "articles": feed.articles,
             "troubles": [words for _, words in told.troubles(feed)]}
        )  # fmt: skip
    health = {each.outlet: each for each in told.outlets}
    rows: list[dict[str, Any]] = [
        {
            "outlet": outlet,
            "feeds": feeds.get(outlet.id, []),
            "last_good": max((one["last_good"] for one in feeds.get(outlet.id, []) if one["last_good"]), default=None),
            "health": health.get(outlet.id),
            "days": [(day, by_day.get((outlet.id, day))) for day in window],
        }
        for outlet in store.outlets()
    ]
    data = [
        {
            "id": row["outlet"].id,
            "name": row["outlet"].name,
            "group": row["outlet"].group,
            "last_good": _iso(row["last_good"]),
            "feeds": [one | {"last_good": _iso(one["last_good"])} for one in row["feeds"]],
            "health": asdict(row["health"]) if row["health"] else None,
            "days": [
                {"day": str(day), "state": one.state, "articles": one.articles, "polls": one.polls,
                 "failed": one.failed}
                if one else {"day": str(day), "state": "not watched"}
                for day, one in row["days"]
            ],
        }
        for row in rows
    ]  # fmt: skip
    return Page("outlets.html", "Outlets", data, {"rows": rows, "window": window}, browsing.days_sql(since))


# --- reports -----------------------------------------------------------------------------------------------------


def reports(store: SqliteStore, asked: Asked) -> Page:
    """The reports that were compared."""
    listed = [(each, store.report_history(each.id)) for each in store.reports()]
    counts = {each.id: Counter(claim.finding for claim in history.claims).most_common() for each, history in listed}
    data = [
        {"id": each.id, "name": each.name, "compared_at": _iso(each.compared_at), "claims": len(history.claims),
         "counts": dict(counts[each.id]), "reviewed": len(history.decided)}
        for each, history in listed
    ]  # fmt: skip
    return Page("reports.html", "Reports", data, {"reports": listed, "counts": counts}, browsing.reports_sql())


def report(store: SqliteStore, asked: Asked) -> Page:
    """One report: its claims with the findings of the latest comparison, and people's decisions."""
    number = int(asked["id"])
    found = next((each for each in store.reports() if each.id == number), None)
    if found is None:
        raise Absent(f"The store holds no report {number}.")
    history = store.report_history(number)
    data = {
        "id": found.id,
        "name": found.name,
        "compared_at": _iso(found.compared_at),
        "text": found.text,
        "claims": [asdict(claim) | {"id": claim.id} for claim in history.claims],
        "reviews": [asdict(review) | {"at": _iso(review.at)} for review in history.reviews],
    }
    shown = {
        "report": found,
        "history": history,
        "counts": Counter(claim.finding for claim in history.claims).most_common(),
        "outlets": {each.id: each for each in store.outlets()},
    }
    return Page("report.html", found.name, data, shown, browsing.report_sql(number))


def comparison_page(store: SqliteStore, number: int) -> str:
    """A report held against the store as it is now, as `dateline compare --html` writes it. Keeps nothing."""
    from comparison import compare
    from dateline import reviewing
    from dateline.reporting import report_page

    found = next((each for each in store.reports() if each.id == number), None)
    if found is None:
        raise Absent(f"The store holds no report {number}.")
    published, window = reviewing.date_and_window(found)
    made = compare(found.text, store, published_at=published, window=window)
    return report_page(made, name=found.name, dossier=reviewing.dossier(store, made, found))


def _iso(at: datetime | None) -> str | None:
    return at.isoformat(timespec="seconds").replace("+00:00", "Z") if at else None
