"""`dateline feeds`: what is watched, whether it answers, and more of it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dateline.commands.feeds_add import add
from dateline.commands.options import config_option, open_for_reading

if TYPE_CHECKING:
    from crawler.config import Config
    from storage import FeedState, Outlet


@click.group()
def feeds() -> None:
    """List, check, find and exchange the feeds of feeds.yaml.

    \b
    dateline feeds add https://www.example.org/ --outlet example --name "The Example"
    dateline feeds check
    dateline feeds import subscriptions.opml
    """


feeds.add_command(add)


# --- list ------------------------------------------------------------------------------------------------------------


@feeds.command("list")
@config_option
@click.option("--store", envvar="DATELINE_STORE", metavar="DB", help="Also show what the last crawls made of each.")
@click.option("--json", "as_json", is_flag=True, help="The same as JSON.")
def list_(config: str, store: str | None, as_json: bool) -> None:
    """Show the outlets of feeds.yaml and their feeds.

    With --store also when each was last read, and where one has moved for good.
    """
    from crawler.config import load_config
    from dateline import output

    loaded = load_config(config)
    states: dict[str, FeedState] = {}
    if store:
        with open_for_reading(store) as opened:
            states = {state.url: state for state in opened.feed_states()}
    if as_json:
        click.echo(output.as_json([_outlet_as_dict(outlet, loaded, states) for outlet in loaded.outlets]))
        return
    for outlet in loaded.outlets:
        about = [outlet.name, outlet.language or "any language", outlet.timezone]
        about += [f"group {outlet.group}"] if outlet.group not in (None, outlet.id) else []
        click.echo(f"{outlet.id}  ({', '.join(about)})")
        own = [feed for feed in loaded.feeds if feed.outlet == outlet.id]
        for feed in own:
            notes = [feed.kind or "", feed.language if feed.language != outlet.language else ""]
            noted = ", ".join(note for note in notes if note)
            click.echo(f"    {feed.url}" + (f"  ({noted})" if noted else ""))
            for line in _state_lines(states.get(feed.url)):
                click.echo(f"        {line}")
        if not own:
            click.echo("    no feeds: pages are added by hand")
    click.echo(f"{len(loaded.outlets)} outlets, {len(loaded.feeds)} feeds in {config}")


def _state_lines(state: FeedState | None) -> Iterator[str]:
    from dateline.output import moment
    from normalise.text import clean

    if state is None:
        return
    read = f"last read {moment(state.last_good)}" if state.last_good else "never read"
    yield f"{read}, {state.articles} articles"
    if state.last_problem:
        yield f"{state.failures} failed in a row: {clean(state.last_problem)}"
    if state.gone:
        yield "gone (410): delete it from feeds.yaml"
    if state.moved_to:
        yield f"moved for good to {clean(state.moved_to)}: put that into feeds.yaml"


def _outlet_as_dict(outlet: Outlet, config: Config, states: dict[str, FeedState]) -> dict[str, object]:
    listed = []
    for feed in config.feeds:
        if feed.outlet != outlet.id:
            continue
        known: dict[str, object] = {"url": feed.url, "kind": feed.kind, "language": feed.language}
        if state := states.get(feed.url):
            good = state.last_good.isoformat().replace("+00:00", "Z") if state.last_good else None
            known |= {"last_good": good, "last_problem": state.last_problem, "gone": state.gone}
            known |= {"moved_to": state.moved_to, "articles": state.articles}
        listed.append(known)
    return {
        "id": outlet.id,
        "name": outlet.name,
        "group": outlet.group,
        "aliases": list(outlet.aliases),
        "language": outlet.language,
        "timezone": outlet.timezone,
        "homepage": outlet.homepage,
        "feeds": listed,
    }


# --- check -----------------------------------------------------------------------------------------------------------


@feeds.command()
@config_option
@click.option("--outlet", "outlets", multiple=True, metavar="ID", help="Only this outlet or group. May be given again.")
@click.option("--json", "as_json", is_flag=True, help="The same as JSON.")
def check(config: str, outlets: tuple[str, ...], as_json: bool) -> None:
    """Ask every feed once, store nothing, and show what each carries.

    Failed ones come first. Ends with 3 where some failed, 4 where all did.

    \b
    dateline feeds check
    dateline feeds check --outlet haaretz
    """
    from crawler.checking import check_feeds
    from crawler.config import chosen_outlets, load_config, require_contact
    from dateline import output
    from dateline.feed_lines import CheckedFeed, check_summary, checked_as_dict, checked_lines, looking_progress

    loaded = load_config(config)
    require_contact(loaded)
    chosen = chosen_outlets(loaded, outlets)
    asked = [feed for feed in loaded.feeds if feed.outlet in chosen]
    if not asked:
        click.echo("no feeds to check")
        return
    with looking_progress("feeds") as done:
        results = check_feeds(loaded, asked, done=done)
    checked = []
    for feed in asked:
        found = results[feed.url]
        checked.append(CheckedFeed(feed.outlet, feed.url, found.carried, found.problem, found.moved_to))
    checked.sort(key=lambda feed: feed.carried is not None)
    if as_json:
        click.echo(output.as_json([checked_as_dict(feed) for feed in checked]))
    else:
        for each in checked:
            click.echo("\n".join(checked_lines(each)))
        click.echo(check_summary(checked))
    failed = sum(1 for each in checked if each.carried is None)
    sys.exit(0 if not failed else 4 if failed == len(checked) else 3)


# --- OPML ------------------------------------------------------------------------------------------------------------


@feeds.command("import")
@click.argument("file", metavar="FILE.opml|-")
@config_option
def import_(file: str, config: str) -> None:
    """Put the feeds of an OPML list into feeds.yaml.

    A feed goes to the outlet of its name or host; where there is none, a new outlet is written for it. None is added
    twice. Nothing is fetched: `dateline feeds check` tells which of them answer.
    """
    from crawler.config import add_feed, load_config
    from crawler.config_outlets import add_outlets
    from crawler.errors import ConfigError
    from crawler.opml import plan_import, read_opml
    from normalise.text import clean

    loaded = load_config(config)
    plan = plan_import(read_opml(_read(file), file), loaded)
    add_outlets(config, plan.outlets)
    left_out = list(plan.left_out)
    added = 0
    for outlet_id, feed in plan.feeds:
        language = feed.language if feed.language != loaded.outlet(outlet_id).language else None
        try:
            add_feed(config, outlet_id, feed.url, language=language)
        except ConfigError as error:
            left_out.append((feed.url, error.message))
            continue
        added += 1
        click.echo(f"{outlet_id}: {feed.url}")
    for outlet in plan.outlets:
        click.echo(f"{outlet.id} (new: {outlet.name})")
        for new in outlet.feeds:
            click.echo(f"    {new.url}")
    for url, reason in left_out:
        click.echo(f"left out: {clean(url)}: {clean(reason)}", err=True)
    total = added + sum(len(outlet.feeds) for outlet in plan.outlets)
    click.echo(
        f"{total} feeds added, {len(plan.outlets)} outlets new, {plan.known} known already, {len(left_out)} left out"
    )
    if any(outlet.timezone is None for outlet in plan.outlets):
        click.echo("New outlets without `timezone:` have UTC until you write theirs.")
    sys.exit(2 if left_out and not total and not plan.known else 0)


def _read(file: str) -> bytes:
    from crawler.opml import MAX_BYTES

    try:
        if file == "-":
            return sys.stdin.buffer.read(MAX_BYTES + 1)
        with Path(file).open("rb") as opened:
            return opened.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise click.ClickException(f"{file} cannot be read: {reason}") from error


@feeds.command()
@config_option
def export(config: str) -> None:
    """Print the feeds of feeds.yaml as OPML, for a feed reader.

    \b
    dateline feeds export > feeds.opml
    """
    from crawler.config import load_config
    from crawler.opml import write_opml

    written, left_out = write_opml(load_config(config))
    click.echo(written, nl=False)
    if left_out:
        click.echo(
            f"dateline: {len(left_out)} section pages and sitemaps left out: feed readers do not read them", err=True
        )
