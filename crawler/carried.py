"""What a feed carries, for the person who decides whether to watch it: items, dates and their zones, bylines, texts."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from crawler.readers import Entry, Kind, identity, read_feed
from crawler.readers.encoding import to_utf8, unpack
from crawler.readers.kinds import kind_of
from crawler.readers.splitting import split_items
from normalise.dates import ParsedDate, parse_date
from normalise.text import plain

_SAMPLE = 12  # items whose texts are measured
_FULL_TEXT_CHARACTERS = 1000  # a teaser is one or two paragraphs
_LONGEST_ITEM_BYTES = 400_000
_AHEAD = timedelta(minutes=10)  # clocks of servers differ by less
_TEXT = re.compile(rb"<(content:encoded|content|description|summary|body|xhtml:body)(?=[\s>])[^<>]*>", re.IGNORECASE)
# Of zone names only these mean one thing each (RFC 822, 5.1); IST is used in three countries.
_CLEAR_NAMES = frozenset({"GMT", "UTC", "UT", "Z", "EST", "EDT", "CST", "CDT", "MST", "MDT", "PST", "PDT", "AM", "PM"})
_ZONE_NAME = re.compile(r"\d:\d\d(?::\d\d)?\s*(?:[AaPp]\.?[Mm]\.?)?\s+\(?([A-Z]{2,5})\)?\s*\Z")


@dataclass(frozen=True, slots=True)
class Carried:
    """What one answer of a feed carries.

    `items` counts all, `bylines` those with one; `newest` is aware and in UTC, None where no date can be read.
    `full_text`: whether most items hold an article's whole text. `zone` says in words what is wrong with the dates;
    None: nothing. `identities` tells two feeds with the same articles; `news` is False for a sitemap of bare addresses.
    `problem` is why it is no feed that a crawl can read; None for one that is.
    """

    kind: Kind
    title: str | None = None
    items: int = 0
    bylines: int = 0
    newest: datetime | None = None
    language: str | None = None
    full_text: bool = False
    zone: str | None = None
    news: bool = True
    identities: frozenset[str] = frozenset()
    children: tuple[str, ...] = ()
    problem: str | None = None


def what_it_carries(
    body: bytes,
    *,
    url: str,
    content_type: str | None = None,
    timezone: str = "UTC",
    language: str | None = None,
    encoding: str | None = None,
    kind: str | None = None,
    links: str | None = None,
    now: datetime | None = None,
) -> Carried:
    """Read a feed's bytes and say what is in them; never raises for any bytes.

    `timezone`, `language`, `encoding`, `kind` and `links` are what feeds.yaml says of the feed and its outlet.
    """
    now = now or datetime.now(UTC)
    document = read_feed(body, url=url, content_type=content_type, encoding=encoding, kind=kind, links=links, now=now)
    entries = document.entries
    failed = document.problems and not document.seen and not document.children
    languages = Counter(entry.language for entry in entries if entry.language)
    dated = [_date(entry, timezone, language, now) for entry in entries]
    instants = [date.instant for date in dated if date]
    return Carried(
        kind=document.kind,
        title=document.title,
        items=len(document.seen) if document.kind != "sitemap" else len(entries),
        bylines=sum(1 for entry in entries if entry.byline_raw),
        newest=max(instants, default=None),
        language=languages.most_common(1)[0][0] if languages else None,
        full_text=_is_full_text(body, content_type, encoding),
        zone=_zone_trouble(entries, dated, timezone, now) if entries else None,
        news=any(entry.title for entry in entries),
        identities=frozenset(map(identity, entries)),
        children=document.children,
        problem="; ".join(document.problems) if failed else None,
    )


def merged(parent: Carried, children: Iterable[Carried]) -> Carried:
    """A sitemap index together with the sitemaps it names, as a crawl reads them: one feed."""
    read = [child for child in children if child.problem is None]
    if not read:
        return parent
    newest = [child.newest for child in read if child.newest]
    return Carried(
        kind=parent.kind,
        title=parent.title,
        items=sum(child.items for child in read),
        bylines=sum(child.bylines for child in read),
        newest=max(newest, default=None),
        language=next((child.language for child in read if child.language), None),
        zone=next((child.zone for child in read if child.zone), None),
        news=any(child.news for child in read),
        identities=frozenset().union(*(child.identities for child in read)),
        children=parent.children,
    )


def _date(entry: Entry, timezone: str, language: str | None, now: datetime) -> ParsedDate | None:
    raw = entry.published_raw or entry.updated_raw
    return parse_date(raw, timezone=timezone, language=entry.language or language, now=now) if raw else None


def _zone_trouble(
    entries: Sequence[Entry], dated: Sequence[ParsedDate | None], timezone: str, now: datetime
) -> str | None:
    """What is wrong with the dates of a feed, worst first; None where nothing is."""
    stated = [entry.published_raw or entry.updated_raw for entry in entries]
    raws = [raw for raw in stated if raw]
    dates = [date for date in dated if date]
    if not raws:
        return "no dates"
    if not dates:
        return f"dates that cannot be read, such as {raws[0][:40]!r}"
    troubles = []
    names = Counter(found[1] for raw in raws if (found := _ZONE_NAME.search(raw)) and found[1] not in _CLEAR_NAMES)
    if names:
        troubles.append(f"zone name {names.most_common(1)[0][0]}, read as {timezone}")
    # A day without a time needs no zone of its own to be the day it names.
    bare = sum(1 for date in dates if date.zone == "assumed" and date.precision != "day")
    if bare and not names:
        troubles.append(f"no zone, read as {timezone}")
    if ahead := [date.instant - now for date in dates if date.instant > now + _AHEAD and date.precision != "day"]:
        minutes = round(max(ahead).total_seconds() / 60)
        troubles.append(f"dates up to {minutes} minutes ahead of the clock: local time marked as another zone's?")
    if len(dates) < len(raws):
        unread = next(raw for raw, date in zip(stated, dated, strict=True) if raw and date is None)
        troubles.append(f"{len(raws) - len(dates)} dates that cannot be read, such as {unread[:40]!r}")
    return "; ".join(troubles) or None


def _is_full_text(body: bytes, content_type: str | None, encoding: str | None) -> bool:
    lengths = _text_lengths(body, content_type, encoding)
    return bool(lengths) and sum(length >= _FULL_TEXT_CHARACTERS for length in lengths) * 2 >= len(lengths)


def _text_lengths(body: bytes, content_type: str | None, encoding: str | None) -> list[int]:
    """Characters of the longest text of each of the first items: a reader keeps summaries, not texts."""
    body, problem = unpack(body)
    if problem:
        return []
    text, _ = to_utf8(body, content_type=content_type, encoding=encoding)
    kind, root = kind_of(text)
    if kind == "jsonfeed":
        return _json_lengths(text)
    if kind not in ("rss", "atom", "rdf", "cdf"):
        return []
    split = split_items(text, ("item", "entry"), root)
    return [_longest(item[:_LONGEST_ITEM_BYTES]) for item in split.items[:_SAMPLE]] if split else []


def _longest(item: bytes) -> int:
    longest, resume = 0, 0
    while opened := _TEXT.search(item, resume):
        closed = item.find(b"</" + opened[1], opened.end())
        if closed < 0:
            break
        inner = item[opened.end() : closed].replace(b"<![CDATA[", b"").replace(b"]]>", b"")
        longest, resume = max(longest, len(plain(inner.decode("utf-8", "replace")))), closed
    return longest


def _json_lengths(text: bytes) -> list[int]:
    try:
        feed = json.loads(text)
    except (ValueError, RecursionError):
        return []
    items = feed.get("items") if isinstance(feed, dict) else None
    texts = [
        [item.get(name) for name in ("content_html", "content_text")]
        for item in (items if isinstance(items, list) else [])[:_SAMPLE]
        if isinstance(item, dict)
    ]
    return [max((len(plain(text)) for text in given if isinstance(text, str)), default=0) for given in texts]
