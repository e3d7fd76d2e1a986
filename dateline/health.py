"""How a store is doing, in one picture: for `status`, its monitoring check, its metrics, and quiet crawls."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from dateline.output import span
from normalise.text import clean
from normalise.urls import without_password
from storage.locking import held_since

if TYPE_CHECKING:
    from storage import FeedHealth, FeedState, OutletHealth, RunSummary, Store

LOOKED_BACK = timedelta(days=7)
DEFAULT_EVERY = timedelta(minutes=10)
DEFAULT_MAX_TIME = timedelta(minutes=9)
LONG_FAILING = timedelta(days=1)
_NEVER_READ = 5  # polls failed of a feed that was never read, before a person is told
_GRACE = timedelta(minutes=1)  # cron and systemd begin a little late
_RUNS = 20
_LITTLE_DISK_BYTES, _NO_DISK_BYTES = 1 << 30, 100 << 20
_SKEW_TOLD_S = 30 * 60
OK, NOTE, WARNING, FAILING = range(4)
_STATES = ("OK", "WARNING", "CRITICAL", "UNKNOWN")


@dataclass(frozen=True, slots=True)
class Picture:
    """Everything that is told of a store, read at one moment. Bytes are None where there is no disk to look at."""

    now: datetime
    feeds: tuple[FeedState, ...]
    health: Mapping[str, FeedHealth]
    outlets: tuple[OutletHealth, ...]
    runs: tuple[RunSummary, ...]  # newest first
    articles: int
    size_bytes: int | None
    free_bytes: int | None
    running_since: datetime | None  # a run that holds the lock

    @property
    def ended(self) -> RunSummary | None:
        """The latest run that ended."""
        return next((run for run in self.runs if run.ended is not None), None)

    def troubles(self, feed: FeedState) -> list[tuple[int, str]]:
        """What is wrong with a feed, in words, each with its weight; the worst first."""
        return sorted(_troubles(feed, self.health.get(feed.url), self.now), key=lambda each: -each[0])

    def by_trouble(self) -> list[tuple[FeedState, list[tuple[int, str]]]]:
        """The feeds with their troubles: the worst first, and of those the ones read longest ago."""
        told = [(feed, self.troubles(feed)) for feed in self.feeds]
        return sorted(told, key=lambda each: (-weight(each[1]), _since_good(each[0]), each[0].outlet, each[0].url))


def picture(store: Store, now: datetime, *, with_skew: bool = True) -> Picture:
    """Look at `store`; `with_skew`: also at how far the clocks of feeds are from those of their pages."""
    since = now - LOOKED_BACK
    size = store.size_bytes()
    return Picture(
        now=now,
        feeds=store.feed_states(with_skew=with_skew),
        health={health.url: health for health in store.feed_health(since, now)},
        outlets=store.outlet_health(since),
        runs=tuple(store.runs(_RUNS)),
        articles=store.count_articles(),
        size_bytes=size,
        free_bytes=_free_bytes(store.location) if size is not None else None,
        running_since=held_since(store.location) if size is not None else None,
    )


def weight(troubles: list[tuple[int, str]]) -> int:
    """The weight of the worst."""
    return max((each[0] for each in troubles), default=OK)


def _since_good(feed: FeedState) -> float:
    return feed.last_good.timestamp() if feed.last_good else 0.0


def _troubles(feed: FeedState, health: FeedHealth | None, now: datetime) -> Iterator[tuple[int, str]]:
    if feed.gone:
        yield FAILING, "gone (HTTP 410): delete it from feeds.yaml, or give its new address"
    elif feed.failures:
        times = "once" if feed.failures == 1 else f"{feed.failures} times in a row"
        yield FAILING, f"failed {times}: {told(feed.last_problem or 'no reason known')}"
    if health is not None and health.silent:
        usual = f"{health.seen} articles in {health.hours} h, where {health.expected:.0f} are usual at this time"
        yield WARNING, f"silent: {usual}"
    if health is not None and health.without_overlap:
        polls = "1 poll" if health.without_overlap == 1 else f"{health.without_overlap} polls"
        yield NOTE, f"{polls} of the last 7 days shared no entry with the one before: some may have been missed"
    if feed.moved_to:
        yield NOTE, f"moved for good to {told(feed.moved_to)}: put that into feeds.yaml"
    if feed.skew_s is not None and abs(feed.skew_s) >= _SKEW_TOLD_S:
        direction = "later" if feed.skew_s > 0 else "earlier"
        off = f"{abs(feed.skew_s) / 3600:.1f} h {direction}"
        yield NOTE, f"its dates are {off} than those of its pages ({feed.skew_articles} articles)"


def told(text: str) -> str:
    """`text` from outside, fit for a terminal, a log and a mail."""
    return clean(without_password(text))


def _free_bytes(location: str) -> int | None:
    try:
        return shutil.disk_usage(Path(os.path.realpath(location)).parent).free
    except OSError:
        return None


# --- for monitoring -------------------------------------------------------------------------------------------


def usual_interval(runs: tuple[RunSummary, ...]) -> timedelta:
    """How often runs come: the median of the latest; ten minutes where too few are known."""
    starts = [run.started for run in runs]
    gaps = [(later - earlier).total_seconds() for later, earlier in pairwise(starts)]
    gaps = [gap for gap in gaps if gap >= 60]
    return timedelta(seconds=median(gaps)) if len(gaps) >= 3 else DEFAULT_EVERY


def check(seen: Picture, every: timedelta | None, max_time: timedelta) -> tuple[int, str]:
    """The monitoring convention's code (0 ok, 1 warning, 2 critical, 3 unknown) and its one line with figures."""
    found = list(_alarms(seen, every or usual_interval(seen.runs), max_time))
    code = max((each[0] for each in found), default=0)
    failing = sum(1 for feed in seen.feeds if feed.failures or feed.gone)
    words = "; ".join(each[1] for each in sorted(found, key=lambda each: -each[0])[:4])
    fine = f"{len(seen.feeds) - failing} of {len(seen.feeds)} feeds good"
    if seen.ended and seen.ended.ended:
        fine += f", last run ended {span(max(seen.now - seen.ended.ended, timedelta(0)))} ago"
    silent = sum(1 for health in seen.health.values() if health.silent)
    figures = f"feeds={len(seen.feeds)} failing={failing} silent={silent} articles={seen.articles}"
    return code, f"DATELINE {_STATES[code]} - {words or fine} | {figures}"


def _alarms(seen: Picture, every: timedelta, max_time: timedelta) -> Iterator[tuple[int, str]]:
    if not seen.runs:
        yield 3, "no crawl yet"
        return
    now, latest = seen.now, seen.runs[0]
    running = now - seen.running_since if seen.running_since else None
    if running is not None and running > 3 * max_time:
        yield 2, f"a run has held the lock for {span(running)}, three times --max-time and more"
    if running is None and now - latest.started > 2 * every + _GRACE:
        yield 2, f"no run for {span(now - latest.started)}: two were missed"
    if latest.started > now + _GRACE:
        yield 1, "the latest run began in the future: the clock went back"
    if running is None and latest.ended is None:
        yield 1, "the last run was killed"
    if seen.ended is not None and seen.ended.exit_code in (1, 4, 5):
        told_as = {4: "all feeds failed in the last run", 5: "the last run could not use the store"}
        yield 2, told_as.get(seen.ended.exit_code, "the last run ended with a bug")
    if seen.free_bytes is not None and seen.free_bytes < _LITTLE_DISK_BYTES:
        level = 2 if seen.free_bytes < _NO_DISK_BYTES else 1
        yield level, f"{seen.free_bytes >> 20} MB free on the store's disk"
    long = [feed for feed in seen.feeds if _long_failing(feed, now)]
    if long:
        yield 1, f"{_many(len(long), 'feed')} failing for a day or more ({_outlets(long)})"
    silent = [feed for feed in seen.feeds if (health := seen.health.get(feed.url)) and health.silent]
    if silent:
        yield 1, f"{_many(len(silent), 'feed')} silent ({_outlets(silent)})"


def news_for_a_person(seen: Picture, since: datetime) -> Iterator[str]:
    """What a person should hear of once: feeds that, since that moment, have been failing for a day, or for a week."""
    for feed in seen.feeds:
        reason = told(feed.last_problem or "no reason known")
        if feed.gone and feed.failures == 1:
            yield f"{feed.outlet}: {told(feed.url)} is gone (HTTP 410)"
        elif feed.last_good is None and feed.failures == _NEVER_READ:
            yield f"{feed.outlet}: {told(feed.url)} was never read, {_NEVER_READ} polls failed: {reason}"
        elif feed.last_good is not None and feed.failures:
            for days in (1, 7):
                if since < feed.last_good + timedelta(days=days) <= seen.now:
                    long = span(timedelta(days=days))
                    yield f"{feed.outlet}: {told(feed.url)} has not been read for {long}: {reason}"


def _long_failing(feed: FeedState, now: datetime) -> bool:
    if feed.last_good is None:
        return feed.gone or feed.failures >= _NEVER_READ
    return feed.gone or (feed.failures > 0 and now - feed.last_good > LONG_FAILING)


def _outlets(feeds: list[FeedState]) -> str:
    names = list(dict.fromkeys(feed.outlet for feed in feeds))
    return ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")


def _many(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
