"""Where on the page something stands: elements ranked by how near they are to the headline."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final
from urllib.parse import urlsplit

from lxml import etree
from lxml.html import HtmlElement

from normalise.text import clean, fold

_MAX_LEVELS: Final = 40
_MOST_HEADINGS: Final = 100
_LONGEST_HEADING: Final = 500  # characters: an element that holds more was never closed
_LONGEST_TEXT: Final = 2_000  # characters
_UNREAD: Final = frozenset({"script", "style", "svg", "noscript"})
_BREAK: Final = "\v"  # a character that tree.read_tree leaves in no page
_MOST_STEPS: Final = 500  # into and out of the elements of a heading
_MOST_TRAIL: Final = 6  # ancestors of a heading between which a trail is looked for
_LONGEST_TRAIL: Final = 250  # characters of a trail before its last link
_CARD: Final = 450  # characters of a teaser, its standfirst included
_CARD_LEVELS: Final = 10
_MOST_LINKS: Final = 8
_TEASER: Final = 30  # characters
_TEASER_WORDS: Final = 3  # spaces
_DATE_DIGITS: Final = 6
_UNSPACED: Final = re.compile("[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]")  # Thai, Japanese, Chinese
_DIGIT: Final = re.compile(r"\d")
_OTHERS: Final = re.compile(
    r"comment|related|recommend|popular|most-?read|newsletter|teaser|avatar|caption", re.IGNORECASE
)


def find_heading(root: HtmlElement, title: str | None) -> HtmlElement | None:
    """The element of the headline: the first heading that says `title`, a trail's only alone; else the first h1.

    Of a lower rank than h2, one that says `title` and nothing else: a site's or a section's name may be the h1.
    """
    wanted = fold(title)[:40] if title else None
    trail = None
    if wanted:
        for tag in ("h1", "h2"):
            for heading in islice(root.iter(tag), _MOST_HEADINGS):
                if wanted in fold(clean(beginning_of(heading))):
                    if not is_trail(heading):
                        return heading
                    trail = heading if trail is None else trail
        whole = fold(title or "")
        for heading in islice(root.iter("h3", "h4") if trail is None else (), _MOST_HEADINGS):
            if fold(clean(beginning_of(heading))) == whole:
                return heading
    return trail if trail is not None else next(root.iter("h1"), None)


def is_trail(heading: HtmlElement) -> bool:
    """Whether a heading ends a breadcrumb trail ("Home > World > Headline"), which readers do not take for it."""
    for level, element in enumerate((heading, *islice(heading.iterancestors(), _MOST_TRAIL))):
        if level and element.tag in ("article", "main", "body"):
            return False
        names = f"{element.get('class') or ''} {element.get('id') or ''} {element.get('itemtype') or ''}"
        named = element.tag == "nav" or element.get("role") == "navigation" or "crumb" in names.lower()
        if named or (level < 2 and _follows_home(element)):
            most = len(beginning_of(heading)) + _LONGEST_TRAIL
            return level == 0 or len(beginning_of(element, most)) < most
    return False


def _follows_home(element: HtmlElement) -> bool:
    """Whether two links or more stand before an element, of which the first leads to the front page."""
    siblings = islice(element.itersiblings(preceding=True), 12)
    before = [sibling for sibling in siblings if sibling.tag not in ("svg", "i")]
    links = [sibling if sibling.tag == "a" else next(sibling.iter("a"), None) for sibling in before]
    first = next((link for link in reversed(links) if link is not None), None)
    if len(before) < 2 or first is None or any(link is None for link in links[: len(before) - 1]):
        return False
    return urlsplit(first.get("href") or "/-").path in ("", "/")


def by_nearness(elements: Iterable[HtmlElement], heading: HtmlElement | None) -> list[HtmlElement]:
    """`elements` in the order of how deep an ancestor they share with `heading`; document order among equals."""
    if heading is None:
        return list(elements)
    levels = {ancestor: level for level, ancestor in enumerate((heading, *heading.iterancestors()))}
    return sorted(elements, key=lambda element: _level(element, levels))


def nearest(elements: Iterable[HtmlElement], heading: HtmlElement | None) -> list[HtmlElement]:
    """Those of `elements` that share the deepest ancestor with `heading`: the others belong to other stories."""
    ranked = by_nearness(elements, heading)
    if heading is None or not ranked:
        return ranked
    levels = {ancestor: level for level, ancestor in enumerate((heading, *heading.iterancestors()))}
    closest = _level(ranked[0], levels)
    return [element for element in ranked if _level(element, levels) <= closest + 1]


def is_near(element: HtmlElement, heading: HtmlElement | None, *, levels: int = 5) -> bool:
    """Whether `element` stands under one of the `levels` nearest ancestors of `heading`."""
    if heading is None:
        return False
    near = {
        ancestor
        for level, ancestor in zip(range(levels), heading.iterancestors(), strict=False)
        if level == 0 or ancestor.tag not in ("body", "html")  # all of a page is under these
    }
    return any(ancestor in near for ancestor in element.iterancestors())


def _level(element: HtmlElement, levels: dict[HtmlElement, int]) -> int:
    for ancestor in element.iterancestors():
        level = levels.get(ancestor)
        if level is not None:
            return level
    return _MAX_LEVELS


def beginning_of(element: HtmlElement, most: int = _LONGEST_HEADING) -> str:
    """The first `most` characters of an element's text, its pieces parted by spaces; it may hold all of a page."""
    pieces: list[str] = []
    left = most
    for event, node in islice(etree.iterwalk(element, events=("start", "end")), _MOST_STEPS):
        piece = node.text if event == "start" else node.tail if node is not element else None
        if piece:
            pieces.append(piece[:left])
            left -= len(piece) + 1
        if left <= 0:
            break
    return " ".join(pieces)


def text_of(element: HtmlElement) -> str:
    """An element's text on one line, scripts and styles left out."""
    return clean(" ".join(_pieces(element)).replace(_BREAK, " "))


def lines_of(element: HtmlElement) -> str:
    """An element's text as `text_of` gives it, a line for each that `<br>` ends."""
    return "\n".join(filter(None, map(clean, " ".join(_pieces(element)).split(_BREAK))))


def _pieces(element: HtmlElement, most: int = _LONGEST_TEXT) -> list[str]:
    """An element's texts in the order they are read, `_BREAK` for each `<br>`; about the first `most` characters."""
    pieces: list[str] = []
    left = most
    walk = etree.iterwalk(element, events=("start", "end"))
    for event, node in walk:
        if event == "start":
            text = node.text
            if node.tag in _UNREAD:
                walk.skip_subtree()
                continue
            if node.tag == "br":
                text = _BREAK
        else:
            text = node.tail if node is not element else None
        if text:
            pieces.append(text)
            left -= len(text.strip())
            if left < 0:
                break
    return pieces


def is_aside(element: HtmlElement, heading: HtmlElement | None) -> bool:
    """Whether an element belongs to a comment, another story's teaser or a picture.

    What is around the headline too is around the whole story, however it is named.
    """
    around = _around(heading)
    for level, ancestor in enumerate(_and_above(element)):
        if ancestor in around:
            break
        if ancestor.tag in ("aside", "figcaption", "nav"):
            return True
        if (
            level < 4
            and ancestor.tag not in ("body", "html", "main", "article")
            and _OTHERS.search(f"{ancestor.get('class') or ''} {ancestor.get('id') or ''}")
        ):
            return True
    return _is_in_card(element, heading, around)


def is_teaser(element: HtmlElement, heading: HtmlElement | None) -> bool:
    """Whether an element stands in a card or an entry of a list with a link as long as a headline: in another story's.

    A card is small, often an article element of its own. What holds the page's headline too is no card.
    """
    return _is_in_card(element, heading, _around(heading))


def _around(heading: HtmlElement | None) -> set[HtmlElement]:
    return set(heading.iterancestors()) if heading is not None else set()


def _is_in_card(element: HtmlElement, heading: HtmlElement | None, around: set[HtmlElement]) -> bool:
    card = below = None
    size = 0
    for ancestor in islice(_and_above(element), _CARD_LEVELS):
        if ancestor in around or ancestor is heading or ancestor.tag in ("body", "main"):
            break
        size += _letters_beside(ancestor, below, _CARD - size)
        below = ancestor
        if size >= _CARD:
            break
        if ancestor.tag == "article" and ancestor is not next(ancestor.getroottree().iter("article")):
            return True  # the first one is the story's own, which may be as short
        if ancestor.tag not in ("ul", "ol"):  # an entry is a card, the list of them is none
            card = ancestor
    if card is None:
        return False
    for link in islice(card.iter("a"), _MOST_LINKS):
        inside = element.tag != "li" and (element is link or element in link.iterancestors())
        if not inside and _is_long(text_of(link)):
            return True
    return False


def _letters_beside(element: HtmlElement, below: HtmlElement | None, most: int) -> int:
    """Characters of an element's text, white space around its pieces and all of its child `below` left out."""
    if below is None:
        return sum(len(piece.strip()) for piece in _pieces(element, most))
    size = len((element.text or "").strip())
    for child in element:
        if child is not below and child.tag not in _UNREAD:
            size += sum(len(piece.strip()) for piece in _pieces(child, most - size))
        size += len((child.tail or "").strip())
        if size >= most:
            break
    return size


def _and_above(element: HtmlElement) -> Iterator[HtmlElement]:
    yield element
    yield from element.iterancestors()


def _is_long(text: str) -> bool:
    """Whether a link's text has a headline's length; authors, sections and dates have shorter names or are numbers."""
    if len(_UNSPACED.findall(text)) > _TEASER // 2:
        return True
    return len(text) > _TEASER and text.count(" ") >= _TEASER_WORDS and len(_DIGIT.findall(text)) < _DATE_DIGITS


def is_linked(element: HtmlElement) -> bool:
    """Whether an element stands inside a link: it tells of the page that the link leads to."""
    return any(ancestor.tag == "a" for ancestor in element.iterancestors())
