"""Articles into the store: the row, its text, its search index, its bylines and its revisions, always together.

What makes a revision here: the title, summary or body we are given differs from the one we held. Not a revision: a
field we did not have, or a fuller reading of a text we only had as an excerpt. A lesser reading (the page went behind a
paywall) never replaces a fuller one. Pages as they are fetched have stricter rules: `page_reading`.
"""

# ruff: noqa: S608 - statements are put together from names in this package; values are always bound.
from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from itertools import islice
from types import MappingProxyType
from typing import Any, Literal

from normalise.urls import canonical_url
from storage.captures import Basis
from storage.model import Article, SaveCounts
from storage.preparing import Prepared
from storage.sql import sharing
from storage.sql.connection import Connection, Row
from storage.sql.people import save_byline
from storage.sql.rows import (
    SELECT_ARTICLE,
    Columns,
    article_columns,
    columns_hash,
    json_text,
    people_of,
    required_time_text,
    text_sha256,
)
from storage.words import index_text

Outcome = Literal["new", "revised", "updated", "unchanged"]

TEXT = ("title", "summary", "body")
_AT_ONCE = 250  # articles whose hashes are asked for in one statement
_SEARCHED = ("title", "summary", "body", "byline_raw", "people", "organisations")
_PUBLISHED = ("published_at", "published_precision", "published_zone", "published_raw", "published_source")
_MODIFIED = ("modified_at", "modified_precision", "modified_zone", "modified_raw")
_FULLNESS = {None: 0, "error": 0, "login": 0, "consent": 0, "paywalled": 1, "excerpt": 2, "full": 3}
_NEVER_REPLACED = frozenset(
    {"url", "canonical", "first_seen", "origin", "page_state", "page_problem", "access", "body", "origins"}
)


def save_articles(connection: Connection, articles: Iterable[Article]) -> SaveCounts:
    """Insert or update articles by canonical address."""
    tally: dict[Outcome, int] = {"new": 0, "revised": 0, "updated": 0, "unchanged": 0}
    now = datetime.now(UTC)
    every = iter(articles)
    while some := [_given(article) for article in islice(every, _AT_ONCE)]:
        held = _hashes(connection, [columns["canonical"] for columns, _ in some])
        for columns, given in some:
            if held.get(columns["canonical"]) == given:
                tally["unchanged"] += 1
                continue
            outcome, known_as = _save(connection, columns, given, now)
            tally[outcome] += 1
            held[known_as] = None  # the same article may come again
    return SaveCounts(**tally)


def _given(article: Article) -> tuple[Columns, bytes]:
    """An article as columns, and the hash of its values as they were handed in."""
    columns = article_columns(article) | {"canonical": canonical_url(article.url)}
    given = columns_hash(columns)
    if columns["body"] and columns["page_state"] == "pending":
        columns["page_state"] = "fetched"  # given with its text, it has been read
    return columns, given


def _hashes(connection: Connection, addresses: list[str]) -> dict[str, bytes | None]:
    """What was last handed in under each of these addresses, where nothing has changed since."""
    rows = connection.execute(
        "SELECT canonical, saved_hash FROM articles WHERE canonical IN (SELECT value FROM json_each(?))"
        " AND saved_hash IS NOT NULL",
        (json_text(addresses) or "[]",),
    )
    return {row["canonical"]: row["saved_hash"] for row in rows}


def _save(connection: Connection, columns: Columns, given: bytes, now: datetime) -> tuple[Outcome, str]:
    """What came of an article, and the canonical address it has in the store."""
    old = find(connection, columns["canonical"])
    if old is None:
        columns["fetched_at"] = columns["fetched_at"] or (required_time_text(now) if columns["body"] else None)
        insert(connection, columns, now, saved_hash=given)
        return "new", columns["canonical"]
    outcome = change(connection, old, replacing(dict(old), columns), now, basis="not held")
    if outcome != "unchanged":
        connection.execute("UPDATE articles SET saved_hash = ? WHERE id = ?", (given, old["id"]))
    return outcome, canonical_url(old["url"])


def find(connection: Connection, url: str) -> Row | None:
    """The stored article of a canonical address, or of another address a feed gave it under."""
    row: Row | None = connection.execute(
        f"{SELECT_ARTICLE} WHERE a.id = coalesce((SELECT id FROM articles WHERE canonical = ?),"
        " (SELECT article FROM addresses WHERE url = ?))",
        (url, url),
    ).fetchone()
    return row


def by_id(connection: Connection, article: int | None) -> Row | None:
    """The stored article of an id."""
    row: Row | None = connection.execute(f"{SELECT_ARTICLE} WHERE a.id = ?", (article,)).fetchone()
    return row


def insert(connection: Connection, columns: Columns, now: datetime, saved_hash: bytes | None = None) -> int:
    """A new article with everything that hangs on it. Gives its id."""
    first_seen = columns["first_seen"] or required_time_text(now)
    row = {name: value for name, value in columns.items() if name != "body"} | {
        "first_seen": first_seen,
        "dated_at": columns["published_at"] or first_seen,
        "text_seen_at": columns["fetched_at"] or first_seen,
        "text_sha256": text_sha256(columns["title"], columns["summary"], columns["body"]),
        "saved_hash": saved_hash,
    }
    cursor = connection.execute(
        f"INSERT INTO articles ({', '.join(row)}) VALUES ({', '.join(':' + name for name in row)}) RETURNING id",
        row,
    )
    article = int(cursor.fetchone()[0])
    if columns["body"]:
        connection.execute("INSERT INTO texts (article, body) VALUES (?, ?)", (article, columns["body"]))
    folded = index_article(connection, article, columns)
    if columns["body"]:
        sharing.note(connection, article, folded)
    if columns["people"]:
        save_byline(connection, article, columns["outlet"], people_of(columns["people"]))
    _save_topics(connection, article, columns["topics"])
    return article


def replacing(old: Mapping[str, Any], new: Columns) -> Columns:
    """What of `new` takes the place of what is stored: values that are there and differ. None never erases."""
    changes = {
        name: value
        for name, value in new.items()
        if name not in _NEVER_REPLACED and name not in _PUBLISHED and name not in _MODIFIED
        if value is not None and value != "" and value != old[name]
    }
    changes |= _group_changes(old, new, _PUBLISHED) | _group_changes(old, new, _MODIFIED)
    if new["origins"]:
        origins = json.loads(old["origins"] or "{}") | json.loads(new["origins"])
        text = json_text(origins)
        changes |= {"origins": text} if text != old["origins"] else {}
    if new["body"] and new["body"] != old["body"] and (old["body"] is None or not is_lesser(old, new)):
        changes["body"] = new["body"]
        if new["origin"] not in ("feed", old["origin"]):
            changes["origin"] = new["origin"]  # whoever brought the text: by hand, or out of an archive
    if new["access"] and new["access"] != old["access"] and (old["body"] is None or not is_lesser(old, new)):
        changes["access"] = new["access"]
    if new["page_state"] == "fetched" and old["page_state"] != "fetched":
        changes |= {"page_state": "fetched", "page_problem": None}
    return changes


def _group_changes(old: Mapping[str, Any], new: Columns, names: tuple[str, ...]) -> Columns:
    """A date's columns change together; an instant alone does not take the precision from the same instant."""
    at, precision = names[0], names[1]
    if new[at] is None or (new[precision] is None and new[at] == old[at]):
        return {}
    return {name: new[name] for name in names if new[name] != old[name]}


def is_lesser(old: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
    """Whether a page served less than the text we hold: a wall after a full text."""
    return _FULLNESS[new["access"]] < _FULLNESS[old["access"]] and new["access"] is not None


def change(
    connection: Connection,
    old: Row,
    changes: Columns,
    at: datetime,
    *,
    text_only: bool = False,
    revised: bool | None = None,
    basis: Basis = "feed",
    prepared: Prepared | None = None,
) -> Outcome:
    """Write `changes` (columns that differ) to a stored article, with revision, index, bylines and topics.

    `text_only`: what is counted as updated are values other than the page's state. `revised`: whether the state of
    before is kept as a revision, where the caller knows; `basis` is then, and where it does not, that of the new state.
    """
    if not changes:
        return "unchanged"
    new = dict(old) | changes
    moved = [name for name in TEXT if name in changes and changes[name] != old[name]]
    told = revised is not None
    if revised is None:
        revised = bool(moved) and _is_revision(dict(old), new, moved)
    row = {name: value for name, value in changes.items() if name != "body"}
    if "published_at" in changes:
        row["dated_at"] = changes["published_at"] or old["first_seen"]
    if revised and not told and is_half_read(connection, old):
        revised = False  # counted when its feed reworded the headline
    elif revised:
        _keep_revision(connection, old)
    if moved and not told:
        _note_basis(connection, old["id"], basis if revised else None)
    if moved:
        row["text_seen_at"] = required_time_text(at)
        row["text_sha256"] = text_sha256(new["title"], new["summary"], new["body"])
    row["saved_hash"] = None
    connection.execute(
        f"UPDATE articles SET {', '.join(f'{name} = :{name}' for name in row)} WHERE id = :id",
        row | {"id": old["id"]},
    )
    if "body" in changes:
        connection.execute(
            "INSERT INTO texts (article, body) VALUES (?, ?) ON CONFLICT (article) DO UPDATE SET body = excluded.body",
            (old["id"], changes["body"]),
        )
    if any(name in changes for name in _SEARCHED):
        before = unindex_article(connection, old)
        folded = index_article(connection, old["id"], new, prepared.folded if prepared else MappingProxyType({}))
        if "body" in changes:
            sharing.note(connection, old["id"], folded, before, prepared.bands if prepared else None)
    if "people" in changes or "outlet" in changes:
        save_byline(connection, old["id"], new["outlet"], people_of(new["people"]))
    if "topics" in changes:
        _save_topics(connection, old["id"], new["topics"])
    if revised:
        return "revised"
    return "unchanged" if text_only and not set(changes) - {"page_state", "page_problem"} else "updated"


def _is_revision(old: Mapping[str, Any], new: Mapping[str, Any], moved: list[str]) -> bool:
    if old["body"] is None and new["body"] is not None:
        return False  # the page was read for the first time: the article becomes complete
    if "title" not in moved and old["access"] in ("paywalled", "excerpt") and new["access"] == "full":
        return False  # the whole of what was an excerpt
    return any(old[name] is not None for name in moved)


def is_half_read(connection: Connection, old: Row) -> bool:
    """Whether the text held is a feed's new headline over the body of before, while its page waits to be read again.

    The outlet never showed the two together, so the page, when read, takes the place of this state.
    """
    if old["page_state"] != "pending" or old["body"] is None:
        return False
    before = connection.execute(
        "SELECT body_zlib FROM revisions WHERE article = ? ORDER BY number DESC LIMIT 1", (old["id"],)
    ).fetchone()
    if before is None or before["body_zlib"] is None:
        return False
    same: bool = zlib.decompress(before["body_zlib"]).decode() == old["body"]
    return same


def _keep_revision(connection: Connection, old: Row) -> None:
    body = zlib.compress(old["body"].encode(), 6) if old["body"] is not None else None
    connection.execute(
        "INSERT INTO revisions (article, number, seen_at, title, summary, body_zlib, sha256)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            old["id"],
            current_number(connection, old["id"]),
            old["text_seen_at"],
            old["title"],
            old["summary"],
            body,
            old["text_sha256"],
        ),
    )


def _note_basis(connection: Connection, article: int, basis: Basis | None) -> None:
    """How the text now current was told from the one before; None: it took that one's place, whoever read that."""
    number = current_number(connection, article)
    connection.execute("DELETE FROM readings WHERE article = ? AND number = ?", (article, number))
    if basis is not None:
        connection.execute("INSERT INTO readings (article, number, basis) VALUES (?, ?, ?)", (article, number, basis))


def current_number(connection: Connection, article: int) -> int:
    """The number of the current state of an article's text."""
    row = connection.execute("SELECT count(*) + 1 FROM revisions WHERE article = ?", (article,)).fetchone()
    return int(row[0])


def searched_texts(columns: Mapping[str, Any]) -> tuple[str | None, str | None, str | None, str]:
    """What of an article is searched, as it is worded: title, summary, body, byline."""
    names = [person.name for person in people_of(columns["people"])]
    names += json.loads(columns["organisations"]) if columns["organisations"] else []
    byline = " ".join(filter(None, (columns["byline_raw"], *names)))
    return columns["title"], columns["summary"], columns["body"], byline


def searched_columns(columns: Mapping[str, Any], folded: Mapping[str, str] = MappingProxyType({})) -> list[str]:
    """What stands in the search index for an article: title, summary, body, byline, folded.

    `folded` are texts whose folding is known.
    """
    return [folded.get(text) or index_text(text) if text else "" for text in searched_texts(columns)]


def index_article(
    connection: Connection, article: int, columns: Mapping[str, Any], folded: Mapping[str, str] = MappingProxyType({})
) -> str:
    """Put an article into the search index; gives its folded body."""
    texts = searched_columns(columns, folded)
    connection.dialect.put(connection, article, texts)
    return texts[2]


def unindex_article(connection: Connection, old: Row) -> str:
    """Take an article out of the search index, as it stands there; gives its folded body."""
    texts = searched_columns(dict(old))
    connection.dialect.take(connection, old["id"], texts)
    return texts[2]


def _save_topics(connection: Connection, article: int, topics: str | None) -> None:
    connection.execute("DELETE FROM article_topics WHERE article = ?", (article,))
    if topics:
        connection.execute(
            "INSERT INTO article_topics (topic, article) SELECT value, ? FROM json_each(?) WHERE true"
            " ON CONFLICT DO NOTHING",
            (article, topics),
        )
