"""`dateline raw`: the bytes a page was served as."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dateline.commands.options import open_for_reading, store_option

if TYPE_CHECKING:
    from storage.captures import Capture


@click.command()
@click.argument("key", metavar="ID|URL")
@store_option
@click.option("--visit", type=click.IntRange(min=1), metavar="N", help="Which visit, counted from 1; the latest held.")
@click.option("--headers", is_flag=True, help="Status and headers as served, before the bytes.")
@click.option("--list", "list_visits", is_flag=True, help="List the visits instead.")
@click.option("-o", "--output", "target", type=click.Path(dir_okay=False), metavar="FILE", help="Write to this file.")
def raw(key: str, store: str, visit: int | None, headers: bool, list_visits: bool, target: str | None) -> None:
    """Give back the bytes of a page as they were served.

    Content encoding is undone, nothing else: characters are as the outlet sent them. The hash is checked first. A page
    that somebody saved and added by hand comes back as that file.

    \b
    dateline raw 4711 > page.html
    dateline raw 4711 --list
    dateline raw 4711 --visit 1 --headers -o first.txt
    """
    from storage.archive import archive_folder, read_record

    with open_for_reading(store) as opened:
        article = opened.article(int(key) if key.isdecimal() else key)
        if article is None or article.id is None:
            raise click.ClickException(f"the store holds no article {key}")
        visits = opened.captures(article.id)
        if list_visits:
            for line in _lines(visits):
                click.echo(line)
            return
        chosen = _chosen(visits, visit, key)
        held = chosen
        while held.place is None and held.same_as is not None:
            held = opened.capture(held.same_as) or _gone(chosen)
        folder = archive_folder(opened.location)
    if held.place is None or folder is None:
        _gone(held)
    assert held.place is not None  # noqa: S101
    assert folder is not None  # noqa: S101
    if headers and held.is_file:
        raise click.ClickException("these are the bytes of a file that somebody saved: no server's answer, no headers")
    record = read_record(folder, held.place, expected_sha256=held.sha256)
    out = b""
    if headers:
        head = [f"HTTP/1.1 {record.status} {record.reason}".rstrip(), *(f"{n}: {v}" for n, v in record.headers)]
        out = "\r\n".join([*head, "", ""]).encode("latin-1", "replace")
    if target is not None:
        try:
            Path(target).write_bytes(out + record.body)
        except OSError as error:
            raise click.ClickException(f"{target} cannot be written: {error.strerror}") from error
    else:
        sys.stdout.buffer.write(out + record.body)
        sys.stdout.buffer.flush()


def _chosen(visits: list[Capture], number: int | None, key: str) -> Capture:
    if not visits:
        raise click.ClickException(f"no answer was kept for article {key}")
    if number is not None:
        if number > len(visits):
            raise click.ClickException(f"there were {len(visits)} visits; see --list")
        return visits[number - 1]
    held = [visit for visit in visits if visit.place is not None]
    return held[-1] if held else visits[-1]


def _gone(capture: Capture) -> Capture:
    why = capture.absent or capture.found or "no bytes were served"
    raise click.ClickException(f"the bytes of this visit are not held: {why}")


def _lines(visits: list[Capture]) -> list[str]:
    from normalise.text import clean

    lines = []
    numbers = {visit.id: number for number, visit in enumerate(visits, 1)}
    for number, visit in enumerate(visits, 1):
        size = f"{visit.size} bytes" if visit.size is not None else "-"
        if visit.place is not None:
            kept = "held"
        elif visit.same_as is not None:
            kept = f"those of visit {numbers.get(visit.same_as, '?')}"
        else:
            kept = f"not held: {visit.absent or 'none came'}"
        status = visit.status or ("a saved file" if visit.is_file else "no answer")
        lines.append(
            f"{number:>3}  {visit.at:%Y-%m-%d %H:%M:%SZ}  {status}  {size}  {(visit.sha256 or '-')[:16]}  {kept}"
            f"  {clean(visit.found or '')}"
        )
    return lines or ["No visit is on record."]
