"""Bytes of a feed -> UTF-8 bytes, whatever they were and whatever they said they were.

The order: a byte order mark; the outlet's `encoding:`; UTF-8 wherever the bytes are valid UTF-8 (other encodings
hardly ever are by chance); what header and document declare, where it fits; then what the letters look like. So a
windows-1255 feed that says UTF-8, and a UTF-8 feed that says ISO-8859-8, are both read right.
"""

from __future__ import annotations

import codecs
import re
import zlib

UNPACKED_LIMIT_BYTES = 15 * 1024 * 1024
_GZIP = b"\x1f\x8b"
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# What the first bytes are where a wide encoding comes without mark: "<" or "{" and zeros (XML 1.0, appendix F).
_WIDE_STARTS = tuple(
    (start, encoding)
    for character in "<{"
    for encoding in ("utf-32-le", "utf-32-be", "utf-16-le", "utf-16-be")
    for start in (character.encode(encoding),)
)
_DECLARED = re.compile(rb"""<\?xml[^>]{0,200}?\sencoding\s*=\s*["']\s*([A-Za-z0-9_.:-]{1,40})""")
_META_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_.:-]{1,40})""", re.IGNORECASE)
_HEADER_CHARSET = re.compile(r"""charset\s*=\s*["']?\s*([A-Za-z0-9_.:-]{1,40})""", re.IGNORECASE)
_LANGUAGE = re.compile(
    rb"""(?:<(?:dc:)?language>\s*(?:<!\[CDATA\[)?\s*|\sxml:lang\s*=\s*["']|\slang\s*=\s*["'])([a-zA-Z]{2})\b"""
)
_HIGH = re.compile(rb"[\x80-\xff]+")

# Declared name -> the superset that is really used under it (WHATWG Encoding Standard, "names and labels").
_SUPERSETS = {
    "ascii": "cp1252", "iso8859-1": "cp1252", "iso8859-8": "cp1255", "iso8859-9": "cp1254", "iso8859-11": "cp874",
    "tis-620": "cp874", "gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932", "euc_kr": "cp949",
}  # fmt: skip
_ALIASES = {"iso-8859-8-i": "iso8859-8", "iso-8859-8-e": "iso8859-8", "visual": "iso8859-8", "x-sjis": "cp932",
            "x-gbk": "gb18030", "ks_c_5601-1987": "cp949", "x-mac-roman": "mac-roman", "unicode": "utf-16"}  # fmt: skip
# The Windows code page that a language was written in before UTF-8.
_CODE_PAGES = {
    "he": "cp1255", "iw": "cp1255", "yi": "cp1255", "ar": "cp1256", "fa": "cp1256", "ur": "cp1256", "ru": "cp1251",
    "uk": "cp1251", "bg": "cp1251", "sr": "cp1251", "tr": "cp1254", "az": "cp1254", "el": "cp1253", "pl": "cp1250",
    "cs": "cp1250", "hu": "cp1250", "sk": "cp1250", "ro": "cp1250", "hr": "cp1250", "sl": "cp1250", "th": "cp874",
    "vi": "cp1258", "lt": "cp1257", "lv": "cp1257", "et": "cp1257",
}  # fmt: skip
# The letters that make up about half of running text; a guess needs them often and the rest of the script seldom.
_COMMON_LETTERS = {"cp1255": "יוהלאתרבשמ", "cp1256": "اليمنرتوبة", "cp1251": "оеаинтсрвл", "cp1253": "αοιετσνηυρ"}
_SCRIPTS = {"cp1255": "א-ת", "cp1256": "ء-ي", "cp1251": "Ѐ-ӿ", "cp1253": "Ͱ-Ͽ"}
_IN_SCRIPT = {page: re.compile(f"[{letters}]") for page, letters in _SCRIPTS.items()}
_COMMON = {page: re.compile(f"[{letters}]") for page, letters in _COMMON_LETTERS.items()}


def unpack(body: bytes) -> tuple[bytes, str | None]:
    """`body` without its gzip shell (two deep at most), and what went wrong in words; never more than 15 MB of it."""
    for _ in range(2):
        if not body.startswith(_GZIP):
            break
        unpacker = zlib.decompressobj(wbits=31)
        try:
            unpacked = unpacker.decompress(body, UNPACKED_LIMIT_BYTES)
        except zlib.error as error:
            return b"", f"a gzip body that cannot be unpacked ({error})"
        if unpacker.unconsumed_tail:
            return b"", "a gzip body of more than 15 MB unpacked"
        if not unpacker.eof:
            return b"", "a gzip body that was cut short"
        body = unpacked
    return body, None


def to_utf8(body: bytes, *, content_type: str | None = None, encoding: str | None = None) -> tuple[bytes, str | None]:
    """`body` as UTF-8 without byte order mark, and what was wrong with its encoding in words, if anything was.

    `content_type` is the header's value; `encoding` is the one the outlet's configuration gives. Never raises.
    """
    for mark, wide in _BOMS:
        if body.startswith(mark):
            body = body[len(mark) :]
            if wide == "utf-8":
                break
            return _decoded(body, wide), None
    else:
        for start, wide in _WIDE_STARTS:
            if body.startswith(start):
                return _decoded(body, wide), None
    if encoding and (codec := _codec(encoding)) and _fits(body, codec):
        return (body if codec == "utf-8" and _is_utf8(body) else _decoded(body, codec)), None
    if body.isascii() or _is_utf8(body):
        return body, None
    declared = _declared(body, content_type)
    codec = _codec(declared) if declared else None
    if codec and codec not in ("utf-8", "cp1252", "cp1254") and _decodes(body, codec) and _fits(body, codec):
        return _decoded(body, codec), None
    if _is_mostly_utf8(body):
        return _decoded(body, "utf-8"), "bytes that are no UTF-8, replaced"
    guess = _guess(body)
    if codec in ("cp1252", "cp1254") and guess in ("cp1252", codec):
        return _decoded(body, codec), None
    said = f"declared as {declared}" if declared else "without a declared encoding"
    return _decoded(body, guess), f"{said}, read as {guess}: set `encoding:` for this feed if its text looks wrong"


def _declared(body: bytes, content_type: str | None) -> str | None:
    found = _HEADER_CHARSET.search(content_type or "")
    if found:
        return found[1]
    head = body[:2048]
    inside = _DECLARED.search(head) or _META_CHARSET.search(head)
    return inside[1].decode("ascii") if inside else None


def _codec(name: str) -> str | None:
    """The Python text codec for a declared name, widened to the superset in use; None for names of no text codec."""
    name = name.strip().lower()
    try:
        codec = codecs.lookup(_ALIASES.get(name, name))
    except (LookupError, ValueError):
        return None
    if not getattr(codec, "_is_text_encoding", True) or codec.name in ("idna", "punycode", "undefined", "mbcs", "oem"):
        return None
    if codec.name.replace("_", "-").startswith(("unicode-escape", "raw-unicode-escape", "utf-7")):
        return None
    if codec.name == "utf-8-sig":
        return "utf-8"
    return _SUPERSETS.get(codec.name, codec.name)


def _decoded(body: bytes, codec: str) -> bytes:
    return body.decode(codec, "replace").encode("utf-8", "replace")


def _decodes(body: bytes, codec: str) -> bool:
    try:
        body.decode(codec)
    except (UnicodeDecodeError, LookupError):
        return False
    return True


def _fits(body: bytes, codec: str) -> bool:
    """Whether markup or JSON shows in `codec`: not so in EBCDIC, or in UTF-16 where the bytes are something else."""
    head = body[:4000].decode(codec, "replace")
    return "<" in head or "{" in head


def _is_utf8(body: bytes) -> bool:
    return _decodes(body, "utf-8")


def _is_mostly_utf8(body: bytes) -> bool:
    """Whether all but a few of the characters beyond ASCII are valid UTF-8: a feed with one part pasted in wrongly."""
    text = body.decode("utf-8", "replace")
    beyond = sum(map(len, re.findall("[^\x00-\x7f]+", text)))
    return text.count("�") * 10 < beyond


def _guess(body: bytes) -> str:
    """The code page the letters look like: by the language the feed states, else by the letters themselves."""
    sample = b" ".join(_HIGH.findall(body, 0, 400_000))[:40_000]
    stated = _LANGUAGE.search(body[:8192])
    page = _CODE_PAGES.get(stated[1].decode("ascii").lower()) if stated else None
    runs = [run for run in sample.split() if len(run) > 1]
    in_runs = sum(map(len, runs))
    if in_runs * 2 < len(sample.replace(b" ", b"")):  # lone letters among ASCII: a Latin script
        return page if page and page not in _IN_SCRIPT else "cp1252"
    if page in _IN_SCRIPT:
        return page
    scores = {candidate: _looks(b" ".join(runs), candidate) for candidate in _IN_SCRIPT}
    best = max(scores, key=lambda candidate: scores[candidate])
    return best if scores[best] > 0.5 else page or "cp1252"


def _looks(words: bytes, page: str) -> float:
    """How much text in `page` the bytes look like: the share of its script, where its common letters are common."""
    text = words.decode(page, "replace").replace(" ", "")
    if not text:
        return 0.0
    share = len(_IN_SCRIPT[page].findall(text)) / len(text)
    common = len(_COMMON[page].findall(text)) / len(text)
    return share * min(1.0, common / 0.45)
