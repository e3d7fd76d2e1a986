"""One host's trouble stays its own: two failed connections end its run, and every host keeps its outlet's delay.

`Trouble` is asked when a request's turn has come (crawler.network.limits): middlewares see all requests of a host
before the first of them has failed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any, Self

from scrapy.exceptions import IgnoreRequest
from scrapy.utils.httpobj import urlparse_cached

from crawler.network.failures import fetch_error, is_connection_failure

FAILED_CONNECTIONS = 2


class HostBusyError(IgnoreRequest):  # type: ignore[misc]  # Scrapy ships no types
    """Another worker kept a host for too long: nothing was asked, nothing is known."""


class Trouble:
    """Counts, for each host and port, what kept us from talking to it."""

    def __init__(self) -> None:
        self._failed: Counter[str] = Counter()
        self._reasons: dict[str, str] = {}

    def check(self, host: str) -> None:
        """Raises IgnoreRequest with the reason where the host failed too often."""
        if self._failed[host] >= FAILED_CONNECTIONS:
            raise IgnoreRequest(self._reasons[host])

    def forget(self, hosts: Iterable[str] | None = None) -> None:
        """Begin anew with these hosts and ports, or with all."""
        for host in list(self._reasons) if hosts is None else hosts:
            self._failed.pop(host, None)
            self._reasons.pop(host, None)

    def note(self, host: str, url: str, error: Exception) -> None:
        """Count `error` if it means that the host could not be talked to."""
        reason = fetch_error(url, error).reason
        if is_connection_failure(reason):
            self._failed[host] += 1
            self._reasons[host] = reason


class HostMiddleware:
    """A Scrapy downloader middleware, nearest to the wire: it sees every hop, robots.txt included."""

    def __init__(self, crawler: Any) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Any) -> Self:
        """Built by Scrapy."""
        return cls(crawler)

    def process_request(self, request: Any) -> None:
        """Raises IgnoreRequest for other schemes than http and https; gives a new host its outlet's delay."""
        parts = urlparse_cached(request)
        if parts.scheme not in ("http", "https"):
            raise IgnoreRequest("only http and https addresses are fetched")
        request.meta.pop("download_slot", None)  # of the host that redirected here: this one has a turn of its own
        delay = request.meta.get("delay_s")
        if delay is not None:
            self._crawler.engine.downloader.per_slot_settings.setdefault(parts.hostname or "", {"delay": delay})
