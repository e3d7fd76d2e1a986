"""`dateline add`: one page into the store, by hand."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from dateline.commands.options import config_option, read_saved, saved_at, store_option

if TYPE_CHECKING:
    from crawler.config import Config
    from storage import Outlet, Store


@click.command()
@click.argument("page", metavar="URL|FILE.html|-")
@click.option("--outlet", "outlet_id", required=True, metavar="ID", help="Whose page it is: an outlet of feeds.yaml.")
@click.option("--published", metavar="DATE", help="Its date, where the page does not tell: 2025-11-29, or with a time.")
@click.option("--url", metavar="URL", help="Its address, for a file that does not tell.")
@config_option
@store_option
def add(page: str, outlet_id: str, published: str | None, url: str | None, config: str, store: str) -> None:
    """Put one page into the store, by hand.

    It is fetched, or a file saved from a browser or a web archive, and marked as added by hand. A new store
    holds only what today's feeds show; this is how an older report gets checked.

    \b
    dateline add https://www.example.org/2025/article --outlet example
    dateline add saved.html --outlet example --url https://www.example.org/2025/article --published 2025-11-29
    """
    from crawler.adding import article_by_hand
    from crawler.config import load_config
    from crawler.spiders.single import fetch_one
    from dateline.output import published as published_text
    from storage import lock_run, open_store

    fetched = "://" in page
    loaded = load_config(config) if fetched or Path(config).exists() else None
    with lock_run(store), open_store(store) as opened:
        outlet = _outlet(outlet_id, loaded, opened)
        if fetched:
            assert loaded is not None  # noqa: S101
            answer = fetch_one(page, loaded, opened)
            body, url = answer.body, url or answer.url
        else:
            body = read_saved(page)
        try:
            article = article_by_hand(
                body,
                outlet,
                url=url,
                published_raw=published,
                config=loaded,
                fetched=fetched,
                now=None if fetched else saved_at(page),
            )
        except ValueError as error:
            raise click.ClickException(str(error)) from error
        opened.save_outlets([outlet])
        counts = opened.save_articles([article])
        saved = opened.article(article.url)
    if saved is None:
        raise click.ClickException(
            f"{article.url} was let go of; `dateline store forget --allow-again {article.url}` lets it back in"
        )
    what = "added" if counts.new else "brought up to date" if counts.revised or counts.updated else "known already"
    click.echo(f"{saved.id}  {published_text(saved)}  {outlet.name}: {saved.title}  ({what})")
    if saved.published_at is None:
        click.echo("It has no date: give one with --published, or it cannot be found by date.")


def _outlet(outlet_id: str, config: Config | None, store: Store) -> Outlet:
    known = {outlet.id: outlet for outlet in (*store.outlets(), *(config.outlets if config else ()))}
    if outlet_id in known:
        return known[outlet_id]
    from difflib import get_close_matches

    near = get_close_matches(outlet_id, known, n=3)
    hint = f"did you mean {' or '.join(near)}?" if near else "see `dateline status`, or add it to feeds.yaml"
    raise click.ClickException(f"no outlet {outlet_id!r}: {hint}")
