"""What every store does with what was served: captures, readings, visits, and when a difference is a revision."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from normalise.bylines import Person
from normalise.names import person_key
from storage import Article, SaveCounts, Store
from storage.captures import Basis, Capture, Corrected, PageReading, Place
from storage.signing import Signature
from tests.storage.examples import NOON, after, entry, only, poll, read_date

FIRST = "The port council met on Monday.\n\nIt counted 212 lorries in a day, the clerk said.\n\nThe quay opens in May."
EDITED = FIRST.replace("212", "187")
HASH = "ab" * 32


def served(minutes: float, **fields: Any) -> Capture:
    values: dict[str, Any] = {
        "url": "https://pelican.example/1",
        "at": after(minutes),
        "status": 200,
        "outlet": "pelican",
        "headers": (("ETag", '"7"'), ("Content-Type", "text/html")),
        "sha256": HASH,
        "size": 2000,
        "place": Place("news-20260105T120000Z-1.warc.gz", int(minutes * 1000), 900),
    }
    return Capture(**(values | fields))


def read(minutes: float, extractor: str = "one", **fields: Any) -> PageReading:
    return PageReading(extractor, "config", fields.pop("capture", served(minutes)), **fields)


def article_with(store: Store, body: str = FIRST, **fields: Any) -> Article:
    """An article whose page was read a minute after its feed showed it."""
    poll(store, NOON, entry(title="Lorries counted at the quay"))
    page = replace(only(store), body=body, access="full", **fields)
    store.save_page(page, after(1), read(1))
    return only(store)


def bases(store: Store) -> list[Basis]:
    return [reading.basis for reading in store.readings(only(store).id or 0)]


def bodies(store: Store) -> list[str | None]:
    return [revision.body for revision in store.revisions(only(store).id or 0)]


def test_a_capture_comes_back_as_it_was_given_and_the_same_place_is_the_same_capture(store: Store) -> None:
    article = article_with(store)
    given = served(5, article=article.id, keep_until=after(9000), found="the same bytes", status=304)
    number = store.save_capture(given)
    assert store.capture(number) == replace(given, id=number)
    assert store.save_capture(given) == number
    assert [capture.found for capture in store.captures(article.id or 0)] == ["first reading", "the same bytes"]
    assert given.header("etag") == '"7"'


def test_a_feeds_answer_is_captured_with_its_poll(store: Store) -> None:
    poll(store, NOON, entry())
    feed = "https://pelican.example/feed"
    capture = served(2, kind="feed", feed=feed)
    from storage import Poll

    store.save_poll(Poll(feed, "pelican", after(2), "ok"), (), (), [capture])
    (kept,) = store.all_captures(kind="feed")
    assert (kept.feed, kept.place, kept.article) == (feed, capture.place, None)


def test_what_made_a_text_is_on_it(store: Store) -> None:
    article = article_with(store)
    (reading,) = store.readings(article.id or 0)
    assert (reading.number, reading.basis, reading.extractor, reading.config_sha256) == (1, "first", "one", "config")
    held = store.held_capture(article.id or 0)
    assert held is not None
    assert (held.id, held.at) == (reading.capture, after(1))


def test_a_number_that_differs_after_the_old_bytes_were_read_again_is_a_revision(store: Store) -> None:
    article = article_with(store)
    counts = store.save_page(replace(article, body=EDITED), after(60), read(60, earlier=article))
    assert counts == SaveCounts(revised=1)
    assert bases(store) == ["first", "reread"]
    assert bodies(store) == [FIRST, EDITED]
    assert store.captures(article.id or 0)[-1].found == "the text we received differs"


def test_a_headline_that_differs_is_a_revision(store: Store) -> None:
    article = article_with(store)
    retitled = replace(article, title="Fewer lorries counted at the quay")
    assert store.save_page(retitled, after(60), read(60, earlier=article)).revised == 1


def test_a_better_extractor_makes_no_revision_and_puts_the_text_right(store: Store) -> None:
    article = article_with(store, body=FIRST + "\n\nRead also: the weather")
    better = replace(article, body=FIRST)
    counts = store.save_page(better, after(60), read(60, "two", earlier=better))
    assert counts.revised == 0
    assert bodies(store) == [FIRST]
    assert [hit.article.id for hit in store.search(_query("lorries"))] == [article.id]
    assert store.search(_query("weather")) == []


def test_an_edit_found_by_a_better_extractor_shows_only_the_edit(store: Store) -> None:
    article = article_with(store, body=FIRST + "\n\nRead also: the weather")
    store.save_page(replace(article, body=EDITED), after(60), read(60, "two", earlier=replace(article, body=FIRST)))
    assert bodies(store) == [FIRST, EDITED]


@pytest.mark.parametrize(("extractor", "basis"), [("one", "same extractor"), ("two", "not held")])
def test_a_revision_says_so_where_the_old_bytes_are_not_held(store: Store, extractor: str, basis: str) -> None:
    article = article_with(store)
    assert store.save_page(replace(article, body=EDITED), after(60), read(60, extractor)).revised == 1
    assert bases(store) == ["first", basis]


def test_a_wall_that_comes_and_goes_changes_nothing(store: Store) -> None:
    article = article_with(store)
    wall = replace(article, title="Subscribe to read", body="The port council met on Monday.", access="paywalled")
    assert store.save_page(wall, after(60), read(60)).revised == 0
    assert store.save_page(article, after(120), read(120)).revised == 0
    assert (only(store).title, bodies(store)) == (article.title, [FIRST])
    assert "paywalled" in (store.captures(article.id or 0)[1].found or "")


def test_a_teaser_that_does_not_say_it_is_one_is_no_change(store: Store) -> None:
    article = article_with(store)
    teaser = replace(article, body="The port council met on")
    assert store.save_page(teaser, after(60), read(60, earlier=article)).revised == 0
    assert bodies(store) == [FIRST]


def test_the_end_of_a_text_taken_away_is_a_revision(store: Store) -> None:
    article = article_with(store)
    shorter = replace(article, body="\n\n".join(FIRST.split("\n\n")[:2]))
    assert store.save_page(shorter, after(60), read(60, earlier=article)).revised == 1


def test_boxes_in_another_order_are_no_change(store: Store) -> None:
    article = article_with(store)
    turned = replace(article, body="\n\n".join(reversed(FIRST.split("\n\n"))))
    assert store.save_page(turned, after(60), read(60, earlier=article)).revised == 0
    assert bodies(store) == [FIRST]


def test_growth_is_kept_as_a_state_and_called_growth(store: Store) -> None:
    article = article_with(store)
    grown = replace(article, body="14:05 The clerk answers questions.\n\n" + FIRST)
    assert store.save_page(grown, after(60), read(60, earlier=article)) == SaveCounts(updated=1)
    assert bases(store) == ["first", "growth"]
    assert bodies(store) == [FIRST, grown.body]


def test_a_live_page_may_change_its_headline_while_it_grows(store: Store) -> None:
    article = article_with(store)
    grown = replace(article, title="Clerk speaks", body="14:05 The clerk speaks.\n\n" + FIRST)
    assert store.save_page(grown, after(60), read(60, earlier=article, live=True)).revised == 0
    assert bases(store)[-1] == "growth"


def test_punctuation_and_letter_case_are_no_words(store: Store) -> None:
    article = article_with(store)
    same = replace(article, body=FIRST.replace("Monday.", "monday —").replace("day, the", "day the"))
    assert store.save_page(same, after(60), read(60, earlier=article)).revised == 0
    assert bodies(store) == [FIRST]


def test_a_date_read_first_stays_and_a_byline_that_differs_is_taken_over_without_a_revision(store: Store) -> None:
    article = article_with(store, published=read_date(NOON), published_at=NOON, byline_raw="By Dana Orr")
    later = replace(article, published=read_date(after(9)), published_at=after(9), byline_raw="By Sami Qudsi")
    assert store.save_page(later, after(60), read(60)) == SaveCounts(updated=1)
    assert (only(store).published_at, only(store).byline_raw) == (NOON, "By Sami Qudsi")
    held = store.held_capture(article.id or 0)
    assert held is not None
    told = "same words; the byline is read otherwise, and the bytes then served are not held"
    assert (held.at, held.found) == (after(60), told)


def signed(name: str | None, at: float = 0, **fields: Any) -> Signature:
    """A page's own words on authors and date: so many minutes after noon."""
    people = (Person(name, person_key(name)),) if name else ()
    return Signature(f"By {name}" if name else None, people, (), read_date(after(at)), "json-ld", **fields)


@pytest.mark.parametrize(
    ("later", "told"),
    [
        (signed("Sami Qudsi"), "same words; the byline differs"),
        (signed(None), "same words; the byline differs"),
        (signed("Dana Orr", 300), "same words; the date differs"),
        (signed("Sami Qudsi", 300), "same words; the byline and the date differ"),
    ],
)
def test_the_same_words_under_another_byline_or_date_are_a_state_and_no_revision(
    store: Store, later: Signature, told: str
) -> None:
    article = article_with(store, published=read_date(NOON), published_at=NOON, byline_raw="By Dana Orr")
    number = article.id or 0
    again = replace(article, byline_raw=later.byline_raw, people=later.people)
    reading = read(60, "two", signature=later, earlier=article, earlier_signature=signed("Dana Orr"))
    assert store.save_page(again, after(60), reading) == SaveCounts(updated=1)
    assert bases(store) == ["first", "byline or date"]
    assert bodies(store) == [FIRST, FIRST]
    assert [reading.signature for reading in store.readings(number)] == [signed("Dana Orr"), later]
    assert {reading.extractor for reading in store.readings(number)} == {"two"}
    assert [state.seen_at for state in store.revisions(number)] == [after(1), after(60)]
    assert store.captures(number)[-1].found == told
    assert only(store).byline_raw == (later.byline_raw or "By Dana Orr"), "nothing that is missing takes away"
    assert only(store).published_at == NOON
    assert store.problems() == []
    same = read(120, "two", signature=later)
    assert store.save_page(only(store), after(120), same).revised == 0
    assert bases(store) == ["first", "byline or date"]


def test_a_byline_read_by_another_extractor_is_no_state_where_the_old_bytes_are_gone(store: Store) -> None:
    article = article_with(store, byline_raw="By Dana Orr Published yesterday")
    reading = read(60, "two", signature=signed("Dana Orr"))
    store.save_page(replace(article, byline_raw="By Dana Orr"), after(60), reading)
    assert bases(store) == ["first"]
    assert only(store).byline_raw == "By Dana Orr"


def test_every_state_says_who_signed_it_and_when_after_its_bytes_are_gone(store: Store) -> None:
    article = article_with(store)
    number = article.id or 0
    store.save_page(
        replace(article, body=EDITED),
        after(60),
        read(60, signature=signed("Sami Qudsi", 30), earlier=article, earlier_signature=signed("Dana Orr")),
    )
    pages = [capture.id or 0 for capture in store.captures(number)]
    store.move_captures({}, dict.fromkeys(pages, "expired"))
    assert [reading.signature for reading in store.readings(number)] == [signed("Dana Orr"), signed("Sami Qudsi", 30)]


def test_a_state_read_again_names_others_and_one_that_then_says_the_same_says_so(store: Store) -> None:
    article = article_with(store)
    noisy = signed("Published yesterday")
    page = read(60, "two", signature=signed("Dana Orr"), earlier=article, earlier_signature=noisy)
    store.save_page(article, after(60), page)
    assert bases(store) == ["first", "byline or date"]
    captures = [reading.capture or 0 for reading in store.readings(article.id or 0)]
    again = [
        Corrected(only(store), number, capture, "three", "config", signed("Dana Orr"))
        for number, capture in enumerate(captures, 1)
    ]
    assert store.correct(again) == 1
    assert bases(store) == ["first", "same words"]


def test_a_name_that_was_let_go_of_is_in_no_state(store: Store) -> None:
    article = article_with(store)
    other = signed("Sami Qudsi")
    store.save_page(
        replace(article, body=EDITED),
        after(60),
        read(60, signature=other, earlier=article, earlier_signature=signed("Dana Orr")),
    )
    store.forget_person(["Dana Orr"], NOON)
    told = [reading.signature for reading in store.readings(article.id or 0)]
    assert told == [replace(signed("Dana Orr"), byline_raw=None, people=()), other]
    back = read(120, signature=signed("Dana Orr"), earlier=only(store), earlier_signature=other)
    store.save_page(replace(article, body=FIRST), after(120), back)
    assert "Dana" not in str(store.readings(article.id or 0))


def test_a_headline_reworded_by_the_feed_alone_is_withdrawn_when_the_page_says_as_before(store: Store) -> None:
    article = article_with(store)
    poll(store, after(30), entry(title="LORRIES: LIVE", fingerprint="f2"))
    assert bases(store) == ["first", "feed"]
    store.save_page(replace(article, page_state="fetched"), after(40), read(40, earlier=article))
    assert bodies(store) == [FIRST]
    assert bases(store) == ["first"]
    assert store.revisions(article.id or 0)[0].seen_at == after(1)


def test_an_older_page_takes_its_place_before_the_text_we_hold(store: Store) -> None:
    article = article_with(store, body=EDITED)
    earlier = read(-600, capture=served(-600, place=Place("old.warc.gz", 7, 9), origin="backfill"))
    assert store.save_page(replace(article, body=FIRST), after(-600), earlier).revised == 1
    assert bodies(store) == [FIRST, EDITED]
    assert only(store).body == EDITED
    assert [reading.capture for reading in store.readings(article.id or 0)] == [2, 1]
    twice = read(-300, capture=served(-300, place=Place("old.warc.gz", 70, 9), origin="backfill"))
    assert store.save_page(replace(article, body=EDITED), after(-300), twice).revised == 0
    assert store.revisions(article.id or 0)[1].seen_at == after(-300)


def test_pages_are_due_again_when_it_was_said_and_no_more_when_it_was_not(store: Store) -> None:
    poll(store, NOON, entry())
    page = replace(only(store), body=FIRST, access="full")
    store.save_page(page, after(1), read(1, next_visit=after(61)))
    assert store.due_visits(after(60)) == []
    (due,) = store.due_visits(after(61), ["pelican"])
    assert due.article == page.id
    assert store.due_visits(after(61), ["manara"]) == []
    store.save_capture(served(61, article=page.id), next_visit=after(361))
    assert store.due_visits(after(62)) == []
    assert store.first_visit(page.id or 0) == after(1)
    store.save_capture(served(361, article=page.id, place=None, status=304), next_visit=None)
    assert store.due_visits(after(100_000)) == []
    last = store.last_page(page.id or 0)
    assert last is not None
    assert last.at == after(61)


def test_reading_again_corrects_every_state_and_never_makes_a_revision(store: Store) -> None:
    article = article_with(store, body=FIRST + "\n\nRead also: the weather")
    noisy = replace(article, body=EDITED + "\n\nRead also: sport")
    store.save_page(noisy, after(60), read(60))
    captures = [reading.capture or 0 for reading in store.readings(article.id or 0)]
    done = store.correct(
        [
            Corrected(replace(article, body=FIRST), 1, captures[0], "two", "config"),
            Corrected(replace(article, body=EDITED), 2, captures[1], "two", "config"),
        ]
    )
    assert done == 2
    assert bodies(store) == [FIRST, EDITED]
    assert [r.seen_at for r in store.revisions(article.id or 0)] == [after(1), after(60)]
    assert bases(store) == ["first", "reread"]
    assert {reading.extractor for reading in store.readings(article.id or 0)} == {"two"}
    assert store.correct([Corrected(replace(only(store)), 2, captures[1], "two", "config")]) == 0


def test_states_that_say_the_same_when_read_again_say_so(store: Store) -> None:
    article = article_with(store, body=FIRST + "\n\nRead also: the weather")
    store.save_page(replace(article, body=FIRST + "\n\nRead also: sport"), after(60), read(60))
    numbers = [(reading.number, reading.capture or 0) for reading in store.readings(article.id or 0)]
    clean = replace(article, body=FIRST)
    store.correct([Corrected(clean, number, capture, "two", "config") for number, capture in numbers])
    assert bases(store) == ["first", "same words"]


def test_what_reads_as_no_article_any_more_takes_no_text_away(store: Store) -> None:
    article = article_with(store)
    wall = replace(article, body=None, access="consent")
    assert store.correct([Corrected(wall, 1, 1, "two", "config")]) == 0
    assert only(store).body == FIRST


def test_bytes_whose_time_has_passed_are_known_and_let_go_in_one_step(store: Store) -> None:
    article = article_with(store)
    old = store.save_capture(served(5, article=article.id, keep_until=after(100)))
    kept = store.save_capture(served(6, article=article.id, keep_until=after(999)))
    name = served(5).place.file if served(5).place else ""
    assert store.expired_captures(after(99)) == {}
    assert store.expired_captures(after(100)) == {name: (old,)}
    store.move_captures({kept: Place("new.warc.gz", 10, 20)}, {old: "expired"})
    gone, moved = store.capture(old), store.capture(kept)
    assert gone is not None
    assert moved is not None
    assert (gone.place, gone.absent, gone.sha256) == (None, "expired", HASH)
    assert moved.place == Place("new.warc.gz", 10, 20)
    assert set(store.archive_files()) == {name, "new.warc.gz"}


def test_a_store_that_is_well_has_no_problems(store: Store) -> None:
    article = article_with(store)
    store.save_page(replace(article, body=EDITED), after(60), read(60, earlier=article))
    assert store.problems() == []


def _query(text: str) -> Any:
    from storage import Query

    return Query(text)


def test_times_stay_aware(store: Store) -> None:
    article = article_with(store)
    (capture,) = store.captures(article.id or 0)
    assert isinstance(capture.at, datetime)
    assert capture.at.utcoffset() == timedelta(0)
