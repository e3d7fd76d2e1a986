"""Which extraction this is: a text read by one version may read otherwise by another, and that is no edit.

`EXTRACTOR` changes with every byte of the code that makes an article of a page, and with the libraries under it.
"""

from __future__ import annotations

from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final

_ROOT: Final = Path(__file__).resolve().parents[2]
_CODE: Final = ("crawler/extraction", "normalise", "storage/merging.py")
_LIBRARIES: Final = ("lxml", "trafilatura", "dateparser")
_LENGTH: Final = 12  # hex digits: enough to tell versions apart, short enough to read out


def _hash() -> str:
    """Hash of the sources (of their compiled files, where no sources are installed) and of the libraries' versions."""
    found = sha256()
    for name in _CODE:
        path = _ROOT / name
        for file in sorted(path.glob("*.py")) or sorted(path.rglob("*.pyc")) if path.is_dir() else [path]:
            found.update(file.name.encode())
            found.update(file.read_bytes() if file.exists() else b"")
    for library in _LIBRARIES:
        try:
            found.update(f"{library} {version(library)}".encode())
        except PackageNotFoundError:
            continue
    return found.hexdigest()[:_LENGTH]


EXTRACTOR: Final = _hash()
