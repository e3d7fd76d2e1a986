"""The tables for saved searches and for the configurations that were in force."""

# ruff: noqa: E501 - a comment has to stand on its line to stay with its column in the database.
from __future__ import annotations

TABLES: tuple[str, ...] = (
    """
CREATE TABLE saved_searches ( -- Searches under a name, each with a mark up to where it was told
  name TEXT PRIMARY KEY,
  query TEXT NOT NULL, -- JSON: text, outlets, people, topics, since, until, limit
  saved_at TEXT NOT NULL,
  asked_at TEXT, -- when what is new was last told; NULL: never
  mark TEXT NOT NULL -- JSON: id, the highest of articles.id told of, and waiting, ids up to it whose page was still to be read
) WITHOUT ROWID""",
    """
CREATE TABLE configs ( -- Every feeds.yaml that was in force, without passwords
  sha256 TEXT PRIMARY KEY, -- hex, of text
  text TEXT NOT NULL,
  first_run INTEGER NOT NULL REFERENCES runs(id), -- first run that used it
  last_run INTEGER NOT NULL REFERENCES runs(id) -- last run that used it; others may have used another between
) WITHOUT ROWID""",
)
