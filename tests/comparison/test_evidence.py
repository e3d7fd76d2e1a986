"""Finding the articles that carry a statement."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from comparison.evidence import find_evidence
from comparison.words import content_words, stem
from storage import Store
from tests.comparison.worlds import PUBLISHED, build_world


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    with build_world() as opened:
        yield opened


def _ids(store: Store, text: str, **options: object) -> list[str]:
    return [one.article.url.rsplit("/", 1)[1] for one in find_evidence(text, store, **options)]  # type: ignore[arg-type]


def test_the_article_on_the_event_comes_first_with_its_sentence(store: Store) -> None:
    best = find_evidence("A storm broke the breakwater and six fishing boats sank", store)[0]
    assert best.article.url.endswith(("/storm", "/storm-carrick"))
    assert "six fishing boats" in best.sentence.lower()
    assert 0 < best.score <= 1


def test_scores_fall_and_each_article_comes_once(store: Store) -> None:
    found = find_evidence("The harbour of Tessel and the strike of the pilots", store, limit=5)
    assert len(found) <= 5
    assert len({one.article.url for one in found}) == len(found)
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)


def test_outlets_groups_and_dates_are_filters(store: Store) -> None:
    text = "six fishing boats sank in the storm"
    assert set(_ids(store, text, outlets=["mifratz"])) <= {
        "storm",
        "mifratz-winter",
        "prison",
        "he-tower",
        "he-hospital",
    }
    assert "storm" in _ids(store, text, outlets=["mifratz"])
    assert "storm" not in _ids(store, text, until=PUBLISHED - timedelta(days=2))
    assert "storm-carrick" in _ids(store, text, since=PUBLISHED - timedelta(hours=7))


def test_hebrew_and_arabic_words_are_found_behind_their_prefixes(store: Store) -> None:
    assert _ids(store, "המגדל שבטסל יפורק")[0] == "he-tower"
    assert _ids(store, "الطحين وسعره في تيسل")[0] == "ar-flour"


@pytest.mark.parametrize("text", ["", "the of and", "!?", "\x00"])
def test_a_statement_without_content_words_finds_nothing(store: Store, text: str) -> None:
    assert find_evidence(text, store) == []


def test_forms_of_a_word_share_a_stem() -> None:
    assert stem("policies") == stem("policy")
    assert stem("refused") == stem("refuses") == stem("refusing")
    assert content_words("The talks stalled") == content_words("talk stalls")
