"""What was read from a page and why, what is missing or weak in it, and which selectors would mend that.

For a person who writes an outlet's `page:` overrides; the crawl never comes here. What a candidate shows is what the
override would give: it is read by the same code.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from lxml.html import HtmlElement

from normalise.byline_model import Person
from normalise.dates import explain_choice
from normalise.text import fold

from .article import extract_article, outlet_names
from .blocks import Blocks, walk
from .byline import looks_like_byline, parse
from .dating import Clock, names_a_date, read_element
from .model import NO_ARTICLE, Page, PageRules
from .place import find_heading, is_aside, text_of
from .reading import read_ruled, select
from .selectors import selector_for, selector_of_all, selector_of_one
from .tree import read_tree

Field = Literal["body", "byline", "published"]
FIELDS: Final[tuple[Field, ...]] = ("body", "byline", "published")
_LONGEST_LINE: Final = 160
_MOST: Final = 3
_LEAST_TEXT: Final = 200
_SURE: Final = 0.6  # below it a person should look; below reading.CONFIDENT the extractor asks a second one
_RUNNING: Final = 60  # characters of a paragraph, at least
_ABOUT: Final = 8  # blocks before and after the headline, or the first paragraph
_TITLES: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_WORD: Final = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A selector for `page:`, and what it would read on this page."""

    field: Field
    selector: str
    shows: str


@dataclass(frozen=True, slots=True)
class Explained:
    """A page as read, and what a person should know of it.

    `why_published` is the rule that chose the date. `weak` names each field that is missing or a guess, with the reason
    in words; `unmatched` the rules that gave nothing on this page, with their selectors, and `instead` the text that
    such a rule did find. `candidates` are the selectors that would read the weak ones, best first in each field.
    """

    page: Page
    why_published: str | None
    weak: tuple[tuple[Field, str], ...]
    unmatched: tuple[tuple[Field, str], ...]
    instead: tuple[tuple[Field, str], ...]
    candidates: tuple[Candidate, ...]


def explain_article(
    html: bytes | str,
    *,
    url: str,
    timezone: str = "UTC",
    language: str | None = None,
    rules: PageRules | None = None,
    encoding: str | None = None,
    now: datetime | None = None,
    suggest: Sequence[Field] | None = None,
) -> Explained:
    """`extract_article`, explained. `suggest` names the fields to look for candidates of (None: what is weak).

    Raises ExtractionError as `extract_article` does.
    """
    page = extract_article(html, url=url, timezone=timezone, language=language, rules=rules, encoding=encoding, now=now)
    root = read_tree(html, url=url, language=language, encoding=encoding)
    weak = tuple(_weak(page))
    wanted = tuple(field for field, _ in weak) if suggest is None else tuple(suggest)
    clock = Clock(url, timezone, page.language or language, now)
    unmatched = tuple(_unmatched(root, rules, page, clock)) if rules else ()
    instead = tuple((field, text) for field, css in unmatched if (text := _found_instead(root, css)))
    candidates = tuple(_candidates(root, page, clock, wanted)) if wanted else ()
    return Explained(page, explain_choice(page.dates), weak, unmatched, instead, candidates)


def _unmatched(root: HtmlElement, rules: PageRules, page: Page, clock: Clock) -> Iterator[tuple[Field, str]]:
    origins = dict(page.origins)
    for field in FIELDS:
        selector = getattr(rules, field)
        if not selector:
            continue
        if field == "published":
            used = any(read_element(element, clock) for element in select(root, selector)[:5])
        else:
            used = origins.get(field, "").startswith("rules ")
        if field == "byline" and used:
            used = bool(page.people or page.organisations)
        if not used and page.access not in NO_ARTICLE:
            yield field, selector


def _found_instead(root: HtmlElement, selector: str) -> str:
    return next((text for element in select(root, selector)[:10] if (text := text_of(element))), "")


def _weak(page: Page) -> Iterator[tuple[Field, str]]:
    if page.access in NO_ARTICLE:
        return  # not an article: there is nothing to point at
    if not page.body:
        yield "body", "no text was found"
    elif page.body_confidence < _SURE:
        yield "body", f"a guess (sure {page.body_confidence:.2f} of 1): see that nothing is missing or too much"
    if not page.byline_raw:
        yield "byline", "no byline was found"
    elif not page.people and not page.organisations:
        yield "byline", "no name could be read from it"
    published = page.published
    if published is None:
        yield "published", "no date was found"
    elif all(reading.source == "url" for reading in page.dates if reading.parsed and reading.kind == "published"):
        yield "published", "only the address names a day"
    elif published.precision == "day":
        yield "published", "only a day was found, without the time"


def _candidates(root: HtmlElement, page: Page, clock: Clock, wanted: Sequence[Field]) -> Iterator[Candidate]:
    blocks = walk(root)
    heading = find_heading(root, page.title)
    if "body" in wanted:
        yield from _bodies(root, blocks)
    if "byline" not in wanted and "published" not in wanted:
        return
    lines = _lines(blocks, heading, page)
    if "byline" in wanted:
        yield from _bylines(root, page, lines)
    if "published" in wanted:
        yield from _dates(root, lines, clock)


def _bodies(root: HtmlElement, page: Blocks) -> Iterator[Candidate]:
    """Elements of one class that hold the running text between them, and the tightest element around most of it."""
    nodes = page.nodes
    totals = [0] * len(nodes)
    alike: dict[tuple[str, str], list[int]] = {}
    for block in page.blocks:
        if block.size >= _RUNNING and block.links * 2 < block.size and block.tag not in _TITLES:
            totals[block.node] += block.size
            alike.setdefault((nodes[block.node].tag, nodes[block.node].names), []).append(block.node)
    for number in range(len(nodes) - 1, 0, -1):
        totals[nodes[number].parent] += totals[number]
    around = _around_the_text(page, totals)
    if not around:
        return
    tightest = around[-1]
    groups = [list(dict.fromkeys(n for n in g if tightest <= n < nodes[tightest].end)) for g in alike.values()]
    most = max(groups, key=lambda group: sum(totals[n] for n in group))
    choices = [[nodes[n].element for n in most]] if sum(totals[n] for n in most) * 2 > totals[tightest] else []
    choices += [[nodes[n].element] for n in reversed(around[-2:])]
    seen: set[str] = set()
    for choice in choices:
        selector = selector_of_all(root, [_cell(element) for element in choice])
        if selector and selector not in seen and selector != "body":
            seen.add(selector)
            paragraphs = read_ruled(root, selector).paragraphs
            size = sum(map(len, paragraphs))
            shows = f"{len(paragraphs)} paragraphs, {size:,} characters, from: {' '.join(paragraphs)[:60]}"
            yield Candidate("body", selector, shows)


def _cell(row: HtmlElement) -> HtmlElement:
    """The cell of a row that has no other: templates name cells, not rows."""
    cells = [child for child in row if child.tag in ("td", "th")] if row.tag == "tr" else []
    return cells[0] if len(cells) == 1 else row


def _around_the_text(page: Blocks, totals: Sequence[int]) -> list[int]:
    """The nodes from the page down to the tightest one that still holds most of the running text."""
    number, chain = 0, []
    while totals[number] >= _LEAST_TEXT:
        chain.append(number)
        children = [n for n in range(number + 1, page.nodes[number].end) if page.nodes[n].parent == number]
        heaviest = max(children, key=totals.__getitem__, default=number)
        if heaviest == number or totals[heaviest] < 0.6 * totals[number]:
            break
        number = heaviest
    return [n for n in chain if page.nodes[n].tag not in ("html", "p")]


@dataclass(frozen=True, slots=True)
class _Line:
    """An element of little text near the headline; `dated`: the line it stands in names a date."""

    element: HtmlElement
    text: str
    dated: bool


def _lines(page: Blocks, heading: HtmlElement | None, read: Page) -> list[_Line]:
    """The short lines around the headline and at the end of the body, and what stands in them, the nearest first."""
    paragraphs = [line for line in (read.body or "").split("\n\n") if len(line) >= _RUNNING]
    texts = [block.text for block in page.blocks]
    first = next((i for i, text in enumerate(texts) if paragraphs and text == paragraphs[0]), 0)
    place = next((i for i, block in enumerate(page.blocks) if page.nodes[block.node].element is heading), first)
    end = next((i for i, text in enumerate(texts) if paragraphs and text == paragraphs[-1]), len(texts))
    numbers = [*range(place + 1, first), *range(place, max(-1, place - _ABOUT), -1)]
    numbers += [*range(first, first + _ABOUT), *range(max(first, end - 2), min(end + 4, len(texts)))]
    found: dict[HtmlElement, _Line] = {}
    for block in (page.blocks[number] for number in numbers if number < len(texts)):
        element = page.nodes[block.node].element
        if len(block.text) > _LONGEST_LINE or is_aside(element, heading):
            continue
        dated = names_a_date(block.text)
        for part in (*_parts(element), element):
            text = text_of(part)
            if 2 < len(text) <= _LONGEST_LINE and fold(text) != fold(read.title or ""):
                found.setdefault(part, _Line(part, text, dated))
    return list(found.values())


def _parts(element: HtmlElement) -> list[HtmlElement]:
    return [part for part in element.iterdescendants() if isinstance(part.tag, str) and part.tag != "br"][:20]


def _bylines(root: HtmlElement, page: Page, lines: Sequence[_Line]) -> Iterator[Candidate]:
    outlets = outlet_names(page)
    ranked: list[tuple[int, HtmlElement, str]] = []
    for line in lines:
        names = [person.name for person in parse(line.text, outlets).people]
        if not names or line.element.tag in _TITLES or "。" in line.text or _is_menu(line.element, names):
            continue
        told = {word for name in names for word in _WORD.findall(fold(name))}
        words = _WORD.findall(fold(line.text))
        others = sum(1 for word in words if word not in told)
        rank = 2 * looks_like_byline(line.text) + 2 * line.dated + (2 <= len(words) <= 4) - (others > 2)
        ranked.append((rank, line.element, ", ".join(names)))
    best = max((rank for rank, _, _ in ranked), default=0)
    ranked = sorted((row for row in ranked if row[0] >= max(1, min(best, 2))), key=lambda row: -row[0])
    seen: set[str] = set()
    for _, element, shows in ranked:
        selector = _byline_selector(root, element, outlets)
        if selector and selector not in seen:
            seen.add(selector)
            names = [person.name for match in select(root, selector)[:10] for person in _people(match, outlets)]
            yield Candidate("byline", selector, ", ".join(dict.fromkeys(names)) or shows)
        if len(seen) >= _MOST:
            return


def _is_menu(element: HtmlElement, names: Sequence[str]) -> bool:
    """Whether its text is links of which none holds a name whole: "Home", "Harbour" is nobody called Home Harbour."""
    links = [text_of(link) for link in element.iter("a")]
    if len(links) < 2 or sum(map(len, links)) * 2 < len(text_of(element)):
        return False
    return not any(fold(name) in fold(link) for name in names for link in links)


def _byline_selector(root: HtmlElement, element: HtmlElement, outlets: Sequence[str]) -> str | None:
    """A selector that finds `element`, and others only if each of them names somebody too: a byline takes them all."""
    selector = selector_for(root, element)
    if selector and all(_people(match, outlets) for match in select(root, selector)[:10]):
        return selector
    return selector_of_one(root, element) or selector


def _people(element: HtmlElement, outlets: Sequence[str]) -> tuple[Person, ...]:
    return parse(text_of(element), outlets).people


def _dates(root: HtmlElement, lines: Sequence[_Line], clock: Clock) -> Iterator[Candidate]:
    found: list[tuple[tuple[bool, bool], HtmlElement, str]] = []
    for line in lines:
        reading = read_element(line.element, clock)
        if reading and reading.parsed:
            a_day = reading.parsed.precision == "day"
            at = reading.parsed.instant.strftime("%Y-%m-%d" if a_day else "%Y-%m-%d %H:%MZ")
            much_else = len(_WORD.findall(line.text)) > 5
            found.append(((much_else, a_day), line.element, f"{reading.raw}, read as {at}"))
    yield from _best(root, "published", [(e, shows) for _, e, shows in sorted(found, key=lambda row: row[0])])


def _best(root: HtmlElement, field: Field, rows: Sequence[tuple[HtmlElement, str]]) -> Iterator[Candidate]:
    seen: set[str] = set()
    for element, shows in rows:
        selector = selector_for(root, element)
        if selector and selector not in seen:
            seen.add(selector)
            yield Candidate(field, selector, shows)
        if len(seen) >= _MOST:
            return
