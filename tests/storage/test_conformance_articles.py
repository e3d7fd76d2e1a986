"""What every store does with articles: kept whole, idempotent, nothing erased, every state of the text kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from normalise.bylines import Person
from storage import Article, Query, SaveCounts, Store
from tests.storage.examples import (
    ENGLISH_BODY,
    HEBREW_BODY,
    NOON,
    OUTLETS,
    after,
    entry,
    full_article,
    only,
    poll,
    read_date,
)

NEW, UNCHANGED = SaveCounts(new=1), SaveCounts(unchanged=1)


def test_every_field_of_an_article_comes_back_as_it_was_given(store: Store) -> None:
    given = full_article()
    assert store.save_articles([given]) == NEW
    kept = only(store)
    assert kept.id is not None
    assert kept == replace(given, id=kept.id)


def test_an_article_with_nothing_but_a_title_comes_back_with_none_where_nothing_is_known(store: Store) -> None:
    store.save_articles([Article("https://pelican.example/bare", "pelican", "Bare")])
    kept = only(store)
    assert (kept.published, kept.published_at, kept.body, kept.access, kept.people) == (None, None, None, None, ())
    assert kept.first_seen is not None


def test_fractions_of_a_second_are_kept_and_sorted(store: Store) -> None:
    moments = [NOON, NOON + timedelta(microseconds=1), NOON + timedelta(milliseconds=500), NOON + timedelta(seconds=1)]
    store.save_articles(
        Article(f"https://pelican.example/{n}", "pelican", "T", published_at=moment) for n, moment in enumerate(moments)
    )
    assert [article.published_at for article in store.articles()] == moments[::-1]


def test_saving_the_same_articles_again_writes_nothing(store: Store) -> None:
    articles = [full_article(url=f"https://pelican.example/{n}") for n in range(5)]
    assert store.save_articles(iter(articles)) == SaveCounts(new=5)
    assert store.save_articles(iter(articles)) == SaveCounts(unchanged=5)
    assert store.count_articles() == 5


def test_one_article_under_several_forms_of_its_address_is_one(store: Store) -> None:
    store.save_articles([full_article()])
    again = full_article(url="HTTPS://Pelican.example:443/harbour-plan?utm_source=rss#comments")
    assert store.save_articles([again]) == UNCHANGED
    for form in ("https://pelican.example/harbour-plan", "https://pelican.example/harbour-plan?fbclid=1"):
        assert store.article(form) == only(store)
    assert store.article("https://pelican.example/other") is None
    assert store.article(10**12) is None


def test_none_never_erases_a_value(store: Store) -> None:
    store.save_articles([full_article()])
    before = only(store)
    bare = Article(before.url, "pelican", before.title)
    assert store.save_articles([bare]) == UNCHANGED
    assert only(store) == before


def test_an_instant_alone_does_not_take_the_precision_from_the_same_instant(store: Store) -> None:
    store.save_articles([full_article()])
    before = only(store)
    store.save_articles([full_article(published=None, published_source=None, published_at=before.published_at)])
    assert only(store).published == before.published


def test_an_article_whose_date_is_corrected_moves_in_every_window(store: Store) -> None:
    store.save_articles([full_article()])
    moved = NOON - timedelta(days=400)
    assert store.save_articles([full_article(published=read_date(moved))]).updated == 1
    assert store.count_articles(since=NOON - timedelta(days=1)) == 0
    assert store.count_articles(until=NOON - timedelta(days=399)) == 1


def test_a_text_that_differs_is_a_revision_and_both_states_are_kept(store: Store) -> None:
    store.save_articles([full_article()])
    first = store.revisions(only(store).id or 0)
    assert [(r.number, r.title, r.body) for r in first] == [(1, full_article().title, ENGLISH_BODY)]
    assert store.save_articles([full_article(title="Harbour plan delayed", body=HEBREW_BODY)]) == SaveCounts(revised=1)
    revisions = store.revisions(only(store).id or 0)
    assert [r.number for r in revisions] == [1, 2]
    assert [r.title for r in revisions] == ["Harbour plan enters its second phase", "Harbour plan delayed"]
    assert [r.body for r in revisions] == [ENGLISH_BODY, HEBREW_BODY]
    assert revisions[0].sha256 == first[0].sha256 != revisions[1].sha256
    assert revisions[0].seen_at == first[0].seen_at < revisions[1].seen_at


def test_a_byline_or_tag_that_differs_is_no_revision(store: Store) -> None:
    store.save_articles([full_article()])
    changed = full_article(people=(Person("Noa Peled", "noa peled"),), tags=("Ports", "Unions"))
    assert store.save_articles([changed]) == SaveCounts(updated=1)
    assert len(store.revisions(only(store).id or 0)) == 1
    assert [hit.article.url for hit in store.search(Query(people=("Noa Peled",)))] == [changed.url]
    assert store.search(Query(people=("Dana Orr-Levi",))) == []


def test_reading_the_page_completes_the_article_and_is_no_revision(store: Store) -> None:
    poll(store, NOON, entry(title="Port plan", summary="Short"))
    page = replace(only(store), title="Port plan: what it costs", body=ENGLISH_BODY, summary="Longer", access="full")
    assert store.save_page(page, after(1)) == SaveCounts(updated=1)
    kept = only(store)
    assert (kept.title, kept.body, kept.page_state, kept.fetched_at) == (page.title, ENGLISH_BODY, "fetched", after(1))
    (revision,) = store.revisions(kept.id or 0)
    assert (revision.title, revision.seen_at) == (page.title, after(1))


def test_reading_the_page_again_is_a_revision_only_if_the_text_differs(store: Store) -> None:
    poll(store, NOON, entry())
    page = replace(only(store), body=ENGLISH_BODY, access="full")
    store.save_page(page, after(1))
    assert store.save_page(page, after(2)) == UNCHANGED
    assert only(store).fetched_at == after(2)
    reworded = ENGLISH_BODY.replace("Monday", "Tuesday")
    assert store.save_page(replace(page, body=reworded), after(3)) == SaveCounts(revised=1)
    assert [r.seen_at for r in store.revisions(page.id or 0)] == [after(1), after(3)]


def test_a_page_that_went_behind_a_paywall_does_not_take_its_text_away(store: Store) -> None:
    poll(store, NOON, entry())
    page = replace(only(store), body=ENGLISH_BODY, access="full")
    store.save_page(page, after(1))
    store.save_page(replace(page, body="The port council met on Monday.", access="paywalled"), after(2))
    kept = only(store)
    assert (kept.body, kept.access) == (ENGLISH_BODY, "full")
    assert len(store.revisions(kept.id or 0)) == 1


def test_the_whole_of_what_was_an_excerpt_is_no_revision(store: Store) -> None:
    poll(store, NOON, entry())
    page = replace(only(store), body="The port council met.", access="paywalled")
    store.save_page(page, after(1))
    store.save_page(replace(page, body=ENGLISH_BODY, access="full", origin="hand"), after(2))
    kept = only(store)
    assert (kept.body, kept.access, kept.origin) == (ENGLISH_BODY, "full", "hand")
    assert len(store.revisions(kept.id or 0)) == 1


def test_saving_a_page_of_an_article_the_store_does_not_hold_is_an_error(store: Store) -> None:
    with pytest.raises(ValueError, match="not in the store"):
        store.save_page(full_article(id=77), NOON)


def test_an_iterator_that_fails_leaves_nothing_behind(store: Store) -> None:
    def articles() -> Iterator[Article]:
        yield full_article()
        raise RuntimeError("the source broke")

    with pytest.raises(RuntimeError, match="the source broke"):
        store.save_articles(articles())
    assert store.count_articles() == 0
    assert store.search(Query("harbour")) == []


def test_text_a_database_cannot_hold_is_kept_without_the_bytes_it_cannot(store: Store) -> None:
    broken = full_article(title="A\ud800B\x00C", byline_raw="\udfff", tags=("x\ud800",))
    assert store.save_articles([broken]) == NEW
    assert only(store).title.startswith("A")
    assert "\x00" not in only(store).title
    assert store.save_articles([broken]) == UNCHANGED


def test_articles_come_newest_first_and_undated_ones_by_when_they_were_seen(store: Store) -> None:
    store.save_articles(
        [
            full_article(url="https://pelican.example/old", published=read_date(NOON - timedelta(days=9))),
            Article("https://pelican.example/undated", "pelican", "U", first_seen=NOON - timedelta(days=5)),
            full_article(url="https://pelican.example/new", published=read_date(NOON)),
        ]
    )
    assert [article.url.rsplit("/", 1)[1] for article in store.articles()] == ["new", "undated", "old"]
    window = Query(since=NOON - timedelta(days=6), until=NOON)
    assert [article.url.rsplit("/", 1)[1] for article in store.articles(window)] == ["undated"]


def test_more_articles_than_one_reading_come_each_once_and_may_be_saved_meanwhile(store: Store) -> None:
    store.save_articles(Article(f"https://pelican.example/{n}", "pelican", f"T {n}") for n in range(1203))
    seen = []
    for article in store.articles():
        seen.append(article.url)
        if len(seen) == 600:
            store.save_articles([Article("https://pelican.example/late", "pelican", "Late")])
    assert len(seen) == len(set(seen)) == 1203


def test_people_are_counted_by_outlet_with_every_spelling(store: Store) -> None:
    for number, name in enumerate(("Dana Orr", "DANA ORR", "Dana Orr")):
        store.save_articles(
            [Article(f"https://pelican.example/{number}", "pelican", "T", people=(Person(name, "dana orr"),))]
        )
    store.save_articles([Article("https://manara.example/1", "manara", "T", people=(Person("Dana Orr", "dana orr"),))])
    pelican, manara = sorted(store.people(), key=lambda person: -person.articles)
    assert (pelican.outlet, pelican.name, pelican.articles) == ("pelican", "Dana Orr", 3)
    assert set(pelican.spellings) == {"Dana Orr", "DANA ORR"}
    assert (manara.outlet, manara.articles) == ("manara", 1)
    assert store.people(["manara"]) == [manara]


def test_outlets_are_replaced_one_by_one(store: Store) -> None:
    store.save_outlets(OUTLETS)
    renamed = replace(OUTLETS[0], name="The New Pelican", aliases=())
    store.save_outlets([renamed])
    assert store.outlets() == tuple(sorted((renamed, *OUTLETS[1:]), key=lambda outlet: outlet.id))
