"""The part of the Store for what was served: archived answers, and the pages to visit again."""

from __future__ import annotations

from abc import ABC


class Captures(ABC):  # noqa: B024
    """The Store's methods for what was served: archived answers, and the pages to visit again."""
