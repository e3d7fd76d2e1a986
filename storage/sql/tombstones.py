"""What was let go of, as every write asks: is this address, or this name, not to come back?

A store that never let go of anything pays one look into an empty table for each transaction.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from normalise.names import person_key
from normalise.urls import canonical_url
from storage.captures import PageReading
from storage.model import Article, Sighting
from storage.signing import Signature
from storage.sql.connection import Connection
from storage.sql.rows import required_time_text

Kind = Literal["url", "person"]


@dataclass(frozen=True, slots=True)
class Tombstones:
    """Answers for one transaction. `urls` and `persons`: whether there are any of the kind."""

    connection: Connection
    urls: bool
    persons: bool

    def hides(self, url: str) -> bool:
        """Whether the article of this address was let go of."""
        return self.urls and self._holds("url", canonical_url(url))

    def without_people(self, article: Article) -> Article:
        """The article without names that were let go of: in people, organisations, tags and the raw byline."""
        if not self.persons:
            return article
        people = tuple(person for person in article.people if not self._holds("person", person.key))
        organisations = tuple(name for name in article.organisations if not self._is_gone(name))
        tags = tuple(tag for tag in article.tags if not self._is_gone(tag))
        named = len(people) < len(article.people) or len(organisations) < len(article.organisations)
        named = named or bool(article.byline_raw and self._is_gone(article.byline_raw))
        raw = None if named else article.byline_raw  # it may spell the name in any way: the others stay in `people`
        if not named and len(tags) == len(article.tags):
            return article
        return replace(article, people=people, organisations=organisations, tags=tags, byline_raw=raw)

    def without_signers(self, signature: Signature | None) -> Signature | None:
        """What a page says of its authors, without names that were let go of."""
        if signature is None or not self.persons:
            return signature
        people = tuple(person for person in signature.people if not self._holds("person", person.key))
        organisations = tuple(name for name in signature.organisations if not self._is_gone(name))
        named = (people, organisations) != (signature.people, signature.organisations)
        named = named or bool(signature.byline_raw and self._is_gone(signature.byline_raw))
        raw = None if named else signature.byline_raw
        return replace(signature, people=people, organisations=organisations, byline_raw=raw)

    def reading(self, reading: PageReading | None) -> PageReading | None:
        """How a page was read, without names that were let go of."""
        if reading is None or not self.persons:
            return reading
        return replace(
            reading,
            earlier=self.without_people(reading.earlier) if reading.earlier is not None else None,
            signature=self.without_signers(reading.signature),
            earlier_signature=self.without_signers(reading.earlier_signature),
        )

    def sightings(self, sightings: Iterable[Sighting]) -> Iterable[Sighting]:
        """Entries without those that were let go of."""
        if not self.urls and not self.persons:
            return sightings
        return [
            replace(sighting, article=self.without_people(sighting.article))
            for sighting in sightings
            if not self.hides(sighting.article.url)
        ]

    def articles(self, articles: Iterable[Article]) -> Iterable[Article]:
        """Articles without those that were let go of."""
        if not self.urls and not self.persons:
            return articles
        return [self.without_people(article) for article in articles if not self.hides(article.url)]

    def _is_gone(self, name: str) -> bool:
        key = person_key(name)
        return bool(key) and self._holds("person", key)

    def _holds(self, kind: Kind, text: str) -> bool:
        row = self.connection.execute("SELECT 1 FROM tombstones WHERE hash = ?", (digest(kind, text),)).fetchone()
        return row is not None


def load(connection: Connection) -> Tombstones:
    """What this transaction has to heed."""
    kinds = {row[0] for row in connection.execute("SELECT DISTINCT kind FROM tombstones")}
    return Tombstones(connection, "url" in kinds, "person" in kinds)


def put(connection: Connection, kind: Kind, texts: Iterable[str], at: datetime) -> None:
    """Leave tombstones."""
    connection.executemany(
        "INSERT INTO tombstones (hash, kind, forgotten_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        [(digest(kind, text), kind, required_time_text(at)) for text in texts if text],
    )


def lift(connection: Connection, kind: Kind, texts: Iterable[str]) -> int:
    """Take tombstones away; gives how many there were."""
    return sum(
        connection.execute("DELETE FROM tombstones WHERE hash = ?", (digest(kind, text),)).rowcount for text in texts
    )


def digest(kind: Kind, text: str) -> bytes:
    """The hash under which an address or the key of a name is remembered."""
    return hashlib.sha256(f"{kind}\0{text}".encode("utf-8", "replace")).digest()
