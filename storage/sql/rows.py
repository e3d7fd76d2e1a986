"""Values to columns and back. Articles are compared as columns, so what is compared is what is stored."""

# ruff: noqa: S608 - statements are put together from names in this package; values are always bound.
from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, cast

from normalise.byline_model import Person
from normalise.date_values import DateReading, ParsedDate
from storage.model import Article, Outlet
from storage.sql.connection import Row

Columns = dict[str, Any]

# Every column of `articles` that an Article carries, in the order of the schema; `body` stands in `texts`.
ARTICLE_COLUMNS: tuple[str, ...] = (
    "id", "url", "outlet", "title", "summary", "language",
    "published_at", "published_precision", "published_zone", "published_raw", "published_source",
    "modified_at", "modified_precision", "modified_zone", "modified_raw",
    "dates", "byline_raw", "people", "organisations", "topics", "tags", "section", "image", "guid",
    "access", "origin", "origins", "page_state", "page_problem", "first_seen", "fetched_at",
)  # fmt: skip
SELECT_ARTICLE = (
    f"SELECT {', '.join('a.' + name for name in ARTICLE_COLUMNS)}, a.dated_at, a.text_seen_at, a.text_sha256, t.body"
    " FROM articles AS a LEFT JOIN texts AS t ON t.article = a.id"
)


def time_text(moment: datetime | None) -> str | None:
    """A moment as stored: `2025-11-30 18:04:05` in UTC, a fraction only where there is one."""
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(" ") if moment is not None else None


def required_time_text(moment: datetime) -> str:
    """The same for a moment that is known."""
    return cast(str, time_text(moment))


def time_of(text: str | None) -> datetime | None:
    """A moment from its column."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC) if text else None


def required_time(text: str) -> datetime:
    """The same for a column that is never NULL."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def seconds_of(span: timedelta | None) -> int | None:
    """A span of time as whole seconds."""
    return int(span.total_seconds()) if span is not None else None


def json_text(value: Iterable[Any] | Mapping[str, Any]) -> str | None:
    """Compact JSON with sorted keys, so that equal values are equal texts; NULL for an empty list or mapping."""
    value = value if isinstance(value, Mapping) else list(value)
    if not value:
        return None
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    if "\\u0000" not in text:
        return text
    return json.dumps(_without_nul(value), ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def _without_nul(value: Any) -> Any:
    if isinstance(value, str):
        return value.replace("\0", "")
    if isinstance(value, Mapping):
        return {_without_nul(name): _without_nul(part) for name, part in value.items()}
    return [_without_nul(part) for part in value] if isinstance(value, list | tuple) else value


def storable(value: Any) -> Any:
    """A string as a database can keep it: without NUL and lone surrogates. Other values as they are."""
    if not isinstance(value, str) or _is_storable(value):
        return value
    return value.encode("utf-8", "replace").decode("utf-8").replace("\0", "")


def _is_storable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return "\0" not in text


def article_columns(article: Article) -> Columns:
    """An article as columns of `articles`, and `body`; without what belongs to the store's own history."""
    published, modified = article.published, article.modified
    columns: Columns = {
        "url": article.url,
        "outlet": article.outlet,
        "title": article.title,
        "summary": article.summary or None,
        "body": article.body or None,
        "language": article.language,
        "published_at": time_text(article.published_at),
        "published_precision": published.precision if published else None,
        "published_zone": published.zone if published else None,
        "published_raw": published.raw if published else None,
        "published_source": article.published_source,
        "modified_at": time_text(modified.instant) if modified else None,
        "modified_precision": modified.precision if modified else None,
        "modified_zone": modified.zone if modified else None,
        "modified_raw": modified.raw if modified else None,
        "dates": json_text(_reading_json(reading) for reading in article.dates),
        "byline_raw": article.byline_raw,
        "people": json_text(person_json(person) for person in article.people),
        "organisations": json_text(article.organisations),
        "topics": json_text(article.topics),
        "tags": json_text(article.tags),
        "section": article.section,
        "image": article.image,
        "guid": article.guid,
        "access": article.access,
        "origin": article.origin,
        "origins": json_text(dict(article.origins)),
        "page_state": article.page_state,
        "page_problem": article.page_problem,
        "first_seen": time_text(article.first_seen),
        "fetched_at": time_text(article.fetched_at),
    }
    return columns if _is_storable(_joined(columns)) else {name: storable(value) for name, value in columns.items()}


def article_of(row: Row) -> Article:
    """An article from a row of SELECT_ARTICLE."""
    published = _parsed(row, "published")
    return Article(
        url=row["url"],
        outlet=row["outlet"],
        title=row["title"],
        body=row["body"],
        summary=row["summary"],
        language=row["language"],
        published=published,
        published_at=published.instant if published else time_of(row["published_at"]),
        people=people_of(row["people"]),
        organisations=tuple(_list(row["organisations"])),
        byline_raw=row["byline_raw"],
        modified=_parsed(row, "modified"),
        dates=tuple(_reading(value) for value in _list(row["dates"])),
        published_source=row["published_source"],
        access=row["access"],
        topics=tuple(_list(row["topics"])),
        tags=tuple(_list(row["tags"])),
        section=row["section"],
        image=row["image"],
        origins=tuple(json.loads(row["origins"]).items()) if row["origins"] else (),
        origin=row["origin"],
        page_state=row["page_state"],
        guid=row["guid"],
        id=row["id"],
        first_seen=time_of(row["first_seen"]),
        fetched_at=time_of(row["fetched_at"]),
        page_problem=row["page_problem"],
    )


def outlet_of(row: Row) -> Outlet:
    """An outlet from its row."""
    return Outlet(
        id=row["id"],
        name=row["name"],
        group=row["group"],
        aliases=tuple(_list(row["aliases"])),
        language=row["language"],
        timezone=row["timezone"],
        homepage=row["homepage"],
        known_gaps=row["known_gaps"],
    )


def people_of(text: str | None) -> tuple[Person, ...]:
    """People from their JSON."""
    return tuple(Person(**value) for value in _list(text))


def text_sha256(title: str, summary: str | None, body: str | None) -> str:
    """The hash that tells one state of an article's text from another; a part that is missing is not an empty one."""
    parts = (title, summary, body)
    return hashlib.sha256("\0".join("-" if part is None else f"+{part}" for part in parts).encode()).hexdigest()


def short_hash(text: str | None) -> int | None:
    """64 bits of a text, as a database keeps an integer."""
    if text is None:
        return None
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), signed=True)


def columns_hash(columns: Columns) -> bytes:
    """A hash of all values of an article as handed in."""
    return hashlib.blake2b(_joined(columns).encode(), digest_size=16).digest()


def _joined(columns: Columns) -> str:
    return "\x1e".join([value or "" for value in columns.values()])


def _list(text: str | None) -> list[Any]:
    return json.loads(text) if text else []


def person_json(person: Person) -> Columns:
    """A person as JSON keeps them."""
    values = {
        "name": person.name,
        "key": person.key,
        "role": person.role,
        "given": person.given,
        "family": person.family,
    }
    return {name: value for name, value in values.items() if value is not None}


def _reading_json(reading: DateReading) -> Columns:
    value: Columns = {"kind": reading.kind, "source": reading.source, "raw": reading.raw}
    if reading.parsed is not None:
        parsed = reading.parsed
        value |= {"at": time_text(parsed.instant), "precision": parsed.precision, "zone": parsed.zone}
        if parsed.raw != reading.raw:
            value["read"] = parsed.raw
    return value


def _reading(value: Columns) -> DateReading:
    parsed = None
    if "at" in value:
        parsed = ParsedDate(
            required_time(value["at"]), value["precision"], value["zone"], str(value.get("read") or value["raw"])
        )
    return DateReading(value["kind"], value["source"], value["raw"], parsed)


def _parsed(row: Row, name: str) -> ParsedDate | None:
    if row[f"{name}_precision"] is None:
        return None
    return ParsedDate(
        required_time(row[f"{name}_at"]), row[f"{name}_precision"], row[f"{name}_zone"], row[f"{name}_raw"] or ""
    )
