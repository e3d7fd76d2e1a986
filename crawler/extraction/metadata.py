"""Meta elements, and the plain fields read from them: address, site, section, tags, image, summary, noarchive."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from normalise.text import clean, plain

from .jsonld import Linked, as_text

_MAX_VALUES: Final = 60

SITE_KEYS: Final = ("og:site_name", "application-name", "twitter:app:name:iphone", "apple-mobile-web-app-title")
SECTION_KEYS: Final = (
    "article:section",
    "og:article:section",
    "parsely-section",
    "sailthru.section",
    "section",
    "category",
    "dc.subject",
)
TAG_KEYS: Final = ("article:tag", "og:article:tag", "news_keywords", "parsely-tags", "sailthru.tags", "keywords")
IMAGE_KEYS: Final = (
    "og:image",
    "og:image:secure_url",
    "og:image:url",
    "twitter:image",
    "twitter:image:src",
    "parsely-image-url",
    "sailthru.image.full",
    "thumbnail",
)
SUMMARY_KEYS: Final = ("og:description", "description", "twitter:description", "dc.description", "sailthru.description")


@dataclass(frozen=True, slots=True)
class Meta:
    """Values of meta elements by lower-case name, property or itemprop; by itemprop alone; links by relation."""

    values: dict[str, tuple[str, ...]]
    properties: dict[str, tuple[str, ...]]
    links: dict[str, str]

    def first(self, *keys: str) -> tuple[str, str] | None:
        """The first of `keys` with a value, and that value."""
        for key in keys:
            found = self.values.get(key)
            if found:
                return key, found[0]
        return None

    def all(self, *keys: str) -> tuple[str, ...]:
        """All values of the first of `keys` that has any."""
        for key in keys:
            found = self.values.get(key)
            if found:
                return found
        return ()


def read_meta(root: HtmlElement) -> Meta:
    """One pass over `meta` and `link`; empty values and template leftovers such as `{{author}}` are left out."""
    values: dict[str, list[str]] = {}
    properties: dict[str, list[str]] = {}
    for element in root.iter("meta"):
        attributes = element.attrib
        content = attributes.get("content") or attributes.get(
            "value"
        )  # the wrong attribute, but some templates write it
        if content is None or not content.strip():
            continue
        content = clean(content) if "<" not in content and "&" not in content else plain(content)
        if not content or content.startswith(("{{", "<%", "${", "[[")) or content in ("null", "undefined", "None"):
            continue
        for label in ("property", "name", "itemprop", "http-equiv"):
            key = attributes.get(label)
            if key:
                known = values.setdefault(key.strip().lower(), [])
                if len(known) < _MAX_VALUES and content not in known:
                    known.append(content)
                if label == "itemprop":
                    properties.setdefault(key.strip().lower(), []).append(content)
    links: dict[str, str] = {}
    for element in root.iter("link"):
        href = element.get("href")
        if href and href.strip():
            for relation in (element.get("rel") or "").lower().split():
                links.setdefault(relation, href.strip())
    return Meta(_frozen(values), _frozen(properties), links)


def read_canonical(meta: Meta, linked: Linked, url: str) -> tuple[str, str] | None:
    """The page's own address for itself, absolute, and where it stood. A bare home page is not an article's address."""
    candidates = [
        (meta.links.get("canonical"), "link canonical"),
        ((meta.first("og:url") or ("", None))[1], "meta og:url"),
        ((linked.text("url") or ("", None))[1], "json-ld url"),
    ]
    here = _split(url)
    for address, origin in candidates:
        if not address or len(address) > 2000 or any(c.isspace() for c in address.strip()):
            continue
        try:
            absolute = urljoin(url, address.strip())
        except ValueError:
            continue
        parts = _split(absolute)
        if parts is None or parts[0] not in ("http", "https") or not parts[1]:
            continue
        if parts[2] in ("", "/") and not parts[3] and here and here[2] not in ("", "/"):
            continue
        return absolute, origin
    return None


def read_site(meta: Meta, linked: Linked) -> tuple[str, str] | None:
    """What the site calls itself."""
    found = meta.first("og:site_name")
    if found and not found[1].startswith("@"):
        return found[1], f"meta {found[0]}"
    publisher = linked.first("publisher")
    if publisher:
        name = as_text(linked.resolve(publisher[1]))
        if name and not name.startswith("http"):
            return name, "json-ld publisher"
    found = meta.first(*SITE_KEYS)
    return (found[1], f"meta {found[0]}") if found else None


def read_section(meta: Meta, linked: Linked) -> tuple[str, str] | None:
    """The section an article stands in."""
    found = linked.text("articleSection")
    if found:
        return found[1][:120].rstrip(), "json-ld articleSection"
    named = meta.first(*SECTION_KEYS)
    return (named[1][:120].rstrip(), f"meta {named[0]}") if named and not named[1].startswith("http") else None


def read_tags(meta: Meta, linked: Linked) -> tuple[tuple[str, ...], str] | None:
    """Tags in order, each once; lists joined by commas are split."""
    found = linked.first("keywords")
    raw: list[str] = []
    origin = "json-ld keywords"
    if found:
        value = found[1]
        raw = [text for item in (value if isinstance(value, list) else [value]) if (text := as_text(item))]
    if not raw:
        for key in TAG_KEYS:
            if key in meta.values:
                raw, origin = list(meta.values[key]), f"meta {key}"
                break
    tags: list[str] = []
    for item in raw:
        for part in item.replace(";", ",").replace("،", ",").split(","):
            tag = clean(part).strip(" #\"'")
            if tag and len(tag) <= 80 and tag not in tags:
                tags.append(tag)
    return (tuple(tags[:40]), origin) if tags else None


def read_image(meta: Meta, linked: Linked, url: str) -> tuple[str, str] | None:
    """The lead image's address, absolute."""
    found = meta.first(*IMAGE_KEYS)
    address, origin = (found[1], f"meta {found[0]}") if found else (None, "")
    if not address:
        image = linked.first("image", "thumbnailUrl")
        value = linked.resolve(image[1]) if image else None
        if isinstance(value, list):
            value = linked.resolve(value[0]) if value else None
        if isinstance(value, dict):
            value = value.get("url") or value.get("contentUrl")
        if isinstance(value, list):
            value = value[0] if value else None
        address, origin = (value, "json-ld image") if isinstance(value, str) else (None, "")
    if not address or len(address) > 2000:
        return None
    try:
        absolute = urljoin(url, address.strip())
    except ValueError:
        return None
    return (absolute, origin) if absolute.startswith(("http://", "https://")) else None


def read_summary(meta: Meta, linked: Linked) -> tuple[str, str] | None:
    """What the page says of itself in a sentence or two."""
    found = linked.text("description")
    named = meta.first(*SUMMARY_KEYS)
    if named and (not found or len(named[1]) >= len(found[1]) or found[1].endswith(("…", "..."))):
        return named[1], f"meta {named[0]}"
    return (found[1], "json-ld description") if found else None


def read_noarchive(meta: Meta) -> bool:
    """Whether the page asks not to be kept: robots `noarchive`, or a reservation under the TDM protocol."""
    for key in ("robots", "dateline", "googlebot"):
        if any("noarchive" in value.lower() for value in meta.values.get(key, ())):
            return True
    return any(value.strip() == "1" for value in meta.values.get("tdm-reservation", ()))


def _frozen(values: dict[str, list[str]]) -> dict[str, tuple[str, ...]]:
    return {key: tuple(found) for key, found in values.items()}


def _split(url: str) -> tuple[str, str, str, str] | None:
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return parts.scheme, parts.netloc, parts.path, parts.query
