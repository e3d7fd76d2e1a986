"""`dateline page`: what was read from a page and why, and overrides to paste, tried as a new user would."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from dateline.commands.page import page as command
from storage.errors import DatelineError
from tests.support import ROOT, Run

DATA = ROOT / "tests" / "data"
LANTERN = DATA / "lantern-post" / "nothing-declared" / "page.html"
MISHMAR = DATA / "mishmar-hanamal" / "nothing-declared" / "page.html"
FEEDS = """\
contact: desk@harbour-watch.test
allow_addresses: [127.0.0.0/8]
topics:
  lock: {any: [lock]}
outlets:
  lantern:
    name: The Lantern Post
    language: en
    timezone: Europe/London
    delay: 0
    feeds: [https://lantern.example/rss]
  mishmar:
    name: Mishmar HaNamal
    language: he
    timezone: Asia/Jerusalem
    feeds: [https://mishmar.example/rss]
"""


@pytest.fixture
def feeds(tmp_path: Path) -> Path:
    path = tmp_path / "feeds.yaml"
    path.write_text(FEEDS, encoding="utf-8")
    return path


def run(*arguments: str | Path, stdin: bytes | None = None) -> Result:
    result = CliRunner().invoke(command, [str(argument) for argument in arguments], input=stdin)
    if result.exception and not isinstance(result.exception, SystemExit | DatelineError):
        raise result.exception
    return result


def as_json(*arguments: str | Path) -> dict[str, Any]:
    result = run(*arguments, "--json")
    assert result.exit_code == 0, result.output
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def pasted(output: str) -> str:
    """The lines that a user is told to paste."""
    lines = output.split("is right:\n\n", 1)[1].splitlines()
    end = lines.index("") if "" in lines else len(lines)
    assert lines[0] == "    page:"
    return "\n".join(lines[:end]) + "\n"


def with_rules(feeds: Path, outlet: str, rules: str) -> None:
    text = feeds.read_text(encoding="utf-8")
    place = text.index("    name:", text.index(f"  {outlet}:"))
    feeds.write_text(text[:place] + rules + text[place:], encoding="utf-8")


def test_everything_read_is_shown_with_where_it_came_from() -> None:
    shown = run(DATA / "harbour-herald" / "graph" / "page.html").stdout
    assert shown.startswith("https://herald.example/news/fish-market-close\n")
    for line in (
        "title         Old fish market to close after survey finds cracks   <- h1",
        "access        full",
        "published     2026-01-13 16:05:00Z   <- no other source says otherwise",
        "* published json-ld    '2026-01-13T18:05:00+02:00' -> 2026-01-13 16:05:00Z",
        "byline        'Ada Wexcombe; Luis Ferrand'   <- json-ld author",
        "people        Ada Wexcombe, Luis Ferrand",
        "section       Local   <- json-ld articleSection",
        "image         https://herald.example/img/market.jpg   <- meta og:image",
        "body          5 paragraphs, 553 characters, sure 1.00 of 1   <- marked div.article-body",
        "     3  What the repairs would cost",
    ):
        assert line in shown, shown
    assert "page:" not in shown, "nothing is missing, so nothing is suggested"


@pytest.mark.parametrize(
    ("file", "outlet", "person", "published", "first", "not_in_it"),
    [
        (LANTERN, "lantern", "Piet Arkel", "2026-02-03T21:15:00Z", "The keepers", "Harrow"),
        (MISHMAR, "mishmar", "נדב אלקריף", "2026-02-03T19:15:00Z", "שומרי הסכר", "הרוש"),
    ],
)
def test_what_is_suggested_for_a_page_without_metadata_reads_it_right_when_pasted(
    feeds: Path, file: Path, outlet: str, person: str, published: str, first: str, not_in_it: str
) -> None:
    before = as_json(file, "--outlet", outlet, "--config", feeds)
    assert {row["field"] for row in before["weak"]} >= {"byline", "published"}
    with_rules(feeds, outlet, pasted(run(file, "--outlet", outlet, "--config", feeds, "--suggest").stdout))
    found = as_json(file, "--outlet", outlet, "--config", feeds)
    assert [who["name"] for who in found["people"]] == [person]
    assert found["published"]["instant"] == published
    assert found["origins"]["byline"].startswith("rules ")
    assert found["origins"]["body"].startswith("rules ")
    assert len(found["paragraphs"]) == 4
    assert found["paragraphs"][0].startswith(first)
    assert not any(not_in_it in line for line in found["paragraphs"])
    assert found["weak"] == found["rules_without_a_match"] == found["candidates"] == []


def test_a_rule_that_finds_nothing_is_named_and_kept_rules_stay_in_what_is_pasted(feeds: Path) -> None:
    with_rules(feeds, "lantern", "    page:\n      body: div.tx\n      byline: .signature\n")
    shown = run(LANTERN, "--outlet", "lantern", "--config", feeds).stdout
    assert "The rule `byline: .signature` finds nothing on this page." in shown
    assert "      body: div.tx   # as it is now\n      byline: span.w   # Piet Arkel\n" in pasted(shown)


def test_the_outlets_encoding_and_the_time_of_saving_are_used(feeds: Path, tmp_path: Path) -> None:
    with_rules(feeds, "mishmar", "    encoding: windows-1255\n")
    saved = tmp_path / "saved.html"
    html = (
        MISHMAR.read_text(encoding="utf-8").replace("3.2.2026 21:15", "לפני שעתיים").replace("<i>", "<i class='date'>")
    )
    saved.write_bytes(f"<meta charset='iso-8859-1'>{html}".encode("cp1255", "replace"))
    os.utime(saved, (1_770_000_000, 1_770_000_000))  # 2026-02-02T02:40:00Z
    found = as_json(saved, "--outlet", "mishmar", "--config", feeds)
    assert "שומרי הסכר" in found["paragraphs"][0]
    assert found["published"]["instant"] == "2026-02-02T00:40:00Z"


def test_a_page_that_is_no_article_is_said_to_be_none() -> None:
    shown = run(DATA / "harbour-herald" / "login" / "page.html").stdout
    assert "access        login   <- a login page" in shown
    assert "This is no article" in shown


@pytest.mark.parametrize(
    ("arguments", "stdin", "said"),
    [
        (["missing.html"], None, "missing.html cannot be read: No such file or directory"),
        (["-"], b'{"a": 1}', "this is JSON, not a page"),
        (["-"], b"%PDF-1.7", "this is a PDF, not a page"),
        (["lantern.example/a"], None, "an address is written https://lantern.example/a"),
        (["-", "--outlet", "lantren"], b"<p>x</p>", "did you mean 'lantern'?"),
        (["-", "--outlet", "lantern", "--config", "no.yaml"], b"<p>x</p>", "there is no such file"),
        (["https://lantern.example/a", "--config", "no.yaml"], None, "there is no such file"),
    ],
)
def test_mistakes_are_answered_with_a_sentence(
    feeds: Path, arguments: list[str], stdin: bytes | None, said: str
) -> None:
    config = [] if "--config" in arguments else ["--config", str(feeds)]
    result = run(*arguments, *config, stdin=stdin)
    assert result.exit_code != 0
    told = f"{result.stderr} {result.exception}"
    assert said in told
    assert ".invalid" not in told


class _Lantern(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        robots = self.path == "/robots.txt"
        body = b"User-agent: *\nDisallow: /private\n" if robots else LANTERN.read_bytes()
        self.send_response(200)
        self.send_header("Content-Type", "text/plain" if robots else "text/html")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def site() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), _Lantern)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_an_address_is_fetched_as_a_crawl_would_and_nothing_is_stored(
    dateline: Run, feeds: Path, tmp_path: Path, site: str
) -> None:
    done = dateline("page", f"{site}/a/1", "--outlet", "lantern", "--suggest")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(f"{site}/a/1\n")
    assert "body: div.tx" in pasted(done.stdout)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["feeds.yaml"]


def test_robots_txt_is_heeded(dateline: Run, feeds: Path, site: str) -> None:
    done = dateline("page", f"{site}/private/1")
    assert done.returncode != 0
    assert "robots.txt" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_byline_is_suggested_without_the_date_that_stands_beside_it(feeds: Path, tmp_path: Path) -> None:
    lines = "<p>The board agreed on Tuesday to pay lock keepers for night work through the winter.</p>" * 4
    saved = tmp_path / "saved.html"
    saved.write_text(
        f"<div><b class=t1>Pay agreed</b></div><div class=t3><i>Quill, Nora</i> / <i>13-1-26 21:15</i></div>{lines}"
    )
    found = as_json(saved, "--outlet", "lantern", "--config", feeds)
    best = next(candidate for candidate in found["candidates"] if candidate["field"] == "byline")
    assert (best["selector"], best["shows"]) == ("div.t3 > i:nth-of-type(1)", "Nora Quill")
    with_rules(feeds, "lantern", f"    page:\n      byline: {best['selector']}\n")
    assert as_json(saved, "--outlet", "lantern", "--config", feeds)["byline_raw"] == "Quill, Nora"


TABLES = """<table><tr><td class="n1"><a href="/">Home</a> <a href="/h">Harbour</a></td></tr><tr><td class="mid">
<div class="q">Ferry ramp sinks into the mud</div><div class="x9">Merle Ostrander</div><span>13.01.2026 07:39</span>
<table><tr><td class="tx">The ramp at the old ferry sank by half a metre on Monday.
No car could leave the boat for three hours, and the last ones were craned off at night.
<br><br>The board said that piles had been eaten by worms and that a diver would look at each of them on Thursday.
<br><br>Cyclists were let off over a plank.</td></tr></table></td></tr></table>"""


def test_cells_of_nested_tables_are_suggested_by_their_names_and_a_menu_is_nobody(feeds: Path, tmp_path: Path) -> None:
    saved = tmp_path / "saved.html"
    saved.write_text(TABLES)
    found = as_json(saved, "--outlet", "lantern", "--suggest", "--config", feeds)
    suggested = [(row["field"], row["selector"]) for row in found["candidates"]]
    assert [row for row in suggested if row[0] == "byline"] == [("byline", "div.x9")]
    assert ("published", "td.mid span") in suggested
    assert next(selector for field, selector in suggested if field == "body") == "td.tx"
    with_rules(feeds, "lantern", "    page:\n      body: td.mid td, td.tx\n")
    again = as_json(saved, "--outlet", "lantern", "--config", feeds)["paragraphs"]
    assert len(again) == 3, "what two selectors find counts once"


def test_a_rule_that_finds_no_date_is_named_with_what_it_finds(feeds: Path, tmp_path: Path) -> None:
    saved = tmp_path / "saved.html"
    saved.write_text(TABLES)
    with_rules(feeds, "lantern", "    page:\n      published: div.q\n      body: div.none\n      byline: span\n")
    shown = run(saved, "--outlet", "lantern", "--config", feeds).stdout
    assert "`published: div.q` finds 'Ferry ramp sinks into the mud', which is no date." in shown
    assert "`byline: span` finds '13.01.2026 07:39', which is no name." in shown
    assert "The rule `body: div.none` finds nothing on this page." in shown
    assert "body: div.none   # as it is now, without a match here" in pasted(shown)
    assert "title: none was found; the headline in the feed" in shown
