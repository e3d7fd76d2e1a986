"""`dateline import`: articles out of a file that `dateline export` wrote."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING

import click

from dateline.commands.options import store_option

if TYPE_CHECKING:
    from collections.abc import Callable

    from storage import Carried, CarriedCounts

_BATCH = 200  # articles a transaction: a crawl waits for one at most
_LONGEST_BYTES = 64 << 20  # of a line
_MOST_TOLD = 20


@click.command(name="import")
@click.argument("file", type=click.File("rb"))
@store_option
def import_(file: IO[bytes], store: str) -> None:
    """Take in articles that `dateline export --format jsonl` wrote.

    With --with-text nothing is lost: text, earlier states, dates, bylines, and which feed showed what when. What is
    held already is not taken twice, so that after an interruption the same command goes on. What was let go of does not
    come back. Lines that cannot be read are named, and the others are taken. "-" reads standard input.

    \b
    dateline export --format jsonl --with-text -o all.jsonl
    dateline import all.jsonl --store other.db
    """
    from storage import CarriedCounts, open_store

    counts, bad = CarriedCounts(), 0
    with open_store(store) as opened, _progress(file) as moved:
        batch: list[Carried] = []
        for number, found in _lines(file):
            if isinstance(found, str):
                bad += 1
                if bad <= _MOST_TOLD:
                    click.echo(f"line {number}: {found}", err=True)
                continue
            batch.append(found)
            if len(batch) >= _BATCH:
                counts += opened.carry_in(batch)
                batch.clear()
                moved(counts)
        if batch:
            counts += opened.carry_in(batch)
    click.echo(_told(counts, bad))
    if bad > _MOST_TOLD:
        click.echo(f"{bad - _MOST_TOLD:,} more lines could not be read", err=True)
    if bad:
        sys.exit(2)


def _lines(file: IO[bytes]) -> Iterator[tuple[int, Carried | str]]:
    """Each line's number, and its article or what is wrong with it."""
    from dateline.exporting_records import of_record

    number = 0
    while line := file.readline(_LONGEST_BYTES + 1):
        number += 1
        if len(line) > _LONGEST_BYTES and not line.endswith(b"\n"):
            while (rest := file.readline(_LONGEST_BYTES)) and not rest.endswith(b"\n"):
                pass
            yield number, "is longer than 64 MB: that is no article"
            continue
        if number == 1:
            line = line.removeprefix(b"\xef\xbb\xbf")
        if not line.strip():
            continue
        try:
            yield number, of_record(json.loads(line))
        except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
            yield number, f"is no JSON ({_reason(error)}): give one article a line, as `dateline export` writes it"
        except ValueError as error:
            yield number, str(error)


def _reason(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"{error.msg} at column {error.colno}"
    return "not UTF-8" if isinstance(error, UnicodeDecodeError) else "nested too deep"


def _told(counts: CarriedCounts, bad: int) -> str:
    parts = [f"{counts.new:,} new", f"{counts.updated:,} completed", f"{counts.unchanged:,} held already"]
    if counts.kept:
        parts.append(f"{counts.kept:,} kept as they are (both stores hold states the other lacks)")
    if counts.let_go:
        parts.append(f"{counts.let_go:,} let go of before and left out")
    if bad:
        parts.append(f"{bad:,} lines could not be read")
    return "articles: " + ", ".join(parts)


@contextmanager
def _progress(file: IO[bytes]) -> Iterator[Callable[[CarriedCounts], None]]:
    """A bar by bytes on a terminal; nothing elsewhere."""
    if not sys.stderr.isatty() or not file.seekable() or not Path(file.name).is_file():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("import"),
        BarColumn(bar_width=24),
        TextColumn("{task.percentage:>3.0f}%"),
        TimeRemainingColumn(),
        TextColumn("{task.fields[note]}"),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("import", total=Path(file.name).stat().st_size, note="")

        def moved(counts: CarriedCounts) -> None:
            progress.update(task, completed=file.tell(), note=f"{counts.new:,} new")

        yield moved
