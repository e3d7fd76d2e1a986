"""`dateline compare`: a report held against the store."""

from __future__ import annotations

import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dateline.commands.options import WHEN, open_for_reading, store_option
from storage.reviews import FINDINGS

if TYPE_CHECKING:
    from comparison import Comparison
    from dateline.reviewing import Dossier

_LARGEST_BYTES = 5 << 20


@click.command()
@click.argument("report", metavar="REPORT|-")
@store_option
@click.option(
    "--published",
    type=WHEN,
    help="When the report appeared; articles of the days before count (default: as when compared before, else now).",
)
@click.option(
    "--days", type=click.IntRange(1, 3650), help="How many days before it count (default: as before, else 7)."
)
@click.option(
    "--only",
    multiple=True,
    type=click.Choice([*FINDINGS, "changed"]),
    help="Only findings of this kind, or those that changed since this report was last compared. May be given again.",
)
@click.option(
    "--reader",
    type=click.Choice(["auto", "core", "nlp"]),
    default="auto",
    help="What finds the claims: the rules alone (core), or a parser too (nlp; default: where it is installed).",
)
@click.option("--brief", is_flag=True, help="One line a claim.")
@click.option("--json", "as_json", is_flag=True, help="Everything, as JSON.")
@click.option(
    "--html", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="Write a page to read and print."
)
def compare(
    report: str,
    store: str,
    published: datetime | None,
    days: int | None,
    only: tuple[str, ...],
    reader: str,
    brief: bool,
    as_json: bool,
    html: Path | None,
) -> None:
    """Hold a report against the store: a finding for each claim.

    Finds what the report attributes to named outlets, and says for each claim what the store shows. A finding
    is about the report's sentence, never about a journalist, and a machine's until a person has decided
    (`dateline review`). For a miss it says how well the outlet was watched, and how to add the page by hand.
    Compared again, it says what has changed.

    \b
    dateline compare report.txt --published 2025-11-30 --html findings.html
    """
    from dateline import report_lines as lines
    from dateline.output import as_json as to_json

    name = "standard input" if report == "-" else Path(report).name
    dossier = _compared(_read(report), name, store, published, days, reader)
    if html:
        _write_page(html, dossier, "report" if report == "-" else name)
    if as_json:
        click.echo(to_json(dossier.as_dict()))
        return
    shown = [
        (place, finding)
        for place, finding in enumerate(dossier.comparison.findings)
        if not only or finding.kind in only or ("changed" in only and place in dossier.changes)
    ]
    click.echo(lines.head(dossier, report))
    for place, finding in shown:
        click.echo(lines.line(place, finding, dossier) if brief else "\n" + lines.block(place, finding, dossier))
    if only and not shown:
        click.echo("\nNo such finding.")
    if html:
        click.echo(f"\n{html}: the same as a page.")


def _compared(text: str, name: str, store: str, published: datetime | None, days: int | None, reader: str) -> Dossier:
    """The comparison with its reviews and changes; kept in the store where that can be written."""
    from comparison import compare as compare_report
    from comparison.dependency import parser
    from dateline import reviewing

    if reader == "nlp" and parser() is None:
        raise click.UsageError("--reader nlp needs the extra: pip install 'dateline[nlp]'")
    with open_for_reading(store) as opened:
        before = reviewing.stored_report(opened, text)
        date_before, window = reviewing.date_and_window(before)
        comparison = compare_report(
            text,
            opened,
            published_at=published or date_before,
            window=timedelta(days=days) if days else window,
            nlp={"core": False, "nlp": True}.get(reader),
        )
        unkept = reviewing.dossier(opened, comparison, before)
    if not _keep(store, name, comparison):
        return unkept
    with open_for_reading(store) as opened:
        return reviewing.dossier(opened, comparison, before)


def _keep(location: str, name: str, comparison: Comparison) -> bool:
    from dateline.reviewing import keep
    from storage import StoreError, open_store

    try:
        with open_store(location) as store:
            keep(store, comparison, name)
    except StoreError as error:
        click.echo(f"dateline: the findings below are not kept: {error}", err=True)
        return False
    return True


def _write_page(path: Path, dossier: Dossier, name: str) -> None:
    from dateline.reporting import report_page

    try:
        path.write_text(report_page(dossier.comparison, name=name, dossier=dossier), encoding="utf-8")
    except OSError as error:
        raise click.ClickException(f"{path} cannot be written: {error.strerror}") from error


def _read(report: str) -> str:
    if report == "-":
        data, name = sys.stdin.buffer.read(_LARGEST_BYTES + 1), "standard input"
    else:
        path, name = Path(report), report
        if path.is_dir():
            raise click.ClickException(f"{report} is a folder; name the report's file")
        try:
            with path.open("rb") as file:
                data = file.read(_LARGEST_BYTES + 1)
        except OSError as error:
            raise click.ClickException(f"{report} cannot be read: {error.strerror}") from error
    if len(data) > _LARGEST_BYTES:
        raise click.ClickException(f"{name} is larger than 5 MB: that is no report")
    try:
        text = data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError:
        raise click.ClickException(f"{name} is not text in UTF-8; save it as plain text (not .docx or .pdf)") from None
    if "\x00" in text:
        raise click.ClickException(f"{name} is not text; save it as plain text (not .docx or .pdf)")
    if not text.strip():
        raise click.ClickException(f"{name} is empty")
    return text
