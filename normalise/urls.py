"""Addresses of articles: one spelling for one article, and only addresses that may be fetched.

`canonical_url` identifies an article and is also what is fetched, so it only takes away what no server needs: what
says where a reader came from, and the spelling of the same thing. It never drops a parameter it does not know, never
sorts parameters, and never changes scheme, `www.` or the trailing slash, since servers differ there.
"""

from __future__ import annotations

import re
from urllib.parse import SplitResult, parse_qsl, quote, unquote, urljoin, urlsplit, urlunsplit

_LONGEST_AMP_PATH = 2_000
_LONGEST_HOST = 253  # of a name in the DNS
_LONGEST_URL = 8192
_SCHEMES = ("http", "https")
_DEFAULT_PORTS = {"http": 80, "https": 443}

# Parameters that say where a reader came from, by name, by beginning of the name, and by value. A name is only
# listed when no publisher is known to name an article with it: `id`, `p`, `cid`, `ref`, `source`, `page` are not.
_TRACKING_NAMES = frozenset(
    # click identifiers of advertisers, mailers and analytics
    "fbclid gclid gclsrc dclid gbraid wbraid msclkid yclid twclid ttclid li_fat_id igshid igsh mc_cid mc_eid mkt_tok "
    "_ga _gl _hsenc _hsmi __hssc __hstc __hsfp hsctatracking vero_id vero_conv oly_enc_id oly_anon_id wickedid s_kwcid "
    "tblci taboolaclickid obOrigUrl dicbo guccounter guce_referrer guce_referrer_sig __twitter_impression spref "
    # publishers' own campaign codes
    "ocid icid ncid cmpid s_cid cmp ftag ftcamp smid smtyp emc partner_id xtor xtref wt_mc wt_zmc traffic_source "
    "sr_share rssfeed fromrss from_rss rss_feed lts"
    # what AMP viewers add
    " amp_js_v amp_gsa usqp amp_ct amp_tf".lower().split()
)
_TRACKING_PREFIXES = (
    "utm_", "utm-", "at_", "ns_", "pk_", "mtm_", "matomo_", "piwik_", "hsa_", "fb_action_", "__cf_chl_",
)  # fmt: skip
_TRACKING_VALUES = re.compile(
    r"(?:rss|rss[_-]?feed|feed|feedburner|twitter|facebook|whatsapp|telegram|newsletter)\Z", re.IGNORECASE
)
_TRACKING_BY_VALUE = frozenset({"ref", "source", "src", "from", "via", "share", "partner", "campaign", "rss", "mod"})
_AMP_PARAMETERS = {"amp": ("", "1", "true"), "_amp": ("", "1", "true"), "outputtype": ("amp",), "output": ("amp",)}

_INDEX = re.compile(r"/(?:index|default)\.(?:html?|php|aspx?|jsp)\Z", re.IGNORECASE)
_AMP_SUFFIX = re.compile(r"(?P<slug>/[^/]*[-\d][^/]*)(?:/amp(?=[/.]|\Z))++(?:/|\.html)?\Z", re.IGNORECASE)
_AMP_EXTENSION = re.compile(r"(?<=[^/])\.amp(?P<extension>\.html?)?\Z", re.IGNORECASE)
_AMP_PREFIX = re.compile(r"(?:/amp(?=/))++(?P<rest>(?:/[^/]+)*/[^/]*(?:\d|-[^/-]+-)[^/]*/?)\Z", re.IGNORECASE)
_AMP_CACHE_PATH = re.compile(r"/(?:amp|[acv]|wp)/(?P<secure>s/)?(?P<rest>[^/]+\.[^/]+/.*)\Z", re.IGNORECASE)

_PASSWORD = re.compile(r"(?<=://)[^/?#\s]*@")  # up to the last @: a password may hold one
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]+")
# Not after a stray "%": what follows an escape that is taken away must not become one.
_ESCAPE = re.compile(r"(?<!%)(?<!%[0-9a-fA-F])%([0-9a-fA-F]{2})")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_PATH_SAFE = "/%:@!$&'()*+,;=~-._[]|"
_QUERY_SAFE = "/%:@!$'()*+,;=~-._?[]|&"
# Most addresses: nothing to take away from them, nothing to resolve.
_PLAIN = re.compile(r"https?://[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+(?:[/?#][!-~]*)?\Z")
_HOST = re.compile(r"[^\s/?#@\\<>\"^`{|}%]+\Z")


def canonical_url(url: str) -> str:
    """The one spelling of an article's address; text that is no http(s) address comes back stripped, nothing raises.

    Out go: tracking parameters, AMP forms, redirect wrappers that carry the address, user names, default ports,
    fragments (but `#!…`, which names pages), a trailing index.html, dot segments; host and escapes get one case.
    Idempotent.

    >>> canonical_url("HTTPS://News.Example:443/a/%d7%90/index.html?id=7&utm_source=rss#top")
    'https://news.example/a/%D7%90/index.html?id=7'
    >>> canonical_url("https://news.example/2026/talks-stall/amp/?fbclid=x")
    'https://news.example/2026/talks-stall/'
    """
    text = _UNPRINTABLE.sub("", url).strip()
    if len(text) > _LONGEST_URL:
        return text
    for _ in range(4):  # a wrapper may hold a wrapper; each round either ends or unwraps one
        try:
            parts = urlsplit(text)
            port = parts.port
        except ValueError:
            return text
        name = _host_of(parts)
        if parts.scheme.lower() not in _SCHEMES or not name:
            return text
        inner = _unwrapped(parts, name)
        if inner is None:
            return _rebuilt(parts, name, port)
        text = inner
    return text


def absolute_url(base: str | None, link: str | None) -> str | None:
    """`link` as an absolute http or https address, resolved against `base`, without user name; None if it is none.

    >>> absolute_url("https://news.example/rss/all.xml", "/world/1"), absolute_url(None, "javascript:alert(1)")
    ('https://news.example/world/1', None)
    """
    if not link:
        return None
    text = _UNPRINTABLE.sub("", link).strip()
    if not text or len(text) > _LONGEST_URL:
        return None
    if _PLAIN.match(text):
        return text
    try:
        parts = urlsplit(urljoin(_UNPRINTABLE.sub("", base), text) if base else text)
        port = parts.port
    except ValueError:
        return None
    name = _host_of(parts)
    if parts.scheme not in _SCHEMES or not name:
        return None
    path, query = (quote(part, _SPACES_OUT) for part in (parts.path, parts.query))
    return urlunsplit((parts.scheme, _netloc(name, port), path, query, parts.fragment))


def without_password(text: str) -> str:
    """`text` with user names and passwords out of every address in it, fit for a log.

    >>> without_password("GET https://desk:p@ss@news.example/rss?mail=a@b")
    'GET https://news.example/rss?mail=a@b'
    """
    return _PASSWORD.sub("", text)


def host(url: str) -> str:
    """The host of an address in lower case, without port; "" if it has none.

    >>> host("https://user@News.Example.:8443/a")
    'news.example'
    """
    try:
        return _host_of(urlsplit(url.strip()))
    except ValueError:
        return ""


# absolute_url keeps an address as it is spelt, but for white space, which ends an address in most other programs.
_SPACES_OUT = "".join(chr(code) for code in range(33, 127))


def _host_of(parts: SplitResult) -> str:
    name = (parts.hostname or "").rstrip(".")
    if not name or len(name) > _LONGEST_HOST or not _HOST.match(name):
        return ""
    if not name.isascii():
        try:
            name = name.encode("idna").decode("ascii").rstrip(".")  # an ideographic full stop ends a host, too
        except UnicodeError:
            return ""
    return name


def _netloc(name: str, port: int | None) -> str:
    name = f"[{name}]" if ":" in name else name
    return name if port is None else f"{name}:{port}"


def _unwrapped(parts: SplitResult, name: str) -> str | None:
    """The address that a redirect wrapper or an AMP cache carries in its own; None if it is neither."""
    labels = name.split(".")
    google = "google" in labels[:2] and len(labels) <= 4
    if google and parts.path == "/url":
        return _carried(parts.query, ("url", "q"))
    if name in ("l.facebook.com", "lm.facebook.com") and parts.path == "/l.php":
        return _carried(parts.query, ("u",))
    if (google and parts.path.startswith("/amp/")) or name.endswith(".cdn.ampproject.org"):
        cached = _AMP_CACHE_PATH.match(parts.path)
        if cached:
            query = f"?{parts.query}" if parts.query else ""
            return f"{'https' if cached['secure'] else 'http'}://{cached['rest']}{query}"
    return None


def _carried(query: str, names: tuple[str, ...]) -> str | None:
    values = dict(parse_qsl(query, max_num_fields=100) if query.count("&") < 100 else ())
    return next((values[name] for name in names if absolute_url(None, values.get(name))), None)


def _rebuilt(parts: SplitResult, name: str, port: int | None) -> str:
    scheme = parts.scheme.lower()
    query = "&".join(_respelt(pair, _QUERY_SAFE) for pair in parts.query.split("&") if pair and not _is_noise(pair))
    path, before = _respelt(parts.path, _PATH_SAFE), None
    while path != before:  # one form may hide behind another; each step shortens the path or leaves it
        before = path
        path = _without_amp(_without_dot_segments(path)) or "/"
        path = path if path.startswith("/") else "/" + path
        path = path if query else _INDEX.sub("/", path)
    netloc = _netloc(name, None if port == _DEFAULT_PORTS[scheme] else port)
    fragment = _respelt(parts.fragment, _QUERY_SAFE) if parts.fragment.startswith("!") else ""
    return urlunsplit((scheme, netloc, path, query, fragment))


def _is_noise(pair: str) -> bool:
    raw_name, _, value = pair.partition("=")
    name = unquote(raw_name).lower()
    if name in _TRACKING_NAMES or name.startswith(_TRACKING_PREFIXES):
        return True
    if name in _AMP_PARAMETERS and value.lower() in _AMP_PARAMETERS[name]:
        return True
    return name in _TRACKING_BY_VALUE and bool(_TRACKING_VALUES.match(value))


def _without_amp(path: str) -> str:
    if len(path) > _LONGEST_AMP_PATH or "amp" not in path.lower():
        return path
    if suffixed := _AMP_SUFFIX.search(path):
        return path[: suffixed.end("slug")] + ("/" if path.endswith("/") else "")
    if extended := _AMP_EXTENSION.search(path):
        return path[: extended.start()] + (extended["extension"] or "")
    prefixed = _AMP_PREFIX.match(path)
    return prefixed["rest"] if prefixed else path


def _without_dot_segments(path: str) -> str:
    """RFC 3986, 5.2.4; empty segments stay, since some servers put a whole address into a path."""
    if "/." not in path:
        return path
    kept: list[str] = []
    segments = path.split("/")
    for place, segment in enumerate(segments):
        last = place == len(segments) - 1
        if segment == ".." and len(kept) > 1:
            kept.pop()
        if segment in (".", ".."):
            if last:
                kept.append("")
        else:
            kept.append(segment)
    return "/".join(kept)


def _respelt(text: str, safe: str) -> str:
    """Escapes in capitals, none where none is needed, all others as UTF-8; a stray % stays as it is."""
    if "%" in text:
        text = _ESCAPE.sub(_one_escape, text)
    return text if text.isalnum() and text.isascii() else quote(text, safe)


def _one_escape(match: re.Match[str]) -> str:
    character = chr(int(match[1], 16))
    return character if character in _UNRESERVED else match[0].upper()
