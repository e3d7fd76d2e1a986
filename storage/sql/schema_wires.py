"""The tables for texts that several articles share: wire copy."""

# ruff: noqa: E501 - a comment has to stand on its line to stay with its column in the database.
from __future__ import annotations

TABLES: tuple[str, ...] = (
    """
CREATE TABLE wires ( -- Articles that share their text with another: wire copy, reprints, one story under two addresses
  article INTEGER PRIMARY KEY REFERENCES articles(id),
  wire INTEGER NOT NULL -- the same number for all that share the text
)""",
    "CREATE INDEX wires_wire ON wires(wire)",
    """
CREATE TABLE wire_bands ( -- Keys by which texts that share much are found (bands of a MinHash), of the latest 100,000 articles
  band INTEGER NOT NULL,
  article INTEGER NOT NULL REFERENCES articles(id),
  PRIMARY KEY (band, article)
) WITHOUT ROWID""",
)
