"""An article with its history as one JSON object, and back: the lines of `export --format jsonl` and `import`.

With its text nothing is lost on the way. Without, `has_text` says that there is one, and its states keep their hashes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from typing import Any, TypeVar, get_args

from normalise.byline_model import Person
from normalise.date_values import DateReading, ParsedDate, Precision, ZoneBasis
from normalise.text import without_unwanted
from storage import Article, Carried, Revision, Shown, without_secrets
from storage.captures import Basis, Reading
from storage.model import Access, Origin, PageState
from storage.signing import Signature

FORM = 1  # what `dateline` says in each object; a later form has a higher number
WITHOUT_TEXT = "imported without its text; import an export made with --with-text"

_Value = TypeVar("_Value")


# --- out -----------------------------------------------------------------------------------------------------------


def as_record(carried: Carried, *, with_text: bool) -> dict[str, Any]:
    """A carried article as plain data."""
    article = carried.article
    record: dict[str, Any] = {
        "dateline": FORM,
        "id": article.id,
        "url": article.url,
        "outlet": article.outlet,
        "title": article.title,
        "language": article.language,
        "published_at": iso(article.published_at),
        "published": _date(article.published),
        "published_source": article.published_source,
        "modified": _date(article.modified),
        "dates": [
            {"kind": each.kind, "source": each.source, "raw": each.raw, "read": _date(each.parsed)}
            for each in article.dates
        ],
        "byline_raw": article.byline_raw,
        "people": [_person(person) for person in article.people],
        "organisations": list(article.organisations),
        "topics": list(article.topics),
        "tags": list(article.tags),
        "section": article.section,
        "image": article.image,
        "guid": article.guid,
        "access": article.access,
        "origin": article.origin,
        "origins": dict(article.origins),
        "page_state": article.page_state,
        "page_problem": article.page_problem,
        "first_seen": iso(article.first_seen),
        "fetched_at": iso(article.fetched_at),
        "has_text": bool(article.body or article.summary),
        "states": _states(carried, with_text),
        "feeds": [_shown(shown) for shown in carried.shown],
        "addresses": list(carried.addresses),
    }
    if with_text:
        record |= {"summary": article.summary, "body": article.body}
    return record


def iso(at: datetime | None) -> str | None:
    """A moment as ISO 8601 in UTC: 2026-01-05T10:00:00Z."""
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z") if at else None


def _states(carried: Carried, with_text: bool) -> list[dict[str, Any]]:
    made = {reading.number: reading for reading in carried.readings}
    states = []
    for state in carried.states:
        value: dict[str, Any] = {
            "number": state.number,
            "seen_at": iso(state.seen_at),
            "title": state.title,
            "sha256": state.sha256,
        }
        if with_text and state is not carried.states[-1]:  # the last is the article's own text
            value |= {"summary": state.summary, "body": state.body}
        if (reading := made.get(state.number)) is not None:
            value |= {
                "basis": reading.basis,
                "extractor": reading.extractor,
                "config_sha256": reading.config_sha256,
                "signature": _signature(reading.signature),
            }
        states.append(value)
    return states


def _signature(signature: Signature | None) -> dict[str, Any] | None:
    """What the page of a state said of its authors and date; None: not known."""
    if signature is None:
        return None
    return {
        "byline_raw": signature.byline_raw,
        "people": [_person(person) for person in signature.people],
        "organisations": list(signature.organisations),
        "published": _date(signature.published),
        "published_source": signature.published_source,
    }


def _date(date: ParsedDate | None) -> dict[str, Any] | None:
    if date is None:
        return None
    return {"at": iso(date.instant), "precision": date.precision, "zone": date.zone, "raw": date.raw}


def _person(person: Person) -> dict[str, str]:
    values = {
        "name": person.name,
        "key": person.key,
        "role": person.role,
        "given": person.given,
        "family": person.family,
    }
    return {name: value for name, value in values.items() if value is not None}


def _shown(shown: Shown) -> dict[str, Any]:
    return {
        "url": without_secrets(shown.feed),
        "outlet": shown.outlet,
        "first_seen": iso(shown.first_seen),
        "last_seen": iso(shown.last_seen),
        "title_hash": _hex(shown.title_hash),
        "summary_hash": _hex(shown.summary_hash),
    }


def _hex(number: int | None) -> str | None:
    return None if number is None else f"{number & (1 << 64) - 1:016x}"  # JSON's numbers end at 53 bits


# --- in ------------------------------------------------------------------------------------------------------------


def of_record(value: Any) -> Carried:
    """The carried article of such an object. Raises ValueError in words, with the fix, for what is none."""
    record = _Record(value)
    form = record.value.get("dateline", FORM)
    if not isinstance(form, int) or form > FORM:
        raise ValueError(f"was written by a newer dateline (form {form!r}, this one reads {FORM}): upgrade dateline")
    url = record.text("url")
    if not url.lower().startswith(("https://", "http://")):
        raise ValueError(f"`url` is {url[:80]!r}: give an address that begins with https:// or http://")
    given = "body" in record.value or "summary" in record.value
    lacks = not given and record.value.get("has_text") is True
    published = record.maybe("published", _parsed_date)
    state: PageState = record.choice("page_state", PageState) or ("fetched" if record.value.get("body") else "unwanted")
    article = Article(
        url=url,
        outlet=record.text("outlet"),
        title=record.text("title"),
        body=record.maybe_text("body"),
        summary=record.maybe_text("summary"),
        language=record.maybe_text("language"),
        published=published,
        published_at=published.instant if published else record.maybe("published_at", _moment),
        people=tuple(record.each("people", _person_of)),
        organisations=tuple(record.each("organisations", _text)),
        byline_raw=record.raw("byline_raw"),
        modified=record.maybe("modified", _parsed_date),
        dates=tuple(record.each("dates", _reading)),
        published_source=record.maybe_text("published_source"),
        access=record.choice("access", Access),
        topics=tuple(record.each("topics", _text)),
        tags=tuple(record.each("tags", _text)),
        section=record.maybe_text("section"),
        image=record.maybe_text("image"),
        origins=tuple(record.pairs("origins")),
        origin=record.choice("origin", Origin) or "hand",
        page_state="failed" if lacks else state,
        guid=record.raw("guid"),
        first_seen=record.maybe("first_seen", _moment),
        fetched_at=record.maybe("fetched_at", _moment),
        page_problem=WITHOUT_TEXT if lacks else record.maybe_text("page_problem"),
    )
    states: tuple[Revision, ...] = ()
    readings: tuple[Reading, ...] = ()
    if not lacks:
        states, readings = _states_of(record, article)
    return Carried(
        article,
        states,
        readings,
        tuple(record.each("feeds", _shown_of)),
        tuple(record.each("addresses", _text)),
    )


class _Record:
    """A JSON object, and reading its values with words for what is wrong."""

    def __init__(self, value: Any, what: str = "the line") -> None:
        if not isinstance(value, Mapping):
            raise ValueError(f"{what} is no JSON object: give one article a line, as {{...}}")
        self.value = value

    def text(self, name: str) -> str:
        found = self.value.get(name)
        if not isinstance(found, str) or not found.strip():
            raise ValueError(f"`{name}` is {'missing' if found is None else repr(found)[:60]}: give it as a text")
        return without_unwanted(found)

    def maybe_text(self, name: str) -> str | None:
        found = self.raw(name)
        return without_unwanted(found) if found is not None else None

    def raw(self, name: str) -> str | None:
        found = self.value.get(name)
        if found is not None and not isinstance(found, str):
            raise ValueError(f"`{name}` is {repr(found)[:60]}: give a text or null")
        return found

    def maybe(self, name: str, read: Callable[[Any, str], _Value]) -> _Value | None:
        found = self.value.get(name)
        return None if found is None else read(found, name)

    def each(self, name: str, read: Callable[[Any, str], _Value]) -> Iterable[_Value]:
        found = self.value.get(name) or []
        if not isinstance(found, list):
            raise ValueError(f"`{name}` is {repr(found)[:60]}: give a list")
        return [read(one, name) for one in found]

    def pairs(self, name: str) -> Iterable[tuple[str, str]]:
        found = self.value.get(name) or {}
        if not isinstance(found, Mapping) or not all(isinstance(value, str) for value in found.values()):
            raise ValueError(f"`{name}` is {repr(found)[:60]}: give an object of texts")
        return [(str(key), value) for key, value in found.items()]

    def choice(self, name: str, known: Any) -> Any:
        found = self.value.get(name)
        if found is not None and found not in get_args(known):
            raise ValueError(f"`{name}` is {repr(found)[:60]}: give one of {', '.join(get_args(known))}, or null")
        return found


def _text(value: Any, name: str) -> str:
    if not isinstance(value, str):
        raise ValueError(f"`{name}` holds {repr(value)[:60]}: give a list of texts")
    return without_unwanted(value)


def _moment(value: Any, name: str) -> datetime:
    try:
        found = datetime.fromisoformat(value)
        if found.tzinfo is not None:
            return found.astimezone(UTC)
    except (TypeError, ValueError, OverflowError):
        pass
    raise ValueError(f"`{name}` is {repr(value)[:60]}: give a time with its zone, such as 2025-11-30T18:04:05Z")


def _parsed_date(value: Any, name: str) -> ParsedDate:
    record = _Record(value, f"`{name}`")
    at = _moment(record.value.get("at"), f"{name}.at")
    precision: Precision = record.choice("precision", Precision) or "second"
    return ParsedDate(at, precision, record.choice("zone", ZoneBasis) or "stated", record.raw("raw") or "")


def _reading(value: Any, name: str) -> DateReading:
    record = _Record(value, f"an entry of `{name}`")
    kind = record.value.get("kind")
    if kind not in ("published", "modified"):
        raise ValueError(f"`{name}.kind` is {repr(kind)[:60]}: give published or modified")
    return DateReading(kind, record.text("source"), record.raw("raw") or "", record.maybe("read", _parsed_date))


def _person_of(value: Any, name: str) -> Person:
    from normalise.names import person_key

    record = _Record({"name": value} if isinstance(value, str) else value, f"an entry of `{name}`")
    printed = record.text("name")
    return Person(
        printed,
        record.maybe_text("key") or person_key(printed),
        record.maybe_text("role"),
        record.maybe_text("given"),
        record.maybe_text("family"),
    )


def _signature_of(value: Any, name: str) -> Signature:
    record = _Record(value, f"`{name}`")
    return Signature(
        record.maybe_text("byline_raw"),
        tuple(record.each("people", _person_of)),
        tuple(record.each("organisations", _text)),
        record.maybe("published", _parsed_date),
        record.maybe_text("published_source"),
    )


def _shown_of(value: Any, name: str) -> Shown:
    record = _Record(value, f"an entry of `{name}`")
    hashes = []
    for which in ("title_hash", "summary_hash"):
        text = record.raw(which)
        try:
            number = int(text, 16) if text else None
        except ValueError:
            raise ValueError(f"`{name}.{which}` is {text!r}: give 16 hexadecimal digits") from None
        if number is not None and not 0 <= number < 1 << 64:
            raise ValueError(f"`{name}.{which}` is {text!r}: give 16 hexadecimal digits")
        hashes.append(number - (1 << 64) if number is not None and number >= 1 << 63 else number)
    first, last = (_moment(record.value.get(which), f"{name}.{which}") for which in ("first_seen", "last_seen"))
    return Shown(record.text("url"), record.text("outlet"), first, last, hashes[0] or 0, hashes[1])


def _states_of(record: _Record, article: Article) -> tuple[tuple[Revision, ...], tuple[Reading, ...]]:
    """Every state; the last of them is the article's own text."""
    given = list(record.each("states", lambda value, name: _Record(value, f"an entry of `{name}`")))
    states, readings = [], []
    for number, state in enumerate(given, start=1):
        last = number == len(given)
        if not last and "body" not in state.value and "summary" not in state.value:
            raise ValueError(f"state {number} has no text: make the export with --with-text")
        states.append(
            Revision(
                0,
                number,
                _moment(state.value.get("seen_at"), "states.seen_at"),
                article.title if last else state.text("title"),
                article.body if last else state.maybe_text("body"),
                article.summary if last else state.maybe_text("summary"),
                state.raw("sha256") or "",
            )
        )
        if (basis := state.choice("basis", Basis)) is not None:
            made = (
                state.maybe_text("extractor"),
                state.maybe_text("config_sha256"),
                state.maybe("signature", _signature_of),
            )
            readings.append(Reading(0, number, basis, None, *made))
    return tuple(states), tuple(readings)
