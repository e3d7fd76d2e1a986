"""The tables for facets, saved searches and care of the store."""

from __future__ import annotations

TABLES: tuple[str, ...] = ()
