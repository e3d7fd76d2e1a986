"""What an element's tag, class, id, role and style say of it: noise, the article's body, or nothing."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice, pairwise
from typing import Final, NamedTuple

from lxml.html import HtmlElement

from .words import BODY_PROPERTIES, BODY_RUNS, NOISE_PAIRS, NOISE_STEMS, NOISE_WORDS, PICTURE_WORDS, word_set

NOISE_TAGS: Final = word_set("nav footer aside form figure figcaption dialog menu address amp-ad fieldset header")
_NEVER_NOISE: Final = frozenset({"html", "body", "main", "article"})
_ROWS: Final = frozenset({"tr", "tbody", "thead"})
_TITLES: Final = frozenset({"h2", "h3", "h4", "h5", "h6"})
_NOISE_ROLES: Final = word_set(
    "navigation complementary contentinfo banner search dialog alertdialog menu menubar toolbar tablist note form"
)
_PROPERTY_HINTS: Final = {
    "author": "itemprop=author", "creator": "itemprop=author",
    "datepublished": "dated", "datecreated": "dated", "datemodified": "dated",
}  # fmt: skip
_NOISE_PROPERTIES: Final = frozenset({"author", "publisher", "comment", "caption", "datepublished", "video", "image"})
_NAMED: Final = frozenset({"data-component", "data-testid", "data-type"})
_TELLING: Final = _NAMED | {"class", "id", "style", "hidden", "aria-hidden", "role", "itemprop", "rel"}
# "has-sidebar", "no-comments", "sidebar-grid", "content-with-sidebar": how a page is laid out, not what an element is
_MODIFIERS: Final = frozenset({"has", "no", "with", "without", "hide", "show", "hidden"})
_LAYOUTS: Final = frozenset({"with", "without", "layout", "grid", "tab", "tabs"})
_HIDDEN: Final = re.compile(r"display\s{0,5}:\s{0,5}none|visibility\s{0,5}:\s{0,5}hidden", re.IGNORECASE)
_SEPARATORS: Final = str.maketrans("-_:./|", "      ")  # class names hold no white space
_PAIR_STARTS: Final = frozenset(pair.split("-", 1)[0] for pair in NOISE_PAIRS)
_STEM_START: Final = 4  # letters: as many as the shortest stem has
_STEM_STARTS: Final = frozenset(stem[:_STEM_START] for stem in NOISE_STEMS)
_HUMPS: Final = re.compile(r"[A-Z]?[a-z]{4,}")
_MENU: Final = re.compile(
    r"(?:^|\s)(?:(?:site|main|global|top|page|primary|secondary|mobile|header|footer)[-_]{0,2})?"
    r"(?:nav|navbar|navigation|menu|submenu|megamenu|breadcrumbs?|footer)(?=\s|$)",
    re.IGNORECASE,
)
_HEADERS: Final = re.compile(
    r"(?:article|entry|page|section|post|story)?[-_]*(?:header|heading|title|hed)", re.IGNORECASE
)


# Hints that a class gives, the most certain first, and the names that give them.
_HINTS: Final = ("byline", "author", "dated")
_HINT_PATTERNS: Final = (
    re.compile(r"by-?line"),
    re.compile(r"author|writer|reporter|autor|contributor|journalist|yazar|muhabir|katib|credit-name"),
    re.compile(r"date|publish|time|tarih|posted"),
)
# WordPress puts what a post is filed under into the classes of its element: "hentry category-ports tag-comments"
_POST: Final = re.compile(r"(?:^|\s)(?:hentry|type-post|post-\d+)(?=\s|$)")
_TERMS: Final = ("tag-", "category-")
# Inline elements around a company's name in a sentence
_IN_SENTENCE: Final = re.compile(r"(?:stock-?)?ticker(?:-?symbol)?$", re.IGNORECASE)
# Every name that BODY_RUNS fits holds one of these. Most names hold none of them and no hint, and are soon told apart.
_BODYISH: Final = (
    "body|text|cont|copy|corp|entry|desc|elem|modul|sect|rich|para|inhalt|wsw|metni|icerik|cuerpo|matn|instaread|artic"
    "|story|detay|parser"
)
_HINT_OR_BODYISH: Final = re.compile("|".join((*(pattern.pattern for pattern in _HINT_PATTERNS), _BODYISH)))


class Named(NamedTuple):
    """What class and id say: noise, the article's body, or a hint at who wrote it or when."""

    noise: bool
    marked: bool
    hint: str | None


_NOTHING: Final = Named(noise=False, marked=False, hint=None)
_NOISE: Final = Named(noise=True, marked=False, hint=None)
# noise, marked, class and id, hint
Judged = tuple[bool, bool, str, str | None]


def judge(element: HtmlElement, tag: str) -> Judged:
    """Noise, marked as the body, class and id, and hint: what a block-level element is by its tag and attributes."""
    noise = tag in NOISE_TAGS and not (tag == "figure" and element.find(".//blockquote") is not None)
    attributes = element.items()
    if not attributes:
        return noise, False, "", None
    marked = hidden = body = False
    names = extra = ""
    hint: str | None = None
    for key, value in attributes:
        if key not in _TELLING:
            continue
        if key == "class" or (key == "id" and tag not in _TITLES):  # a heading's id is made of its text
            names = f"{names} {value}" if names else value
        elif key == "style":
            hidden = hidden or ("n" in value and _HIDDEN.search(value) is not None)
        elif key == "hidden" or (key == "aria-hidden" and value == "true"):
            hidden = True
        elif key == "role":
            noise = noise or value in _NOISE_ROLES
        elif key == "itemprop":
            lowered = value.lower()
            body = lowered in BODY_PROPERTIES
            noise = noise or lowered in _NOISE_PROPERTIES
            hint = _PROPERTY_HINTS.get(lowered)
        elif key == "rel" and value == "author":
            hint = "rel=author"
        elif key in _NAMED:
            extra = value
    if names:
        by_name, marked, named_hint = judge_names(names)
        hint = hint or named_hint
        if by_name and (
            (tag in _TITLES and not _noise_in_title(names)) or (tag == "blockquote" and "pull" not in names.lower())
        ):
            by_name = False
        noise = noise or (by_name and tag not in _ROWS)
    if extra and not noise:
        named = judge_names(extra)
        noise, hint = named.noise, hint or named.hint
    if body:
        return hidden, True, names, hint
    return (noise or hidden) and tag not in _NEVER_NOISE, marked, names, hint


def is_menu(element: HtmlElement, tag: str, names: str) -> bool:
    """Whether an element that is noise holds links alone: a third of a page's elements do, and need no reading."""
    if (
        not (tag in ("nav", "footer") or _is_menu_name(names))
        or next(element.iter("p", "h1", "article", "time"), None) is not None
    ):
        return False
    return sum(1 for _ in islice(element.iter("a"), 3)) == 3


def judge_inline(attributes: list[tuple[str, str]]) -> tuple[bool, str | None]:
    """Whether an inline element with these attributes is noise by its class, or not shown; and what it hints at."""
    noise = False
    hint: str | None = None
    for key, value in attributes:
        if key not in _TELLING:
            continue
        if key == "class":
            noise, _, named_hint = judge_names(value)
            noise = noise and not _IN_SENTENCE.match(value)
            hint = hint or named_hint
        elif (
            key == "hidden"
            or (key == "aria-hidden" and value == "true")
            or (key == "style" and "n" in value and _HIDDEN.search(value))
        ):
            noise = True
        elif key == "rel" and value == "author":
            hint = "rel=author"
        elif key == "itemprop":
            hint = _PROPERTY_HINTS.get(value.lower(), hint)
    return noise, hint


@lru_cache(maxsize=8192)
def _is_menu_name(names: str) -> bool:
    return _MENU.search(names) is not None


# Caches: an outlet's pages repeat a few hundred class strings, and all outlets' pages a few thousand names.
@lru_cache(maxsize=8192)
def judge_names(names: str) -> Named:
    """What class and id words say, together.

    >>> judge_names("article__body js-text").marked, judge_names("relatedArticles").noise
    (True, True)
    >>> judge_names("has-sidebar").noise
    False
    """
    noise = marked = False
    hint: str | None = None
    is_post = ("tag-" in names or "category-" in names) and _POST.search(names) is not None
    for name in names.split():
        if is_post and name.startswith(_TERMS):
            continue
        is_noise, is_marked, said = _judge_name(name)
        noise = noise or is_noise
        marked = marked or is_marked
        if said and (hint is None or _HINTS.index(said) < _HINTS.index(hint)):
            hint = said
    return Named(noise, marked, hint)


@lru_cache(maxsize=16384)
def _judge_name(name: str) -> Named:
    lowered = name.lower()
    noise = _is_noise(name, lowered)
    if _HINT_OR_BODYISH.search(lowered) is None:
        return _NOISE if noise else _NOTHING
    hint = next((kind for kind, pattern in zip(_HINTS, _HINT_PATTERNS, strict=True) if pattern.search(lowered)), None)
    return Named(noise, BODY_RUNS.search(lowered) is not None, hint)


def _is_noise(name: str, lowered: str) -> bool:
    if lowered in NOISE_WORDS:
        return not _is_layout(_parts(lowered))
    parts = _parts(lowered)
    if _is_layout(parts):
        return False
    if parts[0] in PICTURE_WORDS or not NOISE_WORDS.isdisjoint(parts):
        return True
    for part in parts:  # a loop, not any(): this runs for every new name of every page
        if part[:_STEM_START] in _STEM_STARTS and part.startswith(NOISE_STEMS):
            return True
    if not _PAIR_STARTS.isdisjoint(parts) and any(f"{one}-{other}" in NOISE_PAIRS for one, other in pairwise(parts)):
        return True
    if name == lowered:
        return False
    humps = [hump.lower() for hump in _HUMPS.findall(name)]
    return any(hump.startswith(NOISE_STEMS) for hump in humps) or not NOISE_WORDS.isdisjoint(humps)


def _parts(lowered: str) -> list[str]:
    """The words between separators; `[""]` where there is none."""
    return lowered.translate(_SEPARATORS).split() or [""]


def _is_layout(parts: list[str]) -> bool:
    return len(parts) > 1 and (parts[0] in _MODIFIERS or not _LAYOUTS.isdisjoint(parts))


def _noise_in_title(names: str) -> bool:
    """A heading inside the text may be named a header of the article: that alone is no noise."""
    return judge_names(_HEADERS.sub(" ", names)).noise
