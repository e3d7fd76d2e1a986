"""What every store does with polls: entries, validators and state in one step."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from normalise.bylines import Person
from storage import Feed, Poll, RunSummary, SaveCounts, Store, Validators
from tests.storage.examples import (
    ENGLISH_BODY,
    FEED,
    NOON,
    OTHER_FEED,
    OUTLETS,
    after,
    entry,
    failed,
    full_article,
    only,
    poll,
    read_date,
    unchanged,
)

QUARTER = timedelta(minutes=15)


def state(store: Store, url: str = FEED):
    return next(state for state in store.feed_states() if state.url == url)


def test_a_feed_never_polled_is_due(store: Store) -> None:
    store.save_feeds([Feed(FEED, "pelican", QUARTER)])
    fresh = state(store)
    assert (fresh.due_at, fresh.last_polled, fresh.failures, fresh.articles) == (None, None, 0, 0)
    assert fresh.validators == Validators()


def test_a_poll_leaves_validators_state_and_entries_together(store: Store) -> None:
    store.save_feeds([Feed(FEED, "pelican")])
    validators = Validators('W/"1"', "Mon, 05 Jan 2026 12:00:00 GMT", "ab12")
    counts = poll(store, NOON, entry(1), entry(2), validators=validators, due_at=after(15), title="The Pelican")
    assert counts == SaveCounts(new=2)
    kept = state(store)
    assert (kept.validators, kept.due_at, kept.title, kept.articles) == (validators, after(15), "The Pelican", 2)
    assert (kept.last_polled, kept.last_good, kept.last_outcome) == (NOON, NOON, "ok")
    assert store.known_fingerprints(FEED) == {"f1", "f2"}
    assert {article.first_seen for article in store.articles()} == {NOON}
    assert {article.page_state for article in store.articles()} == {"pending"}


def test_a_failed_poll_keeps_the_validators_of_the_last_good_one_and_counts(store: Store) -> None:
    store.save_feeds([Feed(FEED, "pelican")])
    poll(store, NOON, entry(), validators=Validators("good"))
    failed(store, after(15), "HTTP 503", due_at=after(45))
    failed(store, after(45), "timed out")
    kept = state(store)
    assert (kept.failures, kept.last_problem, kept.last_outcome) == (2, "timed out", "failed")
    assert (kept.last_good, kept.validators.etag) == (NOON, "good")
    unchanged(store, after(60))
    kept = state(store)
    assert (kept.failures, kept.last_problem, kept.last_good) == (0, None, after(60))


def test_a_feed_that_is_gone_or_moved_says_so_until_it_answers_again(store: Store) -> None:
    store.save_feeds([Feed(FEED, "pelican")])
    poll(store, NOON, entry(), moved_to="https://pelican.example/new-feed")
    assert state(store).moved_to == "https://pelican.example/new-feed"
    failed(store, after(1), "HTTP 410", gone=True)
    assert state(store).gone
    store.save_feeds([Feed(FEED, "pelican")])
    assert state(store).gone, "the same feeds.yaml again changes nothing"
    store.save_feeds([Feed(FEED, "pelican", QUARTER)])
    assert not state(store).gone


def test_a_feed_no_longer_watched_keeps_its_history(store: Store) -> None:
    store.save_feeds([Feed(FEED, "pelican"), Feed(OTHER_FEED, "pelican")])
    poll(store, NOON, entry())
    store.save_feeds([Feed(OTHER_FEED, "pelican")])
    assert [state.url for state in store.feed_states()] == [OTHER_FEED]
    store.save_feeds([Feed(OTHER_FEED, "pelican"), Feed(FEED, "pelican")])
    assert state(store).last_good == NOON


def test_entries_seen_again_are_known_and_lapse_when_the_feed_no_longer_shows_them(store: Store) -> None:
    poll(store, NOON, entry(1), entry(2))
    poll(store, after(60), entry(3), seen=("f2", "f3"))
    assert store.known_fingerprints(FEED) == {"f1", "f2", "f3"}, "caches of one feed may lag by hours"
    poll(store, NOON + timedelta(days=40), entry(4), seen=("f3", "f4"))
    assert store.known_fingerprints(FEED) == {"f3", "f4"}


def test_an_entry_without_an_article_is_known_too(store: Store) -> None:
    poll(store, NOON, entry(1), seen=("f1", "no-address"))
    assert store.known_fingerprints(FEED) == {"f1", "no-address"}


def test_sightings_tell_which_feeds_showed_an_article_and_until_when(store: Store) -> None:
    poll(store, NOON, entry(1), entry(2))
    poll(store, after(10), entry(1, fingerprint="other"), feed=OTHER_FEED)
    poll(store, after(15), seen=("f1",))
    unchanged(store, after(30))
    one, two = (store.article(f"https://pelican.example/{n}") for n in (1, 2))
    assert one is not None
    assert two is not None
    assert store.sightings(one.id or 0) == [(FEED, NOON, after(30)), (OTHER_FEED, after(10), after(10))]
    assert store.sightings(two.id or 0) == [(FEED, NOON, NOON)]


def test_the_same_entry_three_times_in_a_feed_and_polled_twice_is_one_article(store: Store) -> None:
    counts = poll(store, NOON, entry(1), entry(1), entry(1, fingerprint="f1b"))
    assert counts == SaveCounts(new=1, unchanged=2)
    assert poll(store, after(15), entry(1)) == SaveCounts(unchanged=1)
    assert store.count_articles() == 1


def test_one_guid_on_two_different_articles_keeps_both(store: Store) -> None:
    poll(store, NOON, entry(1, guid="g", title="About ships"), entry(2, guid="g", title="About bread"))
    assert {article.title for article in store.articles()} == {"About ships", "About bread"}


def test_an_article_that_moved_to_another_address_stays_one_article(store: Store) -> None:
    when = read_date(NOON - timedelta(hours=3))
    poll(store, NOON, entry(1, guid="g", title="About ships", published=when))
    moved = entry(2, guid="g", title="About ships", published=when)
    assert poll(store, after(15), moved) == SaveCounts(unchanged=1)
    assert store.article("https://pelican.example/2") == store.article("https://pelican.example/1") == only(store)
    assert store.save_articles([moved.article]).new == 0


def test_a_daily_column_with_one_guid_and_title_is_a_new_article_each_day(store: Store) -> None:
    for day in range(3):
        column = entry(day, guid="morning", title="Morning brief", published=read_date(NOON + timedelta(days=day)))
        poll(store, NOON + timedelta(days=day), column)
    assert store.count_articles() == 3


def test_a_headline_the_same_feed_rewrites_is_a_revision_and_its_page_is_read_again(store: Store) -> None:
    poll(store, NOON, entry(title="Port plan agreed"))
    store.save_page(replace(only(store), title="Port plan agreed, at last", body=ENGLISH_BODY, access="full"), after(1))
    assert store.pending_pages(after(2)) == []
    assert poll(store, after(15), entry(title="Port plan in doubt", fingerprint="v2")) == SaveCounts(revised=1)
    kept = only(store)
    assert (kept.title, kept.body) == ("Port plan in doubt", ENGLISH_BODY)
    assert [revision.title for revision in store.revisions(kept.id or 0)] == ["Port plan agreed, at last", kept.title]
    assert [page.article for page in store.pending_pages(after(15))] == [kept.id]


def test_another_feed_or_the_page_wording_a_headline_differently_is_no_revision(store: Store) -> None:
    poll(store, NOON, entry(title="Port plan agreed", summary="Short"))
    store.save_page(replace(only(store), title="Port plan agreed, at last", body=ENGLISH_BODY, access="full"), after(1))
    other = entry(title="Ports: plan agreed", summary="Shorter", fingerprint="o")
    assert poll(store, after(2), other, feed=OTHER_FEED) == SaveCounts(unchanged=1)
    # the same words in other bytes: a comment count, say
    assert poll(store, after(15), entry(title="Port plan agreed", summary="Short", fingerprint="v2")).revised == 0
    assert only(store).title == "Port plan agreed, at last"
    assert store.pending_pages(after(16)) == []


def test_a_known_article_gains_what_an_entry_newly_says_and_loses_nothing(store: Store) -> None:
    poll(store, NOON, entry(topics=("harbour",), tags=("Ports",), language="en"))
    fuller = entry(
        fingerprint="v2",
        published=read_date(NOON),
        people=(Person("Dana Orr", "dana orr"),),
        byline_raw="Dana Orr",
        summary="Now with a summary",
        topics=("council",),
    )
    assert poll(store, after(15), fuller) == SaveCounts(updated=1)
    kept = only(store)
    assert (kept.published_at, kept.summary, kept.byline_raw) == (NOON, "Now with a summary", "Dana Orr")
    assert (kept.topics, kept.tags, kept.language) == (("harbour", "council"), ("Ports",), "en")
    assert poll(store, after(30), entry(fingerprint="v3")).updated == 0
    assert replace(only(store), page_state="pending") == kept
    assert len(store.revisions(kept.id or 0)) == 1


def test_an_unwanted_page_is_wanted_once_a_topic_matches(store: Store) -> None:
    poll(store, NOON, entry(page_state="unwanted"))
    assert store.pending_pages(after(1)) == []
    poll(store, after(15), entry(fingerprint="v2", topics=("harbour",), page_state="pending"))
    assert len(store.pending_pages(after(15))) == 1


def test_entries_of_a_poll_that_failed_halfway_are_kept_without_its_validators(store: Store) -> None:
    store.save_feeds([Feed(FEED, "pelican")])
    half = Poll(FEED, "pelican", NOON, "failed", problem="a sitemap it lists: HTTP 500")
    assert store.save_poll(half, [entry()], ["f1"]) == SaveCounts(new=1)
    assert state(store).validators == Validators()
    assert state(store).last_good is None


def test_a_broken_entry_takes_the_whole_poll_back(store: Store) -> None:
    store.save_feeds([Feed(FEED, "pelican")])

    def entries():
        yield entry(1)
        raise RuntimeError("the reader broke")

    with pytest.raises(RuntimeError, match="the reader broke"):
        store.save_poll(Poll(FEED, "pelican", NOON, "ok", validators=Validators("new")), entries(), ["f1"])
    assert store.count_articles() == 0
    assert state(store).validators == Validators()
    assert store.known_fingerprints(FEED) == frozenset()


def test_pending_pages_come_newest_first_for_the_outlets_asked_for(store: Store) -> None:
    store.save_outlets(OUTLETS)
    old, new = entry(1, published=read_date(NOON - timedelta(days=3))), entry(2, published=read_date(NOON))
    poll(store, NOON, old, new, entry(3, page_state="unwanted"))
    manara = entry(4, url="https://manara.example/4", outlet="manara")
    poll(store, NOON, manara, feed="https://manara.example/feed", outlet="manara")
    assert [page.url[-1] for page in store.pending_pages(NOON, ["pelican"])] == ["2", "1"]
    assert len(store.pending_pages(NOON)) == 3
    assert len(store.pending_pages(NOON, limit=1)) == 1


def test_a_page_that_failed_is_due_again_later_and_in_the_end_not_at_all(store: Store) -> None:
    poll(store, NOON, entry())
    article = only(store).id or 0
    store.save_page_failure(article, "HTTP 500", after(10))
    assert store.pending_pages(after(9)) == []
    (due,) = store.pending_pages(after(10))
    assert due.attempts == 1
    assert only(store).page_problem == "HTTP 500"
    store.save_page_failure(article, "a login page instead of the article", None, "login")
    assert store.pending_pages(after(10_000)) == []
    kept = only(store)
    assert (kept.page_state, kept.page_problem, kept.access) == (
        "failed",
        "a login page instead of the article",
        "login",
    )
    store.save_page(replace(kept, body=ENGLISH_BODY, access="full"), after(20))
    kept = only(store)
    assert (kept.page_state, kept.page_problem, kept.access) == ("fetched", None, "full")


def test_a_page_that_was_read_once_is_never_called_failed(store: Store) -> None:
    poll(store, NOON, entry(title="A"))
    store.save_page(replace(only(store), body=ENGLISH_BODY, access="full"), after(1))
    poll(store, after(15), entry(title="B", fingerprint="v2"))
    store.save_page_failure(only(store).id or 0, "HTTP 404", None, "error")
    kept = only(store)
    assert (kept.page_state, kept.access, kept.body) == ("fetched", "full", ENGLISH_BODY)


def test_an_article_given_with_its_text_is_not_asked_for_again(store: Store) -> None:
    store.save_articles([full_article(page_state="pending", fetched_at=None)])
    assert store.pending_pages(after(1)) == []
    assert only(store).page_state == "fetched"


def test_a_clock_that_goes_back_breaks_nothing(store: Store) -> None:
    store.save_feeds([Feed(FEED, "pelican")])
    poll(store, NOON, entry(1))
    unchanged(store, after(15))
    unchanged(store, after(-60))
    poll(store, after(-45), entry(2), seen=("f1", "f2"))
    assert store.count_articles() == 2
    assert store.coverage("pelican", after(-120), after(120)).polls == 4


def test_runs_robots_and_reports_are_kept(store: Store) -> None:
    run = store.start_run(NOON)
    assert store.runs() == [RunSummary(NOON, id=run)]
    done = RunSummary(
        NOON,
        after(1),
        3,
        1,
        ((FEED, "HTTP 500"),),
        SaveCounts(1, 2, 3, 4),
        pages_fetched=5,
        pages_failed=6,
        exit_code=3,
    )
    store.end_run(run, done)
    second = store.start_run(after(5))
    assert store.runs() == [RunSummary(after(5), id=second), replace(done, id=run)]
    assert store.runs(limit=1)[0].id == second

    assert store.robots("https://pelican.example:443") is None
    store.save_robots("https://pelican.example:443", NOON, 200, b"User-agent: *\x00\xff")
    store.save_robots("https://pelican.example:443", after(1), 0, b"")
    assert store.robots("https://pelican.example:443") == (after(1), 0, b"")

    first = store.save_report("aa", "report.txt", "The Pelican reported", NOON, "[]")
    store.save_report("bb", "other.txt", "Other", after(1), "[1]")
    assert store.save_report("aa", "report.txt", "The Pelican reported", after(2), "[2]") == first
    assert [(report.sha256, report.compared_at, report.findings_json) for report in store.reports()] == [
        ("aa", after(2), "[2]"),
        ("bb", after(1), "[1]"),
    ]
