"""`dateline recheck`: the open reports compared again, for cron."""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click

from dateline.commands.options import open_for_reading, store_option
from dateline.commands.spans import SPAN
from storage.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import timedelta

    from dateline.reviewing import Dossier
    from storage import Store
    from storage.model import StoredReport

logger = logging.getLogger(__name__)


@click.command()
@store_option
@click.option(
    "--until",
    type=SPAN,
    default="30d",
    show_default=True,
    help="How long after its first comparison a report is compared again.",
)
@click.option("--json", "as_json", is_flag=True, help="What changed, as a JSON list; [] where nothing did.")
@click.option("--queue", is_flag=True, help="Give them to the workers of a PostgreSQL store, and end at once.")
def recheck(store: str, until: timedelta, as_json: bool, queue: bool) -> None:
    """Compare all open reports again and print only what changed.

    Says nothing where nothing changed: made for cron. A report is open until each of its claims is found or
    decided by a person, or until it expires. The date of a report, the days before it and what reads its claims
    (`dateline compare --reader`) are those of its last comparison.

    \b
    dateline recheck --until 14d
    """
    if queue:
        if as_json:
            raise click.UsageError("--queue ends before anything is compared: --json has nothing to tell")
        _give_to_workers(store, until)
        return
    from dateline import report_lines as lines
    from dateline.output import as_json as to_json
    from dateline.output import moment
    from storage import open_store

    open_for_reading(store).close()  # one that is not there is not made
    told = []
    with open_store(store) as opened:
        now = datetime.now(UTC)
        for report in opened.reports():
            if not opened.report_history(report.id).is_open(now, until):
                continue
            dossier = _again(opened, report)
            if not dossier.changes:
                continue
            left = opened.report_history(report.id).open_claims
            if as_json:
                told.append(_as_dict(dossier, report) | {"open_claims": [claim.id for claim in left]})
                continue
            total = lines.many(len(dossier.comparison.findings), "claim")
            since = moment(dossier.before)
            click.echo(f"{report.name} (report {report.id}): {len(dossier.changes)} of {total} changed since {since}")
            for place in dossier.changes:
                click.echo("\n" + lines.block(place, dossier.comparison.findings[place], dossier))
            open_now = f"{lines.many(len(left), 'claim')} still open" if left else "Nothing in it is open any more"
            click.echo(f"\n{open_now}.\n")
    if as_json:
        click.echo(to_json(told))


def _give_to_workers(store: str, until: timedelta) -> None:
    """Each open report as a piece of work; what changed is in `dateline reports`, and the worker tells it."""
    from crawler.fleet.desk import RECHECK, Piece
    from crawler.fleet.giving import give
    from storage.fleet import NEEDS_POSTGRES

    if not store.startswith(("postgresql://", "postgres://")):
        raise StoreError(store, NEEDS_POSTGRES.format(store))
    now = datetime.now(UTC)
    with open_for_reading(store) as opened:
        reports = [one for one in opened.reports() if opened.report_history(one.id).is_open(now, until)]
    given = give(store, [Piece(RECHECK, f"report {one.id}", {"report": one.id}) for one in reports])
    wait = f" ({len(reports) - given} waited already)" if given < len(reports) else ""
    click.echo(f"{len(reports)} open reports: {given} given to the workers{wait}")


def recheck_report(url: str, arguments: Mapping[str, Any], stopped: Callable[[], bool]) -> None:
    """A worker's part: one report compared again. Raises StoreError."""
    from storage import open_store

    with open_store(url) as store:
        report = next((one for one in store.reports() if one.id == arguments["report"]), None)
        if report is None:
            return
        changes = len(_again(store, report).changes)
        logger.info("report %s compared again: %d claims changed", report.id, changes)


def _again(store: Store, report: StoredReport) -> Dossier:
    """The report compared again; kept as a comparison only if something changed."""
    from comparison import compare
    from comparison.dependency import parser
    from dateline import reviewing

    published, window = reviewing.date_and_window(report)
    history = store.report_history(report.id)
    first = history.comparisons[0].compared_at if history.comparisons else report.compared_at
    nlp = reviewing.reader_before(report)
    if nlp and parser() is None:
        click.echo(f"dateline: {report.name}: compared before with a parser (dateline[nlp]), now without", err=True)
        nlp = False
    comparison = compare(report.text, store, published_at=published or first, window=window, nlp=nlp)
    dossier = reviewing.dossier(store, comparison, report)
    if not dossier.changes:
        store.note_checked(report.id, comparison.compared_at)
        return dossier
    reviewing.keep(store, comparison, report.name)
    return reviewing.dossier(store, comparison, report)


def _as_dict(dossier: Dossier, report: StoredReport) -> dict[str, object]:
    whole = dossier.as_dict()
    return {
        "report_id": report.id,
        "name": report.name,
        "compared_before": whole["compared_before"],
        "compared_at": whole["compared_at"],
        "changed": [whole["findings"][place] for place in dossier.changes],
    }
