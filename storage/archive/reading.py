"""Answers out of WARC files: one by its place, or all of a file from its beginning (fastwarc)."""

from __future__ import annotations

from base64 import b32decode
from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from storage.archive.model import Record
from storage.captures import Place
from storage.errors import DatelineError

_ANSWERS = WarcRecordType.response | WarcRecordType.resource  # a resource: a file that somebody saved


class ArchiveError(DatelineError):
    """Bytes that should be in the archive cannot be had: `path`, and why in words."""

    exit_code = 5

    def __init__(self, path: Path, message: str) -> None:
        self.path = path
        self.message = message
        super().__init__(f"{path}: {message}")


def record_bytes(folder: Path, place: Place) -> bytes:
    """The gzip member at a place, as it stands in the file. Raises ArchiveError where the file is missing or cut."""
    path = folder / place.file
    try:
        with path.open("rb") as file:
            file.seek(place.offset)
            data = file.read(place.length)
    except FileNotFoundError:
        raise ArchiveError(path, "the file is not there") from None
    except OSError as error:
        raise ArchiveError(path, f"cannot be read: {error.strerror}") from error
    if len(data) < place.length:
        raise ArchiveError(path, f"is cut: it ends before byte {place.offset + place.length}")
    return data


def read_record(folder: Path, place: Place, *, expected_sha256: str | None = None) -> Record:
    """The answer at a place.

    Raises ArchiveError where it is not there, cannot be read, or is not what `expected_sha256` (hex, of the payload)
    says.
    """
    path = folder / place.file
    data = record_bytes(folder, place)
    record = next(_read(BytesIO(data), path), None)
    if record is None:
        raise ArchiveError(path, f"no answer stands at byte {place.offset}")
    if expected_sha256 is not None and sha256(record.body).hexdigest() != expected_sha256:
        raise ArchiveError(path, f"the bytes at {place.offset} are not those that were archived: their hash differs")
    return record


def payload_of(folder: Path, place: Place, *, expected_sha256: str | None = None) -> bytes:
    """The body of the answer at a place. Raises ArchiveError as `read_record` does."""
    return read_record(folder, place, expected_sha256=expected_sha256).body


def records(path: Path) -> Iterator[Record]:
    """Every answer of a WARC file, from its beginning. Raises ArchiveError at the first that cannot be read.

    A file that is cut between two records, or in the header of one, ends here in silence: `check_file` tells.
    """
    try:
        with path.open("rb") as stream:
            yield from _read(stream, path)
    except OSError as error:
        raise ArchiveError(path, f"cannot be read: {error}") from error


def _read(stream: BinaryIO, path: Path) -> Iterator[Record]:
    try:
        for found in ArchiveIterator(stream, record_types=_ANSWERS, parse_http=True):
            yield _record(found)
    except (OSError, ValueError) as error:
        raise ArchiveError(path, f"holds a record that cannot be read: {error}") from error


def _record(found: WarcRecord) -> Record:
    http = found.http_headers
    line = (http.status_line or "").split(" ", 2) if http is not None else []
    headers = tuple((str(name), str(value)) for name, value in http.items()) if http is not None else ()
    if found.record_type == WarcRecordType.resource and (content := found.headers.get("Content-Type")):
        headers = (("Content-Type", content),)
    return Record(
        url=found.headers["WARC-Target-URI"],
        at=datetime.fromisoformat(found.headers["WARC-Date"]),
        status=int(line[1]) if len(line) > 1 and line[1].isdigit() else 0,
        headers=headers,
        body=found.reader.read(),
        reason=line[2] if len(line) > 2 else "",
    )


def digest_of(stated: str | None) -> bytes | None:
    """A WARC-Payload-Digest of SHA-256, in base32 or hex, as bytes; None for another kind."""
    kind, _, value = (stated or "").partition(":")
    if kind.lower() != "sha256":
        return None
    try:
        return bytes.fromhex(value) if len(value) == 64 else b32decode(value)
    except ValueError:
        return None
