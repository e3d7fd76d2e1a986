"""The headline: the heading, JSON-LD, Open Graph and `<title>` say it differently; what two of them say is it."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from lxml.html import HtmlElement

from normalise.text import clean, fold

from .jsonld import Linked
from .metadata import Meta
from .place import beginning_of

TITLE_KEYS: Final = ("og:title", "twitter:title", "parsely-title", "sailthru.title", "dc.title", "title", "headline")
_PARTS: Final = re.compile(r"\s+[|•·»«–—-]\s+|\s*[|｜ㅣ]\s*|\s::\s|\s-{2,3}\s")
_TAIL: Final = re.compile(r"\s?[|｜ㅣ:·•»–—-]")
_WORDS: Final = re.compile(r"\w+")
_NOT_TITLES: Final = re.compile(
    r"logo|brand|masthead|site-?(?:title|name)|visually|sr-only|screen-reader", re.IGNORECASE
)

_LONGEST = 2_000  # of a headline; each way to cut its site's name off is weighed


def read_headline(root: HtmlElement, meta: Meta, linked: Linked, site: str | None) -> tuple[str, str] | None:
    """The article's headline and where it came from; None where the page names none.

    Three witnesses count: the heading a reader sees, JSON-LD, and the meta elements (with `<title>`) as one, since they
    are filled from one field. What two of them say wins; the heading, where all differ. A kicker before it is cut off
    where another witness has the headline without it.
    """
    title = root.find(".//title")
    metas = [(meta.values[key][0][:_LONGEST].rstrip(), f"meta {key}") for key in TITLE_KEYS if key in meta.values]
    if title is not None and (text := clean("".join(title.itertext())[:_LONGEST])):
        metas.append((text, "title"))
    stated = linked.text("headline")
    stated = (stated[0], stated[1][:_LONGEST].rstrip()) if stated else None
    headings = [(text[:_LONGEST].rstrip(), "h1") for text in _headings(root)]
    others = {_key(text) for text, _ in (*headings, *metas)} | ({_key(stated[1])} if stated else set())
    metas = [(_without_site(text, site, others), origin) for text, origin in metas]
    declared = [(_without_site(stated[1], site, others), "json-ld headline")] if stated else []
    families = [family for family in (_fitting(headings, [*declared, *metas]), declared, metas) if family]
    if not families:
        return None
    best, most = families[0][0], 0.0
    for place, family in enumerate(families):
        for order, candidate in enumerate(family):
            key = _key(candidate[0])
            if not key:
                continue
            score = sum(_agrees(key, other) for other in families if other is not family) - place * 0.3 - order * 0.02
            if score > most or not _key(best[0]):
                best, most = candidate, score
    return _without_kicker(best, [candidate for family in families for candidate in family])


def _agrees(key: str, family: list[tuple[str, str]]) -> float:
    return float(any(_key(text) == key for text, _ in family))


def _fitting(headings: list[tuple[str, str]], others: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The heading that is this article's: of several, the first that shares most of its words with another witness."""
    if len(headings) < 2 and not (headings and others):
        return headings
    vocabulary = set(_WORDS.findall(fold(" ".join(text for text, _ in others))))
    scored = []
    for heading in headings:
        words = set(_WORDS.findall(fold(heading[0])))
        scored.append((len(words & vocabulary) / len(words) if words else 0.0, len(words) > 2, heading))
    best = max(scored, key=lambda row: row[:2])
    # one that shares no word with what the page says of itself is a logo or a section
    return [best[2]] if best[0] >= 0.2 or not vocabulary or (best[1] and len(headings) == 1 and best[0] > 0) else []


def _without_kicker(best: tuple[str, str], candidates: list[tuple[str, str]]) -> tuple[str, str]:
    key = _key(best[0])
    for text, origin in candidates:
        shorter = _key(text)
        if (
            shorter != key
            and len(shorter) > 15
            and key.startswith(shorter)
            and len(shorter) >= 0.6 * len(key)
            and text in best[0]
            and _TAIL.match(best[0], best[0].index(text) + len(text))
        ):
            return text, origin
        if (
            shorter != key
            and len(shorter) >= 0.45 * len(key)
            and len(shorter) > 15
            and key.endswith(shorter)
            and _ends_whole(best[0], text)
        ):
            return text, origin
    return best


def _ends_whole(longer: str, shorter: str) -> bool:
    """Whether `shorter` begins at a word of `longer`."""
    count = len(_WORDS.findall(shorter))
    return _key(" ".join(_WORDS.findall(longer)[-count:])) == _key(shorter)


@lru_cache(maxsize=512)  # a page says its headline ten times over
def _key(text: str) -> str:
    return "".join(_WORDS.findall(fold(text)))


def _headings(root: HtmlElement) -> list[str]:
    found: list[str] = []
    for heading in root.iter("h1"):
        if _NOT_TITLES.search(f"{heading.get('class', '')} {heading.get('id', '')}"):
            continue
        text = clean(beginning_of(heading))
        if text and len(text) < 400:
            found.append(text)
        if len(found) >= 8:
            break
    return found


def _without_site(text: str, site: str | None, others: set[str]) -> str:
    """`Headline - Outlet` without the outlet: cut where another witness ends, or where the site's own name begins."""
    parts = _PARTS.split(text)
    if len(parts) < 2:
        return text
    whole = _key(text)
    for count in range(len(parts) - 1, 0, -1):
        head = text[: _end_of(text, parts, count)].strip()
        if _key(head) != whole and _key(head) in others:
            return head
        tail = text[_end_of(text, parts, len(parts) - count) :].strip(" |-–—:·•»")
        if _key(tail) != whole and _key(tail) in others and len(_key(tail)) > 15:
            return tail
    name = _key(site) if site else ""
    last, first = _key(parts[-1]), _key(parts[0])
    if name and last and (last == name or name in last or (len(last) > 3 and last in name)):
        return text[: _end_of(text, parts, len(parts) - 1)].strip()
    if name and first == name:
        return text[_end_of(text, parts, 1) :].strip(" |-–—:·•»")
    return text


def _end_of(text: str, parts: list[str], count: int) -> int:
    """Where the first `count` parts end in `text`."""
    position = 0
    for part in parts[:count]:
        position = text.index(part, position) + len(part)
    return position
