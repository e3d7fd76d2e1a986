"""`dateline reports`: the reports that were compared, and the claims of one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click

from dateline.commands.options import open_for_reading, store_option
from dateline.commands.spans import SPAN

if TYPE_CHECKING:
    from datetime import timedelta

    from storage.model import Outlet, StoredReport
    from storage.reviews import ReportHistory


@click.command()
@click.argument("report", type=int, metavar="[ID]", required=False)
@store_option
@click.option(
    "--until",
    type=SPAN,
    default="30d",
    show_default=True,
    help="How long after its first comparison a report stays open.",
)
@click.option("--json", "as_json", is_flag=True, help="Everything as JSON.")
def reports(report: int | None, store: str, until: timedelta, as_json: bool) -> None:
    """List the reports that were compared; with an ID, the claims of one.

    A report is open until each of its claims is found or decided by a person (`dateline review`), or until it
    expires; `dateline recheck` compares the open ones again. The claims' ids are what `dateline review` takes.

    \b
    dateline reports
    dateline reports 3
    """
    from dateline.output import as_json as to_json

    now = datetime.now(UTC)
    with open_for_reading(store) as opened:
        listed = opened.reports()
        if report is not None:
            try:
                history = opened.report_history(report)
            except ValueError as error:
                raise click.UsageError(str(error)) from error
            one = next(stored for stored in listed if stored.id == report)
            told = _as_dict(one, history, now, until) | {"text": one.text} | _details(history)
            outlets = opened.outlets()
            click.echo(to_json(told) if as_json else "\n".join(_claims(one, history, outlets, now, until)))
            return
        all_of_them = [(stored, opened.report_history(stored.id)) for stored in listed]
    if as_json:
        click.echo(to_json([_as_dict(stored, history, now, until) for stored, history in all_of_them]))
    elif not listed:
        click.echo("No report was compared yet: dateline compare report.txt")
    for stored, history in all_of_them if not as_json else ():
        click.echo("\n".join(_report_lines(stored, history, now, until)))


def _counts(history: ReportHistory) -> dict[str, int]:
    return dict(Counter(claim.finding for claim in history.claims).most_common())


def _report_lines(stored: StoredReport, history: ReportHistory, now: datetime, until: timedelta) -> Iterator[str]:
    from dateline.output import moment
    from dateline.report_lines import many, wrapped
    from normalise.text import clean

    state = "open" if history.is_open(now, until) else "closed"
    kept = many(len(history.comparisons), "comparison")
    yield f"{stored.id:>5}  {state:<6}  {clean(stored.name)}, last compared {moment(history.checked_at)} ({kept} kept)"
    counts = " · ".join(f"{count} {kind}" for kind, count in _counts(history).items()) or "none"
    left = len(history.open_claims)
    yield from wrapped(f"{many(len(history.claims), 'claim')}: {counts}")
    yield from wrapped(f"{len(history.decided)} reviewed by a person, {left} neither found nor decided")


def _claims(
    stored: StoredReport, history: ReportHistory, outlets: tuple[Outlet, ...], now: datetime, until: timedelta
) -> Iterator[str]:
    from dateline.report_lines import claim_line, group_name, review_line, wrapped

    yield from _report_lines(stored, history, now, until)
    yield ""
    for claim in history.claims:
        name = group_name(claim.outlet, outlets, stored.text) or claim.outlet or "no known outlet"
        yield claim_line(claim.id, claim.finding, name, claim.text)
        for review in history.reviews:
            if review.claim == claim.claim:
                yield from wrapped(review_line(review))
    shown = {claim.claim for claim in history.claims}
    for review in history.reviews:
        if review.claim not in shown:
            yield f"{review.report}.{review.claim}  (no longer read as a claim)"
            yield from wrapped(review_line(review))
    if history.claims:
        yield ""
        yield f'Decide: dateline review {history.claims[0].id} --finding "…" --note "…" --by NAME'


def _as_dict(stored: StoredReport, history: ReportHistory, now: datetime, until: timedelta) -> dict[str, Any]:
    return {
        "id": stored.id,
        "name": stored.name,
        "sha256": stored.sha256,
        "open": history.is_open(now, until),
        "open_claims": [claim.id for claim in history.open_claims],
        "claims": len(history.claims),
        "counts": _counts(history),
        "reviewed": len(history.decided),
        "checked_at": _iso(history.checked_at),
        "comparisons": [
            {"compared_at": _iso(one.compared_at), "published_at": _iso(one.published_at), "counts": dict(one.counts)}
            for one in history.comparisons
        ],
    }


def _details(history: ReportHistory) -> dict[str, Any]:
    from dateline.reviewing import review_as_dict, status

    return {
        "claims": [
            {
                "id": claim.id,
                "outlet": claim.outlet,
                "person": claim.person,
                "text": claim.text,
                "finding": claim.finding,
                "status": status(history.decided.get(claim.claim)),
                "reviewed_as": history.decided[claim.claim].finding if claim.claim in history.decided else None,
                "explanation": claim.explanation,
            }
            for claim in history.claims
        ],
        "reviews": [review_as_dict(review) for review in history.reviews],
    }


def _iso(at: datetime | None) -> str | None:
    return at.isoformat(timespec="seconds").replace("+00:00", "Z") if at else None
