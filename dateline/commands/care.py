"""`dateline store backup`, `prune` and `vacuum`."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from dateline.commands.options import WHEN, open_for_reading, store_option


def _age(value: str) -> datetime:
    """The moment "2y", "18 months" or "90d" ago. Raises click.BadParameter in words."""
    import re

    match = re.fullmatch(r"(\d{1,4})\s*(d|days?|w|weeks?|m|months?|y|years?)", value.strip().lower())
    if match is None:
        moment: datetime = WHEN.convert(value, None, None)
        return moment
    days = {"d": 1.0, "w": 7.0, "m": 30.4375, "y": 365.25}[match[2][0]] * int(match[1])
    from datetime import timedelta

    return datetime.now(UTC) - timedelta(days=days)


def _megabytes(size: int) -> str:
    return f"{size / 1e6:,.1f} MB"


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@store_option
def backup(file: Path, store: str) -> None:
    """Copy the store into a new FILE, as it is at one moment.

    A crawl may go on meanwhile. The archive folder beside the store is plain files: copy it as such.

    \b
    dateline store backup news-2026-01-05.db
    """
    with open_for_reading(store) as opened:
        size = opened.backup(file)
    click.echo(f"{file}: {_megabytes(size)}")


@click.command()
@store_option
@click.option("--older-than", required=True, metavar="AGE", help="2y, 18m, 90d, or a day: 2024-01-01.")
@click.option("--keep-cited/--also-cited", default=True, show_default=True, help="Keep what a comparison cites.")
@click.option("--dry-run", is_flag=True, help="Only say what would go.")
def prune(store: str, older_than: str, keep_cited: bool, dry_run: bool) -> None:
    """Take texts, earlier versions and archived pages from old articles.

    Titles, dates, bylines, addresses and all coverage stay. Archived bytes go at the next `dateline crawl`.

    \b
    dateline store prune --older-than 2y --dry-run
    """
    from storage import lock_run, open_store

    before = _age(older_than)
    if dry_run:
        with open_for_reading(store) as opened:
            done = opened.prune(before, keep_cited=keep_cited, dry_run=True)
    else:
        open_for_reading(store).close()  # says so where there is none, instead of making one
        with lock_run(store), open_store(store) as opened:
            done = opened.prune(before, keep_cited=keep_cited)
    click.echo(
        f"{'would take' if dry_run else 'took'} from {done.articles:,} articles before {before:%Y-%m-%d}:"
        f" {done.bodies:,} texts, {done.revisions:,} earlier versions, {done.captures:,} archived pages"
        f" ({_megabytes(done.bytes)} in the store)"
    )
    if done.kept_cited:
        click.echo(f"{done.kept_cited:,} older articles are cited by comparisons and stay whole")
    if done.articles and not dry_run:
        click.echo("`dateline store vacuum` gives the room back to the disk")


@click.command()
@store_option
def vacuum(store: str) -> None:
    """Give the room of what was deleted back to the disk. Needs as much free room as the store takes."""
    from storage import lock_run, open_store

    open_for_reading(store).close()
    with lock_run(store), open_store(store) as opened:
        before, after = opened.vacuum()
    click.echo(f"{_megabytes(before)} before, {_megabytes(after)} now")
