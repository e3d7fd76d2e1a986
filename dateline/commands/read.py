"""`dateline search` and `dateline show`: what the store holds."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import click

from dateline.commands.options import WHEN, open_for_reading, store_option

if TYPE_CHECKING:
    from storage import Article, Store

_WIDE_DISAGREEMENT = timedelta(hours=2)


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
    form: str,
) -> None:
    """Find articles by words, outlet, person, topic and time.

    Every word is needed, "several words" in quotes are a phrase, word* is a prefix. Hebrew and Arabic words
    are found with their prefixes, with and without points. Without words: the newest.

    \b
    dateline search "phase two" --outlet haaretz --since "2 weeks ago"
    dateline search עזה --person "Ron Ben-Yishai" --format csv
    """
    from dateline import output
    from storage import Query

    query = Query(" ".join(words) or None, outlets, people, topics, since, until, limit)
    with open_for_reading(store) as opened:
        hits = opened.search(query)
    if form == "json":
        click.echo(output.as_json([output.hit_as_dict(hit) for hit in hits]))
    elif form == "csv":
        click.echo(output.hits_as_csv(hits), nl=False)
    elif hits:
        click.echo(output.hits_as_table(hits))
        if len(hits) == limit:
            click.echo(f"\nThe first {limit}; --limit shows more.")
    else:
        click.echo("Nothing found. `dateline status` tells what was watched.")


@click.command()
@click.argument("key", metavar="ID|URL")
@store_option
@click.option("--json", "as_json", is_flag=True, help="Everything, as JSON.")
def show(key: str, store: str, as_json: bool) -> None:
    """Show one article and where its values came from.

    Text, byline, every date with its source and raw string, revisions, and the feeds that gave it.
    """
    from dateline import output

    with open_for_reading(store) as opened:
        article = opened.article(int(key) if key.isdecimal() else key)
        if article is None or article.id is None:
            raise click.ClickException(f"the store holds no article {key}")
        if as_json:
            revisions = [
                {"number": r.number, "seen_at": r.seen_at.isoformat(), "title": r.title, "sha256": r.sha256}
                for r in opened.revisions(article.id)
            ]
            feeds = [
                {"feed": feed, "first_seen": first.isoformat(), "last_seen": last.isoformat()}
                for feed, first, last in opened.sightings(article.id)
            ]
            click.echo(output.as_json(output.article_as_dict(article) | {"revisions": revisions, "feeds": feeds}))
        else:
            click.echo(_article_text(article, opened))


def _article_text(article: Article, store: Store) -> str:
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
    if article.topics:
        rows.append(("topics", ", ".join(article.topics)))
    origin = {"hand": "added by hand", "backfill": "read from an archive", "feed": "seen in a feed"}[article.origin]
    rows.append(("came from", f"{origin}, first {moment(article.first_seen)}"))
    rows += [
        ("  feed", f"{feed}  {moment(first)} to {moment(last)}") for feed, first, last in store.sightings(article.id)
    ]
    revisions = store.revisions(article.id)
    if len(revisions) > 1:
        rows.append(("revisions", f"{len(revisions)}: the text we received differs"))
        rows += [(f"  {r.number}", f"{moment(r.seen_at)}  {clean(r.title)}") for r in revisions]
    head = "\n".join(f"{name:>14}  {value}" for name, value in rows)
    body = article.body or article.summary or "(no text)"
    return f"{article.id}  {published(article)}\n{clean(article.title)}\n\n{head}\n\n{body}"


def _published_line(article: Article) -> str:
    from dateline.output import published

    if article.published is None:
        return published(article)
    basis = "zone stated" if article.published.zone == "stated" else "zone assumed: the outlet's"
    return f"{published(article)}  (to the {article.published.precision}, {basis}, from {article.published_source})"
