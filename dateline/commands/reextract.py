"""`dateline reextract`: today's extraction over the archive, without fetching anything."""

from __future__ import annotations

import sys
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dateline.commands.options import WHEN, config_option, open_for_reading, store_option
from storage.errors import StoreError

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
@click.option(
    "--archive",
    metavar="DIR",
    envvar="DATELINE_ARCHIVE",
    type=click.Path(file_okay=False, path_type=Path),
    help="Where the archive is, if not beside the store's file.",
)
@click.option("--queue", is_flag=True, help="Give it to the workers of a PostgreSQL store, in slices, and end at once.")
def reextract(
    config: str,
    store: str,
    outlets: tuple[str, ...],
    since: datetime | None,
    dry_run: bool,
    outdated: bool,
    yes: bool,
    archive: Path | None,
    queue: bool,
) -> None:
    """Read the archive again with today's extraction, without fetching.

    Shows what changes, then corrects it: text, people and dates of every state whose bytes are held. Never a revision:
    a better extractor is no edit. On a terminal it asks before it applies.

    \b
    dateline reextract --dry-run
    dateline reextract --outlet haaretz --since "2 weeks ago"
    dateline reextract --store postgresql://desk@db.example/news --queue --outdated
    """
    if queue:
        if dry_run:
            raise click.UsageError("--queue applies what it finds: take --dry-run alone first")
        _give_to_workers(store, outlets, since, outdated)
        return
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
        folder = archive or archive_folder(opened.location)
        if folder is None:
            raise click.ClickException("where is the archive of this store? Say it with --archive DIR")
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


def _give_to_workers(store: str, outlets: tuple[str, ...], since: datetime | None, outdated: bool) -> None:
    """Slices of the archive for workers to read again."""
    from crawler.fleet.desk import slices
    from crawler.fleet.giving import give
    from storage.fleet import NEEDS_POSTGRES

    if not store.startswith(("postgresql://", "postgres://")):
        raise StoreError(store, NEEDS_POSTGRES.format(store))
    with open_for_reading(store) as opened:
        pieces = list(slices(opened, outlets=outlets, since=since, outdated_only=outdated))
    given = give(store, pieces)
    answers = sum(len(each.arguments["captures"]) for each in pieces)
    wait = f" ({len(pieces) - given} waited already)" if given < len(pieces) else ""
    click.echo(f"{answers} answers in {len(pieces)} slices: {given} given to the workers{wait}")
    click.echo("Workers with --archive read them; `dateline workers` tells how many wait.")


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
