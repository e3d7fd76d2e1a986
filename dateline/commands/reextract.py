"""`dateline reextract`: today's extraction over the archive, without fetching anything."""

from __future__ import annotations

import sys
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dateline.commands.options import WHEN, config_option, open_for_reading, store_option

if TYPE_CHECKING:
    from crawler.config import Config
    from crawler.rereading import Reread

_WIDTH = 150
_APPLIED_AT_ONCE = 200


@click.command()
@config_option
@store_option
@click.option("--outlet", "outlets", multiple=True, metavar="ID", help="Only this outlet or group. May be given again.")
@click.option("--since", type=WHEN, help='Only what was fetched from here on: 2025-12-01, "2 weeks ago".')
@click.option("--dry-run", is_flag=True, help="Show what would change, and change nothing.")
@click.option("--outdated", is_flag=True, help="Leave out what this very extractor and configuration read.")
@click.option("--yes", is_flag=True, help="Apply without asking.")
def reextract(
    config: str,
    store: str,
    outlets: tuple[str, ...],
    since: datetime | None,
    dry_run: bool,
    outdated: bool,
    yes: bool,
) -> None:
    """Read the archive again with today's extraction, without fetching.

    Shows what changes, then corrects it: text, people and dates of every state whose bytes are held. Never a revision:
    a better extractor is no edit. On a terminal it asks before it applies.

    \b
    dateline reextract --dry-run
    dateline reextract --outlet haaretz --since "2 weeks ago"
    """
    from contextlib import nullcontext

    from crawler.rereading import reread_archive
    from storage import lock_run, open_store
    from storage.archive import archive_folder

    loaded = _config(config)
    open_for_reading(store).close()  # one that is not there is not made
    with (
        nullcontext() if dry_run else lock_run(store),
        open_for_reading(store) if dry_run else open_store(store) as opened,
    ):
        folder = archive_folder(opened.location)
        if folder is None:
            raise click.ClickException("this store has no archive folder: nothing was kept to read again")
        count, problems, fields = 0, 0, Counter[str]()
        changed: list[Reread] = []
        unchanged: list[Reread] = []
        for found in reread_archive(opened, folder, loaded, outlets=outlets, since=since, outdated_only=outdated):
            count += 1
            if found.problem is not None:
                problems += 1
                click.echo(f"{found.article:>6}  {found.outlet}  not read: {found.problem}", err=True)
            elif found.changes:
                changed.append(found)
                fields.update(name for name, _, _ in found.changes)
                for line in _lines(found):
                    click.echo(line)
            elif not dry_run:
                unchanged.append(found)
        told = ", ".join(f"{name} {many}" for name, many in fields.most_common()) or "nothing"
        click.echo(f"{count} states read again · {len(changed)} differ ({told}) · {problems} could not be read")
        if dry_run:
            return
        if changed and not yes and sys.stdin.isatty() and not click.confirm("Apply?", default=True):
            return
        corrections = [found.correction for found in (*changed, *unchanged) if found.correction is not None]
        done = 0
        for begin in range(0, len(corrections), _APPLIED_AT_ONCE):
            done += opened.correct(corrections[begin : begin + _APPLIED_AT_ONCE])
        click.echo(f"{done} corrected; no revision was made")


def _config(path: str) -> Config | None:
    """feeds.yaml, for rules and topics; a store can be read again without it."""
    from crawler.config import load_config

    return load_config(path) if Path(path).exists() else None


def _lines(found: Reread) -> list[str]:
    from normalise.text import clean

    lines = [f"{found.article:>6}  {found.outlet}  state {found.number}  {clean(found.title)[:_WIDTH]}"]
    for name, before, after in found.changes:
        if name == "body":
            before, after = _where_they_part(before, after)
        lines += [
            f"        {name}",
            f"          was {clean(before)[:_WIDTH]}",
            f"          now {clean(after)[:_WIDTH]}",
        ]
    return lines


def _where_they_part(before: str, after: str) -> tuple[str, str]:
    """Both texts from a few words before the first letter that differs, with their lengths."""
    same = next(
        (n for n, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), min(len(before), len(after))
    )
    begin = max(0, same - 30)
    return f"({len(before)} characters) …{before[begin:]}", f"({len(after)} characters) …{after[begin:]}"
