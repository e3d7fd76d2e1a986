"""Every table and index of schema version 1, in an order in which each refers only to those before it."""

from __future__ import annotations

from storage.sql import (
    schema,
    schema_asking,
    schema_backfilling,
    schema_captures,
    schema_forgetting,
    schema_health,
    schema_reviews,
    schema_saved,
    schema_wires,
)

SCHEMA_VERSION = 1

TABLES: tuple[str, ...] = (
    *schema.TABLES,
    *schema_captures.TABLES,
    *schema_asking.TABLES,
    *schema_reviews.TABLES,
    *schema_wires.TABLES,
    *schema_health.TABLES,
    *schema_forgetting.TABLES,
    *schema_backfilling.TABLES,
    *schema_saved.TABLES,
)
