"""The small parts of a report page: text from outside made safe, links, times, and each kind of finding in words.

Every function here and in `dateline.reporting` and `dateline.report_timeline` gives markup; whatever comes from outside
passes `text` (or `isolated`) first, and every address passes `link`.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape
from urllib.parse import urlsplit

from comparison import Comparison, Finding
from dateline.output import published as written_day
from normalise.text import clean
from storage import Article, Outlet


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of finding as the page shows it: a CSS class, a sign (colour alone is not enough), and what it means."""

    css: str
    sign: str
    meaning: str


KINDS = {
    "quote found": Kind("quote", "”", "The quoted words, or nearly these, stand in an article of the outlet named."),
    "passage found": Kind("passage", "✓", "An article of the outlet named has a passage that carries the statement."),
    "differs": Kind(
        "differs", "≠", "An article of the outlet named has such a passage, with another number, name, date or wording."
    ),
    "elsewhere": Kind(
        "elsewhere", "↗", "Nothing like it is held of the outlet named; another outlet carries the statement."
    ),
    "candidate": Kind(
        "candidate", "?", "An article in another language may be the one. A person has to read it: it is not support."
    ),
    "seen, not read": Kind(
        "unread", "…", "An article that may be the one was seen in a feed, but its text could not be read."
    ),
    "not collected": Kind(
        "gap", "○", "The outlet was not watched well enough in this window: the miss says nothing about the statement."
    ),
    "not found": Kind(
        "missing", "–", "Nothing like it is in what is held of an outlet that was watched. It may still be published."
    ),
}
_OTHER = Kind("missing", "·", "")
# What an article must show for the page to say that an outlet carried the statement.
CARRIED = frozenset({"quote found", "passage found", "differs", "elsewhere"})
_WEB = frozenset({"http", "https"})
_INNER_SPACE = re.compile(r"^(\s?)(.*?)(\s?)$", re.DOTALL)


def kind_of(finding: Finding) -> Kind:
    """How a finding's kind is shown."""
    return KINDS.get(finding.kind, _OTHER)


def badge(kind: str) -> str:
    """A kind of finding with its sign."""
    shown = KINDS.get(kind)
    sign = f'<span class="sign" aria-hidden="true">{shown.sign}</span> ' if shown else ""
    return f'<span class="badge">{sign}{text(kind)}</span>'


def text(outside: str) -> str:
    """Text from outside, without control and bidi characters, escaped; a space at either end is kept."""
    found = _INNER_SPACE.match(outside)
    before, after = (found[1], found[3]) if found and outside.strip() else ("", "")
    return escape(f"{' ' if before else ''}{clean(outside)}{' ' if after else ''}")


def isolated(outside: str) -> str:
    """Text from outside in the middle of ours, which reads in its own direction and leaves ours alone."""
    return f'<bdi dir="auto">{text(outside)}</bdi>'


def isolating(ours: str, outside: Iterable[str]) -> str:
    """A sentence of ours, escaped, with the pieces from outside that stand in it isolated."""
    pieces = sorted({piece for piece in outside if piece.strip()}, key=len, reverse=True)
    if not pieces:
        return text(ours)
    parts = re.split("(" + "|".join(map(re.escape, pieces)) + ")", ours)
    return "".join(isolated(part) if number % 2 else text(part) for number, part in enumerate(parts))


def marking(outside: str, spans: Iterable[str], css: str) -> str:
    """Text from outside, escaped, with the words in `spans` marked where they stand as whole words."""
    wanted = sorted({span for span in spans if span.strip()}, key=len, reverse=True)
    if not wanted:
        return text(outside)
    # A number must not be marked inside a longer one: 40 in 140, 1 in 1,200.
    parts = re.split(r"(?<![\w])(?<!\d[.,])(" + "|".join(map(re.escape, wanted)) + r")(?!\w|[.,]\d)", outside)
    return "".join(
        f'<mark class="{css}">{text(part)}</mark>' if number % 2 else text(part) for number, part in enumerate(parts)
    )


def link(url: str, label: str) -> str:
    """`label` (markup) as a link to an outside page; without one where the address is not a plain http or https one."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return label
    # A user name before the host makes one site's address look like another's.
    if parts.scheme not in _WEB or not parts.hostname or "@" in parts.netloc:
        return label
    return f'<a href="{escape(url)}" rel="noopener nofollow">{label}</a>'


def moment(at: datetime) -> str:
    """A time in UTC to read: 22 November 2026, 06:42 UTC."""
    at = at.astimezone(UTC)
    return f'<time datetime="{at:%Y-%m-%dT%H:%MZ}">{day_name(at)}, {at:%H:%M} UTC</time>'


def day_name(at: datetime) -> str:
    """A day to read: 22 November 2026."""
    return f"{at.day} {at:%B %Y}"


def published(article: Article) -> str:
    """When an article was published, only as precise as it is known, with a mark where the zone was assumed."""
    at = article.published_at
    if at is None:
        seen = f", first seen {moment(article.first_seen)}" if article.first_seen else ""
        return f"no date{seen}"
    if article.published and article.published.precision == "day":
        return f"<time>{text(written_day(article))}</time> (day only)"
    return moment(at) + (" (zone assumed)" if article.published and article.published.zone == "assumed" else "")


def byline(article: Article) -> str:
    """Who an article is by: people, else organisations; empty where it names nobody."""
    names = [person.name for person in article.people] or list(article.organisations)
    return ", ".join(isolated(name) for name in names)


def command(*arguments: str) -> str:
    """A command to copy, quoted for a shell."""
    return f'<pre class="command" dir="ltr"><code>{text(shlex.join(("dateline", *arguments)))}</code></pre>'


def many(count: int, thing: str) -> str:
    """A count and its noun: 1 claim, 3 claims."""
    return f"{count:,} {thing}" + ("" if count == 1 else "s")


class Names:
    """What outlets are called on the page: as the report calls them, else by their own name."""

    def __init__(self, comparison: Comparison) -> None:
        self._report = comparison.text
        self._outlets = {outlet.id: outlet for outlet in comparison.outlets}

    def outlet(self, outlet_id: str) -> str:
        """An outlet by the name that the report uses for it, else by its own; its id where it is no longer known."""
        known = self._outlets.get(outlet_id)
        return (self._as_reported([known]) or known.name) if known else outlet_id

    def group(self, group: str) -> str:
        """A group by the name that the report uses for it, else by its first edition's own."""
        editions = self._editions(group)
        return self._as_reported(editions) or (editions[0].name if editions else group)

    def claimed(self, finding: Finding) -> str:
        """The outlet that a claim names, as the report calls it."""
        claim = finding.claim
        if claim.outlet is None:
            return claim.source or "a source that is not watched"
        named = self._outlets.get(claim.edition or "")
        return (self._as_reported([named]) if named else None) or self.group(claim.outlet)

    def group_of(self, outlet_id: str) -> str:
        """The group of an outlet; its id where it is no longer known."""
        known = self._outlets.get(outlet_id)
        return (known.group or known.id) if known else outlet_id

    @property
    def own(self) -> list[str]:
        """The own name of every outlet of the store."""
        return [outlet.name for outlet in self._outlets.values()]

    def _editions(self, group: str) -> list[Outlet]:
        return [outlet for outlet in self._outlets.values() if (outlet.group or outlet.id) == group]

    def _as_reported(self, outlets: Sequence[Outlet]) -> str | None:
        names = [name for outlet in outlets for name in (outlet.name, *outlet.aliases)]
        return max((name for name in names if name in self._report), key=len, default=None)
