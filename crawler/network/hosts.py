"""One host's trouble stays its own: two failed connections end its run, and every host keeps its outlet's delay."""

from __future__ import annotations

from collections import Counter
from typing import Any, Self

from scrapy.exceptions import IgnoreRequest
from scrapy.utils.httpobj import urlparse_cached

from crawler.network.failures import fetch_error, is_connection_failure

FAILED_CONNECTIONS = 2


class HostMiddleware:
    """A Scrapy downloader middleware, nearest to the wire: it sees every hop, robots.txt included."""

    def __init__(self, crawler: Any) -> None:
        self._crawler = crawler
        self._failed: Counter[str] = Counter()
        self._reasons: dict[str, str] = {}

    @classmethod
    def from_crawler(cls, crawler: Any) -> Self:
        """Built by Scrapy."""
        return cls(crawler)

    def process_request(self, request: Any) -> None:
        """Raises IgnoreRequest where the host failed too often; gives a new host its outlet's delay."""
        parts = urlparse_cached(request)
        if parts.scheme not in ("http", "https"):
            raise IgnoreRequest("only http and https addresses are fetched")
        if self._failed[parts.netloc] >= FAILED_CONNECTIONS:
            raise IgnoreRequest(self._reasons[parts.netloc])
        delay = request.meta.get("delay_s")
        if delay is not None:
            self._crawler.engine.downloader.per_slot_settings.setdefault(parts.hostname or "", {"delay": delay})

    def process_exception(self, request: Any, exception: Exception) -> None:
        """Count what kept us from talking to the host."""
        host = urlparse_cached(request).netloc
        reason = fetch_error(request.url, exception).reason
        if is_connection_failure(reason):
            self._failed[host] += 1
            self._reasons[host] = reason
