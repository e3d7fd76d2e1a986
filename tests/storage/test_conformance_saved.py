"""Saved searches tell each article once: by when the store first held it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from storage import Article, News, Query, Store
from tests.storage.examples import NOON, after, entry, full_article, poll


def told(store: Store, name: str = "harbour") -> list[str]:
    """What is new, taken as told."""
    news = store.news_of(name)
    titles = [article.title for article in news.articles]
    assert len(titles) == news.count
    store.mark_told(name, news.mark, after(600))
    return titles


def piece(number: int, title: str = "The harbour", **more: object) -> Article:
    return full_article(url=f"https://pelican.example/{number}", title=f"{title} {number}", **more)


def test_a_search_is_kept_with_every_field_and_listed_by_name(store: Store) -> None:
    query = Query("harbour -strike", ("pelican",), ("Dana Orr",), ("council",), NOON, after(5), 7)
    store.save_search("נמל", query, NOON)
    store.save_search("a", Query(), after(1))
    assert [(found.name, found.query) for found in store.saved_searches()] == [("a", Query()), ("נמל", query)]
    assert store.saved_searches()[0].asked_at is None
    assert store.forget_search("a")
    assert not store.forget_search("a")


def test_new_is_what_the_store_first_held_since_whatever_its_date(store: Store) -> None:
    store.save_articles([piece(1)])
    store.save_search("harbour", Query("title:harbour"), NOON)
    assert told(store) == []
    store.save_articles([piece(2, published=None, published_at=NOON - timedelta(days=900)), piece(3, "A quay")])
    assert told(store) == ["The harbour 2"], "old, but new to the store; the third has another word"
    assert told(store) == []
    assert store.saved_searches()[0].asked_at == after(600)


def test_nothing_is_lost_or_told_twice_among_articles_of_one_second(store: Store) -> None:
    store.save_search("harbour", Query("title:harbour"), NOON)
    store.save_articles([piece(1, first_seen=NOON)])
    news = store.news_of("harbour")
    store.save_articles([piece(2, first_seen=NOON)])  # while the first was being written
    assert [article.title for article in news.articles] == ["The harbour 1"]
    store.mark_told("harbour", news.mark, NOON)
    assert told(store) == ["The harbour 2"]


def test_what_was_not_told_is_told_again(store: Store) -> None:
    store.save_search("harbour", Query("title:harbour"), NOON)
    store.save_articles([piece(1)])
    first: News = store.news_of("harbour")
    assert first.count == 1
    assert told(store) == ["The harbour 1"], "no mark was set"


def test_an_article_that_matches_only_once_its_page_is_read_is_new_then(store: Store) -> None:
    store.save_search("crane", Query("crane"), NOON)
    poll(store, NOON, entry(1), entry(2, title="A crane falls"))
    assert told(store, "crane") == ["A crane falls"]
    for page in store.pending_pages(after(60)):
        read = store.article(page.article)
        assert read is not None
        store.save_page(
            Article(page.url, "pelican", read.title, body="The crane stood idle.", access="full", id=page.article),
            after(5),
        )
    assert told(store, "crane") == ["Story number 1"]
    assert told(store, "crane") == []


def test_an_article_that_was_waiting_when_the_search_was_saved_counts_too(store: Store) -> None:
    poll(store, NOON, entry(1), entry(2, title="A crane falls"))
    store.save_search("crane", Query("crane"), NOON)
    for number in (1, 2):
        found = store.article(f"https://pelican.example/{number}")
        assert found is not None
        store.save_page(Article(found.url, "pelican", found.title, body="Crane.", access="full", id=found.id), after(5))
    assert told(store, "crane") == ["Story number 1"], "the other matched already"


def test_the_next_article_is_told_after_the_newest_was_let_go_of(store: Store) -> None:
    store.save_articles([piece(1), piece(2)])
    store.save_search("harbour", Query("title:harbour"), NOON)
    last = store.article("https://pelican.example/2")
    assert last is not None
    assert last.id is not None
    traces = store.article_traces(last.id)
    assert traces is not None
    store.forget_article(traces, NOON)
    store.save_articles([piece(3)])
    assert told(store) == ["The harbour 3"]


def test_saving_the_same_again_keeps_the_mark_and_another_query_begins_anew(store: Store) -> None:
    store.save_search("harbour", Query("title:harbour"), NOON)
    store.save_articles([piece(1)])
    store.save_search("harbour", Query("title:harbour"), after(5))
    assert store.news_of("harbour").count == 1
    store.save_search("harbour", Query("title:harbour OR port"), after(6))
    assert store.news_of("harbour").count == 0


def test_an_unknown_name_is_a_sentence(store: Store) -> None:
    with pytest.raises(ValueError, match="no saved search 'quay'"):
        store.news_of("quay")
