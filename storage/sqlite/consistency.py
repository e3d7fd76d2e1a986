"""What is wrong inside a database, in words: for `dateline store check`."""

from __future__ import annotations

from collections import Counter

from storage.sql.consistency import MOST_TOLD, revision_problems, text_problems, told
from storage.sql.rows import SELECT_ARTICLE
from storage.sql.writing import searched_columns
from storage.sqlite.by_day import COUNTED
from storage.sqlite.connection import SqliteConnection
from storage.sqlite.fts5 import INDEXES
from storage.words import words_in


def problems(connection: SqliteConnection) -> list[str]:
    """Integrity, foreign keys, hashes of texts, and whether the index holds exactly the words of the articles."""
    found = [
        f"the database is damaged: {row[0]}" for row in connection.execute("PRAGMA integrity_check") if row[0] != "ok"
    ]
    if found:
        return found
    keys = connection.execute("PRAGMA foreign_key_check").fetchall()
    found += [
        f"table {row[0]}, row {row[1]}: points to a row of {row[2]} that is not there" for row in keys[:MOST_TOLD]
    ]
    found += told(text_problems(connection), "texts are not what their hash says")
    found += told(revision_problems(connection), "revisions are not what their hash says")
    found += _index(connection)
    wrong = (
        connection.execute(
            f"SELECT count(*) FROM (SELECT * FROM ({COUNTED}) EXCEPT SELECT * FROM articles_by_day)"  # noqa: S608
        ).fetchone()[0]
        + connection.execute(
            f"SELECT count(*) FROM (SELECT * FROM articles_by_day EXCEPT {COUNTED})"  # noqa: S608
        ).fetchone()[0]
    )
    if wrong:
        found.append(f"articles_by_day is not what the articles say ({wrong} rows)")
    return found


def _index(connection: SqliteConnection) -> list[str]:
    """The indexes are contentless: what can be asked of them is in how many articles each word stands."""
    held = {index: _words(connection, index) for index in INDEXES}
    for row in connection.execute(SELECT_ARTICLE):
        title, summary, body, byline = (set(words_in(text)) for text in searched_columns(dict(row)))
        held["headline_search"].subtract(title | summary | byline)
        held["article_search"].subtract(title | summary | body | byline)
    wrong = sorted({word for words in held.values() for word, count in words.items() if count})
    if not wrong:
        return []
    shown = ", ".join(wrong[:5])
    return [f"the search index does not hold what the articles say ({len(wrong)} words, such as {shown})"]


def _words(connection: SqliteConnection, index: str) -> Counter[str]:
    connection.execute(f"CREATE VIRTUAL TABLE temp.checked_words USING fts5vocab(main, {index}, row)")
    try:
        return Counter({row["term"]: row["doc"] for row in connection.execute("SELECT term, doc FROM checked_words")})
    finally:
        connection.execute("DROP TABLE temp.checked_words")
