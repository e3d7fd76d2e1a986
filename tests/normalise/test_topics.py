"""Which titles a topic selects, in several scripts."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from normalise.text import fold
from normalise.topics import Topic, match_topics

HARBOUR = Topic(
    "harbour",
    any=(
        "harbour", "dock worker*", "cease-fire", "U.S.", "נמל", "שביתה", "ועד העובדים", "ميناء", "إضراب", "بندر*",
        "liman*", "grève",
    ),
)  # fmt: skip


@pytest.mark.parametrize(
    "title",
    [
        "HARBOUR closed for a week",
        "Harbour's crane falls",
        "Talks on the harbour, again",
        "#harbour_news",
        "Dock workers' union says no",
        "Dock-workers return",
        "Ceasefires fail, a cease fire holds",
        "U.S. ships arrive",
        "השביתה בנמל נמשכת",
        "מהנמל: דיווח",
        "וכשהשביתה הסתיימה",
        "הַשְּׁבִיתָה נמשכת",
        'יו"ר ועד־העובדים התפטר',
        "إغلاق الميناء أمام السفن",
        "وبالإضراب يبدأ الأسبوع",
        "للميناءِ مدخلان",
        "بندرها بسته شد",
        "Limanlar kapandı",
        "La grève continue",
        "La GREVE continue",
    ],
)
def test_a_title_of_the_topic_is_found(title: str) -> None:
    assert match_topics([HARBOUR], title) == ("harbour",)


@pytest.mark.parametrize(
    "title",
    [
        "Harbours",
        "harbourmaster",
        "Pearl harbouring doubts",
        "dock",
        "US ships arrive",
        "הנמלים",
        "מנהרות",
        "الموانئ",
        "يا ميناؤنا",
        "Alimanlar",
        "",
    ],
)
def test_other_words_are_not(title: str) -> None:
    assert match_topics([HARBOUR], title) == ()


def test_any_all_and_none_are_held_together() -> None:
    topic = Topic("strike", any=("strike", "walkout"), all=("port",), none=("football",))
    assert match_topics([topic], "Port workers' strike") == ("strike",)
    assert match_topics([topic], "Strike at the school") == ()
    assert match_topics([topic], "Port closed") == ()
    assert match_topics([topic], "Strike of the port's football team") == ()


def test_all_alone_selects_and_needs_every_term() -> None:
    topic = Topic("both", all=("port", "rain"))
    assert match_topics([topic], "Rain", "in the port") == ("both",)
    assert match_topics([topic], "Rain") == ()


@pytest.mark.parametrize("topic", [Topic("empty"), Topic("marks", any=("*", "-", "")), Topic("only-none", none=("x",))])
def test_a_topic_that_asks_for_nothing_selects_nothing(topic: Topic) -> None:
    assert match_topics([topic], "anything at all") == ()


def test_terms_do_not_reach_from_one_text_into_the_next() -> None:
    topic = Topic("talks", any=("phase two",))
    assert match_topics([topic], "End of phase", "two people met") == ()
    assert match_topics([topic], None, "End of", "phase  two") == ("talks",)


def test_topics_come_in_their_order() -> None:
    topics = [Topic("b", any=("port",)), Topic("a", any=("rain",)), Topic("c", any=("snow",))]
    assert match_topics(topics, "rain in the port") == ("b", "a")


def test_a_long_term_and_many_terms_are_no_trouble() -> None:
    long = "a" * 150 + " " + "ב" * 100
    topic = Topic("many", any=(long, *(f"word{number}" for number in range(2000))))
    assert match_topics([topic], f"see {long}!") == ("many",)
    assert match_topics([topic], "word1999") == ("many",)
    assert match_topics([topic], "word2000") == ()


@settings(max_examples=150, derandomize=True)
@given(st.text(max_size=30), st.text(max_size=60))
def test_any_term_and_any_text_are_read(term: str, text: str) -> None:
    found = match_topics([Topic("t", any=(term,))], text)
    assert found in ((), ("t",))


WORDS = st.text("abcקורבغزةılşé", min_size=1, max_size=8)


@settings(max_examples=150, derandomize=True)
@given(WORDS, WORDS, WORDS)
def test_a_term_is_found_where_it_stands_between_spaces(before: str, term: str, after: str) -> None:
    if any(character.isalnum() for character in fold(term)):
        assert match_topics([Topic("t", any=(term,))], f"{before} {term} {after}") == ("t",)
