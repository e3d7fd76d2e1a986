"""Letting go of an article or a person, for good."""

# ruff: noqa: S608 - statements are put together from names in this package; values are always bound.
from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from normalise.names import person_key
from normalise.urls import canonical_url
from storage.captures import Place
from storage.forgetting import FORGOTTEN, ArticleTraces, Forgetting, PersonTraces
from storage.model import Article
from storage.sql import people, sharing, tombstones
from storage.sql.base import SqlBase
from storage.sql.connection import NUMBERS, Connection, Row
from storage.sql.reading_rows import reading_of, set_signature
from storage.sql.rows import json_text, required_time, required_time_text
from storage.sql.writing import by_id, index_article, unindex_article

_ABOUT = timedelta(minutes=10)  # between the moment noted for an answer and for the poll it made
_LET_GO = "the article this rested on was let go of"
# What of a finding stays once its evidence was let go of: nothing that may quote it.
_OF_THE_CLAIM = frozenset({"claim", "finding", "score", "status", "coverage", "number"})
# Tables that are treated apart; rows of any other table that belong to an article are deleted with it.
_APART = frozenset({"captures", "evidence", "fingerprints"})


class SqlForgetting(SqlBase, Forgetting):
    """The Store's methods for letting go of an article or a person, for good."""

    def article_traces(self, article: int) -> ArticleTraces | None:
        """What the store holds of an article."""
        with self._read() as connection:
            row = by_id(connection, article)
            if row is None:
                return None
            others = connection.execute("SELECT url FROM addresses WHERE article = ?", (article,))
            canonical = connection.execute("SELECT canonical FROM articles WHERE id = ?", (article,)).fetchone()[0]
            pages = connection.execute("SELECT id FROM captures WHERE article = ? ORDER BY id", (article,))
            return ArticleTraces(
                article,
                tuple(dict.fromkeys((canonical, canonical_url(row["url"]), *(other["url"] for other in others)))),
                _count(connection, "SELECT count(*) + 1 FROM revisions WHERE article = :article", article),
                tuple(page["id"] for page in pages),
                tuple(_feed_answers(connection, article)),
                tuple(sorted(name for _, name in _only_here(connection, article))),
                _count(connection, "SELECT count(*) FROM evidence WHERE article = :article", article),
                _count(
                    connection,
                    "SELECT count(*) FROM wires WHERE article != :article"
                    " AND wire = (SELECT wire FROM wires WHERE article = :article)",
                    article,
                ),
            )

    def person_traces(self, person: int | str) -> PersonTraces | None:
        """What it holds of a person, by id or by name in any spelling."""
        with self._read() as connection:
            if isinstance(person, int):
                known = connection.execute(
                    "SELECT id FROM people WHERE coalesce(merged_into, id) ="
                    " (SELECT coalesce(merged_into, id) FROM people WHERE id = ?)",
                    (person,),
                )
                ids = [row["id"] for row in known]
            else:
                ids = people.person_ids(connection, [person]) if person_key(person) else []
            if not ids:
                return None
            marks = (json_text(ids),)
            spellings = {
                row["spelling"]
                for row in connection.execute(
                    f"SELECT spelling FROM spellings WHERE person IN {NUMBERS}",
                    marks,
                )
            }
            rows = connection.execute(f"SELECT name, outlet FROM people WHERE id IN {NUMBERS}", marks).fetchall()
            signed = connection.execute(
                f"SELECT DISTINCT article FROM byline_people WHERE person IN {NUMBERS} ORDER BY article",
                marks,
            )
            articles = tuple(row["article"] for row in signed)
            held = connection.execute(
                f"SELECT count(*) FROM captures WHERE file IS NOT NULL AND article IN {NUMBERS}",
                (json_text(articles) or "[]",),
            ).fetchone()[0]
        return PersonTraces(
            tuple(ids),
            tuple(sorted(spellings | {row["name"] for row in rows})),
            tuple(sorted({row["outlet"] for row in rows})),
            articles,
            held,
        )

    def forget_article(
        self,
        traces: ArticleTraces,
        at: datetime,
        *,
        moved: Mapping[int, Place] | None = None,
        doomed: Collection[str] = (),
    ) -> None:
        """Take an article's rows away, leave tombstones of its addresses: one transaction."""
        with self._secure(), self._write() as connection:
            tombstones.put(connection, "url", traces.addresses, at)
            _forget_listed(connection, traces.addresses)
            _forget_findings(connection, traces.article, traces.addresses)
            _forget_captures(connection, traces, moved or {})
            connection.executemany(
                "INSERT INTO doomed_files (file) VALUES (?) ON CONFLICT DO NOTHING", [(name,) for name in doomed]
            )
            orphans = _only_here(connection, traces.article)
            _forget_rows(connection, traces.article)
            _forget_spellings(connection, orphans)

    def forget_address(self, url: str, at: datetime) -> None:
        """Leave a tombstone of an address the store does not hold."""
        with self._write() as connection:
            tombstones.put(connection, "url", [canonical_url(url)], at)
            _forget_listed(connection, [canonical_url(url)])

    def forget_person(self, names: Collection[str], at: datetime) -> None:
        """Take names out of people, bylines, raw bylines, organisations and tags; the articles stay."""
        keys = {key for name in names if (key := person_key(name))}
        with self._secure(), self._write() as connection:
            tombstones.put(connection, "person", sorted(keys), at)
            gone = tombstones.load(connection)
            for article in _naming(connection, keys):
                _take_names(connection, article, gone)
            _take_signers(connection, gone)
            for key in sorted(keys):
                for row in connection.execute("SELECT id FROM people WHERE key = ?", (key,)).fetchall():
                    _forget_person_row(connection, row["id"])
            spellings = connection.execute("SELECT spelling, outlet FROM spellings").fetchall()
            for row in spellings:
                if person_key(row["spelling"]) in keys:
                    connection.execute("DELETE FROM spellings WHERE spelling = ? AND outlet = ?", tuple(row))

    def allow_again(self, url_or_name: str) -> bool:
        """Take the tombstone of an address or a name away."""
        with self._write() as connection:
            found = tombstones.lift(connection, "url", [canonical_url(url_or_name)])
            return bool(found + tombstones.lift(connection, "person", [person_key(url_or_name)]))

    def is_forgotten(self, url_or_name: str) -> bool:
        """Whether an address or a name was let go of."""
        wanted = (
            tombstones.digest("url", canonical_url(url_or_name)),
            tombstones.digest("person", person_key(url_or_name)),
        )
        with self._read() as connection:
            return connection.execute("SELECT 1 FROM tombstones WHERE hash IN (?, ?)", wanted).fetchone() is not None

    def without_forgotten(self, article: Article) -> Article:
        """The article as it may be stored: without names that were let go of."""
        with self._read() as connection:
            return tombstones.load(connection).without_people(article)

    def doomed_files(self) -> tuple[str, ...]:
        """Files of the archive that are to be deleted and may be there still."""
        with self._read() as connection:
            return tuple(row["file"] for row in connection.execute("SELECT file FROM doomed_files ORDER BY file"))

    def files_deleted(self, files: Collection[str]) -> None:
        """Note that these are gone."""
        with self._write() as connection:
            connection.executemany("DELETE FROM doomed_files WHERE file = ?", [(name,) for name in files])

    @contextmanager
    def _secure(self) -> Iterator[None]:
        """While this holds, what is deleted is overwritten, where the database can do that."""
        yield


def _count(connection: Connection, statement: str, article: int) -> int:
    return int(connection.execute(statement, {"article": article}).fetchone()[0])


def _feed_answers(connection: Connection, article: int) -> Iterable[int]:
    """Archived answers of the feeds that showed an article, of the time in which they did."""
    shown = connection.execute("SELECT feed, first_seen, last_seen FROM sightings WHERE article = ?", (article,))
    for sighting in shown.fetchall():
        begin = required_time_text(required_time(sighting["first_seen"]) - _ABOUT)
        end = required_time_text(required_time(sighting["last_seen"]) + _ABOUT)
        for row in connection.execute(
            "SELECT id FROM captures WHERE feed = ? AND at BETWEEN ? AND ? ORDER BY id",
            (sighting["feed"], begin, end),
        ):
            yield row["id"]


def _only_here(connection: Connection, article: int) -> list[tuple[int, str]]:
    """Spellings (row of people, spelling) that no other article is signed with."""
    signed = connection.execute(
        "SELECT b.person, json_extract(a.people, '$[' || b.position || '].name') AS name"
        " FROM byline_people AS b JOIN articles AS a ON a.id = b.article WHERE b.article = ?",
        (article,),
    ).fetchall()
    return [
        (row["person"], row["name"])
        for row in signed
        if row["name"] is not None
        and connection.execute(
            "SELECT 1 FROM byline_people AS b JOIN articles AS a ON a.id = b.article"
            " WHERE b.person = ? AND b.article != ?"
            " AND json_extract(a.people, '$[' || b.position || '].name') = ? LIMIT 1",
            (row["person"], article, row["name"]),
        ).fetchone()
        is None
    ]


def _forget_captures(connection: Connection, traces: ArticleTraces, moved: Mapping[int, Place]) -> None:
    no_place = 'file = NULL, "offset" = NULL, length = NULL'
    connection.executemany(
        'UPDATE captures SET file = ?, "offset" = ?, length = ? WHERE id = ?',
        [(place.file, place.offset, place.length, capture) for capture, place in moved.items()],
    )
    connection.executemany(
        f"UPDATE captures SET {no_place}, absent = ?, sha256 = NULL WHERE id = ?",
        [(FORGOTTEN, capture) for capture in traces.feed_answers],
    )
    for capture in traces.pages:
        connection.execute(
            "UPDATE captures SET same_as = NULL, absent = ? WHERE same_as = ? AND (article IS NULL OR article != ?)",
            (FORGOTTEN, capture, traces.article),
        )
        connection.execute("UPDATE readings SET capture = NULL WHERE capture = ?", (capture,))
    connection.execute("UPDATE captures SET same_as = NULL WHERE article = ?", (traces.article,))
    connection.execute("DELETE FROM captures WHERE article = ?", (traces.article,))


def _forget_listed(connection: Connection, addresses: Collection[str]) -> None:
    """Addresses of a list that could not be read: they say in words what the tombstone hides."""
    connection.executemany("DELETE FROM backfill_urls WHERE url = ?", [(url,) for url in addresses])


def _forget_rows(connection: Connection, article: int) -> None:
    """Everything that hangs on an article, in whatever table, and the article."""
    old = by_id(connection, article)
    if old is None:
        return
    sharing.forget(connection, article, unindex_article(connection, old))
    # Unknown again: an answer that lists it is read at every poll, so that it is seen and its bytes are not kept.
    connection.execute("DELETE FROM fingerprints WHERE article = ?", (article,))
    connection.execute("UPDATE evidence SET article = NULL WHERE article = ?", (article,))
    for table, column in connection.dialect.referring(connection):
        if table in _APART:
            continue
        connection.execute(f'DELETE FROM "{table}" WHERE "{column}" = ?', (article,))
    connection.execute("DELETE FROM articles WHERE id = ?", (article,))


def _forget_findings(connection: Connection, article: int, addresses: Collection[str]) -> None:
    """Sentences of an article out of the evidence, and out of the findings kept as JSON."""
    urls = json_text(addresses)
    touched = connection.execute(
        "SELECT DISTINCT report, claim FROM evidence WHERE article = ? OR url IN (SELECT value FROM json_each(?))",
        (article, urls),
    ).fetchall()
    for row in touched:
        connection.execute("UPDATE claims SET explanation = ? WHERE report = ? AND number = ?", (_LET_GO, *row))
    connection.execute(
        "DELETE FROM evidence WHERE article = ? OR url IN (SELECT value FROM json_each(?))", (article, urls)
    )
    for report in connection.execute("SELECT id, findings FROM reports").fetchall():
        try:
            findings = json.loads(report["findings"])
        except ValueError:
            continue
        if _scrubbed(findings, article, frozenset(addresses)):
            connection.execute("UPDATE reports SET findings = ? WHERE id = ?", (json.dumps(findings), report["id"]))


def _scrubbed(whole: Any, article: int, addresses: frozenset[str]) -> bool:
    """Take an article out of a comparison's findings, in place; whether it was in any."""
    listed = whole.get("findings") if isinstance(whole, dict) else None
    changed = False
    for finding in listed if isinstance(listed, list) else ():
        if not isinstance(finding, dict) or not _mentions(finding, article, addresses):
            continue
        evidence = finding.get("evidence")
        rest = [e for e in evidence if not _mentions(e, article, addresses)] if isinstance(evidence, list) else []
        for name in [name for name in finding if name not in _OF_THE_CLAIM]:
            del finding[name]
        finding |= {"evidence": rest, "explanation": _LET_GO}
        changed = True
    return changed


def _mentions(value: Any, article: int, addresses: frozenset[str]) -> bool:
    """Whether anything in a JSON value is this article: by id beside an address, or by address."""
    if isinstance(value, dict):
        url = value.get("url")
        if isinstance(url, str) and (value.get("id") == article or canonical_url(url) in addresses):
            return True
        return any(_mentions(part, article, addresses) for part in value.values())
    return isinstance(value, list) and any(_mentions(part, article, addresses) for part in value)


def _forget_spellings(connection: Connection, orphans: Iterable[tuple[int, str]]) -> None:
    """Spellings that stood over one article only, and people nobody is known by any more."""
    for row, spelling in orphans:
        connection.execute("DELETE FROM spellings WHERE person = ? AND spelling = ?", (row, spelling))
        if connection.execute("SELECT 1 FROM byline_people WHERE person = ?", (row,)).fetchone() is None:
            _forget_person_row(connection, row)
            continue
        left = connection.execute("SELECT min(spelling) FROM spellings WHERE person = ?", (row,)).fetchone()[0]
        if left is not None:
            connection.execute("UPDATE people SET name = ? WHERE id = ? AND name = ?", (left, row, spelling))


def _forget_person_row(connection: Connection, row: int) -> None:
    """A row of people with what hangs on it; whoever was merged into it is one person still."""
    heir = connection.execute("SELECT min(id) FROM people WHERE merged_into = ?", (row,)).fetchone()[0]
    if heir is not None:
        connection.execute("UPDATE people SET merged_into = nullif(?, id) WHERE merged_into = ?", (heir, row))
    connection.execute("DELETE FROM people_apart WHERE a = ? OR b = ?", (row, row))
    connection.execute("DELETE FROM byline_people WHERE person = ?", (row,))
    connection.execute("DELETE FROM spellings WHERE person = ?", (row,))
    connection.execute("DELETE FROM people WHERE id = ?", (row,))


def _naming(connection: Connection, keys: Collection[str]) -> list[int]:
    """Articles that any of these is named on: signed, or in a byline or credit that was read as no person."""
    found = connection.execute(
        "SELECT id, byline_raw, people, organisations, tags FROM articles"
        " WHERE byline_raw IS NOT NULL OR people IS NOT NULL OR organisations IS NOT NULL OR tags IS NOT NULL"
    )
    return [row["id"] for row in found if _names_of(row) & set(keys)]


def _take_signers(connection: Connection, gone: tombstones.Tombstones) -> None:
    """What pages said of their authors, in this state or an earlier one, without the names."""
    rows = connection.execute(
        "SELECT * FROM readings WHERE byline_raw IS NOT NULL OR people IS NOT NULL OR organisations IS NOT NULL"
    ).fetchall()
    for reading in map(reading_of, rows):
        said = gone.without_signers(reading.signature)
        if said is not None and said != reading.signature:
            set_signature(connection, reading.article, reading.number, said)


def _names_of(row: Row) -> set[str]:
    named = {person["key"] for person in json.loads(row["people"] or "[]")}
    lists = (json.loads(row[name] or "[]") for name in ("organisations", "tags"))
    return named | {person_key(text) for texts in lists for text in texts} | {person_key(row["byline_raw"] or "")}


def _take_names(connection: Connection, article: int, gone: tombstones.Tombstones) -> None:
    """An article's row, search index and bylines without the names."""
    from storage.sql.rows import article_columns, article_of

    old = by_id(connection, article)
    if old is None:
        return
    columns = article_columns(gone.without_people(article_of(old)))
    unindex_article(connection, old)
    index_article(connection, article, dict(old) | columns)
    connection.execute(
        "UPDATE articles SET people = :people, organisations = :organisations, tags = :tags, byline_raw = :byline_raw,"
        " saved_hash = NULL WHERE id = :id",
        {name: columns[name] for name in ("people", "organisations", "tags", "byline_raw")} | {"id": article},
    )
    people.save_byline(connection, article, old["outlet"], gone.without_people(article_of(old)).people)
