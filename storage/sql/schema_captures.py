"""The tables for what was served: archived answers, what was read from them, and the pages to visit again."""

# ruff: noqa: E501 - a comment has to stand on its line to stay with its column in the database.
from __future__ import annotations

TABLES: tuple[str, ...] = (
    """
CREATE TABLE captures ( -- Answers of pages and feeds as they were served: where their bytes stand in the archive folder beside the store
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL, -- page | feed
  article INTEGER REFERENCES articles(id), -- whose page it is
  feed INTEGER REFERENCES feeds(id), -- for kind feed
  outlet TEXT NOT NULL, -- outlets.id
  url TEXT NOT NULL, -- where the answer came from, redirects followed
  at TEXT NOT NULL, -- when it was received
  status INTEGER NOT NULL, -- HTTP status; 0: no answer, or, where sha256 is known, a file that somebody saved and added by hand
  headers TEXT, -- JSON list of [name, value], without cookies and credentials
  sha256 TEXT, -- hex, of the payload: the body, content encoding undone
  size INTEGER, -- bytes of the payload
  file TEXT, -- WARC file in the archive folder; NULL: no bytes are held under this row
  "offset" INTEGER, -- where the record's gzip member begins in the file
  length INTEGER, -- bytes of that member
  same_as INTEGER REFERENCES captures(id), -- the earlier answer whose bytes these were (304, or the same hash)
  absent TEXT, -- why no bytes are held: noarchive, tdm-reservation, keep_raw: none, expired, forgotten
  keep_until TEXT, -- when the bytes may go; NULL: never
  found TEXT, -- what the visit showed, in words
  origin TEXT NOT NULL -- feed | hand | backfill
)""",
    "CREATE INDEX captures_article ON captures(article, at) WHERE article IS NOT NULL",
    "CREATE INDEX captures_feed ON captures(feed, at) WHERE feed IS NOT NULL",
    'CREATE UNIQUE INDEX captures_place ON captures(file, "offset") WHERE file IS NOT NULL',
    "CREATE INDEX captures_keep_until ON captures(keep_until) WHERE file IS NOT NULL",
    "CREATE INDEX captures_same_as ON captures(same_as) WHERE same_as IS NOT NULL",
    """
CREATE TABLE readings ( -- What made each state of an article's text: the answer, the extractor, the configuration
  article INTEGER NOT NULL REFERENCES articles(id),
  number INTEGER NOT NULL, -- the state's: revisions.number; the current one has the number after the last of them
  basis TEXT NOT NULL, -- how it was told from the state before: first | reread | same extractor | not held | growth | feed | same words | byline or date
  capture INTEGER REFERENCES captures(id), -- the answer it was read from
  extractor TEXT, -- which version of the extraction read it
  config_sha256 TEXT, -- of what feeds.yaml said of the outlet then
  signature_known INTEGER NOT NULL DEFAULT 0, -- 1: what follows is what the page itself said; 0: not known
  byline_raw TEXT, -- as printed
  people TEXT, -- JSON list of names in the byline, with key and role
  organisations TEXT, -- JSON list of those it credits
  published_at TEXT, -- the date the page gave itself
  published_precision TEXT, -- second | minute | day
  published_zone TEXT, -- stated | assumed
  published_raw TEXT, -- as printed
  published_source TEXT, -- where on the page it stood
  PRIMARY KEY (article, number)
) WITHOUT ROWID""",
    "CREATE INDEX readings_capture ON readings(capture) WHERE capture IS NOT NULL",
    """
CREATE TABLE visits ( -- Pages that are to be fetched again, to see whether they still say the same
  article INTEGER PRIMARY KEY REFERENCES articles(id),
  first_at TEXT NOT NULL, -- when the page was first read
  due_at TEXT NOT NULL -- when it is due again
)""",
    "CREATE INDEX visits_due_at ON visits(due_at)",
)
