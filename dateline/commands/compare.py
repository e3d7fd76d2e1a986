"""`dateline compare`: a report held against the store."""

from __future__ import annotations

import json
import shutil
import sys
import textwrap
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dateline.commands.options import WHEN, open_for_reading, store_option

if TYPE_CHECKING:
    from comparison import Comparison, Finding
    from storage import Store

_LARGEST_BYTES = 5 << 20
_KINDS = (
    "quote found", "passage found", "differs", "elsewhere", "candidate", "seen, not read", "not collected", "not found"
)  # fmt: skip
_COLOURS = {
    "quote found": "green", "passage found": "green", "differs": "yellow", "elsewhere": "yellow", "candidate": "blue",
    "seen, not read": "magenta", "not collected": "magenta", "not found": "magenta",
}  # fmt: skip


@click.command()
@click.argument("report", metavar="REPORT|-")
@store_option
@click.option(
    "--published", type=WHEN, help="When the report appeared (default: now). Articles of the 7 days before count."
)
@click.option(
    "--days", type=click.IntRange(1, 3650), default=7, show_default=True, help="How many days before it count."
)
@click.option(
    "--only",
    multiple=True,
    type=click.Choice([*_KINDS, "changed"]),
    help="Only findings of this kind, or those that changed since this report was last compared. May be given again.",
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
    days: int,
    only: tuple[str, ...],
    brief: bool,
    as_json: bool,
    html: Path | None,
) -> None:
    """Hold a report against the store: a finding for each claim.

    Finds what the report attributes to named outlets, and says for each claim what the store shows. A finding
    is about the report's sentence, never about a journalist, and a machine's until a person has read it.
    For a miss it says how well the outlet was watched, and how to add the page by hand.

    \b
    dateline compare report.txt --published 2025-11-30 --html findings.html
    """
    from datetime import timedelta

    from comparison import compare as compare_report
    from dateline.output import as_json as to_json

    text = _read(report)
    with open_for_reading(store) as opened:
        comparison = compare_report(text, opened, published_at=published, window=timedelta(days=days))
        before = _kinds_before(opened, text)
    _keep(store, report, comparison)
    if html:
        _write_page(html, comparison, report)
    if as_json:
        click.echo(to_json(comparison.as_dict()))
        return
    changed = {
        number
        for number, finding in enumerate(comparison.findings, 1)
        if before.get(finding.claim.text, finding.kind) != finding.kind
    }
    shown = [
        (number, finding)
        for number, finding in enumerate(comparison.findings, 1)
        if not only or finding.kind in only or ("changed" in only and number in changed)
    ]
    click.echo(_head(comparison, report))
    for number, finding in shown:
        was = before[finding.claim.text] if number in changed else None
        if brief:
            click.echo(_line(number, finding, comparison, was))
        else:
            click.echo("\n" + _block(number, finding, comparison, was))
    if only and not shown:
        click.echo("\nNo such finding.")
    if html:
        click.echo(f"\n{html}: the same as a page.")


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


def _kinds_before(store: Store, text: str) -> dict[str, str]:
    """What the last comparison of this report found, by the claim's text; empty for a report not seen before."""
    digest = sha256(text.encode()).hexdigest()
    for stored in store.reports():
        if stored.sha256 == digest:
            return {row["claim"]["text"]: row["finding"] for row in json.loads(stored.findings_json)["findings"]}
    return {}


def _keep(location: str, report: str, comparison: Comparison) -> None:
    from storage import StoreError, open_store

    text = comparison.text
    name = "standard input" if report == "-" else Path(report).name
    found = json.dumps(comparison.as_dict(), ensure_ascii=False)
    try:
        with open_store(location) as store:
            store.save_report(sha256(text.encode()).hexdigest(), name, text, comparison.compared_at, found)
    except StoreError as error:
        click.echo(f"dateline: the findings below are not kept: {error}", err=True)


def _write_page(path: Path, comparison: Comparison, report: str) -> None:
    from dateline.reporting import report_page

    name = "report" if report == "-" else Path(report).name
    try:
        path.write_text(report_page(comparison, name=name), encoding="utf-8")
    except OSError as error:
        raise click.ClickException(f"{path} cannot be written: {error.strerror}") from error


def _head(comparison: Comparison, report: str) -> str:
    since, until = comparison.window.since, comparison.window.until
    groups = {finding.claim.outlet for finding in comparison.findings} - {None}
    head = f"{report}: {_many(len(comparison.findings), 'claim')} of {_many(len(groups), 'outlet')}, held against "
    head += f"articles from {since:%Y-%m-%d} to {until:%Y-%m-%d}"
    if not comparison.findings:
        return (
            head + "\nNo statement in it is attributed to an outlet that the store knows; `dateline status` lists them."
        )
    counts = " · ".join(f"{count} {kind}" for kind, count in comparison.counts.items())
    return f"{head}\n{counts}\nMachine findings, unreviewed: about sentences, not about people."


def _many(count: int, thing: str) -> str:
    return f"{count} {thing}" + ("" if count == 1 else "s")


def _block(number: int, finding: Finding, comparison: Comparison, was: str | None) -> str:
    from normalise.text import clean

    width = max(60, min(shutil.get_terminal_size((100, 24)).columns, 110)) - 6
    claim = finding.claim
    who = ", ".join(part for part in (claim.person, _name(finding, comparison)) if part)
    lines = [f"{number:>3}  {_kind(finding, was)} · {clean(who)}"]
    lines += _wrapped(f"“{clean(claim.text)}”", width)
    lines += _wrapped(finding.explanation, width)
    for support in finding.evidence[:1]:
        lines += _wrapped(f"> {clean(support.passage.sentence)}", width)
        lines += [f"      article {support.article.id}  {support.article.url}"]
    if finding.add_to and finding.kind in ("not found", "not collected", "seen, not read"):
        lines += [f"      $ dateline add URL --outlet {finding.add_to}"]
    return "\n".join(lines)


def _line(number: int, finding: Finding, comparison: Comparison, was: str | None) -> str:
    from normalise.text import clean

    room = max(60, min(shutil.get_terminal_size((100, 24)).columns, 140))
    head = f"{number:>3}  {finding.kind:<14}  {_name(finding, comparison):<22.22}  "
    text = textwrap.shorten(clean(finding.claim.text), max(20, room - len(head)), placeholder="…")
    was_text = f" (was: {was})" if was else ""
    return head.replace(finding.kind, click.style(finding.kind, fg=_COLOURS[finding.kind]), 1) + text + was_text


def _kind(finding: Finding, was: str | None) -> str:
    kind = click.style(finding.kind.upper(), fg=_COLOURS[finding.kind], bold=True)
    return f"{kind} (was: {was})" if was else kind


def _name(finding: Finding, comparison: Comparison) -> str:
    """The outlet as the report calls it, else by its own name."""
    claim = finding.claim
    editions = [outlet for outlet in comparison.outlets if (outlet.group or outlet.id) == claim.outlet]
    names = [name for outlet in editions for name in (outlet.name, *outlet.aliases)]
    used = [name for name in names if name in comparison.text]
    return max(used, key=len, default=names[0] if names else claim.source or "somebody")


def _wrapped(text: str, width: int) -> list[str]:
    return textwrap.wrap(text, width, initial_indent="      ", subsequent_indent="      ", break_on_hyphens=False)
