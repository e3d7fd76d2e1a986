"""Who wrote it: JSON-LD, meta, microdata and the page's byline, as raw values for `normalise.bylines.parse_byline`."""

from __future__ import annotations

import re
from typing import Any, Final

from lxml.html import HtmlElement

from normalise import bylines
from normalise.bylines import Byline
from normalise.text import clean

from .jsonld import Linked
from .metadata import Meta

_META: Final = ("parsely-author", "sailthru.author", "author", "article:author_name", "byl", "dc.creator", "dcterms.creator",
                "citation_author", "article:author", "og:article:author", "creator", "cxenseparse:author", "byline", "authors", "dc.creator.name")  # fmt: skip
_CLASSED: Final = (
    './/*[@rel="author"]',
    './/*[@itemprop="author"]',
    './/*[contains(@class,"byline") or contains(@class,"Byline") or contains(@id,"byline")]',
    './/*[contains(@class,"author") or contains(@class,"Author") or contains(@class,"writer") or contains(@class,"reporter") or contains(@class,"autor")]',
)
# A line of the text that is nothing but a name in brackets, or a text that ends with one: (איתמר אייכנר)
_CLOSING: Final = re.compile(r"[(（]\s{0,3}([^()（）\n\d]{4,60}?)\s{0,3}[)）]\s{0,3}\.?\s{0,3}$")
_LABEL: Final = re.compile(r"^twitter:label(\d)$")
_WRITTEN: Final = re.compile(r"written|author|by|autor|posted|geschrieben|écrit|מאת|بقلم|کاتب", re.IGNORECASE)


def read_byline(root: HtmlElement, meta: Meta, linked: Linked, *, outlet: str | None, text: str | None) -> tuple[Byline, str]:
    """The byline and where it stood. The best witness that names a person wins; organisations of the first one stay.

    `text` is the article's body: where nothing else names a person, a name in brackets that closes it is one.
    """
    organisations: Byline | None = None
    origin = ""
    for raw, source in _witnesses(root, meta, linked):
        found = bylines.parse_byline(raw, outlet=outlet)
        if found.people:
            return found, source
        if organisations is None and (found.organisations or found.desks):
            organisations, origin = found, source
    if text:
        closing = _CLOSING.search(text[-120:])
        if closing:
            found = bylines.parse_byline(closing[1], outlet=outlet)
            if found.people:
                return found, "text closing brackets"
    return (organisations, origin) if organisations else (Byline(""), "")


def _witnesses(root: HtmlElement, meta: Meta, linked: Linked) -> Any:  # noqa: ANN401
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
    for path in _CLASSED:
        texts: list[str] = []
        for element in root.xpath(path)[:12]:
            text = clean(" ".join(element.itertext()))
            if text and len(text) < 200 and text not in texts:
                texts.append(text)
        if texts:
            yield texts[0], f"page {path[5:30]}"
