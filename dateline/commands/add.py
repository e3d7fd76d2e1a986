"""`dateline add`: one page into the store, by hand."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dateline.commands.options import WHEN, config_option, read_saved, saved_at, store_option

if TYPE_CHECKING:
    from crawler.adding import GivenPage
    from crawler.config import Config
    from storage import Outlet, Store


@click.command()
@click.argument("page", metavar="URL|FILE.html|-")
@click.option("--outlet", "outlet_id", required=True, metavar="ID", help="Whose page it is: an outlet of feeds.yaml.")
@click.option("--published", metavar="DATE", help="Its date, where the page does not tell: 2025-11-29, or with a time.")
@click.option("--url", metavar="URL", help="Its address, for a file that does not tell.")
@click.option("--saved", type=WHEN, metavar="WHEN", help="When the file was saved, where its own time is another.")
@config_option
@store_option
def add(
    page: str,
    outlet_id: str,
    published: str | None,
    url: str | None,
    saved: datetime | None,
    config: str,
    store: str,
) -> None:
    """Put one page into the store, by hand.

    It is fetched, or a file saved from a browser or a web archive. Its bytes are archived, marked as added by hand and
    with which of the two it was. A new store holds only what today's feeds show; this is how an older report gets
    checked.

    \b
    dateline add https://www.example.org/2025/article --outlet example
    dateline add saved.html --outlet example --url https://www.example.org/2025/article --published 2025-11-29
    """
    from crawler.adding import add_page
    from crawler.config import load_config
    from dateline.output import published as published_text
    from storage import lock_run, open_store

    fetched = "://" in page
    if fetched and saved is not None:
        raise click.UsageError("--saved is for a file; an address is fetched now")
    loaded = load_config(config) if fetched or Path(config).exists() else None
    with lock_run(store), open_store(store) as opened:
        outlet = _outlet(outlet_id, loaded, opened)
        given = _fetched(page, url, outlet.id, loaded, opened) if fetched else _saved(page, url, saved)
        try:
            article, counts = add_page(opened, outlet, given, published_raw=published, config=loaded)
        except ValueError as error:
            raise click.ClickException(str(error)) from error
        if isinstance(article, str):
            raise click.ClickException(
                f"{article} was let go of; `dateline store forget --allow-again {article}` lets it back in"
            )
        captured = opened.captures(article.id or 0)[-1]
    what = "added" if counts.new else "brought up to date" if counts.revised or counts.updated else "known already"
    click.echo(f"{article.id}  {published_text(article)}  {outlet.name}: {article.title}  ({what})")
    if captured.absent:
        click.echo(f"Its bytes are not kept: {captured.absent}.")
    if article.published_at is None:
        click.echo("It has no date: give one with --published, or it cannot be found by date.")


def _fetched(page: str, url: str | None, outlet: str, config: Config | None, store: Store) -> GivenPage:
    from crawler.adding import GivenPage
    from crawler.config import require_contact
    from crawler.spiders.single import fetch_one

    assert config is not None  # noqa: S101
    require_contact(config)
    asked = page if url is None else None  # with --url it is a web archive's, or the like
    crawl = config.crawls.get(outlet) if asked else None
    answer = fetch_one(page, config, store, delay_s=crawl.delay_s if crawl else None)
    at = answer.at or datetime.now(UTC)
    return GivenPage(answer.body, at, url or answer.url, answer.status, answer.headers, answer.url, asked)


def _saved(page: str, url: str | None, saved: datetime | None) -> GivenPage:
    """A file that somebody saved, at the time it says, or was last written; a pipe is saved now."""
    from crawler.adding import GivenPage

    body, now = read_saved(page), datetime.now(UTC)
    return GivenPage(body, min(saved or saved_at(page) or now, now), url)


def _outlet(outlet_id: str, config: Config | None, store: Store) -> Outlet:
    known = {outlet.id: outlet for outlet in (*store.outlets(), *(config.outlets if config else ()))}
    if outlet_id in known:
        return known[outlet_id]
    from difflib import get_close_matches

    near = get_close_matches(outlet_id, known, n=3)
    hint = f"did you mean {' or '.join(near)}?" if near else "see `dateline status`, or add it to feeds.yaml"
    raise click.ClickException(f"no outlet {outlet_id!r}: {hint}")
