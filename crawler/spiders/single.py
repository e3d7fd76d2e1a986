"""One address, asked for once: a page that a person adds by hand."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import scrapy
from scrapy import Request
from scrapy.settings import Settings

from crawler.config import Config
from crawler.errors import FetchError
from crawler.network.addresses import allow_addresses
from crawler.network.failures import fetch_error
from crawler.network.served import SERVED_ENCODING
from crawler.spiders.answers import header
from storage import Store


@dataclass(frozen=True, slots=True)
class Answer:
    """What an address gave: the address it ended at, its headers' content type and the unpacked bytes; all its headers
    and when it came, where they were asked for.
    """

    url: str
    content_type: str | None
    body: bytes
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    at: datetime | None = None


class SingleSpider(scrapy.Spider):
    """Fetches `url` with the politeness and limits of a crawl; `outcome` is then an Answer or a FetchError."""

    name = "single"

    def __init__(self, url: str, config: Config, store: Store, delay_s: float | None = None) -> None:
        super().__init__()
        self.url, self.config, self.store, self.delay_s = url, config, store, delay_s
        self.outcome: Answer | FetchError = FetchError(url, "was not fetched")

    async def start(self) -> AsyncIterator[Any]:
        """The one request."""
        allow_addresses(self.config.allow_addresses)
        meta = {"delay_s": self.delay_s}
        yield Request(self.url, callback=self.answered, errback=self.unanswered, dont_filter=True, meta=meta)

    def answered(self, response: Any) -> Iterator[Any]:
        """Keep the answer, or its status as the reason."""
        if response.status == 200:
            headers = [
                (name.decode("latin-1"), value.decode("latin-1"))
                for name, values in response.headers.items()
                for value in values
            ]
            if encoding := response.meta.get(SERVED_ENCODING):
                headers.append(("Content-Encoding", encoding))
            kind = header(response, "Content-Type")
            at = datetime.now(UTC)
            self.outcome = Answer(response.url, kind, response.body, response.status, tuple(headers), at)
        else:
            self.outcome = FetchError(self.url, f"HTTP {response.status}")
        yield from ()

    def unanswered(self, failure: Any) -> None:
        """Keep the reason."""
        self.outcome = fetch_error(self.url, failure)


def fetch_one(url: str, config: Config, store: Store, *, delay_s: float | None = None) -> Answer:
    """Fetch one address, `delay_s` after its host's robots.txt (None: the usual second).

    Raises FetchError. May be called once in a process: the reactor does not start twice.
    """
    from scrapy.crawler import AsyncCrawlerProcess

    from crawler.settings import user_agent

    settings = Settings()
    settings.setmodule("crawler.settings", priority="project")
    settings.set("USER_AGENT", user_agent(config.contact), priority="cmdline")
    settings.set("ITEM_PIPELINES", {}, priority="cmdline")
    process = AsyncCrawlerProcess(settings)
    crawler = process.create_crawler(SingleSpider)
    process.crawl(crawler, url=url, config=config, store=store, delay_s=delay_s)
    process.start()
    spider: Any = crawler.spider
    if isinstance(spider.outcome, FetchError):
        raise spider.outcome
    answer: Answer = spider.outcome
    return answer
