"""Articles, polls and outlets that the storage tests share. All outlets and people are invented."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from normalise.bylines import Person
from normalise.date_values import DateReading, ParsedDate
from storage import Article, Outlet, Poll, SaveCounts, Sighting, Store, Validators

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)
FEED = "https://pelican.example/feed"
OTHER_FEED = "https://pelican.example/world"

OUTLETS = (
    Outlet("pelican", "The Pelican", aliases=("Harbour Pelican", "השקנאי"), language="en", known_gaps="print edition"),
    Outlet("pelican-he", "השקנאי בעברית", group="pelican", language="he", timezone="Asia/Jerusalem"),
    Outlet("manara", "المنارة اليوم", aliases=("Al-Manara Today",), language="ar"),
)

HEBREW_BODY = "הממשלה החליטה אתמול על הרחבת הנמל.\n\nדובר צה״ל מסר כי העבודות בעזה יימשכו. וּבְתֵל אָבִיב נרשמו עיכובים."
ARABIC_BODY = "أعلنت الحكومة أمس توسيع الميناء.\n\nوقال الوزير إن العمل في القدس سيستمر، وبالكتاب نص واضح."
ENGLISH_BODY = (
    "The port council met on Monday.\n\nThe second phase of the harbour plan starts in May, the minister said."
)


def after(minutes: float) -> datetime:
    return NOON + timedelta(minutes=minutes)


def read_date(moment: datetime, raw: str = "as printed", precision: Any = "second") -> ParsedDate:
    return ParsedDate(moment, precision, "stated", raw)


def entry(number: int = 1, *, fingerprint: str | None = None, **fields: Any) -> Sighting:
    """An article as a feed shows it: number 3 is /3 with the fingerprint f3."""
    values: dict[str, Any] = {
        "url": f"https://pelican.example/{number}",
        "outlet": "pelican",
        "title": f"Story number {number}",
        "page_state": "pending",
    }
    return Sighting(Article(**(values | fields)), fingerprint or f"f{number}")


def full_article(**fields: Any) -> Article:
    """An article with a value in every field."""
    published = read_date(NOON - timedelta(hours=2), "Mon, 05 Jan 2026 10:00:00 GMT")
    modified = read_date(NOON - timedelta(hours=1), "2026-01-05T11:00Z", "minute")
    values: dict[str, Any] = {
        "url": "https://pelican.example/harbour-plan",
        "outlet": "pelican",
        "title": "Harbour plan enters its second phase",
        "body": ENGLISH_BODY,
        "summary": "The council met.",
        "language": "en",
        "published": published,
        "people": (
            Person("Dana Orr-Levi", "dana orr levi", "reporter", "Dana", "Orr-Levi"),
            Person("Sami Qudsi", "sami qudsi"),
        ),
        "organisations": ("Harbour Wire",),
        "byline_raw": "By Dana Orr-Levi and Sami Qudsi, Harbour Wire",
        "modified": modified,
        "dates": (
            DateReading("published", "feed", published.raw, published),
            DateReading("modified", "meta", modified.raw, modified),
            DateReading("published", "time", "yesterday-ish", None),
        ),
        "published_source": "feed",
        "access": "full",
        "topics": ("harbour", "council"),
        "tags": ("Ports", "Politics"),
        "section": "News",
        "image": "https://pelican.example/i.jpg",
        "origins": (("byline", "json-ld"), ("title", "page")),
        "origin": "backfill",
        "page_state": "fetched",
        "guid": "tag:pelican.example,2026:1",
        "first_seen": NOON - timedelta(minutes=30),
        "fetched_at": NOON,
    }
    return Article(**(values | fields))


def poll(
    store: Store,
    at: datetime,
    *sightings: Sighting,
    seen: tuple[str, ...] | None = None,
    feed: str = FEED,
    outlet: str = "pelican",
    **fields: Any,
) -> SaveCounts:
    """Save a good poll that showed these entries; `seen` where it showed known ones as well."""
    shown = seen if seen is not None else tuple(sighting.fingerprint for sighting in sightings)
    values: dict[str, Any] = {"outcome": "ok", "status": 200, "entries": len(shown), "validators": Validators("etag")}
    return store.save_poll(Poll(feed, outlet, at, **(values | fields)), sightings, shown)


def unchanged(store: Store, at: datetime, **fields: Any) -> None:
    store.save_poll(Poll(FEED, "pelican", at, "unchanged", status=304, **fields), (), ())


def failed(store: Store, at: datetime, problem: str = "HTTP 503", **fields: Any) -> None:
    store.save_poll(Poll(FEED, "pelican", at, "failed", status=503, problem=problem, **fields), (), ())


def only(store: Store) -> Article:
    """The one article a store holds."""
    (article,) = store.articles()
    return article
