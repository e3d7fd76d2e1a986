"""Every error dateline raises on purpose.

    DatelineError            exit code 1, never raised itself
    ├── ConfigError          2   feeds.yaml or an argument is wrong: path, line, message (crawler.config)
    ├── StoreError           5   the store cannot be used: location, message
    ├── RunLocked           75   another run holds the lock: location, holder
    ├── FetchError           3   an address could not be fetched: url, reason (crawler.network)
    └── ExtractionError      3   a page could not be read: url, reason (crawler.extraction)

Only the command line turns them into words on a terminal; `str(error)` is the sentence it prints.
"""

from __future__ import annotations

from normalise.errors import DatelineError

__all__ = ["DatelineError", "RunLocked", "StoreError"]


class StoreError(DatelineError):
    """The store cannot be used: missing, foreign, newer, older (read-only), locked, full or not writable."""

    exit_code = 5

    def __init__(self, location: str, message: str) -> None:
        self.location = location
        self.message = message
        super().__init__(f"{location}: {message}")


class RunLocked(DatelineError):
    """Another run holds the store's lock; `holder` says which, where it is known."""

    exit_code = 75

    def __init__(self, location: str, holder: str | None = None) -> None:
        self.location = location
        self.holder = holder
        super().__init__(f"{location}: another run holds the lock" + (f" ({holder})" if holder else ""))
