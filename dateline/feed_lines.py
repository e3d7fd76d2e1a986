"""Feeds as lines for a terminal: what each carries, and what is wrong with it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dateline.output import moment
from normalise.text import clean

if TYPE_CHECKING:
    from crawler.carried import Carried


@dataclass(frozen=True, slots=True)
class CheckedFeed:
    """A feed of feeds.yaml as it answered just now. `carried` is None where it failed: then `problem` says why."""

    outlet: str
    url: str
    carried: Carried | None
    problem: str | None = None
    moved_to: str | None = None


def bylines(carried: Carried) -> str:
    """Whether items have a byline: yes, no, or on how many."""
    if carried.bylines in (0, carried.items):
        return "yes" if carried.bylines else "no"
    return f"{carried.bylines} of {carried.items}"


def carried_line(carried: Carried) -> str:
    """Kind, items, newest date, language, byline, full text, in columns."""
    kind = {"sitemapindex": "sitemaps", "jsonfeed": "json"}.get(carried.kind, carried.kind)
    newest = f"newest {moment(carried.newest)}" if carried.newest else "newest ?"
    texts = "full text" if carried.full_text else "no full text"
    return (
        f"{kind:<8} {carried.items:>4} items  {newest:<24}  {carried.language or '?':<3} "
        f"byline {bylines(carried):<9} {texts}"
    )


def checked_lines(feed: CheckedFeed) -> list[str]:
    """A feed's line with its mark, and one more for each thing that is wrong."""
    if feed.carried is None:
        return [f"FAIL {feed.outlet:<18} {clean(feed.problem or '')}", f"     {feed.url}"]
    lines = [f"ok   {feed.outlet:<18} {carried_line(feed.carried)}", f"     {feed.url}"]
    if feed.carried.zone:
        lines.append(f"     dates: {clean(feed.carried.zone)}")
    if feed.moved_to:
        lines.append(f"     moved for good to {clean(feed.moved_to)}: put that into feeds.yaml")
    return lines


def carried_as_dict(carried: Carried | None) -> dict[str, Any]:
    """What a feed carries as plain data; None for all where it failed."""
    if carried is None:
        names = ("kind", "items", "newest", "language", "bylines", "full_text", "date_trouble")
        return dict.fromkeys(names)
    return {
        "kind": carried.kind,
        "items": carried.items,
        "newest": carried.newest.isoformat().replace("+00:00", "Z") if carried.newest else None,
        "language": carried.language,
        "bylines": carried.bylines,
        "full_text": carried.full_text,
        "date_trouble": carried.zone,
    }


def checked_as_dict(feed: CheckedFeed) -> dict[str, Any]:
    """A checked feed as plain data."""
    return {
        "outlet": feed.outlet,
        "url": feed.url,
        "ok": feed.carried is not None,
        "problem": feed.problem,
        "moved_to": feed.moved_to,
        **carried_as_dict(feed.carried),
    }


def check_summary(feeds: list[CheckedFeed]) -> str:
    """How many feeds answered, and how many have something to mend."""
    failed = sum(1 for feed in feeds if feed.carried is None)
    troubled = sum(1 for feed in feeds if feed.carried is not None and (feed.carried.zone or feed.moved_to))
    return f"feeds {len(feeds)}: {len(feeds) - failed} ok, {failed} failed · {troubled} with something to look at"


@contextmanager
def looking_progress(what: str) -> Iterator[Callable[[int, int], None] | None]:
    """A function to tell (answers, addresses) on a terminal; None where nobody watches."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (TextColumn("{task.description}"), BarColumn(bar_width=24), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(what, total=None)
        yield lambda answers, addresses: progress.update(task, total=addresses, completed=answers)
