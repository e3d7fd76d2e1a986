"""How a crawl is going: a bar on a terminal, nothing in cron, and one summary line at the end of both."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from normalise.text import clean

if TYPE_CHECKING:
    from crawler.tally import Tally
    from storage import RunSummary

_MOST_FAILURES_NAMED = 3


@contextmanager
def crawl_progress(*, terminal: bool) -> Iterator[Callable[[Tally], None] | None]:
    """A function to call with the growing tally; None where nobody watches."""
    if not terminal:
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(bar_width=24),
        MofNCompleteColumn(),
        TextColumn("{task.fields[note]}"),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        feeds = progress.add_task("feeds", total=None, note="")
        pages = progress.add_task("pages", total=None, note="")

        def changed(tally: Tally) -> None:
            failed = f"{len(tally.feeds_failed)} failed" if tally.feeds_failed else ""
            progress.update(feeds, total=tally.feeds_due, completed=tally.feeds_done, note=failed)
            done = tally.pages_read + tally.pages_unread
            progress.update(pages, total=tally.pages_asked, completed=done, note=f"{tally.articles.new} new articles")

        yield changed


@contextmanager
def copy_progress(*, terminal: bool) -> Iterator[Callable[[str, int, int], None] | None]:
    """A function to call with what is copied or compared, how much of it is done, and how much there is."""
    if not terminal:
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(bar_width=24), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("", total=None)
        shown = ""

        def changed(what: str, done: int, every: int) -> None:
            nonlocal shown
            if what != shown:
                shown = what
                progress.reset(task, description=what, total=every)
            progress.update(task, completed=done)

        yield changed


def summary_line(run: RunSummary, names: dict[str, str]) -> str:
    """One line that says all. `names` maps a feed's address to the outlet's id.

    feeds 12: 10 ok, 1 unchanged, 1 failed (a: HTTP 403) · articles 4 new, 3 revised, 8 known · pages 4 fetched, 0 …
    """
    failed = list(dict.fromkeys(f"{names.get(url, url)}: {clean(reason)}" for url, reason in run.feeds_failed))
    more = (
        f"; and {len(failed) - _MOST_FAILURES_NAMED} more, see dateline status"
        if len(failed) > _MOST_FAILURES_NAMED
        else ""
    )
    named = f" ({'; '.join(failed[:_MOST_FAILURES_NAMED])}{more})" if failed else ""
    total = run.feeds_ok + run.feeds_unchanged + len(run.feeds_failed)
    feeds = [f"{run.feeds_ok} ok", f"{run.feeds_unchanged} unchanged", f"{len(run.feeds_failed)} failed{named}"]
    known = run.articles.updated + run.articles.unchanged
    pages = f"pages {run.pages_fetched} fetched, {run.pages_failed} failed"
    articles = f"articles {run.articles.new} new, {run.articles.revised} revised, {known} known"
    return f"feeds {total}: {', '.join(feeds)} · {articles} · {pages}"
