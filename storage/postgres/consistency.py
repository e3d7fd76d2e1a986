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
                "SELECT s.article, CAST(s.words AS text) FROM articles AS a JOIN article_search AS s"
                " ON s.article = a.id AND s.dated_at = a.dated_at WHERE a.id BETWEEN ? AND ?",
                (rows[0]["id"], last),
            ).fetchall()
        )
        for row in rows:
            words = tsvector(searched_columns(dict(row)))
            same = connection.execute("SELECT CAST(? AS tsvector) = CAST(? AS tsvector)", (words, held.get(row["id"])))
            if not same.fetchone()[0]:
                wrong.append(row["id"])
    wrong += [
        row[0]
        for row in connection.execute(
            "SELECT s.article FROM article_search AS s LEFT JOIN articles AS a ON a.id = s.article"
            " GROUP BY s.article HAVING count(*) > 1 OR bool_or(a.dated_at IS DISTINCT FROM s.dated_at)"
        )
    ]
    if not wrong:
        return []
    shown = ", ".join(map(str, wrong[:5]))
    return [f"the search index does not hold what the articles say ({len(wrong)} articles, such as {shown})"]
