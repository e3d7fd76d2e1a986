"""Keeps and finds articles; knows no network. `open_store` gives a Store, the model its values.

`storage.merging` is not imported here: reading a store needs no byline or date parser.
"""

from storage.asking import FACETS, Count, Counts, DayCount, Facet, Pruned, Results, Timeline
from storage.errors import DatelineError, RunLocked, StoreError
from storage.health import FeedHealth, OutletHealth, Pace
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
from storage.reviews import PastComparison, ReportClaim, ReportHistory, Review
from storage.store import Store, lock_run, open_store
from storage.wires import Copy

__all__ = [
    "FACETS",
    "Article",
    "Copy",
    "Count",
    "Counts",
    "Coverage",
    "DatelineError",
    "DayCount",
    "Facet",
    "Feed",
    "FeedHealth",
    "FeedState",
    "Hit",
    "KnownPerson",
    "Outlet",
    "OutletHealth",
    "Pace",
    "PastComparison",
    "PendingPage",
    "PersonSuggestion",
    "Poll",
    "Pruned",
    "Query",
    "ReportClaim",
    "ReportHistory",
    "Results",
    "Review",
    "Revision",
    "RunLocked",
    "RunSummary",
    "SaveCounts",
    "Sighting",
    "Store",
    "StoreError",
    "StoredReport",
    "Timeline",
    "Validators",
    "lock_run",
    "open_store",
]
