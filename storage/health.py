"""The part of the Store for how feeds and runs are doing: schedule, habits, alarms."""

from __future__ import annotations

from abc import ABC


class Health(ABC):  # noqa: B024
    """The Store's methods for how feeds and runs are doing: schedule, habits, alarms."""
