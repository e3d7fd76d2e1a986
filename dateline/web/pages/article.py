"""Article: text, people, where each value came from, how the text differed, who else ran it."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from dateline.output import article_as_dict
from dateline.web import wording
from dateline.web.pages.page import Absent, Asked, Page, iso
from storage import Outlet, Revision, Store
from storage.captures import Reading


def article(store: Store, asked: Asked) -> Page:
    """One article: text, people, where each value came from, revisions, copies, visits."""
    number = int(asked["id"])
    found = store.article(number)
    if found is None:
        raise Absent(f"The store holds no article {number}.")
    revisions = store.revisions(number)
    captures = store.captures(number)
    copies = store.copies(number)
    sightings = store.sightings(number)
    readings = {reading.number: reading for reading in store.readings(number)}
    outlets = {outlet.id: outlet for outlet in store.outlets()}
    ids = store.signed_by(number)
    people = list(zip(found.people, ids if len(ids) == len(found.people) else [None] * len(found.people), strict=True))
    data = article_as_dict(found) | {
        "people": [{"id": ident, "name": person.name, "role": person.role} for person, ident in people],
        "revisions": [
            {"number": each.number, "seen_at": iso(each.seen_at), "title": each.title, "summary": each.summary,
             "body": each.body, "sha256": each.sha256} for each in revisions
        ],
        "sightings": [
            {"feed": feed, "first_seen": iso(first), "last_seen": iso(last)}
            for feed, first, last in sightings
        ],
        "copies": [
            {"id": each.article.id, "outlet": each.article.outlet, "title": each.article.title, "shared": each.shared}
            for each in copies
        ],
        "captures": [
            {"at": iso(each.at), "status": each.status, "found": each.found, "sha256": each.sha256, "size": each.size,
             "held": each.place is not None or each.same_as is not None} for each in captures
        ],
    }  # fmt: skip
    shown = {
        "article": found,
        "outlet": outlets.get(found.outlet, Outlet(found.outlet, found.outlet)),
        "outlets": outlets,
        "people": people,
        "changes": [_change(readings, *pair) for pair in pairwise(revisions)][::-1],
        "revisions": revisions,
        "sightings": sightings,
        "copies": copies,
        "captures": captures,
    }
    return Page("article.html", found.title, data, shown, store.sql_of("article", number))


def _change(readings: Mapping[int, Reading], before: Revision, after: Revision) -> dict[str, Any]:
    from dateline.differing import State, compare

    told = compare(State(before, readings.get(before.number)), State(after, readings.get(after.number)))
    headline = wording.words(before.title, after.title)
    summary = wording.words(before.summary or "", after.summary or "")
    return {
        "before": before,
        "after": after,
        "statement": told["statement"],
        "basis": told["basis_in_words"],
        "headline": None if headline.unchanged else headline,
        "summary": None if summary.unchanged else summary,
        "around": [(name, told[name]) for name in ("byline", "date") if isinstance(told[name], list)],
        "body": wording.paragraphs(before.body, after.body) if before.body and after.body else (),
        "first_body": bool(after.body and not before.body),
    }
