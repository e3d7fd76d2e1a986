"""`dateline scheduler`, `dateline worker`, `dateline workers`: many machines that crawl into one PostgreSQL store."""

from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from dateline.commands.durations import DURATION
from dateline.commands.options import config_option, open_for_reading, store_option
from storage.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Callable

    from storage.fleet import Done, Member

_DESK = {"reread": "slices of the archive to read again", "recheck": "reports to compare again"}
_FAILED_LOOKED_BACK = timedelta(hours=24)


def _common(command: Callable[..., Any]) -> Callable[..., Any]:
    """What scheduler and worker share."""
    for option in (
        click.option(
            "--log-format",
            type=click.Choice(["text", "json"]),
            default="text",
            show_default=True,
            help="Of every line told.",
        ),
        click.option("-v", "--verbose", "verbosity", count=True, help="Tell what happens; twice: all of it."),
        click.option("-q", "--quiet", is_flag=True, help="Say something only where a person is needed."),
        click.option(
            "--max-time", type=DURATION, default="0", show_default=True, help="End by itself after so long. 0: never."
        ),
        click.option(
            "--archive",
            metavar="DIR",
            envvar="DATELINE_ARCHIVE",
            type=click.Path(file_okay=False, path_type=Path),
            help="Where answers are archived; none are without it.",
        ),
        store_option,
    ):
        command = option(command)
    return command


@click.command()
@config_option
@click.option("--tick", type=DURATION, default="5s", show_default=True, help="How often it looks for what is due.")
@click.option(
    "--dead-after",
    type=DURATION,
    default="60s",
    show_default=True,
    help="A worker silent for so long is dead: its hosts are another's. At least 5s.",
)
@click.option("--standby", is_flag=True, help="Where a scheduler is at work already, wait until it ends.")
@_common
def scheduler(
    config: str,
    tick: timedelta,
    dead_after: timedelta,
    standby: bool,
    store: str,
    archive: Path | None,
    max_time: timedelta,
    quiet: bool,
    verbosity: int,
    log_format: Literal["text", "json"],
) -> None:
    """Give the workers of a PostgreSQL store what is due, until stopped.

    One is enough, on any machine; it alone reads feeds.yaml, whenever that changes. A second one ends at once with 75,
    as `dateline crawl` does while scheduler or workers run. Every ten minutes of the fleet are a run in
    `dateline status`. With --archive it lets go of archived bytes whose time has come.

    \b
    dateline scheduler --store postgresql://desk@db.example/news
    """
    from crawler.fleet.membership import LEAST_DEAD_AFTER
    from crawler.fleet.scheduler import run_scheduler
    from dateline import logs
    from storage import open_store

    if dead_after < LEAST_DEAD_AFTER:
        raise click.BadParameter("at least 5s", param_hint="--dead-after")
    logs.configure(log_format, max(verbosity, 0))
    _need_server(store)
    with open_store(store) as opened:
        told, code = run_scheduler(
            Path(config),
            opened,
            store,
            tick=tick,
            dead_after=dead_after,
            folder=archive,
            max_time=max_time or None,
            standby=standby,
        )
    if not quiet:
        said = f"scheduler: {told.deferred} jobs given, {told.rescued} taken back from dead workers"
        facts = {"deferred": told.deferred, "rescued": told.rescued}
        click.echo(logs.event(log_format, said, facts=facts))
    sys.exit(code)


@click.command()
@click.option("--jobs", type=click.IntRange(1, 1000), default=64, show_default=True, help="Hosts side by side.")
@click.option(
    "--config",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Instead of the feeds.yaml that the scheduler saved: needed only where addresses have passwords in them.",
)
@_common
def worker(
    jobs: int,
    config: Path | None,
    store: str,
    archive: Path | None,
    max_time: timedelta,
    quiet: bool,
    verbosity: int,
    log_format: Literal["text", "json"],
) -> None:
    """Crawl what a scheduler gives, until stopped: as many workers as wanted, on any machine.

    At most one request at a time reaches a host, with its delay, however many workers there are. SIGTERM: what is in
    hand has 5 seconds, the rest goes back into the queue at once (exit code 143). A worker that is killed loses
    nothing: its hosts are another's after the scheduler's --dead-after. Beside the crawl it does, one at a time, what
    `dateline reextract --queue` (with --archive alone) and `dateline recheck --queue` left for it.

    \b
    dateline worker --store postgresql://desk@db.example/news --archive /srv/archive
    """
    from crawler.fleet.desk import RECHECK
    from crawler.fleet.worker import run_worker
    from dateline import logs
    from dateline.commands.recheck import recheck_report
    from storage import open_store

    logs.configure(log_format, verbosity)
    _need_server(store)
    with open_store(store) as opened:
        done, code = run_worker(
            opened,
            store,
            jobs=jobs,
            folder=archive,
            config=config,
            max_time=max_time or None,
            desk_work={RECHECK: recheck_report},
        )
    if not quiet:
        click.echo(logs.event(log_format, f"worker: {_in_words(done)}", facts=_facts(done)))
    sys.exit(code)


@click.command()
@store_option
@click.option("--json", "as_json", is_flag=True, help="The same as JSON.")
def workers(store: str, as_json: bool) -> None:
    """Who crawls into a PostgreSQL store, what waits, and what failed in the last 24 hours.

    \b
    dateline workers --store postgresql://desk@db.example/news
    """
    from crawler.fleet import desk
    from crawler.fleet.queue import QUEUE
    from dateline import output
    from storage.fleet import Queue, open_fleet

    _need_server(store)
    with open_for_reading(store) as opened:
        fleet = open_fleet(opened)
        now = datetime.now(UTC)
        since = now - _FAILED_LOOKED_BACK
        members = fleet.members(since)
        waiting = fleet.queue(QUEUE, since)
        due = [feed.due_at for feed in fleet.feeds_due(now, timedelta(days=3650))]
        failed_hosts = sorted(fleet.failed_hosts(QUEUE, since))
        beside = {name: fleet.queue(name, since) for name in desk.QUEUES}
        given_up = {name: sorted(fleet.failed_hosts(name, since)) for name in desk.QUEUES}
    oldest = min((at for at in due if at is not None), default=None)
    if as_json:
        click.echo(
            output.as_json(
                {
                    "members": [_as_dict(each) for each in members],
                    "hosts_waiting": len(waiting.waiting),
                    "hosts_in_hand": len(waiting.in_hand),
                    "feeds_due": len(due),
                    "feeds_never_polled": sum(1 for at in due if at is None),
                    "oldest_due": oldest.isoformat() if oldest else None,
                    "jobs_failed_24h": waiting.failed,
                    "hosts_failed_24h": failed_hosts,
                    **{
                        name: {
                            "waiting": len(each.waiting),
                            "in_hand": len(each.in_hand),
                            "failed_24h": each.failed,
                            "failed_keys_24h": given_up[name],
                        }
                        for name, each in beside.items()
                    },
                }
            )
        )
        return
    for line in _lines(members, output.span):
        click.echo(line)
    click.echo(f"queue: {len(waiting.waiting)} hosts waiting, {len(waiting.in_hand)} in hand")
    behind = f", the oldest for {output.span(now - oldest)}" if oldest else ""
    click.echo(f"feeds due: {len(due)}{behind}")
    click.echo(
        f"jobs failed in 24 hours: {waiting.failed}" + (f" ({', '.join(failed_hosts[:5])})" if failed_hosts else "")
    )
    for name, what in _DESK.items():
        each = beside[name]
        if each != Queue():
            which = f" ({', '.join(given_up[name][:5])})" if given_up[name] else ""
            at_work = f"{len(each.waiting)} waiting, {len(each.in_hand)} in hand"
            click.echo(f"{what}: {at_work}, {each.failed} failed in 24 hours{which}")


def _need_server(store: str) -> None:
    """Say at once, and without making a file, that workers need a server."""
    from storage.fleet import NEEDS_POSTGRES

    if not store.startswith(("postgresql://", "postgres://")):
        raise StoreError(store, NEEDS_POSTGRES.format(store))


def _lines(members: tuple[Member, ...], span: Callable[[timedelta], str]) -> list[str]:
    now = datetime.now(UTC)
    alive = [each for each in members if each.is_alive]
    lines = []
    for each in alive:
        since = f"for {span(max(now - each.started, timedelta(0)))}"
        doing = f": {each.in_hand} of {each.jobs} hosts, {_in_words(each.done)}" if each.kind == "worker" else ""
        lines.append(f"{each.kind} {each.id} ({each.name}) {since}{doing}")
    kinds = {each.kind for each in alive}
    lines += [f"no {kind} is at work" for kind in ("scheduler", "worker") if kind not in kinds]
    gone = [each for each in members if each.ended is None and not each.is_alive]
    return [
        *lines,
        *(f"{each.kind} {each.id} ({each.name}) has been silent for {span(each.silent)}: killed?" for each in gone),
    ]


def _in_words(done: Done) -> str:
    feeds = done.feeds_ok + done.feeds_unchanged + done.feeds_failed
    return (
        f"{done.hosts} jobs, feeds {feeds} ({done.feeds_ok} new, {done.feeds_unchanged} unchanged, {done.feeds_failed}"
        f" failed), articles {done.articles.new} new, pages {done.pages_read} read, {done.pages_unread} failed"
    )


def _facts(done: Done) -> dict[str, object]:
    return {
        "jobs_done": done.hosts,
        "feeds_ok": done.feeds_ok,
        "feeds_unchanged": done.feeds_unchanged,
        "feeds_failed": done.feeds_failed,
        "articles_new": done.articles.new,
        "articles_revised": done.articles.revised,
        "pages_read": done.pages_read,
        "pages_failed": done.pages_unread,
    }


def _as_dict(member: Member) -> dict[str, object]:
    return {
        "id": member.id,
        "kind": member.kind,
        "name": member.name,
        "alive": member.is_alive,
        "started": member.started.isoformat(),
        "ended": member.ended.isoformat() if member.ended else None,
        "silent_s": round(member.silent.total_seconds(), 1),
        "jobs": member.jobs,
        "in_hand": member.in_hand,
    } | _facts(member.done)
