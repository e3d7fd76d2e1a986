"""`dateline search` and `dateline show`: what the store holds."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dateline.commands.options import WHEN, open_for_reading, store_option
from dateline.commands.querying import quotes_lost

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dateline.copies import Folded
    from storage import Article, Facet, Query, Results, Store
    from storage.asking import Sort

_WIDE_DISAGREEMENT = timedelta(hours=2)
# Of states that are no revision, why.
_IN_SHORT = {"growth": "  (grew)", "same words": "  (same words)", "byline or date": "  (same words, byline or date)"}


@click.command()
@click.argument("words", nargs=-1)
@store_option
@click.option(
    "--outlet",
    "outlets",
    multiple=True,
    metavar="ID",
    help="Outlet or group, by id, name or alias. May be given again.",
)
@click.option(
    "--person",
    "people",
    multiple=True,
    metavar="NAME",
    help="A byline, in any spelling the store has seen. May be given again.",
)
@click.option("--topic", "topics", multiple=True, metavar="ID", help="A topic of feeds.yaml. May be given again.")
@click.option("--since", type=WHEN, help='From here on: 2025-12-01, "2 weeks ago", yesterday.')
@click.option("--until", type=WHEN, help="Before this.")
@click.option("--limit", type=click.IntRange(1, 10_000), default=20, show_default=True)
@click.option(
    "--sort",
    type=click.Choice(["relevance", "date"]),
    default="relevance",
    show_default=True,
    help="Best first, or newest first.",
)
@click.option("--cursor", metavar="TEXT", help="The page after the one whose `next` this was.")
@click.option(
    "--count-by",
    type=click.Choice(["outlet", "day", "month", "person", "language", "topic", "access"]),
    help="Count articles instead, as bars.",
)
@click.option("--html", "page", type=click.Path(path_type=Path, dir_okay=False), help="Write a page with a time line.")
@click.option("--every-copy", is_flag=True, help="Do not fold articles that carry the same text.")
@click.option("--explain", is_flag=True, help="Only say how the words are read.")
@click.option("--with-text", is_flag=True, help="Summaries and bodies in the JSON, too.")
@click.option("--save", metavar="NAME", help="Keep this search under a name.")
@click.option(
    "--saved",
    is_flag=False,
    flag_value="",
    metavar="[NAME]",
    help="Search again as saved; without a name, last on the line, list what is saved.",
)
@click.option("--new", is_flag=True, help="With --saved NAME: all that is new since last asked so; nothing: silence.")
@click.option("--forget-saved", metavar="NAME", help="Take a saved search away.")
@click.option("--json", "as_json", is_flag=True, help="One object: hits, total, how it was read, next.")
@click.option("--format", "form", type=click.Choice(["table", "json", "csv"]), default="table", show_default=True)
def search(
    words: tuple[str, ...],
    store: str,
    outlets: tuple[str, ...],
    people: tuple[str, ...],
    topics: tuple[str, ...],
    since: datetime | None,
    until: datetime | None,
    limit: int,
    sort: Sort,
    cursor: str | None,
    count_by: Facet | None,
    page: Path | None,
    every_copy: bool,
    explain: bool,
    with_text: bool,
    save: str | None,
    saved: str | None,
    new: bool,
    forget_saved: str | None,
    as_json: bool,
    form: str,
) -> None:
    """Find articles by words, outlet, person, topic and time.

    Every word is needed; OR, NOT or -, and parentheses combine them; "several words" in quotes are a phrase, word* is
    a prefix. Fields: outlet: by: topic: lang: access: after: before: on: title: summary: text: byline:. Hebrew and
    Arabic words are found with their prefixes, with and without points. Without words: the newest. Put words that
    begin with - after --.

    \b
    dateline search "phase two" --outlet haaretz --since "2 weeks ago"
    dateline search 'outlet:ynet (strike OR שביתה) after:2025-11-01' --count-by day
    dateline search עזה --person "Ron Ben-Yishai" --format csv
    dateline search harbour --save harbour; dateline search --saved harbour --new
    """
    from dateline.commands import saved as saved_searches
    from dateline.copies import Folded, fold
    from storage import Query

    query = Query(" ".join(words) or None, outlets, people, topics, since, until, limit)
    if saved is not None or forget_saved is not None or new:
        told = "json" if as_json else form
        instead = saved_searches.asked(store, query, saved, forget_saved, told, new=new, with_text=with_text)
        if instead is None:
            return
        query = instead
    with open_for_reading(store) as opened:
        if explain:
            understood, notes = opened.explain(query.text or "")
            click.echo("\n".join([understood or "nothing to look for: the newest articles", *notes]))
            return
        if count_by is not None:
            _count(opened, query, count_by, as_json or form == "json")
            return
        try:
            results = opened.search_page(query, sort=sort, cursor=cursor)
        except ValueError as error:
            raise click.ClickException(str(error)) from error
        if page is not None:
            _write_page(opened, query, results, page)
            return
        hits = [Folded(hit) for hit in results.hits] if every_copy else fold(opened, results.hits)
    _print(results, hits, form, as_json, with_text=with_text)
    if not hits and (note := quotes_lost(words)):
        click.echo(f"note: {note}", err=True)
    if save is not None:
        saved_searches.save(store, save, query)


def _print(results: Results, hits: Sequence[Folded], form: str, as_json: bool, *, with_text: bool) -> None:
    from dateline import found, output

    if as_json:
        click.echo(output.as_json(found.results_as_dict(results, hits, with_text=with_text)))
        return
    for line in found.told(results):
        click.echo(f"note: {line}", err=True)
    if form == "json":
        click.echo(output.as_json([found.folded_as_dict(hit, with_text=with_text) for hit in hits]))
    elif form == "csv":
        click.echo(output.hits_as_csv(results.hits), nl=False)
    elif hits:
        click.echo(output.hits_as_table(hits))
        if results.next:
            about = "" if results.total_exact else "about "
            click.echo(f"\n{len(results.hits)} of {about}{results.total:,}; more: --limit, or --cursor {results.next}")
    else:
        if results.notes:
            click.echo(f"understood as: {results.understood or 'nothing'}", err=True)
        click.echo("Nothing found. `dateline status` tells what was watched.")


def _count(opened: Store, query: Query, facet: Facet, as_json: bool) -> None:
    from dateline import found, output

    counts = opened.count_by(query, facet, limit=None if facet in ("day", "month") else query.limit)
    if as_json:
        click.echo(output.as_json(found.counts_as_dict(counts)))
        return
    for line in counts.notes:
        click.echo(f"note: {line}", err=True)
    click.echo(found.counts_as_chart(counts) if counts.counts else "Nothing found.")


def _write_page(opened: Store, query: Query, results: Results, page: Path) -> None:
    from dateline import found

    names = {outlet.id: outlet.name for outlet in opened.outlets()}
    try:
        page.write_text(found.results_as_html(results, opened.timeline(query), names), encoding="utf-8")
    except OSError as error:
        raise click.ClickException(f"{page} cannot be written: {error.strerror}") from error
    click.echo(f"{page}: {len(results.hits)} of {results.total:,} articles")


@click.command()
@click.argument("key", metavar="ID|URL")
@store_option
@click.option("--json", "as_json", is_flag=True, help="Everything, as JSON.")
def show(key: str, store: str, as_json: bool) -> None:
    """Show one article and where its values came from.

    Text, byline, every date with its source and raw string, revisions, the feeds that gave it, and who else ran the
    same text: who of them first, as they state it, and what each changed.
    """
    from dateline import output
    from dateline.copies import copies_as_dicts

    with open_for_reading(store) as opened:
        article = opened.article(int(key) if key.isdecimal() else key)
        if article is None or article.id is None:
            raise click.ClickException(f"the store holds no article {key}")
        if as_json:
            bases = {reading.number: reading.basis for reading in opened.readings(article.id)}
            revisions = [
                {"number": r.number, "seen_at": r.seen_at.isoformat(), "title": r.title, "sha256": r.sha256,
                 "basis": bases.get(r.number)}
                for r in opened.revisions(article.id)
            ]  # fmt: skip
            feeds = [
                {"feed": feed, "first_seen": first.isoformat(), "last_seen": last.isoformat()}
                for feed, first, last in opened.sightings(article.id)
            ]
            copies = copies_as_dicts(article, opened.copies(article.id))
            more = {"revisions": revisions, "feeds": feeds, "copies": copies}
            click.echo(output.as_json(output.article_as_dict(article) | more))
        else:
            click.echo(_article_text(article, opened))


def _article_text(article: Article, store: Store) -> str:
    from dateline.copies import copies_as_rows
    from dateline.output import moment, published
    from normalise.dates import disagreement
    from normalise.text import clean

    assert article.id is not None  # noqa: S101
    rows = [("outlet", article.outlet), ("address", article.url), ("published", _published_line(article))]
    for reading in article.dates:
        seen = moment(reading.parsed.instant) if reading.parsed else "not understood"
        rows.append((f"  {reading.kind}", f"{seen}  from {reading.source}: {clean(reading.raw)!r}"))
    apart = disagreement(article.dates)
    if apart is not None and apart > _WIDE_DISAGREEMENT:
        rows.append(("  warning", f"these dates are up to {apart.total_seconds() / 3600:.1f} hours apart"))
    rows.append(
        ("by", ", ".join(p.name + (f" ({p.role})" if p.role else "") for p in article.people) or "nobody named")
    )
    if article.organisations:
        rows.append(("credited to", ", ".join(article.organisations)))
    if article.byline_raw:
        rows.append(("  as printed", clean(article.byline_raw)))
    rows.append(("language", article.language or "not known"))
    rows.append(("access", article.access or f"page {article.page_state}"))
    if article.page_problem:
        rows.append(("  page", article.page_problem))
    rows += _served_rows(article.id, store)
    if article.topics:
        rows.append(("topics", ", ".join(article.topics)))
    origin = {"hand": "added by hand", "backfill": "read from an archive", "feed": "seen in a feed"}[article.origin]
    rows.append(("came from", f"{origin}, first {moment(article.first_seen)}"))
    rows += [
        ("  feed", f"{feed}  {moment(first)} to {moment(last)}") for feed, first, last in store.sightings(article.id)
    ]
    revisions = store.revisions(article.id)
    if len(revisions) > 1:
        bases = {reading.number: reading.basis for reading in store.readings(article.id)}
        rows.append(("states", f"{len(revisions)} were received; how they differ: dateline diff {article.id}"))
        rows += [
            (f"  {r.number}", f"{moment(r.seen_at)}  {clean(r.title)}{_IN_SHORT.get(bases.get(r.number, ''), '')}")
            for r in revisions
        ]
    rows += copies_as_rows(article, store.copies(article.id))
    head = "\n".join(f"{name:>14}  {value}" for name, value in rows)
    body = article.body or article.summary or "(no text)"
    return f"{article.id}  {published(article)}\n{clean(article.title)}\n\n{head}\n\n{body}"


def _served_rows(article: int, store: Store) -> list[tuple[str, str]]:
    """Whether the bytes are held, and what read them."""
    visits = store.captures(article)
    if not visits:
        return []
    absent = next((visit.absent for visit in reversed(visits) if visit.absent), None)
    held = any(visit.place is not None for visit in visits)
    times = f"{len(visits)} visit{'' if len(visits) == 1 else 's'}"
    told = f"held: dateline raw {article}" if held else f"not held: {absent or 'none were served'}"
    rows = [("bytes", f"{told} ({times})")]
    made = [reading for reading in store.readings(article) if reading.extractor is not None]
    if made:
        rows.append(
            ("  read by", f"extractor {made[-1].extractor}, configuration {(made[-1].config_sha256 or '')[:12]}")
        )
    return rows


def _published_line(article: Article) -> str:
    from dateline.output import published

    if article.published is None:
        return published(article)
    basis = "zone stated" if article.published.zone == "stated" else "zone assumed: the outlet's"
    return f"{published(article)}  (to the {article.published.precision}, {basis}, from {article.published_source})"
