"""The lock that keeps two crawls of one store apart. It dies with its process, however that dies."""

from __future__ import annotations

import fcntl
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from storage.errors import RunLocked, StoreError

_HOLDER = re.compile(r"process (\d+), since (\d{4}-\d\d-\d\d \d\d:\d\d:\d\d) UTC")


@contextmanager
def run_lock(location: str) -> Iterator[None]:
    """Hold `<store>.lock`, which says who holds it. Raises RunLocked at once if another process does.

    A store in memory has no lock: no other process can reach it. Raises StoreError when the lock cannot be made.
    """
    location = location.removeprefix("sqlite:///")
    if location == ":memory:":
        yield
        return
    path = Path(f"{os.path.realpath(location)}.lock")  # one store, one lock, under whatever name it is opened
    handle = _acquire(path, location)
    try:
        yield
    finally:
        path.unlink(missing_ok=True)  # while it is held: whoever opened it meanwhile sees that it is gone
        os.close(handle)


def _acquire(path: Path, location: str) -> int:
    while True:
        try:
            handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        except OSError as error:
            raise StoreError(location, f"no lock can be made beside it ({error.strerror})") from error
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if _is_still(path, handle):
                os.ftruncate(handle, 0)
                os.write(handle, f"process {os.getpid()}, since {datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC\n".encode())
                return handle
            os.close(handle)  # its holder has just taken it away: make another
        except BlockingIOError:
            holder = os.read(handle, 200).decode("utf-8", "replace").strip()
            os.close(handle)
            raise RunLocked(location, holder or None) from None
        except OSError as error:
            os.close(handle)
            raise StoreError(location, f"the lock beside it cannot be written ({error.strerror})") from error


def _is_still(path: Path, handle: int) -> bool:
    """Whether the locked file is the one under this name, and not one just removed by its holder."""
    try:
        return os.path.samestat(path.stat(), os.fstat(handle))
    except FileNotFoundError:
        return False


def held_since(location: str) -> datetime | None:
    """Since when a run that is still alive has held the lock of a store (UTC); None where none does.

    It is read, not tried: trying would keep out a run that begins at this moment.
    """
    location = location.removeprefix("sqlite:///")
    try:
        found = _HOLDER.match(Path(f"{os.path.realpath(location)}.lock").read_text(encoding="utf-8", errors="replace"))
    except OSError:
        return None
    if found is None:
        return None
    try:
        os.kill(int(found[1]), 0)
    except PermissionError:
        pass  # somebody else's, and alive
    except (ProcessLookupError, OverflowError):
        return None
    return datetime.strptime(found[2], "%Y-%m-%d %H:%M:%S").replace(tzinfo=UTC)
