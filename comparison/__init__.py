"""A report held against the store: who says what in it, which articles carry that, and what a miss is worth.

`compare`, `Comparison` and `Finding` are loaded on first use.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from comparison.findings import Comparison, Finding, compare

_HOMES = {"Comparison": "comparison.findings", "Finding": "comparison.findings", "compare": "comparison.findings"}
__all__ = ["Comparison", "Finding", "compare"]


def __getattr__(name: str) -> object:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'comparison' has no attribute {name!r}")
