"""What `dateline search` does with searches under a name: save, list, forget, and tell what is new."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from dateline.commands.options import open_for_reading
from dateline.commands.querying import saved_query

if TYPE_CHECKING:
    from storage import Query


def asked(
    store: str, query: Query, saved: str | None, forgotten: str | None, form: str, *, new: bool, with_text: bool
) -> Query | None:
    """What is to be searched for instead of `query`; None: there is nothing more to do.

    `saved` is what stands after --saved, "" where nothing does; `form` table, json or csv.
    """
    from storage import Query

    if forgotten is not None:
        forget(store, forgotten)
        return None
    if not saved:
        if new:
            raise click.UsageError("--new needs --saved NAME")
        list_all(store, as_json=form == "json")
        return None
    if replace(query, limit=0) != Query(limit=0):
        raise click.UsageError("--saved has words and options of its own: give either")
    if new:
        tell_news(store, saved, form, with_text=with_text)
        return None
    with open_for_reading(store) as opened:
        return replace(saved_query(opened, saved), limit=query.limit)


def save(store: str, name: str, query: Query) -> None:
    """Keep a query under a name; says so on standard error."""
    from normalise.text import clean
    from storage import open_store

    name = clean(name)
    if not name:
        raise click.UsageError("--save needs a name that is not empty")
    with open_store(store) as opened:
        opened.save_search(name, query, datetime.now(UTC))
    moving = ' (--since and --until stay as they are now; write after:"2 weeks ago" among the words to have it move)'
    click.echo(f"saved as '{name}'{moving if query.since or query.until else ''}", err=True)
    click.echo(f"what is new from now on: dateline search --saved {_quoted(name)} --new", err=True)


def forget(store: str, name: str) -> None:
    """Take a saved search away."""
    from storage import open_store

    with open_for_reading(store) as opened:
        saved_query(opened, name)
    with open_store(store) as opened:
        opened.forget_search(name)
    click.echo(f"forgot '{name}'")


def list_all(store: str, *, as_json: bool) -> None:
    """Every saved search with what it asks for."""
    from dateline import output

    with open_for_reading(store) as opened:
        searches = opened.saved_searches()
        if as_json:
            found = [
                {
                    "name": each.name,
                    "query": _as_dict(each.query),
                    "saved_at": each.saved_at.isoformat(),
                    "asked_at": each.asked_at.isoformat() if each.asked_at else None,
                    "new": opened.news_of(each.name).count,
                }
                for each in searches
            ]
            click.echo(output.as_json(found))
            return
        if not searches:
            click.echo('No search is saved yet: dateline search WORDS --save "NAME"')
        for each in searches:
            news = opened.news_of(each.name).count
            click.echo(f"{each.name}  {news} new since {output.moment(each.asked_at or each.saved_at)}")
            click.echo(f"        {_told(each.query)}")


def tell_news(store: str, name: str, form: str, *, with_text: bool) -> None:
    """Print what is new, all of it; then, once it is written, move the mark. Nothing new: nothing printed."""
    from dateline import output
    from dateline.copies import Folded
    from storage import Hit, open_store

    with open_for_reading(store) as opened:
        saved_query(opened, name)  # a store or a name that is not there is told without making one
    with open_store(store) as opened:
        news = opened.news_of(name)
        if news.count:
            articles = news.articles
            if form == "json":
                found = [output.article_as_dict(article, with_text=with_text) for article in articles]
                click.echo(output.as_json(found))
            elif form == "csv":
                click.echo(output.hits_as_csv(Hit(article, 0.0, "") for article in articles), nl=False)
            else:
                click.echo(f"{name}: {news.count:,} new\n")
                for place, article in enumerate(articles):
                    click.echo(("\n" if place else "") + output.hits_as_table([Folded(Hit(article, 0.0, ""))]))
            sys.stdout.flush()
        opened.mark_told(name, news.mark, datetime.now(UTC))


def _as_dict(query: Query) -> dict[str, object]:
    from dataclasses import asdict

    return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in asdict(query).items()}


def _told(query: Query) -> str:
    """A query as one would type it."""
    parts = [query.text or ""]
    for option, values in (("--outlet", query.outlets), ("--person", query.people), ("--topic", query.topics)):
        parts += [f"{option} {_quoted(value)}" for value in values]
    for option, at in (("--since", query.since), ("--until", query.until)):
        parts += [f"{option} {at:%Y-%m-%d}"] if at else []
    return " ".join(filter(None, parts)) or "everything"


def _quoted(text: str) -> str:
    from shlex import quote

    return quote(text)
