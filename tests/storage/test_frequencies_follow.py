"""Frequencies of words are remembered, and follow what is written."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from storage import Sighting, Store, open_store
from tests.storage.examples import NOON, after, entry, poll

WORDS = ("harbour", "ferry")


class _BrokenOffError(Exception):
    pass


def ferry(number: int) -> Sighting:
    return entry(number, title=f"The ferry of quay {number} sails again")


def test_what_this_store_writes_counts_at_once(store: Store) -> None:
    poll(store, NOON, ferry(1))
    assert store.document_frequencies(WORDS)["ferry"] == 1
    poll(store, after(1), ferry(2), ferry(3))
    assert store.document_frequencies(WORDS)["ferry"] == 3


def test_what_another_process_writes_counts_at_once(tmp_path: Path) -> None:
    file = tmp_path / "news.db"
    with open_store(file) as writer:
        poll(writer, NOON, ferry(1))
        with open_store(file, read_only=True) as reader:
            assert reader.document_frequencies(WORDS)["ferry"] == 1
            poll(writer, after(1), ferry(2))
            assert reader.document_frequencies(WORDS)["ferry"] == 2


def test_what_is_taken_back_counts_no_more(store: Store) -> None:
    poll(store, NOON, ferry(1))
    with suppress(_BrokenOffError), store.together():
        poll(store, after(1), ferry(2))
        assert store.document_frequencies(WORDS)["ferry"] == 2
        raise _BrokenOffError
    assert store.document_frequencies(WORDS)["ferry"] == 1
