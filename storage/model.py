"""What the store keeps, as frozen values. All datetimes are aware and in UTC; `*_raw` is a string as found.

A field that is None is not known; it is never filled with a guess. Identifiers (`id`) are None until stored.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

from normalise.byline_model import Person
from normalise.date_values import DateReading, ParsedDate
from storage.health import Pace

Access = Literal["full", "excerpt", "paywalled", "consent", "login", "error"]
PageState = Literal["pending", "fetched", "failed", "unwanted"]
PollOutcome = Literal["ok", "unchanged", "failed"]
Origin = Literal["feed", "hand", "backfill"]


@dataclass(frozen=True, slots=True)
class Outlet:
    """A news organisation's edition. `group` joins editions of one publisher: a claim names the group."""

    id: str
    name: str
    group: str | None = None
    aliases: tuple[str, ...] = ()
    language: str | None = None
    timezone: str = "UTC"
    homepage: str | None = None
    known_gaps: str | None = None

    def __post_init__(self) -> None:
        if self.group is None:
            object.__setattr__(self, "group", self.id)


@dataclass(frozen=True, slots=True)
class Article:
    """The stored item: what feed and page say together, normalised, with the raw strings beside the values.

    `url` is its address as given; its canonical form identifies the article. `outlet` is an outlet's id. `published`
    carries precision and zone; `published_at` is its instant and may be given alone (then its origin is unknown).
    """

    url: str
    outlet: str
    title: str
    body: str | None = None
    summary: str | None = None
    language: str | None = None
    published: ParsedDate | None = None
    published_at: datetime | None = None
    people: tuple[Person, ...] = ()
    organisations: tuple[str, ...] = ()
    byline_raw: str | None = None
    modified: ParsedDate | None = None
    dates: tuple[DateReading, ...] = ()
    published_source: str | None = None  # the source of the reading that was chosen: "feed", "json-ld", ...
    access: Access | None = None  # None until a page was read
    topics: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    section: str | None = None
    image: str | None = None
    origins: tuple[tuple[str, str], ...] = ()  # field -> where its value came from
    origin: Origin = "feed"
    page_state: PageState = "pending"
    guid: str | None = None
    id: int | None = None
    first_seen: datetime | None = None
    fetched_at: datetime | None = None
    page_problem: str | None = None  # why its page is pending or failed, in words

    def __post_init__(self) -> None:
        stated = self.published.instant if self.published else None
        if self.published_at is None:
            object.__setattr__(self, "published_at", stated)
        elif self.published_at.tzinfo is None:
            raise ValueError(f"published_at must be aware: {self.published_at!r}")
        elif stated is not None and stated != self.published_at:
            raise ValueError(f"published ({stated}) and published_at ({self.published_at}) differ: give one of them")


@dataclass(frozen=True, slots=True)
class Revision:
    """One state of an article's text as we received it. `number` counts from 1; `body` None: only the feed was read."""

    article: int
    number: int
    seen_at: datetime
    title: str
    body: str | None
    summary: str | None
    sha256: str


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """A person of one outlet as the store knows them, with every spelling seen. `articles` counts their bylines.

    `editions` are the outlets they sign in: several only where somebody merged people of one group.
    """

    id: int
    outlet: str
    name: str
    key: str
    spellings: tuple[str, ...]
    articles: int
    editions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PersonSuggestion:
    """Two who may be one person: never a fact until somebody merges them.

    `score` is 0 to 1, `margin` its lead over the next best name; both are 1 for one name in two editions.
    """

    a: KnownPerson
    b: KnownPerson
    score: float
    margin: float


@dataclass(frozen=True, slots=True)
class Validators:
    """What a feed's last good answer gave for asking again, exactly as given; and a hash of the body it vouches for."""

    etag: str | None = None
    last_modified: str | None = None
    body_sha256: str | None = None


@dataclass(frozen=True, slots=True)
class Feed:
    """An address that lists an outlet's articles, as the store needs to know it."""

    url: str
    outlet: str
    every: timedelta | None = None


@dataclass(frozen=True, slots=True)
class FeedState:
    """A feed's history in one row: `failures` counts polls failed in a row; `due_at` None means never polled.

    `skew_s`: seconds by which its dates are habitually later than its pages' own (median of `skew_articles`, at most
    200); None where fewer than five articles have both.
    """

    url: str
    outlet: str
    validators: Validators = Validators()
    due_at: datetime | None = None
    last_polled: datetime | None = None
    last_good: datetime | None = None
    last_outcome: PollOutcome | None = None
    last_problem: str | None = None
    failures: int = 0
    articles: int = 0
    moved_to: str | None = None  # where a 301 or 308 pointed
    gone: bool = False  # answered 410: asked again once a week
    title: str | None = None
    skew_s: float | None = None
    skew_articles: int = 0
    every: timedelta | None = None  # as feeds.yaml says; None: by its pace
    pace: Pace = field(default_factory=Pace)
    moved_polls: int = 0  # good polls in a row that led to `moved_to`


@dataclass(frozen=True, slots=True)
class Poll:
    """One request for a feed and what came of it. `problem` says in words why it failed.

    `entries` counts what the feed showed, `known` how many of them the poll before had shown too: entries without a
    known one may mean that some were missed. `due_at`: when the feed should be asked again. `pace` None leaves it.
    """

    feed: str
    outlet: str
    at: datetime
    outcome: PollOutcome
    status: int | None = None
    problem: str | None = None
    entries: int | None = None
    known: int | None = None
    validators: Validators | None = None
    due_at: datetime | None = None
    moved_to: str | None = None
    gone: bool = False
    title: str | None = None
    pace: Pace | None = None


@dataclass(frozen=True, slots=True)
class Sighting:
    """An article as a feed showed it. `fingerprint` is of the entry's bytes: equal means nothing changed."""

    article: Article
    fingerprint: str


@dataclass(frozen=True, slots=True)
class SaveCounts:
    """What a write changed: articles `new`, `revised` (text differs), `updated` (other fields), `unchanged`."""

    new: int = 0
    revised: int = 0
    updated: int = 0
    unchanged: int = 0

    def __add__(self, other: SaveCounts) -> SaveCounts:
        return SaveCounts(
            self.new + other.new,
            self.revised + other.revised,
            self.updated + other.updated,
            self.unchanged + other.unchanged,
        )


@dataclass(frozen=True, slots=True)
class Query:
    """What to look for. `text` is typed by a person and safe whatever it holds; words are all required.

    "Quoted words" are a phrase, a final * leaves a word's end open, Hebrew and Arabic words are found behind their
    prefixes. `outlets` holds ids, groups, names or aliases, `people` any spelling of a name or a surname, `topics`
    topic ids: any of each. `since` is inclusive and `until` exclusive, both compared with `published_at`, or with
    `first_seen` where no date is known. An empty field asks for nothing; text without a word in it finds nothing.
    """

    text: str | None = None
    outlets: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    since: datetime | None = None
    until: datetime | None = None
    limit: int = 50


@dataclass(frozen=True, slots=True)
class Hit:
    """An article found, its score (higher is better; 0 where nothing was ranked) and a snippet with [marked] words."""

    article: Article
    score: float
    snippet: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """What we watched of an outlet (all editions of its group) in a window, so that a miss can be weighed.

    `longest_gap` is the longest time without a good poll inside the window, its edges counted; `first_poll` is the
    first poll ever. `unread` counts articles whose page was seen in a feed but not read, `unread_reasons` says why.
    Where a group has several editions, `longest_gap` is that of the edition watched worst, and the feeds of one edition
    stand in for each other; `silent_feeds` are the watched ones without a good poll in the window.
    """

    outlet: str
    since: datetime
    until: datetime
    polls: int = 0
    failed: int = 0
    longest_gap: timedelta | None = None
    without_overlap: int = 0
    articles: int = 0
    unread: int = 0
    unread_reasons: tuple[tuple[str, int], ...] = ()
    first_poll: datetime | None = None
    last_poll: datetime | None = None
    feeds: int = 0
    known_gaps: tuple[str, ...] = ()
    silent_feeds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RunSummary:
    """One invocation of `dateline crawl`, as its last line and exit code tell it. `ended` None: it never finished."""

    started: datetime
    ended: datetime | None = None
    feeds_ok: int = 0
    feeds_unchanged: int = 0
    feeds_failed: tuple[tuple[str, str], ...] = ()  # (feed address, reason)
    articles: SaveCounts = SaveCounts()
    pages_fetched: int = 0
    pages_failed: int = 0
    exit_code: int | None = None
    id: int | None = None


@dataclass(frozen=True, slots=True)
class PendingPage:
    """An article whose page is still to be fetched. `attempts` counts the failed ones."""

    article: int
    url: str
    outlet: str
    attempts: int = 0


@dataclass(frozen=True, slots=True)
class StoredReport:
    """A report that was compared, and the findings of its latest comparison as JSON."""

    id: int
    sha256: str
    name: str
    text: str
    compared_at: datetime
    findings_json: str
