"""Answers into a WARC 1.1 file: a gzip member a record, a warcinfo first, synced before anyone points there."""

from __future__ import annotations

import os
from base64 import b32encode
from contextlib import suppress
from datetime import UTC, datetime
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from io import BytesIO
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from uuid import uuid4

from fastwarc.stream_io import GzipWriter
from warcio.statusandheaders import StatusAndHeaders
from warcio.utils import Digester
from warcio.warcwriter import WARCWriter

from storage.archive.folder import file_name
from storage.archive.model import Record, without_secrets
from storage.captures import Place
from storage.errors import StoreError

ORIGINAL = "X-Archive-Orig-"
# These told how the body came over the wire; it is kept decoded, so they would make every reader decode it again.
_OF_THE_WIRE = frozenset({"content-encoding", "content-length", "transfer-encoding", "connection", "keep-alive"})
_KEPT_AS_ORIGINAL = frozenset({"content-encoding", "content-length", "transfer-encoding"})
# Of zlib-rs, which fastwarc brings. Pages of 245 KB: 55 KB in 1.0 ms at 2; 51 in 1.25 at 3; 69 in 0.55 at 1. zlib's own
# level 4 takes 2.1 ms for 50 KB, and level 9, which warcio compresses at, three times that for 48.
_LEVEL = 2
_PIECE = 1 << 16
_CONTROL = dict.fromkeys((*range(0x20), 0x7F))


class _Writer(WARCWriter):  # type: ignore[misc]  # warcio ships no types
    """warcio's, with SHA-256 for the digests it computes itself."""

    @staticmethod
    def _create_digester() -> Any:
        return Digester("sha256")


class ArchiveWriter:
    """Writes one run's WARC file in `folder`, made when the first answer comes. Close it, or use it in a `with`.

    What cannot be written (full disk, no permission) raises StoreError, and the file ends at its last whole record.
    """

    def __init__(
        self, folder: Path, location: str | Path, *, started: datetime | None = None, name: str | None = None
    ) -> None:
        self.folder = folder
        self._location = str(location)
        self._name = name or file_name(location, started or datetime.now(UTC), os.getpid())
        self._file: int | None = None
        self._end = 0  # of the last whole record
        self._synced = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def path(self) -> Path | None:
        """The file; None while nothing was written."""
        return self.folder / self._name if self._file is not None else None

    def add(self, record: Record) -> Place:
        """Write an answer. Nobody may point to it before `sync`. Raises StoreError."""
        self._open()
        offset = self._end
        length = self._append(gzip_member(record))
        return Place(self._name, offset, length)

    def add_raw(self, member: bytes) -> Place:
        """Write one gzip member that holds a whole record, byte for byte. Raises StoreError."""
        self._open()
        offset = self._end
        return Place(self._name, offset, self._append(member))

    def sync(self) -> None:
        """Bring everything written so far onto the disk; free where it is there already. Raises StoreError."""
        if self._file is None or self._synced == self._end:
            return
        try:
            os.fdatasync(self._file)
        except OSError as error:
            raise self._failed(error) from error
        self._synced = self._end

    def close(self) -> None:
        """Sync and close the file. Safe to call twice."""
        if self._file is None:
            return
        try:
            self.sync()
        finally:
            os.close(self._file)
            self._file = None

    def _open(self) -> None:
        if self._file is not None:
            return
        try:
            new = not self.folder.is_dir()
            self.folder.mkdir(mode=0o755, exist_ok=True)
            self._file = self._exclusively()
            sync_folder(self.folder)
            if new:
                sync_folder(self.folder.parent)
        except OSError as error:
            raise self._failed(error) from error
        self._append(_warcinfo(self._name, self._location))

    def _exclusively(self) -> int:
        stem, number = self._name.removesuffix(".warc.gz"), 1
        while True:
            try:
                return os.open(self.folder / self._name, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND, 0o644)
            except FileExistsError:
                number += 1
                self._name = f"{stem}-{number}.warc.gz"

    def _append(self, data: bytes) -> int:
        assert self._file is not None  # noqa: S101
        view = memoryview(data)
        try:
            while view:
                view = view[os.write(self._file, view) :]
        except OSError as error:
            with suppress(OSError):  # a half record at the end is what `check_file` finds and readers pass over
                os.ftruncate(self._file, self._end)
            raise self._failed(error) from error
        self._end += len(data)
        return len(data)

    def _failed(self, error: OSError) -> StoreError:
        return StoreError(str(self.folder), f"the archive cannot be written: {error.strerror or error}")


def gzip_member(record: Record, *, payload_sha256: str | None = None) -> bytes:
    """An answer as a WARC 1.1 response record in a gzip member of its own. `payload_sha256` (hex): if it is known.

    A saved file is a resource record: no HTTP is made up for what no server answered.
    """
    kind, content, http = "response", "application/http; msgtype=response", b""
    if record.status:
        status = f"{record.status} {_line(record.reason)}".strip()
        http = StatusAndHeaders(status, _headers(record), protocol="HTTP/1.1").to_ascii_bytes()
    else:
        named = (_line(value) for name, value in record.headers if name.lower() == "content-type")
        kind, content = "resource", next(named, "application/octet-stream")
    block = sha256(http)
    block.update(record.body)
    payload = bytes.fromhex(payload_sha256) if payload_sha256 is not None else sha256(record.body).digest()
    fields = [
        ("WARC-Date", warc_date(record.at)),
        ("WARC-Payload-Digest", _digest(payload)),
        ("WARC-Type", kind),
        ("WARC-Record-ID", f"<urn:uuid:{uuid4()}>"),
        ("WARC-Target-URI", record.url),
        ("WARC-Block-Digest", _digest(block.digest())),
        ("Content-Type", content),
        ("Content-Length", str(len(http) + len(record.body))),
    ]
    head: bytes = StatusAndHeaders("", fields, protocol="WARC/1.1").to_bytes(encoding="utf-8")
    out = BytesIO()
    member = GzipWriter(out, compression_level=_LEVEL, buffer_size=_PIECE)
    for part in (head, http, record.body, b"\r\n\r\n"):
        member.write(part)
    member.finish()
    return out.getvalue()


def _digest(sha: bytes) -> str:
    return "sha256:" + b32encode(sha).decode()


def warc_date(at: datetime) -> str:
    """A moment as WARC 1.1 writes it, microseconds included."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _headers(record: Record) -> list[tuple[str, str]]:
    """The headers as served, with those of the wire set aside and a length that is the body's."""
    headers = []
    for name, value in without_secrets(record.headers):
        name, value = _line(name), _line(value)
        lower = name.lower()
        if lower not in _OF_THE_WIRE:
            headers.append((name, value))
        elif lower in _KEPT_AS_ORIGINAL:
            headers.append((ORIGINAL + name, value))
    return [*headers, ("Content-Length", str(len(record.body)))]


def _line(text: str) -> str:
    """A header's text in one line, in letters that HTTP can carry."""
    return text.translate(_CONTROL).encode("latin-1", "replace").decode("latin-1")


def _warcinfo(name: str, location: str) -> bytes:
    try:
        software = f"dateline/{version('dateline')}"
    except PackageNotFoundError:  # run from a source tree that was never installed
        software = "dateline"
    out = BytesIO()
    writer = _Writer(out, gzip=True, warc_version="WARC/1.1")
    info = {
        "software": software,
        "format": "WARC File Format 1.1",
        "description": f"answers as served, for the store {Path(location).name}; content encoding undone",
    }
    writer.write_record(writer.create_warcinfo_record(name, info))
    return out.getvalue()


def sync_folder(folder: Path) -> None:
    """Bring a folder's list of files onto the disk: a new file's name is there only once its folder is."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
