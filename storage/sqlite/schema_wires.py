"""The tables for texts that several articles share: wire copy."""

from __future__ import annotations

TABLES: tuple[str, ...] = ()
