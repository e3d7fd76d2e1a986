"""Bytes of a feed -> entries: RSS, Atom, RDF, CDF, JSON Feed, sitemaps and section pages."""

from __future__ import annotations

from crawler.readers.model import Entry, FeedDocument, Kind, fingerprint, identity
from crawler.readers.reading import read_feed

__all__ = ["Entry", "FeedDocument", "Kind", "fingerprint", "identity", "read_feed"]
