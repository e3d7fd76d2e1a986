"""The part of the Store for facets, saved searches and care of the store."""

from __future__ import annotations

from abc import ABC


class Asking(ABC):  # noqa: B024
    """The Store's methods for facets, saved searches and care of the store."""
