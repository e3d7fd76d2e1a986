"""The headline: the heading, JSON-LD, Open Graph and `<title>` say it differently; what two of them say is it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import islice
from typing import Final

from lxml.html import HtmlElement

from normalise.text import clean, fold

from .headings import Heading, printed, second_headings
from .jsonld import Linked
from .metadata import Meta
from .place import text_of

TITLE_KEYS: Final = ("og:title", "twitter:title", "parsely-title", "sailthru.title", "dc.title", "title", "headline")
_PARTS: Final = re.compile(r"\s+[|•·»«›‹–—-]\s+|\s*[|｜ㅣ]\s*|\s::\s|\s-{2,3}\s")
_TAIL: Final = re.compile(r"\s?[|｜ㅣ:·•»«›‹–—-]")
_WORDS: Final = re.compile(r"\w+")
_KANA: Final = re.compile("[\u3041-\u30ff]")
_LEADING: Final = re.compile(r"^[\s|:·•»«›‹–—-]+")
_MARKS: Final = " |-–—:·•»«›‹"
# Chinese, Japanese and Korean titles have no space before the outlet: 標題-海港新聞, 标题_国际_海港网, 見出し：港新聞
_EASTERN_TAIL: Final = re.compile(
    r"\s?(?P<mark>[-–—－_＿|｜丨/／:：])[-_\s]{0,3}"
    r"(?P<site>(?=\S{0,15}[\u3041-\u30ff\u4e00-\u9fff\uac00-\ud7a3])[^\s\d_|｜丨:：,，。、！？!?“”《》-]{2,16})$"
)
_TAIL_LENGTH: Final = 24  # the longest name, its mark and white space
_LEAST_HEAD: Final = 6
_EASTERN_SITE: Final = re.compile(
    r"(?:(?<![联聯])[网網报報]|新[闻聞]|在[线線]|[频頻]道|[电電][视視]台|广播电台|通[讯訊信]社|新华社|官[网方]|网站|門戶|门户|日刊|周刊|週刊|时报|時報|ニュース"
    r"|オンライン|デジタル|テレビ|뉴스|신문|일보|방송|통신|닷컴|타임스)$"
)
_TRAIL: Final = "h1 of a breadcrumb trail"
_A_SUBJECT: Final = 0.6  # of a headline, at most: a heading that is as long as that begins with it is a headline itself
_LEAST_SHARED: Final = 0.5  # of a second-level heading's words, with another witness
_MOST_LOW: Final = 60  # headings below the first level
_LONGEST: Final = 2_000  # of a headline; each way to cut its site's name off is weighed


def read_headline(
    root: HtmlElement, meta: Meta, linked: Linked, site: str | None, names: Sequence[str] = ()
) -> tuple[str, str] | None:
    """The article's headline and where it came from; None where the page names none.

    Three witnesses count: the heading a reader sees, JSON-LD, and the meta elements (with `<title>`) as one, since they
    are filled from one field. What two of them say wins; where all differ, the heading, but JSON-LD before a heading of
    the second level. A kicker is cut off unless more of them have it than have not. The heading that ends a breadcrumb
    trail is written for search engines: it counts where nothing else does. So does one of the `names` of the outlet.
    """
    title = root.find(".//title")
    metas = [(meta.values[key][0][:_LONGEST].rstrip(), f"meta {key}") for key in TITLE_KEYS if key in meta.values]
    if title is not None and (text := clean("".join(title.itertext())[:_LONGEST])):
        metas.append((text, "title"))
    stated = linked.text("headline")
    stated = (stated[0], stated[1][:_LONGEST].rstrip()) if stated else None
    first = printed(root, "h1")
    called = {_key(name) for name in (*names, site) if name}
    sayings = [text for text, _ in metas] + ([stated[1]] if stated else [])
    if any(_key(text) not in called for text in sayings):
        first = [heading for heading in first if _key(heading.text) not in called]
    elif sayings and not first and len(seconds := second_headings(root)) == 1:
        return seconds[0].text, seconds[0].tag
    others = {_key(text) for text in (*(h.text for h in first if not h.trail), *(text for text, _ in metas))}
    others |= {_key(stated[1])} if stated else set()
    if not first and len(metas) == 1:  # nothing else says where the site's name begins
        others |= {_key(text_of(low)[:_LONGEST]) for low in islice(root.iter("h2", "h3", "h4"), _MOST_LOW)}
    metas = [(_without_site(text, site, called, others), origin) for text, origin in metas]
    declared = [(_without_site(stated[1], site, called, others), "json-ld headline")] if stated else []
    heading = _fitting([h for h in first if not h.trail], [*declared, *metas])
    if heading is None and (declared or metas):
        seconds = [h for h in second_headings(root) if not _only_begins(h, [*declared, *metas])]
        heading = _fitting(seconds, [*declared, *metas], least=_LEAST_SHARED)
    rest = _after_kicker(heading, [text for text, _ in (*declared, *metas)]) if heading else None
    seen = [(text, heading.tag) for text in (rest, heading.text) if text] if heading else []
    families = [family for family in (seen, declared, metas) if family]
    if not families:
        return next(((heading.text, _TRAIL) for heading in first), None)
    best, most = families[0][0], -9.0
    for place, family in enumerate(families):
        for order, candidate in enumerate(family):
            key = _key(candidate[0])
            if not key:
                continue
            agreed = sum(_agrees(key, other) for other in families if other is not family)
            score = agreed - place * 0.3 - order * 0.02
            if not agreed and declared and candidate[1] == "h2":
                score -= 0.4
            if score > most:
                best, most = candidate, score
    if heading and rest and _key(best[0]) == _key(heading.text):
        told, alone = (sum(_agrees(_key(text), f) for f in (declared, metas)) for text in (heading.text, rest))
        if alone or told < 2:
            same = next((said for said, _ in (*declared, *metas) if _key(said) == _key(rest)), rest)
            return same, heading.tag
    if heading and len(heading.parts) > 1 and best[0] == heading.text:  # others write the mark that layout stands for
        best = next((said for said in (*declared, *metas) if _key(said[0]) == _key(best[0])), best)
    return _without_kicker(best, families, called)


def _agrees(key: str, family: list[tuple[str, str]]) -> float:
    return float(any(_key(text) == key for text, _ in family))


def _fitting(headings: list[Heading], others: list[tuple[str, str]], least: float = 0.2) -> Heading | None:
    """The heading that is this article's: of several, the first that shares most of its words with another witness."""
    if not others:
        return headings[0] if headings else None
    vocabulary = set(_WORDS.findall(fold(" ".join(text for text, _ in others))))
    scored = []
    for heading in headings:
        words = set(_WORDS.findall(fold(heading.text)))
        share = _share(words, vocabulary)
        if len(heading.parts) > 1:
            share = max(share, _share(set(_WORDS.findall(fold(" ".join(heading.parts[1:])))), vocabulary))
        scored.append((share, any(_key(text) == _key(heading.text) for text, _ in others), len(words) > 2, heading))
    if not scored:
        return None
    share, _, long, best = max(scored, key=lambda row: row[:3])
    # one that shares no word with what the page says of itself is a logo or a section
    fits = share >= least or (best.tag == "h1" and (not vocabulary or (long and len(headings) == 1 and share > 0)))
    return best if fits else None


def _only_begins(heading: Heading, others: list[tuple[str, str]]) -> bool:
    """Whether a heading of the second level says no more than whom or what the story is about."""
    length = len(heading.text)
    return any(
        text.startswith(heading.text) and length < _A_SUBJECT * len(text) and not _TAIL.match(text, length)
        for text, _ in others
    )


def _share(words: set[str], vocabulary: set[str]) -> float:
    return len(words & vocabulary) / len(words) if words else 0.0


def _after_kicker(heading: Heading, others: list[str]) -> str | None:
    """What follows the kicker in a heading that is set in two parts; None where the whole of it is the headline.

    The first part is a kicker if another witness has the second alone, if the parts are named so and none has both, or
    if the page prints no mark between them where another witness has one.
    """
    if len(heading.parts) < 2:
        return None
    kicker, rest = heading.parts[0], _LEADING.sub("", " ".join(heading.parts[1:]))
    whole, after = _key(heading.text), _key(rest)
    said = [text for text in others if _key(text) == whole]
    if any(_key(text) == after for text in others) or (heading.marked and not said):
        return rest
    if _TAIL.match(kicker[-1:]) or _TAIL.match(heading.text[len(kicker) :].lstrip()):
        return None
    parted = any(text.startswith(kicker) and _TAIL.match(text, len(kicker)) for text in said)
    return rest if heading.marked or parted else None


def _without_kicker(best: tuple[str, str], families: list[list[tuple[str, str]]], called: set[str]) -> tuple[str, str]:
    """`best` without what stands before or behind it in other witnesses' words, unless more of them have it."""
    key = _key(best[0])
    most = sum(_agrees(key, family) for family in families)
    for text, origin in (candidate for family in families for candidate in family):
        shorter = _key(text)
        if shorter == key or len(shorter) <= 15 or sum(_agrees(shorter, family) for family in families) < most:
            continue
        if (
            key.startswith(shorter)
            and len(shorter) >= 0.6 * len(key)
            and text in best[0]
            and (_TAIL.match(best[0], best[0].index(text) + len(text)) or key[len(shorter) :] in called)
        ):
            return text, origin
        if len(shorter) >= 0.45 * len(key) and key.endswith(shorter) and _ends_whole(best[0], text):
            return text, origin
    return best


def _ends_whole(longer: str, shorter: str) -> bool:
    """Whether `shorter` begins at a word of `longer`."""
    count = len(_WORDS.findall(shorter))
    return _key(" ".join(_WORDS.findall(longer)[-count:])) == _key(shorter)


@lru_cache(maxsize=512)  # a page says its headline ten times over
def _key(text: str) -> str:
    return "".join(_WORDS.findall(fold(text)))


def _without_site(text: str, site: str | None, called: set[str], others: set[str]) -> str:
    """`Headline - Outlet` without the outlet: cut where another witness ends, or where one of its own names begins."""
    parts = _PARTS.split(text)
    if len(parts) < 2:
        return _without_eastern_site(text, called)
    whole = _key(text)
    for count in range(len(parts) - 1, 0, -1):
        head = text[: _end_of(text, parts, count)].strip()
        if _key(head) != whole and _key(head) in others:
            return head
        tail = text[_end_of(text, parts, len(parts) - count) :].strip(_MARKS)
        if _key(tail) != whole and _key(tail) in others and len(_key(tail)) > 15:
            return tail
    name = _key(site) if site else ""
    last, first = _key(parts[-1]), _key(parts[0])
    if name and last and (last == name or name in last or (len(last) > 3 and last in name)):
        return text[: _end_of(text, parts, len(parts) - 1)].strip()
    if last in called:
        return text[: _end_of(text, parts, len(parts) - 1)].strip()
    if first in called:
        return text[_end_of(text, parts, 1) :].strip(_MARKS)
    return _without_eastern_site(text, called)


def _without_eastern_site(text: str, called: set[str]) -> str:
    """`text` without an outlet's name that no space parts from it: one of its own, or what ends as such names do.

    A colon may stand within a headline; behind it the name must be the outlet's own, or Japanese. No headline has an
    underscore: what stands between the first and the outlet's name is a section.
    """
    if text.isascii() or (found := _EASTERN_TAIL.search(text[-_TAIL_LENGTH:])) is None:
        return text
    mark, site = found["mark"], found["site"]
    head = text[: len(text) - len(found.group())]
    own = _key(site) in called
    if len(head) < _LEAST_HEAD or not (own or _EASTERN_SITE.search(site)):
        return text
    if mark in ":：" and not (own or _KANA.search(head)):
        return text
    return (head.partition("_")[0] if mark == "_" else head).strip(_MARKS) or text


def _end_of(text: str, parts: list[str], count: int) -> int:
    """Where the first `count` parts end in `text`."""
    position = 0
    for part in parts[:count]:
        position = text.index(part, position) + len(part)
    return position
