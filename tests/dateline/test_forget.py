"""Letting go: what is gone, what stays, and that nothing brings it back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from normalise.bylines import parse_byline
from storage import Article, Feed, Outlet, Poll, Query, Sighting, Store, open_store
from storage.archive import archive_folder, check_file, payload_of
from storage.captures import Corrected
from storage.forgetting import let_go_of_article
from tests.dateline.archived import FIRST, HERALD, Visited, keep_visits
from tests.support import Run

WORD = "quizzlewick"  # stands nowhere else
URL = "https://herald.example/2026/quay"
OTHER = "https://herald.example/2026/bridge"


def _filled(store: Store) -> tuple[Article, Article]:
    gone = keep_visits(
        store,
        [
            Visited(f"The {WORD} bell", f"A {WORD} bell hangs over the quay, and it rang at noon."),
            Visited(
                f"The {WORD} bell", f"A {WORD} bell hangs over the quay, and it rang at ten.", after=timedelta(hours=1)
            ),
        ],
        url=URL,
        byline=f"By Ines {WORD.title()}",
    )
    stays = keep_visits(store, [Visited("The bridge", "The bridge opens in May, the council said.")], url=OTHER)
    return gone, stays


def _bytes_on_disk(folder: Path) -> bytes:
    import gzip

    found = b""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.name.endswith("-shm"):  # whom the journal's pages belong to: no words
            data = path.read_bytes()
            found += gzip.decompress(data) if path.suffix == ".gz" else data
    return found


@pytest.fixture
def store() -> Iterator[Store]:
    with open_store(":memory:") as opened:
        yield opened


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "desk").mkdir()
    return tmp_path / "desk"


def test_no_word_of_a_forgotten_article_is_left_in_any_file(folder: Path, here: Run) -> None:
    with open_store(folder / "news.db") as store:
        gone, stays = _filled(store)
        store.save_report("1" * 64, "report.txt", "Harbour Herald reported.", FIRST, _findings(gone))
    assert WORD.encode() in _bytes_on_disk(folder).lower()
    done = here("store", "forget", URL, "--yes", cwd=folder)
    assert done.returncode == 0, done.stderr
    assert WORD.encode() not in _bytes_on_disk(folder).lower()
    with open_store(folder / "news.db") as store:
        assert store.article(URL) is None
        assert store.search(Query(WORD)) == []
        assert [hit.article.url for hit in store.search(Query("bridge"))] == [stays.url]
        assert store.problems() == []
        (held,) = store.captures(stays.id or 0)
        archive = archive_folder(store.location)
        assert archive is not None
        assert held.place is not None
        assert b"The bridge opens in May" in payload_of(archive, held.place, expected_sha256=held.sha256)
        assert [check_file(path).problem for path in archive.iterdir()] == [None]


def _findings(article: Article) -> str:
    import json

    claim = {"text": "Harbour Herald reported.", "outlet": "harbour-herald", "start": 0, "end": 10}
    evidence = [{"id": article.id, "url": article.url, "sentence": f"A {WORD} bell hangs.", "score": 0.9}]
    finding = {"claim": claim, "finding": "quote found", "score": 0.9, "evidence": evidence}
    return json.dumps({"findings": [finding | {"explanation": f"It says: {WORD}"}]})


def test_what_would_go_is_shown_first_and_a_dry_run_changes_nothing(folder: Path, here: Run) -> None:
    with open_store(folder / "news.db") as store:
        gone, _ = _filled(store)
    before = _bytes_on_disk(folder)
    shown = here("store", "forget", URL, "--dry-run", cwd=folder)
    assert shown.returncode == 0, shown.stderr
    assert "2 visits of its page, 2 with bytes" in shown.stdout
    assert "Nothing was changed" in shown.stdout
    assert _bytes_on_disk(folder) == before
    refused = here("store", "forget", URL, cwd=folder, stdin="")
    assert refused.returncode == 2
    assert "--yes" in refused.stderr
    with open_store(folder / "news.db", read_only=True) as store:
        assert store.article(gone.id or 0) is not None


def _poll(store: Store, *urls: str) -> None:
    feed = "https://herald.example/rss"
    store.save_feeds([Feed(feed, HERALD.id)])
    sightings = [Sighting(Article(url, HERALD.id, f"About {url}"), url) for url in urls]
    store.save_poll(Poll(feed, HERALD.id, FIRST, "ok"), sightings, urls)


def test_neither_a_feed_nor_an_import_brings_a_forgotten_article_back(store: Store) -> None:
    store.save_outlets([HERALD])
    _poll(store, URL, OTHER)
    article = store.article(URL)
    assert article is not None
    traces = store.article_traces(article.id or 0)
    assert traces is not None
    let_go_of_article(store, traces, FIRST, None)
    _poll(store, URL + "?utm_source=rss", OTHER)
    counts = store.save_articles([Article(URL, HERALD.id, "Imported", body="Words.")])
    assert (counts.new, store.count_articles()) == (0, 1)
    assert store.is_forgotten(URL + "#top")
    assert store.allow_again(URL)
    assert store.save_articles([Article(URL, HERALD.id, "Imported")]).new == 1


def test_an_address_that_is_not_held_is_kept_out_too(folder: Path, here: Run) -> None:
    with open_store(folder / "news.db") as store:
        store.save_outlets([HERALD])
    assert here("store", "forget", URL, "--yes", cwd=folder).returncode == 0
    with open_store(folder / "news.db") as store:
        assert store.save_articles([Article(URL, HERALD.id, "Title")]).new == 0
    saved = "<html><body><article><h1>The quay</h1><p>The quay is shut until the spring.</p></article></body></html>"
    add = ("add", "-", "--outlet", HERALD.id, "--url", URL)
    refused = here(*add, cwd=folder, stdin=saved)
    assert refused.returncode == 2
    assert "was let go of" in refused.stderr
    assert here("store", "forget", "--allow-again", URL, cwd=folder).returncode == 0
    assert "added" in here(*add, cwd=folder, stdin=saved).stdout


def test_a_forgotten_name_leaves_bylines_and_credits_while_articles_and_other_names_stay(
    folder: Path, here: Run
) -> None:
    byline = f"By Ines {WORD.title()} and Ron Calder"
    with open_store(folder / "news.db") as store:
        keep_visits(
            store,
            [Visited("The bell", "A bell hangs over the quay.", absent="expired", byline=byline)],
            url=URL,
            byline=byline,
        )
    assert WORD.encode() in _bytes_on_disk(folder).lower()
    done = here("store", "forget", f"ines {WORD}", "--yes", cwd=folder)
    assert done.returncode == 0, done.stderr
    assert "on 1 article, which stay" in done.stdout
    assert WORD.encode() not in _bytes_on_disk(folder).lower()
    with open_store(folder / "news.db") as store:
        article = store.article(URL)
        assert article is not None
        assert [person.name for person in article.people] == ["Ron Calder"]
        assert article.byline_raw is None
        assert [person.name for person in store.people()] == ["Ron Calder"]
        assert len(store.search(Query(people=("Ron Calder",)))) == 1
        assert store.problems() == []
        again = keep_visits(store, [Visited("The bell", "A bell hangs over the old quay.")], url=URL, byline=byline)
        assert [person.name for person in again.people] == ["Ron Calder"]
        assert (again.byline_raw, again.body) == (None, "A bell hangs over the old quay.")
        reread = replace(again, people=parse_byline(byline).people, byline_raw=byline)
        (held,) = [capture for capture in store.captures(again.id or 0) if capture.place is not None]
        store.correct([Corrected(reread, len(store.revisions(again.id or 0)), held.id or 0, "x2", "0" * 64)])
        assert [person.name for person in store.people()] == ["Ron Calder"], "nor does reading the archive again"


def test_a_forgotten_byline_is_no_difference_when_its_page_is_read_again(folder: Path, here: Run) -> None:
    with open_store(folder / "news.db") as store:
        keep_visits(
            store,
            [
                Visited(
                    "The bell", '<span class="byline">By Ines Calder</span>\n\nA bell hangs over the quay, it is said.'
                )
            ],
            url=URL,
            byline="By Ines Calder",
        )
    assert "Ines Calder" in here("raw", "1", cwd=folder).stdout, "the page prints the name"
    assert here("reextract", "--yes", cwd=folder).returncode == 0
    with open_store(folder / "news.db", read_only=True) as store:
        read = store.article(URL)
        assert read is not None
        assert [person.name for person in read.people] == ["Ines Calder"], "read from the page"
    assert here("store", "forget", "Ines Calder", "--yes", cwd=folder).returncode == 0
    shown = here("reextract", "--dry-run", cwd=folder)
    assert shown.returncode == 0, shown.stderr
    assert "1 states read again · 0 differ" in shown.stdout
    assert "Ines" not in shown.stdout


def test_whoever_signed_nothing_else_goes_with_the_article_and_others_stay(store: Store) -> None:
    store.save_outlets([Outlet("o", "Outlet")])
    alone, both = parse_byline("By Dana Levi and Ron Calder"), parse_byline("By Ron Calder")
    store.save_articles(
        [
            Article("https://o.example/1", "o", "One", people=alone.people),
            Article("https://o.example/2", "o", "Two", people=both.people),
        ]
    )
    article = store.article("https://o.example/1")
    assert article is not None
    traces = store.article_traces(article.id or 0)
    assert traces is not None
    assert traces.people == ("Dana Levi",)
    let_go_of_article(store, traces, FIRST, None)
    assert [(person.name, person.articles) for person in store.people()] == [("Ron Calder", 1)]


def test_a_killed_letting_go_is_finished_by_the_next(folder: Path, here: Run) -> None:
    with open_store(folder / "news.db") as store:
        gone, _ = _filled(store)
        archive = archive_folder(store.location)
        assert archive is not None
        before = list(archive.iterdir())
        traces = store.article_traces(gone.id or 0)
        assert traces is not None
        files = {c.place.file for n in traces.pages if (c := store.capture(n)) is not None and c.place is not None}
        store.forget_article(traces, FIRST, doomed=files)  # and killed before the files are deleted
        assert store.doomed_files() == tuple(sorted(files))
    assert here("store", "forget", "https://herald.example/none", "--yes", cwd=folder).returncode == 0
    assert not [path for path in before if path.name in files and path.exists()]


def test_what_shares_its_bytes_with_a_forgotten_feed_answer_does_not_keep_the_headline(folder: Path) -> None:
    from hashlib import sha256

    from storage.archive import ArchiveWriter, Record
    from storage.captures import Capture

    feed = "https://herald.example/rss"
    with open_store(folder / "news.db") as store:
        store.save_outlets([HERALD])
        _poll(store, URL)
        archive = archive_folder(store.location)
        assert archive is not None
        body = f"<rss><item><title>{WORD}</title></item></rss>".encode()
        with ArchiveWriter(archive, store.location, started=FIRST) as writer:
            place = writer.add(Record(feed, FIRST, 200, (), body))
            writer.sync()
        digest = sha256(body).hexdigest()
        store.save_capture(
            Capture(feed, FIRST, 200, HERALD.id, kind="feed", feed=feed, sha256=digest, size=len(body), place=place)
        )
        article = store.article(URL)
        assert article is not None
        traces = store.article_traces(article.id or 0)
        assert traces is not None
        assert len(traces.feed_answers) == 1
        let_go_of_article(store, traces, FIRST, archive)
        store.scrub()
        kept = store.capture(traces.feed_answers[0])
        assert kept is not None
        assert (kept.place, kept.absent) == (None, "forgotten")
    assert WORD.encode() not in _bytes_on_disk(folder)
