"""Who wrote it: JSON-LD, meta, microdata and the page's byline, as raw values for `normalise.bylines.parse_byline`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, Final

from lxml.html import HtmlElement

from normalise import bylines
from normalise.bylines import Byline
from normalise.text import fold

from .blocks import Blocks
from .jsonld import Linked
from .metadata import Meta
from .place import by_nearness, is_aside, is_near, text_of

_META: Final = (
    "parsely-author", "sailthru.author", "author", "article:author_name", "byl", "dc.creator", "dcterms.creator",
    "citation_author", "article:author", "og:article:author", "creator", "cxenseparse:author", "byline", "authors",
    "dc.creator.name",
)  # fmt: skip
# Kinds of hints that `blocks.walk` collects, most certain first.
_HINTS: Final = ("rel=author", "itemprop=author", "byline", "profile link", "author")
_PROFILE: Final = re.compile(
    r"/(?:author|authors|autor|autoren|auteur|auteurs|by|byline|staff|people|person|profile|profiles|journalist|journalists|reporter"
    r"|contributor|contributors|writer|writers|columnist|correspondent|redaktion|team|yazar|yazarlar|about/editors)s?/",
    re.IGNORECASE,
)
# A name in brackets that closes the text: (איתמר אייכנר)
_CLOSING: Final = re.compile(r"[(（]\s{0,3}([^()（）\n\d]{4,60}?)\s{0,3}[)）]\s{0,3}\.?\s{0,3}$")
_OPENING: Final = re.compile(
    r"^(?:by|von|par|por|di|door|av|af|autor|مאת|מאת|بقلم|كتب|كتبت|نویسنده|yazan|haber)\b[\s:]{0,3}\S", re.IGNORECASE
)
# A line of two to four capitalised words, or several such joined: nothing but names. Scripts without case say nothing.
_NAMES_ALONE: Final = re.compile(
    r"(?:[A-ZÀ-ÞĀ-Ž][^\W\d_]+(?:[ -][A-ZÀ-ÞĀ-Ž][^\W\d_'’.]*){1,3}(?:\s?[/,&]\s?|\sand\s|$)){1,3}$"
)
# What stands beside a name as a link: not a name, in any of the languages.
_CALLS: Final = re.compile(
    r"^(?:see|view|read|get|follow|contact|email|e-mail|more|all|about|show|send|subscribe|alle|mehr|folgen|voir|suivre|ver|seguir|tüm|via|source|photo)\b"
    r"|\b(?:bio|rss|archive|profile|articles|posts|stories|feed|autoren|redaktion|artikel|yazıları)$"
    r"|^@|פנייה|לכל הכתבות|כתבות נוספות|عرض|جميع مقالات|تواصل|المزيد|مطالب",
    re.IGNORECASE,
)
_MOST: Final = 60
# A line of facts about the story: "Autorin/Autor Grete Halm"
_LABELLED: Final = re.compile(
    r"(?:authors?|written by|autor(?:/autorin|in/autor|in|es|a)?|auteur(?:e|s)?|autore|yazar|muhabir|автор"
    r"|כתב(?:ת)?|מאת|الكاتب|بقلم|نویسنده)\s?[:\s]\s?(\S.{2,60})$",
    re.IGNORECASE,
)
_LABEL: Final = re.compile(r"^twitter:label(\d)$")
_WRITTEN: Final = re.compile(r"written|author|by|autor|posted|geschrieben|écrit|מאת|بقلم|کاتب", re.IGNORECASE)


def read_byline(
    root: HtmlElement,
    meta: Meta,
    linked: Linked,
    page: Blocks,
    *,
    heading: HtmlElement | None,
    outlets: Sequence[str],
    text: str | None,
) -> tuple[Byline, str]:
    """The byline and where it stood. The best witness that names a person wins; else the first organisation named.

    `outlets` are the outlet's names; `heading` is the headline's element: bylines near it count first. `text` is the
    article's body: where nothing else names a person, a line that opens it with "By …", or a name in brackets that
    closes it, is one.
    """
    organisations: tuple[Byline, str] | None = None
    for raw, source in _witnesses(root, meta, linked, page, heading, text):
        found = parse(raw, outlets)
        if found.people:
            return found, source
        if organisations is None and (found.organisations or found.desks):
            organisations = found, source
    return organisations or (Byline(""), "")


def parse(raw: Any, outlets: Sequence[str]) -> Byline:
    """`parse_byline` with each of an outlet's names: what it calls itself, and the name in its address."""
    found = bylines.parse_byline(raw, outlet=outlets[0] if outlets else None)
    for other in outlets[1:]:
        if any(person.key.replace(" ", "") == fold(other) for person in found.people):
            return bylines.parse_byline(raw, outlet=other)
    return found


def _witnesses(
    root: HtmlElement, meta: Meta, linked: Linked, page: Blocks, heading: HtmlElement | None, text: str | None
) -> Iterator[tuple[Any, str]]:
    for key in ("author", "creator"):
        found = linked.first(key)
        if found:
            yield linked.resolve(found[1]), f"json-ld {key}"
    for key in _META:
        values = [v for v in meta.values.get(key, ()) if not v.startswith(("http://", "https://"))]
        if values:
            yield (values[0] if len(values) == 1 else values), f"meta {key}"
    for key, labels in meta.values.items():
        label = _LABEL.match(key)
        if label and _WRITTEN.search(labels[0]) and (data := meta.values.get(f"twitter:data{label[1]}")):
            yield data[0], f"meta twitter:data{label[1]}"
    lines = [line for line in text.split("\n") if line] if text else []
    if lines and (closing := _CLOSING.search(lines[-1][-120:])) and not _CALLS.search(closing[1]):
        yield closing[1], "text closing brackets"
    yield from _marked(root, page, heading)
    for block in page.blocks:
        if len(block.text) < 80 and (labelled := _LABELLED.match(block.text)):
            yield labelled[1], "page labelled line"
    for line, place in ((lines[0], "opening"), (lines[-1], "closing")) if lines else ():
        if len(line) < 90 and (_OPENING.match(line) or _NAMES_ALONE.match(line)):
            yield line, f"text {place} line"


def looks_like_byline(line: str) -> bool:
    """Whether a short line opens as a byline does ("By …", "מאת …"), closes in brackets, or is nothing but names."""
    return bool(_OPENING.match(line) or _LABELLED.match(line) or _NAMES_ALONE.match(line) or _CLOSING.fullmatch(line))


def _marked(root: HtmlElement, page: Blocks, heading: HtmlElement | None) -> Iterator[tuple[Any, str]]:
    for name in _HINTS:
        if name == "profile link":
            elements = [element for element in root.iter("a") if _PROFILE.search(element.get("href") or "")]
        else:
            elements = page.hints.get(name, [])
        elements = [element for element in elements[:_MOST] if name == "rel=author" or not is_aside(element, heading)]
        if not elements:
            continue
        ranked = by_nearness(elements, heading)
        if name == "profile link" and not is_near(ranked[0], heading):
            continue
        if name in ("rel=author", "itemprop=author", "profile link"):
            near = [e for e in ranked if e.getparent() is ranked[0].getparent() or _cousins(e, ranked[0])]
            texts = list(dict.fromkeys(filter(None, map(_name_in, near[:6]))))
            if texts:
                yield (texts[0] if len(texts) == 1 else texts), f"page {name}"
            continue
        for element in ranked[:5]:
            profiles = [a for a in element.iter("a") if _PROFILE.search(a.get("href") or "")]
            texts = list(dict.fromkeys(text for a in profiles if (text := _name_in(a)) and len(text) < 80))
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
    text = (element.get("content") if element.tag in ("meta", "link") else None) or text_of(
        named if named is not None else element
    )
    return text if text and 2 < len(text) < 160 and not (len(text) < 60 and _CALLS.search(text)) else None
