"""What a page says: the values an article is made of, each beside where it came from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from normalise.byline_model import Person
from normalise.dates import DateReading, ParsedDate
from normalise.errors import DatelineError

Access = Literal["full", "excerpt", "paywalled", "consent", "login", "error"]
NO_ARTICLE: Final[frozenset[Access]] = frozenset({"consent", "login", "error"})


class ExtractionError(DatelineError):
    """An answer that cannot be a page: binary, empty, a feed or JSON. `url` and `reason` say which and why."""

    exit_code = 3

    def __init__(self, url: str, reason: str) -> None:
        self.url = url
        self.reason = reason
        super().__init__(f"{url}: {reason}")


@dataclass(frozen=True, slots=True)
class PageRules:
    """An outlet's `page:` overrides from feeds.yaml: a CSS selector each, or None to let the extractor find it.

    `body` names the elements that hold the text (all matches, in order); `byline` and `published` the first element
    whose text, or `datetime` or `content` attribute, is the value.
    """

    body: str | None = None
    byline: str | None = None
    published: str | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """An article page as read. Text is plain, paragraphs of `body` are parted by a blank line; None means not found.

    `access` says what was served: the whole text (`full`), a part of it (`excerpt`: a teaser or a text cut short;
    `paywalled`: a wall says so), or no article at all (`consent`, `login`, `error`: body is None).
    `origins` names for each field where its value came from, such as `("title", "json-ld headline")`.
    `body_confidence` (0 to 1) is how sure the choice of the text is; below 0.45 a second extractor was asked.
    `noarchive` is True where the page asks not to be kept (robots meta, tdm-reservation).
    """

    url: str
    title: str | None = None
    body: str | None = None
    people: tuple[Person, ...] = ()
    organisations: tuple[str, ...] = ()
    byline_raw: str | None = None
    published: ParsedDate | None = None
    modified: ParsedDate | None = None
    dates: tuple[DateReading, ...] = ()
    language: str | None = None
    canonical_url: str | None = None
    access: Access = "full"
    summary: str | None = None
    section: str | None = None
    tags: tuple[str, ...] = ()
    image: str | None = None
    site_name: str | None = None
    origins: tuple[tuple[str, str], ...] = ()
    noarchive: bool = False
    body_confidence: float = 0.0
