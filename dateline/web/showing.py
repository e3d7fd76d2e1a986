"""Values as the pages show them: text from outside made safe, times, languages, links, marks."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import urlencode, urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from dateline.output import published, span
from normalise.text import clean
from storage import Article

LANGUAGES = {
    "ar": "Arabic", "de": "German", "en": "English", "es": "Spanish", "fa": "Persian", "fr": "French",
    "he": "Hebrew", "it": "Italian", "pt": "Portuguese", "ru": "Russian", "tr": "Turkish", "uk": "Ukrainian",
}  # fmt: skip
_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_MARK = re.compile(r"\[([^\[\]]*)\]")
_LOOKED_AT = 1_000  # characters of a text
_RIGHT = re.compile(r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")
_LEFT = re.compile(r"[A-Za-z\u00c0-\u024f\u0370-\u052f]")
_RIGHT_TO_LEFT = frozenset({"ar", "dv", "fa", "he", "ku", "ps", "sd", "ug", "ur", "yi"})


def environment(menu: Sequence[tuple[str, str]]) -> Environment:
    """The templates: everything is escaped, whatever comes as text loses control and bidi characters.

    `menu`: the address and name of each page that every page leads to.
    """
    made = Environment(
        loader=PackageLoader("dateline.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_safe,
    )
    made.filters |= {
        "moment": moment,
        "when": when,
        "lang": lang,
        "direction": direction,
        "way": way,
        "language": lambda code: LANGUAGES.get(code, code) if code else "not known",
        "marked": marked,
        "parts": lambda body: [part for part in (body or "").split("\n\n") if part.strip()],
        "span": span,
        "many": many,
        "number": lambda count: f"{count:,}",
    }
    made.globals |= {"address": address, "outside": outside, "menu": tuple(menu)}
    return made


def _safe(value: Any) -> Any:
    """Markup is ours; other text is from outside."""
    return clean(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def moment(at: datetime | None) -> Markup:
    """A time in UTC to read."""
    if at is None:
        return Markup("not known")
    at = at.astimezone(UTC)
    return Markup('<time dir="ltr" datetime="{}">{}</time>').format(
        f"{at:%Y-%m-%dT%H:%MZ}", f"{at.day} {at:%b %Y, %H:%M} UTC"
    )


def when(article: Article) -> Markup:
    """When an article was published, only as precise as it is known."""
    at = article.published_at
    if at is None:
        seen = Markup(", first seen {}").format(moment(article.first_seen)) if article.first_seen else ""
        return Markup("no date{}").format(seen)
    if article.published and article.published.precision == "day":
        day = date.fromisoformat(published(article))
        return Markup('<time dir="ltr" datetime="{}">{}</time>').format(str(day), f"{day.day} {day:%b %Y}")
    assumed = article.published is not None and article.published.zone == "assumed"
    return moment(at) + (Markup(' <span class="soft">(zone assumed)</span>') if assumed else Markup(""))


def lang(tag: str | None) -> Markup:
    """The lang attribute of a language, empty where it is not known."""
    return Markup(' lang="{}"').format(tag) if tag and _TAG.fullmatch(tag) else Markup("")


def direction(tag: str | None) -> str:
    """Which way a language is written: ltr, rtl; auto where the language is not known."""
    return "auto" if not tag else "rtl" if tag.split("-")[0].lower() in _RIGHT_TO_LEFT else "ltr"


def way(text: str, tag: str | None) -> str:
    """Which way a text reads: as most of its letters do, since a Hebrew headline may begin with a Latin name.

    >>> way("BBC: הנמל נסגר", "he"), way("The מעריב story of a year", "he"), way("2025", "ar")
    ('rtl', 'ltr', 'rtl')
    """
    right, left = len(_RIGHT.findall(text[:_LOOKED_AT])), len(_LEFT.findall(text[:_LOOKED_AT]))
    return direction(tag) if right == left else "rtl" if right > left else "ltr"


def marked(snippet: str) -> Markup:
    """A snippet with its [words] marked."""
    parts = _MARK.split(snippet)
    return Markup("").join(
        Markup("<mark>{}</mark>").format(clean(part)) if number % 2 else escape(_spaced(part))
        for number, part in enumerate(parts)
    )


def _spaced(part: str) -> str:
    return f"{' ' if part[:1].isspace() else ''}{clean(part)}{' ' if part[-1:].isspace() and part.strip() else ''}"


def many(count: int, thing: str) -> str:
    """A count and its noun: 1 claim, 3 claims."""
    return f"{count:,} {thing}" + ("" if count == 1 else "s")


def outside(url: str | None) -> str | None:
    """An address that may be a link: plain http or https, no user name; None for any other."""
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return None
    # A user name before the host makes one site's address look like another's.
    return url if parts.scheme in ("http", "https") and parts.hostname and "@" not in parts.netloc else None


def address(path: str, values: Mapping[str, Any] | None = None, **changed: Any) -> str:
    """An address of ours with a query; what is None or empty is left out."""
    told = {key: value for key, value in {**(values or {}), **changed}.items() if value not in (None, "")}
    return f"{path}?{urlencode(told)}" if told else path
