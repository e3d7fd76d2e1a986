"""The tables for what was read out of other crawls' files, and for lists of addresses."""

from __future__ import annotations

TABLES: tuple[str, ...] = (
    """
CREATE TABLE backfill_files ( -- WARC files that were given to `dateline backfill`, and how far they were read
  head_sha256 TEXT NOT NULL, -- hex, of the first 64 KiB
  size INTEGER NOT NULL, -- bytes; with head_sha256 this tells one file from another, whatever it is called
  name TEXT NOT NULL, -- as given last
  selection TEXT NOT NULL, -- hash of which outlets, topics and configuration it was read for
  "offset" INTEGER NOT NULL, -- where the next record to read begins
  records INTEGER NOT NULL, -- records before it
  done INTEGER NOT NULL DEFAULT 0, -- 1: read to its end
  problem TEXT, -- how far it is good, in words; NULL: whole, or not read to its end
  read_at TEXT NOT NULL, -- when it was last read from
  PRIMARY KEY (head_sha256, size, selection)
) WITHOUT ROWID""",
    """
CREATE TABLE backfilled ( -- Where articles that came out of other crawls' files stood there
  article INTEGER NOT NULL REFERENCES articles(id),
  record TEXT NOT NULL, -- WARC-Record-ID
  file TEXT NOT NULL, -- name of the file
  url TEXT NOT NULL, -- WARC-Target-URI
  recorded_at TEXT NOT NULL, -- WARC-Date
  PRIMARY KEY (article, record)
) WITHOUT ROWID""",
    "CREATE INDEX backfilled_record ON backfilled(record)",
    """
CREATE TABLE backfill_urls ( -- Addresses out of lists that could not be read yet
  url TEXT PRIMARY KEY, -- canonical
  tries INTEGER NOT NULL, -- failed ones
  problem TEXT NOT NULL, -- why, in words
  tried_at TEXT NOT NULL -- the last time
) WITHOUT ROWID""",
)
