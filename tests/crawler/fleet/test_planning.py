from __future__ import annotations

from datetime import UTC, datetime, timedelta

from crawler.fleet.planning import PAGES_A_JOB, Work, asked_at, host_of, plan
from storage.fleet import DueFeed
from storage.model import PendingPage

NOW = datetime(2026, 1, 5, 12, tzinfo=UTC)


def due(url: str, *, at: datetime | None = NOW, moved_to: str | None = None, moved_polls: int = 0) -> DueFeed:
    return DueFeed(url, at, timedelta(minutes=15), gone=False, moved_to=moved_to, moved_polls=moved_polls)


def test_every_host_with_something_due_gets_one_piece_of_work() -> None:
    works = plan(
        [due("https://one.example/a"), due("https://two.example/b"), due("https://one.example/c")],
        [PendingPage(7, "https://two.example/news/7", "two"), PendingPage(8, "https://www.one.example/8", "one")],
        [PendingPage(9, "https://one.example/9", "one")],
        NOW,
        outlets={"one", "two"},
    )
    assert works == [
        Work("one.example", ("https://one.example/a", "https://one.example/c"), (), (9,)),
        Work("two.example", ("https://two.example/b",), (7,)),
        Work("www.one.example", (), (8,)),
    ]


def test_a_host_that_waits_or_is_in_hand_is_passed_over() -> None:
    works = plan(
        [due("https://one.example/a"), due("https://two.example/b")], [], [], NOW, outlets=(), held={"one.example"}
    )
    assert [work.host for work in works] == ["two.example"]


def test_a_feed_that_moved_for_good_is_work_of_the_host_it_moved_to() -> None:
    old = "https://old.example/feed"
    assert asked_at(due(old, moved_to="https://new.example/feed", moved_polls=3)) == "https://new.example/feed"
    assert asked_at(due(old, moved_to="https://new.example/feed", moved_polls=2)) == old


def test_feeds_that_are_not_due_and_pages_of_unknown_outlets_are_no_work() -> None:
    later = due("https://one.example/a", at=NOW + timedelta(minutes=1))
    assert plan([later], [PendingPage(1, "https://gone.example/1", "gone")], [], NOW, outlets={"one"}) == []


def test_a_job_is_given_a_bounded_number_of_pages() -> None:
    pages = [PendingPage(number, "https://one.example/x", "one") for number in range(PAGES_A_JOB + 1)]
    (work,) = plan([], pages, [], NOW, outlets={"one"})
    assert len(work.pages) == PAGES_A_JOB


def test_work_goes_through_a_job_and_back() -> None:
    work = Work("one.example", ("https://one.example/a",), (1, 2), (3,))
    assert Work.of_arguments(work.as_arguments() | {"of a newer release": True}) == work


def test_hosts_are_named_as_the_wire_names_them() -> None:
    assert host_of("https://News.Example:8443/feed") == "news.example"
    assert host_of("https://חדשות.example/") == "xn--7dbee7eg.example"
    assert host_of("http://[half") == ""
