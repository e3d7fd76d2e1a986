"""The tables for letting go: what is not to come back."""

from __future__ import annotations

TABLES: tuple[str, ...] = (
    """
CREATE TABLE tombstones ( -- What was let go of and is not to come back: hashes only, never the words
  hash BLOB NOT NULL PRIMARY KEY, -- SHA-256 of kind, a NUL, and the canonical address or the key of a name
  kind TEXT NOT NULL, -- url | person
  forgotten_at TEXT NOT NULL
) WITHOUT ROWID""",
    """
CREATE TABLE doomed_files ( -- WARC files nothing points to any more, that are still to be deleted
  file TEXT PRIMARY KEY -- name in the archive folder
) WITHOUT ROWID""",
)
