"""Articles out of the store, one after the other: CSV for spreadsheets, JSON Lines for programs; and files made whole.

Memory does not grow with the number of articles, but for 8 bytes each.
"""

from __future__ import annotations

import csv
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from io import TextIOWrapper
from pathlib import Path
from typing import Any, TextIO

from dateline.exporting_records import as_record, iso
from dateline.output import csv_cell
from normalise.text import clean
from storage import Carried, Column

BOM = "\ufeff"  # without it Excel takes UTF-8 for a Windows code page
LONGEST_CELL = 32_767  # characters; longer ones Excel cuts

_Cell = Callable[[Carried, Mapping[str, str]], Any]

# What stands in a table of articles: the column, and its value. `source` is what the codebook describes it by.
ARTICLE_CELLS: tuple[tuple[Column, _Cell], ...] = (
    (Column("id", "integer", told="of the article in the store it comes from"), lambda one, _: one.article.id),
    (Column("outlet", source="articles.outlet"), lambda one, _: one.article.outlet),
    (Column("outlet_name", source="outlets.name"), lambda one, names: names.get(one.article.outlet)),
    (Column("published_at", "datetime", "articles.published_at"), lambda one, _: one.article.published_at),
    (
        Column("published_precision", source="articles.published_precision"),
        lambda one, _: one.article.published.precision if one.article.published else None,
    ),
    (
        Column("published_zone", source="articles.published_zone"),
        lambda one, _: one.article.published.zone if one.article.published else None,
    ),
    (Column("published_source", source="articles.published_source"), lambda one, _: one.article.published_source),
    (Column("title", told="headline, as last received"), lambda one, _: one.article.title),
    (
        Column("people", told="names read from the byline, parted by semicolons"),
        lambda one, _: [person.name for person in one.article.people],
    ),
    (
        Column("organisations", told="organisations read from the byline, parted by semicolons"),
        lambda one, _: one.article.organisations,
    ),
    (Column("byline_raw", told="the byline as printed"), lambda one, _: one.article.byline_raw),
    (Column("language", source="articles.language"), lambda one, _: one.article.language),
    (Column("section", told="the outlet's own section"), lambda one, _: one.article.section),
    (Column("topics", told="topics of feeds.yaml, parted by semicolons"), lambda one, _: one.article.topics),
    (Column("tags", told="the outlet's own tags, parted by semicolons"), lambda one, _: one.article.tags),
    (Column("access", source="articles.access"), lambda one, _: one.article.access),
    (Column("page_state", source="articles.page_state"), lambda one, _: one.article.page_state),
    (Column("origin", source="articles.origin"), lambda one, _: one.article.origin),
    (Column("first_seen", "datetime", "articles.first_seen"), lambda one, _: one.article.first_seen),
    (Column("fetched_at", "datetime", "articles.fetched_at"), lambda one, _: one.article.fetched_at),
    (
        Column("states", "integer", told="how many states of its text were received; 2 or more: it differs"),
        lambda one, _: len(one.states),
    ),
    (Column("url", told="its address"), lambda one, _: one.article.url),
)
_TEXT_CELLS: tuple[tuple[str, Callable[[Carried], str | None]], ...] = (
    ("summary", lambda one: one.article.summary),
    ("body", lambda one: one.article.body),
)


def csv_rows(
    carried: Iterable[Carried],
    names: Mapping[str, str],
    *,
    with_text: bool = False,
    moment: Callable[[datetime | None], str | None] | None = None,
) -> Iterator[list[str]]:
    """A header and a row an article. `names` are the outlets'; `moment` writes times, as spreadsheets read them."""
    texts = _TEXT_CELLS if with_text else ()
    yield [*(column.name for column, _ in ARTICLE_CELLS), *(name for name, _ in texts)]
    written = moment or _spreadsheet_time
    for one in carried:
        yield [
            *(_cell(value(one, names), written) for _, value in ARTICLE_CELLS),
            *(text_cell(value(one) or "") for _, value in texts),
        ]


def text_cell(text: str) -> str:
    """A text of several paragraphs, each cleaned; no formula, and not longer than a spreadsheet takes."""
    lines = [clean(line) for line in text.splitlines()]
    safe = csv_cell(lines[0]) if lines else ""
    return "\n".join([safe, *lines[1:]])[:LONGEST_CELL]


def write_csv(out: TextIO, rows: Iterable[list[str]]) -> int:
    """Write rows, lines ended as RFC 4180 says; gives how many there were beside the header."""
    writer = csv.writer(out, lineterminator="\r\n")
    count = -1
    for row in rows:
        writer.writerow(row)
        count += 1
    return count


def write_jsonl(out: TextIO, carried: Iterable[Carried], *, with_text: bool = False) -> int:
    """Write an object a line; gives how many."""
    count = 0
    for one in carried:
        out.write(json_line(as_record(one, with_text=with_text)))
        count += 1
    return count


def json_line(value: Any) -> str:
    """`value` on one line of JSON; U+2028 and U+2029, which end a line elsewhere, are written as escapes."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029") + "\n"


@contextmanager
def opened_whole(path: Path | None, *, bom: bool = False) -> Iterator[TextIO]:
    """A text file that is there whole or not at all; None: standard output. Raises OSError.

    Where the reader of standard output leaves, the program ends quietly.
    """
    if path is None:
        with _standard_output() as out:
            out.write(BOM if bom else "")
            yield out
        return
    if path.exists() and not path.is_file():  # a pipe, a device
        with path.open("w", encoding="utf-8", newline="") as out:
            out.write(BOM if bom else "")
            yield out
        return
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with part.open("w", encoding="utf-8", newline="", errors="replace") as out:
            out.write(BOM if bom else "")
            yield out
            out.flush()
            os.fsync(out.fileno())
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


@contextmanager
def _standard_output() -> Iterator[TextIO]:
    sys.stdout.flush()
    out = TextIOWrapper(sys.stdout.buffer, encoding="utf-8", newline="", errors="replace")
    try:
        yield out
        out.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # what is still buffered goes nowhere
        raise SystemExit(0) from None
    finally:
        out.detach()


def _cell(value: Any, moment: Callable[[datetime | None], str | None]) -> str:
    if isinstance(value, datetime):
        return moment(value) or ""
    if isinstance(value, list | tuple):
        return csv_cell("; ".join(value))
    return csv_cell(value) if isinstance(value, str) else "" if value is None else str(value)


def _spreadsheet_time(at: datetime | None) -> str | None:
    return at.strftime("%Y-%m-%d %H:%M:%S") if at else None


def iso_time(at: datetime | None) -> str | None:
    """A moment as a data package writes it."""
    return iso(at)
