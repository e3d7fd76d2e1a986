"""The tables for people's decisions on findings, and reports that are still open."""

# ruff: noqa: E501 - a comment has to stand on its line to stay with its column in the database.
from __future__ import annotations

TABLES: tuple[str, ...] = (
    """
CREATE TABLE claim_numbers ( -- Every claim that a comparison of a report ever showed, under the number that stays with it
  report INTEGER NOT NULL REFERENCES reports(id),
  claim INTEGER NOT NULL, -- from 1; claim 7 of report 3 is called 3.7
  begins INTEGER, -- position in reports.text, in characters
  ends INTEGER,
  outlet TEXT, -- group the claim names
  text TEXT NOT NULL,
  PRIMARY KEY (report, claim)
) WITHOUT ROWID""",
    """
CREATE TABLE reviews ( -- What people decided on claims; rows are only added, the latest counts
  id INTEGER PRIMARY KEY,
  report INTEGER NOT NULL,
  claim INTEGER NOT NULL, -- claim_numbers.claim
  finding TEXT NOT NULL, -- as in claims.finding, or: not a claim
  note TEXT NOT NULL, -- why
  reviewer TEXT NOT NULL, -- who decided
  url TEXT, -- where it can be read
  reviewed_at TEXT NOT NULL,
  machine TEXT, -- the machine's finding at that moment; NULL: the latest comparison did not show the claim
  FOREIGN KEY (report, claim) REFERENCES claim_numbers(report, claim)
)""",
    "CREATE INDEX reviews_claim ON reviews(report, claim)",
)
