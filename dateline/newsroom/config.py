"""feeds.yaml for the newsroom, wherever it is served."""

from __future__ import annotations

import json
from collections.abc import Mapping

from dateline.newsroom.content import FeedPlan, Outlet, load_outlets

TOPIC = "dormara-ceasefire"
# The story of the newsroom in its three languages: enough for every headline of it, for none of the others.
TOPIC_WORDS = (
    "Dormara", "Dormarans", "Grey Line", "Harbour Front", "Nemura talks", "ceasefire", "Amber Corridor",
    "דורמרה", "הקו האפור", "חזית הנמל", "הפסקת האש", "מסדרון הענבר",
    "دورمارا", "الخط الرمادي", "جبهة الميناء", "وقف إطلاق النار", "ممر العنبر",
)  # fmt: skip


def feeds_yaml(addresses: Mapping[str, str]) -> str:
    """A complete feeds.yaml for the outlets in `addresses` (id to address, as `Newsroom.addresses` has them)."""
    lines = [
        "# The sample newsroom: every outlet, person and event in it is invented.",
        "contact: newsroom@dateline.internal   # goes into the User-Agent; in your own feeds.yaml, an address of yours",
        "allow_addresses:                      # the newsroom is on this machine; the public web needs no such line",
        "  - 127.0.0.0/8",
        "topics:",
        f"  {TOPIC}:",
        "    any:",
        *(f"      - {word}" for word in TOPIC_WORDS),
        "outlets:",
    ]
    for outlet in load_outlets():
        if outlet.id in addresses:
            lines += _outlet_lines(outlet, addresses[outlet.id])
    return "\n".join(lines) + "\n"


def _outlet_lines(outlet: Outlet, base: str) -> list[str]:
    lines = [
        f"  {outlet.id}:",
        f"    # {outlet.about}",
        f"    name: {_quoted(outlet.name)}",
        f"    group: {outlet.group}",
    ]
    if outlet.aliases:
        lines += ["    aliases:", *(f"      - {_quoted(alias)}" for alias in outlet.aliases)]
    lines += [
        f"    homepage: {base}/",
        f"    language: {outlet.language}",
        f"    timezone: {outlet.timezone}",
        f"    pages: {outlet.pages}",
        "    delay: 0",
        "    feeds:",
    ]
    for feed in outlet.feeds:
        lines += _feed_lines(feed, base)
    if outlet.known_gaps:
        lines.append(f"    known_gaps: {_quoted(outlet.known_gaps)}")
    return lines


def _feed_lines(feed: FeedPlan, base: str) -> list[str]:
    more = []
    if feed.format in ("sitemap", "listing"):
        more.append(f"kind: {feed.format}")
    if feed.links:
        more.append(f"links: {_quoted(feed.links)}")
    if feed.declared == "config":
        more.append(f"encoding: {feed.encoding}")
    if feed.language:
        more.append(f"language: {feed.language}")
    if not more:
        return [f"      - {base}{feed.path}"]
    return [f"      - url: {base}{feed.path}", *(f"        {line}" for line in more)]


def _quoted(text: str) -> str:
    # A JSON string is a YAML string: quotation marks, colons and right-to-left text are safe in it.
    return json.dumps(text, ensure_ascii=False)
