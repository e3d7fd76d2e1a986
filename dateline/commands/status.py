"""`dateline status`: what is watched and how well."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from dateline.commands.options import open_for_reading, store_option

if TYPE_CHECKING:
    from storage import FeedState


@click.command()
@store_option
@click.option("--json", "as_json", is_flag=True, help="The same as JSON.")
def status(store: str, as_json: bool) -> None:
    """Show what is watched and how well, trouble first.

    For each feed: its last good poll, its last error, when it is due, how many articles it gave; and where its dates
    are habitually half an hour or more off those of its articles' pages.
    """
    from dateline import output

    now = datetime.now(UTC)
    with open_for_reading(store) as opened:
        feeds = sorted(opened.feed_states(), key=lambda feed: (_trouble(feed), feed.outlet, feed.url))
        runs = opened.runs(limit=1)
        articles = opened.count_articles()
    if as_json:
        click.echo(output.as_json([_as_dict(feed) for feed in feeds]))
        return
    if runs:
        run = runs[0]
        ended = (
            f"ended {output.moment(run.ended)} with {run.exit_code}" if run.ended else "has not ended (or was killed)"
        )
        click.echo(f"{articles} articles · last run began {output.moment(run.started)} and {ended}")
    else:
        click.echo(f"{articles} articles · no crawl yet")
    for feed in feeds:
        good = f"good {output.span(now - feed.last_good)} ago" if feed.last_good else "never read"
        due = "gone (410)" if feed.gone else _due(feed, now)
        click.echo(
            f"{_MARK[_trouble(feed)]} {feed.outlet:<18} {good:<18} {due:<16} {feed.articles:>6} articles  {feed.url}"
        )
        if feed.last_problem:
            click.echo(f"      {feed.failures} failed in a row: {feed.last_problem}")
        if feed.skew_s is not None and abs(feed.skew_s) >= _SKEW_TOLD_S:
            click.echo(f"      {_skew(feed.skew_s)} ({feed.skew_articles} articles)")
        if feed.moved_to:
            click.echo(f"      moved for good to {feed.moved_to}: put that into feeds.yaml")


_SKEW_TOLD_S = 30 * 60
_MARK = {0: "FAIL", 1: "new ", 2: "ok  "}


def _trouble(feed: FeedState) -> int:
    if feed.failures or feed.gone:
        return 0
    return 1 if feed.last_good is None else 2


def _skew(skew_s: float) -> str:
    direction = "later" if skew_s > 0 else "earlier"
    return f"its dates are {abs(skew_s) / 3600:.1f} h {direction} than those of its pages"


def _due(feed: FeedState, now: datetime) -> str:
    from dateline.output import span

    if feed.due_at is None or feed.due_at <= now:
        return "due now"
    return f"due in {span(feed.due_at - now)}"


def _as_dict(feed: FeedState) -> dict[str, object]:
    from dataclasses import asdict

    return {
        name: value.isoformat() if isinstance(value, datetime) else value
        for name, value in asdict(feed).items()
        if name != "validators"
    }
