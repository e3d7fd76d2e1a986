"""What a page costs beside network and store, done in a worker: read, merged, packed for the archive or out of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crawler.extraction import NO_ARTICLE, Access, ExtractionError, extract_article
from normalise.topics import Topic
from storage import Article, Outlet
from storage.archive import ArchiveError, Record, gzip_member, payload_of
from storage.captures import Place
from storage.merging import merge, signature_of
from storage.preparing import Prepared, prepare
from storage.signing import Signature

if TYPE_CHECKING:  # a worker needs none of what reads feeds.yaml
    from crawler.config import Config


@dataclass(frozen=True, slots=True)
class Shared:
    """What the jobs of a run have in common: a pool's context. Outlets by id."""

    outlets: Mapping[str, Outlet]
    topics: tuple[Topic, ...]

    @classmethod
    def of(cls, config: Config) -> Shared:
        """As a configuration says."""
        return cls({outlet.id: outlet for outlet in config.outlets}, tuple(config.topics))


@dataclass(frozen=True, slots=True)
class MadePage:
    """What became of a page. `member` is its record for the archive, None where it is not to be kept or asks not to be.

    `access` consent, login or error: the page is no article, and `article` is as it was; `prepared` is then None.
    """

    article: Article
    signature: Signature
    access: Access
    noarchive: bool
    member: bytes | None
    prepared: Prepared | None


@dataclass(frozen=True, slots=True)
class MakePage:
    """A page to be made the article of an outlet (its id): `article` is what is known of it.

    `record` None: its bytes are not to be kept. `sha256` (hex) is that of `body`.
    """

    body: bytes
    options: dict[str, Any]
    outlet: str
    article: Article
    record: Record | None
    sha256: str | None

    @property
    def url(self) -> str:
        """The page's address."""
        return str(self.options["url"])

    def run(self, context: Shared) -> MadePage:
        """Read, merge, pack. Raises ExtractionError."""
        page = extract_article(self.body, **self.options)
        outlet = context.outlets[self.outlet]
        merged = merge(self.article, page, outlet=outlet, topics=context.topics)
        member = None
        if self.record is not None and not page.noarchive:
            member = gzip_member(self.record, payload_sha256=self.sha256)
        return MadePage(
            merged,
            signature_of(page, outlet),
            page.access,
            page.noarchive,
            member,
            prepare(merged) if page.access not in NO_ARTICLE else None,
        )


@dataclass(frozen=True, slots=True)
class ReadAgain:
    """What `place` of the archive in `folder` says today, merged into `article`; `sha256` (hex) is its payload's."""

    folder: Path
    place: Place
    sha256: str | None
    options: dict[str, Any]
    outlet: str
    article: Article

    @property
    def url(self) -> str:
        """The page's address."""
        return str(self.options["url"])

    def run(self, context: Shared) -> tuple[Article, Signature, Access]:
        """The article, what the page says of authors and date, and its access. Raises ExtractionError."""
        try:
            body = payload_of(self.folder, self.place, expected_sha256=self.sha256)
        except ArchiveError as error:
            raise ExtractionError(self.url, str(error)) from error
        page = extract_article(body, **self.options)
        outlet = context.outlets[self.outlet]
        merged = merge(self.article, page, outlet=outlet, topics=context.topics)
        return merged, signature_of(page, outlet), page.access
