"""`dateline people`: who signs, under which spellings; and saying who is one person."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import groupby
from typing import TYPE_CHECKING, Any, TypeVar

import click
from click.core import ParameterSource

from dateline.commands.options import open_for_reading, store_option

if TYPE_CHECKING:
    from storage import KnownPerson, PersonSuggestion, Store

_Result = TypeVar("_Result")


@click.group(invoke_without_command=True)
@store_option
@click.option("--outlet", "outlets", multiple=True, metavar="ID", help="Only of this outlet or group (repeatable).")
@click.option(
    "--limit", default=50, show_default=True, type=click.IntRange(min=1), help="At most so many of an outlet."
)
@click.option("--json", "as_json", is_flag=True, help="Everything as JSON.")
@click.pass_context
def people(ctx: click.Context, store: str, outlets: tuple[str, ...], limit: int, as_json: bool) -> None:
    """List who signs articles, with every spelling, and who may be one person.

    Who may be one person is only suggested: dateline never joins two names by itself. `merge` and `reject` decide, and
    `split` takes a spelling out; a decision holds for later crawls too.
    """
    if ctx.invoked_subcommand is not None:
        return
    from dateline import output

    with open_for_reading(store) as opened:
        known = opened.people(outlets)
        suggestions = opened.people_suggestions(outlets)
    shown = [person for _, same in groupby(known, key=lambda person: person.outlet) for person in list(same)[:limit]]
    if as_json:
        click.echo(output.as_json(_as_dict(shown, suggestions)))
        return
    if not known:
        click.echo("Nobody has signed an article in this store" + (" for these outlets." if outlets else " yet."))
        return
    for line in (*_list_lines(known, shown), *_suggestion_lines(suggestions, limit)):
        click.echo(line)


@people.command()
@click.argument("ids", nargs=-1, type=int, required=True, metavar="ID ID...")
@store_option
@click.pass_context
def merge(ctx: click.Context, ids: tuple[int, ...], store: str) -> None:
    """Make people of one outlet group one person.

    The first gives the name. Later bylines in any of their spellings belong to that person, and a search for any of
    them finds all.
    """
    with _deciding(ctx, store) as opened:
        click.echo(_told(lambda: opened.merge_people(ids)))


@people.command()
@click.argument("person", type=int, metavar="ID")
@click.argument("spelling")
@store_option
@click.pass_context
def split(ctx: click.Context, person: int, spelling: str, store: str) -> None:
    """Take a spelling out: it is somebody else.

    Articles signed with exactly that spelling, now and later, belong to the new person.
    """
    with _deciding(ctx, store) as opened:
        click.echo(_told(lambda: opened.split_person(person, spelling)))


@people.command()
@click.argument("person", type=int, metavar="ID")
@click.argument("other", type=int, metavar="ID")
@store_option
@click.pass_context
def reject(ctx: click.Context, person: int, other: int, store: str) -> None:
    """Say that two are not one person; it is not suggested again."""
    with _deciding(ctx, store) as opened:
        _in_words(lambda: opened.reject_suggestion(person, other))
        click.echo(f"{person} and {other} stay two people.")


@contextmanager
def _deciding(ctx: click.Context, store: str) -> Iterator[Store]:
    """The store to write to; a --store before the subcommand counts where none follows it."""
    from storage import open_store

    if ctx.get_parameter_source("store") is not ParameterSource.COMMANDLINE and ctx.parent is not None:
        store = ctx.parent.params["store"]
    open_for_reading(store).close()  # one that is not there is not made
    with open_store(store) as opened:
        yield opened


def _told(decide: Callable[[], KnownPerson]) -> str:
    known = _in_words(decide)
    return _person_line(known) + (f"  in {', '.join(known.editions)}" if len(known.editions) > 1 else "")


def _in_words(decide: Callable[[], _Result]) -> _Result:
    try:
        return decide()
    except ValueError as error:
        raise click.UsageError(str(error)) from error


def _list_lines(known: Sequence[KnownPerson], shown: Sequence[KnownPerson]) -> Iterator[str]:
    totals = {outlet: len(list(same)) for outlet, same in groupby(known, key=lambda person: person.outlet)}
    for outlet, same in groupby(shown, key=lambda person: person.outlet):
        listed = list(same)
        yield f"{outlet}: {totals[outlet]} people"
        yield from map(_person_line, listed)
        if len(listed) < totals[outlet]:
            yield f"        and {totals[outlet] - len(listed)} more: --limit {totals[outlet]}"


def _person_line(person: KnownPerson) -> str:
    from normalise.text import clean

    others = [clean(spelling) for spelling in person.spellings if spelling != person.name]
    also = f"  also {', '.join(others)}" if others else ""
    articles = f"{person.articles} article{'' if person.articles == 1 else 's'}"
    return f"{person.id:>6}  {clean(person.name)}  {articles}{also}"


def _suggestion_lines(suggestions: Sequence[PersonSuggestion], limit: int) -> Iterator[str]:
    from normalise.text import clean

    if not suggestions:
        return
    yield ""
    yield f"Perhaps one person ({len(suggestions)}; a suggestion, nothing is joined until you say so):"
    for pair in suggestions[:limit]:
        a, b = pair.a, pair.b
        yield f"        {clean(a.name)} ({a.outlet}) = {clean(b.name)} ({b.outlet})?  likeness {pair.score:.2f}"
        yield f"          yes: dateline people merge {a.id} {b.id}    no: dateline people reject {a.id} {b.id}"
    if len(suggestions) > limit:
        yield f"        and {len(suggestions) - limit} more: --limit {len(suggestions)}"


def _as_dict(shown: Sequence[KnownPerson], suggestions: Sequence[PersonSuggestion]) -> dict[str, Any]:
    from dataclasses import asdict

    return {
        "people": [asdict(person) for person in shown],
        "suggestions": [
            {
                "ids": [pair.a.id, pair.b.id],
                "names": [pair.a.name, pair.b.name],
                "outlets": [pair.a.outlet, pair.b.outlet],
                "score": pair.score,
                "margin": pair.margin,
            }
            for pair in suggestions
        ],
    }
