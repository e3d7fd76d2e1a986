"""`dateline feeds`: what is watched, whether it answers, and more of it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dateline.commands.options import config_option, open_for_reading

if TYPE_CHECKING:
    from crawler.config import Config
    from crawler.config_outlets import NewOutlet
    from crawler.discovery import Looked
    from storage import FeedState, Outlet


@click.group()
def feeds() -> None:
    """List, check, find and exchange the feeds of feeds.yaml.

    \b
    dateline feeds add https://www.example.org/ --outlet example --name "The Example"
    dateline feeds check
    dateline feeds import subscriptions.opml
    """


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
    from crawler.config import load_config, require_contact
    from crawler.spiders.coverage import _chosen_outlets
    from dateline import output
    from dateline.feed_lines import CheckedFeed, check_summary, checked_as_dict, checked_lines

    loaded = load_config(config)
    require_contact(loaded)
    chosen = _chosen_outlets(loaded, outlets)
    asked = [feed for feed in loaded.feeds if feed.outlet in chosen]
    if not asked:
        click.echo("no feeds to check")
        return
    with _progress("feeds") as done:
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


@contextmanager
def _progress(what: str) -> Iterator[Callable[[int, int], None] | None]:
    """A function to tell (answers, addresses) on a terminal; None where nobody watches."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (TextColumn("{task.description}"), BarColumn(bar_width=24), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(what, total=None)
        yield lambda answers, addresses: progress.update(task, total=addresses, completed=answers)


# --- add -------------------------------------------------------------------------------------------------------------


@feeds.command()
@click.argument("url")
@click.option("--outlet", "outlet_id", required=True, metavar="ID", help="Whose feeds: an outlet's id, or a new one.")
@click.option("--yes", is_flag=True, help="Add all that is found, without asking.")
@click.option("--name", help="For a new outlet: as it calls itself.")
@click.option("--language", metavar="CODE", help="For a new outlet; left out, the one of its feeds.")
@click.option(
    "--timezone", metavar="ZONE", help="For a new outlet: Region/City. Left out, its country's, if that is clear."
)
@click.option("--links", metavar="CSS", help="For a section page without a feed: the links of its articles (h2 > a).")
@config_option
def add(
    url: str,
    outlet_id: str,
    yes: bool,
    name: str | None,
    language: str | None,
    timezone: str | None,
    links: str | None,
    config: str,
) -> None:
    """Find the feeds of an outlet and put them into feeds.yaml.

    URL is an article, a home page, a page that lists feeds, or a feed. Each feed that is found is shown with what it
    carries; the chosen ones are written, and every comment in feeds.yaml stays.

    \b
    dateline feeds add https://www.haaretz.com/ --outlet haaretz
    dateline feeds add https://www.example.org/rss --outlet example --name "The Example" --timezone Europe/London
    """
    from crawler.config import load_config, require_contact
    from crawler.config_values import css, web_address
    from crawler.discovery import address_key

    loaded = load_config(config)
    require_contact(loaded)
    try:
        web_address(url)
        if links:
            css(links)
    except ValueError as error:
        raise click.ClickException(str(error)) from error
    outlet = next((each for each in loaded.outlets if each.id == outlet_id), None)
    new = None if outlet else _new_outlet(outlet_id, name, language, timezone, url, loaded)
    if outlet and (name or language or timezone):
        raise click.ClickException(
            f"outlet '{outlet_id}' is in {config} already: --name, --language and --timezone are for a new one"
        )
    zone = outlet.timezone if outlet else (new.timezone if new else None) or "UTC"
    found = _find(url, loaded, outlet, zone, links)
    owners = {address_key(feed.url): feed.outlet for feed in loaded.feeds}
    fresh = _show(found, owners)
    if not fresh:
        click.echo("Nothing to add: all of it is in feeds.yaml already.")
        return
    chosen = _choose(fresh, yes=yes)
    if not chosen:
        click.echo("Nothing was added.")
        return
    _write(config, outlet, new, chosen, links)
    click.echo(f"Added {len(chosen)} to {outlet_id} in {config}. `dateline crawl --outlet {outlet_id}` reads them.")


def _new_outlet(
    outlet_id: str, name: str | None, language: str | None, timezone: str | None, url: str, config: Config
) -> NewOutlet:
    """The outlet to write; raises in words before anything is fetched."""
    from urllib.parse import urljoin

    from crawler import config_values as values
    from crawler.config_outlets import NewOutlet
    from crawler.extraction.zones import zone_of

    if not name:
        near = values.nearest(outlet_id, [outlet.id for outlet in config.outlets])
        hint = f"did you mean '{near}'? A new one" if near else "a new one"
        raise click.ClickException(f"there is no outlet '{outlet_id}' in {config.path}; {hint} needs --name")
    try:
        values.identifier(outlet_id)
        name = values.line_of_text(name)
        language = values.language(language) if language else None
        timezone = values.time_zone(timezone) if timezone else None
    except ValueError as error:
        raise click.ClickException(str(error)) from error
    known = zone_of(url, "UTC")
    timezone = timezone or (known if known != "UTC" else None)
    return NewOutlet(outlet_id, name, homepage=urljoin(url, "/"), language=language, timezone=timezone)


def _find(url: str, config: Config, outlet: Outlet | None, zone: str, links: str | None) -> tuple[Looked, ...]:
    """The feeds at and around `url`; raises in words where there are none."""
    from crawler.discovery import MOST_ADDRESSES, choose, look_at, next_addresses
    from crawler.errors import FetchError
    from crawler.spiders.looking import look

    delay_s = config.crawls[outlet.id].delay_s if outlet else None
    with _progress("looking") as done:
        looked = look(
            [url],
            config,
            lambda asked, reply: look_at(
                asked, reply, timezone=zone, language=outlet.language if outlet else None, links=links
            ),
            then=None if links else lambda so_far, robots: next_addresses(url, so_far, robots),
            delay_s=lambda _: delay_s,
            done=done,
        )
    found = choose(looked)
    if len(looked) >= MOST_ADDRESSES:
        click.echo(f"Stopped after {len(looked)} addresses: add others by a feed's own address.", err=True)
    if found:
        return found
    first = looked[url]
    if len(looked) == 1 or all(each.problem == first.problem for each in looked.values()):
        raise FetchError(url, first.problem or "no feed")
    raise FetchError(
        url,
        f"no feed was found in {len(looked)} places ({url} itself: {first.problem}); a section page that lists "
        "articles can be read with --links CSS",
    )


def _show(found: tuple[Looked, ...], owners: dict[str, str]) -> list[Looked]:
    """Print what was found, numbered where it can be added; gives those."""
    from crawler.discovery import address_key
    from dateline.feed_lines import carried_line
    from normalise.text import clean

    fresh: list[Looked] = []
    for each in found:
        assert each.carried is not None  # noqa: S101
        owner = owners.get(address_key(each.url)) or owners.get(address_key(each.moved_to or each.url))
        if owner is None:
            fresh.append(each)
        mark = f"{len(fresh):>3}." if owner is None else "   -"
        click.echo(f"{mark} {each.moved_to or each.url}" + (f"  (in feeds.yaml, under {owner})" if owner else ""))
        if each.carried.title:
            click.echo(f"     {clean(each.carried.title)[:100]}")
        click.echo(f"     {carried_line(each.carried)}")
        if each.carried.zone:
            click.echo(f"     dates: {clean(each.carried.zone)}")
    return fresh


def _choose(fresh: list[Looked], *, yes: bool) -> list[Looked]:
    if yes:
        return fresh
    if not sys.stdin.isatty():
        raise click.ClickException(
            "this is no terminal to ask at: give --yes to add all of them, or one feed's own address"
        )

    def read(answer: str) -> list[Looked]:
        answer = answer.strip().lower()
        if answer in ("all", "a", "yes", "y"):
            return fresh
        if answer in ("none", "n", "no", "0"):
            return []
        numbers = answer.replace(",", " ").split()
        if not numbers or not all(number.isdecimal() and 1 <= int(number) <= len(fresh) for number in numbers):
            raise click.UsageError(f"write numbers from 1 to {len(fresh)}, all, or none")
        return [fresh[number - 1] for number in sorted({int(number) for number in numbers})]

    question = "Add which? Numbers, all or none"
    chosen: list[Looked] = click.prompt(question, default="all", value_proc=read)
    return read(chosen) if isinstance(chosen, str) else chosen


def _write(config: str, outlet: Outlet | None, new: NewOutlet | None, chosen: list[Looked], links: str | None) -> None:
    from collections import Counter
    from dataclasses import replace

    from crawler.config import add_feed
    from crawler.config_outlets import NewFeed, add_outlets

    kind = "listing" if links else None
    languages = Counter(each.carried.language for each in chosen if each.carried and each.carried.language)
    usual = (outlet.language if outlet else new.language if new else None) or (
        languages.most_common(1)[0][0] if languages and not outlet else None
    )
    written = []
    for each in chosen:
        said = each.carried.language if each.carried else None
        written.append(
            NewFeed(each.moved_to or each.url, said if said and usual and said != usual else None, kind, links)
        )
    if new:
        add_outlets(config, [replace(new, feeds=tuple(written), language=usual)])
        return
    assert outlet is not None  # noqa: S101
    for feed in written:
        add_feed(config, outlet.id, feed.url, language=feed.language, kind=feed.kind, links=feed.links)


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
