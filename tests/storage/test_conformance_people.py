"""One person, many spellings: what somebody decides holds for every later byline. All people are invented."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from normalise.bylines import Person
from normalise.names import person_key
from storage import Article, KnownPerson, Outlet, Query, Store
from tests.storage.examples import OUTLETS


def sign(store: Store, outlet: str, *names: str, n: int = 1) -> None:
    people = tuple(Person(name, person_key(name)) for name in names)
    address = f"https://{outlet}.example/{n}-{'-'.join(names)}"
    store.save_articles([Article(address, outlet, "T", people=people)])


def the(store: Store, spelling: str, outlet: str | None = None) -> KnownPerson:
    (found,) = [
        person
        for person in store.people()
        if spelling in person.spellings and (outlet is None or outlet in person.editions)
    ]
    return found


def found_by(store: Store, *names: str) -> int:
    return len(store.search(Query(people=names)))


@pytest.fixture
def signed(store: Store) -> Store:
    store.save_outlets(OUTLETS)
    sign(store, "pelican", "Noga Tal-Shahar")
    sign(store, "pelican", "NOGA TAL SHAHAR", n=2)
    sign(store, "pelican", "Baruch Gilboa")
    sign(store, "pelican-he", "נוגה טל שחר")
    sign(store, "pelican-he", "רות אלמגור")
    sign(store, "manara", "نوغا تال شاحر")
    return store


def suggested(store: Store, outlets: Sequence[str] = ()) -> list[set[str]]:
    return [{pair.a.name, pair.b.name} for pair in store.people_suggestions(outlets)]


def test_names_in_two_scripts_of_one_group_are_suggested_and_nothing_is_joined(signed: Store) -> None:
    assert suggested(signed) == [{"Noga Tal-Shahar", "נוגה טל שחר"}]
    assert suggested(signed, ["pelican-he"]) == suggested(signed, ["pelican"]) == suggested(signed)
    assert suggested(signed, ["manara"]) == []
    assert found_by(signed, "נוגה טל שחר") == 1


def test_one_full_name_in_two_editions_is_suggested_but_not_a_single_word(store: Store) -> None:
    store.save_outlets([*OUTLETS, Outlet("pelican-world", "Pelican World", group="pelican")])
    for outlet in ("pelican", "pelican-world", "manara"):
        sign(store, outlet, "Baruch Gilboa")
        sign(store, outlet, "Gilboa", n=2)
    (pair,) = store.people_suggestions()
    assert {pair.a.outlet, pair.b.outlet} == {"pelican", "pelican-world"}
    assert pair.a.key == "baruch gilboa"


def test_a_merged_person_is_found_by_any_spelling_and_counted_once(signed: Store) -> None:
    latin, hebrew = the(signed, "Noga Tal-Shahar"), the(signed, "נוגה טל שחר")
    merged = signed.merge_people([latin.id, hebrew.id])
    assert merged == the(signed, "נוגה טל שחר") == the(signed, "NOGA TAL SHAHAR")
    assert (merged.id, merged.name, merged.articles) == (latin.id, "Noga Tal-Shahar", 3)
    assert merged.editions == ("pelican", "pelican-he")
    for spelling in merged.spellings:
        assert found_by(signed, spelling) == 3
    assert merged in signed.people(["pelican-he"])
    assert suggested(signed) == []


def test_later_bylines_in_a_merged_spelling_go_to_the_merged_person(signed: Store) -> None:
    merged = signed.merge_people([the(signed, "נוגה טל שחר").id, the(signed, "Noga Tal-Shahar").id])
    sign(signed, "pelican", "Noga Tal Shahar", n=7)
    sign(signed, "pelican-he", "נוגה טל-שחר", n=8)
    assert the(signed, "Noga Tal Shahar").id == merged.id == the(signed, "נוגה טל-שחר").id
    assert the(signed, "Noga Tal Shahar").articles == 5


def test_an_article_signed_twice_by_a_merged_person_counts_once(signed: Store) -> None:
    sign(signed, "pelican", "Baruch Gilboa", "B. Gilboa", n=3)
    merged = signed.merge_people([the(signed, "Baruch Gilboa").id, the(signed, "B. Gilboa").id])
    assert merged.articles == 2


def test_merging_what_is_merged_already_adds_to_it(signed: Store) -> None:
    one, two = the(signed, "Noga Tal-Shahar"), the(signed, "נוגה טל שחר")
    signed.merge_people([one.id, two.id])
    whole = signed.merge_people([the(signed, "Baruch Gilboa").id, two.id])
    assert (whole.name, whole.articles) == ("Baruch Gilboa", 4)
    assert {person.name for person in signed.people(["pelican"])} == {"Baruch Gilboa", "רות אלמגור"}


def test_people_of_two_groups_are_never_merged(signed: Store) -> None:
    ids = [the(signed, "Noga Tal-Shahar").id, the(signed, "نوغا تال شاحر").id]
    with pytest.raises(ValueError, match=r"one outlet group.*manara"):
        signed.merge_people(ids)
    assert len(signed.people()) == 5


def test_decisions_about_nobody_are_refused_in_words(signed: Store) -> None:
    person = the(signed, "Baruch Gilboa")
    with pytest.raises(ValueError, match="dateline people"):
        signed.merge_people([person.id, 999])
    with pytest.raises(ValueError, match="takes two"):
        signed.merge_people([person.id, person.id])
    with pytest.raises(ValueError, match="not spelled 'Gil'"):
        signed.split_person(person.id, "Gil")
    with pytest.raises(ValueError, match="only spelling"):
        signed.split_person(person.id, "Baruch Gilboa")
    with pytest.raises(ValueError, match="one person"):
        signed.reject_suggestion(person.id, person.id)


def test_a_split_spelling_of_one_key_stays_apart(signed: Store) -> None:
    before = the(signed, "Noga Tal-Shahar")
    other = signed.split_person(before.id, "NOGA TAL SHAHAR")
    assert (other.spellings, other.articles, other.id != before.id) == (("NOGA TAL SHAHAR",), 1, True)
    sign(signed, "pelican", "NOGA TAL SHAHAR", n=7)
    sign(signed, "pelican", "noga tal shahar", n=8)  # a third spelling is of whoever has the key
    assert the(signed, "NOGA TAL SHAHAR").articles == 2
    assert the(signed, "Noga Tal-Shahar").articles == 2
    assert found_by(signed, "NOGA TAL SHAHAR") == 2
    assert {"Noga Tal-Shahar", "NOGA TAL SHAHAR"} not in suggested(signed)


def test_splitting_the_name_shown_leaves_the_person_another_name(signed: Store) -> None:
    before = the(signed, "Noga Tal-Shahar")
    other = signed.split_person(before.id, "Noga Tal-Shahar")
    assert other.name == "Noga Tal-Shahar"
    assert the(signed, "NOGA TAL SHAHAR").name == "NOGA TAL SHAHAR"


@pytest.mark.parametrize("first", [0, 1])
def test_a_merge_is_taken_back_by_a_split_and_not_suggested_again(signed: Store, first: int) -> None:
    ids = [the(signed, "Noga Tal-Shahar").id, the(signed, "נוגה טל שחר").id]
    merged = signed.merge_people([ids[first], ids[1 - first]])
    other = signed.split_person(merged.id, "נוגה טל שחר")
    assert (other.spellings, other.editions) == (("נוגה טל שחר",), ("pelican-he",))
    assert the(signed, "Noga Tal-Shahar").articles == 2
    assert found_by(signed, "נוגה טל שחר") == 1
    assert suggested(signed) == []
    signed.merge_people(ids)  # and a person may change their mind
    assert found_by(signed, "נוגה טל שחר") == 3


def test_a_rejected_suggestion_does_not_come_back(signed: Store) -> None:
    (pair,) = signed.people_suggestions()
    signed.reject_suggestion(pair.b.id, pair.a.id)
    sign(signed, "pelican", "Noga Tal Shahar", n=7)
    assert suggested(signed) == []


def test_two_who_agree_in_the_surname_alone_are_not_suggested(store: Store) -> None:
    store.save_outlets(OUTLETS)
    sign(store, "pelican", "Boaz Almagor")
    sign(store, "pelican-he", "רות אלמגור")
    assert suggested(store) == []
