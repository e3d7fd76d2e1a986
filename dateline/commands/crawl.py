"""`dateline crawl`: poll what is due, fetch what matters, store it all."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Literal

import click

from dateline.commands.durations import DURATION
from dateline.commands.options import config_option, store_option
from dateline.health import DEFAULT_EVERY, DEFAULT_MAX_TIME

if TYPE_CHECKING:
    from crawler.tally import Tally
    from storage import RunSummary, Store


@click.command()
@config_option
@store_option
@click.option("--outlet", "outlets", multiple=True, metavar="ID", help="Only this outlet or group. May be given again.")
@click.option("--ignore-schedule", is_flag=True, help="Poll every feed now, due or not, and retry every failed page.")
@click.option(
    "--max-time",
    type=DURATION,
    default=DEFAULT_MAX_TIME,
    show_default="9m",
    envvar="DATELINE_MAX_TIME",
    help="Ask for nothing more after so long; what is left, the next run does. 0: no limit.",
)
@click.option("-q", "--quiet", is_flag=True, help="Say something only where a person is needed: for cron.")
@click.option("-v", "--verbose", "verbosity", count=True, help="Tell what happens; twice: all of it.")
@click.option(
    "--log-format", type=click.Choice(["text", "json"]), default="text", show_default=True, help="Of every line told."
)
@click.option("--metrics", metavar="FILE", help="Write Prometheus metrics here at the end, as `status --metrics` does.")
def crawl(
    config: str,
    store: str,
    outlets: tuple[str, ...],
    ignore_schedule: bool,
    max_time: timedelta,
    quiet: bool,
    verbosity: int,
    log_format: Literal["text", "json"],
    metrics: str | None,
) -> None:
    """Poll what is due, fetch the pages that match, store it all.

    Prints one line; every failed feed is in it, in `dateline status` and in the exit code (3 some failed, 4 all
    failed). A second crawl of the same store ends at once with 75. `dateline cron` prints the lines that run it.

    \b
    dateline crawl
    dateline crawl --outlet haaretz --ignore-schedule
    dateline crawl --quiet --max-time 9m       (in cron)
    """
    from crawler.config import load_config, require_contact
    from crawler.run import run_crawl
    from crawler.tally import Tally
    from dateline import logs
    from dateline.progress import crawl_progress, summary_line
    from storage import lock_run, open_store

    logs.configure(log_format, verbosity)
    loaded = load_config(config)
    require_contact(loaded)
    with lock_run(store), open_store(store) as opened:
        with crawl_progress(terminal=sys.stderr.isatty() and not quiet and log_format == "text") as changed:
            tally = Tally(datetime.now(UTC), changed)
            summary = run_crawl(
                loaded,
                opened,
                outlets=outlets,
                ignore_schedule=ignore_schedule,
                max_time=max_time or None,
                tally=tally,
            )
        said = summary_line(summary, {feed.url: feed.outlet for feed in loaded.feeds}) + _left(tally)
        needed = list(_needed(opened, summary, tally)) if quiet else []
        if not quiet or needed or verbosity:
            click.echo(logs.event(log_format, said, facts=_facts(summary, tally)))
        for line in needed:
            click.echo(logs.event(log_format, f"dateline: {line}", level="WARNING"), err=True)
        if metrics:
            _write_metrics(metrics, opened)
    sys.exit(summary.exit_code)


def _left(tally: Tally) -> str:
    """What the summary line does not say yet."""
    feeds, pages = tally.left
    notes = []
    if tally.time_up:
        notes.append(f"time was up: {feeds} feeds and {pages} pages left for the next run")
    if tally.offline:
        notes.append("no host could be reached: is this machine's network down?")
    return "".join(f" · {note}" for note in notes)


def _needed(store: Store, summary: RunSummary, tally: Tally) -> list[str]:
    """What a person should hear of, once: not again with every run."""
    from dateline.health import news_for_a_person, picture

    runs = store.runs(2)
    before = runs[1] if len(runs) > 1 else None
    since = before.started if before else summary.started - DEFAULT_EVERY
    found = list(news_for_a_person(picture(store, datetime.now(UTC), with_skew=False), since))
    if summary.exit_code == 4 and (before is None or before.exit_code != 4):
        found.insert(0, "no host could be reached" if tally.offline else "every feed failed")
    if tally.starved and summary.exit_code != 0:
        found.append(f"pages were left unread: {tally.starved}")
    return found


def _facts(summary: RunSummary, tally: Tally) -> dict[str, object]:
    feeds_left, pages_left = tally.left
    return {
        "started": summary.started.isoformat(),
        "ended": summary.ended.isoformat() if summary.ended else None,
        "exit_code": summary.exit_code,
        "feeds_ok": summary.feeds_ok,
        "feeds_unchanged": summary.feeds_unchanged,
        "feeds_failed": len(summary.feeds_failed),
        "feeds_left": feeds_left,
        "articles_new": summary.articles.new,
        "articles_revised": summary.articles.revised,
        "pages_fetched": summary.pages_fetched,
        "pages_failed": summary.pages_failed,
        "pages_left": pages_left,
    }


def _write_metrics(path: str, store: Store) -> None:
    from dateline.health import picture
    from dateline.metrics import write_metrics

    try:
        write_metrics(path, replace(picture(store, datetime.now(UTC), with_skew=False), running_since=None))
    except OSError as error:  # what was crawled is safe; the exit code tells of that
        click.echo(f"dateline: {path}: the metrics could not be written ({error.strerror})", err=True)
