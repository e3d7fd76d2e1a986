"""The tables for letting go of an article or a person, for good."""

from __future__ import annotations

TABLES: tuple[str, ...] = ()
