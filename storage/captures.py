"""The part of the Store for what was served: archived answers, what was read from them, and pages to visit again.

A *capture* is one answer: of a page (a visit) or of a feed. Its bytes stand in a WARC file, to which it points; or they
do not, and it says why. A *reading* says from which capture, by which extractor and which configuration one state of an
article's text was made.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from storage.model import Article, Origin, PendingPage
from storage.signing import Signature

CaptureKind = Literal["page", "feed"]
Basis = Literal["first", "reread", "same extractor", "not held", "growth", "feed", "same words", "byline or date"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where the bytes of an answer stand: a WARC file's name in the store's archive folder, and one record in it.

    `offset` and `length` are in bytes of the compressed file: they cut out one gzip member.
    """

    file: str
    offset: int
    length: int


@dataclass(frozen=True, slots=True)
class Capture:
    """One answer. `url` is where it came from, redirects followed; `headers` are without cookies and credentials.

    `status` is HTTP's; 0 without bytes: there was no answer. 0 with bytes (`is_file`): a file that somebody saved and
    added by hand; `at` is then when it was saved, as its file or its giver says.
    `sha256` (hex) and `size` are of the payload: the body, content encoding undone; both None where there was none.
    `place` None: the bytes are not held under this capture: they are those of the capture `same_as`, or `absent` says
    why (noarchive, tdm-reservation, keep_raw: none, expired, forgotten). `keep_until` None: kept for ever.
    `found` says in words what the visit showed (first reading, same bytes, not modified, same words, differs, ...).
    """

    url: str
    at: datetime
    status: int
    outlet: str
    kind: CaptureKind = "page"
    article: int | None = None
    feed: str | None = None  # the feed's address, for kind "feed"
    headers: tuple[tuple[str, str], ...] = ()
    sha256: str | None = None
    size: int | None = None
    place: Place | None = None
    same_as: int | None = None
    absent: str | None = None
    keep_until: datetime | None = None
    found: str | None = None
    origin: Origin = "feed"
    id: int | None = None

    @property
    def is_file(self) -> bool:
        """Whether these are the bytes of a file that somebody saved: not an answer of a server to us."""
        return self.status == 0 and self.sha256 is not None

    def header(self, name: str) -> str | None:
        """The first header of this name, in any case."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key.lower() == wanted), None)


@dataclass(frozen=True, slots=True)
class Reading:
    """What made one state of an article's text. `number` is the state's (see Revision), `capture` the answer's id.

    `basis` says how this state was told from the one before:

    - first: there was none before, or it completes what was less (a feed's entry, a teaser);
    - reread: the words differ from those of the old bytes, read again with the same extractor;
    - same extractor: the old bytes are not held, but this very extractor and configuration had read them;
    - not held: the text we received differs; the bytes then served are not held;
    - growth: nothing of what stood there differs, paragraphs were added;
    - feed: a feed words its headline or summary differently; the page was not read yet;
    - same words: read again by a later extractor, its words are those of the state before: no difference;
    - byline or date: the words are those of the state before; the byline or the date differs, both read by one
      extractor. Kept as a state, counted as no revision.

    `signature` is what the page itself said of its authors and its date in this state (a feed's are not in it), so
    that they are known when the bytes are gone; None: the state was not read from a page, or by an older release.
    """

    article: int
    number: int
    basis: Basis
    capture: int | None = None
    extractor: str | None = None
    config_sha256: str | None = None
    signature: Signature | None = None


@dataclass(frozen=True, slots=True)
class PageReading:
    """How a page was read, for `save_page`: with which extractor and configuration, from which answer.

    `signature` is what the page says of its authors and date. `earlier` is the article as today's extractor reads it
    from the old bytes (those of `held_capture`), `earlier_signature` what they say of authors and date; None where they
    are not held. `next_visit`: when the page is due again; None: no more visits. `live`: the page says it is a live
    blog.
    """

    extractor: str
    config_sha256: str
    capture: Capture | None = None
    earlier: Article | None = None
    next_visit: datetime | None = None
    live: bool = False
    signature: Signature | None = None
    earlier_signature: Signature | None = None


@dataclass(frozen=True, slots=True)
class Corrected:
    """What a state of an article says when its bytes are read again; `article` holds the values as now read,
    `signature` the page's own words on authors and date. `held`: the article as it was when its bytes were read again;
    where it is another by the time this is written, nothing is (None: whatever it is by then).
    """

    article: Article
    number: int
    capture: int
    extractor: str
    config_sha256: str
    signature: Signature | None = None
    held: Article | None = None


class Captures(ABC):
    """The Store's methods for what was served: archived answers, and the pages to visit again."""

    @abstractmethod
    def save_capture(self, capture: Capture, *, next_visit: datetime | None = None) -> int:
        """Remember an answer; gives its id. Its bytes, if it points to any, are on disk and synced already.

        The same place again is the same capture. With an article, `next_visit` is when its page is due again (None: no
        more). A text that was read from the answer is saved by `save_page`, which saves the capture with it.
        """

    @abstractmethod
    def capture(self, capture: int) -> Capture | None:
        """One capture by its id."""

    @abstractmethod
    def captures(self, article: int) -> list[Capture]:
        """Every answer for an article's page, oldest first."""

    @abstractmethod
    def held_capture(self, article: int) -> Capture | None:
        """The answer from which the current text of an article was read; where that is not known, None.

        Where a feed reworded the headline and the page was not read again yet: the answer the body is from.
        """

    @abstractmethod
    def last_page(self, article: int) -> Capture | None:
        """The latest answer that served an article's page whole (status 200): what to ask conditionally with."""

    @abstractmethod
    def all_captures(
        self,
        *,
        kind: CaptureKind | None = None,
        outlets: Sequence[str] = (),
        since: datetime | None = None,
        until: datetime | None = None,
        file: str | None = None,
        held: bool = False,
    ) -> Iterator[Capture]:
        """Captures by file and offset. `held`: only those that point to bytes; `outlets` are ids or groups."""

    @abstractmethod
    def archive_files(self) -> Mapping[str, int]:
        """The WARC files that captures point to, and how many point there."""

    @abstractmethod
    def expired_captures(self, now: datetime) -> Mapping[str, tuple[int, ...]]:
        """Captures whose time has passed and whose bytes are held: ids by file."""

    @abstractmethod
    def move_captures(self, moved: Mapping[int, Place], gone: Mapping[int, str]) -> None:
        """Point captures to new places, and take the bytes from others (`gone`: id -> why), in one transaction.

        The new places are on disk and synced already; what is no longer pointed to may be deleted afterwards.
        """

    @abstractmethod
    def readings(self, article: int) -> list[Reading]:
        """What made each state of an article's text, by number; states saved without one are left out."""

    @abstractmethod
    def held_states(
        self, *, outlets: Sequence[str] = (), since: datetime | None = None, captures: Sequence[int] | None = None
    ) -> Iterator[tuple[Reading, Capture]]:
        """States of articles whose bytes are held, with the answer each was read from, by file and offset.

        `since` is compared with the time of the answer; `outlets` are ids, groups or names; `captures` are ids (None:
        all).
        """

    @abstractmethod
    def due_visits(self, now: datetime, outlets: Sequence[str] = (), limit: int = 1000) -> list[PendingPage]:
        """Articles that were read and whose page is due to be visited again at `now`, the longest due first."""

    @abstractmethod
    def first_visit(self, article: int) -> datetime | None:
        """When the page of an article was first read; None where no visits are planned for it."""

    @abstractmethod
    def correct(self, corrections: Sequence[Corrected]) -> int:
        """Make states say what their bytes say when read again; gives how many changed. One transaction.

        Never makes a revision: a better extractor is no edit. The current state's people, dates, access and topics are
        brought up to date with its text. A state whose words now equal those before it gets the basis "same words".
        """

    @abstractmethod
    def problems(self) -> list[str]:
        """What is wrong inside the database, in words: integrity, foreign keys, search index, hashes of texts."""
