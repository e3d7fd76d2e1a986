"""How many articles there are by day, outlet and language, counted as they are written.

A look at the whole store asks for these on every page; out of a million articles they would take a second to count, and
a tenth of one to guess from a sample. The table has a row an outlet and day, which are twenty thousand a year.
"""

# ruff: noqa: S608 - statements are put together from names in this package.
from __future__ import annotations

_KEY = "substr({row}.dated_at, 1, 10), {row}.outlet, coalesce({row}.language, '')"
_MORE = (
    f"INSERT INTO articles_by_day (day, outlet, language, articles) VALUES ({_KEY.format(row='NEW')}, 1)"
    " ON CONFLICT (day, outlet, language) DO UPDATE SET articles = articles + 1;"
)
_LESS = (
    "UPDATE articles_by_day SET articles = articles - 1"
    f" WHERE (day, outlet, language) = ({_KEY.format(row='OLD')});"
    " DELETE FROM articles_by_day"
    f" WHERE (day, outlet, language) = ({_KEY.format(row='OLD')}) AND articles < 1;"
)

TABLES = (
    """
CREATE TABLE articles_by_day ( -- How many articles there are by day, outlet and language; kept by triggers
  day TEXT NOT NULL, -- of articles.dated_at, in UTC
  outlet TEXT NOT NULL, -- outlets.id
  language TEXT NOT NULL, -- ISO 639-1; empty: not known
  articles INTEGER NOT NULL,
  PRIMARY KEY (day, outlet, language)
) WITHOUT ROWID""",
    f"CREATE TRIGGER articles_by_day_more AFTER INSERT ON articles BEGIN {_MORE} END",
    f"CREATE TRIGGER articles_by_day_less AFTER DELETE ON articles BEGIN {_LESS} END",
    "CREATE TRIGGER articles_by_day_other AFTER UPDATE OF dated_at, outlet, language ON articles"
    " WHEN (OLD.dated_at, OLD.outlet, coalesce(OLD.language, '')) !="
    f" (NEW.dated_at, NEW.outlet, coalesce(NEW.language, '')) BEGIN {_LESS} {_MORE} END",
)
# The same, counted: what the table must hold.
COUNTED = (
    "SELECT substr(dated_at, 1, 10) AS day, outlet, coalesce(language, '') AS language, count(*) AS articles"
    " FROM articles GROUP BY 1, 2, 3"
)
