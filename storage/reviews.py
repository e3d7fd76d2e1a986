"""The part of the Store for people's decisions on findings, and reports that are still open."""

from __future__ import annotations

from abc import ABC


class Reviews(ABC):  # noqa: B024
    """The Store's methods for people's decisions on findings, and reports that are still open."""
