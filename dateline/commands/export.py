"""`dateline export`: articles out of the store, as a table, as lines, as a feed, as data to be cited."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dateline.commands.options import open_for_reading, store_option
from dateline.commands.querying import query_of, query_options, quotes_lost

if TYPE_CHECKING:
    from storage import Query, Store

_FEED_LIMIT = 100
_FORMS = {".csv": "csv", ".jsonl": "jsonl", ".ndjson": "jsonl", ".rss": "rss", ".xml": "rss", ".json": "jsonfeed"}


@click.command()
@query_options
@store_option
@click.option(
    "--format",
    "form",
    type=click.Choice(["csv", "jsonl", "rss", "jsonfeed"]),
    help="A table, a JSON object a line, or a feed. Left out: by the ending of FILE, else csv.",
)
@click.option("-o", "--output", "file", type=click.Path(path_type=Path, dir_okay=False), help="Left out: the terminal.")
@click.option("--with-text", is_flag=True, help="With summaries, bodies and earlier states: for you, not to publish.")
@click.option("--excel", is_flag=True, help="CSV with the mark by which Excel reads Hebrew and Arabic right.")
@click.option("--limit", type=click.IntRange(1), help="At most so many, the newest. Left out: all; 100 of a feed.")
@click.option("--title", help="Of a feed or a dataset.")
@click.option("--link", metavar="URL", help="Of a feed: the page it belongs to.")
@click.option(
    "--dataset",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Write data to be cited into this folder: metadata, coverage with its gaps, codebook, checksums.",
)
@click.option("--author", "authors", multiple=True, metavar="NAME", help="Of a dataset. May be given again.")
def export(
    words: tuple[str, ...],
    outlets: tuple[str, ...],
    people: tuple[str, ...],
    topics: tuple[str, ...],
    since: datetime | None,
    until: datetime | None,
    saved: str | None,
    store: str,
    form: str | None,
    file: Path | None,
    with_text: bool,
    excel: bool,
    limit: int | None,
    title: str | None,
    link: str | None,
    dataset: Path | None,
    authors: tuple[str, ...],
) -> None:
    """Write articles to a file: a spreadsheet, lines of JSON, a feed, or a dataset.

    Words and options choose articles as in `dateline search`; without any, all of them, the newest first. No texts are
    written unless you say --with-text. `dateline import` reads what `--format jsonl --with-text` wrote.

    \b
    dateline export --person "Dana Orr" on:2025-11 -o november.csv --excel
    dateline export --format jsonl --with-text -o everything.jsonl
    dateline export --saved harbour -o harbour.rss
    dateline export --dataset harbour-2025 --author "Orr, Dana"
    """
    chosen = form or (_FORMS.get(file.suffix.lower(), "csv") if file else "csv")
    if excel and (chosen != "csv" or dataset):
        raise click.UsageError("--excel is for CSV")
    with open_for_reading(store) as opened:
        query = query_of(opened, words, outlets, people, topics, since, until, saved)
        _tell_notes(opened, query)
        names = {outlet.id: outlet.name for outlet in opened.outlets()}
        try:
            if dataset is not None:
                if file or form or limit or link:
                    raise click.UsageError("--dataset writes a folder: leave -o, --format, --limit and --link out")
                _write_dataset(opened, query, dataset, title, authors, with_text=with_text)
                return
            count = _write(
                opened, query, names, chosen, file, title or saved, link, limit, with_text=with_text, excel=excel
            )
        except BrokenPipeError:
            raise
        except OSError as error:
            raise click.ClickException(f"{dataset or file} cannot be written: {error.strerror}") from error
    if not count and (note := quotes_lost(words)):
        click.echo(f"note: {note}", err=True)
    if file is not None:
        click.echo(f"{file}: {count:,} article{'' if count == 1 else 's'}")


def _write(
    opened: Store,
    query: Query,
    names: Mapping[str, str],
    form: str,
    file: Path | None,
    title: str | None,
    link: str | None,
    limit: int | None,
    *,
    with_text: bool,
    excel: bool,
) -> int:
    from dateline import exporting

    if form in ("rss", "jsonfeed"):
        from dateline import exporting_feed

        if with_text:
            raise click.UsageError("a feed carries no texts: leave --with-text out")
        articles = list(islice(opened.articles(query), limit or _FEED_LIMIT))
        make = exporting_feed.rss if form == "rss" else exporting_feed.json_feed
        named = title or opened.explain(query.text or "")[0] or "All articles"
        with exporting.opened_whole(file) as out:
            out.write(make(articles, named, link, names))
        return len(articles)
    carried = islice(opened.carry_out(query), limit)
    with exporting.opened_whole(file, bom=excel) as out:
        if form == "jsonl":
            return exporting.write_jsonl(out, carried, with_text=with_text)
        return exporting.write_csv(out, exporting.csv_rows(carried, names, with_text=with_text))


def _write_dataset(
    opened: Store, query: Query, folder: Path, title: str | None, authors: tuple[str, ...], *, with_text: bool
) -> None:
    from dateline.dataset import NotOurs, write_dataset

    try:
        written = write_dataset(opened, query, folder, title=title, authors=authors, with_text=with_text)
    except NotOurs as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{folder}: {written.articles:,} articles in {written.files} files; version {written.version}")


def _tell_notes(opened: Store, query: Query) -> None:
    for line in opened.explain(query.text or "")[1] if query.text else ():
        click.echo(f"note: {line}", err=True)
