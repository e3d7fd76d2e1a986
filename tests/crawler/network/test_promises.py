"""What a crawl promises hosts and newsroom alike, asked of two crawls of outlets that each misbehave in their way."""

from __future__ import annotations

import gzip
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from storage import FeedState, open_store
from tests.crawler.network.site import Answer, Asked, Site, rss, serving

_PAGE = Answer(body=b"<html><title>Harbour</title><body><h1>Harbour</h1><p>The harbour opened.</p></body></html>")
_DELAY_S = 0.4


@dataclass(frozen=True, slots=True)
class World:
    sites: dict[str, Site]
    codes: tuple[int, ...]
    first: dict[str, FeedState]
    second: dict[str, FeedState]
    asked_first: dict[str, int]

    def after_first(self, name: str, path: str = "/feed") -> FeedState:
        return self.first[self.sites[name].url(path)]

    def after_second(self, name: str, path: str = "/feed") -> FeedState:
        return self.second[self.sites[name].url(path)]


def _conditional(asked: Asked) -> Answer:
    if asked.headers.get("if-none-match") == '"one"':
        return Answer(304, headers=(("ETag", '"one"'),))
    return Answer(body=rss("http://news.example/1"), headers=(("ETag", '"one"'), ("Cache-Control", "max-age=0")))


def _fill(sites: dict[str, Site]) -> dict[str, list[str]]:
    """Set every site's routes; the feeds of each outlet."""
    secret = sites["private"].url("/secret")
    moved = sites["moved"]
    bomb = gzip.compress(rss() + b" " * (16 << 20))
    robots = b"User-agent: *\nDisallow: /closed/\n"
    sites["private"].routes = {"/secret": Answer(body=rss("http://news.example/secret"))}
    sites["redirects"].routes = {"/feed": Answer(302, headers=(("Location", secret),))}
    sites["troubled"].routes = {"/robots.txt": Answer(503), "/feed": Answer(body=rss())}
    sites["closed"].routes = {
        "/robots.txt": Answer(body=robots),
        "/closed/feed": Answer(body=rss()),
        "/feed": Answer(body=rss(sites["closed"].url("/closed/1"), sites["closed"].url("/open/1"))),
        "/open/1": _PAGE,
    }
    slow = sites["slow"]
    slow.routes = {
        "/robots.txt": Answer(body=f"User-agent: *\nCrawl-delay: {_DELAY_S}\n".encode()),
        "/feed": Answer(body=rss(slow.url("/1"), slow.url("/2"))),
        "/1": _PAGE,
        "/2": _PAGE,
    }
    sites["huge"].routes = {"/feed": Answer(body=bomb, headers=(("Content-Encoding", "gzip"),))}
    sites["broken"].routes = {f"/feed{n}": Answer(0) for n in range(5)}
    sites["steady"].routes = {"/feed": _conditional}
    sites["busy"].routes = {"/feed": Answer(429, headers=(("Retry-After", "7200"),))}
    moved.routes = {
        "/feed": Answer(301, headers=(("Location", "/new"),)),
        "/new": Answer(body=rss("http://news.example/2")),
        "/for-now": Answer(302, headers=(("Location", "/new"),)),
    }
    sites["unasked"].routes = {"/feed": Answer(304)}
    sites["mute"].routes = {"/robots.txt": Answer(0), "/feed": Answer(body=rss())}
    feeds = {name: [site.url("/feed")] for name, site in sites.items() if name != "private"}
    feeds["closed"].append(sites["closed"].url("/closed/feed"))
    feeds["moved"].append(moved.url("/for-now"))
    feeds["broken"] = [sites["broken"].url(path) for path in sites["broken"].routes]
    return feeds


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Two crawls; 127.0.4.0/24 is allowed, 127.0.5.1 is an address of the inner network like any other."""
    folder = tmp_path_factory.mktemp("promises")
    names = ["redirects", "troubled", "closed", "slow", "huge", "broken", "steady", "busy", "moved", "unasked", "mute"]
    sites = {name: Site(f"127.0.4.{n}") for n, name in enumerate(names, 1)} | {"private": Site("127.0.5.1")}
    with serving(sites):
        feeds = _fill(sites)
        lines = ["contact: desk@newsroom.example.net", "allow_addresses: [127.0.4.0/24]", "outlets:"]
        for name, urls in feeds.items():
            pages = "all" if name in ("closed", "slow") else "none"
            lines += [f"  {name}:", f"    name: {name}", f"    pages: {pages}", "    delay: 0", "    feeds:"]
            lines += [f"      - {url}" for url in urls]
        (folder / "feeds.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")
        first_code, first = _crawl(folder)
        asked = {name: len(site.asked) for name, site in sites.items()}
        second_code, second = _crawl(folder)
        yield World(sites, (first_code, second_code), first, second, asked)


def _crawl(folder: Path) -> tuple[int, dict[str, FeedState]]:
    again = ["--outlet", "steady", "--outlet", "unasked", "--ignore-schedule"] if (folder / "news.db").exists() else []
    command = [sys.executable, "-m", "dateline", "crawl", *again]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=100, check=False)
    assert "Traceback" not in done.stderr, done.stderr
    with open_store(folder / "news.db", read_only=True) as store:
        return done.returncode, {state.url: state for state in store.feed_states()}


def test_the_exit_code_tells_that_some_feeds_failed(world: World) -> None:
    assert world.codes == (3, 3)


def test_a_redirect_to_an_inner_address_is_refused_before_a_connection(world: World) -> None:
    state = world.after_first("redirects")
    assert world.sites["private"].asked == []
    assert state.last_outcome == "failed"
    assert "not a public address" in (state.last_problem or "")


def test_robots_that_answers_5xx_keeps_away(world: World) -> None:
    assert world.sites["troubled"].paths() == ["/robots.txt"]
    assert "robots.txt: HTTP 503" in (world.after_first("troubled").last_problem or "")


def test_robots_that_cannot_be_had_keeps_away_and_is_told_apart_from_a_feed_that_cannot(world: World) -> None:
    mute = world.sites["mute"]
    assert set(mute.paths()) == {"/robots.txt"}
    problem = world.after_first("mute").last_problem
    assert problem == f"not fetched: its robots.txt could not be read ({mute.host}: the connection was lost)"


def test_what_robots_forbids_is_not_fetched_and_the_rest_is(world: World) -> None:
    paths = world.sites["closed"].paths()
    assert sorted(paths) == ["/feed", "/open/1", "/robots.txt"]
    assert world.after_first("closed", "/closed/feed").last_problem == "forbidden by robots.txt"
    assert world.after_first("closed").last_outcome == "ok"


def test_a_crawl_delay_spaces_the_requests_to_its_host(world: World) -> None:
    times = {asked.path: asked.at for asked in world.sites["slow"].asked}
    assert set(times) == {"/robots.txt", "/feed", "/1", "/2"}
    assert abs(times["/2"] - times["/1"]) > _DELAY_S / 2


def test_an_answer_that_unpacks_to_more_than_the_limit_is_given_up(world: World) -> None:
    assert "larger than 15 MB" in (world.after_first("huge").last_problem or "")


def test_two_failed_connections_end_a_hosts_run(world: World) -> None:
    asked = [path for path in world.sites["broken"].paths() if path != "/robots.txt"]
    assert len(asked) == 2
    problems = [world.after_first("broken", f"/feed{n}").last_problem or "" for n in range(5)]
    assert all("connection was lost" in problem for problem in problems), problems


def test_an_unchanged_feed_is_asked_conditionally_and_answers_304(world: World) -> None:
    feeds = [asked for asked in world.sites["steady"].asked if asked.path == "/feed"]
    assert [asked.headers.get("if-none-match") for asked in feeds] == [None, '"one"']
    assert world.after_second("steady").last_outcome == "unchanged"


def test_a_304_that_answers_no_condition_is_a_failure(world: World) -> None:
    assert world.after_second("unasked").failures == 2
    assert "HTTP 304" in (world.after_second("unasked").last_problem or "")


def test_retry_after_is_heeded(world: World) -> None:
    state = world.after_first("busy")
    assert state.due_at is not None
    assert state.last_polled is not None
    assert state.due_at - state.last_polled >= timedelta(seconds=7190)
    assert world.sites["busy"].paths().count("/feed") == 1


def test_a_permanent_redirect_is_remembered_and_a_passing_one_is_not(world: World) -> None:
    assert world.after_first("moved").moved_to == world.sites["moved"].url("/new")
    assert world.after_first("moved", "/for-now").moved_to is None


def test_robots_is_asked_once_a_day(world: World) -> None:
    assert world.sites["closed"].paths().count("/robots.txt") == 1
    assert world.sites["steady"].paths().count("/robots.txt") == 1
