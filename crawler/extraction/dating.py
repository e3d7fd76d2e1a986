"""When it was published: every witness of the page, as `DateReading`s for `normalise.dates.choose_date` to weigh."""

from __future__ import annotations

import re
from typing import Final, Literal

from lxml.html import HtmlElement

from normalise import dates
from normalise.dates import DateReading
from normalise.text import clean

from .jsonld import Linked
from .metadata import Meta
from .place import by_nearness, text_of

_PUBLISHED_META: Final = (
    "article:published_time", "og:article:published_time", "article:published", "og:published_time", "datepublished",
    "parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime", "cxenseparse:publishtime", "dc.date.issued",
    "dcterms.issued", "dcterms.created", "dc.date.created", "dc.date", "dcterms.date", "pubdate", "publishdate", "publish-date", "publish_date",
    "publication_date", "publicationdate", "article_date_original", "date", "ptime", "pdate", "created", "article.published",
    "vr:published_time", "rnews:datepublished", "citation_publication_date", "originalpublicationdate", "displaydate", "datecreated", "article:post_time",
)  # fmt: skip
_MODIFIED_META: Final = (
    "article:modified_time", "og:updated_time", "og:article:modified_time", "datemodified", "dcterms.modified",
    "dc.date.modified", "last-modified", "lastmod", "utime", "cxenseparse:modifiedtime",
)  # fmt: skip
_MODIFIED_WORDS: Final = re.compile(
    r"updat|modif|edited|aktualis|stand\s?:|geändert|mis à jour|actualiz|atualiz|aggiorn|bijgewerkt|opdater|oppdatert|uppdater|güncel"
    r"|обновл|изменен|עודכן|עדכון|تحديث|بروزرسان|به‌روز|更新|수정|अपडेट|cập nhật|zaktual|aktualizo",
    re.IGNORECASE,
)
_CLASSED: Final = (
    './/*[contains(@class,"date") or contains(@class,"Date") or contains(@class,"publish") or contains(@class,"Publish")'
    ' or contains(@class,"timestamp") or contains(@class,"Timestamp") or contains(@class,"time") or contains(@id,"date") or contains(@class,"tarih")'
    ' or contains(@class,"posted") or contains(@itemprop,"date")]'
)
_DIGIT: Final = re.compile(r"\d")
_URL_DAY: Final = re.compile(r"/((?:19|20)\d\d)[/-]?(0?[1-9]|1[0-2])[/-]?(0?[1-9]|[12]\d|3[01])(?=[/._-]|$)")


def read_dates(
    root: HtmlElement, meta: Meta, linked: Linked, *, heading: HtmlElement | None, url: str, timezone: str, language: str | None
) -> tuple[DateReading, ...]:
    """All witnesses, best kind first: JSON-LD, microdata, meta, `<time>`, visible text, the address."""
    readings: list[DateReading] = []
    seen: set[tuple[str, str, str]] = set()

    def add(kind: Literal["published", "modified"], source: str, raw: str) -> bool:
        raw = clean(raw)[:128]
        if not raw or (kind, source, raw) in seen:
            return False
        seen.add((kind, source, raw))
        parsed = dates.parse_date(raw, timezone=timezone, language=language)
        readings.append(DateReading(kind, source, raw, parsed))
        return parsed is not None

    for key in ("datePublished", "uploadDate", "dateCreated"):
        found = linked.text(key)
        if found and add("published", "json-ld", found[1]):
            break
    found = linked.text("dateModified")
    if found:
        add("modified", "json-ld", found[1])
    for element in root.iter("meta"):
        prop = (element.get("itemprop") or "").lower()
        if prop in ("datepublished", "datecreated", "datemodified") and element.get("content"):
            add("modified" if prop == "datemodified" else "published", "microdata", element.get("content"))
    for key in _PUBLISHED_META:
        for value in meta.values.get(key, ())[:2]:
            add("published", "meta", value)
    for key in _MODIFIED_META:
        for value in meta.values.get(key, ())[:1]:
            add("modified", "meta", value)
    count = 0
    for element in root.iter("time"):
        value = element.get("datetime") or element.text_content()
        if value and _DIGIT.search(value) and len(value) < 120:
            around = " ".join(filter(None, (element.get("class"), element.get("itemprop"), element.text_content()[:80])))
            prop = (element.get("itemprop") or "").lower()
            kind: Literal["published", "modified"] = "modified" if prop == "datemodified" or _MODIFIED_WORDS.search(around) else "published"
            add(kind, "microdata" if prop.startswith("date") else "time", value)
            count += 1
            if count >= 3:
                break
    if not any(r.parsed for r in readings if r.kind == "published"):
        _visible(root, heading, add)
    found_day = _URL_DAY.search(url)
    if found_day:
        add("published", "url", "-".join((found_day[1], found_day[2].zfill(2), found_day[3].zfill(2))))
    return tuple(readings)


def _visible(root: HtmlElement, heading: HtmlElement | None, add: object) -> None:
    tried = 0
    for element in by_nearness(root.xpath(_CLASSED)[:80], heading):
        text = text_of(element)
        if 5 < len(text) < 80 and _DIGIT.search(text):
            kind = "modified" if _MODIFIED_WORDS.search(text) else "published"
            if add(kind, "text", text) and kind == "published":  # type: ignore[operator]
                return
            tried += 1
            if tried > 12:
                return
