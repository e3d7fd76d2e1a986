"""The archive as a crawl makes it: bytes before articles, later visits, revisions, and a reader's commands on top."""

from __future__ import annotations

import gzip
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path

import pytest

from dateline import newsroom
from storage import Store, open_store
from storage.archive import archive_folder, check_file, read_record
from tests.crawler.network.site import Answer, Asked, Site, rss, serving
from tests.support import Run

CONFIG = """
contact: desk@newsroom.example.net
allow_addresses:
  - 127.0.0.0/8
topics:
  quay:
    any: [Item, quay]
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
PARAGRAPHS = (
    "The port council met on Monday and heard the clerk on the state of the quay and of its two cranes.",
    "In the whole of the week the clerk counted 212 lorries with flour and timber, more than in any other of the year.",
    "The quay is to open again in May, if the divers find the piles to be sound, the harbour master told the council.",
)


CLOSE = ("Connection", "close")  # the site speaks HTTP/1.0: a client should not count on the connection


def page(title: str = "Item 0 of the quay", *paragraphs: str, head: str = "", extra: str = "") -> bytes:
    text = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs or PARAGRAPHS)
    return (
        f'<!DOCTYPE html><html lang="en"><head><title>{title}</title><meta property="og:type" content="article">'
        f'<meta property="og:title" content="{title}">{head}</head><body><article><h1>{title}</h1>{text}</article>'
        f"{extra}</body></html>"
    ).encode()


def html(body: bytes, *headers: tuple[str, str], status: int = 200) -> Answer:
    return Answer(status, body, (("Content-Type", "text/html; charset=utf-8"), CLOSE, *headers))


@pytest.fixture
def site() -> Iterator[Site]:
    served = Site("127.0.0.1")
    with serving({"pelican": served}):
        yield served


@pytest.fixture
def crawl(site: Site, dateline: Run, tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Serve `pages` and crawl; on later calls the visits that are planned are due."""

    def run(*pages: Answer, keys: str = "", ok: bool = True) -> subprocess.CompletedProcess[str]:
        for number, answer in enumerate(pages):
            site.routes[f"/{number}"] = answer
        links = [site.url(f"/{number}") for number in range(len(pages))]
        site.routes["/feed"] = Answer(200, rss(*links), (("Content-Type", "text/xml"), CLOSE))
        site.routes["/robots.txt"] = Answer(404, b"", (CLOSE,))
        (tmp_path / "feeds.yaml").write_text(CONFIG.format(keys=keys, feed=site.url("/feed")), encoding="utf-8")
        store = tmp_path / "news.db"
        if store.exists():
            with sqlite3.connect(store) as connection:
                connection.execute("UPDATE visits SET due_at = '2020-01-01 00:00:00'")
                connection.execute("UPDATE visits SET first_at = datetime('now', '-2 hours')")
            connection.close()
        done = dateline("crawl")
        assert done.returncode == 0 or not ok, done.stderr
        return done

    return run


def held(store: Store, number: int = 1) -> list[str]:
    return [capture.found or "" for capture in store.captures(number)]


def bytes_of_everything(folder: Path) -> bytes:
    return b"".join(gzip.decompress(path.read_bytes()) for path in folder.glob("*.warc.gz"))


def test_later_visits_tell_an_edit_from_walls_teasers_boxes_growth_and_nothing(
    crawl: Callable[..., subprocess.CompletedProcess[str]], here: Run, tmp_path: Path, site: Site
) -> None:
    edited = tuple(paragraph.replace("212", "187") for paragraph in PARAGRAPHS)
    wall = page("Subscribe to read", "Subscribe to read this story. Already a subscriber? Sign in to continue reading.")
    titles = [f"Item {number} of the quay" for number in range(8)]

    def signed(name: str, hour: int) -> Answer:
        head = f'<meta name="author" content="{name}">'
        head += f'<meta property="article:published_time" content="2026-01-05T{hour:02}:00:00Z">'
        return html(page("Item 8 of the quay", head=head))

    ninth, tenth = html(page("Item 9 of the quay")), html(page("Item 10 of the quay"))
    consent = (
        b"<html><head><title>Before you continue</title></head><body><form><h1>We value your privacy</h1><p>We and our"
        b" 812 partners store and access information on a device, such as cookies.</p><button>Accept all</button>"
        b"<button>Reject all</button></form></body></html>"
    )
    home = page("Pelican: all of the news", "A ferry is late again, and nobody can say why that is, or when it comes.")
    site.routes["/"] = html(home)
    crawl(*(html(page(title)) for title in titles), signed("Dana Orr", 9), ninth, tenth)
    done = crawl(
        html(page(titles[0], *edited)),
        html(page("Item 1 of the quay: fewer lorries")),
        html(wall),
        html(page(titles[3], PARAGRAPHS[0])),
        html(page(titles[4], *reversed(PARAGRAPHS))),
        html(page(titles[5], "14:05 The harbour master is asked about the piles, and says nothing.", *PARAGRAPHS)),
        html(page(titles[6], extra="<!-- another build of the site -->")),
        html(page(titles[7])),
        signed("Sami Qudsi", 11),
        Answer(302, b"", (("Location", "/"), CLOSE)),
        html(consent),
    )
    assert "2 revised" in done.stdout
    # The wall goes again; the edits are taken back.
    crawl(*(html(page(title)) for title in titles), signed("Sami Qudsi", 11), ninth, tenth)
    with open_store(tmp_path / "news.db", read_only=True) as store:
        by_path = {article.url.rsplit("/", 1)[1]: article.id or 0 for article in store.articles()}
        states = {path: [r.body for r in store.revisions(number)] for path, number in by_path.items()}
        assert [len(states[path]) for path in map(str, range(11))] == [3, 3, 1, 1, 1, 3, 1, 1, 2, 1, 1]
        assert ["187" in (body or "") for body in states["0"]] == [False, True, False]
        told = {path: {reading.basis for reading in store.readings(number)} for path, number in by_path.items()}
        assert told["0"] == told["1"] == {"first", "reread"}
        assert told["5"] == {"first", "growth", "reread"}, "what was added is gone again: that is a difference"
        found = {path: held(store, number)[1] for path, number in by_path.items()}
        assert found["3"] == "only a part of the text we hold was served"
        assert found["7"] == "the same bytes"
        assert found["10"] == "a consent page instead of the article"
        assert found["9"] == f"redirected to {site.url('/')}: not this article"
        assert told["8"] == {"first", "byline or date"}
        assert found["8"] == "same words; the byline and the date differ"
        edit, seven, eight = by_path["0"], by_path["7"], by_path["8"]
    told_text = here("diff", str(edit), "--to", "2").stdout
    assert "the text we received differs" in told_text
    assert "edited" not in told_text
    assert told_text.index("numbers gone") < told_text.index("paragraph")
    told_json = json.loads(here("diff", str(edit), "--from", "1", "--to", "2", "--json").stdout)
    assert (told_json["numbers"]["gone"], told_json["numbers"]["new"]) == (["212"], ["187"])
    first = page(titles[0])
    assert told_json["from"]["bytes_sha256"] == sha256(first).hexdigest()
    assert here("raw", str(edit), "--visit", "1", "-o", "first.html").returncode == 0
    assert (tmp_path / "first.html").read_bytes() == first
    assert here("raw", str(seven), "--visit", "2").stdout.encode() == page(titles[7])
    assert here("store", "check").returncode == 0
    cut = sorted((tmp_path / "archive").iterdir())[0]
    dry = here("reextract", "--dry-run")
    assert ", 0 could not be read" in dry.stdout.replace(" · ", ", ")
    assert "0 differ" in dry.stdout, dry.stdout
    cut.write_bytes(cut.read_bytes()[:-20])
    checked = here("store", "check")
    assert checked.returncode == 5
    assert "is cut in the middle of a record; its first 12 records are whole" in checked.stdout
    assert "1 captures point behind them" in checked.stdout
    for file in (tmp_path / "archive").iterdir():
        file.unlink()
    around = json.loads(here("diff", str(eight), "--json").stdout)
    assert around["byline"] == ["Dana Orr", "Sami Qudsi"], "known without the bytes"
    assert [when[:16] for when in around["date"]] == ["2026-01-05T09:00", "2026-01-05T11:00"]
    assert around["statement"] == "no words differ; the byline differs; the date differs"
    text = here("diff", str(eight)).stdout
    assert text.index("byline\n") < text.index("date\n")


def test_a_later_visit_asks_conditionally_and_a_304_costs_no_bytes(
    crawl: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path, site: Site
) -> None:
    def answer(asked: Asked) -> Answer:
        if asked.headers.get("if-none-match") == '"a1"':
            return Answer(304, b"", (CLOSE,))
        return html(page(), ("ETag", '"a1"'))

    crawl(answer)
    before = sum(path.stat().st_size for path in (tmp_path / "archive").iterdir())
    crawl(answer)
    assert sum(path.stat().st_size for path in (tmp_path / "archive").iterdir()) == before
    with open_store(tmp_path / "news.db", read_only=True) as store:
        first, second = store.captures(1)
        assert (second.status, second.same_as, second.place, second.sha256) == (304, first.id, None, first.sha256)
        assert store.due_visits(second.at) == []


def test_what_asks_not_to_be_kept_is_read_but_its_bytes_are_not_held_and_the_rest_is_kept_unpacked(
    crawl: Callable[..., subprocess.CompletedProcess[str]], here: Run, tmp_path: Path
) -> None:
    crawl(
        html(page("Item 0 kept")),
        html(page("Item 1", head='<meta name="robots" content="noarchive">')),
        html(page("Item 2"), ("X-Robots-Tag", "noindex, noarchive")),
        html(page("Item 3"), ("TDM-Reservation", "1")),
        html(page("Item 4", head='<meta name="tdm-reservation" content="1">')),
        html(page("Item 5", extra="<p>The word noarchive stands in the text only.</p>")),
        html(gzip.compress(page("Item 6")), ("Content-Encoding", "gzip"), ("Set-Cookie", "id=secret")),
    )
    with open_store(tmp_path / "news.db", read_only=True) as store:
        absent = {article.url[-1]: store.captures(article.id or 0)[0].absent for article in store.articles()}
        assert absent == {
            "0": None, "1": "noarchive", "2": "noarchive", "3": "tdm-reservation", "4": "tdm-reservation", "5": None,
            "6": None,
        }  # fmt: skip
        number = {article.url[-1]: article.id for article in store.articles()}
        assert "secret" not in str(list(store.all_captures()))
        assert all(article.body for article in store.articles())
    kept = bytes_of_everything(tmp_path / "archive")
    assert b"Item 0 kept" in kept
    assert [name for name in (b"<h1>Item 1", b"<h1>Item 2", b"<h1>Item 3", b"<h1>Item 4") if name in kept] == []
    assert b"secret" not in kept
    packed = here("raw", str(number["6"]), "--headers").stdout
    assert "X-Archive-Orig-Content-Encoding: gzip" in packed
    assert packed.endswith(page("Item 6").decode())
    refused = here("raw", str(number["2"]))
    assert refused.returncode == 2
    assert "not held" in refused.stderr


def test_a_feed_answer_that_still_lists_a_forgotten_article_is_not_kept(
    site: Site, crawl: Callable[..., subprocess.CompletedProcess[str]], dateline: Run, here: Run, tmp_path: Path
) -> None:
    crawl(html(page()), html(page("The quizzlewick bell")))
    gone = site.url("/1")

    def feed(*links: str) -> list[tuple[bool, str | None]]:
        """Crawl a feed of these; whether bytes of it are held, and why not."""
        site.routes["/feed"] = Answer(200, rss(*links), (("Content-Type", "text/xml"), CLOSE))
        done = dateline("crawl", "--ignore-schedule")
        assert done.returncode == 0, done.stderr
        with open_store(tmp_path / "news.db", read_only=True) as store:
            return [(c.place is not None, c.absent) for c in store.all_captures() if c.kind == "feed"]

    assert b"quizzlewick" in bytes_of_everything(tmp_path / "archive")
    assert here("store", "forget", gone, "--yes").returncode == 0
    site.routes["/2"] = html(page("Item 2 of the quay"))
    site.routes["/3"] = html(page("Item 3 of the quay"))
    told = feed(gone, site.url("/2"))
    assert told[1:] == [(False, "forgotten")], "it brought something new, and lists what was let go of"
    assert feed(gone, site.url("/2"), f"{gone}?utm_source=rss") == told, "it brought nothing new"
    assert b"quizzlewick" not in bytes_of_everything(tmp_path / "archive")
    assert feed(site.url("/3"))[2:] == [(True, None)], "it lists it no more"
    assert here("store", "check").returncode == 0


def test_an_outlet_whose_pages_are_not_to_be_kept_leaves_no_file(
    crawl: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path
) -> None:
    crawl(html(page()), keys="keep_raw: none")
    with open_store(tmp_path / "news.db", read_only=True) as store:
        assert {capture.absent for capture in store.all_captures()} == {"keep_raw: none"}
        assert store.articles().__next__().body
    assert not (tmp_path / "archive").exists()


def test_an_archive_that_cannot_be_written_ends_the_crawl_like_a_store_and_loses_nothing(
    crawl: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path
) -> None:
    (tmp_path / "archive").write_text("in the way")
    done = crawl(html(page()), ok=False)
    assert done.returncode == 5
    assert "the archive cannot be written" in done.stderr
    (tmp_path / "archive").unlink()
    with open_store(tmp_path / "news.db", read_only=True) as store:
        assert {article.page_state for article in store.articles()} <= {"pending"}
        assert not [feed for feed in store.feed_states() if feed.validators.body_sha256], "asked for again"


def test_killed_at_random_no_article_points_to_bytes_that_are_gone(tmp_path: Path, dateline: Run, here: Run) -> None:
    rng = random.Random(20260106)
    with newsroom.start(refused=False, latency_s=0.01) as sample:
        (tmp_path / "feeds.yaml").write_text(sample.feeds_yaml, encoding="utf-8")
        answered = len(sample.requests) + rng.randint(30, 60)
        crawl = subprocess.Popen(
            [sys.executable, "-m", "dateline", "crawl", "--ignore-schedule"],
            cwd=tmp_path,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=os.environ | {"PYTHONSAFEPATH": "1"},
        )
        while crawl.poll() is None and len(sample.requests) < answered:
            time.sleep(0.002)
        crawl.send_signal(signal.SIGKILL)
        assert crawl.wait() == -signal.SIGKILL, "it was still running; benchmarks/kills.py kills fifty"
        check_pointers(tmp_path / "news.db")
        assert dateline("crawl", "--ignore-schedule").returncode == 0
    assert here("store", "check").returncode == 0


def check_pointers(path: Path) -> None:
    folder = archive_folder(path)
    assert folder is not None
    with open_store(path) as store:
        for capture in store.all_captures(held=True):
            assert capture.place is not None
            read_record(folder, capture.place, expected_sha256=capture.sha256)
        for article in store.articles():
            if article.body and article.origin == "feed":
                assert store.held_capture(article.id or 0) is not None
    for file in folder.glob("*.warc.gz"):
        assert check_file(file).problem is None
