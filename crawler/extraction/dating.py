"""When it was published: every witness of the page, as `DateReading`s for `normalise.dates.choose_date` to weigh."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from itertools import islice
from typing import Final, Literal

from lxml.html import HtmlElement

from normalise import dates
from normalise.dates import DateReading, ParsedDate
from normalise.text import clean

from .blocks import Block, Blocks
from .jsonld import Linked
from .metadata import Meta
from .place import by_nearness, is_aside, is_linked, is_near, is_teaser, nearest, text_of
from .zones import zone_of

Kind = Literal["published", "modified"]

_MICRODATA: Final[dict[str, Kind]] = {
    "datepublished": "published",
    "datecreated": "published",
    "datemodified": "modified",
}
_TO_ASCII: Final = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
# A year of the Iranian calendar, or any year in Arabic digits, in a line that no window fits
_JALALI: Final = re.compile(r"(?=[^\n]*[\u0620-\u06d3])[^\n]*?(?:[1۱][34۳۴][\d۰-۹]{2}|[٠-٩۰-۹]{4}|\b20\d\d\b)")
_PUBLISHED_META: Final = (
    "article:published_time", "article:published:time", "article.published_time", "published_time",
    "og:article:published_time", "article:published", "og:published_time", "datepublished",
    "parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime", "cxenseparse:publishtime", "dc.date.issued",
    "dcterms.issued", "dcterms.created", "dc.date.created", "dc.date", "dcterms.date", "pubdate", "publishdate",
    "publish-date",
    "publish_date", "publication_date", "publicationdate", "article_date_original", "date", "ptime", "pdate", "created",
    "article.published",
    "vr:published_time", "rnews:datepublished", "citation_publication_date", "originalpublicationdate",
    "displaydate", "datecreated", "article:post_time", "published_at", "published-date", "date_published",
    "publication-date", "article:published_date", "article:publish_date", "article_published_time",
)  # fmt: skip
_MODIFIED_META: Final = (
    "article:modified_time", "article:modified:time", "article.modified_time", "modified_time",
    "og:updated_time", "og:article:modified_time", "datemodified", "dcterms.modified",
    "dc.date.modified", "last-modified", "lastmod", "utime", "cxenseparse:modifiedtime",
)  # fmt: skip
_MODIFIED_WORDS: Final = re.compile(
    r"updat|modif|edited|aktualis"
    r"|stand\s?:|geändert|mis à jour|actualiz|atualiz|aggiorn|bijgewerkt|opdater|oppdatert|uppdater"
    r"|güncel|обновл|изменен|עודכן|עדכון|تحديث|بروزرسان|به‌روز|更新|修改|수정|अपडेट|cập nhật|zaktual|aktualizo",
    re.IGNORECASE,
)
_UPDATE_BEHIND: Final = re.compile(r"\W{0,3}(?:last\s?updated?|updated?|aktualisiert)\b(?!\W{0,4}\d)", re.IGNORECASE)
_DIGIT: Final = re.compile(r"\d")
_CLOCK: Final = (
    r"(?:(?:\.?[\s,،|–—@・-]{1,4}|(?<=[日일])"
    r"|\s?(?:[（(][一二三四五六日月火水木金土월화수목금토일][)）]|(?:星期|周)[一二三四五六日天])\s?)"
    r"(?:at|um|à|a las|às|kl\.?|בשעה|الساعة|ساعت|[上下]午|午[前後]|오[전후])?"
    r"\s?\d{1,2}\s?[:.時时点시h]\s?\d{2}(?::\d{2})?(?:\s?[分분])?"
    r"(?:\s?[apAP]\.?\s?[mM]\b\.?|\s?[صم]\b|\s?[بق]\.?\s?ظ\b)?(?:\s?(?:[A-Z]{2,4}\b|[+-]\d{2}:?\d{2}))?)?"
)
# Where in a line a date may stand: only a window for `parse_date`, which alone decides what it says.
_WINDOW: Final = re.compile(
    r"(?:\d{1,2}\s?:\s?\d{2}\s?(?:[apAP][mM]\b)?[\s,،|-]{1,4})?(?:"
    r"\d{4}\s?[./年년-]\s?\d{1,2}\s?[./月월-]\s?\d{1,2}(?:\s?[日일])?"
    r"|\d{1,2}\s?[./-]\s?\d{1,2}\s?[./-]\s?(?:\d{4}|\d{2})\b"
    r"|[^\W\d_]{3,12}\.?\s\d{1,2}(?:st|nd|rd|th)?,?\s(?:at\s)?\d{4}\b"
    r"|\d{1,2}(?:st|nd|rd|th|er)?[.º]?\s(?:de\s|of\s|ב)?[^\W\d_]{3,14}(?:\s?/\s?[^\W\d_]{3,14})?\.?,?\s(?:de\s)?\d{4}\b"
    r"):?" + _CLOCK
)
# A line of facts about the story: "Datum 28.04.2023"
_LABELLED: Final = re.compile(
    r"(?:datum|date|published|publication date|posted|veröffentlicht|erschienen|publié|fecha|publicado|data|pubblicato"
    r"|tarih|yayınlanma|дата|опубликовано|פורסם|תאריך|نشر|تاريخ النشر|تاریخ انتشار|تاریخ)\b"
    r"\W{0,4}(?:am |on |le |el )?\W{0,3}\d",
    re.IGNORECASE,
)
# The line below a story as blogs have it: "This entry was posted in Harbour on 13 January 2026 by …"
_POSTED: Final = re.compile(
    r"(?:this (?:entry|post|article|story) was (?:first |originally )?(?:posted|published|written)"
    r"|dieser (?:artikel|beitrag|eintrag) wurde|ce(?:t article| billet| contenu) a été (?:publié|posté)"
    r"|est[ea] (?:entrada|artículo|nota) (?:fue|se) public|quest[oa]? ?(?:articolo|voce) è stat"
    r"|dit (?:bericht|artikel) werd|(?:first|originally) published)",
    re.IGNORECASE,
)
_URL_DAY: Final = (
    re.compile(r"/((?:19|20)\d\d)[/-](\d{1,2})[/-](\d{1,2})(?=[/._-]|$)"),
    re.compile(r"[/_-](20\d\d)([01]\d)([0-3]\d)(?=[/._-]|$)"),
    re.compile(r"/((?:19|20)\d\d)/[a-zA-Z_-]{3,30}/(\d{1,2})/(\d{1,2})(?=/)"),  # the section between
)
# The clock on the wall: 2026-01-05T09:30 of 2026-01-05T09:30:00+02:00
_WALL_CLOCK: Final = re.compile(
    r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(?::\d\d(?:\.\d+)?)?(?:(?=\s*$)|[+-]\d\d:?(?!00)\d\d|[+-](?!00)\d\d:?\d\d)"
)
# hAtom's <abbr class="published" title="2011-08-25T01:40:40Z">, older than <time>
_STAMP: Final = re.compile(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:?\d\d|$)")
_ON_TIME: Final = frozenset(
    {"data-published", "data-datetime", "data-date", "data-time", "data-utc", "data-published-at"}
)
# data-publish-date, data-deploy-dt: what a script shows as the date
_DATED_ATTRIBUTE: Final = re.compile(
    r"data-(?:[a-z]+-)?(?:pub|publish|published|publication|issued?|deploy|created?|posted?|regist(?:er)?)-?(?:date|dt|time|at|on)"
)
# Two witnesses further apart than this disagree, and the page's visible date is asked.
_APART: Final = timedelta(hours=2)
_SAME: Final = timedelta(minutes=10)
_ZONES_LIE: Final = timedelta(hours=3)
_OTHER_DAY: Final = timedelta(hours=48)
_MONTH: Final = re.compile(r"[^\W\d_]{3}")
_STATED: Final = frozenset({"json-ld", "meta", "microdata"})


@dataclass(frozen=True, slots=True)
class Clock:
    """What a page's dates are read by: its address, its outlet's zone, its language, and when it was fetched."""

    url: str
    timezone: str
    language: str | None
    now: datetime | None = None

    def read(self, raw: str) -> ParsedDate | None:
        """`parse_date`, with the clock of the address's country for an outlet whose zone is not configured.

        A day without a time then stays a day of UTC: nobody said at whose midnight it begins.
        """
        zone, near = zone_of(self.url, self.timezone), _day_of(self.url)
        parsed = dates.parse_date(raw, timezone=zone, language=self.language, now=self.now, near=near)
        if parsed and parsed.precision == "day" and zone != self.timezone:
            return dates.parse_date(raw, timezone=self.timezone, language=self.language, now=self.now, near=near)
        return parsed


def _day_named(url: str) -> str | None:
    """The day in an address, as 2026-01-05."""
    found = next(filter(None, (pattern.search(url) for pattern in _URL_DAY)), None)
    return f"{found[1]}-{found[2]:0>2}-{found[3]:0>2}" if found else None


@lru_cache(maxsize=64)  # asked for every date of a page
def _day_of(url: str) -> date | None:
    named = _day_named(url)
    try:
        return date.fromisoformat(named) if named else None
    except ValueError:
        return None


def read_element(element: HtmlElement, clock: Clock) -> DateReading | None:
    """The date of an element that a person pointed at: its `datetime` or `content`, else what its text says."""
    stated = element.get("datetime") or element.get("content")
    text = text_of(element)
    windows = [text[w.start() : w.end()].strip(" ,|-") for w in _WINDOW.finditer(text[:500].translate(_TO_ASCII))]
    for raw in (stated, text, *windows):
        raw = clean(raw or "")[:128]
        if raw and (parsed := clock.read(raw)):
            return DateReading("published", "text", raw, parsed)
    return None


def names_a_date(line: str) -> bool:
    """Whether a line holds what looks like a date with its year."""
    return _WINDOW.search(line.translate(_TO_ASCII)) is not None


class _Witnesses:
    """Readings in the order they are asked, each once."""

    def __init__(self, clock: Clock) -> None:
        self.readings: list[DateReading] = []
        self._clock = clock
        self._seen: set[tuple[str, str, str]] = set()
        self._walls: set[tuple[str, str]] = set()

    def add(self, kind: Kind, source: str, raw: str, *, guess: bool = False) -> bool:
        """Read `raw`; whether it is a date. What is not one is kept too, as a witness that said nothing.

        A `guess`, which only may be a date, is kept where it is one.
        """
        raw = clean(raw)[:128]
        if not raw or (kind, source, raw) in self._seen:
            return False
        self._seen.add((kind, source, raw))
        wall = _WALL_CLOCK.match(raw)
        if wall and kind == "published" and (wall[1], wall[2]) in self._walls:
            return True  # the same stamp again: where one states its offset, one without says nothing more
        parsed = self._clock.read(raw)
        if parsed and wall and kind == "published" and parsed.zone == "stated":
            self._walls.add((wall[1], wall[2]))
        if parsed or not guess:
            self.readings.append(DateReading(kind, source, raw, parsed))
        return parsed is not None

    def printed_otherwise(self, text: str, stated: str) -> str | None:
        """The date in "Published on 29 June 2026" where `stated`, the element's attribute, says another day."""
        if not _LABELLED.match(text) or (window := _WINDOW.search(text.translate(_TO_ASCII))) is None:
            return None
        raw = text[window.start() : window.end()].strip(" ,|-")
        if not _MONTH.search(raw):  # which of two numbers is the month is a guess
            return None
        printed, given = self._clock.read(raw), self._clock.read(clean(stated)[:128])
        if printed is None or given is None or abs(printed.instant - given.instant) < _OTHER_DAY:
            return None
        return raw

    def settled(self) -> bool:
        """Whether a date of publication was read, and all that tell the time agree on it."""
        parsed = [r.parsed for r in self.readings if r.kind == "published" and r.parsed]
        timed = [p.instant for p in parsed if p.precision != "day"]
        return bool(timed) and max(timed) - min(timed) <= _APART


def read_dates(
    root: HtmlElement,
    meta: Meta,
    linked: Linked,
    page: Blocks,
    *,
    heading: HtmlElement | None,
    clock: Clock,
) -> tuple[DateReading, ...]:
    """All witnesses, best kind first: JSON-LD, microdata, meta, `<time>`, the address; visible text where these fail.

    A modified date is a witness of its own kind and never of publication.
    """
    witnesses = _Witnesses(clock)
    for key in ("datePublished", "uploadDate", "dateCreated"):
        found = linked.text(key)
        if found and witnesses.add("published", "json-ld", found[1]):
            break
    found = linked.text("dateModified")
    if found:
        witnesses.add("modified", "json-ld", found[1])
    for key, kind in _MICRODATA.items():
        for value in meta.properties.get(key, ())[:1]:
            witnesses.add(kind, "microdata", value)
    for key in _PUBLISHED_META:
        for value in meta.values.get(key, ())[:2]:
            if value not in meta.properties.get(key, ()):
                witnesses.add("published", "meta", value)
    for key in _MODIFIED_META:
        for value in meta.values.get(key, ())[:1]:
            if value not in meta.properties.get(key, ()):
                witnesses.add("modified", "meta", value)
    _timed(root, heading, witnesses)
    if not witnesses.settled():
        _visible(heading, page, witnesses)
    if named := _day_named(clock.url):
        witnesses.add("published", "url", named)
    return tuple(_as_updates(witnesses.readings))


def _as_updates(readings: list[DateReading]) -> Iterator[DateReading]:
    """The readings, those that repeat the stated date of modification marked as such.

    A page that says "published" of its last update elsewhere has an earlier witness, in JSON-LD or meta, that is right.
    """
    stated = [
        r.parsed.instant
        for r in readings
        if r.kind == "published" and r.parsed and r.parsed.precision != "day" and r.source in _STATED
    ]
    updates = [r.parsed.instant for r in readings if r.kind == "modified" and r.parsed]
    first = min(stated, default=None)
    for reading in readings:
        parsed = reading.parsed
        if (
            reading.kind == "published"
            and reading.source != "json-ld"
            and parsed
            and first
            and parsed.precision != "day"
            and parsed.instant - first > _SAME
        ):
            # far from the first one, a wrong zone does not hide that it is the update
            near = _ZONES_LIE if parsed.instant - first > timedelta(days=1) else _SAME
            if any(abs(parsed.instant - update) <= near for update in updates):
                yield replace(reading, kind="modified")
                continue
        yield reading


def _timed(root: HtmlElement, heading: HtmlElement | None, witnesses: _Witnesses) -> None:
    first: HtmlElement | None = None
    dated = (e for e in root.iter("time", "abbr") if e.tag == "time" or _STAMP.match(e.get("title") or ""))
    for element in nearest(islice(dated, 40), heading):
        if first is not None and first not in element.iterancestors():
            continue
        if is_aside(element, heading) or (is_linked(element) and not is_near(element, heading, levels=4)):
            continue
        if any(ancestor.tag == "blockquote" for ancestor in islice(element.iterancestors(), 6)):
            continue  # a post of a social network, with its own date
        stated = element.get("title" if element.tag == "abbr" else "datetime") or element.get("content")
        stated = stated or next((v for k, v in element.items() if k in _ON_TIME and _STAMP.match(v)), None)
        text = text_of(element)[:120]
        value = stated or text
        if not _DIGIT.search(value) or len(value) > 120 or not (stated or _WINDOW.search(text.translate(_TO_ASCII))):
            continue  # "3 hours ago" is read only where nothing else is
        parent = element.getparent()
        before = parent.text if parent is not None and parent.text else ""
        prop = (element.get("itemprop") or "").lower()
        around = f"{element.get('class') or ''} {prop} {before[-30:]} {text[:40]}"
        kind: Kind = "modified" if _MODIFIED_WORDS.search(around) else "published"
        if kind == "published" and stated and (printed := witnesses.printed_otherwise(text, stated)):
            value = printed
        if witnesses.add(kind, "microdata" if prop.startswith("date") else "time", value):
            first = parent  # a second one beside it is of this story too


def _visible(heading: HtmlElement | None, page: Blocks, witnesses: _Witnesses) -> None:
    """Dates a reader sees: in elements named for them, then in short lines around the headline."""
    for block in page.blocks:
        if len(block.text) < 70 and _LABELLED.match(block.text) and _line(block.text, witnesses):
            return
    named = [*page.hints.get("dated", ()), *page.hints.get("byline", ()), *page.hints.get("author", ())]
    for element in by_nearness(named[:120], heading):
        if (
            is_near(element, heading, levels=6)
            and not (is_linked(element) or is_aside(element, heading))
            and _line(text_of(element), witnesses)
        ):
            return
    for block in near_blocks(page, heading):
        dated = _DIGIT.search(block.text) and not is_teaser(page.nodes[block.node].element, heading)
        if dated and _line(block.text, witnesses):
            return
    for block in page.blocks:
        if len(block.text) < 300 and _POSTED.match(block.text) and _line(block.text[:150], witnesses):
            return
    _loose(heading, page, witnesses)


def _loose(heading: HtmlElement | None, page: Blocks, witnesses: _Witnesses) -> None:
    """Where no date stands: what an element named for one says in other words, such as "two days ago"."""
    if any(reading.parsed for reading in witnesses.readings if reading.kind == "published"):
        return
    named = [*page.hints.get("dated", ())[:40], *islice(page.nodes[0].element.iter("time"), 20)]
    elements = list(dict.fromkeys(by_nearness(named, heading)))
    elements += [page.nodes[block.node].element for block in near_blocks(page, heading) if len(block.text) < 50]
    for element in elements:
        text = text_of(element)
        if 3 < len(text) < 50 and not is_aside(element, heading) and not is_linked(element):
            kind: Kind = "modified" if _MODIFIED_WORDS.search(text) else "published"
            if witnesses.add(kind, "text", text, guess=True) and kind == "published":
                return
    for element in page.nodes[0].element.iter():
        for key, value in element.items():
            is_date = key.startswith("data-") and len(value) < 40 and _DATED_ATTRIBUTE.fullmatch(key)
            if is_date and _DIGIT.search(value) and witnesses.add("published", "time", value, guess=True):
                return


def near_blocks(page: Blocks, heading: HtmlElement | None, *, before: int = 6, after: int = 12) -> list[Block]:
    """The lines behind the headline, then those before it, the nearest first; longer texts left out."""
    place = next((i for i, block in enumerate(page.blocks) if page.nodes[block.node].element is heading), None)
    if place is None:
        return []
    blocks = (*page.blocks[place + 1 : place + 1 + after], *reversed(page.blocks[max(0, place - before) : place]))
    return [block for block in blocks if len(block.text) < 160]


def _line(text: str, witnesses: _Witnesses) -> bool:
    """Read the dates of a short line; whether one of publication was among them."""
    if not 5 < len(text) < 160:
        return False
    published = False
    end = 0
    for window in _WINDOW.finditer(text.translate(_TO_ASCII)):
        label = text[end : window.start()]
        end = window.end()
        is_update = _MODIFIED_WORDS.search(label) or _UPDATE_BEHIND.match(text, end)
        kind: Kind = "modified" if is_update else "published"
        published |= witnesses.add(kind, "text", text[window.start() : end].strip(" ,|-")) and kind == "published"
    if end == 0 and len(text) < 70 and _JALALI.match(text):
        return witnesses.add("modified" if _MODIFIED_WORDS.search(text) else "published", "text", text)
    return published
