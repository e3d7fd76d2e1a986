"""The options by which commands choose articles: words, outlet, person, topic, time, or a saved search."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar

import click

from dateline.commands.options import WHEN

if TYPE_CHECKING:
    from storage import Query, Store

# A field with several words and nothing else.
_UNQUOTED = re.compile(r"([a-z]+):([^\s:\"()]+(?: [^\s:\"()]+)+)", re.IGNORECASE)
_Command = TypeVar("_Command", bound=Callable[..., Any])


def query_options(command: _Command) -> _Command:
    """WORDS, --outlet, --person, --topic, --since, --until and --saved, as `search` has them."""
    options = (
        click.argument("words", nargs=-1),
        click.option("--outlet", "outlets", multiple=True, metavar="ID", help="Outlet or group. May be given again."),
        click.option(
            "--person", "people", multiple=True, metavar="NAME", help="A byline, in any spelling. May be given again."
        ),
        click.option("--topic", "topics", multiple=True, metavar="ID", help="A topic. May be given again."),
        click.option("--since", type=WHEN, help='From here on: 2025-12-01, "2 weeks ago", yesterday.'),
        click.option("--until", type=WHEN, help="Before this."),
        click.option("--saved", metavar="NAME", help="What this saved search finds, instead of words and options."),
    )
    for option in reversed(options):
        command = option(command)
    return command


def quotes_lost(words: tuple[str, ...]) -> str | None:
    """A note where a shell seems to have eaten the quotes of a phrase: by:"Dana Orr" reaches us as `by:Dana Orr`."""
    for word in words:
        if match := _UNQUOTED.fullmatch(word):
            return (
                f"""if you meant {match[1]}:"{match[2]}", put single quotes around it all: '{match[1]}:"{match[2]}"'"""
            )
    return None


def query_of(
    store: Store,
    words: tuple[str, ...],
    outlets: tuple[str, ...],
    people: tuple[str, ...],
    topics: tuple[str, ...],
    since: datetime | None,
    until: datetime | None,
    saved: str | None,
) -> Query:
    """What was asked for. Raises click.UsageError for an unknown name, or for a name beside words or options."""
    from storage import Query

    if saved is None:
        return Query(" ".join(words) or None, outlets, people, topics, since, until)
    if words or outlets or people or topics or since or until:
        raise click.UsageError("--saved has words and options of its own: give either")
    return saved_query(store, saved)


def saved_query(store: Store, name: str) -> Query:
    """The query under a name. Raises click.UsageError that names those there are."""
    known = {search.name: search.query for search in store.saved_searches()}
    if name not in known:
        there = ", ".join(known) or 'none; `dateline search WORDS --save "NAME"` keeps one'
        raise click.UsageError(f"there is no saved search '{name}'; saved are: {there}")
    return known[name]
