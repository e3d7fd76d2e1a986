"""The values a key of feeds.yaml may have: each function reads one string, or raises ValueError with the likely fix."""

from __future__ import annotations

import codecs
import ipaddress
import re
from collections.abc import Iterable, Sequence
from datetime import timedelta
from functools import lru_cache
from urllib.parse import SplitResult, urlsplit
from zoneinfo import ZoneInfo, available_timezones

from rapidfuzz import fuzz, process

from normalise.text import clean

Network = ipaddress.IPv4Network | ipaddress.IPv6Network

_MAX_CHARACTERS = 300


def nearest(word: str, known: Iterable[str], *, at_least: float = 60) -> str | None:
    """The known word most like `word` (rapidfuzz ratio, 0 to 100), or None when none is alike enough."""
    found = process.extractOne(word.lower(), list(known), scorer=fuzz.ratio, processor=str.lower, score_cutoff=at_least)
    return found[0] if found else None


def did_you_mean(word: str, known: Sequence[str]) -> str:
    """The end of an error message: the nearest right word, or all of them."""
    near = nearest(word, known)
    return f"did you mean '{near}'?" if near else f"known are {', '.join(known)}"


def line_of_text(value: str) -> str:
    """A name or alias: cleaned of control and bidi characters, not empty, at most 300 characters."""
    cleaned = clean(value)
    if not cleaned:
        raise ValueError("is empty; write a text or delete the line")
    if len(cleaned) > _MAX_CHARACTERS:
        raise ValueError(f"is longer than {_MAX_CHARACTERS} characters")
    return cleaned


_ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
_NOT_IN_ID = re.compile(r"[^a-z0-9_]+")


def identifier(value: str) -> str:
    """An id of an outlet, group or topic: small letters, digits, - and _."""
    if _ID.fullmatch(value):
        return value
    suggestion = _NOT_IN_ID.sub("-", value.lower()).strip("-_")[:64]
    fix = f"write '{suggestion}'" if _ID.fullmatch(suggestion) else "such as 'haaretz'"
    raise ValueError(f"'{value}' cannot be an id: use small letters a-z, digits, - and _; {fix}")


_UNIT_S = {"s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800}
_DURATION = re.compile(r"(?:\d{1,6}(?:\.\d{1,3})?[smhdw])+", re.ASCII)
_DURATION_PART = re.compile(r"([\d.]+)([smhdw])", re.ASCII)
_NUMBER = re.compile(r"\d{1,6}(?:\.\d{1,3})?", re.ASCII)


def duration(value: str) -> timedelta:
    """A span of time with its unit: 90s, 15m, 1h30m, 2d, 1w."""
    written = value.replace(" ", "").lower()
    if not _DURATION.fullmatch(written):
        fix = f"{written}m for minutes, {written}h for hours" if _NUMBER.fullmatch(written) else "15m, 1h or 2d"
        raise ValueError(f"'{value}' is no duration; write {fix}")
    return timedelta(seconds=sum(float(number) * _UNIT_S[unit] for number, unit in _DURATION_PART.findall(written)))


_SHORTEST, _LONGEST = timedelta(minutes=1), timedelta(days=30)


def interval(value: str) -> timedelta:
    """How often a feed is polled, or how long after publication a page is fetched again: one minute to 30 days."""
    span = duration(value)
    if not _SHORTEST <= span <= _LONGEST:
        raise ValueError(f"'{value}' is not between 1m and 30d; 15m to 1h is usual")
    return span


_KEPT_FOR_EVER = frozenset({"forever", "for ever", "always"})
_NOT_KEPT = frozenset({"none", "no", "never", "false", "off"})
_SHORTEST_KEPT = timedelta(days=1)


def keep_raw(value: str) -> timedelta | None:
    """How long pages are kept as they were served: a span from a day on, None for ever, no time at all for `none`."""
    written = value.strip().lower()
    if written in _KEPT_FOR_EVER:
        return None
    if written in _NOT_KEPT:
        return timedelta(0)
    try:
        span = duration(value)
    except ValueError:
        raise ValueError(f"'{value}' is no time to keep pages; write 90d, forever or none") from None
    if span < _SHORTEST_KEPT:
        raise ValueError(f"'{value}' is less than a day; write 90d, forever or none")
    return span


_MAX_DELAY_S = 300.0


def delay_s(value: str) -> float:
    """Seconds between two requests to a host, 0 to 300: a number, or a duration."""
    try:
        seconds = float(value) if _NUMBER.fullmatch(value) else duration(value).total_seconds()
    except ValueError:
        raise ValueError(f"'{value}' is no delay; write seconds, such as 2 or 0.5") from None
    if seconds > _MAX_DELAY_S:
        raise ValueError(f"'{value}' is more than 300 seconds")
    return seconds


def web_address(value: str) -> str:
    """An http or https address with a host, without user name and password."""
    if any(character.isspace() or not character.isprintable() for character in value):
        raise ValueError(f"'{clean(value)}' has a space or an invisible character in it; delete it, or write it as %20")
    try:
        parts = urlsplit(value)
        port_is_fine = parts.port is None or parts.port > 0
    except ValueError:
        raise ValueError(f"'{value}' is no address; write https://HOST/PATH") from None
    if parts.scheme == "feed":
        raise ValueError(f"'{value}': write https:// in place of feed:")
    if parts.scheme not in ("http", "https"):
        raise ValueError(f"'{value}' is no http or https address{_scheme_fix(value, parts)}")
    if not parts.hostname or not port_is_fine:
        raise ValueError(f"'{value}' has no host; write https://HOST/PATH")
    if parts.username is not None or parts.password is not None:
        raise ValueError(f"'{parts.hostname}': an address with a user name or password would end in logs; leave it out")
    return value


def _scheme_fix(value: str, parts: SplitResult) -> str:
    bare = value.lstrip(":/")
    looks_like_host = "." in bare.split("/")[0]
    return f"; write https://{bare}" if looks_like_host and (not parts.scheme or ":/" not in value) else ""


# ISO 639-1, and what people write in its place.
LANGUAGES = frozenset(
    "aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en "  # noqa: SIM905
    "eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja "
    "jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb "
    "nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq "
    "sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu".split()
)
_LANGUAGE_NAMES = {
    "arabic": "ar", "chinese": "zh", "dutch": "nl", "english": "en", "farsi": "fa", "french": "fr", "german": "de",
    "greek": "el", "hebrew": "he", "hindi": "hi", "italian": "it", "japanese": "ja", "kurdish": "ku", "persian": "fa",
    "polish": "pl", "portuguese": "pt", "russian": "ru", "spanish": "es", "turkish": "tr", "ukrainian": "uk",
    "urdu": "ur", "yiddish": "yi",
    "cz": "cs", "dk": "da", "gr": "el", "il": "he", "in": "id", "ir": "fa", "iw": "he", "ji": "yi", "jp": "ja",
    "eng": "en", "heb": "he", "ara": "ar", "fas": "fa", "per": "fa", "fra": "fr", "fre": "fr", "tur": "tr", "ger": "de",
    "deu": "de", "spa": "es", "rus": "ru",
}  # fmt: skip


def language(value: str) -> str:
    """A language by its two-letter code (ISO 639-1), or a three-letter one where there is none (ckb)."""
    code = value.strip().lower()
    if value in LANGUAGES or (re.fullmatch("[a-z]{3}", value) and value not in _LANGUAGE_NAMES):
        return value
    primary = re.split("[-_]", code)[0]
    code = _LANGUAGE_NAMES.get(primary, primary)
    fix = f"write '{code}'" if code in LANGUAGES else "write its two-letter code, such as en, he, ar, fa, tr or fr"
    raise ValueError(f"'{value}' is no language; {fix}")


_ZONES_OF_ABBREVIATION = {
    "IST": ("Asia/Jerusalem", "Asia/Kolkata", "Europe/Dublin"),
    "IDT": ("Asia/Jerusalem",),
    "BST": ("Europe/London", "Asia/Dhaka"),
    "CST": ("America/Chicago", "Asia/Shanghai"),
    "EDT": ("America/New_York",),
    "CEST": ("Europe/Paris",),
    "TRT": ("Europe/Istanbul",),
    "AST": ("Asia/Riyadh", "America/Halifax"),
    "GST": ("Asia/Dubai",),
    "IRST": ("Asia/Tehran",),
    "PST": ("America/Los_Angeles",),
    "PDT": ("America/Los_Angeles",),
}


@lru_cache(maxsize=512)
def time_zone(value: str) -> str:
    """A zone of the tz database: Region/City, or UTC."""
    try:
        ZoneInfo(value)
    except (OSError, ValueError, KeyError):  # KeyError: ZoneInfoNotFoundError
        raise ValueError(f"'{value}' is no time zone; {_zone_fix(value)}") from None
    return value


def _zone_fix(value: str) -> str:
    if zones := _ZONES_OF_ABBREVIATION.get(value.upper()):
        return f"write {' or '.join(zones)}"
    if re.match(r"(?:utc|gmt)?\s*[+-]\d", value, re.IGNORECASE):
        return "name the city that keeps it, such as Asia/Jerusalem: an offset changes with summer time"
    zones_by_city: dict[str, str] = {}
    for zone in sorted(available_timezones()):
        if zone.split("/")[0] in ("Africa", "America", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific"):
            zones_by_city.setdefault(zone.rpartition("/")[2].replace("_", " "), zone)
    if near := nearest(value.rpartition("/")[2].replace("_", " "), zones_by_city, at_least=75):
        return f"did you mean {zones_by_city[near]}?"
    near = nearest(value, zones_by_city.values())
    return f"did you mean {near}?" if near else "write Region/City, such as Asia/Jerusalem or Europe/Paris"


# Codecs of Python that are not of text, or that no outlet serves.
_NOT_ENCODINGS = {"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "oem"}
_ENCODINGS = (
    "utf-8", "windows-1255", "windows-1256", "windows-1254", "windows-1252", "windows-1251", "windows-1250",
    "iso-8859-1", "iso-8859-6", "iso-8859-8", "iso-8859-9", "iso-8859-15", "utf-16", "koi8-r", "euc-kr", "euc-jp",
    "shift_jis", "gb18030", "big5",
)  # fmt: skip


def encoding(value: str) -> str:
    """A character encoding that Python reads, as written."""
    try:
        found = codecs.lookup(value.strip())
    except (LookupError, ValueError):
        found = None
    if found is None or found.name.replace("-", "_") in _NOT_ENCODINGS or not getattr(found, "_is_text_encoding", True):
        near = f"windows-{value}" if f"windows-{value}" in _ENCODINGS else nearest(value, _ENCODINGS)
        fix = f"did you mean {near}?" if near else "write one such as utf-8, windows-1255 or windows-1256"
        raise ValueError(f"'{value}' is no encoding; {fix}")
    return value.strip()


def css(value: str) -> str:
    """A CSS selector."""
    from cssselect import SelectorError, parse

    try:
        parse(value)
    except SelectorError as error:
        raise ValueError(f"'{value}' is no CSS selector ({error}); write one such as h2 > a or article.story") from None
    return value


def network(value: str) -> Network:
    """Addresses in CIDR notation: 10.1.0.0/16, or one address."""
    try:
        return ipaddress.ip_network(value)
    except ValueError:
        pass
    try:
        suggestion = ipaddress.ip_network(value, strict=False)
    except ValueError:
        fix = "127.0.0.0/8 and ::1/128" if value.lower() == "localhost" else "such as 10.1.0.0/16"
        raise ValueError(f"'{value}' is no network; write addresses, not names, in CIDR notation: {fix}") from None
    raise ValueError(f"'{value}' names one address with the size of a network; write {suggestion}")


def term(value: str) -> str:
    """A word or phrase of a topic; `*` only at its end."""
    written = line_of_text(value)
    stem = written.removesuffix("*")
    if "*" in stem:
        raise ValueError(f"'{written}': * stands only at the end of a term")
    if not any(character.isalnum() for character in stem):
        raise ValueError(f"'{written}' has no letter in it")
    if len(written) > 100:
        raise ValueError(f"'{written[:30]}…' is longer than 100 characters; a term is a word or a short phrase")
    return written


_EMAIL = re.compile(
    r"[A-Za-z0-9][A-Za-z0-9._%+-]{0,63}@"
    r"(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.){1,8}[A-Za-z]{2,63}"
)


def contact(value: str) -> str:
    """Where an outlet reaches the people who crawl it: an e-mail address or a page. It goes into the User-Agent."""
    written = value.strip()
    if written.lower().startswith("mailto:"):
        written = written[len("mailto:") :]
    if not written.isascii():
        raise ValueError(f"'{clean(value)}' has letters that a request cannot carry; write a plain e-mail address")
    if written.startswith(("http://", "https://")):
        return web_address(written)
    if _EMAIL.fullmatch(written):
        return written
    raise ValueError(f"'{clean(value)}' is no e-mail address or page; write one where an outlet can reach you")


# Hosts of examples and templates (RFC 2606); nobody reads mail there.
_OF_EXAMPLES = re.compile(r"(?:^|\.)(?:example\.(?:com|net|org)|example|invalid|test|localhost)$", re.IGNORECASE)
_OF_TEMPLATES = re.compile(r"(?:^|\.)your-?(?:domain|site|company|newsroom)\b", re.IGNORECASE)
_YOURS = re.compile(r"(?:^|\.)(?:your|my)[\w-]*\.", re.IGNORECASE)  # names that a reader is meant to put his own for
_STAND_INS = {
    "you", "your", "yourname", "your-name", "your.name", "youremail", "your-email", "your-address", "me", "name",
    "user", "username", "someone", "somebody", "nobody", "email", "e-mail", "mail", "address", "contact", "changeme",
    "change-me",
}  # fmt: skip


def is_placeholder(value: str) -> bool:
    """Whether a contact is missing or was left as examples show it: you@example.org, desk@yourdomain.org,
    desk@yourpaper.example.

    A local part of one's own at a host of examples is taken as meant: tests and the sample newsroom have no other.
    """
    if not value:
        return True
    if value.startswith(("http://", "https://")):
        host = urlsplit(value).hostname or ""
        return bool(_OF_EXAMPLES.search(host) or _OF_TEMPLATES.search(host))
    local, _, host = value.rpartition("@")
    if _OF_EXAMPLES.search(host):
        return local.lower() in _STAND_INS or bool(_OF_TEMPLATES.search(host) or _YOURS.search(host))
    return bool(_OF_TEMPLATES.search(host))
