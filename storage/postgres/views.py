"""Views with plain names, with the names and columns that `storage.sqlite.views` has; its comments are theirs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from storage.sqlite.views import TABLES as SQLITE_VIEWS

_NAMED = re.compile(r"CREATE VIEW (\w+) AS -- (.*)")

VIEWS: tuple[str, ...] = (
    """
CREATE VIEW bylines AS
SELECT a.id AS article, a.outlet AS outlet, a.dated_at AS dated_at, who.name AS person,
  json_extract(a.people, '$[' || b.position || '].name') AS spelling, b.role AS role, a.title AS title, a.url AS url,
  who.id AS person_id, b.position AS position
FROM byline_people AS b
JOIN articles AS a ON a.id = b.article
JOIN people AS p ON p.id = b.person
JOIN people AS who ON who.id = coalesce(p.merged_into, p.id)""",
    """
CREATE VIEW articles_with_text AS
SELECT a.id AS id, a.dated_at AS dated_at, coalesce(o.name, a.outlet) AS outlet, a.title AS title,
  (SELECT string_agg(person.value ->> 'name', '; ' ORDER BY person.place)
   FROM jsonb_array_elements(a.people) WITH ORDINALITY AS person(value, place)) AS people,
  a.language AS language, a.access AS access, coalesce(t.body, a.summary) AS text, a.url AS url, a.outlet AS outlet_id
FROM articles AS a
LEFT JOIN outlets AS o ON o.id = a.outlet
LEFT JOIN texts AS t ON t.article = a.id""",
    """
CREATE VIEW headlines AS
SELECT r.article AS article, r.number AS number, r.seen_at AS seen_at, r.title AS title, 0 AS current
FROM revisions AS r
UNION ALL
SELECT a.id, 1 + (SELECT count(*) FROM revisions AS r WHERE r.article = a.id), a.text_seen_at, a.title, 1
FROM articles AS a""",
    """
CREATE VIEW polls_by_day AS
SELECT date(p.first_at AT TIME ZONE 'UTC') AS day, f.outlet AS outlet, f.url AS feed, sum(p.count) AS polls,
  coalesce(sum(p.count) FILTER (WHERE p.outcome = 'ok'), 0) AS ok,
  coalesce(sum(p.count) FILTER (WHERE p.outcome = 'unchanged'), 0) AS unchanged,
  coalesce(sum(p.count) FILTER (WHERE p.outcome = 'failed'), 0) AS failed,
  max(p.problem) FILTER (WHERE p.outcome = 'failed') AS problem,
  count(*) FILTER (WHERE p.outcome = 'ok' AND p.known = 0 AND p.entries > 0) AS without_overlap
FROM polls AS p
JOIN feeds AS f ON f.id = p.feed
GROUP BY date(p.first_at AT TIME ZONE 'UTC'), f.id""",
    """
CREATE VIEW coverage AS
SELECT d.day AS day, d.outlet AS outlet, sum(d.polls) AS polls, sum(d.failed) AS failed, sum(d.articles) AS articles,
  sum(d.unread) AS unread,
  CASE
    WHEN sum(d.articles) > 0 THEN 'collected'
    WHEN sum(d.polls) > sum(d.failed) THEN 'empty'
    ELSE 'failed'
  END AS state
FROM (
  SELECT day, outlet, polls, failed, 0 AS articles, 0 AS unread FROM polls_by_day
  UNION ALL
  SELECT date(first_seen AT TIME ZONE 'UTC'), outlet, 0, 0, 1, CAST(access IS DISTINCT FROM 'full' AS integer)
  FROM articles
) AS d
GROUP BY d.day, d.outlet""",
)


def comments() -> Iterator[str]:
    """What each view shows, in the database."""
    for statement in SQLITE_VIEWS:
        if match := _NAMED.search(statement):
            yield f"COMMENT ON VIEW {match[1]} IS '{match[2].replace(chr(39), chr(39) * 2)}'"
