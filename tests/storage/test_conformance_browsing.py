"""People by the page, who else carries a text, days by what was collected. All people are invented."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from normalise.bylines import Person
from normalise.names import person_key
from storage import Article, Query, Store
from storage.browsing import Day
from tests.storage.examples import NOON, OUTLETS, entry, failed, poll, read_date, unchanged

_TEXT = " ".join(f"word{number} of the harbour council" for number in range(12))


def sign(store: Store, name: str, *, outlet: str = "pelican", articles: int = 1) -> None:
    people = (Person(name, person_key(name)),)
    addresses = [f"https://{outlet}.example/{person_key(name)}/{number}" for number in range(articles)]
    store.save_articles([Article(address, outlet, "T", people=people) for address in addresses])


@pytest.fixture
def signed(store: Store) -> Store:
    store.save_outlets(OUTLETS)
    sign(store, "Noga Tal-Shahar", articles=2)
    sign(store, "NOGA TAL SHAHAR")
    sign(store, "Baruch Gilboa", articles=4)
    sign(store, "נוגה טל שחר", outlet="pelican-he")
    sign(store, "فرح قاسم", outlet="manara", articles=2)
    return store


def named(store: Store, **asked: object) -> list[str]:
    return [person.name for person in store.people_page(**asked).people]  # type: ignore[arg-type]


def test_people_come_by_the_page_those_with_most_articles_first(signed: Store) -> None:
    everybody = named(signed)
    assert everybody[0] == "Baruch Gilboa"
    assert everybody[-1] == "נוגה טל שחר"
    assert len(everybody) == 4
    pages = [signed.people_page(limit=2, offset=offset) for offset in (0, 2, 4)]
    assert [page.total for page in pages] == [4, 4, 4]
    assert [person.name for page in pages for person in page.people] == everybody
    assert signed.people_counts() == {"pelican": 2, "manara": 1, "pelican-he": 1}


def test_a_part_of_any_spelling_finds_a_person_as_the_list_of_people_tells_them(signed: Store) -> None:
    assert named(signed, name="tal sh") == ["Noga Tal-Shahar"]
    assert named(signed, name="טל") == ["נוגה טל שחר"]
    assert named(signed, name="قاسم", outlet="pelican") == []
    assert named(signed, outlet="manara") == ["فرح قاسم"]
    (found,) = signed.people_page(name="tal sh").people
    assert found in signed.people()


def test_somebody_merged_is_found_under_either_id_and_listed_once(signed: Store) -> None:
    latin, hebrew = (signed.people_page(name=name).people[0] for name in ("noga", "נוגה"))
    merged = signed.merge_people([latin.id, hebrew.id])
    assert signed.person(hebrew.id) == signed.person(latin.id) == merged
    assert named(signed, name="נוגה") == named(signed, outlet="pelican-he") == [latin.name]
    assert signed.people_page().total == 3
    (article,) = signed.articles(Query(outlets=("pelican-he",), people=("נוגה טל שחר",)))
    assert signed.signed_by(article.id or 0) == (latin.id,)


def test_an_unknown_id_is_nobody(signed: Store) -> None:
    assert signed.person(999) is None
    assert signed.signed_by(999) == ()


def test_carriers_are_the_others_with_the_same_text_the_earliest_first(store: Store) -> None:
    store.save_outlets(OUTLETS)
    hours = {"pelican": 2, "manara": 1, "pelican-he": 3}
    for outlet, hour in hours.items():
        dated = read_date(NOON + timedelta(hours=hour))
        store.save_articles([Article(f"https://{outlet}.example/w", outlet, outlet, body=_TEXT, published=dated)])
    store.save_articles([Article("https://pelican.example/own", "pelican", "own", body="Only here.")])
    ids = {article.title: article.id or 0 for article in store.articles()}
    told = store.carriers(list(ids.values()))
    assert [each.outlet for each in told[ids["pelican"]]] == ["manara", "pelican-he"]
    assert [each.article for each in told[ids["manara"]]] == [ids["pelican"], ids["pelican-he"]]
    assert ids["own"] not in told
    assert store.carriers([]) == {}


def test_days_tell_collected_empty_and_failed_apart(store: Store) -> None:
    store.save_outlets(OUTLETS)
    poll(store, NOON, entry(1), entry(2))
    unchanged(store, NOON + timedelta(days=1))
    failed(store, NOON + timedelta(days=1, hours=1))
    failed(store, NOON + timedelta(days=2))
    first = NOON.date()
    assert store.days(NOON - timedelta(days=1)) == (
        Day("pelican", first, 2, 1, 0),
        Day("pelican", first + timedelta(days=1), 0, 2, 1),
        Day("pelican", first + timedelta(days=2), 0, 1, 1),
    )
    assert [day.state for day in store.days(NOON)] == ["collected", "empty", "failed"]
    assert [day.day for day in store.days(NOON + timedelta(days=2))] == [date(2026, 1, 7)]
