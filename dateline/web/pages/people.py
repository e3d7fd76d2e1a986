"""People: who signs, by outlet; and each with what they signed."""

from __future__ import annotations

from dataclasses import asdict

from dateline.output import article_as_dict
from dateline.web.pages.page import PAGE, Absent, Asked, Page, earlier_titles, without_body
from storage import Query, Store

PEOPLE = 100


def people(store: Store, asked: Asked) -> Page:
    """Who signs, by outlet, with every spelling."""
    outlet, wanted = asked.get("outlet", "").strip(), asked.get("q", "").strip()
    written = asked.get("from", "")
    start = int(written) if written.isascii() and written.isdecimal() and len(written) < 10 else 0
    found = store.people_page(outlet=outlet or None, name=wanted, limit=PEOPLE, offset=start)
    more = start + PEOPLE if found.total > start + PEOPLE else None
    data = {"total": found.total, "next": more, "people": [asdict(one) for one in found.people]}
    shown = {
        "people": found.people,
        "total": found.total,
        "start": start,
        "more": more,
        "q": wanted,
        "outlet": outlet,
        "outlets": {each.id: each for each in store.outlets()},
        "counted": store.people_counts(),
    }
    return Page("people.html", "People", data, shown, store.sql_of("people", outlet))


def person(store: Store, asked: Asked) -> Page:
    """One person: spellings, and what they signed."""
    number = int(asked["id"])
    known = store.person(number)
    if known is None:
        raise Absent(f"The store knows no person {number}.")
    query = Query(people=(str(known.id),), limit=PAGE)
    results = store.search_page(query, sort="date", cursor=asked.get("cursor") or None)
    earlier = earlier_titles(store, [hit.article.id for hit in results.hits if hit.article.id is not None])
    suggestions = [pair for pair in store.people_suggestions([known.outlet]) if known.id in (pair.a.id, pair.b.id)]
    data = asdict(known) | {
        "next": results.next,
        "signed": [
            without_body(article_as_dict(hit.article)) | {"earlier_titles": earlier.get(hit.article.id or 0, [])}
            for hit in results.hits
        ],
    }
    shown = {
        "person": known,
        "results": results,
        "paged": bool(asked.get("cursor")),
        "earlier": earlier,
        "suggestions": [pair.b if pair.a.id == known.id else pair.a for pair in suggestions],
        "outlets": {each.id: each for each in store.outlets()},
    }
    return Page("person.html", known.name, data, shown, store.sql_of("person", known.id))
