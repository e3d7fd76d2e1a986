"""Bytes of a page -> `Page`: one lxml tree, everything read from it."""

from __future__ import annotations

from .article import extract_article
from .model import NO_ARTICLE, Access, ExtractionError, Page, PageRules

__all__ = ["NO_ARTICLE", "Access", "ExtractionError", "Page", "PageRules", "extract_article"]
