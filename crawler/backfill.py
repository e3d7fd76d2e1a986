"""An older world, read in: articles of our outlets out of other crawls' WARC files (CC-NEWS, wget, browsers' tools).

A file is read once from its beginning to its end in portions: the pages of a portion are extracted side by side, their
bytes synced to the archive, then saved with how far the file was read, in one transaction. Killed at any point, the
next run goes on from the last portion.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from crawler.archiving import Archive
from crawler.backfill_pages import Answer, PageMaker
from crawler.backfill_warc import WarcFile, WarcPage, member_length
from crawler.config import Config, ConfigError, chosen_outlets
from crawler.workers import ExtractionPool
from storage import SaveCounts, Store
from storage.backfilling import BackfillPage, FileProgress, SourceRecord
from storage.captures import Place
from storage.errors import DatelineError

_PAGES_AT_ONCE = 64
_BYTES_AT_ONCE = 32 << 20  # of bodies in memory: what keeps it flat on large pages
_KNOWN = "known already"


class BackfillError(DatelineError):
    """A file that cannot be read at all: `path`, and why in words."""

    exit_code = 3

    def __init__(self, path: Path, message: str) -> None:
        self.path = path
        self.message = message
        super().__init__(f"{path}: {message}")


@dataclass(slots=True)
class FileTally:
    """What came of one file so far. `passed` counts pages of ours that made no article, by why; `problem`: see
    WarcFile. `resumed`: records that an earlier run had read.
    """

    path: Path
    size: int = 0
    offset: int = 0
    records: int = 0
    resumed: int = 0
    ours: int = 0
    articles: SaveCounts = field(default_factory=SaveCounts)
    passed: Counter[str] = field(default_factory=Counter)
    problem: str | None = None
    done: bool = False


@dataclass(frozen=True, slots=True)
class Selection:
    """Which pages of a file are taken: of these outlets (ids or groups; none: all), with one of these topics."""

    outlets: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()

    def check(self, config: Config) -> frozenset[str]:
        """The ids of the outlets. Raises ConfigError for an outlet or topic that is not in feeds.yaml."""
        known = {topic.id for topic in config.topics}
        if unknown := next((topic for topic in self.topics if topic not in known), None):
            listed = ", ".join(sorted(known)) or "none"
            raise ConfigError(config.path, None, f"there is no topic '{unknown}'; there are: {listed}")
        return chosen_outlets(config, self.outlets)

    def hash(self, config: Config) -> str:
        """Changes with whatever decides which pages are taken: read for another selection, a file is read anew."""
        said = json.dumps([sorted(self.outlets), sorted(self.topics), config.text_sha256])
        return hashlib.sha256(said.encode()).hexdigest()[:16]


def backfill_files(
    paths: Sequence[Path],
    config: Config,
    store: Store,
    *,
    selection: Selection = Selection(),
    link: bool = False,
    folder: Path | None = None,
    workers: int | None = None,
    changed: Callable[[FileTally], None] | None = None,
) -> Iterator[FileTally]:
    """Read files in, one after the other; gives what came of each.

    `link`: where it can be (a gzip member a record, nothing encoded), pages point to the given file instead of being
    copied to the archive. `changed` is called now and then. The caller holds the store's lock. Raises ConfigError,
    StoreError, and BackfillError for a file that cannot be opened.
    """
    only = selection.check(config)
    now = datetime.now(UTC)
    store.save_outlets(config.outlets)
    archive = Archive(store.location, config, now, folder)
    pool = ExtractionPool(workers)
    maker = PageMaker(config, store, archive, pool, now=now, topics=selection.topics)
    with asyncio.Runner() as runner:
        try:
            for path in paths:
                reader = _FileReader(path, store, archive, maker, only, selection.hash(config), link=link)
                reader.changed = changed
                yield runner.run(reader.read())
        finally:
            pool.close()
            runner.run(asyncio.sleep(0))  # the workers' connections close
            archive.close()


class _FileReader:
    """One file on its way into the store."""

    def __init__(
        self,
        path: Path,
        store: Store,
        archive: Archive,
        maker: PageMaker,
        only: Collection[str],
        selection: str,
        *,
        link: bool,
    ) -> None:
        try:
            self.file = WarcFile(path)
        except OSError as error:
            raise BackfillError(path, f"cannot be read: {error.strerror or error}") from error
        self.store, self.archive, self.maker, self.only, self.link = store, archive, maker, only, link
        self.identity = self.file.identity(selection)
        self.tally = FileTally(path, self.file.size)
        self.changed: Callable[[FileTally], None] | None = None

    async def read(self) -> FileTally:
        start = self.store.backfill_progress(self.identity)
        self.tally.resumed = self.tally.records = start.records
        self.tally.offset = start.offset
        if start.done:
            self.tally.done, self.tally.problem = True, start.problem
            return self.tally
        portion: list[tuple[WarcPage, str]] = []
        held = 0
        for page in self.file.pages(self.maker.hosts.has, start, every=self._moved):
            outlet = self.maker.hosts.outlet(page.url)
            if outlet is None or outlet not in self.only:
                continue
            if len(portion) >= _PAGES_AT_ONCE or held + len(page.body) > _BYTES_AT_ONCE:
                await self._save(portion, FileProgress(page.offset, page.records))
                portion, held = [], 0
            portion.append((page, outlet))
            held += len(page.body)
        whole = self.file.problem is None
        end = FileProgress(
            self.file.size if whole else self.file.offset,
            self.file.records if whole else max(0, self.file.records - 1),
            done=True,
            problem=self.file.problem,
        )
        await self._save(portion, end)
        self.tally.done, self.tally.problem = True, self.file.problem
        self.tally.passed.update(self.file.counts)
        return self.tally

    async def _save(self, portion: Sequence[tuple[WarcPage, str]], progress: FileProgress) -> None:
        known = self.store.known_records([page.record for page, _ in portion])
        fresh = [(page, outlet) for page, outlet in portion if page.record not in known]
        self.tally.ours += len(portion)
        self.tally.passed.update({_KNOWN: len(portion) - len(fresh)} if len(fresh) < len(portion) else {})
        made = await asyncio.gather(*(self._make(page, outlet) for page, outlet in fresh), return_exceptions=True)
        pages: list[BackfillPage] = []
        for each in made:
            if isinstance(each, BaseException):
                raise each
            if isinstance(each, str):
                self.tally.passed[each] += 1
            else:
                pages.append(each)
        self.archive.sync()
        counts = self.store.save_backfill(pages, file=self.identity, progress=progress, read_at=datetime.now(UTC))
        self.tally.articles = self.tally.articles + counts
        self.tally.records, self.tally.offset = progress.records, progress.offset
        self._moved()

    async def _make(self, page: WarcPage, outlet: str) -> BackfillPage | str:
        answer = Answer(page.url, page.at, page.status, page.headers, page.body)
        source = SourceRecord(page.record, self.identity.name, page.url, page.at)
        return await self.maker.make(
            answer, outlet, source=source, link=(lambda: self._place(page)) if self.link else None
        )

    def _place(self, page: WarcPage) -> Place | None:
        """Where the bytes of a page stand in the given file, if a reader finds them there as they are."""
        if not page.as_stored or not self.file.is_gzip:
            return None
        length = member_length(self.file.path, page.offset)
        return Place(str(self.file.path.resolve()), page.offset, length) if length is not None else None

    def _moved(self) -> None:
        if self.changed is not None:
            self.tally.records = max(self.tally.records, self.file.records)
            self.tally.offset = max(self.tally.offset, self.file.offset)
            self.changed(self.tally)
