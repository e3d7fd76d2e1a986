"""Functions that SQLite has and PostgreSQL has not, under SQLite's names, so that statements stand once.

They are also for people: a question in SQL out of docs/schema.md mostly runs in both databases.
"""

from __future__ import annotations

FUNCTIONS: tuple[str, ...] = (
    # The values of a JSON list, given as text.
    """
CREATE FUNCTION json_each(list text) RETURNS TABLE(value text) LANGUAGE sql IMMUTABLE ROWS 50
AS $$ SELECT jsonb_array_elements_text(CAST(list AS jsonb)) $$""",
    """
CREATE FUNCTION json_each(list jsonb) RETURNS TABLE(value text) LANGUAGE sql IMMUTABLE ROWS 50
AS $$ SELECT jsonb_array_elements_text(coalesce(list, '[]')) $$""",
    """
CREATE FUNCTION json_extract(whole jsonb, path text) RETURNS text LANGUAGE sql IMMUTABLE
AS $$ SELECT jsonb_path_query_first(whole, CAST(path AS jsonpath)) #>> '{}' $$""",
    """
CREATE FUNCTION max(timestamptz, timestamptz) RETURNS timestamptz LANGUAGE sql IMMUTABLE
AS $$ SELECT CASE WHEN $1 >= $2 THEN $1 WHEN $1 < $2 THEN $2 END $$""",
    """
CREATE FUNCTION max(double precision, double precision) RETURNS double precision LANGUAGE sql IMMUTABLE
AS $$ SELECT CASE WHEN $1 >= $2 THEN $1 WHEN $1 < $2 THEN $2 END $$""",
    """
CREATE FUNCTION max(bigint, bigint) RETURNS bigint LANGUAGE sql IMMUTABLE
AS $$ SELECT CASE WHEN $1 >= $2 THEN $1 WHEN $1 < $2 THEN $2 END $$""",
    """
CREATE FUNCTION min(bigint, bigint) RETURNS bigint LANGUAGE sql IMMUTABLE
AS $$ SELECT CASE WHEN $1 <= $2 THEN $1 WHEN $1 > $2 THEN $2 END $$""",
    """
CREATE FUNCTION min(timestamptz, timestamptz) RETURNS timestamptz LANGUAGE sql IMMUTABLE
AS $$ SELECT CASE WHEN $1 <= $2 THEN $1 WHEN $1 > $2 THEN $2 END $$""",
    # A time as text in UTC, cut as SQLite cuts the text it keeps: 10 characters are the day, 7 the month.
    """
CREATE FUNCTION substr(moment timestamptz, first integer, many integer) RETURNS text LANGUAGE sql IMMUTABLE
AS $$ SELECT substr(to_char(moment AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS'), first, many) $$""",
)
