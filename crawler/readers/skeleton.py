"""An XML feed's items with the long texts taken out, so that feedparser has little to read.

feedparser decides which element is an entry's title, summary or author, and it is slow on every line, reference and
element of them. So each text is kept here, a short stand-in takes its place in the bytes, and the text is looked up
again in what feedparser returns. Dates, guids and categories need no interpretation and are read on the way;
elements that no entry is made from are left out. What would make feedparser raise,
or read the feed as tag soup, is mended on the way: forbidden characters, unknown references, bare ampersands.
"""

from __future__ import annotations

import html
import html.entities
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import islice

from normalise.text import plain
from normalise.urls import absolute_url

_NAME = rb"[A-Za-z_][\w.-]{0,40}+"
_CONTENT = rb"[^<]*+(?:<!\[CDATA\[(?>.*?\]\]>)[^<]*+)*+"
# Elements whose text feedparser copies without reading it, by local name.
_TEXTS = rb"title|description|summary|encoded|content|abstract|tagline|subtitle"
# Local names an entry is made from, whatever their prefix; other elements with a prefix are left out.
_USED = (
    _TEXTS + rb"|link|guid|id|pubDate|pubdate|published|issued|updated|modified|created|date|fullitem|body|author"
    rb"|creator|name|email|category|subject|keywords|tags?|language|origLink|item|entry|channel|feed|rss|RDF|source|contributor"
)
_UNUSED_NAMES = (
    rb"media:(?:content|category)|itunes:(?:category|subtitle|name|email)|enclosure|comments|uri"
    rb"|" + _NAME + rb":(?!(?:" + _USED + rb")[\s/>])" + _NAME
)
_UNUSED_IN_HEAD = (
    rb"category|keywords|generator|copyright|rights|docs|ttl|cloud|webMaster|managingEditor|lastBuildDate|pubDate"
    rb"|updated|modified|icon|logo|rating|width|height"
)


# Elements that say one thing, whatever stands around them: name without prefix -> field of Facts.
_FACTS = {
    b"pubDate": "published", b"pubdate": "published", b"published": "published", b"issued": "published",
    b"updated": "updated", b"modified": "updated", b"lastBuildDate": "updated", b"created": "created",
    b"date": "date", b"guid": "guid", b"id": "guid", b"category": "tags", b"subject": "tags", b"keywords": "keywords",
    b"link": "link",
}  # fmt: skip
_FACT_NAMES = (
    rb"(?:(?:atom|a10|a):)?(?:link|guid|id|published|updated|issued|modified|created|category)|pubDate|pubdate"
    rb"|lastBuildDate|dc:(?:date|subject)|dcterms:(?:issued|modified|created)|(?:media|itunes):keywords"
)
_NEVER = rb"(?!)"


def _elements(unused: bytes, facts: bytes) -> re.Pattern[bytes]:
    """What is looked at, left to right: comments, CDATA, elements left out, links to other things, facts, texts.

    Comments and CDATA are passed over whole, so that nothing inside counts. Atomic and possessive throughout: no text
    makes the search go back.
    """
    return re.compile(
        rb"<!--(?>.*?-->)|<!\[CDATA\[(?>.*?\]\]>)"
        rb"|<(?P<unused>" + unused + rb")(?:\s[^<>]*+)?(?:(?<=/)>|>" + _CONTENT + rb"</(?P=unused)\s*+>)"
        rb"|<(?P<link>(?:" + _NAME + rb":)?link)(?=\s[^<>]*?\brel\s*=\s*[\"'](?!alternate[\"']))[^<>]*+"
        rb"(?:(?<=/)>|>\s*+</(?P=link)\s*+>)"
        rb"|<(?P<fact>" + facts + rb")(?P<said>\s[^<>]*+)?(?:(?<=/)>|>(?P<value>" + _CONTENT + rb")</(?P=fact)\s*+>)"
        rb"|<(?P<name>(?:" + _NAME + rb":)?(?:" + _TEXTS + rb"))(?P<attributes>\s[^<>]*+)?(?<!/)>"
        rb"(?P<text>" + _CONTENT + rb")</(?P=name)\s*+>",
        re.DOTALL,
    )


_IN_ITEMS = _elements(_UNUSED_NAMES, _FACT_NAMES)
_IN_WHOLE = _elements(_UNUSED_NAMES, _NEVER)
_IN_HEAD = _elements(_UNUSED_NAMES + rb"|" + _UNUSED_IN_HEAD, _NEVER)
# An Atom entry copied from another feed holds that feed's dates and id in its <source>, an <image> its own link.
_NESTED = re.compile(rb"<(?:" + _NAME + rb":)?(?:source|image)(?:\s[^<>]*+)?(?<!/)>[^<]*+<(?!/|!)")
_SUMMARY_ENDS = re.compile(rb"</(?:" + _NAME + rb":)?(?:description|summary|abstract)\s*>")
_ATTRIBUTE = re.compile(rb"""\s(term|label)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_XHTML = re.compile(
    rb"<(?P<name>(?:" + _NAME + rb":)?(?:title|summary|content))(?=\s)"
    rb"(?P<attributes>[^<>]*?\stype\s*=\s*[\"']xhtml[\"'][^<>]*+)(?<!/)>"
)
_INLINE_PREFIXES = re.compile(
    rb"\sxmlns:([\w.-]+)\s*=\s*[\"']http://www\.w3\.org/(?:1999/xhtml|1998/Math/MathML|2000/svg)[\"']"
)
_TAGS_OF_NO_USE = re.compile(rb"</?(?!(?:" + _NAME + rb":)?(?:" + _USED + rb")[\s/>])[A-Za-z_][^<>]*+>")
_CDATA = re.compile(rb"<!\[CDATA\[(.*?)\]\]>", re.DOTALL)
# Attributes that make feedparser read the text: base64, and media types it does not know.
_READ_BY_FEEDPARSER = re.compile(
    rb"\smode\s*=|\stype\s*=\s*[\"'](?!(?:text|html|xhtml|plain|text/plain|text/html|application/xhtml\+xml)[\"'])"
)
_REFERENCES = re.compile(
    rb"<!--(?>.*?-->)|<!\[CDATA\[(?>.*?\]\]>)"
    rb"|&(?:#(?:[xX]([0-9a-fA-F]{1,30})|([0-9]{1,30}));|([A-Za-z][A-Za-z0-9._-]{0,40});)?",
    re.DOTALL,
)
_NUMBER = re.compile(r"&#(?:[xX]([0-9a-fA-F]{1,30})|([0-9]{1,30}));?")
_CLOSED_REFERENCE = re.compile(r"&(?:[A-Za-z][A-Za-z0-9]{0,31}|#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6});")
_XML_NAMES = frozenset({b"amp", b"lt", b"gt", b"quot", b"apos"})
_CONTROLS = bytes(set(range(32)) - {9, 10, 13})
_C1_CONTROLS = re.compile("[\x80-\x9f]")
# Characters to bytes, with the five bytes that windows-1252 leaves undefined as the controls they are read as.
_WINDOWS_1252 = {chr(byte): byte for byte in range(256)} | {
    character: byte for byte in range(128, 160) if (character := bytes([byte]).decode("cp1252", "ignore"))
}
_COMMA = re.compile(r"\s*[,،]\s*")
_STAND_IN = re.compile(r"~([0-9]+)~\Z")
_SHORT_BYTES = 24
_LONGEST_TEXT_BYTES = 1_000_000
_MOST_REFERENCES = 50_000
_LONGEST_FACT = 4_000
_NOT_PLAIN = re.compile(rb"[&<\n\r~]")


@dataclass(slots=True)
class Facts:
    """What an item says in elements that need no interpretation, as found: the first of each, and every category."""

    published: str | None = None
    updated: str | None = None
    created: str | None = None
    date: str | None = None
    guid: str | None = None
    link: str | None = None
    tags: list[str] = field(default_factory=list)


class Texts:
    """The texts taken out of some items and their feed's head. `entities`: those the feed declares."""

    def __init__(self, entities: Mapping[str, str] | None = None) -> None:
        self._entities = dict(entities or {})
        self._kept: list[bytes] = []
        self._inline: frozenset[bytes] = frozenset()
        self._facts = Facts()
        self._one_summary = False
        self.shortened = 0  # parts of which tags were left out, since there were too many

    def skeleton(
        self, head: bytes, pieces: Iterable[tuple[int | None, bytes]], *, xhtml: bool, most_tags: int
    ) -> tuple[bytes, dict[int, Facts]]:
        """`head` and `pieces` with stand-ins for their texts, ready for feedparser; and the facts of each item.

        A piece is an item with its number, or with None what stands between items. `xhtml`: elements of type="xhtml"
        may occur (Atom), whose text has elements of its own. `most_tags`: a piece with more is thinned to the elements
        that count, then cut short.
        """
        pieces = list(pieces)
        parts_read = (head, *(piece for _, piece in pieces))
        self._inline = frozenset(
            prefix for part in parts_read if b"http://www.w3.org/" in part for prefix in _INLINE_PREFIXES.findall(part)
        )
        parts = [self._thinned(self._without_texts(head, _IN_HEAD, xhtml), most_tags)]
        facts: dict[int, Facts] = {}
        for place, piece in pieces:
            self._facts = Facts()
            self._one_summary = place is not None and len(_SUMMARY_ENDS.findall(piece)) == 1
            nested = (b"source" in piece or b"image" in piece) and _NESTED.search(piece)
            part = self._without_texts(piece, _IN_WHOLE if place is None or nested else _IN_ITEMS, xhtml)
            parts.append(self._thinned(part, most_tags))
            if place is not None:
                facts[place] = self._facts
        markup = b"".join(parts).translate(None, _CONTROLS).replace(b"\n", b" ").replace(b"\r", b" ")
        if b"\xef\xbf" in markup:
            markup = markup.replace(b"\xef\xbf\xbe", b"").replace(b"\xef\xbf\xbf", b"")
        if markup.count(b"&") > _MOST_REFERENCES:
            markup = markup.replace(b"&", b" ")  # nothing anybody wrote: no time for it
        elif b"&" in markup:
            markup = _REFERENCES.sub(self._mended, _only_closed(markup))
        return markup, facts

    def look_up(self, value: str | None) -> str | None:
        """The plain text behind a value that feedparser returned, whether a stand-in or not; None for no text."""
        if not value:
            return None
        stand_in = _STAND_IN.match(value)
        if stand_in and int(stand_in[1]) < len(self._kept):
            value = self._decoded(self._kept[int(stand_in[1])][:_LONGEST_TEXT_BYTES])
        return plain(repaired(value)) or None

    def _without_texts(self, markup: bytes, elements: re.Pattern[bytes], xhtml: bool) -> bytes:
        markup = _only_closed(markup)
        if xhtml and b"xhtml" in markup:
            markup = self._without_xhtml(markup)
        return elements.sub(self._replaced, markup)

    def _without_xhtml(self, markup: bytes) -> bytes:
        pieces: list[bytes] = []
        position = 0
        ends: dict[bytes, int] = {}
        for opening in _XHTML.finditer(markup):
            name, begin = opening["name"], opening.end()
            if opening.start() < position:
                continue
            if 0 <= ends.get(name, 0) < begin:
                ends[name] = markup.find(b"</" + name, begin)
            end = ends[name]
            if end < 0 or markup.find(b"<" + name, begin, end) >= 0:
                continue
            text = markup[begin:end]
            if text.strip():
                pieces += [markup[position:begin], self._stand_in(_CDATA.sub(_escaped, _only_closed(text)))]
                position = end
        return b"".join([*pieces, markup[position:]])

    def _thinned(self, markup: bytes, most_tags: int) -> bytes:
        """`markup` of at most `most_tags` tags: those no entry is made from go first, then the last ones."""
        if markup.count(b"<") <= most_tags:
            return markup
        markup = _TAGS_OF_NO_USE.sub(b"", markup)
        extra = next(islice(re.finditer(b"<", markup), most_tags, None), None)
        self.shortened += extra is not None
        return markup[: extra.start()] if extra else markup

    def _replaced(self, match: re.Match[bytes]) -> bytes:
        whole: bytes = match[0]
        text = match["text"]
        if text is None:
            if match["fact"]:
                return b"" if self._note(match) else whole
            if match["unused"] and match["unused"].partition(b":")[0] in self._inline:
                return whole
            return whole if whole.startswith(b"<![") else b""
        attributes, name = match["attributes"] or b"", match["name"]
        if self._one_summary and name.endswith((b"encoded", b"content")):
            return b""  # feedparser makes it the summary only of items without one
        if (
            (len(text) <= _SHORT_BYTES and not _NOT_PLAIN.search(text))
            or _STAND_IN.match(text.decode("latin-1"))
            or (attributes and _READ_BY_FEEDPARSER.search(attributes))
            or not _bare(text)
        ):
            return whole
        return b"<%b%b>%b</%b>" % (name, attributes, self._stand_in(text), name)

    def _note(self, match: re.Match[bytes]) -> bool:
        """Keep what an element says; whether feedparser need not see it."""
        kind = _FACTS[match["fact"].rpartition(b":")[2]]
        value = self._decoded(match["value"] or b"")[:_LONGEST_FACT].strip()
        if kind in ("link", "guid"):  # here "&copy=1" is no sign
            value = _CLOSED_REFERENCE.sub(lambda found: html.unescape(found[0]), _shelled(match["value"] or b""))
            value = value[:_LONGEST_FACT].strip()
        if kind == "link":
            self._facts.link = absolute_url(None, value) or self._facts.link
            return bool(self._facts.link) and bool(value)
        if kind == "tags":
            said = {name: double or single for name, double, single in _ATTRIBUTE.findall(match["said"] or b"")}
            attribute = said.get(b"term") or said.get(b"label")
            self._facts.tags.append(plain(repaired(value or (self._decoded(attribute) if attribute else ""))))
        elif kind == "keywords":
            self._facts.tags += _COMMA.split(plain(repaired(value)))
        elif value and getattr(self._facts, kind) is None:
            setattr(self._facts, kind, repaired(value))
        return True

    def _stand_in(self, text: bytes) -> bytes:
        self._kept.append(text)
        return b"~%d~" % (len(self._kept) - 1)

    def _decoded(self, text: bytes) -> str:
        """An element's text as a parser gives it: CDATA as it stands, references resolved elsewhere."""
        string = text.decode("utf-8", "replace")
        if "<![CDATA[" not in string:
            return self._unescaped(string)
        pieces: list[str] = []
        for part in string.split("<![CDATA["):
            inside, closed, outside = part.partition("]]>")
            pieces += [inside, self._unescaped(outside)] if closed else [self._unescaped(inside)]
        return "".join(pieces)

    def _unescaped(self, text: str) -> str:
        if "&" not in text:
            return text
        for name, value in self._entities.items():
            text = text.replace(f"&{name};", value)
        return html.unescape(_NUMBER.sub(_allowed, text) if "&#" in text else text)

    def _mended(self, match: re.Match[bytes]) -> bytes:
        whole: bytes = match[0]
        if whole.startswith(b"<"):
            return whole
        in_hex, in_decimal, name = match.groups()
        if in_hex or in_decimal:
            return whole if _is_character(int(in_hex, 16) if in_hex else int(in_decimal)) else b""
        if name is None or name in _XML_NAMES:
            return whole if name else b"&amp;"
        text = name.decode("ascii")
        if text in self._entities:
            return html.escape(self._entities[text]).encode()
        code = html.entities.name2codepoint.get(text, 0)
        return b"&#%d;" % code if code else b"&amp;" + whole[1:]


def _is_character(code: int) -> bool:
    """Whether XML 1.0 allows a character: no control, no half of a surrogate pair, nothing beyond Unicode."""
    return 0x20 <= code < 0xD800 or 0xE000 <= code < 0xFFFE or 0x10000 <= code < 0x110000 or code in (9, 10, 13)


def _allowed(match: re.Match[str]) -> str:
    return match[0] if _is_character(int(match[1], 16) if match[1] else int(match[2])) else ""


def _only_closed(markup: bytes) -> bytes:
    """`markup` without beginnings of comments and CDATA that never end, which each would be searched to the end for."""
    for opening, closing in ((b"<!--", b"-->"), (b"<![CDATA[", b"]]>")):
        last = markup.rfind(closing)
        if markup.rfind(opening) > last:
            markup = markup[: last + 1] + markup[last + 1 :].replace(opening, b"")
    return markup


def _bare(text: bytes) -> bool:
    """Whether there is any text without the CDATA shell: an empty element must stay empty for feedparser."""
    return bool(_CDATA.sub(lambda match: match[1], text).strip() if b"<![CDATA[" in text[:200] else text.strip())


def _shelled(text: bytes) -> str:
    """An address in an element, whose CDATA shell is all of it or none."""
    return _CDATA.sub(lambda found: found[1].replace(b"&", b"&amp;"), text).decode("utf-8", "replace")


def _escaped(match: re.Match[bytes]) -> bytes:
    return html.escape(match[1].decode("utf-8", "replace"), quote=False).encode()


def repaired(text: str) -> str:
    """`text` that was UTF-8, read as ISO-8859-1 or windows-1252 and written as UTF-8 again, as it was before.

    The latter only where a control character, which no text has, gives it away. Any other text comes back unchanged.

    >>> repaired("cafÃ©"), repaired("café")
    ('café', 'café')
    """
    if text.isascii():
        return text
    try:
        return text.encode("iso-8859-1").decode("utf-8")
    except UnicodeError:
        if not _C1_CONTROLS.search(text):
            return text
    try:
        return bytes(map(_WINDOWS_1252.__getitem__, text)).decode("utf-8")
    except (KeyError, UnicodeError):
        return text
