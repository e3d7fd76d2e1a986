"""Bytes as they were served, on disk: WARC 1.1 files beside the store. No network, no SQL.

`ArchiveWriter` writes (warcio), `read_record` and `records` read (fastwarc), `check_file` says how far a file is good.
"""

from storage.archive.checking import FileCheck, check_file
from storage.archive.folder import archive_folder
from storage.archive.model import Record, without_secrets
from storage.archive.reading import ArchiveError, payload_of, read_record, record_bytes, records
from storage.archive.retention import LetGo, drop, expire
from storage.archive.writing import ArchiveWriter, gzip_member

__all__ = [
    "ArchiveError",
    "ArchiveWriter",
    "FileCheck",
    "LetGo",
    "Record",
    "archive_folder",
    "check_file",
    "drop",
    "expire",
    "gzip_member",
    "payload_of",
    "read_record",
    "record_bytes",
    "records",
    "without_secrets",
]
