"""Where a page of results ended, as an opaque text that belongs to one query."""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import dataclass, replace

from storage.model import Query


@dataclass(frozen=True, slots=True)
class Cursor:
    """By relevance: how many were shown (`offset`), of what was held up to the article `as_of`. By date: the last
    article shown, its id in `offset`."""

    offset: int
    as_of: int | None = None
    dated_at: str | None = None


def encode(cursor: Cursor, query: Query, sort: str) -> str:
    """A cursor as text."""
    values = [_mark(query, sort), cursor.offset, cursor.as_of, cursor.dated_at]
    return base64.urlsafe_b64encode(json.dumps(values, separators=(",", ":")).encode()).decode().rstrip("=")


def decode(text: str, query: Query, sort: str) -> Cursor:
    """A cursor from its text. Raises ValueError in words if it is none, or of another search."""
    try:
        mark, offset, as_of, dated_at = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        cursor = Cursor(int(offset), None if as_of is None else int(as_of), dated_at)
    except (ValueError, TypeError) as error:
        raise ValueError("that is not a cursor of a search; give the `next` of the page before") from error
    if mark != _mark(query, sort):
        raise ValueError("that cursor is of another search; give it with the same words, filters and order")
    return replace(cursor, offset=max(0, min(cursor.offset, 2**62)))


def _mark(query: Query, sort: str) -> str:
    asked = repr((query.text, query.outlets, query.people, query.topics, query.since, query.until, sort))
    return hashlib.sha256(asked.encode("utf-8", "replace")).hexdigest()[:8]
