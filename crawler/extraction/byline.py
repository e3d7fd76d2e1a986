"""Who wrote it: JSON-LD, meta, microdata and the page's byline, as raw values for `normalise.bylines.parse_byline`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from lxml.html import HtmlElement

from normalise import bylines
from normalise.bylines import Byline

from .jsonld import Linked
from .metadata import Meta
from .place import by_nearness, text_of

_META: Final = (
    "parsely-author", "sailthru.author", "author", "article:author_name", "byl", "dc.creator", "dcterms.creator",
    "citation_author", "article:author", "og:article:author", "creator", "cxenseparse:author", "byline", "authors",
    "dc.creator.name",
)  # fmt: skip
# Attributes that mark a byline, most certain first. XPath has no case folding; these are the spellings in use.
_MARKED: Final = (
    ("rel=author", './/*[@rel="author"]'),
    ("itemprop=author", './/*[@itemprop="author" or @itemprop="creator"]'),
    ("byline", './/*[contains(@class,"byline") or contains(@class,"Byline") or contains(@class,"by-line") or contains(@id,"byline")'
               ' or contains(@data-testid,"byline") or contains(@data-component,"byline")]'),
    ("author", './/*[contains(@class,"author") or contains(@class,"Author") or contains(@class,"writer") or contains(@class,"reporter")'
               ' or contains(@class,"autor") or contains(@class,"contributor") or contains(@class,"journalist") or contains(@class,"yazar")'
               ' or contains(@class,"muhabir") or contains(@class,"katib") or contains(@id,"author") or contains(@class,"credit-name")]'),
)  # fmt: skip
_PROFILE: Final = re.compile(
    r"/(?:author|authors|autor|autoren|auteur|auteurs|by|byline|staff|people|person|profile|profiles|journalist|journalists|reporter"
    r"|contributor|contributors|writer|writers|columnist|correspondent|redaktion|team|yazar|yazarlar|member|user)s?/",
    re.IGNORECASE,
)
_OTHERS: Final = re.compile(r"comment|related|recommend|popular|most-?read|newsletter|teaser|avatar|caption", re.IGNORECASE)
# A name in brackets that closes the text: (איתמר אייכנר)
_CLOSING: Final = re.compile(r"[(（]\s{0,3}([^()（）\n\d]{4,60}?)\s{0,3}[)）]\s{0,3}\.?\s{0,3}$")
_OPENING: Final = re.compile(r"^(?:by|von|par|por|di|door|av|af|autor|مאת|מאת|بقلم|كتب|كتبت|نویسنده|yazan|haber)\b[\s:]{0,3}\S", re.IGNORECASE)
_LABEL: Final = re.compile(r"^twitter:label(\d)$")
_WRITTEN: Final = re.compile(r"written|author|by|autor|posted|geschrieben|écrit|מאת|بقلم|کاتب", re.IGNORECASE)


def read_byline(
    root: HtmlElement, meta: Meta, linked: Linked, *, heading: HtmlElement | None, outlet: str | None, text: str | None
) -> tuple[Byline, str]:
    """The byline and where it stood. The best witness that names a person wins; else the first organisation named.

    `heading` is the headline's element: bylines near it count first. `text` is the article's body: where nothing else
    names a person, a line that opens it with "By …", or a name in brackets that closes it, is one.
    """
    organisations: tuple[Byline, str] | None = None
    for raw, source in _witnesses(root, meta, linked, heading, text):
        found = bylines.parse_byline(raw, outlet=outlet)
        if found.people:
            return found, source
        if organisations is None and (found.organisations or found.desks):
            organisations = found, source
    return organisations or (Byline(""), "")


def _witnesses(
    root: HtmlElement, meta: Meta, linked: Linked, heading: HtmlElement | None, text: str | None
) -> Iterator[tuple[Any, str]]:
    for key in ("author", "creator"):
        found = linked.first(key)
        if found:
            yield linked.resolve(found[1]), f"json-ld {key}"
    for key in _META:
        values = [v for v in meta.values.get(key, ()) if not v.startswith(("http://", "https://"))]
        if values:
            yield (values[0] if len(values) == 1 else values), f"meta {key}"
    for key, values in meta.values.items():
        label = _LABEL.match(key)
        if label and _WRITTEN.search(values[0]) and (data := meta.values.get(f"twitter:data{label[1]}")):
            yield data[0], f"meta twitter:data{label[1]}"
    yield from _marked(root, heading)
    if text:
        opening = text[:200].split("\n", 1)[0]
        if len(opening) < 90 and _OPENING.match(opening):
            yield opening, "text opening line"
        closing = _CLOSING.search(text[-120:])
        if closing:
            yield closing[1], "text closing brackets"


def _marked(root: HtmlElement, heading: HtmlElement | None) -> Iterator[tuple[Any, str]]:
    for name, path in _MARKED:
        elements = [element for element in root.xpath(path)[:60] if not _is_aside(element)]
        if not elements:
            continue
        ranked = by_nearness(elements, heading)
        if name in ("rel=author", "itemprop=author"):
            near = [e for e in ranked if e.getparent() is ranked[0].getparent() or _cousins(e, ranked[0])]
            texts = list(dict.fromkeys(filter(None, map(_name_in, near[:6]))))
            if texts:
                yield (texts[0] if len(texts) == 1 else texts), f"page {name}"
            continue
        for element in ranked[:5]:
            profiles = [a for a in element.iter("a") if _PROFILE.search(a.get("href") or "")]
            texts = list(dict.fromkeys(text for a in profiles if (text := text_of(a)) and len(text) < 80))
            if texts:
                yield (texts[0] if len(texts) == 1 else texts), f"page {name}"
            line = _name_in(element)
            if line:
                yield line, f"page {name}"


def _cousins(one: HtmlElement, other: HtmlElement) -> bool:
    a, b = one.getparent(), other.getparent()
    return a is not None and b is not None and a.tag == b.tag and a.getparent() is b.getparent()


def _name_in(element: HtmlElement) -> str | None:
    named = element.find('.//*[@itemprop="name"]')
    text = (element.get("content") if element.tag in ("meta", "link") else None) or text_of(named if named is not None else element)
    return text if text and 2 < len(text) < 160 else None


def _is_aside(element: HtmlElement) -> bool:
    """Whether an element belongs to a comment, another story's teaser or a picture."""
    for level, ancestor in enumerate((element, *element.iterancestors())):
        if ancestor.tag in ("aside", "footer", "figcaption", "nav"):
            return True
        if level < 4 and ancestor.tag not in ("body", "html", "main", "article") and _OTHERS.search(f"{ancestor.get('class') or ''} {ancestor.get('id') or ''}"):
            return True
    return False
