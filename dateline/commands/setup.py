"""`dateline init`: the files a new desk starts from."""

from __future__ import annotations

from pathlib import Path

import click

from dateline.commands.options import config_option, store_option


@click.command()
@click.option("--contact", required=True, help="An e-mail address or web page; outlets see it in our User-Agent.")
@config_option
@store_option
def init(contact: str, config: str, store: str) -> None:
    """Write a feeds.yaml to start from, and make the store.

    \b
    dateline init --contact desk@yourpaper.example       (your own address: this one is refused)
    """
    from crawler.config import load_config
    from crawler.config_edit import check_contact, write_starter
    from crawler.config_values import is_placeholder
    from storage import open_store

    problem = check_contact(contact)
    if not problem and is_placeholder(contact):
        problem = (
            f"{contact} is a placeholder; write your own e-mail address, or a page about your work:"
            " outlets must be able to reach whoever crawls them"
        )
    if problem:
        raise click.BadParameter(problem, param_hint="'--contact'")
    path = Path(config)
    if path.exists():
        raise click.ClickException(f"{config} is there already and was left as it is; name another with --config")
    write_starter(path, contact)
    loaded = load_config(path)
    with open_store(store) as opened:
        opened.save_outlets(loaded.outlets)
    click.echo(f"{config}: {len(loaded.outlets)} outlets, {len(loaded.feeds)} feeds. Take out or add what you like.")
    click.echo(f"{store}: an empty store.")
    click.echo(f"Next: dateline crawl --config {config} --store {store}")
