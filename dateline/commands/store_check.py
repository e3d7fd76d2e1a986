"""`dateline store check`: whether everything the store points to is there and is what its hash says."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dateline.commands.options import open_for_reading, store_option

if TYPE_CHECKING:
    from storage import Store

_DAMAGED, _INCOMPLETE = 5, 3


@dataclass(slots=True)
class _Findings:
    """What is wrong (`lost`: something that is pointed to), and what was looked at."""

    lost: list[str] = field(default_factory=list)
    cut: list[str] = field(default_factory=list)
    files: int = 0
    records: int = 0
    pointers: int = 0


@click.command()
@store_option
@click.option("--json", "as_json", is_flag=True, help="The same as JSON.")
def check(store: str, as_json: bool) -> None:
    """Check the store and its archive, to the last byte.

    The database: integrity, foreign keys, the search index, the hash of every text. The archive: every record of every
    file is unpacked and its hash computed, and every pointer followed. A file that is cut is told with how far it is
    good. Ends with 0 if all is well, 3 if a file is cut where nothing points to, 5 if something is lost or damaged.
    """
    from dateline import output
    from storage.archive import archive_folder

    found = _Findings()
    with open_for_reading(store) as opened:
        found.lost += opened.problems()
        folder = archive_folder(opened.location)
        if folder is not None:
            _check_archive(opened, folder, found)
    code = _DAMAGED if found.lost else _INCOMPLETE if found.cut else 0
    if as_json:
        told = {"lost": found.lost, "cut": found.cut}
        counts = {"files": found.files, "records": found.records, "pointers": found.pointers}
        click.echo(output.as_json(told | counts))
    else:
        for line in (*found.lost, *found.cut):
            click.echo(line)
        click.echo(
            f"{'not well' if code else 'all well'}: {found.pointers} pointers to {found.records} records"
            f" in {found.files} archive files, {len(found.lost)} lost or damaged, {len(found.cut)} files cut"
        )
    sys.exit(code)


def _check_archive(store: Store, folder: Path, found: _Findings) -> None:
    from storage.archive import check_file

    used = store.archive_files()
    for path in _files(store, folder, used):
        name = str(path) if str(path) in used else path.name  # a file given to a backfill by link keeps its whole path
        found.files += 1
        if not path.exists():
            found.lost.append(f"{name}: is not there; {used[name]} captures point to it")
            found.pointers += used[name]
            continue
        checked = check_file(path)
        found.records += checked.records
        lost = 0
        for capture in store.all_captures(file=name, held=True):
            assert capture.place is not None  # noqa: S101
            found.pointers += 1
            held = checked.hashes.get(capture.place.offset)
            if held is None:
                lost += 1
            elif held != capture.sha256:
                whose = f"article {capture.article}" if capture.article is not None else f"feed {capture.feed}"
                found.lost.append(
                    f"{path.name}: the record at byte {capture.place.offset} ({whose}) is not what its hash says"
                )
        if checked.problem is not None:
            told = (
                f"{path.name}: {checked.problem}; its first {checked.records} records are whole"
                f" ({checked.good_bytes} of {checked.total_bytes} bytes)"
            )
            (found.lost if lost else found.cut).append(
                f"{told}, and {lost} captures point behind them" if lost else f"{told}, and nothing points behind them"
            )
        elif lost:
            found.lost.append(f"{path.name}: {lost} captures point to bytes where no record begins")


def _files(store: Store, folder: Path, used: object) -> Iterator[Path]:
    """Every file that is pointed to, and every other one of this store."""
    from storage.archive.folder import store_name

    names = {str(name) for name in used} if isinstance(used, dict) else set()
    if folder.is_dir():
        names |= {path.name for path in folder.glob(f"{store_name(store.location)}-*.warc.gz")}
    yield from (folder / name for name in sorted(names))
