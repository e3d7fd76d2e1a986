"""Pages of results, facets, time lines, and care of a store."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from normalise.bylines import Person
from storage import FACETS, Article, Query, Store, StoreError, open_store
from tests.storage.examples import NOON, OUTLETS, full_article


@pytest.fixture
def filled(store: Store) -> Store:
    store.save_outlets(OUTLETS)
    store.save_articles(
        Article(
            f"https://pelican.example/{number}",
            "pelican" if number % 2 else "manara",
            f"Harbour story {number}",
            body="The council met." if number % 3 else "Dockers on strike.",
            language="en" if number % 2 else "ar",
            published_at=NOON + timedelta(days=number),
            people=(Person("Dana Orr", "dana orr"),) if number < 4 else (),
            topics=("port", "city") if number == 1 else (),
            access="full",
        )
        for number in range(1, 8)
    )
    return store


def found(store: Store, text: str) -> set[str]:
    return {hit.article.url.rsplit("/", 1)[1] for hit in store.search(Query(text))}


@pytest.mark.parametrize(
    ("typed", "numbers"),
    [
        ("harbour -strike", "12457"),
        ("-strike", "12457"),
        ("strike OR topic:port", "136"),
        ("outlet:manara strike", "6"),
        ("-outlet:manara -council", "3"),
        ("by:Orr", "123"),
        ("by:1", "13"),  # an id: she signs in two outlets, and nobody merged the two
        ("lang:ar (council OR by:Orr)", "24"),
        ("on:2026-01-06", "1"),
        ("after:2026-01-11", "67"),
        ("before:2026-01-07", "1"),
        ("title:council", ""),
        ("text:council title:1", "1"),
        ("access:paywalled", ""),
    ],
)
def test_operators_and_fields_choose_articles(filled: Store, typed: str, numbers: str) -> None:
    assert found(filled, typed) == set(numbers)
    assert {article.url[-1] for article in filled.articles(Query(typed))} == set(numbers)
    assert filled.search_page(Query(typed)).total == len(numbers)


@pytest.mark.parametrize("sort", ["relevance", "date"])
@pytest.mark.parametrize("text", ["harbour", None])
def test_pages_show_every_article_once_also_while_a_crawl_adds(filled: Store, sort: str, text: str | None) -> None:
    shown, cursor = [], None
    while True:
        page = filled.search_page(Query(text, limit=3), sort=sort, cursor=cursor)  # type: ignore[arg-type]
        shown += [hit.article.url for hit in page.hits]
        cursor = page.next
        if cursor is None:
            break
        if len(shown) == 3:
            filled.save_articles(
                [full_article(title="Harbour harbour", published=None, published_at=NOON + timedelta(99))]
            )
    assert len(shown) == len(set(shown)) == 7


def test_a_cursor_of_another_search_is_refused_in_words(filled: Store) -> None:
    cursor = filled.search_page(Query("harbour", limit=2)).next
    with pytest.raises(ValueError, match="another search"):
        filled.search_page(Query("council", limit=2), cursor=cursor)
    with pytest.raises(ValueError, match="not a cursor"):
        filled.search_page(Query("harbour"), cursor="%%%")


def test_facets_count_what_is_found(filled: Store) -> None:
    def counted(facet: str, text: str | None = None) -> dict[str, int]:
        return {one.label: one.articles for one in filled.count_by(Query(text), facet).counts}  # type: ignore[arg-type]

    assert counted("outlet") == {"The Pelican": 4, "المنارة اليوم": 3}
    assert counted("language", "council") == {"en": 3, "ar": 2}
    people = filled.count_by(Query(), "person").counts
    assert [(one.label, one.articles, one.outlets) for one in people] == [
        ("", 4, ()),
        ("Dana Orr", 2, ("pelican",)),
        ("Dana Orr", 1, ("manara",)),
    ], "two of one name are told apart by where they sign"
    assert counted("topic", "by:Orr") == {"": 2, "port": 1, "city": 1}
    assert list(counted("day", "strike")) == ["2026-01-08", "2026-01-11"]
    assert counted("outlet", "nothing") == {}
    assert filled.count_by(Query("by:Orr"), "topic").total == 3


def test_merged_people_count_once_for_an_article_that_both_sign(filled: Store) -> None:
    both = (Person("Dana Orr", "dana orr"), Person("D. Orr", "d orr"))
    filled.save_articles([full_article(url="https://pelican.example/8", people=both)])
    first, second = [one.id for one in filled.people(["pelican"])]
    assert first is not None
    assert second is not None
    filled.merge_people([first, second])
    for query in (Query(), Query("harbour"), Query(people=(str(first),))):
        told = {one.value: one.articles for one in filled.count_by(query, "person").counts}
        assert told[str(first)] == 3


@pytest.mark.parametrize(
    "query",
    [
        Query(),
        Query("harbour"),
        Query("council -strike"),
        Query(topics=("port",)),
        Query(topics=("port", "city")),
        Query(people=("Dana Orr",)),
        Query("strike", outlets=("pelican",)),
        Query(since=NOON + timedelta(days=3)),
        Query("nothing at all"),
        Query('"'),
    ],
)
def test_an_overview_says_what_single_counts_and_the_time_line_say(filled: Store, query: Query) -> None:
    told = filled.overview(query, FACETS, limit=2)
    assert told.timeline == filled.timeline(query)
    assert list(told.counts) == list(FACETS)
    for facet in FACETS:
        assert told.counts[facet] == filled.count_by(query, facet, limit=2)
    assert told.timeline.total == filled.search_page(query).total


def test_a_time_line_counts_days_and_outlets(filled: Store) -> None:
    timeline = filled.timeline(Query("strike"))
    assert [(str(day.day), day.outlet, day.articles) for day in timeline.days] == [
        ("2026-01-08", "pelican", 1),
        ("2026-01-11", "manara", 1),
    ]
    assert (timeline.total, timeline.exact) == (2, True)


def test_pruning_takes_texts_and_leaves_what_is_known(filled: Store) -> None:
    before = NOON + timedelta(days=3)
    told = filled.prune(before, dry_run=True)
    assert (told.articles, told.bodies) == (2, 2)
    assert filled.prune(before) == told
    assert found(filled, "council") == {"4", "5", "7"}
    assert found(filled, "harbour") == set("1234567"), "titles stay searchable"
    assert filled.prune(before).articles == 0


def test_a_backup_is_a_whole_store_and_never_overwrites(filled: Store, tmp_path: Path) -> None:
    file = tmp_path / "copy.db"
    assert filled.backup(file) == file.stat().st_size
    with open_store(file, read_only=True) as copy:
        assert found(copy, "harbour") == set("1234567")
    with pytest.raises(StoreError, match="never overwrites"):
        filled.backup(file)
    assert not list(tmp_path.glob("*.part"))
