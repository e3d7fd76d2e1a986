"""Bytes of a page -> text -> one lxml tree. Nothing else in this room parses a page."""

from __future__ import annotations

import codecs
import re
from typing import Final

from lxml import etree
from lxml.html import HtmlElement

from .model import ExtractionError

MAX_BYTES: Final = 15_000_000
MAX_TAGS: Final = 150_000  # marks that may begin one: five times what the longest live pages have, 60 MB of tree

_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MARKS: Final = tuple(mark for mark, _ in _BOMS)
_DECLARED: Final = re.compile(
    rb"""<meta[^<>]{0,200}?charset\s{0,9}=\s{0,9}["']?\s{0,9}([\w:.-]{2,40})|<\?xml[^<>]{0,80}?encoding\s{0,9}=\s{0,9}["']([\w:.-]{2,40})""",
    re.IGNORECASE,
)
# What browsers do with these labels (WHATWG Encoding Standard): the Windows superset, never the ISO table.
_SUPERSETS: Final = {
    "iso-8859-1": "cp1252", "latin-1": "cp1252", "latin1": "cp1252", "ascii": "cp1252", "us-ascii": "cp1252",
    "iso-8859-8": "cp1255", "iso-8859-8-i": "cp1255", "logical": "cp1255", "visual": "cp1255",
    "iso-8859-9": "cp1254", "iso-8859-6": "iso8859-6", "gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030",
    "shift_jis": "cp932", "shift-jis": "cp932", "x-sjis": "cp932", "sjis": "cp932", "euc-kr": "cp949",
    "ks_c_5601-1987": "cp949", "x-mac-hebrew": "cp1255", "unicode": "utf-8", "utf8": "utf-8",
    "windows-874": "cp874", "tis-620": "cp874", "big5": "big5hkscs",
}  # fmt: skip
_BY_LANGUAGE: Final = {
    "he": "cp1255", "iw": "cp1255", "yi": "cp1255", "ar": "cp1256", "fa": "cp1256", "ur": "cp1256", "tr": "cp1254",
    "ru": "cp1251", "uk": "cp1251", "bg": "cp1251", "sr": "cp1251", "be": "cp1251", "el": "cp1253", "pl": "cp1250",
    "cs": "cp1250", "sk": "cp1250", "hu": "cp1250", "hr": "cp1250", "sl": "cp1250", "ro": "cp1250", "ja": "cp932",
    "zh": "gb18030", "ko": "cp949", "th": "cp874", "vi": "cp1258", "lt": "cp1257", "lv": "cp1257", "et": "cp1257",
}  # fmt: skip
_NOT_PAGES: Final = (
    (b"%PDF-", "a PDF"), (b"\x89PNG", "an image"), (b"\xff\xd8\xff", "an image"), (b"GIF8", "an image"),
    (b"RIFF", "an image or sound"), (b"PK\x03\x04", "a zip file"), (b"\x1f\x8b", "gzip data"), (b"BZh", "bzip2 data"),
    (b"\xfd7zXZ", "xz data"), (b"\x28\xb5\x2f\xfd", "zstd data"), (b"\x7fELF", "a program"), (b"MZ\x90", "a program"),
    (b"ID3", "sound"), (b"OggS", "sound or video"), (b"\x00\x00\x01\x00", "an icon"),
    (b"SQLite format 3\x00", "a database"),
    (b"wOFF", "a font"), (b"wOF2", "a font"), (b"\xd0\xcf\x11\xe0", "an office document"),
    (b"{\\rtf", "an RTF document"),
)  # fmt: skip
_FEED: Final = re.compile(
    r"\s{0,99}(?:<\?xml[^>]{0,200}>\s{0,99})?(?:<!--.{0,400}?-->\s{0,99}){0,3}<(?:rss|feed|rdf:RDF|urlset|sitemapindex|opml)\b",
    re.DOTALL,
)
_JSON: Final = re.compile(r"\s{0,99}(?:\{\s{0,99}[\"}]|\[\s{0,99}[\[{\"\]])")
_TAG: Final = re.compile(r"<[a-zA-Z!/][^<>]{0,2000}>")
# One class for all elements costs half the time of lxml.html's lookup by name, and trafilatura takes them too.
_ELEMENTS: Final = etree.ElementDefaultClassLookup(element=HtmlElement)
_ANY_TAG: Final = re.compile(rb"<[a-zA-Z!/][^<>]{0,2000}>")
_BINARY: Final = re.compile("[\x00-\x08\x0e-\x1f\ufffd]")
# White space of other kinds than these is in no page; blocks.py counts on \v being free.
_CONTROLS: Final = bytes(c for c in range(32) if c not in b"\t\n\r")


def read_tree(page: bytes | str, *, url: str, language: str | None = None, encoding: str | None = None) -> HtmlElement:
    """The page as one tree of its `html` element, without comments and processing instructions.

    `encoding` is the outlet's, for bytes that declare none or a wrong one: see `decode`.
    Raises ExtractionError where it cannot be a page: empty, binary, a feed, JSON, or not marked up at all.
    """
    if isinstance(page, bytes):
        head = page[:16].lstrip()
        for signature, name in _NOT_PAGES:
            if head.startswith(signature):
                raise ExtractionError(url, f"this is {name}, not a page")
        data = _as_utf8(page[:MAX_BYTES], language, encoding)
    else:
        data = page[:MAX_BYTES].encode("utf-8", "replace")
    start = data[:12_000].decode("utf-8", "ignore")[:4000]
    if not start.strip("\ufeff\x00 \t\r\n") and not data.strip(b"\x00 \t\r\n"):
        raise ExtractionError(url, "the answer is empty")
    if len(_BINARY.findall(start)) > max(20, len(start) // 12):
        raise ExtractionError(url, "this is binary data, not a page")
    if _FEED.match(start):
        raise ExtractionError(url, "this is a feed or a sitemap, not a page")
    if _JSON.match(start) and not _TAG.search(start, 0, 500):
        raise ExtractionError(url, "this is JSON, not a page")
    if not _ANY_TAG.search(data):
        raise ExtractionError(url, "there is no markup in it: not a page")
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    parser.set_element_class_lookup(_ELEMENTS)
    try:
        root = etree.fromstring(_bounded(data).translate(None, _CONTROLS), parser=parser)
    except (etree.LxmlError, ValueError, AssertionError) as error:
        raise ExtractionError(url, f"the markup cannot be read ({error})") from error
    if root is None:
        raise ExtractionError(url, "there is nothing to read in it")
    return root


def _bounded(data: bytes) -> bytes:
    """`data` up to its last tag but those beyond `MAX_TAGS`: a tree takes fifty times the bytes of a page of `<p>`."""
    if len(data) <= MAX_TAGS or data.count(b"<") <= MAX_TAGS:
        return data
    end = -1
    for _ in range(MAX_TAGS + 1):
        end = data.find(b"<", end + 1)
    return data[:end]


def _as_utf8(page: bytes, language: str | None, encoding: str | None) -> bytes:
    """The page's bytes in UTF-8: as they are where they are that already, which saves two copies of most pages."""
    if not page.startswith(_MARKS) and 0 not in page[:400] and not (encoding and b"\x1b" in page):
        try:
            page.decode("utf-8")
        except UnicodeDecodeError:
            pass
        else:
            return page
    return decode(page, language=language, encoding=encoding).encode("utf-8", "replace")


def decode(page: bytes, *, language: str | None = None, encoding: str | None = None) -> str:
    """The page's text, by BOM, as valid UTF-8, by `encoding`, by its own declaration, by `language`'s usual code page.

    Bytes that are valid UTF-8 and not ASCII are UTF-8 whatever is declared: chance makes no such bytes in 200.
    `encoding` is what a person says of the outlet, and so stands above what the page declares.

    >>> decode('<meta charset="windows-1255"><p>שלום</p>'.encode("cp1255"))[-8:-4]
    'שלום'
    >>> decode('<meta charset="iso-8859-1"><p>שלום</p>'.encode("cp1255"), encoding="windows-1255")[-8:-4]
    'שלום'
    """
    for bom, name in _BOMS:
        if page.startswith(bom):
            return page[len(bom) :].decode(name, "replace")
    if page[:400].count(0) > len(page[:400]) // 4:
        return page.decode("utf-16-le" if page[1:2] == b"\0" else "utf-16-be", "replace")
    insisted = _codec(encoding) if encoding else None
    if insisted and page.isascii():
        return page.decode(insisted, "replace")  # ISO-2022-JP writes in seven bits
    try:
        return page.decode("utf-8")
    except UnicodeDecodeError as error:
        broken_at = error.start
    declared = insisted or _declared(page)
    usual = _BY_LANGUAGE.get((language or "").lower().partition("-")[0], "cp1252")
    if insisted or declared in (None, "utf-8"):
        text = page.decode("utf-8", "replace")
        # A page that is UTF-8 with a cut or two in it keeps nearly all of its other letters.
        damage, letters = text.count("\ufffd"), sum(1 for c in text if c > "\x7f")
        if damage * 10 <= letters or (declared == "utf-8" and broken_at > len(page) - 4):
            return text
        declared = None if declared == "utf-8" else declared
    try:
        return page.decode(declared, "replace") if declared else page.decode(usual)
    except (UnicodeDecodeError, LookupError):
        return page.decode("cp1252", "replace")


def _declared(page: bytes) -> str | None:
    found = _DECLARED.search(page[:8192])
    return _codec((found[1] or found[2]).decode("ascii", "replace")) if found else None


def _codec(label: str) -> str | None:
    """The Python text codec that browsers read a label as; None for no text codec."""
    label = label.strip().lower()
    label = _SUPERSETS.get(label, label)
    try:
        info = codecs.lookup(label)
    except (LookupError, ValueError):
        return None
    # codecs.lookup also knows byte transforms such as zlib_codec, and UTF-7, which no page may be in
    if not getattr(info, "_is_text_encoding", True) or info.name in (
        "utf-7",
        "idna",
        "punycode",
        "undefined",
        "unicode-escape",
        "raw-unicode-escape",
    ):
        return None
    return "utf-8" if info.name.startswith(("utf-16", "utf-32")) else info.name
