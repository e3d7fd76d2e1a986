"""The part of the Store for letting go of an article or a person, for good.

`let_go_of_article` and `let_go_of_person` do it whole: the bytes in the archive, the rows, and what SQLite keeps of
deleted words in free pages. The order is safe at every point: the archive's files are written anew without the bytes,
one transaction takes the rows away and points to the new files, the old files are deleted. Killed between the last two,
the next call deletes them.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from storage.captures import Place

if TYPE_CHECKING:
    from storage.model import Article
    from storage.store import Store

FORGOTTEN = "forgotten"


@dataclass(frozen=True, slots=True)
class ArticleTraces:
    """What the store holds of an article, before it is let go of.

    `pages` and `feed_answers` are ids of captures: of its page, and of the feed answers that listed it (their bytes
    hold its headline; they go whole). `addresses` are canonical.
    """

    article: int
    addresses: tuple[str, ...]
    revisions: int
    pages: tuple[int, ...] = ()
    feed_answers: tuple[int, ...] = ()
    people: tuple[str, ...] = ()  # who signed nothing else
    evidence: int = 0  # claims of reports whose finding shows a sentence of it
    copies: int = 0  # articles that share its text, and keep it


@dataclass(frozen=True, slots=True)
class PersonTraces:
    """What the store holds of a person: rows of `people`, every spelling, the articles they signed.

    `archived` counts archived pages of these articles: their bytes still show the name, as the outlet printed it.
    """

    ids: tuple[int, ...]
    spellings: tuple[str, ...]
    outlets: tuple[str, ...]
    articles: tuple[int, ...]
    archived: int = 0


class Forgetting(ABC):
    """The Store's methods for letting go of an article or a person, for good."""

    @abstractmethod
    def article_traces(self, article: int) -> ArticleTraces | None:
        """What the store holds of an article; None for an id it does not know."""

    @abstractmethod
    def person_traces(self, person: int | str) -> PersonTraces | None:
        """What it holds of a person, by id (with everybody merged into it) or by name in any spelling; None: nothing.

        A name means everybody who is called so, in all outlets.
        """

    @abstractmethod
    def forget_article(
        self,
        traces: ArticleTraces,
        at: datetime,
        *,
        moved: Mapping[int, Place] | None = None,
        doomed: Collection[str] = (),
    ) -> None:
        """Take an article's rows away, leave tombstones of its addresses, point `moved` captures to new places, and
        remember files to be deleted: one transaction. Use `let_go_of_article`, which does the bytes, too.
        """

    @abstractmethod
    def forget_address(self, url: str, at: datetime) -> None:
        """Leave a tombstone of an address the store does not hold: it will not be collected."""

    @abstractmethod
    def forget_person(self, names: Collection[str], at: datetime) -> None:
        """Take names out of people, bylines, raw bylines, organisations and tags; the articles stay. Leaves tombstones.

        Every spelling with the key of one of `names` goes, in every outlet. One transaction.
        """

    @abstractmethod
    def allow_again(self, url_or_name: str) -> bool:
        """Take the tombstone of an address or a name away; whether there was one. What was let go of stays gone."""

    @abstractmethod
    def is_forgotten(self, url_or_name: str) -> bool:
        """Whether an address or a name was let go of."""

    @abstractmethod
    def without_forgotten(self, article: Article) -> Article:
        """The article as it may be stored: without names that were let go of. Nothing is written."""

    @abstractmethod
    def doomed_files(self) -> tuple[str, ...]:
        """Files of the archive that are to be deleted and may be there still."""

    @abstractmethod
    def files_deleted(self, files: Collection[str]) -> None:
        """Note that these are gone."""

    @abstractmethod
    def scrub(self) -> bool:
        """Take deleted words out of free pages, the search index and the journal: rewrites the database file.

        False where another process reads the store, so that its journal still holds pages of before.
        """


def let_go_of_article(store: Store, traces: ArticleTraces, at: datetime, folder: Path | None) -> tuple[str, ...]:
    """Let go of an article: bytes, rows, tombstones. `scrub` the store afterwards.

    `folder` is the store's archive. Gives the files that were given to a backfill by link and still hold its bytes:
    they are not ours to change. Raises ArchiveError, and changes nothing, where bytes that stay cannot be read.
    """
    from storage.archive import ArchiveWriter, record_bytes
    from storage.archive.retention import next_name

    gone = {*traces.pages, *traces.feed_answers}
    files, linked = _files_of(store, traces)
    moved: dict[int, Place] = {}
    for file in files if folder is not None else ():
        assert folder is not None  # noqa: S101
        with ArchiveWriter(folder, store.location, name=next_name(folder, file)) as writer:
            for capture in store.all_captures(file=file, held=True):
                if capture.id is not None and capture.id not in gone and capture.place is not None:
                    moved[capture.id] = writer.add_raw(record_bytes(folder, capture.place))
            writer.sync()
    store.forget_article(traces, at, moved=moved, doomed=files)
    delete_doomed(store, folder)
    return linked


def delete_doomed(store: Store, folder: Path | None) -> None:
    """Delete files of the archive that nothing points to any more since something was let go of."""
    doomed = store.doomed_files()
    if folder is None or not doomed:
        return
    for file in doomed:
        (folder / file).unlink(missing_ok=True)
    store.files_deleted(doomed)


def _files_of(store: Store, traces: ArticleTraces) -> tuple[Sequence[str], tuple[str, ...]]:
    """Our files that hold bytes of an article, and files outside the archive that do."""
    captures = (store.capture(number) for number in (*traces.pages, *traces.feed_answers))
    names = sorted({capture.place.file for capture in captures if capture is not None and capture.place is not None})
    return [name for name in names if not Path(name).is_absolute()], tuple(n for n in names if Path(n).is_absolute())
