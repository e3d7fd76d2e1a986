"""From an article's, a home page's or a feed's address to the feeds of its outlet.

`look_at` reads one answer, `next_addresses` says where to look next, `choose` which of what was found is worth
watching. All three are functions of bytes; crawler.spiders.looking fetches.

In order: what the page links (`rel=alternate`, links that look like feeds, pages that list feeds), the home page's
links, the sitemaps that robots.txt names, and, where none of these is a feed, the addresses that publishing systems
use by default.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

from crawler.carried import Carried, what_it_carries
from crawler.errors import FetchError
from crawler.extraction import ExtractionError
from crawler.extraction.tree import read_tree
from normalise.text import fold, plain
from normalise.urls import absolute_url, canonical_url, host

if TYPE_CHECKING:
    from crawler.spiders.looking import Reply  # Scrapy takes half a second to import

MOST_ADDRESSES = 60  # asked for in all, one a second of the outlet's time
_MOST_LINKS_A_PAGE = 25
_MOST_SITEMAPS = 6
_MOST_CHILDREN = 3  # of a sitemap index: those of news by name, or the latest, come first
COMMON_PATHS = (
    "/feed", "/rss", "/rss.xml", "/feed.xml", "/atom.xml", "/index.xml", "/feed.json", "/feeds", "/rss/all.xml",
    "/rss/news.xml", "/rss/latest.xml", "/arc/outboundfeeds/rss/?outputType=xml", "/index.rdf", "/?feed=rss2",
    "/news-sitemap.xml", "/sitemap-news.xml", "/sitemap_news.xml",
)  # fmt: skip
_FEED_TYPES = ("rss+xml", "atom+xml", "rdf+xml", "feed+json")
_LOOSE_TYPES = ("application/xml", "text/xml", "application/json")  # a feed's only if its address says so
_LOOKS_LIKE_FEED = re.compile(
    r"(?:\A|[/._?&=-])(?:rss\d?|atom|rdf|feeds?|outboundfeeds)(?:[/._?&=-]|\Z)|\.(?:rss|rdf|atom)\Z", re.IGNORECASE
)
_NOT_FEED_FILE = re.compile(r"\.(?:png|jpe?g|gif|svg|ico|css|js|webp|pdf|mp3|mp4)\Z", re.IGNORECASE)
_COMMENTS = re.compile(
    r"\b(?:comments|commentaires|comentarios|kommentare|yorumlar|reacties)\b|תגובות|تعليقات|التعليقات|комментари"
)
_COMMENTS_PATH = re.compile(r"/comments/", re.IGNORECASE)
_SITEMAP_LINE = re.compile(r"^[ \t]*sitemap[ \t]*:[ \t]*(\S{1,2000})", re.IGNORECASE | re.MULTILINE)
_SECOND_LEVEL = frozenset({"ac", "co", "com", "edu", "gov", "net", "ne", "or", "org"})


@dataclass(frozen=True, slots=True)
class Looked:
    """What was at an address: `carried` by a feed there, `links` of a page there, or a `problem` in words.

    `address` is where it was found in the end; `moved_to` is set where it has moved there for good.
    """

    url: str
    address: str
    carried: Carried | None = None
    links: tuple[str, ...] = ()
    comments: frozenset[str] = frozenset()  # those of `links` that carry readers' comments
    problem: str | None = None
    moved_to: str | None = None

    @property
    def is_feed(self) -> bool:
        """Whether a feed was found there; a sitemap index lists none itself."""
        return self.carried is not None and self.carried.kind != "sitemapindex"


def look_at(
    url: str, reply: Reply | FetchError, *, timezone: str = "UTC", language: str | None = None, links: str | None = None
) -> Looked:
    """Read what came from `url`. `links` (CSS) reads a page as a listing."""
    if isinstance(reply, FetchError):
        return Looked(url, url, problem=reply.reason)
    carried = what_it_carries(
        reply.body,
        url=reply.url,
        content_type=reply.content_type,
        timezone=timezone,
        language=language,
        kind="listing" if links else None,
        links=links,
    )
    if carried.problem is None:
        return Looked(url, reply.url, carried, moved_to=reply.moved_to)
    found, comments = page_links(reply.body, reply.url) if links is None else ((), frozenset())
    return Looked(url, reply.url, None, found, comments, carried.problem, reply.moved_to)


def page_links(body: bytes, url: str) -> tuple[tuple[str, ...], frozenset[str]]:
    """The addresses of feeds that a page links, declared ones first, and those of them that carry comments."""
    try:
        root = read_tree(body, url=url)
    except ExtractionError:
        return (), frozenset()
    base = next((absolute_url(url, element.get("href")) for element in root.iter("base")), None) or url
    found: dict[str, bool] = {}
    for address, title in (*_declared(root, base), *_anchors(root, base, url)):
        said = _COMMENTS.search(fold(title)) or _COMMENTS_PATH.search(address)
        comments = bool(said) or _is_of_one_article(address, url)
        found[address] = found.get(address, False) or comments
    kept = tuple(found)[:_MOST_LINKS_A_PAGE]
    return kept, frozenset(address for address in kept if found[address])


def _is_of_one_article(address: str, page: str) -> bool:
    """WordPress gives every article a feed of its comments: the article's address with /feed behind it."""
    article, _, last = urlsplit(address).path.rstrip("/").rpartition("/")
    slug = article.rpartition("/")[2]
    return last == "feed" and article == urlsplit(page).path.rstrip("/") and slug.count("-") >= 2


def _declared(root: Any, base: str) -> Iterator[tuple[str, str]]:
    for element in root.iter("link"):
        relations = (element.get("rel") or "").lower().split()
        kind = (element.get("type") or "").lower().split(";")[0].strip()
        address = absolute_url(base, element.get("href"))
        if not address or not ("alternate" in relations or "feed" in relations):
            continue
        sure = kind.endswith(_FEED_TYPES) or "feed" in relations
        if sure or (kind in _LOOSE_TYPES and _looks_like_feed(address)):
            yield address.split("#")[0], element.get("title") or ""


def _anchors(root: Any, base: str, url: str) -> Iterator[tuple[str, str]]:
    own = _site(host(url))
    for element in root.iter("a"):
        address = absolute_url(base, element.get("href"))
        if address and _looks_like_feed(address) and _site(host(address)) == own:
            yield address.split("#")[0], plain(" ".join(element.itertext()))


def _looks_like_feed(address: str) -> bool:
    parts = urlsplit(address)
    if _NOT_FEED_FILE.search(parts.path):
        return False
    # Of the path only its end: /feed/article-of-the-day is an article.
    tail = "/".join(parts.path.rstrip("/").split("/")[-2:])
    last = parts.path.rstrip("/").rpartition("/")[2]
    is_file = last.lower().endswith((".xml", ".rss", ".rdf", ".atom", ".json", ".aspx", ".php"))
    return bool(
        _LOOKS_LIKE_FEED.search(tail if is_file or len(last) < 12 else last)
        or _LOOKS_LIKE_FEED.search(parts.query[:200])
        or (parts.hostname or "").startswith(("rss.", "feeds."))
    )


def _site(name: str) -> str:
    """What an outlet's hosts share: www.gazette.co.il and feeds.gazette.co.il are both gazette.co.il."""
    labels = name.split(".")
    if name.replace(".", "").isdigit() or len(labels) < 3:
        return name
    return ".".join(labels[-3:] if labels[-2] in _SECOND_LEVEL and len(labels[-1]) == 2 else labels[-2:])


def robots_sitemaps(text: str, url: str) -> tuple[str, ...]:
    """The sitemaps that the robots.txt of `url`'s host names, those of news by name first.

    >>> robots_sitemaps("User-agent: *\\nSitemap: /map.xml\\nSitemap: /news.xml", "https://gazette.example/")
    ('https://gazette.example/news.xml', 'https://gazette.example/map.xml')
    """
    found = dict.fromkeys(absolute_url(url, line) for line in _SITEMAP_LINE.findall(text[:500_000]))
    named = [address for address in found if address]
    return tuple(sorted(named, key=lambda address: "news" not in urlsplit(address).path.lower())[:_MOST_SITEMAPS])


def next_addresses(start: str, looked: Mapping[str, Looked], robots_text: Callable[[str], str]) -> tuple[str, ...]:
    """Where to look after what was looked at so far; () when there is nowhere else.

    `start` is the address a person gave: where it is a feed itself, that is what they meant.
    """
    if looked[start].is_feed:
        return ()
    home = urljoin(looked[start].address, "/")
    linked = [address for each in looked.values() for address in each.links if address not in each.comments]
    linked.append(home)
    linked += [child for each in looked.values() if each.carried for child in each.carried.children[:_MOST_CHILDREN]]
    linked += robots_sitemaps(robots_text(home), home)
    wanted = _not_yet(linked, looked)
    if not wanted and not any(each.is_feed for each in looked.values()):
        wanted = _not_yet([urljoin(home, path) for path in COMMON_PATHS], looked)
    return wanted


def _not_yet(addresses: list[str], looked: Mapping[str, Looked]) -> tuple[str, ...]:
    known = {address_key(url) for url in looked} | {address_key(each.address) for each in looked.values()}
    new: dict[str, str] = {}
    for address in addresses:
        if address_key(address) not in known:
            new.setdefault(address_key(address), address)
    return tuple(new.values())[: max(0, MOST_ADDRESSES - len(looked))]


def address_key(url: str) -> str:
    """One spelling for the addresses a server does not tell apart: scheme, case of the host, a final slash."""
    return canonical_url(url).partition("://")[2].rstrip("/")


def choose(looked: Mapping[str, Looked]) -> tuple[Looked, ...]:
    """The feeds worth watching, in the order they were found: each address once, each set of articles once.

    Of two feeds with the same articles (an RSS and an Atom one) the one that carries more stays. Sitemaps count where
    they carry news; those of bare addresses only where there is nothing else.
    """
    best: dict[frozenset[str] | str, Looked] = {}
    for each in looked.values():
        carried = each.carried
        if carried is None or not each.is_feed:
            continue
        if carried.title and _COMMENTS.search(fold(carried.title)) and len(looked) > 1:
            continue
        key = carried.identities or address_key(each.address)
        if key not in best or _worth(each) > _worth(best[key]):
            best[key] = each
    by_address = {address_key(each.address): each for each in best.values()}
    found = tuple(by_address.values())
    syndicated = tuple(each for each in found if _carries_news(each))
    return syndicated or found


def _carries_news(looked: Looked) -> bool:
    carried = looked.carried
    return carried is not None and (carried.kind != "sitemap" or (carried.items > 0 and carried.news))


def _worth(looked: Looked) -> tuple[bool, int, bool, int]:
    carried = looked.carried
    if carried is None:
        return False, 0, False, 0
    return carried.full_text, carried.bylines, carried.zone is None, carried.items
