"""Finding who shares an article's text as it is stored: candidates by bands of a MinHash, then the texts themselves."""

# ruff: noqa: S608 - only question marks are put into statements.
from __future__ import annotations

from collections.abc import Sequence

from storage.sql.connection import NUMBERS, Connection
from storage.words import index_text

_REMEMBERED = 100_000  # articles whose bands are kept: weeks of a crawl of a hundred outlets
_FORGET_EVERY = 5_000
_MOST_CANDIDATES = 30


def note(
    connection: Connection,
    article: int,
    folded: str,
    before: str | None = None,
    known_bands: Sequence[int] | None = None,
) -> None:
    """Find who shares an article's text, by its folded body; `before` is the folded body it had until now.

    `known_bands`: those of the folded body, where somebody worked them out.
    """
    from storage.resemblance import bands, is_copy, shingles

    if before:
        forget(connection, article, before)
    runs = shingles(folded) if known_bands is None else []
    keys = bands(runs) if known_bands is None else known_bands
    if not keys:
        return
    connection.dialect.before_sharing(connection, keys)
    candidates = connection.execute(
        f"SELECT b.article, count(*) AS bands, w.wire FROM wire_bands b LEFT JOIN wires w ON w.article = b.article"
        f" WHERE b.band IN ({','.join('?' * len(keys))}) AND b.article <> ? GROUP BY b.article, w.wire"
        " ORDER BY bands DESC, b.article DESC LIMIT ?",
        (*keys, article, _MOST_CANDIDATES),
    ).fetchall()
    runs = runs or (shingles(folded) if candidates else [])
    joined: set[int] = set()
    for other, _, wire in candidates:
        if wire is not None and wire in joined:
            continue
        (body,) = connection.execute("SELECT body FROM texts WHERE article = ?", (other,)).fetchone() or (None,)
        if body is not None and is_copy(runs, shingles(index_text(body))):
            joined.add(_join(connection, article, other, wire))
    connection.execute(
        "INSERT INTO wire_bands (band, article) SELECT CAST(value AS BIGINT), ? FROM json_each(?) WHERE true"
        " ON CONFLICT DO NOTHING",
        (article, str(list(keys))),
    )
    if article % _FORGET_EVERY == 0:
        connection.execute("DELETE FROM wire_bands WHERE article < ?", (article - _REMEMBERED,))


def forget(connection: Connection, article: int, folded: str) -> None:
    """Take an article, with the folded body it had, out of what it shares."""
    from storage.resemblance import bands, shingles

    connection.execute(
        f"DELETE FROM wire_bands WHERE band IN {NUMBERS} AND article = ?", (str(bands(shingles(folded))), article)
    )
    row = connection.execute("DELETE FROM wires WHERE article = ? RETURNING wire", (article,)).fetchone()
    if row is not None:
        connection.execute(
            "DELETE FROM wires WHERE wire = :wire AND (SELECT count(*) FROM wires WHERE wire = :wire) < 2",
            {"wire": row[0]},
        )


def _join(connection: Connection, article: int, other: int, wire: int | None) -> int:
    """Put two articles under one number, and everybody who already shares with either."""
    mine = connection.execute("SELECT wire FROM wires WHERE article = ?", (article,)).fetchone()
    number = wire if wire is not None else other
    if wire is None:
        connection.execute("INSERT INTO wires (article, wire) VALUES (?, ?)", (other, number))
    if mine is None:
        connection.execute("INSERT INTO wires (article, wire) VALUES (?, ?)", (article, number))
    elif mine[0] != number:
        connection.execute("UPDATE wires SET wire = ? WHERE wire = ?", (number, mine[0]))
    return number
