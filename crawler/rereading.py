"""Bytes of the archive read again by today's extraction: nothing is fetched, and nothing becomes a revision.

What of an article was read from a page is read anew from the very bytes; what its feed said stays. Worker processes
take the pages from the archive and read them, so every processor works.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import os
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

from crawler.config import Config, OutletCrawl
from crawler.extraction import NO_ARTICLE, ExtractionError
from crawler.extraction.version import EXTRACTOR
from crawler.page_jobs import ReadAgain, Shared
from crawler.workers import ExtractionPool
from storage import Article, Outlet, Store
from storage.captures import Capture, Corrected, Reading
from storage.signing import Signature

_IN_HAND = 8  # pages a worker, so that none waits while the caller writes
_COMPARED = ("title", "summary", "body", "byline", "people", "published_at", "language", "access")


@dataclass(frozen=True, slots=True)
class Reread:
    """One state of an article read again. `changes` are (field, before, after), both in words; none: it says the same.

    `problem` says why it could not be read; then there is no correction.
    """

    article: int
    number: int
    url: str
    outlet: str
    title: str
    capture: Capture
    correction: Corrected | None = None
    changes: tuple[tuple[str, str, str], ...] = ()
    problem: str | None = None


def config_sha256(outlet: Outlet, crawl: OutletCrawl | None) -> str:
    """The hash of what feeds.yaml says of an outlet that changes how its pages are read."""
    rules = crawl.page_rules if crawl is not None else None
    said = {
        "name": outlet.name,
        "aliases": outlet.aliases,
        "language": outlet.language,
        "timezone": outlet.timezone,
        "encoding": crawl.encoding if crawl is not None else None,
        "page": [rules.body, rules.byline, rules.published] if rules is not None else None,
    }
    return hashlib.sha256(json.dumps(said, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def options(
    outlet: Outlet, crawl: OutletCrawl | None, *, url: str, language: str | None, at: datetime
) -> dict[str, Any]:
    """How a page of an outlet is to be extracted, now or later: the same for its first reading and every other."""
    return {
        "url": url,
        "timezone": outlet.timezone,
        "language": language or outlet.language,
        "rules": crawl.page_rules if crawl is not None else None,
        "encoding": crawl.encoding if crawl is not None else None,
        "now": at,
    }


def reread_archive(
    store: Store,
    folder: Path,
    config: Config | None = None,
    *,
    outlets: Sequence[str] = (),
    since: datetime | None = None,
    captures: Sequence[int] | None = None,
    outdated_only: bool = False,
    workers: int | None = None,
    beside_a_crawl: bool = False,
    done: Callable[[int], None] | None = None,
) -> Generator[Reread]:
    """Every state whose bytes are held, read again, in no promised order. Nothing is written: see `Store.correct`.

    `since` is the time of the answer; `captures`: only what was read from these answers. `outdated_only` leaves out
    what this extractor read with this configuration. `beside_a_crawl`: an article that changes before it is corrected
    is left as it is. `done` is called with the number read so far. Raises StoreError.
    """
    known = {outlet.id: outlet for outlet in store.outlets()}
    if config is not None:
        known |= {outlet.id: outlet for outlet in config.outlets}
    crawls = dict(config.crawls) if config is not None else {}
    hashes = {name: config_sha256(outlet, crawls.get(name)) for name, outlet in known.items()}
    states = (
        (reading, capture)
        for reading, capture in store.held_states(outlets=outlets, since=since, captures=captures)
        if not outdated_only or (reading.extractor, reading.config_sha256) != (EXTRACTOR, hashes.get(capture.outlet))
    )
    workers = workers or max(1, min(len(os.sched_getaffinity(0)), 8))
    pool = ExtractionPool(workers, context=Shared(known, tuple(config.topics) if config is not None else ()))

    async def read_again(reading: Reading, capture: Capture) -> Reread:
        found = await _read_again(store, folder, pool, reading, capture, known, crawls, hashes)
        if beside_a_crawl or found.correction is None:
            return found
        return replace(found, correction=replace(found.correction, held=None))

    count = 0
    with asyncio.Runner() as runner:
        under_way: set[asyncio.Task[Reread]] = set()
        try:
            while True:
                for state in islice(states, _IN_HAND * workers - len(under_way)):
                    under_way.add(runner.get_loop().create_task(read_again(*state)))
                if not under_way:
                    return
                read, under_way = runner.run(_some(under_way))
                count += len(read)
                yield from (task.result() for task in read)
                if done is not None:
                    done(count)
        finally:
            pool.close()
            runner.run(asyncio.sleep(0))


async def _some(tasks: set[asyncio.Task[Reread]]) -> tuple[set[asyncio.Task[Reread]], set[asyncio.Task[Reread]]]:
    """Those that are done, one at least, and the others."""
    return await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)


async def _read_again(
    store: Store,
    folder: Path,
    pool: ExtractionPool,
    reading: Reading,
    capture: Capture,
    known: dict[str, Outlet],
    crawls: dict[str, OutletCrawl],
    hashes: dict[str, str],
) -> Reread:
    held, current = state_of(store, reading.article, reading.number)
    title = held.title if held is not None else ""
    found = Reread(reading.article, reading.number, capture.url, capture.outlet, title, capture)
    outlet = known.get(capture.outlet)
    if held is None or outlet is None or capture.place is None:
        return replace(found, problem="its article or outlet is no longer in the store")
    how = options(outlet, crawls.get(outlet.id), url=capture.url, language=held.language, at=capture.at)
    try:
        merged, signature, access = await pool.run(
            ReadAgain(folder, capture.place, capture.sha256, how, outlet.id, entry_of(held))
        )
    except ExtractionError as error:
        return replace(found, problem=error.reason)
    if access in NO_ARTICLE:
        return replace(found, problem=f"it reads as a page of another kind now: {access}; left as it was")
    if not current:
        merged = _signed(merged, signature)
    elif not (merged.byline_raw or merged.people):
        merged = _as_signed_before(store, held, merged)
    merged = store.without_forgotten(merged)  # as the store will hold it
    correction = Corrected(
        merged,
        reading.number,
        capture.id or 0,
        EXTRACTOR,
        hashes[outlet.id],
        signature,
        held=held if current else None,
    )
    return replace(found, correction=correction, changes=_changes(held, merged))


def state_of(store: Store, article: int, number: int) -> tuple[Article | None, bool]:
    """An article with text, byline and date of one of its states, other values as they are now; and whether that
    state is the current one.
    """
    held = store.article(article)
    states = store.revisions(article)
    if held is None or not 1 <= number <= len(states):
        return None, False
    if number == len(states):
        return held, True
    state = states[number - 1]
    earlier = replace(held, title=state.title, summary=state.summary, body=state.body)
    said = next((reading.signature for reading in store.readings(article) if reading.number == number), None)
    return (_signed(earlier, said) if said is not None else earlier), False


def _as_signed_before(store: Store, held: Article, merged: Article) -> Article:
    """Who signed an earlier state stays on the article when its page names nobody any more."""
    mine = (held.byline_raw, held.people)
    signed = (reading.signature for reading in store.readings(held.id or 0) if reading.signature is not None)
    if not any(mine == (each.byline_raw, each.people) for each in signed):
        return merged
    return replace(merged, byline_raw=held.byline_raw, people=held.people, organisations=held.organisations)


def _signed(article: Article, signature: Signature) -> Article:
    date = signature.published
    return replace(
        article,
        byline_raw=signature.byline_raw,
        people=signature.people,
        organisations=signature.organisations,
        published=date,
        published_at=date.instant if date is not None else None,
        published_source=signature.published_source,
    )


def entry_of(article: Article) -> Article:
    """An article without what its page said, as far as is known: what a page is merged into when it is read again.

    The title stays: where the page has none, it is the feed's.
    """
    origins = dict(article.origins)

    def of_feed(name: str) -> bool:
        return origins.get(name, "feed") == "feed"

    return replace(
        article,
        summary=article.summary if of_feed("summary") else None,
        people=article.people if of_feed("byline") else (),
        organisations=article.organisations if of_feed("byline") else (),
        byline_raw=article.byline_raw if of_feed("byline") else None,
        section=article.section if of_feed("section") else None,
        image=article.image if of_feed("image") else None,
    )


def _changes(before: Article, after: Article) -> tuple[tuple[str, str, str], ...]:
    pairs = [(name, _shown(before, name), _shown(after, name)) for name in _COMPARED]
    return tuple((name, old, new) for name, old, new in pairs if old != new)


def _shown(article: Article, name: str) -> str:
    if name == "people":
        return ", ".join(person.name for person in article.people)
    if name == "byline":
        return article.byline_raw or ""
    value = getattr(article, name)
    return value.isoformat(" ") if isinstance(value, datetime) else value or ""
