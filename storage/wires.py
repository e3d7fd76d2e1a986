"""The part of the Store for texts that several articles share: wire copy."""

from __future__ import annotations

from abc import ABC


class Wires(ABC):  # noqa: B024
    """The Store's methods for texts that several articles share: wire copy."""
