"""Readings as rows: what made a state of a text, and what its page said of authors and date."""

# ruff: noqa: S608 - statements are put together from names in this package; values are always bound.
from __future__ import annotations

import json

from normalise.date_values import ParsedDate
from storage.captures import Basis, Reading
from storage.signing import Signature
from storage.sql.connection import Connection, Row
from storage.sql.rows import Columns, json_text, people_of, person_json, required_time, storable, time_text

_SIGNATURE = (
    "signature_known", "byline_raw", "people", "organisations",
    "published_at", "published_precision", "published_zone", "published_raw", "published_source",
)  # fmt: skip
_MADE = ("basis", "capture", "extractor", "config_sha256", *_SIGNATURE)


def reading_of(row: Row) -> Reading:
    """A reading from its row."""
    return Reading(
        row["article"],
        row["number"],
        row["basis"],
        row["capture"],
        row["extractor"],
        row["config_sha256"],
        _signature_of(row) if row["signature_known"] else None,
    )


def reading_row(connection: Connection, article: int, number: int) -> Reading | None:
    """What made a state, if that is known."""
    row = connection.execute("SELECT * FROM readings WHERE article = ? AND number = ?", (article, number)).fetchone()
    return reading_of(row) if row is not None else None


def put_reading(connection: Connection, reading: Reading) -> None:
    """Say what made a state, in place of what was said before."""
    columns = {
        "article": reading.article,
        "number": reading.number,
        "basis": reading.basis,
        "capture": reading.capture,
        "extractor": reading.extractor,
        "config_sha256": reading.config_sha256,
        **signature_columns(reading.signature),
    }
    connection.execute(
        f"INSERT INTO readings ({', '.join(columns)}) VALUES ({', '.join(':' + name for name in columns)})"
        f" ON CONFLICT (article, number) DO UPDATE SET {', '.join(f'{name} = excluded.{name}' for name in _MADE)}",
        columns,
    )


def set_basis(connection: Connection, article: int, number: int, basis: Basis) -> None:
    """Say anew how a state was told from the one before."""
    connection.execute("UPDATE readings SET basis = ? WHERE article = ? AND number = ?", (basis, article, number))


def set_signature(connection: Connection, article: int, number: int, signature: Signature) -> None:
    """Say anew what a state's page says of authors and date; nothing where nobody knows what made the state."""
    columns = signature_columns(signature)
    connection.execute(
        f"UPDATE readings SET {', '.join(f'{name} = :{name}' for name in columns)}"
        " WHERE article = :article AND number = :number",
        columns | {"article": article, "number": number},
    )


def signature_columns(signature: Signature | None) -> Columns:
    """A signature as columns of `readings`."""
    said = signature or Signature()
    date = said.published
    columns: Columns = {
        "byline_raw": said.byline_raw,
        "people": json_text(person_json(person) for person in said.people),
        "organisations": json_text(said.organisations),
        "published_at": time_text(date.instant) if date else None,
        "published_precision": date.precision if date else None,
        "published_zone": date.zone if date else None,
        "published_raw": date.raw if date else None,
        "published_source": said.published_source,
    }
    return {"signature_known": int(signature is not None)} | {name: storable(value) for name, value in columns.items()}


def _signature_of(row: Row) -> Signature:
    date = None
    if row["published_at"] is not None:
        date = ParsedDate(
            required_time(row["published_at"]),
            row["published_precision"],
            row["published_zone"],
            row["published_raw"] or "",
        )
    organisations = tuple(json.loads(row["organisations"] or "[]"))
    return Signature(row["byline_raw"], people_of(row["people"]), organisations, date, row["published_source"])
