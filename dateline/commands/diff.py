"""`dateline diff`: how two states of an article's text differ."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from dateline.commands.options import open_for_reading, store_option

if TYPE_CHECKING:
    from dateline.differing import State
    from storage import Store


@click.command()
@click.argument("key", metavar="ID|URL")
@store_option
@click.option(
    "--from", "first", type=click.IntRange(min=1), metavar="N", help="The earlier state; the one before --to."
)
@click.option("--to", "last", type=click.IntRange(min=1), metavar="M", help="The later state; the latest.")
@click.option("--json", "as_json", is_flag=True, help="The same as JSON.")
def diff(key: str, store: str, first: int | None, last: int | None, as_json: bool) -> None:
    """Show how the text we received of an article differs from what we had received before.

    Headline, byline, date, numbers and names come first, then the words; both times and hashes are told. Byline and
    date are known after the bytes are gone. Whether somebody edited it, and why, the bytes do not say. States are
    numbered as in `dateline show`.

    \b
    dateline diff 4711
    dateline diff 4711 --from 1 --to 3 --json
    """
    from dateline import output
    from dateline.differing import compare, lines

    with open_for_reading(store) as opened:
        article = opened.article(int(key) if key.isdecimal() else key)
        if article is None or article.id is None:
            raise click.ClickException(f"the store holds no article {key}")
        count = len(opened.revisions(article.id))
        last = last or count
        first = first or last - 1
        if count == 1:
            click.echo(
                output.as_json(None) if as_json else f"One state of article {article.id} is held: no difference."
            )
            return
        if not 1 <= first < last <= count:
            raise click.UsageError(f"there are states 1 to {count}; --from must come before --to")
        states = [_state(opened, article.id, number) for number in (first, last)]
        found = {"article": article.id, "url": article.url, "outlet": article.outlet} | compare(*states)
    if as_json:
        click.echo(output.as_json(found))
    else:
        click.echo("\n".join(lines(found, article.title)))


def _state(store: Store, article: int, number: int) -> State:
    from dateline.differing import State

    revision = store.revisions(article)[number - 1]
    reading = next((each for each in store.readings(article) if each.number == number), None)
    capture = store.capture(reading.capture) if reading is not None and reading.capture is not None else None
    return State(revision, reading, capture)
