"""`dateline status`: what is watched and how well."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import click

from dateline.commands.durations import DURATION
from dateline.commands.options import open_for_reading, store_option
from dateline.health import DEFAULT_MAX_TIME, FAILING, NOTE, OK, WARNING, Picture, check, picture, told, weight
from storage.errors import StoreError

if TYPE_CHECKING:
    from storage import FeedState, OutletHealth

_MARK = {FAILING: "FAIL", WARNING: "warn", NOTE: "note", OK: "ok  "}
_FEWEST_LINES = 20


@click.command()
@store_option
@click.option("--all", "show_all", is_flag=True, help="Every feed, also those without trouble that do not fit.")
@click.option("--json", "as_json", is_flag=True, help="The feeds as JSON.")
@click.option("--check", "checking", is_flag=True, help="One line and 0 ok, 1 warning, 2 critical, 3 unknown.")
@click.option("--every", type=DURATION, help="For --check: how often runs should come; else as the last ones did.")
@click.option(
    "--max-time",
    type=DURATION,
    default=DEFAULT_MAX_TIME,
    show_default="9m",
    envvar="DATELINE_MAX_TIME",
    help="For --check: that of the crawl.",
)
@click.option("--metrics", metavar="FILE", help="Write Prometheus metrics here instead (node exporter's textfile).")
def status(
    store: str,
    show_all: bool,
    as_json: bool,
    checking: bool,
    every: timedelta | None,
    max_time: timedelta,
    metrics: str | None,
) -> None:
    """Show what is watched and how well, trouble first, on one screen.

    Of each feed: its last good poll, what is wrong in words, when it is due, how many articles it gave. Of each outlet:
    pages that fail and dates whose zone was assumed. `--check` answers a monitoring system and is critical when two
    runs were missed or a lock is older than three times --max-time.

    \b
    dateline status --check || alert
    dateline status --metrics /var/lib/node_exporter/dateline.prom
    """
    try:
        with open_for_reading(store) as opened:
            seen = picture(opened, datetime.now(UTC))
    except StoreError as error:
        if not checking:
            raise
        click.echo(f"DATELINE UNKNOWN - {told(str(error))}")
        sys.exit(3)
    if metrics:
        _write(metrics, seen)
    if checking:
        code, line = check(seen, every, max_time)
        click.echo(line)
        sys.exit(code)
    if metrics:
        return
    if as_json:
        from dateline import output

        click.echo(output.as_json([_as_dict(feed, seen) for feed, _ in seen.by_trouble()]))
        return
    for text in _screen(seen, show_all=show_all):
        click.echo(text)


def _write(path: str, seen: Picture) -> None:
    from dateline.metrics import write_metrics

    try:
        write_metrics(path, seen)
    except OSError as error:
        raise click.ClickException(f"{path}: cannot be written ({error.strerror})") from error


def _screen(seen: Picture, *, show_all: bool) -> Iterator[str]:
    yield _head(seen)
    yield from filter(None, (_disk(seen),))
    room = max(_FEWEST_LINES, shutil.get_terminal_size((100, 40)).lines - 4)
    used = hidden = 0
    for feed, troubles in seen.by_trouble():
        lines = list(_feed_lines(feed, troubles, seen.now))
        if not show_all and not troubles and used + len(lines) > room:
            hidden += 1
            continue
        used += len(lines)
        yield from lines
    if hidden:
        yield f"and {hidden} more feeds without trouble: --all"
    for outlet in seen.outlets:
        if note := _outlet_note(outlet):
            yield f"     {outlet.outlet:<18} {note}"


def _head(seen: Picture) -> str:
    from dateline.output import moment, span

    begun = f"{seen.articles} articles"
    if not seen.runs:
        return f"{begun} · no crawl yet"
    run = seen.runs[0]
    if run.ended:
        how = f"ended {moment(run.ended)} with {run.exit_code}"
    elif seen.running_since:
        how = f"is under way for {span(seen.now - seen.running_since)}"
    else:
        how = "has not ended (or was killed)"
    return f"{begun} · last run began {moment(run.started)} and {how}"


def _disk(seen: Picture) -> str:
    if seen.size_bytes is None:
        return ""
    free = f", {seen.free_bytes / 1e9:.1f} GB free on its disk" if seen.free_bytes is not None else ""
    return f"store {seen.size_bytes / 1e6:.1f} MB{free}"


def _feed_lines(feed: FeedState, troubles: list[tuple[int, str]], now: datetime) -> Iterator[str]:
    from dateline.output import span

    never = feed.last_good is None
    good = "never read" if feed.last_good is None else f"good {span(max(now - feed.last_good, timedelta(0)))} ago"
    mark = "new " if never and not troubles else _MARK[weight(troubles)]
    due = "due now" if feed.due_at is None or feed.due_at <= now else f"due in {span(feed.due_at - now)}"
    yield f"{mark} {feed.outlet:<18} {good:<18} {due:<16} {feed.articles:>6} articles  {told(feed.url)}"
    for _, words in troubles:
        yield f"      {words}"


def _outlet_note(outlet: OutletHealth) -> str:
    notes = []
    if outlet.failing:
        notes.append(
            f"{outlet.failing} {'page' if outlet.failing == 1 else 'pages'} failing"
            + (f" ({told(outlet.reason)})" if outlet.reason else "")
        )
    if outlet.assumed:
        notes.append(f"{outlet.assumed} {'date' if outlet.assumed == 1 else 'dates'} whose zone was assumed")
    if outlet.undated:
        notes.append(f"{outlet.undated} read without a date")
    return f"of {outlet.articles} articles in 7 days: {', '.join(notes)}" if notes else ""


def _as_dict(feed: FeedState, seen: Picture) -> dict[str, object]:
    from dataclasses import asdict

    health = seen.health.get(feed.url)
    state: dict[str, object] = {
        name: _plain(value) for name, value in asdict(feed).items() if name not in ("validators", "pace")
    }
    if health is not None:
        state |= {name: value for name, value in asdict(health).items() if name != "url"} | {"silent": health.silent}
    return state | {"troubles": [words for _, words in seen.troubles(feed)]}


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, timedelta):
        return value.total_seconds()
    return told(value) if isinstance(value, str) else value
