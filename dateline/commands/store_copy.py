"""`dateline store copy`: a store into another database, SQLite or PostgreSQL."""

from __future__ import annotations

import sys
from contextlib import ExitStack

import click


@click.command()
@click.argument("source", metavar="FROM")
@click.argument("target", metavar="TO")
@click.option("--json", "as_json", is_flag=True, help="The tables, their rows and hashes as JSON.")
def copy(source: str, target: str, as_json: bool) -> None:
    """Copy a whole store into an empty one: a file, or postgresql://user@host/database.

    Everything goes along, ids included; the search index is made anew. Stopped, it goes on where it was when called
    again. In the end every table of both is counted and hashed. Neither may be crawled into meanwhile. The archive
    folder beside a file is plain files and is not touched.

    \b
    dateline store copy news.db postgresql://desk@db.example/news
    """
    from dateline import output
    from dateline.progress import copy_progress
    from storage import lock_run, open_store
    from storage.copying import copy_store

    with ExitStack() as stack:
        for location in (source, target):
            stack.enter_context(lock_run(location))
        origin = stack.enter_context(open_store(source, read_only=True))
        destination = stack.enter_context(open_store(target))
        changed = stack.enter_context(copy_progress(terminal=sys.stderr.isatty()))
        copied = copy_store(origin, destination, progress=changed)
    if as_json:
        click.echo(output.as_json([{"table": one.name, "rows": one.rows, "sha256": one.sha256} for one in copied]))
        return
    rows = sum(one.rows for one in copied)
    click.echo(f"copied and compared: {rows} rows in {len(copied)} tables")
