"""When a feed or a page is asked again."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

DEFAULT_EVERY = timedelta(minutes=15)
LONGEST_WAIT = timedelta(hours=12)
LONGEST_RETRY_AFTER = timedelta(hours=24)
LONGEST_MAX_AGE = timedelta(hours=1)  # some outlets let caches keep a feed for a day
# A page that failed is tried again after these waits; with the first try that is five in all.
PAGE_RETRIES = (timedelta(minutes=10), timedelta(hours=1), timedelta(hours=6), timedelta(hours=24))
_MAX_AGE = re.compile(r"(?:^|[\s,])max-age\s*=\s*\"?([0-9]{1,9})", re.IGNORECASE)
_NOT_KEPT = re.compile(r"(?:^|[\s,])(?:no-cache|no-store)\b", re.IGNORECASE)


def next_poll(
    now: datetime, every: timedelta | None, failures: int, asked_to_wait: timedelta | None = None
) -> datetime:
    """When to poll again: after `every`, doubled for each failure in a row up to 12 hours; heeds `asked_to_wait`."""
    every = every or DEFAULT_EVERY
    wait = min(every * 2 ** min(failures, 8), max(LONGEST_WAIT, every)) if failures else every
    return now + max(wait, min(asked_to_wait or timedelta(0), LONGEST_RETRY_AFTER))


def max_age(header: str | None) -> timedelta | None:
    """How long a Cache-Control header lets an answer be kept, an hour at most; None where it says nothing usable.

    >>> max_age("public, max-age=300")
    datetime.timedelta(seconds=300)
    """
    if not header or _NOT_KEPT.search(header):
        return None
    found = _MAX_AGE.search(header)
    return min(timedelta(seconds=int(found[1])), LONGEST_MAX_AGE) if found else None


def next_page_try(now: datetime, failed_before: int) -> datetime | None:
    """When to try a page again that failed for the (`failed_before` + 1)th time; None: never."""
    return now + PAGE_RETRIES[failed_before] if failed_before < len(PAGE_RETRIES) else None


def retry_after(header: str | None, now: datetime) -> timedelta | None:
    """A Retry-After header, in seconds or as an HTTP date, as a wait; None where it says nothing usable.

    >>> from datetime import UTC
    >>> retry_after("120", datetime(2026, 1, 5, tzinfo=UTC))
    datetime.timedelta(seconds=120)
    """
    if not header:
        return None
    header = header.strip()
    if header.isascii() and header.isdigit():
        return min(timedelta(seconds=int(header[:9])), LONGEST_RETRY_AFTER)
    try:
        at = parsedate_to_datetime(header)
        return max(timedelta(0), at - now)
    except (ValueError, TypeError):
        return None
