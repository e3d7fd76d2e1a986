"""Texts that several articles share: found as they are stored, kept right as they change."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta

import pytest

from normalise.bylines import Person
from storage import Article, Query, Store
from storage.preparing import prepare
from storage.wires import first_of
from tests.storage.examples import NOON, OUTLETS, after, read_date

_WORDS = {
    "en": "harbour council vote ferry bridge budget minister plan crane quay storm permit union strike grain ship",
    "he": "נמל מועצה הצבעה מעבורת גשר תקציב שר תוכנית מנוף רציף סערה היתר ועד שביתה תבואה אונייה",
    "ar": "ميناء مجلس تصويت عبارة جسر ميزانية وزير خطة رافعة رصيف عاصفة تصريح نقابة إضراب حبوب سفينة",
    "zh": " ".join("港口议会投票渡轮大桥预算部长计划起重机码头风暴许可工会罢工粮食船舶货物海关"),
}


def text(language: str = "en", seed: int = 0, words: int = 120) -> str:
    chosen = random.Random(f"{language}{seed}").choices(_WORDS[language].split(), k=words)
    return ("" if language == "zh" else " ").join(chosen)


def story(number: int, body: str | None, minutes: float = 0, outlet: str = "pelican", **fields: object) -> Article:
    return Article(
        url=f"https://{outlet}.example/{number}",
        outlet=outlet,
        title=f"Story {number}",
        body=body,
        published=read_date(after(minutes)),
        access="full",
        **fields,  # type: ignore[arg-type]
    )


def ids(store: Store) -> dict[str, int]:
    return {article.title: article.id or 0 for article in store.articles()}


def others(store: Store, title: str) -> list[str]:
    return [copy.article.title for copy in store.copies(ids(store)[title])]


@pytest.mark.parametrize("language", sorted(_WORDS))
def test_one_text_in_three_outlets_is_one_wire_the_earliest_first(store: Store, language: str) -> None:
    store.save_outlets(OUTLETS)
    body = text(language)
    store.save_articles(
        [
            story(1, body, minutes=30),
            story(2, body, minutes=10, outlet="manara"),
            story(3, body, minutes=20, outlet="pelican-he"),
            story(4, text(language, seed=1), minutes=5),
        ]
    )

    assert others(store, "Story 1") == ["Story 2", "Story 3"]
    assert others(store, "Story 4") == []
    assert all(copy.shared == 1.0 for copy in store.copies(ids(store)["Story 1"]))
    known = store.wires(list(ids(store).values()))
    assert len(known) == 3
    assert len(set(known.values())) == 1


def test_a_text_that_was_cut_and_reworded_in_places_is_still_the_same(store: Store) -> None:
    words = text(words=200).split()
    reworded = words.copy()
    for at in range(10, 200, 40):
        reworded[at] = "otherwise"
    store.save_articles([story(1, " ".join(words)), story(2, " ".join(reworded)), story(3, " ".join(words[:150]))])

    assert others(store, "Story 1") == ["Story 2", "Story 3"]
    assert 0.85 < store.copies(ids(store)["Story 1"])[0].shared < 1.0


def test_two_stories_that_share_a_paragraph_are_two(store: Store) -> None:
    background = text(seed=9, words=60)
    store.save_articles([story(1, f"{text(seed=1)}\n\n{background}"), story(2, f"{text(seed=2)}\n\n{background}")])
    assert others(store, "Story 1") == []


def test_texts_too_short_to_tell_apart_share_nothing(store: Store) -> None:
    store.save_articles([story(1, text(words=20)), story(2, text(words=20))])
    assert others(store, "Story 1") == []


def test_a_text_that_changes_leaves_its_wire_and_may_join_another(store: Store) -> None:
    first, second = text(seed=1), text(seed=2)
    store.save_articles([story(1, first), story(2, first), story(3, second)])
    assert others(store, "Story 1") == ["Story 2"]

    store.save_articles([story(2, second)])

    assert others(store, "Story 1") == []
    assert others(store, "Story 2") == ["Story 3"]
    assert set(store.wires(list(ids(store).values()))) == {ids(store)["Story 2"], ids(store)["Story 3"]}


def test_a_text_between_two_joins_their_wires(store: Store) -> None:
    words = text(words=400).split()
    front, back = " ".join(words[:240]), " ".join(words[160:])
    store.save_articles([story(1, front), story(2, back)])
    assert others(store, "Story 1") == []

    store.save_articles([story(3, " ".join(words))])

    assert others(store, "Story 1") == ["Story 2", "Story 3"]


def test_a_round_up_is_not_the_briefs_it_holds(store: Store) -> None:
    briefs = [text(seed=seed, words=60) for seed in range(6)]
    store.save_articles([*(story(number, brief) for number, brief in enumerate(briefs)), story(9, "\n\n".join(briefs))])
    assert others(store, "Story 9") == []


def test_a_page_read_later_joins_as_well(store: Store) -> None:
    store.save_articles([story(1, text()), replace(story(2, None), page_state="pending", access=None)])
    article = store.article("https://pelican.example/2")
    assert article is not None
    store.save_page(replace(article, body=text(), access="full"), after(60))
    assert others(store, "Story 1") == ["Story 2"]


def test_many_papers_run_one_text(store: Store) -> None:
    body = text()
    store.save_articles([story(number, f"{body} paper number {number}", minutes=number) for number in range(1, 61)])
    assert others(store, "Story 60") == [f"Story {number}" for number in range(1, 60)]


def test_who_was_first_is_told_only_where_it_can_be() -> None:
    early, late = story(1, None, minutes=0), story(2, None, minutes=5)
    day = replace(late, published=read_date(NOON - timedelta(hours=12), precision="day"), published_at=None)
    day_after = replace(late, published=read_date(NOON + timedelta(hours=12), precision="day"), published_at=None)
    undated = replace(late, published=None, published_at=None)

    assert first_of([late, early]) == early
    assert first_of([early, day]) is None
    assert first_of([early, day_after]) == early
    assert first_of([early, undated]) is None
    assert first_of([early, replace(early, url="https://manara.example/2")]) is None
    assert first_of([]) is None


def test_what_was_worked_out_before_saving_changes_nothing(store: Store) -> None:
    store.save_outlets(OUTLETS)
    store.save_articles([story(n, None, outlet="manara", page_state="pending") for n in (1, 2, 3)])
    held = {article.title: article for article in store.articles()}
    for number, seed in ((1, 7), (2, 7), (3, 8)):
        page = replace(held[f"Story {number}"], body=text(seed=seed), people=(Person("Noa Peled", "noa peled"),))
        store.save_page(page, after(number), None, prepare(page) if number == 2 else None)
    assert others(store, "Story 2") == ["Story 1"]
    found = store.search(Query("harbour", people=("Noa Peled",)))
    assert {hit.article.title for hit in found} == {"Story 1", "Story 2", "Story 3"}
