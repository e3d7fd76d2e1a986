"""The tables for how feeds and runs are doing: schedule, habits, alarms."""

# ruff: noqa: E501 - a comment has to stand on its line to stay with its column in the database.
from __future__ import annotations

TABLES: tuple[str, ...] = (
    """
CREATE TABLE feed_pace ( -- How often a feed changes, for the schedule of those without `every:`; and how firmly it moved
  feed INTEGER PRIMARY KEY REFERENCES feeds(id),
  changes REAL NOT NULL DEFAULT 0, -- entries newly shown, fading with time
  watched_s REAL NOT NULL DEFAULT 0, -- seconds in which they came, fading alike
  moved_polls INTEGER NOT NULL DEFAULT 0 -- good polls in a row that a permanent redirect led to feeds.moved_to
)""",
    """
CREATE TABLE feed_recent ( -- Articles a feed gave in each of the latest hours in which it was polled; three days are kept
  feed INTEGER NOT NULL REFERENCES feeds(id),
  hour INTEGER NOT NULL, -- hours since 1970 in UTC
  articles INTEGER NOT NULL,
  PRIMARY KEY (feed, hour)
) WITHOUT ROWID""",
    """
CREATE TABLE feed_habits ( -- How many articles a feed gives at an hour of the week, over the weeks; later weeks count more
  feed INTEGER NOT NULL REFERENCES feeds(id),
  slot INTEGER NOT NULL, -- hour of the week, 0 to 167; 0 is Monday 00:00 in UTC
  weeks INTEGER NOT NULL, -- how many are counted in
  mean REAL NOT NULL,
  variance REAL NOT NULL,
  PRIMARY KEY (feed, slot)
) WITHOUT ROWID""",
)
