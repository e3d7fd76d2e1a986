"""The tables for how feeds and runs are doing: schedule, habits, alarms."""

from __future__ import annotations

TABLES: tuple[str, ...] = ()
