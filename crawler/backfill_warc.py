"""WARC files of any crawl, read in one pass: what is not ours is passed over by its header, unparsed."""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from crawler.network.limits import UNPACKED_BYTES
from storage.backfilling import FileProgress, SourceFile

HEAD_BYTES = 64 << 10
_GZIP = b"\x1f\x8b"
_ENDS = 4  # two line ends close a record
_PIECE = 1 << 18
_PAGE_TYPES = (
    "text/html",
    "application/xhtml",
    "application/xml",
    "text/xml",
    "text/plain",
    "application/octet-stream",
)
_INFLATERS = {"gzip": zlib.MAX_WBITS + 32, "x-gzip": zlib.MAX_WBITS + 32, "deflate": zlib.MAX_WBITS}
_PLAIN_ENCODINGS = frozenset({"", "identity"})


@dataclass(frozen=True, slots=True)
class WarcPage:
    """A page as somebody's crawl was served it. `body` has its encodings undone; `as_stored`: there were none to undo.

    `offset` is where its record begins in the file, `records` how many stand before it.
    """

    url: str
    at: datetime
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    record: str
    offset: int
    records: int
    as_stored: bool


class WarcFile:
    """One file. Iterate `pages` once; then `counts`, `records`, `offset` and `problem` tell how that went.

    `counts` says why records of ours were passed over; all others are only in `records`.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(HEAD_BYTES)
        self.head_sha256 = sha256(head).hexdigest()
        self.is_gzip = head.startswith(_GZIP)
        self.counts: Counter[str] = Counter()
        self.records = 0
        self.offset = 0  # where the latest record begins
        self.problem: str | None = None

    def identity(self, selection: str) -> SourceFile:
        """The file as the store knows it again."""
        return SourceFile(self.path.name, self.size, self.head_sha256, selection)

    def pages(
        self,
        wanted: Callable[[str], bool],
        start: FileProgress | None = None,
        *,
        every: Callable[[], None] | None = None,
    ) -> Iterator[WarcPage]:
        """Pages whose address `wanted` takes, from `start` on. `every` is called now and then, for a progress bar.

        A file that is cut or damaged ends the iteration at its last whole record, and `problem` says so.
        """
        start = start or FileProgress()
        with self.path.open("rb") as stream:
            skip = self._go_to(stream, start)
            self.records = start.records if not skip else 0

            def ours(record: WarcRecord) -> bool:
                self.records += 1
                self.offset = record.stream_pos
                if every is not None and self.records % 1000 == 0:
                    every()
                if record.record_type != WarcRecordType.response or self.records <= skip:
                    if record.record_type == WarcRecordType.revisit and self.records > skip:
                        self._pass_revisit(record, wanted)
                    return False
                return wanted(record.headers.get("WARC-Target-URI") or "")

            try:
                for record in ArchiveIterator(stream, parse_http=False, func_filter=ours):
                    page = self._page(record)
                    if page is not None:
                        yield page
            except (OSError, ValueError) as error:
                self._pass_last_if_whole()
                self.problem = self._told(f"is damaged ({str(error)[:80]})")
                return
        if self.problem is None:
            self._look_at_end()

    def _pass_revisit(self, record: WarcRecord, wanted: Callable[[str], bool]) -> None:
        if wanted(record.headers.get("WARC-Target-URI") or ""):
            self.counts["revisits, whose bytes stand in an earlier record"] += 1

    def _go_to(self, stream: BinaryIO, start: FileProgress) -> int:
        """Stand where reading goes on; gives how many records to pass over, where that place cannot be gone to."""
        if not start.offset:
            return start.records
        stream.seek(start.offset)
        mark = stream.read(5)
        if mark.startswith(_GZIP if self.is_gzip else b"WARC/"):
            stream.seek(start.offset)
            return 0
        stream.seek(0)  # one gzip member over all records
        return start.records

    def _page(self, record: WarcRecord) -> WarcPage | None:
        """A record of ours, if it is a page that was served whole; None is counted."""
        if record.headers.get("WARC-Truncated"):
            return self._none("cut by the crawl that wrote them")
        if record.content_length > UNPACKED_BYTES + (1 << 20):
            return self._none("larger than 15 MB")
        try:
            record.parse_http()
        except (OSError, ValueError, TypeError):
            return self._none("without HTTP headers")
        http = record.http_headers
        if http is None:
            return self._none("without HTTP headers")
        status = http.status_code if isinstance(http.status_code, int) else 0
        if status != 200:
            return self._none("not answered with 200")
        kind = (http.get("Content-Type") or "text/html").strip().lower()
        if not kind.startswith(_PAGE_TYPES):
            return self._none("no pages")
        expected = record.content_length
        raw = record.reader.read()
        if len(raw) < expected:
            self.problem = self._told("is cut in the middle of a record")
            return None
        headers = tuple((str(name), str(value)) for name, value in http.items())
        body = decoded(raw, headers)
        if body is None:
            return self._none("in an encoding that cannot be read")
        at = record.record_date
        if at is None:
            return self._none("without a date")
        return WarcPage(
            url=record.headers["WARC-Target-URI"].strip("<>"),
            at=at if at.tzinfo else at.replace(tzinfo=UTC),
            status=status,
            headers=headers,
            body=body,
            record=(record.headers.get("WARC-Record-ID") or "").strip("<>") or f"{self.head_sha256}:{self.offset}",
            offset=self.offset,
            records=self.records - 1,
            as_stored=body is raw,
        )

    def _pass_last_if_whole(self) -> None:
        """What is damaged is the record after the latest one, if that can be read to its end."""
        length = member_length(self.path, self.offset) if self.is_gzip and self.records else None
        if length is not None:
            self.offset += length
            self.records += 1  # the one that is damaged

    def _none(self, why: str) -> WarcPage | None:
        self.counts[why] += 1
        return None

    def _told(self, what: str) -> str:
        good = max(0, self.records - 1)
        return f"{what}: good up to byte {self.offset:,} of {self.size:,} ({good:,} records)"

    def _look_at_end(self) -> None:
        """Readers of WARC end quietly at a cut: see whether the last record is whole."""
        if not self.records:
            self.problem = "holds no WARC records"
            return
        with self.path.open("rb") as stream:
            stream.seek(self.offset)
            if not self.is_gzip:
                whole = _plain_record_is_whole(stream, self.size)
            elif stream.read(2) == _GZIP:
                stream.seek(self.offset)
                whole = _gzip_is_whole(stream)
            else:
                stream.seek(0)
                whole = _gzip_is_whole(stream)
        if not whole:
            self.problem = self._told("is cut in the middle of a record")


def decoded(body: bytes, headers: tuple[tuple[str, str], ...]) -> bytes | None:
    """A body with transfer and content encoding undone; None where that cannot be done.

    Some crawls undo them and leave the headers: a body that is not what they say is taken as it is.
    """
    named = {name.lower(): value.strip().lower() for name, value in headers}
    if "chunked" in named.get("transfer-encoding", ""):
        body = _unchunked(body)
    encoding = named.get("content-encoding", "")
    if encoding in _PLAIN_ENCODINGS:
        return body
    if encoding in _INFLATERS:
        return _inflated(body, _INFLATERS[encoding])
    return body if body.lstrip()[:1] == b"<" else None


def _inflated(body: bytes, bits: int) -> bytes | None:
    for tried in (bits, -zlib.MAX_WBITS):  # "deflate" comes with and without its two bytes of header
        inflater = zlib.decompressobj(tried)
        try:
            out = inflater.decompress(body, UNPACKED_BYTES)
        except zlib.error:
            continue
        return out if inflater.eof else None
    return body if body.lstrip()[:1] == b"<" else None


def _unchunked(body: bytes) -> bytes:
    """RFC 9112, 7.1; a body that is not chunked comes back itself."""
    out: list[bytes] = []
    place = 0
    while True:
        end = body.find(b"\r\n", place, place + 64)
        if end < 0:
            return body
        try:
            size = int(body[place:end].split(b";")[0], 16)
        except ValueError:
            return body
        begin = end + 2
        if size < 0 or begin + size > len(body):
            return body
        if size == 0:
            return b"".join(out)
        out.append(body[begin : begin + size])
        place = begin + size + 2


def _gzip_is_whole(stream: BinaryIO) -> bool:
    """Whether gzip members from here on end where the file ends. Memory: one piece."""
    inflater = zlib.decompressobj(zlib.MAX_WBITS + 16)
    left = b""
    while True:
        piece = left or stream.read(_PIECE)
        left = b""
        if not piece:
            return False
        try:
            while piece:
                inflater.decompress(piece, _PIECE)
                piece = inflater.unconsumed_tail
        except zlib.error:
            return False
        if inflater.eof:
            left = inflater.unused_data or stream.read(_PIECE)
            if not left.strip(b"\0\r\n"):  # padding
                return True
            inflater = zlib.decompressobj(zlib.MAX_WBITS + 16)


def _plain_record_is_whole(stream: BinaryIO, size: int) -> bool:
    begin = stream.tell()
    length = _block_length(stream.read(HEAD_BYTES))
    return length is not None and begin + length <= size


def _block_length(record: bytes) -> int | None:
    """How long a record's header and block are together, as the header says."""
    head, _, _ = record[:HEAD_BYTES].partition(b"\r\n\r\n")
    for line in head.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.strip().lower() == b"content-length" and value.strip().isdigit():
            return len(head) + 4 + int(value)
    return None


def member_length(path: Path, offset: int) -> int | None:
    """The length of the gzip member at `offset` in its file, if it holds one whole record; None if it does not."""
    inflater = zlib.decompressobj(zlib.MAX_WBITS + 16)
    out: list[bytes] = []
    length = 0
    with path.open("rb") as stream:
        stream.seek(offset)
        while not inflater.eof:
            piece = stream.read(_PIECE)
            if not piece:
                return None
            try:
                out.append(inflater.decompress(piece))
            except zlib.error:
                return None
            length += len(piece) - len(inflater.unused_data)
    record = b"".join(out)
    stated = _block_length(record)
    return length if stated is not None and 0 <= len(record) - stated <= _ENDS else None
