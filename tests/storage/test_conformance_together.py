"""Several writes in one transaction, each still whole or not at all."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from storage import Article, Query, Store, open_store
from tests.storage.examples import NOON

NAIVE = NOON.replace(tzinfo=None)


def article(number: int) -> Article:
    return Article(url=f"https://pelican.example/{number}", outlet="pelican", title=f"Story {number}")


def test_a_write_that_raises_leaves_the_others_as_they_are(store: Store) -> None:
    with store.together():
        store.save_articles([article(1)])
        with pytest.raises(ValueError, match="published_at must be aware"):
            store.save_articles([article(2), Article(url="x", outlet="x", title="x", published_at=NAIVE)])
        with pytest.raises(ValueError, match="not in the store"):
            store.save_page(article(9), NOON)
        store.save_articles([article(3)])
    assert [found.title for found in store.articles()] == ["Story 3", "Story 1"]


def test_what_is_caught_by_nobody_undoes_all(store: Store) -> None:
    def fails() -> None:
        with store.together():
            store.save_articles([article(1)])
            raise KeyError

    with pytest.raises(KeyError):
        fails()
    assert store.count_articles() == 0
    store.save_articles([article(2)])
    assert store.count_articles() == 1


def test_the_search_index_holds_what_was_kept_and_nothing_of_what_was_undone(store: Store) -> None:
    def found(word: str) -> list[str]:
        return [hit.article.title for hit in store.search(Query(word))]

    undone = [replace(article(number), title=f"Quay {number}") for number in range(10, 270)]
    with store.together():
        store.save_articles([replace(article(2), title="Ferry")])
        store.save_articles([replace(article(1), title="Harbour"), replace(article(3), title="Lock")])
        with pytest.raises(ValueError, match="published_at must be aware"):
            store.save_articles(
                replace(each, published_at=None if each.title < "Quay 265" else NAIVE) for each in undone
            )
        assert found("ferry") == ["Ferry"]
        store.save_articles([replace(article(2), title="Bridge")])
        store.save_articles([replace(article(2), title="Tunnel")])
    assert [found(word) for word in ("ferry", "bridge", "quay", "lock", "tunnel")] == [[], [], [], ["Lock"], ["Tunnel"]]


def test_another_reader_sees_all_or_nothing(tmp_path: Path) -> None:
    file = tmp_path / "news.db"
    with open_store(file) as writing, open_store(file, read_only=True) as reading:
        with writing.together():
            writing.save_articles([article(1)])
            writing.save_articles([article(2)])
            assert reading.count_articles() == 0
        assert reading.count_articles() == 2
