"""What an element's tag, class, id, role and style say of it: noise, the article's body, or nothing."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from lxml.html import HtmlElement

from .words import BODY_PROPERTIES, BODY_RUNS, NOISE_PAIRS, NOISE_STEMS, NOISE_WORDS, PICTURE_WORDS

NOISE_TAGS: Final = frozenset("nav footer aside form figure figcaption dialog menu address amp-ad fieldset header".split())
_NEVER_NOISE: Final = frozenset({"html", "body", "main", "article"})
_ROWS: Final = frozenset({"tr", "tbody", "thead"})
_TITLES: Final = frozenset({"h2", "h3", "h4", "h5", "h6"})
_NOISE_ROLES: Final = frozenset(
    "navigation complementary contentinfo banner search dialog alertdialog menu menubar toolbar tablist note form".split()
)
_NOISE_PROPERTIES: Final = frozenset({"author", "publisher", "comment", "caption", "datepublished", "video", "image"})
_NAMED: Final = frozenset({"data-component", "data-testid", "data-type"})
# "has-sidebar", "no-comments", "sidebar-grid", "content-with-sidebar": how a page is laid out, not what an element is
_MODIFIERS: Final = frozenset({"has", "no", "with", "without", "hide", "show", "hidden"})
_LAYOUTS: Final = frozenset({"with", "without", "layout", "grid", "tab", "tabs"})
_HIDDEN: Final = re.compile(r"display\s{0,5}:\s{0,5}none|visibility\s{0,5}:\s{0,5}hidden", re.IGNORECASE)
_SEPARATORS: Final = re.compile(r"[\s_:./|]+|-+")
_HUMPS: Final = re.compile(r"[A-Z]?[a-z]{4,}")
_HEADERS: Final = re.compile(r"(?:article|entry|page|section|post|story)?[-_]*(?:header|heading|title|hed)", re.IGNORECASE)


def judge(element: HtmlElement, tag: str) -> tuple[bool, bool, str]:
    """Whether a block-level element is noise, whether it is marked as the body, and its class and id."""
    noise = tag in NOISE_TAGS and not (tag == "figure" and element.find(".//blockquote") is not None)
    marked = hidden = body = False
    names = extra = ""
    for key, value in element.items():
        if key in ("class", "id"):
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
        elif key in _NAMED:
            extra = value
    if names:
        by_name, marked = judge_names(names)
        if by_name and ((tag in _TITLES and not _noise_in_title(names)) or (tag == "blockquote" and "pull" not in names.lower())):
            by_name = False
        noise = noise or (by_name and tag not in _ROWS)
    if extra and not noise:
        noise = judge_names(extra)[0]
    if body:
        return hidden, True, names
    return (noise or hidden) and tag not in _NEVER_NOISE, marked, names


def is_hidden_inline(element: HtmlElement) -> bool:
    """Whether an inline element is noise by its class, or not shown."""
    for key, value in element.items():
        if key == "class":
            if judge_names(value)[0]:
                return True
        elif key == "hidden" or (key == "aria-hidden" and value == "true"):
            return True
        elif key == "style" and "n" in value and _HIDDEN.search(value):
            return True
    return False


@lru_cache(maxsize=8192)  # an outlet's pages repeat a few hundred class strings
def judge_names(names: str) -> tuple[bool, bool]:
    """Whether class and id words mark noise, and whether they mark the article's body.

    >>> judge_names("article__body js-text"), judge_names("box relatedArticles"), judge_names("has-sidebar")
    ((False, True), (True, False), (False, False))
    """
    marked = BODY_RUNS.search(names) is not None
    noise = False
    for name in names.split():
        parts = [part for part in _SEPARATORS.split(name.lower()) if part]
        if not parts or (len(parts) > 1 and (parts[0] in _MODIFIERS or not _LAYOUTS.isdisjoint(parts))):
            continue
        if parts[0] in PICTURE_WORDS or any(part in NOISE_WORDS for part in parts) or name.lower() in NOISE_WORDS:
            noise = True
        elif any(f"{a}-{b}" in NOISE_PAIRS for a, b in zip(parts, parts[1:], strict=False)):
            noise = True
        elif any(part.startswith(NOISE_STEMS) for part in parts):
            noise = True
        elif any(hump.lower() in NOISE_WORDS or hump.lower().startswith(NOISE_STEMS) for hump in _HUMPS.findall(name)):
            noise = True
        if noise:
            break
    return noise, marked


def _noise_in_title(names: str) -> bool:
    """A heading inside the text may be named a header of the article: that alone is no noise."""
    return judge_names(_HEADERS.sub(" ", names))[0]
