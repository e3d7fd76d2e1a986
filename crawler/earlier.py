"""The old bytes, read again: what the text we hold says by today's extractor, before a page is held against it."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from pathlib import Path

from crawler.config import Config
from crawler.extraction import NO_ARTICLE, ExtractionError, Page
from crawler.rereading import options
from crawler.workers import NoWorkerError
from storage import Article, Outlet, Store
from storage.archive import ArchiveError, payload_of
from storage.captures import Capture
from storage.differing import difference
from storage.merging import merge, signature_of
from storage.signing import Signature, differing

Extract = Callable[..., Awaitable[Page]]

logger = logging.getLogger(__name__)


async def read_earlier(
    store: Store,
    folder: Path | None,
    config: Config | None,
    outlet: Outlet,
    held: Article | None,
    merged: Article,
    signature: Signature,
    extract: Extract,
) -> tuple[Article, Signature] | None:
    """The article as the bytes of the text we hold (`held`) say it today, and what they say of authors and date.

    `merged` and `signature` are what the new page says. None where that is nothing else, or the old bytes are gone or
    cannot be read. Raises NoWorkerError, and StoreError.
    """
    if held is None or held.body is None or held.id is None or folder is None:
        return None
    capture = store.held_capture(held.id)
    if capture is None or capture.place is None or not _may_differ(store, held, merged, signature, capture):
        return None
    crawl = config.crawls.get(outlet.id) if config is not None else None
    try:
        body = payload_of(folder, capture.place, expected_sha256=capture.sha256)
        how = options(outlet, crawl, url=capture.url, language=held.language, at=capture.at)
        page = await extract(body, **how)
    except NoWorkerError:
        raise
    except (ArchiveError, ExtractionError) as error:
        logger.error("%s: its earlier bytes could not be read again: %s", held.url, error)
        return None
    if page.access in NO_ARTICLE:
        return None
    topics = config.topics if config is not None else ()
    return merge(held, page, outlet=outlet, topics=topics), signature_of(page, outlet)


def _may_differ(store: Store, held: Article, merged: Article, signature: Signature, capture: Capture) -> bool:
    """Whether a new page seems to say something else than the text we hold, in words, byline or date."""
    told = difference(_text(held), _text(merged))
    if told not in ("same words", "reordered"):
        return told != "part"
    said = (each.signature for each in store.readings(held.id or 0) if each.capture == capture.id)
    return bool(differing(next(said, None), signature))


def _text(article: Article) -> tuple[str, str | None, str | None]:
    return article.title, article.summary, article.body
