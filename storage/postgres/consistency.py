"""What is wrong inside a database, in words: for `dateline store check`."""

from __future__ import annotations

from storage.postgres.connection import PostgresConnection
from storage.postgres.search import tsvector
from storage.sql.consistency import revision_problems, text_problems, told
from storage.sql.rows import SELECT_ARTICLE
from storage.sql.writing import searched_columns

_AT_ONCE = 500


def problems(connection: PostgresConnection) -> list[str]:
    """Hashes of texts, and whether the index holds exactly the words of the articles.

    Foreign keys are always enforced here; pages on the disk are the server's to check (`pg_amcheck`).
    """
    found = told(text_problems(connection), "texts are not what their hash says")
    found += told(revision_problems(connection), "revisions are not what their hash says")
    return found + _index(connection)


def _index(connection: PostgresConnection) -> list[str]:
    wrong: list[int] = []
    last = 0
    while rows := connection.execute(
        f"{SELECT_ARTICLE} WHERE a.id > ? ORDER BY a.id LIMIT ?", (last, _AT_ONCE)
    ).fetchall():
        last = rows[-1]["id"]
        held = dict(
            connection.execute(
                "SELECT article, CAST(words AS text) FROM article_search WHERE article BETWEEN ? AND ?",
                (rows[0]["id"], last),
            ).fetchall()
        )
        for row in rows:
            words = tsvector(searched_columns(dict(row)))
            same = connection.execute("SELECT CAST(? AS tsvector) = CAST(? AS tsvector)", (words, held.get(row["id"])))
            if not same.fetchone()[0]:
                wrong.append(row["id"])
    if not wrong:
        return []
    shown = ", ".join(map(str, wrong[:5]))
    return [f"the search index does not hold what the articles say ({len(wrong)} articles, such as {shown})"]
