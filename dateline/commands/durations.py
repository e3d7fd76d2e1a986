"""Lengths of time as people type them: 9m, 1h30m."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import click

_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86_400}
_PART = re.compile(r"(\d{1,6}(?:\.\d{1,3})?)([smhd])")


class Duration(click.ParamType):  # type: ignore[type-arg]  # generic only in the newest click
    """A length of time: 90s, 9m, 1h30m, 2d; 0 is none."""

    name = "duration"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> timedelta:
        """The length."""
        if isinstance(value, timedelta):
            return value
        text = str(value).strip().lower()
        if text == "0":
            return timedelta(0)
        parts = _PART.findall(text)
        if not parts or "".join(number + unit for number, unit in parts) != text:
            self.fail(f"'{value}' is no length of time; write 90s, 9m or 1h30m", param, ctx)
        return timedelta(seconds=sum(float(number) * _UNITS[unit] for number, unit in parts))


DURATION = Duration()
