"""`dateline store forget`: letting go of an article or a person, for good."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from dateline.commands.options import open_for_reading, store_option

if TYPE_CHECKING:
    from storage import Article, Store
    from storage.forgetting import ArticleTraces, PersonTraces

_MOST_LISTED = 10


@click.command()
@click.argument("what", metavar="URL|ID|PERSON")
@click.option("--dry-run", is_flag=True, help="Only show what would go.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option("--allow-again", is_flag=True, help="Let it be collected again; what went stays gone.")
@store_option
def forget(what: str, dry_run: bool, yes: bool, allow_again: bool, store: str) -> None:
    """Let go of an article (by address or number) or a person (by name), for good.

    Of an article: text, archived bytes, states, search index, bylines, evidence. Of a person: the name in people,
    bylines and credits; the articles stay, and so do their texts. A hash stays, so that no crawl, backfill or import
    brings it back. The store's file is rewritten afterwards, so that the words are gone from the disk.

    \b
    dateline store forget https://www.example.org/2025/article --dry-run
    dateline store forget "Dana Levi"
    """
    from storage import lock_run, open_store

    open_for_reading(store).close()  # one that is not there is not made
    if dry_run:
        with open_for_reading(store) as opened:
            _forget(opened, what, dry_run=True, yes=yes)
        return
    with lock_run(store), open_store(store) as opened:
        if allow_again:
            had = opened.allow_again(what)
            click.echo(f"{what} may be collected again." if had else f"{what} was not let go of.")
            return
        _forget(opened, what, dry_run=False, yes=yes)


def _forget(store: Store, what: str, *, dry_run: bool, yes: bool) -> None:
    from storage.archive import archive_folder
    from storage.forgetting import delete_doomed

    if not dry_run:
        delete_doomed(store, archive_folder(store.location))  # left by one that was killed
    is_address = "://" in what
    article = store.article(int(what) if what.isdecimal() else what) if is_address or what.isdecimal() else None
    if article is not None:
        _forget_article(store, article, dry_run=dry_run, yes=yes)
    elif what.isdecimal():
        raise click.ClickException(f"the store holds no article {what}")
    elif is_address:
        _forget_address(store, what, dry_run=dry_run, yes=yes)
    else:
        _forget_person(store, what, dry_run=dry_run, yes=yes)


def _forget_article(store: Store, article: Article, *, dry_run: bool, yes: bool) -> None:
    from normalise.text import clean
    from storage.archive import archive_folder
    from storage.forgetting import let_go_of_article

    assert article.id is not None  # noqa: S101
    traces = store.article_traces(article.id)
    assert traces is not None  # noqa: S101
    click.echo(f"{article.id}  {article.outlet}: {clean(article.title)}\n        {article.url}")
    for line in _article_lines(store, traces):
        click.echo(f"  {line}")
    if not _decided(dry_run, yes):
        return
    linked = let_go_of_article(store, traces, datetime.now(UTC), archive_folder(store.location))
    _scrub(store)
    click.echo(f"Article {article.id} is gone, and will not be collected again.")
    for name in linked:
        click.echo(f"{name} was given by link and still holds its bytes: that file is yours to change.")


def _article_lines(store: Store, traces: ArticleTraces) -> list[str]:
    states = traces.revisions
    lines = [f"its text and search index, {states} state{'' if states == 1 else 's'}"]
    pages = [capture for number in traces.pages if (capture := store.capture(number)) is not None]
    held = sum(capture.place is not None for capture in pages)
    if pages:
        lines.append(
            f"{len(pages)} visit{'' if len(pages) == 1 else 's'} of its page, {held} with bytes in the archive"
        )
    answers = [capture for number in traces.feed_answers if (capture := store.capture(number)) is not None]
    if bytes_of := sum(capture.place is not None for capture in answers):
        lines.append(f"the bytes of {bytes_of} feed answers that listed it (whole, with what else they listed)")
    if traces.people:
        lines.append(f"the names of who signed nothing else: {', '.join(traces.people)}")
    if traces.evidence:
        lines.append(f"its sentences in the evidence of {traces.evidence} claims; the reports themselves stay")
    if traces.copies:
        lines.append(
            f"NOT {traces.copies} other articles that share its text (wire copy): let go of them by themselves"
        )
    return lines


def _forget_address(store: Store, url: str, *, dry_run: bool, yes: bool) -> None:
    if store.is_forgotten(url):
        click.echo(f"{url} was let go of before.")
        return
    click.echo(f"The store holds nothing of {url}; it would not be collected in future.")
    if _decided(dry_run, yes):
        store.forget_address(url, datetime.now(UTC))
        click.echo("It will not be collected.")


def _forget_person(store: Store, name: str, *, dry_run: bool, yes: bool) -> None:
    from normalise.text import clean

    traces = store.person_traces(name)
    if traces is None:
        if store.is_forgotten(name):
            click.echo(f"{clean(name)} was let go of before.")
            return
        click.echo(f"Nobody of that name has signed in this store; {clean(name)} would not be taken in from a byline.")
    else:
        for line in _person_lines(traces):
            click.echo(f"  {line}")
    if _decided(dry_run, yes):
        store.forget_person((name, *(traces.spellings if traces is not None else ())), datetime.now(UTC))
        _scrub(store)
        click.echo("The name is gone, and will not be taken in from a byline again.")


def _person_lines(traces: PersonTraces) -> list[str]:
    articles = len(traces.articles)
    listed = ", ".join(str(number) for number in traces.articles[:_MOST_LISTED])
    more = ", ..." if articles > _MOST_LISTED else ""
    lines = [
        f"spelled: {', '.join(traces.spellings)}",
        f"in: {', '.join(traces.outlets)}",
        f"on {articles} article{'' if articles == 1 else 's'}, which stay"
        + (f" (numbers {listed}{more}); their raw bylines go" if articles else ""),
    ]
    lines.append("NOT the name inside texts, headlines and reports: let go of those articles by themselves")
    if traces.archived:
        lines.append(f"NOT {traces.archived} archived pages, whose bytes show the name as the outlet printed it")
    return lines


def _decided(dry_run: bool, yes: bool) -> bool:
    if dry_run:
        click.echo("Nothing was changed (--dry-run).")
        return False
    if yes:
        return True
    if not sys.stdin.isatty():
        raise click.UsageError("this cannot be undone: add --yes to do it without being asked, or --dry-run to look")
    click.confirm("This cannot be undone. Let go of it?", abort=True)
    return True


def _scrub(store: Store) -> None:
    if not store.scrub():
        click.echo(
            "Another process reads the store: words may stand in its journal until `dateline store forget` is run"
            " again, or it closes.",
            err=True,
        )
