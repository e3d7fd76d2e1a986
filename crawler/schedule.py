"""When a feed or a page is asked again.

A feed with `every:` is polled as often as that says. Any other is polled twice in the time in which it usually changes
once, between every 5 minutes and every 12 hours; a new one every quarter of an hour. A failure doubles the wait, up to
a day where the host could not be reached, half a day where it answered with an error, a quarter where the answer could
not be read. Nothing is ever given up: a feed that is gone (410) is asked once a week.
"""

from __future__ import annotations

import hashlib
import re
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Literal

from crawler.network.failures import is_connection_failure
from storage.health import Pace

SHORTEST_WAIT = timedelta(minutes=5)
LONGEST_WAIT = timedelta(hours=12)
GONE_WAIT = timedelta(days=7)
LONGEST_RETRY_AFTER = timedelta(hours=24)
LONGEST_MAX_AGE = timedelta(hours=1)  # some outlets let caches keep a feed for a day
# Until it is known better, a feed is thought to change every half hour, as if one change had been seen in that time.
_FIRST_GUESS = Pace(1.0, 1800.0)
_POLLS_A_CHANGE = 2.0
_HALF_LIFE_S = 2 * 86_400.0  # of what is known of a feed's pace: a weekend is not a week
_JITTER = 0.1  # of the wait, at most: feeds added together do not stay together

FailureKind = Literal["network", "server", "parse"]
# What a failure in a row may put off a poll by, at the most: a day by the weight of its kind.
LONGEST_AFTER: dict[FailureKind, timedelta] = {
    "network": timedelta(days=1.0),
    "server": timedelta(days=0.5),
    "parse": timedelta(days=0.25),
}
_SERVER = re.compile(r"HTTP [345]|robots\.txt")
# A page that failed is tried again after these waits; with the first try that is five in all.
PAGE_RETRIES = (timedelta(minutes=10), timedelta(hours=1), timedelta(hours=6), timedelta(hours=24))
_MAX_AGE = re.compile(r"(?:^|[\s,])max-age\s*=\s*\"?([0-9]{1,9})", re.IGNORECASE)
_NOT_KEPT = re.compile(r"(?:^|[\s,])(?:no-cache|no-store)\b", re.IGNORECASE)


def next_poll(
    now: datetime,
    every: timedelta | None,
    *,
    pace: Pace | None = None,
    failures: int = 0,
    kind: FailureKind = "server",
    asked_to_wait: timedelta | None = None,
    feed: str = "",
) -> datetime:
    """When to poll again: after `every`, or what `pace` suggests; later after failures in a row of that `kind`.

    `asked_to_wait` is what the outlet asked for (Retry-After, max-age), heeded for a day at most. Waits that are not
    the user's are drawn out by up to a tenth, by the hash of `feed` and the hour.
    """
    usual = every or wait_at(pace or Pace())
    wait = usual
    if failures:
        wait = min(usual * 2 ** min(failures, 10), max(LONGEST_AFTER[kind], usual))
    if every is None or failures:
        wait *= 1 + _JITTER * _share(f"{feed} {now:%Y-%m-%d %H}")
    return now + max(wait, min(asked_to_wait or timedelta(0), LONGEST_RETRY_AFTER))


def wait_at(pace: Pace) -> timedelta:
    """How long to wait between two polls of a feed of this pace.

    >>> wait_at(Pace()), wait_at(Pace(changes=144, watched_s=172800))
    (datetime.timedelta(seconds=900), datetime.timedelta(seconds=602, microseconds=68966))
    """
    gap_s = (pace.watched_s + _FIRST_GUESS.watched_s) / (pace.changes + _FIRST_GUESS.changes)
    return min(max(timedelta(seconds=gap_s / _POLLS_A_CHANGE), SHORTEST_WAIT), LONGEST_WAIT)


def keep_pace(pace: Pace, since: datetime | None, now: datetime, changes: int) -> Pace:
    """The pace after a good poll that showed so many new or changed entries; `since` is the good poll before.

    The first poll of a feed, and one after a clock went back, tell nothing of it.
    """
    if since is None or now <= since:
        return pace
    passed = min((now - since).total_seconds(), _HALF_LIFE_S)
    kept = 0.5 ** (passed / _HALF_LIFE_S)
    return Pace(round(pace.changes * kept + changes, 3), round(pace.watched_s * kept + passed, 1))


def is_due(due_at: datetime | None, now: datetime, every: timedelta | None, *, gone: bool = False) -> bool:
    """Whether a feed's time has come; also where it was put off further than any schedule does: by a wrong clock."""
    if due_at is None or due_at <= now:
        return True
    furthest = max(LONGEST_RETRY_AFTER, LONGEST_WAIT, every or timedelta(0), GONE_WAIT if gone else timedelta(0))
    return due_at - now > furthest * (1 + 2 * _JITTER)


def failure_kind(reason: str) -> FailureKind:
    """Whether a host could not be reached, or answered with an error, or with what could not be read.

    >>> failure_kind("news.example did not answer in time"), failure_kind("HTTP 503"), failure_kind("an empty answer")
    ('network', 'server', 'parse')
    """
    if is_connection_failure(reason):
        return "network"
    return "server" if _SERVER.search(reason) else "parse"


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
    except (ValueError, TypeError, OverflowError):
        return None


def _share(text: str) -> float:
    """A number from 0 to 1 that is always the same for a text: schedules can be tested."""
    return hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=2).digest()[0] / 255
