"""Values as the pages show them: text from outside made safe, times, languages, links, marks, bars."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode, urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from dateline.output import published, span
from normalise.text import clean
from storage import Article
from storage.asking import Timeline

LANGUAGES = {
    "ar": "Arabic", "de": "German", "en": "English", "es": "Spanish", "fa": "Persian", "fr": "French",
    "he": "Hebrew", "it": "Italian", "pt": "Portuguese", "ru": "Russian", "tr": "Turkish", "uk": "Ukrainian",
}  # fmt: skip
_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_MARK = re.compile(r"\[([^\[\]]*)\]")
_MOST_BARS = 100
_RIGHT_TO_LEFT = frozenset({"ar", "dv", "fa", "he", "ku", "ps", "sd", "ug", "ur", "yi"})


def environment() -> Environment:
    """The templates: everything is escaped, whatever comes as text loses control and bidi characters."""
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
        "language": lambda code: LANGUAGES.get(code, code) if code else "not known",
        "marked": marked,
        "parts": lambda body: [part for part in (body or "").split("\n\n") if part.strip()],
        "span": span,
        "many": many,
        "number": lambda count: f"{count:,}",
    }
    made.globals |= {"address": address, "outside": outside}
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


@dataclass(frozen=True, slots=True)
class Bar:
    """One column of the timeline: its days, and its place in a picture 100 high."""

    first: date
    last: date
    articles: int
    x: float
    width: float
    height: float

    @property
    def label(self) -> str:
        """What it stands for, in words."""
        days = f"{self.first}" if self.first == self.last else f"{self.first} to {self.last}"
        return f"{days}: {many(self.articles, 'article')}"


def bars(timeline: Timeline) -> tuple[Bar, ...]:
    """A timeline as columns of one day, or of as many days as a hundred columns take. The picture is 1000 wide."""
    counted: dict[date, int] = {}
    for each in timeline.days:
        counted[each.day] = counted.get(each.day, 0) + each.articles
    if not counted:
        return ()
    first, last = min(counted), max(counted)
    step = -(-((last - first).days + 1) // _MOST_BARS)
    columns = ((last - first).days // step) + 1
    heights = [0] * columns
    for day, articles in counted.items():
        heights[(day - first).days // step] += articles
    wide, most = 1000 / columns, max(heights)
    thick = min(wide * 0.84, 40.0)
    found: Sequence[Bar] = [
        Bar(
            first + timedelta(days=place * step),
            min(first + timedelta(days=place * step + step - 1), last),
            articles,
            round(place * wide + (wide - thick) / 2, 2),
            round(thick, 2),
            round(max(4.0, 100 * articles / most), 2),
        )
        for place, articles in enumerate(heights)
        if articles
    ]
    return tuple(found)
