"""Options that several commands share, and reading what people type into them."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from storage.errors import StoreError

if TYPE_CHECKING:
    from storage import Store

_Command = TypeVar("_Command", bound=Callable[..., Any])
DEFAULT_STORE = "news.db"
DEFAULT_CONFIG = "feeds.yaml"
LARGEST_PAGE_BYTES = 15 << 20


def store_option(command: _Command) -> _Command:
    """--store, or DATELINE_STORE, or news.db here."""
    return click.option(
        "--store",
        default=DEFAULT_STORE,
        show_default=True,
        envvar="DATELINE_STORE",
        metavar="DB",
        help="The store to use.",
    )(command)


def config_option(command: _Command) -> _Command:
    """--config, or DATELINE_CONFIG, or feeds.yaml here."""
    return click.option(
        "--config",
        default=DEFAULT_CONFIG,
        show_default=True,
        envvar="DATELINE_CONFIG",
        metavar="FILE",
        help="What is watched.",
    )(command)


def read_saved(page: str) -> bytes:
    """The bytes of a saved page, or of standard input for "-"; what cannot be read is a sentence."""
    if page == "-":
        return sys.stdin.buffer.read(LARGEST_PAGE_BYTES + 1)[:LARGEST_PAGE_BYTES]
    path = Path(page)
    try:
        if path.stat().st_size > LARGEST_PAGE_BYTES:
            raise click.ClickException(f"{page} is larger than 15 MB: that is no article")
        return path.read_bytes()
    except OSError as error:
        raise click.ClickException(f"{page} cannot be read: {error.strerror}") from error


def saved_at(page: str) -> datetime | None:
    """When the file `page` was written: a page's "3 hours ago" is counted from there. None for a pipe."""
    path = Path(page)
    return datetime.fromtimestamp(path.stat().st_mtime, UTC) if path.is_file() else None


def open_for_reading(location: str) -> Store:
    """The store, read-only; one that is not there yet is a StoreError that says what to run."""
    from storage import open_store

    path = location.removeprefix("sqlite:///")
    if not location.startswith(("postgres", ":memory:")) and not Path(path).exists():
        raise StoreError(
            location, "there is no store here yet; `dateline crawl` makes one, or name another with --store"
        )
    return open_store(location, read_only=True)


class When(click.ParamType):  # type: ignore[type-arg]  # generic only in the newest click
    """A moment as people say it: 2025-12-01, "2 weeks ago", yesterday. Days begin at midnight in UTC."""

    name = "when"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """The moment, aware and in UTC."""
        if isinstance(value, datetime):
            return value
        from normalise.dates import parse_when

        try:
            return parse_when(str(value), now=datetime.now(UTC), timezone="UTC")
        except ValueError as error:
            self.fail(str(error), param, ctx)


WHEN = When()
