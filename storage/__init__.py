"""Keeps and finds articles; knows no network. `open_store` gives a Store, the model its values.

`storage.merging` is not imported here: reading a store needs no byline or date parser.
"""

from storage.asking import FACETS, Count, Counts, DayCount, Facet, Pruned, Results, Timeline
from storage.carrying import Carried, CarriedCounts, Shown
from storage.datasets import DATASET_COLUMNS, DATASET_TABLES, Column, DatasetTable, KeptConfig, without_secrets
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
from storage.saved import News, SavedSearch
from storage.store import Store, lock_run, open_store
from storage.wires import Copy

__all__ = [
    "DATASET_COLUMNS",
    "DATASET_TABLES",
    "FACETS",
    "Article",
    "Carried",
    "CarriedCounts",
    "Column",
    "Copy",
    "Count",
    "Counts",
    "Coverage",
    "DatasetTable",
    "DatelineError",
    "DayCount",
    "Facet",
    "Feed",
    "FeedHealth",
    "FeedState",
    "Hit",
    "KeptConfig",
    "KnownPerson",
    "News",
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
    "SavedSearch",
    "Shown",
    "Sighting",
    "Store",
    "StoreError",
    "StoredReport",
    "Timeline",
    "Validators",
    "lock_run",
    "open_store",
    "without_secrets",
]
