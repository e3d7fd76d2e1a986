"""What stands beside the tables of a dataset: codebook, README, citation and a description for programs. No clock."""

from __future__ import annotations

import json
import platform
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from storage import Column, DatasetTable, KeptConfig, Query

ARTICLES = "One row an article, the newest first. articles.jsonl holds the same with every date reading and state."
TABLES: dict[DatasetTable, str] = {
    "feeds": "Addresses that list articles, each with its state; those no longer watched, too.",
    "polls_by_day": "Requests for feeds and what came of them.",
    "coverage": "What was collected, by outlet and day. A day that was not watched is a row that says so.",
    "revisions": "States of the text of articles that were received in more than one. That the text differs is all that"
    " is known; who changed it, and why, is not.",
}
_LIBRARIES = ("scrapy", "feedparser", "dateparser", "lxml", "trafilatura", "sqlite-utils", "rensa")
_KINDS = {"datetime": "UTC, ISO 8601", "date": "day in UTC", "boolean": "true or false", "string": "text"}


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the dataset: `name`.csv."""

    name: str
    columns: tuple[Column, ...]
    about: str


@dataclass(frozen=True, slots=True)
class Facts:
    """What the texts say of the whole. `first` and `last` are days of coverage."""

    title: str
    authors: tuple[str, ...]
    version: str
    released: date | None
    articles: int
    outlets: int
    first: str | None
    last: str | None
    asked: str
    with_text: bool


def codebook(tables: Sequence[Table], configs: Sequence[KeptConfig]) -> str:
    """Every column of every table, and which feeds.yaml was in force when."""
    lines = [
        "# Codebook",
        "",
        "An empty cell means not known; nothing is ever filled with a guess. Times are in UTC. A text cell that begins",
        "like a formula (`=`, `+`, `-`, `@`, `|`, `%`) has a `'` before it, so that spreadsheets leave it alone.",
        "Ids are those of the store the dataset comes from; across datasets an article is known by its `url`.",
    ]
    for table in tables:
        lines += ["", f"## {table.name}.csv", "", table.about, "", "| column | type | |", "|---|---|---|"]
        lines += [
            f"| {column.name} | {_KINDS.get(column.kind, column.kind)} | {_told(column)} |" for column in table.columns
        ]
    lines += ["", "## configs/", ""]
    lines.append("Every feeds.yaml that was in force, without passwords: what was watched, and which topics were kept.")
    if configs:
        lines += ["", "| file | first run that used it | last run that used it |", "|---|---|---|"]
        for number, each in enumerate(configs, start=1):
            times = " | ".join(f"{at:%Y-%m-%d %H:%M}" for at in (each.first_used, each.last_used))
            lines.append(f"| {number:03}-{each.sha256[:12]}.yaml | {times} |")
    else:
        lines += ["", "None is held: no crawl of this release has run yet."]
    return "\n".join([*lines, ""])


def column_told(column: Column) -> str:
    """What a column means, in the words of the schema or its own."""
    from storage.sqlite.comments import column_comments

    return column.told or column_comments().get(column.source or "", "") or (column.source or "")


def _told(column: Column) -> str:
    return column_told(column).replace(" | ", ", ").replace("|", "\\|")


def versions() -> str:
    """What made it: versions of dateline, its schema, Python and the libraries that read feeds and pages."""
    from storage.sql.tables import SCHEMA_VERSION

    found: dict[str, Any] = {
        "made_by": "dateline",
        "dateline": version("dateline"),
        "schema": SCHEMA_VERSION,
        "python": platform.python_version(),
        "libraries": {name: _version(name) for name in _LIBRARIES},
    }
    return json.dumps(found, indent=2) + "\n"


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def citation(facts: Facts) -> str:
    """CITATION.cff, Citation File Format 1.2.0."""
    lines = [
        "cff-version: 1.2.0",
        "message: Please cite this dataset as follows.",
        "type: dataset",
        f"title: {_quoted(facts.title)}",
        f"version: {_quoted(facts.version)}",
    ]
    if facts.released:
        lines.append(f"date-released: {facts.released.isoformat()}")
    lines.append("authors:")
    for author in facts.authors or ("The makers of this dataset",):
        family, comma, given = author.partition(",")
        if comma and family.strip() and given.strip():
            lines += [f"  - family-names: {_quoted(family.strip())}", f"    given-names: {_quoted(given.strip())}"]
        else:
            lines.append(f"  - name: {_quoted(author.strip() or 'The makers of this dataset')}")
    lines.append(f"abstract: {_quoted(_abstract(facts))}")
    return "\n".join([*lines, ""])


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)  # every JSON string is one of YAML, too


def data_package(facts: Facts, tables: Sequence[Table]) -> str:
    """datapackage.json (Frictionless Data Package 1)."""
    resources = [
        {
            "name": table.name.replace("_", "-"),
            "path": f"{table.name}.csv",
            "profile": "tabular-data-resource",
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
            "description": table.about,
            "schema": {
                "fields": [
                    {"name": column.name, "type": column.kind, "description": column_told(column)}
                    for column in table.columns
                ]
            },
        }
        for table in tables
    ]
    package = {
        "profile": "tabular-data-package",
        "name": "dateline-dataset",
        "title": facts.title,
        "version": facts.version,
        "description": _abstract(facts),
        "resources": resources,
    }
    return json.dumps(package, ensure_ascii=False, indent=1) + "\n"


def readme(facts: Facts) -> str:
    """What this is, how to check it, what it leaves out."""
    texts = (
        "articles.jsonl holds whole texts: it is for somebody who checks, not to be published."
        if facts.with_text
        else "It holds no texts of articles: headlines, dates, bylines, addresses, and hashes of what was received."
    )
    return f"""# {facts.title}

{_abstract(facts)}

{texts}

- `articles.csv`, `articles.jsonl`: the articles. Chosen: {facts.asked}.
- `outlets.csv`, `people.csv`, `feeds.csv`: who publishes, who signs, what was asked.
- `coverage.csv`: by outlet and day, what was collected, and the gaps. Look here before you count anything: that an
  article is not in the table means something only where its outlet was watched well.
- `polls_by_day.csv`: the requests behind it.
- `revisions.csv`: states of the articles whose text was received in more than one.
- `configs/`: every feeds.yaml that was in force; `codebook.md`: what each column means.
- `versions.json`: what made it. The same store gives the same bytes; `{facts.version}` is made of the data's checksums.

Check it with `sha256sum -c SHA256SUMS`. Cite it as CITATION.cff says.
"""


def told(query: Query, understood: str) -> str:
    """Which articles were asked for, in a line."""
    parts = [understood] if understood else []
    for name, values in (("outlet", query.outlets), ("person", query.people), ("topic", query.topics)):
        parts += [f"{name} {' or '.join(values)}"] if values else []
    parts += [f"from {query.since:%Y-%m-%d %H:%M} UTC"] if query.since else []
    parts += [f"before {query.until:%Y-%m-%d %H:%M} UTC"] if query.until else []
    return "; ".join(parts) or "all of them"


def _abstract(facts: Facts) -> str:
    days = f", watched from {facts.first} to {facts.last}" if facts.first else ""
    return f"{facts.articles} articles of {facts.outlets} news outlets{days}, collected from their feeds with dateline."
