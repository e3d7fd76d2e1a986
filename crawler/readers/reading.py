"""read_feed: one answer of a feed, whatever kind it is, to a document."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import replace

from crawler.readers.encoding import to_utf8, unpack
from crawler.readers.jsonfeed import read_jsonfeed
from crawler.readers.kinds import kind_of, not_a_feed
from crawler.readers.model import FeedDocument
from crawler.readers.syndication import read_syndication


def read_feed(
    body: bytes,
    *,
    url: str,
    content_type: str | None = None,
    encoding: str | None = None,
    kind: str | None = None,
    links: str | None = None,
    known: Set[str] = frozenset(),
) -> FeedDocument:
    """The entries of a feed that are not `known`, and the fingerprints of all of them. Never raises for any bytes.

    `url` is the address the bytes came from, for relative links; `content_type` is the header's value. `encoding`,
    `kind` and `links` (CSS, for a listing) are what the outlet's configuration says; the kind is found from the bytes
    where it does not.
    """
    body, unpacking = unpack(body)
    if unpacking:
        return FeedDocument(problems=(unpacking,))
    text, misread = to_utf8(body, content_type=content_type, encoding=encoding)
    found, root = kind_of(text)
    if found == "jsonfeed":
        document = read_jsonfeed(text, url=url, known=known)
    elif root < 0:
        return FeedDocument(problems=(not_a_feed(text),))
    else:
        document = read_syndication(text, url=url, kind=found, root=root, known=known)
    return replace(document, problems=(*document.problems, misread)) if misread else document
