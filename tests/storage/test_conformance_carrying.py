"""Articles carried from one store to another arrive whole, once, and only those that may come back."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from storage import Article, Carried, Query, Store, open_store
from tests.storage.conftest import FACTORIES
from tests.storage.examples import (
    ARABIC_BODY,
    HEBREW_BODY,
    NOON,
    OTHER_FEED,
    after,
    entry,
    full_article,
    only,
    poll,
)


def by_value(store: Store) -> list[Carried]:
    """Everything that is carried, without the ids of the store it stands in."""
    found = []
    for one in store.carry_out():
        states = tuple(replace(state, article=0) for state in one.states)
        readings = tuple(replace(reading, article=0) for reading in one.readings)
        found.append(replace(one, article=replace(one.article, id=None), states=states, readings=readings))
    return sorted(found, key=lambda one: one.article.url)


def fill(store: Store) -> None:
    poll(store, NOON, entry(1, title="Quay opens"), entry(2, guid="g2"))
    poll(store, after(10), entry(1, title="Quay opens late", fingerprint="f1b"), seen=("f1b", "f2"))
    poll(store, after(20), entry(1, title="Quay, seen elsewhere", fingerprint="x"), feed=OTHER_FEED)
    poll(
        store,
        after(30),
        entry(3, title="Story number 2", guid="g2", url="https://pelican.example/two", fingerprint="y"),
    )
    arabic: dict[str, Any] = {"body": ARABIC_BODY, "title": "ميناء", "language": "ar", "published": None}
    store.save_articles(
        [
            full_article(),
            full_article(url="https://pelican.example/he", body=HEBREW_BODY, title="נמל ״חדש״", language="he"),
            full_article(url="https://pelican.example/ar", published_at=after(-3), **arabic),
        ]
    )
    store.save_articles([full_article(body="It was cancelled.", title="Harbour plan stopped")])
    pending = store.pending_pages(after(60))
    store.save_page_failure(pending[0].article, "HTTP 500", None)


def test_a_store_carried_into_an_empty_one_is_the_same_by_value(store: Store, tmp_path: Path) -> None:
    fill(store)
    other = tmp_path / "other"
    other.mkdir()
    for factory in FACTORIES.values():
        with open_store(factory(other)) as taken:
            counts = taken.carry_in(store.carry_out())
            assert (counts.new, counts.updated, counts.kept) == (5, 0, 0)
            assert by_value(taken) == by_value(store)
            assert taken.problems() == []
            assert [hit.article.title for hit in taken.search_page(Query("חדש")).hits] == ["נמל ״חדש״"]
            revised = taken.article("https://pelican.example/harbour-plan")
            assert revised is not None
            assert revised.id is not None
            assert [state.title for state in taken.revisions(revised.id)][-1] == "Harbour plan stopped"
            assert taken.article("https://pelican.example/two") == taken.article("https://pelican.example/2")
            again = taken.carry_in(store.carry_out())
            assert (again.new, again.updated, again.unchanged) == (0, 0, 5), "idempotent"


def test_a_feed_that_words_a_headline_as_before_makes_no_revision_after_it_was_carried(store: Store) -> None:
    poll(store, NOON, entry(1, title="Quay opens"))
    with open_store(":memory:") as taken:
        taken.carry_in(store.carry_out())
        counts = poll(taken, after(10), entry(1, title="Quay opens"))
        assert counts.revised == 0
        counts = poll(taken, after(20), entry(1, title="Quay shut", fingerprint="f1b"))
        assert counts.revised == 1


def test_a_later_export_adds_the_states_that_came_since(store: Store) -> None:
    store.save_articles([full_article()])
    with open_store(":memory:") as taken:
        taken.carry_in(store.carry_out())
        store.save_articles([full_article(title="Harbour plan stopped")])
        assert taken.carry_in(store.carry_out()).updated == 1
        assert by_value(taken) == by_value(store)


def test_an_earlier_export_takes_nothing_away(store: Store) -> None:
    store.save_articles([full_article()])
    early = list(store.carry_out())
    store.save_articles([full_article(title="Harbour plan stopped")])
    before = by_value(store)
    assert store.carry_in(early).unchanged == 1
    assert by_value(store) == before


def test_an_entry_is_completed_by_the_page_another_store_read(store: Store) -> None:
    poll(store, NOON, entry(1))
    read = Article("https://pelican.example/1", "pelican", "Story number 1", body="The page.", access="full")
    with open_store(":memory:") as other:
        other.save_articles([read])
        assert store.carry_in(other.carry_out()).updated == 1
    assert only(store).body == "The page."
    assert len(store.revisions(only(store).id or 0)) == 1


def test_where_both_stores_hold_states_the_other_lacks_ours_stays(store: Store) -> None:
    store.save_articles([full_article(body="Ours.")])
    with open_store(":memory:") as other:
        other.save_articles([full_article(body="Theirs.", section="Docks")])
        assert store.carry_in(other.carry_out()).kept == 1
    assert only(store).body == "Ours."


def test_what_was_let_go_of_does_not_come_back(store: Store) -> None:
    store.save_articles([full_article(), full_article(url="https://pelican.example/gone")])
    carried = list(store.carry_out())
    with open_store(":memory:") as taken:
        taken.forget_address("https://pelican.example/gone?utm_source=x", NOON)
        taken.forget_person(["Sami Qudsi"], NOON)
        counts = taken.carry_in(carried)
        assert (counts.new, counts.let_go) == (1, 1)
        assert [person.name for person in only(taken).people] == ["Dana Orr-Levi"]


def test_one_that_fails_leaves_nothing_of_its_batch(store: Store) -> None:
    def broken() -> Iterator[Carried]:
        yield Carried(full_article())
        raise RuntimeError

    with contextlib.suppress(RuntimeError):
        store.carry_in(broken())
    assert store.count_articles() == 0
