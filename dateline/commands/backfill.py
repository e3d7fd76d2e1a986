"""`dateline backfill`: an older world read in, out of web archives or from a list of addresses."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dateline.commands.options import config_option, store_option

if TYPE_CHECKING:
    from crawler.backfill import FileTally
    from crawler.backfill_urls import AddressList, UrlsTally
    from crawler.config import Config
    from storage import Store

_SOME_FAILED, _ALL_FAILED = 3, 4
_MOST_NAMED = 20


@click.command()
@click.argument("files", nargs=-1, metavar="FILE.warc.gz ...", type=click.Path(path_type=Path))
@click.option("--urls", "urls", metavar="FILE", help="Fetch the addresses in this file, one a line; - reads a pipe.")
@config_option
@store_option
@click.option("--outlet", "outlets", multiple=True, metavar="ID", help="Only this outlet or group. May be given again.")
@click.option("--topic", "topics", multiple=True, metavar="ID", help="Only this topic. May be given again.")
@click.option("--link", is_flag=True, help="Point to the bytes in FILE where that can be, in place of copying them.")
def backfill(
    files: tuple[Path, ...],
    urls: str | None,
    config: str,
    store: str,
    outlets: tuple[str, ...],
    topics: tuple[str, ...],
    link: bool,
) -> None:
    """Read an older world in: web archives (WARC), or a list of addresses.

    Pages of the outlets in feeds.yaml that match a topic become articles, marked as read from an archive. A run that
    was stopped goes on where it was. Addresses of a list are fetched as politely as any page, whatever their topic.

    \b
    dateline backfill CC-NEWS-20251129*.warc.gz --outlet haaretz
    dateline backfill --urls old-links.txt
    """
    if bool(files) == bool(urls):
        raise click.UsageError("give WARC files, or --urls with a list of addresses")
    if urls and link:
        raise click.UsageError("--link is for WARC files: what is fetched stands nowhere yet")
    from crawler.backfill import Selection
    from crawler.config import load_config
    from storage import lock_run, open_store

    loaded = load_config(config)
    only = Selection(outlets, topics).check(loaded)
    listed = _listed(urls, loaded) if urls else None
    for path in files:
        if not path.is_file():
            raise click.UsageError(f"{path} is no file")
    with lock_run(store), open_store(store) as opened:
        if listed is not None:
            code = _from_list(listed, only, loaded, opened, topics)
        else:
            code = _from_files(files, Selection(outlets, topics), loaded, opened, link=link)
    sys.exit(code)


def _from_files(files: Sequence[Path], selection: Any, config: Config, store: Store, *, link: bool) -> int:
    from crawler.backfill import backfill_files

    problems = 0
    with _bar(_file_state) as changed:
        for tally in backfill_files(files, config, store, selection=selection, link=link, changed=changed):
            problems += tally.problem is not None
            click.echo(file_line(tally))
    return 0 if not problems else _ALL_FAILED if problems == len(files) else _SOME_FAILED


def _from_list(listed: AddressList, only: frozenset[str], config: Config, store: Store, topics: Sequence[str]) -> int:
    from crawler.backfill_urls import backfill_urls

    for line, why in listed.bad[:_MOST_NAMED]:
        click.echo(f"dateline: line {line}: {why}", err=True)
    if len(listed.bad) > _MOST_NAMED:
        click.echo(f"dateline: and {len(listed.bad) - _MOST_NAMED} lines more", err=True)
    wanted = [address for address in listed.addresses if address.outlet in only]
    with _bar(_urls_state) as changed:
        tally = backfill_urls(wanted, config, store, topics=topics, changed=changed)
    for url, why in (*tally.failed, *tally.spent)[:_MOST_NAMED]:
        click.echo(f"dateline: {url}: {why}", err=True)
    click.echo(urls_line(tally, len(listed.bad)))
    if tally.stopped:
        return 128 + tally.stopped
    unread = len(tally.failed) + len(tally.spent) + len(listed.bad)
    return 0 if not unread else _SOME_FAILED if tally.read + tally.held + len(tally.passed) else _ALL_FAILED


def _listed(urls: str, config: Config) -> AddressList:
    from crawler.backfill_urls import read_list

    try:
        data = sys.stdin.buffer.read() if urls == "-" else Path(urls).read_bytes()
    except OSError as error:
        raise click.UsageError(f"{urls} cannot be read: {error.strerror}") from error
    return read_list(data.decode("utf-8", "replace"), config)


def file_line(tally: FileTally) -> str:
    """One line that says all of a file.

    CC-NEWS-1.warc.gz: 100,000 records, 10,012 ours · articles 812 new, 3 revised, 40 known · 9,100 without a topic
    """
    known = tally.articles.updated + tally.articles.unchanged
    if tally.done and tally.resumed == tally.records and not tally.ours:
        told = "read before" if not tally.problem else f"read before; {tally.problem}"
        return f"{tally.path.name}: {tally.records:,} records, {told}"
    parts = [
        f"{tally.path.name}: {tally.records:,} records"
        + (f" ({tally.resumed:,} of them before)" if tally.resumed else "")
        + f", {tally.ours:,} ours",
        f"articles {tally.articles.new:,} new, {tally.articles.revised:,} revised, {known:,} known",
    ]
    if tally.passed:
        parts.append(", ".join(f"{count:,} {why}" for why, count in tally.passed.most_common()))
    if tally.problem:
        parts.append(tally.problem)
    return " · ".join(parts)


def urls_line(tally: UrlsTally, bad: int) -> str:
    """One line that says all of a list."""
    parts = [
        f"addresses {tally.listed:,}: {tally.read:,} read, {tally.held:,} held already, {len(tally.failed):,} failed",
        f"articles {tally.articles.new:,} new, {tally.articles.revised:,} revised",
    ]
    if tally.spent:
        parts.append(f"{len(tally.spent):,} not tried any more")
    if tally.passed:
        reasons: dict[str, int] = {}
        for _, why in tally.passed:
            reasons[why] = reasons.get(why, 0) + 1
        parts.append(", ".join(f"{count:,} {why}" for why, count in reasons.items()))
    if bad:
        parts.append(f"{bad:,} bad line{'' if bad == 1 else 's'}")
    return " · ".join(parts)


def _file_state(tally: FileTally) -> tuple[str, int, int, str]:
    return tally.path.name[-40:], tally.size, tally.offset, f"{tally.articles.new:,} new of {tally.ours:,} ours"


def _urls_state(tally: UrlsTally) -> tuple[str, int, int, str]:
    return "addresses", tally.listed, tally.done, f"{tally.articles.new:,} new articles"


@contextmanager
def _bar(state: Callable[[Any], tuple[str, int, int, str]]) -> Iterator[Callable[[Any], None] | None]:
    """A bar on a terminal; None where nobody watches."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(bar_width=24),
        TaskProgressColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.fields[note]}"),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("", total=None, note="")

        def changed(tally: Any) -> None:
            name, total, done, note = state(tally)
            progress.update(task, description=name, total=total, completed=done, note=note)

        yield changed
