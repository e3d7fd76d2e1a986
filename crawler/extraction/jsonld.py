"""JSON-LD of a page: every object of every script, repaired where it is plain how, and the one that is the article."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from normalise.text import clean, fold, plain

from .words import word_set

MAX_SCRIPT: Final = 2_000_000
MAX_OBJECTS: Final = 3_000
MAX_DEPTH: Final = 40

ARTICLE_TYPES: Final = word_set(
    """article newsarticle reportagenewsarticle opinionnewsarticle analysisnewsarticle backgroundnewsarticle
    reviewnewsarticle askpublicnewsarticle advertisercontentarticle satiricalarticle liveblogposting blogposting
    socialmediaposting techarticle scholarlyarticle report newsitem medicalscholarlyarticle discussionforumposting
    articleposting posting"""
)
_NEAR_TYPES: Final = word_set(
    "webpage newswebpage itempage creativework videoobject podcastepisode review recipe claimreview event qapage"
)
# Values under these keys are other pages' articles, never this one.
_ASIDE: Final = word_set(
    """itemlistelement haspart mentions citation relatedlink isrelatedto significantlink hascourse review reviews
    comment comments suggestedanswer isbasedon subjectof mainentityofpageother liveblogupdate video image publisher"""
)
_OPENED: Final = re.compile(r"\s*(?:<!--+|/\*\s*<!\[CDATA\[\s*\*/|//\s*<!\[CDATA\[|<!\[CDATA\[)")
_CLOSED: Final = re.compile(r"(?:(?<!-)--+>|/\*\s*\]\]>\s*\*/|//\s*\]\]>|\]\]>)\s*;?\s*\Z")
_LONGEST_TITLE: Final = 500  # characters that are compared, with each of thousands of objects
_END: Final = 100  # characters of a script in which what closes its wrapper is looked for
_TRAILING_COMMA: Final = re.compile(r",(?=\s*[}\]])")
_MISSING_COMMA: Final = re.compile(r"""(["}\]])([^\S\n]*+\n\s*+)(?="[\w@]{1,40}"\s*:)""")
_DOUBLE_COMMA: Final = re.compile(r",(\s*,)+")
_BAD_ESCAPE: Final = re.compile(r'\\(?!["\\/bfnrtu])|\\(?=u(?![0-9a-fA-F]{4}))')
# A string, kept; or what is no JSON between strings. Every branch ends somewhere, so that no mark is scanned twice.
_OUTSIDE: Final = re.compile(
    r'("(?:[^"\\]|\\.)*+(?:"|\Z))|//[^\n]*|/\*(?:[^*]|\*(?!/))*+(?:\*/|\Z)|[\u00a0\u200b\u2060\ufeff]+|\bundefined\b',
    re.DOTALL,
)
_EMPTY_VALUE: Final = re.compile(r'(":)\s*(?=[,}])')


@dataclass(frozen=True, slots=True)
class Linked:
    """What the scripts said: all objects, the article's ones (best first), and the objects by `@id`."""

    objects: tuple[dict[str, Any], ...] = ()
    articles: tuple[dict[str, Any], ...] = ()
    by_id: dict[str, dict[str, Any]] = field(default_factory=dict)
    problems: int = 0

    def first(self, *keys: str) -> tuple[str, Any] | None:
        """The first of `keys` that an article object holds, and its value."""
        for key in keys:
            for article in self.articles:
                value = article.get(key)
                if value not in (None, "", [], {}):
                    return key, value
        return None

    def text(self, *keys: str) -> tuple[str, str] | None:
        """As `first`, for values that are text: markup out, on one line."""
        for key in keys:
            found = self.first(key)
            if found:
                value = as_text(found[1])
                if value:
                    return key, value
        return None

    def resolve(self, value: Any, depth: int = 0) -> Any:
        """`value` with references (`{"@id": …}` alone) replaced by what they point at."""
        if depth > 4:
            return value
        if isinstance(value, list):
            return [self.resolve(item, depth + 1) for item in value[:60]]
        if isinstance(value, dict):
            target = self.by_id.get(str(value.get("@id")))
            if target is not None and target is not value and "name" not in value:
                return target
        return value


def read_jsonld(root: HtmlElement, *, url: str, title: str | None) -> Linked:
    """The JSON-LD of the page; `title` (a heading, or og:title) and `url` tell its article from others listed there."""
    objects: list[dict[str, Any]] = []
    aside: set[int] = set()
    problems = 0
    for script in root.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        text = script.text
        if not text or len(text) > MAX_SCRIPT:
            continue
        values = loads(text)
        problems += not values
        for value in values:
            for item, is_aside in _objects(value):
                objects.append(item)
                if is_aside:
                    aside.add(id(item))
                if len(objects) >= MAX_OBJECTS:
                    break
    by_id: dict[str, dict[str, Any]] = {}
    for item in objects:
        identifier = item.get("@id")
        if isinstance(identifier, str) and len(item) > len(by_id.get(identifier, {"@id": 0})):
            by_id[identifier] = item
    ranked = sorted(
        (
            (score, -order, item)
            for order, item in enumerate(objects)
            if (score := _score(item, url, title, id(item) in aside)) > 0
        ),
        key=lambda row: row[:2],
        reverse=True,
    )
    articles: list[dict[str, Any]] = []
    if ranked:
        articles = [item for score, _, item in ranked if score >= ranked[0][0] - 4]
    return Linked(tuple(objects), tuple(articles), by_id, problems)


def loads(text: str) -> list[Any]:
    """The JSON values of a script; broken ones repaired step by step, [] where it is not plain how.

    >>> loads('<!-- {"a": "x\\ny", } -->')
    [{'a': 'x\\ny'}]
    """
    for attempt in _attempts(text):
        try:
            return [json.loads(attempt, strict=False)]
        except (ValueError, RecursionError):
            continue
    return _several(text)


def _attempts(text: str) -> Iterator[str]:
    yield text
    text = _unwrapped(_unwrapped(text.strip("\ufeff \t\r\n"))).rstrip(";")
    yield text
    bare = _OUTSIDE.sub(_without_notes, text)
    if bare != text:
        yield _TRAILING_COMMA.sub("", bare)
    text = _DOUBLE_COMMA.sub(",", _TRAILING_COMMA.sub("", text))
    yield text
    text = _BAD_ESCAPE.sub(r"\\\\", text.replace("\\'", "'"))
    yield text
    text = _EMPTY_VALUE.sub(r"\1 null", _MISSING_COMMA.sub(r"\1,\2", text))
    yield text
    if "&quot;" in text or "&#34;" in text:
        yield html.unescape(text)
    yield _escape_inner_quotes(text)
    opened = text.count("{") - text.count("}")
    if 0 < opened < 5:
        yield text + "}" * opened


def _without_notes(found: re.Match[str]) -> str:
    """Comments and odd spaces between strings left out, and `undefined` as JSON has it."""
    return found[1] or ("null" if found[0] == "undefined" else " ")


def _unwrapped(text: str) -> str:
    """`text` without the comment or CDATA section around it."""
    opened = _OPENED.match(text)
    text = text[opened.end() :] if opened else text
    text, end = text[:-_END], text[-_END:]
    return (text + _CLOSED.sub("", end)).strip()


def _several(text: str) -> list[Any]:
    """Objects one after another, without a list around them."""
    decoder = json.JSONDecoder(strict=False)
    values: list[Any] = []
    position = text.find("{")
    while position >= 0 and len(values) < 20:
        try:
            value, end = decoder.raw_decode(text, position)
        except (ValueError, RecursionError):
            break
        values.append(value)
        position = text.find("{", end)
    return values


def _escape_inner_quotes(text: str) -> str:
    """Quotes inside a string escaped: one that nothing of JSON's grammar follows does not end the string."""
    if len(text) > 200_000:
        return text
    out: list[str] = []
    inside = False
    for index, char in enumerate(text):
        if char == '"' and (index == 0 or text[index - 1] != "\\"):
            if not inside:
                inside = True
            else:
                after = text[index + 1 : index + 40].lstrip()
                if (
                    not after
                    or after[0] in ":}]"
                    or (after[0] == "," and after[1:].lstrip()[:1] in ('"', "{", "[", "}", "]", ""))
                ):
                    inside = False
                else:
                    out.append("\\")
        out.append(char)
    return "".join(out)


def _objects(value: Any) -> Iterator[tuple[dict[str, Any], bool]]:
    stack: list[tuple[Any, bool, int]] = [(value, False, 0)]
    count = 0
    while stack and count < MAX_OBJECTS:
        current, aside, depth = stack.pop()
        if isinstance(current, dict):
            count += 1
            yield current, aside
            if depth < MAX_DEPTH:
                for key, child in reversed(list(current.items())):
                    if isinstance(child, dict | list):
                        stack.append((child, aside or str(key).lower() in _ASIDE, depth + 1))
        elif isinstance(current, list) and depth < MAX_DEPTH:
            stack.extend((child, aside, depth + 1) for child in reversed(current[:1000]))


def types_of(item: dict[str, Any]) -> frozenset[str]:
    """An object's types, lower case, without the address of their vocabulary."""
    kinds = item.get("@type")
    if isinstance(kinds, str) and kinds.isalpha():  # nearly all
        return frozenset((kinds.lower(),))
    values = kinds if isinstance(kinds, list) else [kinds]
    return frozenset(re.split(r"[/#:]", value)[-1].strip().lower() for value in values if isinstance(value, str))


def _score(item: dict[str, Any], url: str, title: str | None, aside: bool) -> int:
    kinds = types_of(item)
    if kinds & ARTICLE_TYPES:
        score = 10
    elif (kinds & _NEAR_TYPES and ("datePublished" in item or "headline" in item or "author" in item)) or (
        not kinds and "headline" in item and "datePublished" in item
    ):
        score = 3
    else:
        return 0
    if aside:
        score -= 9
    headline = as_text(item.get("headline") or item.get("name"))
    if headline and title:
        said, shown = fold(headline[:_LONGEST_TITLE]), fold(title[:_LONGEST_TITLE])
        score += 6 if said[:40] in shown or shown[:40] in said else 0
    for key in ("url", "mainEntityOfPage", "@id"):
        address = item.get(key)
        if isinstance(address, dict):
            address = address.get("@id") or address.get("url")
        if isinstance(address, str) and _same_path(address, url):
            score += 5
            break
    score += ("datePublished" in item) + ("author" in item) + ("headline" in item)
    return max(score, 0)


def _same_path(a: str, b: str) -> bool:
    try:
        one, other = urlsplit(a).path.rstrip("/"), urlsplit(b).path.rstrip("/")
    except ValueError:
        return False
    return len(one) > 1 and one == other


def as_text(value: Any) -> str | None:
    """A value that should be text as one clean line: the first of a list, `@value` or `name` of an object; or None.

    >>> as_text(["A &amp; B"]), as_text({"@value": "x"}), as_text(5), as_text({})
    ('A & B', 'x', None, None)
    """
    for _ in range(4):
        if isinstance(value, list):
            value = next((item for item in value if item), None)
        elif isinstance(value, dict):
            value = value.get("@value") or value.get("name") or value.get("headline")
        else:
            break
    return plain(value) or None if isinstance(value, str) else None


def as_paragraphs(value: Any) -> str | None:
    """articleBody as text with its line breaks, entities decoded and markup out; None where there is none."""
    if isinstance(value, list):
        value = "\n".join(part for part in value if isinstance(part, str))
    if not isinstance(value, str) or not value.strip():
        return None
    if "<" in value or "&" in value:
        value = re.sub(
            r"<(?:/p|br|/div|/h\d|/li)\b[^<>]{0,200}>",
            "\n",
            html.unescape(value) if "&lt;" in value else value,
            flags=re.IGNORECASE,
        )
        value = "\n".join(plain(line) for line in value.splitlines())
    elif "\\n" in value:
        value = value.replace("\\r", "").replace("\\n", "\n")
    return "\n\n".join(line for part in value.splitlines() if (line := clean(part))) or None
