"""Log lines of a crawl: as text for people or as JSON for machines, one line each, without control characters.

Only what needs a person is told by default (ERROR); `-v` tells what happens (INFO), `-vv` all of it (DEBUG).
"""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Literal

from normalise.text import clean
from normalise.urls import without_password

Format = Literal["text", "json"]
FORMATS: tuple[Format, ...] = ("text", "json")
_LONGEST_LINE = 8_000
# Scrapy's and Twisted's own lines tell a newsroom nothing below WARNING; with -vv they come too.
_CHATTY = ("scrapy", "twisted", "asyncio", "filelock", "protego")


def configure(form: Format, verbosity: int) -> None:
    """Send log lines to standard error. `verbosity` counts the -v given."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Json() if form == "json" else _Text())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    level = (logging.ERROR, logging.INFO, logging.DEBUG)[min(verbosity, 2)]
    root.setLevel(level)
    handler.setLevel(level)  # Scrapy gives its own loggers a level
    if verbosity < 2:
        handler.addFilter(lambda record: record.levelno >= logging.ERROR or not record.name.startswith(_CHATTY))


def event(form: Format, text: str, level: str = "INFO", facts: Mapping[str, object] | None = None) -> str:
    """A line of the command's own: `text` as it is, or as JSON beside its facts."""
    if form == "text":
        return text
    return _line(datetime.now(UTC), level, "dateline", text, facts or {})


class _Text(logging.Formatter):
    """2026-01-05T10:00:00Z ERROR crawler.spiders.coverage: ... with a traceback on lines that begin with a space."""

    def format(self, record: logging.LogRecord) -> str:
        """The record's line, and its traceback indented, so that no line begins with text of a feed's choosing."""
        at = datetime.fromtimestamp(record.created, UTC)
        line = f"{at:%Y-%m-%dT%H:%M:%SZ} {record.levelname} {record.name}: {_safe(record.getMessage())}"
        if record.exc_info:
            trace = self.formatException(record.exc_info)
            line += "".join(f"\n  {_safe(part, strip=False)}" for part in trace.splitlines())
        return line


class _Json(logging.Formatter):
    """{"time": ..., "level": ..., "logger": ..., "message": ...}, and "trace" where there is one."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as one line of JSON."""
        facts = {"trace": without_password(self.formatException(record.exc_info))} if record.exc_info else {}
        at = datetime.fromtimestamp(record.created, UTC)
        return _line(at, record.levelname, record.name, _safe(record.getMessage()), facts)


def _line(at: datetime, level: str, logger: str, message: str, facts: Mapping[str, object]) -> str:
    told = {"time": f"{at:%Y-%m-%dT%H:%M:%S.%f}"[:-3] + "Z", "level": level, "logger": logger, "message": message}
    return json.dumps(told | dict(facts), ensure_ascii=False, default=str)


def _safe(text: str, *, strip: bool = True) -> str:
    indent = "" if strip else " " * (len(text) - len(text.lstrip(" ")))
    return indent + clean(without_password(text[:_LONGEST_LINE]))
