"""A dataset to be cited: a folder of tables, with what they mean, how well was watched, and checksums.

The same store gives the same bytes: nothing of it comes from a clock, a path, a locale or an order that may change.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from dateline import dataset_about as about
from dateline.exporting import ARTICLE_CELLS, csv_rows, iso_time, json_line, write_csv
from dateline.exporting_records import as_record
from dateline.output import csv_cell
from storage import DATASET_COLUMNS, DATASET_TABLES, Column

if TYPE_CHECKING:
    from storage import Carried, Query, Store
    from storage.datasets import Cell

SUMS = "SHA256SUMS"
OUTLET_COLUMNS = (
    Column("id", source="outlets.id"),
    Column("name", source="outlets.name"),
    Column("group", source="outlets.group"),
    Column("aliases", told="other names, parted by semicolons"),
    Column("language", source="outlets.language"),
    Column("timezone", source="outlets.timezone"),
    Column("homepage", told="its front page"),
    Column("known_gaps", source="outlets.known_gaps"),
)
PEOPLE_COLUMNS = (
    Column("id", "integer", told="of the person in the store it comes from"),
    Column("outlet", source="people.outlet"),
    Column("name", told="the name as the store shows it"),
    Column("spellings", told="every spelling seen, parted by semicolons"),
    Column("editions", told="outlets they sign in, parted by semicolons, where somebody merged people of one group"),
    Column("articles", "integer", told="bylines in the whole store"),
)


class NotOurs(Exception):
    """The folder holds something that is not an earlier dataset of ours."""


@dataclass(frozen=True, slots=True)
class Written:
    """What was written. `version` is made of the data's checksums: equal means the same data."""

    articles: int
    files: int
    version: str


def write_dataset(
    store: Store,
    query: Query,
    folder: Path,
    *,
    title: str | None = None,
    authors: Sequence[str] = (),
    with_text: bool = False,
) -> Written:
    """Write a dataset into a folder that is new, empty, or an earlier dataset of ours, which it replaces whole.

    `query` chooses the articles (and so their revisions); outlets, feeds, polls and coverage are always all of them.
    Raises NotOurs for any other folder, OSError where it cannot be written.
    """
    _require_ours(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    part = folder.with_name(f".{folder.name}.{os.getpid()}.part")
    part.mkdir()
    try:
        written = _fill(store, query, part, title, authors, with_text=with_text)
        _put_in_place(part, folder)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    return written


def _fill(
    store: Store, query: Query, folder: Path, title: str | None, authors: Sequence[str], *, with_text: bool
) -> Written:
    names = {outlet.id: outlet.name for outlet in store.outlets()}
    tables = [about.Table("articles", tuple(column for column, _ in ARTICLE_CELLS), about.ARTICLES)]
    chosen: set[int] = set()
    with _file(folder / "articles.csv") as out, _file(folder / "articles.jsonl") as lines:
        carried = _noted(store.carry_out(query), lines, chosen, with_text=with_text)
        count = write_csv(out, csv_rows(carried, names, moment=iso_time))
    rows: list[tuple[about.Table, Iterable[Sequence[Cell]]]] = [
        (about.Table("outlets", OUTLET_COLUMNS, "News organisations' editions."), _outlets(store)),
        (about.Table("people", PEOPLE_COLUMNS, "Who signs, as bylines name them."), _people(store)),
    ]
    for name in DATASET_TABLES:
        cells: Iterable[Sequence[Cell]] = store.dataset_rows(name)
        if name == "revisions":
            cells = (row for row in store.dataset_rows(name) if row[0] in chosen)
        rows.append((about.Table(name, DATASET_COLUMNS[name], about.TABLES[name]), cells))
    days: list[str] = []
    for table, values in rows:
        header = [column.name for column in table.columns]
        with _file(folder / f"{table.name}.csv") as out:
            write_csv(out, chain([header], (_row(each, table, days) for each in values)))
        tables.append(table)
    configs = store.configs()
    if configs:
        (folder / "configs").mkdir()
    for number, config in enumerate(configs, start=1):
        _write(folder / "configs" / f"{number:03}-{config.sha256[:12]}.yaml", config.text)
    last = max(days, default=None)
    facts = about.Facts(
        title=title or "News coverage collected by dateline",
        authors=tuple(authors),
        version=_version(folder),
        released=date.fromisoformat(last) if last else None,
        articles=count,
        outlets=len(names),
        first=min(days, default=None),
        last=last,
        asked=about.told(query, store.explain(query.text or "")[0]),
        with_text=with_text,
    )
    _write(folder / "codebook.md", about.codebook(tables, configs))
    _write(folder / "versions.json", about.versions())
    _write(folder / "CITATION.cff", about.citation(facts))
    _write(folder / "datapackage.json", about.data_package(facts, tables))
    _write(folder / "README.md", about.readme(facts))
    listed = _sums(folder)
    _write(folder / SUMS, "".join(f"{digest}  {name}\n" for name, digest in listed))
    return Written(count, len(listed) + 1, facts.version)


# --- tables --------------------------------------------------------------------------------------------------------


def _outlets(store: Store) -> Iterator[Sequence[Cell]]:
    for each in store.outlets():
        aliases = "; ".join(each.aliases)
        yield (
            each.id,
            each.name,
            each.group,
            aliases,
            each.language,
            each.timezone,
            each.homepage,
            each.known_gaps,
        )


def _people(store: Store) -> Iterator[Sequence[Cell]]:
    for each in sorted(store.people(), key=lambda person: (person.outlet, person.id)):
        spellings, editions = "; ".join(sorted(each.spellings)), "; ".join(each.editions)
        yield (each.id, each.outlet, each.name, spellings, editions, each.articles)


def _noted(carried: Iterable[Carried], lines: TextIO, ids: set[int], *, with_text: bool) -> Iterator[Carried]:
    """Articles on their way into a table, written as lines, too: both hold the same, also while a crawl goes on.

    `ids` gathers those with more than one state.
    """
    for one in carried:
        lines.write(json_line(as_record(one, with_text=with_text)))
        if len(one.states) > 1 and one.article.id is not None:
            ids.add(one.article.id)
        yield one


def _row(cells: Sequence[Cell], table: about.Table, days: list[str]) -> list[str]:
    """Cells as CSV has them; the first and last day of coverage are remembered in `days`."""
    if table.name == "coverage":
        day = str(cells[0])
        days[:] = [min([day, *days[:1]]), max([day, *days[1:]])]
    truths = {place for place, column in enumerate(table.columns) if column.kind == "boolean"}
    return [
        "" if cell is None else ("true" if cell else "false") if place in truths else _cell(cell)
        for place, cell in enumerate(cells)
    ]


def _cell(cell: Cell) -> str:
    return csv_cell(cell) if isinstance(cell, str) else str(cell)


# --- files ---------------------------------------------------------------------------------------------------------


def _file(path: Path) -> TextIO:
    return path.open("w", encoding="utf-8", newline="", errors="replace")


def _write(path: Path, text: str) -> None:
    with _file(path) as out:
        out.write(text)


def _sums(folder: Path) -> list[tuple[str, str]]:
    """Every file's name and SHA-256, by name."""
    names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    found = []
    for name in names:
        with (folder / name).open("rb") as file:
            found.append((name, hashlib.file_digest(file, "sha256").hexdigest()))
    return found


def _version(folder: Path) -> str:
    """The data's own version: the beginning of a hash of its files' hashes."""
    return hashlib.sha256(repr(_sums(folder)).encode()).hexdigest()[:16]


def _require_ours(folder: Path) -> None:
    """Raise NotOurs unless the folder is new, empty, or holds exactly what an earlier dataset of ours lists."""
    if not folder.exists():
        return
    if not folder.is_dir():
        raise NotOurs(f"{folder} is a file; name a folder")
    held = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir()}
    if not held and not any(folder.iterdir()):
        return
    try:
        listed = {line.partition("  ")[2] for line in (folder / SUMS).read_text(encoding="utf-8").splitlines()}
        ours = json.loads((folder / "versions.json").read_text(encoding="utf-8"))["made_by"] == "dateline"
    except (OSError, ValueError, KeyError, TypeError):
        raise NotOurs(f"{folder} is not empty and no dataset of dateline's: name a new folder") from None
    others = sorted(held - listed - {SUMS})
    if not ours or others:
        what = f"holds what is not of the dataset: {', '.join(others[:3])}" if others else "is not ours"
        raise NotOurs(f"{folder} {what}; move that away, or name a new folder")


def _put_in_place(part: Path, folder: Path) -> None:
    """The new folder in place of the old: a moment without either, never a mixture."""
    old = folder.with_name(f".{folder.name}.{os.getpid()}.old")
    if folder.exists():
        folder.rename(old)
    try:
        part.rename(folder)
    except OSError:
        if old.exists():
            old.rename(folder)
        raise
    shutil.rmtree(old, ignore_errors=True)
