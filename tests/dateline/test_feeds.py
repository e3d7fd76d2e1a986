"""`dateline feeds` as a new user meets it: against the sample newsroom, and a small site that declares its feeds."""

from __future__ import annotations

import json
import os
import pty
import re
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from crawler.config import load_config
from crawler.errors import ConfigError
from dateline import newsroom
from dateline.cli import cli
from dateline.newsroom import Newsroom
from storage import Feed, Poll, StoreError, open_store
from tests.support import Run

DESK = """\
contact: desk@gazette.org   # ours
allow_addresses:
  - 127.0.0.0/8
outlets:
  # the first
  gazette:
    name: The Harbour Gazette
    language: en
    timezone: Asia/Jerusalem
    delay: 0   # ours to hurry
"""


@pytest.fixture
def sample(tmp_path: Path) -> Iterator[Newsroom]:
    with newsroom.start() as served:
        (tmp_path / "feeds.yaml").write_text(served.feeds_yaml, encoding="utf-8")
        yield served


def _rss(base: str, section: str, language: str, zone: str) -> bytes:
    date = datetime.now(UTC).strftime("%a, %d %b %Y 00:00:00 ") + zone
    return (
        f'<rss version="2.0"><channel><title>Gazette {section}</title><link>{base}/</link>'
        f"<language>{language}</language>"
        f"<item><title>Strike in {section}</title><link>{base}/{section}/1</link><pubDate>{date}</pubDate>"
        "<author>Dana Quill</author></item></channel></rss>"
    ).encode()


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        site: _Site = self.server  # type: ignore[assignment]
        base = f"http://127.0.0.1:{site.server_port}"
        site.asked.append(self.path)
        pages = {
            "/robots.txt": f"User-agent: *\nDisallow: /private\nSitemap: {base}/private/map.xml\n".encode(),
            "/": b'<html><head><link rel="alternate" type="application/rss+xml" href="/all.xml"></head><body>'
            b'<a href="/rss">Feeds</a></body></html>',
            "/story": b"<html><body><p>A story</p></body></html>",
            "/rss": b'<html><body><a href="/rss/he.xml">Hebrew</a></body></html>',
            "/rss/he.xml": _rss(base, "he", "he", "IST"),
            "/all.xml": _rss(base, "all", "en", "GMT"),
        }
        body = pages.get(self.path, b"<h1>Not found</h1>")
        moved = self.path == "/old.xml"
        self.send_response(301 if moved else 200 if self.path in pages else 404)
        if moved:
            self.send_header("Location", "/all.xml")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None: ...


class _Site(ThreadingHTTPServer):
    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.asked: list[str] = []
        self.base = f"http://127.0.0.1:{self.server_port}"


@pytest.fixture
def site(tmp_path: Path) -> Iterator[_Site]:
    (tmp_path / "feeds.yaml").write_text(DESK, encoding="utf-8")
    with _Site() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """Runs a command that fetches nothing in this process: the reactor starts only once in one."""
    monkeypatch.chdir(tmp_path)
    return lambda *arguments, stdin=None: CliRunner().invoke(cli, arguments, input=stdin)


def addresses(tmp_path: Path) -> list[str]:
    return [feed.url for feed in load_config(tmp_path / "feeds.yaml").feeds]


# --- check and list --------------------------------------------------------------------------------------------------


def test_check_names_what_each_feed_carries_and_what_fails_and_stores_nothing(
    sample: Newsroom, dateline: Run, tmp_path: Path
) -> None:
    done = dateline("feeds", "check")
    assert done.returncode == 3, done.stderr
    lines = done.stdout.splitlines()
    assert re.match(r"FAIL gazette +HTTP 403", lines[0])
    pelican = lines[next(n for n, line in enumerate(lines) if "feeder/latest.rss" in line) - 1 :][:3]
    assert re.search(r"ok +pelican +rss +\d+ items +newest \d{4}-.*byline yes", pelican[0])
    assert "zone name IST, read as Asia/Kolkata" in pelican[2]
    assert re.match(r"feeds 11: 10 ok, 1 failed", lines[-1])
    assert [path.name for path in tmp_path.iterdir()] == ["feeds.yaml"], "no store is made"
    assert {request.path for request in sample.requests if "article" in request.path} == set(), "no page is fetched"


def test_check_of_one_outlet_as_json_asks_that_one_alone(sample: Newsroom, dateline: Run) -> None:
    done = dateline("feeds", "check", "--outlet", "hadukhifat", "--json")
    assert done.returncode == 0, done.stderr
    found = {each["outlet"]: each for each in json.loads(done.stdout)}
    assert set(found) == {"hadukhifat", "hoopoe"}, "the group's two editions"
    assert found["hadukhifat"]["kind"] == "rdf"
    assert found["hadukhifat"]["language"] == "he"
    assert {request.host for request in sample.requests} == {"hadukhifat", "hoopoe"}


def test_check_ends_with_4_where_all_fail(sample: Newsroom, dateline: Run) -> None:
    assert dateline("feeds", "check", "--outlet", "gazette").returncode == 4


def test_list_shows_outlets_and_feeds_and_with_a_store_what_crawls_made_of_them(
    sample: Newsroom, here: Callable[..., Result], tmp_path: Path
) -> None:
    done = here("feeds", "list")
    assert done.exit_code == 0
    assert "8 outlets, 11 feeds" in done.stdout
    assert sample.requests == []
    config = load_config(tmp_path / "feeds.yaml")
    feed = next(feed for feed in config.feeds if feed.outlet == "hoopoe")
    moved = "https://hoopoe.example/new.xml"
    with open_store(tmp_path / "news.db") as store:
        store.save_outlets(config.outlets)
        store.save_feeds([Feed(feed.url, feed.outlet)])
        store.save_poll(Poll(feed.url, feed.outlet, datetime(2026, 1, 5, tzinfo=UTC), "ok", status=200, moved_to=moved))
    told = here("feeds", "list", "--store", "news.db").stdout
    assert told.count("last read 2026-01-05 00:00Z") == 1
    assert f"moved for good to {moved}" in told
    listed = json.loads(here("feeds", "list", "--json", "--store", "news.db").stdout)
    hoopoe = next(outlet for outlet in listed if outlet["id"] == "hoopoe")
    assert hoopoe["feeds"][0]["moved_to"] == moved


def test_list_with_a_store_that_is_not_there_makes_none(
    site: _Site, here: Callable[..., Result], tmp_path: Path
) -> None:
    assert isinstance(here("feeds", "list", "--store", "none.db").exception, StoreError)
    assert not (tmp_path / "none.db").exists()


# --- add -------------------------------------------------------------------------------------------------------------


def test_add_finds_the_feeds_from_an_article_shows_them_and_keeps_every_comment(
    site: _Site, dateline: Run, tmp_path: Path
) -> None:
    done = dateline("feeds", "add", f"{site.base}/story", "--outlet", "gazette", "--yes")
    assert done.returncode == 0, done.stderr
    assert re.search(r"rss +1 items +newest .*en +byline yes +no full text", done.stdout)
    assert "zone name IST, read as Asia/Jerusalem" in done.stdout
    assert sorted(addresses(tmp_path)) == [f"{site.base}/all.xml", f"{site.base}/rss/he.xml"]
    languages = {feed.url: feed.language for feed in load_config(tmp_path / "feeds.yaml").feeds}
    assert languages[f"{site.base}/rss/he.xml"] == "he"
    written = (tmp_path / "feeds.yaml").read_text(encoding="utf-8")
    assert all(line in written.splitlines() for line in DESK.splitlines())
    assert not any(path.startswith("/private") for path in site.asked), "robots.txt is heeded"
    assert not (tmp_path / "news.db").exists()
    again = dateline("feeds", "add", f"{site.base}/", "--outlet", "gazette", "--yes")
    assert again.returncode == 0
    assert "already" in again.stdout
    assert (tmp_path / "feeds.yaml").read_text(encoding="utf-8") == written


def test_add_writes_where_a_feed_has_moved_for_good(site: _Site, dateline: Run, tmp_path: Path) -> None:
    assert dateline("feeds", "add", f"{site.base}/old.xml", "--outlet", "gazette", "--yes").returncode == 0
    assert addresses(tmp_path) == [f"{site.base}/all.xml"]


def test_add_makes_a_new_outlet_in_the_language_of_its_feeds(site: _Site, dateline: Run, tmp_path: Path) -> None:
    done = dateline(
        "feeds", "add", f"{site.base}/all.xml", "--outlet", "quay", "--yes", "--name", "Quay Post",
        "--timezone", "Europe/London",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    outlet = load_config(tmp_path / "feeds.yaml").outlet("quay")
    assert (outlet.name, outlet.language, outlet.timezone) == ("Quay Post", "en", "Europe/London")


def test_add_without_a_terminal_says_what_to_give_and_writes_nothing(
    site: _Site, dateline: Run, tmp_path: Path
) -> None:
    done = dateline("feeds", "add", f"{site.base}/", "--outlet", "gazette", stdin="")
    assert done.returncode == 2
    assert "--yes" in done.stderr
    assert (tmp_path / "feeds.yaml").read_text(encoding="utf-8") == DESK


def test_add_asks_at_a_terminal_and_asks_again_after_nonsense(site: _Site, tmp_path: Path) -> None:
    mine, theirs = pty.openpty()
    os.write(mine, b"seven\n2\n")
    done = subprocess.run(
        [sys.executable, "-m", "dateline", "feeds", "add", f"{site.base}/", "--outlet", "gazette"],
        cwd=tmp_path, stdin=theirs, capture_output=True, text=True, check=False, timeout=60,
        env=os.environ | {"PYTHONSAFEPATH": "1"},
    )  # fmt: skip
    os.close(mine)
    os.close(theirs)
    assert done.returncode == 0, done.stderr
    assert "write numbers from 1 to 2" in done.stdout + done.stderr
    assert addresses(tmp_path) == [f"{site.base}/rss/he.xml"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["{base}/private/feed", "--links", "a"], "forbidden by robots.txt"),
        (["http://127.0.0.1:9/feed"], "refused the connection"),
    ],
)
def test_add_that_finds_nothing_says_why_and_writes_nothing(
    site: _Site, dateline: Run, tmp_path: Path, arguments: list[str], said: str
) -> None:
    given = (argument.format(base=site.base) for argument in arguments)
    done = dateline("feeds", "add", *given, "--outlet", "gazette", "--yes")
    assert done.returncode == 3, done.stderr
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert (tmp_path / "feeds.yaml").read_text(encoding="utf-8") == DESK


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["{base}/", "--outlet", "gazete"], "did you mean 'gazette'"),
        (["gazette.example", "--outlet", "gazette"], "https://gazette.example"),
        (["{base}/", "--outlet", "new one", "--name", "New"], "cannot be an id"),
        (["{base}/", "--outlet", "new", "--name", "New", "--timezone", "IST"], "Asia/Jerusalem"),
        (["{base}/", "--outlet", "gazette", "--name", "New"], "for a new one"),
        (["{base}/", "--outlet", "gazette", "--links", "h2 >"], "no CSS selector"),
    ],
)
def test_a_mistake_in_what_is_typed_is_told_before_anything_is_fetched(
    site: _Site, here: Callable[..., Result], arguments: list[str], said: str
) -> None:
    done = here("feeds", "add", *(argument.format(base=site.base) for argument in arguments))
    assert done.exit_code != 0
    assert said in done.output
    assert site.asked == []


def test_a_section_page_is_added_with_the_css_of_its_links(sample: Newsroom, dateline: Run, tmp_path: Path) -> None:
    section = next(feed.url for feed in load_config(tmp_path / "feeds.yaml").feeds if feed.kind == "listing")
    (tmp_path / "desk.yaml").write_text(DESK, encoding="utf-8")
    done = dateline(
        "feeds", "add", section, "--outlet", "gazette", "--links", "main a.headline", "--yes", "--config", "desk.yaml"
    )
    assert done.returncode == 0, done.stderr
    feed = load_config(tmp_path / "desk.yaml").feeds[0]
    assert (feed.url, feed.kind, feed.links) == (section, "listing", "main a.headline")


# --- OPML ------------------------------------------------------------------------------------------------------------


def test_what_export_prints_import_reads_and_a_second_time_adds_nothing(
    sample: Newsroom, here: Callable[..., Result], tmp_path: Path
) -> None:
    exported = here("feeds", "export")
    assert exported.exit_code == 0
    assert "2 section pages and sitemaps left out" in exported.stderr
    (tmp_path / "desk.yaml").write_text(DESK, encoding="utf-8")
    done = here("feeds", "import", "-", "--config", "desk.yaml", stdin=exported.stdout)
    assert done.exit_code == 0, done.output
    assert "9 feeds added" in done.stdout
    written = (tmp_path / "desk.yaml").read_text(encoding="utf-8")
    ours, theirs = load_config(tmp_path / "feeds.yaml"), load_config(tmp_path / "desk.yaml")
    assert {feed.url for feed in theirs.feeds} == {
        feed.url for feed in ours.feeds if feed.kind not in ("listing", "sitemap")
    }
    again = here("feeds", "import", "-", "--config", "desk.yaml", stdin=exported.stdout)
    assert "0 feeds added" in again.stdout
    assert (tmp_path / "desk.yaml").read_text(encoding="utf-8") == written


@pytest.mark.parametrize("text", ["", "no list", "<rss/>"])
def test_import_of_what_is_no_list_says_so_and_writes_nothing(
    site: _Site, here: Callable[..., Result], tmp_path: Path, text: str
) -> None:
    (tmp_path / "list.opml").write_text(text, encoding="utf-8")
    done = here("feeds", "import", "list.opml")
    assert isinstance(done.exception, ConfigError)
    assert "OPML" in str(done.exception)
    assert (tmp_path / "feeds.yaml").read_text(encoding="utf-8") == DESK
    assert "cannot be read" in here("feeds", "import", "nowhere.opml").output
