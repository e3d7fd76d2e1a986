"""Work for which no host is asked: the archive read again in slices, and whatever else a worker is given to do beside.

Each kind is a queue of procrastinate of its own, of which a worker does one job at a time, in a thread with a store of
its own: the crawl goes on beside it. A piece of work is told by its arguments alone. Told to end, it stops between two
pages and says what is left; done twice, it changes nothing.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from crawler.config import Config
from crawler.rereading import reread_archive
from storage import Store, open_store
from storage.captures import Corrected

REREAD, RECHECK = "reread", "recheck"
QUEUES = (REREAD, RECHECK)
SLICE = 200  # answers: seconds of work
ELSEWHERE_AGAIN = timedelta(seconds=30)  # work that this machine cannot do waits so long before it is given out again
MOST_PASSED_ON = 40
_TOGETHER = 20  # corrections: a transaction, in which nobody else writes
_PASSES = 3

logger = logging.getLogger(__name__)

Arguments = Mapping[str, Any]
# (address of the store, arguments, whether to stop) -> the arguments of what is left to do; None: nothing.
DeskWork = Callable[[str, Arguments, Callable[[], bool]], Arguments | None]


@dataclass(frozen=True, slots=True)
class Piece:
    """One job: `key` names it, so that a second one like it neither waits nor runs beside it."""

    queue: str
    key: str
    arguments: Arguments


class NotHereError(Exception):
    """This machine does not have the bytes that a piece of work is about; another may."""


def slices(
    store: Store, *, outlets: Sequence[str] = (), since: datetime | None = None, outdated_only: bool = False
) -> Iterator[Piece]:
    """The archive in pieces of up to SLICE answers of one file, by file and offset."""
    file, ids = "", list[int]()

    def piece() -> Piece:
        arguments = {"file": file, "captures": list(ids), "outdated_only": outdated_only}
        # Of one outlet or of all, of yesterday or of today: what begins alike is not the same piece of work.
        content = hashlib.sha256(repr((ids, outdated_only)).encode()).hexdigest()[:8]
        return Piece(REREAD, f"{file} from {ids[0]}, {len(ids)} answers ({content})", arguments)

    for capture in store.all_captures(kind="page", outlets=outlets, since=since, held=True):
        if capture.place is None or capture.id is None:
            continue
        if ids and (capture.place.file != file or len(ids) == SLICE):
            yield piece()
            ids = []
        file = capture.place.file
        ids.append(capture.id)
    if ids:
        yield piece()


class Rereading:
    """Reads a slice of the archive in `folder` again, by the feeds.yaml in force, and corrects what the store says."""

    def __init__(self, folder: Path, config: Callable[[], Config | None]) -> None:
        self._folder, self._config = folder, config

    def __call__(self, url: str, arguments: Arguments, stopped: Callable[[], bool]) -> Arguments | None:
        """The slice, or as much of it as there was time for. Raises NotHereError and StoreError."""
        left = [int(each) for each in arguments["captures"]]
        outdated_only = bool(arguments.get("outdated_only"))
        if not (self._folder / str(arguments["file"])).exists():
            raise NotHereError(f"{arguments['file']} is not in {self._folder}")
        read, corrected, unread = 0, 0, set[int]()
        with open_store(url) as store:
            for _ in range(_PASSES):
                done, changed, again = self._pass(store, left, outdated_only, stopped, unread)
                read, corrected = read + len(done), corrected + changed
                left = again if len(done) == len(left) else [each for each in left if each not in done] + again
                outdated_only = True  # what was crawled meanwhile is read once more
                if stopped() or not left:
                    break
        said = "%s: %d answers read again, %d states corrected, %d answers could not be read"
        logger.info(said, arguments["file"], read - len(unread), corrected, len(unread))
        return {**arguments, "captures": left} if left and stopped() else None

    def _pass(
        self,
        store: Store,
        captures: Sequence[int],
        outdated_only: bool,
        stopped: Callable[[], bool],
        unread: set[int],
    ) -> tuple[set[int], int, list[int]]:
        """(answers that are done with, states corrected, answers whose article was crawled meanwhile).

        Those that could not be read are done with, and go into `unread`.
        """
        states = reread_archive(
            store,
            self._folder,
            self._config(),
            captures=captures,
            outdated_only=outdated_only,
            workers=1,
            beside_a_crawl=True,
        )
        done, waiting, again, changed = set[int](), list[Corrected](), list[int](), 0
        try:
            for found in states:
                if found.problem is not None:
                    logger.info("%s: not read again: %s", found.url, found.problem)
                    unread.add(found.capture.id or 0)
                if found.correction is not None:
                    waiting.append(found.correction)
                elif found.capture.id is not None:
                    done.add(found.capture.id)
                if len(waiting) >= _TOGETHER:
                    changed += _correct(store, waiting, done, again)
                if stopped():
                    break
            else:
                done.update(captures)  # also those of which nothing was to be read
        finally:
            states.close()
        changed += _correct(store, waiting, done, again)
        return done, changed, again


def _correct(store: Store, waiting: list[Corrected], done: set[int], again: list[int]) -> int:
    """Write corrections; those of articles that were crawled meanwhile go into `again`."""
    changed = store.correct(waiting)
    for each in waiting:
        held = {reading.number: reading for reading in store.readings(each.article.id or 0)}.get(each.number)
        if held is not None and (held.extractor, held.config_sha256) != (each.extractor, each.config_sha256):
            again.append(each.capture)
        done.add(each.capture)
    waiting.clear()
    return changed
