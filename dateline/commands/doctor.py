"""`dateline doctor`: whether everything a crawl needs is well, and what to do about what is not."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dateline.commands.options import config_option, store_option
from dateline.health import told
from storage.errors import DatelineError

if TYPE_CHECKING:
    from crawler.config import Config
    from crawler.diagnosis import Sign
    from storage import Store

_LITTLE_BYTES = 1 << 30
_FEW_HANDLES = 256  # a connection a host, the workers, the store


@click.command()
@config_option
@store_option
@click.option("--offline", is_flag=True, help="Leave out DNS and the polls.")
def doctor(config: str, store: str, offline: bool) -> None:
    """Test configuration, store, disk, clock, DNS and one poll of each outlet, and say what to mend.

    Stores nothing. Ends with 0 where all is well, with 3 where something is not, with 2 or 5 where no crawl can begin.
    """
    code = 0
    for sign, weighs in _signs(config, store, offline=offline):
        click.echo(f"{'ok  ' if sign.well else 'FIX '} {sign.about:<16} {told(sign.words)}")
        code = code if sign.well else (weighs if weighs in (2, 5) and code not in (2, 5) else code or weighs)
    sys.exit(code)


def _signs(config: str, store: str, *, offline: bool) -> Iterator[tuple[Sign, int]]:
    """Each thing looked at, with the exit code it makes where it is not well."""
    from crawler.diagnosis import Sign, clock_sign, dns_signs, poll_signs

    loaded: Config | None = None
    try:
        loaded = _loaded(config)
    except DatelineError as error:
        yield Sign("configuration", False, str(error)), 2
    else:
        words = f"{config}: {len(loaded.outlets)} outlets, {len(loaded.feeds)} feeds"
        yield Sign("configuration", bool(loaded.feeds), words + ("" if loaded.feeds else ": no feed to crawl")), 2
    latest: datetime | None = None
    try:
        latest, words = _looked_at(store)
        yield Sign("store", True, words), 5
    except DatelineError as error:
        yield Sign("store", False, str(error)), 5
    for sign in (_disk(store), _handles()):
        yield sign, 3
    yield clock_sign(latest, datetime.now(UTC)), 3
    if offline or loaded is None or not loaded.feeds:
        return
    known = False
    for sign in dns_signs(loaded):
        known = known or sign.well or "no host" not in sign.words
        yield sign, 3
    if known:
        for sign in poll_signs(loaded):
            yield sign, 3


def _loaded(config: str) -> Config:
    from crawler.config import load_config, require_contact

    loaded = load_config(config)
    require_contact(loaded)
    return loaded


def _looked_at(store: str) -> tuple[datetime | None, str]:
    """When the last run ended, and what the store holds; written to, and taken back, where it is there."""
    from storage import StoreError, lock_run, open_store
    from storage.locking import held_since

    path = Path(store.removeprefix("sqlite:///"))
    if not store.startswith("postgres") and not path.exists():
        if not os.access(path.absolute().parent, os.W_OK):
            raise StoreError(store, f"is not here yet, and {path.absolute().parent} is not writable or not there")
        return None, f"{store}: not here yet; `dateline crawl` makes it"
    if held_since(store):
        with open_store(store, read_only=True) as opened:
            return _end_of_last(opened), f"{store}: {opened.count_articles()} articles; a run is under way"
    with lock_run(store), open_store(store) as opened:
        opened.save_outlets(())  # a transaction: it can be written to
        return _end_of_last(opened), f"{store}: {opened.count_articles()} articles, readable and writable"


def _end_of_last(opened: Store) -> datetime | None:
    return next((run.ended for run in opened.runs(5) if run.ended), None)


def _disk(store: str) -> Sign:
    from crawler.diagnosis import Sign

    try:
        free = shutil.disk_usage(Path(os.path.realpath(store.removeprefix("sqlite:///"))).parent).free
    except OSError as error:
        return Sign("disk", False, f"cannot be looked at ({error.strerror}): make the store's folder first")
    words = f"{free / 1e9:.1f} GB free"
    return Sign(
        "disk", free >= _LITTLE_BYTES, words + ("" if free >= _LITTLE_BYTES else ": make room, or move the store")
    )


def _handles() -> Sign:
    import resource

    from crawler.diagnosis import Sign

    most, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    well = most >= _FEW_HANDLES or most == resource.RLIM_INFINITY
    return Sign("file handles", well, f"{most}" + ("" if well else f": raise them to {_FEW_HANDLES} (ulimit -n 1024)"))
