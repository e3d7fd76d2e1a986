"""`dateline evidence`: what is held of one article, in one file that stands by itself."""

from __future__ import annotations

from pathlib import Path

import click

from dateline.commands.options import open_for_reading, store_option


@click.command()
@click.argument("key", metavar="ID|URL")
@click.option(
    "-o",
    "--output",
    "path",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE.zip",
    help="Where to write it (default: evidence-ID.zip here).",
)
@click.option("--force", is_flag=True, help="Write over FILE.zip if it is there.")
@store_option
def evidence(key: str, path: Path | None, force: bool, store: str) -> None:
    """Put all that is held of one article into one zip file.

    The bytes of every visit (WARC), the text and its earlier states, where each value came from, a page to read,
    SHA-256 sums, and what they do and do not prove. The same store gives the same bytes.

    \b
    dateline evidence 42 -o pack.zip
    """
    from dateline.evidence_pack import collect, write_pack
    from dateline.evidence_pack_text import bytes_statement

    with open_for_reading(store) as opened:
        article = opened.article(int(key) if key.isdecimal() else key)
        if article is None or article.id is None:
            raise click.ClickException(f"the store holds no article {key}")
        path = path or Path(f"evidence-{article.id}.zip")
        if path.exists() and not force:
            raise click.UsageError(f"{path} is there already; name another file, or add --force")
        gathered = collect(opened, article)
    try:
        digest = write_pack(gathered, path)
    except OSError as error:
        raise click.ClickException(f"{path} cannot be written: {error.strerror or error}") from error
    states = len(gathered.states)
    click.echo(f"{path}: {states} state{'' if states == 1 else 's'} of the text. {bytes_statement(gathered)}")
    click.echo(f"SHA-256 {digest}: give it to somebody else today; `unzip -p {path} README.txt` says why.")
