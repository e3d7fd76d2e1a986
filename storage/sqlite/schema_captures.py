"""The tables for what was served: archived answers, and the pages to visit again."""

from __future__ import annotations

TABLES: tuple[str, ...] = ()
