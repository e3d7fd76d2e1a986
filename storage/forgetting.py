"""The part of the Store for letting go of an article or a person, for good."""

from __future__ import annotations

from abc import ABC


class Forgetting(ABC):  # noqa: B024
    """The Store's methods for letting go of an article or a person, for good."""
