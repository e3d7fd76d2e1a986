"""dateline watches news outlets and holds a report that says "X reported ..." against what X published.

    from dateline import open_store, Query, compare

    with open_store("news.db", read_only=True) as store:
        for hit in store.search(Query(text="phase two", outlets=("haaretz",))):
            print(hit.article.published_at, hit.article.title)

The names are loaded on first use, so that importing dateline costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from comparison import compare
    from storage import Article, DatelineError, Query, Store, open_store

_HOMES = {
    "Article": "storage",
    "DatelineError": "storage",
    "Query": "storage",
    "Store": "storage",
    "compare": "comparison",
    "open_store": "storage",
}
__all__ = ["Article", "DatelineError", "Query", "Store", "compare", "open_store"]


def __getattr__(name: str) -> object:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'dateline' has no attribute {name!r}")
