"""The tables for people's decisions on findings, and reports that are still open."""

from __future__ import annotations

TABLES: tuple[str, ...] = ()
