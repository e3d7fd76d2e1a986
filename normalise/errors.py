"""The root of dateline's errors, for rooms that keep nothing too: `storage.errors` draws the whole tree."""

from __future__ import annotations


class DatelineError(Exception):
    """Root of the errors dateline raises on purpose; `exit_code` is what the command line ends with."""

    exit_code = 1
