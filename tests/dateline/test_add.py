"""`dateline add`: a page that somebody brings is archived like any other, and says where its bytes came from."""

from __future__ import annotations

import asyncio
import json
import os
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from warcio.archiveiterator import ArchiveIterator

from crawler.config import Config
from crawler.spiders import single
from storage import Store, open_store
from storage.captures import Capture
from tests.crawler.network.site import Answer, Site, serving
from tests.support import Run

CONFIG = """
contact: desk@newsroom.example.net
allow_addresses:
  - 127.0.0.0/8
topics:
  quay:
    any: [quay]
outlets:
  pelican:
    name: The Pelican
    language: en
    pages: all
    delay: 0
    {keys}
    feeds:
      - {feed}
"""
URL = "https://pelican.example/2025/quay"
TEXT = "The port council met on Monday and heard that the clerk had counted 212 lorries in a day, more than ever."
SAVED = datetime(2025, 12, 1, 9, 30, tzinfo=UTC)


def page(text: str = TEXT, *, head: str = "") -> bytes:
    return (
        f'<!DOCTYPE html><html lang="en"><head><title>The quay fills</title>{head}'
        f'<meta property="og:type" content="article"><meta name="author" content="Dana Orr"></head>'
        f"<body><article><h1>The quay fills</h1><p>{text}</p><p>The quay opens again in May, the clerk said, if the"
        " divers find the piles to be sound.</p></article></body></html>"
    ).encode()


@pytest.fixture
def site() -> Iterator[Site]:
    served = Site("127.0.0.1")
    served.routes["/robots.txt"] = Answer(404, b"", (("Connection", "close"),))
    with serving({"pelican": served}):
        yield served


def configured(folder: Path, site: Site, keys: str = "") -> None:
    (folder / "feeds.yaml").write_text(CONFIG.format(keys=keys, feed=site.url("/feed")), encoding="utf-8")


def saved_file(folder: Path, body: bytes, at: datetime = SAVED) -> None:
    (folder / "saved.html").write_bytes(body)
    os.utime(folder / "saved.html", (at.timestamp(), at.timestamp()))


def visits(folder: Path) -> list[Capture]:
    with open_store(folder / "news.db", read_only=True) as store:
        return store.captures(1)


def warc_kinds(folder: Path) -> list[str]:
    kinds = []
    for path in sorted((folder / "archive").iterdir()):
        with path.open("rb") as stream:
            kinds += [record.rec_type for record in ArchiveIterator(stream)]
    return kinds


def pack(folder: Path, here: Run) -> dict[str, str]:
    assert here("evidence", "1", "-o", "pack.zip", "--force").returncode == 0
    with zipfile.ZipFile(folder / "pack.zip") as opened:
        return {name: opened.read(name).decode("utf-8", "replace") for name in opened.namelist()}


def test_a_page_that_is_fetched_is_archived_as_it_was_answered_and_looked_at_again(
    site: Site, dateline: Run, here: Run, tmp_path: Path
) -> None:
    configured(tmp_path, site)
    body = page()
    site.routes["/quay"] = Answer(200, body, (("Content-Type", "text/html"), ("ETag", '"q"'), ("Connection", "close")))
    done = dateline("add", site.url("/quay"), "--outlet", "pelican")
    assert done.returncode == 0, done.stderr
    (visit,) = visits(tmp_path)
    assert (visit.status, visit.origin, visit.is_file, visit.found) == (200, "hand", False, "first reading")
    assert visit.header("etag") == '"q"'
    assert here("raw", "1").stdout.encode() == body
    assert warc_kinds(tmp_path) == ["warcinfo", "response"]
    assert here("store", "check").returncode == 0
    with open_store(tmp_path / "news.db", read_only=True) as store:
        assert store.first_visit(1) == visit.at, "later visits are planned"
        (reading,) = store.readings(1)
        assert reading.signature is not None
        assert [person.name for person in reading.signature.people] == ["Dana Orr"]
    told = pack(tmp_path, here)
    assert "fetched by this program when somebody added the page by hand" in told["index.html"]
    assert "a file that somebody saved" not in told["index.html"]


@pytest.mark.parametrize(
    ("command", "delay_s"),
    [
        (("add", "http://127.0.0.1:9/quay", "--outlet", "pelican"), 4.0),
        (("add", "http://127.0.0.1:9/quay", "--outlet", "pelican", "--url", URL), None),
        (("page", "http://127.0.0.1:9/quay", "--outlet", "pelican"), 4.0),
        (("page", "http://127.0.0.1:9/quay"), None),
    ],
)
def test_a_page_is_asked_for_at_the_delay_of_its_outlet_and_a_web_archive_at_the_usual_one(
    here: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...], delay_s: float | None
) -> None:
    text = CONFIG.format(keys="", feed="http://127.0.0.1:9/feed").replace("delay: 0", "delay: 4")
    (tmp_path / "feeds.yaml").write_text(text, encoding="utf-8")
    asked: list[float | None] = []

    def fetch_one(url: str, config: Config, store: Store, *, delay_s: float | None = None) -> single.Answer:
        (request,) = asyncio.run(requests(single.SingleSpider(url, config, store, delay_s)))
        asked.append(request.meta["delay_s"])
        return single.Answer(url, "text/html", page())

    async def requests(spider: single.SingleSpider) -> list[Any]:
        return [request async for request in spider.start()]

    monkeypatch.setattr(single, "fetch_one", fetch_one)
    monkeypatch.setattr(single, "allow_addresses", lambda _: None)  # of the reactor: there is none here
    done = here(*command)
    assert done.returncode == 0, done.stderr
    assert asked == [delay_s]


def test_a_file_that_somebody_saved_is_kept_as_a_file_and_no_answer_is_made_up_for_it(
    site: Site, here: Run, tmp_path: Path
) -> None:
    configured(tmp_path, site)
    saved_file(tmp_path, page())
    assert here("add", "saved.html", "--outlet", "pelican", "--url", URL).returncode == 0
    (visit,) = visits(tmp_path)
    assert (visit.status, visit.origin, visit.is_file, visit.at) == (0, "hand", True, SAVED)
    assert visit.keep_until is not None
    assert visit.keep_until > datetime.now(UTC), "kept from today on, however old the file is"
    assert here("raw", "1").stdout.encode() == page()
    refused = here("raw", "1", "--headers")
    assert refused.returncode == 2
    assert "a file that somebody saved" in refused.stderr
    assert "a saved file" in here("raw", "1", "--list").stdout
    assert warc_kinds(tmp_path) == ["warcinfo", "resource"]
    assert here("store", "check").returncode == 0
    assert "0 differ" in here("reextract", "--dry-run").stdout
    with open_store(tmp_path / "news.db", read_only=True) as store:
        assert store.first_visit(1) is None
        article = store.article(1)
        assert article is not None
        assert article.first_seen is not None
        assert article.first_seen > SAVED, "this store saw it first when it was added"
    told = pack(tmp_path, here)
    assert "a file that somebody saved" in told["index.html"]
    assert "a file that somebody saved" in told["README.txt"]
    assert "HTTP 200" not in told["index.html"]
    found = json.loads(told["article.json"])["visits"][0]
    assert (found["came_as"], found["origin"], found["status"]) == ("file", "hand", None)
    with zipfile.ZipFile(tmp_path / "pack.zip") as opened:
        kinds = [record.rec_type for record in ArchiveIterator(BytesIO(opened.read("visits.warc.gz")))]
    assert kinds == ["warcinfo", "resource"]


def test_the_same_page_again_is_written_once_and_a_date_given_by_hand_is_taken(here: Run, tmp_path: Path) -> None:
    with open_store(tmp_path / "news.db") as store:
        _outlet(store)
    saved_file(tmp_path, page())
    add = ("add", "saved.html", "--outlet", "pelican", "--url", URL)
    assert "It has no date" in here(*add).stdout
    again = here(*add, "--published", "2025-11-29 18:30")
    assert "brought up to date" in again.stdout, again.stderr
    first, second = visits(tmp_path)
    assert (second.place, second.same_as, second.sha256) == (None, first.id, first.sha256)
    with open_store(tmp_path / "news.db", read_only=True) as store:
        article = store.article(1)
        assert article is not None
        assert article.published is not None
        assert (article.published.raw, article.published_source) == ("2025-11-29 18:30", "hand")
        assert len(store.revisions(1)) == 1


def test_an_older_copy_takes_its_place_before_the_text_we_hold_and_a_newer_one_after_it(
    here: Run, tmp_path: Path
) -> None:
    with open_store(tmp_path / "news.db") as store:
        _outlet(store)
    add = ("add", "saved.html", "--outlet", "pelican", "--url", URL)
    saved_file(tmp_path, page(TEXT.replace("212", "187")))
    assert here(*add).returncode == 0
    saved_file(tmp_path, page())
    assert here(*add, "--saved", "2025-11-30").returncode == 0
    saved_file(tmp_path, page(TEXT.replace("212", "190")), datetime(2025, 12, 2, tzinfo=UTC))
    assert here(*add).returncode == 0
    with open_store(tmp_path / "news.db", read_only=True) as store:
        states = [state.body or "" for state in store.revisions(1)]
        assert [number for state in states for number in ("212", "187", "190") if number in state] == [
            "212", "187", "190",
        ]  # fmt: skip
        assert [reading.basis for reading in store.readings(1)] == ["first", "same extractor", "reread"]
        assert [visit.found for visit in store.captures(1)][-1] == "the text in this file differs"
    told = here("diff", "1").stdout
    assert "numbers gone\n    187" in told
    assert "the texts differ, one of them of a file that somebody saved" in told
    assert "later: state 3, a file that somebody saved 2025-12-02T00:00:00Z\n" in told
    assert "received" not in told


@pytest.mark.parametrize(
    ("keys", "head", "why"),
    [
        ("keep_raw: none", "", "keep_raw: none"),
        ("", '<meta name="robots" content="noarchive">', "noarchive"),
    ],
)
def test_what_is_not_to_be_kept_is_read_and_its_bytes_are_not_held(
    site: Site, here: Run, tmp_path: Path, keys: str, head: str, why: str
) -> None:
    configured(tmp_path, site, keys)
    saved_file(tmp_path, page(head=head))
    done = here("add", "saved.html", "--outlet", "pelican", "--url", URL)
    assert f"Its bytes are not kept: {why}." in done.stdout
    assert visits(tmp_path)[0].absent == why
    assert not list((tmp_path / "archive").glob("*")) if (tmp_path / "archive").exists() else True


def test_an_article_of_another_outlet_is_told_and_nothing_is_changed(here: Run, tmp_path: Path) -> None:
    with open_store(tmp_path / "news.db") as store:
        _outlet(store)
    saved_file(tmp_path, page())
    assert here("add", "saved.html", "--outlet", "pelican", "--url", URL).returncode == 0
    refused = here("add", "saved.html", "--outlet", "manara", "--url", URL)
    assert refused.returncode == 2
    assert "this is article 1 of pelican" in refused.stderr
    assert len(visits(tmp_path)) == 1


def _outlet(store: Store) -> None:
    from storage import Outlet

    store.save_outlets([Outlet("pelican", "The Pelican", language="en"), Outlet("manara", "Manara")])
