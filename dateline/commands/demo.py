"""`dateline demo`: the whole job on the bundled newsroom, as a person would type it. No network needed."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import textwrap
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from dateline.newsroom import Newsroom

FOLDER = "dateline-demo"
_FILES = (
    "feeds.yaml",
    "news.db",
    "news.db-wal",
    "news.db-shm",
    "news.db.lock",
    "report.txt",
    "report.html",
    "by_hand.html",
)


@click.command()
@click.option("--folder", default=FOLDER, show_default=True, metavar="DIR", help="Where the demo's files go.")
def demo(folder: str) -> None:
    """Do the whole job on invented outlets, without a network.

    Eight outlets are served from this machine, crawled twice, searched, and held against a report. Takes ten seconds.
    Leaves its files in ./dateline-demo: the store, a report and the report page in HTML.
    """
    from dateline import newsroom

    place = Path(folder)
    _make_room(place)
    with newsroom.start() as sample:
        (place / "feeds.yaml").write_text(sample.feeds_yaml, encoding="utf-8")
        (place / "report.txt").write_text(newsroom.report("en"), encoding="utf-8")
        _say(newsroom.SAMPLE)
        _tell(place, sample)
    _say(
        f"All outlets above are invented. Look at {place / 'report.html'} in a browser, or ask the demo's store "
        f"yourself: dateline search ceasefire --store {place / 'news.db'}"
    )
    _say("For real outlets: dateline init --contact YOUR-ADDRESS, then dateline crawl. README.md goes on from there.")


def _tell(place: Path, sample: Newsroom) -> None:
    from dateline.newsroom import BY_HAND

    _say("1. A first crawl. One outlet, the Gazette, answers 403: that is told, not hidden, and the exit code is 3.")
    _run(place, "crawl", expect=(3,))
    _say(
        "2. Evening: new articles, one rewritten under a new headline. Feeds that did not change cost one request each."
    )
    sample.advance()
    _run(place, "crawl", "--ignore-schedule", expect=(3,))
    _say("3. Search, in any language: Hebrew words are found with their prefixes, Arabic ones too.")
    _run(place, "search", "lorries", "Dahlia", "--limit", "2")
    _run(place, "search", "הפסקת אש", "--limit", "1")
    _say("4. A report says what these outlets said. Does the record hold it?")
    _run(place, "compare", "report.txt", "--brief")
    _say("5. One page stands in no feed. A subscriber saved it: it is added by hand, and a miss becomes a hit.")
    sample.save_by_hand(place)
    url = sample.article(BY_HAND).url
    _run(place, "add", "by_hand.html", "--outlet", sample.article(BY_HAND).outlet.id, "--url", url)
    _run(place, "compare", "report.txt", "--html", "report.html", "--only", "changed")
    _say("6. What to take away: a quote found, a number that differs, a miss explained.")
    _run(place, "compare", "report.txt", "--only", "quote found", "--only", "differs", "--only", "not found")


def _make_room(place: Path) -> None:
    if place.exists() and not place.is_dir():
        raise click.ClickException(f"{place} is a file; name a folder with --folder")
    place.mkdir(parents=True, exist_ok=True)
    archive = place / "archive"  # of an earlier demo: what was served to it
    kept = sorted(archive.iterdir()) if archive.is_dir() else []
    strangers = sorted({path.name for path in place.iterdir()} - {*_FILES, archive.name})
    strangers += [f"archive/{path.name}" for path in kept if not path.match("news-*.warc.gz")]
    if strangers:
        raise click.ClickException(
            f"{place} holds files that are not the demo's ({strangers[0]}); name another --folder"
        )
    for path in (*kept, *(place / name for name in _FILES)):
        path.unlink(missing_ok=True)


def _run(place: Path, *arguments: str, expect: Sequence[int] = (0,)) -> None:
    click.echo(click.style(f"$ dateline {shlex.join(arguments)}", bold=True))
    code = subprocess.run(  # noqa: S603
        [sys.executable, "-m", "dateline", *arguments], cwd=place, env=os.environ | {"PYTHONSAFEPATH": "1"}, check=False
    ).returncode
    click.echo()
    if code not in expect:
        raise click.ClickException(
            f"the demo's `dateline {arguments[0]}` ended with {code}: that is a bug, please report it"
        )


def _say(text: str) -> None:
    click.echo(click.style(textwrap.fill(text, 96), fg="cyan"))
    click.echo()
