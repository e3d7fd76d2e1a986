"""`dateline feeds add`: from any address of an outlet to its feeds, into feeds.yaml."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from dateline.commands.options import config_option

if TYPE_CHECKING:
    from crawler.config import Config
    from crawler.config_outlets import NewOutlet
    from crawler.discovery import Looked
    from storage import Outlet


@click.command()
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
    from dateline.feed_lines import looking_progress

    delay_s = config.crawls[outlet.id].delay_s if outlet else None
    with looking_progress("looking") as done:
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
