"""An evidence pack: what the store holds of one article, in one zip file that stands by itself.

`collect` gathers it, `write_pack` writes it. The same store gives the same bytes: no clock, machine or path is in it.
"""

from __future__ import annotations

import gzip
import os
import tempfile
import uuid
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal

from storage import Article, Outlet, Revision, Store, without_secrets
from storage.archive import ArchiveError, archive_folder, read_record, record_bytes
from storage.backfilling import SourceRecord
from storage.captures import Capture, Reading
from storage.signing import Signature

WARC_NAME = "visits.warc.gz"
SUMS_NAME = "SHA256SUMS"
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest a zip file can say: the times that matter stand in the files
_NAMESPACE = uuid.UUID("8a1b7c0e-5f63-4f0e-9a39-5a8f2f6e1d51")  # of record ids made here, so that they stay the same


# An answer to our request, a file that somebody saved, a record of somebody else's crawl.
CameAs = Literal["answer", "file", "other crawl", "no answer"]


@dataclass(frozen=True, slots=True)
class Visit:
    """One answer for the page. `offset` and `length` say where its record begins in the pack's WARC file, in bytes;
    None where its bytes are not in the pack, and `missing` says why.
    """

    capture: Capture
    offset: int | None = None
    length: int | None = None
    missing: str | None = None
    same_as: int | None = None  # the number, from 1, of the visit whose bytes these were


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is held of an article. `states` are oldest first, the last is current; `warc` is None without any bytes."""

    article: Article
    outlet: Outlet | None
    states: tuple[Revision, ...]
    readings: Mapping[int, Reading]
    visits: tuple[Visit, ...]
    feeds: tuple[tuple[str, datetime, datetime], ...]
    sources: tuple[SourceRecord, ...]
    warc: bytes | None

    @property
    def held(self) -> int:
        """How many visits' bytes are in the pack."""
        return sum(visit.offset is not None for visit in self.visits)

    def came_as(self, visit: Visit) -> CameAs:
        """How a visit's bytes came to this store."""
        capture = visit.capture
        if capture.is_file:
            return "file"
        if any(source.at == capture.at and source.url == capture.url for source in self.sources):
            return "other crawl"
        return "answer" if capture.status else "no answer"


def collect(store: Store, article: Article, folder: Path | None = None) -> Evidence:
    """Gather what is held. `folder`: the archive, if not the one beside the store. Raises StoreError."""
    assert article.id is not None  # noqa: S101
    folder = folder or archive_folder(store.location)
    captures = store.captures(article.id)
    visits, warc = _visits(captures, folder)
    return Evidence(
        article=article,
        outlet=next((outlet for outlet in store.outlets() if outlet.id == article.outlet), None),
        states=tuple(store.revisions(article.id)),
        readings={reading.number: reading for reading in store.readings(article.id)},
        visits=visits,
        feeds=tuple((without_secrets(feed), first, last) for feed, first, last in store.sightings(article.id)),
        sources=tuple(store.source_records(article.id)),
        warc=warc,
    )


def _visits(captures: list[Capture], folder: Path | None) -> tuple[tuple[Visit, ...], bytes | None]:
    """The visits, and the WARC file of those whose bytes are held and are what they were."""
    numbers = {capture.id: number for number, capture in enumerate(captures, 1)}
    visits: list[Visit] = []
    members: list[bytes] = [_warcinfo(captures)] if captures else []
    end = len(members[0]) if members else 0
    for capture in captures:
        same = numbers.get(capture.same_as) if capture.same_as is not None else None
        if capture.place is None or folder is None:
            visits.append(Visit(capture, missing=_why_missing(capture, same), same_as=same))
            continue
        try:
            read_record(folder, capture.place, expected_sha256=capture.sha256)
            member = record_bytes(folder, capture.place)
        except ArchiveError as error:
            visits.append(Visit(capture, missing=f"the archive does not give them: {error.message}"))
            continue
        visits.append(Visit(capture, end, len(member)))
        members.append(member)
        end += len(member)
    return tuple(visits), b"".join(members) if len(members) > 1 else None


def _why_missing(capture: Capture, same: int | None) -> str:
    if same is not None:
        return f"the same bytes as visit {same}"
    if capture.absent:
        return _IN_WORDS.get(capture.absent, capture.absent)
    if capture.status == 0 and not capture.is_file:
        return "there was no answer"
    return "there was no body in the answer" if not capture.size else "they are not held"


_IN_WORDS = {
    "noarchive": "the page asks not to be archived (noarchive)",
    "tdm-reservation": "the page reserves text and data mining (tdm-reservation)",
    "keep_raw: none": "this store was told to keep no bytes of this outlet (keep_raw: none)",
    "expired": "the time for which bytes are kept has passed, and they were deleted",
    "forgotten": "they were let go of (dateline store forget)",
}


def _warcinfo(captures: list[Capture]) -> bytes:
    """A record that says what the file is, the same for the same visits."""
    fields = b"software: dateline\r\nformat: WARC File Format 1.1\r\ndescription: visits of one article's page\r\n"
    number = uuid.uuid5(_NAMESPACE, " ".join(f"{capture.at.isoformat()} {capture.sha256}" for capture in captures))
    head = (
        f"WARC/1.1\r\nWARC-Type: warcinfo\r\nWARC-Date: {captures[-1].at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}\r\n"
        f"WARC-Record-ID: <urn:uuid:{number}>\r\nWARC-Filename: {WARC_NAME}\r\n"
        f"Content-Type: application/warc-fields\r\nContent-Length: {len(fields)}\r\n\r\n"
    )
    return gzip.compress(head.encode() + fields + b"\r\n\r\n", mtime=0)


def pack_files(evidence: Evidence) -> dict[str, bytes]:
    """Every file of the pack by its name, SHA256SUMS last."""
    from dateline import output
    from dateline.evidence_pack_page import page
    from dateline.evidence_pack_text import readme

    files: dict[str, bytes] = {
        "README.txt": readme(evidence).encode(),
        "index.html": page(evidence).encode(),
        "article.json": (output.as_json(as_dict(evidence)) + "\n").encode(),
        "text.txt": _text_of(evidence.states[-1], evidence),
    }
    for state in evidence.states[:-1]:
        files[state_name(state)] = _text_of(state, evidence)
    if evidence.warc is not None:
        files[WARC_NAME] = evidence.warc
    sums = "".join(f"{sha256(data).hexdigest()}  {name}\n" for name, data in sorted(files.items()))
    return files | {SUMS_NAME: sums.encode()}


def _text_of(state: Revision, evidence: Evidence) -> bytes:
    from dateline.evidence_pack_text import state_text

    return state_text(state, evidence.readings.get(state.number)).encode()


def state_name(state: Revision) -> str:
    """The file of an earlier state of the text."""
    return f"revisions/{state.number:03d}.txt"


def write_pack(evidence: Evidence, path: Path) -> str:
    """Write the pack to `path`, whole or not at all; gives its SHA-256 (hex). Raises OSError."""
    handle, name = tempfile.mkstemp(dir=path.absolute().parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as pack:
                for inside, data in pack_files(evidence).items():
                    entry = zipfile.ZipInfo(inside, _EPOCH)
                    entry.external_attr = 0o644 << 16
                    entry.create_system = 3  # the same on every machine
                    entry.compress_type = zipfile.ZIP_STORED if inside == WARC_NAME else zipfile.ZIP_DEFLATED
                    pack.writestr(entry, data)
            file.flush()
            os.fsync(file.fileno())
        found = sha256(Path(name).read_bytes()).hexdigest()
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return found


def as_dict(evidence: Evidence) -> dict[str, Any]:
    """Everything as plain data: the values with where each came from, states of the text, visits, feeds."""
    from dateline import output

    return {
        "article": output.article_as_dict(evidence.article),
        "outlet": {"id": evidence.outlet.id, "name": evidence.outlet.name} if evidence.outlet else None,
        "states": [_state_as_dict(state, evidence) for state in evidence.states],
        "visits": [_visit_as_dict(number, visit, evidence) for number, visit in enumerate(evidence.visits, 1)],
        "feeds": [
            {"feed": feed, "first_seen": iso(first), "last_seen": iso(last)} for feed, first, last in evidence.feeds
        ],
        "other_crawls": [
            {"file": source.file, "record": source.record, "url": source.url, "at": iso(source.at)}
            for source in evidence.sources
        ],
    }


def _state_as_dict(state: Revision, evidence: Evidence) -> dict[str, Any]:
    reading = evidence.readings.get(state.number)
    return {
        "number": state.number,
        "seen_at": iso(state.seen_at),
        "title": state.title,
        "summary": state.summary,
        "body": state.body,
        "sha256_of_title_summary_body": state.sha256,
        "basis": reading.basis if reading else None,
        "read_from_visit": visit_of(reading, evidence),
        "extractor": reading.extractor if reading else None,
        "configuration_sha256": reading.config_sha256 if reading else None,
        "page_said": _signature_as_dict(reading.signature) if reading and reading.signature else None,
    }


def _signature_as_dict(signature: Signature) -> dict[str, Any]:
    """What the page itself said of its authors and its date in this state."""
    date = signature.published
    return {
        "byline": signature.byline_raw,
        "people": [{"name": person.name, "role": person.role} for person in signature.people],
        "organisations": list(signature.organisations),
        "published": {"at": iso(date.instant), "precision": date.precision, "zone": date.zone, "raw": date.raw}
        if date is not None
        else None,
        "published_source": signature.published_source,
    }


def visit_of(reading: Reading | None, evidence: Evidence) -> int | None:
    """The number, from 1, of the visit a state was read from; None where that is not known."""
    if reading is None or reading.capture is None:
        return None
    return next((n for n, visit in enumerate(evidence.visits, 1) if visit.capture.id == reading.capture), None)


def _visit_as_dict(number: int, visit: Visit, evidence: Evidence) -> dict[str, Any]:
    capture = visit.capture
    return {
        "number": number,
        "came_as": evidence.came_as(visit),
        "at": iso(capture.at),
        "url": capture.url,
        "status": capture.status or None,
        "headers": [list(pair) for pair in capture.headers],
        "payload_sha256": capture.sha256,
        "payload_bytes": capture.size,
        "found": capture.found,
        "origin": capture.origin,
        "in_warc": {"file": WARC_NAME, "offset": visit.offset, "length": visit.length}
        if visit.offset is not None
        else None,
        "bytes_missing_because": visit.missing,
    }


def iso(at: datetime) -> str:
    """A moment in UTC, as everything here writes it."""
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")
