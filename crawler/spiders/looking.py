"""Several addresses looked at in one run, politely and without storing: for `dateline feeds add` and `check`."""

from __future__ import annotations

import signal
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from urllib.parse import urlsplit

import scrapy
from scrapy import Request
from scrapy.settings import Settings

from crawler.config import Config
from crawler.errors import FetchError
from crawler.network.addresses import allow_addresses
from crawler.network.failures import fetch_error, without_password
from crawler.spiders.single import Answer
from storage import Store, open_store

T = TypeVar("T")
_PERMANENT = (301, 308)


@dataclass(frozen=True, slots=True)
class Reply(Answer):
    """An Answer; `moved_to` is where permanent redirects alone led to, None where none or another kind did."""

    moved_to: str | None = None


Read = Callable[[str, "Reply | FetchError"], T]
RobotsText = Callable[[str], str]
Then = Callable[[Mapping[str, T], RobotsText], Iterable[str]]


class LookingSpider(scrapy.Spider, Generic[T]):
    """Fetches addresses with the guard, limits and robots.txt of a crawl, then those that `then` asks for, and so on.

    `results` holds what `read` made of each, by the address that was asked for.
    """

    name = "looking"

    def __init__(
        self,
        urls: Iterable[str],
        config: Config,
        store: Store,
        read: Read[T],
        then: Then[T] | None,
        delay_s: Callable[[str], float | None],
        done: Callable[[int, int], None] | None,
    ) -> None:
        super().__init__()
        self.urls, self.config, self.store = tuple(urls), config, store
        self.read, self.then, self.delay_s, self.done = read, then, delay_s, done
        self.results: dict[str, T] = {}
        self.error: BaseException | None = None
        self._asked: set[str] = set()

    async def start(self) -> AsyncIterator[Any]:
        """The first addresses."""
        allow_addresses(self.config.allow_addresses)
        for request in self._requests(self.urls):
            yield request

    def _requests(self, urls: Iterable[str]) -> list[Request]:
        new = [url for url in dict.fromkeys(urls) if url not in self._asked]
        self._asked.update(new)
        return [
            Request(
                url,
                callback=self.answered,
                errback=self.unanswered,
                cb_kwargs={"asked": url},
                meta={"delay_s": self.delay_s(url)},
                dont_filter=True,
            )
            for url in new
        ]

    def answered(self, response: Any, asked: str) -> Iterator[Any]:
        """Read an answer, or its status as the reason there is none."""
        if not 200 <= response.status < 300:
            reply: Reply | FetchError = FetchError(without_password(asked), f"HTTP {response.status}")
        elif not response.body.strip():
            reply = FetchError(without_password(asked), "an empty answer")
        else:
            kind = response.headers.get("Content-Type")
            reasons = response.meta.get("redirect_reasons", [])
            moved = response.url if reasons and all(reason in _PERMANENT for reason in reasons) else None
            reply = Reply(response.url, kind.decode("latin-1") if kind else None, response.body, moved_to=moved)
        yield from self._finish(asked, reply)

    def unanswered(self, failure: Any) -> Iterator[Any]:
        """Keep the reason. A redirect carries the address that was asked for with it."""
        asked = failure.request.cb_kwargs["asked"]
        yield from self._finish(asked, fetch_error(failure.request.url, failure))

    def _finish(self, asked: str, reply: Reply | FetchError) -> list[Request]:
        """The requests that follow once all that was asked for is there."""
        try:
            self.results[asked] = self.read(asked, reply)
            if self.done:
                self.done(len(self.results), len(self._asked))
            if self.then is None or len(self.results) < len(self._asked):
                return []
            return self._requests(self.then(self.results, self.robots_text))
        except Exception as error:  # raised again where it is seen; Scrapy would log it and go on
            self.error = self.error or error
            return []

    def robots_text(self, url: str) -> str:
        """The robots.txt of the address's host as it was read on the way; "" where there was none."""
        parts = urlsplit(url)
        kept = self.store.robots(f"{parts.scheme}://{parts.netloc}")
        return kept[2].decode("utf-8", "replace") if kept and kept[1] == 200 else ""


def look(
    urls: Iterable[str],
    config: Config,
    read: Read[T],
    *,
    then: Then[T] | None = None,
    delay_s: Callable[[str], float | None] = lambda _: None,
    done: Callable[[int, int], None] | None = None,
) -> dict[str, T]:
    """What `read` makes of each address's Reply or FetchError, by address. Nothing is stored.

    Whenever all that was asked for has answered, `then` gets the results so far and a function from an address to the
    text of its host's robots.txt, and names further addresses; the run ends when it names no new one. `delay_s` gives
    the seconds between two requests to an address's host (None: 1 s). `done` is told (answers, addresses). May be
    called once in a process: the reactor does not start twice. Raises what `read` and `then` raise;
    KeyboardInterrupt after SIGINT, SystemExit(143) after SIGTERM.
    """
    from scrapy.crawler import AsyncCrawlerProcess

    from crawler.run import StopOnSignal
    from crawler.settings import user_agent

    settings = Settings()
    settings.setmodule("crawler.settings", priority="project")
    settings.set("USER_AGENT", user_agent(config.contact), priority="cmdline")
    settings.set("ITEM_PIPELINES", {}, priority="cmdline")
    with open_store(":memory:") as store:  # keeps each host's robots.txt for the run
        process = AsyncCrawlerProcess(settings)
        crawler = process.create_crawler(LookingSpider)
        process.crawl(crawler, urls=urls, config=config, store=store, read=read, then=then, delay_s=delay_s, done=done)
        stopped = StopOnSignal(process)
        with stopped:
            process.start(install_signal_handlers=False)
        spider: Any = crawler.spider
    if stopped.by == signal.SIGINT:
        raise KeyboardInterrupt
    if stopped.by:
        raise SystemExit(128 + stopped.by)
    if spider.error is not None:
        raise spider.error
    results: dict[str, T] = spider.results
    return results
