"""`dateline page`: what is read from one page, from where, and why; and what an outlet's `page:` could say instead."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dateline.commands.options import config_option, read_saved, saved_at

if TYPE_CHECKING:
    from crawler.config import Config, OutletCrawl
    from crawler.extraction.explaining import Candidate, Explained
    from storage import Outlet

_NOWHERE = "https://page.invalid/"  # the address of a file that tells none
_COLUMN = 14
_WIDTH = 110
_HOST = re.compile(r"[\w-]+(?:\.[\w-]+)+/")  # gazette.example/a, which may be a file in a folder too
_FIELDS = ("body", "byline", "published")
_NOUNS = {"body": "text", "byline": "name", "published": "date"}


@click.command()
@click.argument("page", metavar="URL|FILE.html|-")
@click.option("--outlet", "outlet_id", metavar="ID", help="Read it as this outlet of feeds.yaml is read.")
@click.option("--url", metavar="URL", help="The address of a file that does not tell.")
@click.option("--suggest", is_flag=True, help="Selectors for body, byline and published also where they are found.")
@click.option("--json", "as_json_", is_flag=True, help="Everything as JSON.")
@config_option
def page(page: str, outlet_id: str | None, url: str | None, suggest: bool, as_json_: bool, config: str) -> None:
    """Show what is read from one page, from where, and why.

    The page is fetched as a crawl fetches it (robots.txt, public addresses only), or read from a file. What is missing
    or a guess is named, with selectors for the outlet's `page:` in feeds.yaml. Nothing is stored.

    \b
    dateline page https://www.example.org/2025/article --outlet example
    dateline page saved.html --url https://www.example.org/2025/article
    """
    from crawler.extraction import ExtractionError
    from crawler.extraction.explaining import FIELDS, explain_article
    from dateline.output import as_json

    fetched = "://" in page
    loaded = _config(config, needed=fetched or outlet_id is not None)
    outlet = loaded.outlet(outlet_id) if loaded and outlet_id else None
    crawl = loaded.crawls[outlet.id] if loaded and outlet else None
    if fetched:
        assert loaded is not None  # noqa: S101
        body, address = _fetch(page, loaded, crawl.delay_s if crawl else None)
        address = url or address
    else:
        if _HOST.match(page) and not Path(page).exists():
            raise click.ClickException(f"there is no file {page}; an address is written https://{page}")
        body = read_saved(page)
        address = url or _NOWHERE
    try:
        if address == _NOWHERE:
            address = _own_address(body, outlet, crawl)
        explained = explain_article(
            body,
            url=address,
            timezone=outlet.timezone if outlet else "UTC",
            language=outlet.language if outlet else None,
            rules=crawl.page_rules if crawl else None,
            encoding=crawl.encoding if crawl else None,
            now=datetime.now(UTC) if fetched else saved_at(page),
            suggest=FIELDS if suggest else None,
        )
    except ExtractionError as error:
        raise ExtractionError(page if error.url == _NOWHERE else error.url, error.reason) from error
    if as_json_:
        click.echo(as_json(_as_dict(explained, outlet)))
    else:
        click.echo("\n".join(_lines(explained, outlet, crawl, address)))


def _config(path: str, *, needed: bool) -> Config | None:
    from crawler.config import load_config

    return load_config(path) if needed or Path(path).exists() else None


def _fetch(url: str, config: Config, delay_s: float | None) -> tuple[bytes, str]:
    """The page as a crawl gets it; robots.txt is remembered in a store that is gone afterwards."""
    from crawler.config import require_contact
    from crawler.spiders.single import fetch_one
    from storage import open_store

    require_contact(config)
    with open_store(":memory:") as nowhere:
        answer = fetch_one(url, config, nowhere, delay_s=delay_s)
    return answer.body, answer.url


def _own_address(body: bytes, outlet: Outlet | None, crawl: OutletCrawl | None) -> str:
    from crawler.extraction import extract_article

    told = extract_article(
        body, url=_NOWHERE, language=outlet.language if outlet else None, encoding=crawl.encoding if crawl else None
    ).canonical_url
    if told and not told.startswith(_NOWHERE):
        return told
    return (outlet.homepage if outlet else None) or _NOWHERE


def _lines(explained: Explained, outlet: Outlet | None, crawl: OutletCrawl | None, address: str) -> list[str]:
    read = explained.page
    origins = dict(read.origins)
    lines = [f"{address if address != _NOWHERE else 'no address: give it with --url'}", ""]

    def row(name: str, value: object, origin: str | None = None) -> None:
        said = str(value) if value else "not found"
        lines.append(f"{name:<{_COLUMN}}{said}" + (f"   <- {origin}" if value and origin else ""))

    row("title", read.title, origins.get("title"))
    row("access", read.access, origins.get("access") or "nothing says that a part is missing")
    row("published", _moment(read.published), explained.why_published)
    row("modified", _moment(read.modified))
    for reading in read.dates:
        chosen = "*" if read.published and reading.kind == "published" and reading.parsed is read.published else " "
        lines.append(
            f"{'':<{_COLUMN}}{chosen} {reading.kind:<9} {reading.source:<10} {reading.raw[:50]!r}"
            f" -> {_moment(reading.parsed) or 'not a date'}"
        )
    row("byline", repr(read.byline_raw) if read.byline_raw else None, origins.get("byline"))
    row("people", ", ".join(p.name + (f" ({p.role})" if p.role else "") for p in read.people))
    row("organisations", ", ".join(read.organisations))
    row("language", read.language)
    for name in ("section", "site_name", "canonical_url", "image", "summary"):
        value = getattr(read, name)
        row(name.replace("_name", "").replace("_url", ""), value and _cut(value), origins.get(name))
    row("tags", ", ".join(read.tags), origins.get("tags"))
    if read.noarchive:
        row("kept", "not archived: the page asks for that")
    lines += _body_lines(explained)
    lines += _advice(explained, outlet, crawl)
    return lines


def _body_lines(explained: Explained) -> list[str]:
    read = explained.page
    if not read.body:
        return [f"{'body':<{_COLUMN}}not found"]
    paragraphs = read.body.split("\n\n")
    sure = f"sure {read.body_confidence:.2f} of 1"
    count = f"{len(paragraphs)} paragraph{'s' * (len(paragraphs) != 1)}, {len(read.body):,} characters, {sure}"
    lines = [f"{'body':<{_COLUMN}}{count}   <- {dict(read.origins).get('body')}"]
    return [*lines, *(f"{number:>6}  {_cut(line)}" for number, line in enumerate(paragraphs, 1))]


def _advice(explained: Explained, outlet: Outlet | None, crawl: OutletCrawl | None) -> list[str]:
    from crawler.extraction import NO_ARTICLE

    lines: list[str] = []
    instead = dict(explained.instead)
    for field, selector in explained.unmatched:
        found = f"finds {_cut(instead[field])!r}, which is no {_NOUNS[field]}" if field in instead else "finds nothing"
        lines += ["", f"The rule `{field}: {selector}` {found}{'.' if field in instead else ' on this page.'}"]
    if not explained.page.title and explained.page.access not in NO_ARTICLE:
        lines += ["", "title: none was found; the headline in the feed, or of the link on a section page, stands."]
    if explained.weak:
        lines += ["", *(f"{field}: {reason}." for field, reason in explained.weak)]
    if explained.page.access in NO_ARTICLE:
        return [*lines, "", "This is no article: save the page from a browser, and show the file."]
    if not explained.candidates:
        if explained.weak:
            lines.append("No element of the page looks like it; write the CSS of the right one under `page:`.")
        return lines
    where = f"under `{outlet.id}:`" if outlet else "under the outlet"
    lines += ["", f"Paste {where} in feeds.yaml, if what is shown behind # is right:", ""]
    return [*lines, *_yaml(explained, crawl), *_others(explained.candidates)]


def _yaml(explained: Explained, crawl: OutletCrawl | None) -> list[str]:
    rules = crawl.page_rules if crawl else None
    lines = ["    page:"]
    for field in _FIELDS:
        best = next((found for found in explained.candidates if found.field == field), None)
        kept = getattr(rules, field) if rules else None
        if best:
            lines.append(f"      {field}: {_quoted(best.selector)}   # {_cut(best.shows)}")
        elif kept:
            idle = field in dict(explained.unmatched)
            lines.append(f"      {field}: {_quoted(kept)}   # as it is now{', without a match here' if idle else ''}")
    return lines


def _others(candidates: tuple[Candidate, ...]) -> list[str]:
    seen: set[str] = set()
    others = []
    for found in candidates:
        if found.field in seen:
            others.append(f"      {found.field}: {_quoted(found.selector)}   # {_cut(found.shows)}")
        seen.add(found.field)
    return ["", "Or one of these:", "", *others] if others else []


def _quoted(selector: str) -> str:
    """As YAML: a selector that begins with # or holds a colon is no plain value."""
    plain = selector[0].isalpha() and not any(mark in selector for mark in (": ", " #", '"', "'"))
    return selector if plain else "'" + selector.replace("'", "''") + "'"


def _cut(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _WIDTH else f"{text[: _WIDTH - 2]} …"


def _moment(date: Any) -> str | None:
    if date is None:
        return None
    form = {"second": "%Y-%m-%d %H:%M:%SZ", "minute": "%Y-%m-%d %H:%MZ"}.get(date.precision, "%Y-%m-%d %H:%MZ (a day)")
    return str(date.instant.strftime(form)) + (", zone assumed" if date.zone == "assumed" else "")


def _as_dict(explained: Explained, outlet: Outlet | None) -> dict[str, Any]:
    from dataclasses import asdict

    def dated(date: Any) -> dict[str, Any] | None:
        return asdict(date) | {"instant": date.instant.isoformat().replace("+00:00", "Z")} if date else None

    read = explained.page
    found = asdict(read) | {
        "outlet": outlet.id if outlet else None,
        "published": dated(read.published),
        "modified": dated(read.modified),
        "why_published": explained.why_published,
        "dates": [
            {
                "kind": reading.kind,
                "source": reading.source,
                "raw": reading.raw,
                "parsed": dated(reading.parsed),
                "chosen": reading.kind == "published"
                and reading.parsed is not None
                and reading.parsed is read.published,
            }
            for reading in read.dates
        ],
        "people": [{"name": person.name, "role": person.role} for person in read.people],
        "paragraphs": read.body.split("\n\n") if read.body else [],
        "origins": dict(read.origins),
        "weak": [{"field": field, "reason": reason} for field, reason in explained.weak],
        "found_instead": dict(explained.instead),
        "rules_without_a_match": [{"field": field, "selector": css} for field, css in explained.unmatched],
        "candidates": [asdict(candidate) for candidate in explained.candidates],
    }
    return {key: value for key, value in found.items() if key != "body"}
