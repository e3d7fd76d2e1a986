"""Keeps and finds articles; knows no network. `open_store` gives a Store, the model its values.

`storage.merging` is not imported here: reading a store needs no byline or date parser.
"""

from storage.errors import DatelineError, RunLocked, StoreError
from storage.model import (
    Article,
    Coverage,
    Feed,
    FeedState,
    Hit,
    KnownPerson,
    Outlet,
    PendingPage,
    PersonSuggestion,
    Poll,
    Query,
    Revision,
    RunSummary,
    SaveCounts,
    Sighting,
    StoredReport,
    Validators,
)
from storage.store import Store, lock_run, open_store
from storage.wires import Copy

__all__ = [
    "Article",
    "Copy",
    "Coverage",
    "DatelineError",
    "Feed",
    "FeedState",
    "Hit",
    "KnownPerson",
    "Outlet",
    "PendingPage",
    "PersonSuggestion",
    "Poll",
    "Query",
    "Revision",
    "RunLocked",
    "RunSummary",
    "SaveCounts",
    "Sighting",
    "Store",
    "StoreError",
    "StoredReport",
    "Validators",
    "lock_run",
    "open_store",
]
