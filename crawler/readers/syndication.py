"""RSS, Atom, RDF and CDF: the bytes are cut at their items, and feedparser is given the unknown ones alone."""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Mapping, Set
from dataclasses import dataclass, replace
from typing import Any

from crawler.readers.kinds import HTML_PAGE, not_a_feed
from crawler.readers.languages import language_of
from crawler.readers.model import Entry, FeedDocument, Kind, fingerprint
from crawler.readers.skeleton import Facts, Texts
from crawler.readers.splitting import split_items
from normalise.text import clean, plain
from normalise.urls import absolute_url

_MOST_NEW = 5_000  # new items read of one answer: ten seconds of parsing and storing, in which nothing else is done
_BATCH = 250  # items a call of feedparser: its entries take some 8 KB each
_ITEM_NAMES = ("item", "entry")
_DECLARATION = b"<?xml version='1.0' encoding='utf-8'?>\n"
_MOST_WHOLE_BYTES = 4 * 1024 * 1024
_MOST_WHOLE_TAGS = 25_000  # about 1 s of feedparser
_MOST_TAGS_AN_ITEM = 2_000
_MOST_TAGS = 4_000_000  # 100,000 items of a news feed have half as many
# Entities of a feed's own, where they are text and short: an entity of entities may be the size of the sun.
_ENTITY = re.compile(rb"""<!ENTITY\s+([A-Za-z_][\w.-]{0,40})\s+(?:"([^"<&%]{0,64})"|'([^'<&%]{0,64})')\s*>""")
_MOST_ENTITIES = 300
_DUBLIN_CORE_DATE = re.compile(rb"<(?:[A-Za-z_][\w.-]{0,40}+):date[\s>]")
_CHANGED = re.compile(rb"<(?:[A-Za-z_][\w.-]{0,40}+:)?(?:updated|modified|lastBuildDate)[\s>]", re.IGNORECASE)
_AUTHORS = re.compile(rb"<(author|dc:creator)[\s>]")
_FRONT_PAGE = re.compile(r"https?://[^/?#]+/?\Z")
_MEDIA_FILE = re.compile(r"\.(?:mp3|mp4|m4a|m4v|ogg|oga|aac|wav|mov|jpe?g|png|gif|webp|pdf)(?:\?.*)?\Z", re.IGNORECASE)

logger = logging.getLogger(__name__)


def read_syndication(body: bytes, *, url: str, kind: Kind, root: int, known: Set[str]) -> FeedDocument:
    """The entries of an RSS, Atom, RDF or CDF feed. `body` is UTF-8, `root` is where its root element begins."""
    entities = _entities(body[:root])
    split = split_items(body, _ITEM_NAMES, root)
    if split is None:
        return _read_whole(body[root:], url=url, kind=kind, known=known, entities=entities)
    seen = tuple(map(fingerprint, split.items))
    unknown = [place for place, mark in enumerate(seen) if mark not in known]
    beyond = {seen[place] for place in unknown[_MOST_NEW:]}
    unknown = unknown[:_MOST_NEW]
    entries: list[Entry] = []
    title: str | None = None
    tags = shortened = unreadable = done = 0
    parts = [unknown[begin : begin + _BATCH] for begin in range(0, len(unknown), _BATCH)]
    while parts:
        chosen = parts.pop(0)
        texts = Texts(entities)
        pieces = split.after_head(chosen)
        skeleton, facts = texts.skeleton(split.head, pieces, xhtml=kind == "atom", most_tags=_MOST_TAGS_AN_ITEM)
        tags += skeleton.count(b"<")
        shortened += texts.shortened
        if tags > _MOST_TAGS:
            left = f"{len(unknown) - done:,} items were not read: the feed has too many elements"
            return FeedDocument(tuple(entries), tuple(entry.fingerprint for entry in entries), title, (left,), kind)
        parsed = _parse(skeleton, url)
        if parsed is None:  # some item of these: all but that one can be read
            if len(chosen) > 1:
                parts[:0] = [chosen[: len(chosen) // 2], chosen[len(chosen) // 2 :]]
            else:
                unreadable += 1
            continue
        done += len(chosen)
        if len(parsed.entries) != len(chosen):
            return _read_whole(body[root:], url=url, kind=kind, known=known, entities=entities)
        channel = _Channel.of(parsed.feed, url, kind, texts)
        title = channel.title
        entries += [
            _entry(entry, channel, seen[place], split.items[place], facts[place])
            for entry, place in zip(parsed.entries, chosen, strict=True)
        ]
    problems = [f"{shortened} items of more than {_MOST_TAGS_AN_ITEM:,} tags were read in part"] if shortened else []
    problems += [f"{unreadable} items could not be read"] if unreadable else []
    if beyond:  # they are not seen: the next poll reads on
        problems.append(f"{len(beyond):,} more new items were left for the next poll")
        read = {seen[place] for place in unknown}
        seen = tuple(mark for mark in seen if mark in read or mark not in beyond)
    return FeedDocument(tuple(entries), seen, title, tuple(problems), kind)


def _read_whole(body: bytes, *, url: str, kind: Kind, known: Set[str], entities: Mapping[str, str]) -> FeedDocument:
    """A feed that cannot be cut: all of it is parsed, and its entries are told apart by what they say."""
    texts = Texts(entities)
    read = body[:_MOST_WHOLE_BYTES]
    skeleton, _ = texts.skeleton(b"", [(None, read)], xhtml=kind == "atom", most_tags=_MOST_WHOLE_TAGS)
    parsed = _parse(skeleton, url)
    if parsed is None:
        return FeedDocument(problems=("a feed that could not be read: it is not well-formed",), kind=kind)
    channel = replace(_Channel.of(parsed.feed, url, kind, texts), dates_are_publication=_only_dublin_core(read))
    unmarked = [_entry(entry, channel, "", b"", Facts()) for entry in parsed.entries]
    entries = [replace(entry, fingerprint=fingerprint(repr(entry).encode("utf-8", "replace"))) for entry in unmarked]
    problems: tuple[str, ...] = ()
    if texts.shortened:
        problems = (f"a feed that cannot be cut at its items: only its first {_MOST_WHOLE_TAGS:,} tags were read",)
    elif len(read) < len(body):
        problems = (f"a feed that cannot be cut at its items: only its first {len(read):,} bytes were read",)
    elif not entries and not_a_feed(body) == HTML_PAGE:
        problems = (HTML_PAGE,)
    return FeedDocument(
        tuple(entry for entry in entries if entry.fingerprint not in known),
        tuple(entry.fingerprint for entry in entries),
        channel.title,
        problems,
        kind,
    )


def _parse(body: bytes, url: str) -> Any | None:
    """What feedparser makes of `body`; None where it raises, which it does for odd namespaces and references."""
    import feedparser  # 0.2 s to import: only for those that read a feed

    headers = {"content-type": "application/xml; charset=utf-8"}
    if b"xml:base" in body:  # without, links stay as they are, and are resolved against the channel's
        headers["content-location"] = url
    try:
        return feedparser.parse(
            io.BytesIO(_DECLARATION + body), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
        )
    except Exception:
        logger.info("feedparser raised", exc_info=True)
        return None


@dataclass(frozen=True, slots=True)
class _Channel:
    """What a feed says of itself that its entries need."""

    title: str | None
    link: str | None
    base: str
    language: str | None
    kind: Kind
    texts: Texts
    dates_are_publication: bool = False  # what feedparser calls updated is dc:date: when an item was published

    @classmethod
    def of(cls, feed: Any, url: str, kind: Kind, texts: Texts) -> _Channel:
        """`feed` is feedparser's. Relative links are relative to the site in RSS, to the feed in Atom (RFC 4287)."""
        link = absolute_url(url, dict.get(feed, "link"))
        title = texts.look_up(dict.get(feed, "title"))
        base = url if kind == "atom" else link or url
        return cls(title, link, base, dict.get(feed, "language"), kind, texts)


def _entry(entry: Any, channel: _Channel, mark: str, item: bytes, facts: Facts) -> Entry:
    title = channel.texts.look_up(dict.get(entry, "title"))
    summary = channel.texts.look_up(dict.get(entry, "summary"))
    published = facts.published or dict.get(entry, "published") or facts.date or facts.created
    updated = facts.updated or dict.get(entry, "updated")
    if updated and not published and channel.dates_are_publication:
        published, updated = updated, None
    guid = clean(facts.guid or dict.get(entry, "id") or "") or None
    detail = dict.get(entry, "title_detail") or dict.get(entry, "summary_detail") or {}
    language = dict.get(entry, "language") or dict.get(detail, "language") or channel.language
    others = (plain(tag.get("term") or tag.get("label") or "") for tag in dict.get(entry, "tags") or ())
    return Entry(
        url=_address(entry, facts.link, guid, channel),
        guid=guid,
        title=title,
        summary=summary,
        byline_raw=_byline(entry, item),
        published_raw=clean(published or dict.get(entry, "created") or "") or None,
        updated_raw=clean(updated or "") or None,
        language=language_of(language, title or summary),
        tags=tuple(dict.fromkeys(filter(None, (*facts.tags, *others)))),
        fingerprint=mark,
    )


def _only_dublin_core(body: bytes) -> bool:
    return bool(_DUBLIN_CORE_DATE.search(body)) and not _CHANGED.search(body)


def _address(entry: Any, link: str | None, guid: str | None, channel: _Channel) -> str | None:
    """The article's own address: what a redirecting service keeps of it, its link, or a guid that is an address."""
    kept = absolute_url(None, dict.get(entry, "feedburner_origlink"))
    if kept:
        return kept
    if link is None:
        others = (other.get("href") for other in dict.get(entry, "links") or () if other.get("rel") == "alternate")
        links = (absolute_url(channel.base, other) for other in (dict.get(entry, "link"), *others))
        link = next((found for found in links if found), None)
    if link and not _is_front_page(link, channel):
        return link
    named = absolute_url(None, guid)
    return named if named and not _MEDIA_FILE.search(named) else link or named


def _is_front_page(link: str, channel: _Channel) -> bool:
    return link == channel.link or bool(_FRONT_PAGE.match(link))


def _byline(entry: Any, item: bytes) -> str | None:
    """The author as feedparser gives it; where one element is repeated, feedparser's last is not the only author."""
    author = dict.get(entry, "author")
    repeated = _AUTHORS.findall(item) if item.count(b"</author") > 1 or item.count(b"</dc:creator") > 1 else []
    if len(repeated) > len(set(repeated)):
        names = [plain(one.get("name") or "") for one in dict.get(entry, "authors") or ()]
        if len(set(filter(None, names))) > 1:
            return "; ".join(dict.fromkeys(filter(None, names)))
    return plain(author or "") or None


def _entities(prolog: bytes) -> dict[str, str]:
    found = _ENTITY.findall(prolog[:65_536]) if b"<!ENTITY" in prolog else []
    return {
        name.decode("ascii"): (double or single).decode("utf-8", "replace")
        for name, double, single in found[:_MOST_ENTITIES]
    }
