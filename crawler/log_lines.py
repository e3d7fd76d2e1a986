"""Scrapy's two lines for every page, made only where somebody reads them."""

from __future__ import annotations

import logging
from typing import Any

from scrapy.logformatter import LogFormatter


class LogLines(LogFormatter):  # type: ignore[misc]  # Scrapy's types are not ours to check
    """A Scrapy log formatter: "Crawled" and "Scraped" are DEBUG, which a crawl shows with -vv alone."""

    def crawled(self, *args: Any) -> Any:
        """An answer came."""
        return super().crawled(*args) if _are_read() else None

    def scraped(self, *args: Any) -> Any:
        """An item was made of it."""
        return super().scraped(*args) if _are_read() else None


def _are_read() -> bool:
    return logging.getLogger().isEnabledFor(logging.DEBUG)
