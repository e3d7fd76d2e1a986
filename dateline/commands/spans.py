"""A span of time as people type it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import click


class Span(click.ParamType):  # type: ignore[type-arg]  # generic only in the newest click
    """30d, 2w, 12h, as feeds.yaml writes them."""

    name = "span"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> timedelta:
        """The span of time."""
        if isinstance(value, timedelta):
            return value
        from crawler.config_values import duration

        try:
            return duration(str(value))
        except ValueError as error:
            self.fail(str(error), param, ctx)


SPAN = Span()
