"""An extraction worker: `python -m crawler.worker_main FD PARENT_PID BYTES`. Started by crawler.workers only."""

from __future__ import annotations

import ctypes
import gc
import os
import pickle
import resource
import signal
import socket
import sys
from contextlib import suppress
from typing import Any

_PR_SET_PDEATHSIG = 1
_GARBAGE_AFTER = 50_000  # objects: several in a page's tree, where Python's 700 is hundreds of looks


def main(fd: int, parent: int, memory_bytes: int) -> None:
    """Serve extraction jobs on the socket until it closes."""
    _die_with(parent)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to answer
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    # A parent that was killed with answers unread leaves no orderly end: there is nobody to tell.
    with suppress(ConnectionError), socket.socket(fileno=fd) as connection, connection.makefile("rwb") as stream:
        from crawler.extraction import ExtractionError
        from crawler.workers import HEADER, READY

        def received() -> Any:
            (size,) = HEADER.unpack(header)
            return pickle.loads(stream.read(size))  # noqa: S301  (from our own parent)

        def send(packed: bytes) -> None:
            stream.write(HEADER.pack(len(packed)) + packed)
            stream.flush()

        header = stream.read(HEADER.size)
        context = received()
        gc.freeze()  # what was imported stays: looking it through again and again costs a page 7 %
        gc.set_threshold(_GARBAGE_AFTER)
        send(READY)
        while header := stream.read(HEADER.size):
            job = received()
            try:
                answer: tuple[bool, object] = (True, job.run(context))
            except ExtractionError as error:
                answer = (False, error.reason)
            except MemoryError:
                answer = (False, "reading the page took too much memory")
            except Exception as error:
                answer = (False, f"reading the page failed: {type(error).__name__} (a bug: please report it)")
            del job
            send(pickle.dumps(answer, protocol=pickle.HIGHEST_PROTOCOL))


def _die_with(parent: int) -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it died before we asked to be told
        sys.exit(0)


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:4]))
