"""The headline: the heading, JSON-LD, Open Graph and `<title>` say it differently; what two of them say is it."""

from __future__ import annotations

import re
from typing import Final

from lxml.html import HtmlElement

from normalise.text import clean, fold

from .jsonld import Linked
from .metadata import Meta

TITLE_KEYS: Final = ("og:title", "twitter:title", "parsely-title", "sailthru.title", "dc.title", "title", "headline")
_PARTS: Final = re.compile(r"\s+[|•·»«–—-]\s+|\s*[|｜ㅣ]\s*|\s::\s|\s-{2,3}\s")
_WORDS: Final = re.compile(r"\w+")
_NOT_TITLES: Final = re.compile(r"logo|brand|masthead|site-?(?:title|name)|visually|sr-only|screen-reader", re.IGNORECASE)


def read_headline(root: HtmlElement, meta: Meta, linked: Linked, site: str | None) -> tuple[str, str] | None:
    """The article's headline and where it came from; None where the page names none."""
    candidates: list[tuple[str, str]] = []
    headings = _headings(root)
    candidates += [(text, "h1") for text in headings]
    found = linked.text("headline")
    if found:
        candidates.append((found[1], "json-ld headline"))
    for key in TITLE_KEYS:
        if key in meta.values:
            candidates.append((meta.values[key][0], f"meta {key}"))
    title = root.find(".//title")
    if title is not None and (text := clean(title.text_content())):
        candidates.append((text, "title"))
    if not candidates:
        return None
    shortened = [(_without_site(text, site, candidates) if origin.startswith(("meta", "title")) else text, origin) for text, origin in candidates]
    votes = [(_key(text), text, origin) for text, origin in shortened if _key(text)]
    if not votes:
        return None
    best, best_score = votes[0], -1.0
    for order, vote in enumerate(votes):
        score = sum(_alike(vote[0], other[0]) for other in votes) + _trust(vote[2]) - order * 0.01
        if score > best_score:
            best, best_score = vote, score
    return best[1], best[2]


def _trust(origin: str) -> float:
    if origin == "h1":
        return 1.2
    if origin.startswith("json-ld"):
        return 0.7
    if origin == "meta og:title":
        return 0.4
    return 0.0


def _alike(a: str, b: str) -> float:
    return 1.0 if a == b else 0.0


def _key(text: str) -> str:
    return "".join(_WORDS.findall(fold(text)))


def _headings(root: HtmlElement) -> list[str]:
    found: list[str] = []
    for heading in root.iter("h1"):
        names = f"{heading.get('class', '')} {heading.get('id', '')}"
        if _NOT_TITLES.search(names):
            continue
        text = clean(" ".join(heading.itertext()))
        if text and len(text) < 400:
            found.append(text)
        if len(found) >= 8:
            break
    return found[:1] if len(found) == 1 else found


def _without_site(text: str, site: str | None, candidates: list[tuple[str, str]]) -> str:
    """`Headline - Outlet` without the outlet: parts cut from the end (or the start) that no other witness has."""
    parts = _PARTS.split(text)
    if len(parts) < 2:
        return text
    others = {_key(other) for other, _ in candidates if other != text}
    for end in range(len(parts) - 1, 0, -1):
        cut = text[: _end_of(text, parts, end)].strip()
        if _key(cut) in others:
            return cut
    folded = _key(site) if site else ""
    if folded and (_key(parts[-1]) == folded or folded in _key(parts[-1]) or (len(_key(parts[-1])) > 3 and _key(parts[-1]) in folded)):
        return text[: _end_of(text, parts, len(parts) - 1)].strip()
    if folded and _key(parts[0]) == folded:
        return text[text.index(parts[1], len(parts[0])) :].strip()
    return text


def _end_of(text: str, parts: list[str], count: int) -> int:
    """Where the first `count` parts end in `text`."""
    position = 0
    for part in parts[:count]:
        position = text.index(part, position) + len(part)
    return position
