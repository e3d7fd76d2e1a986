"""`dateline backfill`: other crawls' files and lists of addresses, from the command line to the store."""

from __future__ import annotations

import shutil
import subprocess
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest

from storage import Article, open_store
from storage.archive import archive_folder, check_file, payload_of
from tests.crawler.network.site import Answer, Site, serving
from tests.crawler.warcs import AT, CONFIG, Given, page, write
from tests.support import Run

QUAY = page("The quay is closed", "The quay is closed until the spring.")
FERRY = page("The ferry is late", "The ferry is late again today.")
PNG = [("Content-Type", "image/png")]


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    (tmp_path / "feeds.yaml").write_text(CONFIG, encoding="utf-8")
    return tmp_path


def _records() -> list[Given]:
    return [
        Given("", kind="warcinfo"),
        Given("https://www.herald.example/robots.txt", b"User-agent: *", headers=[("Content-Type", "text/plain")]),
        Given("https://www.herald.example/", QUAY),
        Given("https://www.herald.example/1", QUAY),
        Given("https://www.herald.example/2", FERRY),
        Given("https://www.herald.example/3.png", b"\x89PNG", headers=PNG),
        Given("https://elsewhere.example/1", QUAY),
        Given("https://he.herald.example/4", page("The bridge", "The bridge is up.", ago="3 hours ago")),
    ]


def test_matching_pages_of_our_outlets_become_articles_that_say_where_they_came_from(
    desk: Path, dateline: Run, here: Run
) -> None:
    write(desk / "old.warc.gz", _records())
    done = dateline("backfill", "old.warc.gz")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("old.warc.gz: 8 records, 5 ours · articles 2 new, 0 revised, 0 known")
    assert "1 without a topic" in done.stdout
    assert len(done.stdout.splitlines()) == 1
    assert done.stderr == ""
    with open_store(desk / "news.db", read_only=True) as store:
        quay, bridge = store.article("https://www.herald.example/1"), store.article("https://he.herald.example/4")
        assert store.count_articles() == 2
        assert quay is not None
        assert (quay.outlet, quay.origin, quay.topics) == ("herald", "backfill", ("quay",))
        assert (quay.fetched_at, quay.first_seen) == (AT, AT)
        assert [person.name for person in quay.people] == ["Ines Calder"]
        assert bridge is not None
        assert bridge.published_at == AT - timedelta(hours=3)
        (source,) = store.source_records(quay.id or 0)
        assert (source.file, source.url, source.at) == ("old.warc.gz", "https://www.herald.example/1", AT)
        (capture,) = store.captures(quay.id or 0)
        assert (capture.origin, capture.at) == ("backfill", AT)
        archive = archive_folder(store.location)
        assert archive is not None
        assert capture.place is not None
        assert payload_of(archive, capture.place, expected_sha256=capture.sha256) == QUAY
        assert (capture.keep_until or AT) > AT + timedelta(days=90), "kept from when it was read in"
        assert store.readings(quay.id or 0)[0].basis == "first"
        assert [check_file(path).problem for path in archive.iterdir()] == [None]
    assert here("evidence", str(quay.id), "-o", "pack.zip").returncode == 0
    with zipfile.ZipFile(desk / "pack.zip") as pack:
        told = pack.read("README.txt").decode()
        assert "1 of these is out of somebody else's crawl: this program did not see it served" in told
        assert "read out of a file of somebody else's crawl; the time is that file's" in told
        assert "old.warc.gz" in told


def test_a_file_is_read_once_and_under_any_name(desk: Path, here: Run) -> None:
    write(desk / "old.warc.gz", _records())
    assert here("backfill", "old.warc.gz").returncode == 0
    shutil.copy(desk / "old.warc.gz", desk / "copy.warc.gz")
    again = here("backfill", "copy.warc.gz")
    assert again.stdout == "copy.warc.gz: 8 records, read before\n"
    write(desk / "plain.warc", _records(), form="plain")
    other = here("backfill", "plain.warc")
    assert "articles 0 new, 0 revised, 0 known · 2 known already" in other.stdout, other.stdout


def test_outlet_and_topic_narrow_what_is_taken_and_unknown_ones_are_told(desk: Path, here: Run) -> None:
    write(desk / "old.warc.gz", _records())
    assert "1 new" in here("backfill", "old.warc.gz", "--outlet", "herald-he").stdout
    assert "1 new" in here("backfill", "old.warc.gz", "--topic", "quay").stdout
    wrong = here("backfill", "old.warc.gz", "--topic", "sea")
    assert wrong.returncode == 2
    assert "there is no topic 'sea'; there are: bridge, quay" in wrong.stderr
    missing = here("backfill", "nothing.warc.gz")
    assert missing.returncode == 2
    assert "nothing.warc.gz is no file" in missing.stderr


def test_a_cut_file_gives_what_it_holds_and_the_exit_code_says_so(desk: Path, here: Run) -> None:
    path = write(desk / "old.warc.gz", _records())
    path.write_bytes(path.read_bytes()[:-40])
    done = here("backfill", "old.warc.gz")
    assert done.returncode == 4
    assert "1 new" in done.stdout
    assert "is cut in the middle of a record: good up to byte" in done.stdout
    write(desk / "whole.warc.gz", _records())
    assert here("backfill", "whole.warc.gz", "old.warc.gz").returncode == 3


def test_linked_bytes_stay_in_the_given_file_unless_they_must_be_unpacked(desk: Path, here: Run) -> None:
    import gzip

    packed = Given(
        "https://www.herald.example/5",
        gzip.compress(page("Another quay", "Another quay opens.")),
        headers=[("Content-Type", "text/html"), ("Content-Encoding", "gzip")],
    )
    path = write(desk / "old.warc.gz", [*_records(), packed])
    done = here("backfill", "--link", "old.warc.gz")
    assert "3 new" in done.stdout, done.stderr
    with open_store(desk / "news.db", read_only=True) as store:
        archive = archive_folder(store.location)
        assert archive is not None
        places = {}
        for capture in store.all_captures(held=True):
            assert capture.place is not None
            assert payload_of(archive, capture.place, expected_sha256=capture.sha256)
            places[capture.url] = capture.place.file
    assert places["https://www.herald.example/1"] == str(path.resolve())
    assert places["https://www.herald.example/5"].startswith("news-")
    checked = here("store", "check")
    assert checked.returncode == 0, checked.stdout
    assert "3 pointers" in checked.stdout
    path.unlink()
    assert "old.warc.gz: is not there; 2 captures point to it" in here("store", "check").stdout


def test_an_older_state_of_an_article_takes_its_place_before_the_text_we_hold(desk: Path, here: Run) -> None:
    url = "https://www.herald.example/1"
    with open_store(desk / "news.db") as store:
        later = Article(url, "herald", "The quay is open", body="The quay is open again. All boats are back there.")
        store.save_articles([later])
    write(desk / "old.warc.gz", _records())
    assert "1 new, 1 revised" in here("backfill", "old.warc.gz").stdout
    with open_store(desk / "news.db", read_only=True) as store:
        article = store.article(url)
        assert article is not None
        assert article.title == "The quay is open"
        assert [state.title for state in store.revisions(article.id or 0)] == ["The quay is closed", "The quay is open"]


def test_what_was_let_go_of_and_what_asks_not_to_be_kept_leaves_no_bytes(desk: Path, here: Run) -> None:
    asks = page("The quay", "The quay is shut now.", head='<meta name="robots" content="noarchive">')
    records = [Given("https://www.herald.example/1", QUAY), Given("https://www.herald.example/6", asks)]
    write(desk / "old.warc.gz", records)
    with open_store(desk / "news.db") as store:
        store.forget_address("https://www.herald.example/1", AT)
    done = here("backfill", "old.warc.gz")
    assert "1 new" in done.stdout
    assert "1 let go of" in done.stdout
    with open_store(desk / "news.db", read_only=True) as store:
        (capture,) = store.all_captures()
        assert (capture.place, capture.absent) == (None, "noarchive")
    assert not list(desk.glob("archive/*"))


@pytest.mark.skipif(shutil.which("wget") is None, reason="needs wget (apt-get install wget)")
def test_a_warc_file_that_wget_wrote_is_read_in(desk: Path, dateline: Run) -> None:
    site = Site("127.0.0.1")
    html = (("Content-Type", "text/html; charset=utf-8"),)
    site.routes = {
        "/1": Answer(200, QUAY, html),
        "/2": Answer(200, FERRY, html),
        "/3": Answer(301, b"", (("Location", "/1"),)),
    }
    with serving({site.host: site}):
        subprocess.run(
            ["wget", "-q", "--warc-file=by-wget", "-O", "/dev/null", *(site.url(f"/{n}") for n in (1, 2, 3))],
            cwd=desk,
            timeout=30,
            check=True,
        )
        (desk / "feeds.yaml").write_text(CONFIG.replace("https://www.herald.example/", site.url("/")), encoding="utf-8")
        url = site.url("/1")
    done = dateline("backfill", "by-wget.warc.gz")
    assert done.returncode == 0, done.stdout + done.stderr
    with open_store(desk / "news.db", read_only=True) as store:
        (article,) = store.articles()
        assert (article.url, article.title) == (url, "The quay is closed")
        assert article.body is not None
        assert article.body.startswith("The quay is closed until the spring.")


def test_a_list_is_fetched_by_the_rules_and_what_failed_is_tried_again_but_not_for_ever(
    desk: Path, dateline: Run
) -> None:
    site = Site("127.0.0.1")
    html = (("Content-Type", "text/html; charset=utf-8"),)
    site.routes = {
        "/robots.txt": Answer(200, b"User-agent: *\nDisallow: /kept/"),
        "/1": Answer(200, FERRY, html),
        "/kept/2": Answer(200, QUAY, html),
        "/short": Answer(301, b"", (("Location", "/long/quay"),)),
        "/long/quay": Answer(200, QUAY, html),
        "/news/taken-down": Answer(302, b"", (("Location", "/news/"),)),
        "/news/": Answer(200, QUAY, html),
    }
    other = Site("127.0.0.2")
    other.routes = {"/robots.txt": Answer(404), "/sold": Answer(200, FERRY, html)}
    with serving({site.host: site, other.host: other}):
        site.routes["/sold"] = Answer(302, b"", (("Location", other.url("/sold")),))
        config = CONFIG.replace("https://www.herald.example/", site.url("/")).replace(
            "outlets:\n  herald:\n", 'allow_addresses: ["127.0.0.0/8"]\noutlets:\n  herald:\n    delay: 0\n'
        )
        (desk / "feeds.yaml").write_text(config, encoding="utf-8")
        listed = [site.url("/1"), "", "# a comment", "nonsense", site.url("/kept/2"), site.url("/gone")]
        listed += [site.url(path) for path in ("/short", "/news/taken-down", "/sold")]
        (desk / "list.txt").write_text("\n".join(listed), encoding="utf-8")
        done = dateline("backfill", "--urls", "list.txt")
        assert done.returncode == 3, done.stderr
        assert "addresses 6: 2 read, 0 held already, 4 failed · articles 2 new" in done.stdout
        assert f"redirected to {site.url('/news/')}: not this article" in done.stderr
        assert f"redirected to {other.url('/sold')}: not this article" in done.stderr
        assert "line 4: no http or https address: 'nonsense'" in done.stderr
        assert "forbidden by robots.txt" in done.stderr
        assert "/gone: HTTP 404" in done.stderr
        assert "/kept/2" not in site.paths()
        with open_store(desk / "news.db") as store:
            article = store.article(site.url("/1"))
            assert article is not None
            assert (article.title, article.origin) == ("The ferry is late", "backfill")
            quay = store.article(site.url("/short"))
            assert quay is not None
            assert quay.url == site.url("/long/quay"), "held under the address it was asked for, too"
            for _ in range(5):
                store.save_failed_address(site.url("/gone"), "HTTP 404", AT)
        again = dateline("backfill", "--urls", "list.txt")
        assert "2 held already" in again.stdout
        assert site.paths().count("/short") == 1
        assert "1 not tried any more" in again.stdout
        assert site.paths().count("/gone") == 1


def test_files_and_a_list_do_not_go_together(here: Run) -> None:
    assert here("backfill").returncode == 2
    assert here("backfill", "a.warc.gz", "--urls", "b.txt").returncode == 2
