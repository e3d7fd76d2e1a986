"""A list of addresses, fetched politely: read, checked, and asked for by the rules of every crawl."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from crawler.backfill_hosts import OutletHosts
from crawler.config import Config, require_contact
from normalise.text import clean
from normalise.urls import absolute_url, canonical_url
from storage import SaveCounts, Store

MOST_TRIES = 5  # as many as a page of a feed gets
_LONGEST_LINE = 8192


@dataclass(frozen=True, slots=True)
class ListedAddress:
    """An address of a list, in canonical form: its outlet's id, and the line it stands in."""

    url: str
    outlet: str
    line: int


@dataclass(frozen=True, slots=True)
class AddressList:
    """What a list holds. `bad` are (line number, why) of lines that cannot be fetched; addresses come once each."""

    addresses: tuple[ListedAddress, ...]
    bad: tuple[tuple[int, str], ...] = ()


@dataclass(slots=True)
class UrlsTally:
    """What came of a list so far. `failed` are (address, why); `spent` were tried too often before."""

    listed: int = 0
    read: int = 0
    held: int = 0  # their text was in the store already
    spent: list[tuple[str, str]] = field(default_factory=list)
    passed: list[tuple[str, str]] = field(default_factory=list)  # read, but no article was made of them: why
    failed: list[tuple[str, str]] = field(default_factory=list)
    articles: SaveCounts = field(default_factory=SaveCounts)
    stopped: int | None = None  # by which signal

    @property
    def done(self) -> int:
        """Addresses that are through."""
        return self.read + self.held + len(self.spent) + len(self.passed) + len(self.failed)


def read_list(text: str, config: Config) -> AddressList:
    """The addresses of a list, one a line; empty lines and those that begin with # say nothing. Nothing raises."""
    hosts = OutletHosts(config)
    found: dict[str, ListedAddress] = {}
    bad: list[tuple[int, str]] = []
    for number, raw in enumerate(text.lstrip("\ufeff").splitlines(), 1):
        line = raw.strip()
        if not line or line.startswith("#"):
            continue
        url = absolute_url(None, line.split(None, 1)[0]) if len(line) <= _LONGEST_LINE else None
        if url is None:
            bad.append((number, f"no http or https address: {clean(line)[:80]!r}"))
            continue
        outlet = hosts.outlet(url)
        if outlet is None:
            bad.append((number, f"of no outlet in feeds.yaml: {clean(url)[:120]}"))
            continue
        canonical = canonical_url(url)
        found.setdefault(canonical, ListedAddress(canonical, outlet, number))
    return AddressList(tuple(found.values()), tuple(bad))


def backfill_urls(
    addresses: Sequence[ListedAddress],
    config: Config,
    store: Store,
    *,
    topics: Sequence[str] = (),
    folder: Path | None = None,
    changed: Callable[[UrlsTally], None] | None = None,
) -> UrlsTally:
    """Fetch addresses and store their articles, whatever their topic, or with one of `topics`.

    What is in the store with its text is not fetched again; what failed is tried again by the next call, at most
    `MOST_TRIES` times. The caller holds the store's lock. May be called once in a process. Raises StoreError and
    ConfigError (no contact).
    """
    from scrapy.crawler import AsyncCrawlerProcess
    from scrapy.settings import Settings

    from crawler.run import StopOnSignal
    from crawler.settings import user_agent
    from crawler.spiders.backfill import BackfillSpider

    require_contact(config)
    store.save_outlets(config.outlets)
    tally = UrlsTally(listed=len(addresses))
    wanted = _to_fetch(addresses, store, tally)
    if not wanted:
        return tally
    settings = Settings()
    settings.setmodule("crawler.settings", priority="project")
    settings.set("USER_AGENT", user_agent(config.contact), priority="cmdline")
    settings.set("ITEM_PIPELINES", {}, priority="cmdline")
    process = AsyncCrawlerProcess(settings)
    crawler = process.create_crawler(BackfillSpider)
    process.crawl(
        crawler,
        addresses=wanted,
        config=config,
        store=store,
        topics=tuple(topics),
        folder=folder,
        tally=tally,
        changed=changed,
        now=datetime.now(UTC),
    )
    stopped = StopOnSignal(process)
    with stopped:
        process.start(install_signal_handlers=False)
    tally.stopped = stopped.by
    spider: Any = crawler.spider
    if spider is not None:
        spider.pool.close()
        if spider.error is not None:
            raise spider.error
    return tally


def _to_fetch(addresses: Sequence[ListedAddress], store: Store, tally: UrlsTally) -> list[ListedAddress]:
    failed = store.failed_addresses([address.url for address in addresses])
    wanted = []
    for address in addresses:
        before = failed.get(address.url)
        held = store.article(address.url)
        if held is not None and held.body is not None:
            tally.held += 1
        elif store.is_forgotten(address.url):
            tally.passed.append((address.url, "let go of"))
        elif before is not None and before.tries >= MOST_TRIES:
            tally.spent.append((address.url, f"tried {before.tries} times: {before.problem}"))
        else:
            wanted.append(address)
    return wanted
