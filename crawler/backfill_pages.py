"""A page out of somebody's crawl, or of a list of addresses, made an article: the same extraction, merge and archive
as in a crawl.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from crawler.archiving import Archive, Served, keep_until, next_visit
from crawler.backfill_hosts import OutletHosts
from crawler.config import Config
from crawler.earlier import read_earlier
from crawler.extraction import ExtractionError, Page
from crawler.extraction.version import EXTRACTOR
from crawler.rereading import config_sha256, options
from crawler.workers import ExtractionPool, NoWorkerError
from normalise.urls import canonical_url
from storage import Article, Outlet, Store
from storage.backfilling import BackfillPage, SourceRecord
from storage.captures import PageReading, Place
from storage.merging import merge, signature_of

NO_ARTICLE = {
    "consent": "consent pages",
    "login": "login pages",
    "error": "error or challenge pages",
}
NO_TOPIC = "without a topic"
NOT_READ = "not readable"
NOTHING = "without an article"
FORGOTTEN = "let go of"
_NOT_ARTICLES = frozenset({"", "/", "/robots.txt", "/favicon.ico"})


@dataclass(frozen=True, slots=True)
class _Headers:
    """Headers as Scrapy gives them: what the archive expects of an answer."""

    pairs: Sequence[tuple[str, str]]

    def items(self) -> Iterator[tuple[bytes, list[bytes]]]:
        for name, value in self.pairs:
            yield name.encode("latin-1", "replace"), [value.encode("latin-1", "replace")]

    def get(self, name: str) -> bytes | None:
        wanted = name.lower()
        return next((v.encode("latin-1", "replace") for k, v in self.pairs if k.lower() == wanted), None)


@dataclass(frozen=True, slots=True)
class Answer:
    """What an address answered, to whomever, at `at`; the body's encodings undone."""

    url: str
    at: datetime
    status: int
    header_pairs: Sequence[tuple[str, str]]
    body: bytes
    meta: dict[str, Any] = field(default_factory=dict)

    @property
    def headers(self) -> Any:
        """Its headers, as the archive reads them."""
        return _Headers(self.header_pairs)


class PageMaker:
    """Makes pages of `config`'s outlets articles. `topics`: only these; `all_pages`: also what matches none.

    `now` is when this backfill runs: how long bytes are kept is counted from there, not from when they were served.
    """

    def __init__(
        self,
        config: Config,
        store: Store,
        archive: Archive,
        pool: ExtractionPool,
        *,
        now: datetime,
        topics: Collection[str] = (),
        all_pages: bool = False,
    ) -> None:
        self._config, self._store, self._archive, self._pool = config, store, archive, pool
        self._now = now
        self._topics = frozenset(topics)
        self._all_pages = all_pages
        self._outlets = {outlet.id: outlet for outlet in config.outlets}
        self.hosts = OutletHosts(config)

    async def make(
        self,
        answer: Answer,
        outlet_id: str,
        *,
        source: SourceRecord | None = None,
        link: Callable[[], Place | None] | None = None,
    ) -> BackfillPage | str:
        """The article of a page, its bytes on their way to the archive; or why there is none, in few words.

        `link` gives the place of its bytes where they are not to be copied. Raises NoWorkerError and StoreError.
        """
        outlet, crawl = self._outlets[outlet_id], self._config.crawls[outlet_id]
        if urlsplit(answer.url).path in _NOT_ARTICLES:
            return NOTHING
        how = options(outlet, crawl, url=answer.url, language=None, at=answer.at)
        try:
            page = await self._pool.extract(answer.body, **how)
        except NoWorkerError:
            raise
        except ExtractionError:
            return NOT_READ
        if page.access in NO_ARTICLE:
            return NO_ARTICLE[page.access]
        if not page.body or not page.title:
            return NOTHING
        url = self._address(answer.url, page, outlet_id)
        known = self._store.article(url)
        merged = self._merged(known, page, url, outlet)
        if not self._is_wanted(merged):
            return NO_TOPIC
        if self._store.is_forgotten(url):
            return FORGOTTEN
        served = self._archive.receive(answer, outlet_id, answer.at, article=known.id if known else None)
        self._keep(served, answer, page, link, crawl.keep_raw)
        signature = signature_of(page, outlet)
        earlier = await read_earlier(
            self._store, self._archive.folder, self._config, outlet, known, merged, signature, self._pool.extract
        )
        reading = PageReading(
            EXTRACTOR,
            config_sha256(outlet, crawl),
            served.capture,
            earlier[0] if earlier is not None else None,
            self._planned(known),
            served.live,
            signature,
            earlier[1] if earlier is not None else None,
        )
        return BackfillPage(merged, answer.at, reading, source)

    def _address(self, url: str, page: Page, outlet: str) -> str:
        """Its canonical address, as the page says it where that is the outlet's own."""
        stated = canonical_url(page.canonical_url) if page.canonical_url else None
        if stated and urlsplit(stated).path not in _NOT_ARTICLES and self.hosts.outlet(stated) == outlet:
            return stated
        return canonical_url(url)

    def _merged(self, known: Article | None, page: Page, url: str, outlet: Outlet) -> Article:
        start = known or Article(
            url=url, outlet=outlet.id, title=page.title or url, language=outlet.language, origin="backfill"
        )
        return merge(start, page, outlet=outlet, topics=self._config.topics, origin="backfill")

    def _is_wanted(self, article: Article) -> bool:
        if self._topics:
            return bool(self._topics & set(article.topics))
        pages = self._config.crawls[article.outlet].pages
        return self._all_pages or pages == "all" or (pages == "matching" and bool(article.topics))

    def _keep(
        self, served: Served, answer: Answer, page: Page, link: Callable[[], Place | None] | None, keep: Any
    ) -> None:
        """Write the bytes to the archive, or point to where they are, unless they are not to be kept."""
        served.capture = replace(served.capture, origin="backfill", keep_until=keep_until(self._now, keep))
        place = link() if link is not None and served.record is not None and not page.noarchive else None
        if place is not None:
            served.capture = replace(served.capture, place=place, keep_until=None)
            served.record, served.undecided = None, False
            return
        self._archive.decide(served, noarchive=page.noarchive)

    def _planned(self, known: Article | None) -> datetime | None:
        """The visits that are planned for an article we watch stay planned; none are made for others."""
        first = self._store.first_visit(known.id) if known is not None and known.id is not None else None
        return next_visit(self._config, known, first, self._now) if known is not None and first is not None else None
