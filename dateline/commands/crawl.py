"""`dateline crawl`: poll what is due, fetch what matters, store it all."""

from __future__ import annotations

import sys

import click

from dateline.commands.options import config_option, store_option


@click.command()
@config_option
@store_option
@click.option("--outlet", "outlets", multiple=True, metavar="ID", help="Only this outlet or group. May be given again.")
@click.option(
    "--ignore-schedule", is_flag=True, help="Poll every feed now, due or not, and retry every page that failed."
)
def crawl(config: str, store: str, outlets: tuple[str, ...], ignore_schedule: bool) -> None:
    """Poll what is due, fetch the pages that match, store it all.

    Prints one line; every failed feed is in it, in `dateline status` and in the exit code (3 some failed, 4 all
    failed). A second crawl of the same store ends at once with 75.

    \b
    dateline crawl
    dateline crawl --outlet haaretz --ignore-schedule
    */10 * * * * cd /srv/desk && dateline crawl        (in cron)
    """
    from crawler.config import load_config, require_contact
    from crawler.run import run_crawl
    from dateline.progress import crawl_progress, summary_line
    from storage import lock_run, open_store

    loaded = load_config(config)
    require_contact(loaded)
    with lock_run(store), open_store(store) as opened:
        with crawl_progress(terminal=sys.stderr.isatty()) as changed:
            summary = run_crawl(loaded, opened, outlets=outlets, ignore_schedule=ignore_schedule, changed=changed)
        click.echo(summary_line(summary, {feed.url: feed.outlet for feed in loaded.feeds}))
    sys.exit(summary.exit_code)
