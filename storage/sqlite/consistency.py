"""What is wrong inside a database, in words: for `dateline store check`."""

from __future__ import annotations

from storage.sql.consistency import MOST_TOLD, revision_problems, text_problems, told
from storage.sql.rows import SELECT_ARTICLE
from storage.sql.writing import searched_columns
from storage.sqlite.connection import SqliteConnection
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
    return found


def _index(connection: SqliteConnection) -> list[str]:
    """The index is contentless: what can be asked of it is in how many articles each word stands."""
    connection.execute("CREATE VIRTUAL TABLE temp.checked_words USING fts5vocab(main, article_search, row)")
    try:
        indexed = {row["term"]: row["doc"] for row in connection.execute("SELECT term, doc FROM temp.checked_words")}
    finally:
        connection.execute("DROP TABLE temp.checked_words")
    for row in connection.execute(SELECT_ARTICLE):
        for word in {word for text in searched_columns(dict(row)) for word in words_in(text)}:
            indexed[word] = indexed.get(word, 0) - 1
    wrong = sorted(word for word, count in indexed.items() if count)
    if not wrong:
        return []
    shown = ", ".join(wrong[:5])
    return [f"the search index does not hold what the articles say ({len(wrong)} words, such as {shown})"]
