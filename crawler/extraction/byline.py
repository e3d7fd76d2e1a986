"""Who wrote it: JSON-LD, meta, microdata and the page's byline, as raw values for `normalise.bylines.parse_byline`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice, takewhile
from typing import Any, Final

from lxml.html import HtmlElement

from normalise import bylines
from normalise.byline_eastern_lines import byline_in, is_byline
from normalise.byline_names import GIVEN_NAMES, PARTICLES
from normalise.byline_organisations import MARKERS
from normalise.bylines import Byline
from normalise.text import fold

from .blocks import Blocks
from .dating import names_a_date, near_blocks
from .jsonld import Linked
from .metadata import Meta
from .place import by_nearness, is_aside, is_near, is_teaser, lines_of, text_of

_META: Final = (
    "parsely-author", "sailthru.author", "author", "article:author_name", "byl", "dc.creator", "dcterms.creator",
    "citation_author", "article:author", "og:article:author", "creator", "cxenseparse:author", "byline", "authors",
    "dc.creator.name",
)  # fmt: skip
# Kinds of hints that `blocks.walk` collects, most certain first.
_HINTS: Final = ("rel=author", "itemprop=author", "byline", "profile link", "author")
_PROFILE: Final = re.compile(
    r"/(?:author|authors|autor|autoren|auteur|auteurs|by|byline|staff|people|person|profile|profiles|journalist|journalists|reporter"
    r"|contributor|contributors|writer|writers|columnist|correspondent|redaktion|team|av|yazar|yazarlar|about/editors)s?/",
    re.IGNORECASE,
)
_AUTHORS: Final = re.compile(r"/(?:author|autor|auteur|by|writer|columnist|contributor|journalist)", re.IGNORECASE)
# A name in brackets that closes the text: (איתמר אייכנר)
_CLOSING: Final = re.compile(r"[(（]\s{0,3}([^()（）《》“”«»\n\d]{4,60}?)\s{0,3}[)）]\s{0,3}\.?\s{0,3}$")
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
_MOST_RANKED: Final = 20
_MOST_LISTED: Final = 4
_COMMENT: Final = re.compile(r"comment|kommentar|yorum|talkback", re.IGNORECASE)
_AGO: Final = re.compile(r"\b(?:published|updated|posted)\b.{0,20}\bago\b", re.IGNORECASE)
_LONG_LINE: Final = 60  # characters: far from the headline, an element named for an author holds a name or no byline
_STANDFIRST: Final = 160  # characters: lines before the text are shorter, its paragraphs seldom
_OPENED: Final = re.compile(r"(?:by|von|par|por|di|door|av|af|מאת|بقلم)\b[\s:]{1,3}(\S.+)", re.IGNORECASE)
_NAME: Final = re.compile(r"[A-ZÀ-ÞĀ-Ž][^\W\d_]*[.'’-]?(?:\s?[^\W\d_]+[.'’-]?){0,2}\s[A-ZÀ-ÞĀ-Ž][^\W\d_]")
_CASELESS: Final = re.compile("[\u0590-\u06ff]")
_WORD: Final = re.compile(r"[^\W\d_]+")
_PARTS: Final = re.compile(r"\s?[|·•]\s?|\s[–—-]\s")
# (责编：…), (Photo: …): what the people in brackets at the end did
_CREDIT: Final = re.compile(r"([^:：]{1,24})\s?[:：]\s?(.+)", re.DOTALL)
_WRITER: Final = re.compile(
    r"by|text|words|author|reporting|von|autor(?:in|en|es)?|texte|yazan|haber|muhabir|责编|责任编辑|編輯|编辑|记者|記者|文"
    r"|מאת|כתב(?:ת|ים|ות)?|بقلم|كتب(?:ت)?|إعداد|تحرير|نویسنده|گزارش",
    re.IGNORECASE,
)
# "Veröffentlicht am 27.04.24 um 07:39 Uhr": a line that tells when and nobody
_ONLY_WHEN: Final = re.compile(
    r"(?:published|posted|updated|last updated|created|veröffentlicht|erschienen|aktualisiert|stand|publié|mis à jour"
    r"|publicado|actualizado|pubblicato|aggiornato|yayın\w*|güncel\w*|опубликовано"
    r"|פורסם|עודכן|نشر|تم النشر|آخر تحديث)\b"
    r"(?!.*\b(?:by|von|par|por|di|da|af|av|מאת|بقلم)\b)[^\n]{0,12}\d",
    re.IGNORECASE,
)
_DAY: Final = re.compile(r"\W*\d{1,2}\W{1,3}(?:de )?[^\W\d]{3,12}\W{1,3}(?:de )?\d{4}\W*$")  # "4 octubre, 2024"
# A line of facts about the story: "Autorin/Autor Grete Halm"
_LABELLED: Final = re.compile(
    r"(?:authors?|written by|autor(?:/autorin|in/autor|in|es|a)?|auteur(?:e|s)?|autore|yazar|muhabir|автор"
    r"|כתב(?:ת)?|מאת|الكاتب|بقلم|نویسنده)\s?[:\s]\s?(\S.{2,60})$",
    re.IGNORECASE,
)
# Between two people, of whom one may have no profile to link to
_JOINED: Final = re.compile(r"\s(?:and|und|et|y|e|i|og|och|en|ve|&)\s|\s[ו]\S|\sو\s?\S")
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
        if not source.startswith(("json-ld", "meta")):
            found = _as_printed(found)
        if found.people:
            return found, source
        if organisations is None and (found.organisations or found.desks):
            organisations = found, source
    return organisations or (Byline(""), "")


def parse(raw: Any, outlets: Sequence[str]) -> Byline:
    """`parse_byline` with each of an outlet's names: what it calls itself, and the name in its address.

    Who is called as the outlet is, or as the outlet with other words around it, is no person.
    """
    found = bylines.parse_byline(raw, outlet=outlets[0] if outlets else None)
    for other in outlets[1:]:
        if any(person.key.replace(" ", "") == fold(other) for person in found.people):
            found = bylines.parse_byline(raw, outlet=other)
    named = [person for person in found.people if any(_is_outlet(person.key, outlet) for outlet in outlets)]
    if not named:
        return found
    organisations = dict.fromkeys((*found.organisations, *(person.name for person in named)))
    people = tuple(person for person in found.people if person not in named)
    return replace(found, people=people, organisations=tuple(organisations))


def _is_outlet(key: str, outlet: str) -> bool:
    """Whether a name is the outlet's: "Harbour Gazette Online", "Edition Harbour Gazette", "harbour", "harbour1"."""
    name, words = fold(outlet), key.split()
    if " " in name and (key.endswith(f" {name}") or key.startswith(f"{name} ")):
        return True
    joined, whole = "".join(words).rstrip("0123456789"), name.replace(" ", "")
    if joined == whole:
        return True
    return len(words) == 1 and len(joined) > 3 and whole.startswith(joined) and whole[len(joined) :] in MARKERS


def _as_printed(found: Byline) -> Byline:
    """`found` without what is no name as a page prints one: "read more of", "Satellite imagery".

    Small letters stand in a name for its particles, or all through it if its first word is a given name.
    """
    people = tuple(person for person in found.people if _is_printed_name(person.name))
    return found if len(people) == len(found.people) else replace(found, people=people)


def _is_printed_name(name: str) -> bool:
    words = name.split()
    small = [word for word in words if word.islower() and fold(word) not in PARTICLES]
    return not small or (len(small) == len(words) and (len(words) == 1 or fold(words[0]) in GIVEN_NAMES))


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
        named = _CREDIT.match(closing[1])
        if named is None or _WRITER.fullmatch(named[1]):  # (Photo: …) names somebody else
            yield (named[2] if named else closing[1]), "text closing brackets"
    if lines and (stated := byline_in(lines)):
        yield stated, "text byline"
    around = near_blocks(page, heading, before=2, after=8)
    yield from ((block.text, "page line by the headline") for block in around if is_byline(block.text))
    for block in around:
        for part in _PARTS.split(block.text) if len(block.text) < 160 else ():
            opened = _OPENED.match(part) or _LABELLED.match(part)
            if opened and len(part) < 90 and _is_names(opened[1]):
                yield part, "page line by the headline"
    yield from _marked(root, page, heading)
    for block in page.blocks:
        if len(block.text) < 80 and (labelled := _LABELLED.match(block.text)):
            yield labelled[1], "page labelled line"
    for block in around:
        dated = len(block.text) < 120 and (names_a_date(block.text) or _AGO.search(block.text))
        if dated and _names_alone(_first_part(block.text), text or "", root):
            yield _first_part(block.text), "page line with the date"
    opening = list(islice(takewhile(lambda line: len(line) < _STANDFIRST, lines), 4))
    for line, place in (
        *((line, "opening") for line in opening or lines[:1]),
        *((line, "closing") for line in lines[-1:]),
    ):
        if len(line) < 90 and (_OPENING.match(line) or _names_alone(line, text or "", root)):
            yield line, f"text {place} line"


def _is_names(text: str) -> bool:
    """Whether a text begins with a name, as far as its script tells one."""
    return _NAME.match(text) is not None or (_CASELESS.match(text) is not None and len(text.split()) <= 5)


def _names_alone(line: str, text: str, root: HtmlElement) -> bool:
    """Whether a line is nothing but names. A heading looks the same: "Wild Cats", "What You Can Do", "SKIP THIS".

    Who is not called by a given name that is known must be told from one: that is marked as a heading, is all in
    capitals, or its words stand in small letters in the page's text, too.
    """
    if not _NAMES_ALONE.match(line):
        return False
    words = _WORD.findall(line)
    if fold(words[0]) in GIVEN_NAMES:
        return True
    small = "|".join(re.escape(word.lower()) for word in words if fold(word) not in PARTICLES)
    if line.isupper() or re.search(rf"\b(?:{small})\b", text):
        return False
    return not any(line in (text_of(heading) or "") for heading in root.iter("h1", "h2", "h3", "h4"))


def _first_part(line: str) -> str:
    return _PARTS.split(line, maxsplit=1)[0].strip()


def looks_like_byline(line: str) -> bool:
    """Whether a short line opens as a byline does ("By …", "מאת …"), closes in brackets, or is nothing but names."""
    return bool(_OPENING.match(line) or _LABELLED.match(line) or _NAMES_ALONE.match(line) or _CLOSING.fullmatch(line))


def _marked(root: HtmlElement, page: Blocks, heading: HtmlElement | None) -> Iterator[tuple[Any, str]]:
    for name in _HINTS:
        if name == "profile link":
            elements = [a for a in root.iter("a") if _PROFILE.search(a.get("href") or "") and text_of(a)]
        else:
            elements = page.hints.get(name, [])
        nearest_first = by_nearness(elements[:_MOST], heading)
        ranked = list(islice((e for e in nearest_first if _is_of_story(e, name, heading)), _MOST_RANKED))
        if not ranked:
            continue
        if name == "profile link" and not is_near(ranked[0], heading):
            continue
        if name in ("rel=author", "itemprop=author", "profile link"):
            near = [e for e in ranked if e.getparent() is ranked[0].getparent() or _cousins(e, ranked[0])]
            if name == "profile link":  # /people/ and /profile/ are of those who are written about, too
                told_of = fold(text_of(heading)) if heading is not None else ""
                near = [link for link in near if not (_in_running_text(link) or fold(text_of(link)) in told_of)]
                if len(near) > _MOST_LISTED and all(link.getparent().tag == "li" for link in near):
                    continue  # the columnists, in a menu
            texts = list(dict.fromkeys(filter(None, map(_name_in, near[:6]))))
            if name == "profile link":
                texts = [text for text in texts if " " in text or not text.isascii()]
            if texts:
                yield (texts[0] if len(texts) == 1 else texts), f"page {name}"
            continue
        for element in ranked[:5]:
            profiles = [a for a in element.iter("a") if _PROFILE.search(a.get("href") or "")]
            texts = list(dict.fromkeys(text for a in profiles if (text := _name_in(a)) and len(text) < 80))
            line = _name_in(element)
            more = bool(line and _JOINED.search(line) and len(bylines.parse_byline(line).people) > len(texts))
            if texts and not more:
                yield (texts[0] if len(texts) == 1 else texts), f"page {name}"
            if line and (len(line) < _LONG_LINE or is_near(element, heading)):
                yield line, f"page {name}"


def _is_of_story(element: HtmlElement, hint: str, heading: HtmlElement | None) -> bool:
    if hint == "rel=author" or not is_aside(element, heading):
        return True
    return is_near(element, heading, levels=4) and not _is_anothers(element, heading)


def _is_anothers(element: HtmlElement, heading: HtmlElement | None) -> bool:
    """Whether an element names who took a picture, wrote a comment or another story."""
    around = islice((element, *element.iterancestors()), 6)
    if any(
        ancestor.tag in ("figure", "figcaption") or _COMMENT.search(ancestor.get("class") or "") for ancestor in around
    ):
        return True
    return is_teaser(element, heading)


def _in_running_text(link: HtmlElement) -> bool:
    """Whether a link stands in a headline or in the middle of a paragraph, where it leads to somebody told of."""
    for parent in islice(link.iterancestors(), 3):
        if parent.tag in ("h1", "h2"):
            return not _AUTHORS.search(link.get("href") or "")
        if parent.tag == "p":
            return len(text_of(parent) or "") > len(text_of(link) or "") + _LONG_LINE * 2
    return False


def _cousins(one: HtmlElement, other: HtmlElement) -> bool:
    a, b = one.getparent(), other.getparent()
    return a is not None and b is not None and a.tag == b.tag and a.getparent() is b.getparent()


def _name_in(element: HtmlElement) -> str | None:
    named = element.find('.//*[@itemprop="name"]')
    text = (element.get("content") if element.tag in ("meta", "link") else None) or lines_of(
        named if named is not None else element
    )
    if not text or not 2 < len(text) < 160 or text.endswith(("?", "!", "؟")):
        return None
    if _ONLY_WHEN.match(text) or _DAY.match(text):
        return None
    return None if len(text) < 60 and _CALLS.search(text) else text
