"""How far a WARC file is good. Readers of WARC end quietly at a cut; this one tells where it is."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from fastwarc.warc import ArchiveIterator, WarcRecordType

from storage.archive.reading import digest_of

_PIECE = 1 << 16
_ANSWERS = (WarcRecordType.response, WarcRecordType.resource)


@dataclass(frozen=True, slots=True)
class FileCheck:
    """What was found: `records` whole ones in the first `good_bytes` of `total_bytes`; `problem` None: all is well.

    `hashes` are the payloads' SHA-256 (hex) of the responses, by their offset.
    """

    path: Path
    records: int
    good_bytes: int
    total_bytes: int
    hashes: dict[int, str]
    problem: str | None = None


def check_file(path: Path) -> FileCheck:
    """Read a file member by member, every digest recomputed. Memory: its largest record."""
    hashes: dict[int, str] = {}
    count = good = 0
    problem: str | None = None
    try:
        total = path.stat().st_size
        with path.open("rb") as file:
            while good < total and problem is None:
                length, data, problem = _member(file, good)
                if problem is None:
                    found, problem = _record_in(data)
                if problem is None:
                    if found is not None:
                        hashes[good] = found
                    good += length
                    count += 1
    except OSError as error:
        return FileCheck(path, count, good, 0, hashes, f"cannot be read: {error.strerror or error}")
    if total == 0:
        problem = "holds nothing"
    return FileCheck(path, count, good, total, hashes, problem)


def _member(file: BinaryIO, offset: int) -> tuple[int, bytes, str | None]:
    """The gzip member at an offset: its length in the file, what it holds, and what is wrong with it."""
    file.seek(offset)
    inflater = zlib.decompressobj(zlib.MAX_WBITS + 16)
    out, length = [], 0
    try:
        while not inflater.eof:
            piece = file.read(_PIECE)
            if not piece:
                return length, b"", "is cut in the middle of a record"
            out.append(inflater.decompress(piece))
            length += len(piece) - len(inflater.unused_data)
    except zlib.error:
        return length, b"", "holds bytes that are no gzip member"
    return length, b"".join(out), None


def _record_in(data: bytes) -> tuple[str | None, str | None]:
    """The payload's hash of the one record in a member (None for a warcinfo), and what is wrong with it."""
    try:
        records = [
            (record.headers.get("WARC-Payload-Digest"), record.record_type in _ANSWERS, record.reader.read())
            for record in ArchiveIterator(BytesIO(data), parse_http=True)
        ]
    except (OSError, ValueError) as error:
        return None, f"holds a record that cannot be read ({error})"
    if len(records) != 1:
        return None, f"holds a gzip member with {len(records)} records"
    stated, is_answer, body = records[0]
    if not is_answer:
        return None, None
    found = sha256(body)
    wanted = digest_of(stated)
    if wanted is not None and wanted != found.digest():
        return None, "holds a record whose bytes are not what its digest says"
    return found.hexdigest(), None
