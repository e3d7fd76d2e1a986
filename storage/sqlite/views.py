"""Views with plain names, for people who write SQL: the joins that every question needs, written once."""

# ruff: noqa: E501 - a comment has to stand on its line to stay with its column in the database.
from __future__ import annotations

TABLES: tuple[str, ...] = (
    """
CREATE VIEW bylines AS -- Who signed what: one row an article and person, people that somebody merged under one name
SELECT
  a.id AS article, -- articles.id
  a.outlet AS outlet, -- outlets.id
  a.dated_at AS dated_at, -- when it was published, or first seen where no date is known
  who.name AS person, -- the name of the person as the store shows it
  json_extract(a.people, '$[' || b.position || '].name') AS spelling, -- the name as this article prints it
  b.role AS role, -- reporter, photographer ..., where the byline says
  a.title AS title,
  a.url AS url,
  who.id AS person_id, -- people.id of the row that stands for the person
  b.position AS position -- order in the byline, from 0
FROM byline_people AS b
JOIN articles AS a ON a.id = b.article
JOIN people AS p ON p.id = b.person
JOIN people AS who ON who.id = coalesce(p.merged_into, p.id)""",
    """
CREATE VIEW articles_with_text AS -- Articles as one reads them: names instead of ids, and the text
SELECT
  a.id AS id,
  a.dated_at AS dated_at, -- when it was published, or first seen where no date is known
  coalesce(o.name, a.outlet) AS outlet, -- the outlet's name
  a.title AS title,
  (SELECT group_concat(json_extract(value, '$.name'), '; ') FROM json_each(a.people)) AS people, -- names as printed, in order
  a.language AS language,
  a.access AS access, -- full, excerpt, paywalled ...; NULL until a page was read
  coalesce(t.body, a.summary) AS text, -- the body; the summary where no page was read
  a.url AS url,
  a.outlet AS outlet_id -- outlets.id
FROM articles AS a
LEFT JOIN outlets AS o ON o.id = a.outlet
LEFT JOIN texts AS t ON t.article = a.id""",
    """
CREATE VIEW headlines AS -- Every title an article had, the current one last
SELECT
  r.article AS article, -- articles.id
  r.number AS number, -- from 1, oldest first
  r.seen_at AS seen_at, -- when it was first received
  r.title AS title,
  0 AS current -- 1: the one the article has now
FROM revisions AS r
UNION ALL
SELECT a.id, 1 + (SELECT count(*) FROM revisions AS r WHERE r.article = a.id), a.text_seen_at, a.title, 1
FROM articles AS a""",
    """
CREATE VIEW polls_by_day AS -- Requests for feeds by day (UTC) and feed
SELECT
  date(p.first_at) AS day,
  f.outlet AS outlet, -- outlets.id
  f.url AS feed,
  sum(p.count) AS polls, -- all of them
  sum(CASE WHEN p.outcome = 'ok' THEN p.count ELSE 0 END) AS ok, -- showed something new or changed
  sum(CASE WHEN p.outcome = 'unchanged' THEN p.count ELSE 0 END) AS unchanged,
  sum(CASE WHEN p.outcome = 'failed' THEN p.count ELSE 0 END) AS failed,
  max(CASE WHEN p.outcome = 'failed' THEN p.problem END) AS problem, -- why, of one that failed
  sum(CASE WHEN p.outcome = 'ok' AND p.known = 0 AND p.entries > 0 THEN 1 ELSE 0 END) AS without_overlap -- shared no entry with the poll before: some may have been missed
FROM polls AS p
JOIN feeds AS f ON f.id = p.feed
GROUP BY date(p.first_at), f.id""",
    """
CREATE VIEW coverage AS -- What was collected by day (UTC) and outlet. A day without a row was not watched
SELECT
  d.day AS day,
  d.outlet AS outlet, -- outlets.id
  sum(d.polls) AS polls,
  sum(d.failed) AS failed, -- polls that failed
  sum(d.articles) AS articles, -- first seen that day
  sum(d.unread) AS unread, -- of them, those whose page was not read whole
  CASE
    WHEN sum(d.articles) > 0 THEN 'collected'
    WHEN sum(d.polls) > sum(d.failed) THEN 'empty'
    ELSE 'failed'
  END AS state -- collected | empty | failed
FROM (
  SELECT day, outlet, polls, failed, 0 AS articles, 0 AS unread FROM polls_by_day
  UNION ALL
  SELECT date(first_seen), outlet, 0, 0, 1, access IS NOT 'full' FROM articles
) AS d
GROUP BY d.day, d.outlet""",
)
