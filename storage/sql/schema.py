"""The tables of schema version 1, as SQLite reads them; `storage.postgres.schema` makes PostgreSQL's of the same text.

The comments stay in the database (`.schema` shows them) and make docs/schema.md. In SQLite times
are text in UTC as SQLite's own functions write it, `2025-11-30 18:04:05`, with a fraction only where one was given; as
text they sort right. Lists and mappings are JSON; an empty one is NULL.
"""

# ruff: noqa: E501 - a comment has to stand on its line to stay with its column in the database.
from __future__ import annotations

TABLES: tuple[str, ...] = (
    """
CREATE TABLE meta ( -- What the store remembers about itself
  key TEXT PRIMARY KEY, -- e.g. folding: which folding of text the search index was made with
  value TEXT NOT NULL
) WITHOUT ROWID""",
    """
CREATE TABLE outlets ( -- News organisations' editions, as feeds.yaml describes them
  id TEXT PRIMARY KEY, -- as in feeds.yaml
  name TEXT NOT NULL, -- display name
  "group" TEXT NOT NULL, -- joins editions of one publisher; the id where there is one edition
  aliases TEXT, -- JSON list of other names, in every script the press uses
  language TEXT, -- ISO 639-1 code of its articles, unless a feed says otherwise
  timezone TEXT NOT NULL, -- IANA zone for dates that state none
  homepage TEXT,
  known_gaps TEXT -- what can never be collected, in words
) WITHOUT ROWID""",
    """
CREATE TABLE feeds ( -- Addresses that list articles, each with its state
  id INTEGER PRIMARY KEY,
  url TEXT NOT NULL UNIQUE,
  outlet TEXT NOT NULL, -- outlets.id
  every_s INTEGER, -- seconds between polls, where feeds.yaml says
  watched INTEGER NOT NULL DEFAULT 0, -- 1: in the feeds.yaml of the latest crawl
  etag TEXT, -- validator of the last good answer, as given
  last_modified TEXT, -- validator of the last good answer, as given
  body_sha256 TEXT, -- of the last good answer's bytes
  due_at TEXT, -- when to poll again; NULL: never polled
  last_polled TEXT,
  last_good TEXT, -- last poll that was ok or unchanged
  last_read TEXT, -- last poll that was ok: its entries are those seen then
  last_outcome TEXT, -- ok | unchanged | failed
  last_problem TEXT, -- why the last poll failed; NULL after a good one
  failures INTEGER NOT NULL DEFAULT 0, -- polls failed in a row
  articles INTEGER NOT NULL DEFAULT 0, -- articles this feed ever showed
  moved_to TEXT, -- where a permanent redirect pointed
  gone INTEGER NOT NULL DEFAULT 0, -- 1: answered 410, not polled again
  title TEXT -- what the feed calls itself
)""",
    """
CREATE TABLE polls ( -- Requests for feeds and what came of them. Unchanged polls in a row, and failures with one reason, share a row a day
  id INTEGER PRIMARY KEY,
  feed INTEGER NOT NULL REFERENCES feeds(id),
  outcome TEXT NOT NULL, -- ok | unchanged | failed
  first_at TEXT NOT NULL, -- first poll of the row
  last_at TEXT NOT NULL, -- last poll of the row
  count INTEGER NOT NULL DEFAULT 1, -- polls in the row
  longest_gap_s REAL NOT NULL DEFAULT 0, -- longest time between two polls of the row, in seconds
  status INTEGER, -- HTTP status of the last
  problem TEXT, -- why it failed
  entries INTEGER, -- entries the feed showed
  known INTEGER -- how many of them the good poll before had shown; NULL: there was none before
)""",
    "CREATE INDEX polls_feed_first_at ON polls(feed, first_at)",
    """
CREATE TABLE articles ( -- One row an article: what feed and page say together, normalised, raw strings beside. Body text: texts
  id INTEGER PRIMARY KEY,
  url TEXT NOT NULL, -- address, as given when first saved
  canonical TEXT NOT NULL UNIQUE, -- canonical form of url: what makes two sightings one article
  outlet TEXT NOT NULL, -- outlets.id
  title TEXT NOT NULL,
  summary TEXT,
  language TEXT, -- ISO 639-1
  dated_at TEXT NOT NULL, -- published_at, or first_seen where no date is known: what searches by date compare
  published_at TEXT, -- publication instant; a day's is its midnight in the outlet's zone
  published_precision TEXT, -- second | minute | day
  published_zone TEXT, -- stated | assumed
  published_raw TEXT, -- as printed
  published_source TEXT, -- which reading was chosen: feed, json-ld, meta, time, byline, text, url, hand
  modified_at TEXT, -- latest modification stated; never stands in for published_at
  modified_precision TEXT,
  modified_zone TEXT,
  modified_raw TEXT,
  dates TEXT, -- JSON list of every date reading: kind, source, raw, at, precision, zone
  byline_raw TEXT, -- as printed
  people TEXT, -- JSON list of people read from the byline: name, key, role, given, family (for queries: bylines)
  organisations TEXT, -- JSON list of organisations read from the byline
  topics TEXT, -- JSON list of topic ids (for queries: article_topics)
  tags TEXT, -- JSON list of the outlet's own tags
  section TEXT,
  image TEXT,
  guid TEXT, -- the feed's identifier
  access TEXT, -- full | excerpt | paywalled | consent | login | error; NULL until a page was read
  origin TEXT NOT NULL, -- feed | hand | backfill
  origins TEXT, -- JSON: field -> where its value came from
  page_state TEXT NOT NULL, -- pending | fetched | failed | unwanted
  page_problem TEXT, -- why the page is pending or failed
  page_attempts INTEGER NOT NULL DEFAULT 0, -- failed tries since it last became pending
  retry_at TEXT, -- not before this; NULL: at once
  first_seen TEXT NOT NULL, -- when the store first heard of it
  fetched_at TEXT, -- when its page was last read
  text_seen_at TEXT NOT NULL, -- when the current text was first received
  text_sha256 TEXT NOT NULL, -- of title, summary and body as they are now
  saved_hash BLOB -- of the values last handed to save_articles: equal means nothing to do
)""",
    "CREATE INDEX articles_outlet_dated_at ON articles(outlet, dated_at)",
    "CREATE INDEX articles_dated_at ON articles(dated_at)",
    "CREATE INDEX articles_outlet_first_seen ON articles(outlet, first_seen)",
    "CREATE INDEX articles_first_seen ON articles(first_seen)",
    # Narrow: what queries filter and count by, an article a row, a tenth of the size of the table.
    "CREATE INDEX articles_facets ON articles(id, outlet, dated_at, language, access)",
    "CREATE INDEX articles_pending ON articles(outlet, dated_at) WHERE page_state = 'pending'",
    "CREATE INDEX articles_guid ON articles(guid) WHERE guid IS NOT NULL",
    """
CREATE TABLE texts ( -- Current body text, apart from articles so that listing and counting read narrow rows
  article INTEGER PRIMARY KEY REFERENCES articles(id),
  body TEXT NOT NULL -- paragraphs parted by an empty line
)""",
    """
CREATE TABLE addresses ( -- Other addresses under which a feed, a list or a person gave an article
  url TEXT PRIMARY KEY, -- canonical
  article INTEGER NOT NULL REFERENCES articles(id)
) WITHOUT ROWID""",
    "CREATE INDEX addresses_article ON addresses(article)",
    """
CREATE TABLE revisions ( -- Superseded states of an article's text; the current one is in articles and texts
  article INTEGER NOT NULL REFERENCES articles(id),
  number INTEGER NOT NULL, -- from 1, oldest first
  seen_at TEXT NOT NULL, -- when this state was first received
  title TEXT NOT NULL,
  summary TEXT,
  body_zlib BLOB, -- zlib-compressed UTF-8; NULL: only the feed had been read
  sha256 TEXT NOT NULL, -- of title, summary and body
  PRIMARY KEY (article, number)
) WITHOUT ROWID""",
    """
CREATE TABLE sightings ( -- Which feed showed which article, and how it put it
  article INTEGER NOT NULL REFERENCES articles(id),
  feed INTEGER NOT NULL REFERENCES feeds(id),
  first_seen TEXT NOT NULL,
  last_seen TEXT NOT NULL, -- last poll that was read and showed it; unchanged polls after feeds.last_read count as well
  title_hash INTEGER NOT NULL, -- of this feed's title: another one from the same feed is a change, from another feed it is not
  summary_hash INTEGER, -- of this feed's summary
  PRIMARY KEY (article, feed)
) WITHOUT ROWID""",
    """
CREATE TABLE fingerprints ( -- Entries as bytes, so that known ones are cut out before a feed is parsed. Forgotten after 30 days out of the feed
  feed INTEGER NOT NULL REFERENCES feeds(id),
  fingerprint TEXT NOT NULL,
  article INTEGER REFERENCES articles(id), -- NULL: an entry without an address
  last_seen TEXT NOT NULL,
  PRIMARY KEY (feed, fingerprint)
) WITHOUT ROWID""",
    "CREATE INDEX fingerprints_article ON fingerprints(article)",
    """
CREATE TABLE people ( -- Journalists and others named in bylines, one row an outlet and name; rows that somebody merged are one person
  id INTEGER PRIMARY KEY,
  outlet TEXT NOT NULL, -- outlets.id
  key TEXT NOT NULL, -- equal for spellings of one name in one script
  name TEXT NOT NULL, -- the spelling first seen
  merged_into INTEGER REFERENCES people(id), -- the row that stands for the person; NULL: this one
  split INTEGER NOT NULL DEFAULT 0 -- 1: somebody split it from the row of the same key; only its own spelling comes here
)""",
    "CREATE UNIQUE INDEX people_outlet_key ON people(outlet, key) WHERE split = 0",
    "CREATE INDEX people_key ON people(key)",
    "CREATE INDEX people_person ON people(coalesce(merged_into, id))",
    """
CREATE TABLE spellings ( -- Every spelling of a name that was seen in an outlet, and whose it is
  spelling TEXT NOT NULL,
  outlet TEXT NOT NULL, -- outlets.id
  person INTEGER NOT NULL REFERENCES people(id),
  PRIMARY KEY (spelling, outlet)
) WITHOUT ROWID""",
    "CREATE INDEX spellings_person ON spellings(person)",
    """
CREATE TABLE people_apart ( -- Rows of people that somebody said are not one person: never suggested again
  a INTEGER NOT NULL REFERENCES people(id), -- the lower of the two
  b INTEGER NOT NULL REFERENCES people(id),
  PRIMARY KEY (a, b)
) WITHOUT ROWID""",
    """
CREATE TABLE byline_people ( -- Who signed what
  article INTEGER NOT NULL REFERENCES articles(id),
  position INTEGER NOT NULL, -- order in the byline, from 0
  person INTEGER NOT NULL REFERENCES people(id),
  role TEXT, -- reporter, photographer ..., where the byline says
  PRIMARY KEY (article, position)
) WITHOUT ROWID""",
    "CREATE INDEX byline_people_person ON byline_people(person, article)",
    """
CREATE TABLE article_topics ( -- Which topics of feeds.yaml an article matched
  topic TEXT NOT NULL,
  article INTEGER NOT NULL REFERENCES articles(id),
  PRIMARY KEY (topic, article)
) WITHOUT ROWID""",
    "CREATE INDEX article_topics_article ON article_topics(article)",
    """
CREATE TABLE runs ( -- Invocations of `dateline crawl`
  id INTEGER PRIMARY KEY,
  started TEXT NOT NULL,
  ended TEXT, -- NULL: still running, or killed
  feeds_ok INTEGER NOT NULL DEFAULT 0,
  feeds_unchanged INTEGER NOT NULL DEFAULT 0,
  feeds_failed TEXT, -- JSON list of [address, reason]
  articles_new INTEGER NOT NULL DEFAULT 0,
  articles_revised INTEGER NOT NULL DEFAULT 0,
  articles_updated INTEGER NOT NULL DEFAULT 0,
  articles_unchanged INTEGER NOT NULL DEFAULT 0,
  pages_fetched INTEGER NOT NULL DEFAULT 0,
  pages_failed INTEGER NOT NULL DEFAULT 0,
  exit_code INTEGER
)""",
    """
CREATE TABLE robots ( -- robots.txt answers, one a host
  host TEXT PRIMARY KEY, -- scheme://host:port
  fetched_at TEXT NOT NULL,
  status INTEGER NOT NULL, -- HTTP status; 0: no answer
  body BLOB NOT NULL
) WITHOUT ROWID""",
    """
CREATE TABLE reports ( -- Reports that were compared with the store
  id INTEGER PRIMARY KEY,
  sha256 TEXT NOT NULL UNIQUE, -- of the text
  name TEXT NOT NULL, -- file name or title
  text TEXT NOT NULL,
  compared_at TEXT NOT NULL, -- latest comparison
  checked_at TEXT, -- last compared without a change; NULL: not since compared_at
  findings TEXT NOT NULL -- JSON: claims, evidence and findings of the latest comparison
)""",
    """
CREATE TABLE claims ( -- What a report attributes to outlets, and the finding of its latest comparison
  report INTEGER NOT NULL REFERENCES reports(id),
  number INTEGER NOT NULL, -- order in the report, from 0
  claim INTEGER NOT NULL, -- claim_numbers.claim: the number that stays
  outlet TEXT, -- group the claim names; NULL: none that is known
  edition TEXT, -- outlets.id, where the claim names one edition
  person TEXT, -- journalist the claim names
  source TEXT, -- whoever said it, as the report words it
  cue TEXT, -- the words that attribute it
  kind TEXT,
  begins INTEGER, -- position in reports.text, in characters
  ends INTEGER,
  text TEXT NOT NULL,
  finding TEXT NOT NULL, -- quote found | passage found | differs | elsewhere | candidate | seen, not read | not collected | not found
  status TEXT, -- whether a person reviewed it
  score REAL,
  explanation TEXT,
  PRIMARY KEY (report, number)
) WITHOUT ROWID""",
    "CREATE INDEX claims_outlet ON claims(outlet)",
    """
CREATE TABLE evidence ( -- Articles a finding rests on, the best first
  report INTEGER NOT NULL,
  claim INTEGER NOT NULL, -- claims.number
  position INTEGER NOT NULL, -- from 0
  article INTEGER REFERENCES articles(id),
  url TEXT NOT NULL,
  outlet TEXT,
  sentence TEXT, -- the passage
  score REAL,
  in_window INTEGER, -- 1: published in the window of the comparison
  PRIMARY KEY (report, claim, position),
  FOREIGN KEY (report, claim) REFERENCES claims(report, number) ON DELETE CASCADE
) WITHOUT ROWID""",
    "CREATE INDEX evidence_article ON evidence(article)",
    """
CREATE TABLE comparisons ( -- Every comparison ever made of a report; rows are only added
  id INTEGER PRIMARY KEY,
  report INTEGER NOT NULL REFERENCES reports(id),
  compared_at TEXT NOT NULL,
  published_at TEXT, -- of the report, as it was assumed
  counts TEXT, -- JSON: finding -> how many
  outcomes TEXT -- JSON list, a claim each: begins, ends, finding, score, articles (ids, the best first)
)""",
    "CREATE INDEX comparisons_report ON comparisons(report, compared_at)",
)
